/* engine.h - the inside of ch_engine and ch_work, for the pipeline and the store. */
#ifndef CH_ENGINE_H
#define CH_ENGINE_H

#include "base/arena.h"
#include "events/events_model.h"
#include "knowledge/knowledge.h"
#include "syntax/neural.h"
#include "text/splitter.h"

struct ch_engine {
    ch__knowledge *knowledge;
    ch__model *model;
    ch__splitter splitter;             /* of the model's section text.splitter */
    ch__syntax_model *syntax;          /* of its sections syntax.* */
    ch__events_model *events;          /* of its sections events.*; NULL: it has none */
    struct ch__figures_model *figures; /* of its sections ledger.*; NULL: it has none */
    ch_ontology ontology;              /* how events are named */
    char hash[33];                     /* of knowledge, model and ontology */
};

struct ch_work {
    ch__arena scratch; /* cleared before every document */
};

#endif

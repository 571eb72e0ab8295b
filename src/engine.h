/* engine.h - the inside of ch_engine and ch_work, for the pipeline and the store. */
#ifndef CH_ENGINE_H
#define CH_ENGINE_H

#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "text/splitter.h"

struct ch_engine {
    ch__knowledge *knowledge;
    ch__splitter splitter; /* empty without a model */
};

struct ch_work {
    ch__arena scratch; /* cleared before every document */
};

#endif

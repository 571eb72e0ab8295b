/* labels.c - the names of the enums in chancery.h, from the same lists. */
#include <string.h>

#include "chancery.h"

#define N(a) (sizeof(a) / sizeof *(a))

static const struct {
    const char *name;
    int quad;
    double score;
} event_types[] = {
#define X(name, quad, score) {#name, quad, score},
    CH_EVENT_TYPES(X)
#undef X
};

static const struct {
    const char *name;
    int quad;
} plv_classes[] = {
#define X(name, quad) {#name, quad},
    CH_PLV_CLASSES(X)
#undef X
};

static const char *const upos[] = {
#define X(name) #name,
    CH_UPOS_TAGS(X)
#undef X
};

static const char *const deprels[] = {
#define X(name, ud) ud,
    CH_DEPRELS(X)
#undef X
};

static const char *const block_kinds[] = {
#define X(name, text) text,
    CH_BLOCK_KINDS(X)
#undef X
};

static const char *const kinds[] = {"event", "statement", "agreement", "level", "figure"};
static const char *const modalities[] = {"actual", "future", "hypothetical", "negated", "historical"};
static const char *const precisions[] = {"day", "week", "month", "quarter", "year", "unknown"};
static const char *const bases[] = {NULL, "text", "relative", "published"};
static const char *const time_types[] = {"date", "duration", "set", "time"};
static const char *const relations[] = {NULL, "since", "from", "by", "until", "before", "after"};
static const char *const name_types[] = {"PER", "ORG", "LOC", "MISC"};
static const char *const corpus_forms[] = {"records", "documents", "pairs", "conllu", "text"};
static const char *const splits[] = {"train", "dev", "held"};
static const char *const mention_kinds[] = {"name", "nominal", "pronoun", "group", "adjective"};

static const char *const metrics[] = {
#define X(name, text) text,
    CH_METRICS(X)
#undef X
};

static const char *const compared_fields[] = {
#define X(name, text) text,
    CH_COMPARED_FIELDS(X)
#undef X
};

#define NAME(list, i) ((size_t)(i) < N(list) ? list[i] : "?")

int ch_ontology_parse(const char *name)
{
    return strcmp(name, "plover") == 0 ? CH_ONTOLOGY_PLOVER : strcmp(name, "cameo") == 0 ? CH_ONTOLOGY_CAMEO : -1;
}

const char *ch_event_type_name(ch_event_type t)
{
    return (size_t)t < N(event_types) ? event_types[t].name : "?";
}

int ch_event_type_quad(ch_event_type t)
{
    return (size_t)t < N(event_types) ? event_types[t].quad : 0;
}

double ch_event_type_score(ch_event_type t)
{
    return (size_t)t < N(event_types) ? event_types[t].score : 0;
}

const char *ch_plv_class_name(ch_plv_class c)
{
    return (size_t)c < N(plv_classes) ? plv_classes[c].name : "?";
}

int ch_plv_class_quad(ch_plv_class c)
{
    return (size_t)c < N(plv_classes) ? plv_classes[c].quad : 0;
}

const char *ch_upos_name(ch_upos t)
{
    return NAME(upos, t);
}

const char *ch_deprel_name(ch_deprel t)
{
    return NAME(deprels, t);
}

const char *ch_block_kind_name(ch_block_kind k)
{
    return NAME(block_kinds, k);
}

const char *ch_kind_name(ch_kind k)
{
    return NAME(kinds, k);
}

const char *ch_modality_name(ch_modality m)
{
    return NAME(modalities, m);
}

const char *ch_precision_name(ch_precision p)
{
    return NAME(precisions, p);
}

const char *ch_basis_name(ch_basis b)
{
    return NAME(bases, b);
}

const char *ch_time_type_name(ch_time_type t)
{
    return NAME(time_types, t);
}

const char *ch_relation_name(ch_relation r)
{
    return NAME(relations, r);
}

const char *ch_name_type_name(ch_name_type t)
{
    return NAME(name_types, t);
}

const char *ch_mention_kind_name(ch_mention_kind k)
{
    return NAME(mention_kinds, k);
}

const char *ch_metric_name(ch_metric m)
{
    return NAME(metrics, m);
}

const char *ch_split_name(ch_split s)
{
    return NAME(splits, s);
}

const char *ch_corpus_form_name(ch_corpus_form f)
{
    return NAME(corpus_forms, f);
}

const char *ch_compared_field_name(ch_compared_field f)
{
    return NAME(compared_fields, f);
}

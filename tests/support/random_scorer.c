#include "support/random_scorer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

enum { BIAS = 20000, EVENT_LEAD = 40000, PARTY_LEAD = 15000 };

/* ---- one section: bytes that grow, parts at multiples of 64 ---- */

static void align(ch__buf *b)
{
    while (b->n % CH__MODEL_ALIGN)
        ch__buf_char(b, 0);
}

static void put_bytes(ch__buf *b, random_state *r, size_t n)
{
    align(b);
    for (size_t i = 0; i < n; i++)
        ch__buf_char(b, (char)random_between(r, -127, 127));
}

static void put_biases(ch__buf *b, random_state *r, uint32_t n, int32_t lead)
{
    align(b);
    for (uint32_t i = 0; i < n; i++) {
        int32_t x = random_between(r, -BIAS, BIAS) + (i ? 0 : lead);
        ch__buf_add(b, (const char *)&x, sizeof x);
    }
}

static void put_unit_biases(ch__buf *b, random_state *r, uint32_t n)
{
    align(b);
    for (uint32_t i = 0; i < n; i++) {
        int16_t x = (int16_t)random_between(r, -400, 400);
        ch__buf_add(b, (const char *)&x, sizeof x);
    }
}

static void put_labels(ch__buf *b, const random_scorer_shape *shape)
{
    align(b);
    for (uint32_t i = 0; i < shape->n_labels; i++) {
        char text[16];
        snprintf(text, sizeof text, "L%u", i);
        ch__buf_str(b, shape->labels ? shape->labels[i] : text);
        ch__buf_char(b, 0);
    }
}

static ch__sv moved(ch__buf *b)
{
    char *p = aligned_alloc(CH__MODEL_ALIGN, (b->n + CH__MODEL_ALIGN - 1) / CH__MODEL_ALIGN * CH__MODEL_ALIGN);
    if (!p || b->failed)
        abort();
    memcpy(p, b->p, b->n);
    ch__sv bytes = {p, b->n};
    ch__buf_release(b);
    return bytes;
}

ch__sv random_scorer(const random_scorer_shape *shape, random_state *r)
{
    ch__scorer_header h = {.n_rows = shape->n_rows,
                           .width = shape->width,
                           .n_dense = shape->n_dense,
                           .n_labels = shape->n_labels,
                           .n_groups = shape->n_groups,
                           .hidden_shift = 3 + random_below(r, 2),
                           .dense_factor = random_between(r, 500, 1500),
                           .out_factor = random_between(r, 500, 1500)};
    ch__buf b = {0};
    memcpy(h.group_end, shape->group_end, sizeof h.group_end);
    ch__buf_add(&b, (const char *)&h, sizeof h);
    put_bytes(&b, r, (size_t)shape->n_rows * shape->width);
    put_unit_biases(&b, r, shape->width);
    put_bytes(&b, r, (size_t)shape->width * shape->n_dense);
    put_bytes(&b, r, (size_t)shape->n_labels * shape->width);
    put_biases(&b, r, shape->n_labels, shape->lead);
    put_labels(&b, shape);
    return moved(&b);
}

/* ---- the sections of the events room ---- */

typedef struct label_list {
    char text[80][32];
    const char *at[80];
    uint32_t n;
} label_list;

static void add(label_list *l, const char *text)
{
    snprintf(l->text[l->n], sizeof l->text[0], "%s", text);
    l->at[l->n] = l->text[l->n];
    l->n++;
}

/* The types, and modes of table events/plover as far as they have one. */
static void add_events(label_list *l)
{
    static const char *const moded[] = {
        "CONSULT/visit",        "CONSULT/phone",      "CONSULT/multilateral", "REQUEST/change",
        "REJECT/meet",          "ACCUSE/investigate", "THREATEN/expel",       "PROTEST/demo",
        "SANCTION/discontinue", "MOBILIZE/troops",    "RETREAT/ceasefire",    "COERCE/arrest",
        "ASSAULT/aerial",       "ASSAULT/firearms",   "COERCE/seize",         "ASSAULT/crowd-control"};
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        add(l, ch_event_type_name((ch_event_type)t));
    for (size_t i = 0; i < sizeof moded / sizeof *moded; i++)
        add(l, moded[i]);
}

static ch__sv triggers(const random_events_options *o, random_state *r)
{
    label_list l = {.n = 0};
    random_scorer_shape shape = {.n_rows = o->n_rows, .width = 32, .n_groups = 2, .lead = EVENT_LEAD};
    shape.n_dense = CH__TRIGGER_VECTORS * o->vector_width;
    add(&l, "none");
    add_events(&l);
    shape.group_end[0] = l.n;
    for (int m = CH_ACTUAL; m <= CH_HISTORICAL; m++)
        add(&l, ch_modality_name((ch_modality)m));
    shape.n_labels = shape.group_end[1] = l.n;
    shape.labels = l.at;
    return random_scorer(&shape, r);
}

static ch__sv roles(const random_events_options *o, random_state *r)
{
    static const char *const parties[] = {"none", "actor", "recipient", "source"};
    random_scorer_shape shape = {.n_rows = o->n_rows,
                                 .width = 64,
                                 .n_labels = 4,
                                 .n_groups = 1,
                                 .group_end = {4},
                                 .labels = parties,
                                 .lead = PARTY_LEAD};
    return random_scorer(&shape, r);
}

static ch__sv pairs(const random_events_options *o, random_state *r)
{
    label_list l = {.n = 0};
    random_scorer_shape shape = {.n_rows = o->n_rows, .width = 96, .n_groups = 2};
    shape.n_dense = CH__TRIGGER_VECTORS * o->vector_width;
    for (int c = 0; c < CH_N_PLV_CLASSES; c++)
        add(&l, ch_plv_class_name((ch_plv_class)c));
    shape.group_end[0] = l.n;
    add_events(&l);
    shape.n_labels = shape.group_end[1] = l.n;
    shape.labels = l.at;
    return random_scorer(&shape, r);
}

/* Every other lemma has been seen. */
static ch__sv lemmas(random_state *r)
{
    ch__buf b = {0};
    for (uint32_t i = 0; i < (1u << CH__LEMMA_BITS) / 8; i++)
        ch__buf_char(&b, (char)random_below(r, 256));
    return moved(&b);
}

enum { N_PARTS = 4 };

static void events_parts(ch__model_part parts[N_PARTS], const random_events_options *options)
{
    random_state r = {options->seed * 2 + 1};
    parts[0] = (ch__model_part){"events.lemmas", lemmas(&r)};
    parts[1] = (ch__model_part){"events.triggers", triggers(options, &r)};
    parts[2] = (ch__model_part){"events.roles", roles(options, &r)};
    parts[3] = (ch__model_part){"events.pairs", pairs(options, &r)};
}

void *random_events_over(const ch__model *base, const random_events_options *options, size_t *size)
{
    ch__model_part parts[CH__MODEL_SECTIONS + N_PARTS];
    size_t n = 0;
    void *bytes;
    ch_err err;
    for (size_t i = 0; ch__model_section_at(base, i, &parts[n].name, &parts[n].bytes); i++)
        n += strncmp(parts[n].name, "events.", 7) != 0;
    events_parts(parts + n, options);
    if (ch__model_pack(&bytes, size, parts, n + N_PARTS, &err) < 0)
        abort();
    for (size_t i = 0; i < N_PARTS; i++)
        free((void *)(uintptr_t)parts[n + i].bytes.p);
    return bytes;
}

void *random_events_model(const random_model_options *options, uint32_t n_rows, size_t *size)
{
    ch__model *base;
    ch_err err;
    void *syntax = random_model(options, size);
    if (ch__model_open_memory(&base, syntax, *size, &err) < 0)
        abort();
    random_events_options events = {options->config.width, n_rows, options->seed};
    void *bytes = random_events_over(base, &events, size);
    ch__model_close(base);
    free(syntax);
    return bytes;
}

/* stats.c - the coverage matrix: cells of dimension and value. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "corpus/stats.h"

/* ---- cells ---- */

static uint32_t slot_of(const ch__tally *t, const char *dimension, const char *value)
{
    ch__sv parts[] = {ch__sv_of(dimension), ch__sv_of(value)};
    uint64_t h = ch__hash64(parts[0]) * 31 + ch__hash64(parts[1]);
    uint32_t at = (uint32_t)h & (t->n_slots - 1);
    while (t->slots[at] && (strcmp(t->cells[t->slots[at] - 1].dimension, dimension) != 0 ||
                            strcmp(t->cells[t->slots[at] - 1].value, value) != 0))
        at = (at + 1) & (t->n_slots - 1);
    return at;
}

static void index_cells(ch__tally *t)
{
    t->n_slots = t->n_slots ? t->n_slots * 2 : 1024;
    while (t->n_slots <= t->n * 2)
        t->n_slots *= 2;
    t->slots = ch__alloc_array(t->arena, t->n_slots, sizeof *t->slots);
    for (uint32_t i = 0; i < t->n; i++)
        t->slots[slot_of(t, t->cells[i].dimension, t->cells[i].value)] = i + 1;
}

ch_corpus_cell *ch__tally_cell(ch__tally *t, const char *dimension, const char *value)
{
    if (t->n * 2 >= t->n_slots)
        index_cells(t);
    uint32_t slot = slot_of(t, dimension, value);
    if (!t->slots[slot]) {
        ch_corpus_cell *c = CH__PUSH(t->arena, t->cells, t->n, t->cap);
        *c = (ch_corpus_cell){.dimension = ch__copyz(t->arena, dimension), .value = ch__copyz(t->arena, value)};
        t->slots[slot] = t->n;
    }
    return &t->cells[t->slots[slot] - 1];
}

static void add(ch__tally *t, const char *dimension, const char *value)
{
    ch__tally_cell(t, dimension, value)->count++;
}

static void add_pair(ch__tally *t, const char *dimension, const char *a, const char *b)
{
    char value[128];
    snprintf(value, sizeof value, "%s/%s", a, b);
    add(t, dimension, value);
}

static int by_name(const void *a, const void *b)
{
    const ch_corpus_cell *x = a, *y = b;
    int c = strcmp(x->dimension, y->dimension);
    return c ? c : strcmp(x->value, y->value);
}

void ch__tally_sort(ch__tally *t)
{
    if (t->n > 1)
        qsort(t->cells, t->n, sizeof *t->cells, by_name);
    t->slots = NULL; /* the index no longer fits */
    t->n_slots = 0;
}

/* ---- sides ---- */

/* How many parties a role names. */
static uint32_t parties(const ch__corpus_unit *u, const ch_roles *roles)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < roles->n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++)
            seen |= u->entity_of_actor[roles->at[k].actor] == u->entity_of_actor[roles->at[i].actor];
        n += !seen;
    }
    return n;
}

static void add_sides(ch__tally *t, const ch__corpus_unit *u, const ch_event *e)
{
    uint32_t actors = parties(u, &e->actor), recipients = parties(u, &e->recipient);
    if (actors > 1 && !recipients)
        add(t, "sides", "reciprocal");
    else
        add(t, "sides", recipients ? "directed" : "actor alone");
    if (actors + recipients > 2)
        add(t, "sides", "three parties or more");
    if ((actors > 1 && recipients) || recipients > 1)
        add(t, "sides", "compound actor or recipient");
}

/* ---- records ---- */

static bool is_cooperative(uint8_t type)
{
    return ch_event_type_quad((ch_event_type)type) <= 2;
}

static void add_event(ch__tally *t, const ch__corpus_unit *u, const ch_record *r, const ch__corpus_note *n)
{
    const ch_event *e = &r->as.event;
    const char *type = ch_event_type_name((ch_event_type)e->type),
               *modality = ch_modality_name((ch_modality)e->modality);
    char root[3] = {e->cameo ? e->cameo[0] : '0', e->cameo ? e->cameo[1] : '0', 0};
    add(t, "type", type);
    for (uint32_t i = 0; i < n->n_modes; i++)
        add_pair(t, "mode", type, n->modes[i]);
    if (!n->n_modes)
        add_pair(t, "mode", type, "-");
    add(t, "cameo", root);
    add(t, "modality", modality);
    add_pair(t, "type by modality", type, modality);
    for (uint32_t i = 0; i < CH__N_TELLINGS; i++)
        if (n->shapes & 1u << i) {
            add(t, "shape", ch__corpus_name(CH__LIST_TELLINGS, i));
            add_pair(t, "type by shape", type, ch__corpus_name(CH__LIST_TELLINGS, i));
        }
    add(t, "tone", is_cooperative(e->type) ? "cooperative" : "hostile");
    for (uint32_t i = 0; i < e->n_contexts; i++)
        add(t, "context", e->contexts[i]);
    for (uint32_t i = 0; i < e->n_magnitudes; i++)
        add(t, "magnitude", e->magnitudes[i].what);
    if (e->place.bytes.start < e->place.bytes.end)
        add(t, "field", "where");
    if (e->attribution.n)
        add(t, "field", "per");
    if (n->same)
        add(t, "field", "told again");
    if (n->n_modes > 1)
        add(t, "field", "several modes");
    add_sides(t, u, e);
}

static void add_record(ch__tally *t, const ch__corpus_unit *u, const ch_record *r, const ch__corpus_note *n)
{
    add(t, "kind", ch_kind_name((ch_kind)r->kind));
    if (r->when.start.year || n->time_unknown)
        add(t, "time", n->time_unknown ? "unknown" : ch_precision_name((ch_precision)r->when.precision));
    switch ((ch_kind)r->kind) {
    case CH_EVENT: add_event(t, u, r, n); break;
    case CH_STATEMENT: add(t, "statement", r->as.statement.form); break;
    case CH_AGREEMENT:
        add(t, "agreement form", r->as.agreement.form);
        add(t, "agreement action", r->as.agreement.action);
        break;
    case CH_LEVEL:
        add(t, "level", r->as.level.level);
        add(t, "level action", r->as.level.action);
        break;
    case CH_FIGURE: add(t, "measure", r->as.figure.measure); break;
    default: break;
    }
}

/* ---- sentences ---- */

static bool is_called_off(const ch_event *e)
{
    return e->type == CH_EVENT_REJECT && e->mode && strcmp(e->mode, "meet") == 0;
}

/* No event in it, or something that only looks like a fact of now. */
static void add_negatives(ch__tally *t, const ch__corpus_unit *u, uint32_t s)
{
    bool event = false, near = false;
    for (uint32_t i = 0; i < u->doc->n_records; i++) {
        const ch_record *r = &u->doc->records[i];
        if (r->kind != CH_EVENT || r->sentence != s)
            continue;
        event = true;
        near |= (r->as.event.modality != CH_ACTUAL && r->as.event.modality != CH_FUTURE) || is_called_off(&r->as.event);
    }
    for (uint32_t i = 0; i < u->n_nots; i++)
        near |= u->nots[i].sentence == s;
    add(t, "sentence", !event ? "no event" : near ? "event and near miss" : "event");
}

static void note_code(ch__tally *sentence, const ch__vocabulary *v, const char *code)
{
    if (code)
        ch__tally_cell(sentence, ch__vocabulary_is_country(v, code) ? "country" : "organisation", code);
}

/* Each country and organisation once a sentence. */
static void add_codes(ch__tally *t, const ch__vocabulary *v, const ch__corpus_unit *u, uint32_t s)
{
    ch__tally sentence = {.arena = ch__doc_arena(u->doc)};
    for (uint32_t i = 0; i < u->doc->n_mentions; i++) {
        const ch_mention *m = &u->doc->mentions[i];
        for (uint32_t a = m->actors.start; m->sentence == s && a < m->actors.end; a++)
            note_code(&sentence, v, u->doc->actors[a].code);
    }
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT && u->doc->records[i].sentence == s)
            note_code(&sentence, v, u->doc->records[i].as.event.place.country);
    for (uint32_t i = 0; i < sentence.n; i++)
        add(t, sentence.cells[i].dimension, sentence.cells[i].value);
}

void ch__tally_unit(ch__tally *t, const ch__vocabulary *v, const ch__corpus_unit *u)
{
    const char *split = ch_split_name(u->split), *voice = ch__corpus_name(CH__LIST_VOICES, u->voice);
    add(t, u->story ? "stories" : "sentences", split);
    add(t, "topic", ch__corpus_name(CH__LIST_TOPICS, u->topic));
    add(t, "voice", voice);
    if (u->voice_country)
        add_pair(t, "voice of a country", voice, u->voice_country);
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        add_record(t, u, &u->doc->records[i], &u->notes[i]);
    for (uint32_t i = 0; i < u->n_nots; i++)
        add(t, "no event because", ch__corpus_name(CH__LIST_REASONS, u->nots[i].reason));
    for (uint32_t i = 0; i < u->n_entities; i++) {
        add(t, "sector", u->entities[i].sector ? u->entities[i].sector : "-");
        if (u->entities[i].second)
            add(t, "second sector", u->entities[i].second);
    }
    for (uint32_t i = 0; i < u->doc->n_mentions; i++)
        add(t, "mention", ch_mention_kind_name((ch_mention_kind)u->doc->mentions[i].kind));
    for (uint32_t s = 0; s < u->doc->n_sentences; s++) {
        add_negatives(t, u, s);
        add_codes(t, v, u, s);
    }
}

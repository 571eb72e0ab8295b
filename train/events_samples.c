/* events_samples.c - documents with marked events to samples: of every word that may be a trigger, and of every mention
 * beside a trigger. */
#include <stdio.h>
#include <stdlib.h>

#include "events.h"
#include "unit.h"

int event_label(event_labels *l, const char *name)
{
    for (int i = 0; i < l->n; i++)
        if (strcmp(l->name[i], name) == 0)
            return i;
    if (l->closed || l->n == CH__SCORER_LABELS - 8)
        return -1;
    snprintf(l->name[l->n], sizeof *l->name, "%s", name);
    return l->n++;
}

uint32_t head_of_bytes(const ch_doc *doc, ch_span bytes)
{
    uint32_t first = CH_NONE, end = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        if (doc->tokens[t].bytes.end > bytes.start && doc->tokens[t].bytes.start < bytes.end) {
            first = first == CH_NONE ? t : first;
            end = t + 1;
        }
    for (uint32_t t = first; first != CH_NONE && t < end; t++)
        if (doc->words[t].head == CH_NONE || doc->words[t].head < first || doc->words[t].head >= end)
            return t;
    return first;
}

/* Which event a token is the trigger of; its number, n: none, n + 1: a further word of one. */
static size_t event_at(const marked_event *events, size_t n, uint32_t token)
{
    for (size_t i = 0; i < n; i++)
        if (events[i].token == token)
            return i;
    for (size_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < events[i].n_others; j++)
            if (events[i].others[j] == token)
                return n + 1;
    return n;
}

static void add_roles(event_samples *s, const ch__clues *c, ch__traits *t, const ch__trigger *rule,
                      const marked_event *e)
{
    ch_roles actor, recipient;
    uint32_t slots[CH__ROLE_SLOTS];
    ch__role_slots(c, rule->token, slots);
    ch__frame_parties(c, rule, &actor, &recipient);
    for (uint32_t h = c->tokens.start; h < c->tokens.end; h++) {
        if (!c->at[h - c->tokens.start].party)
            continue;
        ch__role_question q = {rule,
                               e->label,
                               slots,
                               h,
                               ch__roles_have_head(c->doc, &actor, h),
                               ch__roles_have_head(c->doc, &recipient, h)};
        int as = CH__PARTY_NONE;
        for (uint32_t i = 0; i < e->n_parties; i++)
            as = e->parties[i] == h ? e->as[i] : as;
        ch__role_traits(t, c, &q);
        sample *x = samples_add(&s->role, t, NULL);
        x->label[0] = (int16_t)as;
        x->weight = s->weight;
    }
}

static void add_word(event_samples *s, const ch__clues *c, ch__traits *t, uint32_t token, const marked_event *e)
{
    uint8_t dense[1024];
    ch__trigger rule = {.token = token};
    int found = ch__frame_of(c->k, c->doc, token, &rule.frame);
    rule.status = ch__status_of(c->k, c->doc, token);
    ch__trigger_traits(t, c, &rule, found);
    ch__trigger_vectors(c, token, dense);
    s->trigger.n_dense = CH__TRIGGER_VECTORS * c->doc->inside->vector_width;
    sample *x = samples_add(&s->trigger, t, dense);
    x->weight = s->weight;
    x->key = ch__lemma_bit(c, token);
    x->keep = found != 0;
    x->label[0] = (int16_t)event_label(s->labels, e ? e->label : "none");
    x->label[1] = (int16_t)(e ? e->modality : -1); /* the first number of the group is added when labels are known */
    if (e && e->shares) {
        s->trigger.soft_width = (uint32_t)s->labels->n;
        samples_soft(&s->trigger, x, e->shares);
    }
    if (e && e->label[0])
        add_roles(s, c, t, &rule, e);
}

static void add_sentence(event_samples *s, const ch__knowledge *k, ch_doc *doc, uint32_t sentence,
                         const marked_event *events, size_t n)
{
    ch__clues c;
    ch__traits t = {.arena = &s->scratch};
    ch__clues_read(&c, k, doc, sentence, &s->scratch);
    for (uint32_t token = c.tokens.start; token < c.tokens.end; token++) {
        size_t e = event_at(events, n, token);
        if (e > n || (e == n && !ch__may_trigger(doc, token)))
            continue;
        add_word(s, &c, &t, token, e < n ? &events[e] : NULL);
    }
}

void event_samples_add(event_samples *s, const ch__knowledge *k, ch_doc *doc, const marked_event *events, size_t n)
{
    s->documents++;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (ch_doc_sentence_coded(doc, i) && doc->sentences[i].tokens.start < doc->sentences[i].tokens.end)
            add_sentence(s, k, doc, i, events, n);
    ch__arena_clear(&s->scratch);
}

void event_samples_free(event_samples *s)
{
    samples_free(&s->trigger);
    samples_free(&s->role);
    ch__arena_release(&s->scratch);
}

/* ---- the corpus ---- */

typedef struct corpus_reading {
    event_samples *s;
    const ch_engine *engine;
    ch_work *work;
    unsigned split;
} corpus_reading;

static void fault(void *ctx, const ch_err *f)
{
    (void)ctx;
    fprintf(stderr, "%s:%lld: %s\n", f->file, (long long)f->line, f->message);
}

/* The head of marked words as the engine would ask of them: that of a mention over it where there is one inside of
 * them. */
static uint32_t party_of(const ch_doc *doc, ch_span bytes)
{
    uint32_t head = head_of_bytes(doc, bytes), m = head == CH_NONE ? CH_NONE : ch__mention_at(doc, head);
    if (m == CH_NONE && head != CH_NONE) {
        m = ch__mention_over(doc, head);
        if (m != CH_NONE && doc->mentions[m].bytes.start >= bytes.start && doc->mentions[m].bytes.end <= bytes.end)
            return doc->mentions[m].head;
    }
    return head;
}

static void add_parties(event_samples *s, const ch_doc *doc, const ch_doc *gold, uint32_t sentence,
                        const ch_roles *roles, uint8_t as, marked_event *e)
{
    for (uint32_t i = 0; i < roles->n && e->n_parties < MOST_PARTIES; i++) {
        if (roles->at[i].mention == CH_NONE || gold->mentions[roles->at[i].mention].sentence != sentence)
            continue;
        uint32_t head = party_of(doc, gold->mentions[roles->at[i].mention].bytes);
        s->parties++;
        s->unnamed += head == CH_NONE || ch__mention_at(doc, head) == CH_NONE;
        if (head == CH_NONE)
            continue;
        e->parties[e->n_parties] = head;
        e->as[e->n_parties++] = as;
    }
}

static void mark(event_samples *s, const ch_doc *doc, const ch__corpus_unit *u, uint32_t record, marked_event *e)
{
    const ch_record *r = &u->doc->records[record];
    const ch__corpus_note *note = &u->notes[record];
    const ch_event *v = &r->as.event;
    *e = (marked_event){.token = CH_NONE, .modality = v->modality};
    for (uint32_t i = 0; i < note->n_triggers; i++) {
        uint32_t t = head_of_bytes(doc, note->triggers[i]);
        if (t == CH_NONE)
            continue;
        if (e->token == CH_NONE)
            e->token = t;
        else if (e->n_others < 8)
            e->others[e->n_others++] = t;
    }
    const char *type = ch_event_type_name((ch_event_type)v->type);
    snprintf(e->label, sizeof e->label, "%s%s%s", type, note->n_modes ? "/" : "", note->n_modes ? note->modes[0] : "");
    s->events++;
    s->lost += e->token == CH_NONE;
    add_parties(s, doc, u->doc, r->sentence, &v->attribution, CH__PARTY_SOURCE, e);
    add_parties(s, doc, u->doc, r->sentence, &v->recipient, CH__PARTY_RECIPIENT, e);
    add_parties(s, doc, u->doc, r->sentence, &v->actor, CH__PARTY_ACTOR, e);
}

static int add_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    corpus_reading *r = ctx;
    if (u->split != r->split || u->faulty)
        return CH_OK;
    ch_doc *doc = unit_read(r->engine, r->work, u, (ch_doc_options){.actors_only = true}, err);
    marked_event *events = need(u->doc->n_records * sizeof *events);
    size_t n = 0;
    if (strcmp(doc->text, u->doc->text) == 0) {
        for (uint32_t i = 0; i < u->doc->n_records; i++)
            if (u->doc->records[i].kind == CH_EVENT)
                mark(r->s, doc, u, i, &events[n++]);
        event_samples_add(r->s, r->engine->knowledge, doc, events, n);
    }
    free(events);
    ch_doc_free(doc);
    return CH_OK;
}

void event_samples_corpus(event_samples *s, const ch_engine *engine, const char *path, unsigned split)
{
    ch_err err = {0};
    ch__vocabulary v;
    corpus_reading r = {.s = s, .engine = engine, .split = split};
    ch__corpus_reader reader = {.v = &v, .fault = fault};
    if (ch_work_new(&r.work, &err) < 0 || ch__vocabulary_load(&v, engine->knowledge, &reader.arena, &err) < 0 ||
        ch__corpus_read(&reader, &path, 1, add_unit, &r, &err) < 0)
        die_of(&err);
    ch_work_free(r.work);
    ch__arena_release(&reader.arena);
}

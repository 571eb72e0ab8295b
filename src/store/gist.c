/* gist.c - the gist of a record: a bit for each content word around it, so that SQL can tell how much two records have
 * in common without their words. A set of 120 bits, as Bloom, "Space/time trade-offs in hash coding" (1970) with one
 * hash: two records of ten words that share none have one bit in common by chance. */
#include "base/hash.h"
#include "store/inside.h"

enum { HALF = 60 }; /* bits in a column: SQLite's integers are signed, and sums of bits stay below the sign */

typedef struct gist {
    uint64_t half[2];
} gist;

/* Words that carry content. Names count: places tell attacks apart. */
static bool is_content(const ch_word *w)
{
    return w->upos == CH_UPOS_NOUN || w->upos == CH_UPOS_VERB || w->upos == CH_UPOS_ADJ || w->upos == CH_UPOS_PROPN;
}

static bool inside(ch_span inner, ch_span outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

/* The names of the parties are in every telling by them: "Albania" of "Albania accused Serbia of hacking". */
static bool names_party(const ch_doc *doc, const ch_roles *roles, uint32_t token)
{
    const ch_word *w = &doc->words[token];
    bool proper = w->upos == CH_UPOS_PROPN || w->upos == CH_UPOS_ADJ;
    for (uint32_t i = 0; i < roles->n && proper; i++)
        if (inside(doc->tokens[token].bytes, doc->mentions[roles->at[i].mention].bytes))
            return true;
    return false;
}

static void add_word(gist *g, const ch_doc *doc, uint32_t token)
{
    uint64_t bit = ch__hash64(ch__sv_of(doc->words[token].lemma)) % (2 * HALF);
    g->half[bit / HALF] |= UINT64_C(1) << bit % HALF;
}

/* Whether a token hangs from the trigger in one clause: in "sent trucks and thanked the king" king does not from
 * "sent". */
static bool in_clause(const ch_doc *doc, uint32_t token, uint32_t trigger)
{
    const ch_word *w = doc->words;
    for (; token != CH_NONE && token != trigger; token = w[token].head)
        if (w[token].upos == CH_UPOS_VERB && (w[token].deprel == CH_DEP_CONJ || w[token].deprel == CH_DEP_PARATAXIS))
            return false;
    return token == trigger;
}

static void of_event(gist *g, const ch_doc *doc, const ch_record *r, uint32_t trigger)
{
    ch_span tokens = doc->sentences[r->sentence].tokens;
    const ch_event *e = &r->as.event;
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (t != trigger && is_content(&doc->words[t]) && !inside(doc->tokens[t].bytes, r->when.bytes) &&
            !names_party(doc, &e->actor, t) && !names_party(doc, &e->recipient, t) && in_clause(doc, t, trigger))
            add_word(g, doc, t);
}

/* All content words of a stretch, which may run over several sentences. */
static void of_stretch(gist *g, const ch_doc *doc, uint32_t sentence, ch_span bytes)
{
    for (uint32_t t = doc->sentences[sentence].tokens.start; t < doc->n_tokens; t++) {
        if (doc->tokens[t].bytes.start >= bytes.end)
            break;
        if (inside(doc->tokens[t].bytes, bytes) && is_content(&doc->words[t]))
            add_word(g, doc, t);
    }
}

static int put_gist(ch_store *store, const ch_doc *doc, const ch_record *r, const gist *g, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_GIST, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, doc->id);
    ch__bind_text(s, 2, r->id);
    for (int i = 0; i < 2; i++)
        sqlite3_bind_int64(s, 3 + i, (int64_t)g->half[i]);
    sqlite3_bind_int(s, 5, __builtin_popcountll(g->half[0]) + __builtin_popcountll(g->half[1]));
    return ch__store_step(store, s, err);
}

int ch__store_gists(ch_store *store, const ch_doc *doc, ch_err *err)
{
    uint32_t *trigger = ch__alloc_array(&store->scratch, doc->n_records, sizeof *trigger);
    for (uint32_t i = 0; i < doc->n_records; i++)
        trigger[i] = CH_NONE;
    for (uint32_t i = 0; i < doc->n_candidates; i++)
        if (doc->candidates[i].record != CH_NONE)
            trigger[doc->candidates[i].record] = doc->candidates[i].token;
    int rc = CH_OK;
    for (uint32_t i = 0; i < doc->n_records && rc == CH_OK; i++) {
        const ch_record *r = &doc->records[i];
        gist g = {{0, 0}};
        if (r->kind == CH_EVENT && trigger[i] != CH_NONE)
            of_event(&g, doc, r, trigger[i]);
        else
            of_stretch(&g, doc, r->sentence, r->kind == CH_STATEMENT ? r->as.statement.content_bytes : r->bytes);
        rc = put_gist(store, doc, r, &g, err);
    }
    return rc;
}

/* levels.c - the standing of a relationship: a title of the table, what the text says happened to it, its two sides. */
#include "ledger/acts.h"
#include "ledger/parts.h"

enum { LEVEL = 1, NEEDS = 3, ACTION = 2, BARE = 3 };

typedef struct room {
    const ch__knowledge *k;
    const ch__table *titles, *acts;
    ch__arena *scratch;
    ch_doc *doc;
    const ch_sentence *s;
    uint32_t sentence, first; /* first record of this sentence's levels */
} room;

typedef struct title {
    ch_span phrase;
    uint32_t noun, row;
    const char *level, *needs; /* needs: NULL, act or tie */
} title;

static void reject(const room *r, const title *t, const char *why)
{
    ch__doc_add_candidate(r->doc, r->sentence, t->noun, ch__table_source(r->titles, t->row), why);
}

static title title_at(const room *r, uint32_t t, uint32_t n, uint32_t row)
{
    title x = {.phrase = {t, t + n}, .noun = t + n - 1, .row = row};
    for (uint32_t i = t + 1; i < t + n; i++) /* "partnership of coordination": the head stands before "of" */
        if (ch__upos_is(r->doc, i, CH_UPOS_ADP)) {
            x.noun = i - 1;
            break;
        }
    x.level = ch__table_cell(r->titles, row, LEVEL);
    x.needs = ch__table_cell(r->titles, row, NEEDS);
    return x;
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* "is no longer an ally", "did not sever ties": nothing stands and nothing changes. */
static bool denied(const room *r, const title *t, const ch__act *act)
{
    if (act->token != CH_NONE && ch__modality_of(r->k, r->doc, act->token) == CH_NEGATED)
        return true;
    return ch__modality_of(r->k, r->doc, t->noun) == CH_NEGATED;
}

/* "will establish" and "agreed to establish" are told as the change; what is only wished or denied changes nothing. */
static const char *action_of(const room *r, const ch__act *act, bool *done)
{
    const char *action = ch__table_cell(r->acts, act->row, ACTION);
    ch_modality m = ch__modality_of(r->k, r->doc, act->token);
    *done = m == CH_ACTUAL || m == CH_HISTORICAL;
    return m == CH_HYPOTHETICAL ? "described" : action;
}

/* The record of this sentence on the same pair, or NULL. A title wins over a bare word, a change over a description. */
static ch_record *same_pair(const room *r, const ch_roles *parties)
{
    for (uint32_t i = r->first; i < r->doc->n_records; i++) {
        ch_record *old = &r->doc->records[i];
        const ch_roles *other = &old->as.level.parties;
        if (old->sentence == r->sentence &&
            ch__roles_have_code(r->doc, other, r->doc->actors[parties->at[0].actor].code) &&
            ch__roles_have_code(r->doc, other, r->doc->actors[parties->at[1].actor].code))
            return old;
    }
    return NULL;
}

static bool changes(const char *action)
{
    return !is(action, "described") && !is(action, "reaffirmed");
}

/* "to a special strategic partnership", "into an alliance": the level that is reached. */
static bool reached(const room *r, const title *t)
{
    for (uint32_t i = t->phrase.start; i > r->s->tokens.start && t->phrase.start - i < 6; i--) {
        if (ch__lemma_is(r->doc, i - 1, "to") || ch__lemma_is(r->doc, i - 1, "into"))
            return true;
        if (ch__upos_is(r->doc, i - 1, CH_UPOS_VERB) || ch__upos_is(r->doc, i - 1, CH_UPOS_PUNCT))
            return false;
    }
    return false;
}

/* "upgrade ties to a comprehensive strategic partnership": one change of level, told by two words. */
static bool merged(const room *r, const title *t, const ch_level *l)
{
    ch_record *old = same_pair(r, &l->parties);
    if (!old)
        return false;
    bool same = is(old->as.level.level, l->level), bare = is(t->needs, "act");
    if (!same && !bare && !(changes(l->action) && is(old->as.level.action, l->action)))
        return false;
    if (changes(l->action) && !changes(old->as.level.action))
        old->as.level.action = l->action;
    if (!bare && !same && reached(r, t))
        old->as.level.level = l->level;
    return true;
}

static void record(room *r, const title *t, const ch_level *l, uint32_t act, uint16_t confidence)
{
    uint32_t index = r->doc->n_records;
    ch_span words = t->phrase;
    if (act != CH_NONE) {
        words.start = act < words.start ? act : words.start;
        words.end = act >= words.end ? act + 1 : words.end;
    }
    ch__time *times;
    uint32_t n_times = ch__times(r->k, r->scratch, r->doc, r->sentence, &times);
    ch_when when = ch__when_of(r->doc, times, n_times, act == CH_NONE ? t->noun : act);
    ch_record *rec = ch__doc_add_record(r->doc);
    rec->kind = CH_LEVEL;
    rec->sentence = r->sentence;
    rec->bytes = ch__tokens_bytes(r->doc, words);
    rec->when = when;
    rec->rule = ch__table_source(r->titles, t->row);
    rec->confidence = confidence;
    rec->as.level = *l;
    ch__doc_add_candidate(r->doc, r->sentence, t->noun, rec->rule, "level")->record = index;
}

/* "the partnership", "their alliance": the sides may stand in an earlier sentence, unless one is named here ("with 13
 * states"). */
static bool points_back(const room *r, const title *t)
{
    uint32_t i = t->phrase.start, end = t->phrase.end;
    if (end < r->s->tokens.end && (ch__lemma_is(r->doc, end, "with") || ch__lemma_is(r->doc, end, "between")))
        return false;
    while (i > r->s->tokens.start && ch__upos_is(r->doc, i - 1, CH_UPOS_ADJ))
        i--;
    if (i == r->s->tokens.start)
        return false;
    bool article = ch__lemma_is(r->doc, i - 1, "a") || ch__lemma_is(r->doc, i - 1, "an");
    return !article && (ch__upos_is(r->doc, i - 1, CH_UPOS_DET) || ch__upos_is(r->doc, i - 1, CH_UPOS_PRON));
}

static void weigh(room *r, const title *t)
{
    ch__act act = {.token = CH_NONE};
    bool done = true, found = ch__act_find(r->k, r->doc, r->acts, r->s, t->phrase, t->noun, "described", &act);
    ch_level l = {.level = t->level, .action = "described"};
    if (denied(r, t, &act)) {
        reject(r, t, "no level: denied");
        return;
    }
    if (found)
        l.action = action_of(r, &act, &done);
    bool beside = found && act.token < t->phrase.start && act.token + 3 >= t->phrase.start; /* "cut its ties" */
    bool tells = found && (act.near || beside) && is(ch__table_cell(r->acts, act.row, BARE), "yes");
    if (is(t->needs, "act") && (!tells || !changes(l.action))) {
        reject(r, t, "no level: relations without a title, and nothing done to them");
        return;
    }
    int sure = ch__sides_of(r->k, r->doc, r->s, t->phrase, t->noun, found ? act.token : CH_NONE, points_back(r, t),
                            &l.parties);
    if (l.parties.n != 2 || sure == 0) {
        reject(r, t,
               l.parties.n < 2 ? "no level: fewer than two sides are named"
                               : "no level: more than two sides are named");
        return;
    }
    if (is(t->needs, "tie") && !changes(l.action) && sure < 3) {
        reject(r, t, "no level: partners in a loose sense");
        return;
    }
    if (merged(r, t, &l)) {
        reject(r, t, "told already in this sentence");
        return;
    }
    int prior = 420 + 110 * sure + (found && act.near ? 80 : 0) - (done ? 0 : 100) - (t->needs ? 80 : 0);
    record(r, t, &l, found ? act.token : CH_NONE, (uint16_t)prior);
}

void ch__levels(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    room r = {.k = k,
              .titles = ch__knowledge_table(k, "ledger/levels"),
              .acts = ch__knowledge_table(k, "ledger/level-actions"),
              .scratch = scratch,
              .doc = doc};
    if (!r.titles || !r.acts)
        return;
    for (r.sentence = 0; r.sentence < doc->n_sentences; r.sentence++) {
        if (!ch__ledger_reads(doc, r.sentence))
            continue;
        r.s = &doc->sentences[r.sentence];
        r.first = doc->n_records;
        /* titles first, so that a bare word beside one finds it told */
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t t = r.s->tokens.start; t < r.s->tokens.end;) {
                ch__hit hit;
                uint32_t n = ch__phrase_at_token(doc, k, ch__table_bit(r.titles), t, r.s->tokens.end, &hit);
                if (n) {
                    title x = title_at(&r, t, n, hit.row);
                    if (is(x.needs, "act") == (pass == 1))
                        weigh(&r, &x);
                }
                t += n ? n : 1;
            }
    }
}

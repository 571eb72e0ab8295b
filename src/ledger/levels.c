/* levels.c - the standing of a relationship: a title of the table, what the text says happened to it, its two sides. */
#include "events/clause.h"
#include "ledger/acts.h"
#include "ledger/parts.h"

enum { LEVEL = 1, NEEDS = 3, ACTION = 2, BARE = 3, MOST_ACTS = 4, MOST_TOLD = 16 };

typedef struct room {
    const ch__knowledge *k;
    const ch__table *titles, *acts;
    ch__arena *scratch;
    ch_doc *doc;
    const ch_sentence *s;
    uint32_t sentence, first; /* first record of this sentence's levels */
    uint32_t events;          /* how far ch__told has read */
    uint32_t told[MOST_TOLD]; /* tokens of the acts of the records of this sentence, the first of them at `first` */
} room;

typedef struct title {
    ch_span phrase;
    uint32_t noun, row;
    const char *level, *needs; /* needs: NULL, act or tie */
} title;

static void reject(const room *r, const title *t, const char *why)
{
    ch__doc_add_candidate(r->doc, r->sentence, t->noun, ch__table_source(r->titles, t->row, ch__doc_arena(r->doc)),
                          why);
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
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

/* "is no longer an ally", "did not sever ties", "has no plan to downgrade": nothing stands and nothing changes. "No
 * diplomatic relations" is a standing itself. */
static bool denied(const room *r, const title *t, uint32_t act)
{
    if (act == CH_NONE && ch__rel(r->doc, t->noun) == CH_DEP_NSUBJ)
        return false; /* "the partnership is not for sale" */
    ch__status status = ch__status_of(r->k, r->doc, act == CH_NONE ? t->noun : act);
    if (status.doing == CH__DENIED || status.doing == CH__REFUSED ||
        (status.doing == CH__ASKED && act != CH_NONE && ch__is_infinitive(r->doc, act)))
        return status.by == CH_NONE || status.by < t->phrase.start || status.by >= t->phrase.end;
    uint32_t no = status.by == CH_NONE ? CH_NONE : ch__kid(r->doc, status.by, CH_DEP_DET, CH_DEP_DET);
    return no != CH_NONE && ch__lemma_is(r->doc, no, "no");
}

/* "will establish", "agreed to establish" and "want to establish" are told as the change; what others are called upon
 * to do, or what is threatened, changes nothing. */
static const char *action_of(const room *r, const ch__act *act, bool *done)
{
    ch__status status = ch__status_of(r->k, r->doc, act->token);
    *done = status.doing == CH__DONE || status.doing == CH__FORMER;
    bool wanted = status.doing == CH__SUPPOSED && status.by != CH_NONE && ch__upos_is(r->doc, status.by, CH_UPOS_VERB);
    bool open = (status.doing == CH__SUPPOSED && !wanted) || status.doing == CH__ASKED ||
                status.doing == CH__THREATENED || status.doing == CH__OWED;
    return open ? "described" : act->action;
}

/* "reaffirmed that they form an alliance", "reaffirmed what both call a special relationship". */
static bool reaffirmed(const room *r, const title *t)
{
    enum { UP = 5 };
    uint32_t at = t->noun;
    for (int i = 0; i < UP && ch__head(r->doc, at) != CH_NONE; i++) {
        if (ch__rel(r->doc, at) == CH_DEP_ACL_RELCL || ch__rel(r->doc, at) == CH_DEP_ADVCL)
            return false;
        at = ch__head(r->doc, at);
        uint32_t row = ch__upos_is(r->doc, at, CH_UPOS_VERB) ? ch__find_word(r->acts, r->doc, at) : CH_NONE;
        if (row != CH_NONE && at < t->phrase.start && is(ch__table_cell(r->acts, row, ACTION), "reaffirmed"))
            return true;
    }
    return false;
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

static bool reaching(const char *preposition)
{
    return is(preposition, "to") || is(preposition, "into") || is(preposition, "at") || is(preposition, "on");
}

/* "the level of", "the rank of", "the footing of". */
static bool names_rank(const room *r, uint32_t noun)
{
    ch__hit hit;
    return ch__phrase_at_token(r->doc, r->k, ch__table_bit(r->titles), noun, r->s->tokens.end, &hit) == 1 &&
           is(ch__table_cell(r->titles, hit.row, NEEDS), "rank");
}

/* "to a special strategic partnership", "into an alliance", "on the footing of", "at the level of ambassadors": the
 * level that is reached by the act. */
static bool reached(const room *r, const title *t, uint32_t act)
{
    uint32_t at = t->noun;
    for (int i = 0; i < 3 && at != CH_NONE && (at == t->noun || names_rank(r, at)); i++, at = ch__head(r->doc, at)) {
        const char *c = ch__case_of(r->doc, at);
        uint32_t head = ch__head(r->doc, at);
        bool relations = head != CH_NONE && ch__is_noun(r->doc, head) && ch__head(r->doc, head) == act;
        if (reaching(c))
            return head == act || relations;
        if (!is(c, "of"))
            break;
    }
    return false;
}

/* "raised the dialogue that they opened in 2019 to a partnership": by the words alone. */
static bool behind_to(const room *r, const title *t)
{
    uint32_t before = t->phrase.start;
    while (before > r->s->tokens.start && t->phrase.start - before < 6) {
        uint32_t b = before - 1;
        if (is(r->doc->words[b].lemma, "to") || is(r->doc->words[b].lemma, "into"))
            return true;
        if (!ch__upos_is(r->doc, b, CH_UPOS_DET) && !ch__upos_is(r->doc, b, CH_UPOS_ADJ) &&
            !is(r->doc->words[b].lemma, "of") && !names_rank(r, b))
            return false;
        before = b;
    }
    return false;
}

static bool moves(const char *action)
{
    return is(action, "upgraded") || is(action, "downgraded");
}

/* Whether the record was told by this very act. */
static bool same_act(const room *r, const ch_record *old, uint32_t act)
{
    uint32_t i = (uint32_t)(old - r->doc->records) - r->first;
    return i < MOST_TOLD && r->told[i] == act;
}

/* "upgrade ties to a comprehensive strategic partnership": one change of level, told by two words. */
static bool merged(const room *r, const title *t, uint32_t act, const ch_level *l)
{
    ch_record *old = same_pair(r, &l->parties);
    if (!old)
        return false;
    bool same = is(old->as.level.level, l->level), bare = is(t->needs, "act"), one = same_act(r, old, act);
    if (moves(old->as.level.action) && !same && !bare && behind_to(r, t)) {
        old->as.level.level = l->level;
        return true;
    }
    if (!same && !bare && !(changes(l->action) && is(old->as.level.action, l->action)))
        return false;
    if (!one && changes(l->action) && changes(old->as.level.action) && !is(l->action, old->as.level.action))
        return false; /* "restored the relations that were severed in 1999" */
    if (changes(l->action) && !changes(old->as.level.action))
        old->as.level.action = l->action;
    if (!bare && !same && reached(r, t, act))
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
    uint32_t n_times = ch__times(r->doc, r->sentence, &times);
    ch_when when = ch__when_of(r->doc, times, n_times, act == CH_NONE ? t->noun : act);
    if (index - r->first < MOST_TOLD)
        r->told[index - r->first] = act;
    ch_record *rec = ch__doc_add_record(r->doc);
    rec->kind = CH_LEVEL;
    rec->sentence = r->sentence;
    rec->bytes = ch__tokens_bytes(r->doc, words);
    rec->when = when;
    rec->rule = ch__table_source(r->titles, t->row, ch__doc_arena(r->doc));
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

static bool named_here(const room *r, const ch_level *l)
{
    return r->doc->mentions[l->parties.at[0].mention].kind != CH_MENTION_GROUP;
}

/* No pair establishes the same level on two days: the second "both countries" is another pair. */
static bool established_before(const room *r, const title *t, const ch_level *l)
{
    enum { BACK = 64 };
    const ch_doc *doc = r->doc;
    ch__time *times;
    uint32_t n_times = ch__times(doc, r->sentence, &times);
    ch_when when = ch__when_of(doc, times, n_times, t->noun);
    if (!when.start.year || when.basis == CH_BASIS_PUBLISHED)
        return false;
    for (uint32_t i = doc->n_records; i > 0 && doc->n_records - i < BACK; i--) {
        const ch_record *old = &doc->records[i - 1];
        if (old->kind == CH_LEVEL && is(l->action, "established") && is(old->as.level.action, l->action) &&
            is(old->as.level.level, l->level) && old->when.basis != CH_BASIS_PUBLISHED &&
            memcmp(&old->when.start, &when.start, sizeof when.start) != 0 &&
            ch__roles_have_code(doc, &old->as.level.parties, doc->actors[l->parties.at[0].actor].code) &&
            ch__roles_have_code(doc, &old->as.level.parties, doc->actors[l->parties.at[1].actor].code))
            return true;
    }
    return false;
}

/* "Both countries established diplomatic relations": who they are must stand in this sentence or shortly before; the
 * row of a list that lost its first column says it of anybody. */
static bool groundless(const room *r, const title *t, const ch_level *l)
{
    const ch_doc *doc = r->doc;
    uint32_t named = 0, first = r->sentence;
    first -= first < 4 ? first : 4;
    uint32_t from = doc->sentences[first].tokens.start, to = r->s->tokens.end;
    for (uint32_t i = 0; i < l->parties.n; i++) {
        ch_mention_kind kind = (ch_mention_kind)doc->mentions[l->parties.at[i].mention].kind;
        const char *code = doc->actors[l->parties.at[i].actor].code;
        bool found = kind != CH_MENTION_GROUP && kind != CH_MENTION_PRONOUN;
        for (uint32_t m = ch__mention_from(doc, from); !found && m < doc->n_mentions; m++) {
            const ch_mention *x = &doc->mentions[m];
            if (x->tokens.start >= to)
                break;
            for (uint32_t a = x->actors.start; a < x->actors.end && x->kind != CH_MENTION_GROUP; a++)
                found = found || is(doc->actors[a].code, code);
        }
        named += found;
    }
    return named < l->parties.n || (!named_here(r, l) && established_before(r, t, l));
}

/* "the Northern Alliance", "Alliance of Small Island States", "the Liberal Alliance": a name of something, not a
 * standing. Between two named states it is one all the same ("the U.S.-Japan Alliance"). */
static bool proper_name(const room *r, const title *t, int sure)
{
    const ch_doc *doc = r->doc;
    uint32_t i = t->phrase.start, next = t->phrase.end;
    bool capital = ch__upos_is(doc, t->noun, CH_UPOS_PROPN);
    if (!capital)
        return false;
    bool of = next < r->s->tokens.end && ch__lemma_is(doc, next, "of");
    bool more = next < r->s->tokens.end && ch__upos_is(doc, next, CH_UPOS_PROPN);
    uint32_t m = i > r->s->tokens.start ? ch__mention_over(doc, i - 1) : CH_NONE;
    bool name = i > r->s->tokens.start && ch__upos_is(doc, i - 1, CH_UPOS_PROPN) && m == CH_NONE;
    return of || more || name || sure < 3;
}

/* "an economic partnership agreement", "a partnership network": a loose word that only says of what kind another is. */
static bool attributive(const room *r, const title *t)
{
    uint32_t next = t->phrase.end;
    return t->needs && next < r->s->tokens.end && ch__is_noun(r->doc, next) &&
           r->doc->words[t->noun].deprel == CH_DEP_COMPOUND;
}

/* "restored relations with X and Y" names the others only: who restored them is the first side of each pair. */
static bool one_with_two(const room *r, const title *t, uint32_t act, const ch_roles *parties, ch_roles *who)
{
    uint32_t with = t->phrase.end;
    if (act == CH_NONE || with >= r->s->tokens.end || !ch__lemma_is(r->doc, with, "with"))
        return false;
    for (uint32_t i = 0; i < parties->n; i++)
        if (r->doc->mentions[parties->at[i].mention].tokens.start < with)
            return false;
    if (!ch__slot(r->doc, r->k, act, "subj", who) || who->n != 1 || who->at[0].actor == CH_NONE)
        return false;
    const char *code = r->doc->actors[who->at[0].actor].code;
    return code && !ch__roles_have_code(r->doc, parties, code);
}

static void record_each(room *r, const title *t, const ch_level *l, const ch_roles *who, uint32_t act, uint16_t prior)
{
    for (uint32_t i = 0; i < l->parties.n; i++) {
        ch_level each = *l;
        ch_role *pair = ch__alloc_array(ch__doc_arena(r->doc), 2, sizeof *pair);
        pair[0] = who->at[0];
        pair[1] = l->parties.at[i];
        each.parties = (ch_roles){pair, 2};
        record(r, t, &each, act, prior);
    }
}

/* What is done to a relationship; token CH_NONE: it is only mentioned. */
typedef struct deed {
    ch__act act;
    const char *action;
    bool done;  /* not only planned */
    bool tells; /* even of a bare word: "cut its ties" */
} deed;

/* "the anniversary of the establishment of diplomatic relations": what is told of is the day. */
static bool celebrated(const room *r, uint32_t act)
{
    uint32_t head = ch__is_noun(r->doc, act) ? ch__head(r->doc, act) : CH_NONE;
    uint32_t row = head != CH_NONE && ch__is_noun(r->doc, head) ? ch__find_word(r->acts, r->doc, head) : CH_NONE;
    return row != CH_NONE && is(ch__table_cell(r->acts, row, ACTION), "described");
}

/* "cut ties to chargé d'affaires level" lowers them; "brought to the level of a partnership" raises them. Others of the
 * acts that need a level reached tell nothing without one. */
static deed deed_of(const room *r, const title *t, const ch__act *act)
{
    deed d = {.act = *act, .action = "described", .done = true};
    if (act->token == CH_NONE)
        return d;
    bool beside = act->token < t->phrase.start && act->token + 3 >= t->phrase.start;
    const char *bare = ch__table_cell(r->acts, act->row, BARE);
    d.tells = (act->near || beside) && (is(bare, "yes") || is(bare, "object"));
    d.action = celebrated(r, act->token) ? "described" : action_of(r, act, &d.done);
    if (is(d.action, "severed") && (reached(r, t, act->token) || behind_to(r, t)))
        d.action = "downgraded";
    if (is(bare, "reach") && !reached(r, t, act->token))
        d.action = "described";
    return d;
}

static void tell(room *r, const title *t, const deed *d, const ch_roles *parties, int sure)
{
    ch_level l = {.level = t->level, .action = d->action, .parties = *parties};
    bool found = d->act.token != CH_NONE;
    if (merged(r, t, d->act.token, &l)) {
        reject(r, t, "told already in this sentence");
        return;
    }
    int prior = 420 + 110 * sure + (found && d->act.near ? 80 : 0) - (d->done ? 0 : 100) - (t->needs ? 80 : 0);
    ch_roles who = {0};
    if (one_with_two(r, t, d->act.token, &l.parties, &who))
        record_each(r, t, &l, &who, d->act.token, (uint16_t)prior);
    else
        record(r, t, &l, d->act.token, (uint16_t)prior);
}

/* Why the words with this deed are no level, or NULL. */
static const char *no_level(const room *r, const title *t, const deed *d)
{
    if (denied(r, t, d->act.token))
        return "no level: denied";
    const char *c = ch__case_of(r->doc, t->noun);
    if (changes(d->action) && ch__head(r->doc, t->noun) == d->act.token && is(c, "by"))
        return "no level: an alliance that acts"; /* "the strike was suspended by the alliance" */
    if (is(t->needs, "act") && (!d->tells || !changes(d->action)))
        return "no level: relations without a title, and nothing done to them";
    bool moved = reached(r, t, d->act.token) || (moves(d->action) && behind_to(r, t));
    if (is(t->needs, "deed") && !(changes(d->action) && d->act.near) && !moved)
        return "no level: a person or an office, and nothing done to the relations";
    return NULL;
}

/* Why the parties are none of a level, or NULL. */
static const char *no_parties(const room *r, const title *t, const deed *d, const ch_roles *parties, int sure)
{
    ch_level l = {.level = t->level, .action = d->action, .parties = *parties};
    bool near = d->act.token != CH_NONE && d->act.near;
    if (parties->n != 2 || sure == 0)
        return parties->n < 2 ? "no level: fewer than two sides are named" : "no level: more than two sides are named";
    if (groundless(r, t, &l) || proper_name(r, t, sure) || attributive(r, t))
        return "no level: a name, or nobody says of whom";
    if (sure < 3 && !changes(d->action) && (sure < 2 ? !near : d->act.token == CH_NONE && t->needs))
        return "no level: the word is there, but nobody says of whom";
    if (is(t->needs, "tie") && !changes(d->action) && sure < 3)
        return "no level: partners in a loose sense";
    return NULL;
}

static void weigh(room *r, const title *t)
{
    ch__act acts[MOST_ACTS] = {{.token = CH_NONE, .row = CH_NONE}};
    uint32_t n = ch__acts_find(r->k, r->doc, r->acts, r->s, t->phrase, t->noun, "described", acts, MOST_ACTS);
    if (!n)
        acts[n++] = (ch__act){.token = CH_NONE, .row = CH_NONE};
    for (uint32_t i = 0; i < n; i++) {
        deed d = deed_of(r, t, &acts[i]);
        if (i && !changes(d.action))
            continue;
        bool forms = is(d.action, "established") && d.done && acts[i].token != CH_NONE && /* "that they form" */
                     (is(r->doc->words[acts[i].token].xpos, "VBP") || is(r->doc->words[acts[i].token].xpos, "VBZ"));
        if ((!changes(d.action) || forms) && reaffirmed(r, t))
            d.action = "reaffirmed";
        const char *why = no_level(r, t, &d);
        ch_roles told = {0}, parties = {0};
        if (!why) {
            if (acts[i].token != CH_NONE)
                ch__told(r->doc, r->sentence, acts[i].token, &r->events, &told);
            int sure =
                ch__sides_of(r->k, r->doc, r->s, t->phrase, t->noun, acts[i].token, points_back(r, t), &told, &parties);
            why = no_parties(r, t, &d, &parties, sure);
            if (!why)
                tell(r, t, &d, &parties, sure);
        }
        if (why)
            reject(r, t, why);
    }
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
                    if (x.level && !is(x.needs, "none") && is(x.needs, "act") == (pass == 1))
                        weigh(&r, &x);
                }
                t += n ? n : 1;
            }
    }
}

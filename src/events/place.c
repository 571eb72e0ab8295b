/* Where an event happened: the narrowest place that its clause names, as the words say it ("a bus stop in Grozny"),
 * with country and coordinates of the known place in them. Table events/where: prepositions, nouns that are places, and
 * the types whose place may stand anywhere in the clause. */
#include <math.h>

#include "events/code.h"

enum {
    RIGHT = 12,    /* tokens of a place's words behind their head */
    LEVELS = 3,    /* clauses above the trigger that may name its place */
    BARE_RANK = 4, /* what a place without a name stands behind */
    NO_RANK = 9
};

typedef struct place_found {
    uint32_t head; /* CH_NONE: none yet */
    int rank;      /* lower is better */
} place_found;

static const char *where_word(const ch__scene *s, const char *lemma, const char *role)
{
    const ch__table *t = ch__knowledge_table(s->k, "events/where");
    uint32_t row = t ? ch__find_lemma(t, lemma) : CH_NONE;
    for (; row != CH_NONE; row = ch__table_find_next(t, row))
        if (strcmp(ch__cell(t, row, 1), role) == 0)
            return ch__cell(t, row, 2);
    return NULL;
}

static bool is_wide(const ch__scene *s, uint8_t type)
{
    char low[48];
    const char *name = ch_event_type_name((ch_event_type)type);
    size_t n = strlen(name);
    for (size_t i = 0; i <= n && i < sizeof low; i++)
        low[i] = ch__lower(name[i]);
    return where_word(s, low, "event") != NULL;
}

/* ---- the words of a place ---- */

static bool is_time(const ch__scene *s, uint32_t t)
{
    for (uint32_t i = 0; i < s->n_times; i++)
        if (t >= s->times[i].tokens.start && t < s->times[i].tokens.end)
            return true;
    return false;
}

/* Whether a token behind the head is of its phrase: not in a clause, an apposition or behind another preposition. */
static bool is_inside(const ch__scene *s, uint32_t t, uint32_t head)
{
    const ch_doc *doc = s->doc;
    for (int i = 0; i < CH__CLIMB && t != CH_NONE && t != head; i++) {
        const char *c = ch__rel(doc, t) == CH_DEP_NMOD ? ch__case_of(doc, t) : NULL;
        switch (ch__rel(doc, t)) {
        case CH_DEP_NMOD:
            if (!c || !where_word(s, c, "nested"))
                return false;
            break;
        case CH_DEP_CONJ:
            if (ch__upos(doc, t) != CH_UPOS_PROPN || ch__upos(doc, ch__head(doc, t)) != CH_UPOS_PROPN)
                return false;
            break;
        case CH_DEP_FLAT:
        case CH_DEP_COMPOUND:
        case CH_DEP_NMOD_POSS:
        case CH_DEP_NMOD_DESC:
        case CH_DEP_AMOD:
        case CH_DEP_DET:
        case CH_DEP_CASE:
        case CH_DEP_CC:
        case CH_DEP_NUMMOD: break;
        default: return false;
        }
        t = ch__head(doc, t);
    }
    return t == head;
}

static ch_span words_of(const ch__scene *s, uint32_t head)
{
    const ch_doc *doc = s->doc;
    ch_span all = ch__subtree(doc, &doc->sentences[s->sentence], head), words = {head, head + 1};
    for (uint32_t t = head; t-- > all.start && head - t < RIGHT;) {
        bool direct = ch__head(doc, t) == head && ch__rel(doc, t) == CH_DEP_CASE;
        bool hyphen = ch__lemma_is(doc, t, "-");
        if (direct || (ch__upos(doc, t) == CH_UPOS_PUNCT && !hyphen) || is_time(s, t) ||
            (!hyphen && !is_inside(s, t, head)))
            break;
        words.start = hyphen ? words.start : t;
    }
    while (words.start < head && ch__rel(doc, words.start) == CH_DEP_CASE)
        words.start++;
    for (uint32_t t = head + 1; t < all.end && t - head < RIGHT; t++) {
        bool hyphen = ch__lemma_is(doc, t, "-");
        if ((ch__upos(doc, t) == CH_UPOS_PUNCT && !hyphen) || is_time(s, t) || (!hyphen && !is_inside(s, t, head)))
            break;
        uint8_t u = ch__upos(doc, t);
        if (u == CH_UPOS_NOUN || u == CH_UPOS_PROPN || u == CH_UPOS_NUM || ch__rel(doc, t) == CH_DEP_CASE)
            words.end = u == CH_UPOS_ADP || u == CH_UPOS_CCONJ ? words.end : t + 1;
    }
    return words;
}

/* ---- candidates ---- */

static bool is_name_of_place(const ch_doc *doc, uint32_t head)
{
    for (uint32_t low = 0, high = doc->n_names; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        const ch_name *n = &doc->names[middle];
        if (head < n->tokens.start)
            high = middle;
        else if (head >= n->tokens.end)
            low = middle + 1;
        else
            return n->type == CH_NAME_LOC;
    }
    return false;
}

/* A side of the event is no place of it: "flew to Tokyo" for talks with Tokyo. */
static bool is_side(const ch__scene *s, const ch_roles *roles, uint32_t head)
{
    for (uint32_t i = 0; i < roles->n; i++)
        if (s->doc->mentions[roles->at[i].mention].head == head)
            return true;
    return false;
}

static bool is_site(const ch__scene *s, uint32_t noun)
{
    char low[48];
    return where_word(s, ch__lemma_low(s->doc, noun, low), "site") != NULL;
}

/* How well a noun names a place: a known one or a name; a site with a name in it; a bare site; none. */
typedef enum naming { NAMED, BARE, NO_PLACE } naming;

static naming naming_of(const ch__scene *s, uint32_t noun, ch_place *known)
{
    bool site = is_site(s, noun);
    ch_span own = site ? words_of(s, noun) : (ch_span){noun, noun + 1};
    uint32_t m = site ? CH_NONE : ch__mention_at(s->doc, noun);
    if (m != CH_NONE && ch__upos(s->doc, noun) == CH_UPOS_PROPN)
        own = s->doc->mentions[m].tokens;
    bool found = (site || ch__upos(s->doc, noun) == CH_UPOS_PROPN) && ch__place_of(s->doc, own, known);
    if (found || is_name_of_place(s->doc, noun))
        return NAMED;
    if (!site)
        return NO_PLACE;
    for (uint32_t t = own.start; t < own.end; t++)
        if (ch__upos(s->doc, t) == CH_UPOS_PROPN)
            return NAMED;
    const char *first = s->doc->words[own.start].xpos; /* "its gates", "whose house" */
    return strcmp(first, "PRP$") == 0 || strcmp(first, "WP$") == 0 ? NO_PLACE : BARE;
}

/* "at a conference in Tashkent", "outside a sauna in Osh": what is no place itself may stand in one. */
static uint32_t place_inside(const ch__scene *s, uint32_t noun, ch_place *known)
{
    CH__EACH_KID(s->doc, noun, kid)
    {
        const char *c = kid > noun && ch__rel(s->doc, kid) == CH_DEP_NMOD ? ch__case_of(s->doc, kid) : NULL;
        const char *rank = c ? where_word(s, c, "case") : NULL;
        if (rank && rank[0] == '1' && naming_of(s, kid, known) == NAMED)
            return kid;
    }
    return CH_NONE;
}

/* A country's name, not a town's: "deported to Austria" names a side rather than a place. */
static bool is_country(const ch__scene *s, const ch_place *known)
{
    const ch__table *t = ch__knowledge_table(s->k, "actors/places");
    uint32_t row = t && known->country ? ch__table_find(t, ch__sv_of(known->country)) : CH_NONE;
    const char *id = row == CH_NONE ? NULL : ch__table_cell(t, row, ch__table_column(t, "geonameid"));
    return known->country && (!known->geonameid ? isnan(known->lat) : id && strcmp(known->geonameid, id) == 0);
}

static bool is_deed(const ch__trigger *t)
{
    int quad = ch_event_type_quad((ch_event_type)t->type);
    return quad == 2 || quad == 4;
}

/* A noun behind a preposition as a place of the event, weighed against the best so far. */
static void weigh(const ch__scene *s, const ch__trigger *t, uint32_t noun, bool own, place_found *best)
{
    ch_deprel r = ch__rel(s->doc, noun);
    if ((r != CH_DEP_OBL && r != CH_DEP_NMOD) || !ch__is_nominal(s->doc, noun) || is_time(s, noun))
        return;
    const char *c = ch__case_of(s->doc, noun), *cell = c ? where_word(s, c, "case") : NULL;
    int rank = cell ? cell[0] - '0' : NO_RANK;
    if (rank == NO_RANK || (rank > 1 && !is_deed(t)) || (rank == 3 && !own))
        return;
    ch_place known = {0};
    bool side = is_side(s, &t->actor, noun) || is_side(s, &t->recipient, noun), motion = cell[1] == 'm';
    naming n = naming_of(s, noun, &known);
    if (n == NO_PLACE && !motion) {
        noun = place_inside(s, noun, &known);
        n = noun == CH_NONE ? NO_PLACE : NAMED;
    }
    if (n == NO_PLACE || ((motion || side) && is_country(s, &known)) || (side && rank > 1))
        return;
    rank += n == BARE ? BARE_RANK : 0;
    if (rank < best->rank)
        *best = (place_found){noun, rank};
}

/* The best place among the words under a token; of two alike the first. own: the token is the trigger. */
static void look_under(const ch__scene *s, const ch__trigger *t, uint32_t under, bool own, place_found *best)
{
    CH__EACH_KID(s->doc, under, kid)
    weigh(s, t, kid, own, best);
}

/* "hit a post near Nazran": where the thing stands that is acted on; "blocked the Osh road": the thing itself. */
static void look_at_object(const ch__scene *s, const ch__trigger *t, uint32_t object, place_found *best)
{
    ch_place known;
    look_under(s, t, object, false, best);
    bool side = is_side(s, &t->actor, object) || is_side(s, &t->recipient, object);
    naming n = !side && is_site(s, object) ? naming_of(s, object, &known) : NO_PLACE;
    int rank = n == NAMED ? 2 : n == BARE ? 2 + BARE_RANK : NO_RANK;
    if (rank < best->rank)
        *best = (place_found){object, rank};
}

/* "to Mutobo, where they are taught": the place that a relative clause is about. */
static uint32_t antecedent(const ch_doc *doc, uint32_t t)
{
    if (ch__rel(doc, t) != CH_DEP_ACL_RELCL)
        return CH_NONE;
    CH__EACH_KID(doc, t, kid)
    if (kid < t && ch__rel(doc, kid) == CH_DEP_ADVMOD && strcmp(doc->words[kid].xpos, "WRB") == 0)
        return ch__head(doc, t);
    return CH_NONE;
}

/* The clause or noun above that shares its place: "was killed in Mardan and ...", "held talks in Baku". */
static uint32_t above(const ch_doc *doc, uint32_t t)
{
    switch (ch__rel(doc, t)) {
    case CH_DEP_CONJ:
    case CH_DEP_XCOMP:
    case CH_DEP_ADVCL:
    case CH_DEP_OBJ:
    case CH_DEP_NSUBJ_PASS:
    case CH_DEP_NSUBJ:
    case CH_DEP_OBL: return ch__head(doc, t);
    default: return CH_NONE;
    }
}

/* "beat them with batons near Bihac", "lifted the ban on rallies in Banja Luka": under the words that are no place. */
static void look_deeper(const ch__scene *s, const ch__trigger *t, place_found *best)
{
    CH__EACH_KID(s->doc, t->token, kid)
    {
        ch_deprel r = ch__rel(s->doc, kid);
        bool subject = r == CH_DEP_NSUBJ && kid < t->token;
        if (r != CH_DEP_OBJ && r != CH_DEP_OBL && r != CH_DEP_NSUBJ_PASS && r != CH_DEP_IOBJ && !subject)
            continue;
        if (subject && (best->head != CH_NONE || !is_deed(t)))
            continue;
        look_under(s, t, kid, false, best);
    }
}

static uint32_t place_head(const ch__scene *s, const ch__trigger *t)
{
    const ch_doc *doc = s->doc;
    place_found best = {CH_NONE, NO_RANK};
    look_under(s, t, t->token, true, &best);
    if (t->frame.used != CH_NONE && t->frame.used != t->token)
        look_under(s, t, t->frame.used, true, &best);
    if (!is_wide(s, t->type))
        return best.rank < BARE_RANK ? best.head : CH_NONE;
    uint32_t at = t->token, object = ch__kid(doc, at, CH_DEP_OBJ, CH_DEP_NSUBJ_PASS);
    if (best.rank > 1 && object != CH_NONE)
        look_at_object(s, t, object, &best);
    for (int i = 0; i < LEVELS && best.rank > BARE_RANK && at != CH_NONE; i++) {
        uint32_t relative = antecedent(doc, at);
        if (relative != CH_NONE)
            return relative;
        at = above(doc, at);
        place_found shared = {CH_NONE, BARE_RANK}; /* "the town" of another clause is not told of this one */
        if (at != CH_NONE)
            look_under(s, t, at, false, &shared);
        if (shared.head != CH_NONE)
            best = shared;
    }
    if (best.rank > BARE_RANK)
        look_deeper(s, t, &best);
    return best.head;
}

void ch__find_place(ch__scene *s, const ch__trigger *t, ch_place *out)
{
    uint32_t head = place_head(s, t);
    if (head == CH_NONE)
        return;
    ch_span words = words_of(s, head);
    if (!ch__place_of(s->doc, words, out))
        out->name = ch__copy(ch__doc_arena(s->doc), ch__doc_sv(s->doc, ch__tokens_bytes(s->doc, words)));
    out->bytes = ch__tokens_bytes(s->doc, words);
    out->chars = ch__tokens_chars(s->doc, words);
}

/* flows.c - the direction of a figure: verbs of giving and getting, prepositions, possessives, order. */
#include "ledger/figures.h"

enum { WAY_COLUMN = 3, KIND_COLUMN = 2, MOST = 12 };

/* How an actor stands in the clause. */
typedef enum stand { PLAIN, OWNER, TO, FROM, WITH, IN, ON, BY, FOR, OF } stand;

typedef struct side {
    ch_role role;
    const char *code;
    uint32_t start, end; /* tokens */
    stand stand;
} side;

typedef struct flow {
    const ch__tally *y;
    side at[MOST];
    uint32_t n;
    int from, to; /* indices, or -1 */
} flow;

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* What a preposition says; PLAIN when it is none of these. */
static stand case_of(const ch_doc *doc, uint32_t t)
{
    static const struct {
        const char *lemma;
        stand is;
    } cases[] = {{"to", TO}, {"toward", TO}, {"towards", TO}, {"from", FROM}, {"with", WITH}, {"in", IN}, {"into", IN},
                 {"at", IN}, {"on", ON},     {"against", ON}, {"by", BY},     {"for", FOR},   {"of", OF}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (ch__lemma_is(doc, t, cases[i].lemma))
            return cases[i].is;
    return PLAIN;
}

/* The preposition in front of a mention, over determiners, adjectives and nouns of its phrase ("on many US imports from
 * China"). */
static stand stand_of(const ch_doc *doc, const ch_mention *m, uint32_t first)
{
    uint32_t t = m->tokens.start;
    if (m->tokens.end < doc->n_tokens && strcmp(doc->words[m->tokens.end].xpos, "POS") == 0)
        return OWNER;
    while (t > first && m->tokens.start - t < 4) {
        uint8_t upos = ch__upos(doc, t - 1);
        if (upos != CH_UPOS_DET && upos != CH_UPOS_ADJ && upos != CH_UPOS_NOUN && upos != CH_UPOS_PROPN)
            break;
        t--;
    }
    stand in_front = t > first ? case_of(doc, t - 1) : PLAIN;
    return in_front == PLAIN && m->kind == CH_MENTION_ADJECTIVE ? OWNER : in_front;
}

/* "1,500 soldiers in Niger" as one mention of Niger's: what is counted is in Niger, not Niger's. */
static void inside_counted(const ch__tally *y, side *s)
{
    uint32_t behind = y->measure.tokens.end;
    if (!y->counts || s->start > y->measure.tokens.start || s->end <= behind + 1)
        return;
    stand inside = case_of(y->doc, behind);
    if (inside == PLAIN || inside == OF)
        return;
    s->stand = inside;
    s->start = behind;
}

static int side_of(const flow *f, const char *code)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (strcmp(f->at[i].code, code) == 0)
            return (int)i;
    return -1;
}

/* The first mention of each code in a range of tokens; a later one with a preposition of direction tells more. */
static void gather(flow *f, ch_span tokens)
{
    const ch_doc *doc = f->y->doc;
    for (uint32_t m = ch__mention_from(doc, tokens.start);
         m < doc->n_mentions && doc->mentions[m].tokens.start < tokens.end; m++) {
        const ch_mention *x = &doc->mentions[m];
        ch__hit unit;
        if (ch__phrase_at_token(f->y->doc, f->y->k, ch__table_bit(f->y->units), x->tokens.start, tokens.end, &unit) >
            x->tokens.end - x->tokens.start)
            continue; /* "100 million U.S. dollars" */
        stand stands = stand_of(doc, x, tokens.start);
        for (uint32_t a = x->actors.start; a < x->actors.end; a++) {
            const char *code = doc->actors[a].code;
            int old = code ? side_of(f, code) : -1;
            side s = {{m, a}, code, x->tokens.start, x->tokens.end, stands};
            if (!code)
                continue;
            inside_counted(f->y, &s);
            bool nested =
                old >= 0 && stands != OF && x->tokens.start >= f->at[old].start && x->tokens.end <= f->at[old].end;
            bool counted = old >= 0 && f->y->counts && x->tokens.start >= f->y->tokens.start &&
                           x->tokens.start < f->y->measure.tokens.end && f->at[old].end <= f->y->tokens.start;
            bool plain = old >= 0 && (f->at[old].stand == OF || f->at[old].stand <= OWNER);
            bool directed = plain && (stands == TO || stands == FROM) && f->at[old].start > f->y->tokens.start;
            if (nested || directed || counted) /* "soldiers in Niger" as a whole, then Niger's "in" */
                f->at[old] = s;
            else if (old < 0 && f->n < MOST)
                f->at[f->n++] = s;
        }
    }
}

/* ---- choosing ---- */

/* The first side that stands so, at or behind token `after`; -1: none. */
static int standing(const flow *f, stand s, uint32_t after)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].stand == s && f->at[i].start >= after)
            return (int)i;
    return -1;
}

/* The first other than `not`, behind the number if there is one, else anywhere; those that are merely where come last.
 */
static int other(const flow *f, int not )
{
    int best = -1;
    for (uint32_t i = 0; i < f->n; i++) {
        bool behind = f->at[i].start >= f->y->tokens.end;
        if ((int)i == not )
            continue;
        if (best < 0 || (behind && f->at[best].start < f->y->tokens.end))
            best = (int)i;
    }
    return best;
}

static int first_before(const flow *f, uint32_t token)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].start < token && f->at[i].stand != TO && f->at[i].stand != FROM && f->at[i].stand != IN &&
            f->at[i].stand != ON)
            return (int)i;
    return -1;
}

/* Whether a verb has a subject that is no actor and not the counted thing itself: "the storm sent 200 people ...". */
static bool thing_acts(const flow *f, uint32_t verb)
{
    uint32_t head = ch__slot_head(f->y->doc, verb, "subj");
    return head != CH_NONE && ch__upos_is(f->y->doc, verb, CH_UPOS_VERB) &&
           ch__mention_over(f->y->doc, head) == CH_NONE;
}

/* The subject of a verb by the tree, else the first actor in front of it. */
static int subject(const flow *f, uint32_t verb)
{
    ch_roles found = {0}; /* the subject of "the expulsion of three officials" would be the officials */
    if (ch__slot(f->y->doc, f->y->k, verb, ch__is_noun(f->y->doc, verb) ? "poss" : "subj", &found))
        for (uint32_t i = 0; i < found.n; i++) {
            const char *code = found.at[i].actor == CH_NONE ? NULL : f->y->doc->actors[found.at[i].actor].code;
            int at = code ? side_of(f, code) : -1;
            if (at >= 0)
                return at;
        }
    int by = standing(f, BY, verb);
    return by >= 0 ? by : thing_acts(f, verb) ? -1 : first_before(f, verb);
}

/* The verb of giving or getting nearest to the number in its clause: in front first. */
static uint32_t verb_of(const ch__tally *y, const char **way)
{
    ch__hit hit;
    for (int pass = 0; pass < 2; pass++) {
        uint32_t from = pass ? y->tokens.end : y->clause.start, to = pass ? y->clause.end : y->tokens.start,
                 found = CH_NONE;
        for (uint32_t t = from; t < to && (found == CH_NONE || !pass); t++) {
            ch__hit hits[8];
            uint32_t lengths[8];
            size_t n = ch__phrases_at_token(y->doc, y->k, ch__table_bit(y->measures), t, to, hits, lengths, 8);
            for (size_t i = 0; i < n; i++) {
                hit = hits[i];
                if (!is(ch__table_cell(y->measures, hit.row, KIND_COLUMN), "verb") ||
                    !ch__upos_is(y->doc, t, CH_UPOS_VERB))
                    continue;
                found = t;
                *way = ch__table_cell(y->measures, hit.row, WAY_COLUMN);
            }
        }
        if (found != CH_NONE)
            return found;
    }
    return CH_NONE;
}

/* The side that the counted people belong to: "30 Russian diplomats"; -1: none is named at the noun. */
static int home(const flow *f)
{
    uint32_t noun = f->y->measure.tokens.start;
    for (uint32_t i = 0; f->y->counts && i < f->n; i++)
        if (f->at[i].start >= f->y->tokens.start && f->at[i].start <= noun &&
            (f->at[i].end <= f->y->measure.tokens.end || (f->at[i].stand != IN && f->at[i].stand != TO)))
            return (int)i;
    return -1;
}

/* "lent Zambia $6 billion", "gave Ukraine 31 tanks": named between the verb and the number; -1: none. */
static int dative(const flow *f, uint32_t verb)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].start > verb && f->at[i].end <= f->y->tokens.start && f->at[i].stand == PLAIN &&
            f->at[i].start <= verb + 3)
            return (int)i;
    return -1;
}

/* The first of these prepositions behind the verb that names another than `not`. */
static int with_case(const flow *f, int not, const stand *cases, size_t n)
{
    for (size_t c = 0; c < n; c++)
        for (uint32_t i = 0; i < f->n; i++)
            if (f->at[i].stand == cases[c] &&
                (int)i != not &&(cases[c] == TO || cases[c] == FROM || f->at[i].start >= f->y->tokens.start))
                return (int)i;
    return -1;
}

/* Whose goods or people they are: "buys 30 French jets". */
static int owner_at_number(const flow *f)
{
    uint32_t end = f->y->measure.tokens.end > f->y->tokens.end ? f->y->measure.tokens.end : f->y->tokens.end + 2;
    for (uint32_t i = 0; i < f->n; i++)
        if (f->at[i].start >= f->y->tokens.start && f->at[i].start < end && f->at[i].stand <= OWNER)
            return (int)i;
    return -1;
}

/* Who gets what `giver` gives, by verb `v`; -1: not said. */
static int receiver(const flow *f, uint32_t v, int giver)
{
    static const stand cases[] = {TO, FOR, IN};
    int d = dative(f, v);
    return d >= 0 && d != giver ? d : with_case(f, giver, cases, sizeof cases / sizeof cases[0]);
}

static int giver(const flow *f, int getter)
{
    static const stand cases[] = {FROM};
    int from = with_case(f, getter, cases, 1);
    return from >= 0 ? from : owner_at_number(f);
}

/* "X donated N to Y", "Y received N from X". */
static bool by_verb(flow *f)
{
    const char *way = NULL;
    uint32_t verb = verb_of(f->y, &way);
    int s = verb == CH_NONE ? -1 : subject(f, verb);
    if (s < 0)
        return false;
    bool gets = is(way, "get");
    int o = gets ? giver(f, s) : receiver(f, verb, s);
    f->from = gets ? o : s;
    f->to = gets ? s : o;
    return o >= 0 && o != s;
}

/* "Iranian students in China", "U.S. soldiers in Poland": home is at the noun, the other behind "in". */
static void by_home(flow *f)
{
    uint32_t noun = f->y->measure.tokens.start;
    for (uint32_t i = 0; i < f->n; i++) {
        bool at_noun = f->at[i].start <= noun && noun - f->at[i].start <= 3 &&
                       (f->at[i].stand <= OWNER || f->at[i].stand == OF) && f->at[i].end <= f->y->measure.tokens.end;
        if (at_noun || f->at[i].stand == FROM)
            f->from = (int)i;
    }
    f->to = standing(f, IN, noun);
    f->to = f->to >= 0 ? f->to : standing(f, TO, noun);
    f->to = f->to >= 0 ? f->to : standing(f, FOR, noun);
}

/* "Italy expelled 30 Russian diplomats": who acts, and whose people they are; "to Pakistan" says where they go. */
static void expelled(flow *f, uint32_t mover)
{
    f->from = subject(f, mover);
    f->to = home(f);
    int to = standing(f, TO, f->y->tokens.end);
    f->to = f->to >= 0 && to >= 0 && to != f->from ? to : f->to;
}

/* What is counted passes between states when a mover governs it. */
static bool by_mover(flow *f)
{
    ch__mover m = {0};
    if (f->y->apart) {
        by_home(f);
        return f->from >= 0 && f->to >= 0 && f->from != f->to;
    }
    if (!ch__mover_find(f->y, &m))
        return false;
    bool people = is(f->y->measure.way, "go"); /* "ordered 45 diplomats to leave", "ordered 35 aircraft from France" */
    if (is(m.way, "expel") || (is(m.way, "order") && people))
        expelled(f, m.token);
    else if (is(m.way, "give")) {
        f->from = subject(f, m.token);
        f->to = receiver(f, m.token, f->from);
    } else if (is(m.way, "get") || is(m.way, "order")) {
        f->to = subject(f, m.token);
        f->from = giver(f, f->to);
    } else if (is(m.way, "host")) {
        f->to = subject(f, m.token);
        f->from = giver(f, f->to);
    } else {
        by_home(f);
        int s = subject(f, m.token);
        f->from = f->from >= 0 ? f->from : s;
        f->to = f->to >= 0 ? f->to : s; /* "Iran has 20 Chinese engineers" */
        f->to = f->to < 0 && f->n == 2 ? other(f, f->from) : f->to;
    }
    return f->from >= 0 && f->to >= 0 && f->from != f->to;
}

static void by_way(flow *f)
{
    const char *way = f->y->measure.way;
    uint32_t noun = f->y->measure.tokens.start;
    if (is(way, "out") || is(way, "gift") || is(way, "owe")) {
        f->to = standing(f, TO, 0);
        f->from = standing(f, FROM, 0);
        f->to = f->to < 0 && is(way, "gift") ? standing(f, FOR, 0) : f->to;
        f->to = f->to < 0 && is(way, "gift") && f->from < 0 ? standing(f, IN, noun) : f->to;
    } else if (is(way, "in")) {
        f->from = standing(f, FROM, 0);
        f->to = standing(f, TO, 0);
    } else if (is(way, "part")) {
        for (uint32_t i = 0; i < f->n; i++)
            if (f->at[i].start >= f->y->tokens.end && f->at[i].start <= noun)
                f->to = (int)i;
        f->to = f->to < 0 ? standing(f, OWNER, 0) : f->to;
    } else if (is(way, "on"))
        f->to = standing(f, ON, 0) >= 0 ? standing(f, ON, 0) : standing(f, FROM, 0);
    else if (is(way, "into"))
        f->to = standing(f, IN, 0);
    else if (is(way, "go"))
        by_home(f);
}

/* What is still open goes by order: the first in front of the measure is the one it comes from (for imports: goes to).
 */
static void by_order(flow *f)
{
    bool in = is(f->y->measure.way, "in");
    uint32_t end = f->y->tokens.start > f->y->measure.tokens.end ? f->y->tokens.start : f->y->measure.tokens.end;
    if (f->from < 0 && f->to < 0) {
        int first = first_before(f, end);
        first = first < 0 && f->n ? 0 : first;
        *(in ? &f->to : &f->from) = first;
    }
    if (f->from < 0)
        f->from = other(f, f->to);
    else if (f->to < 0)
        f->to = other(f, f->from);
}

static void set(const flow *f, int index, ch_roles *out)
{
    if (index < 0)
        return;
    out->at = ch__alloc(ch__doc_arena(f->y->doc), sizeof *out->at);
    out->at[0] = f->at[index].role;
    out->n = 1;
}

/* Measures that cross a border by their nature may have one side only: "exports to Iran", "tariffs on Chinese goods".
 */
static bool foreign(const ch__tally *y)
{
    bool way = is(y->measure.way, "out") || is(y->measure.way, "in") || is(y->measure.way, "on");
    bool word = ch__is_noun(y->doc, y->measure.tokens.start) || is(y->measure.way, "on");
    return !y->counts && !y->weight && way && word && !is(ch__table_cell(y->measures, y->measure.row, 1), "contract");
}

/* "asked Belarus to double its aid to 100 million dollars": two are named in all, in front, the second one as the
 * object of what the first does. */
static bool by_object(flow *f)
{
    const side *a = &f->at[0], *b = &f->at[1];
    if (f->n != 2 || b->end > f->y->tokens.start || a->stand != PLAIN || b->stand != PLAIN ||
        b->start == f->y->sentence_tokens.start || /* "Both sides", two in one mention */
        !ch__upos_is(f->y->doc, b->start - 1, CH_UPOS_VERB))
        return false;
    f->from = 0;
    f->to = 1;
    return true;
}

/* People and things counted near two states, or money, need not pass between them: who gives and who gets must be
 * said. Of trade and shares the order of the names is enough. */
int ch__figure_sides(const ch__tally *y, ch_roles *from, ch_roles *to)
{
    flow f = {.y = y, .from = -1, .to = -1};
    gather(&f, y->clause);
    if (f.n < 2) { /* the subject of a clause in front: "France said it would give ..." */
        f.n = 0;
        gather(&f, (ch_span){y->sentence_tokens.start, y->clause.end});
    }
    if (!f.n || (f.n < 2 && !foreign(y)))
        return 0;
    bool both = is(y->measure.way, "part") || is(y->measure.way, "both") || is(y->measure.way, "mutual"), sure;
    if (y->counts || y->weight)
        sure = by_mover(&f);
    else
        sure = !both && f.n >= 2 && (by_verb(&f) || by_object(&f));
    if (!sure && (y->counts || y->weight))
        return 0;
    if (!sure) {
        f.from = f.to = -1;
        by_way(&f);
        if (f.from < 0 && f.to >= 0) /* "France has investments of 3 billion euros in Niger" */
            f.from = first_before(&f, y->tokens.start);
        if (f.from >= 0 && f.to < 0 && foreign(y)) /* "Iraq's imports from Jordan" */
            f.to = first_before(&f, y->tokens.start);
        sure = f.from >= 0 && f.to >= 0 && f.from != f.to;
        if (!sure && !both && !foreign(y))
            return 0;
        if (both)
            by_order(&f);
        else if (f.from < 0 && f.to < 0)
            *(is(y->measure.way, "in") ? &f.to : &f.from) = first_before(&f, y->tokens.start);
    }
    if (f.from == f.to)
        f.to = -1;
    set(&f, f.from, from);
    set(&f, f.to, to);
    if (both && (!from->n || !to->n))
        return 0;
    if (!from->n || !to->n)
        return from->n || to->n ? 1 : 0;
    return sure ? 3 : 2;
}

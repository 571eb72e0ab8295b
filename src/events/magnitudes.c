/* How much: the numbers in the clause of a trigger (table events/magnitudes: lemma, role, what). A number counts when
 * its noun is of a counted kind, and what it counts is said by the verb ("killed 12 people") or the noun itself ("12
 * dead"). */
#include "events/code.h"

enum { MOST = 4 /* magnitudes of one event */ };

/* A cell of the table for a lemma in a role, or NULL. */
static const char *counted(const ch__knowledge *k, const ch_doc *doc, uint32_t t, const char *role)
{
    const ch__table *table = ch__knowledge_table(k, "events/magnitudes");
    char low[48];
    if (!table)
        return NULL;
    ch__lemma_low(doc, t, low);
    for (uint32_t r = ch__find_lemma(table, low); r != CH_NONE; r = ch__table_find_next(table, r))
        if (strcmp(ch__cell(table, r, 1), role) == 0)
            return ch__table_cell(table, r, 2);
    return NULL;
}

/* "1,200", "3.5", "40": digits with separators. False when the word is no number or a very long one. */
static bool read_digits(ch__sv s, double *out)
{
    double v = 0, scale = 0;
    if (s.n == 0 || s.n > 15 || !ch__is_digit((unsigned char)s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ',' && scale < 1)
            continue;
        if (s.p[i] == '.' && scale < 1) {
            scale = 1;
            continue;
        }
        if (!ch__is_digit((unsigned char)s.p[i]))
            return false;
        v = v * 10 + (s.p[i] - '0');
        scale *= 10;
    }
    *out = scale > 1 ? v / scale : v;
    return true;
}

static bool read_word(const ch__knowledge *k, const ch_doc *doc, uint32_t t, double *out)
{
    const char *v = counted(k, doc, t, "number");
    return read_digits(v ? ch__sv_of(v) : ch__token_sv(doc, t), out);
}

/* The number at t with the multipliers behind it: "2.5 million", "two hundred". *end: one past it. */
static bool read_number(const ch__knowledge *k, const ch_doc *doc, uint32_t t, uint32_t limit, double *out,
                        uint32_t *end)
{
    if (!read_word(k, doc, t, out))
        return false;
    for (t++; t < limit; t++) {
        const char *times = counted(k, doc, t, "multiplier");
        double by;
        if (!times || !read_digits(ch__sv_of(times), &by))
            break;
        *out *= by;
    }
    *end = t;
    return true;
}

/* What the number is of: the noun it hangs on, else the next word. */
static uint32_t noun_of(const ch_doc *doc, uint32_t number, uint32_t end, uint32_t limit)
{
    uint32_t h = ch__head(doc, number);
    if (h != CH_NONE && h >= number && ch__rel(doc, number) == CH_DEP_NUMMOD && h < number + CH__CLIMB && h >= end)
        return h;
    for (uint32_t t = end; t < limit && t < end + 3; t++)
        if (ch__is_nominal(doc, t))
            return t;
    return CH_NONE;
}

/* The verb that says what became of them: "killing" of "killing 12 people", "wounded" of "30 were wounded". */
static const char *fate(const ch__knowledge *k, const ch_doc *doc, uint32_t noun, uint32_t number)
{
    uint32_t t = noun == CH_NONE ? number : noun;
    const char *own = counted(k, doc, t, "fate");
    for (int i = 0; i < 3 && !own && t != CH_NONE; i++) {
        CH__EACH_KID(doc, t, kid)
        if (!own && kid > number && kid < number + 6 && ch__upos(doc, kid) != CH_UPOS_NOUN)
            own = counted(k, doc, kid, "fate");
        t = ch__head(doc, t);
        if (!own && t != CH_NONE && (ch__is_verb(doc, t) || ch__upos(doc, t) == CH_UPOS_ADJ))
            own = counted(k, doc, t, "fate");
    }
    return own;
}

static const char *currency(const ch__knowledge *k, const ch_doc *doc, uint32_t number, uint32_t noun)
{
    const char *c = number > 0 ? counted(k, doc, number - 1, "currency") : NULL;
    return c || noun == CH_NONE ? c : counted(k, doc, noun, "currency");
}

static void put(ch_event *e, const char *what, double value, const char *unit)
{
    if (e->n_magnitudes < MOST)
        e->magnitudes[e->n_magnitudes++] = (ch_magnitude){what, value, unit};
}

void ch__magnitudes(const ch__knowledge *k, ch_doc *doc, uint32_t trigger, ch_event *event)
{
    uint32_t clause = ch__clause_of(doc, trigger);
    for (int i = 0; i < CH__CLIMB && ch__rel(doc, clause) == CH_DEP_CONJ; i++)
        clause = ch__head(doc, clause); /* "killed 12 people and injured 30" is one event */
    ch_span sub = ch__subtree(doc, &doc->sentences[ch__sentence_of(doc, trigger)], clause);
    uint32_t from = trigger > CH__REACH && sub.start < trigger - CH__REACH ? trigger - CH__REACH : sub.start;
    uint32_t to = sub.end - trigger > CH__REACH ? trigger + CH__REACH : sub.end;
    for (uint32_t t = from; t < to && event->n_magnitudes < MOST;) {
        double value;
        uint32_t end;
        if (ch__upos(doc, t) != CH_UPOS_NUM || !read_number(k, doc, t, to, &value, &end)) {
            t++;
            continue;
        }
        uint32_t noun = noun_of(doc, t, end, to);
        const char *unit = currency(k, doc, t, noun), *what = unit ? "money" : NULL;
        const char *kind = noun == CH_NONE ? NULL : counted(k, doc, noun, "counted");
        if (!what && (!kind || strcmp(kind, "people") == 0))
            what = fate(k, doc, noun, t);
        if (!what)
            what = kind;
        if (what && !event->magnitudes)
            event->magnitudes = ch__alloc_array(ch__doc_arena(doc), MOST, sizeof *event->magnitudes);
        if (what)
            put(event, what, value, unit);
        t = end;
    }
}

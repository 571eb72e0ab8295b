#include "events/frames.h"

enum {
    COL_LEMMA,
    COL_POS,
    COL_WHEN,
    COL_EVENT,
    COL_MODE,
    COL_ACTOR,
    COL_RECIPIENT,
    COL_CONTEXTS,
    COL_CAMEO,
    COL_CONFIDENCE
};

enum { NEAR = 16 /* words behind a trigger that a condition on nearness sees */ };

static const char *const event_names[] = {
#define CH_X(name, ...) #name,
    CH_EVENT_TYPES(CH_X)
#undef CH_X
};

static int event_of(const char *name)
{
    for (int e = 0; e < CH_N_EVENT_TYPES; e++)
        if (strcmp(name, event_names[e]) == 0)
            return e;
    return -1;
}

static bool pos_fits(const ch_doc *doc, uint32_t token, char pos)
{
    uint8_t u = ch__upos(doc, token);
    switch (pos) {
    case 'v': return ch__is_verb(doc, token);
    case 'n': return u == CH_UPOS_NOUN || u == CH_UPOS_PROPN;
    case 'a': return u == CH_UPOS_ADJ || u == CH_UPOS_ADV || ch__is_verb(doc, token);
    case 'h': return ch__is_headline_verb(doc, token);
    default: return true;
    }
}

/* "a series of meetings", "a package of sanctions": the noun that counts is the one behind "of". */
static uint32_t see_through(const ch__knowledge *k, const ch_doc *doc, uint32_t t)
{
    if (t == CH_NONE || !ch__token_in_class(k, doc, t, "transparent"))
        return t;
    uint32_t of = ch__slot_head(doc, t, "of");
    return of != CH_NONE && of > t && of - t < CH__REACH ? of : t;
}

static bool known_actor(const ch_doc *doc, uint32_t t)
{
    uint32_t m = ch__mention_at(doc, t);
    if (m == CH_NONE)
        m = ch__mention_over(doc, t);
    return m != CH_NONE && doc->mentions[m].actors.start < doc->mentions[m].actors.end;
}

/* Somebody, known or not: "released a cartoonist", "thanked them"; things and places that no table has are nobody. */
static bool somebody(const ch_doc *doc, uint32_t t)
{
    uint32_t m = ch__mention_at(doc, t);
    return known_actor(doc, t) || (m != CH_NONE && !ch__lemma_is(doc, t, "it"));
}

/* One of "talk,@sign,@actor" for the word at t. */
static bool is_one_of(const ch__knowledge *k, const ch_doc *doc, uint32_t t, ch__sv values)
{
    char low[48];
    ch__lemma_low(doc, t, low);
    ch__sv v;
    while (ch__sv_next(&values, ',', &v)) {
        if (ch__sv_is(v, "@actor")      ? known_actor(doc, t)
            : ch__sv_is(v, "@somebody") ? somebody(doc, t)
            : v.n > 1 && v.p[0] == '@'  ? ch__in_class(k, low, (ch__sv){v.p + 1, v.n - 1})
                                        : ch__sv_is(v, low))
            return true;
    }
    return false;
}

typedef struct verdict {
    bool holds;
    int weight;
    uint32_t used;
} verdict;

static uint32_t slot(const ch_doc *doc, uint32_t token, ch__sv name)
{
    char z[24];
    if (name.n >= sizeof z)
        return CH_NONE;
    memcpy(z, name.p, name.n);
    z[name.n] = '\0';
    return ch__slot_head(doc, token, z);
}

/* "mod=trade": any word before the noun, known or not. */
static bool modified_by(const ch__knowledge *k, const ch_doc *doc, uint32_t token, ch__sv values)
{
    CH__EACH_KID(doc, token, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        bool before =
            kid < token && (r == CH_DEP_AMOD || r == CH_DEP_COMPOUND || r == CH_DEP_NMOD || r == CH_DEP_NMOD_DESC);
        if (before && is_one_of(k, doc, kid, values))
            return true;
    }
    return false;
}

/* "adv=sexually": an adverb of the word. */
static bool qualified_by(const ch__knowledge *k, const ch_doc *doc, uint32_t token, ch__sv values)
{
    CH__EACH_KID(doc, token, kid)
    if (ch__rel(doc, kid) == CH_DEP_ADVMOD && is_one_of(k, doc, kid, values))
        return true;
    return false;
}

/* "near=phone": a word in the rest of the clause, wherever it hangs. */
static bool followed_by(const ch__knowledge *k, const ch_doc *doc, uint32_t token, ch__sv values)
{
    uint32_t end = doc->sentences[ch__sentence_of(doc, token)].tokens.end;
    if (end - token > NEAR)
        end = token + NEAR;
    for (uint32_t t = token + 1; t < end; t++) {
        if (is_one_of(k, doc, t, values))
            return true;
        if (ch__is_verb(doc, t))
            return false;
    }
    return false;
}

/* The noun whose modifiers a condition means: the trigger, or the object of a verb ("launch a drone attack"). */
static uint32_t modified(const ch_doc *doc, uint32_t token)
{
    uint32_t obj = ch__is_verb(doc, token) ? ch__slot_head(doc, token, "obj") : CH_NONE;
    return obj == CH_NONE ? token : obj;
}

/* One condition; names of slots that hold content words mark the word as used. */
static verdict condition(const ch__knowledge *k, const ch_doc *doc, uint32_t token, ch__sv c)
{
    if (ch__sv_is(c, "pass") || ch__sv_is(c, "active"))
        return (verdict){ch__is_passive(doc, token) == ch__sv_is(c, "pass"), 1, CH_NONE};
    if (c.p[0] == '!')
        return (verdict){slot(doc, token, (ch__sv){c.p + 1, c.n - 1}) == CH_NONE, 1, CH_NONE};
    size_t eq = ch__sv_find(c, CH__SV("="));
    if (eq == (size_t)-1)
        return (verdict){slot(doc, token, c) != CH_NONE, 1, CH_NONE};
    bool negative = eq > 0 && c.p[eq - 1] == '!';
    ch__sv name = {c.p, negative ? eq - 1 : eq}, values = {c.p + eq + 1, c.n - eq - 1};
    if (ch__sv_is(name, "mod")) {
        bool any = modified_by(k, doc, modified(doc, token), values);
        return (verdict){any != negative, negative ? 1 : ch__sv_is(values, "@actor") ? 2 : 4, CH_NONE};
    }
    if (ch__sv_is(name, "adv"))
        return (verdict){qualified_by(k, doc, token, values) != negative, negative ? 1 : 4, CH_NONE};
    if (ch__sv_is(name, "near"))
        return (verdict){followed_by(k, doc, token, values) != negative, negative ? 1 : 4, CH_NONE};
    uint32_t t = see_through(k, doc, slot(doc, token, name));
    bool one = t != CH_NONE && is_one_of(k, doc, t, values);
    if (negative)
        return (verdict){!one, 1, CH_NONE};
    bool content = ch__sv_is(name, "obj") || ch__sv_is(name, "for") || ch__sv_is(name, "in") || ch__sv_is(name, "on") ||
                   ch__sv_is(name, "to") || ch__sv_is(name, "of") || ch__sv_is(name, "subj") || ch__sv_is(name, "into");
    bool party = ch__sv_is(values, "@actor") || ch__sv_is(values, "@somebody");
    return (verdict){one, party ? 2 : 4, one && content && !party ? t : CH_NONE};
}

static verdict conditions(const ch__knowledge *k, const ch_doc *doc, uint32_t token, const char *when)
{
    verdict all = {true, 0, CH_NONE};
    ch__sv left = ch__sv_of(when), c;
    while (when && ch__sv_next(&left, ' ', &c)) {
        if (c.n == 0)
            continue;
        verdict one = condition(k, doc, token, c);
        if (!one.holds)
            return one;
        all.weight += one.weight;
        if (one.used != CH_NONE)
            all.used = one.used;
    }
    return all;
}

static uint16_t thousandths(const char *s)
{
    unsigned v = 0;
    for (; s && ch__is_digit((unsigned char)*s) && v < 1000; s++)
        v = v * 10 + (unsigned)(*s - '0');
    return (uint16_t)(v > 1000 ? 1000 : v);
}

static void fill(ch_doc *doc, const ch__table *t, uint32_t row, uint32_t used, ch__frame *f)
{
    *f = (ch__frame){.rule = ch__table_source(t, row, ch__doc_arena(doc)),
                     .event = event_of(ch__cell(t, row, COL_EVENT)),
                     .mode = ch__table_cell(t, row, COL_MODE),
                     .actor = ch__table_cell(t, row, COL_ACTOR),
                     .recipient = ch__table_cell(t, row, COL_RECIPIENT),
                     .contexts = ch__table_cell(t, row, COL_CONTEXTS),
                     .cameo = ch__table_cell(t, row, COL_CAMEO),
                     .confidence = thousandths(ch__cell(t, row, COL_CONFIDENCE)),
                     .used = used};
}

int ch__frame_of(const ch__knowledge *k, ch_doc *doc, uint32_t token, ch__frame *out)
{
    const ch__table *t = ch__knowledge_table(k, "events/frames");
    if (!t)
        return 0;
    int result = 0, best = -1;
    for (uint32_t r = ch__find_word(t, doc, token); r != CH_NONE; r = ch__table_find_next(t, r)) {
        if (!pos_fits(doc, token, *ch__cell(t, r, COL_POS)))
            continue;
        if (!result)
            result = -1;
        verdict v = conditions(k, doc, token, ch__table_cell(t, r, COL_WHEN));
        if (!v.holds || v.weight <= best)
            continue;
        best = v.weight;
        fill(doc, t, r, v.used, out);
        result = 1;
    }
    return result;
}

bool ch__frame_without_conditions(const ch__knowledge *k, ch_doc *doc, uint32_t token, ch__frame *out)
{
    const ch__table *t = ch__knowledge_table(k, "events/frames");
    for (uint32_t r = t ? ch__find_word(t, doc, token) : CH_NONE; r != CH_NONE; r = ch__table_find_next(t, r)) {
        if (!pos_fits(doc, token, *ch__cell(t, r, COL_POS)))
            continue;
        fill(doc, t, r, CH_NONE, out);
        if (out->event >= 0)
            return true;
    }
    return false;
}

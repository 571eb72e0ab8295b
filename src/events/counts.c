/* What is counted in a sentence: the numbers that numbers.c reads, each with its noun, and single people that are
 * killed or hurt (of one who is arrested the recipient tells as much). A row ("a corporal and four bystanders") is one
 * count. */
#include "events/counts.h"

#include <stdlib.h>

#include "events/numbers.h"

enum {
    PHRASE = 8, /* tokens from a number to its noun */
    ROW = 12    /* counts looked back for the same row */
};

const char *ch__counting_word(const ch__scene *s, uint32_t token, const char *role)
{
    const ch__table *table = ch__knowledge_table(s->k, "events/magnitudes");
    uint32_t row = table ? ch__find_word(table, s->doc, token) : CH_NONE;
    for (; row != CH_NONE; row = ch__table_find_next(table, row))
        if (strcmp(ch__cell(table, row, 1), role) == 0)
            return ch__table_cell(table, row, 2);
    return NULL;
}

static bool xpos_is(const ch_doc *doc, uint32_t t, const char *tag)
{
    return strcmp(doc->words[t].xpos, tag) == 0;
}

/* ---- people ---- */

/* Whether a word for a person or people (table actors/agents) ends with the token. */
static bool is_person(const ch__scene *s, uint32_t noun)
{
    const ch__table *t = ch__knowledge_table(s->k, "actors/agents");
    uint32_t start = s->doc->sentences[s->sentence].tokens.start;
    for (uint32_t i = noun; t && noun - i < 3; i--) {
        ch__hit hits[4];
        uint32_t covered[4];
        size_t n = ch__phrases_at_token(s->doc, s->k, ch__table_bit(t), i, noun + 1, hits, covered, 4);
        for (size_t h = 0; h < n; h++) {
            const char *kind = ch__cell(t, hits[h].row, ch__table_column(t, "kind"));
            if (i + covered[h] == noun + 1 && strcmp(kind, "body") != 0)
                return true;
        }
        if (i == start)
            break;
    }
    return false;
}

/* "a corporal", "the governor", "Maria Lopez": one person. */
static bool is_single(const ch__scene *s, uint32_t noun)
{
    if (ch__kid(s->doc, noun, CH_DEP_NUMMOD, CH_DEP_NUMMOD) != CH_NONE)
        return false;
    uint32_t m = ch__mention_over(s->doc, noun);
    if (xpos_is(s->doc, noun, "NNP") && m != CH_NONE &&
        s->doc->mentions[m].actors.start < s->doc->mentions[m].actors.end) {
        const char *id = s->doc->actors[s->doc->mentions[m].actors.start].id;
        if (id && id[0] == 'p' && id[1] == '.')
            return true;
    }
    return (xpos_is(s->doc, noun, "NN") || xpos_is(s->doc, noun, "NNP")) && is_person(s, noun);
}

/* ---- fate ---- */

static bool is_rel(const ch_doc *doc, uint32_t t, ch_deprel a, ch_deprel b)
{
    return ch__rel(doc, t) == a || ch__rel(doc, t) == b;
}

/* What a verb does to its object: "shot dead", "beat to death" kill whoever they befall. */
static const char *done_by(const ch__scene *s, uint32_t verb)
{
    const char *fate = ch__counting_word(s, verb, "object");
    CH__EACH_KID(s->doc, verb, kid)
    {
        const char *word = kid > verb ? ch__counting_word(s, kid, "word") : NULL;
        if (!word || is_rel(s->doc, kid, CH_DEP_OBJ, CH_DEP_NSUBJ))
            continue;
        const char *c = ch__case_of(s->doc, kid);
        bool thing = ch__upos(s->doc, kid) == CH_UPOS_NOUN || ch__is_verb(s->doc, kid);
        if (c ? strcmp(c, "to") == 0 : !thing)
            fate = word;
    }
    return fate;
}

/* "lost their lives" */
static bool loses_life(const ch__scene *s, uint32_t verb)
{
    uint32_t obj = ch__kid(s->doc, verb, CH_DEP_OBJ, CH_DEP_OBJ);
    return obj != CH_NONE && ch__counting_word(s, verb, "taker") && ch__counting_word(s, obj, "life");
}

/* By the word above: "killed 12", "12 were killed", "12 died", "the killing of 12", "the toll rose to 12". qualified:
 * its preposition is the number's ("killed between 3 and 5 people"). */
static const char *fate_above(const ch__scene *s, uint32_t t, bool qualified)
{
    const ch_doc *doc = s->doc;
    uint32_t h = ch__head(doc, t);
    if (h == CH_NONE)
        return NULL;
    const char *c = ch__case_of(doc, t);
    bool passive = ch__rel(doc, t) == CH_DEP_NSUBJ && ch__is_verb(doc, h) && ch__is_passive(doc, h);
    if (is_rel(doc, t, CH_DEP_OBJ, CH_DEP_NSUBJ_PASS) || passive || (qualified && ch__is_verb(doc, h)))
        return ch__counting_word(s, t, "life") && ch__counting_word(s, h, "taker") ? ch__counting_word(s, t, "life")
               : ch__is_verb(doc, h)                                               ? done_by(s, h)
                                                                                   : ch__counting_word(s, h, "word");
    if (ch__rel(doc, t) == CH_DEP_NSUBJ) {
        uint32_t obj = ch__kid(doc, h, CH_DEP_OBJ, CH_DEP_OBJ);
        if (ch__is_verb(doc, h))
            return loses_life(s, h) ? ch__counting_word(s, obj, "life") : ch__counting_word(s, h, "subject");
        return ch__counting_word(s, h, "word");
    }
    if (ch__rel(doc, t) == CH_DEP_NMOD && c && strcmp(c, "of") == 0)
        return ch__counting_word(s, h, "word");
    uint32_t subject = ch__rel(doc, t) == CH_DEP_OBL ? ch__kid(doc, h, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS) : CH_NONE;
    return subject != CH_NONE && c && (strcmp(c, "to") == 0 || strcmp(c, "at") == 0)
               ? ch__counting_word(s, subject, "toll")
               : NULL;
}

/* By the words behind: "nine policemen dead", "27 others injured", "the 12 people killed", "three who died". */
static const char *fate_behind(const ch__scene *s, uint32_t t)
{
    const ch_doc *doc = s->doc;
    uint32_t end = doc->sentences[s->sentence].tokens.end;
    bool noun = t + 2 < end && ch__upos(doc, t + 2) == CH_UPOS_NOUN;
    if (t + 1 < end && !noun && (ch__upos(doc, t + 1) == CH_UPOS_ADJ || xpos_is(doc, t + 1, "VBN"))) {
        const char *word = ch__counting_word(s, t + 1, "word");
        return word ? word : ch__is_verb(doc, t + 1) ? done_by(s, t + 1) : NULL;
    }
    CH__EACH_KID(doc, t, kid)
    {
        if (kid < t || !is_rel(doc, kid, CH_DEP_ACL, CH_DEP_ACL_RELCL))
            continue;
        const char *fate = ch__is_passive(doc, kid) ? done_by(s, kid) : ch__counting_word(s, kid, "subject");
        if (fate)
            return fate;
    }
    return NULL;
}

static const char *own_fate(const ch__scene *s, uint32_t head, uint32_t noun, bool qualified)
{
    bool verb = noun != CH_NONE && ch__is_verb(s->doc, noun);
    const char *fate = noun != CH_NONE && !verb ? ch__counting_word(s, noun, "word") : NULL;
    if (!fate)
        fate = fate_behind(s, head);
    return fate ? fate : fate_above(s, head, qualified);
}

static uint32_t first_of_row(const ch_doc *doc, uint32_t t)
{
    for (int i = 0; i < CH__CLIMB && ch__rel(doc, t) == CH_DEP_CONJ && ch__head(doc, t) != CH_NONE &&
                    !ch__is_verb(doc, ch__head(doc, t));
         i++)
        t = ch__head(doc, t);
    return t;
}

/* ---- nouns ---- */

static uint32_t token_at(const ch__scene *s, uint32_t byte)
{
    ch_span in = s->doc->sentences[s->sentence].tokens;
    while (in.start < in.end) {
        uint32_t middle = in.start + (in.end - in.start) / 2;
        if (s->doc->tokens[middle].bytes.end <= byte)
            in.start = middle + 1;
        else
            in.end = middle;
    }
    return in.start;
}

/* The noun that ends the phrase behind the number: "3,000 rapid tests", "hundreds of youths"; CH_NONE: "killing 12",
 * "two of them". */
static uint32_t noun_behind(const ch_doc *doc, uint32_t t, uint32_t end)
{
    uint32_t noun = CH_NONE;
    for (uint32_t i = t; i < end && i < t + PHRASE; i++) {
        uint8_t u = ch__upos(doc, i);
        bool before = u == CH_UPOS_ADJ || u == CH_UPOS_DET || u == CH_UPOS_NUM || xpos_is(doc, i, "PRP$") ||
                      xpos_is(doc, i, "VBN") || xpos_is(doc, i, "VBG") || ch__lemma_is(doc, i, "-") ||
                      u == CH_UPOS_PROPN || u == CH_UPOS_ADV || (i == t && ch__lemma_is(doc, i, "of"));
        if (u == CH_UPOS_NOUN || xpos_is(doc, i, "NNPS") || (u == CH_UPOS_PROPN && noun != CH_NONE))
            noun = i;
        else if (noun != CH_NONE || !before)
            break;
    }
    return noun;
}

static const char *words_of(const ch__scene *s, uint32_t noun)
{
    uint32_t from = noun, start = s->doc->sentences[s->sentence].tokens.start;
    while (from > start && noun - from < 2 && ch__head(s->doc, from - 1) == noun &&
           ch__rel(s->doc, from - 1) == CH_DEP_COMPOUND)
        from--;
    const char *all = ch__copy(ch__doc_arena(s->doc), ch__token_sv(s->doc, from));
    for (uint32_t t = from + 1; t <= noun; t++)
        all = ch__format(ch__doc_arena(s->doc), "%s %.*s", all, (int)ch__token_sv(s->doc, t).n,
                         ch__token_sv(s->doc, t).p);
    return all;
}

/* ---- one count ---- */

static void fill_kind(const ch__scene *s, const ch__number *n, ch__count *c)
{
    const ch__table *t = ch__knowledge_table(s->k, "events/magnitudes");
    if (n->unit) {
        bool money = strcmp(n->unit_kind, "currency") == 0;
        uint32_t row = !money && t ? ch__table_find(t, ch__sv_of(n->unit)) : CH_NONE;
        c->kind = money ? "money" : row != CH_NONE ? ch__cell(t, row, 2) : NULL;
        c->unit = n->unit;
        return;
    }
    if (c->noun == CH_NONE)
        return;
    c->kind = ch__counting_word(s, c->noun, "counted");
    if (c->kind && strcmp(c->kind, "items") == 0 && n->value <= 1 && !(n->flags & CH__NUMBER_DIGITS) && n->has_value)
        c->kind = NULL; /* "not one rifle", "in one boat" */
    if (!c->kind && (ch__mention_at(s->doc, c->noun) != CH_NONE || is_person(s, c->noun)))
        c->kind = "people";
    if (c->kind && strcmp(c->kind, "items") == 0)
        c->unit = words_of(s, c->noun);
}

static bool countable(const ch__number *n)
{
    return !(n->flags & (CH__NUMBER_LABEL | CH__NUMBER_HYPHEN)) && (n->unit || !(n->flags & CH__NUMBER_YEAR)) &&
           (!n->unit || strcmp(n->unit_kind, "currency") == 0 || strcmp(n->unit_kind, "physical") == 0);
}

static bool read_count(const ch__scene *s, const ch__number *n, ch__count *c)
{
    if (!countable(n))
        return false;
    ch_span all = s->doc->sentences[s->sentence].tokens;
    uint32_t number = token_at(s, n->digits.end - 1), behind = token_at(s, n->bytes.end);
    if (number >= all.end)
        return false;
    *c = (ch__count){.head = number, .value = n->has_value ? n->value : n->has_low ? n->low : n->high};
    c->noun = n->unit ? CH_NONE : noun_behind(s->doc, behind, all.end);
    /* "three of them", "hundreds of youths" hang by the number, "three rifles" by the noun */
    bool of = behind < all.end && ch__lemma_is(s->doc, behind, "of");
    if (!of && c->noun != CH_NONE)
        c->head = c->noun;
    for (int i = 0;
         i < 3 && is_rel(s->doc, c->head, CH_DEP_NUMMOD, CH_DEP_COMPOUND) && ch__head(s->doc, c->head) != CH_NONE; i++)
        c->head = ch__head(s->doc, c->head);
    fill_kind(s, n, c);
    c->first = first_of_row(s->doc, c->head);
    uint32_t preposition = ch__kid(s->doc, c->head, CH_DEP_CASE, CH_DEP_CASE);
    bool qualified = preposition != CH_NONE && ch__rel(s->doc, c->head) == CH_DEP_OBL &&
                     s->doc->tokens[preposition].bytes.start >= n->bytes.start && preposition < number;
    c->fate = own_fate(s, c->head, c->noun, qualified);
    c->told = c->fate != NULL;
    if (!c->fate && c->first != c->head)
        c->fate = own_fate(s, c->first, c->first, false);
    return c->kind || c->fate;
}

/* ---- rows ---- */

static bool of_people(const ch__count *c)
{
    return !c->kind || strcmp(c->kind, "people") == 0;
}

/* "a Norwegian and three Danes", "a master and eleven deckhands": those of the row that are one each. */
static uint32_t singles_of_row(const ch__scene *s, uint32_t first)
{
    uint32_t n = is_single(s, first);
    CH__EACH_KID(s->doc, first, kid)
    if (ch__rel(s->doc, kid) == CH_DEP_CONJ && is_single(s, kid))
        n++;
    return n;
}

static void add(ch__scene *s, const ch__count *c)
{
    uint32_t from = s->n_counts > ROW ? s->n_counts - ROW : 0;
    for (uint32_t i = s->n_counts; of_people(c) && i-- > from;) {
        ch__count *row = &s->counts[i];
        bool fate = row->fate == c->fate || (row->fate && c->fate && strcmp(row->fate, c->fate) == 0);
        if (row->first == c->first && of_people(row) && fate && !(c->told && c->first != c->head)) {
            row->value += c->value;
            return;
        }
    }
    ch__count *new = CH__PUSH(s->scratch, s->counts, s->n_counts, s->cap_counts);
    *new = *c;
    if (of_people(c) && (c->first != c->head || c->noun != CH_NONE))
        new->value += singles_of_row(s, c->first);
}

/* Who meets the fate that a verb or noun tells: "shot dead a policeman", "an exile was gunned down", "the murder of".
 */
static uint32_t patient(const ch_doc *doc, uint32_t t, bool subject)
{
    if (!ch__is_verb(doc, t))
        return ch__slot_head(doc, t, "of");
    return ch__slot_head(doc, t, subject ? "subj" : "obj");
}

static bool counted_already(const ch__scene *s, uint32_t first)
{
    for (uint32_t i = s->n_counts; i-- > 0 && s->n_counts - i < ROW;)
        if (s->counts[i].first == first)
            return true;
    return false;
}

static void add_single(ch__scene *s, uint32_t t)
{
    const char *fate = NULL;
    bool subject = false;
    if (ch__is_verb(s->doc, t)) {
        fate = ch__counting_word(s, t, "subject");
        subject = fate != NULL;
        fate = fate ? fate : done_by(s, t);
    } else if (ch__upos(s->doc, t) == CH_UPOS_NOUN) {
        fate = ch__counting_word(s, t, "word");
    }
    uint32_t who = fate && strcmp(fate, "arrested") != 0 ? patient(s->doc, t, subject) : CH_NONE;
    if (who == CH_NONE || !is_single(s, who) || counted_already(s, first_of_row(s->doc, who)))
        return;
    ch__count c = {
        .head = who, .noun = CH_NONE, .first = who, .value = 0, .kind = "people", .fate = fate, .told = true};
    c.value = singles_of_row(s, who);
    *CH__PUSH(s->scratch, s->counts, s->n_counts, s->cap_counts) = c;
}

static int by_head(const void *a, const void *b)
{
    const ch__count *x = a, *y = b;
    return (x->head > y->head) - (x->head < y->head);
}

void ch__counts(ch__scene *s)
{
    ch__number *numbers;
    const ch_sentence *in = &s->doc->sentences[s->sentence];
    if (s->has_counts)
        return;
    s->has_counts = true;
    uint32_t n = ch__numbers(s->k, s->scratch, s->doc->text, in->bytes, &numbers);
    for (uint32_t i = 0; i < n; i++) {
        ch__count c;
        if (read_count(s, &numbers[i], &c))
            add(s, &c);
    }
    for (uint32_t t = in->tokens.start; t < in->tokens.end; t++)
        add_single(s, t);
    if (s->n_counts > 1)
        qsort(s->counts, s->n_counts, sizeof *s->counts, by_head);
}

/* lemmas.c - base forms: listed ones, irregular ones, and English inflection undone with the tables as a check. */
#include "syntax/inside.h"

static const char *cell(const ch__table *t, const char *key, uint32_t column)
{
    uint32_t row = t ? ch__table_find(t, ch__sv_of(key)) : CH_NONE;
    return row == CH_NONE ? NULL : ch__table_cell(t, row, column);
}

/* The base in a table, or NULL. */
static const char *known_base(const ch__table *t, const char *lower, const char *ending)
{
    char bases[CH__BASES][CH__LONGEST + 4];
    size_t n = strlen(lower) <= CH__LONGEST && t ? ch__bases(lower, ending, bases) : 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = ch__table_find(t, ch__sv_of(bases[i]));
        if (row != CH_NONE)
            return ch__table_cell(t, row, 0);
    }
    return NULL;
}

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c) != NULL;
}

/* An unknown plural: "parties" party, "boxes" box, "houses" house, "lasers" laser. */
static const char *singular(ch__sent *s, const char *w)
{
    size_t n = strlen(w);
    ch__arena *arena = ch__doc_arena(s->doc);
    if (n < 4 || w[n - 1] != 's' || w[n - 2] == 's' || w[n - 2] == 'u' || w[n - 2] == 'i')
        return w;
    if (n > 4 && strcmp(w + n - 3, "ies") == 0)
        return ch__format(arena, "%.*sy", (int)(n - 3), w);
    bool sibilant =
        strcmp(w + n - 2, "es") == 0 && (strchr("xzs", w[n - 3]) || (w[n - 3] == 'h' && strchr("cs", w[n - 4])));
    bool silent = sibilant && w[n - 3] == 's' && w[n - 4] != 's'; /* "houses", not "classes" */
    return ch__copy(arena, (ch__sv){w, n - (sibilant && !silent ? 2 : 1)});
}

/* An unknown verb form: doubled consonants halve ("blogged"), a single consonant after a single vowel takes its e back
 * ("invited"). */
static const char *base_of_verb(ch__sent *s, const char *w, size_t ending)
{
    size_t n = strlen(w);
    ch__arena *arena = ch__doc_arena(s->doc);
    if (n < ending + 3)
        return w;
    size_t stem = n - ending;
    if (w[stem - 1] == 'i' && ending == 2)
        return ch__format(arena, "%.*sy", (int)(stem - 1), w);
    if (w[stem - 1] == w[stem - 2] && !is_vowel(w[stem - 1]) && !strchr("sl", w[stem - 1]))
        stem--;
    else if (strchr("vucsz", w[stem - 1]) ||
             (strchr("tg", w[stem - 1]) && is_vowel(w[stem - 2]) && !is_vowel(w[stem - 3])))
        return ch__format(arena, "%.*se", (int)stem, w);
    return ch__copy(arena, (ch__sv){w, stem});
}

static const char *verb_lemma(ch__sent *s, const ch__entry *e, ch__tag tag)
{
    const ch__lexicon *l = s->lexicon;
    const char *w = e->lower, *base = NULL;
    if (tag == CH__VB || tag == CH__VBP)
        return w;
    if (tag == CH__VBD || tag == CH__VBN)
        base = cell(l->irregular_verbs, w, 1);
    if (base)
        return base;
    if (e->verb != CH_NONE)
        return ch__table_cell(l->verbs, e->verb, 0);
    if (tag == CH__VBZ)
        return singular(s, w);
    bool ing = tag == CH__VBG, regular = ch__sv_ends(ch__sv_of(w), ing ? CH__SV("ing") : CH__SV("ed"));
    return regular ? base_of_verb(s, w, ing ? 3 : 2) : w;
}

static const char *noun_lemma(ch__sent *s, const ch__entry *e)
{
    const ch__lexicon *l = s->lexicon;
    const char *w = e->lower, *base = cell(l->irregular_nouns, w, 1);
    if (!base && e->noun != CH_NONE)
        base = ch__table_cell(l->nouns, e->noun, 0);
    if (!base)
        base = known_base(l->verbs, w, "s");
    if (!base)
        base = known_base(l->adjectives, w, "s");
    return base ? base : singular(s, w);
}

static const char *listed_lemma(const ch__lexicon *l, const ch__entry *e, const ch__tok *t)
{
    for (uint32_t r = ch__table_find(l->words, ch__sv_of(e->lower)); r != CH_NONE;
         r = ch__table_find_next(l->words, r)) {
        const char *upos = ch__table_cell(l->words, r, 2), *xpos = ch__table_cell(l->words, r, 3);
        const char *lemma = ch__table_cell(l->words, r, 4);
        if (upos && xpos && strcmp(xpos, ch__tag_name((ch__tag)t->tag)) == 0 &&
            strcmp(upos, ch_upos_name((ch_upos)t->upos)) == 0)
            return lemma ? lemma : ch__table_cell(l->words, r, 0);
    }
    return NULL;
}

/* Proper names keep their capitals: "Nations" Nation, "Xi" Xi. */
static const char *name_lemma(ch__sent *s, const ch__entry *e, ch__tag tag)
{
    const char *form = ch__copy(ch__doc_arena(s->doc), e->form);
    return tag == CH__NNPS ? singular(s, form) : form;
}

const char *ch__lemma(ch__sent *s, uint32_t i)
{
    const ch__tok *t = &s->t[i];
    const ch__entry *e = t->e;
    const ch__lexicon *l = s->lexicon;
    const char *w = e->flags & CH__LISTED ? listed_lemma(l, e, t) : NULL;
    if (!w)
        switch (t->tag) {
        case CH__NNS: w = noun_lemma(s, e); break;
        case CH__NNP:
        case CH__NNPS: return name_lemma(s, e, (ch__tag)t->tag);
        case CH__JJ:
            if (e->flags & CH__PROPER_ADJ)
                return name_lemma(s, e, CH__NNP);
            w = e->lower;
            break;
        case CH__JJR: w = known_base(l->adjectives, e->lower, "er"); break;
        case CH__JJS: w = known_base(l->adjectives, e->lower, "est"); break;
        case CH__VB:
        case CH__VBP:
        case CH__VBZ:
        case CH__VBD:
        case CH__VBN:
        case CH__VBG: w = verb_lemma(s, e, (ch__tag)t->tag); break;
        case CH__POS: return "'s";
        default: w = e->lower;
        }
    return ch__copyz(ch__doc_arena(s->doc), w ? w : e->lower);
}

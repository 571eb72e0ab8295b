/* coarse.c - coarse tags from Penn tags and context, and fixed expressions. */
#include "syntax/tagging.h"

/* ---- coarse tags ---- */

/* Whether a clause with a finite verb follows: tells conjunctions from prepositions ("after talks" / "after talks
 * ended"). */
static bool clause_follows(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + 12; k++) {
        if (ch__tag_in(s, k,
                       CH__T(STOP) | CH__T(COMMA) | CH__T(COLON) | CH__T(WDT) | CH__T(WP) | CH__T(IN) | CH__T(CC)) &&
            k > i + 1)
            return false;
        if (ch__tag_in(s, k, CH__FINITE))
            return k > i + 1 || ch__tag_in(s, k, CH__FINITE);
    }
    return false;
}

static bool auxiliary(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (e->flags & CH__BE)
        return i == 0 || s->t[i - 1].tag != CH__EX;
    for (uint32_t k = i + 1; k < s->n && k < i + 6; k++) {
        if (e->flags & CH__HAVE && ch__tag_in(s, k, CH__T(VBN)))
            return true;
        if (e->flags & CH__DO && ch__tag_in(s, k, CH__T(VB)))
            return true;
        if (!ch__tag_in(s, k, CH__ADVERBIAL | CH__T(PRP)))
            return false;
    }
    return false;
}

static uint8_t in_upos(const ch__sent *s, uint32_t i)
{
    uint32_t upos = s->t[i].e->upos;
    if (!(upos & (1u << CH_UPOS_SCONJ)))
        return ch__tag_in(s, i + 1, CH__T(VBG)) && !ch__can(s, i + 1, CH__T(NN)) ? CH_UPOS_SCONJ : CH_UPOS_ADP;
    if (!(upos & (1u << CH_UPOS_ADP)))
        return CH_UPOS_SCONJ;
    bool gerund = ch__tag_in(s, ch__after(s, i), CH__T(VBG)) && !(s->t[ch__after(s, i)].e->kinds & CH__ING_NOUN);
    bool infinitive = strcmp(s->t[i].e->lower, "for") != 0 && clause_follows(s, i);
    return gerund || infinitive ? CH_UPOS_SCONJ : CH_UPOS_ADP;
}

uint8_t ch__upos_of(const ch__sent *s, uint32_t i)
{
    const ch__tok *t = &s->t[i];
    const ch__entry *e = t->e;
    bool nominal_next = ch__tag_in(
        s, i + 1, CH__NOMINAL | CH__ADJECTIVAL | CH__T(CD) | CH__T(VBG) | CH__T(VBN) | CH__T(DOLLAR) | CH__ADVERBIAL);
    switch (t->tag) {
    case CH__IN: return in_upos(s, i);
    case CH__DT: return e->upos & (1u << CH_UPOS_PRON) && !nominal_next ? CH_UPOS_PRON : CH_UPOS_DET;
    case CH__WDT:
    case CH__WP:
        return e->upos & (1u << CH_UPOS_DET) && e->best != CH__WP && nominal_next && i == 0 ? CH_UPOS_DET
                                                                                            : CH_UPOS_PRON;
    case CH__RB: return e->flags & CH__NOT ? CH_UPOS_PART : CH_UPOS_ADV;
    case CH__NN: return e->flags & CH__LISTED && e->upos == 1u << CH_UPOS_PRON ? CH_UPOS_PRON : CH_UPOS_NOUN;
    case CH__NNP:
        return e->adjective != CH_NONE && !(e->flags & CH__PROPER_ADJ) && !(e->tags & CH__T(NN)) && e->has_lower &&
                       ch__tag_in(s, i + 1, CH__T(NNP) | CH__T(NNPS))
                   ? CH_UPOS_ADJ
                   : CH_UPOS_PROPN;
    case CH__VB:
    case CH__VBP:
    case CH__VBZ:
    case CH__VBD:
    case CH__VBN:
    case CH__VBG:
        return (e->upos & (1u << CH_UPOS_AUX) || e->flags & CH__BE) && auxiliary(s, i) ? CH_UPOS_AUX : CH_UPOS_VERB;
    case CH__SYM: return CH_UPOS_SYM;
    default: return ch__tag_upos((ch__tag)t->tag);
    }
}

/* ---- fixed expressions ---- */

static uint8_t role_of(const char *name)
{
    static const char *const names[] = {"", "case", "cc", "mark", "adv", "noun", "quant"};
    for (uint8_t i = 1; i < sizeof names / sizeof *names; i++)
        if (name && strcmp(name, names[i]) == 0)
            return i;
    return CH__ROLE_NONE;
}

/* Tokens that the row's words cover from i, or 0. */
static uint32_t covers(const ch__sent *s, uint32_t i, const char *words)
{
    ch__sv rest = ch__sv_of(words), w;
    uint32_t k = i;
    for (; ch__sv_next(&rest, ' ', &w); k++)
        if (k >= s->n || !ch__sv_is(w, s->t[k].e->lower))
            return 0;
    return k - i;
}

void ch__mark_fixed(ch__sent *s, uint32_t i)
{
    const ch__table *t = s->lexicon->fixed;
    uint32_t best = 0, best_row = CH_NONE;
    for (uint32_t r = ch__table_find(t, ch__sv_of(s->t[i].e->lower)); r != CH_NONE; r = ch__table_find_next(t, r)) {
        uint32_t n = covers(s, i, ch__table_cell(t, r, 1));
        if (n > best)
            best = n, best_row = r;
    }
    uint8_t role = best ? role_of(ch__table_cell(t, best_row, 3)) : CH__ROLE_NONE;
    if (!best || (role == CH__ROLE_QUANT && !ch__tag_in(s, i + best, CH__T(CD) | CH__T(DOLLAR))))
        return;
    ch__sv rest = ch__sv_of(ch__table_cell(t, best_row, 2)), tag;
    for (uint32_t k = i; k < i + best && ch__sv_next(&rest, ' ', &tag); k++) {
        char name[8] = {0};
        memcpy(name, tag.p, tag.n < 7 ? tag.n : 7);
        ch__tag x = ch__tag_of(name);
        s->t[k].tag = (uint8_t)(x == CH__N_TAGS ? CH__IN : x);
        s->t[k].upos =
            x == CH__IN ? (role == CH__ROLE_MARK ? CH_UPOS_SCONJ : CH_UPOS_ADP) : ch__tag_upos((ch__tag)s->t[k].tag);
        s->t[k].fixed = k > i;
    }
    s->t[i].role = role;
}

/* verb_groups.c - auxiliaries, adverbs and a main verb as one item: "has not been told", "to be held". */
#include "syntax/inside.h"

static bool is_be(const ch__sent *s, uint32_t i)
{
    return (s->t[i].e->flags & CH__BE) != 0 || (s->t[i].e->lower[0] == '\'' && ch__tag_in(s, i, CH__T(VBZ)));
}

bool ch__verbal(const ch__sent *s, uint32_t i)
{
    return i < s->n && !s->t[i].fixed && s->t[i].role == CH__ROLE_NONE &&
           ch__tag_in(s, i, CH__VERBAL | CH__T(MD) | CH__T(TO));
}

static uint32_t form_flags(const ch__sent *s, uint32_t i)
{
    if (ch__tag_in(s, i, CH__FINITE))
        return CH__I_FINITE;
    return ch__tag_in(s, i, CH__T(TO))    ? CH__I_TO
           : ch__tag_in(s, i, CH__T(VBG)) ? CH__I_ING
           : ch__tag_in(s, i, CH__T(VBN)) ? CH__I_PART
                                          : CH__I_BARE;
}

/* Whether the auxiliaries before k let it be the next word of the group: "has been", "to be", "is holding". */
static bool continues(const ch__sent *s, uint32_t last, uint32_t k)
{
    const ch__tok *t = &s->t[last];
    if (t->tag == CH__TO || t->tag == CH__MD)
        return ch__tag_in(s, k, CH__T(VB) | CH__T(VBP));
    if (t->upos != CH_UPOS_AUX)
        return false;
    return t->e->flags & CH__DO ? ch__tag_in(s, k, CH__T(VB)) : ch__tag_in(s, k, CH__T(VBN) | CH__T(VBG));
}

/* Attaches auxiliaries and adverbs of the group to its head. */
static void settle_verb(ch__sent *s, uint32_t first, uint32_t head, uint32_t end, bool passive)
{
    uint32_t last_be = CH_NONE;
    for (uint32_t i = first; i < head; i++)
        if (is_be(s, i) || s->t[i].upos == CH_UPOS_AUX)
            last_be = i;
    for (uint32_t i = first; i < end; i++) {
        ch_deprel rel = ch__tag_in(s, i, CH__T(TO))       ? CH_DEP_MARK
                        : ch__tag_in(s, i, CH__ADVERBIAL) ? CH_DEP_ADVMOD
                                                          : CH_DEP_AUX;
        if (rel == CH_DEP_AUX && passive && i == last_be && is_be(s, i))
            rel = CH_DEP_AUX_PASS;
        ch__arc(s, i, head, rel);
    }
}

ch__item ch__verb_group(ch__sent *s, uint32_t i)
{
    uint32_t last = i, k = i + 1;
    for (;;) {
        uint32_t j = k;
        while (j < s->n && j < k + 4 && ch__tag_in(s, j, CH__ADVERBIAL) && !s->t[j].fixed &&
               s->t[j].role == CH__ROLE_NONE)
            j++;
        if (!ch__verbal(s, j) || !continues(s, last, j))
            break;
        last = j;
        k = j + 1;
    }
    ch__item item = {.first = i,
                     .end = last + 1,
                     .word = last,
                     .flags = form_flags(s, i),
                     .head = CH_NONE,
                     .pred = CH_NONE,
                     .kind = CH__VG};
    bool passive = last > i && ch__tag_in(s, last, CH__T(VBN));
    uint32_t aux = last;
    while (passive && aux-- > i)
        if (!ch__tag_in(s, aux, CH__ADVERBIAL)) {
            passive = is_be(s, aux);
            break;
        }
    if (s->t[last].upos == CH_UPOS_AUX && is_be(s, last)) {
        while (item.end < s->n && s->t[item.end].e->flags & CH__NOT)
            item.end++;
        item.kind = CH__COP;
    } else if (s->t[last].upos == CH_UPOS_AUX || ch__tag_in(s, last, CH__T(TO))) {
        item.kind = CH__OTHER;
    }
    if (passive || (last == i && ch__tag_in(s, last, CH__T(VBN))))
        item.flags |= CH__I_PASSIVE;
    if (last == i && ch__tag_in(s, last, CH__T(VBD)) && s->t[last].e->tags & CH__T(VBN))
        item.flags |= CH__I_AMBIGUOUS;
    settle_verb(s, i, last, item.end, passive);
    return item;
}

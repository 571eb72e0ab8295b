/* names.c - names: runs of proper nouns, and their types by titles, heads and the words around them. */
#include "syntax/inside.h"

static bool name_word(const ch__sent *s, uint32_t i)
{
    return ch__tag_in(s, i, CH__T(NNP) | CH__T(NNPS)) ||
           (ch__tag_in(s, i, CH__T(JJ)) && s->t[i].e->flags & CH__PROPER_ADJ);
}

/* "of", "of the", "for", "and" inside "Ministry of Foreign Affairs and Trade": tokens to skip to the next name word, or
 * 0. */
static uint32_t link_length(const ch__sent *s, uint32_t from, uint32_t i, bool organisation)
{
    const char *w = i < s->n ? s->t[i].e->lower : "";
    if (ch__tag_in(s, i, CH__T(HYPH)) && s->t[i].joined && i + 1 < s->n && s->t[i + 1].joined &&
        ch__tag_in(s, i + 1, CH__T(NNP)))
        return 1;
    if (!organisation || i == from || !ch__tag_in(s, i, CH__T(IN)) || (strcmp(w, "of") != 0 && strcmp(w, "for") != 0))
        return 0;
    if (name_word(s, i + 1))
        return 1;
    return ch__tag_in(s, i + 1, CH__T(DT)) && name_word(s, i + 2) ? 2 : 0;
}

static bool kind_in(const ch__sent *s, uint32_t from, uint32_t to, unsigned kind)
{
    for (uint32_t i = from; i < to; i++)
        if (s->t[i].e->kinds & kind)
            return true;
    return false;
}

/* Type by the words themselves; CH_NAME_MISC + 1 when they tell nothing. */
static unsigned type_by_words(const ch__sent *s, uint32_t from, uint32_t to)
{
    const ch__entry *first = s->t[from].e, *last = s->t[to - 1].e;
    for (uint32_t i = from + 1; i + 1 < to; i++)
        if (ch__tag_in(s, i, CH__T(HYPH)) && to - from == 3)
            return CH_NAME_MISC; /* "Peru-Chile" */
    if (first->name == 1 + CH_NAME_PER && to - from <= 4 && !(last->kinds & (CH__ORG | CH__LOC)))
        return CH_NAME_PER;
    if (kind_in(s, from, to, CH__ORG))
        return CH_NAME_ORG;
    if (last->kinds & CH__LOC || first->kinds & CH__LOC)
        return CH_NAME_LOC;
    if (kind_in(s, from, to, CH__MISC))
        return CH_NAME_MISC;
    return last->name ? last->name - 1u : first->name ? first->name - 1u : CH_NAME_MISC + 1u;
}

static bool place_preposition(const char *w)
{
    static const char *const words[] = {"across", "at",      "from",    "in",         "inside", "into",
                                        "near",   "outside", "through", "throughout", "to"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], w) == 0)
            return true;
    return false;
}

/* PER when an earlier name of a person ended in the same word: "Ali Akbar Velayati" tells what "Velayati" is;
 * CH_NAME_MISC
 * + 1 when none did. */
static unsigned type_before(const ch__sent *s, uint32_t last)
{
    const ch_doc *doc = s->doc;
    for (uint32_t k = doc->n_names, steps = 0; k-- > 0 && steps < 200; steps++) {
        ch_span t = doc->names[k].tokens;
        if (doc->names[k].type == CH_NAME_PER && t.end - t.start > 1 &&
            ch__sv_eq(ch__token_sv(doc, t.end - 1), s->t[last].e->form))
            return CH_NAME_PER;
    }
    return CH_NAME_MISC + 1u;
}

/* Type by what stands around: a title, a preposition of place, capitals, a verb of speech. */
static unsigned type_by_context(const ch__sent *s, uint32_t from, uint32_t to)
{
    if (from > 0 && s->t[from - 1].e->kinds & CH__TITLE)
        return CH_NAME_PER;
    const ch__entry *e = s->t[from].e;
    if (e->caps && to == from + 1)
        return e->form.p[e->form.n - 1] == '.' ? CH_NAME_LOC : CH_NAME_ORG;
    if (to - from >= 2 && !(from > 0 && strcmp(s->t[from - 1].e->lower, "the") == 0))
        return CH_NAME_PER;
    if (from > 0 && place_preposition(s->t[from - 1].e->lower))
        return CH_NAME_LOC;
    if (to < s->n && s->t[to].e->frames & CH__SPEECH)
        return CH_NAME_PER;
    return from > 0 && strcmp(s->t[from - 1].e->lower, "the") == 0 ? CH_NAME_ORG : CH_NAME_LOC;
}

static void add(ch__sent *s, uint32_t from, uint32_t to, uint32_t *cap)
{
    unsigned type = type_by_words(s, from, to);
    if (from > 0 && s->t[from - 1].e->kinds & CH__TITLE && type != CH_NAME_ORG && !(s->t[to - 1].e->kinds & CH__LOC))
        type = CH_NAME_PER;
    if (type > CH_NAME_MISC && to == from + 1)
        type = type_before(s, from);
    if (type > CH_NAME_MISC)
        type = type_by_context(s, from, to);
    ch_name *name = CH__PUSH(ch__doc_arena(s->doc), s->doc->names, s->doc->n_names, *cap);
    *name = (ch_name){{s->first + from, s->first + to}, (uint8_t)type};
}

/* The name that starts at i: the end of its run of words. */
static uint32_t run_end(const ch__sent *s, uint32_t i)
{
    uint32_t end = i + 1;
    bool organisation = (s->t[i].e->kinds & CH__ORG) != 0;
    while (end < s->n) {
        if (name_word(s, end) && !(s->t[end].e->kinds & CH__TIME)) {
            organisation |= (s->t[end].e->kinds & CH__ORG) != 0;
            end++;
            continue;
        }
        uint32_t skip = link_length(s, i, end, organisation);
        if (!skip)
            break;
        end += skip + 1;
    }
    return end;
}

/* "Iranian Foreign Minister [Abbas Araghchi]": nationality and title are not part of a person's name. */
static bool before_name(const ch__sent *s, uint32_t i, uint32_t end)
{
    const ch__entry *e = s->t[i].e, *last = s->t[end - 1].e;
    if (last->kinds & (CH__ORG | CH__LOC) || ch__tag_in(s, end - 1, CH__T(NNPS)))
        return false;
    bool titled = (e->kinds & CH__TITLE) || (i + 1 < end && s->t[i + 1].e->kinds & CH__TITLE);
    return titled || (ch__tag_in(s, i, CH__T(JJ)) && !kind_in(s, i, end, CH__ORG | CH__LOC | CH__MISC));
}

void ch__find_names(ch__sent *s, uint32_t *cap)
{
    for (uint32_t i = 0; i < s->n;) {
        if (!name_word(s, i) || s->t[i].e->kinds & CH__TIME) {
            i++;
            continue;
        }
        uint32_t end = run_end(s, i), from = i;
        while (from + 1 < end && before_name(s, from, end))
            from++;
        bool lone = from + 1 == end;
        if (!(lone && (ch__tag_in(s, from, CH__T(JJ)) || s->t[from].e->flags & CH__PROPER_ADJ ||
                       s->t[from].e->kinds & CH__TITLE)))
            add(s, from, end, cap);
        i = end;
    }
}

/* tags.c - the tag set, and what can be told of a form without a table: endings, digits, punctuation. */
#include "syntax/inside.h"

#include <stdio.h>

static const char *const TAG_NAMES[] = {
#define CH_X(name, text, upos) text,
    CH__TAGS(CH_X)
#undef CH_X
};

static const uint8_t TAG_UPOS[] = {
#define CH_X(name, text, upos) CH_UPOS_##upos,
    CH__TAGS(CH_X)
#undef CH_X
};

const char *ch__tag_name(ch__tag t)
{
    return TAG_NAMES[t];
}

uint8_t ch__tag_upos(ch__tag t)
{
    return TAG_UPOS[t];
}

ch__tag ch__tag_of(const char *text)
{
    unsigned t = 0;
    while (t < CH__N_TAGS && (!text || strcmp(TAG_NAMES[t], text) != 0))
        t++;
    return (ch__tag)t;
}

static void only(ch__entry *e, ch__tag t)
{
    e->tags = (uint64_t)1 << t;
    e->best = (uint8_t)t;
    e->flags |= CH__KNOWN;
}

static bool is_number(ch__sv s)
{
    size_t digits = 0, i = 0;
    for (; i < s.n && (ch__is_digit((unsigned char)s.p[i]) || strchr(".,:/+-", s.p[i])); i++)
        digits += ch__is_digit((unsigned char)s.p[i]);
    if (!digits)
        return false;
    ch__sv rest = {s.p + i, s.n - i};
    return rest.n == 0 || ch__sv_is(rest, "m") || ch__sv_is(rest, "bn") || ch__sv_is(rest, "k") || ch__sv_is(rest, "%");
}

/* "3rd", "21st" are adjectives, "1990s" a plural. */
static bool is_ordinal(ch__sv s)
{
    return s.n > 2 && ch__is_digit((unsigned char)s.p[0]) && ch__is_digit((unsigned char)s.p[s.n - 3]) &&
           (ch__sv_ends(s, CH__SV("st")) || ch__sv_ends(s, CH__SV("nd")) || ch__sv_ends(s, CH__SV("rd")) ||
            ch__sv_ends(s, CH__SV("th")));
}

static ch__tag punctuation(ch__sv s)
{
    static const struct {
        const char *marks; /* separated by blanks */
        ch__tag tag;
    } table[] = {{", \xE3\x80\x81", CH__COMMA},
                 {". ! ? ... \xE2\x80\xA6 ?! !! ??", CH__STOP},
                 {": ; -- \xE2\x80\x93 \xE2\x80\x94 --- .. ...", CH__COLON},
                 {"- \xE2\x80\x90 \xE2\x80\x91", CH__HYPH},
                 {"\xE2\x80\x9C \xE2\x80\x98 `` \xC2\xAB", CH__OPEN},
                 {"\xE2\x80\x9D \xE2\x80\x99 '' \" ' \xC2\xBB", CH__CLOSE},
                 {"( [ {", CH__LRB},
                 {") ] }", CH__RRB},
                 {"$ \xE2\x82\xAC \xC2\xA3 \xC2\xA5 US$", CH__DOLLAR},
                 {"% + = < > # @ / ~ ^ \xC2\xB0", CH__SYM}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ch__sv rest = ch__sv_of(table[i].marks), mark;
        while (ch__sv_next(&rest, ' ', &mark))
            if (ch__sv_eq(mark, s))
                return table[i].tag;
    }
    return CH__N_TAGS;
}

static bool has_letter_or_digit(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ch__is_alpha((unsigned char)s.p[i]) || ch__is_digit((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0xC3)
            return true;
    return false;
}

bool ch__entry_symbol(ch__entry *e)
{
    ch__sv s = e->form;
    ch__tag mark = punctuation(s);
    if (mark != CH__N_TAGS)
        only(e, mark);
    else if (is_number(s))
        only(e, CH__CD);
    else if (is_ordinal(s))
        only(e, CH__JJ);
    else if (ch__sv_find(s, CH__SV("://")) != (size_t)-1 || ch__sv_starts(s, CH__SV("www.")) ||
             (s.n > 2 && ch__sv_find(s, CH__SV("@")) != (size_t)-1))
        only(e, CH__ADD);
    else if (!has_letter_or_digit(s) || (s.n == 3 && (unsigned char)s.p[0] == 0xE2))
        only(e, CH__NFP);
    else
        return false;
    return true;
}

static bool ends(const char *lower, const char *with)
{
    return ch__sv_ends(ch__sv_of(lower), ch__sv_of(with)) && strlen(lower) > strlen(with) + 1;
}

static bool is_plural(const char *lower)
{
    return ends(lower, "s") && !ends(lower, "ss") && !ends(lower, "us") && !ends(lower, "is");
}

static ch__tag by_suffix(const ch__lexicon *l, const char *lower)
{
    size_t n = strlen(lower);
    for (size_t k = n > 8 ? n - 7 : 2; k < n && l->suffixes; k++) {
        uint32_t row = ch__table_find(l->suffixes, (ch__sv){lower + k, n - k});
        if (row != CH_NONE)
            return ch__tag_of(ch__table_cell(l->suffixes, row, 1));
    }
    return CH__NN;
}

void ch__entry_guess(const ch__lexicon *l, ch__entry *e)
{
    const char *w = e->lower;
    uint32_t row = l->ly ? ch__table_find(l->ly, ch__sv_of(w)) : CH_NONE;
    if (row != CH_NONE)
        e->best = (uint8_t)ch__tag_of(ch__table_cell(l->ly, row, 1));
    else if (ends(w, "ing") && strlen(w) > 5)
        e->best = CH__VBG, e->tags = CH__T(NN);
    else if (ends(w, "ed") && strlen(w) > 4)
        e->best = CH__VBN, e->tags = CH__T(VBD) | CH__T(JJ);
    else if (is_plural(w))
        e->best = CH__NNS;
    else
        e->best = (uint8_t)by_suffix(l, w);
    e->tags |= (uint64_t)1 << e->best;
}

/* Regular English inflection undone (Quirk et al. 1985, 3.5-3.10, 5.80): plans plan, carries carry, pushes push;
 * planned plan, agreed agree, called call; making make, dying die. */
static size_t put(char bases[CH__BASES][CH__LONGEST + 4], size_t n, const char *stem, size_t length, const char *more)
{
    if (n < CH__BASES && length >= 2 && length <= CH__LONGEST)
        snprintf(bases[n++], CH__LONGEST + 4, "%.*s%s", (int)length, stem, more);
    return n;
}

size_t ch__bases(const char *lower, const char *ending, char bases[CH__BASES][CH__LONGEST + 4])
{
    size_t n = strlen(lower), k = strlen(ending), found = 0;
    if (n <= k + 1 || strcmp(lower + n - k, ending) != 0)
        return 0;
    size_t stem = n - k;
    const char *vowels = "aeiou";
    if (ending[0] == 's') {
        if (lower[stem - 1] == 's')
            return 0;
        if (stem > 2 && lower[stem - 1] == 'e' && lower[stem - 2] == 'i')
            found = put(bases, found, lower, stem - 2, "y");
        found = put(bases, found, lower, stem, "");
        if (lower[stem - 1] == 'e' && strchr("sxzhog", lower[stem - 2]))
            found = put(bases, found, lower, stem - 1, "");
        return found;
    }
    bool doubled = stem > 2 && lower[stem - 1] == lower[stem - 2] && !strchr(vowels, lower[stem - 1]);
    if (lower[stem - 1] == 'i' && ending[0] == 'e')
        found = put(bases, found, lower, stem - 1, "y");
    if (doubled && !strchr("slz", lower[stem - 1]))
        found = put(bases, found, lower, stem - 1, "");
    found = put(bases, found, lower, stem, "e");
    found = put(bases, found, lower, stem, "");
    if (doubled)
        found = put(bases, found, lower, stem - 1, "");
    return found;
}

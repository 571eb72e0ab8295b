/* lexicon.c - what the tables say of a form, cached by form for the length of a document. */
#include "syntax/inside.h"

#include "base/hash.h"
#include "base/utf8.h"

void ch__lexicon_init(ch__lexicon *l, const ch__knowledge *k, ch__arena *scratch)
{
    *l = (ch__lexicon){.k = k, .scratch = scratch};
    l->words = ch__knowledge_table(k, "syntax/words");
    l->verbs = ch__knowledge_table(k, "syntax/verbs");
    l->irregular_verbs = ch__knowledge_table(k, "syntax/irregular_verbs");
    l->nouns = ch__knowledge_table(k, "syntax/nouns");
    l->irregular_nouns = ch__knowledge_table(k, "syntax/irregular_nouns");
    l->adjectives = ch__knowledge_table(k, "syntax/adjectives");
    l->ly = ch__knowledge_table(k, "syntax/ly");
    l->suffixes = ch__knowledge_table(k, "syntax/suffixes");
    l->names = ch__knowledge_table(k, "syntax/names");
    l->prepositions = ch__knowledge_table(k, "syntax/prepositions");
    l->fixed = ch__knowledge_table(k, "syntax/fixed");
}

bool ch__list_has(const char *list, const char *word)
{
    ch__sv rest = ch__sv_of(list), field, w = ch__sv_of(word);
    while (ch__sv_next(&rest, ',', &field))
        if (ch__sv_eq(field, w))
            return true;
    return false;
}

static uint32_t find(const ch__table *t, const char *key)
{
    return t ? ch__table_find(t, ch__sv_of(key)) : CH_NONE;
}

/* Letters of `set` to bits in its order: "tsiogdbcx" are the frames. */
static uint16_t letters(const char *cell, const char *set)
{
    unsigned bits = 0;
    for (; cell && *cell; cell++) {
        const char *at = strchr(set, *cell);
        if (at)
            bits |= 1u << (at - set);
    }
    return (uint16_t)bits;
}

static uint16_t kinds_of(const char *cell)
{
    static const char *const names[] = {"time", "title", "org", "loc", "misc", "ing", "quantity", "inf", "that"};
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ch__list_has(cell, names[i]))
            bits |= 1u << i;
    return (uint16_t)bits;
}

static void add(ch__entry *e, ch__tag t)
{
    if (!e->tags)
        e->best = (uint8_t)t;
    e->tags |= (uint64_t)1 << t;
    e->flags |= CH__KNOWN;
}

static uint32_t upos_bit(const char *name)
{
    for (unsigned u = 0; u < CH_N_UPOS; u++)
        if (name && strcmp(ch_upos_name((ch_upos)u), name) == 0)
            return 1u << u;
    return 0;
}

/* Which auxiliary a form is, by its listed lemma. */
static uint16_t auxiliary(const char *lemma)
{
    return strcmp(lemma, "be") == 0     ? CH__BE
           : strcmp(lemma, "have") == 0 ? CH__HAVE
           : strcmp(lemma, "do") == 0   ? CH__DO
                                        : 0;
}

static void add_listed(const ch__lexicon *l, ch__entry *e)
{
    unsigned best = ~0u;
    for (uint32_t r = find(l->words, e->lower); r != CH_NONE; r = ch__table_find_next(l->words, r)) {
        const char *rank = ch__table_cell(l->words, r, 1), *lemma = ch__table_cell(l->words, r, 4);
        ch__tag t = ch__tag_of(ch__table_cell(l->words, r, 3));
        uint32_t upos = upos_bit(ch__table_cell(l->words, r, 2));
        if (t == CH__N_TAGS || !rank)
            continue;
        add(e, t);
        e->upos |= upos;
        e->flags |= CH__LISTED;
        if (upos & (1u << CH_UPOS_AUX))
            e->flags |= auxiliary(lemma ? lemma : e->lower);
        if (upos & (1u << CH_UPOS_PART) && t == CH__RB)
            e->flags |= CH__NOT;
        if ((unsigned)rank[0] < best) {
            best = (unsigned)rank[0];
            e->best = (uint8_t)t;
        }
    }
}

/* The verb's frames, and whether its bare or -s form is a noun too. */
static void add_verb(const ch__lexicon *l, ch__entry *e, uint32_t row, uint64_t tags, ch__tag noun)
{
    const char *also = ch__table_cell(l->verbs, row, 4);
    e->verb = row;
    e->frames |= letters(ch__table_cell(l->verbs, row, 1), "tsiogdbcx");
    if (also && noun != CH__N_TAGS) {
        add(e, noun);
        if (strcmp(also, "mostly") == 0)
            e->flags |= CH__NOUN_MOSTLY;
    }
    for (unsigned t = 0; t < CH__N_TAGS; t++)
        if (tags >> t & 1)
            add(e, (ch__tag)t);
}

static void add_inflected(const ch__lexicon *l, ch__entry *e, const char *ending, uint64_t tags, ch__tag noun)
{
    char bases[CH__BASES][CH__LONGEST + 4];
    size_t n = ch__bases(e->lower, ending, bases);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = find(l->verbs, bases[i]);
        if (row != CH_NONE) {
            add_verb(l, e, row, tags, noun);
            return;
        }
    }
}

static void add_verbs(const ch__lexicon *l, ch__entry *e)
{
    uint32_t row = find(l->verbs, e->lower);
    if (row != CH_NONE)
        add_verb(l, e, row, CH__T(VB) | CH__T(VBP), CH__NN);
    for (uint32_t r = find(l->irregular_verbs, e->lower); r != CH_NONE;
         r = ch__table_find_next(l->irregular_verbs, r)) {
        const char *lemma = ch__table_cell(l->irregular_verbs, r, 1), *tags = ch__table_cell(l->irregular_verbs, r, 2);
        uint64_t bits = (ch__list_has(tags, "VBD") ? CH__T(VBD) : 0) | (ch__list_has(tags, "VBN") ? CH__T(VBN) : 0);
        uint32_t base = lemma ? find(l->verbs, lemma) : CH_NONE;
        if (base != CH_NONE)
            add_verb(l, e, base, bits, CH__N_TAGS);
    }
    add_inflected(l, e, "s", CH__T(VBZ), CH__NNS);
    add_inflected(l, e, "ed", CH__T(VBD) | CH__T(VBN), CH__N_TAGS);
    add_inflected(l, e, "ing", CH__T(VBG), CH__N_TAGS);
}

static void add_adjectives(const ch__lexicon *l, ch__entry *e)
{
    uint32_t row = find(l->adjectives, e->lower);
    if (row != CH_NONE) {
        const char *noun = ch__table_cell(l->adjectives, row, 1), *kind = ch__table_cell(l->adjectives, row, 2);
        e->adjective = row;
        add(e, CH__JJ);
        if (noun)
            add(e, CH__NN);
        if (noun && strcmp(noun, "mostly") == 0)
            e->flags |= CH__NOUN_MOSTLY;
        if (kind)
            e->flags |= CH__PROPER_ADJ;
        return;
    }
    static const char *const endings[] = {"er", "est", "s"};
    static const ch__tag tags[] = {CH__JJR, CH__JJS, CH__NNS};
    for (size_t k = 0; k < 3; k++) {
        char bases[CH__BASES][CH__LONGEST + 4];
        size_t n = ch__bases(e->lower, endings[k], bases);
        for (size_t i = 0; i < n; i++) {
            row = find(l->adjectives, bases[i]);
            if (row == CH_NONE)
                continue;
            bool proper = ch__table_cell(l->adjectives, row, 2) != NULL;
            if (k == 2 && !proper && !ch__table_cell(l->adjectives, row, 1))
                continue;
            if (k < 2 && proper)
                continue;
            add(e, k == 2 && proper ? CH__NNPS : tags[k]);
            break;
        }
    }
}

static void add_nouns(const ch__lexicon *l, ch__entry *e)
{
    uint32_t row = find(l->irregular_nouns, e->lower);
    if (row != CH_NONE) {
        ch__tag t = ch__tag_of(ch__table_cell(l->irregular_nouns, row, 2));
        const char *lemma = ch__table_cell(l->irregular_nouns, row, 1);
        add(e, t == CH__N_TAGS ? CH__NN : t);
        e->noun = lemma ? find(l->nouns, lemma) : CH_NONE;
    }
    if (e->noun == CH_NONE && (e->noun = find(l->nouns, e->lower)) != CH_NONE && row == CH_NONE)
        add(e, CH__NN);
    char bases[CH__BASES][CH__LONGEST + 4];
    size_t n = e->noun == CH_NONE ? ch__bases(e->lower, "s", bases) : 0;
    for (size_t i = 0; i < n && e->noun == CH_NONE; i++)
        if ((e->noun = find(l->nouns, bases[i])) != CH_NONE)
            add(e, CH__NNS);
    if (e->noun != CH_NONE)
        e->kinds = kinds_of(ch__table_cell(l->nouns, e->noun, 1));
}

/* "reopened", "unhelpful", "non-nuclear": the rest decides. */
static void add_prefixed(const ch__lexicon *l, ch__entry *e)
{
    static const char *const prefixes[] = {"re", "un",    "mis", "over",  "dis", "pre",
                                           "in", "under", "non", "inter", "co"};
    const char *whole = e->lower;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes && !e->tags; i++) {
        size_t n = strlen(prefixes[i]);
        if (strncmp(whole, prefixes[i], n) != 0 || strlen(whole) < n + 4)
            continue;
        e->lower = whole + n + (whole[n] == '-');
        add_verbs(l, e);
        add_adjectives(l, e);
        e->verb = CH_NONE;
    }
    e->lower = whole;
}

static void shape(ch__entry *e)
{
    bool any = false, low = false;
    size_t i = 0, letters_seen = 0;
    while (i < e->form.n) {
        uint32_t c = ch__utf8_next(e->form.p, e->form.n, &i);
        if (ch__cp_is_upper(c)) {
            e->upper |= letters_seen == 0;
            any = true;
        }
        low |= ch__cp_is_lower(c);
        letters_seen += ch__cp_is_letter(c);
    }
    e->has_lower = low;
    e->caps = any && !low && letters_seen > 1;
}

static const char *lower_copy(ch__arena *arena, ch__sv form)
{
    char *p = ch__copy(arena, form);
    for (char *q = p; *q; q++)
        *q = ch__lower(*q);
    if (strncmp(p, "\xE2\x80\x99", 3) == 0) { /* curly apostrophe in front of clitics */
        p += 2;
        p[0] = '\'';
    } else if (strlen(p) == 5 && memcmp(p + 1, "\xE2\x80\x99t", 4) == 0)
        memcpy(p + 1, "'t", 3);
    return p;
}

static uint8_t name_type(const char *type)
{
    for (unsigned t = 0; type && t <= CH_NAME_MISC; t++)
        if (strcmp(type, ch_name_type_name((ch_name_type)t)) == 0)
            return (uint8_t)(t + 1);
    return 0;
}

static void fill(const ch__lexicon *l, ch__entry *e)
{
    e->verb = e->noun = e->adjective = CH_NONE;
    shape(e);
    if (e->form.n > CH__LONGEST) {
        add(e, e->upper ? CH__NNP : CH__NN);
        return;
    }
    if (find(l->words, e->lower) == CH_NONE && ch__entry_symbol(e))
        return;
    add_listed(l, e);
    if (e->flags & CH__LISTED) {
        uint32_t row = find(l->verbs, e->lower);
        e->frames = row == CH_NONE ? 0 : letters(ch__table_cell(l->verbs, row, 1), "tsiogdbcx");
        e->verb = row;
        uint64_t listed = e->tags;
        uint8_t best = e->best;
        add_nouns(l, e);
        if (listed & (CH__T(VBD) | CH__T(VBN)))
            add_verbs(l, e);
        e->tags = listed;
        e->best = best;
    } else {
        add_nouns(l, e);
        add_verbs(l, e);
        add_adjectives(l, e);
        if (!e->tags && !ch__sv_ends(ch__sv_of(e->lower), CH__SV("ly")))
            add_prefixed(l, e);
        if (!e->tags)
            ch__entry_guess(l, e);
    }
    char form[CH__LONGEST + 1];
    memcpy(form, e->form.p, e->form.n);
    form[e->form.n] = 0;
    uint32_t row = find(l->names, form);
    e->name = row == CH_NONE ? 0 : name_type(ch__table_cell(l->names, row, 1));
}

static void rehash(ch__lexicon *l)
{
    uint32_t cap = l->cap ? l->cap * 2 : 1024;
    ch__entry **slots = ch__alloc_array(l->scratch, cap, sizeof *slots);
    for (uint32_t i = 0; i < l->cap; i++)
        if (l->slots[i]) {
            uint32_t at = (uint32_t)ch__hash64(l->slots[i]->form) & (cap - 1);
            while (slots[at])
                at = (at + 1) & (cap - 1);
            slots[at] = l->slots[i];
        }
    l->slots = slots;
    l->cap = cap;
}

const ch__entry *ch__lexicon_entry(ch__lexicon *l, ch__sv form)
{
    if (l->n * 2 >= l->cap)
        rehash(l);
    uint32_t at = (uint32_t)ch__hash64(form) & (l->cap - 1);
    for (; l->slots[at]; at = (at + 1) & (l->cap - 1))
        if (ch__sv_eq(l->slots[at]->form, form))
            return l->slots[at];
    ch__entry *e = ch__alloc(l->scratch, sizeof *e);
    e->form = form;
    e->lower = lower_copy(l->scratch, form);
    fill(l, e);
    l->slots[at] = e;
    l->n++;
    return e;
}

#include "syntax/score.h"

#include <stdio.h>

#include "base/utf8.h"

/* ---- one side ---- */

/* Bytes of a form in NFC, without white space, appended to the characters. */
static bool add_characters(ch__scored *side, ch__sv form)
{
    ch__buf composed = {0};
    ch__sv s = form;
    if (!ch__nfc_quick(form.p, form.n)) {
        if (!ch__nfc(form.p, form.n, &composed)) {
            ch__buf_release(&composed);
            return false;
        }
        s = (ch__sv){composed.p, composed.n};
    }
    if (side->n_characters + s.n > side->cap_characters) { /* cannot be, after reserve */
        ch__buf_release(&composed);
        return false;
    }
    for (size_t i = 0, from = 0; i < s.n; from = i)
        if (!ch__cp_is_space(ch__utf8_next(s.p, s.n, &i))) {
            memcpy(side->characters + side->n_characters, s.p + from, i - from);
            side->n_characters += i - from;
        }
    ch__buf_release(&composed);
    return true;
}

/* Room for the characters of one more token. NFC makes a text at most three times as long (Unicode annex 15). */
static void reserve(ch__scored *side, size_t n)
{
    if (side->n_characters + n * 3 <= side->cap_characters)
        return;
    size_t cap = (side->cap_characters + n * 3) * 2 + 4096;
    side->characters = ch__grow(&side->arena, side->characters, side->n_characters, 1, cap);
    side->cap_characters = cap;
}

static ch__sv lowered(ch__arena *arena, ch__sv s)
{
    char *out = ch__alloc_raw(arena, s.n * 4 + 1); /* a lower case letter has at most four bytes */
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        n += ch__utf8_put(out + n, ch__cp_lower(ch__utf8_next(s.p, s.n, &i)));
    return (ch__sv){out, n};
}

static ch__sv kept(ch__arena *arena, ch__sv s)
{
    return s.n ? (ch__sv){ch__copy(arena, s), s.n} : (ch__sv){"", 0};
}

static bool is_one_of(ch__sv s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ch__sv_is(s, list[i]))
            return true;
    return false;
}

/* The features that count, those of Universal Dependencies' own list. */
static bool is_universal(ch__sv feature)
{
    static const char *const names[] = {"PronType", "NumType", "Poss",  "Reflex",   "Foreign",  "Abbr",     "Gender",
                                        "Animacy",  "Number",  "Case",  "Definite", "Degree",   "VerbForm", "Mood",
                                        "Tense",    "Aspect",  "Voice", "Evident",  "Polarity", "Person",   "Polite"};
    size_t eq = ch__sv_find(feature, CH__SV("="));
    return is_one_of((ch__sv){feature.p, eq == (size_t)-1 ? feature.n : eq}, names, sizeof names / sizeof *names);
}

static ch__sv universal_feats(ch__arena *arena, ch__sv feats)
{
    enum { MOST = 32 };
    ch__sv f[MOST], rest = feats, next;
    size_t n = 0, at, len = 0;
    if (!feats.n)
        return (ch__sv){"", 0};
    while (n < MOST && ch__sv_next(&rest, '|', &next)) {
        if (!is_universal(next))
            continue;
        for (at = n++; at && ch__sv_cmp(next, f[at - 1]) < 0; at--)
            f[at] = f[at - 1];
        f[at] = next;
    }
    char *out = ch__alloc_raw(arena, feats.n + 1);
    for (at = 0; at < n; at++) {
        memcpy(out + len, f[at].p, f[at].n);
        len += f[at].n;
        out[len++] = '|';
    }
    return (ch__sv){out, len};
}

static ch__sv universal(const ch__scored_word *w)
{
    return (ch__sv){w->deprel.p, w->universal};
}

static bool is_functional(const ch__scored_word *w)
{
    static const char *const names[] = {"aux", "cop", "mark", "det", "clf", "case", "cc"};
    return is_one_of(universal(w), names, sizeof names / sizeof *names);
}

static bool is_content(const ch__scored_word *w)
{
    static const char *const names[] = {"nsubj",     "obj",      "iobj",       "csubj",      "ccomp", "xcomp",
                                        "obl",       "vocative", "expl",       "dislocated", "advcl", "advmod",
                                        "discourse", "nmod",     "appos",      "nummod",     "acl",   "amod",
                                        "conj",      "fixed",    "flat",       "compound",   "list",  "parataxis",
                                        "orphan",    "goeswith", "reparandum", "root",       "dep"};
    return is_one_of(universal(w), names, sizeof names / sizeof *names);
}

static void add_word(ch__scored *side, const ch__conllu_word *from, uint32_t first, ch_span span, bool multiword)
{
    ch__scored_word *w = CH__PUSH(&side->arena, side->words, side->n_words, side->cap_words);
    ch__arena *arena = &side->arena;
    ch__sv deprel = kept(arena, from->deprel);
    const char *colon = deprel.n ? memchr(deprel.p, ':', deprel.n) : NULL;
    *w = (ch__scored_word){.span = span,
                           .form = lowered(arena, from->form),
                           .lemma = kept(arena, from->lemma),
                           .xpos = kept(arena, from->xpos),
                           .feats = universal_feats(arena, from->feats),
                           .deprel = deprel,
                           .universal = (uint32_t)(colon ? (size_t)(colon - deprel.p) : deprel.n),
                           .head = from->head ? first + from->head - 1 : CH_NONE,
                           .functional = CH_NONE,
                           .functional_next = CH_NONE,
                           .tag = from->tag,
                           .multiword = multiword};
}

static void link_functional(ch__scored *side, uint32_t first)
{
    for (uint32_t i = side->n_words; i-- > first;) {
        ch__scored_word *w = &side->words[i];
        if (w->head == CH_NONE || !is_functional(w))
            continue;
        w->functional_next = side->words[w->head].functional;
        side->words[w->head].functional = i;
    }
}

/* A token with its words [from, to). */
static int add_token(ch__scored *side, const ch__conllu_sentence *s, ch__sv form, uint32_t first, uint32_t from,
                     uint32_t to, bool multiword, ch_err *err)
{
    ch_span span = {(uint32_t)side->n_characters, 0};
    reserve(side, form.n);
    if (!add_characters(side, form))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    span.end = (uint32_t)side->n_characters;
    if (span.start == span.end)
        return ch__fail(err, CH_EFORMAT, "a token of white space");
    *CH__PUSH(&side->arena, side->tokens, side->n_tokens, side->cap_tokens) = span;
    for (uint32_t i = from; i < to; i++)
        add_word(side, &s->words[i], first, span, multiword);
    return CH_OK;
}

int ch__scored_add(ch__scored *side, const ch__conllu_sentence *s, ch_err *err)
{
    uint32_t first = side->n_words, range = 0;
    ch_span span = {(uint32_t)side->n_characters, 0};
    int rc = CH_OK;
    if (side->n_characters > UINT32_MAX / 2 || side->n_words > UINT32_MAX / 2)
        return ch__fail(err, CH_ELIMIT, "too much text to compare");
    for (uint32_t i = 0; i < s->n && rc >= 0;) {
        bool multiword = range < s->n_ranges && s->ranges[range].first == i;
        uint32_t end = multiword ? s->ranges[range].end : i + 1;
        rc = add_token(side, s, multiword ? s->ranges[range].form : s->words[i].form, first, i, end, multiword, err);
        range += multiword;
        i = end;
    }
    link_functional(side, first);
    span.end = (uint32_t)side->n_characters;
    *CH__PUSH(&side->arena, side->sentences, side->n_sentences, side->cap_sentences) = span;
    return rc;
}

/* ---- comparing words ---- */

/* The two sides at work. */
typedef struct match {
    const ch__scored *gold, *system;
    const uint32_t *gold_of;
    const uint32_t *group_of;
    ch_eval_group *groups;
} match;

/* Whether the head of system word s is aligned with that of gold word g. */
static bool same_head(const match *m, uint32_t g, uint32_t s)
{
    uint32_t head = m->system->words[s].head, gold_head = m->gold->words[g].head;
    if (head == CH_NONE || gold_head == CH_NONE)
        return head == gold_head;
    return m->gold_of[head] == gold_head;
}

static bool same_universal(const ch__scored_word *a, const ch__scored_word *b)
{
    return ch__sv_eq(universal(a), universal(b));
}

/* Aligned functional children with the same relation, tag and features, in the same order. */
static bool same_functional(const match *m, uint32_t g, uint32_t s)
{
    const ch__scored_word *gold = m->gold->words, *system = m->system->words;
    uint32_t a = gold[g].functional, b = system[s].functional;
    for (; a != CH_NONE && b != CH_NONE; a = gold[a].functional_next, b = system[b].functional_next)
        if (m->gold_of[b] != a || !same_universal(&gold[a], &system[b]) || gold[a].tag != system[b].tag ||
            !ch__sv_eq(gold[a].feats, system[b].feats))
            return false;
    return a == b;
}

/* The metrics by which system word s is right about gold word g, a bit each. */
static uint32_t verdict(const match *m, uint32_t g, uint32_t s)
{
    const ch__scored_word *a = &m->gold->words[g], *b = &m->system->words[s];
    bool tag = a->tag == b->tag, xpos = ch__sv_eq(a->xpos, b->xpos), feats = ch__sv_eq(a->feats, b->feats);
    bool lemma = !a->lemma.n || ch__sv_eq(a->lemma, b->lemma);
    bool head = same_head(m, g, s), labelled = head && same_universal(a, b);
    return (uint32_t)1 << CH_METRIC_WORDS | (uint32_t)tag << CH_METRIC_UPOS | (uint32_t)xpos << CH_METRIC_XPOS |
           (uint32_t)feats << CH_METRIC_UFEATS | (uint32_t)(tag && xpos && feats) << CH_METRIC_ALLTAGS |
           (uint32_t)lemma << CH_METRIC_LEMMAS | (uint32_t)head << CH_METRIC_UAS | (uint32_t)labelled << CH_METRIC_LAS |
           (uint32_t)(head && ch__sv_eq(a->deprel, b->deprel)) << CH_METRIC_LAS_SUBTYPES |
           (uint32_t)labelled << CH_METRIC_CLAS |
           (uint32_t)(labelled && tag && feats && same_functional(m, g, s)) << CH_METRIC_MLAS |
           (uint32_t)(labelled && lemma) << CH_METRIC_BLEX;
}

/* ---- counting ---- */

enum { SIDE_GOLD, SIDE_SYSTEM };

static void count(ch_eval_count *c, int side)
{
    side == SIDE_GOLD ? c->gold++ : c->system++;
}

static bool is_counted(const ch__scored_word *w, int metric)
{
    return metric < CH_METRIC_CLAS || is_content(w);
}

static void count_words(const match *m, const ch__scored_word *w, uint32_t group, int side)
{
    bool content = is_content(w);
    for (int metric = CH_METRIC_WORDS; metric <= CH_METRIC_BLEX; metric++)
        if (metric < CH_METRIC_CLAS || content) {
            count(&m->groups[0].counts[metric], side);
            if (group)
                count(&m->groups[group].counts[metric], side);
        }
}

static void count_match(const match *m, uint32_t g, uint32_t s, uint32_t group)
{
    uint32_t right = verdict(m, g, s);
    for (int metric = CH_METRIC_WORDS; metric <= CH_METRIC_BLEX; metric++) {
        if (!is_counted(&m->gold->words[g], metric))
            continue;
        for (uint32_t i = 0; i <= (group ? 1u : 0u); i++) {
            ch_eval_count *c = &m->groups[i ? group : 0].counts[metric];
            c->aligned++;
            c->correct += right >> metric & 1;
        }
    }
}

/* The group of the gold sentence in which a character stands; *at moves forward with the characters asked for. */
static uint32_t group_at(const match *m, uint32_t *at, uint32_t character)
{
    while (*at + 1 < m->gold->n_sentences && m->gold->sentences[*at].end <= character)
        ++*at;
    return m->group_of && m->gold->n_sentences ? m->group_of[*at] : 0;
}

/* Spans alike on both sides: tokens, sentences. */
static void count_spans(const match *m, const ch_span *gold, uint32_t n_gold, const ch_span *system, uint32_t n_system,
                        int metric)
{
    uint32_t at = 0;
    for (uint32_t i = 0, g = 0, s = 0; i < n_gold + n_system; i++) {
        bool take_gold = g < n_gold && (s == n_system || gold[g].start <= system[s].start);
        ch_span x = take_gold ? gold[g] : system[s];
        uint32_t group = group_at(m, &at, x.start);
        bool same = take_gold && s < n_system && gold[g].start == system[s].start && gold[g].end == system[s].end;
        for (uint32_t k = 0; k <= (group ? 1u : 0u); k++) {
            ch_eval_count *c = &m->groups[k ? group : 0].counts[metric];
            count(c, take_gold ? SIDE_GOLD : SIDE_SYSTEM);
            c->correct += same;
            c->aligned += same;
        }
        take_gold ? g++ : s++;
    }
}

static int check_characters(const ch__scored *gold, const ch__scored *system, ch_err *err)
{
    size_t i = 0, least = gold->n_characters < system->n_characters ? gold->n_characters : system->n_characters;
    while (i < least && gold->characters[i] == system->characters[i])
        i++;
    if (i == gold->n_characters && i == system->n_characters)
        return CH_OK;
    while (i && ((unsigned char)gold->characters[i < gold->n_characters ? i : i - 1] & 0xC0) == 0x80)
        i--;
    size_t g = gold->n_characters - i, s = system->n_characters - i;
    return ch__fail(err, CH_EFORMAT, "the texts differ behind %zu bytes: gold goes on '%.*s', the system '%.*s'", i,
                    (int)(g < 24 ? g : 24), gold->characters ? gold->characters + i : "", (int)(s < 24 ? s : 24),
                    system->characters ? system->characters + i : "");
}

static void count_sizes(const match *m)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < m->gold->n_sentences; i++) {
        m->groups[0].sentences++;
        if (m->group_of && m->group_of[i])
            m->groups[m->group_of[i]].sentences++;
    }
    for (uint32_t g = 0; g < m->gold->n_words; g++) {
        uint32_t group = group_at(m, &at, m->gold->words[g].span.start);
        count_words(m, &m->gold->words[g], group, SIDE_GOLD);
        m->groups[0].words++;
        if (group)
            m->groups[group].words++;
    }
}

int ch__score(ch__scored *gold, const ch__scored *system, const uint32_t *group_of, ch_eval_group *groups, ch_err *err)
{
    int rc = check_characters(gold, system, err);
    if (rc < 0)
        return rc;
    match m = {gold, system, ch__score_align(gold, system), group_of, groups};
    uint32_t at = 0;
    count_spans(&m, gold->tokens, gold->n_tokens, system->tokens, system->n_tokens, CH_METRIC_TOKENS);
    count_spans(&m, gold->sentences, gold->n_sentences, system->sentences, system->n_sentences, CH_METRIC_SENTENCES);
    count_sizes(&m);
    for (uint32_t s = 0; s < system->n_words; s++) {
        uint32_t group = group_at(&m, &at, system->words[s].span.start);
        count_words(&m, &system->words[s], group, SIDE_SYSTEM);
        if (m.gold_of[s] != CH_NONE)
            count_match(&m, m.gold_of[s], s, group);
    }
    return CH_OK;
}

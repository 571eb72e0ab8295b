/* Tables events/times and events/time-patterns, compiled once for all threads. Patterns become a trie over words and
 * classes: an element that may be absent ("?") or is one of several ("of|in") is written out in all its forms. */
#include <stdlib.h>

#include "base/hash.h"
#include "events/when.h"

enum { ELEMENTS = 16 /* of a pattern, at most */ };

static const char *const class_names[CH__N_TCLASS] = {
    "iso",   "weekday", "wd",     "weekdays", "month", "day",     "ord",   "year",  "yy",     "num",
    "vague", "unit",    "units",  "shift",    "rel",   "part",    "since", "side",  "season", "nth",
    "q",     "h",       "decade", "to",       "ana",   "daypart", "ampm",  "clock", "hhmm",   "zone"};

static const struct rule {
    const char *name;
    ch__when_fn resolve;
    ch__when_kind kind;
} rules[] = {
#define CH_X(name) {#name, ch__when_rule_##name, CH__WHEN_TIME},
    CH__WHEN_RULES(CH_X)
#undef CH_X
        {"lead", NULL, CH__WHEN_LEAD},
    {"event", NULL, CH__WHEN_EVENT},
    {"skip", NULL, CH__WHEN_TIME}};

static const char *const needs[] = {"", "lead", "noun", "alone", "comma"};

typedef struct compiler {
    ch__when_lexicon *lexicon;
    uint32_t cap_words, n_nodes, cap_nodes, n_patterns, cap_patterns;
    ch__sv elements[ELEMENTS];
    int n_elements;
} compiler;

/* ---- words ---- */

uint32_t ch__when_word_find(const ch__when_lexicon *lexicon, ch__sv text)
{
    uint32_t w = lexicon->slots[ch__hash64(text) % CH__WHEN_SLOTS];
    while (w != CH_NONE && !ch__sv_eq(lexicon->words[w].text, text))
        w = lexicon->words[w].next;
    return w;
}

int ch__when_tabled(const ch__when_lexicon *lexicon, ch__sv text, ch__tclass cls)
{
    uint32_t w = ch__when_word_find(lexicon, text);
    for (int i = 0; w != CH_NONE && i < lexicon->words[w].n; i++)
        if (lexicon->words[w].cls[i] == cls)
            return lexicon->words[w].value[i];
    return CH__NO_VALUE;
}

static uint32_t word_of(compiler *c, ch__sv text)
{
    ch__when_lexicon *l = c->lexicon;
    uint32_t w = ch__when_word_find(l, text);
    if (w != CH_NONE)
        return w;
    w = l->n_words;
    uint32_t *slot = &l->slots[ch__hash64(text) % CH__WHEN_SLOTS];
    ch__when_word *word = CH__PUSH(&l->arena, l->words, l->n_words, c->cap_words);
    word->text = (ch__sv){ch__copy(&l->arena, text), text.n};
    word->next = *slot;
    *slot = w;
    return w;
}

static ch__tclass class_of(ch__sv name)
{
    for (int c = 0; c < CH__N_TCLASS; c++)
        if (ch__sv_is(name, class_names[c]))
            return (ch__tclass)c;
    return CH__N_TCLASS;
}

static void add_words(compiler *c, const ch__table *t)
{
    for (uint32_t r = 0; r < ch__table_rows(t); r++) {
        uint32_t at = word_of(c, ch__sv_of(ch__cell(t, r, 0)));
        ch__when_word *w = &c->lexicon->words[at];
        ch__tclass cls = class_of(ch__sv_of(ch__cell(t, r, 1)));
        if (cls == CH__N_TCLASS || w->n == CH__WORD_CLASSES)
            continue;
        w->cls[w->n] = (uint8_t)cls;
        w->value[w->n++] = (int16_t)atoi(ch__cell(t, r, 2));
    }
}

/* ---- patterns ---- */

static uint32_t symbol_of(compiler *c, ch__sv element)
{
    if (element.n > 2 && element.p[0] == '<') {
        ch__tclass cls = class_of((ch__sv){element.p + 1, element.n - 2});
        if (cls != CH__N_TCLASS)
            return (uint32_t)cls;
    }
    return CH__N_TCLASS + word_of(c, element);
}

static uint32_t child_of(compiler *c, uint32_t node, uint32_t symbol)
{
    ch__when_lexicon *l = c->lexicon;
    for (uint32_t k = l->nodes[node].first; k; k = l->nodes[k].next)
        if (l->nodes[k].symbol == symbol)
            return k;
    ch__when_node *made = CH__PUSH(&l->arena, l->nodes, c->n_nodes, c->cap_nodes);
    made->symbol = symbol;
    made->next = l->nodes[node].first;
    l->nodes[node].first = c->n_nodes - 1;
    return c->n_nodes - 1;
}

/* Writes out the elements from `i` on below a node, in all forms. The pattern that stands first in the table keeps a
 * place that two want. */
static void write_out(compiler *c, int i, uint32_t node)
{
    if (i == c->n_elements) {
        ch__when_node *end = &c->lexicon->nodes[node];
        if (!end->pattern && node != 1)
            end->pattern = c->n_patterns;
        return;
    }
    ch__sv left = c->elements[i], one;
    bool optional = left.n > 1 && left.p[left.n - 1] == '?';
    left.n -= optional;
    while (ch__sv_next(&left, '|', &one))
        write_out(c, i + 1, child_of(c, node, symbol_of(c, one)));
    if (optional)
        write_out(c, i + 1, node);
}

static uint8_t index_in(const char *const *names, size_t n, ch__sv name)
{
    for (size_t i = 0; i < n; i++)
        if (names[i] && ch__sv_is(name, names[i]))
            return (uint8_t)i;
    return 0;
}

/* "date lead", "duration:P3D", "lead:since": rule, argument, need. */
static void read_rule(compiler *c, ch__pattern *p, const char *cell)
{
    ch__sv left = ch__sv_of(cell), head = {0}, name = {0};
    (void)ch__sv_next(&left, ' ', &head);
    p->need = index_in(needs, sizeof needs / sizeof *needs, left);
    (void)ch__sv_next(&head, ':', &name);
    p->arg = ch__copy(&c->lexicon->arena, head.p ? head : CH__SV(""));
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ch__sv_is(name, rules[i].name)) {
            p->resolve = rules[i].resolve;
            p->kind = (uint8_t)rules[i].kind;
        }
    if (p->kind == CH__WHEN_LEAD)
        for (int r = 0; r < CH_N_RELATIONS; r++)
            if (ch_relation_name((ch_relation)r) && strcmp(ch_relation_name((ch_relation)r), p->arg) == 0)
                p->relation = (uint8_t)r;
}

/* Words that a pattern has of its own; a plural is one, so that "the coming days" is not "the coming week". */
static uint8_t own_words(const compiler *c)
{
    uint8_t n = 0;
    for (int i = 0; i < c->n_elements; i++) {
        ch__sv e = c->elements[i];
        if ((e.p[0] != '<' && e.p[e.n - 1] != '?') || ch__sv_is(e, "<units>"))
            n++;
    }
    return n;
}

static void add_patterns(compiler *c, const ch__table *t)
{
    for (uint32_t r = 0; r < ch__table_rows(t); r++) {
        ch__sv left = ch__sv_of(ch__cell(t, r, 0)), element;
        c->n_elements = 0;
        while (c->n_elements < ELEMENTS && ch__sv_next(&left, ' ', &element))
            c->elements[c->n_elements++] = element;
        ch__pattern *p = CH__PUSH(&c->lexicon->arena, c->lexicon->patterns, c->n_patterns, c->cap_patterns);
        read_rule(c, p, ch__cell(t, r, 1));
        p->literals = own_words(c);
        write_out(c, 0, 1);
    }
}

static void index_roots(compiler *c)
{
    ch__when_lexicon *l = c->lexicon;
    l->roots = ch__alloc_array(&l->arena, CH__N_TCLASS + l->n_words, sizeof *l->roots);
    for (uint32_t k = l->nodes[1].first; k; k = l->nodes[k].next)
        l->roots[l->nodes[k].symbol] = k;
}

static void release(void *made)
{
    ch__when_lexicon *l = made;
    ch__arena_release(&l->arena);
    free(l);
}

static int compile(ch__when_lexicon *l, const ch__table *words, const ch__table *patterns)
{
    jmp_buf guard;
    compiler c = {.lexicon = l};
    if (setjmp(guard))
        return CH_ENOMEM;
    l->arena.guard = &guard;
    for (int i = 0; i < CH__WHEN_SLOTS; i++)
        l->slots[i] = CH_NONE;
    (void)CH__PUSH(&l->arena, l->nodes, c.n_nodes, c.cap_nodes);
    (void)CH__PUSH(&l->arena, l->nodes, c.n_nodes, c.cap_nodes);
    add_words(&c, words);
    add_patterns(&c, patterns);
    index_roots(&c);
    l->arena.guard = NULL;
    return CH_OK;
}

int ch__times_compile(ch__knowledge *k, ch_err *err)
{
    const ch__table *words = ch__knowledge_table(k, "events/times"),
                    *patterns = ch__knowledge_table(k, "events/time-patterns");
    if (!words || !patterns)
        return CH_OK;
    ch__when_lexicon *l = ch__malloc(sizeof *l);
    if (!l)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    memset(l, 0, sizeof *l);
    if (compile(l, words, patterns) < 0) {
        release(l);
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    ch__knowledge_keep(k, l, release);
    return CH_OK;
}

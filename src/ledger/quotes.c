/* quotes.c - pairing of quotation marks. */
#include "ledger/quotes.h"

typedef enum mark { NO_MARK, OPEN, CLOSE, EITHER, SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER } mark;

static mark mark_of(const ch_doc *doc, uint32_t t)
{
    static const struct {
        const char *form;
        mark is;
    } marks[] = {{"\"", EITHER},          {"\u201C", OPEN},         {"\u201D", CLOSE},    {"\u201E", OPEN},
                 {"\u201F", OPEN},        {"\u00AB", OPEN},         {"\u00BB", CLOSE},    {"``", OPEN},
                 {"''", CLOSE},           {"\uFF02", EITHER},       {"\u300C", OPEN},     {"\u300D", CLOSE},
                 {"\u2018", SINGLE_OPEN}, {"\u2019", SINGLE_CLOSE}, {"'", SINGLE_EITHER}, {"`", SINGLE_OPEN}};
    ch__sv s = ch__token_sv(doc, t);
    if (s.n > 3)
        return NO_MARK;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (ch__sv_is(s, marks[i].form))
            return marks[i].is >= SINGLE_OPEN && strcmp(doc->words[t].xpos, "POS") == 0 ? NO_MARK : marks[i].is;
    return NO_MARK;
}

/* White space in front and none behind: the mark opens. The other way round: it closes. */
static mark by_space(const ch_doc *doc, uint32_t t, bool first, bool single)
{
    bool before = first || (doc->tokens[t - 1].flags & CH_TOKEN_SPACE_AFTER);
    bool behind = doc->tokens[t].flags & CH_TOKEN_SPACE_AFTER;
    if (before == behind)
        return single ? SINGLE_EITHER : EITHER;
    if (single)
        return before ? SINGLE_OPEN : SINGLE_CLOSE;
    return before ? OPEN : CLOSE;
}

typedef struct pairing {
    ch__arena *arena;
    const ch_doc *doc;
    ch__quotes *out;
    uint32_t cap;
    uint32_t open;  /* token of the mark that is open, or CH_NONE */
    uint32_t words; /* behind it, or behind a second one: ““We will ...” */
    bool single;
} pairing;

static void add(pairing *p, uint32_t close, bool closed, bool goes_on)
{
    uint32_t index = p->out->n;
    *CH__PUSH(p->arena, p->out->at, p->out->n, p->cap) = (ch__quote){p->open, close, p->words, closed, goes_on};
    for (uint32_t t = p->open; t < close + closed; t++)
        p->out->of[t] = index;
    p->open = CH_NONE;
}

static void begin(pairing *p, uint32_t t, bool single)
{
    p->open = t;
    p->words = t + 1;
    p->single = single;
}

static void take(pairing *p, uint32_t t, mark m)
{
    bool open = p->open != CH_NONE, single = m >= SINGLE_OPEN;
    if (open && t == p->words && p->single == single && (m == OPEN || m == EITHER || m == SINGLE_OPEN)) {
        p->words = t + 1;
        return;
    }
    if (open && p->single && !single)
        p->open = CH_NONE; /* a double mark inside a single one: that was an apostrophe */
    else if (open && !p->single && single)
        return;
    open = p->open != CH_NONE;
    if (m == OPEN || m == SINGLE_OPEN) {
        if (open)
            add(p, t, false, false); /* never closed: it ends where the next one opens */
        begin(p, t, single);
    } else if (open)
        add(p, t, true, false);
    else if (m == EITHER)
        begin(p, t, single);
}

static bool opens(const ch_doc *doc, uint32_t t)
{
    mark m = mark_of(doc, t);
    return m == OPEN || (m == EITHER && by_space(doc, t, true, false) == OPEN);
}

/* Tokens of the paragraph that begins with sentence s; *next gets the sentence behind it. */
static ch_span paragraph(const ch_doc *doc, uint32_t s, uint32_t *next)
{
    uint32_t e = s;
    while (e + 1 < doc->n_sentences && doc->sentences[e + 1].block == doc->sentences[s].block)
        e++;
    *next = e + 1;
    return (ch_span){doc->sentences[s].tokens.start, doc->sentences[e].tokens.end};
}

void ch__quotes_find(ch__arena *scratch, const ch_doc *doc, ch__quotes *out)
{
    pairing p = {.arena = scratch, .doc = doc, .out = out, .open = CH_NONE};
    *out = (ch__quotes){.of = ch__alloc_raw(scratch, (size_t)doc->n_tokens * sizeof *out->of + 1)};
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        out->of[t] = CH_NONE;
    for (uint32_t s = 0, next; s < doc->n_sentences; s = next) {
        ch_span tokens = paragraph(doc, s, &next);
        for (uint32_t t = tokens.start; t < tokens.end; t++) {
            mark m = mark_of(doc, t);
            if (m == EITHER || m == SINGLE_EITHER)
                m = by_space(doc, t, t == tokens.start, m == SINGLE_EITHER);
            if (m != NO_MARK)
                take(&p, t, m);
        }
        bool on = next < doc->n_sentences && opens(doc, doc->sentences[next].tokens.start);
        if (p.open != CH_NONE && !p.single)
            add(&p, tokens.end, false, on);
        p.open = CH_NONE;
    }
}

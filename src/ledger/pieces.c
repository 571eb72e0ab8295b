/* pieces.c - stretches of what is said: quotations, with those that go on in the next paragraphs, and plain words. */
#include "ledger/contents.h"

bool ch__is_mark(const ch_doc *doc, uint32_t t)
{
    return ch__upos_is(doc, t, CH_UPOS_PUNCT) || strcmp(doc->words[t].xpos, "NFP") == 0; /* "»" is tagged a symbol */
}

const ch__quote *ch__quote_at(const ch__speech *sp, uint32_t t)
{
    return sp->quotes.of[t] == CH_NONE ? NULL : &sp->quotes.at[sp->quotes.of[t]];
}

bool ch__opens_quote(const ch__speech *sp, uint32_t t)
{
    const ch__quote *q = ch__quote_at(sp, t);
    return q && q->open == t;
}

bool ch__closes_quote(const ch__speech *sp, uint32_t t)
{
    const ch__quote *q = ch__quote_at(sp, t);
    return q && q->closed && q->close == t;
}

void ch__add_piece(ch__said *a, uint32_t from, uint32_t to)
{
    if (from < to && a->n_pieces < CH__PIECES)
        a->pieces[a->n_pieces++] = (ch_span){from, to};
}

/* The quotation that opens at t, with the paragraphs that go on with it. */
void ch__add_quote(const ch__speech *sp, ch__said *a, uint32_t t)
{
    for (uint32_t i = sp->quotes.of[t];; i++) {
        ch_span in = ch__quote_inside(&sp->quotes.at[i]);
        ch__add_piece(a, in.start, in.end);
        if (!sp->quotes.at[i].goes_on || i + 1 == sp->quotes.n || a->n_pieces == CH__PIECES)
            return;
    }
}

/* A stretch of the sentence; when it ends inside a quotation that runs on, to the end of that. */
void ch__add_stretch(const ch__speech *sp, ch__said *a, uint32_t from, uint32_t to)
{
    const ch__quote *q = to > from ? ch__quote_at(sp, to - 1) : NULL;
    ch__add_piece(a, from, q && q->close > to ? q->close : to);
}

/* One past the last word of the sentence; a closing mark stays. */
uint32_t ch__words_end(const ch__speech *sp, const ch_sentence *s)
{
    uint32_t e = s->tokens.end;
    while (e > s->tokens.start && ch__is_mark(sp->doc, e - 1) && !ch__closes_quote(sp, e - 1))
        e--;
    return e;
}

bool ch__is_that(const ch_doc *doc, uint32_t t)
{
    return ch__lemma_is(doc, t, "that") && (ch__upos_is(doc, t, CH_UPOS_SCONJ) || doc->words[t].deprel == CH_DEP_MARK);
}

bool ch__is_relative(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    return strcmp(x, "WDT") == 0 || strcmp(x, "WP") == 0 || strcmp(x, "WP$") == 0 || strcmp(x, "WRB") == 0 ||
           ch__is_that(doc, t);
}

uint32_t ch__next_mark(const ch__speech *sp, uint32_t p, uint32_t end)
{
    while (p < end && !ch__is_mark(sp->doc, p))
        p++;
    return p;
}

/* A quotation that is a clause by itself: of '"travel on separate tracks"' the subject stands outside. */
bool ch__full_clause(const ch__speech *sp, const ch__quote *q)
{
    ch_span in = ch__quote_inside(q);
    return ch__has_finite(sp->doc, in) && !ch__is_finite(sp->doc, in.start);
}

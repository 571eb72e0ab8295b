/* tags.c - words in front of who speaks: '"...," he said', "..., as the ministry informed", '"..." is what he
 * promised'. */
#include "ledger/contents.h"

enum { REACH = 40 };

/* "Lima recalled its envoy on Friday": what is recalled is a thing, no words; "said Saturday" has a day. */
static bool has_object(const ch_doc *doc, const ch_sentence *s, uint32_t verb, ch_span tag, bool person)
{
    uint32_t object = ch__child(doc, s, verb, CH_DEP_OBJ);
    if (object == CH_NONE || object < tag.start || object >= tag.end || person)
        return false;
    ch__time *times;
    uint32_t n = ch__times(doc, (uint32_t)(s - doc->sentences), &times);
    for (uint32_t i = 0; i < n; i++)
        if (object >= times[i].tokens.start && object < times[i].tokens.end)
            return false;
    return true;
}

/* "14:05", "9.40" */
static bool is_clock(ch__sv s)
{
    size_t mark = s.n > 3 ? s.n - 3 : 0;
    if (s.n < 4 || s.n > 5 || (s.p[mark] != ':' && s.p[mark] != '.'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i != mark && (s.p[i] < '0' || s.p[i] > '9'))
            return false;
    return true;
}

/* Where the clause in front of a tag begins: behind the last semicolon or colon outside quotation marks. */
static uint32_t front_start(const ch__speech *sp, const ch_sentence *s, uint32_t tag)
{
    uint32_t from = s->tokens.start;
    if (ch__upos_is(sp->doc, from, CH_UPOS_NUM) && is_clock(ch__token_sv(sp->doc, from)))
        from++; /* "14:05 Armenia has closed the border, an official tells us." */
    for (uint32_t t = s->tokens.start; t + 1 < tag; t++)
        if ((ch__form_is(sp->doc, t, ";") || ch__form_is(sp->doc, t, ":")) && sp->quotes.of[t] == CH_NONE)
            from = t + 1;
    return from;
}

/* One past the tag: "he told reporters in Ankara" ends at the next mark; CH_NONE when a clause follows: those are the
 * words then. */
static uint32_t tag_end(const ch__speech *sp, uint32_t behind, uint32_t end, const ch__said *a)
{
    const ch_doc *doc = sp->doc;
    uint32_t p = behind;
    for (; p < end && !ch__is_mark(doc, p); p++) {
        uint32_t up = doc->words[p].head;
        bool asks = doc->words[p].xpos[0] == 'W' &&
                    (a->inverted || (p > behind && ch__is_noun(doc, p - 1))); /* "said a monk who has counted them" */
        bool beside =
            up != CH_NONE && up > p && doc->words[up].deprel == CH_DEP_ADVCL && doc->words[up].head == a->trigger;
        bool adverbial = doc->words[p].deprel == CH_DEP_MARK && !ch__is_that(doc, p) && !ch__lemma_is(doc, p, "if") &&
                         !ch__lemma_is(doc, p, "whether"); /* "announced after the port had refused" */
        if (asks || adverbial || (beside && !ch__is_that(doc, p)))
            return ch__next_mark(sp, p, end); /* "said hours before he resigned" */
        bool to_do = p + 1 < end && strcmp(doc->words[p].xpos, "TO") == 0 && ch__upos_is(doc, p + 1, CH_UPOS_VERB) &&
                     doc->words[p + 1].head == a->trigger; /* "M23 swore on Thursday to march on": that is sworn */
        if (to_do || ch__is_finite(doc, p) || ch__is_that(doc, p))
            return CH_NONE;
    }
    return p < end && ch__opens_quote(sp, p) ? CH_NONE : p;
}

static bool has_verb(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (ch__upos_is(doc, t, CH_UPOS_VERB) || ch__upos_is(doc, t, CH_UPOS_AUX))
            return true;
    return false;
}

/* 'relations were restored, and "we owe them a harvest,"': the quotation in front of the tag has all that is said. */
static bool stands_alone(const ch__speech *sp, const ch__quote *q, uint32_t from)
{
    const ch_doc *doc = sp->doc;
    if (q->open <= from)
        return true;
    bool after = ch__is_mark(doc, q->open - 1) || ch__upos_is(doc, q->open - 1, CH_UPOS_CCONJ) ||
                 ch__upos_is(doc, q->open - 1, CH_UPOS_SCONJ);
    return after && ch__full_clause(sp, q);
}

/* "Were Riyadh to ask, he said, Sanaa would answer": a clause that waits for its main one. */
static bool waits(const ch_doc *doc, uint32_t first)
{
    return ch__upos_is(doc, first, CH_UPOS_SCONJ) || ch__upos_is(doc, first, CH_UPOS_AUX);
}

/* What goes on behind the tag: '...," he said, "..."', 'Iran, he said, is ready'. */
static void add_rest(const ch__speech *sp, uint32_t p, uint32_t end, bool alone, bool whole, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    if (p + 1 >= end)
        return;
    if (ch__opens_quote(sp, p + 1)) {
        bool clause = a->n_pieces && ch__has_finite(doc, a->pieces[0]);
        if (!clause && !alone && ch__full_clause(sp, ch__quote_at(sp, p + 1)))
            a->n_pieces = 0; /* 'Over the second, he said, "Finance must bend"' */
        ch__add_quote(sp, a, p + 1);
        return;
    }
    bool leads = p + 2 < end && ch__opens_quote(sp, p + 2); /* '..., for "hospitality is a two-way street"' */
    bool goes_on = !whole || ch__is_finite(doc, p + 1) || waits(doc, a->pieces[0].start);
    if (!alone && (goes_on || leads))
        ch__add_stretch(sp, a, p + 1, end);
}

/* '"Not a leaf of it is true," the army said of the report that ...': a whole quoted sentence stands in front. */
static bool full_quote_before(const ch__speech *sp, uint32_t mark)
{
    uint32_t close = ch__closes_quote(sp, mark) ? mark : mark && ch__closes_quote(sp, mark - 1) ? mark - 1 : CH_NONE;
    return close != CH_NONE && ch__full_clause(sp, ch__quote_at(sp, close));
}

/* The first of the quotations that go on, paragraph after paragraph, to this one. */
static uint32_t first_of_quote(const ch__speech *sp, const ch__quote *q)
{
    uint32_t i = (uint32_t)(q - sp->quotes.at), last = i;
    while (i > 0 && sp->quotes.at[i - 1].goes_on && last - i + 2 < CH__PIECES)
        i--;
    return i;
}

/* "..., the chief veterinary officer informed on Friday": a past tense that the tagger took for a participle. */
static bool past_in_tag(const ch__speech *sp, const ch_sentence *s, uint32_t first, uint32_t behind, const ch__said *a)
{
    const ch_doc *doc = sp->doc;
    if (a->speaker.n != 1 || first >= a->trigger || ch__upos_is(doc, a->trigger - 1, CH_UPOS_AUX))
        return false;
    const ch_mention *m = &doc->mentions[a->speaker.at[0].mention];
    for (uint32_t t = m->tokens.end; t < a->trigger; t++)
        if (ch__is_mark(doc, t) || ch__upos_is(doc, t, CH_UPOS_VERB))
            return false; /* "the official spokesman of the Armed Forces declared" */
    return ch__is_somebody(sp, a->speaker.at[0].mention) && ch__is_mark(doc, first - 1) &&
           (behind + 1 >= s->tokens.end || !ch__lemma_is(doc, behind, "by") ||
            doc->words[behind + 1].upos == CH_UPOS_NOUN);
}

/* Whether no verb lies between speaker and verb of a tag, but in a relative clause: "Kampala rushed troops and called
 * on ..." is none. */
static bool one_phrase(const ch_doc *doc, const ch__said *a, uint32_t verb)
{
    if (a->speaker_start == CH_NONE || a->inverted)
        return true;
    for (uint32_t t = a->speaker_start; t < verb; t++) {
        if (doc->words[t].xpos[0] == 'W')
            return true;
        if (ch__is_finite(doc, t))
            return false;
    }
    return true;
}

static bool introduces(const ch_doc *doc, uint32_t t)
{
    return ch__lemma_is(doc, t, "as") || ch__lemma_is(doc, t, "so") || ch__lemma_is(doc, t, "thus");
}

/* "As the ministry informed, patrols have spread": the words stand behind the mark. */
static bool as_clause(const ch__speech *sp, const ch_sentence *s, uint32_t first, uint32_t behind, uint32_t end,
                      ch__said *a)
{
    uint32_t p = tag_end(sp, behind, end, a);
    if (first != s->tokens.start || !introduces(sp->doc, first) || p == CH_NONE || p + 1 >= end ||
        !ch__has_finite(sp->doc, (ch_span){p, end}))
        return false;
    ch__add_stretch(sp, a, p + 1, end);
    return true;
}

/* '"Family" was how Barbados hailed the nurses', '"..." is what he promised': the quotation before "how" or "what". */
bool ch__takes_cleft(ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    uint32_t t = ch__tag_phrase(doc, s, a->speaker_start == CH_NONE ? a->trigger : a->speaker_start);
    while (t > s->tokens.start && a->trigger - t < REACH && doc->words[t].xpos[0] != 'W')
        t--;
    bool asks = ch__lemma_is(doc, t, "how") || ch__lemma_is(doc, t, "what") || ch__lemma_is(doc, t, "why");
    if (!asks || t < s->tokens.start + 3 || !ch__lemma_is(doc, t - 1, "be") || !ch__closes_quote(sp, t - 2))
        return false;
    ch_span in = ch__quote_inside(ch__quote_at(sp, t - 2));
    ch__add_piece(a, in.start, in.end);
    return true;
}

/* The words in front: "Iran is ready," he said. The mark or comma stands before the speaker; behind the verb no clause
 * follows. */
bool ch__takes_front(ch__speech *sp, const ch_sentence *s, uint32_t behind, bool person, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t first = ch__tag_start(doc, s, a->trigger), end = ch__words_end(sp, s);
    if (a->speaker_start != CH_NONE && a->speaker_start < first)
        first = a->speaker_start;
    first = ch__tag_phrase(doc, s, first);
    if (a->participle || !one_phrase(doc, a, ch__tag_start(doc, s, a->trigger)))
        return false;
    if (first > s->tokens.start && introduces(doc, first - 1))
        first--; /* "..., as the ministry informed" */
    if (first <= s->tokens.start + 1)
        return as_clause(sp, s, first, behind, end, a);
    if (!ch__is_mark(doc, first - 1) || ch__form_is(doc, first - 1, ":") ||
        (ch__spoken_of(doc, s, a->trigger) && !past_in_tag(sp, s, first, behind, a)))
        return false;
    uint32_t from = front_start(sp, s, first), mark = first - 1;
    uint32_t p = full_quote_before(sp, mark) ? ch__next_mark(sp, behind, end) : tag_end(sp, behind, end, a);
    if (p == CH_NONE || from >= mark ||
        (!a->inverted && !full_quote_before(sp, mark) && has_object(doc, s, a->trigger, (ch_span){behind, p}, person)))
        return false;
    if (mark > from && !ch__closes_quote(sp, mark) && ch__closes_quote(sp, mark - 1))
        mark--; /* '"It is over", he said' */
    const ch__quote *q = ch__closes_quote(sp, mark) ? ch__quote_at(sp, mark) : NULL;
    bool alone = q && stands_alone(sp, q, from), whole = q || has_verb(doc, (ch_span){from, mark});
    if (!whole && p >= end && (mark < from + 2 || ch__upos_is(doc, from, CH_UPOS_ADP)))
        return false; /* "In Paris, he said." */
    if (!whole && p < end && !(p + 1 < end && (ch__opens_quote(sp, p + 1) || ch__has_finite(doc, (ch_span){p, end}))))
        return false;
    if (alone) {
        for (uint32_t i = first_of_quote(sp, q); &sp->quotes.at[i] < q; i++)
            ch__add_piece(a, ch__quote_inside(&sp->quotes.at[i]).start, sp->quotes.at[i].close);
        ch__add_piece(a, ch__quote_inside(q).start, mark);
    } else
        ch__add_piece(a, from, q ? mark + 1 : mark);
    add_rest(sp, p, end, alone, whole, a);
    return a->n_pieces > 0;
}

/* figure_scene.c - a sentence made ready for the scorers of figures: who is named in it or before it, and what a number
 * hangs on. */
#include "ledger/figure_traits.h"

enum { UP = 8 /* heads followed upward */, BACK = 80 /* mentions looked at before the sentence */, BEFORE = 4 };

uint32_t *ch__events_by_token(const ch_doc *doc, ch__arena *arena)
{
    uint32_t *of = ch__alloc_array(arena, (size_t)doc->n_tokens + 1, sizeof *of);
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        of[t] = CH_NONE;
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->token != CH_NONE && c->record != CH_NONE && doc->records[c->record].kind == CH_EVENT)
            of[c->token] = c->record;
    }
    return of;
}

/* ---- who is named ---- */

static const ch__bidder *with_code(const ch__figure_scene *s, const char *code)
{
    for (uint32_t i = 0; i < s->n_bidders; i++)
        if (strcmp(s->bidders[i].code, code) == 0)
            return &s->bidders[i];
    return NULL;
}

static void add(ch__figure_scene *s, ch__bidder b)
{
    if (!b.code || s->n_bidders == CH__MOST_BIDDERS)
        return;
    const ch__bidder *same = with_code(s, b.code);
    b.order = same ? same->order : s->n_codes++;
    s->bidders[s->n_bidders++] = b;
}

static void add_mention(ch__figure_scene *s, uint32_t mention, ch__naming naming, uint32_t back)
{
    const ch_doc *doc = s->clues.doc;
    const ch_mention *m = &doc->mentions[mention];
    for (uint32_t a = m->actors.start; a < m->actors.end; a++) {
        const char *code = doc->actors[a].code;
        if (code && (naming == CH__NAMED_HERE || !with_code(s, code)))
            add(s, (ch__bidder){.code = code,
                                .mention = mention,
                                .actor = a,
                                .head = naming == CH__NAMED_HERE ? m->head : CH_NONE,
                                .back = back,
                                .naming = (uint8_t)naming,
                                .index = (uint8_t)(a - m->actors.start),
                                .of = (uint8_t)(m->actors.end - m->actors.start)});
    }
}

/* The token of a stretch of bytes that hangs outside of it. */
static uint32_t head_of(const ch_doc *doc, ch_span tokens, ch_span bytes)
{
    uint32_t last = CH_NONE;
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        ch_span b = doc->tokens[t].bytes;
        if (b.end <= bytes.start || b.start >= bytes.end)
            continue;
        last = t;
        uint32_t h = doc->words[t].head;
        if (h == CH_NONE || doc->tokens[h].bytes.start < bytes.start || doc->tokens[h].bytes.start >= bytes.end)
            return t;
    }
    return last;
}

static void add_places(ch__figure_scene *s, ch_span bytes)
{
    const ch_doc *doc = s->clues.doc;
    for (uint32_t i = ch__place_from(doc, bytes.start); i < doc->n_places && doc->places[i].bytes.start < bytes.end;
         i++) {
        uint32_t head = head_of(doc, s->clues.tokens, doc->places[i].bytes);
        if (head == CH_NONE || ch__clue_at(&s->clues, head)->coded)
            continue;
        add(s, (ch__bidder){.code = doc->places[i].country,
                            .mention = CH_NONE,
                            .actor = CH_NONE,
                            .head = head,
                            .naming = CH__NAMED_PLACE,
                            .of = 1});
    }
}

/* The number of the actors room's first mention that begins at or behind a token. */
static uint32_t first_from(const ch_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->inside->n_ordered;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions[middle].tokens.start < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_earlier(ch__figure_scene *s, uint32_t sentence)
{
    const ch_doc *doc = s->clues.doc;
    uint32_t here = first_from(doc, s->clues.tokens.start), most = s->n_codes + BEFORE;
    for (uint32_t m = here; m > 0 && here - m < BACK && s->n_codes < most; m--)
        add_mention(s, m - 1, CH__NAMED_BEFORE, sentence - doc->mentions[m - 1].sentence);
    const char *story = ch__story_country(s->clues.k, doc);
    for (uint32_t m = 0; story && !with_code(s, story) && m < doc->inside->n_ordered; m++)
        for (uint32_t a = doc->mentions[m].actors.start; a < doc->mentions[m].actors.end; a++)
            if (doc->actors[a].code && strcmp(doc->actors[a].code, story) == 0) {
                add_mention(s, m, CH__NAMED_STORY, 0);
                break;
            }
}

void ch__figure_scene_read(ch__figure_scene *s, const ch__knowledge *k, ch_doc *doc, uint32_t sentence,
                           const uint32_t *event_of, ch__arena *arena)
{
    *s = (ch__figure_scene){.event_of = event_of, .flows = ch__knowledge_table(k, "ledger/flows")};
    ch__clues_read(&s->clues, k, doc, sentence, arena);
    for (uint32_t m = first_from(doc, s->clues.tokens.start);
         m < doc->inside->n_ordered && doc->mentions[m].tokens.start < s->clues.tokens.end; m++)
        add_mention(s, m, CH__NAMED_HERE, 0);
    add_places(s, doc->sentences[sentence].bytes);
    add_earlier(s, sentence);
}

/* ---- what a number hangs on ---- */

static uint32_t outer(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.end; t > tokens.start; t--) {
        uint32_t h = ch__head(doc, t - 1);
        if (!ch__upos_is(doc, t - 1, CH_UPOS_PUNCT) && !ch__upos_is(doc, t - 1, CH_UPOS_ADP) &&
            (h == CH_NONE || h < tokens.start || h >= tokens.end))
            return t - 1;
    }
    return tokens.end - 1;
}

/* "dozens of trucks", "tonnes of wheat": what stands behind "of"; CH_NONE: nothing. */
static uint32_t behind_of(const ch_doc *doc, uint32_t token)
{
    CH__EACH_KID(doc, token, kid)
    {
        const char *c = ch__case_of(doc, kid);
        if (kid > token && kid < token + 8 && c && strcmp(c, "of") == 0)
            return kid;
    }
    return CH_NONE;
}

static uint32_t noun_of(const ch_doc *doc, const ch__draft *d, uint32_t anchor)
{
    uint32_t of = behind_of(doc, anchor), h = ch__head(doc, anchor);
    if (of != CH_NONE)
        return of;
    for (int i = 0; i < 3 && h != CH_NONE; i++, h = ch__head(doc, h)) {
        if (ch__is_noun(doc, h) && h > anchor && h < anchor + 8)
            return h;
        if (ch__upos_is(doc, h, CH_UPOS_VERB))
            break;
    }
    if (d->number.unit)
        return anchor;
    for (uint32_t t = d->tally.tokens.end; t < d->tally.sentence_tokens.end && t < d->tally.tokens.end + 4; t++)
        if (ch__is_noun(doc, t))
            return t;
    return anchor;
}

void ch__figure_ask(ch__figure_question *q, const ch__figure_scene *s, const ch__draft *draft)
{
    const ch_doc *doc = s->clues.doc;
    *q = (ch__figure_question){.draft = draft, .verb = CH_NONE, .over = CH_NONE, .event = CH_NONE};
    q->anchor = outer(doc, draft->tally.tokens);
    q->noun = noun_of(doc, draft, q->anchor);
    uint32_t h = q->anchor;
    for (int i = 0; i < UP && h != CH_NONE && (q->verb == CH_NONE || q->event == CH_NONE || q->over == CH_NONE);
         i++, h = ch__head(doc, h)) {
        if (q->verb == CH_NONE && i && ch__upos_is(doc, h, CH_UPOS_VERB))
            q->verb = h;
        if (q->over == CH_NONE && i && h != q->verb && s->flows && ch__find_word(s->flows, doc, h) != CH_NONE)
            q->over = h;
        if (q->event == CH_NONE)
            q->event = s->event_of[h];
    }
}

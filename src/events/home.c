/* The country of somebody whose words name none: "police fired on protesters in Lagos", "the finance ministry said".
 * What stands nearest counts: a place in his own words, the places of the sentence, the only country that the sentence
 * names, the dateline. */
#include "events/code.h"

/* A country that all agree on. */
typedef struct vote {
    const char *code;
    bool split;
} vote;

static void count(vote *v, const char *code)
{
    if (!code)
        return;
    v->split |= v->code && strcmp(v->code, code) != 0;
    v->code = code;
}

static const char *winner(const vote *v)
{
    return v->split ? NULL : v->code;
}

static vote places_in(const ch_doc *doc, ch_span bytes)
{
    vote v = {0};
    for (uint32_t i = ch__place_from(doc, bytes.start); i < doc->n_places && doc->places[i].bytes.start < bytes.end;
         i++)
        if (doc->places[i].bytes.end <= bytes.end)
            count(&v, doc->places[i].country);
    return v;
}

/* Countries are called by their codes in small letters and have an ISO code; organisations have none. */
bool ch__is_country(const ch__knowledge *k, const char *code)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    char id[4];
    if (!t || strlen(code) != 3)
        return false;
    for (int i = 0; i < 4; i++)
        id[i] = (char)ch__lower((unsigned char)code[i]);
    for (uint32_t r = ch__table_find(t, ch__sv_of(id)); r != CH_NONE; r = ch__table_find_next(t, r))
        if (strcmp(ch__cell(t, r, 2), "iso3") == 0)
            return true;
    return false;
}

/* `except` is a mention that is left aside, or CH_NONE. */
static vote countries_named(const ch__knowledge *k, const ch_doc *doc, ch_span tokens, uint32_t except)
{
    vote v = {0};
    for (uint32_t i = ch__mention_in(doc, tokens, tokens.start);
         i < doc->inside->n_ordered && doc->mentions[i].tokens.start < tokens.end; i++) {
        const ch_mention *m = &doc->mentions[i];
        bool own = i != except && m->kind != CH_MENTION_PRONOUN; /* "its spokesman" says no name */
        for (uint32_t a = m->actors.start; own && m->tokens.end <= tokens.end && a < m->actors.end && !v.split; a++) {
            const char *code = doc->actors[a].code;
            if (code && (!v.code || strcmp(code, v.code) != 0) && ch__is_country(k, code))
                count(&v, code);
        }
    }
    return v;
}

/* What hangs below a head, up to the first mark, verb or relative pronoun behind it. */
static ch_span near_words(const ch_doc *doc, uint32_t head)
{
    ch_span words = ch__subtree(doc, &doc->sentences[ch__sentence_of(doc, head)], head);
    for (uint32_t t = head + 1; t < words.end; t++)
        if (ch__upos(doc, t) == CH_UPOS_PUNCT || ch__upos(doc, t) == CH_UPOS_VERB || doc->words[t].xpos[0] == 'W')
            words.end = t;
    return words;
}

static vote organisations_named(const ch_doc *doc, ch_span tokens, uint32_t except)
{
    vote v = {0};
    for (uint32_t i = ch__mention_in(doc, tokens, tokens.start);
         i < doc->inside->n_ordered && doc->mentions[i].tokens.start < tokens.end; i++) {
        const ch_mention *m = &doc->mentions[i];
        if (i != except && m->kind != CH_MENTION_PRONOUN && m->tokens.end <= tokens.end &&
            m->actors.end == m->actors.start + 1)
            count(&v, doc->actors[m->actors.start].code);
    }
    return v;
}

const char *ch__home_in_words(const ch__knowledge *k, const ch_doc *doc, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    ch_span spans[] = {m->tokens, near_words(doc, m->head)};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        vote v = countries_named(k, doc, spans[i], mention);
        v = v.code ? v : places_in(doc, ch__tokens_bytes(doc, spans[i]));
        if (v.code)
            return winner(&v);
    }
    vote v = organisations_named(doc, spans[1], mention);
    return winner(&v);
}

/* Of several countries the one named last before the head, else first behind it: "Iran hit a base in Iraq, where troops
 * ...". */
static const char *nearest_named(const ch__scene *s, uint32_t head)
{
    const ch_span tokens = s->doc->sentences[s->sentence].tokens;
    const char *before = NULL;
    for (uint32_t i = ch__mention_in(s->doc, tokens, tokens.start);
         i < s->doc->inside->n_ordered && s->doc->mentions[i].tokens.start < tokens.end; i++) {
        const ch_mention *m = &s->doc->mentions[i];
        const char *code = m->actors.end == m->actors.start + 1 ? s->doc->actors[m->actors.start].code : NULL;
        if (!code || !ch__is_country(s->k, code))
            continue;
        if (m->head > head)
            return before ? before : code;
        before = code;
    }
    return before;
}

const char *ch__story_country(const ch__knowledge *k, const ch_doc *doc)
{
    enum { CHECKED = 400 /* mentions */, OF = 5, LEAST = 3 /* of them must be of one country */ };
    const char *lead = NULL;
    uint32_t n = doc->inside->n_ordered < CHECKED ? doc->inside->n_ordered : CHECKED, all = 0, its = 0;
    for (int round = 0; round < 2; round++) /* a majority vote, then its count (Boyer and Moore 1981) */
        for (uint32_t i = 0, votes = 0; i < n; i++) {
            const ch_mention *m = &doc->mentions[i];
            const char *code = m->actors.end == m->actors.start + 1 ? doc->actors[m->actors.start].code : NULL;
            if (!code || !ch__is_country(k, code))
                continue;
            bool same = lead && strcmp(lead, code) == 0;
            if (round) {
                all++;
                its += same;
            } else if (!votes) {
                lead = code;
                votes = 1;
            } else {
                votes = same ? votes + 1 : votes - 1;
            }
        }
    return all && its * OF >= all * LEAST ? lead : NULL;
}

const char *ch__home_of(const ch__scene *s, uint32_t mention)
{
    const ch_doc *doc = s->doc;
    const ch_mention *m = &doc->mentions[mention];
    if (m->kind == CH_MENTION_PRONOUN || m->kind == CH_MENTION_GROUP)
        return NULL;
    const char *home = ch__home_in_words(s->k, doc, mention);
    vote v = places_in(doc, doc->sentences[s->sentence].bytes);
    home = home ? home : winner(&v);
    if (!home)
        home = nearest_named(s, m->head);
    if (!home)
        home = doc->dateline.country ? doc->dateline.country : s->story_country;
    return home;
}

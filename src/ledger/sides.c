/* sides.c - actors in stretches of text; the two sides of a paper or a relationship. */
#include "ledger/sides.h"

#include "events/clause.h"

bool ch__ledger_reads(const ch_doc *doc, uint32_t sentence)
{
    ch_span tokens = doc->sentences[sentence].tokens;
    return tokens.end - tokens.start <= 1000 && ch_doc_sentence_coded(doc, sentence);
}

bool ch__upos_is(const ch_doc *doc, uint32_t token, ch_upos upos)
{
    return ch__upos(doc, token) == upos;
}

bool ch__is_noun(const ch_doc *doc, uint32_t token)
{
    return ch__upos_is(doc, token, CH_UPOS_NOUN) || ch__upos_is(doc, token, CH_UPOS_PROPN);
}

bool ch__form_is(const ch_doc *doc, uint32_t token, const char *form)
{
    return ch__sv_is(ch__token_sv(doc, token), form);
}

bool ch__is_finite(const ch_doc *doc, uint32_t token)
{
    const char *x = doc->words[token].xpos;
    bool verbal = ch__upos_is(doc, token, CH_UPOS_VERB) || ch__upos_is(doc, token, CH_UPOS_AUX);
    return verbal && (strcmp(x, "VBD") == 0 || strcmp(x, "VBZ") == 0 || strcmp(x, "VBP") == 0 || strcmp(x, "MD") == 0);
}

bool ch__has_finite(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (ch__is_finite(doc, t))
            return true;
    return false;
}

uint32_t ch__mention_from(const ch_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->inside->n_ordered; /* those appended by later rooms are in no order */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions[middle].tokens.start < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ch__is_where(const ch_doc *doc, uint32_t mention)
{
    static const char *const cases[] = {"in",     "at",     "near",       "inside", "outside",
                                        "across", "around", "throughout", "off"};
    const ch_mention *m = &doc->mentions[mention];
    uint32_t first = doc->sentences[m->sentence].tokens.start, t = m->tokens.start;
    while (t > first && (ch__upos_is(doc, t - 1, CH_UPOS_DET) || ch__upos_is(doc, t - 1, CH_UPOS_ADJ)))
        t--;
    if (t == first || m->kind == CH_MENTION_ADJECTIVE)
        return false;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (ch__lemma_is(doc, t - 1, cases[i]))
            return true;
    return false;
}

bool ch__may_speak(const ch_doc *doc, uint32_t mention, uint32_t first)
{
    const ch_mention *m = &doc->mentions[mention];
    if (ch__is_where(doc, mention) || strcmp(doc->words[m->tokens.start].xpos, "PRP$") == 0)
        return false;
    bool of = m->tokens.start > first && ch__upos_is(doc, m->tokens.start - 1, CH_UPOS_ADP);
    bool owner = m->tokens.end < doc->n_tokens && strcmp(doc->words[m->tokens.end].xpos, "POS") == 0;
    return !of && !owner && m->kind != CH_MENTION_ADJECTIVE;
}

static void add_role(ch_doc *doc, ch_roles *roles, ch_role role)
{
    if (role.actor == CH_NONE)
        return;
    const char *code = doc->actors[role.actor].code;
    if (!code || ch__roles_have_code(doc, roles, code))
        return;
    ch_role *at = ch__alloc_array(ch__doc_arena(doc), (size_t)roles->n + 1, sizeof *at);
    if (roles->n)
        memcpy(at, roles->at, roles->n * sizeof *at);
    at[roles->n] = role;
    *roles = (ch_roles){at, roles->n + 1};
}

void ch__sides_add(ch_doc *doc, ch_roles *roles, const ch_roles *from)
{
    for (uint32_t i = 0; i < from->n; i++)
        add_role(doc, roles, from->at[i]);
}

static void add_mention(ch_doc *doc, ch_roles *roles, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    for (uint32_t a = m->actors.start; a < m->actors.end; a++)
        add_role(doc, roles, (ch_role){mention, a});
}

/* "a US-drafted resolution", "an African Union-backed agreement": behind the paper, not a side of it. */
static bool backs(const ch_doc *doc, uint32_t mention)
{
    uint32_t end = doc->mentions[mention].tokens.end;
    const char *x = end + 1 < doc->n_tokens && ch__form_is(doc, end, "-") ? doc->words[end + 1].xpos : "";
    return strcmp(x, "VBN") == 0 || strcmp(x, "VBD") == 0;
}

void ch__sides_in(ch_doc *doc, ch_span tokens, bool places, ch_roles *roles)
{
    enum { MOST = 64 }; /* of a sentence that never ends */
    for (uint32_t m = ch__mention_from(doc, tokens.start); m < doc->inside->n_ordered && roles->n < MOST; m++) {
        if (doc->mentions[m].tokens.start >= tokens.end)
            return;
        if (places || (!ch__is_where(doc, m) && !backs(doc, m)))
            add_mention(doc, roles, m);
    }
}

/* ---- the two sides ---- */

static void from_slots(const ch__knowledge *k, ch_doc *doc, uint32_t token, const char *const *slots, ch_roles *out)
{
    for (; *slots; slots++) {
        ch_roles found = {0};
        if (token != CH_NONE && ch__slot(doc, k, token, *slots, &found))
            ch__sides_add(doc, out, &found);
    }
}

/* Words that belong to the noun: modifiers in front ("the China-Iran ...", "its"), "between X and Y", "with X" behind,
 * up to the end of the clause. */
static ch_span around(const ch_doc *doc, const ch_sentence *s, ch_span phrase)
{
    uint32_t from = phrase.start, to = phrase.end;
    while (from > s->tokens.start && phrase.start - from < 8) {
        bool hyphen = ch__form_is(doc, from - 1, "-") || ch__form_is(doc, from - 1, "\u2013");
        uint8_t upos = ch__upos(doc, from - 1);
        if (!hyphen && upos != CH_UPOS_ADJ && upos != CH_UPOS_NOUN && upos != CH_UPOS_PROPN && upos != CH_UPOS_PART &&
            upos != CH_UPOS_NUM && upos != CH_UPOS_ADV)
            break;
        from--;
    }
    while (to < s->tokens.end && to - phrase.end < 12) {
        uint8_t upos = ch__upos(doc, to);
        if (upos == CH_UPOS_VERB || upos == CH_UPOS_AUX || upos == CH_UPOS_PUNCT || upos == CH_UPOS_SCONJ)
            break;
        to++;
    }
    return (ch_span){from, to};
}

static bool inside_noun(ch_deprel r)
{
    return r == CH_DEP_CONJ || r == CH_DEP_AMOD || r == CH_DEP_COMPOUND || r == CH_DEP_NMOD_POSS || r == CH_DEP_FLAT ||
           r == CH_DEP_APPOS;
}

/* "an agreement with Chile on Antarctic research", "a resolution on Syria": what the paper is about is no side of it.
 */
static bool is_topic(const ch_doc *doc, uint32_t mention, uint32_t noun)
{
    static const char *const relations[] = {"between", "with", "of", "by", "among", "amongst", "involving"};
    uint32_t t = doc->mentions[mention].head;
    for (int i = 0; i < 8 && t != noun && inside_noun(ch__rel(doc, t)) && ch__head(doc, t) != CH_NONE; i++)
        t = ch__head(doc, t);
    const char *c = t == noun ? NULL : ch__case_of(doc, t);
    if (!c)
        return false;
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (strcmp(c, relations[i]) == 0)
            return false;
    return true;
}

/* Sides in the words of the noun itself. */
static void at_words(ch_doc *doc, ch_span tokens, uint32_t noun, ch_roles *roles)
{
    for (uint32_t m = ch__mention_from(doc, tokens.start); m < doc->n_mentions; m++) {
        if (doc->mentions[m].tokens.start >= tokens.end)
            return;
        if (!ch__is_where(doc, m) && !backs(doc, m) &&
            !(doc->mentions[m].tokens.start > noun && is_topic(doc, m, noun)))
            add_mention(doc, roles, m);
    }
}

/* The last sentence before this one, at most three back, that names exactly two actors. */
static bool last_pair(ch_doc *doc, const ch_sentence *s, ch_roles *out)
{
    uint32_t at = (uint32_t)(s - doc->sentences);
    for (uint32_t back = 1; back <= 3 && back <= at; back++) {
        ch_roles found = {0};
        if (!ch_doc_sentence_coded(doc, at - back))
            continue;
        ch__sides_in(doc, doc->sentences[at - back].tokens, true, &found);
        ch_roles both = *out;
        ch__sides_add(doc, &both, &found);
        if (both.n == 2) {
            *out = both;
            return true;
        }
        if (found.n > 2)
            return false;
    }
    return false;
}

/* Actors named in the sentence by name, title or adjective, not by "the two countries" or "they". */
static void named(ch_doc *doc, const ch_sentence *s, ch_roles *out)
{
    for (uint32_t m = ch__mention_from(doc, s->tokens.start);
         m < doc->n_mentions && doc->mentions[m].tokens.start < s->tokens.end; m++)
        if (doc->mentions[m].kind != CH_MENTION_GROUP && doc->mentions[m].kind != CH_MENTION_PRONOUN &&
            !ch__is_where(doc, m) && out->n < 8)
            add_mention(doc, out, m);
}

/* "Xi told Duda ... the partnership between the two countries": when the sentence itself names exactly two, the group
 * is they. */
static bool by_name(ch_doc *doc, const ch_sentence *s, ch_roles *out)
{
    ch_roles names = {0};
    bool group = false;
    for (uint32_t i = 0; i < out->n; i++)
        group = group || doc->mentions[out->at[i].mention].kind == CH_MENTION_GROUP;
    if (!group)
        return false;
    named(doc, s, &names);
    if (names.n != 2)
        return false;
    *out = names;
    return true;
}

static bool covers(const ch_doc *doc, const ch_roles *all, const ch_roles *some)
{
    for (uint32_t i = 0; i < some->n; i++)
        if (!ch__roles_have_code(doc, all, doc->actors[some->at[i].actor].code))
            return false;
    return true;
}

/* "the Government of A and that of B", "A's envoy and her colleague from B": who is named in a row of subjects. */
static void from_row(ch_doc *doc, const ch_sentence *s, uint32_t act, ch_roles *out)
{
    uint32_t head = act == CH_NONE ? CH_NONE : ch__slot_head(doc, act, "subj");
    if (head == CH_NONE || ch__kid(doc, head, CH_DEP_CONJ, CH_DEP_CONJ) == CH_NONE)
        return;
    ch_span words = ch__subtree(doc, s, head);
    uint32_t clause = ch__kid(doc, head, CH_DEP_ACL, CH_DEP_ACL_RELCL);
    words.end = clause != CH_NONE && clause > head && clause < words.end ? head + 1 : words.end;
    if (act >= words.start && act < words.end)
        return;
    ch__sides_in(doc, words, false, out);
}

/* "A has paid B under an accord in force since May": the two of the clause that the noun stands in. */
static void from_clause(const ch__knowledge *k, ch_doc *doc, uint32_t noun, ch_roles *out)
{
    static const char *const slots[] = {"subj", "obj", "iobj", "with", "to", "from", NULL};
    enum { UP = 8 };
    uint32_t t = ch__head(doc, noun);
    for (int i = 0; i < UP && t != CH_NONE && !ch__upos_is(doc, t, CH_UPOS_VERB); i++)
        t = ch__head(doc, t);
    if (t == CH_NONE || !ch__upos_is(doc, t, CH_UPOS_VERB))
        return;
    ch_roles found = {0};
    from_slots(k, doc, t, slots, &found);
    if (found.n == 2)
        *out = found;
}

/* "a report suggests that ...": somebody else acts. Not "the two monarchs", "their ministers", "the accord that took
 * effect". */
static bool another_acts(const ch_doc *doc, uint32_t noun, uint32_t act)
{
    if (act == CH_NONE || ch__is_noun(doc, act))
        return false;
    uint32_t who = ch__slot_head(doc, act, "subj");
    if (who == CH_NONE || who == noun || ch__lemma_is(doc, who, "they") || ch__lemma_is(doc, who, "both"))
        return false;
    uint32_t m = ch__mention_over(doc, who);
    if (m != CH_NONE && doc->mentions[m].actors.end > doc->mentions[m].actors.start + 1)
        return false; /* "the Joint Commission of A and B" */
    const char *x = doc->words[who].xpos;
    return strcmp(x, "NNS") != 0 && strcmp(x, "NNPS") != 0 && strcmp(x, "CD") != 0;
}

/* Sides named at the noun or by who acts. */
static bool by_grammar(const ch__knowledge *k, ch_doc *doc, const ch_sentence *s, ch_span phrase, uint32_t noun,
                       uint32_t act, const ch_roles *told, ch_roles *out)
{
    static const char *const who[] = {"subj", NULL}, *const at_noun[] = {"between", "poss", "with", NULL},
                             *const at_act[] = {"with", "between", NULL};
    at_words(doc, around(doc, s, phrase), noun, out);
    if (out->n < 2) /* "A and B agreed to restore relations, by a statement issued with C": who acts comes first */
        from_slots(k, doc, act, who, out);
    if (out->n < 2)
        from_row(doc, s, act, out);
    if (out->n < 2)
        from_slots(k, doc, noun, at_noun, out);
    if (out->n < 2)
        from_slots(k, doc, act, at_act, out);
    if (by_name(doc, s, out) || out->n >= 2)
        return true;
    if (!told || told->n < 2 || !covers(doc, told, out))
        return false;
    *out = *told;
    return true;
}

static int gather(const ch__knowledge *k, ch_doc *doc, const ch_sentence *s, ch_span phrase, uint32_t noun,
                  uint32_t act, bool bilateral, const ch_roles *told, ch_roles *out)
{
    *out = (ch_roles){0};
    if (by_grammar(k, doc, s, phrase, noun, act, told, out))
        return 3;
    ch_roles all = *out, clause = {0};
    ch__sides_in(doc, s->tokens, false, &all);
    if (all.n == 2) {
        bool other = out->n == 0 && another_acts(doc, noun, act); /* the two are merely named */
        *out = all;
        return other ? 1 : 2;
    }
    from_clause(k, doc, noun, &clause);
    if (clause.n == 2 && covers(doc, &clause, out)) {
        *out = clause;
        return 2;
    }
    if (all.n > 2) {
        *out = all;
        return 0;
    }
    bool one = out->n == 1;
    all = *out;
    ch__sides_in(doc, s->tokens, true, &all);
    if (all.n == 2 && one) {
        *out = all;
        return 2;
    }
    return bilateral && last_pair(doc, s, out) ? 1 : 0;
}

bool ch__told(ch_doc *doc, uint32_t sentence, uint32_t act, uint32_t *cursor, ch_roles *out)
{
    *out = (ch_roles){0};
    while (*cursor < doc->n_candidates && doc->candidates[*cursor].sentence < sentence)
        ++*cursor;
    for (uint32_t i = *cursor; i < doc->n_candidates && doc->candidates[i].sentence == sentence; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->token != act || c->record == CH_NONE || doc->records[c->record].kind != CH_EVENT)
            continue;
        const ch_event *e = &doc->records[c->record].as.event;
        ch__sides_add(doc, out, &e->actor);
        ch__sides_add(doc, out, &e->recipient);
        return out->n > 0;
    }
    return false;
}

/* In the order of the text: parties of a paper have no first and second. */
static void in_order(const ch_doc *doc, ch_roles *roles)
{
    for (uint32_t i = 1; i < roles->n; i++)
        for (uint32_t j = i; j > 0; j--) {
            const ch_role *a = &roles->at[j - 1], *b = &roles->at[j];
            uint32_t x = doc->mentions[a->mention].tokens.start, y = doc->mentions[b->mention].tokens.start;
            if (x < y || (x == y && a->actor <= b->actor))
                break;
            ch_role swap = roles->at[j - 1];
            roles->at[j - 1] = roles->at[j];
            roles->at[j] = swap;
        }
}

int ch__sides_of(const ch__knowledge *k, ch_doc *doc, const ch_sentence *s, ch_span phrase, uint32_t noun, uint32_t act,
                 bool bilateral, const ch_roles *told, ch_roles *out)
{
    uint32_t head = doc->words[noun].head;
    if (act == CH_NONE && head != CH_NONE && ch__upos_is(doc, head, CH_UPOS_VERB))
        act = head; /* "Bangladesh and India enjoy friendly relations" */
    int sure = gather(k, doc, s, phrase, noun, act, bilateral, told, out);
    in_order(doc, out);
    return sure;
}

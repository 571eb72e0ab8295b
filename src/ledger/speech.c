/* speech.c - verbs and phrases of saying (table ledger/speech): who speaks (speakers.c), what is said (tags.c,
 * contents.c), and whether it was said at all. */
#include "ledger/contents.h"

enum { REST = 2, TAKES = 3, CLASS = 4 };

/* ---- verbs ---- */

/* The rows of a verb whose particle stands behind it; letters of what they take together. */
typedef struct verb {
    uint32_t rows[8], n;
    char takes[32];
    uint32_t behind; /* token behind verb and particle */
} verb;

static bool rest_matches(const ch_doc *doc, const ch_sentence *s, uint32_t t, const char *rest, uint32_t *behind)
{
    ch__sv left = ch__sv_of(rest), word;
    while (rest && ch__sv_next(&left, ' ', &word)) {
        if (t >= s->tokens.end || !ch__sv_eq_nocase(ch__token_sv(doc, t), word))
            return false;
        t++;
    }
    *behind = t;
    return true;
}

static bool verb_at(const ch__speech *sp, const ch_sentence *s, uint32_t t, verb *v)
{
    *v = (verb){.behind = t + 1};
    uint32_t row = ch__find_word(sp->table, sp->doc, t), behind;
    for (; row != CH_NONE && v->n < 8; row = ch__table_find_next(sp->table, row)) {
        const char *rest = ch__table_cell(sp->table, row, REST), *takes = ch__table_cell(sp->table, row, TAKES);
        if (!takes || strcmp(ch__table_cell(sp->table, row, CLASS), "lead") == 0 ||
            !rest_matches(sp->doc, s, t + 1, rest, &behind))
            continue;
        if (behind > v->behind) /* "call on" is not "call" */
            *v = (verb){.behind = behind};
        if (behind == v->behind && strlen(v->takes) + strlen(takes) < sizeof v->takes) {
            v->rows[v->n++] = row;
            strcat(v->takes, takes);
        }
    }
    return v->n > 0;
}

/* The row that takes this kind of content; a quotation also goes where a clause goes, and any words with a quotation
 * in them where one may stand: "demanded 'an end to this farce'". */
static uint32_t row_for(const ch__speech *sp, const verb *v, char kind, bool front, bool quoted)
{
    const char *wanted = front ? "fbm" : kind == 'q' ? "qtbQ" : kind == 'Q' ? "Qq" : (const char[]){kind, 0};
    for (int round = 0; round < 1 + quoted; round++, wanted = "qQ")
        for (const char *w = wanted; *w; w++)
            for (uint32_t i = 0; i < v->n; i++)
                if (strchr(ch__table_cell(sp->table, v->rows[i], TAKES), *w))
                    return v->rows[i];
    return CH_NONE;
}

/* "the deal announced in 2016": no finite verb, nobody speaks. "has announced" and a bare past tense do. */
static bool loose_participle(const ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    if (strcmp(doc->words[t].xpos, "VBN") != 0)
        return false;
    for (uint32_t i = t; i > s->tokens.start && t - i < 5; i--)
        if (ch__upos_is(doc, i - 1, CH_UPOS_AUX))
            return ch__lemma_is(doc, i - 1, "be");
    return true;
}

static uint16_t sureness(const ch__said *a, char kind, bool front)
{
    if (strcmp(a->class, "act") == 0)
        return kind == 'q' || kind == 't' ? 700 : 500;
    if (strcmp(a->class, "think") == 0)
        return 500;
    if (kind == 'q' || kind == 't' || front)
        return 880;
    return kind == 'b' ? 820 : 650;
}

/* "Xinhua reported", "according to Reuters": an agency known by name hands on what others say. A paper that speaks for
 * itself ("writes the parish weekly") is a speaker. */
static bool relays(const ch_doc *doc, const ch__said *a)
{
    const ch_role *r = a->speaker.n == 1 ? &a->speaker.at[0] : NULL;
    const ch_actor *who = r && r->actor != CH_NONE ? &doc->actors[r->actor] : NULL;
    bool hands_on = strcmp(a->class, "report") == 0 || strcmp(a->class, "accord") == 0;
    return hands_on && who && who->id && who->sector && strcmp(who->sector, "JRN") == 0 &&
           doc->mentions[r->mention].kind == CH_MENTION_NAME;
}

static void reject(ch__speech *sp, const ch__said *a, const char *why)
{
    ch__doc_add_candidate(sp->doc, a->sentence, a->trigger, a->rule, why);
}

/* "voters believe", "the academies welcomed their first class", "they tell us": without a speaker known by name or
 * state only words in a quotation or a clause of saying are worth a record. */
static bool nobody_known(const ch__speech *sp, const ch__said *a, char kind)
{
    bool pronoun = false;
    for (uint32_t i = 0; i < a->speaker.n; i++) {
        const ch_role *r = &a->speaker.at[i];
        if (r->actor != CH_NONE && sp->doc->actors[r->actor].code)
            return false;
        pronoun = pronoun || sp->doc->mentions[r->mention].kind == CH_MENTION_PRONOUN;
    }
    bool saying = (strcmp(a->class, "say") == 0 || strcmp(a->class, "more") == 0 || strcmp(a->class, "report") == 0) &&
                  (kind == 'q' || kind == 't' || kind == 'b');
    return !(kind == 'q' || kind == 'Q' || saying) && !pronoun;
}

/* "is pleased to announce", "phoned to confirm": words that lead to what is said all the same. */
static bool led(const ch__speech *sp, const ch_sentence *s, uint32_t trigger)
{
    uint32_t by = sp->doc->words[trigger].head;
    if (by == CH_NONE || by < s->tokens.start || by >= trigger)
        return false;
    for (uint32_t row = ch__find_word(sp->table, sp->doc, by); row != CH_NONE;
         row = ch__table_find_next(sp->table, row))
        if (strcmp(ch__table_cell(sp->table, row, CLASS), "lead") == 0)
            return true;
    return false;
}

/* "has not said", "will announce", "to say": judged by the words right before the verb. */
static const char *unsaid(const ch__speech *sp, const ch_sentence *s, uint32_t trigger)
{
    const ch_doc *doc = sp->doc;
    for (uint32_t t = ch__tag_start(doc, s, trigger); t < trigger; t++) {
        if (ch__lemma_is(doc, t, "not") || ch__lemma_is(doc, t, "never") || ch__lemma_is(doc, t, "n't"))
            return "no statement: said not to be said";
        bool leads = strcmp(doc->words[t].xpos, "TO") == 0 && led(sp, s, trigger);
        if (strcmp(doc->words[t].xpos, "MD") == 0 || (strcmp(doc->words[t].xpos, "TO") == 0 && !leads))
            return "no statement: not yet said";
    }
    bool without = trigger > s->tokens.start && ch__lemma_is(doc, trigger - 1, "without");
    return without ? "no statement: said not to be said" : NULL;
}

static bool quotes_in(const ch__speech *sp, const ch__said *a)
{
    for (uint32_t i = 0; i < a->n_pieces; i++)
        for (uint32_t t = a->pieces[i].start; t < a->pieces[i].end && t < sp->doc->n_tokens; t++) {
            const ch__quote *q = ch__quote_at(sp, t);
            if (q && !ch__is_title(sp->doc, ch__quote_inside(q)))
                return true;
            t = q && q->close > t ? q->close : t;
        }
    return false;
}

/* What is said, behind the verb. */
static char content_behind(ch__speech *sp, const ch_sentence *s, const verb *v, ch__said *a)
{
    uint32_t end = ch__words_end(sp, s), p = v->behind;
    while (p < end && ch__upos_is(sp->doc, p, CH_UPOS_ADV) && !ch__is_relative(sp->doc, p))
        p++;
    uint32_t after = ch__take_addressee(sp, s, p, strchr(v->takes, 'a') != NULL, a);
    bool named = strchr(v->takes, 'Q') != NULL;
    char kind = ch__far_content(sp, after, end, a);
    if (!kind && named)
        kind = ch__named_content(sp, after, end, a);
    if (!kind)
        kind = ch__near_content(sp, s, a->trigger, after, end, v->takes, a);
    if ((kind == 'o' || kind == 'i') && !strchr(v->takes, kind)) {
        a->n_pieces = 0;
        kind = strchr(v->takes, 'q') && !named ? ch__named_content(sp, after, end, a) : 0;
    }
    return kind;
}

static void name_verb(ch__speech *sp, uint32_t t, uint32_t row, ch__said *a)
{
    ch__arena *arena = ch__doc_arena(sp->doc);
    const char *rest = ch__table_cell(sp->table, row, REST);
    a->verb = ch__copy(arena, ch__sv_of(sp->doc->words[t].lemma));
    if (rest)
        a->verb = ch__format(arena, "%s %s", a->verb, rest);
    a->rule = ch__table_source(sp->table, row, arena);
    a->class = ch__table_cell(sp->table, row, CLASS);
}

/* Why words with their verb are no statement all the same, or NULL. */
static const char *why_not(ch__speech *sp, const ch_sentence *s, const ch__said *a, char kind)
{
    bool clause = strchr("qtbwQnx", kind) != NULL;
    const char *why = a->participle ? NULL : unsaid(sp, s, a->trigger);
    if (a->participle && a->trigger > s->tokens.start)
        why = unsaid(sp, s, a->trigger);
    if (why)
        return why;
    if (!a->trailing && loose_participle(sp->doc, s, a->trigger) && !(clause && a->speaker.n))
        return "no statement: participle without a speaker";
    if (!a->trailing && strchr("bow", kind) && ch__spoken_of(sp->doc, s, a->trigger))
        return "no statement: a participle"; /* "declared unwelcome by Bern" */
    if (nobody_known(sp, a, kind))
        return "no statement: nobody known says it, and not in words of his own";
    if (relays(sp->doc, a))
        return "no statement: the press as a relay";
    if ((kind == 'o' || kind == 'i') && ch__thing_speaks(sp, a))
        return "no statement: a thing is the subject";
    return NULL;
}

static void try_verb(ch__speech *sp, const ch_sentence *s, uint32_t t, const verb *v)
{
    ch_doc *doc = sp->doc;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences), .trigger = t, .speaker_start = CH_NONE};
    a.rule = ch__table_source(sp->table, v->rows[0], ch__doc_arena(doc));
    a.participle = strcmp(doc->words[t].xpos, "VBG") == 0;
    ch__speaker_find(sp, s, v->behind, strchr(v->takes, 'b') != NULL, &a);
    if (a.speaker.n)
        sp->last = a;
    bool front = ch__takes_front(sp, s, v->behind, strchr(v->takes, 'a') != NULL, &a);
    if (!front)
        a.n_pieces = 0;
    bool cleft = !front && ch__takes_cleft(sp, s, &a);
    char kind = front ? 'q' : cleft ? 'Q' : content_behind(sp, s, v, &a);
    if (front && strchr(v->takes, 'm') && v->behind < s->tokens.end && !ch__is_mark(doc, v->behind))
        front = false, kind = 0; /* "she went on," but not "the inquiry goes on in Bern" */
    uint32_t row = kind ? row_for(sp, v, kind, front, quotes_in(sp, &a)) : CH_NONE;
    if (row == CH_NONE) {
        reject(sp, &a, kind ? "no statement: the verb does not take such words" : "no statement: no words said");
        return;
    }
    name_verb(sp, t, row, &a);
    a.trailing = front;
    a.named = kind == 'Q' && !cleft;
    a.confidence = sureness(&a, kind, front);
    const char *why = why_not(sp, s, &a, kind);
    if (why)
        reject(sp, &a, why);
    else
        *CH__PUSH(sp->scratch, sp->at, sp->n, sp->cap) = a;
}

/* ---- "according to" ---- */

static void accord_content(ch__speech *sp, const ch_sentence *s, uint32_t t, uint32_t behind, ch__said *a)
{
    uint32_t end = ch__words_end(sp, s), p = behind;
    if (t > s->tokens.start + 2) {
        ch__add_stretch(sp, a, s->tokens.start,
                        ch__is_mark(sp->doc, t - 1) && !ch__closes_quote(sp, t - 1) ? t - 1 : t);
        return;
    }
    while (p < end && !ch__form_is(sp->doc, p, ","))
        p++;
    ch__add_stretch(sp, a, p + 1 < end ? p + 1 : behind, end);
}

/* Papers between states bind, they do not speak; a statement does. */
static bool is_paper(ch__speech *sp, uint32_t head)
{
    const ch__table *t = ch__knowledge_table(sp->k, "ledger/agreements");
    ch__hit hit;
    uint32_t n = t ? ch__phrase_at_token(sp->doc, sp->k, ch__table_bit(t), head, head + 1, &hit) : 0;
    const char *form = n ? ch__table_cell(t, hit.row, 1) : NULL;
    return form && (strcmp(form, "agreement") == 0 || strcmp(form, "treaty") == 0 || strcmp(form, "contract") == 0);
}

/* "according to a source close to ...", "according to data released by Islamabad": the noun phrase behind. */
static uint32_t source_of(ch__speech *sp, const ch_sentence *s, uint32_t t)
{
    ch_doc *doc = sp->doc;
    uint32_t head = ch__phrase_head(doc, t, s->tokens.end), m = CH_NONE;
    if (head == CH_NONE)
        return CH_NONE;
    m = ch__mention_over(doc, head);
    if (is_paper(sp, head))
        return CH_NONE; /* "according to the agreement" */
    bool fits = m != CH_NONE && doc->mentions[m].kind != CH_MENTION_ADJECTIVE && doc->mentions[m].tokens.start >= t;
    return fits ? m : ch__mention_phrase(doc, (uint32_t)(s - doc->sentences), head);
}

static void try_phrase(ch__speech *sp, const ch_sentence *s, uint32_t t, uint32_t n, uint32_t row)
{
    ch_doc *doc = sp->doc;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences), .trigger = t, .speaker_start = CH_NONE, .trailing = true};
    a.rule = ch__table_source(sp->table, row, ch__doc_arena(doc));
    a.class = ch__table_cell(sp->table, row, CLASS);
    uint32_t m = source_of(sp, s, t + n);
    if (m == CH_NONE) {
        reject(sp, &a, "no statement: the source is no actor");
        return;
    }
    ch__roles_add(doc, &a.speaker, m);
    a.speaker_start = doc->mentions[m].tokens.start;
    if (relays(doc, &a)) {
        reject(sp, &a, "no statement: the press as a relay");
        return;
    }
    a.verb = ch__copy(ch__doc_arena(doc), ch__doc_sv(doc, ch__tokens_bytes(doc, (ch_span){t, t + n})));
    if (ch__is_upper((unsigned char)a.verb[0]))
        ((char *)(uintptr_t)a.verb)[0] = ch__lower(a.verb[0]);
    a.confidence = 750;
    accord_content(sp, s, t, doc->mentions[m].tokens.end, &a);
    if (a.n_pieces)
        *CH__PUSH(sp->scratch, sp->at, sp->n, sp->cap) = a;
}

/* "..., argues an editorial, ...", "..., customs officers report.": a tag whose verb the tagger took for a noun. */
static bool tag_noun(const ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    if (strncmp(doc->words[t].xpos, "NN", 2) != 0 || t == s->tokens.start || t + 1 >= s->tokens.end)
        return false;
    bool behind = ch__is_mark(doc, t + 1), in_front = ch__is_mark(doc, t - 1);
    if (in_front && !behind)
        return ch__upos_is(doc, t + 1, CH_UPOS_DET) || ch__upos_is(doc, t + 1, CH_UPOS_PROPN) ||
               (strcmp(doc->words[t].xpos, "NNS") == 0 && ch__is_noun(doc, t + 1)) ||
               strcmp(doc->words[t + 1].xpos, "PRP$") == 0;
    if (!behind || in_front || strcmp(doc->words[t].xpos, "NNS") != 0)
        return false;
    for (uint32_t i = t - 1; i > s->tokens.start && t - i < 8; i--)
        if (ch__form_is(doc, i, ","))
            return ch__has_finite(doc, (ch_span){s->tokens.start, i}) && !ch__upos_is(doc, t - 1, CH_UPOS_ADP);
    return false;
}

static bool names_speaker(const ch_doc *doc, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    const ch_actor *who = m->actors.end == m->actors.start + 1 ? &doc->actors[m->actors.start] : NULL;
    return who && who->code && who->id && strchr(who->id, '.') && m->kind != CH_MENTION_PRONOUN;
}

/* "Volodymyr Zelensky: We will not give up", as tickers and headlines have it: a person or a body, no country ("Sudan:
 * army shells market" says what about), and a clause behind, in the same paragraph if the mark ends a sentence. */
static void try_colon(ch__speech *sp, const ch_sentence *s)
{
    ch_doc *doc = sp->doc;
    uint32_t m = s->tokens.start < s->tokens.end ? ch__mention_over(doc, s->tokens.start) : CH_NONE;
    uint32_t colon = m == CH_NONE ? CH_NONE : doc->mentions[m].tokens.end, end = ch__words_end(sp, s);
    if (m == CH_NONE || colon >= s->tokens.end || !ch__form_is(doc, colon, ":") || !names_speaker(doc, m))
        return;
    const ch_sentence *next = s + 1 < doc->sentences + doc->n_sentences && s[1].block == s->block ? s + 1 : NULL;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences),
                  .trigger = colon,
                  .speaker_start = doc->mentions[m].tokens.start,
                  .class = "say",
                  .rule = "speaker and colon",
                  .confidence = 600};
    if (colon + 1 >= s->tokens.end && next)
        ch__add_stretch(sp, &a, next->tokens.start, ch__words_end(sp, next));
    else
        ch__add_stretch(sp, &a, colon + 1, end);
    if (!a.n_pieces || !ch__has_finite(doc, a.pieces[0]) || ch__opens_quote(sp, a.pieces[0].start))
        return;
    ch__roles_add(doc, &a.speaker, m);
    *CH__PUSH(sp->scratch, sp->at, sp->n, sp->cap) = a;
}

void ch__speech_find(ch__speech *sp, uint32_t sentence)
{
    const ch_sentence *s = &sp->doc->sentences[sentence];
    uint64_t bit = ch__table_bit(sp->table);
    try_colon(sp, s);
    for (uint32_t t = s->tokens.start; t < s->tokens.end; t++) {
        const ch__quote *q = ch__quote_at(sp, t);
        verb v;
        ch__hit hit;
        if (q && (q->close - q->open > 4 || !q->closed))
            continue; /* words of somebody's: what is said in them is not said here */
        bool of_noun =
            t > s->tokens.start && strcmp(sp->doc->words[t - 1].xpos, "POS") == 0; /* "Japan's ruling party" */
        bool says = ch__upos_is(sp->doc, t, CH_UPOS_VERB) && !of_noun && sp->doc->words[t].deprel != CH_DEP_AMOD;
        if ((says || (!of_noun && tag_noun(sp->doc, s, t))) && verb_at(sp, s, t, &v)) {
            try_verb(sp, s, t, &v);
            t = v.behind - 1;
            continue;
        }
        uint32_t n = ch__phrase_at_token(sp->doc, sp->k, bit, t, s->tokens.end, &hit);
        if (n)
            try_phrase(sp, s, t, n, hit.row);
    }
}

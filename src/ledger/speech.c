/* speech.c - verbs and phrases of saying with their speaker and their content, over tokens and tree. */
#include "ledger/speech.h"

enum { REST = 2, TAKES = 3, CLASS = 4, REACH = 40 };

static bool punct(const ch_doc *doc, uint32_t t)
{
    return ch__upos_is(doc, t, CH_UPOS_PUNCT);
}

static const ch__quote *quote_at(const ch__speech *sp, uint32_t t)
{
    return sp->quotes.of[t] == CH_NONE ? NULL : &sp->quotes.at[sp->quotes.of[t]];
}

static bool opens_quote(const ch__speech *sp, uint32_t t)
{
    const ch__quote *q = quote_at(sp, t);
    return q && q->open == t;
}

static bool closes_quote(const ch__speech *sp, uint32_t t)
{
    const ch__quote *q = quote_at(sp, t);
    return q && q->closed && q->close == t;
}

static void add_piece(ch__said *a, uint32_t from, uint32_t to)
{
    if (from < to && a->n_pieces < CH__PIECES)
        a->pieces[a->n_pieces++] = (ch_span){from, to};
}

/* The quotation that opens at t, with the paragraphs that go on with it. */
static void add_quote(const ch__speech *sp, ch__said *a, uint32_t t)
{
    for (uint32_t i = sp->quotes.of[t];; i++) {
        ch_span in = ch__quote_inside(&sp->quotes.at[i]);
        add_piece(a, in.start, in.end);
        if (!sp->quotes.at[i].goes_on || i + 1 == sp->quotes.n || a->n_pieces == CH__PIECES)
            return;
    }
}

/* A stretch of the sentence; when it ends inside a quotation that runs on, to the end of that. */
static void add_stretch(const ch__speech *sp, ch__said *a, uint32_t from, uint32_t to)
{
    const ch__quote *q = to > from ? quote_at(sp, to - 1) : NULL;
    add_piece(a, from, q && q->close > to ? q->close : to);
}

/* One past the last word of the sentence; a closing mark stays. */
static uint32_t words_end(const ch__speech *sp, const ch_sentence *s)
{
    uint32_t e = s->tokens.end;
    while (e > s->tokens.start && punct(sp->doc, e - 1) && !closes_quote(sp, e - 1))
        e--;
    return e;
}

/* ---- who speaks ---- */

static void speaker_is(ch__said *a, ch_doc *doc, uint32_t mention)
{
    ch__roles_add(doc, &a->speaker, mention);
    a->speaker_start = doc->mentions[mention].tokens.start;
}

/* "..., said Zhu, ...": the mention that begins behind the verb. */
static bool inverted(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    uint32_t v = a->trigger, t = v + 1;
    if (v == s->tokens.start || t >= s->tokens.end || !punct(sp->doc, v - 1))
        return false;
    uint32_t m = ch__mention_over(sp->doc, t);
    if (m == CH_NONE && t + 1 < s->tokens.end && !punct(sp->doc, t))
        m = ch__mention_over(sp->doc, t + 1);
    if (m == CH_NONE || sp->doc->mentions[m].tokens.start < t)
        return false;
    if (strcmp(
            sp->doc->words[sp->doc->mentions[m].tokens.end < s->tokens.end ? sp->doc->mentions[m].tokens.end : t].xpos,
            "POS") == 0)
        return false; /* "..., writes Huber's partner" */
    for (uint32_t i = sp->doc->mentions[m].tokens.end; i < s->tokens.end && !punct(sp->doc, i); i++)
        if (ch__is_finite(sp->doc, i))
            return false; /* "..., he said Iran was ready": that is what he said */
    speaker_is(a, sp->doc, m);
    return true;
}

/* Where the phrase in front of a closing comma begins: "Zhu, head of the centre, said" gives the token before the first
 * comma. */
static uint32_t before_apposition(const ch_doc *doc, const ch_sentence *s, uint32_t comma)
{
    for (uint32_t t = comma; t > s->tokens.start && comma - t < REACH; t--)
        if (ch__form_is(doc, t - 1, ",") && t - 1 > s->tokens.start)
            return t - 2;
    return CH_NONE;
}

/* "is reported to have died", "a man thought to be ill": what stands in front is spoken of, it does not speak. */
static bool spoken_of(const ch_doc *doc, const ch_sentence *s, uint32_t verb)
{
    if (strcmp(doc->words[verb].xpos, "VBN") != 0)
        return false;
    for (uint32_t i = verb; i > s->tokens.start && verb - i < 4; i--)
        if (ch__upos_is(doc, i - 1, CH_UPOS_AUX))
            return ch__lemma_is(doc, i - 1, "be");
    ch_deprel rel = (ch_deprel)doc->words[verb].deprel;
    return rel == CH_DEP_ACL || rel == CH_DEP_AMOD || rel == CH_DEP_ADVCL;
}

/* The mention in front of the verb, over auxiliaries and adverbs. */
static bool in_front(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    uint32_t t = a->trigger;
    if (spoken_of(sp->doc, s, t))
        return false;
    while (t > s->tokens.start &&
           (ch__upos_is(sp->doc, t - 1, CH_UPOS_AUX) || ch__upos_is(sp->doc, t - 1, CH_UPOS_ADV) ||
            ch__upos_is(sp->doc, t - 1, CH_UPOS_PART)))
        t--;
    if (t == s->tokens.start)
        return false;
    uint32_t last = ch__form_is(sp->doc, t - 1, ",") ? before_apposition(sp->doc, s, t - 1) : t - 1;
    uint32_t m = last == CH_NONE ? CH_NONE : ch__mention_over(sp->doc, last);
    if (m == CH_NONE || sp->doc->mentions[m].tokens.start < s->tokens.start ||
        !ch__may_speak(sp->doc, m, s->tokens.start))
        return false;
    speaker_is(a, sp->doc, m);
    return true;
}

static void find_speaker(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    if (inverted(sp, s, a))
        return;
    if (!ch__slot(sp->doc, sp->k, a->trigger, "subj", &a->speaker)) {
        in_front(sp, s, a);
        return;
    }
    if (a->participle && a->speaker.n == 1 && ch__is_where(sp->doc, a->speaker.at[0].mention))
        a->speaker.n = 0; /* "march in Prague demanding ..." */
    for (uint32_t i = 0; i < a->speaker.n; i++) {
        uint32_t start = sp->doc->mentions[a->speaker.at[i].mention].tokens.start;
        if (start >= s->tokens.start && start < s->tokens.end &&
            (a->speaker_start == CH_NONE || start < a->speaker_start))
            a->speaker_start = start;
    }
}

/* "Xi's visit underscores ...": the subject is a thing that belongs to somebody; things emphasise, but they do not
 * speak. */
static bool thing_speaks(const ch__speech *sp, const ch__said *a)
{
    uint32_t head = ch__slot_head(sp->doc, a->trigger, "subj");
    if (head == CH_NONE || a->participle)
        return false;
    for (uint32_t i = 0; i < a->speaker.n; i++) {
        ch_span m = sp->doc->mentions[a->speaker.at[i].mention].tokens;
        if (head >= m.start && head < m.end)
            return false;
    }
    return a->speaker.n > 0 && !ch__upos_is(sp->doc, head, CH_UPOS_PRON);
}

/* ---- what is said ---- */

static bool is_that(const ch_doc *doc, uint32_t t)
{
    return ch__lemma_is(doc, t, "that") && (ch__upos_is(doc, t, CH_UPOS_SCONJ) || doc->words[t].deprel == CH_DEP_MARK);
}

static bool is_relative(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    return strcmp(x, "WDT") == 0 || strcmp(x, "WP") == 0 || strcmp(x, "WP$") == 0 || strcmp(x, "WRB") == 0 ||
           is_that(doc, t);
}

/* The words in front: "Iran is ready," he said. The mark or comma stands before the speaker; behind the verb no clause
 * follows. */
static bool takes_front(ch__speech *sp, const ch_sentence *s, uint32_t behind, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t first = a->speaker_start != CH_NONE && a->speaker_start < a->trigger ? a->speaker_start : a->trigger;
    uint32_t end = words_end(sp, s), p = behind;
    if (first <= s->tokens.start + 1 || !punct(doc, first - 1))
        return false;
    for (; p < end && !punct(doc, p); p++)
        if (ch__is_finite(doc, p) || is_that(doc, p))
            return false;
    const ch__quote *q = quote_at(sp, first - 1);
    bool quoted = q && q->closed && q->close == first - 1;
    if (!quoted && !ch__has_finite(doc, (ch_span){s->tokens.start, first - 1}))
        return false;
    if (q && q->open < s->tokens.start)
        add_piece(a, q->open + 1, first - 1);
    else
        add_piece(a, s->tokens.start, first - (quoted ? 0 : 1));
    if (p + 1 < end && opens_quote(sp, p + 1))
        add_quote(sp, a, p + 1); /* "...," he said, "..." */
    else if (p + 1 < end && !quoted && (ch__is_finite(doc, p + 1) || ch__upos_is(doc, p + 1, CH_UPOS_CCONJ)))
        add_stretch(sp, a, p + 1, end); /* "Iran, he said, is ready" */
    return true;
}

/* "told Sergei Shoigu, ...", "said to reporters": the one addressed. Returns the token behind. */
static uint32_t take_addressee(ch__speech *sp, const ch_sentence *s, uint32_t p, bool object, ch__said *a)
{
    bool to = p + 1 < s->tokens.end && ch__lemma_is(sp->doc, p, "to") && !ch__upos_is(sp->doc, p + 1, CH_UPOS_VERB);
    if (p >= s->tokens.end || (!object && !to))
        return p;
    uint32_t m = CH_NONE;
    for (uint32_t t = p + to; m == CH_NONE && t < s->tokens.end && t < p + to + 2 && !punct(sp->doc, t); t++) {
        if (ch__upos_is(sp->doc, t, CH_UPOS_SCONJ) || ch__is_finite(sp->doc, t))
            return p; /* "warned that Russia": nobody is addressed */
        m = ch__mention_over(sp->doc, t);
    }
    if (m == CH_NONE || sp->doc->mentions[m].tokens.start < p)
        return p;
    ch__roles_add(sp->doc, &a->addressee, m);
    return sp->doc->mentions[m].tokens.end;
}

/* A quotation or "that" behind the verb, over adverbials: "said on Wednesday that", "told X, head of Y, in Beijing
 * that". */
static char far_content(ch__speech *sp, uint32_t p, uint32_t end, bool naming, ch__said *a)
{
    for (uint32_t t = p; t < end && t < p + REACH; t++) {
        bool spoken = t == p || ch__form_is(sp->doc, t - 1, ",") || ch__form_is(sp->doc, t - 1, ":");
        if (opens_quote(sp, t) && (spoken || naming)) {
            if (!spoken)
                add_piece(a, p, t);
            add_quote(sp, a, t);
            return spoken ? 'q' : 'Q';
        }
        if (is_that(sp->doc, t)) {
            add_stretch(sp, a, t + 1, end);
            return 't';
        }
        if (ch__is_finite(sp->doc, t) || (ch__upos_is(sp->doc, t, CH_UPOS_VERB) && t > p))
            return 0;
    }
    return 0;
}

/* Whether a clause without "that" begins at p: "said China is ready". */
static bool bare_clause(const ch_doc *doc, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end)
{
    /* "concluded a compact, like those that it had ...", "responded with vigour and provided": an object or adverbial
     */
    uint32_t said = ch__child(doc, s, verb, CH_DEP_CCOMP);
    bool clause = said != CH_NONE, object = ch__child(doc, s, verb, CH_DEP_OBJ) != CH_NONE;
    if (!clause && p < end && ch__upos_is(doc, p, CH_UPOS_ADP))
        return false;
    if (clause && said > p && said < end && ch__has_finite(doc, (ch_span){p + 1, said + 1}))
        return true; /* "said the decision of those who govern there is wrong" */
    for (uint32_t t = p; t < end; t++) {
        if ((is_relative(doc, t) && t > p) || (object && !clause && punct(doc, t)))
            return false;
        if (ch__is_finite(doc, t))
            return t > p;
    }
    return false;
}

static char near_content(ch__speech *sp, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end,
                         const char *takes, ch__said *a)
{
    ch_doc *doc = sp->doc;
    if (p + 1 < end && ch__form_is(doc, p, ",") && strchr(takes, 'b') && !ch__upos_is(doc, p + 1, CH_UPOS_VERB) &&
        !ch__upos_is(doc, p + 1, CH_UPOS_CCONJ) && bare_clause(doc, s, verb, p + 1, end))
        p++; /* "He added, Iran has good ground" */
    if (p >= end || punct(doc, p))
        return 0;
    char kind = 'o';
    if (p + 1 < end && ch__upos_is(doc, p, CH_UPOS_PART) && ch__upos_is(doc, p + 1, CH_UPOS_VERB))
        kind = 'i';
    else if (strchr(takes, 'b') && bare_clause(doc, s, verb, p, end))
        kind = 'b';
    else if (is_relative(doc, p) || ch__upos_is(doc, p, CH_UPOS_SCONJ))
        kind = 'w';
    else if (ch__upos_is(doc, p, CH_UPOS_ADP) || ch__upos_is(doc, p, CH_UPOS_CCONJ))
        return 0;
    add_stretch(sp, a, p, end);
    return kind;
}

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
        if (!takes || !rest_matches(sp->doc, s, t + 1, rest, &behind))
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

/* The row that takes this kind of content; a quotation also goes where a clause goes. */
static uint32_t row_for(const ch__speech *sp, const verb *v, char kind, bool front)
{
    const char *wanted = front ? "bqt" : kind == 'q' ? "qtb" : (const char[]){kind, 0};
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

/* The report is a relay when the press alone stands behind it: "according to Xinhua". */
static bool press(const ch_doc *doc, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        uint32_t actor = roles->at[i].actor;
        const char *sector = actor == CH_NONE ? NULL : doc->actors[actor].sector;
        if (!sector || strcmp(sector, "JRN") != 0)
            return false;
    }
    return roles->n > 0;
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
    bool saying = strcmp(a->class, "say") == 0 && (kind == 'q' || kind == 't' || kind == 'b');
    return !(kind == 'q' || kind == 'Q' || saying) && !pronoun;
}

static void try_verb(ch__speech *sp, const ch_sentence *s, uint32_t t, const verb *v)
{
    ch_doc *doc = sp->doc;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences), .trigger = t, .speaker_start = CH_NONE};
    a.rule = ch__table_source(sp->table, v->rows[0], ch__doc_arena(doc));
    a.participle = strcmp(doc->words[t].xpos, "VBG") == 0;
    find_speaker(sp, s, &a);
    bool front = takes_front(sp, s, v->behind, &a);
    char kind = front ? 'q' : 0;
    if (!front) {
        uint32_t end = words_end(sp, s), p = v->behind;
        while (p < end && ch__upos_is(doc, p, CH_UPOS_ADV) && !is_relative(doc, p))
            p++;
        uint32_t after = take_addressee(sp, s, p, strchr(v->takes, 'a') != NULL, &a);
        kind = far_content(sp, after, end, strchr(v->takes, 'Q') != NULL, &a);
        kind = kind ? kind : near_content(sp, s, t, after, end, v->takes, &a);
    }
    uint32_t row = kind ? row_for(sp, v, kind, front) : CH_NONE;
    if (row == CH_NONE) {
        reject(sp, &a, kind ? "no statement: the verb does not take such words" : "no statement: no words said");
        return;
    }
    a.rule = ch__table_source(sp->table, row, ch__doc_arena(doc));
    a.class = ch__table_cell(sp->table, row, CLASS);
    a.trailing = front;
    a.named = kind == 'Q';
    a.verb = ch__copy(ch__doc_arena(doc), ch__sv_of(doc->words[t].lemma));
    const char *rest = ch__table_cell(sp->table, row, REST);
    if (rest)
        a.verb = ch__format(ch__doc_arena(doc), "%s %s", a.verb, rest);
    a.confidence = sureness(&a, kind, front);
    ch_modality m = ch__modality_of(sp->k, doc, t);
    bool clause = kind == 'q' || kind == 't' || kind == 'b';
    if (m == CH_NEGATED || ((m == CH_FUTURE || m == CH_HYPOTHETICAL) && !a.participle))
        reject(sp, &a, m == CH_NEGATED ? "no statement: said not to be said" : "no statement: not yet said");
    else if (loose_participle(doc, s, t) && !(clause && a.speaker.n))
        reject(sp, &a, "no statement: participle without a speaker");
    else if (nobody_known(sp, &a, kind))
        reject(sp, &a, "no statement: nobody known says it, and not in words of his own");
    else if ((kind == 'o' || kind == 'i') && thing_speaks(sp, &a))
        reject(sp, &a, "no statement: a thing is the subject");
    else if (strcmp(a.class, "report") == 0 && press(doc, &a.speaker))
        reject(sp, &a, "no statement: the press as a relay");
    else
        *CH__PUSH(sp->scratch, sp->at, sp->n, sp->cap) = a;
}

/* ---- "according to" ---- */

static void accord_content(ch__speech *sp, const ch_sentence *s, uint32_t t, uint32_t behind, ch__said *a)
{
    uint32_t end = words_end(sp, s), p = behind;
    if (t > s->tokens.start + 2) {
        add_stretch(sp, a, s->tokens.start, punct(sp->doc, t - 1) && !closes_quote(sp, t - 1) ? t - 1 : t);
        return;
    }
    while (p < end && !ch__form_is(sp->doc, p, ","))
        p++;
    add_stretch(sp, a, p + 1 < end ? p + 1 : behind, end);
}

static void try_phrase(ch__speech *sp, const ch_sentence *s, uint32_t t, uint32_t n, uint32_t row)
{
    ch_doc *doc = sp->doc;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences), .trigger = t, .speaker_start = CH_NONE, .trailing = true};
    a.rule = ch__table_source(sp->table, row, ch__doc_arena(doc));
    a.class = ch__table_cell(sp->table, row, CLASS);
    uint32_t m = CH_NONE, end = t + n + 3 < s->tokens.end ? t + n + 3 : s->tokens.end;
    for (uint32_t i = t + n; m == CH_NONE && i < end && !punct(doc, i); i++)
        m = ch__mention_over(doc, i);
    if (m == CH_NONE || doc->mentions[m].tokens.start < t + n) {
        reject(sp, &a, "no statement: the source is no actor");
        return;
    }
    speaker_is(&a, doc, m);
    if (press(doc, &a.speaker)) {
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

void ch__speech_find(ch__speech *sp, uint32_t sentence)
{
    const ch_sentence *s = &sp->doc->sentences[sentence];
    uint64_t bit = ch__table_bit(sp->table);
    for (uint32_t t = s->tokens.start; t < s->tokens.end; t++) {
        const ch__quote *q = quote_at(sp, t);
        verb v;
        ch__hit hit;
        if (q && (q->close - q->open > 4 || !q->closed))
            continue; /* words of somebody's: what is said in them is not said here */
        bool of_noun =
            t > s->tokens.start && strcmp(sp->doc->words[t - 1].xpos, "POS") == 0; /* "Japan's ruling party" */
        bool says = ch__upos_is(sp->doc, t, CH_UPOS_VERB) && !of_noun && sp->doc->words[t].deprel != CH_DEP_AMOD;
        if (says && verb_at(sp, s, t, &v)) {
            try_verb(sp, s, t, &v);
            t = v.behind - 1;
            continue;
        }
        uint32_t n = ch__phrase_at_token(sp->doc, sp->k, bit, t, s->tokens.end, &hit);
        if (n)
            try_phrase(sp, s, t, n, hit.row);
    }
}

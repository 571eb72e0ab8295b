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

static uint32_t next_mark(const ch__speech *sp, uint32_t p, uint32_t end)
{
    while (p < end && !punct(sp->doc, p))
        p++;
    return p;
}

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

/* Where the clause in front of a tag begins: behind the last semicolon or colon outside quotation marks. */
static uint32_t front_start(const ch__speech *sp, const ch_sentence *s, uint32_t tag)
{
    uint32_t from = s->tokens.start;
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
    for (; p < end && !punct(doc, p); p++) {
        uint32_t up = doc->words[p].head;
        bool asks = doc->words[p].xpos[0] == 'W' &&
                    (a->inverted || (p > behind && ch__is_noun(doc, p - 1))); /* "said a monk who has counted them" */
        bool beside =
            up != CH_NONE && up > p && doc->words[up].deprel == CH_DEP_ADVCL && doc->words[up].head == a->trigger;
        bool adverbial = doc->words[p].deprel == CH_DEP_MARK && !is_that(doc, p) && !ch__lemma_is(doc, p, "if") &&
                         !ch__lemma_is(doc, p, "whether"); /* "announced after the port had refused" */
        if (asks || adverbial || (beside && !is_that(doc, p)))
            return next_mark(sp, p, end); /* "said hours before he resigned" */
        bool to_do = p + 1 < end && strcmp(doc->words[p].xpos, "TO") == 0 && ch__upos_is(doc, p + 1, CH_UPOS_VERB) &&
                     doc->words[p + 1].head == a->trigger; /* "M23 swore on Thursday to march on": that is sworn */
        if (to_do || ch__is_finite(doc, p) || is_that(doc, p))
            return CH_NONE;
    }
    return p < end && opens_quote(sp, p) ? CH_NONE : p;
}

static bool has_verb(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (ch__upos_is(doc, t, CH_UPOS_VERB) || ch__upos_is(doc, t, CH_UPOS_AUX))
            return true;
    return false;
}

/* A quotation that is a clause by itself: of '"travel on separate tracks"' the subject stands outside. */
static bool full_clause(const ch__speech *sp, const ch__quote *q)
{
    ch_span in = ch__quote_inside(q);
    return ch__has_finite(sp->doc, in) && !ch__is_finite(sp->doc, in.start);
}

/* 'relations were restored, and "we owe them a harvest,"': the quotation in front of the tag has all that is said. */
static bool stands_alone(const ch__speech *sp, const ch__quote *q, uint32_t from)
{
    const ch_doc *doc = sp->doc;
    if (q->open <= from)
        return true;
    bool after = punct(doc, q->open - 1) || ch__upos_is(doc, q->open - 1, CH_UPOS_CCONJ) ||
                 ch__upos_is(doc, q->open - 1, CH_UPOS_SCONJ);
    return after && full_clause(sp, q);
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
    if (opens_quote(sp, p + 1)) {
        bool clause = a->n_pieces && ch__has_finite(doc, a->pieces[0]);
        if (!clause && !alone && full_clause(sp, quote_at(sp, p + 1)))
            a->n_pieces = 0; /* 'Over the second, he said, "Finance must bend"' */
        add_quote(sp, a, p + 1);
        return;
    }
    bool leads = p + 2 < end && opens_quote(sp, p + 2); /* '..., for "hospitality is a two-way street"' */
    bool goes_on = !whole || ch__is_finite(doc, p + 1) || waits(doc, a->pieces[0].start);
    if (!alone && (goes_on || leads))
        add_stretch(sp, a, p + 1, end);
}

/* '"Not a leaf of it is true," the army said of the report that ...': a whole quoted sentence stands in front. */
static bool full_quote_before(const ch__speech *sp, uint32_t mark)
{
    uint32_t close = closes_quote(sp, mark) ? mark : mark && closes_quote(sp, mark - 1) ? mark - 1 : CH_NONE;
    return close != CH_NONE && full_clause(sp, quote_at(sp, close));
}

/* "..., the chief veterinary officer informed on Friday": a past tense that the tagger took for a participle. */
static bool past_in_tag(const ch__speech *sp, const ch_sentence *s, uint32_t first, uint32_t behind, const ch__said *a)
{
    const ch_doc *doc = sp->doc;
    if (a->speaker.n != 1 || first >= a->trigger || ch__upos_is(doc, a->trigger - 1, CH_UPOS_AUX))
        return false;
    const ch_mention *m = &doc->mentions[a->speaker.at[0].mention];
    for (uint32_t t = m->tokens.end; t < a->trigger; t++)
        if (punct(doc, t) || ch__upos_is(doc, t, CH_UPOS_VERB))
            return false; /* "the official spokesman of the Armed Forces declared" */
    return ch__is_somebody(sp, a->speaker.at[0].mention) && punct(doc, first - 1) &&
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
    add_stretch(sp, a, p + 1, end);
    return true;
}

/* '"Family" was how Barbados hailed the nurses', '"..." is what he promised': the quotation before "how" or "what". */
static bool takes_cleft(ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    uint32_t t = ch__tag_phrase(doc, s, a->speaker_start == CH_NONE ? a->trigger : a->speaker_start);
    while (t > s->tokens.start && a->trigger - t < REACH && doc->words[t].xpos[0] != 'W')
        t--;
    bool asks = ch__lemma_is(doc, t, "how") || ch__lemma_is(doc, t, "what") || ch__lemma_is(doc, t, "why");
    if (!asks || t < s->tokens.start + 3 || !ch__lemma_is(doc, t - 1, "be") || !closes_quote(sp, t - 2))
        return false;
    ch_span in = ch__quote_inside(quote_at(sp, t - 2));
    add_piece(a, in.start, in.end);
    return true;
}

/* The words in front: "Iran is ready," he said. The mark or comma stands before the speaker; behind the verb no clause
 * follows. */
static bool takes_front(ch__speech *sp, const ch_sentence *s, uint32_t behind, bool person, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t first = ch__tag_start(doc, s, a->trigger), end = words_end(sp, s);
    if (a->speaker_start != CH_NONE && a->speaker_start < first)
        first = a->speaker_start;
    first = ch__tag_phrase(doc, s, first);
    if (a->participle || !one_phrase(doc, a, ch__tag_start(doc, s, a->trigger)))
        return false;
    if (first > s->tokens.start && introduces(doc, first - 1))
        first--; /* "..., as the ministry informed" */
    if (first <= s->tokens.start + 1)
        return as_clause(sp, s, first, behind, end, a);
    if (!punct(doc, first - 1) || ch__form_is(doc, first - 1, ":") ||
        (ch__spoken_of(doc, s, a->trigger) && !past_in_tag(sp, s, first, behind, a)))
        return false;
    uint32_t from = front_start(sp, s, first), mark = first - 1;
    uint32_t p = full_quote_before(sp, mark) ? next_mark(sp, behind, end) : tag_end(sp, behind, end, a);
    if (p == CH_NONE || from >= mark ||
        (!a->inverted && !full_quote_before(sp, mark) && has_object(doc, s, a->trigger, (ch_span){behind, p}, person)))
        return false;
    if (mark > from && !closes_quote(sp, mark) && closes_quote(sp, mark - 1))
        mark--; /* '"It is over", he said' */
    const ch__quote *q = closes_quote(sp, mark) ? quote_at(sp, mark) : NULL;
    bool alone = q && stands_alone(sp, q, from), whole = q || has_verb(doc, (ch_span){from, mark});
    if (!whole && p >= end && (mark < from + 2 || ch__upos_is(doc, from, CH_UPOS_ADP)))
        return false; /* "In Paris, he said." */
    if (!whole && p < end && !(p + 1 < end && (opens_quote(sp, p + 1) || ch__has_finite(doc, (ch_span){p, end}))))
        return false;
    if (alone)
        add_piece(a, ch__quote_inside(q).start, mark);
    else
        add_piece(a, from, q ? mark + 1 : mark);
    add_rest(sp, p, end, alone, whole, a);
    return a->n_pieces > 0;
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
static char far_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    for (uint32_t t = p; t < end && t < p + REACH; t++) {
        bool spoken = t == p || ch__form_is(doc, t - 1, ",") || ch__form_is(doc, t - 1, ":");
        if (opens_quote(sp, t)) {
            if (spoken && (t > p || full_clause(sp, quote_at(sp, t)) || quote_at(sp, t)->close + 1 >= end))
                add_quote(sp, a, t);
            return a->n_pieces ? 'q' : 0;
        }
        if (is_that(doc, t)) {
            add_stretch(sp, a, t + 1, end);
            return 't';
        }
        if (ch__form_is(doc, t, ":") && ch__has_finite(doc, (ch_span){t + 1, end})) {
            add_stretch(sp, a, t + 1, end); /* "The ministry rejects this: no citizen was held." */
            return 'q';
        }
        bool leaves = t > p && ch__form_is(doc, t - 1, ",") && ch__upos_is(doc, t, CH_UPOS_VERB);
        if (leaves || ch__is_finite(doc, t) || (t == p + 1 && ch__upos_is(doc, p, CH_UPOS_PART)))
            return 0;
    }
    return 0;
}

/* The words of a title or name: "the exercise 'Sky Shield'". */
static bool is_title(const ch_doc *doc, ch_span in)
{
    for (uint32_t t = in.start; t < in.end; t++)
        if (ch__upos_is(doc, t, CH_UPOS_VERB) || (ch__is_noun(doc, t) && strncmp(doc->words[t].xpos, "NNP", 3) != 0) ||
            ch__upos_is(doc, t, CH_UPOS_ADJ))
            return false;
    return true;
}

/* 'dismissed it as "hearsay"', 'hinted at "further steps"': a quotation inside what the verb takes. */
static char named_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    for (uint32_t t = p; t < end && t < p + REACH; t++) {
        if (opens_quote(sp, t)) {
            const ch__quote *q = quote_at(sp, t);
            if (is_title(doc, ch__quote_inside(q)))
                return 0;
            bool as = t == p || (t == p + 1 && ch__upos_is(doc, p, CH_UPOS_ADP));
            if (as)
                add_quote(sp, a, t);
            else
                add_stretch(sp, a, p, q->closed && q->close + 1 < end ? q->close + 1 : end);
            return 'Q';
        }
        bool leaves = t > p && punct(doc, t - 1) && ch__upos_is(doc, t, CH_UPOS_VERB);
        if (leaves || ch__is_finite(doc, t) || ch__form_is(doc, t, ";") || ch__form_is(doc, t, ":"))
            return 0;
    }
    return 0;
}

/* Whether a clause without "that" begins at p: "said China is ready". */
static bool bare_clause(const ch_doc *doc, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end, bool relative)
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
        if ((is_relative(doc, t) && t > p) || (!clause && t > p && doc->words[t].deprel == CH_DEP_MARK))
            return false; /* "declared a curfew after attackers struck" */
        if (!clause && object && (punct(doc, t) || ch__upos_is(doc, t, CH_UPOS_CCONJ)))
            return false; /* "declared a truce and the army drew back" */
        if (ch__is_finite(doc, t))
            return t > p || relative;
    }
    return false;
}

/* "a reform that they say will cost jobs", "men who, they insist, were farmers" */
static bool in_relative(const ch_doc *doc, const ch_sentence *s, const ch__said *a)
{
    uint32_t t = a->speaker_start;
    return t != CH_NONE && t > s->tokens.start && t < a->trigger && is_relative(doc, t - 1);
}

/* "put the number of injured at seven" */
static bool figure_behind(const ch_doc *doc, uint32_t p, uint32_t end)
{
    for (uint32_t t = p; t + 1 < end && !punct(doc, t) && !ch__is_finite(doc, t); t++)
        if (ch__lemma_is(doc, t, "at"))
            for (uint32_t i = t + 1; i < end && i < t + 4; i++)
                if (ch__upos_is(doc, i, CH_UPOS_NUM))
                    return true;
    return false;
}

/* "called the decision hasty", "hailed the pact as a milestone": what is said of the object. */
static bool verdict_behind(const ch_doc *doc, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end)
{
    uint32_t object = ch__child(doc, s, verb, CH_DEP_OBJ), verdict = ch__child(doc, s, verb, CH_DEP_XCOMP);
    return object != CH_NONE && object >= p && !ch__upos_is(doc, object, CH_UPOS_PRON) && verdict != CH_NONE &&
           verdict > object && verdict < end && !ch__upos_is(doc, verdict, CH_UPOS_VERB);
}

static char near_content(ch__speech *sp, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end,
                         const char *takes, ch__said *a)
{
    ch_doc *doc = sp->doc;
    bool relative = in_relative(doc, s, a);
    if (p + 1 < end && ch__form_is(doc, p, ",") && strchr(takes, 'b') && !ch__upos_is(doc, p + 1, CH_UPOS_VERB) &&
        !ch__upos_is(doc, p + 1, CH_UPOS_CCONJ) && bare_clause(doc, s, verb, p + 1, end, false))
        p++; /* "He added, Iran has good ground" */
    if (p >= end || punct(doc, p))
        return 0;
    char kind = 'o';
    if (strchr(takes, 'n') && figure_behind(doc, p, end))
        kind = 'n';
    else if (strchr(takes, 'x') && verdict_behind(doc, s, verb, p, end))
        kind = 'x';
    else if (p + 1 < end && ch__upos_is(doc, p, CH_UPOS_PART) && ch__upos_is(doc, p + 1, CH_UPOS_VERB))
        kind = 'i';
    else if (strchr(takes, 'b') && !ch__upos_is(doc, p, CH_UPOS_ADP) && bare_clause(doc, s, verb, p, end, relative))
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
        for (uint32_t t = a->pieces[i].start; t < a->pieces[i].end && t < sp->doc->n_tokens; t++)
            if (sp->quotes.of[t] != CH_NONE && !is_title(sp->doc, ch__quote_inside(quote_at(sp, t))))
                return true;
    return false;
}

/* What is said, behind the verb. */
static char content_behind(ch__speech *sp, const ch_sentence *s, const verb *v, ch__said *a)
{
    uint32_t end = words_end(sp, s), p = v->behind;
    while (p < end && ch__upos_is(sp->doc, p, CH_UPOS_ADV) && !is_relative(sp->doc, p))
        p++;
    uint32_t after = take_addressee(sp, s, p, strchr(v->takes, 'a') != NULL, a);
    bool named = strchr(v->takes, 'Q') != NULL;
    char kind = far_content(sp, after, end, a);
    if (!kind && named)
        kind = named_content(sp, after, end, a);
    if (!kind)
        kind = near_content(sp, s, a->trigger, after, end, v->takes, a);
    if ((kind == 'o' || kind == 'i') && !strchr(v->takes, kind)) {
        a->n_pieces = 0;
        kind = strchr(v->takes, 'q') && !named ? named_content(sp, after, end, a) : 0;
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
    bool front = takes_front(sp, s, v->behind, strchr(v->takes, 'a') != NULL, &a);
    if (!front)
        a.n_pieces = 0;
    bool cleft = !front && takes_cleft(sp, s, &a);
    char kind = front ? 'q' : cleft ? 'Q' : content_behind(sp, s, v, &a);
    if (front && strchr(v->takes, 'm') && v->behind < s->tokens.end && !punct(doc, v->behind))
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
    uint32_t end = words_end(sp, s), p = behind;
    if (t > s->tokens.start + 2) {
        add_stretch(sp, a, s->tokens.start, punct(sp->doc, t - 1) && !closes_quote(sp, t - 1) ? t - 1 : t);
        return;
    }
    while (p < end && !ch__form_is(sp->doc, p, ","))
        p++;
    add_stretch(sp, a, p + 1 < end ? p + 1 : behind, end);
}

/* "according to a source close to ...", "according to data released by Islamabad": the noun phrase behind. */
static uint32_t source_of(ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    uint32_t head = ch__phrase_head(doc, t, s->tokens.end), m = CH_NONE;
    if (head == CH_NONE)
        return CH_NONE;
    m = ch__mention_over(doc, head);
    bool fits = m != CH_NONE && doc->mentions[m].kind != CH_MENTION_ADJECTIVE && doc->mentions[m].tokens.start >= t;
    return fits ? m : ch__mention_phrase(doc, (uint32_t)(s - doc->sentences), head);
}

static void try_phrase(ch__speech *sp, const ch_sentence *s, uint32_t t, uint32_t n, uint32_t row)
{
    ch_doc *doc = sp->doc;
    ch__said a = {.sentence = (uint32_t)(s - doc->sentences), .trigger = t, .speaker_start = CH_NONE, .trailing = true};
    a.rule = ch__table_source(sp->table, row, ch__doc_arena(doc));
    a.class = ch__table_cell(sp->table, row, CLASS);
    uint32_t m = source_of(doc, s, t + n);
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
    bool behind = punct(doc, t + 1), in_front = punct(doc, t - 1);
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

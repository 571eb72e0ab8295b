/* statements.c - acts of saying (speech.c) to records: one statement a speaker and sentence, quotations over several
 * sentences and paragraphs joined, what the words are about. */
#include "ledger/homes.h"
#include "ledger/parts.h"

enum {
    SCARE = 4 /* fewer quoted words than this inside reported speech are a term, not a quotation */,
    BACK = 60,  /* mentions looked back at */
    CLOSING = 2 /* unless the words end with them */
};

static bool holds(const ch__said *a, uint32_t token)
{
    for (uint32_t i = 0; i < a->n_pieces; i++)
        if (token >= a->pieces[i].start && token < a->pieces[i].end)
            return true;
    return false;
}

static void drop(ch__speech *sp, ch__said *a, const char *why)
{
    a->dropped = true;
    ch__doc_add_candidate(sp->doc, a->sentence, a->trigger, a->rule, why);
}

/* direct: all in quotation marks; mixed: a quoted part of some length, or a quoted verdict; indirect else. */
static const char *form_of(const ch__speech *sp, const ch__said *a)
{
    uint32_t quoted = 0, plain = 0, run = 0, longest = 0;
    for (uint32_t i = 0; i < a->n_pieces; i++)
        for (uint32_t t = a->pieces[i].start; t < a->pieces[i].end && t < sp->doc->n_tokens; t++) {
            bool in = sp->quotes.of[t] != CH_NONE;
            if (ch__upos_is(sp->doc, t, CH_UPOS_PUNCT))
                continue;
            run = in ? run + 1 : 0;
            longest = run > longest ? run : longest;
            quoted += in;
            plain += !in;
        }
    if (quoted && !plain)
        return a->named ? "mixed" : "direct";
    bool closes = run >= CLOSING; /* '... that its crew was "under our protection"' */
    return longest >= SCARE || closes || (a->named && quoted) ? "mixed" : "indirect";
}

static bool is_mark(const ch__speech *sp, uint32_t token)
{
    const ch__quote *q = sp->quotes.of[token] == CH_NONE ? NULL : &sp->quotes.at[sp->quotes.of[token]];
    return q && (q->open == token || q->close == token);
}

/* Where an act of saying begins: its verb, or its speaker when he stands right in front. */
static uint32_t first_token(const ch__said *a)
{
    bool near = a->speaker_start != CH_NONE && a->speaker_start < a->trigger && a->trigger - a->speaker_start < 8;
    return near && !a->participle ? a->speaker_start : a->trigger;
}

/* ---- one sentence ---- */

static uint32_t speaker_head(const ch__speech *sp, const ch__said *a)
{
    return sp->doc->mentions[a->speaker.at[0].mention].head;
}

static bool same_speaker(const ch__speech *sp, const ch__said *a, const ch__said *b)
{
    if (!a->speaker.n || !b->speaker.n)
        return a->participle || b->participle;
    return speaker_head(sp, a) == speaker_head(sp, b) || ch__roles_share_code(sp->doc, &a->speaker, &b->speaker);
}

/* What b says is added to a: "...," he noted, saying, "..." is one statement. */
static void join(ch__speech *sp, ch__said *a, ch__said *b)
{
    for (uint32_t i = 0; i < b->n_pieces; i++)
        if (!holds(a, b->pieces[i].start) && a->n_pieces < CH__PIECES)
            a->pieces[a->n_pieces++] = b->pieces[i];
    ch__sides_add(sp->doc, &a->addressee, &b->addressee);
    drop(sp, b, "part of the same speaker's statement");
}

/* "..., he said, adding that ...", "..., she said, calling it '...'": something more, which stands for itself unless
 * both are words in quotation marks: "...," he noted, saying, "..." */
static bool says_more(const ch__speech *sp, const ch__said *kept, const ch__said *a)
{
    if (strcmp(a->class, "more") != 0 && !a->named)
        return false;
    return kept->trailing && a->participle && strcmp(form_of(sp, kept), "indirect") == 0;
}

/* "said that Suva had erred and warned that": what the first says ends where the second begins. */
static bool says_next(const ch__speech *sp, const ch__said *kept, const ch__said *a)
{
    const ch_word *w = &sp->doc->words[a->trigger];
    return !a->participle && a->trigger > kept->trigger && w->deprel == CH_DEP_CONJ &&
           (w->head == kept->trigger || sp->doc->words[w->head].head == kept->trigger);
}

/* Leaves out what stands at or behind a token. */
static void cut(const ch__speech *sp, ch__said *a, uint32_t token)
{
    while (token > a->trigger + 1 &&
           (ch__upos_is(sp->doc, token - 1, CH_UPOS_CCONJ) || ch__upos_is(sp->doc, token - 1, CH_UPOS_PUNCT)) &&
           !is_mark(sp, token - 1))
        token--;
    for (uint32_t i = 0; i < a->n_pieces; i++)
        if (a->pieces[i].end > token && a->pieces[i].start < token)
            a->pieces[i].end = token;
        else if (a->pieces[i].start >= token)
            a->pieces[i].end = a->pieces[i].start;
}

/* Order of trust: words in front of a tag, then verbs, then participles, then "according to". */
static int rank(const ch__said *a)
{
    if (strcmp(a->class, "accord") == 0 || strcmp(a->class, "report") == 0)
        return 3;
    return a->trailing && !a->participle ? 0 : a->participle ? 2 : 1;
}

static void settle_one(ch__speech *sp, uint32_t first, uint32_t i)
{
    ch__said *a = &sp->at[i];
    for (uint32_t j = first; j < sp->n && !a->dropped; j++) {
        ch__said *kept = &sp->at[j];
        bool before = j < i ? rank(kept) <= rank(a) : rank(kept) < rank(a);
        if (j == i || kept->dropped || !before)
            continue;
        if (rank(a) == 3)
            drop(sp, a, "the words have a nearer speaker");
        else if (same_speaker(sp, kept, a) && (says_more(sp, kept, a) || says_next(sp, kept, a)))
            cut(sp, kept, first_token(a));
        else if (same_speaker(sp, kept, a))
            join(sp, kept, a);
        else if (holds(kept, a->trigger))
            drop(sp, a, "inside another's words");
    }
}

/* Settles which of a sentence's acts of saying stand: those ranked lower fall to those ranked higher. */
static void settle(ch__speech *sp, uint32_t first)
{
    for (int r = 0; r <= 3; r++)
        for (uint32_t i = first; i < sp->n; i++)
            if (!sp->at[i].dropped && rank(&sp->at[i]) == r)
                settle_one(sp, first, i);
}

/* ---- who "he" is when the actors room could not say ---- */

static bool nameless(const ch__speech *sp, const ch__said *a)
{
    return a->speaker.n == 1 && a->speaker.at[0].actor == CH_NONE &&
           sp->doc->mentions[a->speaker.at[0].mention].kind == CH_MENTION_PRONOUN;
}

/* '"Bolivia must answer," he said': nobody speaks of himself by name in his own words; a pronoun whose last mention
 * lies in them is nobody known. */
static void forget_own_words(ch__speech *sp, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    if (a->speaker.n != 1 || a->participle)
        return;
    uint32_t pronoun = a->speaker.at[0].mention, chain = doc->mentions[pronoun].chain;
    if (doc->mentions[pronoun].kind != CH_MENTION_PRONOUN || chain == CH_NONE || pronoun >= doc->inside->n_ordered)
        return;
    for (uint32_t i = pronoun; i-- > 0 && pronoun - i < BACK;)
        if (doc->mentions[i].chain == chain && doc->mentions[i].kind != CH_MENTION_PRONOUN) {
            if (holds(a, doc->mentions[i].head) && sp->quotes.of[doc->mentions[i].head] != CH_NONE)
                a->speaker = ch__one_role(sp, pronoun, CH_NONE);
            return;
        }
}

/* "It added": the last speaker, when he spoke in the sentence or two before. */
static void inherit(ch__speech *sp, uint32_t first)
{
    for (uint32_t i = first; i < sp->n; i++) {
        ch__said *a = &sp->at[i];
        forget_own_words(sp, a);
        for (uint32_t j = i; nameless(sp, a) && j-- > 0 && sp->at[j].sentence + 2 >= a->sentence;) {
            const ch__said *b = &sp->at[j];
            if (b->dropped || !b->speaker.n || b->speaker.at[0].actor == CH_NONE)
                continue;
            a->speaker = ch__one_role(sp, a->speaker.at[0].mention, b->speaker.at[0].actor);
            a->confidence = (uint16_t)(a->confidence - 150);
        }
    }
}

/* ---- quotations without a verb of their own ---- */

static uint32_t last_token(const ch__said *a)
{
    uint32_t last = a->trigger;
    for (uint32_t i = 0; i < a->n_pieces; i++)
        last = a->pieces[i].end > last ? a->pieces[i].end : last;
    return last;
}

static bool spoken_for(const ch__speech *sp, uint32_t n, const ch__quote *q)
{
    uint32_t s = ch__sentence_of(sp->doc, q->open);
    /* statements lie in order of sentence; a quotation can only belong to one near it */
    uint32_t low = 0, high = n, end = ch__sentence_of(sp->doc, q->close - 1);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sp->at[middle].sentence + 40 < s)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t i = low; i < n && sp->at[i].sentence <= end; i++)
        if (!sp->at[i].dropped && (holds(&sp->at[i], q->words) || holds(&sp->at[i], q->close - 1)))
            return true;
    return false;
}

static bool whole_sentence(const ch__speech *sp, const ch__quote *q)
{
    const ch_sentence *s = &sp->doc->sentences[ch__sentence_of(sp->doc, q->open)];
    return q->open == s->tokens.start && ch__has_finite(sp->doc, ch__quote_inside(q));
}

/* The statement just before a quotation: the nearest that stands, at most two sentences back. */
static ch__said *statement_before(ch__speech *sp, uint32_t n, uint32_t token, uint32_t sentence)
{
    for (uint32_t i = n; i-- > 0 && sp->at[i].sentence + 40 >= sentence;)
        if (!sp->at[i].dropped && last_token(&sp->at[i]) <= token &&
            ch__sentence_of(sp->doc, last_token(&sp->at[i]) - 1) + 2 >= sentence)
            return &sp->at[i];
    return NULL;
}

/* '"A," he said. "B."' goes on in the same paragraph; a paragraph of its own is a statement of its own by the same
 * speaker. */
static void adopt(ch__speech *sp, uint32_t n, const ch__quote *q, ch__said *more)
{
    ch_doc *doc = sp->doc;
    uint32_t s = ch__sentence_of(doc, q->open);
    ch__said *a = statement_before(sp, n, q->open, s);
    if (!a) {
        ch__doc_add_candidate(doc, s, q->open, NULL, "no statement: quotation without a speaker");
        return;
    }
    bool here = doc->sentences[s].block == doc->sentences[ch__sentence_of(doc, last_token(a) - 1)].block;
    if (here && a->n_pieces < CH__PIECES) {
        a->pieces[a->n_pieces++] = ch__quote_inside(q);
        return;
    }
    *more = (ch__said){.sentence = s,
                       .trigger = q->open,
                       .speaker = a->speaker,
                       .speaker_start = CH_NONE,
                       .class = "say",
                       .rule = "quotation: goes on with the last speaker",
                       .confidence = 500,
                       .n_pieces = 1};
    more->pieces[0] = ch__quote_inside(q);
}

static void adopt_quotes(ch__speech *sp)
{
    uint32_t n = sp->n;
    for (uint32_t i = 0; i < sp->quotes.n; i++) {
        const ch__quote *q = &sp->quotes.at[i];
        ch__said more = {0};
        if (q->close <= q->open + SCARE || !ch_doc_sentence_coded(sp->doc, ch__sentence_of(sp->doc, q->open)))
            continue;
        if (!whole_sentence(sp, q) || spoken_for(sp, n, q))
            continue;
        adopt(sp, n, q, &more);
        if (more.n_pieces)
            *CH__PUSH(sp->scratch, sp->at, sp->n, sp->cap) = more;
    }
}

/* ---- records ---- */

static bool first_person(const ch_doc *doc, uint32_t t)
{
    const char *feats = doc->words[t].feats;
    if (!ch__upos_is(doc, t, CH_UPOS_PRON))
        return false;
    return (feats && strstr(feats, "Person=1")) || ch__lemma_is(doc, t, "we") || ch__lemma_is(doc, t, "our");
}

static void about(ch__speech *sp, const ch__said *a, ch_roles *out)
{
    bool own = false;
    for (uint32_t i = 0; i < a->n_pieces; i++) {
        ch__sides_in(sp->doc, a->pieces[i], true, out);
        for (uint32_t t = a->pieces[i].start; t < a->pieces[i].end; t++)
            own = own || first_person(sp->doc, t);
    }
    if (own)
        ch__sides_add(sp->doc, out, &a->speaker);
}

static ch_span extent(const ch__said *a, bool whole)
{
    ch_span e = {CH_NONE, 0};
    for (uint32_t i = 0; i < a->n_pieces; i++) {
        e.start = a->pieces[i].start < e.start ? a->pieces[i].start : e.start;
        e.end = a->pieces[i].end > e.end ? a->pieces[i].end : e.end;
    }
    if (!whole)
        return e;
    e.start = a->trigger < e.start ? a->trigger : e.start;
    e.start = a->speaker_start < e.start ? a->speaker_start : e.start;
    e.end = a->trigger >= e.end ? a->trigger + 1 : e.end;
    return e;
}

/* Without the comma or full stop before the closing mark, which belong to the sentence around. */
static ch_span words_of(const ch_doc *doc, ch_span content)
{
    while (content.end > content.start + 1 && content.end <= doc->n_tokens &&
           (ch__form_is(doc, content.end - 1, ",") || ch__form_is(doc, content.end - 1, ".")))
        content.end--;
    return content;
}

/* The statement begins where its first words do, tag included; content across sentences keeps that sentence's time. */
static void record(ch__speech *sp, const ch__said *a)
{
    ch_doc *doc = sp->doc;
    ch__time *times;
    ch_span whole = extent(a, true), content = words_of(doc, extent(a, false));
    uint32_t n_times = ch__times(doc, a->sentence, &times);
    ch_when when = ch__when_of(doc, times, n_times, a->trigger);
    ch_roles mentioned = {0};
    about(sp, a, &mentioned);
    uint32_t index = doc->n_records;
    ch_record *r = ch__doc_add_record(doc);
    r->kind = CH_STATEMENT;
    r->sentence = ch__sentence_of(doc, whole.start);
    r->bytes = ch__tokens_bytes(doc, whole);
    r->when = when;
    r->rule = a->rule;
    bool known = a->speaker.n && a->speaker.at[0].actor != CH_NONE && doc->actors[a->speaker.at[0].actor].code;
    r->confidence = (uint16_t)(!known ? a->confidence * 2 / 3 : a->guessed ? a->confidence * 4 / 5 : a->confidence);
    r->as.statement = (ch_statement){.speaker = a->speaker,
                                     .addressee = a->addressee,
                                     .about = mentioned,
                                     .form = form_of(sp, a),
                                     .content_bytes = ch__tokens_bytes(doc, content),
                                     .verb = a->verb};
    ch__doc_add_candidate(doc, a->sentence, a->trigger, a->rule, "statement")->record = index;
}

/* Leaves out pieces without words: of ““We will” he said” the outer quotation has none of its own. */
static bool says_something(ch__said *a)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < a->n_pieces; i++)
        if (a->pieces[i].start < a->pieces[i].end)
            a->pieces[kept++] = a->pieces[i];
    a->n_pieces = kept;
    return kept > 0;
}

/* Nobody to ascribe it to: kept only where it is a quotation, whose words stand all the same. */
static bool worth(ch__speech *sp, ch__said *a)
{
    if (a->dropped)
        return false;
    if (!says_something(a)) {
        drop(sp, a, "no statement: no words are said");
        return false;
    }
    if (nameless(sp, a) && strcmp(a->class, "say") != 0 && strcmp(a->class, "more") != 0 &&
        strcmp(form_of(sp, a), "indirect") == 0) {
        drop(sp, a, "no statement: a pronoun for nobody known");
        return false;
    }
    if (a->speaker.n || strcmp(form_of(sp, a), "direct") == 0)
        return true;
    drop(sp, a, "no statement: nobody is named who says it");
    return false;
}

void ch__statements(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    ch__speech sp = {.k = k, .table = ch__knowledge_table(k, "ledger/speech"), .scratch = scratch, .doc = doc};
    if (!sp.table)
        return;
    ch__quotes_find(scratch, doc, &sp.quotes);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        uint32_t first = sp.n;
        if (!ch__ledger_reads(doc, s))
            continue;
        ch__speech_find(&sp, s);
        settle(&sp, first);
        inherit(&sp, first);
    }
    ch__homes_bring(&sp);
    adopt_quotes(&sp);
    for (uint32_t i = 0; i < sp.n; i++)
        if (worth(&sp, &sp.at[i]))
            record(&sp, &sp.at[i]);
}

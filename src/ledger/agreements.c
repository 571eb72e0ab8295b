/* agreements.c - papers between states: a noun of the table, the act on it, its sides, title, term and count. */
#include "ledger/acts.h"
#include "ledger/numbers.h"
#include "ledger/parts.h"

enum { FORM = 1, WEIGHT = 2, ACTION = 2, STRENGTH = 3, TITLE = 16 };

typedef struct paper {
    ch_span phrase; /* the words of the table */
    ch_span np;     /* with what modifies them */
    uint32_t noun, row;
    bool definite; /* "the deal", "this agreement" */
    bool plural;
} paper;

typedef struct room {
    const ch__knowledge *k;
    const ch__table *forms, *acts, *sets;
    ch__arena *scratch;
    ch_doc *doc;
    const ch_sentence *s;
    uint32_t sentence;
    const ch__time *times; /* of the sentence */
    uint32_t n_times;
    uint32_t last; /* index of the last agreement record, or CH_NONE */
} room;

static void reject(const room *r, const paper *p, const char *why)
{
    ch__doc_add_candidate(r->doc, r->sentence, p->noun, ch__table_source(r->forms, p->row, ch__doc_arena(r->doc)), why);
}

/* ---- the noun phrase ---- */

static bool modifier(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    switch ((ch_upos)ch__upos(doc, t)) {
    case CH_UPOS_ADJ:
    case CH_UPOS_NOUN:
    case CH_UPOS_PROPN:
    case CH_UPOS_NUM:
    case CH_UPOS_ADV: return true;
    case CH_UPOS_VERB: return strcmp(x, "VBN") == 0 || strcmp(x, "VBG") == 0;
    default: return ch__form_is(doc, t, "-") || ch__form_is(doc, t, "\u2013") || strcmp(x, "POS") == 0;
    }
}

static paper paper_at(const room *r, uint32_t t, uint32_t n, uint32_t row)
{
    const ch_doc *doc = r->doc;
    paper p = {.phrase = {t, t + n}, .noun = t + n - 1, .row = row};
    uint32_t from = t;
    for (uint32_t i = t; i < t + n; i++) /* "memorandum of understanding": the head stands before "of" */
        if (ch__upos_is(doc, i, CH_UPOS_ADP)) {
            p.noun = i - 1;
            break;
        }
    while (from > r->s->tokens.start && t - from < 12)
        if (modifier(doc, from - 1))
            from--;
        else if (from >= r->s->tokens.start + 3 && ch__form_is(doc, from - 1, ")") && ch__form_is(doc, from - 3, "("))
            from -= 3; /* "the Comprehensive Test Ban (CTB) Treaty" */
        else
            break;
    while (from < t && ((ch__upos_is(doc, from, CH_UPOS_VERB) && doc->words[from].deprel != CH_DEP_AMOD) ||
                        (ch__upos_is(doc, from, CH_UPOS_ADV) && !ch__upos_is(doc, from + 1, CH_UPOS_ADJ) &&
                         doc->words[from + 1].deprel != CH_DEP_AMOD)))
        from++; /* "This followed deals", "has also made agreements" */
    p.np = (ch_span){from, t + n};
    if (from > r->s->tokens.start && ch__upos_is(doc, from - 1, CH_UPOS_DET))
        p.definite = !ch__lemma_is(doc, from - 1, "a") && !ch__lemma_is(doc, from - 1, "an");
    p.plural = strcmp(doc->words[p.noun].xpos, "NNS") == 0 || strcmp(doc->words[p.noun].xpos, "NNPS") == 0;
    return p;
}

/* Whether a title ends in front of t: a new clause, a side, a place, a time. */
static bool title_stops(const room *r, uint32_t t)
{
    static const char *const cases[] = {"between", "with",      "in",   "during", "at",   "by",    "after",
                                        "before",  "following", "amid", "under",  "upon", "since", "until"};
    const ch_doc *doc = r->doc;
    uint8_t upos = ch__upos(doc, t);
    bool last = t + 1 >= r->s->tokens.end;
    if (ch__form_is(doc, t, "-"))
        return false;
    if (strcmp(doc->words[t].xpos, "TO") == 0 && !last && ch__upos_is(doc, t + 1, CH_UPOS_VERB))
        return true; /* "an agreement on grain to let ships pass" */
    if (upos == CH_UPOS_PUNCT || upos == CH_UPOS_AUX || upos == CH_UPOS_SCONJ || ch__is_finite(doc, t))
        return true;
    if (!last && upos == CH_UPOS_CCONJ && ch__upos_is(doc, t + 1, CH_UPOS_DET))
        return true; /* "a memorandum on trade and a contract" */
    if (!last && upos == CH_UPOS_ADP && ch__upos_is(doc, t + 1, CH_UPOS_NUM))
        return true; /* "for ten years" */
    if (!last && strcmp(doc->words[t].xpos, "VBG") == 0 && !ch__upos_is(doc, t - 1, CH_UPOS_ADP) &&
        (ch__upos_is(doc, t + 1, CH_UPOS_DET) || ch__upos_is(doc, t + 1, CH_UPOS_PRON)))
        return true; /* "a treaty on trade following their talks" */
    for (uint32_t i = 0; i < r->n_times; i++)
        if (t + (upos == CH_UPOS_ADP) >= r->times[i].tokens.start && t < r->times[i].tokens.end)
            return true; /* "an agreement on Monday" */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (ch__lemma_is(doc, t, cases[i]))
            return true;
    return false;
}

/* Behind the noun the title takes in "on ..." and "for ...": "agreement on visa-free travel for holders of service
 * passports". */
static uint32_t title_end(const room *r, const paper *p)
{
    const ch_doc *doc = r->doc;
    uint32_t t = p->np.end, end = r->s->tokens.end, last = t;
    if (t >= end || !(ch__lemma_is(doc, t, "on") || ch__lemma_is(doc, t, "of") || ch__lemma_is(doc, t, "for")))
        return t;
    for (; t < end && t < p->np.end + TITLE && !title_stops(r, t); t++)
        if (ch__is_noun(doc, t) || strcmp(doc->words[t].xpos, "VBG") == 0)
            last = t + 1;
    return last;
}

static const char *words(const room *r, ch_span tokens)
{
    return ch__copy(ch__doc_arena(r->doc), ch__doc_sv(r->doc, ch__tokens_bytes(r->doc, tokens)));
}

/* ---- term and count ---- */

/* "25-year", "for 10 years": number and unit of time among the words of the phrase and just behind. */
static const char *term_of(const room *r, const paper *p)
{
    uint32_t end = p->np.end + 6 < r->s->tokens.end ? p->np.end + 6 : r->s->tokens.end;
    ch_span bytes = ch__tokens_bytes(r->doc, (ch_span){p->np.start, end});
    uint32_t np_end = r->doc->tokens[p->np.end - 1].bytes.end;
    ch__number *found;
    uint32_t n = ch__numbers(r->k, r->scratch, r->doc->text, bytes, &found);
    for (uint32_t i = 0; i < n; i++) {
        bool time = found[i].unit_kind && strcmp(found[i].unit_kind, "time") == 0 && found[i].has_value;
        bool hyphen = found[i].flags & CH__NUMBER_HYPHEN;
        if (!time || (found[i].bytes.start >= np_end && hyphen))
            continue;
        if (found[i].bytes.start >= np_end &&
            !ch__sv_starts(ch__doc_sv(r->doc, (ch_span){np_end, found[i].bytes.start}), CH__SV(" for ")))
            continue; /* "signed two years ago" is no term */
        ch_span unit = {found[i].digits.end + 1, found[i].bytes.end};
        ch__sv word = ch__doc_sv(r->doc, unit);
        bool plural = found[i].value > 1 && word.n && word.p[word.n - 1] != 's';
        return ch__format(ch__doc_arena(r->doc), "%ld %.*s%s", (long)found[i].value, (int)word.n, word.p,
                          plural ? "s" : "");
    }
    return NULL;
}

/* "the 1995 Dayton accords" */
static bool year(const room *r, uint32_t t)
{
    for (uint32_t i = 0; i < r->n_times; i++)
        if (t >= r->times[i].tokens.start && t < r->times[i].tokens.end)
            return true;
    ch__sv form = ch__token_sv(r->doc, t);
    return form.n == 4 && (form.p[0] == '1' || form.p[0] == '2');
}

/* "20 documents", "a series of bilateral documents", "several agreements": only of a plural. */
static const char *count_of(room *r, const paper *p)
{
    ch_doc *doc = r->doc;
    if (!p->plural)
        return NULL;
    uint32_t t = p->np.start, first = r->s->tokens.start;
    for (uint32_t i = p->np.start; i < p->np.end; i++)
        if (ch__upos_is(doc, i, CH_UPOS_NUM) && !(i + 1 < p->np.end && ch__form_is(doc, i + 1, "-")) && !year(r, i))
            return words(r, (ch_span){i, p->np.end});
    for (uint32_t i = t > first + 4 ? t - 4 : first; i + 1 < t; i++) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(doc, r->k, ch__table_bit(r->sets), i, r->s->tokens.end, &hit);
        if (n && i + n == t && strcmp(ch__table_cell(r->sets, hit.row, 1), "set") == 0)
            return words(r, (ch_span){i, p->np.end});
    }
    if (t > first + 1 && ch__lemma_is(doc, t - 1, "of") && ch__upos_is(doc, t - 2, CH_UPOS_NUM))
        return words(r, (ch_span){t - 2, p->np.end});
    bool several = t < p->np.end && (ch__lemma_is(doc, t, "several") || ch__lemma_is(doc, t, "many") ||
                                     ch__lemma_is(doc, t, "numerous"));
    return several ? words(r, p->np) : NULL;
}

/* ---- the act ---- */

/* "are expected to sign": the act is not done yet. A proposal, an end or a state of force stays what it is. */
static const char *in_time(const room *r, const char *action, uint32_t token)
{
    bool doing = strcmp(action, "signed") == 0 || strcmp(action, "announced") == 0 || strcmp(action, "ratified") == 0 ||
                 strcmp(action, "extended") == 0;
    switch (ch__modality_of(r->k, r->doc, token)) {
    case CH_NEGATED: return NULL;
    case CH_FUTURE: return doing ? "expected" : action;
    case CH_HYPOTHETICAL: return doing ? "proposed" : NULL;
    default: return action;
    }
}

/* Sides and term of a paper told of before: "Originally announced in 2016, the deal sets the framework". */
static bool from_last(const room *r, const paper *p, ch_agreement *a)
{
    if (r->last == CH_NONE || !p->definite || p->plural)
        return false;
    const ch_record *last = &r->doc->records[r->last];
    if (last->sentence + 3 < r->sentence)
        return false;
    a->parties = last->as.agreement.parties;
    if (!a->term)
        a->term = last->as.agreement.term;
    return a->parties.n >= 2;
}

static bool same_paper(const room *r, const ch_record *old, const ch_agreement *a)
{
    const ch_agreement *b = &old->as.agreement;
    if (old->sentence != r->sentence || strcmp(b->form, a->form) != 0 || strcmp(b->action, a->action) != 0)
        return false;
    for (uint32_t i = 0; i < a->parties.n; i++)
        if (!ch__roles_have_code(r->doc, &b->parties, r->doc->actors[a->parties.at[i].actor].code))
            return false;
    return !a->count && !b->count;
}

static bool told_already(const room *r, uint32_t first, const ch_agreement *a)
{
    for (uint32_t i = first; i < r->doc->n_records; i++)
        if (same_paper(r, &r->doc->records[i], a))
            return true;
    return false;
}

static ch_span extent(const paper *p, uint32_t title, uint32_t act)
{
    ch_span e = {p->np.start, title};
    e.start = act < e.start ? act : e.start;
    e.end = act >= e.end ? act + 1 : e.end;
    return e;
}

static void record(room *r, const paper *p, const ch__act *act, ch_agreement *a, int sure)
{
    uint32_t end = title_end(r, p), index = r->doc->n_records;
    ch_when when = ch__when_of(r->doc, r->times, r->n_times, act->token);
    a->title = words(r, (ch_span){p->np.start, end});
    ch__contexts(r->k, r->doc, (ch_span){p->np.start, end}, &a->subjects, &a->n_subjects);
    ch_record *rec = ch__doc_add_record(r->doc);
    rec->kind = CH_AGREEMENT;
    rec->sentence = r->sentence;
    rec->bytes = ch__tokens_bytes(r->doc, extent(p, end, act->token));
    rec->when = when;
    rec->rule = ch__table_source(r->forms, p->row, ch__doc_arena(r->doc));
    rec->confidence = (uint16_t)(450 + 120 * sure + (act->near ? 100 : 0));
    rec->as.agreement = *a;
    r->last = index;
    ch__doc_add_candidate(r->doc, r->sentence, p->noun, rec->rule, "agreement")->record = index;
}

/* "even if no agreement has been reached". */
static bool negated(const room *r, const paper *p)
{
    for (uint32_t t = p->np.start; t > r->s->tokens.start && p->np.start - t < 2; t--)
        if (ch__lemma_is(r->doc, t - 1, "no") || ch__lemma_is(r->doc, t - 1, "without"))
            return true;
    return false;
}

/* "the North Atlantic Treaty Organisation", "treaty obligations", "the governing Civil Contract party": the paper only
 * names something else. */
static bool names_other(const room *r, const paper *p)
{
    const ch_doc *doc = r->doc;
    uint32_t next = p->phrase.end, head = doc->words[p->noun].head;
    if (next >= r->s->tokens.end || !ch__is_noun(doc, next) || head == CH_NONE)
        return false;
    bool capital = ch__upos_is(doc, p->noun, CH_UPOS_PROPN) && ch__upos_is(doc, next, CH_UPOS_PROPN);
    return capital || (head >= next && head < next + 3 && doc->words[p->noun].deprel == CH_DEP_COMPOUND);
}

/* "the peaceful resolution of conflicts", "complied with all resolutions": no resolution is passed here. */
static bool not_passed(const room *r, const ch__act *act)
{
    const char *action = ch__table_cell(r->acts, act->row, ACTION);
    return !act->near || !(strcmp(action, "signed") == 0 || strcmp(action, "proposed") == 0) ||
           !ch__upos_is(r->doc, act->token, CH_UPOS_VERB);
}

/* "Australia, Malaysia and China reach an agreement": more than two, but in one row with nothing between them. */
static bool in_a_row(const room *r, const ch_roles *roles)
{
    for (uint32_t i = 1; i < roles->n; i++) {
        uint32_t from = r->doc->mentions[roles->at[i - 1].mention].tokens.end;
        uint32_t to = r->doc->mentions[roles->at[i].mention].tokens.start;
        for (uint32_t t = from; t < to; t++)
            if (!ch__form_is(r->doc, t, ",") && !ch__upos_is(r->doc, t, CH_UPOS_CCONJ) &&
                !ch__upos_is(r->doc, t, CH_UPOS_DET))
                return false;
    }
    return roles->n > 2;
}

/* "the Lisbon Treaty", "the Treaty of Lagos": the one name inside a paper's own name is no side of it. */
static void drop_namesake(const room *r, const paper *p, ch_roles *roles)
{
    ch_span name = {p->np.start, title_end(r, p)};
    uint32_t inside = 0, which = 0;
    if (!ch__upos_is(r->doc, p->noun, CH_UPOS_PROPN))
        return;
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_span m = r->doc->mentions[roles->at[i].mention].tokens;
        if (m.start >= name.start && m.end <= name.end) {
            inside++;
            which = i;
        }
    }
    if (inside != 1)
        return;
    memmove(&roles->at[which], &roles->at[which + 1], (roles->n - which - 1) * sizeof *roles->at);
    roles->n--;
}

/* "The European Union signs pacts with Ukraine and Georgia": who signs is a party too. */
static void add_subject(const room *r, const paper *p, uint32_t act, ch_roles *roles)
{
    uint32_t with = title_end(r, p);
    ch_roles subject = {0};
    if (roles->n < 2 || with >= r->s->tokens.end || !ch__lemma_is(r->doc, with, "with") || act >= p->np.start)
        return;
    for (uint32_t i = 0; i < roles->n; i++)
        if (r->doc->mentions[roles->at[i].mention].tokens.start < with)
            return;
    if (!ch__is_noun(r->doc, act) && ch__slot(r->doc, r->k, act, "subj", &subject)) {
        ch__sides_add(r->doc, &subject, roles);
        *roles = subject;
    }
}

/* Acts that say little of an everyday word: "proposed a settlement", "the deal sets". */
static bool idle(const char *action)
{
    return strcmp(action, "proposed") == 0 || strcmp(action, "expected") == 0 || strcmp(action, "in force") == 0;
}

static void weigh(room *r, paper *p, uint32_t first)
{
    ch__act act;
    ch_agreement a = {.form = ch__table_cell(r->forms, p->row, FORM), .term = term_of(r, p)};
    bool loose = strcmp(ch__table_cell(r->forms, p->row, WEIGHT), "loose") == 0;
    if (!ch__act_find(r->k, r->doc, r->acts, r->s, p->phrase, p->noun, "in force", &act)) {
        reject(r, p, "no agreement: nothing is done to the paper");
        return;
    }
    if (names_other(r, p)) {
        reject(r, p, "no agreement: part of another name");
        return;
    }
    if (negated(r, p)) {
        reject(r, p, "no agreement: there is none");
        return;
    }
    bool paper_act = strcmp(ch__table_cell(r->acts, act.row, STRENGTH), "paper") == 0;
    bool weak = !paper_act && (!act.near || idle(act.action) || !(p->definite || count_of(r, p)));
    bool resolution = strcmp(a.form, "resolution") == 0 && not_passed(r, &act);
    if ((loose && weak) || resolution) {
        reject(r, p, "no agreement: an everyday word without an act on paper");
        return;
    }
    a.action = in_time(r, ch__table_cell(r->acts, act.row, ACTION), act.token);
    if (!a.action) {
        reject(r, p, "no agreement: not done");
        return;
    }
    if (act.token >= p->np.start && act.token < p->phrase.start && strcmp(r->doc->words[act.token].xpos, "VBN") != 0)
        p->np.start = act.token + 1; /* headlines: "Peru, Chile sign treaty" */
    a.count = count_of(r, p);
    int sure = ch__sides_of(r->k, r->doc, r->s, p->np, p->noun, act.token, true, &a.parties);
    drop_namesake(r, p, &a.parties);
    add_subject(r, p, act.token, &a.parties);
    bool told = p->definite && sure < 3 && from_last(r, p, &a);
    sure = told ? 2 : sure == 0 && in_a_row(r, &a.parties) ? 3 : sure;
    bool stands = strcmp(a.action, "in force") == 0 && !paper_act; /* "complies with the charter" */
    bool back = sure == 1 && p->definite && paper_act && act.near; /* "the newly signed documents" */
    bool guessed =
        sure == 0 || (stands && !told && (sure < 3 || !p->definite)) || (sure < 3 && !told && !paper_act && !act.near);
    if (a.parties.n < 2 || (sure < 2 && !told && !back) || guessed) {
        reject(r, p, "no agreement: fewer than two sides are named");
        return;
    }
    if (told_already(r, first, &a))
        reject(r, p, "told already in this sentence");
    else
        record(r, p, &act, &a, sure);
}

void ch__agreements(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    room r = {.k = k,
              .forms = ch__knowledge_table(k, "ledger/agreements"),
              .acts = ch__knowledge_table(k, "ledger/agreement-actions"),
              .sets = ch__knowledge_table(k, "ledger/qualifiers"),
              .scratch = scratch,
              .doc = doc,
              .last = CH_NONE};
    if (!r.forms || !r.acts || !r.sets)
        return;
    for (r.sentence = 0; r.sentence < doc->n_sentences; r.sentence++) {
        uint32_t first = doc->n_records;
        if (!ch__ledger_reads(doc, r.sentence))
            continue;
        r.s = &doc->sentences[r.sentence];
        r.n_times = ch__times_in(k, doc, r.sentence, &r.times);
        for (uint32_t t = r.s->tokens.start; t < r.s->tokens.end;) {
            ch__hit hit;
            uint32_t n = ch__phrase_at_token(doc, k, ch__table_bit(r.forms), t, r.s->tokens.end, &hit);
            if (n && !ch__upos_is(doc, t, CH_UPOS_VERB)) {
                paper p = paper_at(&r, t, n, hit.row);
                weigh(&r, &p, first);
            }
            t += n ? n : 1;
        }
    }
}

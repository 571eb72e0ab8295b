/* agreements.c - papers between states: a noun of the table, what is done to the paper, its sides. */
#include "events/clause.h"
#include "ledger/acts.h"
#include "ledger/papers.h"
#include "ledger/parts.h"

enum { FORM = 1, WEIGHT = 2, ACTION = 2, STRENGTH = 3, MOST_ACTS = 6, NEAR = 10 /* tokens */ };

typedef struct room {
    ch__papers in;
    uint32_t last;   /* index of the last agreement record, or CH_NONE */
    uint32_t row;    /* of its noun in the table of forms */
    uint32_t events; /* how far ch__told has read */
} room;

static void reject(const room *r, const ch__paper *p, const char *why)
{
    ch__doc_add_candidate(r->in.doc, r->in.sentence, p->noun,
                          ch__table_source(r->in.forms, p->row, ch__doc_arena(r->in.doc)), why);
}

/* ---- the act ---- */

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* "awaits ratification", "its signature is expected": a noun of doing under a word that says it is to come. */
static bool awaited(const room *r, uint32_t token)
{
    uint32_t head = r->in.doc->words[token].head;
    if (!ch__is_noun(r->in.doc, token) || head == CH_NONE)
        return false;
    uint32_t row = ch__find_word(r->in.acts, r->in.doc, head);
    return row != CH_NONE && is(ch__table_cell(r->in.acts, row, ACTION), "expected");
}

static bool has_mark(const room *r, uint32_t token, const char *a, const char *b)
{
    const char *m = ch__mark_of(r->in.doc, token);
    return m && (is(m, a) || is(m, b));
}

/* "takes effect once both parliaments have ratified it". */
static bool only_then(const room *r, uint32_t token)
{
    return has_mark(r, token, "once", "until");
}

/* "will tear up the declaration unless the loudspeakers fall silent": a threat. */
static bool on_condition(const room *r, uint32_t token)
{
    CH__EACH_KID(r->in.doc, token, kid)
    if (ch__rel(r->in.doc, kid) == CH_DEP_ADVCL && has_mark(r, kid, "unless", "if"))
        return true;
    return false;
}

/* "are expected to sign": the act is not done yet. A proposal, an end or a state of force stays what it is. What others
 * are called upon to do is nobody's plan; what both have agreed to extend is extended. */
static const char *in_time(const room *r, const char *action, uint32_t token)
{
    bool doing = is(action, "signed") || is(action, "announced") || is(action, "ratified") || is(action, "extended");
    if (doing && awaited(r, token))
        return "expected";
    ch__status status = ch__status_of(r->in.k, r->in.doc, token);
    if (doing && only_then(r, token))
        return "expected";
    if (!doing && !is(action, "in force") && on_condition(r, token))
        return NULL;
    switch (status.doing) {
    case CH__DENIED:
    case CH__REFUSED:
    case CH__THREATENED:
    case CH__ASKED: return NULL;
    case CH__INTENDED: return is(action, "extended") ? action : doing ? "expected" : action;
    case CH__PLANNED: return doing ? "expected" : action;
    case CH__SUPPOSED:
    case CH__OWED:
    case CH__PURPOSE: return doing ? "expected" : NULL;
    default: return action;
    }
}

/* Whether a paper was told of in this sentence or at most `back` before. */
static bool near_last(const room *r, uint32_t back)
{
    return r->last != CH_NONE && r->in.doc->records[r->last].sentence + back >= r->in.sentence;
}

/* Sides and term of a paper told of before: "Originally announced in 2016, the deal sets the framework". */
static bool from_last(const room *r, const ch__paper *p, ch_agreement *a)
{
    if (!p->definite || p->plural || !near_last(r, 3))
        return false;
    const ch_record *last = &r->in.doc->records[r->last];
    a->parties = last->as.agreement.parties;
    if (!a->term)
        a->term = last->as.agreement.term;
    return a->parties.n >= 2;
}

static bool same_paper(const room *r, const ch_record *old, const ch_agreement *a)
{
    const ch_agreement *b = &old->as.agreement;
    if (old->sentence != r->in.sentence || strcmp(b->form, a->form) != 0 || strcmp(b->action, a->action) != 0)
        return false;
    for (uint32_t i = 0; i < a->parties.n; i++)
        if (!ch__roles_have_code(r->in.doc, &b->parties, r->in.doc->actors[a->parties.at[i].actor].code))
            return false;
    return !a->count && !b->count;
}

static bool told_already(const room *r, uint32_t first, const ch_agreement *a)
{
    for (uint32_t i = first; i < r->in.doc->n_records; i++)
        if (same_paper(r, &r->in.doc->records[i], a))
            return true;
    return false;
}

static ch_span extent(const ch__paper *p, uint32_t title, uint32_t act)
{
    ch_span e = {p->np.start, title};
    e.start = act < e.start ? act : e.start;
    e.end = act >= e.end ? act + 1 : e.end;
    return e;
}

/* The day of the act: not that of "valid until 2030". */
static ch_when day_of(const room *r, uint32_t act, ch_span until)
{
    uint32_t n = 0;
    ch__time *times = ch__alloc_array(r->in.scratch, r->in.n_times + (size_t)1, sizeof *times);
    for (uint32_t i = 0; i < r->in.n_times; i++)
        if (r->in.times[i].tokens.end <= until.start || r->in.times[i].tokens.start >= until.end)
            times[n++] = r->in.times[i];
    return ch__when_of(r->in.doc, times, n, act);
}

static void record(room *r, const ch__paper *p, const ch__act *act, ch_agreement *a, int sure, ch_span until)
{
    uint32_t end = ch__paper_title_end(&r->in, p), index = r->in.doc->n_records;
    ch_when when = day_of(r, act->token, until);
    a->title =
        p->back ? r->in.doc->records[r->last].as.agreement.title : ch__paper_words(&r->in, (ch_span){p->np.start, end});
    ch__contexts(r->in.k, r->in.doc, (ch_span){p->np.start, end}, &a->subjects, &a->n_subjects);
    ch_record *rec = ch__doc_add_record(r->in.doc);
    rec->kind = CH_AGREEMENT;
    rec->sentence = r->in.sentence;
    rec->bytes = ch__tokens_bytes(r->in.doc, extent(p, end, act->token));
    rec->when = when;
    rec->rule = ch__table_source(r->in.forms, p->row, ch__doc_arena(r->in.doc));
    rec->confidence = (uint16_t)(450 + 120 * sure + (act->near ? 100 : 0));
    rec->as.agreement = *a;
    r->last = index;
    r->row = p->row;
    ch__doc_add_candidate(r->in.doc, r->in.sentence, p->noun, rec->rule, "agreement")->record = index;
}

/* "even if no agreement has been reached". */
static bool negated(const room *r, const ch__paper *p)
{
    for (uint32_t t = p->np.start; t > r->in.s->tokens.start && p->np.start - t < 2; t--)
        if (ch__lemma_is(r->in.doc, t - 1, "no") || ch__lemma_is(r->in.doc, t - 1, "without"))
            return true;
    return false;
}

/* "the North Atlantic Treaty Organisation", "treaty obligations", "the governing Civil Contract party": the paper only
 * names something else. */
static bool names_other(const room *r, const ch__paper *p)
{
    const ch_doc *doc = r->in.doc;
    uint32_t next = p->phrase.end, head = doc->words[p->noun].head;
    if (next >= r->in.s->tokens.end || !ch__is_noun(doc, next) || head == CH_NONE)
        return false;
    bool capital = ch__upos_is(doc, p->noun, CH_UPOS_PROPN) && ch__upos_is(doc, next, CH_UPOS_PROPN);
    return capital || (head >= next && head < next + 3 && doc->words[p->noun].deprel == CH_DEP_COMPOUND);
}

/* "the peaceful resolution of conflicts", "complied with all resolutions": no resolution is passed here. */
static bool not_passed(const room *r, const ch__act *act)
{
    const char *action = ch__table_cell(r->in.acts, act->row, ACTION);
    return !act->near || !(is(action, "signed") || is(action, "proposed") || is(action, "ratified")) ||
           !ch__upos_is(r->in.doc, act->token, CH_UPOS_VERB);
}

/* "Australia, Malaysia and China reach an agreement": more than two, but in one row with nothing between them. */
static bool in_a_row(const room *r, const ch_roles *roles)
{
    for (uint32_t i = 1; i < roles->n; i++) {
        uint32_t from = r->in.doc->mentions[roles->at[i - 1].mention].tokens.end;
        uint32_t to = r->in.doc->mentions[roles->at[i].mention].tokens.start;
        for (uint32_t t = from; t < to; t++)
            if (!ch__form_is(r->in.doc, t, ",") && !ch__upos_is(r->in.doc, t, CH_UPOS_CCONJ) &&
                !ch__upos_is(r->in.doc, t, CH_UPOS_DET))
                return false;
    }
    return roles->n > 2;
}

/* "the Lisbon Treaty", "the Treaty of Lagos": the one name inside a paper's own name is no side of it. */
static void drop_namesake(const room *r, const ch__paper *p, ch_roles *roles)
{
    ch_span name = {p->np.start, ch__paper_title_end(&r->in, p)};
    uint32_t inside = 0, which = 0;
    if (!ch__upos_is(r->in.doc, p->noun, CH_UPOS_PROPN))
        return;
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_span m = r->in.doc->mentions[roles->at[i].mention].tokens;
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
static void add_subject(const room *r, const ch__paper *p, uint32_t act, ch_roles *roles)
{
    uint32_t with = ch__paper_title_end(&r->in, p);
    ch_roles subject = {0};
    if (roles->n < 2 || with >= r->in.s->tokens.end || !ch__lemma_is(r->in.doc, with, "with") || act >= p->np.start)
        return;
    for (uint32_t i = 0; i < roles->n; i++)
        if (r->in.doc->mentions[roles->at[i].mention].tokens.start < with)
            return;
    if (!ch__is_noun(r->in.doc, act) && ch__slot(r->in.doc, r->in.k, act, "subj", &subject)) {
        ch__sides_add(r->in.doc, &subject, roles);
        *roles = subject;
    }
}

/* Acts that say little of an everyday word: "proposed a settlement", "the deal sets". */
static bool idle(const char *action)
{
    return is(action, "proposed") || is(action, "expected") || is(action, "in force");
}

/* What is done to a paper, and between whom. */
typedef struct deed {
    ch__act act;
    const char *action; /* NULL: none after all */
    ch_roles parties;
    int sure;
    bool on_paper; /* an act that is hardly done to anything else */
} deed;

/* An act that the grammar alone does not make one on a paper; NULL: it is one. */
static const char *no_deed(const room *r, const ch__paper *p, const deed *d)
{
    bool loose = !p->back && !is(ch__table_cell(r->in.forms, p->row, WEIGHT), "firm");
    bool weak = !d->on_paper && (!d->act.near || idle(d->act.action) || !(p->definite || ch__paper_count(&r->in, p)));
    bool resolution = is(ch__table_cell(r->in.forms, p->row, FORM), "resolution") && not_passed(r, &d->act);
    if ((loose && (weak || is(d->act.action, "in force"))) || resolution) /* "the truce took effect" */
        return "no agreement: an everyday word without an act on paper";
    return d->action ? NULL : "no agreement: not done";
}

/* The one code of a row of subjects, "the government and six opposition parties", "the army and the rebels"; NULL: they
 * have several, or stand alone. */
static const char *among_themselves(const room *r, uint32_t act)
{
    const ch_doc *doc = r->in.doc;
    const char *code = NULL;
    uint32_t head = ch__slot_head(doc, act, "subj"), n = 0;
    for (uint32_t t = head; t != CH_NONE; n++) {
        uint32_t m = ch__mention_at(doc, t);
        const ch_mention *x = m == CH_NONE ? NULL : &doc->mentions[m];
        if (!x || x->actors.end != x->actors.start + 1 || !doc->actors[x->actors.start].code)
            return NULL;
        if (code && !is(code, doc->actors[x->actors.start].code))
            return NULL;
        code = doc->actors[x->actors.start].code;
        uint32_t next = CH_NONE;
        CH__EACH_KID(doc, head, kid)
        if (kid > t && next == CH_NONE && ch__rel(doc, kid) == CH_DEP_CONJ)
            next = kid;
        t = next;
    }
    return n > 1 ? code : NULL;
}

/* "ratified the convention", "adopted a resolution on Syria", "the government and the rebels signed": one side alone
 * does it, and what it is about is none. */
static bool one_side(const room *r, const ch__paper *p, const deed *d, ch_roles *out)
{
    const char *form = ch__table_cell(r->in.forms, p->row, FORM);
    ch_roles who = {0}, with = {0};
    if (!ch__slot(r->in.doc, r->in.k, d->act.token, "subj", &who) || who.n != 1 || who.at[0].actor == CH_NONE)
        return false;
    const ch_actor *actor = &r->in.doc->actors[who.at[0].actor];
    bool resolution = is(form, "resolution"), treaty = is(form, "treaty");
    bool body = actor->sector && is(actor->sector, "IGO"); /* "the leaders of the organisation adopted a declaration" */
    bool alone = resolution || (treaty && is(d->act.action, "ratified")) || among_themselves(r, d->act.token) ||
                 (body && (treaty || is(form, "document") || is(form, "joint statement")));
    bool others = !resolution && ch__slot(r->in.doc, r->in.k, p->noun, "between|with", &with) && with.n;
    for (uint32_t i = 0; !resolution && i < d->parties.n; i++) {
        uint32_t at = r->in.doc->mentions[d->parties.at[i].mention].tokens.start;
        const char *code = r->in.doc->actors[d->parties.at[i].actor].code;
        others = others || (at >= p->np.start && at < p->np.end + NEAR && actor->code && !is(code, actor->code));
    }
    if (!actor->code || !alone || others)
        return false;
    *out = who;
    return true;
}

static void sides(room *r, const ch__paper *p, deed *d)
{
    ch_roles told, alone;
    if (p->back) {
        d->parties = r->in.doc->records[r->last].as.agreement.parties;
        d->sure = 2;
        return;
    }
    ch__told(r->in.doc, r->in.sentence, d->act.token, &r->events, &told);
    d->sure = ch__sides_of(r->in.k, r->in.doc, r->in.s, p->np, p->noun, d->act.token, true, &told, &d->parties);
    if (d->action && one_side(r, p, d, &alone)) {
        d->parties = alone;
        d->sure = 3;
        return;
    }
    drop_namesake(r, p, &d->parties);
    add_subject(r, p, d->act.token, &d->parties);
    if (d->sure == 0 && in_a_row(r, &d->parties))
        d->sure = 3;
    if (d->parties.n < 2)
        d->sure = 0;
}

/* "the text", "the document" and "it" are of the form that was told before. */
static const char *form_of(const room *r, const ch__paper *p)
{
    const char *own = ch__table_cell(r->in.forms, p->row, FORM);
    bool bare = p->definite && is(own, "document") && p->np.start == p->noun && near_last(r, 4);
    return p->back || bare ? r->in.doc->records[r->last].as.agreement.form : own;
}

static void tell(room *r, const ch__paper *p, const deed *d, uint32_t first)
{
    bool extends = is(d->act.action, "extended");
    ch_span until;
    ch_agreement a = {.form = form_of(r, p),
                      .action = d->action,
                      .parties = d->parties,
                      .term = ch__paper_term(&r->in, p, d->act.token, extends, &until),
                      .count = ch__paper_count(&r->in, p)};
    int sure = d->sure;
    bool told = p->definite && sure < 3 && from_last(r, p, &a);
    sure = told ? 2 : sure;
    bool stands = is(a.action, "in force") && !d->on_paper;             /* "complies with the charter" */
    bool back = sure == 1 && p->definite && d->on_paper && d->act.near; /* "the newly signed documents" */
    bool merely = is(ch__table_cell(r->in.acts, d->act.row, STRENGTH), "case") && sure < 3 && !a.term;
    bool guessed = sure == 0 || merely || (stands && !told && (sure < 3 || !p->definite)) ||
                   (sure < 3 && !told && !d->on_paper && !d->act.near);
    if ((sure < 2 && !told && !back) || guessed)
        reject(r, p, "no agreement: fewer than two sides are named");
    else if (told_already(r, first, &a))
        reject(r, p, "told already in this sentence");
    else
        record(r, p, &d->act, &a, sure, until);
}

/* A parliament's approval ratifies; of a resolution it is the vote itself. */
static const char *action_of(const room *r, const ch__paper *p, const ch__act *act)
{
    bool resolution = is(ch__table_cell(r->in.forms, p->row, FORM), "resolution");
    return resolution && is(act->action, "ratified") ? "signed" : act->action;
}

/* "signed the accord they had been negotiating since May": beside another act, talk about a paper tells nothing. */
static bool is_talk(const room *r, const ch__act *act)
{
    const char *strength = ch__table_cell(r->in.acts, act->row, STRENGTH);
    return is(act->action, "announced") ||
           (is(act->action, "proposed") && (is(strength, "verb") || ch__is_noun(r->in.doc, act->token)));
}

static bool is_paper(const room *r, uint32_t row)
{
    const char *strength = ch__table_cell(r->in.acts, row, STRENGTH);
    return is(strength, "paper") || is(strength, "case");
}

static void weigh(room *r, ch__paper *p, uint32_t first)
{
    ch__act acts[MOST_ACTS];
    deed deeds[MOST_ACTS];
    uint32_t n =
        ch__acts_find(r->in.k, r->in.doc, r->in.acts, r->in.s, p->phrase, p->noun, "in force", acts, MOST_ACTS);
    const char *why = !n                  ? "no agreement: nothing is done to the paper"
                      : names_other(r, p) ? "no agreement: part of another name"
                      : negated(r, p)     ? "no agreement: there is none"
                                          : NULL;
    if (why) {
        reject(r, p, why);
        return;
    }
    uint32_t best = 0;
    for (uint32_t i = 0; i < n; i++) {
        deed *d = &deeds[i];
        *d = (deed){.act = acts[i], .on_paper = is_paper(r, acts[i].row)};
        uint32_t t = acts[i].token;
        if (t >= p->np.start && t < p->phrase.start && strcmp(r->in.doc->words[t].xpos, "VBN") != 0)
            p->np.start = t + 1; /* headlines: "Peru, Chile sign treaty" */
        d->action = i && is_talk(r, &acts[i]) ? NULL : in_time(r, action_of(r, p, &acts[i]), t);
        sides(r, p, d);
        best = d->sure > deeds[best].sure ? i : best;
    }
    for (uint32_t i = 0; i < n; i++) {
        deed *d = &deeds[i];
        why = no_deed(r, p, d);
        if (d->sure < 3 && i != best && deeds[best].sure == 3) {
            d->parties = deeds[best].parties;
            d->sure = 3;
        }
        if (why)
            reject(r, p, why);
        else
            tell(r, p, d, first);
    }
}

static void read_paper(room *r, ch__paper *p, uint32_t first)
{
    const char *weight = ch__table_cell(r->in.forms, p->row, WEIGHT);
    if (is(weight, "none"))
        return;
    bool of =
        p->np.end < r->in.s->tokens.end && ch__lemma_is(r->in.doc, p->np.end, "of"); /* "the text of the treaty" */
    bool own = p->np.start > r->in.s->tokens.start && strcmp(r->in.doc->words[p->np.start - 1].xpos, "PRP$") == 0;
    if (is(weight, "back") && of)
        return;
    p->back = is(weight, "back") && (p->definite || own) && p->np.start == p->noun && near_last(r, 4);
    weigh(r, p, first);
}

/* "Both signed it on Monday", "it enters into force": the paper told of in this sentence or the one before. */
static void read_pronoun(room *r, uint32_t t, uint32_t first)
{
    ch_deprel rel = ch__rel(r->in.doc, t);
    bool own = rel == CH_DEP_NMOD_POSS; /* "its signature" */
    if (!near_last(r, 1) || (!own && rel != CH_DEP_OBJ && rel != CH_DEP_NSUBJ_PASS && rel != CH_DEP_NSUBJ))
        return;
    ch__paper p = {.phrase = {t, t + 1}, .np = {t, t + 1}, .noun = t, .row = r->row, .definite = true, .back = true};
    ch__act act;
    if (!ch__act_find(r->in.k, r->in.doc, r->in.acts, r->in.s, p.phrase, t, NULL, &act) || !act.near)
        return;
    bool paper = is(ch__table_cell(r->in.acts, act.row, STRENGTH), "paper");
    bool subject = rel == CH_DEP_NSUBJ; /* "it suspended the talks" */
    if (own && (act.token != ch__head(r->in.doc, t) || !ch__is_noun(r->in.doc, act.token)))
        return;
    if (subject ? paper && is(act.action, "in force")
                : paper || is(act.action, "extended") || is(act.action, "suspended") || is(act.action, "terminated"))
        weigh(r, &p, first);
}

static void read_sentence(room *r)
{
    uint32_t first = r->in.doc->n_records;
    r->in.s = &r->in.doc->sentences[r->in.sentence];
    r->in.n_times = ch__times(r->in.doc, r->in.sentence, &r->in.times);
    for (uint32_t t = r->in.s->tokens.start; t < r->in.s->tokens.end;) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(r->in.doc, r->in.k, ch__table_bit(r->in.forms), t, r->in.s->tokens.end, &hit);
        if (n && !ch__upos_is(r->in.doc, t, CH_UPOS_VERB)) {
            ch__paper p = ch__paper_at(&r->in, t, n, hit.row);
            read_paper(r, &p, first);
        } else if (ch__upos_is(r->in.doc, t, CH_UPOS_PRON) &&
                   (ch__lemma_is(r->in.doc, t, "it") || ch__lemma_is(r->in.doc, t, "its"))) {
            read_pronoun(r, t, first);
        }
        t += n ? n : 1;
    }
}

void ch__agreements(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    room r = {.in = {.k = k,
                     .forms = ch__knowledge_table(k, "ledger/agreements"),
                     .acts = ch__knowledge_table(k, "ledger/agreement-actions"),
                     .sets = ch__knowledge_table(k, "ledger/qualifiers"),
                     .scratch = scratch,
                     .doc = doc},
              .last = CH_NONE};
    if (!r.in.forms || !r.in.acts || !r.in.sets)
        return;
    for (r.in.sentence = 0; r.in.sentence < doc->n_sentences; r.in.sentence++)
        if (ch__ledger_reads(doc, r.in.sentence))
            read_sentence(&r);
}

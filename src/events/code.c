/* Triggers to records. Every trigger weighed leaves a candidate that says what became of it. */
#include "events/traits.h"
#include "events/verb_patterns.h"

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* ---- triggers ---- */

/* "the imprisoned leader": no telling who did it, and when. */
static bool is_attribute(const ch_doc *doc, uint32_t t)
{
    if (ch__rel(doc, t) == CH_DEP_AMOD || ch__rel(doc, t) == CH_DEP_COMPOUND)
        return true;
    if (t == 0 || t + 1 >= doc->n_tokens || doc->words[t].xpos[0] != 'V' || !ch__is_verb(doc, t))
        return false;
    /* "frees 69 jailed students", "of guarding captured rebels", parsed otherwise */
    uint8_t before = ch__upos(doc, t - 1), after = ch__upos(doc, t + 1);
    bool inside = before == CH_UPOS_NUM || before == CH_UPOS_DET ||
                  (ch__rel(doc, t) == CH_DEP_CCOMP && ch__kid(doc, t, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS) == CH_NONE);
    return inside && (after == CH_UPOS_NOUN || after == CH_UPOS_ADJ || after == CH_UPOS_PROPN) &&
           strcmp(doc->words[t].xpos, "VBN") == 0 && ch__kid(doc, t, CH_DEP_AUX, CH_DEP_AUX_PASS) == CH_NONE;
}

/* "Save the Children": a verb of a name that the tables know is no deed. */
static bool inside_name(const ch_doc *doc, uint32_t t)
{
    uint32_t m = ch__is_verb(doc, t) ? ch__mention_over(doc, t) : CH_NONE;
    return m != CH_NONE && doc->mentions[m].kind == CH_MENTION_NAME;
}

static void weigh(ch__scene *s, uint32_t token)
{
    ch__frame f;
    int found = ch__frame_of(s->k, s->doc, token, &f);
    if (!found)
        return;
    ch__trigger *t = CH__PUSH(s->scratch, s->triggers, s->n_triggers, s->cap_triggers);
    *t = (ch__trigger){.token = token, .found = (int8_t)found};
    s->trigger_of[token - s->doc->sentences[s->sentence].tokens.start] = s->n_triggers - 1;
    if (found < 0) {
        t->why = "in the lexicon, but no frame of it fits here";
        t->frame.used = CH_NONE;
        return;
    }
    t->frame = f;
    if (f.event < 0) {
        t->why = f.mode ? f.mode : "no event in this use";
        return;
    }
    if (inside_name(s->doc, token)) {
        t->why = "a word of a name";
        return;
    }
    if (ch__is_verb(s->doc, token) && is_attribute(s->doc, token)) {
        t->why = "a participle before its noun";
        return;
    }
    t->status = ch__status_of(s->k, s->doc, token);
    if (t->status.doing == CH__OWED && ch__is_verb(s->doc, token) && ch__request_of(s, t))
        return;
    if (ch__decide(s->k, s->doc, t))
        (void)ch__fill_parties(s, t);
}

static ch__trigger *trigger_at(const ch__scene *s, uint32_t token)
{
    uint32_t i = s->trigger_of[token - s->doc->sentences[s->sentence].tokens.start];
    return i == CH_NONE ? NULL : &s->triggers[i];
}

static bool share_party(const ch_doc *doc, const ch_roles *a, const ch_roles *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            if (ch__one_party(doc, &a->at[i], &b->at[j]))
                return true;
    return false;
}

/* "condemned the navy's shelling of the port", "turned down Chad's offer", "apologised for the beating of a consul by
 * the police": a deed of somebody else that the words over it take for granted. */
static bool is_fact(const ch__scene *s, const ch__trigger *over, const ch__trigger *t)
{
    if (ch__is_verb(s->doc, t->token) || !t->actor.n || share_party(s->doc, &t->actor, &over->actor))
        return false;
    switch ((ch_event_type)over->type) {
    case CH_EVENT_ACCUSE: return !same(over->mode, "allege");
    case CH_EVENT_REJECT: return true;
    case CH_EVENT_CONCEDE: {
        const char *c = ch__case_of(s->doc, t->token);
        return c && (strcmp(c, "for") == 0 || strcmp(c, "over") == 0);
    }
    case CH_EVENT_AGREE: return t->type == CH_EVENT_AGREE || t->type == CH_EVENT_REQUEST; /* "accepted his offer" */
    default: return false;
    }
}

/* "held talks": the noun is part of the verb's frame. */
static void drop_used(ch__scene *s)
{
    for (uint32_t i = 0; i < s->n_triggers; i++) {
        ch__trigger *t = &s->triggers[i], *part;
        if (t->why || t->frame.used == CH_NONE || t->frame.used == t->token)
            continue;
        const ch_span *own = &s->doc->sentences[s->sentence].tokens;
        if (t->frame.used >= own->start && t->frame.used < own->end && (part = trigger_at(s, t->frame.used)) &&
            !part->why && !is_fact(s, t, part))
            part->why = "part of another trigger";
    }
}

/* Types whose complement is what is wanted, refused or alleged, not done. */
static bool holds_content(const ch__trigger *t)
{
    switch ((ch_event_type)t->type) {
    case CH_EVENT_AGREE:
    case CH_EVENT_CONCEDE:
    case CH_EVENT_REQUEST:
    case CH_EVENT_REJECT:
    case CH_EVENT_THREATEN:
    case CH_EVENT_ACCUSE: return true;
    default: return false;
    }
}

/* The relations over which a word belongs to the content of the one above. */
static bool is_content(const ch__scene *s, uint32_t t)
{
    switch (ch__rel(s->doc, t)) {
    case CH_DEP_XCOMP:
    case CH_DEP_CCOMP:
    case CH_DEP_OBJ:
    case CH_DEP_OBL:
    case CH_DEP_NMOD:
    case CH_DEP_ACL: return true;
    case CH_DEP_ADVCL: {
        uint32_t mark = ch__kid(s->doc, t, CH_DEP_MARK, CH_DEP_MARK);
        return mark != CH_NONE && !ch__token_in_class(s->k, s->doc, mark, "temporal-mark");
    }
    default: return false;
    }
}

/* "called on them to withdraw": the withdrawal is what was called for. */
static void drop_content(ch__scene *s)
{
    for (uint32_t i = 0; i < s->n_triggers; i++) {
        ch__trigger *t = &s->triggers[i];
        if (t->why)
            continue;
        uint32_t at = t->token;
        for (int step = 0; step < CH__CLIMB; step++) {
            uint32_t h = ch__head(s->doc, at);
            ch_deprel r = ch__rel(s->doc, at);
            if (h == CH_NONE || !(is_content(s, at) || r == CH_DEP_CONJ || r == CH_DEP_COMPOUND))
                break;
            ch__trigger *over = trigger_at(s, h);
            /* a conjunct stands beside its head, not in it, but both may be content of what is above */
            if (over && !over->why && r != CH_DEP_CONJ && over->frame.event >= 0 && holds_content(over) &&
                !is_fact(s, over, t)) {
                t->why = "content of another trigger";
                break;
            }
            at = h;
        }
    }
}

/* "shelled the post, killing two": what a deed did to people is no second deed. */
static bool is_outcome(const ch__scene *s, const ch__trigger *deed, const ch__trigger *t)
{
    return deed->type == CH_EVENT_ASSAULT && ch__token_in_class(s->k, s->doc, t->token, "outcome") &&
           !ch__token_in_class(s->k, s->doc, deed->token, "outcome");
}

/* "accepted the offer and undertook to pay", "thanked Oman and congratulated it": two acts, each with words of its own.
 * Talks stay one event. */
static bool two_acts(const ch__scene *s, const ch__trigger *a, const ch__trigger *b)
{
    enum { SURE = 560 }; /* thousandths; below, the second is more often the first told again */
    return a->type != CH_EVENT_CONSULT && ch_event_type_quad((ch_event_type)a->type) <= 2 &&
           ch__is_verb(s->doc, a->token) && ch__is_verb(s->doc, b->token) && ch__rel(s->doc, b->token) == CH_DEP_CONJ &&
           ch__head(s->doc, b->token) == a->token && a->frame.confidence >= SURE && b->frame.confidence >= SURE &&
           a->frame.used != CH_NONE && b->frame.used != CH_NONE && a->frame.used != b->frame.used;
}

/* "held talks and discussed trade": one event is told once; the surer trigger keeps it. Only near triggers are
 * compared. */
static void drop_doubles(ch__scene *s)
{
    enum { NEAR = 12 };
    for (uint32_t i = 0; i < s->n_triggers; i++)
        for (uint32_t j = i + 1; j < s->n_triggers && j < i + NEAR; j++) {
            ch__trigger *a = &s->triggers[i], *b = &s->triggers[j];
            if (a->why || b->why || a->type != b->type || a->modality != b->modality || two_acts(s, a, b))
                continue;
            if (!ch__same_parties(s->doc, &a->actor, &b->actor))
                continue;
            if (is_outcome(s, a, b)) {
                b->why = "what another trigger did";
                continue;
            }
            if (!ch__same_parties(s->doc, &a->recipient, &b->recipient) && a->recipient.n && b->recipient.n)
                continue;
            bool keep_first =
                a->recipient.n > b->recipient.n || (a->recipient.n == b->recipient.n && a->confidence >= b->confidence);
            (keep_first ? b : a)->why = "the same event as another trigger's";
        }
}

/* ---- records ---- */

static void widen(ch_span *bytes, ch_span by)
{
    if (by.start < bytes->start)
        bytes->start = by.start;
    if (by.end > bytes->end)
        bytes->end = by.end;
}

static void widen_roles(const ch_doc *doc, const ch_sentence *s, const ch_roles *roles, ch_span *bytes)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_span m = doc->mentions[roles->at[i].mention].bytes;
        if (m.start >= s->bytes.start && m.end <= s->bytes.end)
            widen(bytes, m);
    }
}

static ch_span span_of(const ch__scene *s, const ch__trigger *t)
{
    const ch_sentence *sentence = &s->doc->sentences[s->sentence];
    ch_span bytes = s->doc->tokens[t->token].bytes;
    if (t->frame.used != CH_NONE)
        widen(&bytes, s->doc->tokens[t->frame.used].bytes);
    widen_roles(s->doc, sentence, &t->actor, &bytes);
    widen_roles(s->doc, sentence, &t->recipient, &bytes);
    return bytes;
}

/* The neighbourhood of a token in a sentence too long to be one thought. */
static ch_span around(ch_span all, uint32_t token)
{
    uint32_t half = CH__REACH / 2;
    ch_span near = {token > all.start + half ? token - half : all.start,
                    all.end - token > half ? token + half : all.end};
    return near;
}

static void add_contexts(ch__scene *s, const ch__trigger *t, ch_event *e)
{
    ch__sv left = ch__sv_of(t->frame.contexts), one;
    while (t->frame.contexts && ch__sv_next(&left, ',', &one))
        ch__context_add(s->doc, ch__copy(ch__doc_arena(s->doc), one), &e->contexts, &e->n_contexts);
    ch_span all = s->doc->sentences[s->sentence].tokens;
    if (all.end - all.start > CH__REACH) {
        ch__contexts(s->k, s->doc, around(all, t->token), &e->contexts, &e->n_contexts);
        return;
    }
    if (!s->has_contexts)
        ch__contexts(s->k, s->doc, all, &s->contexts, &s->n_contexts);
    s->has_contexts = true;
    for (uint32_t i = 0; i < s->n_contexts; i++)
        ch__context_add(s->doc, s->contexts[i], &e->contexts, &e->n_contexts);
}

static bool verbal_act(uint8_t type)
{
    int quad = ch_event_type_quad((ch_event_type)type);
    return quad == 1 || quad == 3;
}

/* What somebody does by speaking is not reported by him: "the ministry said it condemned the attack". */
static void attribute(ch__scene *s, const ch__trigger *t, ch_event *e)
{
    ch__attribution(s->k, s->doc, s->sentence, t->token, &e->attribution, &e->attribution_chars);
    if (t->scored && !e->attribution.n && t->source.n) {
        e->attribution = t->source;
        e->attribution_chars = s->doc->mentions[t->source.at[0].mention].chars;
    }
    if (e->attribution.n && verbal_act(e->type) && ch__one_party(s->doc, &e->attribution.at[0], &e->actor.at[0])) {
        e->attribution.n = 0;
        e->attribution_chars = (ch_span){0, 0};
    }
}

/* More than a year before the story is background. */
static bool long_past(const ch_doc *doc, const ch_when *w)
{
    return w->start.year && doc->published.day && w->basis != CH_BASIS_PUBLISHED &&
           ch__date_days(doc->published) - ch__date_days(w->end) > 366;
}

static const char *code_of(const ch_doc *doc, const ch_role *r)
{
    return r->actor == CH_NONE ? NULL : doc->actors[r->actor].code;
}

/* "met him in Beijing": two parties meeting in the country of one are guest and host. */
static void guest_and_host(const ch_doc *doc, ch_event *e)
{
    if (e->type != CH_EVENT_CONSULT || !e->place.country)
        return;
    if (e->actor.n == 1 && e->recipient.n == 1 && (!e->mode || same(e->mode, "visit")) &&
        same(code_of(doc, &e->actor.at[0]), e->place.country) &&
        !same(code_of(doc, &e->recipient.at[0]), e->place.country)) {
        ch_roles host = e->actor;
        e->actor = e->recipient;
        e->recipient = host;
        e->mode = "visit";
    }
    if ((e->mode && !same(e->mode, "visit")) || e->actor.n != 2 || e->recipient.n)
        return;
    for (uint32_t i = 0; i < 2; i++)
        if (same(code_of(doc, &e->actor.at[i]), e->place.country) &&
            !same(code_of(doc, &e->actor.at[1 - i]), e->place.country)) {
            e->recipient = (ch_roles){&e->actor.at[i], 1};
            e->actor = (ch_roles){&e->actor.at[1 - i], 1};
            e->mode = "visit";
            return;
        }
}

static bool still_to_come(const ch_doc *doc, const ch_when *w)
{
    return w->start.year && doc->published.day && ch__date_cmp(w->start, doc->published) > 0;
}

static void emit(ch__scene *s, ch__trigger *t)
{
    ch_when when = ch__when_of(s->doc, s->times, s->n_times, t->token);
    if (!t->scored && t->modality == CH_ACTUAL && still_to_come(s->doc, &when))
        ch__decide_coming(t);
    ch_event e = {
        .type = t->type, .modality = t->modality, .mode = t->mode, .actor = t->actor, .recipient = t->recipient};
    if (!t->scored && e.modality == CH_ACTUAL && e.type != CH_EVENT_AGREE && long_past(s->doc, &when))
        e.modality = CH_HISTORICAL;
    add_contexts(s, t, &e);
    e.cameo = t->cameo ? t->cameo : ch__cameo_default(s->k, e.type, e.mode, e.contexts, e.n_contexts);
    attribute(s, t, &e);
    ch__find_place(s, t, &e.place);
    if (!t->given)
        guest_and_host(s->doc, &e);
    ch__magnitudes(s, t, &e);
    ch_record r = {.kind = CH_EVENT,
                   .sentence = s->sentence,
                   .bytes = span_of(s, t),
                   .when = when,
                   .confidence = t->confidence,
                   .rule = t->frame.rule,
                   .as.event = e};
    *ch__doc_add_record(s->doc) = r;
}

static void settle(ch__scene *s)
{
    uint32_t coded = 0;
    for (uint32_t i = 0; i < s->n_triggers; i++) {
        ch__trigger *t = &s->triggers[i];
        ch_candidate *c =
            ch__doc_add_candidate(s->doc, s->sentence, t->token, t->frame.rule, t->why ? t->why : "coded");
        if (t->why)
            continue;
        c->record = s->doc->n_records;
        emit(s, t);
        coded++;
    }
    if (!coded)
        (void)ch__doc_add_candidate(s->doc, s->sentence, CH_NONE, NULL,
                                    s->n_triggers ? "no trigger became an event" : "no trigger of the lexicon");
}

/* By the rules. */
static void weigh_sentence(ch__scene *s, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (ch__may_trigger(s->doc, t))
            weigh(s, t);
    drop_used(s);
    drop_content(s);
}

void ch__code_sentence(ch__scene *s)
{
    const ch_span tokens = s->doc->sentences[s->sentence].tokens;
    s->n_triggers = s->cap_triggers = s->n_contexts = 0;
    s->has_contexts = false;
    s->contexts = NULL;
    s->triggers = NULL;
    s->trigger_of = ch__alloc_raw(s->scratch, (size_t)(tokens.end - tokens.start) * sizeof *s->trigger_of + 1);
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        s->trigger_of[t - tokens.start] = CH_NONE;
    weigh_sentence(s, tokens);
    if (s->model)
        ch__score_sentence(s);
    drop_doubles(s);
    ch__verb_patterns(s);
    settle(s);
}

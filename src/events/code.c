/* Triggers to records. Every trigger weighed leaves a candidate that says what became of it. */
#include "events/code.h"

enum { REST = 24 /* tokens behind a trigger searched for a recipient */ };

static bool doc_verb(const ch_doc *doc, uint32_t t)
{
    return doc->words[t].upos == CH_UPOS_VERB;
}

static bool usable(const ch_doc *doc, const ch_role *r)
{
    if (r->actor == CH_NONE)
        return false;
    const ch_actor *a = &doc->actors[r->actor];
    return a->code || a->sector;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whether two roles are one party: the same code, and no two sectors that keep them apart ("police" and "students" of
 * one country). */
static bool one_party(const ch_doc *doc, const ch_role *a, const ch_role *b)
{
    if (a->actor == CH_NONE || b->actor == CH_NONE)
        return a->mention == b->mention;
    const ch_actor *x = &doc->actors[a->actor], *y = &doc->actors[b->actor];
    if (!x->code && !y->code)
        return same(x->sector, y->sector) || same(x->name, y->name);
    return same(x->code, y->code) && (!x->sector || !y->sector || same(x->sector, y->sector));
}

/* Keeps the roles that name somebody and are none of `not_these`. */
static void keep_usable(const ch_doc *doc, ch_roles *roles, const ch_roles *not_these)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++) {
        bool keep = usable(doc, &roles->at[i]);
        for (uint32_t j = 0; keep && not_these && j < not_these->n; j++)
            keep = !one_party(doc, &roles->at[i], &not_these->at[j]);
        if (keep)
            roles->at[kept++] = roles->at[i];
    }
    roles->n = kept;
}

static bool needs_recipient(uint8_t type)
{
    return type == CH_EVENT_COOPERATE || type == CH_EVENT_AID || type == CH_EVENT_SANCTION;
}

/* Where clauses of their own begin: what stands there is no recipient of the trigger. */
static bool begins_clause(const ch_doc *doc, uint32_t t)
{
    ch_deprel r = ch__rel(doc, t);
    return r == CH_DEP_CCOMP || r == CH_DEP_ADVCL || r == CH_DEP_ACL_RELCL || r == CH_DEP_PARATAXIS || r == CH_DEP_CONJ;
}

/* Slot "rest": the first known party behind the trigger in its clause that is not an actor. */
static bool fill_rest(ch__scene *s, const ch__trigger *t, ch_roles *roles)
{
    uint32_t end = s->doc->sentences[s->sentence].tokens.end;
    if (end - t->token > REST)
        end = t->token + REST;
    for (uint32_t i = t->token + 1; i < end; i++) {
        if (doc_verb(s->doc, i) && begins_clause(s->doc, i))
            return false;
        uint32_t m = ch__mention_at(s->doc, i);
        if (m == CH_NONE || s->doc->mentions[m].kind == CH_MENTION_PRONOUN)
            continue;
        ch__roles_add(s->doc, roles, m);
        keep_usable(s->doc, roles, &t->actor);
        if (roles->n)
            return true;
    }
    return false;
}

/* The first alternative of a frame's slots that gives somebody usable. Returns whether any words stood in a slot at
 * all. */
static bool fill_alternatives(ch__scene *s, ch__trigger *t, const char *slots, ch_roles *roles,
                              const ch_roles *not_these)
{
    bool words = false;
    ch__sv left = ch__sv_of(slots), one;
    while (slots && ch__sv_next(&left, '|', &one)) {
        *roles = (ch_roles){0};
        if (ch__sv_is(one, "rest"))
            words |= fill_rest(s, t, roles);
        else
            words |= ch__slot(s->doc, s->k, t->token, ch__copy(s->scratch, one), roles);
        ch__name_roles(s, roles);
        keep_usable(s->doc, roles, not_these);
        if (roles->n)
            return true;
    }
    return words;
}

/* "convicted Mr Barb of fraud": a recipient of whom only the words are known. */
static void fill_unknown(ch__scene *s, ch__trigger *t)
{
    ch__sv left = ch__sv_of(t->frame.recipient), one;
    while (t->frame.recipient && !t->recipient.n && ch__sv_next(&left, '|', &one)) {
        ch_roles words = {0};
        if (ch__sv_is(one, "rest") || !ch__slot(s->doc, s->k, t->token, ch__copy(s->scratch, one), &words))
            continue;
        for (uint32_t i = 0; i < words.n && !t->recipient.n; i++)
            if (words.at[i].actor == CH_NONE && s->doc->mentions[words.at[i].mention].kind == CH_MENTION_NAME)
                t->recipient = (ch_roles){&words.at[i], 1};
    }
}

static bool has_code(const ch_doc *doc, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++)
        if (roles->at[i].actor != CH_NONE && doc->actors[roles->at[i].actor].code)
            return true;
    return false;
}

/* "Gunmen attacked a bus" is an event; "officials agreed", with no country on either side, is none. */
static bool deed_of_anybody(uint8_t type)
{
    return ch_event_type_quad((ch_event_type)type) == 4 || type == CH_EVENT_RETREAT || type == CH_EVENT_CONCEDE ||
           type == CH_EVENT_ACCUSE;
}

/* "A flood in Mali killed two": a country that is only the place has no sector, and attacks nobody. */
static void drop_places(const ch_doc *doc, ch_roles *roles)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        if (!doc->actors[roles->at[i].actor].code || doc->actors[roles->at[i].actor].sector)
            roles->at[kept++] = roles->at[i];
    roles->n = kept;
}

/* "Russia and the ministers agreed": beside a country, words without one are not a party of their own. */
static void keep_coded(const ch_doc *doc, ch_roles *roles)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        if (doc->actors[roles->at[i].actor].code)
            roles->at[kept++] = roles->at[i];
    roles->n = kept;
}

/* Fills the slots; false with a reason when the event lacks a party. */
static bool fill_roles(ch__scene *s, ch__trigger *t)
{
    bool words = fill_alternatives(s, t, t->frame.actor, &t->actor, NULL);
    if (t->type == CH_EVENT_ASSAULT)
        drop_places(s->doc, &t->actor);
    else if (has_code(s->doc, &t->actor) && !deed_of_anybody(t->type))
        keep_coded(s->doc, &t->actor);
    if (!t->actor.n) {
        t->why = words ? "trigger with an actor that nobody knows" : "trigger without actor";
        return false;
    }
    words = fill_alternatives(s, t, t->frame.recipient, &t->recipient, &t->actor);
    if (words && !t->recipient.n && ch_event_type_quad((ch_event_type)t->type) == 4)
        fill_unknown(s, t);
    if (!has_code(s->doc, &t->actor) && !has_code(s->doc, &t->recipient) && !deed_of_anybody(t->type)) {
        t->why = "words between parties without a country";
        return false;
    }
    bool two = t->recipient.n + t->actor.n >= 2;
    if (needs_recipient(t->type) && !two)
        t->why = words ? "actor and recipient are one" : "type needs a recipient";
    else if (t->type == CH_EVENT_CONSULT && !two && !same(t->mode, "multilateral"))
        t->why = "a meeting with only one party";
    else if (words && !t->recipient.n)
        t->confidence = (uint16_t)(t->confidence * 8 / 10);
    return !t->why;
}

/* "Both sides should deepen cooperation, he said": who says it asks it of the others. */
static bool request_of(ch__scene *s, ch__trigger *t)
{
    ch_span chars;
    ch__attribution(s->k, s->doc, s->sentence, t->token, &t->actor, &chars);
    keep_usable(s->doc, &t->actor, NULL);
    if (!t->actor.n)
        return false;
    ch__slot(s->doc, s->k, t->token, "subj", &t->recipient);
    keep_usable(s->doc, &t->recipient, &t->actor);
    ch__decide_request(s->k, t);
    if (!t->recipient.n)
        t->why = "said of oneself that it should be";
    return true;
}

/* ---- triggers ---- */

/* "the imprisoned leader": no telling who did it, and when. */
static bool is_attribute(const ch_doc *doc, uint32_t t)
{
    if (ch__rel(doc, t) == CH_DEP_AMOD || ch__rel(doc, t) == CH_DEP_COMPOUND)
        return true;
    if (t == 0 || t + 1 >= doc->n_tokens || doc->words[t].xpos[0] != 'V' || doc->words[t].upos != CH_UPOS_VERB)
        return false;
    /* "frees 69 jailed students", parsed otherwise */
    uint8_t before = doc->words[t - 1].upos, after = doc->words[t + 1].upos;
    return (before == CH_UPOS_NUM || before == CH_UPOS_DET) && (after == CH_UPOS_NOUN || after == CH_UPOS_ADJ) &&
           strcmp(doc->words[t].xpos, "VBN") == 0 && ch__kid(doc, t, CH_DEP_AUX, CH_DEP_AUX_PASS) == CH_NONE;
}

static void weigh(ch__scene *s, uint32_t token)
{
    ch__frame f;
    int found = ch__frame_of(s->k, s->doc, token, &f);
    if (!found)
        return;
    ch__trigger *t = CH__PUSH(s->scratch, s->triggers, s->n_triggers, s->cap_triggers);
    *t = (ch__trigger){.token = token};
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
    if (doc_verb(s->doc, token) && is_attribute(s->doc, token)) {
        t->why = "a participle before its noun";
        return;
    }
    t->status = ch__status_of(s->k, s->doc, token);
    if (t->status.doing == CH__OWED && doc_verb(s->doc, token) && request_of(s, t))
        return;
    if (ch__decide(s->k, s->doc, t))
        (void)fill_roles(s, t);
}

static ch__trigger *trigger_at(const ch__scene *s, uint32_t token)
{
    uint32_t i = s->trigger_of[token - s->doc->sentences[s->sentence].tokens.start];
    return i == CH_NONE ? NULL : &s->triggers[i];
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
            !part->why)
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
            if (over && !over->why && r != CH_DEP_CONJ && over->frame.event >= 0 && holds_content(over)) {
                t->why = "content of another trigger";
                break;
            }
            at = h;
        }
    }
}

static bool same_roles(const ch_doc *doc, const ch_roles *a, const ch_roles *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;
        for (uint32_t j = 0; !found && j < b->n; j++)
            found = one_party(doc, &a->at[i], &b->at[j]);
        if (!found)
            return false;
    }
    return true;
}

/* "held talks and discussed trade": one event is told once; the surer trigger keeps it. Only near triggers are
 * compared. */
static void drop_doubles(ch__scene *s)
{
    enum { NEAR = 12 };
    for (uint32_t i = 0; i < s->n_triggers; i++)
        for (uint32_t j = i + 1; j < s->n_triggers && j < i + NEAR; j++) {
            ch__trigger *a = &s->triggers[i], *b = &s->triggers[j];
            if (a->why || b->why || a->type != b->type || a->modality != b->modality)
                continue;
            bool parties = same_roles(s->doc, &a->actor, &b->actor) &&
                           (same_roles(s->doc, &a->recipient, &b->recipient) || !a->recipient.n || !b->recipient.n);
            if (!parties)
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

/* A place named in the clause by "in", "at", "near" that is not one of the parties. */
static void find_place(ch__scene *s, const ch__trigger *t, ch_event *e)
{
    uint32_t head = ch__slot_head(s->doc, t->token, "in|at|near|outside");
    if (head == CH_NONE)
        return;
    ch_span words = ch__subtree(s->doc, &s->doc->sentences[s->sentence], head);
    uint32_t m = ch__mention_at(s->doc, head);
    if (m != CH_NONE)
        words = s->doc->mentions[m].tokens;
    else if (words.end - words.start > CH__CLIMB)
        words = (ch_span){head, head + 1};
    (void)ch__place_of(s->k, s->doc, words, &e->place);
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
    if (e->attribution.n && verbal_act(e->type) && one_party(s->doc, &e->attribution.at[0], &e->actor.at[0])) {
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

/* "met him in Beijing": two parties meeting in the country of one are guest and host. */
static void guest_and_host(const ch_doc *doc, ch_event *e)
{
    if (e->type != CH_EVENT_CONSULT || e->mode || e->actor.n != 2 || e->recipient.n || !e->place.country)
        return;
    for (uint32_t i = 0; i < 2; i++)
        if (same(doc->actors[e->actor.at[i].actor].code, e->place.country) &&
            !same(doc->actors[e->actor.at[1 - i].actor].code, e->place.country)) {
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
    if (t->modality == CH_ACTUAL && still_to_come(s->doc, &when))
        ch__decide_coming(t);
    ch_event e = {
        .type = t->type, .modality = t->modality, .mode = t->mode, .actor = t->actor, .recipient = t->recipient};
    if (e.modality == CH_ACTUAL && e.type != CH_EVENT_AGREE && long_past(s->doc, &when))
        e.modality = CH_HISTORICAL;
    add_contexts(s, t, &e);
    e.cameo = t->cameo ? t->cameo : ch__cameo_default(s->k, e.type, e.mode, e.contexts, e.n_contexts);
    attribute(s, t, &e);
    find_place(s, t, &e);
    guest_and_host(s->doc, &e);
    ch__magnitudes(s->k, s->doc, t->token, &e);
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
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint8_t u = s->doc->words[t].upos;
        if (u == CH_UPOS_VERB || u == CH_UPOS_NOUN || u == CH_UPOS_ADJ || u == CH_UPOS_ADV || u == CH_UPOS_PROPN)
            weigh(s, t);
    }
    drop_used(s);
    drop_content(s);
    drop_doubles(s);
    settle(s);
}

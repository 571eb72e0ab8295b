/* Verbs of dictionaries to triggers. The code is that of the dictionary and stays what it is; modality, attribution,
 * time and place are found as for any other trigger. */
#include "events/verb_patterns.h"
#include "base/utf8.h"

enum { BY_VERB = 410, BY_PATTERN = 450 }; /* confidence: a verb alone, a pattern of it (docs/measurements.md) */

/* ---- codes ---- */

static int event_of(const char *name)
{
    for (int e = 0; name && e < CH_N_EVENT_TYPES; e++)
        if (strcmp(name, ch_event_type_name((ch_event_type)e)) == 0)
            return e;
    return -1;
}

/* The row of table events/cameo-plover for a code, or for the longest beginning of it that has one. */
static uint32_t plover_row(const ch__table *t, const char *code)
{
    for (size_t n = strspn(code, "0123456789"); t && n >= 2; n--) {
        uint32_t row = ch__table_find(t, (ch__sv){code, n});
        if (row != CH_NONE)
            return row;
    }
    return CH_NONE;
}

static uint8_t modality_of(const ch__verb_scene *v, uint32_t token)
{
    ch_when when = ch__when_of(v->s->doc, v->s->times, v->s->n_times, token);
    ch_modality m = ch__modality_of(v->s->k, v->s->doc, token);
    ch_date day = v->s->doc->published;
    bool coming = when.start.year && day.day && ch__date_cmp(when.start, day) > 0;
    return (uint8_t)(m == CH_ACTUAL && coming ? CH_FUTURE : m);
}

static ch__trigger *push(const ch__verb_scene *v, uint32_t token, const char *rule)
{
    ch__scene *s = v->s;
    ch__trigger *t = CH__PUSH(s->scratch, s->triggers, s->n_triggers, s->cap_triggers);
    *t = (ch__trigger){.token = token, .given = true, .frame = {.rule = rule, .event = -1, .used = CH_NONE}};
    return t;
}

static void code_trigger(const ch__verb_scene *v, ch__trigger *t, const char *code)
{
    const ch__table *p = v->t.plover;
    uint32_t row = plover_row(p, code);
    int event = row == CH_NONE ? -1 : event_of(ch__table_cell(p, row, 1));
    if (event < 0) {
        t->why = "a code that no type of event is known for";
        return;
    }
    if (v->s->doc->ontology == CH_ONTOLOGY_PLOVER && strcmp(ch__cell(p, row, 3), "cameo") == 0)
        t->why = "a statement, which PLOVER does not count as an event";
    t->type = (uint8_t)event;
    t->mode = ch__table_cell(p, row, 2);
    t->cameo = code;
    t->frame.event = event;
}

/* Dictionaries code what two do to each other. */
static void check_parties(ch__trigger *t, bool reciprocal)
{
    if (t->why)
        return;
    if (!t->actor.n)
        t->why = "no source that anybody knows";
    else if (reciprocal ? t->actor.n < 2 : !t->recipient.n)
        t->why = "no target that anybody knows";
}

uint32_t ch__verb_trigger(const ch__verb_scene *v, uint32_t token, const char *rule, const char *code, ch_roles actor,
                          ch_roles recipient)
{
    ch__trigger *t = push(v, token, rule);
    t->actor = actor;
    t->recipient = recipient;
    t->confidence = BY_PATTERN;
    t->modality = modality_of(v, token);
    code_trigger(v, t, code);
    return v->s->n_triggers - 1;
}

/* ---- one verb ---- */

/* "said would not *": what the pattern itself asks for has been reckoned with in its code. */
static bool in_pattern(const ch__verb_match *m, uint32_t token)
{
    for (uint32_t i = 0; i < m->n_tokens; i++)
        if (m->tokens[i] == token)
            return true;
    return false;
}

static uint32_t farthest(const ch__verb_scene *v, const ch__verb_match *m, uint32_t verb)
{
    uint32_t far = CH_NONE;
    for (uint32_t i = 0; i < m->n_tokens; i++) {
        uint32_t t = m->tokens[i];
        bool own = ch__upos(v->s->doc, t) != CH_UPOS_AUX;
        if (own && t > verb && (far == CH_NONE || t > far))
            far = t;
    }
    return far;
}

static void one_code(const ch__verb_scene *v, const ch__verb_hit *hit, const ch__verb_match *m, const char *rule,
                     ch__sv code, bool back)
{
    ch__scene *s = v->s;
    bool reciprocal = m->both != CH_NONE;
    if (!code.n)
        return;
    uint32_t i = ch__verb_trigger(v, hit->token, rule, ch__copy(ch__doc_arena(s->doc), code),
                                  back && !reciprocal ? hit->target : hit->source,
                                  back && !reciprocal ? hit->source : hit->target);
    ch__trigger *t = &s->triggers[i];
    ch__status status = ch__status_of(s->k, s->doc, hit->token);
    if (status.by != CH_NONE && in_pattern(m, status.by))
        t->modality = CH_ACTUAL;
    t->status = status;
    t->confidence = m->table == v->t.patterns ? BY_PATTERN : BY_VERB;
    t->frame.used = farthest(v, m, hit->token);
    check_parties(t, reciprocal);
}

/* "[042:043]": source to target, and back. */
static void both_codes(const ch__verb_scene *v, ch__verb_hit *hit, const ch__verb_match *m)
{
    const char *rule = ch__table_source(m->table, m->row, ch__doc_arena(v->s->doc));
    const char *colon = strchr(m->code, ':');
    hit->first = v->s->n_triggers;
    if (strcmp(m->code, "---") == 0) {
        hit->decided = m->table == v->t.patterns;
        push(v, hit->token, rule)->why = hit->decided ? "the dictionary says that it is no event"
                                                      : "no pattern of the dictionary fits, and the verb has no code";
    } else if (colon) {
        one_code(v, hit, m, rule, ch__sv_between(m->code, colon), false);
        one_code(v, hit, m, rule, ch__sv_of(colon + 1), true);
    } else {
        one_code(v, hit, m, rule, ch__sv_of(m->code), false);
    }
    hit->n = v->s->n_triggers - hit->first;
}

/* "the imprisoned leader", "Save the Children" */
static bool is_no_deed(const ch_doc *doc, uint32_t t)
{
    ch_deprel r = ch__rel(doc, t);
    uint32_t m = ch__mention_over(doc, t);
    return r == CH_DEP_AMOD || r == CH_DEP_COMPOUND || (m != CH_NONE && doc->mentions[m].kind == CH_MENTION_NAME);
}

static bool may_be_verb(const ch_doc *doc, uint32_t t)
{
    return ch__is_verb(doc, t) || ch__upos(doc, t) == CH_UPOS_AUX || ch__is_headline_verb(doc, t);
}

static void one_verb(const ch__verb_scene *v, uint32_t token, ch__verb_hit *hit)
{
    ch__verb_clause c;
    *hit = (ch__verb_hit){.token = CH_NONE};
    if (is_no_deed(v->s->doc, token))
        return;
    ch__verb_clause_of(v, token, &c);
    ch__verb_match m = ch__verb_best(v, &c);
    if (!m.table)
        return;
    *hit = (ch__verb_hit){.token = token, .block = m.block, .code = m.code};
    uint32_t *words = ch__alloc_array(v->s->scratch, (size_t)m.n_tokens + 1, sizeof *words);
    memcpy(words, m.tokens, m.n_tokens * sizeof *words);
    hit->words = words;
    hit->n_words = m.n_tokens;
    ch__verb_parties(v, &c, &m, &hit->source, &hit->target);
    both_codes(v, hit, &m);
}

/* ---- all of a sentence ---- */

static bool listed(const ch__verb_scene *v, uint32_t token)
{
    return ch__table_find(v->t.verbs, ch__folded(v, token)) != CH_NONE ||
           ch__table_find(v->t.verbs, ch__verb_token_of(v, token)->lemma) != CH_NONE;
}

static void hush(ch__scene *s, uint32_t token)
{
    uint32_t i = s->trigger_of[token - s->doc->sentences[s->sentence].tokens.start];
    if (i != CH_NONE && !s->triggers[i].why)
        s->triggers[i].why = "a word of a verb of the dictionaries, which go before";
}

/* Where a dictionary codes a verb, or says that it is no event, ours have nothing to say. */
static void give_way(ch__scene *s, const ch__verb_hit *hit)
{
    bool decided = hit->decided;
    for (uint32_t i = hit->first; i < hit->first + hit->n; i++)
        decided |= !s->triggers[i].why;
    if (!decided)
        return;
    hush(s, hit->token);
    for (uint32_t i = 0; i < hit->n_words; i++)
        hush(s, hit->words[i]);
}

/* "called on them to withdraw": the withdrawal is what was called for. */
static void drop_content(ch__scene *s, uint32_t own)
{
    for (uint32_t i = own; i < s->n_triggers; i++) {
        ch__trigger *t = &s->triggers[i];
        ch__doing d = t->status.doing;
        bool content = d == CH__ASKED || d == CH__THREATENED || d == CH__REFUSED || d == CH__ALLEGED;
        uint32_t from = i - own > CH__NEAR_VERBS ? i - CH__NEAR_VERBS : own;
        for (uint32_t k = from; content && !t->why && k < s->n_triggers && k < i + CH__NEAR_VERBS; k++)
            if (s->triggers[k].token == t->status.by && !s->triggers[k].why)
                t->why = "content of another trigger";
    }
}

static bool same_event(const ch_doc *doc, const ch__trigger *a, const ch__trigger *b)
{
    return strcmp(a->cameo, b->cameo) == 0 && a->modality == b->modality &&
           ch__same_parties(doc, &a->actor, &b->actor) && ch__same_parties(doc, &a->recipient, &b->recipient);
}

static void drop_doubles(ch__scene *s, uint32_t own)
{
    for (uint32_t i = own; i < s->n_triggers; i++)
        for (uint32_t k = i - own > CH__NEAR_VERBS ? i - CH__NEAR_VERBS : own; k < i && !s->triggers[i].why; k++)
            if (!s->triggers[k].why && same_event(s->doc, &s->triggers[k], &s->triggers[i]))
                s->triggers[i].why = "the same event as another trigger's";
}

static void fold_word(const ch__verb_scene *v, uint32_t token, struct ch__verb_token *out)
{
    const ch_doc *doc = v->s->doc;
    ch__sv text = ch__token_sv(doc, token);
    char *form = ch__alloc_raw(v->s->scratch, 4 * text.n + 1), low[48];
    size_t n = ch__fold(text.p, text.n, form, 4 * text.n + 1);
    *out = (struct ch__verb_token){.folded = {form, n == (size_t)-1 ? 0 : n}, .set_row = CH_NONE, .lemma_row = CH_NONE};
    out->lemma = ch__sv_of(ch__copyz(v->s->scratch, ch__lemma_low(doc, token, low)));
    if (v->t.sets) {
        out->set_row = ch__table_find(v->t.sets, out->folded);
        out->lemma_row = ch__table_find(v->t.sets, out->lemma);
    }
}

static void fold_words(ch__verb_scene *v)
{
    uint32_t n = v->tokens.end - v->tokens.start;
    v->words = ch__alloc_array(v->s->scratch, (size_t)n + 1, sizeof *v->words);
    for (uint32_t i = 0; i < n; i++)
        fold_word(v, v->tokens.start + i, &v->words[i]);
}

static ch__verb_tables tables_of(const ch__knowledge *k)
{
    return (ch__verb_tables){.verbs = ch__knowledge_table(k, "events/verbs"),
                             .patterns = ch__knowledge_table(k, "events/verb-patterns"),
                             .sets = ch__knowledge_table(k, "events/verb-sets"),
                             .changes = ch__knowledge_table(k, "events/verb-changes"),
                             .plover = ch__knowledge_table(k, "events/cameo-plover")};
}

void ch__verb_patterns(ch__scene *s)
{
    ch__verb_scene v = {.s = s, .t = tables_of(s->k), .tokens = s->doc->sentences[s->sentence].tokens};
    ch__verb_hit *hits = NULL, hit;
    uint32_t n = 0, cap = 0, own = s->n_triggers;
    if (!v.t.verbs)
        return;
    fold_words(&v);
    for (uint32_t t = v.tokens.start; t < v.tokens.end; t++) {
        if (!may_be_verb(s->doc, t) || !listed(&v, t))
            continue;
        one_verb(&v, t, &hit);
        if (hit.token != CH_NONE)
            *CH__PUSH(s->scratch, hits, n, cap) = hit;
    }
    ch__verb_changes(&v, hits, n);
    for (uint32_t i = 0; i < n; i++)
        give_way(s, &hits[i]);
    drop_content(s, own);
    drop_doubles(s, own);
}

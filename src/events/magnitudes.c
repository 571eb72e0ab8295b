/* How much: which of the counts of a sentence belong to an event. Those killed and injured by where they hang in the
 * tree; people by standing as actor or recipient; money and items as what the trigger is about. Table events/measured
 * (event, mode, role, what) says which event takes what from where. */
#include "events/counts.h"

enum {
    MOST = 6,  /* magnitudes of one event */
    NEAR = 40, /* tokens from a trigger to those it killed, where the tree does not join them */
    COL_MODE = 1,
    COL_ROLE,
    COL_WHAT
};

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* What an event of this type and mode (or CAMEO code) takes from a role, or NULL. */
static const char *taken(const ch__scene *s, uint8_t type, const char *mode, const char *cameo, const char *role,
                         const char *what)
{
    const ch__table *t = ch__knowledge_table(s->k, "events/measured");
    uint32_t r = t ? ch__table_find(t, ch__sv_of(ch_event_type_name((ch_event_type)type))) : CH_NONE;
    for (; r != CH_NONE; r = ch__table_find_next(t, r)) {
        const char *m = ch__table_cell(t, r, COL_MODE);
        bool fits = !m || same(m, mode) || same(m, cameo);
        if (fits && strcmp(ch__cell(t, r, COL_ROLE), role) == 0 &&
            (!what || strcmp(ch__cell(t, r, COL_WHAT), what) == 0))
            return ch__table_cell(t, r, COL_WHAT);
    }
    return NULL;
}

static const ch__trigger *coded_at(const ch__scene *s, uint32_t token)
{
    uint32_t i = s->trigger_of[token - s->doc->sentences[s->sentence].tokens.start];
    return i != CH_NONE && !s->triggers[i].why ? &s->triggers[i] : NULL;
}

/* The relations that keep a noun with the verb or noun above it. */
static bool is_argument(ch_deprel r)
{
    switch (r) {
    case CH_DEP_OBJ:
    case CH_DEP_IOBJ:
    case CH_DEP_NSUBJ:
    case CH_DEP_NSUBJ_PASS:
    case CH_DEP_NMOD:
    case CH_DEP_NMOD_UNMARKED:
    case CH_DEP_OBL:
    case CH_DEP_OBL_UNMARKED:
    case CH_DEP_COMPOUND:
    case CH_DEP_NUMMOD:
    case CH_DEP_XCOMP:
    case CH_DEP_CONJ:
    case CH_DEP_APPOS: return true;
    default: return false;
    }
}

/* The trigger above a count whose event takes it; with `fate` over clauses ("..., killing 12"), else as its argument.
 */
static const ch__trigger *above(const ch__scene *s, const ch__count *c, const char *role, const char *what, bool fate)
{
    uint32_t t = c->head;
    for (int i = 0; i < CH__CLIMB && t != CH_NONE; i++) {
        const ch__trigger *g = coded_at(s, t);
        if (g && taken(s, g->type, g->mode, g->cameo, role, what))
            return g;
        if (!fate && (g || !is_argument(ch__rel(s->doc, t))))
            return NULL;
        t = ch__head(s->doc, t);
    }
    return NULL;
}

/* "Nine die as rebels attack": the nearest event that can have done it. */
static const ch__trigger *nearest(const ch__scene *s, const ch__count *c)
{
    const ch_span all = s->doc->sentences[s->sentence].tokens;
    for (uint32_t d = 1; d < NEAR; d++) {
        uint32_t at[] = {c->head >= all.start + d ? c->head - d : CH_NONE,
                         c->head + d < all.end ? c->head + d : CH_NONE};
        for (int i = 0; i < 2; i++) {
            const ch__trigger *g = at[i] == CH_NONE ? NULL : coded_at(s, at[i]);
            if (g && taken(s, g->type, g->mode, g->cameo, "fate", c->fate))
                return g;
        }
    }
    return NULL;
}

static bool has(const ch_event *e, const char *what)
{
    for (uint32_t i = 0; i < e->n_magnitudes; i++)
        if (strcmp(e->magnitudes[i].what, what) == 0)
            return true;
    return false;
}

static void put(ch_doc *doc, ch_event *e, const char *what, const ch__count *c)
{
    bool thing = strcmp(what, "items") == 0 || strcmp(what, "money") == 0;
    if (e->n_magnitudes == MOST || (!thing && has(e, what)))
        return;
    if (!e->magnitudes)
        e->magnitudes = ch__alloc_array(ch__doc_arena(doc), MOST, sizeof *e->magnitudes);
    e->magnitudes[e->n_magnitudes++] = (ch_magnitude){what, c->value, thing ? c->unit : NULL};
}

/* Whether the count is of those who fill a role: "[some 300 bus owners] marched". */
static bool fills(const ch_doc *doc, const ch_roles *roles, const ch__count *c)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        const ch_mention *m = &doc->mentions[roles->at[i].mention];
        if (m->head == c->head || m->head == c->noun ||
            (c->noun == CH_NONE && c->head >= m->tokens.start && c->head < m->tokens.end))
            return true;
    }
    return false;
}

/* What an event takes of those who fill one of its sides: of things no people, of people no items. */
static const char *of_side(const ch__scene *s, const ch_event *e, const char *role, const ch__count *c)
{
    bool people = !c->kind || strcmp(c->kind, "people") == 0;
    const char *what = taken(s, e->type, e->mode, e->cameo, role, people ? NULL : c->kind);
    return what && c->kind && people && strcmp(what, "items") == 0 ? NULL : what;
}

/* What an event takes of a count, or NULL. */
static const char *share(const ch__scene *s, const ch__trigger *t, const ch_event *e, const ch__count *c)
{
    if (c->fate) {
        const ch__trigger *g = above(s, c, "fate", c->fate, true);
        if ((g ? g : nearest(s, c)) == t)
            return c->fate;
        if (strcmp(c->fate, "arrested") != 0)
            return NULL; /* but "freed two men arrested in May" is of two people */
    }
    if (fills(s->doc, &e->actor, c))
        return of_side(s, e, "actor", c);
    if (fills(s->doc, &e->recipient, c))
        return of_side(s, e, "recipient", c);
    if (!c->kind || !taken(s, e->type, e->mode, e->cameo, "object", c->kind))
        return NULL;
    return above(s, c, "object", c->kind, false) == t ? c->kind : NULL;
}

void ch__magnitudes(ch__scene *s, const ch__trigger *t, ch_event *event)
{
    ch__counts(s);
    uint32_t low = 0, high = s->n_counts, from = t->token > CH__REACH ? t->token - CH__REACH : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->counts[middle].head < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t i = low; i < s->n_counts && s->counts[i].head <= t->token + CH__REACH; i++) {
        const char *what = share(s, t, event, &s->counts[i]);
        if (what)
            put(s->doc, event, what, &s->counts[i]);
    }
}

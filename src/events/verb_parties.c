/* Source and target of a verb of dictionaries: where the pattern says, else the subject's side and the object's side of
 * the tree; several joined by "and" are all of them. */
#include "events/verb_patterns.h"

static bool usable(const ch_doc *doc, const ch_role *r)
{
    return r->actor != CH_NONE && (doc->actors[r->actor].code || doc->actors[r->actor].sector);
}

/* Those that are somebody and none of `others`. */
static void keep(const ch_doc *doc, ch_roles *roles, const ch_roles *others)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++) {
        bool good = usable(doc, &roles->at[i]);
        for (uint32_t k = 0; good && others && k < others->n; k++)
            good = !ch__one_party(doc, &roles->at[i], &others->at[k]);
        if (good)
            roles->at[kept++] = roles->at[i];
    }
    roles->n = kept;
}

/* A party and those joined to it: "Peru, Chile and Ghana". */
static void add_all(ch_doc *doc, ch_roles *roles, uint32_t token)
{
    uint32_t m = ch__mention_at(doc, token);
    m = m == CH_NONE ? ch__mention_over(doc, token) : m;
    if (m == CH_NONE)
        return;
    uint32_t head = doc->mentions[m].head;
    ch__roles_add(doc, roles, m);
    CH__EACH_KID(doc, head, kid)
    {
        uint32_t other = ch__rel(doc, kid) == CH_DEP_CONJ ? ch__mention_at(doc, kid) : CH_NONE;
        if (other != CH_NONE)
            ch__roles_add(doc, roles, other);
    }
}

/* "sent aid in Mali": a country that is only the place is no target; "sent aid to Mali" has one. */
static bool is_only_place(const ch_doc *doc, uint32_t mention)
{
    static const char *const inside[] = {"in", "at", "near", "outside"};
    const ch_mention *m = &doc->mentions[mention];
    const char *c = ch__case_of(doc, m->head);
    for (uint32_t i = m->actors.start; i < m->actors.end; i++)
        if (doc->actors[i].sector)
            return false;
    for (size_t i = 0; c && i < sizeof inside / sizeof *inside; i++)
        if (strcmp(c, inside[i]) == 0)
            return true;
    return false;
}

/* "rushed {police}": a word that the pattern asks for is rather a thing than a party. */
static bool is_in_pattern(const ch_doc *doc, const ch__verb_match *m, uint32_t mention)
{
    const ch_span words = doc->mentions[mention].tokens;
    for (uint32_t i = 0; i < m->n_tokens; i++)
        if (m->tokens[i] >= words.start && m->tokens[i] < words.end)
            return true;
    return false;
}

static bool has_code(const ch_doc *doc, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++)
        if (doc->actors[roles->at[i].actor].code)
            return true;
    return false;
}

/* The first party of the target's side that is not the source. With `m` one that the pattern does not ask for, and
 * whose code is known. */
static void first_party(const ch__verb_scene *v, const ch__verb_side *side, const ch__verb_match *m,
                        const ch_roles *source, ch_roles *out)
{
    ch_doc *doc = v->s->doc;
    out->n = 0;
    for (uint32_t i = 0; i < side->n && !out->n; i++) {
        uint32_t found = ch__mention_at(doc, side->at[i]);
        if (found == CH_NONE || is_only_place(doc, found) || (m && is_in_pattern(doc, m, found)))
            continue;
        *out = (ch_roles){0};
        add_all(doc, out, side->at[i]);
        keep(doc, out, source);
        if (m && !has_code(doc, out))
            out->n = 0;
    }
}

static void source_of(const ch__verb_scene *v, const ch__verb_clause *c, const ch__verb_match *m, ch_roles *out)
{
    *out = (ch_roles){0};
    if (m->source != CH_NONE)
        add_all(v->s->doc, out, m->source);
    else
        (void)ch__slot(v->s->doc, v->s->k, c->clause, "subj", out);
    keep(v->s->doc, out, NULL);
}

static void target_of(const ch__verb_scene *v, const ch__verb_clause *c, const ch__verb_match *m,
                      const ch_roles *source, ch_roles *out)
{
    ch_doc *doc = v->s->doc;
    const ch__verb_side *side = c->turned ? &c->plain_right : &c->right;
    ch_roles object = {0};
    *out = (ch_roles){0};
    if (m->target != CH_NONE) {
        add_all(doc, out, m->target);
        keep(doc, out, source);
        return;
    }
    (void)ch__slot(doc, v->s->k, c->clause, "obj|iobj", &object);
    keep(doc, &object, source);
    if (!object.n || is_in_pattern(doc, m, object.at[0].mention))
        first_party(v, side, m, source, out);
    if (!out->n)
        *out = object;
    if (!out->n)
        first_party(v, side, NULL, source, out);
}

/* "Peru and Chile held talks": with '%' each is source and target. */
void ch__verb_parties(const ch__verb_scene *v, const ch__verb_clause *c, const ch__verb_match *m, ch_roles *source,
                      ch_roles *target)
{
    if (m->both != CH_NONE) {
        *source = *target = (ch_roles){0};
        add_all(v->s->doc, source, m->both);
        keep(v->s->doc, source, NULL);
        return;
    }
    /* "+ * MONEY $": whoever the target is, he is not the source, though he is the subject */
    if (m->target != CH_NONE && m->source == CH_NONE) {
        ch_roles nobody = {0};
        target_of(v, c, m, &nobody, target);
        source_of(v, c, m, source);
        keep(v->s->doc, source, target);
        if (!source->n)
            first_party(v, &c->right, NULL, target, source);
        return;
    }
    source_of(v, c, m, source);
    target_of(v, c, m, source, target);
}

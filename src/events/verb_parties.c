/* Source and target of a verb of dictionaries: where the pattern says, else the subject's side and the object's side of
 * the tree; several joined by "and" are all of them. */
#include "events/verb_patterns.h"

bool ch__same_parties(const ch_doc *doc, const ch_roles *a, const ch_roles *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;
        for (uint32_t j = 0; !found && j < b->n; j++)
            found = ch__one_party(doc, &a->at[i], &b->at[j]);
        if (!found)
            return false;
    }
    return true;
}

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

/* "sent aid in Mali": a country that is only the place is no target. */
static bool is_only_place(const ch_doc *doc, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    for (uint32_t i = m->actors.start; i < m->actors.end; i++)
        if (doc->actors[i].sector)
            return false;
    return ch__rel(doc, m->head) != CH_DEP_OBJ;
}

/* The first party of the target's side that is not the source. */
static void first_party(const ch__verb_scene *v, const ch__verb_side *side, const ch_roles *source, ch_roles *out)
{
    ch_doc *doc = v->s->doc;
    for (uint32_t i = 0; i < side->n && !out->n; i++) {
        uint32_t m = ch__mention_at(doc, side->at[i]);
        if (m == CH_NONE || is_only_place(doc, m))
            continue;
        *out = (ch_roles){0};
        add_all(doc, out, side->at[i]);
        keep(doc, out, source);
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
    *out = (ch_roles){0};
    if (m->target != CH_NONE)
        add_all(doc, out, m->target);
    else
        (void)ch__slot(doc, v->s->k, c->clause, "obj|iobj", out);
    keep(doc, out, source);
    if (!out->n && m->target == CH_NONE)
        first_party(v, c->turned ? &c->plain_right : &c->right, source, out);
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
            first_party(v, &c->right, target, source);
        return;
    }
    source_of(v, c, m, source);
    target_of(v, c, m, source, target);
}

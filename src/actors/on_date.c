/* on_date.c - who an actor was on the day of an event, when that is another day than the story's: "In 2015 President
 * Obama", "the French foreign minister of that time". */
#include "actors/inside.h"

static bool same_day(ch_date a, ch_date b)
{
    return ch__date_cmp(a, b) == 0;
}

/* The person as of r->day; of a nominal the one who held that office then. NULL: the tables do not say. */
static const ch__entity *person_on(ch__room *r, const ch_mention *m, const ch_actor *a)
{
    if (m->kind == CH_MENTION_NOMINAL && a->office && ch__same(m->why, CH__WHY_HOLDER))
        return ch__holder_of(r, a->code, a->office, NULL, NULL);
    const ch__entity *e = ch__entity_of_id(r, ch__sv_of(a->id));
    return e && e->code ? e : NULL;
}

static uint32_t add_actor(ch__room *r, const ch__entity *e)
{
    ch_doc *doc = r->doc;
    for (uint32_t i = doc->n_actors; i-- > r->first_added;)
        if (ch__same(doc->actors[i].id, e->id) && ch__same(doc->actors[i].code, e->code) &&
            ch__same(doc->actors[i].sector, e->sector) && ch__same(doc->actors[i].office, e->office))
            return i;
    ch_actor *a = CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors);
    *a = (ch_actor){e->id, e->name, e->code, e->sector, e->qid, e->office, e->since, e->until};
    return doc->n_actors - 1;
}

/* How much the office of that day tells: one of those who lead, any, none. */
static int standing(const ch__entity *e)
{
    return !e ? -1 : !e->office || e->former ? 0 : e->top ? 2 : 1;
}

/* In office on the first day of the event, else on its last; of "in 2017" the higher office. */
static uint32_t actor_on(ch__room *r, uint32_t mention, uint32_t actor, const ch_when *when)
{
    const ch_actor *a = &r->doc->actors[actor];
    if (!a->id || strncmp(a->id, "p.", 2) != 0 || mention == CH_NONE)
        return actor;
    const ch_mention *m = &r->doc->mentions[mention];
    const ch__entity *best = NULL;
    for (int end = 0; end < (same_day(when->start, when->end) ? 1 : 2); end++) {
        r->day = end ? when->end : when->start;
        r->entity_cache = (ch__registry){.slots = NULL};
        const ch__entity *e = r->day.year ? person_on(r, m, a) : NULL;
        best = standing(e) > standing(best) ? e : best;
    }
    bool differs = best && (!ch__same(best->id, a->id) || !ch__same(best->code, a->code) ||
                            !ch__same(best->sector, a->sector) || !ch__same(best->office, a->office));
    return differs ? add_actor(r, best) : actor;
}

void ch__roles_on(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, ch_roles *roles, const ch_when *when)
{
    ch__room r = {.k = k, .scratch = scratch, .doc = doc};
    bool other = when->start.year && when->basis != CH_BASIS_PUBLISHED && !same_day(when->start, doc->published);
    if (!other || !roles->n)
        return;
    ch__room_open(&r);
    r.first_added = doc->n_actors;
    for (uint32_t i = 0; i < roles->n && r.entities; i++)
        if (roles->at[i].actor != CH_NONE)
            roles->at[i].actor = actor_on(&r, roles->at[i].mention, roles->at[i].actor, when);
}

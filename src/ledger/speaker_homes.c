/* speaker_homes.c - gives the speakers of a story whose words name no country the one they most likely speak for. */
#include "ledger/homes.h"

ch_roles ch__one_role(ch__speech *sp, uint32_t mention, uint32_t actor)
{
    ch_role *role = ch__alloc(ch__doc_arena(sp->doc), sizeof *role);
    *role = (ch_role){mention, actor};
    return (ch_roles){role, 1};
}

static void give_home(ch__speech *sp, ch__said *a, const ch_actor *known, const char *home, const char *sector)
{
    ch_doc *doc = sp->doc;
    ch_actor actor = known ? *known : (ch_actor){0};
    actor.code = home;
    actor.sector = sector;
    *CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors) = actor;
    a->speaker = ch__one_role(sp, a->speaker.at[0].mention, doc->n_actors - 1);
    a->guessed = true;
}

/* "a Western attaché in Niamey", "diplomats in Muscat": where they are posted is not what they speak for. */
static bool is_posted(const ch__speech *sp, const ch_mention *m)
{
    const ch__table *t = ch__knowledge_table(sp->k, "ledger/posted");
    return t && ch__find_word(t, sp->doc, m->head) != CH_NONE;
}

/* "the foreign ministry", "a foreman", "Minister Otieno" whom no table knows: not a pronoun, no group of several. */
static bool may_lack_home(const ch__speech *sp, const ch_mention *m, const ch_actor *known)
{
    if (is_posted(sp, m))
        return true;
    bool several = m->kind == CH_MENTION_GROUP || (m->kind == CH_MENTION_PRONOUN && known && known->code);
    return !several && (!known || !known->code || ch__home_is_weak(sp->k, m->why));
}

/* "its spokesman", "their lawyer" */
static bool is_owned(const ch_doc *doc, const ch_mention *m)
{
    uint32_t t = m->tokens.start, first = doc->sentences[m->sentence].tokens.start;
    return strcmp(doc->words[t].xpos, "PRP$") == 0 || (t > first && strcmp(doc->words[t - 1].xpos, "PRP$") == 0);
}

static void bring_home(ch__speech *sp, ch__said *a, const char *story, const char *before)
{
    ch_doc *doc = sp->doc;
    if (a->speaker.n != 1)
        return;
    const ch_role *r = &a->speaker.at[0];
    const ch_mention *m = &doc->mentions[r->mention];
    const ch_actor *known = r->actor == CH_NONE ? NULL : &doc->actors[r->actor];
    if (!may_lack_home(sp, m, known))
        return;
    bool posted = is_posted(sp, m);
    ch_span own = {m->tokens.start, posted ? m->head + 1 : m->tokens.end};
    const char *worded = ch__home_worded(sp->k, doc, own);
    if (worded && known && known->code)
        return;
    posted = posted && !worded;
    const char *home = worded   ? worded
                       : posted ? NULL
                                : ch__home_in_words(sp->k, doc, r->mention),
               *sector = known && known->sector ? known->sector : ch__role_sector(sp->k, doc, r->mention);
    if (posted) {
        if (known && known->code)
            give_home(sp, a, known, NULL, sector);
        return;
    }
    if (!home) {
        ch__home_case c = {.k = sp->k,
                           .doc = doc,
                           .said = a,
                           .mention = r->mention,
                           .sector = sector,
                           .owned = is_owned(doc, m),
                           .story = story,
                           .before = before,
                           .before_said = sp->at,
                           .n_said = (uint32_t)(a - sp->at),
                           .held = known ? known->code : NULL};
        home = ch__home_weigh(&c);
    }
    if (home && !(known && known->code && strcmp(known->code, home) == 0))
        give_home(sp, a, known, home, sector);
}

void ch__homes_bring(ch__speech *sp)
{
    const char *story = ch__story_country(sp->k, sp->doc), *before = NULL;
    for (uint32_t i = 0; i < sp->n; i++) {
        ch__said *a = &sp->at[i];
        if (a->dropped)
            continue;
        bring_home(sp, a, story, before);
        uint32_t actor = a->speaker.n ? a->speaker.at[0].actor : CH_NONE;
        if (actor != CH_NONE && sp->doc->actors[actor].code)
            before = sp->doc->actors[actor].code;
    }
}

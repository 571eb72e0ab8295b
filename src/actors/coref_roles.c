/* coref_roles.c - people and bodies said again by what they are: "the president", "the agency", "the rebels". All looks
 * back are bounded by a number of drafts and a few sentences, so the cost is linear in the text. */
#include "actors/coref.h"

enum { MOST_ROLE_WINDOW = 256, SUBJECT = 30, SENTENCE = 25 };

/* "minister" is meant by "foreign minister"; "spokesman" and "spokeswoman" share an office in table titles. */
bool ch__same_office(const char *office, const char *said)
{
    if (!office || !said)
        return false;
    size_t n = strlen(office), m = strlen(said);
    return n <= m && strcmp(said + (m - n), office) == 0 && (n == m || said[m - n - 1] == ' ');
}

static bool of_office(const ch__phrase *p, const ch__referent *who)
{
    return who->class == CH__PERSON && !who->plural &&
           (ch__same_office(p->office, who->office) || ch__same_office(p->office, who->said));
}

bool ch__role_fits(const ch__room *r, const ch__phrase *p, const ch__referent *who)
{
    if (who->class != CH__PERSON || who->plural)
        return false;
    if (of_office(p, who))
        return true;
    /* "the expert", "the official": anybody of that sector */
    bool other = p->sector && !ch__same(p->sector, "GOV"); /* "the lawmaker", "the cleric", "the officer" */
    bool any = p->role != CH_NONE && (other || ch__same(r->items[p->role].word.what, "any"));
    return any && (!p->sector || ch__same(p->sector, who->sector));
}

/* Who may be meant by a role. */
typedef enum fit { ANYBODY, IN_OFFICE, FORMER_HOLDER, HOLDER } fit;

static bool is_wanted(const ch__room *r, const ch__phrase *p, const ch__referent *who, fit wanted)
{
    bool former = ch__same(who->sector, "ELI");
    switch (wanted) {
    case IN_OFFICE: return !former && ch__role_fits(r, p, who);
    case FORMER_HOLDER: return former && of_office(p, who);
    case HOLDER: return of_office(p, who);
    case ANYBODY: break;
    }
    return ch__role_fits(r, p, who);
}

static uint32_t role_before(const ch__room *r, const ch__phrase *p, const char *code, fit wanted)
{
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < MOST_ROLE_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (d->n != 1)
            continue;
        const ch__referent *who = &r->referents[d->referents[0]];
        if (who->code && (!code || ch__same(code, who->code)) && is_wanted(r, p, who, wanted))
            return d->referents[0];
    }
    return CH_NONE;
}

/* Somebody who is still in office by the tables, but whom the text calls former: the same person out of office. */
static uint32_t out_of_office(ch__room *r, uint32_t referent)
{
    if (ch__same(r->referents[referent].sector, "ELI") || !r->referents[referent].id)
        return referent;
    uint64_t key = ch__key('o', NULL, ch__sv_of(r->referents[referent].id));
    uint32_t known = ch__registry_get(&r->nominals, key);
    if (known != CH_NONE)
        return known;
    known = ch__referent_new(r, CH__PERSON);
    r->referents[known] = r->referents[referent];
    r->referents[known].sector = "ELI";
    r->referents[known].actor = r->referents[known].chain = CH_NONE;
    ch__registry_put(r->scratch, &r->nominals, key, known);
    return known;
}

/* Who is in office before who was; for "the former president" the other way round. */
uint32_t ch__antecedent_role(ch__room *r, const ch__phrase *p, const char *code)
{
    uint32_t who = role_before(r, p, code, p->former ? FORMER_HOLDER : IN_OFFICE);
    if (who == CH_NONE && p->former) {
        who = role_before(r, p, code, HOLDER);
        who = who == CH_NONE ? CH_NONE : out_of_office(r, who);
    }
    return who == CH_NONE ? role_before(r, p, code, ANYBODY) : who;
}

/* ---- organisations and people by a common noun ---- */

/* "agency" is a word of "International Atomic Energy Agency". */
static bool word_of_name(const ch__room *r, const char *name, uint32_t token)
{
    ch__sv word = ch__token_sv(r->doc, token), rest = ch__sv_of(name ? name : "");
    for (; rest.n >= word.n && word.n > 2; rest = (ch__sv){rest.p + 1, rest.n - 1})
        if (ch__sv_eq_nocase((ch__sv){rest.p, word.n}, word))
            return true;
    return false;
}

/* "The Security Council" ends in "council". */
static bool ends_in(const ch__room *r, const ch__draft *d, uint32_t token)
{
    ch__sv last = ch__token_sv(r->doc, d->tokens.end - 1);
    return d->tokens.end - d->tokens.start > 1 && ch__sv_eq_nocase(last, ch__token_sv(r->doc, token));
}

/* The organisation somebody stands for: itself, or that of its officials' code; an organ of a state only when `named`
 * so. */
static uint32_t organisation_of(ch__room *r, uint32_t referent, bool named)
{
    const ch__referent *who = &r->referents[referent];
    if (!who->code)
        return CH_NONE;
    if (who->class == CH__ORG || (who->class == CH__BODY && named))
        return referent;
    const ch__entity *e = who->class == CH__PLACE ? NULL : ch__entity_of_code(r, who->code);
    return e && e->class == CH__ORG ? ch__referent_of(r, e) : CH_NONE;
}

/* A watchdog may be governments' or not. */
static bool same_body(const char *said, const char *sector)
{
    bool across = ch__same(said, "NGO") || ch__same(said, "IGO");
    return ch__same(said, sector) || (across && (ch__same(sector, "NGO") || ch__same(sector, "IGO")));
}

uint32_t ch__antecedent_body(ch__room *r, const char *sector, uint32_t word)
{
    uint32_t best = CH_NONE;
    int best_score = 0, rank = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && rank < CH__MOST_WINDOW; rank++) {
        const ch__draft *d = &r->drafts[i];
        int distance = (int)(r->sentence - d->sentence);
        if (distance > CH__MOST_BACK)
            break;
        bool called = ends_in(r, d, word);
        uint32_t org = d->n == 1 ? organisation_of(r, d->referents[0], called) : CH_NONE;
        if (org == CH_NONE)
            continue;
        d = &r->drafts[i];
        bool named = called || word_of_name(r, r->referents[org].name, word);
        if (!named && sector && !same_body(sector, r->referents[org].sector))
            continue;
        int score = 200 - SENTENCE * distance - rank + (d->subject ? SUBJECT : 0) + (named ? 4 * SUBJECT : 0);
        if (score > best_score) {
            best_score = score;
            best = org;
        }
    }
    return best;
}

bool ch__point_people(ch__room *r, ch__draft *out, const char *sector)
{
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > CH__MOST_BACK)
            break;
        bool fits = d->n > 0;
        for (uint8_t k = 0; k < d->n && fits; k++) {
            const ch__referent *who = &r->referents[d->referents[k]];
            bool many = who->class == CH__ORG || who->class == CH__BODY || who->class == CH__PEOPLE || who->plural;
            fits = many && who->code && ch__same(sector, who->sector);
        }
        for (uint8_t k = 0; k < d->n && fits; k++)
            ch__draft_point(out, d->referents[k]);
        if (fits)
            return true;
    }
    return false;
}

uint32_t ch__antecedent_sole(const ch__room *r)
{
    uint32_t found = CH_NONE;
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2 || (found != CH_NONE && d->sentence + 1 < r->sentence))
            break;
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (!who || who->class != CH__PERSON || who->plural || d->kind != CH_MENTION_NAME)
            continue;
        if (found != CH_NONE && found != d->referents[0])
            return CH_NONE;
        found = d->referents[0];
    }
    return found;
}

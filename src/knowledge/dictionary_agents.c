/* dictionary_agents.c - agents: PHRASE {PLURAL} [~CODE], and sets "!PERSON! = MAN, MEN, WOMAN" that stand for several
 * words inside of phrases; to rows of actors/agents. */
#include "knowledge/dictionary.h"

enum { MOST_SETS = 512, MOST_EXPANDED = 1024, MOST_ALL_EXPANDED = 200000, MOST_KIND_UNITS = 32 };

typedef struct set {
    ch__sv name, *members;
    uint32_t n, cap, line;
    bool used;
} set;

typedef struct agent {
    const char *phrase;
    const char *sector, *code; /* "GOV"; as it stands in the file */
    bool plural_given, no_plural, from_set;
    ch__sv plural;
} agent;

typedef struct reading {
    ch__dictionary_file *f;
    set *sets;
    uint32_t n_sets, cap_sets;
    const char **phrases; /* a phrase with every way to fill its sets */
    uint32_t n_phrases, cap_phrases;
    uint32_t expanded; /* phrases of all lines so far */
} reading;

/* ---- sets ---- */

static set *find_set(reading *r, ch__sv name)
{
    for (uint32_t i = 0; i < r->n_sets; i++)
        if (ch__sv_eq_nocase(r->sets[i].name, name))
            return &r->sets[i];
    return NULL;
}

static ch__sv kept(const reading *r, ch__sv s)
{
    return (ch__sv){ch__copy(&r->f->d->s->arena, s), s.n};
}

/* "!PERSON! = MAN, MEN" */
static bool read_set(reading *r, ch__sv line)
{
    ch__arena *arena = &r->f->d->s->arena;
    const char *end = line.p + line.n, *close = line.n > 1 ? memchr(line.p + 1, '!', line.n - 1) : NULL;
    ch__sv rest = close ? ch__sv_trim(ch__sv_between(close + 1, end)) : (ch__sv){NULL, 0}, member;
    if (line.p[0] != '!' || !close || !rest.n || rest.p[0] != '=')
        return false;
    ch__sv name = ch__sv_between(line.p + 1, close);
    set *s = find_set(r, name);
    if (s)
        ch__dictionary_fault(r->f, "the set !%.*s! is made twice; the later one counts", (int)(name.n % 60), name.p);
    else if (r->n_sets == MOST_SETS)
        ch__dictionary_fault(r->f, "more than %d sets; this one is left out", MOST_SETS);
    if (!s && r->n_sets == MOST_SETS)
        return true;
    s = s ? s : CH__PUSH(arena, r->sets, r->n_sets, r->cap_sets);
    *s = (set){.name = kept(r, name), .line = r->f->line};
    rest = (ch__sv){rest.p + 1, rest.n - 1};
    while (ch__sv_next(&rest, ',', &member))
        if (ch__sv_trim(member).n)
            *CH__PUSH(arena, s->members, s->n, s->cap) = kept(r, ch__sv_trim(member));
    return true;
}

/* Puts every member of the phrase's first set in its place; what still has a set goes behind in the list and is met
 * later. Only so many steps are taken: that ends sets that hold themselves. */
static bool fill_first(reading *r, const char *phrase)
{
    ch__arena *arena = &r->f->d->s->arena;
    const char *open = strchr(phrase, '!'), *close = open ? strchr(open + 1, '!') : NULL;
    if (!close)
        return false;
    set *s = find_set(r, ch__sv_between(open + 1, close));
    if (!s) {
        ch__dictionary_fault(r->f, "no set %.60s", ch__copy(arena, ch__sv_between(open, close + 1)));
        return true;
    }
    s->used = true;
    for (uint32_t i = 0; i < s->n && r->n_phrases < MOST_EXPANDED && r->expanded++ < MOST_ALL_EXPANDED; i++)
        *CH__PUSH(arena, r->phrases, r->n_phrases, r->cap_phrases) = ch__format(
            arena, "%.*s%.*s%s", (int)(open - phrase), phrase, (int)s->members[i].n, s->members[i].p, close + 1);
    return true;
}

/* All phrases that one with sets stands for, without sets; the others are NULL. */
static void expand(reading *r, ch__sv phrase)
{
    r->n_phrases = 0;
    *CH__PUSH(&r->f->d->s->arena, r->phrases, r->n_phrases, r->cap_phrases) = ch__copy(&r->f->d->s->arena, phrase);
    for (uint32_t i = 0; i < r->n_phrases; i++) {
        const char *p = r->phrases[i];
        if (strlen(p) > 2 * CH__MOST_NAME || fill_first(r, p))
            r->phrases[i] = NULL;
    }
    if (r->n_phrases == MOST_EXPANDED || r->expanded > MOST_ALL_EXPANDED)
        ch__dictionary_fault(r->f, "stands for more than %d phrases, or a set holds itself; the first are taken",
                             MOST_EXPANDED);
}

/* ---- rows ---- */

const char *ch__dictionary_plural(ch__arena *arena, const char *phrase)
{
    size_t n = strlen(phrase);
    if (n > 1 && phrase[n - 1] == 'y')
        return ch__format(arena, "%.*sies", (int)n - 1, phrase);
    return ch__format(arena, "%s%s", phrase, n && phrase[n - 1] == 's' ? "es" : "s");
}

/* The kind that our table gives to the longest ending of the phrase it knows ("silly ministry": that of "ministry"). */
static const char *known_kind(const reading *r, const char *phrase)
{
    ch__dictionaries *d = r->f->d;
    ch__unit *units;
    ch__run runs[MOST_KIND_UNITS];
    uint32_t n = ch__units(d->k, &d->s->arena, phrase, 0, (uint32_t)strlen(phrase), &units);
    for (uint32_t i = 0; i < n && d->agents && n <= MOST_KIND_UNITS; i++) {
        size_t found = ch__runs_at(d->k, units + i, n - i, ch__table_bit(d->agents), runs, MOST_KIND_UNITS);
        for (uint32_t h = 0; found && runs[found - 1].units == n - i && h < runs[found - 1].n; h++) {
            ch__hit hit = ch__run_hit(d->k, &runs[found - 1], h);
            if (hit.table == ch__table_number(d->agents))
                return ch__table_cell(d->agents, hit.row, ch__table_column(d->agents, "kind"));
        }
    }
    return NULL;
}

/* What has no plural is several people, unless it comes from a set, whose members are of both numbers. */
static void agent_row(const reading *r, const agent *a, const char *phrase, const char *plural)
{
    const char *kind = known_kind(r, phrase);
    kind = kind ? kind : a->no_plural ? "group" : "person";
    const char *cells[] = {phrase, plural ? plural : "-", a->sector, kind};
    ch__dictionaries *d = r->f->d;
    d->counts->agents += ch__dictionary_row(d, CH__TO_AGENTS, r->f->name, r->f->line, cells);
    const char *whole[] = {phrase, a->code};
    if (d->only)
        ch__dictionary_row(d, CH__TO_AGENT_CODES, r->f->name, r->f->line, whole);
}

/* A phrase with sets has no other plurals than its sets give. */
static void agent_rows(const reading *r, const agent *a)
{
    const char *phrase = ch__dictionary_phrase(r->f, ch__sv_of(a->phrase)), *plural = NULL;
    if (!phrase)
        return;
    if (a->plural_given && !a->no_plural)
        plural = ch__dictionary_phrase(r->f, a->plural);
    else if (!a->no_plural && !a->from_set)
        plural = ch__dictionary_plural(&r->f->d->s->arena, phrase);
    agent_row(r, a, phrase, plural);
}

/* "~GOV" goes behind the actor's code, "NGO~" before it: to us both are the sector. */
static bool read_sector(reading *r, ch__sv code, agent *a)
{
    bool before = code.n && code.p[code.n - 1] == '~', behind = code.n && code.p[0] == '~';
    r->f->prefixes += before;
    code = ch__sv_trim((ch__sv){code.p + behind, code.n - behind - (before && code.n > behind)});
    if (!before && !behind)
        ch__dictionary_fault(r->f, "an agent's code has a '~'; taken as one behind the actor's");
    if (!ch__dictionary_sector(r->f, code, &a->sector))
        return false;
    a->code = ch__copy(&r->f->d->s->arena, code);
    r->f->unknown_roles += !a->sector;
    return a->sector != NULL;
}

static void read_agent(reading *r, ch__sv line)
{
    ch__sv before, code, phrase, plural;
    agent a = {.phrase = NULL};
    if (!ch__dictionary_part(r->f, &line, '[', ']', &before, &code)) {
        ch__dictionary_fault(r->f, "an agent without a code is left out");
        return;
    }
    if (ch__sv_trim(line).n)
        ch__dictionary_fault(r->f, "something behind the code is passed over");
    if (ch__dictionary_part(r->f, &before, '{', '}', &phrase, &plural)) {
        a.plural_given = true;
        a.no_plural = !plural.n;
        a.plural = plural;
    } else {
        phrase = before;
    }
    phrase = ch__sv_trim(phrase);
    a.from_set = phrase.n && memchr(phrase.p, '!', phrase.n);
    expand(r, phrase); /* also what has no sector uses its sets */
    if (!read_sector(r, code, &a))
        return;
    for (uint32_t i = 0; i < r->n_phrases; i++)
        if ((a.phrase = r->phrases[i]))
            agent_rows(r, &a);
}

void ch__dictionary_agents(ch__dictionary_file *f)
{
    reading r = {.f = f};
    ch__sv line;
    while (ch__dictionary_line(f, &line)) {
        line = ch__sv_trim(line);
        if (!read_set(&r, line))
            read_agent(&r, line);
    }
    for (uint32_t i = 0; i < r.n_sets; i++) {
        f->line = r.sets[i].line;
        if (!r.sets[i].used)
            ch__dictionary_fault(f, "the set !%.*s! is not used", (int)(r.sets[i].name.n % 60), r.sets[i].name.p);
    }
}

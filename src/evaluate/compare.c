/* compare.c - a gold record and an output record of one kind in one sentence: what must be the same for each kind. */
#include "evaluate/evaluate.h"

static const json_t *get(const json_t *o, const char *field)
{
    return json_object_get(o, field);
}

static bool is_reading(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field)
{
    const json_t *reading;
    for (size_t i = 0; ch__eval_reading(r, gold, field, i, &reading); i++)
        if (ch__same_low(r, reading, get(out, field)))
            return true;
    return false;
}

bool ch__eval_modality(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    return is_reading(r, gold, out, "modality");
}

/* ---- events ---- */

/* Letters of both cases are one in a type. */
static bool same_type(const json_t *gold, const json_t *out)
{
    const char *g = json_string_value(gold), *o = json_string_value(out);
    return g && o && ch__sv_eq_nocase(ch__sv_of(g), ch__sv_of(o));
}

bool ch__eval_type(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    const json_t *reading;
    for (size_t i = 0; ch__eval_reading(r, gold, "event", i, &reading); i++)
        if (same_type(reading, get(out, "event")))
            return true;
    return false;
}

typedef struct roles {
    ch__codes actor, recipient;
} roles;

static roles roles_of(const ch__eval_rules *r, const json_t *o)
{
    return (roles){ch__eval_codes(r, get(o, "actor")), ch__eval_codes(r, get(o, "recipient"))};
}

static bool same_roles(roles a, roles b)
{
    return ch__codes_same(a.actor, b.actor) && ch__codes_same(a.recipient, b.recipient);
}

/* What all readings of the gold's roles together allow. */
typedef struct allowed {
    roles first;
    bool strict, first_same;       /* equal to a reading, to the first */
    bool actor, recipient;         /* a code in common with a reading */
    bool no_actor, some_recipient; /* a reading has no actor; has a recipient */
} allowed;

static void allow(allowed *a, roles reading, roles got, bool first)
{
    bool same = same_roles(reading, got);
    a->strict |= same;
    a->first_same |= same && first;
    a->actor |= ch__codes_shared(got.actor, reading.actor) > 0;
    a->recipient |= ch__codes_shared(got.recipient, reading.recipient) > 0;
    a->no_actor |= reading.actor.n == 0;
    a->some_recipient |= reading.recipient.n > 0;
}

static allowed allowed_roles(const ch__eval_rules *r, const json_t *gold, roles got)
{
    allowed a = {.strict = false};
    const json_t *others = r->alt ? get(gold, "roles_alt") : NULL;
    allow(&a, roles_of(r, gold), got, true);
    for (size_t i = 0; i < json_array_size(others); i++)
        allow(&a, roles_of(r, json_array_get(others, i)), got, false);
    return a;
}

static bool relaxed_roles(const allowed *a, roles got)
{
    return a->strict || a->actor || (!got.actor.n && a->no_actor && (a->recipient || !a->some_recipient));
}

bool ch__eval_share_actor(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    roles got = roles_of(r, out);
    allowed a = allowed_roles(r, gold, got);
    return relaxed_roles(&a, got);
}

static ch__likeness compare_events(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    ch__likeness l = {false, false, 0};
    if (!ch__eval_type(r, gold, out))
        return l;
    roles got = roles_of(r, out);
    allowed a = allowed_roles(r, gold, got);
    l.strict = a.strict;
    l.relaxed = relaxed_roles(&a, got);
    l.close = 4 * same_type(get(gold, "event"), get(out, "event")) + 2 * a.first_same +
              ch__eval_modality(r, gold, out) + (ch__eval_date(r, gold, out, "date") == CH__RIGHT) +
              0.5 * ch__same_low(r, get(gold, "mode"), get(out, "mode"));
    return l;
}

/* ---- the other kinds ---- */

static ch__likeness compare_statements(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    const char *speaker = ch__eval_one(r, get(out, "speaker"));
    const json_t *reading;
    bool same = false;
    for (size_t i = 0; !same && ch__eval_reading(r, gold, "speaker", i, &reading); i++)
        same = ch__same_code(speaker, ch__eval_code(r, reading));
    return (ch__likeness){same && is_reading(r, gold, out, "form"), same,
                          ch__eval_part(r, gold, out, CH_COMPARED_ABOUT)};
}

static ch__likeness compare_agreements(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    bool form = is_reading(r, gold, out, "form"), action = is_reading(r, gold, out, "action"), same = false,
         shared = false;
    ch__codes parties = ch__eval_codes(r, get(out, "parties"));
    const json_t *reading;
    for (size_t i = 0; ch__eval_reading(r, gold, "parties", i, &reading); i++) {
        ch__codes want = ch__eval_codes(r, reading);
        same |= ch__codes_same(parties, want);
        shared |= ch__codes_shared(parties, want) > 0;
    }
    return (ch__likeness){form && action && same, (form || action) && (shared || same), form + action};
}

static ch__likeness compare_levels(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    bool level = is_reading(r, gold, out, "level"), action = is_reading(r, gold, out, "action");
    ch__codes parties = ch__eval_codes(r, get(out, "parties")), want = ch__eval_codes(r, get(gold, "parties"));
    return (ch__likeness){level && action && ch__codes_same(parties, want),
                          level && ch__codes_shared(parties, want) > 0, level + action};
}

static bool same_flow(const ch__eval_rules *r, const json_t *out, const json_t *from, const json_t *to)
{
    return ch__same_code(ch__eval_one(r, get(out, "from")), ch__eval_code(r, from)) &&
           ch__same_code(ch__eval_one(r, get(out, "to")), ch__eval_code(r, to));
}

static bool flow_right(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    const json_t *others = r->alt ? get(gold, "from_to_alt") : NULL;
    bool right = same_flow(r, out, get(gold, "from"), get(gold, "to"));
    for (size_t i = 0; !right && i < json_array_size(others); i++) {
        const json_t *pair = json_array_get(others, i);
        right = same_flow(r, out, json_array_get(pair, 0), json_array_get(pair, 1));
    }
    return right;
}

static ch__likeness compare_figures(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    bool measure = is_reading(r, gold, out, "measure"), value = ch__eval_value(gold, out),
         unit = strcmp(ch__eval_unit(r, get(gold, "unit")), ch__eval_unit(r, get(out, "unit"))) == 0,
         flow = flow_right(r, gold, out);
    return (ch__likeness){measure && value && unit && flow, value && unit, measure + flow};
}

ch__likeness ch__eval_compare(const ch__eval_rules *r, const json_t *gold, const json_t *out)
{
    static ch__likeness (*const by_kind[CH_N_KINDS])(const ch__eval_rules *, const json_t *,
                                                     const json_t *) = {[CH_EVENT] = compare_events,
                                                                        [CH_STATEMENT] = compare_statements,
                                                                        [CH_AGREEMENT] = compare_agreements,
                                                                        [CH_LEVEL] = compare_levels,
                                                                        [CH_FIGURE] = compare_figures};
    const char *kind = json_string_value(get(gold, "kind"));
    for (int k = 0; kind && k < CH_N_KINDS; k++)
        if (strcmp(kind, ch_kind_name((ch_kind)k)) == 0)
            return by_kind[k](r, gold, out);
    return (ch__likeness){false, false, 0};
}

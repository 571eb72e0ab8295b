/* parts.c - how right one field of a matched record of the ledger is, and the label under which it is counted. */
#include "evaluate/evaluate.h"

static const json_t *get(const json_t *o, const char *field)
{
    return json_object_get(o, field);
}

/* Codes in common to all codes, of the reading that fits best; 1 where both have none. */
static double part_of_codes(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field)
{
    ch__codes got = ch__eval_codes(r, get(out, field));
    const json_t *reading;
    double best = 0;
    for (size_t i = 0; ch__eval_reading(r, gold, field, i, &reading); i++) {
        ch__codes want = ch__eval_codes(r, reading);
        uint32_t shared = ch__codes_shared(got, want), all = got.n + want.n - shared;
        double part = all ? (double)shared / (double)all : 1.0;
        best = part > best ? part : best;
    }
    return best;
}

static bool same_label(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field)
{
    const json_t *reading;
    for (size_t i = 0; ch__eval_reading(r, gold, field, i, &reading); i++)
        if (ch__same_low(r, reading, get(out, field)))
            return true;
    return false;
}

static bool same_one(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field)
{
    const char *got = ch__eval_one(r, get(out, field));
    const json_t *reading;
    for (size_t i = 0; ch__eval_reading(r, gold, field, i, &reading); i++)
        if (ch__same_code(got, ch__eval_code(r, reading)))
            return true;
    return false;
}

/* Giver (side 0) or taker (1) of a figure; other readings stand together in "from_to_alt". */
static bool same_side(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field, size_t side)
{
    const json_t *others = r->alt ? get(gold, "from_to_alt") : NULL;
    const char *got = ch__eval_one(r, get(out, field));
    bool same = ch__same_code(got, ch__eval_code(r, get(gold, field)));
    for (size_t i = 0; !same && i < json_array_size(others); i++)
        same = ch__same_code(got, ch__eval_code(r, json_array_get(json_array_get(others, i), side)));
    return same;
}

static bool says(const ch__eval_rules *r, const json_t *o, const char *field)
{
    return ch__eval_low(r, get(o, field)) != NULL;
}

double ch__eval_part(const ch__eval_rules *r, const json_t *gold, const json_t *out, ch_compared_field f)
{
    const char *name = ch_compared_field_name(f);
    switch (f) {
    case CH_COMPARED_SPEAKER: return same_one(r, gold, out, name);
    case CH_COMPARED_ABOUT:
    case CH_COMPARED_PARTIES: return part_of_codes(r, gold, out, name);
    case CH_COMPARED_ADDRESSEE:
    case CH_COMPARED_SUBJECTS: return get(gold, name) ? part_of_codes(r, gold, out, name) : -1;
    case CH_COMPARED_FORM:
    case CH_COMPARED_ACTION:
    case CH_COMPARED_LEVEL:
    case CH_COMPARED_MEASURE: return same_label(r, gold, out, name);
    case CH_COMPARED_TITLE:
    case CH_COMPARED_TERM:
    case CH_COMPARED_COUNT: return says(r, gold, name) ? same_label(r, gold, out, name) : -1;
    case CH_COMPARED_VALUE: return ch__eval_has_value(gold) ? ch__eval_value(gold, out) : -1;
    case CH_COMPARED_UNIT: return strcmp(ch__eval_unit(r, get(gold, name)), ch__eval_unit(r, get(out, name))) == 0;
    case CH_COMPARED_FROM: return same_side(r, gold, out, name, 0);
    case CH_COMPARED_TO: return same_side(r, gold, out, name, 1);
    case CH_COMPARED_APPROXIMATE: return json_is_true(get(gold, name)) == json_is_true(get(out, name));
    default: return -1;
    }
}

const char *ch__eval_label(const ch__eval_rules *r, const ch__eval_row *row)
{
    static const char *const fields[CH_N_KINDS] = {[CH_EVENT] = "event",
                                                   [CH_STATEMENT] = "form",
                                                   [CH_AGREEMENT] = "action",
                                                   [CH_LEVEL] = "action",
                                                   [CH_FIGURE] = "measure"};
    const char *label = ch__eval_low(r, get(row->object, fields[row->kind]));
    return label ? label : "(none)";
}

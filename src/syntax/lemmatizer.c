/* lemmatizer.c - checking a trained lemmatizer and using it. */
#include "syntax/lemmatizer.h"

#include <utf8proc.h>

#include "base/utf8.h"

/* ------------------------------------------------------------------------------------------ checking -- */

static bool string_ok(const ch__lemmatizer *l, uint32_t at, size_t n)
{
    return at < l->n_strings && n < l->n_strings - at && l->strings[at + n] == 0 && !memchr(l->strings + at, 0, n);
}

static bool cells_ok(const ch__lemma_cell *cells, uint32_t n, uint32_t n_values)
{
    for (uint32_t i = 0; i < n; i++) {
        const ch__lemma_cell *c = &cells[i];
        if (c->reserved || (c->value >= n_values && c->value != CH__LEMMA_NO_VALUE))
            return false;
        if (c->base && (n < CH__LEMMA_FAN || c->base > n - CH__LEMMA_FAN))
            return false;
    }
    return true;
}

static bool class_ok(const ch__lemmatizer *l, uint32_t i)
{
    const ch__lemma_class *c = &l->classes[i];
    bool xpos = c->xpos == CH_NONE || c->xpos < l->n_strings;
    if (!xpos || c->upos > CH_N_UPOS || c->features >> l->n_features || c->reserved || c->edits >= l->n_edit_cells)
        return false;
    for (int k = 0; k < CH__N_CASINGS; k++)
        if (c->cases[k] != CH_NONE && c->cases[k] >= l->n_case_cells)
            return false;
    return i + 1 < l->n_classes || (c->xpos == CH_NONE && c->upos == CH_N_UPOS && !c->features);
}

static const char *fault(const ch__lemmatizer *l)
{
    if (!l->n_classes || !l->n_edits || !l->n_strings || l->strings[l->n_strings - 1])
        return "something is missing";
    if (ch__utf8_valid(l->strings, l->n_strings) != l->n_strings)
        return "a string is not UTF-8";
    for (uint32_t i = 0; i < l->n_features; i++)
        if (l->features[i] >= l->n_strings)
            return "a feature lies outside";
    for (uint32_t i = 0; i < l->n_edits; i++) {
        const ch__lemma_edit *e = &l->edits[i];
        if (e->drop > 0x7F || !string_ok(l, e->cut, e->cut_n) || !string_ok(l, e->put, e->put_n))
            return "an edit is wrong";
    }
    if (l->edits[0].cut_n || l->edits[0].put_n || l->edits[0].strip || l->edits[0].drop)
        return "the edit that changes nothing changes something";
    for (uint32_t i = 0; i < l->n_classes; i++)
        if (!class_ok(l, i))
            return "a class of tags is wrong";
    if (!cells_ok(l->edit_cells, l->n_edit_cells, l->n_edits) ||
        !cells_ok(l->case_cells, l->n_case_cells, CH__N_RECASES))
        return "a cell is wrong";
    return NULL;
}

int ch__lemmatizer_load(ch__lemmatizer *out, ch__sv section, ch_err *err)
{
    ch__lemma_header h;
    *out = (ch__lemmatizer){0};
    if (section.n < sizeof h || memcmp(section.p, CH__LEMMA_MAGIC, sizeof h.magic) != 0 ||
        (uintptr_t)section.p % sizeof(uint32_t))
        return ch__fail(err, CH_EMODEL, "syntax.lemmas: not a lemmatizer of this format");
    memcpy(&h, section.p, sizeof h);
    uint64_t features = sizeof h, classes = features + (uint64_t)h.n_features * sizeof(uint32_t),
             edits = classes + (uint64_t)h.n_classes * sizeof(ch__lemma_class),
             edit_cells = edits + (uint64_t)h.n_edits * sizeof(ch__lemma_edit),
             case_cells = edit_cells + (uint64_t)h.n_edit_cells * sizeof(ch__lemma_cell),
             strings = case_cells + (uint64_t)h.n_case_cells * sizeof(ch__lemma_cell);
    if (h.n_features > CH__LEMMA_FEATURES || strings + h.n_strings != section.n)
        return ch__fail(err, CH_EMODEL, "syntax.lemmas: %zu bytes do not hold what its header says", section.n);
    *out = (ch__lemmatizer){.features = (const uint32_t *)(section.p + features),
                            .classes = (const ch__lemma_class *)(section.p + classes),
                            .edits = (const ch__lemma_edit *)(section.p + edits),
                            .edit_cells = (const ch__lemma_cell *)(section.p + edit_cells),
                            .case_cells = (const ch__lemma_cell *)(section.p + case_cells),
                            .strings = section.p + strings,
                            .n_features = h.n_features,
                            .n_classes = h.n_classes,
                            .n_edits = h.n_edits,
                            .n_edit_cells = h.n_edit_cells,
                            .n_case_cells = h.n_case_cells,
                            .n_strings = h.n_strings};
    const char *wrong = fault(out);
    if (!wrong)
        return CH_OK;
    *out = (ch__lemmatizer){0};
    return ch__fail(err, CH_EMODEL, "syntax.lemmas: %s", wrong);
}

/* ------------------------------------------------------------------------------------------- classes -- */

/* Whether "A=x|B=y" has "B=y". */
static bool has_feature(const char *feats, const char *feature)
{
    ch__sv rest = ch__sv_of(feats), one;
    while (ch__sv_next(&rest, '|', &one))
        if (ch__sv_is(one, feature))
            return true;
    return false;
}

static bool class_takes(const ch__lemmatizer *l, const ch__lemma_class *c, ch_upos upos, const char *xpos,
                        uint8_t features)
{
    if (c->upos != CH_N_UPOS && c->upos != upos)
        return false;
    if (c->xpos != CH_NONE && strcmp(l->strings + c->xpos, xpos ? xpos : "_") != 0)
        return false;
    return !c->features || c->features == features;
}

uint32_t ch__lemmatizer_class(const ch__lemmatizer *l, ch_upos upos, const char *xpos, const char *feats)
{
    uint8_t features = 0;
    for (uint32_t i = 0; i < l->n_features; i++)
        if (has_feature(feats, l->strings + l->features[i]))
            features |= (uint8_t)(1u << i);
    uint32_t i = 0;
    while (i + 1 < l->n_classes && !class_takes(l, &l->classes[i], upos, xpos, features))
        i++;
    return i;
}

/* --------------------------------------------------------------------------------------------- edits -- */

static size_t map_case(ch__sv s, char *out, utf8proc_int32_t (*map)(utf8proc_int32_t))
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = ch__utf8_next(s.p, s.n, &i);
        if (c == 0xFFFD) { /* no text, or that very character: as it stands */
            memcpy(out + n, s.p + at, i - at);
            n += i - at;
        } else
            n += ch__utf8_put(out + n, (uint32_t)map((utf8proc_int32_t)c));
    }
    return n;
}

size_t ch__lemma_lower(ch__sv form, char *out)
{
    if (!ch__is_ascii(form.p, form.n))
        return map_case(form, out, utf8proc_tolower);
    for (size_t i = 0; i < form.n; i++)
        out[i] = ch__lower(form.p[i]);
    return form.n;
}

static size_t edited(const ch__lemma_edit *e, const char *strings, ch__sv s, char *out)
{
    size_t n = 0;
    s.n -= e->strip < s.n ? e->strip : s.n;
    ch__sv cut = {strings + e->cut, e->cut_n};
    if (cut.n && ch__sv_starts(s, cut))
        s = (ch__sv){s.p + cut.n, s.n - cut.n};
    if (!e->drop) {
        memcpy(out, s.p, s.n);
        n = s.n;
    } else
        for (size_t i = 0; i < s.n; i++)
            if (s.p[i] != (char)e->drop)
                out[n++] = s.p[i];
    memcpy(out + n, strings + e->put, e->put_n);
    return n + e->put_n;
}

size_t ch__lemma_apply(const ch__lemma_edit *e, const char *strings, ch__sv form, ch__sv lower, ch__recase recase,
                       char *out)
{
    char plain[CH__LEMMA_ROOM];
    if (recase == CH__RECASE_KEEP && form.n == lower.n)
        return edited(e, strings, form, out);
    if (recase == CH__RECASE_KEEP || recase == CH__RECASE_LOWER)
        return edited(e, strings, lower, out);
    size_t n = edited(e, strings, lower, plain), first = 0;
    if (recase == CH__RECASE_UPPER)
        return map_case((ch__sv){plain, n}, out, utf8proc_toupper);
    if (n)
        ch__utf8_next(plain, n, &first);
    size_t head = map_case((ch__sv){plain, first}, out, utf8proc_totitle);
    memcpy(out + head, plain + first, n - first);
    return head + n - first;
}

/* --------------------------------------------------------------------------------------------- walks -- */

/* The value of the deepest branch on the way from the end of s to its beginning. */
static uint16_t decide(const ch__lemma_cell *cells, uint32_t root, ch__sv s)
{
    uint16_t value = cells[root].value == CH__LEMMA_NO_VALUE ? 0 : cells[root].value;
    uint32_t base = cells[root].base;
    for (size_t i = s.n; base; i--) {
        uint8_t byte = i ? (uint8_t)s.p[i - 1] : 0;
        ch__lemma_cell c = cells[base + byte];
        if (c.label != byte)
            break;
        value = c.value == CH__LEMMA_NO_VALUE ? value : c.value;
        if (!i)
            break;
        base = c.base;
    }
    return value;
}

const char *ch__lemmatizer_lemma(const ch__lemmatizer *l, ch__arena *arena, ch__sv form, uint32_t class_,
                                 ch__casing casing)
{
    char small[CH__LEMMA_ROOM], out[CH__LEMMA_ROOM];
    if (form.n > CH__LEMMA_LONGEST)
        return ch__copy(arena, form);
    const ch__lemma_class *c = &l->classes[class_];
    ch__sv lower = form;
    if (casing != CH__CASING_SMALL)
        lower = (ch__sv){small, ch__lemma_lower(form, small)};
    const ch__lemma_edit *e = &l->edits[decide(l->edit_cells, c->edits, lower)];
    uint32_t cases = c->cases[casing];
    ch__recase recase = cases == CH_NONE ? CH__RECASE_KEEP : (ch__recase)decide(l->case_cells, cases, lower);
    if (e->strip >= lower.n && e->put_n && recase <= CH__RECASE_LOWER)
        return l->strings + e->put;
    if (e == l->edits && recase <= CH__RECASE_LOWER) /* what most words need */
        return ch__copy(arena, recase == CH__RECASE_KEEP ? form : lower);
    size_t n = ch__lemma_apply(e, l->strings, form, lower, recase, out);
    return ch__copy(arena, n ? (ch__sv){out, n} : form); /* "ed" is no verb without a stem */
}

/* The sections events.* of a model, checked. */
#include "events/events_model.h"

#include <stdlib.h>

#include "base/error.h"

enum { LABELS, MODALITIES, N_GROUPS };

static int fault(const char *what, ch_err *err)
{
    return ch__fail(err, CH_EMODEL, "model section events.triggers: %s", what);
}

/* "CONSULT/visit", "AGREE", "none" */
static bool read_meaning(ch__meaning *m, const char *label)
{
    const char *slash = strchr(label, '/');
    ch__sv type = {label, slash ? (size_t)(slash - label) : strlen(label)};
    *m = (ch__meaning){.type = -1, .mode = slash ? slash + 1 : NULL};
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (ch__sv_is(type, ch_event_type_name((ch_event_type)t)))
            m->type = (int8_t)t;
    return m->type >= 0 || strcmp(label, "none") == 0;
}

static bool modalities_named(const ch__scorer *s)
{
    const char *const *labels = s->labels + s->h.group_end[LABELS];
    bool same = s->h.group_end[MODALITIES] - s->h.group_end[LABELS] == CH_HISTORICAL + 1;
    for (int m = CH_ACTUAL; same && m <= CH_HISTORICAL; m++)
        same = strcmp(labels[m], ch_modality_name((ch_modality)m)) == 0;
    return same;
}

static bool classes_named(const ch__scorer *s)
{
    bool same = s->h.group_end[LABELS] == CH_N_PLV_CLASSES;
    for (int c = 0; same && c < CH_N_PLV_CLASSES; c++)
        same = strcmp(s->labels[c], ch_plv_class_name((ch_plv_class)c)) == 0;
    return same;
}

static bool parties_named(const ch__scorer *s)
{
    static const char *const names[CH__N_PARTIES] = {
        [CH__PARTY_NONE] = "none",
        [CH__PARTY_ACTOR] = "actor",
        [CH__PARTY_RECIPIENT] = "recipient",
        [CH__PARTY_SOURCE] = "source",
    };
    bool same = s->h.n_groups == 1 && s->h.n_labels == CH__N_PARTIES;
    for (int p = 0; same && p < CH__N_PARTIES; p++)
        same = strcmp(s->labels[p], names[p]) == 0;
    return same;
}

static int read_labels(ch__events_model *m, ch_err *err)
{
    const ch__scorer *s = &m->triggers;
    if (s->h.n_groups != N_GROUPS || !modalities_named(s))
        return fault("events and modalities are not what it scores", err);
    for (uint32_t i = 0; i < s->h.group_end[LABELS]; i++)
        if (!read_meaning(&m->meaning[i], s->labels[i]))
            return fault("a label is no type of event", err);
    for (uint32_t i = 0; i < s->h.group_end[LABELS]; i++)
        if ((m->meaning[i].type >= 0) != (i > 0))
            return fault(i ? "a label behind the first is no event" : "the first label is an event", err);
    if (!parties_named(&m->roles))
        return ch__fail(err, CH_EMODEL, "model section events.roles: its labels are not the parties of an event");
    return CH_OK;
}

/* Group 0: the classes of the benchmark, group 1: events. */
static int read_pairs(ch__events_model *m, ch_err *err)
{
    const ch__scorer *s = &m->pairs;
    if (s->h.n_groups != N_GROUPS || !classes_named(s) || s->h.n_dense != m->triggers.h.n_dense)
        return ch__fail(err, CH_EMODEL, "model section events.pairs: its labels or vectors are not those of pairs");
    for (uint32_t i = s->h.group_end[0]; i < s->h.n_labels; i++)
        if (!read_meaning(&m->pair_meaning[i], s->labels[i]) || m->pair_meaning[i].type < 0)
            return ch__fail(err, CH_EMODEL, "model section events.pairs: a label is no type of event");
    return CH_OK;
}

int ch__events_model_open(ch__events_model **out, const ch__model *model, uint32_t vector_width, ch_err *err)
{
    ch__sv triggers = ch__model_section(model, "events.triggers"), roles = ch__model_section(model, "events.roles");
    *out = NULL;
    if (!triggers.p && !roles.p)
        return CH_OK;
    ch__events_model *m = ch__malloc(sizeof *m);
    if (!m)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    m->pairs.h.n_labels = 0;
    int rc = ch__scorer_load(&m->triggers, triggers, "events.triggers", err);
    if (rc == CH_OK)
        rc = ch__scorer_load(&m->roles, roles, "events.roles", err);
    if (rc == CH_OK)
        rc = read_labels(m, err);
    ch__sv lemmas = ch__model_section(model, "events.lemmas");
    m->lemmas = (const uint8_t *)lemmas.p;
    if (rc == CH_OK && lemmas.n != (1u << CH__LEMMA_BITS) / 8)
        rc = ch__fail(err, CH_EMODEL, "model section events.lemmas: not as long as it must be");
    if (rc == CH_OK && m->triggers.h.n_dense != CH__TRIGGER_VECTORS * vector_width)
        rc = fault("its vectors are not those of the syntax room", err);
    ch__sv pairs = ch__model_section(model, "events.pairs");
    if (rc == CH_OK && pairs.p)
        rc = ch__scorer_load(&m->pairs, pairs, "events.pairs", err);
    if (rc == CH_OK && pairs.p)
        rc = read_pairs(m, err);
    if (rc < 0)
        ch__events_model_close(m);
    else
        *out = m;
    return rc;
}

void ch__events_model_close(ch__events_model *model)
{
    free(model);
}

/* Models with sections of the events room: what opens, what is refused and with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "events/events_model.h"
#include "support/random_scorer.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

enum { ROWS = 8, NET_WIDTH = 64, DENSE = CH__TRIGGER_VECTORS * NET_WIDTH };

static void *open_base(ch__model **model)
{
    ch_err err;
    size_t size;
    random_model_options options = {.config = random_small_config(), .seed = 3};
    assert_int_equal(options.config.width, NET_WIDTH);
    void *bytes = random_events_model(&options, ROWS, &size);
    assert_int_equal(ch__model_open_memory(model, bytes, size, &err), CH_OK);
    return bytes;
}

/* The sections of a model with one of them replaced, or left out where there are no bytes, opened. */
static void *open_changed(ch__model **out, const ch__model *model, const char *name, ch__sv bytes)
{
    ch__model_part parts[CH__MODEL_SECTIONS];
    size_t n = 0, size;
    void *packed;
    ch_err err;
    for (size_t i = 0; ch__model_section_at(model, i, &parts[n].name, &parts[n].bytes); i++) {
        bool asked = strcmp(parts[n].name, name) == 0;
        if (asked)
            parts[n].bytes = bytes;
        n += !asked || bytes.p;
    }
    assert_int_equal(ch__model_pack(&packed, &size, parts, n, &err), CH_OK);
    assert_int_equal(ch__model_open_memory(out, packed, size, &err), CH_OK);
    return packed;
}

static void run(const ch__scorer *s)
{
    uint64_t at[] = {0, UINT64_MAX, 12345678901234567u, 1u << 20};
    uint8_t dense[1024];
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS];
    memset(dense, 90, sizeof dense);
    ch__scorer_run(s, &(ch__traits){.at = at, .n = 4}, dense, scores);
    for (uint32_t g = 0; g < s->h.n_groups; g++) {
        uint32_t best = ch__scorer_shares(s, g, scores, shares);
        assert_true(best < s->h.group_end[g] && shares[best] > 0);
    }
}

/* Whatever opens can be asked. */
static void run_all(const ch__events_model *m)
{
    run(&m->triggers);
    run(&m->roles);
    if (m->pairs.h.n_labels)
        run(&m->pairs);
    for (uint32_t i = 0; i < m->triggers.h.group_end[0]; i++)
        assert_true(i == 0 ? m->meaning[i].type == -1 : m->meaning[i].type >= 0);
}

/* `says`: what the refusal must say beside the section's name; NULL: it may open. */
static void try_change(const ch__model *model, const char *name, ch__sv bytes, const char *says)
{
    ch__model *changed;
    ch__events_model *events;
    ch_err err;
    void *packed = open_changed(&changed, model, name, bytes);
    if (ch__events_model_open(&events, changed, NET_WIDTH, &err) == CH_OK) {
        if (says)
            fail_msg("%s opens and should say '%s'", name, says);
        run_all(events);
        ch__events_model_close(events);
    } else {
        assert_null(events);
        assert_int_equal(err.code, CH_EMODEL);
        if (!strstr(err.message, name) || (says && !strstr(err.message, says)))
            fail_msg("'%s' does not say '%s' of %s", err.message, says, name);
    }
    ch__model_close(changed);
    free(packed);
}

/* ---------------------------------------------------------------------------------------------- opening -- */

static void labels_have_meanings(void **state)
{
    ch__model *model;
    ch__events_model *m;
    ch_err err;
    bool seen[CH_N_EVENT_TYPES] = {false};
    uint32_t moded = 0;
    (void)state;
    void *bytes = open_base(&model);
    assert_int_equal(ch__events_model_open(&m, model, NET_WIDTH, &err), CH_OK);
    run_all(m);
    for (uint32_t i = 1; i < m->triggers.h.group_end[0]; i++) {
        const char *type = ch_event_type_name((ch_event_type)m->meaning[i].type), *label = m->triggers.labels[i];
        assert_memory_equal(label, type, strlen(type));
        seen[m->meaning[i].type] = true;
        moded += m->meaning[i].mode != NULL;
        assert_string_equal(label + strlen(type) + (m->meaning[i].mode != NULL),
                            m->meaning[i].mode ? m->meaning[i].mode : "");
    }
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        assert_true(seen[t]);
    assert_true(moded > 8);
    for (uint32_t i = CH_N_PLV_CLASSES; i < m->pairs.h.n_labels; i++)
        assert_true(m->pair_meaning[i].type >= 0);
    ch__events_model_close(m);
    ch__model_close(model);
    free(bytes);
}

static void sections_may_be_missing(void **state)
{
    static const struct {
        const char *name, *says;
    } needed[] = {{"events.triggers", "too short"}, {"events.roles", "too short"}, {"events.lemmas", "not as long"}};
    ch__model *model, *changed;
    ch__events_model *m;
    ch_err err;
    size_t size;
    (void)state;
    void *bytes = open_base(&model);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        try_change(model, needed[i].name, (ch__sv){NULL, 0}, needed[i].says);
    void *packed = open_changed(&changed, model, "events.pairs", (ch__sv){NULL, 0});
    void *used = malloc(sizeof *m); /* what is allocated next holds anything */
    assert_non_null(used);
    memset(used, 0xA5, sizeof *m);
    free(used);
    assert_int_equal(ch__events_model_open(&m, changed, NET_WIDTH, &err), CH_OK);
    assert_int_equal(m->pairs.h.n_labels, 0);
    ch__events_model_close(m);
    ch__model_close(changed);
    ch__model_close(model);
    free(packed);
    free(bytes);
    bytes = random_model(&(random_model_options){.config = random_small_config(), .seed = 3}, &size);
    assert_int_equal(ch__model_open_memory(&model, bytes, size, &err), CH_OK);
    assert_int_equal(ch__events_model_open(&m, model, NET_WIDTH, &err), CH_OK);
    assert_null(m);
    ch__events_model_close(m);
    ch__model_close(model);
    free(bytes);
}

static void memory_may_run_out(void **state)
{
    ch__model *model;
    ch__events_model *m;
    ch_err err;
    (void)state;
    void *bytes = open_base(&model);
    ch__alloc_fail_after(0);
    int rc = ch__events_model_open(&m, model, NET_WIDTH, &err);
    ch__alloc_fail_after(-1);
    assert_int_equal(rc, CH_ENOMEM);
    assert_null(m);
    ch__model_close(model);
    free(bytes);
}

/* ---------------------------------------------------------------------------------------------- faults -- */

/* Groups of labels: "none AGREE|actual future". */
static ch__sv section_of(const char *groups, uint32_t n_dense)
{
    char text[512];
    const char *labels[64];
    random_state r = {5};
    random_scorer_shape shape = {.n_rows = 2, .width = 32, .n_dense = n_dense, .labels = labels};
    snprintf(text, sizeof text, "%s", groups);
    for (char *p = text; *p;) {
        size_t n = strcspn(p, " |");
        bool last = p[n] != ' ', end = !p[n];
        labels[shape.n_labels++] = p;
        if (last)
            shape.group_end[shape.n_groups++] = shape.n_labels;
        p[n] = 0;
        p += end ? n : n + 1;
    }
    return random_scorer(&shape, &r);
}

#define MODALITIES "|actual future hypothetical negated historical"
#define CLASSES \
    "AGREE CONSULT SUPPORT COOPERATE AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE"
#define PAIRS "its labels or vectors are not those of pairs"
#define PARTIES "its labels are not the parties of an event"

static void wrong_labels_are_refused(void **state)
{
    static const struct {
        const char *section, *labels;
        uint32_t n_dense;
        const char *says;
    } cases[] = {
        {"events.triggers", "none AGREE CONSULT/visit" MODALITIES, DENSE, NULL},
        {"events.triggers", "none" MODALITIES, DENSE, NULL},
        {"events.triggers", "none AGREE", DENSE, "events and modalities"},
        {"events.triggers", "none AGREE" MODALITIES "|more", DENSE, "events and modalities"},
        {"events.triggers", "none AGREE|actual future", DENSE, "events and modalities"},
        {"events.triggers", "none AGREE" MODALITIES " more", DENSE, "events and modalities"},
        {"events.triggers", "none AGREE|future actual hypothetical negated historical", DENSE, "events and modalities"},
        {"events.triggers", "none HAPPEN" MODALITIES, DENSE, "a label is no type of event"},
        {"events.triggers", "none AGREED" MODALITIES, DENSE, "a label is no type of event"},
        {"events.triggers", "none agree" MODALITIES, DENSE, "a label is no type of event"},
        {"events.triggers", "none/visit AGREE" MODALITIES, DENSE, "a label is no type of event"},
        {"events.triggers", "none /visit" MODALITIES, DENSE, "a label is no type of event"},
        {"events.triggers", "AGREE none" MODALITIES, DENSE, "the first label is an event"},
        {"events.triggers", "none AGREE none" MODALITIES, DENSE, "a label behind the first is no event"},
        {"events.triggers", "none AGREE" MODALITIES, DENSE - 32, "vectors are not those of the syntax room"},
        {"events.triggers", "none AGREE" MODALITIES, 2 * DENSE, "vectors are not those of the syntax room"},
        {"events.triggers", "none AGREE" MODALITIES, 0, "vectors are not those of the syntax room"},
        {"events.roles", "none actor recipient source", 0, NULL},
        {"events.roles", "none actor recipient", 0, PARTIES},
        {"events.roles", "none actor recipient source fifth", 0, PARTIES},
        {"events.roles", "actor none recipient source", 0, PARTIES},
        {"events.roles", "none actor|recipient source", 0, PARTIES},
        {"events.pairs", CLASSES " ASSAULT|AGREE COERCE/arrest", DENSE, NULL},
        {"events.pairs", CLASSES " ASSAULT", DENSE, PAIRS},
        {"events.pairs", CLASSES "|AGREE", DENSE, PAIRS},
        {"events.pairs", CLASSES " ASSAULT AID|AGREE", DENSE, PAIRS},
        {"events.pairs", CLASSES " AID|AGREE", DENSE, PAIRS},
        {"events.pairs", CLASSES " ASSAULT|AGREE", DENSE + 32, PAIRS},
        {"events.pairs", CLASSES " ASSAULT|AGREE", 0, PAIRS},
        {"events.pairs", CLASSES " ASSAULT|AGREE HAPPEN", DENSE, "a label is no type of event"},
        {"events.pairs", CLASSES " ASSAULT|none AGREE", DENSE, "a label is no type of event"},
    };
    ch__model *model;
    (void)state;
    void *bytes = open_base(&model);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch__sv section = section_of(cases[i].labels, cases[i].n_dense);
        try_change(model, cases[i].section, section, cases[i].says);
        free((void *)(uintptr_t)section.p);
    }
    ch__model_close(model);
    free(bytes);
}

static void wrong_lemmas_are_refused(void **state)
{
    enum { RIGHT = (1 << CH__LEMMA_BITS) / 8 };
    static const char bits[RIGHT + 1];
    ch__model *model;
    (void)state;
    void *bytes = open_base(&model);
    try_change(model, "events.lemmas", (ch__sv){bits, RIGHT}, NULL);
    try_change(model, "events.lemmas", (ch__sv){bits, RIGHT - 1}, "not as long");
    try_change(model, "events.lemmas", (ch__sv){bits, RIGHT + 1}, "not as long");
    try_change(model, "events.lemmas", (ch__sv){bits, 0}, "not as long");
    ch__model_close(model);
    free(bytes);
}

static void another_width_is_refused(void **state)
{
    ch__model *model;
    ch__events_model *m;
    ch_err err;
    (void)state;
    void *bytes = open_base(&model);
    assert_int_equal(ch__events_model_open(&m, model, NET_WIDTH + 32, &err), CH_EMODEL);
    assert_null(m);
    assert_string_equal(err.message, "model section events.triggers: its vectors are not those of the syntax room");
    ch__model_close(model);
    free(bytes);
}

/* Sections cut short, and bits altered in header, biases and labels more often than among the weights. */
static void damage_is_refused_or_harmless(void **state)
{
    static const char *const names[] = {"events.triggers", "events.roles", "events.pairs"};
    ch__model *model;
    random_state r = {11};
    (void)state;
    void *bytes = open_base(&model);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ch__sv section = ch__model_section(model, names[i]);
        char *copy = malloc(section.n);
        assert_non_null(copy);
        memcpy(copy, section.p, section.n);
        for (size_t at = 0; at < section.n; at += at < 64 || at + 800 > section.n ? 1 : 1 + random_below(&r, 400)) {
            copy[at] = (char)(copy[at] ^ (1 << random_below(&r, 8)));
            try_change(model, names[i], (ch__sv){copy, section.n}, NULL);
            copy[at] = section.p[at];
        }
        try_change(model, names[i], (ch__sv){copy, section.n - 1}, "too short");
        try_change(model, names[i], (ch__sv){copy, section.n / 2}, "too short");
        try_change(model, names[i], (ch__sv){copy, 0}, "too short");
        free(copy);
    }
    ch__model_close(model);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_have_meanings),
        cmocka_unit_test(sections_may_be_missing),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(wrong_labels_are_refused),
        cmocka_unit_test(wrong_lemmas_are_refused),
        cmocka_unit_test(another_width_is_refused),
        cmocka_unit_test(damage_is_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "support/lemma_section.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 520, TEXTS = 64 };

typedef struct section {
    ch__lemma_header h;
    uint32_t features[1];
    ch__lemma_class classes[5];
    ch__lemma_edit edits[6];
    ch__lemma_cell edit_cells[CELLS], case_cells[CELLS];
    char strings[TEXTS];
} section;

/* Adds a string; its offset. */
static uint32_t text(section *s, const char *t)
{
    uint32_t at = s->h.n_strings;
    memcpy(s->strings + at, t, strlen(t) + 1);
    s->h.n_strings += (uint32_t)strlen(t) + 1;
    return at;
}

static ch__lemma_edit edit(section *s, const char *cut, uint8_t strip, const char *put, char drop)
{
    return (ch__lemma_edit){text(s, cut),         text(s, put), (uint8_t)strlen(cut),
                            (uint8_t)strlen(put), strip,        (uint8_t)drop};
}

/* The path of an ending below a root, in fans of its own: cells are many, tests few. "^went" begins the form. */
static void path(ch__lemma_cell *cells, uint32_t root, uint32_t base, const char *ending, uint16_t value)
{
    uint32_t at = root;
    for (size_t i = strlen(ending); i > 0; i--) {
        uint8_t byte = ending[i - 1] == '^' ? 0 : (uint8_t)ending[i - 1];
        if (!cells[at].base)
            cells[at].base = base++;
        at = cells[at].base + byte;
        cells[at].label = byte;
    }
    cells[at].value = value;
}

static void clear(ch__lemma_cell *cells)
{
    for (uint32_t i = 0; i < CELLS; i++)
        cells[i] = (ch__lemma_cell){.value = CH__LEMMA_NO_VALUE, .label = 0xFF};
}

static ch__lemma_class class_of(uint32_t xpos, uint8_t upos, uint8_t features, uint32_t edits)
{
    ch__lemma_class c = {.xpos = xpos, .upos = upos, .features = features, .edits = edits};
    memset(c.cases, 0xFF, sizeof c.cases);
    return c;
}

static void fill(section *s)
{
    s->edits[0] = edit(s, "", 0, "", 0);
    s->edits[1] = edit(s, "", 2, "", 0);     /* "rooted" root */
    s->edits[2] = edit(s, "", 4, "go", 0);   /* "went" go */
    s->edits[3] = edit(s, "", 0, "", ',');   /* "1,200" 1200 */
    s->edits[4] = edit(s, "ge", 1, "en", 0); /* "gesagt" sagen */
    s->edits[5] = edit(s, "", 2, "\xC3\xA9", 0);
    clear(s->edit_cells);
    path(s->edit_cells, 1, 2, "ed", 1);
    path(s->edit_cells, 1, 10, "^went", 2);
    path(s->edit_cells, 1, 20, "agt", 4);
    path(s->edit_cells, 1, 30, "\xC3\xA8", 5);
    s->edit_cells[0].value = 3;
    clear(s->case_cells);
    s->case_cells[0].value = CH__RECASE_LOWER;
    path(s->case_cells, 0, 1, "ian", CH__RECASE_TITLE);
    path(s->case_cells, 0, 8, "^nato", CH__RECASE_UPPER);
    s->classes[0] = class_of(text(s, "VBD"), CH_UPOS_VERB, 0, 1);
    s->classes[1] = class_of(text(s, "CD"), CH_UPOS_NUM, 1, 2); /* cell 2 is free: nothing changes */
    s->classes[2] = class_of(text(s, "CD"), CH_UPOS_NUM, 0, 0);
    s->classes[3] = class_of(CH_NONE, CH_UPOS_ADJ, 0, CELLS - 1);
    for (int k = CH__CASING_CHOSEN; k < CH__N_CASINGS; k++)
        s->classes[3].cases[k] = 0;
    s->classes[4] = class_of(CH_NONE, CH_N_UPOS, 0, CELLS - 1);
    s->features[0] = text(s, "NumForm=Word");
}

ch__sv test_lemma_section(void)
{
    section *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->h = (ch__lemma_header){CH__LEMMA_MAGIC, 1, 5, 6, CELLS, CELLS, 0};
    fill(s);
    s->h.n_strings = TEXTS; /* the rest are empty strings */
    return (ch__sv){(const char *)s, sizeof *s};
}

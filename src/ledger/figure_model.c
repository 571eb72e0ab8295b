/* figure_model.c - the sections of the figures' scorers, and the choice of two sides by their shares. */
#include "ledger/figure_model.h"

#include <stdlib.h>

static int fault(const char *what, ch_err *err)
{
    return ch__fail(err, CH_EMODEL, "model section %s", what);
}

static int read_sections(ch__figures_model *m, const ch__model *model, uint32_t vector_width, ch_err *err)
{
    int rc = ch__scorer_load(&m->figures, ch__model_section(model, "ledger.figures"), "ledger.figures", err);
    if (rc == CH_OK)
        rc = ch__scorer_load(&m->sides, ch__model_section(model, "ledger.sides"), "ledger.sides", err);
    if (rc < 0)
        return rc;
    if (m->figures.h.n_groups != 1 || m->figures.h.n_labels < 2 || strcmp(m->figures.labels[0], "none") != 0)
        return fault("ledger.figures: its labels are not none and measures", err);
    if (m->figures.h.n_dense != CH__FIGURE_VECTORS * vector_width)
        return fault("ledger.figures: its vectors are not those of the syntax room", err);
    if (m->sides.h.n_labels != CH__N_FIGURE_SIDES || m->sides.h.n_groups != 1 || m->sides.h.n_dense)
        return fault("ledger.sides: its labels are not none, from, to", err);
    return CH_OK;
}

int ch__figures_model_open(ch__figures_model **out, const ch__model *model, uint32_t vector_width, ch_err *err)
{
    *out = NULL;
    if (!ch__model_section(model, "ledger.figures").p && !ch__model_section(model, "ledger.sides").p)
        return CH_OK;
    ch__figures_model *m = ch__malloc(sizeof *m);
    if (!m)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    int rc = read_sections(m, model, vector_width, err);
    if (rc < 0)
        ch__figures_model_close(m);
    else
        *out = m;
    return rc;
}

void ch__figures_model_close(ch__figures_model *model)
{
    free(model);
}

/* 2^(-x/64) of CH__SURE, to a straight line between octaves. */
static uint64_t part_of(int64_t x)
{
    int64_t octaves = x / 64, rest = x % 64;
    return octaves > 20 ? 0 : (uint64_t)(CH__SURE - CH__SURE / 128 * rest) >> octaves;
}

uint32_t ch__sides_choose(const ch__side_odds *odds, uint32_t n, uint32_t *from, uint32_t *to)
{
    int64_t best = INT64_MIN;
    uint64_t all = 0;
    *from = *to = CH_NONE;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++) {
            int64_t both = (int64_t)odds[a].from + odds[b].to;
            if (a != b && both > best) {
                best = both;
                *from = a;
                *to = b;
            }
        }
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++)
            all += a == b ? 0 : part_of(best - odds[a].from - odds[b].to);
    return all ? (uint32_t)((uint64_t)CH__SURE * CH__SURE / all) : 0;
}

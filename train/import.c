/* import.c - a model's integers back to real parameters, to train on from there. */
#include <math.h>
#include <stdlib.h>

#include "network.h"

static uint32_t row_of(const ch__net *model, ch__sv folded_form)
{
    uint64_t h = ch__folded_hash(folded_form);
    uint32_t at = (uint32_t)h & (model->c.n_slots - 1);
    for (; model->row[at] != UINT16_MAX; at = (at + 1) & (model->c.n_slots - 1))
        if (model->check[at] == (uint32_t)(h >> 32))
            return model->row[at];
    return CH_NONE;
}

uint32_t network_model_words(corpus *c, const ch__net *model)
{
    uint32_t found = 0;
    bool *taken = need_zeroed(model->c.n_words, sizeof *taken);
    for (uint32_t i = 0; i < c->n_folded; i++) {
        uint32_t row = row_of(model, ch__sv_of(c->forms.at[i]));
        if (row == CH_NONE || taken[row])
            continue;
        taken[row] = true;
        c->folded[i].word = row;
        found++;
    }
    free(taken);
    return model->c.n_words - found;
}

/* ---- layers ---- */

/* Weight of output o for input i. */
static int8_t weight_at(const ch__layer *l, uint32_t i, uint32_t o)
{
    size_t tile = o / CH__TILE, group = i / 4;
    return l->weight[((tile * (l->k / 4) + group) * CH__TILE + o % CH__TILE) * 4 + i % 4];
}

/* Output o of the layer to column `to` of a matrix of `columns`; `step` is the real value of weight 1. */
static void take_output(float *w, float *b, const ch__layer *l, uint32_t o, uint32_t to, uint32_t columns, double step,
                        double step_in, bool raised)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < l->k; i++) {
        int8_t x = weight_at(l, i, o);
        w[(size_t)i * columns + to] = (float)(x * step);
        sum += x;
    }
    if (b)
        b[to] = (float)(((double)l->bias[o] + (raised ? 64.0 * (double)sum : 0)) * step * step_in);
}

static void take_scaled(network *net, int w, int b, const ch__layer *l, double step_out)
{
    for (uint32_t o = 0; o < l->n; o++) {
        double step = ldexp(l->mult[o], -15 - (int)l->shift) * step_out / STEP_U;
        take_output(param(net, w), b < 0 ? NULL : param(net, b), l, o, o, l->n, step, STEP_U, true);
    }
}

static double raw_step(const ch__layer *l)
{
    const float usual = 1.0f / MOST_WEIGHT; /* where the model does not tell */
    return l->step > 0 ? l->step : usual;
}

/* A raw layer; the columns of labels that both know. */
static void take_raw(network *net, int w, int b, const ch__layer *l, const uint32_t *to, uint32_t columns,
                     double step_in, bool raised)
{
    double step = raw_step(l);
    for (uint32_t o = 0; o < l->n; o++)
        if (to[o] != CH_NONE)
            take_output(param(net, w), param(net, b), l, o, to[o], columns, step, step_in, raised);
}

/* Our numbers of the labels in a run of NUL-terminated strings; moves *label behind it. Labels beyond `most` of ours
 * came with sentences that are not trained on. */
static uint32_t *match_labels(const char **label, uint32_t n, const strings *ours, uint32_t most)
{
    uint32_t *to = need(n * sizeof *to);
    for (uint32_t i = 0; i < n; i++, *label += strlen(*label) + 1) {
        to[i] = strings_find(ours, ch__sv_of(*label));
        to[i] = to[i] < most ? to[i] : CH_NONE;
    }
    return to;
}

/* Scores of labels that may begin, follow, end; the others stay forbidden. */
static void take_scores(network *net, const ch__net *model, const uint32_t *to)
{
    double step = raw_step(&model->layers[CH__LAYER_NAMES]) * STEP_U;
    float *start = param(net, P_NAMES_START), *next = param(net, P_NAMES_NEXT), *end = param(net, P_NAMES_END);
    for (uint32_t i = 0, n = model->c.n_names; i < n; i++) {
        if (to[i] == CH_NONE)
            continue;
        end[to[i]] = (float)(model->name_end[i] * step);
        start[to[i]] = names_forbidden(start[to[i]]) ? start[to[i]] : (float)(model->name_start[i] * step);
        for (uint32_t k = 0; k < n; k++) {
            float *x = to[k] == CH_NONE ? NULL : &next[to[i] * net->c.n_names + to[k]];
            if (x && !names_forbidden(*x))
                *x = (float)(model->name_next[i * n + k] * step);
        }
    }
}

static void take_layers(network *net, const corpus *c, const ch__net *model)
{
    const ch__net_config *mine = &net->c;
    const char *label = model->labels;
    for (int i = 0; i < (int)mine->n_blocks; i++)
        take_scaled(net, P_BLOCK_W + i, P_BLOCK_B + i, &model->blocks[i], STEP_H);
    take_scaled(net, P_ARC_DEP_W, P_ARC_DEP_B, &model->layers[CH__LAYER_ARC_DEP], STEP_DEP);
    take_scaled(net, P_ARC_HEAD_W, P_ARC_HEAD_B, &model->layers[CH__LAYER_ARC_HEAD], STEP_HEAD);
    take_scaled(net, P_REL_DEP_W, -1, &model->layers[CH__LAYER_REL_DEP], STEP_HIDDEN);
    take_scaled(net, P_REL_HEAD_W, P_REL_HEAD_B, &model->layers[CH__LAYER_REL_HEAD], STEP_HIDDEN);
    uint32_t *tags = match_labels(&label, model->c.n_tags, &c->tags, mine->n_tags);
    uint32_t *feats = match_labels(&label, model->c.n_feats, &c->feats, mine->n_feats);
    uint32_t *rels = match_labels(&label, model->c.n_rels, &c->rels, mine->n_rels);
    uint32_t *names = match_labels(&label, model->c.n_names, &c->names, mine->n_names);
    take_raw(net, P_TAGS_W, P_TAGS_B, &model->layers[CH__LAYER_TAGS], tags, mine->n_tags, STEP_U, true);
    take_raw(net, P_REL_OUT_W, P_REL_OUT_B, &model->layers[CH__LAYER_REL_OUT], rels, mine->n_rels, STEP_HIDDEN, false);
    take_raw(net, P_NAMES_W, P_NAMES_B, &model->layers[CH__LAYER_NAMES], names, mine->n_names, STEP_U, true);
    take_scores(net, model, names);
    const float step = 1.0f / MOST_WEIGHT;
    for (uint32_t f = 0; f < model->c.n_feats; f++) {
        if (feats[f] == CH_NONE)
            continue;
        param(net, P_FEATS_B)[feats[f]] = (float)model->feat_bias[f] * step * STEP_U;
        for (uint32_t k = 0; k < mine->width; k++)
            param(net, P_FEATS_W)[feats[f] * mine->width + k] = model->feat_weight[f * mine->width + k] * step;
    }
    free(tags);
    free(feats);
    free(rels);
    free(names);
}

/* ---- rows, arcs ---- */

/* A known word's row without its n-grams, which are in it. */
static void take_word(network *net, const corpus *c, const folded *f, const ch__net *model, float step)
{
    uint32_t d = net->c.width;
    float *w = net->words.w + (size_t)f->word * d, grams[CH__MOST_WIDTH] = {0};
    for (uint32_t g = 0; g < f->n_grams; g++)
        for (uint32_t k = 0; k < d; k++)
            grams[k] += net->grams.w[(size_t)c->grams[f->first_gram + g] * d + k];
    for (uint32_t k = 0; k < d; k++)
        w[k] = model->words[(size_t)f->word * d + k] * step - grams[k] / sqrtf((float)f->n_grams);
}

static void take_arcs(network *net, const ch__net *model)
{
    const double step = (double)STEP_DEP * STEP_HEAD;
    *param(net, P_ROOT_BIAS) = (float)(model->root_bias * step);
    for (uint32_t i = 0; i < 2 * net->c.distance + 1; i++)
        param(net, P_DISTANCE)[i] = (float)(model->distance[i] * step);
    for (uint32_t i = 0; i < net->c.arc; i++)
        param(net, P_ROOT)[i] = model->root[i] * STEP_HEAD;
    for (uint32_t i = 0; i < net->c.rel; i++)
        param(net, P_REL_ROOT)[i] = model->rel_root[i] * STEP_HIDDEN;
}

void network_take_model(network *net, const corpus *c, const ch__net *model)
{
    size_t d = net->c.width;
    float step = STEP_H * (float)(1 << model->c.embed_shift);
    for (size_t i = 0; i < net->c.n_grams * d; i++)
        net->grams.w[i] = model->grams[i] * step;
    for (size_t i = 0; i < CH__N_SHAPES * d; i++)
        param(net, P_SHAPES)[i] = model->shapes[i] * step;
    for (uint32_t i = 0; i < c->n_folded; i++)
        if (c->folded[i].word != CH_NONE)
            take_word(net, c, &c->folded[i], model, step);
    take_layers(net, c, model);
    take_arcs(net, model);
}

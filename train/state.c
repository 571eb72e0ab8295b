/* state.c - a network between steps, in a model file with sections of its own (state.*): known words, then parameters.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "network.h"

static ch__sv floats_sv(const float *p, size_t n)
{
    return (ch__sv){(const char *)p, n * sizeof *p};
}

void network_save(const network *net, const corpus *c, const char *path)
{
    uint32_t d = net->c.width;
    const char **by_row = need_zeroed(net->c.n_words, sizeof *by_row);
    ch__buf words = {0};
    ch_err err;
    for (uint32_t i = 0; i < c->n_folded; i++)
        if (c->folded[i].word != CH_NONE)
            by_row[c->folded[i].word] = c->forms.at[i];
    for (uint32_t i = 0; i < net->c.n_words; i++)
        ch__buf_add(&words, by_row[i], strlen(by_row[i]) + 1);
    size_t encoder = net->at[P_ARC_DEP_W];
    const ch__model_part parts[] = {
        {"state.config", {(const char *)&net->c, sizeof net->c}},
        {"state.known", {words.p, words.n}},
        {"state.words", floats_sv(net->words.w, (size_t)net->c.n_words * d)},
        {"state.grams", floats_sv(net->grams.w, (size_t)net->c.n_grams * d)},
        {"state.encoder", floats_sv(net->w, encoder)},
    };
    if (words.failed || ch__model_write(path, parts, sizeof parts / sizeof *parts, &err) < 0)
        die_of(&err);
    ch__buf_release(&words);
    free(by_row);
}

static void take(float *to, const ch__model *m, const char *name, size_t n, const char *path)
{
    ch__sv s = ch__model_section(m, name);
    if (s.n != n * sizeof *to)
        die("%s: section %s has another size than this network", path, name);
    memcpy(to, s.p, s.n);
}

static void take_words(corpus *c, ch__sv known, uint32_t n, const char *path)
{
    ch__sv word;
    uint32_t row = 0;
    for (; row < n && ch__sv_next(&known, 0, &word); row++)
        c->folded[corpus_fold(c, word)].word = row;
    if (row < n)
        die("%s: %u known words, %u are missing", path, n, n - row);
}

/* What the shapes and blocks of two networks have in common decides whether one can go on from the other. */
bool network_same_shape(const ch__net_config *a, const ch__net_config *b)
{
    return a->width == b->width && a->n_blocks == b->n_blocks && a->side == b->side && a->n_grams == b->n_grams &&
           memcmp(a->dilation, b->dilation, sizeof a->dilation) == 0;
}

static ch__model *open_state(const char *path, ch__net_config *config)
{
    ch__model *m;
    ch_err err;
    if (ch__model_open(&m, path, &err) < 0)
        die_of(&err);
    ch__sv s = ch__model_section(m, "state.config");
    if (s.n != sizeof *config)
        die("%s: not a state of a network", path);
    memcpy(config, s.p, sizeof *config);
    return m;
}

uint32_t network_known_words(corpus *c, const char *path)
{
    ch__net_config config;
    ch__model *m = open_state(path, &config);
    take_words(c, ch__model_section(m, "state.known"), config.n_words, path);
    ch__model_close(m);
    return config.n_words;
}

void network_load(network *net, const char *path)
{
    ch__net_config config;
    size_t d = net->c.width;
    ch__model *m = open_state(path, &config);
    if (!network_same_shape(&config, &net->c) || config.n_words != net->c.n_words)
        die("%s: a network of another shape", path);
    take(net->words.w, m, "state.words", net->c.n_words * d, path);
    take(net->grams.w, m, "state.grams", net->c.n_grams * d, path);
    take(net->w, m, "state.encoder", net->at[P_ARC_DEP_W], path);
    ch__model_close(m);
}

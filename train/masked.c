/* masked.c - pretraining without labels: words are masked and told from words drawn by chance (Devlin et al. 2019;
 * sampled softmax, Jean et al. 2015), which the whole shard shares. */
#include "random.h"
#include "shard.h"

#include <stdlib.h>

static void add_candidate(shard *s, uint32_t word)
{
    if (s->candidate_of[word] < 0) {
        s->candidate_of[word] = (int32_t)s->n_candidates;
        s->candidates[s->n_candidates++] = word;
    }
}

static void make_room(shard *s)
{
    size_t most = s->most_tokens + s->o->negatives, d = s->net->c.width;
    s->candidates = need(most * sizeof *s->candidates);
    s->out_x = need(most * d * sizeof(float));
    s->out_g = need(most * d * sizeof(float));
    s->logits = need(s->most_tokens * most * sizeof(float));
    s->candidate_of = need(s->net->c.n_words * sizeof *s->candidate_of);
    memset(s->candidate_of, 0xFF, s->net->c.n_words * sizeof *s->candidate_of);
}

void masked_choose(shard *s)
{
    if (!s->candidates)
        make_room(s);
    s->n_masked = 0;
    for (size_t t = 0; t < s->n; t++) {
        uint32_t word = s->c->folded[s->tokens[t]->folded].word;
        if (word == CH_NONE || draw_unit(&s->rng) >= s->o->mask)
            continue;
        s->masked[t] = true;
        s->picked[s->n_masked++] = (uint32_t)t;
        add_candidate(s, word);
    }
    for (uint32_t i = 0; i < s->o->negatives; i++)
        add_candidate(s, s->o->noise[draw_below(&s->rng, (uint32_t)s->o->n_noise)]);
    for (size_t i = 0; i < s->n_candidates; i++)
        memcpy(s->out_x + i * s->net->c.width, s->net->out.w + (size_t)s->candidates[i] * s->net->c.width,
               s->net->c.width * sizeof(float));
}

void masked_run(shard *s)
{
    size_t d = s->net->c.width, m = s->n_masked, n = s->n_candidates;
    const float *z = s->u[s->net->c.n_blocks];
    float *z_m = s->columns, *dz_m = s->y;
    for (size_t i = 0; i < m; i++)
        memcpy(z_m + i * d, z + s->picked[i] * d, d * sizeof *z);
    add_left_gradient(s->logits, z_m, s->out_x, m, n, d, false); /* z out^T */
    for (size_t i = 0; i < m; i++) {
        float *p = s->logits + i * n;
        int32_t gold = s->candidate_of[s->c->folded[s->tokens[s->picked[i]]->folded].word];
        float at = p[gold];
        s->l.mask += softmax(p, n) - at;
        p[gold] -= 1;
    }
    s->l.n_mask += m;
    times(dz_m, s->logits, s->out_x, m, n, d, false);
    memset(s->out_g, 0, n * d * sizeof *s->out_g);
    add_right_gradient(s->out_g, s->logits, z_m, m, n, d);
    for (size_t i = 0; i < m; i++)
        memcpy(s->dz + s->picked[i] * d, dz_m + i * d, d * sizeof *dz_m);
    for (size_t i = 0; i < n; i++)
        s->candidate_of[s->candidates[i]] = -1;
}

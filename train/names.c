/* names.c - the loss of the names: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001).
 *
 * A token has a set of labels that its source allows: the one it gives, or several where it does not tell. The loss of
 * a sentence is the logarithm of what all paths through the labels weigh less that of what the allowed ones weigh; its
 * gradient is the difference of the two marginals. They come from the forward-backward algorithm, of which every step
 * is scaled to a sum of 1 (Rabiner 1989).
 */
#include <math.h>

#include "shard.h"

/* ---- what may follow what ---- */

enum { NEVER = -10000 }; /* no path passes here: its exponential is 0 */

/* Whether label `to` may follow label `from` (NULL: at the start): I-TYPE only behind B-TYPE and I-TYPE. */
static bool may_follow(const char *from, const char *to)
{
    return to[0] != 'I' || (from && from[0] != 'O' && strcmp(from + 1, to + 1) == 0);
}

void names_forbid(network *net, const corpus *c)
{
    uint32_t n = net->c.n_names;
    for (uint32_t to = 0; to < n; to++) {
        param(net, P_NAMES_START)[to] = may_follow(NULL, c->names.at[to]) ? 0 : NEVER;
        for (uint32_t from = 0; from < n; from++)
            param(net, P_NAMES_NEXT)[from * n + to] = may_follow(c->names.at[from], c->names.at[to]) ? 0 : NEVER;
    }
}

bool names_forbidden(float score)
{
    return score < NEVER / 2.0f;
}

/* ---- forward and backward ---- */

typedef struct chain {
    size_t labels, n;           /* n: tokens of the sentence in hand */
    double *start, *next, *end; /* exponentials of the scores */
    double *emit;               /* [n][labels]: those of the logits, less the token's largest one */
    double *path;               /* [n][labels]: forward, scaled */
    double *scale;              /* [n] */
} chain;

size_t names_memory(const ch__net_config *c)
{
    size_t k = c->n_names;
    return 2 * k + k * k + LONGEST_SENTENCE * (2 * k + 1);
}

static void exponentials(double *to, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = exp((double)x[i]);
}

static chain open_chain(const shard *s)
{
    size_t k = s->net->c.n_names;
    chain c = {.labels = k, .start = s->chain};
    c.next = c.start + k;
    c.end = c.next + k * k;
    c.emit = c.end + k;
    c.path = c.emit + LONGEST_SENTENCE * k;
    c.scale = c.path + LONGEST_SENTENCE * k;
    exponentials(c.start, rounded(s->net, P_NAMES_START), k);
    exponentials(c.next, rounded(s->net, P_NAMES_NEXT), k * k);
    exponentials(c.end, rounded(s->net, P_NAMES_END), k);
    return c;
}

/* A sentence's logits into the chain; they become 0, the place of its gradient. */
static void take_logits(chain *c, float *logits, size_t n)
{
    c->n = n;
    for (size_t t = 0; t < n; t++) {
        const float *x = logits + t * c->labels;
        float most = x[0];
        for (size_t l = 1; l < c->labels; l++)
            most = x[l] > most ? x[l] : most;
        for (size_t l = 0; l < c->labels; l++)
            c->emit[t * c->labels + l] = exp((double)(x[l] - most));
    }
    memset(logits, 0, n * c->labels * sizeof *logits);
}

static void follow(const chain *c, double *to, const double *before)
{
    size_t k = c->labels;
    memset(to, 0, k * sizeof *to);
    for (size_t from = 0; from < k; from++)
        for (size_t l = 0; l < k; l++)
            to[l] += before[from] * c->next[from * k + l];
}

/* Logarithm of what all paths weigh by c->emit; false: there is none. */
static bool forward(chain *c, double *weight)
{
    size_t k = c->labels;
    *weight = 0;
    for (size_t t = 0; t < c->n; t++) {
        double *to = c->path + t * k, sum = 0;
        if (t == 0)
            memcpy(to, c->start, k * sizeof *to);
        else
            follow(c, to, c->path + (t - 1) * k);
        for (size_t l = 0; l < k; l++)
            sum += to[l] *= c->emit[t * k + l];
        if (sum <= 0)
            return false;
        for (size_t l = 0; l < k; l++)
            to[l] /= sum;
        c->scale[t] = sum;
        *weight += log(sum);
    }
    double last = 0;
    for (size_t l = 0; l < k; l++)
        last += c->path[(c->n - 1) * k + l] * c->end[l];
    *weight += log(last);
    return last > 0;
}

/* Adds `by` times the marginals of the last forward pass to the gradients. */
static void backward(shard *s, const chain *c, double by, float *d_logits)
{
    size_t k = c->labels;
    float *d_start = gradient_of(s, P_NAMES_START), *d_next = gradient_of(s, P_NAMES_NEXT),
          *d_end = gradient_of(s, P_NAMES_END);
    double back[CH__MOST_TAGS], ahead[CH__MOST_TAGS], last = 0;
    for (size_t l = 0; l < k; l++)
        last += c->path[(c->n - 1) * k + l] * c->end[l];
    for (size_t l = 0; l < k; l++) {
        back[l] = c->end[l] / last;
        d_end[l] += (float)(by * c->path[(c->n - 1) * k + l] * back[l]);
    }
    for (size_t t = c->n; t-- > 0;) {
        const double *path = c->path + t * k;
        for (size_t l = 0; l < k; l++) {
            float marginal = (float)(by * path[l] * back[l]);
            d_logits[t * k + l] += marginal;
            d_start[l] += t ? 0 : marginal;
            ahead[l] = c->emit[t * k + l] * back[l] / c->scale[t];
        }
        for (size_t from = 0; from < k && t > 0; from++) {
            double before = by * c->path[(t - 1) * k + from];
            back[from] = 0;
            for (size_t l = 0; l < k; l++) {
                double step = c->next[from * k + l] * ahead[l];
                d_next[from * k + l] += (float)(before * step);
                back[from] += step;
            }
        }
    }
}

/* ---- sentences ---- */

/* Where the source does not mark every type, O stands for O or a label of such a type. */
static bool allowed(const shard *s, uint16_t gold, size_t label, bool open)
{
    return gold == NO_LABEL || gold == label || (gold == 0 && open && s->net->name_open[label]);
}

/* Paths that are not allowed weigh nothing. */
static void constrain(const shard *s, chain *c, size_t first, bool open)
{
    for (size_t t = 0; t < c->n; t++)
        for (size_t l = 0; l < c->labels; l++)
            if (!allowed(s, s->tokens[first + t]->name, l, open))
                c->emit[t * c->labels + l] = 0;
}

static size_t count_labels(const shard *s, size_t first, size_t n)
{
    size_t count = 0;
    for (size_t t = first; t < first + n; t++)
        count += s->tokens[t]->name != NO_LABEL;
    return count;
}

static void sentence_loss(shard *s, chain *c, size_t i, float *logits)
{
    size_t first = s->begin[i], n = s->begin[i + 1] - first, labels = count_labels(s, first, n);
    const sentence *sent = s->sentences[i];
    double all, right, by = s->o->weight_names * weight_of(s, sent);
    take_logits(c, logits, n);
    if (labels == 0 || !forward(c, &all))
        return;
    backward(s, c, by, logits);
    constrain(s, c, first, sent->flags & SENTENCE_OPEN_NAMES);
    if (!forward(c, &right))
        die("the names' loss has grown beyond all bounds; a lower --rate may help");
    backward(s, c, -by, logits);
    s->l.names += all - right;
    s->l.n_names += labels;
}

void names_run(shard *s)
{
    size_t n = s->net->c.n_names;
    chain c = open_chain(s);
    layer(s, s->wide_a, P_NAMES_W, P_NAMES_B, n);
    for (size_t i = 0; i < s->n_sentences; i++)
        sentence_loss(s, &c, i, s->wide_a + s->begin[i] * n);
    layer_gradient(s, s->wide_a, P_NAMES_W, P_NAMES_B, n);
}

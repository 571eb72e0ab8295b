/* The network against a second, plain reading of net.h: everything the engine says of random sentences, for every
 * implementation of the arithmetic; and models that are damaged. */
#define _GNU_SOURCE
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/random_model.h"
#include "syntax/batch.h"
#include "syntax/neural.h"
#include "syntax/syntax.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

/* --------------------------------------------------------------------------- a second reading of net.h -- */

enum { MOST_WIDTH = 128, MOST_TOKENS = 500 };

typedef struct reference {
    const ch__net *net;
    uint32_t n;
    int32_t h[MOST_TOKENS][MOST_WIDTH], byte[MOST_TOKENS][MOST_WIDTH];
    int32_t dep[MOST_TOKENS][MOST_WIDTH], head[MOST_TOKENS][MOST_WIDTH];
    int32_t rel_dep[MOST_TOKENS][MOST_WIDTH], rel_head[MOST_TOKENS][MOST_WIDTH];
} reference;

static int64_t limit(int64_t x, int64_t low, int64_t high)
{
    return x < low ? low : x > high ? high : x;
}

static int32_t q15(int32_t a, int32_t b)
{
    return (a * b + 0x4000) >> 15;
}

static int32_t weight(const ch__layer *l, uint32_t o, uint32_t k)
{
    return l->weight[((size_t)(o / 16) * (l->k / 4) + k / 4) * 64 + o % 16 * 4 + k % 4];
}

static int64_t output(const ch__layer *l, uint32_t o, const int32_t *bytes)
{
    int64_t sum = l->bias[o];
    for (uint32_t k = 0; k < l->k; k++)
        sum += weight(l, o, k) * bytes[k];
    return sum;
}

static int32_t scaled(const ch__layer *l, uint32_t o, const int32_t *bytes)
{
    int64_t round = l->shift ? (int64_t)1 << (l->shift - 1) : 0;
    return q15((int32_t)limit((output(l, o, bytes) + round) >> l->shift, -32768, 32767), l->mult[o]);
}

static void norm(reference *x)
{
    uint32_t d = x->net->c.width;
    for (uint32_t t = 0; t < x->n; t++) {
        uint64_t s = 0, r = 0;
        for (uint32_t k = 0; k < d; k++)
            s += (uint64_t)(x->h[t][k] * x->h[t][k]);
        while ((r + 1) * (r + 1) <= 256 * s / d)
            r++;
        int32_t f = (int32_t)limit((int64_t)(8388608 / (r < 16 ? 16 : r)), 0, 32767);
        for (uint32_t k = 0; k < d; k++)
            x->byte[t][k] = (int32_t)limit(q15(x->h[t][k], f), -64, 63) + 64;
    }
}

static int known_row(const ch__net *net, ch__sv folded)
{
    uint64_t hash = ch__folded_hash(folded);
    for (uint32_t slot = (uint32_t)hash & (net->c.n_slots - 1);; slot = (slot + 1) & (net->c.n_slots - 1)) {
        if (net->row[slot] == 0xFFFF)
            return -1;
        if (net->check[slot] == hash >> 32)
            return net->row[slot];
    }
}

static void word(const ch__net *net, ch__sv form, int32_t *out)
{
    char text[CH__FOLDED];
    ch__sv folded = {text, ch__fold_form(form, text)};
    int row = known_row(net, folded);
    uint32_t grams[CH__MOST_GRAMS];
    size_t n = ch__folded_grams(folded, net->c.n_grams, grams);
    int32_t factor = (int32_t)limit((int64_t)floor(32768 / sqrt((double)n)), 0, 32767);
    for (uint32_t k = 0; k < net->c.width; k++) {
        int32_t sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += net->grams[grams[i] * net->c.width + k];
        out[k] = row >= 0 ? net->words[(uint32_t)row * net->c.width + k] : q15(sum, factor);
    }
}

static void embed(reference *x, const ch__sv *forms)
{
    const ch__net *net = x->net;
    ch__shape_of shapes[MOST_TOKENS];
    for (uint32_t t = 0; t < x->n; t++)
        shapes[t] = ch__form_shape(forms[t]);
    ch__style style = ch__sentence_style(shapes, x->n);
    for (uint32_t t = 0; t < x->n; t++) {
        word(net, forms[t], x->h[t]);
        uint32_t row = ch__shape_row(shapes[t], t == 0, style);
        for (uint32_t k = 0; k < net->c.width; k++)
            x->h[t][k] = (int32_t)limit((x->h[t][k] + net->shapes[row * net->c.width + k]) * (1 << net->c.embed_shift),
                                        -8191, 8191);
    }
}

static void block(reference *x, uint32_t i)
{
    uint32_t d = x->net->c.width, side = x->net->c.side;
    int64_t dilation = x->net->c.dilation[i];
    norm(x);
    for (uint32_t t = 0; t < x->n; t++) {
        int32_t bytes[3 * MOST_WIDTH];
        int64_t before = (int64_t)t - dilation, after = (int64_t)t + dilation;
        for (uint32_t k = 0; k < side; k++) {
            bytes[k] = before < 0 ? 64 : x->byte[before][k];
            bytes[side + d + k] = after >= x->n ? 64 : x->byte[after][d - side + k];
        }
        for (uint32_t k = 0; k < d; k++)
            bytes[side + k] = x->byte[t][k];
        for (uint32_t o = 0; o < d; o++) {
            int32_t y = scaled(&x->net->blocks[i], o, bytes);
            x->h[t][o] = (int32_t)limit(x->h[t][o] + (y > y >> 2 ? y : y >> 2), -8191, 8191);
        }
    }
}

static void run_reference(reference *x, const ch__net *net, const ch__sv *forms, uint32_t n)
{
    x->net = net;
    x->n = n;
    embed(x, forms);
    for (uint32_t i = 0; i < net->c.n_blocks; i++)
        block(x, i);
    norm(x);
    for (uint32_t t = 0; t < n; t++) {
        for (uint32_t a = 0; a < net->c.arc; a++) {
            x->dep[t][a] = (int32_t)limit(scaled(&net->layers[CH__LAYER_ARC_DEP], a, x->byte[t]), -64, 63);
            x->head[t][a] = (int32_t)limit(scaled(&net->layers[CH__LAYER_ARC_HEAD], a, x->byte[t]), -127, 127);
        }
        for (uint32_t r = 0; r < net->c.rel; r++) {
            x->rel_dep[t][r] = scaled(&net->layers[CH__LAYER_REL_DEP], r, x->byte[t]);
            x->rel_head[t][r] = scaled(&net->layers[CH__LAYER_REL_HEAD], r, x->byte[t]);
        }
    }
}

/* Score of token i under j, CH_NONE for the root. */
static int32_t arc_score(const reference *x, uint32_t i, uint32_t j)
{
    const ch__net *net = x->net;
    int32_t k = (int32_t)net->c.distance, sum = 0;
    for (uint32_t a = 0; a < net->c.arc; a++)
        sum += x->dep[i][a] * (j == CH_NONE ? net->root[a] : x->head[j][a]);
    return sum + (j == CH_NONE ? net->root_bias : net->distance[limit((int64_t)j - i, -k, k) + k]);
}

static void expect_heads(const reference *x, uint32_t *head)
{
    enum { WIDE = CH__MOST_DECODED + 8 };
    static int32_t at[CH__MOST_DECODED * WIDE];
    uint32_t work[2 * CH__MOST_DECODED];
    ch_span spans[CH__MOST_DECODED];
    ch__arena scratch = {0};
    int32_t *chart = NULL;
    for (uint32_t i = 0; i < x->n; i++) {
        int64_t best = INT64_MIN;
        for (uint32_t c = 0; c <= x->n; c++) {
            at[i * WIDE + c] = c == i + 1 ? INT32_MIN : arc_score(x, i, c ? c - 1 : CH_NONE);
            if (at[i * WIDE + c] > best) {
                best = at[i * WIDE + c];
                head[i] = c ? c - 1 : CH_NONE;
            }
        }
    }
    if (!ch__tree_spans(head, x->n, spans, work))
        ch__best_tree(&ch__kernels_plain, (ch__arc_scores){at, x->n, WIDE}, head, &scratch, &chart);
    ch__arena_release(&scratch);
}

static uint32_t first_largest(const ch__layer *l, const int32_t *bytes, uint32_t never)
{
    uint32_t best = CH_NONE;
    for (uint32_t o = 0; o < l->n; o++)
        if (o != never && (best == CH_NONE || output(l, o, bytes) > output(l, best, bytes)))
            best = o;
    return best;
}

static uint32_t expected_rel(const reference *x, uint32_t t, uint32_t head)
{
    int32_t hidden[MOST_WIDTH];
    if (head == CH_NONE)
        return x->net->c.root_rel;
    for (uint32_t r = 0; r < x->net->c.rel; r++)
        hidden[r] = (int32_t)limit(x->rel_dep[t][r] + x->rel_head[head][r], 0, 127);
    return first_largest(&x->net->layers[CH__LAYER_REL_OUT], hidden, x->net->c.root_rel);
}

static uint32_t expected_feats(const reference *x, uint32_t t, uint32_t tag)
{
    const ch__net *net = x->net;
    uint32_t best = CH_NONE;
    int64_t most = INT64_MIN;
    for (uint32_t a = net->feat_first[tag]; a < net->feat_first[tag + 1]; a++) {
        uint32_t f = net->feat_allowed[a];
        int64_t sum = net->feat_bias[f];
        for (uint32_t k = 0; k < net->c.width; k++)
            sum += net->feat_weight[f * net->c.width + k] * (x->byte[t][k] - 64);
        if (sum > most) {
            most = sum;
            best = f;
        }
    }
    return best;
}

static void expect_names(const reference *x, uint16_t *labels)
{
    static int32_t logits[MOST_TOKENS * 16];
    static int64_t scores[MOST_TOKENS * 16];
    for (uint32_t t = 0; t < x->n; t++)
        for (uint32_t l = 0; l < x->net->c.n_names; l++)
            logits[t * 16 + l] = (int32_t)output(&x->net->layers[CH__LAYER_NAMES], l, x->byte[t]);
    ch__best_names(&ch__kernels_plain, x->net, logits, 16, x->n, labels, scores);
}

/* --------------------------------------------------------------------------------- documents of soup -- */

static const char *const soup[] = {"the",    "The",   "RED", "brick", "wall",    ",",     ".",
                                   "1984",   "$",     "\"",  "n't",   "Unknown", "x",     "Ünter",
                                   "straße", "McFee", "—",   "",      "green1",  "a-b-c", "extraordinarily",
                                   "日本",   "“",     "IBM", "walls", "U.S."};
enum { N_SOUP = sizeof soup / sizeof *soup };

/* A document of random sentences of the given lengths. */
static ch_doc *make_doc(random_state *r, const uint32_t *lengths, uint32_t n)
{
    ch_doc *doc = ch__doc_new();
    ch__arena *arena = ch__doc_arena(doc);
    uint32_t tokens = 0, at = 0;
    for (uint32_t i = 0; i < n; i++)
        tokens += lengths[i];
    char *text = ch__alloc(arena, (size_t)tokens * 20 + 1);
    doc->tokens = ch__alloc_array(arena, tokens, sizeof *doc->tokens);
    doc->sentences = ch__alloc_array(arena, n, sizeof *doc->sentences);
    doc->n_sentences = n;
    for (uint32_t i = 0; i < n; i++) {
        doc->sentences[i].tokens = (ch_span){doc->n_tokens, doc->n_tokens + lengths[i]};
        for (uint32_t t = 0; t < lengths[i]; t++) {
            const char *form = soup[random_below(r, N_SOUP)];
            bool spaced = random_below(r, 4) != 0;
            doc->tokens[doc->n_tokens++] =
                (ch_token){.bytes = {at, at + (uint32_t)strlen(form)}, .flags = spaced ? CH_TOKEN_SPACE_AFTER : 0};
            memcpy(text + at, form, strlen(form));
            at += (uint32_t)strlen(form) + spaced;
        }
    }
    doc->text = text;
    doc->len = at;
    return doc;
}

static void *make_model(ch__net_config config, uint64_t seed, bool chains, ch__model **model, ch__syntax_model **syntax)
{
    ch__sv forms[N_SOUP / 2];
    ch_err err;
    size_t size;
    for (size_t i = 0; i < N_SOUP / 2; i++)
        forms[i] = ch__sv_of(soup[i]);
    void *bytes = random_model(&(random_model_options){.config = config,
                                                       .seed = seed,
                                                       .wild = seed % 3 == 0,
                                                       .forms = forms,
                                                       .n_forms = N_SOUP / 2,
                                                       .chains = chains},
                               &size);
    assert_int_equal(ch__model_open_memory(model, bytes, size, &err), CH_OK);
    if (ch__syntax_model_open(syntax, *model, &err) < 0)
        fail_msg("%s", err.message);
    return bytes;
}

/* ------------------------------------------------------------------------------------------- compare -- */

static void check_sentence(const ch_doc *doc, const ch_sentence *s, const ch__net *net)
{
    static reference x;
    ch__sv forms[MOST_TOKENS];
    uint32_t head[MOST_TOKENS], n = s->tokens.end - s->tokens.start;
    for (uint32_t t = 0; t < n; t++)
        forms[t] = ch__token_sv(doc, s->tokens.start + t);
    run_reference(&x, net, forms, n);
    expect_heads(&x, head);
    for (uint32_t t = 0; t < n; t++) {
        const ch_word *w = &doc->words[s->tokens.start + t];
        uint32_t tag = first_largest(&net->layers[CH__LAYER_TAGS], x.byte[t], CH_NONE);
        assert_int_equal(w->head, head[t] == CH_NONE ? CH_NONE : s->tokens.start + head[t]);
        assert_string_equal(w->xpos, net->tag_xpos[tag]);
        assert_int_equal(w->upos, net->tag_upos[tag]);
        assert_int_equal(w->deprel, net->rel_deprel[expected_rel(&x, t, head[t])]);
        assert_ptr_equal(w->feats, net->feats[expected_feats(&x, t, tag)]);
    }
    uint16_t labels[MOST_TOKENS];
    expect_names(&x, labels);
    for (uint32_t t = 0; t < n; t++) {
        bool inside = false;
        for (uint32_t i = 0; i < doc->n_names; i++) {
            ch_span tokens = doc->names[i].tokens;
            inside |= tokens.start <= s->tokens.start + t && s->tokens.start + t < tokens.end;
        }
        assert_int_equal(inside, net->name_part[labels[t]] != 0);
    }
}

static void check_document(const ch__syntax_model *model, ch_doc *doc)
{
    ch__arena scratch = {0};
    ch__syntax_room(model, &scratch, doc);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (doc->sentences[i].tokens.start < doc->sentences[i].tokens.end)
            check_sentence(doc, &doc->sentences[i], &model->net);
    ch__arena_release(&scratch);
    ch_doc_free(doc);
}

static void everything_agrees(void **state)
{
    static const uint32_t lengths[] = {1, 2, 3, 0, 30, 7, 1, 61, 200, 5, 5, 90, 11};
    random_state r = {99};
    const ch__kernels *k;
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        ch__model *model;
        ch__syntax_model *syntax;
        ch__net_config config = random_small_config();
        if (seed == 4) { /* other numbers of tiles, a dilation beyond every sentence */
            config.width = 128;
            config.side = 128;
            config.arc = 96;
            config.n_tags = 70;
            config.dilation[2] = 1000000;
        }
        void *bytes = make_model(config, seed * 1234567, seed % 2 == 0, &model, &syntax);
        for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
            random_state same = r;
            assert_true(ch__kernels_force(k->name));
            check_document(syntax, make_doc(&same, lengths, sizeof lengths / sizeof *lengths));
        }
        random_below(&r, 2);
        ch__syntax_model_close(syntax);
        ch__model_close(model);
        free(bytes);
    }
    ch__kernels_force(NULL);
}

/* Every token has its place in one tree, however long the sentence. */
static void long_sentences_have_trees(void **state)
{
    static const uint32_t lengths[] = {201, 5000, 200, 1, 999};
    random_state r = {5};
    ch__model *model;
    ch__syntax_model *syntax;
    ch__arena scratch = {0};
    (void)state;
    void *bytes = make_model(random_small_config(), 31, false, &model, &syntax);
    ch_doc *doc = make_doc(&r, lengths, sizeof lengths / sizeof *lengths);
    ch__syntax_room(syntax, &scratch, doc);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span tokens = doc->sentences[i].tokens;
        uint32_t n = tokens.end - tokens.start, *head = ch__alloc_array(&scratch, n, sizeof *head);
        ch_span *spans = ch__alloc_array(&scratch, n, sizeof *spans);
        uint32_t *work = ch__alloc_array(&scratch, 2 * (size_t)n, sizeof *work), parted = 0;
        for (uint32_t t = 0; t < n; t++) {
            const ch_word *w = &doc->words[tokens.start + t];
            head[t] = w->head == CH_NONE ? CH_NONE : w->head - tokens.start;
            assert_int_equal(w->head == CH_NONE, w->deprel == CH_DEP_ROOT);
            parted += w->head != CH_NONE && doc->words[w->head].head == CH_NONE && w->deprel == CH_DEP_PARATAXIS;
        }
        assert_true(ch__tree_spans(head, n, spans, work));
        if (n > CH__MOST_DECODED)
            assert_true(parted >= (n - 1) / CH__MOST_DECODED);
    }
    ch__arena_release(&scratch);
    ch_doc_free(doc);
    ch__syntax_model_close(syntax);
    ch__model_close(model);
    free(bytes);
}

/* ------------------------------------------------------------------------------------------- damage -- */

static void try_model(const void *bytes, size_t size)
{
    static const uint32_t lengths[] = {9, 2};
    random_state r = {3};
    ch__arena scratch = {0};
    ch__model *model;
    ch__syntax_model *syntax;
    ch_err err = {0};
    if (ch__model_open_memory(&model, bytes, size, &err) < 0)
        return;
    if (ch__syntax_model_open(&syntax, model, &err) == CH_OK) {
        ch_doc *doc = make_doc(&r, lengths, 2);
        ch__syntax_room(syntax, &scratch, doc);
        ch_doc_free(doc);
        ch__arena_release(&scratch);
        ch__syntax_model_close(syntax);
    } else {
        assert_int_equal(err.code, CH_EMODEL);
        assert_non_null(strstr(err.message, "syntax."));
    }
    ch__model_close(model);
}

/* The sections of a model with one of them replaced, as a new file. */
static void *with_section(const ch__model *model, const char *name, ch__sv bytes, size_t *size)
{
    ch__model_part parts[CH__MODEL_SECTIONS];
    size_t n = 0;
    void *packed;
    ch_err err;
    while (ch__model_section_at(model, n, &parts[n].name, &parts[n].bytes)) {
        if (strcmp(parts[n].name, name) == 0)
            parts[n].bytes = bytes;
        n++;
    }
    assert_int_equal(ch__model_pack(&packed, size, parts, n, &err), CH_OK);
    return packed;
}

static void try_section(const ch__model *model, const char *name, ch__sv bytes)
{
    size_t size;
    void *packed = with_section(model, name, bytes, &size);
    try_model(packed, size);
    free(packed);
}

static ch__net_config tiny_config(void)
{
    ch__net_config c = random_small_config();
    c.n_blocks = 1;
    c.arc = c.rel = 32;
    c.n_grams = 8;
    return c;
}

/* An altered byte is refused by the checksum; where the checksum was made anew, by the section, or it does no harm. */
static void damage_is_refused_or_harmless(void **state)
{
    ch__model *model;
    ch__syntax_model *syntax;
    const char *name;
    ch__sv section;
    random_state r = {11};
    (void)state;
    void *bytes = make_model(tiny_config(), 7, false, &model, &syntax);
    for (size_t i = 0; ch__model_section_at(model, i, &name, &section); i++) {
        char *copy = malloc(section.n + 64);
        assert_non_null(copy);
        memcpy(copy, section.p, section.n);
        uint32_t step = section.n > 2000 ? (uint32_t)section.n / 150 : 1;
        for (size_t at = 0; at < section.n; at += 1 + random_below(&r, step)) {
            copy[at] = (char)(copy[at] ^ (1 << random_below(&r, 8)));
            try_section(model, name, (ch__sv){copy, section.n});
            copy[at] = section.p[at];
        }
        memset(copy + section.n, 0, 64);
        try_section(model, name, (ch__sv){copy, section.n - 1});
        try_section(model, name, (ch__sv){copy, section.n / 2});
        try_section(model, name, (ch__sv){copy, 0});
        try_section(model, name, (ch__sv){copy, section.n + 64});
        free(copy);
    }
    ch__syntax_model_close(syntax);
    ch__model_close(model);
    free(bytes);
}

static void each_altered_byte_is_noticed(void **state)
{
    ch__model *model, *broken;
    ch__syntax_model *syntax;
    ch_err err;
    (void)state;
    char *bytes = make_model(tiny_config(), 7, false, &model, &syntax);
    size_t size = 0;
    const char *name;
    ch__sv section;
    for (size_t i = 0; ch__model_section_at(model, i, &name, &section); i++)
        size = (size_t)(section.p - bytes) + (section.n + 63) / 64 * 64;
    ch__syntax_model_close(syntax);
    ch__model_close(model);
    for (size_t at = 0; at < size; at += at < 2048 ? 1 : 37) {
        bytes[at] = (char)(bytes[at] ^ 1);
        assert_true(ch__model_open_memory(&broken, bytes, size, &err) < 0);
        assert_true(err.message[0]);
        bytes[at] = (char)(bytes[at] ^ 1);
    }
    free(bytes);
}

/* What is wrong is named. */
static void faults_are_named(void **state)
{
    static const struct {
        size_t at;
        uint32_t value;
        const char *says;
    } faults[] = {
        {offsetof(ch__net_config, width), 65, "width"},
        {offsetof(ch__net_config, n_blocks), 0, "blocks"},
        {offsetof(ch__net_config, dilation), 0, "dilation"},
        {offsetof(ch__net_config, side), 48, "side"},
        {offsetof(ch__net_config, side), 96, "side"},
        {offsetof(ch__net_config, n_slots), 48, "slots"},
        {offsetof(ch__net_config, n_grams), 63, "n-grams"},
        {offsetof(ch__net_config, arc), 33, "arcs"},
        {offsetof(ch__net_config, distance), 65, "distance"},
        {offsetof(ch__net_config, n_tags), 0, "labels"},
        {offsetof(ch__net_config, n_rels), UINT32_MAX, "labels"},
        {offsetof(ch__net_config, root_rel), 9, "root"},
        {offsetof(ch__net_config, n_words), 21, "syntax.words"},
        {offsetof(ch__net_config, n_names), 6, "syntax.layers"},
        {offsetof(ch__net_config, n_feats), 8, "syntax.feats"},
    };
    ch__model *model, *other;
    ch__syntax_model *syntax;
    ch_err err;
    (void)state;
    void *bytes = make_model(tiny_config(), 7, false, &model, &syntax);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ch__net_config c = syntax->net.c;
        ch__net net;
        size_t size;
        memcpy((char *)&c + faults[i].at, &faults[i].value, sizeof faults[i].value);
        void *packed = with_section(model, "syntax.config", (ch__sv){(const char *)&c, sizeof c}, &size);
        assert_int_equal(ch__model_open_memory(&other, packed, size, &err), CH_OK);
        assert_int_equal(ch__net_load(&net, other, &err), CH_EMODEL);
        if (!strstr(err.message, faults[i].says))
            fail_msg("'%s' does not say '%s'", err.message, faults[i].says);
        ch__model_close(other);
        free(packed);
    }
    ch__syntax_model_close(syntax);
    ch__model_close(model);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_agrees),
        cmocka_unit_test(long_sentences_have_trees),
        cmocka_unit_test(damage_is_refused_or_harmless),
        cmocka_unit_test(each_altered_byte_is_noticed),
        cmocka_unit_test(faults_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

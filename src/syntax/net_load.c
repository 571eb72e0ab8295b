/* net_load.c - the sections of the network, every size and index checked before anything is used. */
#include "syntax/features.h"
#include "syntax/net.h"

enum {
    MOST_BIAS = 1 << 30,  /* so that sums stay within 32 bits */
    MOST_SCORE = 1 << 22, /* of a distance or the root: a tree of 200 arcs stays within 32 bits */
    MOST_SHIFT = 24,
    MOST_EMBED_SHIFT = 6,
    MOST_GRAMS = 1 << 24
};

/* A section read from front to back: parts at multiples of 64 bytes. */
typedef struct part_reader {
    const char *section;
    ch__sv bytes;
    uint64_t at;
    ch_err *err;
    bool failed;
} part_reader;

static int fault(const char *section, ch_err *err, const char *what)
{
    return ch__fail(err, CH_EMODEL, "model section %s: %s", section, what);
}

static part_reader open_section(const ch__model *model, const char *name, ch_err *err)
{
    part_reader r = {.section = name, .bytes = ch__model_section(model, name), .err = err};
    if (!r.bytes.p) {
        r.failed = true;
        ch__fail(err, CH_EMODEL, "the model has no section %s", name);
    }
    return r;
}

/* The next n elements of `size` bytes, at a multiple of `align`. n and size are below 2^32 and 2^12 by the checks of
 * the configuration, so their product fits. Fails, once, when the section ends before. */
static const void *take(part_reader *r, uint64_t n, uint64_t size, uint64_t align)
{
    uint64_t from = (r->at + align - 1) / align * align;
    if (r->failed)
        return NULL;
    if (from > r->bytes.n || n * size > r->bytes.n - from) {
        r->failed = true;
        fault(r->section, r->err, "too short");
        return NULL;
    }
    r->at = from + n * size;
    return r->bytes.p + from;
}

static const void *take_part(part_reader *r, uint64_t n, uint64_t size)
{
    return take(r, n, size, CH__MODEL_ALIGN);
}

/* Whether the section was read well and ends here, but for padding to a multiple of 64. */
static int close_section(part_reader *r)
{
    if (r->failed)
        return CH_EMODEL;
    uint64_t padded = (r->at + CH__MODEL_ALIGN - 1) / CH__MODEL_ALIGN * CH__MODEL_ALIGN;
    return r->bytes.n == r->at || r->bytes.n == padded ? CH_OK : fault(r->section, r->err, "too long");
}

static bool within(const int32_t *x, size_t n, int32_t most)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] > most || x[i] < -most)
            return false;
    return true;
}

/* ------------------------------------------------------------------------------------ configuration -- */

static bool power_of_two(uint32_t x)
{
    return x && !(x & (x - 1));
}

static const char *encoder_fault(const ch__net_config *c)
{
    if (c->width == 0 || c->width % 64 || c->width > CH__MOST_WIDTH)
        return "the width must be a multiple of 64";
    if (c->n_blocks == 0 || c->n_blocks > CH__MOST_BLOCKS)
        return "the number of blocks is out of range";
    for (uint32_t b = 0; b < c->n_blocks; b++)
        if (c->dilation[b] == 0 || c->dilation[b] > INT32_MAX)
            return "a dilation is out of range";
    if (c->side == 0 || c->side % 32 || c->side > c->width)
        return "the side channels must be a multiple of 32";
    if (c->n_words == 0 || c->n_words > UINT16_MAX || !power_of_two(c->n_slots) || c->n_slots <= c->n_words ||
        c->n_slots > 8 * (UINT16_MAX + 1))
        return "words and slots do not fit";
    if (!power_of_two(c->n_grams) || c->n_grams > MOST_GRAMS)
        return "the number of n-grams is out of range";
    return c->embed_shift > MOST_EMBED_SHIFT ? "the shift of the rows is out of range" : NULL;
}

static bool vector_width(uint32_t x)
{
    return x && x % 32 == 0 && x <= CH__MOST_WIDTH;
}

static bool label_count(uint32_t n, uint32_t most)
{
    return n && n <= most;
}

static const char *heads_fault(const ch__net_config *c)
{
    if (!vector_width(c->arc) || !vector_width(c->rel))
        return "the width of arcs or relations is out of range";
    if (c->distance == 0 || c->distance > CH__MOST_DISTANCE)
        return "the distance is out of range";
    if (!label_count(c->n_tags, CH__MOST_TAGS) || !label_count(c->n_feats, CH__MOST_FEATS) ||
        !label_count(c->n_rels, CH__MOST_TAGS) || !label_count(c->n_names, CH__MOST_TAGS))
        return "a number of labels is out of range";
    if (c->n_rels < 2 || c->root_rel >= c->n_rels)
        return "the relation of the root is none of the relations";
    return NULL;
}

static int load_config(ch__net *net, const ch__model *model, ch_err *err)
{
    part_reader r = open_section(model, "syntax.config", err);
    const void *config = take_part(&r, 1, sizeof net->c);
    if (close_section(&r) < 0)
        return CH_EMODEL;
    memcpy(&net->c, config, sizeof net->c);
    const char *what = encoder_fault(&net->c);
    if (!what)
        what = heads_fault(&net->c);
    return what ? fault(r.section, err, what) : CH_OK;
}

/* --------------------------------------------------------------------------------------------- words -- */

static int load_slots(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    part_reader r = open_section(model, "syntax.slots", err);
    net->check = take(&r, c->n_slots, sizeof *net->check, CH__MODEL_ALIGN);
    net->row = take(&r, c->n_slots, sizeof *net->row, 2);
    if (close_section(&r) < 0)
        return CH_EMODEL;
    uint32_t free_slots = 0;
    for (uint32_t i = 0; i < c->n_slots; i++) {
        free_slots += net->row[i] == UINT16_MAX;
        if (net->row[i] != UINT16_MAX && net->row[i] >= c->n_words)
            return fault(r.section, err, "a slot names a word that is not there");
    }
    return free_slots ? CH_OK : fault(r.section, err, "no slot is free");
}

static int load_rows(const int8_t **rows, const char *section, uint32_t n, uint32_t width, const ch__model *model,
                     ch_err *err)
{
    part_reader r = open_section(model, section, err);
    *rows = take_part(&r, n, width);
    return close_section(&r);
}

static int load_words(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    int rc = load_slots(net, model, err);
    if (rc == CH_OK)
        rc = load_rows(&net->words, "syntax.words", c->n_words, c->width, model, err);
    if (rc == CH_OK)
        rc = load_rows(&net->grams, "syntax.grams", c->n_grams, c->width, model, err);
    if (rc == CH_OK)
        rc = load_rows(&net->shapes, "syntax.shapes", CH__N_SHAPES, c->width, model, err);
    return rc;
}

/* -------------------------------------------------------------------------------------------- layers -- */

static bool mults_fit(const ch__layer *l, bool raw)
{
    for (uint32_t i = 0; i < l->padded; i++)
        if (l->mult[i] == INT16_MIN || (raw && l->mult[i]))
            return false;
    return true;
}

/* net.h says what that is. Of the sums, two stand for each output of a tile. */
static bool run_is_calm(const int8_t *w)
{
    int positive[2 * CH__TILE] = {0}, negative[2 * CH__TILE] = {0};
    for (int group = 0; group < CH__RUN / 4; group++, w += 4 * CH__TILE)
        for (int i = 0; i < 2 * CH__TILE; i++)
            for (int k = 2 * i; k < 2 * i + 2; k++) {
                positive[i] += w[k] > 0 ? w[k] : 0;
                negative[i] += w[k] < 0 ? w[k] : 0;
            }
    bool calm = true;
    for (int i = 0; i < 2 * CH__TILE; i++)
        calm &= positive[i] <= CH__CALM_MOST && negative[i] >= -CH__CALM_MOST;
    return calm;
}

static uint64_t calm_tiles(const ch__layer *l)
{
    uint64_t tiles = 0;
    for (uint32_t o = 0; o < l->padded; o += CH__TILE) {
        const int8_t *tile = l->weight + (size_t)o * l->k;
        bool calm = true;
        for (uint32_t k = 0; k < l->k && calm; k += CH__RUN)
            calm = run_is_calm(tile + k * CH__TILE);
        tiles |= (uint64_t)calm << o / CH__TILE;
    }
    return tiles;
}

static void read_layer(ch__layer *l, part_reader *r, uint32_t k, uint32_t n, bool raw)
{
    const ch__layer_header *h = take_part(r, 1, sizeof *h);
    if (!h)
        return;
    *l = (ch__layer){
        .k = k, .n = n, .padded = (n + CH__TILE - 1) / CH__TILE * CH__TILE, .shift = h->shift, .step = h->step};
    l->bias = take_part(r, l->padded, sizeof *l->bias);
    l->mult = take_part(r, l->padded, sizeof *l->mult);
    l->weight = take_part(r, (uint64_t)l->padded * k, 1);
    if (r->failed)
        return;
    r->failed = true;
    if (h->k != k || h->n != n)
        fault(r->section, r->err, "a layer is not as wide as the configuration says");
    else if (h->shift > MOST_SHIFT)
        fault(r->section, r->err, "a shift is out of range");
    else if (!within(l->bias, l->padded, MOST_BIAS) || !mults_fit(l, raw))
        fault(r->section, r->err, "a bias or factor is out of range");
    else
        r->failed = false;
    l->calm = r->failed ? 0 : calm_tiles(l);
}

static int load_layers(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    const struct {
        uint32_t k, n;
        bool raw;
    } shapes[CH__N_LAYERS] = {
        [CH__LAYER_ARC_DEP] = {c->width, c->arc, false},  [CH__LAYER_ARC_HEAD] = {c->width, c->arc, false},
        [CH__LAYER_REL_DEP] = {c->width, c->rel, false},  [CH__LAYER_REL_HEAD] = {c->width, c->rel, false},
        [CH__LAYER_REL_OUT] = {c->rel, c->n_rels, true},  [CH__LAYER_TAGS] = {c->width, c->n_tags, true},
        [CH__LAYER_NAMES] = {c->width, c->n_names, true},
    };
    part_reader r = open_section(model, "syntax.layers", err);
    for (uint32_t b = 0; b < c->n_blocks; b++)
        read_layer(&net->blocks[b], &r, c->width + 2 * c->side, c->width, false);
    for (int i = 0; i < CH__N_LAYERS; i++)
        read_layer(&net->layers[i], &r, shapes[i].k, shapes[i].n, shapes[i].raw);
    return close_section(&r);
}

/* ----------------------------------------------------------------------------- arcs, features, names -- */

static int load_arcs(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    part_reader r = open_section(model, "syntax.arcs", err);
    const int32_t *root_bias = take_part(&r, 1, sizeof *root_bias);
    net->distance = take_part(&r, 2 * c->distance + 1, sizeof *net->distance);
    net->root = take_part(&r, c->arc, sizeof *net->root);
    net->rel_root = take_part(&r, c->rel, sizeof *net->rel_root);
    if (close_section(&r) < 0)
        return CH_EMODEL;
    net->root_bias = *root_bias;
    if (!within(root_bias, 1, MOST_SCORE) || !within(net->distance, 2 * c->distance + 1, MOST_SCORE))
        return fault(r.section, err, "a score is out of range");
    return CH_OK;
}

static int load_feats(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    part_reader r = open_section(model, "syntax.feats", err);
    net->feat_bias = take_part(&r, c->n_feats, sizeof *net->feat_bias);
    net->feat_weight = take_part(&r, c->n_feats, c->width);
    net->feat_first = take_part(&r, c->n_tags + 1, sizeof *net->feat_first);
    uint32_t n_allowed = r.failed ? 0 : net->feat_first[c->n_tags];
    net->feat_allowed = take_part(&r, n_allowed, sizeof *net->feat_allowed);
    if (close_section(&r) < 0)
        return CH_EMODEL;
    if (!within(net->feat_bias, c->n_feats, MOST_BIAS))
        return fault(r.section, err, "a bias is out of range");
    if (net->feat_first[0] != 0)
        return fault(r.section, err, "the bundles of the first tag are not first");
    for (uint32_t t = 0; t < c->n_tags; t++)
        if (net->feat_first[t + 1] <= net->feat_first[t])
            return fault(r.section, err, "a tag allows no bundle");
    for (uint32_t i = 0; i < n_allowed; i++)
        if (net->feat_allowed[i] >= c->n_feats)
            return fault(r.section, err, "a tag allows a bundle that is not there");
    return CH_OK;
}

static int load_names(ch__net *net, const ch__model *model, ch_err *err)
{
    uint32_t n = net->c.n_names;
    part_reader r = open_section(model, "syntax.names", err);
    net->name_start = take_part(&r, n, sizeof *net->name_start);
    net->name_next = take(&r, (uint64_t)n * n, sizeof *net->name_next, 4);
    net->name_end = take(&r, n, sizeof *net->name_end, 4);
    return close_section(&r);
}

/* -------------------------------------------------------------------------------------------- labels -- */

/* The next string of a list of NUL-terminated ones, or NULL at its end. */
static const char *next_string(ch__sv *rest)
{
    const char *s = rest->p, *end = rest->n ? memchr(s, 0, rest->n) : NULL;
    if (!end)
        return NULL;
    *rest = (ch__sv){end + 1, rest->n - (size_t)(end + 1 - s)};
    return s;
}

static bool read_tag(ch__net *net, uint32_t i, const char *label)
{
    const char *space = strchr(label, ' ');
    if (!space || !space[1] || strchr(space + 1, ' '))
        return false;
    ch__sv upos = ch__sv_between(label, space);
    for (int t = 0; t < CH_N_UPOS; t++)
        if (ch__sv_is(upos, ch_upos_name((ch_upos)t))) {
            net->tag_upos[i] = (uint8_t)t;
            net->tag_xpos[i] = space + 1;
            return true;
        }
    return false;
}

static bool read_feats(ch__net *net, uint32_t i, const char *label)
{
    net->feats[i] = strcmp(label, "_") == 0 ? NULL : label;
    return label[0] != 0;
}

static int deprel_of(ch__sv label)
{
    for (int d = 0; d < CH_N_DEPRELS; d++)
        if (ch__sv_is(label, ch_deprel_name((ch_deprel)d)))
            return d;
    return -1;
}

static bool read_rel(ch__net *net, uint32_t i, const char *label)
{
    int d = deprel_of(ch__sv_of(label));
    if (d < 0)
        d = deprel_of((ch__sv){label, strcspn(label, ":")});
    net->rel_deprel[i] = (uint8_t)d;
    return d >= 0 && (d == CH_DEP_ROOT) == (i == net->c.root_rel);
}

static uint8_t type_of(const char *label)
{
    for (int t = 0; t <= CH_NAME_MISC; t++)
        if (strcmp(label, ch_name_type_name((ch_name_type)t)) == 0)
            return (uint8_t)t;
    return CH_NAME_MISC;
}

static bool read_name(ch__net *net, uint32_t i, const char *label)
{
    enum { OUT, BEGIN, INSIDE };
    if (strcmp(label, "O") == 0)
        return net->name_part[i] = OUT, true;
    if ((label[0] != 'B' && label[0] != 'I') || label[1] != '-' || !label[2])
        return false;
    net->name_part[i] = label[0] == 'B' ? BEGIN : INSIDE;
    net->name_type[i] = type_of(label + 2);
    return true;
}

typedef bool label_fn(ch__net *net, uint32_t i, const char *label);

static int load_labels(ch__net *net, const ch__model *model, ch_err *err)
{
    const ch__net_config *c = &net->c;
    const struct {
        uint32_t n;
        label_fn *read;
        const char *what;
    } lists[] = {{c->n_tags, read_tag, "tag"},
                 {c->n_feats, read_feats, "feature bundle"},
                 {c->n_rels, read_rel, "relation"},
                 {c->n_names, read_name, "name label"}};
    part_reader r = open_section(model, "syntax.labels", err);
    if (r.failed)
        return CH_EMODEL;
    ch__sv rest = r.bytes;
    net->labels = rest.p;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        for (uint32_t i = 0; i < lists[k].n; i++) {
            const char *label = next_string(&rest);
            if (!label)
                return fault(r.section, err, "too few labels");
            if (!lists[k].read(net, i, label))
                return ch__fail(err, CH_EMODEL, "model section %s: '%s' is no %s", r.section, label, lists[k].what);
        }
    return rest.n == 0 ? CH_OK : fault(r.section, err, "too many labels");
}

int ch__net_load(ch__net *net, const ch__model *model, ch_err *err)
{
    static int (*const steps[])(ch__net *, const ch__model *, ch_err *) = {
        load_config, load_words, load_layers, load_arcs, load_feats, load_names, load_labels};
    memset(net, 0, sizeof *net);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int rc = steps[i](net, model, err);
        if (rc < 0)
            return rc;
    }
    return CH_OK;
}

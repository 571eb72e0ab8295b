/* lemmas.c - the step "lemmas": reads treebanks and lists of forms, makes the lemmatizer's part, checks it. */
#include "lemmas.h"

#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "Usage: chancery-train lemmas --out PART [--features A=x,B=y] [--words LIST] [--pairs TABLE] [--dev FILE.conllu] "
    "[--tell]\n"
    "                              TRAIN.conllu...\n"
    "       chancery-train lemmas --part PART --dev FILE.conllu [--tell]\n\n"
    "  --features LIST  features besides UPOS and XPOS that decide lemmas (at most 8)\n"
    "  --words LIST     frequent words, one a line: those that fit a known lemma train too\n"
    "  --pairs TABLE    knowledge table with columns form, lemma and tag or tags (XPOS); at most 8 of them\n"
    "  --dev FILE       lemmas of a treebank by the part against its own, with its own tags\n"
    "  --tell           with every mistake\n";

/* --------------------------------------------------------------------------------------------- edits -- */

uint32_t lemma_pool(lemma_data *d, ch__sv text)
{
    uint32_t before = d->pooled.n, i = strings_add(&d->pooled, text);
    if (i < before)
        return d->offsets[i];
    if (i == d->cap_offsets)
        d->offsets = need_more(d->offsets, (d->cap_offsets = i ? 2 * i : 64) * sizeof *d->offsets);
    d->offsets[i] = (uint32_t)d->pool.n;
    ch__buf_sv(&d->pool, text);
    ch__buf_char(&d->pool, 0);
    return d->offsets[i];
}

static uint16_t add_edit(lemma_data *d, ch__sv cut, size_t strip, ch__sv put, char drop)
{
    char key[CH__LEMMA_ROOM];
    int n = snprintf(key, sizeof key, "%.*s\t%zu\t%.*s\t%d", (int)cut.n, cut.p, strip, (int)put.n, put.p, drop);
    uint32_t i = strings_add(&d->edit_keys, (ch__sv){key, (size_t)n});
    if (i < d->n_edits)
        return (uint16_t)i;
    if (i == CH__LEMMA_NO_VALUE)
        die("more than %d edits", CH__LEMMA_NO_VALUE);
    if (i == d->cap_edits)
        d->edits = need_more(d->edits, (d->cap_edits = i ? 2 * i : 64) * sizeof *d->edits);
    d->edits[d->n_edits++] = (ch__lemma_edit){.cut = lemma_pool(d, cut),
                                              .put = lemma_pool(d, put),
                                              .cut_n = (uint8_t)cut.n,
                                              .put_n = (uint8_t)put.n,
                                              .strip = (uint8_t)strip,
                                              .drop = (uint8_t)drop};
    return (uint16_t)i;
}

/* Bytes that two texts have in common at their beginnings, whole characters. */
static size_t common(ch__sv a, ch__sv b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    while (n && n < a.n && ((unsigned char)a.p[n] & 0xC0) == 0x80)
        n--;
    while (n && n < b.n && ((unsigned char)b.p[n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* The ASCII sign, no letter or digit, whose absence makes the one the other; or 0. */
static char dropped(ch__sv form, ch__sv lemma)
{
    size_t same = common(form, lemma), k = 0;
    char sign = same < form.n ? form.p[same] : 0;
    if (!same || lemma.n < 2 || sign <= ' ' || sign >= 127 || ch__is_alpha((unsigned char)sign) ||
        ch__is_digit((unsigned char)sign))
        return 0;
    for (size_t i = 0; i < form.n; i++)
        if (form.p[i] != sign && (k == lemma.n || form.p[i] != lemma.p[k++]))
            return 0;
    return k == lemma.n ? sign : 0;
}

/* A prefix to cut when what follows it has more in common with the lemma: German "gesagt", "sagen". */
static size_t prefix(ch__sv form, ch__sv lemma)
{
    enum { LONGEST = 4, GAIN = 3 };
    size_t best = 0, most = common(form, lemma) + GAIN;
    for (size_t cut = 1; cut <= LONGEST && cut < form.n; cut++) {
        size_t same = common((ch__sv){form.p + cut, form.n - cut}, lemma);
        if (same > most) {
            most = same;
            best = cut;
        }
    }
    return best;
}

uint16_t lemma_edit(lemma_data *d, ch__sv form, ch__sv lemma, bool whole)
{
    char sign = whole ? 0 : dropped(form, lemma);
    if (sign)
        return add_edit(d, CH__SV(""), 0, CH__SV(""), sign);
    size_t cut = whole ? 0 : prefix(form, lemma);
    ch__sv rest = {form.p + cut, form.n - cut};
    size_t same = whole ? 0 : common(rest, lemma);
    return add_edit(d, (ch__sv){form.p, cut}, rest.n - same, (ch__sv){lemma.p + same, lemma.n - same}, 0);
}

/* ------------------------------------------------------------------------------------------- reading -- */

ch__sv lemma_text(const lemma_data *d, uint32_t text)
{
    return ch__sv_of(d->texts.at[text]);
}

uint8_t lemma_features(const lemma_data *d, ch__sv feats)
{
    uint8_t bits = 0;
    ch__sv one;
    while (ch__sv_next(&feats, '|', &one))
        for (uint32_t i = 0; i < d->n_features; i++)
            if (ch__sv_is(one, d->features[i]))
                bits |= (uint8_t)(1u << i);
    return bits;
}

static seen *find(lemma_data *d, const seen *s)
{
    char key[128];
    int n = snprintf(key, sizeof key, "%u %u %u %u %u %u", s->form, s->lemma, s->xpos, s->upos, s->features, s->casing);
    uint32_t i = strings_add(&d->keys, (ch__sv){key, (size_t)n});
    if (i < d->n)
        return &d->at[i];
    if (i == d->cap)
        d->at = need_more(d->at, (d->cap = i ? 2 * i : 4096) * sizeof *d->at);
    d->at[d->n++] = *s;
    return &d->at[i];
}

void lemma_add(lemma_data *d, const seen *like, ch__sv form, ch__sv base)
{
    char small_form[CH__LEMMA_ROOM], small_base[CH__LEMMA_ROOM];
    if (!base.n || form.n > CH__LEMMA_LONGEST || base.n > CH__LEMMA_LONGEST)
        return;
    ch__sv lower = {small_form, ch__lemma_lower(form, small_form)},
           lemma = {small_base, ch__lemma_lower(base, small_base)};
    if (lower.n > UINT8_MAX || lemma.n > UINT8_MAX)
        return;
    seen s = *like;
    s.n = 0;
    s.form = strings_add(&d->texts, form);
    s.lower = strings_add(&d->texts, lower);
    s.lemma = strings_add(&d->texts, base);
    s.edit = lemma_edit(d, lower, lemma, false);
    find(d, &s)->n += like->n ? like->n : 1;
    if (ch__sv_eq(lemma, base))
        lemma_base_add(d, s.upos, lemma);
}

static void add_word(lemma_data *d, const ch__conllu_word *w, ch__casing casing)
{
    if (w->tag >= CH_N_UPOS)
        return;
    seen s = {.xpos = strings_add(&d->xpos, w->xpos.n ? w->xpos : CH__SV("_")),
              .upos = w->tag,
              .features = lemma_features(d, w->feats),
              .casing = (uint8_t)casing};
    lemma_add(d, &s, w->form, w->lemma);
}

static void read_treebank(lemma_data *d, const char *path)
{
    ch__conllu in;
    ch__conllu_sentence s;
    ch_err err;
    int rc = ch__conllu_open(&in, path, CH__CONLLU_TREES, &err);
    while (rc >= 0 && (rc = ch__conllu_next(&in, &s, &err)) > 0) {
        ch__casing *casings = lemma_casings(&s);
        for (uint32_t i = 0; i < s.n; i++)
            add_word(d, &s.words[i], casings[i]);
        free(casings);
    }
    ch__conllu_close(&in);
    if (rc < 0)
        die_of(&err);
}

/* ---------------------------------------------------------------------------------------------- step -- */

enum { MOST_PAIRS = 8 };

typedef struct options {
    const char *out, *part, *dev, *words;
    char *features;
    const char *pairs[MOST_PAIRS];
    int n_pairs;
    bool tell;
    char **files;
    int n_files;
} options;

static int read_options(int argc, char **argv, options *o)
{
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--out") == 0     ? &o->out
                             : strcmp(argv[i], "--part") == 0  ? &o->part
                             : strcmp(argv[i], "--dev") == 0   ? &o->dev
                             : strcmp(argv[i], "--words") == 0 ? &o->words
                                                               : NULL;
        if (strcmp(argv[i], "--tell") == 0)
            o->tell = true;
        else if (strcmp(argv[i], "--features") == 0 && i + 1 < argc)
            o->features = argv[++i];
        else if (strcmp(argv[i], "--pairs") == 0 && i + 1 < argc && o->n_pairs < MOST_PAIRS)
            o->pairs[o->n_pairs++] = argv[++i];
        else if (value && i + 1 < argc)
            *value = argv[++i];
        else if (argv[i][0] == '-')
            return -1;
        else
            o->files[o->n_files++] = argv[i];
    }
    return (o->out && o->n_files) || (o->part && o->dev && !o->n_files) ? 0 : -1;
}

static void take_features(lemma_data *d, char *list)
{
    for (char *one = list; one; one = list) {
        list = strchr(one, ',');
        if (list)
            *list++ = 0;
        if (d->n_features == CH__LEMMA_FEATURES)
            die("more than %d features", CH__LEMMA_FEATURES);
        d->features[d->n_features++] = one;
    }
}

static void data_free(lemma_data *d)
{
    strings_free(&d->keys);
    strings_free(&d->texts);
    strings_free(&d->xpos);
    strings_free(&d->edit_keys);
    strings_free(&d->pooled);
    strings_free(&d->words);
    strings_free(&d->bases);
    ch__buf_release(&d->pool);
    free(d->at);
    free(d->edits);
    free(d->offsets);
}

static void train(const options *o)
{
    lemma_data d = {0};
    ch__lemmatizer check;
    ch_err err;
    take_features(&d, o->features);
    add_edit(&d, CH__SV(""), 0, CH__SV(""), 0);
    for (int i = 0; i < o->n_files; i++)
        read_treebank(&d, o->files[i]);
    for (int i = 0; i < o->n_pairs; i++)
        lemma_pairs_read(&d, o->pairs[i]);
    if (o->words)
        lemma_words_read(&d, o->words);
    ch__model_part part = {"syntax.lemmas", lemma_section(&d)};
    if (ch__lemmatizer_load(&check, part.bytes, &err) < 0 || ch__model_write(o->out, &part, 1, &err) < 0)
        die_of(&err);
    printf("%u classes, %u edits, %u + %u cells, %zu bytes\n", check.n_classes, check.n_edits, check.n_edit_cells,
           check.n_case_cells, part.bytes.n);
    free((char *)part.bytes.p);
    data_free(&d);
}

int train_lemmas(int argc, char **argv)
{
    options o = {.files = need((size_t)argc * sizeof *o.files)};
    if (read_options(argc, argv, &o) < 0) {
        fputs(usage, stderr);
        return 2;
    }
    if (o.out)
        train(&o);
    if (o.dev)
        lemma_check(o.part ? o.part : o.out, o.dev, o.tell);
    free(o.files);
    return 0;
}

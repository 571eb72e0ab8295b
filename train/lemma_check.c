/* lemma_check.c - lemmas of a treebank by a part, with the treebank's tags. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lemmas.h"

typedef struct tally {
    uint64_t words, right, right_small;
    double seconds;
    bool tell;
} tally;

ch__casing *lemma_casings(const ch__conllu_sentence *s)
{
    ch__shape_of *shapes = need((s->n + 1) * sizeof *shapes);
    ch__casing *out = need((s->n + 1) * sizeof *out);
    bool first = true;
    for (uint32_t i = 0; i < s->n; i++)
        shapes[i] = ch__form_shape(s->words[i].form);
    ch__style style = ch__sentence_style(shapes, s->n);
    for (uint32_t i = 0; i < s->n; i++) {
        out[i] = ch__casing_of(shapes[i], first, style);
        if (shapes[i].letters != CH__NO_LETTERS)
            first = false;
    }
    free(shapes);
    return out;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool same_small(ch__sv a, ch__sv b)
{
    char x[CH__LEMMA_ROOM], y[CH__LEMMA_ROOM];
    if (a.n > CH__LEMMA_LONGEST || b.n > CH__LEMMA_LONGEST)
        return false;
    return ch__sv_eq((ch__sv){x, ch__lemma_lower(a, x)}, (ch__sv){y, ch__lemma_lower(b, y)});
}

static void judge(tally *t, const ch__conllu_word *w, const char *got)
{
    t->words++;
    if (!w->lemma.n || ch__sv_is(w->lemma, got)) { /* without a lemma, any is right (CoNLL 2018 shared task) */
        t->right++;
        t->right_small++;
        return;
    }
    t->right_small += same_small(w->lemma, ch__sv_of(got));
    if (t->tell)
        printf("%.*s\t%s\t%.*s\t%.*s\t%.*s\t%s\n", (int)w->form.n, w->form.p, ch_upos_name((ch_upos)w->tag),
               (int)w->xpos.n, w->xpos.p, (int)w->feats.n, w->feats.p, (int)w->lemma.n, w->lemma.p, got);
}

static void check_sentence(tally *t, const ch__lemmatizer *l, ch__arena *arena, const ch__conllu_sentence *s)
{
    ch__casing *casings = lemma_casings(s);
    uint32_t *classes = need((s->n + 1) * sizeof *classes);
    const char **lemmas = need((s->n + 1) * sizeof *lemmas);
    for (uint32_t i = 0; i < s->n; i++) {
        const ch__conllu_word *w = &s->words[i];
        const char *xpos = ch__copy(arena, w->xpos), *feats = ch__copy(arena, w->feats);
        classes[i] = ch__lemmatizer_class(l, (ch_upos)w->tag, w->xpos.n ? xpos : "_", feats);
    }
    double start = now();
    for (uint32_t i = 0; i < s->n; i++)
        lemmas[i] = ch__lemmatizer_lemma(l, arena, s->words[i].form, classes[i], casings[i]);
    t->seconds += now() - start;
    for (uint32_t i = 0; i < s->n; i++)
        judge(t, &s->words[i], lemmas[i]);
    free(casings);
    free(classes);
    free(lemmas);
}

void lemma_check(const char *part, const char *path, bool tell)
{
    tally t = {.tell = tell};
    ch__model *m;
    ch__lemmatizer l;
    ch__arena arena = {0};
    ch__conllu in;
    ch__conllu_sentence s;
    ch_err err;
    if (ch__model_open(&m, part, &err) < 0 || ch__lemmatizer_load(&l, ch__model_section(m, "syntax.lemmas"), &err) < 0)
        die_of(&err);
    int rc = ch__conllu_open(&in, path, CH__CONLLU_TREES, &err);
    while (rc >= 0 && (rc = ch__conllu_next(&in, &s, &err)) > 0) {
        check_sentence(&t, &l, &arena, &s);
        ch__arena_clear(&arena);
    }
    ch__conllu_close(&in);
    if (rc < 0)
        die_of(&err);
    double words = t.words ? (double)t.words : 1;
    printf("%s: %llu words, lemmas %.2f %%, without regard to case %.2f %%, %.0f ns a word\n", path,
           (unsigned long long)t.words, 100 * (double)t.right / words, 100 * (double)t.right_small / words,
           1e9 * t.seconds / words);
    ch__arena_release(&arena);
    ch__model_close(m);
}

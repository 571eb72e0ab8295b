/* overlap.c - runs of words that stand in two sentences. */
#include "base/hash.h"
#include "base/utf8.h"
#include "corpus/measure.h"

/* ---- words ---- */

bool ch__corpus_word(ch__sv *rest, ch__sv *word)
{
    size_t i = 0;
    while (i < rest->n) {
        size_t end = i;
        while (end < rest->n && !ch__is_space((unsigned char)rest->p[end]))
            end++;
        size_t from = i, to = end;
        while (from < to && !ch__is_word_byte(rest->p[from]))
            from++;
        while (to > from && !ch__is_word_byte(rest->p[to - 1]))
            to--;
        i = end + (end < rest->n);
        if (from < to) {
            *word = (ch__sv){rest->p + from, to - from};
            *rest = (ch__sv){rest->p + i, rest->n - i};
            return true;
        }
    }
    return false;
}

uint32_t ch__corpus_words(ch__sv text)
{
    uint32_t n = 0;
    for (ch__sv word; ch__corpus_word(&text, &word);)
        n++;
    return n;
}

/* ---- runs ---- */

static void grow(ch__runs *runs)
{
    uint32_t cap = runs->cap ? runs->cap * 2 : 1 << 14;
    struct ch__run_place *old = runs->at;
    runs->at = ch__alloc_array(runs->arena, cap, sizeof *runs->at);
    for (uint32_t i = 0; i < runs->cap; i++) {
        if (!old[i].hash)
            continue;
        uint32_t at = (uint32_t)old[i].hash & (cap - 1);
        while (runs->at[at].hash)
            at = (at + 1) & (cap - 1);
        runs->at[at] = old[i];
    }
    runs->cap = cap;
}

/* The place of a hash: empty where it is new. */
static struct ch__run_place *place_of(ch__runs *runs, uint64_t hash)
{
    if (runs->n * 2 >= runs->cap)
        grow(runs);
    uint32_t at = (uint32_t)hash & (runs->cap - 1);
    while (runs->at[at].hash && runs->at[at].hash != hash)
        at = (at + 1) & (runs->cap - 1);
    return &runs->at[at];
}

static uint64_t hash_of(const uint64_t *words)
{
    uint64_t h = ch__hash64((ch__sv){(const char *)words, CH__SHARED_RUN * sizeof *words});
    return h ? h : 1;
}

/* Notes a run of the sentence; tells of an earlier one unless something was told of the sentence. */
static void add_run(ch__runs *runs, ch__corpus_reader *r, const uint64_t *words, ch__sv run, uint32_t line, bool *told)
{
    uint64_t hash = hash_of(words);
    struct ch__run_place *p = place_of(runs, hash);
    if (!p->hash) {
        *p = (struct ch__run_place){hash, r->file, line};
        runs->n++;
    } else if (!*told && (p->line != line || p->file != r->file)) {
        ch__corpus_fault(r, line, "shares words with %s:%u: \"%.*s\"", p->file, (unsigned)p->line, (int)run.n, run.p);
        *told = true;
    }
}

static void add_sentence(ch__runs *runs, ch__corpus_reader *r, ch__sv text, uint32_t line)
{
    enum { LONGEST = 256 };
    uint64_t words[CH__SHARED_RUN] = {0}; /* the last ones; 0 before the first */
    ch__sv starts[CH__SHARED_RUN] = {{0}}, word, rest = text;
    uint32_t n = 0;
    bool told = false;
    for (; ch__corpus_word(&rest, &word); n++) {
        char folded[LONGEST];
        size_t len = ch__fold(word.p, word.n, folded, sizeof folded);
        memmove(words, words + 1, sizeof words - sizeof *words);
        memmove(starts, starts + 1, sizeof starts - sizeof *starts);
        words[CH__SHARED_RUN - 1] = ch__hash64(len == (size_t)-1 ? word : (ch__sv){folded, len});
        starts[CH__SHARED_RUN - 1] = word;
        if (n + 1 >= CH__SHARED_RUN)
            add_run(runs, r, words, ch__sv_between(starts[0].p, word.p + word.n), line, &told);
    }
    if (n && n < CH__SHARED_RUN) /* a short sentence as a whole */
        add_run(runs, r, words, text, line, &told);
}

void ch__runs_add(ch__runs *runs, ch__corpus_reader *r, const ch__corpus_unit *u)
{
    for (uint32_t s = 0; s < u->doc->n_sentences; s++)
        add_sentence(runs, r, ch__doc_sv(u->doc, u->doc->sentences[s].bytes), u->sentence_lines[s]);
}

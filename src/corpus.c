/* corpus.c - the corpus for users of the library: reading it through with the engine's tables. */
#include <setjmp.h>
#include <stdlib.h>

#include "base/date.h"
#include "corpus/agree.h"
#include "corpus/corpus.h"
#include "corpus/forms.h"
#include "corpus/measure.h"
#include "corpus/stats.h"
#include "engine.h"
#include "syntax/lines.h"

/* A reader with its vocabulary over the options' paths. */
typedef struct session {
    ch__corpus_reader r;
    ch__vocabulary v;
    const ch_corpus_options *options;
} session;

static int open_session(session *s, const ch_engine *engine, const ch_corpus_options *options, ch_err *err)
{
    jmp_buf guard;
    *s = (session){.options = options, .r = {.v = &s->v, .fault = options->fault, .fault_ctx = options->fault_ctx}};
    if (!options->n_paths)
        return ch__fail(err, CH_EUSAGE, "no file and no directory of a corpus is named");
    if (setjmp(guard))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    s->r.arena.guard = &guard;
    int rc = ch__vocabulary_load(&s->v, engine->knowledge, &s->r.arena, err);
    s->r.arena.guard = NULL;
    return rc;
}

static void close_session(session *s)
{
    ch__arena_release(&s->r.arena);
}

static bool is_asked_for(const session *s, const ch__corpus_unit *u)
{
    return !s->options->splits || (s->options->splits & 1u << u->split);
}

/* Asked for and without a fault. */
static bool is_usable(session *s, const ch__corpus_unit *u)
{
    return is_asked_for(s, u) && !u->faulty && ch__corpus_check_unit(&s->r, u);
}

/* ---- check ---- */

typedef struct check {
    session s;
    ch__runs runs;
    ch_corpus_counts *out;
} check;

static bool holds_event(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_records; i++)
        if (doc->records[i].kind == CH_EVENT && doc->records[i].sentence == sentence)
            return true;
    return false;
}

static void count(ch_corpus_counts *n, const ch__corpus_unit *u)
{
    if (u->story) {
        n->stories++;
        n->story_sentences += u->doc->n_sentences;
    } else {
        n->sentences++;
    }
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        n->records[u->doc->records[i].kind]++;
    for (uint32_t i = 0; i < u->doc->n_sentences; i++)
        n->without_event += !holds_event(u->doc, i);
}

static int check_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    check *c = ctx;
    (void)err;
    if (!is_asked_for(&c->s, u))
        return CH_OK;
    if (!u->faulty)
        (void)ch__corpus_check_unit(&c->s.r, u);
    ch__runs_add(&c->runs, &c->s.r, u);
    count(c->out, u);
    return CH_OK;
}

int ch_corpus_check(const ch_engine *engine, const ch_corpus_options *options, ch_corpus_counts *out, ch_err *err)
{
    check c = {.out = out};
    *out = (ch_corpus_counts){0};
    ch__err_clear(err);
    int rc = open_session(&c.s, engine, options, err);
    c.runs.arena = &c.s.r.arena;
    if (rc == CH_OK)
        rc = ch__corpus_read(&c.s.r, options->paths, options->n_paths, check_unit, &c, err);
    out->faults = c.s.r.faults;
    close_session(&c.s);
    return rc;
}

/* ---- stats ---- */

struct ch_corpus_stats_inside {
    session s;
    ch__tally tally;
    ch__prose corpus, beside;
    ch_reader *reader; /* in use */
    ch_doc *doc;
    ch__lines lines;
    bool open; /* lines */
};

static int count_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    struct ch_corpus_stats_inside *in = ctx;
    (void)err;
    if (!is_usable(&in->s, u))
        return CH_OK;
    ch__tally_unit(&in->tally, &in->s.v, u);
    for (uint32_t i = 0; i < u->doc->n_sentences; i++)
        ch__prose_sentence(&in->corpus, ch__doc_sv(u->doc, u->doc->sentences[i].bytes));
    return CH_OK;
}

/* "dimension<TAB>value<TAB>wanted"; "#" begins a comment. */
static void want(struct ch_corpus_stats_inside *in, ch__sv line, uint32_t number)
{
    ch__sv field[3] = {{0}}, rest = line;
    size_t n = 0;
    uint64_t wanted = 0;
    while (n < 3 && ch__sv_next(&rest, '\t', &field[n]))
        n++;
    for (size_t i = 0; i < field[2].n; i++)
        wanted = ch__is_digit((unsigned char)field[2].p[i]) && wanted < UINT32_MAX
                     ? wanted * 10 + (uint64_t)(field[2].p[i] - '0')
                     : UINT64_MAX;
    if (n != 3 || rest.p || !field[2].n || wanted > UINT32_MAX) {
        ch__corpus_fault(&in->s.r, number, "a line of the matrix is dimension, value and number, with tabs between");
        return;
    }
    ch__tally_cell(&in->tally, ch__copy(&in->s.r.arena, field[0]), ch__copy(&in->s.r.arena, field[1]))->wanted = wanted;
}

static int read_matrix(struct ch_corpus_stats_inside *in, const char *path, ch_err *err)
{
    ch__sv stretch, line;
    int64_t number;
    int rc = ch__lines_open(&in->lines, path, err);
    in->open = true;
    in->s.r.file = path;
    while (rc >= 0 && (rc = ch__lines_next(&in->lines, &stretch, &number, err)) > 0)
        for (; ch__line_of(&stretch, &line); number++)
            if (line.n && line.p[0] != '#')
                want(in, line, (uint32_t)number);
    return rc;
}

static void measure_beside(struct ch_corpus_stats_inside *in, const ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (ch_doc_sentence_coded(doc, i))
            ch__prose_sentence(&in->beside, ch__doc_sv(doc, doc->sentences[i].bytes));
}

static int read_beside(struct ch_corpus_stats_inside *in, const ch_engine *engine, ch_work *work,
                       const char *const *paths, size_t n, ch_err *err)
{
    static const ch_doc_options text_only = {.text_only = true};
    ch_input input;
    ch_err why;
    int rc = ch_reader_open(&in->reader, paths, n, NULL, err);
    if (rc < 0)
        return rc;
    while ((rc = ch_reader_next(in->reader, &input, &why)) != 0) {
        if (rc > 0)
            rc = ch_doc_code(engine, work, &input, &text_only, &in->doc, &why);
        if (rc == CH_ENOMEM)
            return ch__fail(err, CH_ENOMEM, "out of memory");
        if (rc < 0) { /* one bad document */
            in->s.r.file = why.file;
            ch__corpus_fault(&in->s.r, (uint32_t)why.line, "%s", why.message);
            continue;
        }
        measure_beside(in, in->doc);
        ch_doc_free(in->doc);
        in->doc = NULL;
    }
    return CH_OK;
}

static int count_corpus(struct ch_corpus_stats_inside *in, const ch_engine *engine, ch_work *work, const char *matrix,
                        const char *const *beside, size_t n_beside, ch_err *err)
{
    const ch_corpus_options *o = in->s.options;
    int rc = ch__corpus_read(&in->s.r, o->paths, o->n_paths, count_unit, in, err);
    if (rc >= 0 && matrix)
        rc = read_matrix(in, matrix, err);
    if (rc >= 0 && n_beside)
        rc = read_beside(in, engine, work, beside, n_beside, err);
    return rc;
}

int ch_corpus_count(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, const char *matrix,
                    const char *const *beside, size_t n_beside, ch_corpus_stats *out, ch_err *err)
{
    struct ch_corpus_stats_inside *in = ch__malloc(sizeof *in);
    jmp_buf guard;
    *out = (ch_corpus_stats){.inside = in};
    ch__err_clear(err);
    if (!in)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *in = (struct ch_corpus_stats_inside){0};
    volatile int rc = open_session(&in->s, engine, options, err);
    in->tally.arena = in->corpus.arena = in->beside.arena = &in->s.r.arena;
    if (rc == CH_OK && setjmp(guard) == 0) {
        in->s.r.arena.guard = &guard;
        rc = count_corpus(in, engine, work, matrix, beside, n_beside, err);
        ch__tally_sort(&in->tally);
        out->cells = in->tally.cells;
        out->n_cells = in->tally.n;
        out->faults = in->s.r.faults;
        ch__prose_measure(&in->corpus, &out->corpus);
        ch__prose_measure(&in->beside, &out->beside);
    } else if (rc == CH_OK) {
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    }
    if (rc < 0)
        ch_corpus_stats_release(out);
    return rc;
}

void ch_corpus_stats_release(ch_corpus_stats *stats)
{
    if (stats->inside) {
        if (stats->inside->open)
            ch__lines_close(&stats->inside->lines);
        ch_doc_free(stats->inside->doc);
        ch_reader_close(stats->inside->reader);
        close_session(&stats->inside->s);
        free(stats->inside);
    }
    *stats = (ch_corpus_stats){0};
}

/* ---- convert ---- */

typedef struct conversion {
    session s;
    const ch_engine *engine;
    ch_work *work;
    ch_corpus_form form;
    ch_write_fn write;
    void *ctx;
    ch__buf out;
} conversion;

static int form_unit(conversion *c, ch__corpus_unit *u, ch_err *err)
{
    jmp_buf guard;
    ch__arena *scratch = &c->work->scratch;
    ch__arena_clear(scratch);
    if (setjmp(guard)) {
        scratch->guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    scratch->guard = &guard;
    ch__doc_arena(u->doc)->guard = &guard;
    switch (c->form) {
    case CH_FORM_RECORDS: ch__form_records(&c->out, c->engine->knowledge, scratch, u); break;
    case CH_FORM_DOCUMENTS: ch__form_document(&c->out, u); break;
    case CH_FORM_PAIRS: ch__form_pairs(&c->out, c->engine->knowledge, u); break;
    case CH_FORM_CONLLU: ch__corpus_tokens(c->engine->knowledge, scratch, u->doc); break;
    default: ch__form_text(&c->out, u); break;
    }
    scratch->guard = NULL;
    if (c->form != CH_FORM_CONLLU)
        return CH_OK;
    int rc = ch_doc_parse(c->engine, c->work, u->doc, err);
    if (rc >= 0)
        ch__form_conllu(&c->out, u);
    return rc;
}

static int convert_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    conversion *c = ctx;
    if (!is_usable(&c->s, u))
        return CH_OK;
    ch__buf_clear(&c->out);
    int rc = form_unit(c, u, err);
    if (rc >= 0 && c->out.failed)
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc >= 0 && c->out.n && (rc = c->write(c->ctx, c->out.p, c->out.n)) < 0)
        ch__fail(err, rc, "the output could not be written");
    return rc;
}

int ch_corpus_convert(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, ch_corpus_form form,
                      ch_write_fn write, void *ctx, uint64_t *faults, ch_err *err)
{
    conversion c = {.engine = engine, .work = work, .form = form, .write = write, .ctx = ctx};
    ch__err_clear(err);
    int rc = open_session(&c.s, engine, options, err);
    if (rc == CH_OK)
        rc = ch__corpus_read(&c.s.r, options->paths, options->n_paths, convert_unit, &c, err);
    *faults = c.s.r.faults;
    ch__buf_release(&c.out);
    close_session(&c.s);
    return rc;
}

/* ---- agree ---- */

struct ch_corpus_agreement_inside {
    session s;
    ch__comparison c;
    ch__corpus_unit *second; /* their documents are ours */
    uint32_t n_second, cap_second;
    bool *met; /* of the second's units */
    uint64_t units;
    const ch_engine *engine; /* for comparing with what it finds */
    ch_work *work;
    ch_doc *doc; /* in use */
};

static int keep_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    struct ch_corpus_agreement_inside *in = ctx;
    (void)err;
    if (!is_usable(&in->s, u))
        return CH_OK;
    *CH__PUSH(&in->s.r.arena, in->second, in->n_second, in->cap_second) = *u;
    u->doc = NULL;
    return CH_OK;
}

static int compare_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    struct ch_corpus_agreement_inside *in = ctx;
    (void)err;
    bool usable = is_usable(&in->s, u), compared = false;
    for (uint32_t i = 0; i < in->n_second; i++) {
        if (strcmp(in->second[i].doc->hash, u->doc->hash) != 0)
            continue;
        in->met[i] = true;
        if (usable && !compared)
            ch__compare_units(&in->c, u, &in->second[i]);
        compared = true;
    }
    in->units += usable && compared;
    return CH_OK;
}

/* The same with what the engine finds in the unit's text. */
static int compare_with_engine(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    struct ch_corpus_agreement_inside *in = ctx;
    char iso[12];
    ch_doc_options options = {.published = u->doc->published.year ? ch__date_iso(u->doc->published, iso) : NULL};
    ch_input input = {.name = u->doc->name,
                      .uri = u->doc->uri,
                      .bytes = u->doc->text,
                      .len = u->doc->len,
                      .format = CH_FORMAT_PLAIN,
                      .container = CH_FORMAT_PLAIN,
                      .language = "en",
                      .source_country = u->voice_country,
                      .charset = "utf-8"};
    ch__corpus_unit found;
    if (!is_usable(&in->s, u))
        return CH_OK;
    int rc = ch_doc_code(in->engine, in->work, &input, &options, &in->doc, err);
    if (rc < 0)
        return rc;
    if (strcmp(in->doc->text, u->doc->text) == 0) {
        ch__doc_arena(in->doc)->guard = in->s.r.arena.guard;
        ch__unit_of_engine(&found, in->doc);
        ch__compare_units(&in->c, u, &found);
        in->units++;
    } else {
        ch__corpus_fault(&in->s.r, u->line, "the stored text is another one, so spans cannot be compared");
    }
    ch_doc_free(in->doc);
    in->doc = NULL;
    return CH_OK;
}

static int compare_corpora(struct ch_corpus_agreement_inside *in, const char *second, ch_err *err)
{
    const ch_corpus_options *o = in->s.options;
    if (!second) {
        int rc = ch__corpus_read(&in->s.r, o->paths, o->n_paths, compare_with_engine, in, err);
        ch__comparison_end(&in->c);
        return rc;
    }
    int rc = ch__corpus_read(&in->s.r, &second, 1, keep_unit, in, err);
    in->met = ch__alloc_array(&in->s.r.arena, in->n_second, sizeof *in->met);
    if (rc >= 0)
        rc = ch__corpus_read(&in->s.r, o->paths, o->n_paths, compare_unit, in, err);
    ch__comparison_end(&in->c);
    return rc;
}

int ch_corpus_agree(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, const char *second,
                    ch_difference_fn difference, void *ctx, ch_corpus_agreement *out, ch_err *err)
{
    struct ch_corpus_agreement_inside *in = ch__malloc(sizeof *in);
    jmp_buf guard;
    *out = (ch_corpus_agreement){.inside = in};
    ch__err_clear(err);
    if (!in)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *in = (struct ch_corpus_agreement_inside){.engine = engine, .work = work};
    volatile int rc = open_session(&in->s, engine, options, err);
    in->c = (ch__comparison){.arena = &in->s.r.arena, .difference = difference, .ctx = ctx};
    if (rc == CH_OK && setjmp(guard) == 0) {
        in->s.r.arena.guard = &guard;
        rc = compare_corpora(in, second, err);
        out->rows = in->c.rows;
        out->n_rows = in->c.n;
        out->units = in->units;
        for (uint32_t i = 0; i < in->n_second; i++)
            out->missing += !in->met[i];
        out->faults = in->s.r.faults;
    } else if (rc == CH_OK) {
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    }
    if (rc < 0)
        ch_corpus_agreement_release(out);
    return rc;
}

void ch_corpus_agreement_release(ch_corpus_agreement *agreement)
{
    if (agreement->inside) {
        ch_doc_free(agreement->inside->doc);
        for (uint32_t i = 0; i < agreement->inside->n_second; i++)
            ch_doc_free(agreement->inside->second[i].doc);
        close_session(&agreement->inside->s);
        free(agreement->inside);
    }
    *agreement = (ch_corpus_agreement){0};
}

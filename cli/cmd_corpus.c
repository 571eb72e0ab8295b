/* cmd_corpus.c - the annotated corpus: checked, counted, turned into other forms, compared. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

const option_def corpus_options[] = {
    {"split", 's', "PART", "only train, dev or held (several with commas)"},
    {"to", 't', "FORM", "records, documents, pairs, conllu or text (convert)"},
    {"matrix", 'M', "FILE", "how often each value is wanted: dimension, value, number (stats)"},
    {"beside", 'b', "PATH", "other news, measured beside the corpus (stats)"},
    {"second", '2', "PATH", "another annotation of some of the same texts; without it, what chancery finds (agree)"},
    {"differences", 'd', NULL, "each difference, as JSONL (agree)"},
    {"json", 'j', NULL, "one JSON object (stats, agree)"},
    {"quiet", 'q', NULL, "no faults, only the exit code and the counts"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"model", 0, "FILE", "model file to use"},
    EVENT_OPTIONS,
    {NULL, 0, NULL, NULL}};
enum {
    OPT_SPLIT,
    OPT_TO,
    OPT_MATRIX,
    OPT_BESIDE,
    OPT_SECOND,
    OPT_DIFFERENCES,
    OPT_JSON,
    OPT_QUIET,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_EVENTS
};

static void print_fault(void *ctx, const ch_err *fault)
{
    (void)ctx;
    complain_of(fault);
}

/* "train,dev" as bits; 0 when a name is none. */
static unsigned take_splits(const char *list)
{
    unsigned splits = 0;
    while (*list) {
        size_t n = strcspn(list, ",");
        int found = -1;
        for (int s = 0; s < CH_N_SPLITS; s++)
            if (strlen(ch_split_name((ch_split)s)) == n && memcmp(list, ch_split_name((ch_split)s), n) == 0)
                found = s;
        if (found < 0)
            return 0;
        splits |= 1u << found;
        list += n + (list[n] == ',');
    }
    return splits;
}

static int failed(const ch_err *err)
{
    complain_of(err);
    return EXIT_FAILED;
}

/* ---- check ---- */

static int check_corpus(const machine *m, const ch_corpus_options *options)
{
    ch_corpus_counts n;
    ch_err err;
    if (ch_corpus_check(m->engine, options, &n, &err) < 0)
        return failed(&err);
    printf(
        "%llu sentences, %llu stories of %llu sentences; %llu events, %llu statements, %llu agreements, %llu levels, "
        "%llu figures; %llu sentences without event; %llu fault%s\n",
        (unsigned long long)n.sentences, (unsigned long long)n.stories, (unsigned long long)n.story_sentences,
        (unsigned long long)n.records[CH_EVENT], (unsigned long long)n.records[CH_STATEMENT],
        (unsigned long long)n.records[CH_AGREEMENT], (unsigned long long)n.records[CH_LEVEL],
        (unsigned long long)n.records[CH_FIGURE], (unsigned long long)n.without_event, (unsigned long long)n.faults,
        n.faults == 1 ? "" : "s");
    return n.faults ? EXIT_FAILED : EXIT_DONE;
}

/* ---- stats ---- */

static void print_prose_row(const char *what, const char *format, double corpus, double beside, bool both)
{
    printf("%-34s", what);
    printf(format, corpus);
    if (both)
        printf(format, beside);
    putchar('\n');
}

static void print_prose(const ch_prose_measures *c, const ch_prose_measures *b)
{
    bool both = b->words > 0;
    printf("%-34s%12s%s\n", "text", "corpus", both ? "      beside" : "");
    print_prose_row("sentences", "%12.0f", (double)c->sentences, (double)b->sentences, both);
    print_prose_row("words", "%12.0f", (double)c->words, (double)b->words, both);
    print_prose_row("different words", "%12.0f", (double)c->types, (double)b->types, both);
    print_prose_row("that stand once", "%12.0f", (double)c->hapaxes, (double)b->hapaxes, both);
    print_prose_row("different in 500 in a row", "%12.3f", c->moving_ratio, b->moving_ratio, both);
    print_prose_row("words a sentence: 10 %", "%12.0f", c->shortest_tenth, b->shortest_tenth, both);
    print_prose_row("50 %", "%12.0f", c->median, b->median, both);
    print_prose_row("90 %", "%12.0f", c->longest_tenth, b->longest_tenth, both);
    print_prose_row("longest", "%12.0f", c->longest, b->longest, both);
    print_prose_row("sentences over 45 words, %", "%12.1f", 100 * c->share_long, 100 * b->share_long, both);
}

/* "count" or "count/wanted", with an exclamation mark where too few are there. */
static int print_cell(const ch_corpus_cell *c, int wide)
{
    printf("  %-*s %5llu", wide, c->value, (unsigned long long)c->count);
    if (!c->wanted)
        return printf("       ");
    return printf("/%-4llu%s", (unsigned long long)c->wanted, c->count < c->wanted ? "! " : "  ");
}

/* Cells of one dimension in columns. */
static void print_list(const ch_corpus_cell *cells, size_t n)
{
    int wide = 0;
    for (size_t i = 0; i < n; i++)
        wide = (int)strlen(cells[i].value) > wide ? (int)strlen(cells[i].value) : wide;
    size_t columns = 110 / ((size_t)wide + 15) ? 110 / ((size_t)wide + 15) : 1, rows = (n + columns - 1) / columns;
    printf("\n%s (%zu)\n", cells[0].dimension, n);
    for (size_t r = 0; r < rows; r++) {
        for (size_t i = r; i < n; i += rows)
            print_cell(&cells[i], wide);
        putchar('\n');
    }
}

/* The part of "A/b" before or behind the slash. */
static const char *second_of(const char *value)
{
    return strchr(value, '/') + 1;
}

static bool same_first(const char *a, const char *b)
{
    size_t n = strcspn(a, "/");
    return n == strcspn(b, "/") && memcmp(a, b, n) == 0;
}

/* Cells "A/b" of one dimension as a table of A by b; b in the order of the first row that has it. */
static void print_table(const ch_corpus_cell *cells, size_t n)
{
    enum { MOST = 16 };
    const char *columns[MOST];
    size_t n_columns = 0;
    for (size_t i = 0; i < n; i++) {
        size_t c = 0;
        while (c < n_columns && strcmp(columns[c], second_of(cells[i].value)) != 0)
            c++;
        if (c == n_columns && n_columns < MOST)
            columns[n_columns++] = second_of(cells[i].value);
    }
    printf("\n%-12s", cells[0].dimension);
    for (size_t c = 0; c < n_columns; c++)
        printf("%13s", columns[c]);
    for (size_t i = 0; i < n;) {
        size_t row = i;
        printf("\n%-17.*s", (int)strcspn(cells[i].value, "/"), cells[i].value);
        while (i < n && same_first(cells[row].value, cells[i].value))
            i++;
        for (size_t c = 0; c < n_columns; c++) {
            const ch_corpus_cell none = {0}, *cell = &none;
            for (size_t k = row; k < i; k++)
                if (strcmp(second_of(cells[k].value), columns[c]) == 0)
                    cell = &cells[k];
            printf("%*llu%c", c ? 12 : 7, (unsigned long long)cell->count, cell->count < cell->wanted ? '!' : ' ');
        }
    }
    putchar('\n');
}

/* Whether the cells of a dimension are pairs "A/b" to be laid out as a table. */
static bool is_table(const ch_corpus_cell *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr(cells[i].value, '/'))
            return false;
    return strncmp(cells[0].dimension, "type by", 7) == 0;
}

static unsigned long long sum(const ch_corpus_stats *s, const char *dimension)
{
    unsigned long long n = 0;
    for (size_t i = 0; i < s->n_cells; i++)
        if (strcmp(s->cells[i].dimension, dimension) == 0)
            n += s->cells[i].count;
    return n;
}

static void print_shares(const ch_corpus_stats *s)
{
    const ch_corpus_cell *most = NULL;
    unsigned long long sentences = sum(s, "sentence"), plain = 0, cooperative = 0, countries = 0, few = 0, wanted = 0;
    for (size_t i = 0; i < s->n_cells; i++) {
        const ch_corpus_cell *c = &s->cells[i];
        bool country = strcmp(c->dimension, "country") == 0;
        countries += country;
        if (country && (!most || c->count > most->count))
            most = c;
        if (strcmp(c->dimension, "sentence") == 0 && strcmp(c->value, "event") == 0)
            plain = c->count;
        if (strcmp(c->dimension, "tone") == 0 && strcmp(c->value, "cooperative") == 0)
            cooperative = c->count;
        wanted += c->wanted > 0;
        few += c->count < c->wanted;
    }
    if (!sentences)
        return;
    printf("\n%llu countries", countries);
    if (most)
        printf("; %s in most sentences, %.1f %%", most->value, 100.0 * (double)most->count / (double)sentences);
    printf("\n%.1f %% of the sentences are negative or hold a near miss\n",
           100.0 * (double)(sentences - plain) / (double)sentences);
    if (sum(s, "tone"))
        printf("%.1f %% of the events are cooperative\n", 100.0 * (double)cooperative / (double)sum(s, "tone"));
    if (wanted)
        printf("%llu of the %llu values that the matrix asks for stand too seldom\n", few, wanted);
}

static void print_stats(const ch_corpus_stats *s)
{
    print_prose(&s->corpus, &s->beside);
    print_shares(s);
    for (size_t i = 0, n; i < s->n_cells; i += n) {
        for (n = 1; i + n < s->n_cells && strcmp(s->cells[i].dimension, s->cells[i + n].dimension) == 0;)
            n++;
        (is_table(&s->cells[i], n) ? print_table : print_list)(&s->cells[i], n);
    }
}

static void json_prose(const ch_prose_measures *p)
{
    printf(
        "{\"sentences\":%llu,\"words\":%llu,\"types\":%llu,\"hapaxes\":%llu,\"moving_ratio\":%.4f,\"length\":[%u,%u,%u,"
        "%u],\"share_long\":%.4f}",
        (unsigned long long)p->sentences, (unsigned long long)p->words, (unsigned long long)p->types,
        (unsigned long long)p->hapaxes, p->moving_ratio, p->shortest_tenth, p->median, p->longest_tenth, p->longest,
        p->share_long);
}

static void json_stats(const ch_corpus_stats *s)
{
    printf("{\"corpus\":");
    json_prose(&s->corpus);
    if (s->beside.words) {
        printf(",\"beside\":");
        json_prose(&s->beside);
    }
    printf(",\"cells\":[");
    for (size_t i = 0; i < s->n_cells; i++) {
        printf("%s{\"dimension\":", i ? "," : "");
        print_json_text(s->cells[i].dimension);
        printf(",\"value\":");
        print_json_text(s->cells[i].value);
        printf(",\"count\":%llu,\"wanted\":%llu}", (unsigned long long)s->cells[i].count,
               (unsigned long long)s->cells[i].wanted);
    }
    printf("]}\n");
}

static int count_corpus(const arguments *args, const machine *m, const ch_corpus_options *options)
{
    ch_corpus_stats s;
    ch_err err;
    const char *beside = args->value[OPT_BESIDE];
    if (ch_corpus_count(m->engine, m->work, options, args->value[OPT_MATRIX], &beside, beside != NULL, &s, &err) < 0)
        return failed(&err);
    if (args->value[OPT_JSON])
        json_stats(&s);
    else
        print_stats(&s);
    int code = s.faults ? EXIT_FAILED : EXIT_DONE;
    ch_corpus_stats_release(&s);
    return code;
}

/* ---- convert ---- */

static int write_out(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    return fwrite(bytes, 1, n, stdout) == n ? 0 : CH_EIO;
}

static int convert_corpus(const machine *m, const ch_corpus_options *options, int form)
{
    ch_err err;
    uint64_t faults;
    if (ch_corpus_convert(m->engine, m->work, options, (ch_corpus_form)form, write_out, NULL, &faults, &err) < 0)
        return failed(&err);
    return faults ? EXIT_FAILED : EXIT_DONE;
}

/* The form of that name, or -1. */
static int form_of(const char *name)
{
    for (int f = 0; name && f < CH_N_FORMS; f++)
        if (strcmp(name, ch_corpus_form_name((ch_corpus_form)f)) == 0)
            return f;
    return -1;
}

/* ---- agree ---- */

/* "FILE:LINE" */
static void json_place(const char *key, const char *file, uint32_t line)
{
    char place[1024];
    snprintf(place, sizeof place, "%s:%u", file, (unsigned)line);
    fputs(key, stdout);
    print_json_text(place);
}

static void print_difference(void *ctx, const ch_difference *d)
{
    (void)ctx;
    printf("{\"field\":\"%s\",\"first\":", d->field);
    print_json_text(d->first);
    printf(",\"second\":");
    print_json_text(d->second);
    json_place(",\"first_at\":", d->first_file, d->first_line);
    json_place(",\"second_at\":", d->second_file, d->second_line);
    printf("}\n");
}

static double f1(const ch_agreement_row *r)
{
    return r->first + r->second ? 2.0 * (double)r->agreed / (double)(r->first + r->second) : 0;
}

static void print_agreement(const ch_corpus_agreement *a)
{
    printf("%llu units compared\n%-42s|   First |  Second |  Agreed |     F1 |  Kappa\n", (unsigned long long)a->units,
           "Field");
    for (int i = 0; i < 42; i++)
        putchar('-');
    printf("+---------+---------+---------+--------+-------\n");
    for (size_t i = 0; i < a->n_rows; i++) {
        const ch_agreement_row *r = &a->rows[i];
        printf("%-42s|%8llu |%8llu |%8llu |%7.3f |", r->field, (unsigned long long)r->first,
               (unsigned long long)r->second, (unsigned long long)r->agreed, f1(r));
        if (isnan(r->kappa))
            putchar('\n');
        else
            printf("%7.3f\n", r->kappa);
    }
}

static void json_agreement(const ch_corpus_agreement *a)
{
    printf("{\"units\":%llu,\"fields\":[", (unsigned long long)a->units);
    for (size_t i = 0; i < a->n_rows; i++) {
        const ch_agreement_row *r = &a->rows[i];
        printf("%s{\"field\":\"%s\",\"first\":%llu,\"second\":%llu,\"agreed\":%llu,\"f1\":%.4f", i ? "," : "", r->field,
               (unsigned long long)r->first, (unsigned long long)r->second, (unsigned long long)r->agreed, f1(r));
        if (!isnan(r->kappa))
            printf(",\"kappa\":%.4f", r->kappa);
        putchar('}');
    }
    printf("]}\n");
}

static int compare_corpora(const arguments *args, const machine *m, const ch_corpus_options *options)
{
    ch_corpus_agreement a;
    ch_err err;
    bool differences = args->value[OPT_DIFFERENCES] != NULL;
    if (ch_corpus_agree(m->engine, m->work, options, args->value[OPT_SECOND], differences ? print_difference : NULL,
                        NULL, &a, &err) < 0)
        return failed(&err);
    if (args->value[OPT_JSON])
        json_agreement(&a);
    else if (!differences)
        print_agreement(&a);
    if (a.missing)
        complain("%llu units of %s have a text that the first annotation lacks", (unsigned long long)a.missing,
                 args->value[OPT_SECOND]);
    int code = a.faults || a.missing ? EXIT_FAILED : EXIT_DONE;
    ch_corpus_agreement_release(&a);
    return code;
}

/* ---- the command ---- */

enum { CHECK, STATS, CONVERT, AGREE, N_ACTIONS };

/* What is to be done, or -1. */
static int action(const arguments *args)
{
    static const char *const actions[] = {"check", "stats", "convert", "agree"};
    for (int i = 0; args->n_rest > 0 && i < N_ACTIONS; i++)
        if (strcmp(args->rest[0], actions[i]) == 0)
            return i;
    return -1;
}

int run_corpus(const arguments *args)
{
    machine m;
    int what = action(args), form = form_of(args->value[OPT_TO]);
    ch_corpus_options options = {.fault = args->value[OPT_QUIET] ? NULL : print_fault};
    if (what < 0)
        return usage_error(args->command, "say what to do: check, stats, convert or agree");
    if (args->value[OPT_SPLIT] && !(options.splits = take_splits(args->value[OPT_SPLIT])))
        return usage_error(args->command, "--split %s: train, dev, held, or several with commas",
                           args->value[OPT_SPLIT]);
    if (what == CONVERT && form < 0)
        return usage_error(args->command, "--to FORM: records, documents, pairs, conllu or text");
    if (what != CONVERT && args->value[OPT_TO])
        return usage_error(args->command, "--to is for convert");
    if (what != AGREE && (args->value[OPT_SECOND] || args->value[OPT_DIFFERENCES]))
        return usage_error(args->command, "--second and --differences are for agree");
    if (what != STATS && (args->value[OPT_MATRIX] || args->value[OPT_BESIDE]))
        return usage_error(args->command, "--matrix and --beside are for stats");
    if (what != STATS && what != AGREE && args->value[OPT_JSON])
        return usage_error(args->command, "--json is for stats and agree");
    options.paths = (const char *const *)args->rest + 1;
    options.n_paths = (size_t)args->n_rest - 1;
    if (!options.n_paths)
        return usage_error(args->command, "name the files or directories of the corpus");
    ch_engine_options engine = {.knowledge = args->value[OPT_KNOWLEDGE], .model = args->value[OPT_MODEL]};
    int code = event_options(args, OPT_EVENTS, &engine);
    if (code == EXIT_DONE)
        code = machine_open_with(&m, &engine);
    if (code != EXIT_DONE)
        return code;
    switch (what) {
    case CHECK: code = check_corpus(&m, &options); break;
    case STATS: code = count_corpus(args, &m, &options); break;
    case CONVERT: code = convert_corpus(&m, &options, form); break;
    default: code = compare_corpora(args, &m, &options); break;
    }
    machine_close(&m);
    return code;
}

/* cmd_show.c - a document of the store with its records beside the words they rest on. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "rows.h"
#include "term.h"

const option_def show_options[] = {{"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
                                   {"text", 0, NULL, "print the stored text, byte for byte, and nothing else"},
                                   {"color", 0, "WHEN", "auto, always, never"},
                                   {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_TEXT, OPT_COLOR };

static size_t number(const rows *r, size_t row, size_t column)
{
    return (size_t)strtoull(rows_at(r, row, column), NULL, 10);
}

/* Columns as docs/store.md fixes them. */
enum {
    DOC_ID,
    DOC_NAME,
    DOC_TITLE,
    DOC_PUBLISHED,
    DOC_PUBLISHED_STEP,
    DOC_PLACE,
    DOC_AGENCY,
    DOC_SOURCE,
    DOC_LANGUAGE
};
enum { BLOCK_KIND = 2, BLOCK_WHY = 3, BLOCK_START = 6, BLOCK_END = 7 };
enum { SENTENCE_N = 1, SENTENCE_REPEAT = 4, SENTENCE_REASON = 5, SENTENCE_START = 8, SENTENCE_END = 9 };
enum { REC_ID, REC_SENTENCE = 2, REC_START, REC_END, REC_KIND = 7 };
enum { EV_RECORD, EV_FIELD, EV_START = 6, EV_END = 7 };

typedef struct story {
    rows document, text, blocks, sentences, evidence;
    rows lists[CH_N_KINDS];
} story;

static const char *const kind_lists[CH_N_KINDS] = {"events", "statements", "agreements", "levels", "figures"};
static const char *const kind_styles[CH_N_KINDS] = {"34", "32", "35", "36", "33"};

static void story_free(story *s)
{
    rows *all[] = {&s->document, &s->text, &s->blocks, &s->sentences, &s->evidence};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        rows_free(all[i]);
    for (size_t i = 0; i < CH_N_KINDS; i++)
        rows_free(&s->lists[i]);
}

static int of_document(ch_store *store, const char *what, const char *doc, rows *out, ch_err *err)
{
    ch_query query = {.what = what, .doc = doc};
    return rows_read(store, &query, out, err);
}

static int story_read(ch_store *store, const char *id, story *s, ch_err *err)
{
    int rc = of_document(store, "documents", id, &s->document, err);
    if (rc == 0)
        rc = of_document(store, "text", id, &s->text, err);
    if (rc == 0)
        rc = of_document(store, "blocks", id, &s->blocks, err);
    if (rc == 0)
        rc = of_document(store, "sentences", id, &s->sentences, err);
    if (rc == 0)
        rc = of_document(store, "evidence", id, &s->evidence, err);
    for (size_t i = 0; i < CH_N_KINDS && rc == 0; i++)
        rc = of_document(store, kind_lists[i], id, &s->lists[i], err);
    return rc;
}

/* ---- text with highlighted evidence ---- */

/* How much of the evidence a byte carries: 0 none, 1 inside a record, 2 an actor, date or place. */
static void mark(const story *s, unsigned char *marks, size_t len)
{
    memset(marks, 0, len);
    for (size_t i = 0; i < s->evidence.n; i++) {
        size_t from = number(&s->evidence, i, EV_START), to = number(&s->evidence, i, EV_END);
        unsigned char weight = strcmp(rows_at(&s->evidence, i, EV_FIELD), "record") == 0    ? 1
                               : strcmp(rows_at(&s->evidence, i, EV_FIELD), "content") == 0 ? 0
                                                                                            : 2;
        for (size_t b = from; b < to && b < len; b++)
            marks[b] = weight > marks[b] ? weight : marks[b];
    }
}

static void print_marked(const char *text, const unsigned char *marks, size_t from, size_t to)
{
    static const char *const styles[] = {"0", "1", "1;4"};
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && marks[end] == marks[i])
            end++;
        if (marks[i])
            style_on(styles[marks[i]]);
        for (size_t k = i; k < end; k++)
            putchar(text[k] == '\n' || text[k] == '\r' ? ' ' : text[k]);
        if (marks[i])
            style_off();
        i = end;
    }
    putchar('\n');
}

/* ---- records ---- */

static void field(const rows *r, size_t row, size_t column, const char *before)
{
    if (*rows_at(r, row, column))
        printf("%s%s", before, rows_at(r, row, column));
}

static void print_date(const rows *r, size_t row)
{
    const char *from = rows_at(r, row, 3), *to = rows_at(r, row, 4);
    if (*from)
        printf("  %s%s%s", from, *to && strcmp(from, to) ? ".." : "", *to && strcmp(from, to) ? to : "");
}

static void print_actors(const rows *r, size_t row, size_t actor, size_t recipient)
{
    field(r, row, actor, "  ");
    field(r, row, recipient, " -> ");
}

/* The fields of each kind from REC_KIND on, in the order of docs/store.md. */
static void print_fields(size_t kind, const rows *r, size_t row)
{
    enum { F = REC_KIND };
    switch (kind) {
    case CH_EVENT:
        field(r, row, F, " ");
        field(r, row, F + 1, "/");
        print_actors(r, row, F + 2, F + 3);
        field(r, row, F + 4, "  ");
        field(r, row, F + 5, "  said by ");
        field(r, row, F + 7, "  in ");
        break;
    case CH_STATEMENT:
        field(r, row, F + 1, " ");
        field(r, row, F, " (");
        fputs(*rows_at(r, row, F) ? ")" : "", stdout);
        field(r, row, F + 2, " ");
        field(r, row, F + 3, ", ");
        field(r, row, F + 5, "  about ");
        break;
    case CH_AGREEMENT:
        field(r, row, F, " ");
        field(r, row, F + 1, " ");
        field(r, row, F + 2, "  ");
        field(r, row, F + 3, "  \"");
        fputs(*rows_at(r, row, F + 3) ? "\"" : "", stdout);
        field(r, row, F + 4, "  ");
        field(r, row, F + 5, "  ");
        break;
    case CH_LEVEL:
        field(r, row, F, " ");
        field(r, row, F + 1, " ");
        field(r, row, F + 2, "  ");
        break;
    case CH_FIGURE:
        field(r, row, F, " ");
        field(r, row, F + 1, " ");
        field(r, row, F + 2, " ");
        field(r, row, F + 3, " .. ");
        field(r, row, F + 4, " ");
        print_actors(r, row, F + 6, F + 7);
        break;
    }
    print_date(r, row);
}

static void print_records(const story *s, const char *sentence)
{
    static const char *const names[] = {"event", "statement", "agreement", "level", "figure"};
    for (size_t k = 0; k < CH_N_KINDS; k++) {
        const rows *r = &s->lists[k];
        for (size_t i = 0; i < r->n; i++) {
            if (strcmp(rows_at(r, i, REC_SENTENCE), sentence) != 0)
                continue;
            fputs("    ", stdout);
            style_on(kind_styles[k]);
            fputs(names[k], stdout);
            print_fields(k, r, i);
            style_off();
            putchar('\n');
        }
    }
}

static void print_dim(const char *label, const char *text, size_t from, size_t to)
{
    style_on("2");
    printf("[%s] ", label);
    for (size_t i = from; i < to; i++)
        putchar(text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);
    style_off();
    putchar('\n');
}

static void print_sentence(const story *s, const char *text, const unsigned char *marks, size_t i)
{
    const rows *x = &s->sentences;
    size_t from = number(x, i, SENTENCE_START), to = number(x, i, SENTENCE_END);
    if (*rows_at(x, i, SENTENCE_REPEAT)) {
        print_dim("repeated", text, from, to);
        return;
    }
    if (strncmp(rows_at(x, i, SENTENCE_REASON), "discarded", 9) == 0) {
        print_dim(rows_at(x, i, SENTENCE_REASON), text, from, to);
        return;
    }
    print_marked(text, marks, from, to);
    print_records(s, rows_at(x, i, SENTENCE_N));
}

static void print_body(const story *s, const char *text, const unsigned char *marks)
{
    size_t at = 0;
    for (size_t b = 0; b < s->blocks.n; b++) {
        const char *kind = rows_at(&s->blocks, b, BLOCK_KIND);
        size_t from = number(&s->blocks, b, BLOCK_START), to = number(&s->blocks, b, BLOCK_END);
        bool coded = strcmp(kind, "body") == 0 || strcmp(kind, "title") == 0;
        if (!coded)
            print_dim(kind, text, from, to);
        while (at < s->sentences.n && number(&s->sentences, at, SENTENCE_START) < to)
            print_sentence(s, text, marks, at++);
        putchar('\n');
    }
}

static void print_head(const story *s)
{
    const rows *d = &s->document;
    style_on("1");
    printf("%s\n", *rows_at(d, 0, DOC_TITLE) ? rows_at(d, 0, DOC_TITLE) : rows_at(d, 0, DOC_NAME));
    style_off();
    printf("%s  published %s (%s)", rows_at(d, 0, DOC_NAME),
           *rows_at(d, 0, DOC_PUBLISHED) ? rows_at(d, 0, DOC_PUBLISHED) : "unknown", rows_at(d, 0, DOC_PUBLISHED_STEP));
    field(d, 0, DOC_PLACE, "  from ");
    field(d, 0, DOC_AGENCY, "  agency ");
    field(d, 0, DOC_LANGUAGE, "  language ");
    printf("\nid %s\n\n", rows_at(d, 0, DOC_ID));
}

static int show_one(ch_store *store, const char *id, bool text_only, ch_err *err)
{
    story s = {0};
    int rc = text_only ? of_document(store, "text", id, &s.text, err) : story_read(store, id, &s, err);
    if (rc == 0 && text_only)
        fputs(s.text.n ? rows_at(&s.text, 0, 1) : "", stdout);
    else if (rc == 0 && s.text.n) {
        const char *text = rows_at(&s.text, 0, 1);
        size_t len = strlen(text);
        unsigned char *marks = malloc(len + 1);
        if (marks) {
            mark(&s, marks, len);
            print_head(&s);
            print_body(&s, text, marks);
        }
        rc = marks ? 0 : CH_ENOMEM;
        free(marks);
    }
    story_free(&s);
    return rc;
}

/* Shows every document of that name, or the one of that id. */
static int show_named(ch_store *store, const char *name, bool text_only)
{
    ch_err err = {0};
    rows found;
    int rc = of_document(store, "documents", name, &found, &err);
    for (size_t i = 0; i < found.n && rc == 0; i++)
        rc = show_one(store, rows_at(&found, i, DOC_ID), text_only, &err);
    bool none = found.n == 0;
    rows_free(&found);
    if (rc < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    if (none) {
        complain("no document '%s' in the store; 'chancery list documents' names them", name);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

int run_show(const arguments *args)
{
    ch_store *store;
    if (!term_set_color(args->value[OPT_COLOR]))
        return usage_error(args->command, "--color %s: auto, always or never", args->value[OPT_COLOR]);
    if (args->n_rest == 0)
        return usage_error(args->command, "name a document; 'chancery list documents' shows them");
    int code = store_open_for_reading(&store, args->value[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    for (int i = 0; i < args->n_rest && !interrupted; i++) {
        int one = show_named(store, args->rest[i], args->value[OPT_TEXT] != NULL);
        code = one != EXIT_DONE ? one : code;
    }
    ch_store_close(store);
    return code;
}

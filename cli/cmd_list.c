/* cmd_list.c - what a store holds, as a table, CSV, TSV or JSONL. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "term.h"

const option_def list_options[] = {
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"actor", 'a', "NAME|CODE", "records in which this actor takes part"},
    {"pair", 'p', "A,B", "records in which both of these codes take part"},
    {"type", 't', "NAME", "event type, form, level, measure, kind, sector: the first label of that list"},
    {"since", 0, "DATE", "from this day, month or year"},
    {"until", 0, "DATE", "up to this day, month or year"},
    {"doc", 0, "NAME|ID", "of this document"},
    {"id", 0, "ID", "this one"},
    {"match", 'm', "WORDS", "from sentences that match (SQLite FTS5 expression)"},
    {"limit", 'n', "N", "at most so many"},
    {"columns", 'c', "LIST", "these columns only: id,actor,recipient"},
    {"table", 0, NULL, "a table for people (the default)"},
    {"csv", 0, NULL, "CSV (RFC 4180) with a header line"},
    {"tsv", 0, NULL, "tab-separated, tabs and newlines in values become spaces"},
    {"jsonl", 0, NULL, "one JSON object a line"},
    {"color", 0, "WHEN", "auto, always, never"},
    {"exit-status", 0, NULL, "exit 4 when nothing is listed"},
    {NULL, 0, NULL, NULL}};

enum {
    OPT_DB,
    OPT_ACTOR,
    OPT_PAIR,
    OPT_TYPE,
    OPT_SINCE,
    OPT_UNTIL,
    OPT_DOC,
    OPT_ID,
    OPT_MATCH,
    OPT_LIMIT,
    OPT_COLUMNS,
    OPT_TABLE,
    OPT_CSV,
    OPT_TSV,
    OPT_JSONL,
    OPT_COLOR,
    OPT_EXIT_STATUS
};

/* What a table for people shows of each list; --columns and the other forms give everything. */
static const struct {
    const char *what, *columns;
} usual[] = {
    {"documents", "name,published,title,sentences,events,statements,agreements,levels,figures"},
    {"events", "date_start,event,mode,actor,recipient,modality,quote,document"},
    {"statements", "date_start,speaker,speaker_name,verb,form,about,content"},
    {"agreements", "date_start,form,action,parties,title,term,count"},
    {"levels", "date_start,parties,level,action,quote"},
    {"figures", "period_start,measure,value,unit,from_actor,to_actor,quote"},
    {"records", "date_start,kind,type,codes,quote,document"},
    {"actors", "code,name,sector,office,records,documents"},
    {"sentences", "document,sentence,text,reason"},
    {"duplicates", "document,other,kind,similarity"},
    {"occurrences", "date_start,kind,type,codes,tellings,sources,confidence,quote"},
    {"tellings", "occurrence,date_start,type,codes,rule,confidence,quote,source"},
    {"contradictions", "field,value,other_value,quote,other_quote,document,other_document"},
    {"denials", "date_start,accuser,accused,accusation,denied,denial,rule,confidence"},
    {"runs", "id,started,ended,version,documents_new,documents_same,documents_recoded,records,errors"},
    {"errors", "run,file,line,code,message"},
};

enum { MAX_COLUMNS = 64 };

typedef struct listing {
    ch_cursor *cursor;
    size_t columns[MAX_COLUMNS], n; /* which of the cursor's, in order */
    long rows;
} listing;

/* ---- columns ---- */

static bool add_column(listing *l, const char *name, size_t len)
{
    for (size_t i = 0; i < ch_cursor_columns(l->cursor); i++) {
        const char *have = ch_cursor_name(l->cursor, i);
        if (strlen(have) == len && strncmp(have, name, len) == 0 && l->n < MAX_COLUMNS) {
            l->columns[l->n++] = i;
            return true;
        }
    }
    return false;
}

static bool choose_columns(listing *l, const char *list, const arguments *args)
{
    for (size_t i = 0; !list && i < ch_cursor_columns(l->cursor) && i < MAX_COLUMNS; i++)
        l->columns[l->n++] = i;
    while (list && *list) {
        size_t len = strcspn(list, ",");
        if (len && !add_column(l, list, len)) {
            usage_error(args->command, "no column '%.*s'", (int)len, list);
            return false;
        }
        list += len + (list[len] == ',');
    }
    return true;
}

static const char *usual_columns(const char *what)
{
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strcmp(usual[i].what, what) == 0)
            return usual[i].columns;
    return NULL;
}

/* ---- CSV, TSV, JSONL ---- */

static void csv_value(const char *s)
{
    if (!s)
        return;
    if (!strpbrk(s, ",\"\r\n")) {
        fputs(s, stdout);
        return;
    }
    putchar('"');
    for (; *s; s++) {
        if (*s == '"')
            putchar('"');
        putchar(*s);
    }
    putchar('"');
}

static void tsv_value(const char *s)
{
    for (; s && *s; s++)
        putchar(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s);
}

static void delimited_row(const listing *l, bool header, bool csv)
{
    for (size_t i = 0; i < l->n; i++) {
        const char *s = header ? ch_cursor_name(l->cursor, l->columns[i]) : ch_cursor_text(l->cursor, l->columns[i]);
        if (i)
            putchar(csv ? ',' : '\t');
        csv ? csv_value(s) : tsv_value(s);
    }
    fputs(csv ? "\r\n" : "\n", stdout);
}

static int print_delimited(listing *l, bool csv, ch_err *err)
{
    int rc;
    delimited_row(l, true, csv);
    while ((rc = ch_cursor_next(l->cursor, err)) == 1) {
        delimited_row(l, false, csv);
        l->rows++;
    }
    return rc;
}

static int print_jsonl(listing *l, ch_err *err)
{
    int rc;
    while ((rc = ch_cursor_next(l->cursor, err)) == 1) {
        char *line = ch_cursor_json(l->cursor, l->columns, l->n, false);
        if (!line)
            return CH_ENOMEM;
        puts(line);
        free(line);
        l->rows++;
    }
    return rc;
}

/* ---- a table for people ---- */

typedef struct table {
    char **cells; /* rows * columns, malloc'ed; NULL: absent */
    bool *number;
    size_t n, cap; /* cells */
} table;

static char *one_line(const char *s)
{
    char *copy = strdup(s);
    for (char *p = copy; p && *p; p++)
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
    return copy;
}

static bool table_add(table *t, const char *value, bool number)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 256;
        char **cells = realloc(t->cells, cap * sizeof *cells);
        if (cells)
            t->cells = cells;
        bool *numbers = cells ? realloc(t->number, cap * sizeof *numbers) : NULL;
        if (!numbers)
            return false;
        t->number = numbers;
        t->cap = cap;
    }
    char *copy = value ? one_line(value) : NULL;
    if (value && !copy)
        return false;
    t->number[t->n] = number;
    t->cells[t->n++] = copy;
    return true;
}

static void table_free(table *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->cells[i]);
    free(t->cells);
    free(t->number);
}

/* Widths: what the content needs, then the widest give way until the line fits the terminal. */
static void fit_widths(const listing *l, const table *t, size_t *width)
{
    size_t total = 0, limit = term_width();
    for (size_t c = 0; c < l->n; c++) {
        width[c] = strlen(ch_cursor_name(l->cursor, l->columns[c]));
        for (size_t i = c; i < t->n; i += l->n) {
            size_t w = t->cells[i] ? text_width(t->cells[i], strlen(t->cells[i])) : 0;
            width[c] = w > width[c] ? w : width[c];
        }
        total += width[c] + 2;
    }
    while (limit && total > limit) {
        size_t widest = 0;
        for (size_t c = 1; c < l->n; c++)
            widest = width[c] > width[widest] ? c : widest;
        if (width[widest] <= 6)
            break;
        width[widest]--;
        total--;
    }
}

static void print_cell(const char *s, size_t width, bool right, bool last)
{
    size_t n = strlen(s), w = text_width(s, n);
    bool cut = w > width;
    if (cut) {
        n = text_fit(s, n, width - 1);
        w = text_width(s, n) + 1;
    }
    size_t pad = width > w ? width - w : 0;
    if (right)
        printf("%*s", (int)pad, "");
    printf("%.*s%s", (int)n, s, cut ? "\xE2\x80\xA6" : "");
    if (!last)
        printf("%*s", (int)(right ? 2 : pad + 2), "");
}

static void print_table(const listing *l, const table *t)
{
    size_t width[MAX_COLUMNS];
    fit_widths(l, t, width);
    style_on("1");
    for (size_t c = 0; c < l->n; c++)
        print_cell(ch_cursor_name(l->cursor, l->columns[c]), width[c], false, c + 1 == l->n);
    style_off();
    putchar('\n');
    for (size_t i = 0; i < t->n; i++) {
        size_t c = i % l->n;
        print_cell(t->cells[i] ? t->cells[i] : "", width[c], t->number[i], c + 1 == l->n);
        if (c + 1 == l->n)
            putchar('\n');
    }
}

static int print_for_people(listing *l, ch_err *err)
{
    table t = {0};
    int rc;
    while ((rc = ch_cursor_next(l->cursor, err)) == 1) {
        for (size_t c = 0; c < l->n; c++)
            if (!table_add(&t, ch_cursor_text(l->cursor, l->columns[c]),
                           ch_cursor_is_number(l->cursor, l->columns[c]))) {
                table_free(&t);
                return CH_ENOMEM;
            }
        l->rows++;
    }
    if (rc == 0 && l->rows)
        print_table(l, &t);
    table_free(&t);
    return rc;
}

/* ---- the command ---- */

static bool make_query(const arguments *args, ch_query *q, char pair[2][16])
{
    const char *const *v = args->value;
    *q = (ch_query){.what = args->n_rest ? args->rest[0] : "records",
                    .id = v[OPT_ID],
                    .doc = v[OPT_DOC],
                    .actor = v[OPT_ACTOR],
                    .type = v[OPT_TYPE],
                    .since = v[OPT_SINCE],
                    .until = v[OPT_UNTIL],
                    .match = v[OPT_MATCH]};
    if (v[OPT_PAIR]) {
        char more;
        if (sscanf(v[OPT_PAIR], "%15[^,],%15[^,]%c", pair[0], pair[1], &more) != 2) {
            usage_error(args->command, "--pair %s: two codes with a comma, as CHN,IRN", v[OPT_PAIR]);
            return false;
        }
        q->pair[0] = pair[0];
        q->pair[1] = pair[1];
    }
    if (v[OPT_LIMIT]) {
        char *end;
        q->limit = strtoll(v[OPT_LIMIT], &end, 10);
        if (*end || q->limit <= 0) {
            usage_error(args->command, "--limit %s: not a number above 0", v[OPT_LIMIT]);
            return false;
        }
    }
    return true;
}

static int list(const arguments *args, ch_store *store, const ch_query *q, ch_err *err)
{
    const char *const *v = args->value;
    listing l = {0};
    int rc = ch_store_select(store, q, &l.cursor, err);
    if (rc < 0)
        return rc == CH_EUSAGE ? usage_error(args->command, "%s", err->message) : (complain_of(err), EXIT_FAILED);
    bool people = !v[OPT_CSV] && !v[OPT_TSV] && !v[OPT_JSONL];
    const char *columns = v[OPT_COLUMNS] ? v[OPT_COLUMNS] : people ? usual_columns(q->what) : NULL;
    int code = EXIT_USAGE;
    if (choose_columns(&l, columns, args)) {
        rc = v[OPT_JSONL] ? print_jsonl(&l, err)
             : people     ? print_for_people(&l, err)
                          : print_delimited(&l, v[OPT_CSV] != NULL, err);
        if (rc < 0)
            complain_of(err);
        code = rc < 0 ? EXIT_FAILED : l.rows == 0 && v[OPT_EXIT_STATUS] ? EXIT_NO_RESULT : EXIT_DONE;
        if (code == EXIT_DONE && l.rows == 0 && people)
            complain("no %s match", q->what);
    }
    ch_cursor_close(l.cursor);
    return code;
}

int run_list(const arguments *args)
{
    ch_err err;
    ch_store *store;
    ch_query q;
    char pair[2][16];
    if (!term_set_color(args->value[OPT_COLOR]))
        return usage_error(args->command, "--color %s: auto, always or never", args->value[OPT_COLOR]);
    if (args->n_rest > 1)
        return usage_error(args->command, "one thing to list at a time");
    if (!!args->value[OPT_TABLE] + !!args->value[OPT_CSV] + !!args->value[OPT_TSV] + !!args->value[OPT_JSONL] > 1)
        return usage_error(args->command, "one form at a time: --table, --csv, --tsv or --jsonl");
    if (!make_query(args, &q, pair))
        return EXIT_USAGE;
    int code = store_open_for_reading(&store, args->value[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    code = list(args, store, &q, &err);
    ch_store_close(store);
    return code;
}

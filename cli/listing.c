/* listing.c - the answer to a question as a table for people, CSV, TSV or JSONL. */
#define _GNU_SOURCE
#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include "term.h"

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
    {"timeline", "date_start,kind,type,detail,codes,tellings,quote,document"},
    {"relations", "a,b,level,level_since,records,last_contact,pacts_in_force,open_promises,cooperation,conflict"},
    {"standings", "date,a,b,level,action,quote"},
    {"pacts", "since,status,form,title,parties,term,records"},
    {"promises", "date_start,source,target,status,answered,quote"},
    {"contacts", "date,a,b,mode,place,people,quote"},
    {"search", "published,snippet,records,document,sentence"},
    {"occurrences", "date_start,kind,type,codes,tellings,sources,confidence,quote"},
    {"tellings", "occurrence,date_start,type,codes,rule,confidence,quote,source"},
    {"contradictions", "field,value,other_value,quote,other_quote,document,other_document"},
    {"denials", "date_start,accuser,accused,accusation,denied,denial,rule,confidence"},
    {"duplicates", "document,other,kind,similarity"},
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

static int out_of_memory(ch_err *err)
{
    *err = (ch_err){.code = CH_ENOMEM, .offset = -1, .message = "out of memory"};
    return CH_ENOMEM;
}

/* ---- CSV, TSV, JSONL ---- */

static void tsv_value(const char *s)
{
    for (; s && *s; s++)
        putchar(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s);
}

static void tsv_row(const listing *l, bool header)
{
    for (size_t i = 0; i < l->n; i++) {
        if (i)
            putchar('\t');
        tsv_value(header ? ch_cursor_name(l->cursor, l->columns[i]) : ch_cursor_text(l->cursor, l->columns[i]));
    }
    putchar('\n');
}

static int delimited_row(const listing *l, bool header, bool csv, ch_err *err)
{
    if (!csv) {
        tsv_row(l, header);
        return CH_OK;
    }
    char *line = ch_cursor_csv(l->cursor, l->columns, l->n, header);
    if (!line)
        return out_of_memory(err);
    fputs(line, stdout);
    free(line);
    return CH_OK;
}

static int print_delimited(listing *l, bool csv, ch_err *err)
{
    int rc = delimited_row(l, true, csv, err);
    while (rc == CH_OK && (rc = ch_cursor_next(l->cursor, err)) == 1) {
        rc = delimited_row(l, false, csv, err);
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
            return out_of_memory(err);
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
    char *copy = value ? term_line(value) : NULL;
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
                return out_of_memory(err);
            }
        l->rows++;
    }
    if (rc == 0 && l->rows)
        print_table(l, &t);
    table_free(&t);
    return rc;
}

/* ---- from the options to the print ---- */

int listing_check(const arguments *args, int at, ch_query *query)
{
    const char *const *v = args->value + at;
    if (!term_set_color(v[AT_COLOR]))
        return usage_error(args->command, "--color %s: auto, always or never", v[AT_COLOR]);
    if (!!v[AT_TABLE] + !!v[AT_CSV] + !!v[AT_TSV] + !!v[AT_JSONL] > 1)
        return usage_error(args->command, "one form at a time: --table, --csv, --tsv or --jsonl");
    if (v[AT_LIMIT]) {
        char *end;
        query->limit = strtoll(v[AT_LIMIT], &end, 10);
        if (*end || query->limit <= 0)
            return usage_error(args->command, "--limit %s: not a number above 0", v[AT_LIMIT]);
    }
    return EXIT_DONE;
}

static int print(listing *l, const char *const *v, ch_err *err)
{
    if (v[AT_JSONL])
        return print_jsonl(l, err);
    return v[AT_CSV] || v[AT_TSV] ? print_delimited(l, v[AT_CSV] != NULL, err) : print_for_people(l, err);
}

int listing_failure(const arguments *args, const ch_err *err)
{
    if (err->code == CH_EUSAGE)
        return usage_error(args->command, "%s", err->message);
    complain_of(err);
    return EXIT_FAILED;
}

static int finish(const listing *l, bool people, bool exit_status, const char *what)
{
    if (l->rows == 0 && exit_status)
        return EXIT_NO_RESULT;
    if (l->rows == 0 && people)
        complain("no %s match", what);
    return EXIT_DONE;
}

int listing_print(const arguments *args, int at, ch_store *store, const ch_query *query)
{
    const char *const *v = args->value + at;
    bool people = !v[AT_CSV] && !v[AT_TSV] && !v[AT_JSONL];
    const char *columns = v[AT_COLUMNS] ? v[AT_COLUMNS] : people ? usual_columns(query->what) : NULL;
    listing l = {0};
    ch_err err;
    int rc = ch_store_select(store, query, &l.cursor, &err);
    if (rc < 0)
        return listing_failure(args, &err);
    int code = EXIT_USAGE;
    if (choose_columns(&l, columns, args)) {
        rc = print(&l, v, &err);
        code = rc < 0 ? listing_failure(args, &err) : finish(&l, people, v[AT_EXIT_STATUS] != NULL, query->what);
    }
    ch_cursor_close(l.cursor);
    return code;
}

int listing_run(const arguments *args, int at, ch_query *query)
{
    ch_store *store;
    int code = listing_check(args, at, query);
    if (code == EXIT_DONE)
        code = store_open_for_reading(&store, args->value[at + AT_LIST_DB]);
    if (code != EXIT_DONE)
        return code;
    code = listing_print(args, at, store, query);
    ch_store_close(store);
    return code;
}

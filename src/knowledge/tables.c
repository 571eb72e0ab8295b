/* tables.c - the text of one file to rows of a table: comments, "#@" with the table's name, "#:" with its columns, then
 * rows in byte order. Every departure from that form is a fault. */
#include "base/utf8.h"
#include "knowledge/image.h"
#include "knowledge/source.h"

enum { MAX_COLUMNS = 256 };

/* A file being read: its bytes, cut into lines and cells in place. */
typedef struct reader {
    ch__source *s;
    const char *file; /* relative path */
    char *at, *end;
    uint32_t line;
    const char *name;     /* from #@, or NULL */
    const char *previous; /* the row before, NUL-separated, to see order and doubles */
    size_t n_previous;
    ch__source_table *table; /* set by the column line */
} reader;

/* Faults of the whole text, after which its lines would only repeat the news. */
static bool text_fault(reader *r)
{
    size_t n = (size_t)(r->end - r->at), bad = ch__utf8_valid(r->at, n);
    uint32_t line = 1;
    for (size_t i = 0; i <= bad && i < n; i++) {
        unsigned char c = (unsigned char)r->at[i];
        const char *fault = i == bad    ? "is not UTF-8"
                            : c == '\r' ? "holds a carriage return; lines end in LF alone"
                            : (c < ' ' && c != '\t' && c != '\n') || c == 127 ? "holds a control character"
                                                                              : NULL;
        if (fault) {
            ch__source_fault(r->s, r->file, line, "the line %s", fault);
            return true;
        }
        line += c == '\n';
    }
    if (n >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0) {
        ch__source_fault(r->s, r->file, 1, "the file begins with a byte order mark");
        return true;
    }
    return false;
}

static bool is_nfc(ch__source *s, const char *p, size_t n)
{
    if (ch__nfc_quick(p, n))
        return true;
    ch__buf composed = {0};
    bool done = ch__nfc(p, n, &composed);
    bool same = done && composed.n == n && memcmp(composed.p, p, n) == 0;
    ch__buf_release(&composed);
    if (!done)
        ch__alloc_array(&s->arena, SIZE_MAX, 2); /* memory ran out: leave the way the arena does */
    return same;
}

/* Cuts a line at its tabs; returns the number of fields, at most `cap` of which are put into `cells`. */
static uint32_t cut(char *p, char *end, const char **cells, uint32_t cap)
{
    uint32_t n = 0;
    for (;;) {
        char *tab = memchr(p, '\t', (size_t)(end - p));
        if (n < cap)
            cells[n] = p;
        n++;
        if (!tab)
            return n;
        *tab = 0;
        p = tab + 1;
    }
}

/* "lemma*", "field*held", "phrase^", "value^name", "word*^" */
static bool parse_column(ch__source *s, const char *text, ch__source_column *c)
{
    size_t n = strcspn(text, "*^");
    const char *p = text + n;
    *c = (ch__source_column){.name = ch__copy(&s->arena, (ch__sv){text, n})};
    if (*p == '*') {
        size_t condition = strcspn(++p, "*^");
        c->marks |= CH__COLUMN_KEY;
        c->key_condition = condition ? ch__copy(&s->arena, (ch__sv){p, condition}) : NULL;
        p += condition;
    }
    if (*p == '^') {
        c->marks |= CH__COLUMN_PHRASES;
        c->condition = p[1] ? p + 1 : NULL;
        p += strlen(p);
    }
    return n && !*p;
}

static ch__source_table *find_table(ch__source *s, const char *name)
{
    for (uint32_t i = 0; i < s->n_tables; i++)
        if (strcmp(s->tables[i].name, name) == 0)
            return &s->tables[i];
    return NULL;
}

static bool same_names(const ch__source_table *t, const ch__source_column *columns, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < t->n_columns; i++)
        if (strcmp(t->columns[i].name, columns[i].name) != 0)
            return false;
    return n == t->n_columns;
}

static bool same_condition(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_marks(const ch__source_table *t, const ch__source_column *columns)
{
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__source_column *a = &t->columns[i], *b = &columns[i];
        if (a->marks != b->marks || !same_condition(a->condition, b->condition) ||
            !same_condition(a->key_condition, b->key_condition))
            return false;
    }
    return true;
}

/* Makes the file's rows rows of `name`. A file that marks no column takes the marks the others give. */
static bool join_table(reader *r, const char *name, ch__source_column *columns, uint32_t n, bool marked)
{
    ch__source *s = r->s;
    ch__source_table *t = find_table(s, name);
    if (!t) {
        t = CH__PUSH(&s->arena, s->tables, s->n_tables, s->cap_tables);
        *t = (ch__source_table){.name = name, .columns = columns, .n_columns = n, .marked = marked, .file = r->file};
        if (s->n_tables == CH__MAX_TABLES + 1)
            ch__source_fault(s, r->file, r->line, "there are more than %d tables", CH__MAX_TABLES);
    } else if (!same_names(t, columns, n)) {
        ch__source_fault(s, r->file, r->line, "table %s has other columns than in %s", name, t->file);
        return false;
    } else if (t->marked && marked && !same_marks(t, columns)) {
        ch__source_fault(s, r->file, r->line, "table %s has other marks on its columns than in %s", name, t->file);
        return false;
    } else if (marked) {
        t->columns = columns;
        t->marked = true;
    }
    r->table = t;
    return true;
}

ch__source_table *ch__source_table_of(ch__source *s, const char *name, const char *const *columns, uint32_t n)
{
    ch__source_table *t = find_table(s, name);
    ch__source_column *parsed = t ? NULL : ch__alloc_array(&s->arena, n, sizeof *parsed);
    for (uint32_t i = 0; i < n; i++) {
        size_t length = strcspn(columns[i], "*^");
        if (!t)
            parse_column(s, columns[i], &parsed[i]);
        else if (i >= t->n_columns || !ch__sv_is((ch__sv){columns[i], length}, t->columns[i].name))
            return NULL;
    }
    if (t)
        return t->n_columns == n ? t : NULL;
    t = CH__PUSH(&s->arena, s->tables, s->n_tables, s->cap_tables);
    *t = (ch__source_table){.name = name, .columns = parsed, .n_columns = n, .marked = true, .file = "a dictionary"};
    return t;
}

/* The table's name where no line gives it: the path without ".tsv". */
static const char *default_name(reader *r)
{
    return ch__copy(&r->s->arena, (ch__sv){r->file, strlen(r->file) - strlen(".tsv")});
}

/* "#:<TAB>column<TAB>column..."; p stands behind the first tab. */
static bool column_line(reader *r, char *p, char *end)
{
    const char *names[MAX_COLUMNS];
    uint32_t n = cut(p, end, names, MAX_COLUMNS);
    if (n > MAX_COLUMNS) {
        ch__source_fault(r->s, r->file, r->line, "there are more than %d columns", MAX_COLUMNS);
        return false;
    }
    ch__source_column *columns = ch__alloc_array(&r->s->arena, n, sizeof *columns);
    bool marked = false;
    for (uint32_t i = 0; i < n; i++) {
        if (!parse_column(r->s, names[i], &columns[i])) {
            ch__source_fault(r->s, r->file, r->line, "column %u: \"%s\" is no column name", i + 1, names[i]);
            return false;
        }
        for (uint32_t k = 0; k < i; k++)
            if (strcmp(columns[k].name, columns[i].name) == 0) {
                ch__source_fault(r->s, r->file, r->line, "column %s stands twice", columns[i].name);
                return false;
            }
        marked = marked || columns[i].marks;
    }
    return join_table(r, r->name ? r->name : default_name(r), columns, n, marked);
}

/* A line of the head. Sets *head to false when the line is a row; returns false when the file makes no sense further
 * on. */
static bool head_line(reader *r, char *p, char *end, bool *head)
{
    size_t n = (size_t)(end - p);
    if (n == 1 ? p[0] == '#' : n >= 2 && p[0] == '#' && p[1] == ' ')
        return true;
    if (n >= 2 && p[0] == '#' && (p[1] == ':' || p[1] == '@') && (n == 2 || p[2] != '\t')) {
        ch__source_fault(r->s, r->file, r->line, "\"#%c\" must be followed by a tab", p[1]);
        return false;
    }
    if (n >= 3 && p[0] == '#' && p[1] == '@') {
        if (r->name || r->table || n == 3 || memchr(p + 3, '\t', n - 3)) {
            ch__source_fault(r->s, r->file, r->line, "a table has one name, given once, before the columns");
            return false;
        }
        r->name = p + 3;
        return true;
    }
    if (n >= 3 && p[0] == '#' && p[1] == ':') {
        if (!r->table)
            return column_line(r, p + 3, end);
        ch__source_fault(r->s, r->file, r->line, "the columns are named twice");
        return false;
    }
    *head = false;
    return true;
}

/* Order and doubles, by the bytes of the line (its tabs are NUL by now, which sort the same: nothing else is below a
 * tab). */
static void check_order(reader *r, const char *p, size_t n)
{
    if (r->previous) {
        size_t shorter = n < r->n_previous ? n : r->n_previous;
        int order = memcmp(r->previous, p, shorter);
        if (order == 0 && n == r->n_previous)
            ch__source_fault(r->s, r->file, r->line, "the row stands twice");
        else if (order > 0 || (order == 0 && n < r->n_previous))
            ch__source_fault(r->s, r->file, r->line, "not sorted: belongs before the line above (LC_ALL=C sort)");
    }
    r->previous = p;
    r->n_previous = n;
}

static void row_line(reader *r, char *p, char *end)
{
    if (p == end) {
        ch__source_fault(r->s, r->file, r->line, "the line is empty");
        return;
    }
    if (p[0] == '#' && p[1] == ' ') {
        ch__source_fault(r->s, r->file, r->line, "comments stand at the head of the file only");
        return;
    }
    ch__source_table *t = r->table;
    const char **cells = ch__alloc_array(&r->s->arena, t->n_columns, sizeof *cells);
    uint32_t n = cut(p, end, cells, t->n_columns);
    if (n != t->n_columns) {
        ch__source_fault(r->s, r->file, r->line, "the row has %u field%s, the table %u", n, n == 1 ? "" : "s",
                         t->n_columns);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!cells[i][0])
            ch__source_fault(r->s, r->file, r->line, "%s is empty; \"-\" stands for what is absent",
                             t->columns[i].name);
    check_order(r, p, (size_t)(end - p));
    ch__source_row *row = CH__PUSH(&r->s->arena, t->rows, t->n_rows, t->cap_rows);
    *row = (ch__source_row){.cells = cells, .file = r->file, .line = r->line};
}

static void read_lines(reader *r)
{
    bool head = true;
    while (r->at < r->end) {
        char *p = r->at, *end = memchr(p, '\n', (size_t)(r->end - p));
        end = end ? end : r->end;
        *end = 0; /* the buffer has room for one more byte */
        r->at = end + 1;
        r->line++;
        if (!is_nfc(r->s, p, (size_t)(end - p)))
            ch__source_fault(r->s, r->file, r->line, "the line is not in Unicode normal form C");
        if (head && !head_line(r, p, end, &head))
            return;
        if (!head && !r->table) {
            ch__source_fault(r->s, r->file, r->line, "no line \"#:\" names the columns before the first row");
            return;
        }
        if (!head)
            row_line(r, p, end);
    }
    if (!r->table)
        ch__source_fault(r->s, r->file, r->line, "no line \"#:\" names the columns");
}

void ch__source_text(ch__source *s, const char *file, char *bytes, size_t n)
{
    reader r = {.s = s, .file = file, .at = bytes, .end = bytes + n};
    if (!text_fault(&r))
        read_lines(&r);
}

/* gold_lines.c - one reviewed sentence in the format of the corpus: its words with marks, a line for each record. */
#include "exchange/gold_lines.h"

#include <stdlib.h>

#include "store/rows_json.h"

void ch__lines_cannot(ch__lines *l, const char *why)
{
    if (!l->why)
        l->why = why;
}

const char *ch__lines_text(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

int64_t ch__lines_number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

const json_t *ch__lines_main(const ch__gold_sentence *s, uint32_t i)
{
    return json_array_get(json_object_get(s->records[i], ch__kind_table(s->kinds[i])), 0);
}

/* ---- words ---- */

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Line ends of the story are blanks, and several are one. */
void ch__lines_char(ch__buf *out, char c, char before)
{
    if (!blank(c))
        ch__buf_char(out, c);
    else if (!blank(before))
        ch__buf_char(out, ' ');
}

void ch__lines_quoted(ch__lines *l, const char *words)
{
    ch__buf_str(l->out, " \"");
    for (const char *c = words ? words : ""; *c; c++) {
        if (*c == '"' || *c == '\\')
            ch__buf_char(l->out, '\\');
        ch__lines_char(l->out, *c, c > words ? c[-1] : 0);
    }
    ch__buf_char(l->out, '"');
}

bool ch__lines_inside(const ch__gold_sentence *s, const json_t *row)
{
    return ch__lines_number(row, "byte_start") >= s->start && ch__lines_number(row, "byte_end") <= s->end;
}

/* ---- the text ---- */

static int by_place(const void *a, const void *b)
{
    const ch__lines_mark *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return x->entity != y->entity ? (x->entity > y->entity ? -1 : 1)
                                  : (x->number > y->number) - (x->number < y->number);
}

/* Marks from i on that are of the same words and kind: one mark of several. */
static int same_words(const ch__lines *l, int i)
{
    int n = 1;
    while (i + n < l->n_marks && l->marks[i + n].start == l->marks[i].start && l->marks[i + n].end == l->marks[i].end &&
           (l->marks[i + n].entity < 0) == (l->marks[i].entity < 0))
        n++;
    return n;
}

static void close_mark(ch__lines *l, int i)
{
    int n = same_words(l, i);
    bool actor = l->marks[i].entity >= 0;
    ch__buf_char(l->out, '|');
    for (int k = i; k < i + n; k++) {
        ch__lines_entity *e = actor ? &l->entities[l->marks[k].entity] : NULL;
        if (!actor)
            ch__buf_printf(l->out, "%s%u", k > i ? "," : "", (unsigned)l->marks[k].number);
        else
            ch__buf_printf(l->out, "%s%c", k > i ? "+" : "", 'a' + l->marks[k].entity);
        if (e && !e->declared)
            ch__buf_printf(l->out, "=%s.%s", e->code ? e->code : "-", e->sector);
        if (e)
            e->declared = true;
    }
    ch__buf_char(l->out, actor ? ']' : '}');
}

static void add_text(ch__lines *l)
{
    const char *words = l->s->text;
    int open[CH__LINES_MARKS], depth = 0, next = 0;
    for (int64_t i = 0, n = l->s->end - l->s->start; i <= n; i++) {
        int64_t at = l->s->start + i;
        while (depth && l->marks[open[depth - 1]].end == at)
            close_mark(l, open[--depth]);
        for (; next < l->n_marks && l->marks[next].start == at; next += same_words(l, next)) {
            if (depth && l->marks[next].end > l->marks[open[depth - 1]].end)
                ch__lines_cannot(l, "marks would cross");
            ch__buf_char(l->out, l->marks[next].entity >= 0 ? '[' : '{');
            open[depth++] = next;
        }
        if (i == n)
            break;
        if (strchr("[]{}|\\", words[i]) || (i == 0 && strchr("@#", words[i])))
            ch__buf_char(l->out, '\\');
        ch__lines_char(l->out, words[i], i ? words[i - 1] : 0);
    }
    ch__buf_char(l->out, '\n');
}

/* ---- the whole ---- */

/* The word that was weighed; the words of the record where there was none. */
static ch__lines_mark trigger_of(ch__lines *l, const json_t *main)
{
    sqlite3_stmt *q = NULL;
    int64_t start = ch__lines_number(main, "byte_start"), end = ch__lines_number(main, "byte_end");
    ch__lines_mark m = {start, end, -1, 0};
    if (sqlite3_prepare_v2(l->s->store->db, "SELECT word FROM candidates WHERE record = ? LIMIT 1", -1, &q, NULL) ==
        SQLITE_OK) {
        ch__bind_text(q, 1, ch__lines_text(main, "id"));
        const char *word = sqlite3_step(q) == SQLITE_ROW ? (const char *)sqlite3_column_text(q, 0) : NULL;
        const char *quote = ch__lines_text(main, "quote"), *at = word && quote ? strstr(quote, word) : NULL;
        if (at)
            m = (ch__lines_mark){start + (at - quote), start + (at - quote) + (int64_t)strlen(word), -1, 0};
    }
    sqlite3_finalize(q);
    return m;
}

static void gather(ch__lines *l)
{
    uint32_t events = 0;
    for (uint32_t i = 0; i < l->s->n_records; i++) {
        ch__lines_gather(l, i);
        if (strcmp(l->s->kinds[i], "event") != 0)
            continue;
        ch__lines_mark m = trigger_of(l, ch__lines_main(l->s, i));
        m.number = ++events;
        if (m.start < l->s->start || m.end > l->s->end)
            ch__lines_cannot(l, "the record goes beyond the sentence");
        else
            ch__lines_mark_add(l, m);
    }
    qsort(l->marks, (size_t)l->n_marks, sizeof *l->marks, by_place);
}

bool ch__gold_lines(ch__arena *arena, const ch__gold_sentence *s, ch__buf *out, const char **why)
{
    ch__lines *l = ch__alloc(arena, sizeof *l);
    uint32_t events = 0;
    *l = (ch__lines){.s = s, .arena = arena, .out = out};
    if (!s->text || (int64_t)strlen(s->text) != s->end - s->start) { /* a snapshot without text */
        *why = "its words were left out";
        return false;
    }
    gather(l);
    ch__buf_printf(out, "@ %s wire other\n", s->published ? s->published : "-");
    add_text(l);
    for (uint32_t i = 0; i < s->n_records; i++)
        ch__lines_record(l, i, &events);
    for (uint32_t i = 0; i < s->n_rejected; i++) {
        ch__buf_str(out, "  not other");
        ch__lines_quoted(l, s->rejected[i]);
        ch__buf_char(out, '\n');
    }
    if (!events && !s->n_rejected)
        ch__buf_str(out, "  not other\n");
    *why = l->why;
    return !l->why;
}

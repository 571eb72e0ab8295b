#include "knowledge/sounds.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "knowledge/image.h"
#include "knowledge/source.h"

enum { MOST_FROM = 4, MOST_NAME = 128, KIND = 0, ID = 1, FIELD = 2, VALUE = 3 };

static bool letter(char c)
{
    return ch__is_lower((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Bytes of the word that begins at i. */
static size_t word_length(ch__sv s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && letter(s.p[i + n]))
        n++;
    return n;
}

/* "al_": a word that is left out or written otherwise as a whole. */
static const char *word_rule(ch__sv word, ch__sound_rule rule, const void *ctx)
{
    char from[MOST_NAME];
    if (word.n + 1 > sizeof from)
        return NULL;
    memcpy(from, word.p, word.n);
    from[word.n] = '_';
    return rule(ctx, (ch__sv){from, word.n + 1});
}

typedef struct writer {
    char *key;
    size_t n;
    bool full;
} writer;

/* A letter said twice counts once. */
static void put(writer *w, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (w->n && w->key[w->n - 1] == s[i])
            continue;
        if (w->n + 1 >= CH__SOUND_KEY)
            w->full = true;
        else
            w->key[w->n++] = s[i];
    }
}

/* The longest rule that holds at i; returns the bytes it takes. */
static size_t put_letters(writer *w, ch__sv word, size_t i, ch__sound_rule rule, const void *ctx)
{
    for (size_t n = word.n - i < MOST_FROM ? word.n - i : MOST_FROM; n > 0; n--) {
        const char *to = rule(ctx, (ch__sv){word.p + i, n});
        if (to) {
            put(w, to, strlen(to));
            return n;
        }
    }
    put(w, word.p + i, 1);
    return 1;
}

bool ch__sound_key(ch__sv name, ch__sound_rule rule, const void *ctx, char key[CH__SOUND_KEY])
{
    char folded[MOST_NAME];
    size_t n = ch__fold(name.p, name.n, folded, sizeof folded);
    writer w = {.key = key};
    if (n == (size_t)-1)
        return false;
    ch__sv s = {folded, n};
    for (size_t i = 0; i < s.n;) {
        size_t length = word_length(s, i);
        ch__sv word = {s.p + i, length};
        const char *whole = length ? word_rule(word, rule, ctx) : "";
        if (whole)
            put(&w, whole, strlen(whole));
        for (size_t at = 0; !whole && at < length;)
            at += put_letters(&w, word, at, rule, ctx);
        i += length ? length : 1;
    }
    key[w.n] = 0;
    return !w.full && w.n >= CH__LEAST_SOUND;
}

/* ---- looking up ---- */

static const char *table_rule(const void *ctx, ch__sv from)
{
    const ch__table *t = ctx;
    uint32_t row = ch__table_find(t, from);
    if (row == CH_NONE)
        return NULL;
    const char *to = ch__table_cell(t, row, 1);
    return to ? to : "";
}

static const char *only_id(const ch__table *sounds, const char *key)
{
    uint32_t row = ch__table_find(sounds, ch__sv_of(key));
    const char *id = row == CH_NONE ? NULL : ch__table_cell(sounds, row, 1);
    for (; row != CH_NONE; row = ch__table_find_next(sounds, row))
        if (strcmp(ch__table_cell(sounds, row, 1), id) != 0)
            return NULL;
    return id;
}

/* "Jinping Xi" to "Xi Jinping"; false for one word. */
static bool rotate(ch__sv name, char *out, size_t size)
{
    size_t last = name.n;
    while (last > 0 && name.p[last - 1] != ' ')
        last--;
    if (!last || name.n + 2 > size)
        return false;
    size_t n = name.n - last;
    memcpy(out, name.p + last, n);
    out[n] = ' ';
    memcpy(out + n + 1, name.p, last - 1);
    out[n + last] = 0;
    return true;
}

const char *ch__sounds_like(const ch__knowledge *k, ch__sv name)
{
    const ch__table *rules = ch__knowledge_table(k, "actors/transliteration");
    const ch__table *sounds = ch__knowledge_table(k, "actors/sounds");
    char key[CH__SOUND_KEY], turned[MOST_NAME];
    if (!rules || !sounds)
        return NULL;
    const char *id = ch__sound_key(name, table_rule, rules, key) ? only_id(sounds, key) : NULL;
    if (id || !rotate(name, turned, sizeof turned))
        return id;
    return ch__sound_key(ch__sv_of(turned), table_rule, rules, key) ? only_id(sounds, key) : NULL;
}

/* ---- making the table, when tables are compiled ---- */

static int by_first_cell(const void *a, const void *b)
{
    return strcmp(((const ch__source_row *)a)->cells[0], ((const ch__source_row *)b)->cells[0]);
}

static const char *source_rule(const void *ctx, ch__sv from)
{
    const ch__source_table *t = ctx;
    char text[MOST_NAME];
    if (from.n >= sizeof text)
        return NULL;
    memcpy(text, from.p, from.n);
    text[from.n] = 0;
    const char *cells[] = {text};
    ch__source_row wanted = {.cells = cells};
    const ch__source_row *row = bsearch(&wanted, t->rows, t->n_rows, sizeof *t->rows, by_first_cell);
    return !row ? NULL : ch__absent(row->cells[1]) ? "" : row->cells[1];
}

static bool folded_letters(ch__sv s)
{
    char folded[MOST_NAME];
    bool good = s.n > 0 && ch__fold(s.p, s.n, folded, sizeof folded) == s.n && memcmp(folded, s.p, s.n) == 0;
    return good && word_length(s, 0) == s.n;
}

static bool good_from(ch__sv from)
{
    bool word = from.n && from.p[from.n - 1] == '_';
    return folded_letters((ch__sv){from.p, from.n - word}) && (word ? from.n < MOST_NAME : from.n <= MOST_FROM);
}

static int by_from_and_place(const void *a, const void *b)
{
    const ch__source_row *x = *(const ch__source_row *const *)a, *y = *(const ch__source_row *const *)b;
    int order = strcmp(x->cells[0], y->cells[0]);
    if (!order)
        order = strcmp(x->file, y->file);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Faults of rules that could never hold, or of which only one could. */
static void check_rules(ch__source *s, const ch__source_table *t)
{
    const ch__source_row **rows = ch__alloc_array(&s->arena, t->n_rows, sizeof *rows);
    for (uint32_t i = 0; i < t->n_rows; i++)
        rows[i] = &t->rows[i];
    if (t->n_rows)
        qsort(rows, t->n_rows, sizeof *rows, by_from_and_place);
    for (uint32_t i = 0; i < t->n_rows; i++) {
        const ch__source_row *row = rows[i];
        const char *from = row->cells[0], *to = row->cells[1];
        if (from[0] && !good_from(ch__sv_of(from)))
            ch__source_fault(s, row->file, row->line, "%s: from is up to %d folded letters, or a word and \"_\"", from,
                             MOST_FROM);
        if (to[0] && !ch__absent(to) && !folded_letters(ch__sv_of(to)))
            ch__source_fault(s, row->file, row->line, "%s: to is folded letters, or \"-\"", to);
        if (i && strcmp(from, rows[i - 1]->cells[0]) == 0)
            ch__source_fault(s, row->file, row->line, "%s has a rule in %s:%u too", from, rows[i - 1]->file,
                             rows[i - 1]->line);
    }
}

static bool has_columns(const ch__source_table *t)
{
    return t->n_columns >= 2 && strcmp(t->columns[0].name, "from") == 0 && t->columns[0].marks & CH__COLUMN_KEY &&
           strcmp(t->columns[1].name, "to") == 0;
}

static bool is_name(const ch__source_row *row, const char *field)
{
    return strcmp(row->cells[KIND], "name") == 0 && strcmp(row->cells[FIELD], field) == 0 &&
           strncmp(row->cells[ID], "p.", 2) == 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ids of people with a short name, sorted. */
static size_t well_known(ch__source *s, const ch__source_table *t, const char ***out)
{
    size_t n = 0;
    *out = ch__alloc_array(&s->arena, t->n_rows, sizeof **out);
    for (uint32_t i = 0; i < t->n_rows; i++)
        if (is_name(&t->rows[i], "short"))
            (*out)[n++] = t->rows[i].cells[ID];
    qsort(*out, n, sizeof **out, by_text);
    return n;
}

static int by_cells(const void *a, const void *b)
{
    const ch__source_row *x = a, *y = b;
    int order = strcmp(x->cells[0], y->cells[0]);
    return order ? order : strcmp(x->cells[1], y->cells[1]);
}

static ch__source_table *new_table(ch__source *s)
{
    ch__source_column *columns = ch__alloc_array(&s->arena, 2, sizeof *columns);
    columns[0] = (ch__source_column){.name = "key", .marks = CH__COLUMN_KEY};
    columns[1] = (ch__source_column){.name = "id"};
    ch__source_table *t = CH__PUSH(&s->arena, s->tables, s->n_tables, s->cap_tables);
    *t = (ch__source_table){
        .name = "actors/sounds", .columns = columns, .n_columns = 2, .marked = true, .file = "actors/sounds"};
    return t;
}

static void add_key(ch__source *s, ch__source_table *t, const char *key, const ch__source_row *from)
{
    const char **cells = ch__alloc_array(&s->arena, 2, sizeof *cells);
    cells[0] = ch__copy(&s->arena, ch__sv_of(key));
    cells[1] = from->cells[ID];
    *CH__PUSH(&s->arena, t->rows, t->n_rows, t->cap_rows) =
        (ch__source_row){.cells = cells, .file = from->file, .line = from->line};
}

static const ch__source_table *table_named(const ch__source *s, const char *name)
{
    for (uint32_t i = 0; i < s->n_tables; i++)
        if (strcmp(s->tables[i].name, name) == 0)
            return &s->tables[i];
    return NULL;
}

void ch__source_sounds(ch__source *s)
{
    const ch__source_table *rules = table_named(s, "actors/transliteration"), *entities = table_named(s, "entities");
    if (rules && !has_columns(rules)) {
        ch__source_fault(s, rules->file, 0, "the first columns of %s are \"from*\" and \"to\"", rules->name);
        return;
    }
    if (rules)
        check_rules(s, rules);
    if (!rules || !entities || table_named(s, "actors/sounds") || entities->n_columns <= VALUE)
        return;
    const ch__source_table by_from = *rules, names = *entities; /* the array of tables is about to grow */
    qsort(by_from.rows, by_from.n_rows, sizeof *by_from.rows, by_first_cell);
    const char **known;
    size_t n = well_known(s, &names, &known), kept = 0;
    ch__source_table *t = new_table(s);
    for (uint32_t i = 0; i < names.n_rows; i++) {
        const ch__source_row *row = &names.rows[i];
        char key[CH__SOUND_KEY];
        if (!is_name(row, "full") || !bsearch(&row->cells[ID], known, n, sizeof *known, by_text))
            continue;
        if (strchr(row->cells[VALUE], ' ') && ch__sound_key(ch__sv_of(row->cells[VALUE]), source_rule, &by_from, key))
            add_key(s, t, key, row);
    }
    if (t->n_rows)
        qsort(t->rows, t->n_rows, sizeof *t->rows, by_cells);
    for (uint32_t i = 0; i < t->n_rows; i++) { /* spellings of one sound are one row */
        bool same = kept && by_cells(&t->rows[kept - 1], &t->rows[i]) == 0;
        if (!same)
            t->rows[kept++] = t->rows[i];
    }
    t->n_rows = (uint32_t)kept;
}

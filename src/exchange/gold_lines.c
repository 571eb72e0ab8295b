/* gold_lines.c - one reviewed sentence in the format of the corpus: its words with marks, a line for each record. */
#include <stdlib.h>

#include "base/json.h"
#include "exchange/gold.h"
#include "store/rows_json.h"

enum { MOST_MARKS = 120, MOST_ENTITIES = 26 };

typedef struct entity {
    const char *code, *sector;
    json_int_t actor; /* 0: nobody known */
    int64_t start;    /* of the first words; who is nobody known is known by them */
    bool declared;
} entity;

/* Words of the sentence that somebody is named by, or (entity -1) that trigger an event. */
typedef struct mark {
    int64_t start, end;
    int entity;
    uint32_t number;
} mark;

typedef struct lines {
    const ch__gold_sentence *s;
    ch__arena *arena;
    ch__buf *out;
    entity entities[MOST_ENTITIES];
    mark marks[MOST_MARKS];
    int n_entities, n_marks;
    const char *why;
} lines;

static bool cannot(lines *l, const char *why)
{
    if (!l->why)
        l->why = why;
    return false;
}

static const char *text(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

static int64_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

static const json_t *main_row(const ch__gold_sentence *s, uint32_t i)
{
    return json_array_get(json_object_get(s->records[i], ch__kind_table(s->kinds[i])), 0);
}

/* ---- words ---- */

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Line ends of the story are blanks, and several are one. */
static void add_char(ch__buf *out, char c, char before)
{
    if (!blank(c))
        ch__buf_char(out, c);
    else if (!blank(before))
        ch__buf_char(out, ' ');
}

static void quoted(lines *l, const char *words)
{
    ch__buf_str(l->out, " \"");
    for (const char *c = words ? words : ""; *c; c++) {
        if (*c == '"' || *c == '\\')
            ch__buf_char(l->out, '\\');
        add_char(l->out, *c, c > words ? c[-1] : 0);
    }
    ch__buf_char(l->out, '"');
}

/* "joint statement" is joint-statement. */
static void hyphened(lines *l, const char *words)
{
    ch__buf_char(l->out, ' ');
    for (const char *c = words ? words : "-"; *c; c++)
        ch__buf_char(l->out, *c == ' ' ? '-' : *c);
}

/* "diplomatic;economic" is diplomatic,economic. */
static void listed(lines *l, const char *field, const char *list)
{
    if (!list || !*list)
        return;
    ch__buf_printf(l->out, " %s ", field);
    for (const char *c = list; *c; c++)
        ch__buf_char(l->out, *c == ';' ? ',' : *c);
}

static bool inside(const ch__gold_sentence *s, const json_t *row)
{
    return number(row, "byte_start") >= s->start && number(row, "byte_end") <= s->end;
}

/* ---- who ---- */

/* The sector of a row of actors; a bare country acts by its government. */
static const char *sector_of(lines *l, json_int_t actor, const char *code)
{
    sqlite3_stmt *q = NULL;
    const char *sector = NULL;
    if (sqlite3_prepare_v2(l->s->store->db, "SELECT sector FROM actors WHERE id = ?", -1, &q, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(q, 1, actor);
        if (sqlite3_step(q) == SQLITE_ROW && sqlite3_column_text(q, 0))
            sector = ch__copyz(l->arena, (const char *)sqlite3_column_text(q, 0));
    }
    sqlite3_finalize(q);
    if (sector)
        return sector;
    return !code ? "UNK" : ch__vocabulary_is_country(l->s->v, code) ? "GOV" : "IGO";
}

static int entity_of(lines *l, const json_t *role)
{
    json_int_t actor = number(role, "actor");
    int64_t start = number(role, "byte_start");
    for (int i = 0; i < l->n_entities; i++)
        if (actor ? l->entities[i].actor == actor : !l->entities[i].actor && l->entities[i].start == start)
            return i;
    if (l->n_entities == MOST_ENTITIES)
        return -1;
    const char *code = text(role, "code");
    l->entities[l->n_entities] = (entity){code, sector_of(l, actor, code), actor, start, false};
    return l->n_entities++;
}

static void add_mark(lines *l, mark m)
{
    for (int i = 0; i < l->n_marks; i++)
        if (l->marks[i].start == m.start && l->marks[i].end == m.end && l->marks[i].entity == m.entity &&
            l->marks[i].number == m.number)
            return;
    if (l->n_marks == MOST_MARKS)
        cannot(l, "there are too many marks");
    else
        l->marks[l->n_marks++] = m;
}

/* Words of their own, not those of the whole record, which a role has that a reviewer gave without words. */
static bool has_words(const ch__gold_sentence *s, const json_t *role, const json_t *main)
{
    return inside(s, role) && (number(role, "byte_start") != number(main, "byte_start") ||
                               number(role, "byte_end") != number(main, "byte_end"));
}

static void gather_roles(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record), *role;
    json_t *roles = json_object_get(l->s->records[record], "roles");
    for (size_t i = 0; i < json_array_size(roles); i++) {
        role = json_array_get(roles, i);
        if (strcmp(text(role, "role"), "about") == 0 || !has_words(l->s, role, main))
            continue;
        int e = entity_of(l, role);
        if (e < 0)
            cannot(l, "there are too many actors");
        else
            add_mark(l, (mark){number(role, "byte_start"), number(role, "byte_end"), e, 0});
    }
}

/* The word that was weighed; the words of the record where there was none. */
static mark trigger_of(lines *l, const json_t *main)
{
    sqlite3_stmt *q = NULL;
    int64_t start = number(main, "byte_start"), end = number(main, "byte_end");
    mark m = {start, end, -1, 0};
    if (sqlite3_prepare_v2(l->s->store->db, "SELECT word FROM candidates WHERE record = ? LIMIT 1", -1, &q, NULL) ==
        SQLITE_OK) {
        ch__bind_text(q, 1, text(main, "id"));
        const char *word = sqlite3_step(q) == SQLITE_ROW ? (const char *)sqlite3_column_text(q, 0) : NULL;
        const char *quote = text(main, "quote"), *at = word && quote ? strstr(quote, word) : NULL;
        if (at)
            m = (mark){start + (at - quote), start + (at - quote) + (int64_t)strlen(word), -1, 0};
    }
    sqlite3_finalize(q);
    return m;
}

/* Which entity a role is, and the how manieth of its mentions, in the order of the reader of the corpus. */
static void add_role(lines *l, const json_t *role, const json_t *main)
{
    bool own = has_words(l->s, role, main);
    const char *code = text(role, "code");
    int found = -1, nth = 1;
    for (int i = 0; i < l->n_marks; i++) {
        const mark *m = &l->marks[i];
        const entity *e = m->entity < 0 ? NULL : &l->entities[m->entity];
        if (e && (own ? m->start == number(role, "byte_start") && m->end == number(role, "byte_end") &&
                            m->entity == entity_of(l, role)
                      : code && e->code && strcmp(e->code, code) == 0)) {
            found = i;
            break;
        }
    }
    if (found < 0) {
        cannot(l, "somebody who takes part is not named in the sentence");
        return;
    }
    for (int i = 0; i < found; i++)
        nth += l->marks[i].entity == l->marks[found].entity;
    ch__buf_printf(l->out, nth > 1 ? "%c%d" : "%c", 'a' + l->marks[found].entity, nth);
}

static bool add_roles(lines *l, uint32_t record, const char *name, const char *before)
{
    const json_t *main = main_row(l->s, record);
    json_t *roles = json_object_get(l->s->records[record], "roles");
    bool any = false;
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const json_t *role = json_array_get(roles, i);
        if (strcmp(text(role, "role"), name) != 0)
            continue;
        ch__buf_str(l->out, any ? "," : before);
        add_role(l, role, main);
        any = true;
    }
    return any;
}

static void need_roles(lines *l, uint32_t record, const char *name)
{
    if (!add_roles(l, record, name, " "))
        ch__buf_str(l->out, " -");
}

/* ---- the text ---- */

static int by_place(const void *a, const void *b)
{
    const mark *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return x->entity != y->entity ? (x->entity > y->entity ? -1 : 1)
                                  : (x->number > y->number) - (x->number < y->number);
}

/* Marks from i on that are of the same words and kind: one mark of several. */
static int same_words(const lines *l, int i)
{
    int n = 1;
    while (i + n < l->n_marks && l->marks[i + n].start == l->marks[i].start && l->marks[i + n].end == l->marks[i].end &&
           (l->marks[i + n].entity < 0) == (l->marks[i].entity < 0))
        n++;
    return n;
}

static void close_mark(lines *l, int i)
{
    int n = same_words(l, i);
    bool actor = l->marks[i].entity >= 0;
    ch__buf_char(l->out, '|');
    for (int k = i; k < i + n; k++) {
        entity *e = actor ? &l->entities[l->marks[k].entity] : NULL;
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

static void add_text(lines *l)
{
    const char *words = l->s->text;
    int open[MOST_MARKS], depth = 0, next = 0;
    for (int64_t i = 0, n = l->s->end - l->s->start; i <= n; i++) {
        int64_t at = l->s->start + i;
        while (depth && l->marks[open[depth - 1]].end == at)
            close_mark(l, open[--depth]);
        for (; next < l->n_marks && l->marks[next].start == at; next += same_words(l, next)) {
            if (depth && l->marks[next].end > l->marks[open[depth - 1]].end)
                cannot(l, "marks would cross");
            ch__buf_char(l->out, l->marks[next].entity >= 0 ? '[' : '{');
            open[depth++] = next;
        }
        if (i == n)
            break;
        if (strchr("[]{}|\\", words[i]) || (i == 0 && strchr("@#", words[i])))
            ch__buf_char(l->out, '\\');
        add_char(l->out, words[i], i ? words[i - 1] : 0);
    }
    ch__buf_char(l->out, '\n');
}

/* ---- records ---- */

static const json_t *span_of(const ch__gold_sentence *s, uint32_t record, const char *field)
{
    json_t *spans = json_object_get(s->records[record], "spans");
    for (size_t i = 0; i < json_array_size(spans); i++) {
        const json_t *span = json_array_get(spans, i);
        if (strcmp(text(span, "field"), field) == 0 && inside(s, span))
            return span;
    }
    return NULL;
}

static void add_time(lines *l, const char *name, const char *words, const char *start, const char *end)
{
    if (!words || !start || !end)
        return;
    ch__buf_printf(l->out, " %s", name);
    quoted(l, words);
    ch__buf_printf(l->out, strcmp(start, end) == 0 ? " %s" : " %s/%s", start, end);
}

static void add_when(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record), *span = span_of(l->s, record, "date");
    add_time(l, "when", text(span, "quote"), text(main, "date_start"), text(main, "date_end"));
}

static void add_number(lines *l, const json_t *v)
{
    char digits[32];
    if (!json_is_number(v))
        return;
    ch__json_number(digits, sizeof digits, json_number_value(v));
    ch__buf_str(l->out, digits);
}

static void add_unit(lines *l, const char *unit)
{
    if (unit && ch__vocabulary_cell(l->s->v->units, "code", ch__sv_of(unit)))
        ch__buf_printf(l->out, " %s", unit);
    else
        quoted(l, unit);
}

static void add_magnitudes(lines *l, uint32_t record)
{
    json_t *rows = json_object_get(l->s->records[record], "magnitudes");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *what = text(row, "what");
        ch__buf_printf(l->out, " %s ", what);
        add_number(l, json_object_get(row, "value"));
        if (strcmp(what, "money") == 0 || strcmp(what, "items") == 0)
            add_unit(l, text(row, "unit"));
    }
}

static void add_event(lines *l, uint32_t record, uint32_t n)
{
    const json_t *main = main_row(l->s, record), *place = span_of(l->s, record, "place");
    const char *type = text(main, "event"), *mode = text(main, "mode"), *cameo = text(main, "cameo");
    const char *modality = text(main, "modality"), *country = text(main, "place_country");
    ch__buf_printf(l->out, "%u %s%s%s", (unsigned)n, type, mode ? "/" : "", mode ? mode : "");
    need_roles(l, record, "actor");
    add_roles(l, record, "recipient", " > ");
    if (!cameo || !ch__vocabulary_plover(l->s->v, "cameo", ch__sv_of(cameo), type))
        cameo = ch__names_cameo_of(l->s->names, type, mode);
    ch__buf_printf(l->out, " %s cameo %s", l->s->title ? "headline" : "active", cameo ? cameo : "-");
    if (strcmp(modality, ch_modality_name(CH_ACTUAL)) != 0)
        ch__buf_printf(l->out, " %s", modality);
    listed(l, "context", text(main, "context"));
    add_when(l, record);
    if (place) {
        ch__buf_str(l->out, " where");
        quoted(l, text(place, "quote"));
        ch__buf_printf(l->out, " %s", country ? country : "-");
    }
    add_roles(l, record, "attribution", " per ");
    add_magnitudes(l, record);
}

static void add_about(lines *l, const json_t *main)
{
    listed(l, "about", text(main, "about"));
}

static void add_statement(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record), *content = span_of(l->s, record, "content");
    const char *verb = text(main, "verb");
    ch__buf_str(l->out, "statement");
    need_roles(l, record, "speaker");
    add_roles(l, record, "addressee", " > ");
    ch__buf_printf(l->out, " %s", text(main, "form"));
    quoted(l, verb ? verb : "say");
    ch__buf_str(l->out, " words");
    quoted(l, text(content ? content : main, "quote"));
    add_about(l, main);
    add_when(l, record);
}

static void words_of(lines *l, const json_t *main)
{
    ch__buf_str(l->out, " words");
    quoted(l, text(main, "quote"));
}

static void optional(lines *l, const char *name, const json_t *main)
{
    if (!text(main, name))
        return;
    ch__buf_printf(l->out, " %s", name);
    quoted(l, text(main, name));
}

static void add_agreement(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record);
    ch__buf_str(l->out, "agreement");
    hyphened(l, text(main, "form"));
    hyphened(l, text(main, "action"));
    need_roles(l, record, "party");
    words_of(l, main);
    optional(l, "title", main);
    optional(l, "term", main);
    optional(l, "count", main);
    listed(l, "subjects", text(main, "subjects"));
    add_when(l, record);
}

static void add_level(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record);
    ch__buf_str(l->out, "level");
    quoted(l, text(main, "level"));
    hyphened(l, text(main, "action"));
    need_roles(l, record, "party");
    words_of(l, main);
    add_when(l, record);
}

static void add_figure(lines *l, uint32_t record)
{
    const json_t *main = main_row(l->s, record), *period = span_of(l->s, record, "period");
    bool value = json_is_number(json_object_get(main, "value"));
    ch__buf_str(l->out, "figure");
    hyphened(l, text(main, "measure"));
    ch__buf_char(l->out, ' ');
    add_number(l, json_object_get(main, value ? "value" : "low"));
    if (!value) {
        ch__buf_str(l->out, "..");
        add_number(l, json_object_get(main, "high"));
    }
    add_unit(l, text(main, "unit"));
    need_roles(l, record, "from");
    ch__buf_str(l->out, " >");
    need_roles(l, record, "to");
    words_of(l, main);
    if (number(main, "approximate"))
        ch__buf_str(l->out, " approximate");
    optional(l, "of", main);
    add_time(l, "period", text(period, "quote"), text(main, "period_start"), text(main, "period_end"));
    add_when(l, record);
}

static void add_record(lines *l, uint32_t i, uint32_t *events)
{
    static void (*const others[CH_N_KINDS])(lines *, uint32_t) = {[CH_STATEMENT] = add_statement,
                                                                  [CH_AGREEMENT] = add_agreement,
                                                                  [CH_LEVEL] = add_level,
                                                                  [CH_FIGURE] = add_figure};
    ch__buf_str(l->out, "  ");
    for (int kind = 0; kind < CH_N_KINDS; kind++)
        if (strcmp(ch_kind_name((ch_kind)kind), l->s->kinds[i]) == 0) {
            if (kind == CH_EVENT)
                add_event(l, i, ++*events);
            else
                others[kind](l, i);
        }
    ch__buf_char(l->out, '\n');
}

static void gather(lines *l)
{
    uint32_t events = 0;
    for (uint32_t i = 0; i < l->s->n_records; i++) {
        gather_roles(l, i);
        if (strcmp(l->s->kinds[i], "event") != 0)
            continue;
        mark m = trigger_of(l, main_row(l->s, i));
        m.number = ++events;
        if (m.start < l->s->start || m.end > l->s->end)
            cannot(l, "the record goes beyond the sentence");
        else
            add_mark(l, m);
    }
    qsort(l->marks, (size_t)l->n_marks, sizeof *l->marks, by_place);
}

bool ch__gold_lines(ch__arena *arena, const ch__gold_sentence *s, ch__buf *out, const char **why)
{
    lines *l = ch__alloc(arena, sizeof *l);
    uint32_t events = 0;
    *l = (lines){.s = s, .arena = arena, .out = out};
    gather(l);
    ch__buf_printf(out, "@ %s wire other\n", s->published ? s->published : "-");
    add_text(l);
    for (uint32_t i = 0; i < s->n_records; i++)
        add_record(l, i, &events);
    for (uint32_t i = 0; i < s->n_rejected; i++) {
        ch__buf_str(out, "  not other");
        quoted(l, s->rejected[i]);
        ch__buf_char(out, '\n');
    }
    if (!events && !s->n_rejected)
        ch__buf_str(out, "  not other\n");
    *why = l->why;
    return !l->why;
}

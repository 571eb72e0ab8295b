/* gold_records.c - the line of each record of a reviewed sentence. */
#include "exchange/gold_lines.h"

/* "joint statement" is joint-statement. */
static void hyphened(ch__lines *l, const char *words)
{
    ch__buf_char(l->out, ' ');
    for (const char *c = words ? words : "-"; *c; c++)
        ch__buf_char(l->out, *c == ' ' ? '-' : *c);
}

/* "diplomatic;economic" is diplomatic,economic. */
static void listed(ch__lines *l, const char *field, const char *list)
{
    if (!list || !*list)
        return;
    ch__buf_printf(l->out, " %s ", field);
    for (const char *c = list; *c; c++)
        ch__buf_char(l->out, *c == ';' ? ',' : *c);
}

static const json_t *span_of(const ch__gold_sentence *s, uint32_t record, const char *field)
{
    json_t *spans = json_object_get(s->records[record], "spans");
    for (size_t i = 0; i < json_array_size(spans); i++) {
        const json_t *span = json_array_get(spans, i);
        if (strcmp(ch__lines_text(span, "field"), field) == 0 && ch__lines_inside(s, span))
            return span;
    }
    return NULL;
}

static void add_time(ch__lines *l, const char *name, const char *words, const char *start, const char *end)
{
    if (!words || !start || !end)
        return;
    ch__buf_printf(l->out, " %s", name);
    ch__lines_quoted(l, words);
    ch__buf_printf(l->out, strcmp(start, end) == 0 ? " %s" : " %s/%s", start, end);
}

static void add_when(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record), *span = span_of(l->s, record, "date");
    add_time(l, "when", ch__lines_text(span, "quote"), ch__lines_text(main, "date_start"),
             ch__lines_text(main, "date_end"));
}

static void add_number(ch__lines *l, const json_t *v)
{
    char digits[32];
    if (!json_is_number(v))
        return;
    ch__json_number(digits, sizeof digits, json_number_value(v));
    ch__buf_str(l->out, digits);
}

static void add_unit(ch__lines *l, const char *unit)
{
    if (unit && ch__vocabulary_cell(l->s->v->units, "code", ch__sv_of(unit)))
        ch__buf_printf(l->out, " %s", unit);
    else
        ch__lines_quoted(l, unit);
}

static void add_magnitudes(ch__lines *l, uint32_t record)
{
    json_t *rows = json_object_get(l->s->records[record], "magnitudes");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *what = ch__lines_text(row, "what");
        ch__buf_printf(l->out, " %s ", what);
        add_number(l, json_object_get(row, "value"));
        if (strcmp(what, "money") == 0 || strcmp(what, "items") == 0)
            add_unit(l, ch__lines_text(row, "unit"));
    }
}

static void add_event(ch__lines *l, uint32_t record, uint32_t n)
{
    const json_t *main = ch__lines_main(l->s, record), *place = span_of(l->s, record, "place");
    const char *type = ch__lines_text(main, "event"), *mode = ch__lines_text(main, "mode"),
               *cameo = ch__lines_text(main, "cameo");
    const char *modality = ch__lines_text(main, "modality"), *country = ch__lines_text(main, "place_country");
    ch__buf_printf(l->out, "%u %s%s%s", (unsigned)n, type, mode ? "/" : "", mode ? mode : "");
    ch__lines_need_roles(l, record, "actor");
    ch__lines_roles(l, record, "recipient", " > ");
    if (!cameo || !ch__vocabulary_plover(l->s->v, "cameo", ch__sv_of(cameo), type))
        cameo = ch__names_cameo_of(l->s->names, type, mode);
    ch__buf_printf(l->out, " %s cameo %s", l->s->title ? "headline" : "active", cameo ? cameo : "-");
    if (strcmp(modality, ch_modality_name(CH_ACTUAL)) != 0)
        ch__buf_printf(l->out, " %s", modality);
    listed(l, "context", ch__lines_text(main, "context"));
    add_when(l, record);
    if (place) {
        ch__buf_str(l->out, " where");
        ch__lines_quoted(l, ch__lines_text(place, "quote"));
        ch__buf_printf(l->out, " %s", country ? country : "-");
    }
    ch__lines_roles(l, record, "attribution", " per ");
    add_magnitudes(l, record);
}

static void add_about(ch__lines *l, const json_t *main)
{
    listed(l, "about", ch__lines_text(main, "about"));
}

static void add_statement(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record), *content = span_of(l->s, record, "content");
    const char *verb = ch__lines_text(main, "verb");
    ch__buf_str(l->out, "statement");
    ch__lines_need_roles(l, record, "speaker");
    ch__lines_roles(l, record, "addressee", " > ");
    ch__buf_printf(l->out, " %s", ch__lines_text(main, "form"));
    ch__lines_quoted(l, verb ? verb : "say");
    ch__buf_str(l->out, " words");
    ch__lines_quoted(l, ch__lines_text(content ? content : main, "quote"));
    add_about(l, main);
    add_when(l, record);
}

static void words_of(ch__lines *l, const json_t *main)
{
    ch__buf_str(l->out, " words");
    ch__lines_quoted(l, ch__lines_text(main, "quote"));
}

static void optional(ch__lines *l, const char *name, const json_t *main)
{
    if (!ch__lines_text(main, name))
        return;
    ch__buf_printf(l->out, " %s", name);
    ch__lines_quoted(l, ch__lines_text(main, name));
}

static void add_agreement(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record);
    ch__buf_str(l->out, "agreement");
    hyphened(l, ch__lines_text(main, "form"));
    hyphened(l, ch__lines_text(main, "action"));
    ch__lines_need_roles(l, record, "party");
    words_of(l, main);
    optional(l, "title", main);
    optional(l, "term", main);
    optional(l, "count", main);
    listed(l, "subjects", ch__lines_text(main, "subjects"));
    add_when(l, record);
}

static void add_level(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record);
    ch__buf_str(l->out, "level");
    ch__lines_quoted(l, ch__lines_text(main, "level"));
    hyphened(l, ch__lines_text(main, "action"));
    ch__lines_need_roles(l, record, "party");
    words_of(l, main);
    add_when(l, record);
}

static void add_figure(ch__lines *l, uint32_t record)
{
    const json_t *main = ch__lines_main(l->s, record), *period = span_of(l->s, record, "period");
    bool value = json_is_number(json_object_get(main, "value"));
    ch__buf_str(l->out, "figure");
    hyphened(l, ch__lines_text(main, "measure"));
    ch__buf_char(l->out, ' ');
    add_number(l, json_object_get(main, value ? "value" : "low"));
    if (!value) {
        ch__buf_str(l->out, "..");
        add_number(l, json_object_get(main, "high"));
    }
    add_unit(l, ch__lines_text(main, "unit"));
    ch__lines_need_roles(l, record, "from");
    ch__buf_str(l->out, " >");
    ch__lines_need_roles(l, record, "to");
    words_of(l, main);
    if (ch__lines_number(main, "approximate"))
        ch__buf_str(l->out, " approximate");
    optional(l, "of", main);
    add_time(l, "period", ch__lines_text(period, "quote"), ch__lines_text(main, "period_start"),
             ch__lines_text(main, "period_end"));
    add_when(l, record);
}

void ch__lines_record(ch__lines *l, uint32_t i, uint32_t *events)
{
    static void (*const others[CH_N_KINDS])(ch__lines *, uint32_t) = {[CH_STATEMENT] = add_statement,
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

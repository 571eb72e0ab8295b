/* codebook.c - what each export holds, for people: made from the tables that the writers use. */
#include "exchange/exchange.h"
#include "exchange/keys.h"

static const char VALUES[] =
    "- Text is UTF-8. What is missing is empty in tables and null in JSON. Truth values are 0 and 1 in tables.\n"
    "- Codes are text: CAMEO codes keep their leading zeros, ids are hexadecimal digits.\n"
    "- Dates are ISO 8601 days; offsets are 0-based, half-open and count Unicode code points.\n"
    "- Countries are ISO 3166-1 alpha-3; dependencies have the code of the state that rules them, Hong Kong its own, "
    "Kosovo "
    "XKX. Organisations have codes of their own (UNO, EUR, NAT, ...), IGO and NGO where none.\n"
    "- Event types, modes, contexts, sectors and scores are those of PLOVER 2.0 (manual, draft version 2.0, Open Event "
    "Data "
    "Alliance, CC BY-SA 4.0). The manual contradicts itself on the quad class of SANCTION: material conflict (4) in "
    "its "
    "chapter and summary, verbal conflict (3) in its table of quads. It is 4 here. The score of ACCUSE is -3.\n"
    "- CAMEO codes are those of the CAMEO codebook 1.1b3, Goldstein values those that circulate with it (Goldstein "
    "1992).\n"
    "- Correlates of War and Gleditsch-Ward numbers are of the states as they are today.\n";

static void front(ch__buf *out, const char *name)
{
    ch__buf_printf(
        out,
        "# Codebook: %s\n\nWritten by chancery %s. The records come from news texts that chancery read, or from event "
        "files of other systems that were imported (column or key `origin`, `rule` import/...).\n\n",
        name, CH_VERSION);
    ch__buf_str(out, VALUES);
}

static void table(ch__buf *out, const ch__layout *l)
{
    ch__buf_str(out, l->about);
    ch__buf_str(out, "\n\n| # | column | type | meaning |\n|---|---|---|---|\n");
    for (uint32_t i = 0; i < l->n; i++) {
        const ch__column *c = &l->columns[i];
        ch__buf_printf(out, "| %u | `%s` | %s | %s%s |\n", i + 1, c->name,
                       ch__column_type_words((ch__column_type)c->type), c->what,
                       c->flags & CH__COLUMN_WORDS ? "; empty with --no-text" : "");
    }
}

static const char *form_words(ch__form f)
{
    static const char *const words[] = {[CH__FORM_TEXT] = "text",           [CH__FORM_DAY] = "date",
                                        [CH__FORM_WHOLE] = "integer",       [CH__FORM_REAL] = "number",
                                        [CH__FORM_TRUTH] = "true or false", [CH__FORM_LIST] = "list of text",
                                        [CH__FORM_SPAN] = "[start, end]",   [CH__FORM_POINT] = "[longitude, latitude]",
                                        [CH__FORM_OBJECT] = "object",       [CH__FORM_ROWS] = "list of objects",
                                        [CH__FORM_ROW] = "object"};
    return words[f];
}

static void keys(ch__buf *out, const ch__key *all, const char *under)
{
    for (const ch__key *k = all; k->name; k++) {
        char path[128];
        sqlite3_snprintf(sizeof path, path, "%s%s%s", under, *under ? "." : "", k->name);
        ch__buf_printf(out, "| `%s` | %s | %s", path, form_words((ch__form)k->form), k->what);
        ch__sv one;
        const char *before = ": ";
        for (ch__sv rest = ch__sv_of(k->values); ch__sv_next(&rest, '|', &one); before = ", ") {
            ch__buf_str(out, before);
            ch__buf_sv(out, one);
        }
        ch__buf_str(out, k->flags & CH__KEY_WORDS ? "; null with --no-text |\n" : " |\n");
        if (k->members)
            keys(out, k->members, path);
    }
}

static void shape(ch__buf *out, const ch__shape *s)
{
    ch__buf_str(out, s->about);
    ch__buf_str(out, "\n\n| key | type | meaning |\n|---|---|---|\n");
    keys(out, s->keys, "");
}

static void csv_tables(ch__buf *out)
{
    front(out, "CSV");
    ch__buf_str(
        out,
        "- RFC 4180 with a header line, one file a table. Tabs and line ends inside values are blanks, so that a row "
        "is always one line.\n");
    const ch__layout *l;
    for (size_t i = 0; (l = ch__layout_table(i)); i++) {
        ch__buf_printf(out, "\n## %s.csv\n\n", l->name);
        table(out, l);
    }
}

static void jsonl(ch__buf *out)
{
    front(out, "JSONL");
    ch__buf_str(out, "- One object a line, keys in this order, every key always there. Records stand in order of "
                     "document name, then "
                     "of sentence and place in the text.\n");
    for (int k = 0; k < CH_N_KINDS; k++) {
        ch__buf_printf(out, "\n## %s\n\n", ch__shape_records[k].name);
        shape(out, &ch__shape_records[k]);
    }
}

static void gold(ch__buf *out)
{
    front(out, "gold");
    ch__buf_str(out,
                "\nText in the annotation format of the corpus (docs/annotation.md): sentences whose records people "
                "have all judged, in order of documents. A block is a head `@ DATE wire other`, the sentence with "
                "`[actors|a=CODE.SECTOR]` and `{triggers|1}` marked, and a line for each record; words that were "
                "judged to be no record are `not other`. What the format cannot hold is a comment (`#`) that says "
                "why.\n");
}

int ch__codebook(ch_export_format format, ch__buf *out, ch_err *err)
{
    const char *name = ch_export_format_name(format);
    switch (format) {
    case CH_EXPORT_CSV: csv_tables(out); break;
    case CH_EXPORT_JSONL: jsonl(out); break;
    case CH_EXPORT_PLOVER:
    case CH_EXPORT_GEOJSON:
        front(out, name);
        ch__buf_char(out, '\n');
        shape(out, format == CH_EXPORT_PLOVER ? &ch__shape_plover : &ch__shape_feature);
        break;
    case CH_EXPORT_GEXF:
        front(out, name);
        ch__buf_char(out, '\n');
        ch__codebook_gexf(out);
        break;
    case CH_EXPORT_GOLD: gold(out); break;
    case CH_EXPORT_POLECAT:
    case CH_EXPORT_ICEWS:
    case CH_EXPORT_PHOENIX:
        front(out, name);
        ch__buf_char(out, '\n');
        table(out, ch__layout_foreign(name));
        break;
    case CH_N_EXPORT_FORMATS: return ch__fail(err, CH_EUSAGE, "no such format");
    }
    return out->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

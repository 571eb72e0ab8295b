/* gexf.c - who deals with whom as a graph in GEXF 1.3 (gexf.net): a node a code, an edge an ordered pair. */
#include "base/date.h"
#include "base/json.h"
#include "exchange/exchange.h"

/* Numbers of an edge: attribute, what it holds, how it adds up over q (quad) and n. In the codebook too. */
#define EDGE_NUMBERS(X)                            \
    X("events", "integer", "events")               \
    X("cooperation", "integer", "of quad 1 and 2") \
    X("conflict", "integer", "of quad 3 and 4") X("score", "double", "mean score of the events, -10 to 10")

#define CH_X(name, type, what) {name, type, what},
static const struct {
    const char *name, *type, *what;
} numbers[] = {EDGE_NUMBERS(CH_X)};
#undef CH_X
enum { N_NUMBERS = sizeof numbers / sizeof *numbers };

/* As the view dyads of the store, with the conditions inside: who did what happened to whom; parties of a reciprocal
 * event both ways. */
static const ch__layout dyads = {
    .from = " FROM events t JOIN documents d ON d.id = t.document JOIN roles s ON s.record = t.id AND s.role = 'actor'"
            " JOIN roles g ON g.record = t.id AND (g.role = 'recipient' OR (g.role = 'actor' AND NOT EXISTS"
            " (SELECT 1 FROM roles x WHERE x.record = t.id AND x.role = 'recipient')))",
    .where =
        "t.modality IN ('actual', 'historical') AND s.code IS NOT NULL AND g.code IS NOT NULL AND s.code <> g.code",
    .order = " GROUP BY s.code, g.code, coalesce(substr(t.date_start, 1, :month), '') ORDER BY s.code, g.code, 3",
    .record = "t.id",
    .since = "t.date_end",
    .until = "t.date_start"};
#define EDGE_COLUMNS                                                                                                  \
    "s.code, g.code, coalesce(substr(t.date_start, 1, :month), ''), count(DISTINCT t.id), count(DISTINCT iif(t.quad " \
    "< 3, t.id, "                                                                                                     \
    "NULL)), count(DISTINCT iif(t.quad > 2, t.id, NULL)), avg(t.score)"

static void escaped(ch__buf *out, const char *s)
{
    for (; s && *s; s++) {
        const char *as = *s == '&' ? "&amp;" : *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : *s == '"' ? "&quot;" : NULL;
        if (as)
            ch__buf_str(out, as);
        else if ((unsigned char)*s >= 0x20) /* XML 1.0 has no other control characters */
            ch__buf_char(out, *s);
    }
}

/* ---- parts ---- */

static void head(ch__export *x)
{
    ch__buf *o = &x->out;
    ch__buf_str(o,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n");
    ch__buf_printf(o,
                   "<meta><creator>chancery %s</creator><description>Events between states and organisations"
                   "</description></meta>\n",
                   CH_VERSION);
    ch__buf_printf(o, "<graph defaultedgetype=\"directed\" mode=\"%s\"%s>\n", x->ask->by_month ? "dynamic" : "static",
                   x->ask->by_month ? " timeformat=\"date\" timerepresentation=\"interval\"" : "");
    ch__buf_printf(o, "<attributes class=\"edge\" mode=\"%s\">\n", x->ask->by_month ? "dynamic" : "static");
    for (int i = 0; i < N_NUMBERS; i++)
        ch__buf_printf(o, "<attribute id=\"%d\" title=\"%s\" type=\"%s\"/>\n", i, numbers[i].name, numbers[i].type);
    ch__buf_str(o, "</attributes>\n");
}

static sqlite3_stmt *edges(ch__export *x)
{
    sqlite3_stmt *s = ch__export_select(x, &dyads, EDGE_COLUMNS);
    if (s) /* by month "2024-05", or all in one: an empty beginning */
        sqlite3_bind_int(s, sqlite3_bind_parameter_index(s, ":month"), x->ask->by_month ? 7 : 0);
    return s;
}

/* Codes in byte order: those that come up as source or target of any edge. */
static int nodes(ch__export *x)
{
    static const char *const sides[] = {"s.code", "g.code"};
    ch__layout side = dyads;
    sqlite3_stmt *all[2] = {NULL, NULL};
    side.order = " GROUP BY 1 ORDER BY 1";
    int rc = CH_OK, more[2] = {SQLITE_DONE, SQLITE_DONE};
    for (int i = 0; i < 2 && rc == CH_OK; i++) {
        all[i] = ch__export_select(x, &side, sides[i]);
        rc = all[i] ? CH_OK : CH_ESTORE;
        more[i] = all[i] ? sqlite3_step(all[i]) : SQLITE_DONE;
    }
    ch__buf_str(&x->out, "<nodes>\n");
    while (rc == CH_OK && (more[0] == SQLITE_ROW || more[1] == SQLITE_ROW)) {
        const char *a = more[0] == SQLITE_ROW ? (const char *)sqlite3_column_text(all[0], 0) : NULL;
        const char *b = more[1] == SQLITE_ROW ? (const char *)sqlite3_column_text(all[1], 0) : NULL;
        int c = !a ? 1 : !b ? -1 : strcmp(a, b);
        const char *code = c <= 0 ? a : b, *name = ch__names_name(x->names, code);
        ch__buf_str(&x->out, "<node id=\"");
        escaped(&x->out, code);
        ch__buf_str(&x->out, "\" label=\"");
        escaped(&x->out, name ? name : code);
        ch__buf_str(&x->out, "\"/>\n");
        x->rows++;
        if (c <= 0)
            more[0] = sqlite3_step(all[0]);
        if (c >= 0)
            more[1] = sqlite3_step(all[1]);
        rc = ch__export_flush(x, false);
    }
    ch__buf_str(&x->out, "</nodes>\n");
    sqlite3_finalize(all[0]);
    sqlite3_finalize(all[1]);
    return rc;
}

/* "2024-02" holds from its first day to its last. */
static void month_span(ch__buf *o, const char *month)
{
    ch_date d;
    char day[12];
    if (!month || !ch__date_parse(ch__sv_of(month), &d))
        return;
    ch__buf_printf(o, " start=\"%s\"", ch__date_iso(ch__date_first(d), day));
    ch__buf_printf(o, " end=\"%s\"", ch__date_iso(ch__date_last(d), day));
}

static void number_values(ch__export *x, sqlite3_stmt *s)
{
    char number[32];
    const char *month = x->ask->by_month ? (const char *)sqlite3_column_text(s, 2) : NULL;
    for (int i = 0; i < N_NUMBERS; i++) {
        ch__json_number(number, sizeof number, sqlite3_column_double(s, 3 + i));
        ch__buf_printf(&x->out, "<attvalue for=\"%d\" value=\"%s\"", i, number);
        month_span(&x->out, month);
        ch__buf_str(&x->out, "/>");
    }
}

static void edge_open(ch__export *x, sqlite3_stmt *s, uint64_t id)
{
    ch__buf_printf(&x->out, "<edge id=\"%llu\" source=\"", (unsigned long long)id);
    escaped(&x->out, (const char *)sqlite3_column_text(s, 0));
    ch__buf_str(&x->out, "\" target=\"");
    escaped(&x->out, (const char *)sqlite3_column_text(s, 1));
    ch__buf_char(&x->out, '"');
    if (x->ask->by_month) /* the weight of a month is its attribute "events" */
        ch__buf_str(&x->out, "><attvalues>");
    else
        ch__buf_printf(&x->out, " weight=\"%lld\"><attvalues>", (long long)sqlite3_column_int64(s, 3));
}

/* Rows of one pair, one a month, are one edge. */
static int edge_rows(ch__export *x, sqlite3_stmt *s)
{
    char pair[256] = "", now[256];
    uint64_t id = 0;
    int step, rc = CH_OK;
    while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        sqlite3_snprintf(sizeof now, now, "%s\t%s", sqlite3_column_text(s, 0), sqlite3_column_text(s, 1));
        if (strcmp(pair, now) != 0) {
            ch__buf_str(&x->out, *pair ? "</attvalues></edge>\n" : "");
            edge_open(x, s, id++);
            memcpy(pair, now, sizeof pair);
        }
        number_values(x, s);
        rc = ch__export_flush(x, false);
    }
    ch__buf_str(&x->out, *pair ? "</attvalues></edge>\n" : "");
    return rc == CH_OK && step != SQLITE_DONE ? ch__store_fail(x->store, x->err, "cannot export") : rc;
}

int ch__export_gexf(ch__export *x)
{
    head(x);
    int rc = nodes(x);
    sqlite3_stmt *s = rc == CH_OK ? edges(x) : NULL;
    if (rc == CH_OK && !s)
        return CH_ESTORE;
    ch__buf_str(&x->out, "<edges>\n");
    if (s)
        rc = edge_rows(x, s);
    sqlite3_finalize(s);
    ch__buf_str(&x->out, "</edges>\n</graph>\n</gexf>\n");
    return rc;
}

void ch__codebook_gexf(ch__buf *out)
{
    ch__buf_str(out, "A directed graph in GEXF 1.3. Nodes are codes of states and organisations (label: the name). An "
                     "edge goes from who "
                     "acts to whom it is aimed at; parties of a meeting are joined both ways. Only what happened "
                     "counts (modality actual "
                     "or historical). `weight` is the number of events; by month the graph is dynamic, and every "
                     "number holds for a month.\n\n"
                     "| edge attribute | type | meaning |\n|---|---|---|\n");
    for (int i = 0; i < N_NUMBERS; i++)
        ch__buf_printf(out, "| %s | %s | %s |\n", numbers[i].name, numbers[i].type, numbers[i].what);
}

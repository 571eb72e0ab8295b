/* select.c - questions to the store: one table says what can be asked, one function makes the SQL. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/json.h"
#include "store/inside.h"

enum { MOST_COLUMNS = 64, NUMBER = 32 };

struct ch_cursor {
    ch_store *store;
    sqlite3_stmt *sql;
    char numbers[MOST_COLUMNS][NUMBER]; /* reals of the row as text */
};

/* What can be asked for. An empty expression means that the condition makes no sense there. */
typedef struct question {
    const char *what;
    const char *select; /* up to and including FROM ... */
    const char *order;
    const char *id, *type, *since, *until;
    const char *roles;    /* expression of the record id for conditions on actors; "" for none */
    bool documents;       /* joined with documents d: conditions on the document apply */
    const char *sentence; /* "document = ? AND n = ?" pair for FTS conditions: column of the sentence number */
    const char *group;
} question;

#define RECORD(columns, table)                                                                                        \
    "SELECT t.id, d.name AS document, t.sentence, t.date_start, t.date_end, t.date_precision, t.date_basis, " columns \
    ", t.quote, t.confidence, t.rule, t.char_start, t.char_end, t.byte_start, t.byte_end FROM " table                 \
    " t JOIN documents d ON d.id = t.document"
#define BY_DATE " ORDER BY t.date_start IS NULL, t.date_start, d.published, d.name, t.sentence, t.char_start, t.id"
#define RECORD_CONDITIONS(type) "t.id", type, "t.date_end", "t.date_start", "t.id", true, "t.sentence", ""

static const question questions[] = {
    {"documents",
     "SELECT d.id, d.name, d.title, d.published, d.published_step, d.dateline_place, d.agency, d.source, d.language,"
     " d.format, d.encoding, (SELECT count(*) FROM sentences s WHERE s.document = d.id) AS sentences,"
     " (SELECT count(*) FROM events t WHERE t.document = d.id) AS events,"
     " (SELECT count(*) FROM statements t WHERE t.document = d.id) AS statements,"
     " (SELECT count(*) FROM agreements t WHERE t.document = d.id) AS agreements,"
     " (SELECT count(*) FROM levels t WHERE t.document = d.id) AS levels,"
     " (SELECT count(*) FROM figures t WHERE t.document = d.id) AS figures,"
     " (SELECT count(*) FROM duplicates t WHERE t.document = d.id OR t.other = d.id) AS duplicates, d.uri, d.hash"
     " FROM documents d",
     " ORDER BY d.published IS NULL, d.published, d.name, d.id", "d.id", "d.format", "d.published", "d.published", "",
     true, "", ""},
    {"events",
     RECORD("t.event, t.mode, t.actor, t.recipient, t.modality, t.attribution, t.context, t.place, t.place_country,"
            " t.latitude, t.longitude, t.cameo, t.quad, t.score",
            "events"),
     BY_DATE, RECORD_CONDITIONS("t.event")},
    {"statements", RECORD("t.speaker, t.speaker_name, t.verb, t.form, t.addressee, t.about, t.content", "statements"),
     BY_DATE, RECORD_CONDITIONS("t.form")},
    {"agreements", RECORD("t.form, t.action, t.parties, t.title, t.term, t.count, t.subjects", "agreements"), BY_DATE,
     RECORD_CONDITIONS("t.form")},
    {"levels", RECORD("t.level, t.action, t.parties", "levels"), BY_DATE, RECORD_CONDITIONS("t.level")},
    {"figures",
     RECORD("t.measure, t.value, t.low, t.high, t.unit, t.approximate, t.from_actor, t.to_actor, t.period_start,"
            " t.period_end, t.of",
            "figures"),
     BY_DATE, RECORD_CONDITIONS("t.measure")},
    {"records", RECORD("t.kind, t.type, t.codes", "records"), BY_DATE, RECORD_CONDITIONS("t.kind")},
    {"actors",
     "SELECT a.code, a.name, a.sector, a.office, a.entity, count(DISTINCT t.record) AS records,"
     " count(DISTINCT t.document) AS documents FROM actors a JOIN roles t ON t.actor = a.id"
     " JOIN documents d ON d.id = t.document",
     " ORDER BY records DESC, a.code, a.name, a.id", "a.code", "a.sector", "d.published", "d.published", "t.record",
     true, "", " GROUP BY a.id"},
    {"sentences",
     "SELECT d.name AS document, t.n AS sentence, t.text, t.is_title, t.repeat_of, t.reason, t.char_start, t.char_end,"
     " t.byte_start, t.byte_end FROM sentences t JOIN documents d ON d.id = t.document",
     " ORDER BY d.published IS NULL, d.published, d.name, d.id, t.n", "", "", "d.published", "d.published", "", true,
     "t.n", ""},
    {"blocks",
     "SELECT d.name AS document, t.n AS block, t.kind, t.why, t.char_start, t.char_end, t.byte_start, t.byte_end"
     " FROM blocks t JOIN documents d ON d.id = t.document",
     " ORDER BY d.name, d.id, t.n", "", "t.kind", "d.published", "d.published", "", true, "", ""},
    {"text", "SELECT d.name, d.text FROM documents d", " ORDER BY d.name, d.id", "d.id", "", "d.published",
     "d.published", "", true, "", ""},
    {"evidence",
     "SELECT t.record, t.field, t.n, t.quote, t.char_start, t.char_end, t.byte_start, t.byte_end FROM evidence t"
     " JOIN documents d ON d.id = t.document",
     " ORDER BY d.name, d.id, t.byte_start, t.byte_end DESC, t.record, t.field, t.n", "t.record", "t.field",
     "d.published", "d.published", "t.record", true, "", ""},
    {"runs", "SELECT * FROM runs t", " ORDER BY t.id", "t.id", "", "t.started", "t.started", "", false, "", ""},
    {"errors", "SELECT t.run, t.file, t.line, t.byte_offset, t.code, t.message FROM errors t", " ORDER BY t.id", "",
     "t.code", "", "", "", false, "", ""},
    {"duplicates",
     "SELECT d.name AS document, o.name AS other, t.kind, t.similarity, d.published, o.published AS other_published"
     " FROM duplicates t JOIN documents d ON d.id = t.document JOIN documents o ON o.id = t.other",
     " ORDER BY t.similarity DESC, d.name, o.name, d.id, o.id", "", "t.kind", "d.published", "d.published", "", true,
     "", ""},
    {"occurrences",
     "SELECT o.id, o.kind, t.type, t.codes, o.date_start, o.date_end, o.date_precision, o.tellings, o.documents,"
     " o.sources, o.confidence, t.quote, d.name AS document, t.sentence FROM occurrences o"
     " JOIN records t ON t.id = o.record JOIN documents d ON d.id = t.document",
     " ORDER BY o.date_start IS NULL, o.date_start, d.published, d.name, t.sentence, t.char_start, o.id", "o.id",
     "t.type", "o.date_end", "o.date_start", "o.record", true, "t.sentence", ""},
    {"tellings",
     "SELECT w.occurrence, w.record, t.kind, t.type, t.codes, t.date_start, t.date_end, t.date_precision, t.date_basis,"
     " w.rule, w.confidence, t.quote, d.source, d.published, d.name AS document, t.sentence FROM tellings w"
     " JOIN occurrences o ON o.id = w.occurrence JOIN records t ON t.id = w.record JOIN documents d ON d.id = "
     "t.document",
     " ORDER BY o.date_start IS NULL, o.date_start, w.occurrence, w.record <> w.occurrence, d.published, d.name,"
     " t.sentence, t.char_start, w.record",
     "w.occurrence", "t.type", "t.date_end", "t.date_start", "w.record", true, "t.sentence", ""},
    {"contradictions",
     "SELECT c.occurrence, c.field, c.value, c.other_value, f.quote, t.quote AS other_quote, e.name AS document,"
     " d.name AS other_document, c.record, c.other FROM contradictions c JOIN records f ON f.id = c.record"
     " JOIN documents e ON e.id = f.document JOIN records t ON t.id = c.other JOIN documents d ON d.id = t.document",
     " ORDER BY f.date_start IS NULL, f.date_start, c.occurrence, c.field, d.published, d.name, c.other",
     "c.occurrence", "c.field", "t.date_end", "t.date_start", "c.record", true, "t.sentence", ""},
    {"denials",
     "SELECT a.date_start, a.actor AS accuser, a.recipient AS accused, a.quote AS accusation, t.date_start AS denied,"
     " t.quote AS denial, n.rule, n.confidence, e.name AS document, d.name AS denial_document, n.accusation AS"
     " accusation_id, n.denial AS denial_id FROM denials n JOIN events a ON a.id = n.accusation"
     " JOIN documents e ON e.id = a.document JOIN events t ON t.id = n.denial JOIN documents d ON d.id = t.document",
     " ORDER BY a.date_start IS NULL, a.date_start, e.published, e.name, a.sentence, a.char_start, n.denial",
     "n.accusation", "n.rule", "t.date_end", "a.date_start", "n.accusation", true, "t.sentence", ""},
};

static const question *find(const char *what)
{
    for (size_t i = 0; what && i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].what, what) == 0)
            return &questions[i];
    return NULL;
}

/* The WHERE clause in the making. Values are bound by name afterwards. */
typedef struct where {
    ch__buf sql;
    bool any, senseless;
} where;

static void condition(where *w, bool asked, const char *expression, const char *fmt)
{
    if (!asked)
        return;
    if (!*expression) {
        w->senseless = true;
        return;
    }
    ch__buf_str(&w->sql, w->any ? " AND " : " WHERE ");
    w->any = true;
    for (const char *p = fmt; *p; p++) {
        if (*p == '#')
            ch__buf_str(&w->sql, expression);
        else
            ch__buf_char(&w->sql, *p);
    }
}

#define MAIN_ROLES "('actor','recipient','speaker','addressee','about','party','from','to')"

static void conditions(where *w, const question *q, const ch_query *ask)
{
    const char *document = q->documents ? "d" : "";
    condition(w, ask->id, q->id, "# = :id");
    condition(w, ask->doc, document, "(#.id = :doc OR #.name = :doc)");
    condition(w, ask->type, q->type, "# = :type COLLATE NOCASE");
    condition(w, ask->since, q->since, "# >= :since");
    condition(w, ask->until, q->until, "# <= :until");
    condition(w, ask->actor, q->roles,
              "EXISTS (SELECT 1 FROM roles r LEFT JOIN actors x ON x.id = r.actor WHERE r.record = # AND r.role "
              "IN " MAIN_ROLES " AND (r.code = :actor COLLATE NOCASE OR instr(lower(x.name), lower(:actor)) OR"
              " (x.id IS NULL AND instr(lower(r.quote), lower(:actor)))))");
    condition(w, ask->pair[0], q->roles,
              "EXISTS (SELECT 1 FROM roles r WHERE r.record = # AND r.role IN " MAIN_ROLES
              " AND r.code = :pair0 COLLATE NOCASE)");
    condition(w, ask->pair[1], q->roles,
              "EXISTS (SELECT 1 FROM roles r WHERE r.record = # AND r.role IN " MAIN_ROLES
              " AND r.code = :pair1 COLLATE NOCASE)");
    condition(w, ask->match, q->sentence,
              "EXISTS (SELECT 1 FROM sentences f WHERE f.document = t.document AND f.n = # AND f.id IN"
              " (SELECT rowid FROM _search WHERE _search MATCH :match))");
}

static void bind_named(sqlite3_stmt *s, const char *name, const char *value)
{
    int at = sqlite3_bind_parameter_index(s, name);
    if (at && value)
        sqlite3_bind_text(s, at, value, -1, SQLITE_TRANSIENT);
}

static void bind_all(sqlite3_stmt *s, const ch_query *ask)
{
    bind_named(s, ":id", ask->id);
    bind_named(s, ":doc", ask->doc);
    bind_named(s, ":type", ask->type);
    bind_named(s, ":since", ask->since);
    bind_named(s, ":until", ask->until);
    bind_named(s, ":actor", ask->actor);
    bind_named(s, ":pair0", ask->pair[0]);
    bind_named(s, ":pair1", ask->pair[1]);
    bind_named(s, ":match", ask->match);
    int limit = sqlite3_bind_parameter_index(s, ":limit"), offset = sqlite3_bind_parameter_index(s, ":offset");
    sqlite3_bind_int64(s, limit, ask->limit > 0 ? ask->limit : -1);
    sqlite3_bind_int64(s, offset, ask->offset > 0 ? ask->offset : 0);
}

static int check(const ch_query *ask, const question *q, ch_err *err)
{
    ch_date day;
    if (!q)
        return ch__fail(err, CH_EUSAGE, "no such thing to list: %s", ask->what ? ask->what : "(nothing)");
    if (ask->since && (!ch__date_parse(ch__sv_of(ask->since), &day) || strlen(ask->since) > 10))
        return ch__fail(err, CH_EUSAGE, "not a date that exists: %s", ask->since);
    if (ask->until && (!ch__date_parse(ch__sv_of(ask->until), &day) || strlen(ask->until) > 10))
        return ch__fail(err, CH_EUSAGE, "not a date that exists: %s", ask->until);
    return CH_OK;
}

static int make(const question *q, const ch_query *ask, ch__buf *sql, ch_err *err)
{
    where w = {0};
    conditions(&w, q, ask);
    ch__buf_str(sql, q->select);
    if (w.sql.n)
        ch__buf_add(sql, w.sql.p, w.sql.n);
    bool failed = w.sql.failed, senseless = w.senseless;
    ch__buf_release(&w.sql);
    if (senseless)
        return ch__fail(err, CH_EUSAGE, "one of the conditions does not apply to %s", q->what);
    ch__buf_str(sql, q->group);
    ch__buf_str(sql, q->order);
    ch__buf_str(sql, " LIMIT :limit OFFSET :offset");
    return failed || sql->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

/* A month or year covers the whole of it. Days are compared as text; a bare year would become a number, since columns
 * declared DATE have numeric affinity (sqlite.org/datatype3.html, 3.1), and every text is greater than a number. */
static const char *edge_day(const char *date, ch_date (*edge)(ch_date), char out[12])
{
    ch_date d;
    if (!date || !ch__date_parse(ch__sv_of(date), &d))
        return date;
    return ch__date_iso(edge(d), out);
}

int ch_store_select(ch_store *store, const ch_query *query, ch_cursor **out, ch_err *err)
{
    const question *q = find(query->what);
    ch__buf sql = {0};
    char since[12], until[12];
    *out = NULL;
    ch__err_clear(err);
    int rc = check(query, q, err);
    if (rc < 0)
        return rc;
    ch_query ask = *query;
    ask.since = edge_day(query->since, ch__date_first, since);
    ask.until = edge_day(query->until, ch__date_last, until);
    ch_cursor *c = ch__malloc(sizeof *c);
    if (!c)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *c = (ch_cursor){.store = store};
    rc = make(q, &ask, &sql, err);
    if (rc == CH_OK && sqlite3_prepare_v2(store->db, sql.p, (int)sql.n, &c->sql, NULL) != SQLITE_OK)
        rc = ch__store_fail(store, err, "cannot ask");
    ch__buf_release(&sql);
    if (rc < 0) {
        free(c);
        return rc;
    }
    bind_all(c->sql, &ask);
    *out = c;
    return CH_OK;
}

int ch_cursor_next(ch_cursor *cursor, ch_err *err)
{
    int rc = sqlite3_step(cursor->sql);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE)
        return 0;
    return ch__store_fail(cursor->store, err, "cannot ask");
}

size_t ch_cursor_columns(const ch_cursor *cursor)
{
    return (size_t)sqlite3_column_count(cursor->sql);
}

const char *ch_cursor_name(const ch_cursor *cursor, size_t column)
{
    return sqlite3_column_name(cursor->sql, (int)column);
}

/* Reals are written as in JSON: 4300000000, not SQLite's 4300000000.0. */
const char *ch_cursor_text(ch_cursor *cursor, size_t column)
{
    if (sqlite3_column_type(cursor->sql, (int)column) != SQLITE_FLOAT || column >= MOST_COLUMNS)
        return (const char *)sqlite3_column_text(cursor->sql, (int)column);
    ch__json_number(cursor->numbers[column], NUMBER, sqlite3_column_double(cursor->sql, (int)column));
    return cursor->numbers[column];
}

bool ch_cursor_is_number(const ch_cursor *cursor, size_t column)
{
    int type = sqlite3_column_type(cursor->sql, (int)column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static void write_column(ch__json *j, sqlite3_stmt *row, int i)
{
    ch__json_key(j, sqlite3_column_name(row, i));
    switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER: ch__json_int(j, sqlite3_column_int64(row, i)); break;
    case SQLITE_FLOAT: ch__json_real(j, sqlite3_column_double(row, i)); break;
    default:
        ch__json_string(j, (ch__sv){(const char *)sqlite3_column_text(row, i), (size_t)sqlite3_column_bytes(row, i)});
    }
}

char *ch_cursor_json(const ch_cursor *cursor, const size_t *columns, size_t n, bool ascii)
{
    ch__buf text = {0};
    ch__json j = {.out = &text, .ascii = ascii};
    n = columns ? n : ch_cursor_columns(cursor);
    ch__json_open(&j, '{');
    for (size_t i = 0; i < n; i++)
        write_column(&j, cursor->sql, (int)(columns ? columns[i] : i));
    ch__json_close(&j, '}');
    return ch__buf_take(&text);
}

void ch_cursor_close(ch_cursor *cursor)
{
    if (!cursor)
        return;
    sqlite3_finalize(cursor->sql);
    free(cursor);
}

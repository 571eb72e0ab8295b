/* filter.c - the conditions of an export as SQL. */
#include "exchange/exchange.h"

#include "base/date.h"

/* Roles that make somebody a party to a record: whose words report it is none. */
#define PARTY "r.role <> 'attribution'"

typedef struct where {
    ch__buf *sql;
    bool any;
} where;

static void add(where *w, bool asked, const char *fmt, const char *expression)
{
    if (!asked)
        return;
    ch__buf_str(w->sql, w->any ? " AND " : " WHERE ");
    w->any = true;
    ch__buf_printf(w->sql, fmt, expression);
}

/* A document takes part in what is asked when one of its records does. */
static void add_actors(where *w, const ch__layout *from, const ch_export_options *ask)
{
    bool document = !*from->record;
    const char *key = document ? "d.id" : from->record, *of = document ? "document" : "record";
    static const char *const sides[] = {"a", "b"};
    for (int i = 0; i < 2; i++) {
        if (!ask->pair[i])
            continue;
        add(w, true, "%s", key);
        ch__buf_printf(w->sql, " IN (SELECT r.%s FROM roles r WHERE " PARTY " AND r.code = upper(:%s))", of, sides[i]);
    }
    if (!ask->actor)
        return;
    add(w, true, "%s", key);
    ch__buf_printf(w->sql,
                   " IN (SELECT r.%s FROM roles r LEFT JOIN actors a ON a.id = r.actor WHERE " PARTY
                   " AND (r.code = upper(:actor) OR instr(lower(a.name), lower(:actor))))",
                   of);
}

static void conditions(where *w, const ch__layout *from, const ch_export_options *ask)
{
    add(w, from->where != NULL, "%s", from->where);
    add(w, ask->since != NULL, "%s >= :since", from->since);
    add(w, ask->until != NULL, "%s <= :until", from->until);
    add_actors(w, from, ask);
    if (ask->occurrences && *from->record)
        add(w, true, "%s IN (SELECT o.record FROM occurrences o)", from->record);
}

/* A month or year covers the whole of it. */
static const char *edge(const char *date, ch_date (*side)(ch_date), char out[12])
{
    ch_date d;
    return date && ch__date_parse(ch__sv_of(date), &d) ? ch__date_iso(side(d), out) : NULL;
}

static void bind(sqlite3_stmt *s, const char *name, const char *value)
{
    int at = sqlite3_bind_parameter_index(s, name);
    if (at && value)
        sqlite3_bind_text(s, at, value, -1, SQLITE_TRANSIENT);
}

static void bind_all(sqlite3_stmt *s, const ch_export_options *ask)
{
    char since[12], until[12];
    bind(s, ":since", edge(ask->since, ch__date_first, since));
    bind(s, ":until", edge(ask->until, ch__date_last, until));
    bind(s, ":actor", ask->actor);
    bind(s, ":a", ask->pair[0]);
    bind(s, ":b", ask->pair[1]);
    int at = sqlite3_bind_parameter_index(s, ":no_text");
    if (at)
        sqlite3_bind_int(s, at, ask->no_text);
}

sqlite3_stmt *ch__export_select(ch__export *x, const ch__layout *from, const char *columns)
{
    ch__buf sql = {0};
    sqlite3_stmt *s = NULL;
    ch__buf_printf(&sql, "SELECT %s", columns);
    ch__buf_str(&sql, from->from);
    where w = {.sql = &sql};
    conditions(&w, from, x->ask);
    ch__buf_str(&sql, from->order);
    if (sql.failed)
        ch__fail(x->err, CH_ENOMEM, "out of memory");
    else if (sqlite3_prepare_v2(x->store->db, sql.p, (int)sql.n, &s, NULL) != SQLITE_OK)
        ch__store_fail(x->store, x->err, "cannot export");
    ch__buf_release(&sql);
    if (s)
        bind_all(s, x->ask);
    return s;
}

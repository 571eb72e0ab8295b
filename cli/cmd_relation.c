/* cmd_relation.c - what a store knows of two states, of all pairs, and of one pair in the order of time. */
#include <stdio.h>
#include <string.h>

#include "brief.h"
#include "listing.h"
#include "term.h"

/* An unknown name is the fault of who typed it; a store that fails is not. */
static int failed(const arguments *args, const ch_err *err)
{
    if (err->code == CH_EUSAGE)
        return usage_error(args->command, "%s", err->message);
    complain_of(err);
    return EXIT_FAILED;
}

static bool is_empty(ch_store *store, const char *what)
{
    ch_query query = {.what = what, .limit = 1};
    ch_cursor *c;
    ch_err err;
    bool none = ch_store_select(store, &query, &c, &err) == 0 && ch_cursor_next(c, &err) == 0;
    ch_cursor_close(c);
    return none;
}

/* What to do when there is nothing to answer from. False: there is something. */
static bool nothing_there(ch_store *store, const char *db)
{
    const char *path = store_path(db);
    if (is_empty(store, "documents")) {
        complain("%s: nothing has been read into it yet; 'chancery read FILE... --db %s' does that", path, path);
        return true;
    }
    if (is_empty(store, "relations")) {
        complain("%s: no record links two states; 'chancery consolidate --db %s' derives the links of a store that "
                 "was merged or read by an older version",
                 path, path);
        return true;
    }
    return false;
}

/* Two operands to two codes. An exit code. */
static int find_pair(const arguments *args, ch_store *store, char code[2][CH_MAX_CODE])
{
    ch_err err;
    for (int i = 0; i < 2; i++)
        if (ch_store_code(store, args->rest[i], code[i], &err) < 0)
            return failed(args, &err);
    if (strcmp(code[0], code[1]) == 0)
        return usage_error(args->command, "'%s' and '%s' are both %s; name two", args->rest[0], args->rest[1], code[0]);
    return EXIT_DONE;
}

static int two_operands(const arguments *args)
{
    if (args->n_rest == 2)
        return EXIT_DONE;
    return usage_error(args->command, "name two states or organisations, as CHN IRN or \"Saudi Arabia\" Iran");
}

/* ---- relation ---- */

const option_def relation_options[] = {
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"at", 0, "DATE", "as it was at the end of that day, month or year"},
    {"since", 0, "DATE", "contacts, events, figures, statements and trend from then"},
    {"json", 0, NULL, "one JSON object"},
    {"color", 0, "WHEN", "auto, always, never"},
    {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_AT, OPT_SINCE, OPT_JSON, OPT_COLOR };

enum { PARTNERS = 5 };

static void name_partners(ch_store *store, const char *code)
{
    ch_query query = {.what = "relations", .actor = code, .limit = PARTNERS};
    ch_err err;
    rows r;
    char list[PARTNERS * (CH_MAX_CODE + 16)] = "";
    rows_read(store, &query, &r, &err);
    for (size_t i = 0; i < r.n; i++) {
        const char *a = rows_get(&r, i, "a");
        size_t n = strlen(list);
        snprintf(list + n, sizeof list - n, "%s%s (%s)", i ? ", " : "", strcmp(a, code) == 0 ? rows_get(&r, i, "b") : a,
                 rows_get(&r, i, "records"));
    }
    if (r.n)
        complain("most records of %s are with %s", code, list);
    else
        complain("there are no records of %s with anybody", code);
    rows_free(&r);
}

static int no_records(ch_store *store, const brief *b)
{
    complain("no record links %s (%s) and %s (%s)%s%s", b->name[0], b->code[0], b->name[1], b->code[1],
             b->at ? " up to " : "", b->at ? b->at : "");
    name_partners(store, b->code[0]);
    name_partners(store, b->code[1]);
    return EXIT_NO_RESULT;
}

static int print_brief(const arguments *args, ch_store *store, brief *b)
{
    ch_err err = {0};
    if (brief_read(store, b, &err) < 0)
        return failed(args, &err);
    if (!b->part[BRIEF_RELATION].n)
        return no_records(store, b);
    if (args->value[OPT_JSON])
        brief_print_json(b);
    else
        brief_print(b);
    return EXIT_DONE;
}

int run_relation(const arguments *args)
{
    const char *const *v = args->value;
    ch_store *store;
    brief b = {.at = v[OPT_AT], .since = v[OPT_SINCE], .db = v[OPT_DB]};
    if (!term_set_color(v[OPT_COLOR]))
        return usage_error(args->command, "--color %s: auto, always or never", v[OPT_COLOR]);
    b.plain = !term_utf8() || (v[OPT_COLOR] && strcmp(v[OPT_COLOR], "never") == 0);
    int code = two_operands(args);
    if (code == EXIT_DONE)
        code = store_open_for_reading(&store, v[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    if (nothing_there(store, v[OPT_DB]))
        code = EXIT_NO_RESULT;
    else
        code = find_pair(args, store, b.code);
    if (code == EXIT_DONE)
        code = print_brief(args, store, &b);
    brief_free(&b);
    ch_store_close(store);
    return code;
}

/* ---- relations ---- */

const option_def relations_options[] = {
    {"actor", 'a', "NAME|CODE", "pairs of this state or organisation"},
    {"since", 0, "DATE", "pairs with a record of that day, month or year, or later"},
    {"at", 0, "DATE", "as they were at the end of that day, month or year"},
    LIST_OPTIONS,
    {NULL, 0, NULL, NULL}};
enum { ALL_ACTOR, ALL_SINCE, ALL_AT, ALL_LIST };

static int print_relations(const arguments *args, ch_store *store, ch_query *q)
{
    char actor[CH_MAX_CODE];
    ch_err err;
    if (nothing_there(store, args->value[ALL_LIST + AT_LIST_DB]))
        return EXIT_NO_RESULT;
    if (q->actor && ch_store_code(store, q->actor, actor, &err) < 0)
        return failed(args, &err);
    q->actor = q->actor ? actor : NULL;
    return listing_print(args, ALL_LIST, store, q);
}

int run_relations(const arguments *args)
{
    const char *const *v = args->value;
    ch_store *store;
    ch_query q = {.what = "relations", .actor = v[ALL_ACTOR], .since = v[ALL_SINCE], .at = v[ALL_AT]};
    if (args->n_rest)
        return usage_error(args->command, "takes no operand; 'chancery relation' tells of two states");
    int code = listing_check(args, ALL_LIST, &q);
    if (code == EXIT_DONE)
        code = store_open_for_reading(&store, v[ALL_LIST + AT_LIST_DB]);
    if (code != EXIT_DONE)
        return code;
    code = print_relations(args, store, &q);
    ch_store_close(store);
    return code;
}

/* ---- timeline ---- */

const option_def timeline_options[] = {{"since", 0, "DATE", "from this day, month or year"},
                                       {"until", 0, "DATE", "up to this day, month or year"},
                                       {"kind", 'k', "KIND", "event, statement, agreement, level or figure only"},
                                       {"newest", 0, NULL, "the newest first"},
                                       LIST_OPTIONS,
                                       {NULL, 0, NULL, NULL}};
enum { TIME_SINCE, TIME_UNTIL, TIME_KIND, TIME_NEWEST, TIME_LIST };

static int print_timeline(const arguments *args, ch_store *store, ch_query *q)
{
    char code[2][CH_MAX_CODE];
    if (nothing_there(store, args->value[TIME_LIST + AT_LIST_DB]))
        return EXIT_NO_RESULT;
    int rc = find_pair(args, store, code);
    if (rc != EXIT_DONE)
        return rc;
    q->pair[0] = code[0];
    q->pair[1] = code[1];
    return listing_print(args, TIME_LIST, store, q);
}

static bool is_kind(const char *name)
{
    for (int k = 0; k < CH_N_KINDS; k++)
        if (strcmp(ch_kind_name((ch_kind)k), name) == 0)
            return true;
    return false;
}

int run_timeline(const arguments *args)
{
    const char *const *v = args->value;
    ch_store *store;
    ch_query q = {.what = "timeline",
                  .since = v[TIME_SINCE],
                  .until = v[TIME_UNTIL],
                  .type = v[TIME_KIND],
                  .newest = v[TIME_NEWEST] != NULL};
    if (q.type && !is_kind(q.type))
        return usage_error(args->command, "--kind %s: event, statement, agreement, level or figure", q.type);
    int code = two_operands(args);
    if (code == EXIT_DONE)
        code = listing_check(args, TIME_LIST, &q);
    if (code == EXIT_DONE)
        code = store_open_for_reading(&store, v[TIME_LIST + AT_LIST_DB]);
    if (code != EXIT_DONE)
        return code;
    code = print_timeline(args, store, &q);
    ch_store_close(store);
    return code;
}

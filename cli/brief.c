/* brief.c - reading what a store knows of two states, and printing it as JSON. The page: brief_page.c. */
#define _GNU_SOURCE
#include "brief.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

#define BRIEF_X(name, json, what, type, most, newest) {json, what, type, most, newest},
static const struct {
    const char *json, *what, *type;
    int most;
    bool newest;
} parts[N_BRIEF] = {BRIEF_PARTS(BRIEF_X)};
#undef BRIEF_X

static int read_part(ch_store *store, brief *b, int i, ch_err *err)
{
    bool events = i != BRIEF_RELATION && i != BRIEF_STANDINGS && i != BRIEF_PACTS && i != BRIEF_PROMISES;
    ch_query query = {.what = parts[i].what,
                      .pair = {b->code[0], b->code[1]},
                      .type = parts[i].type,
                      .since = events ? b->since : NULL,
                      .at = b->at,
                      .newest = parts[i].newest,
                      .limit = parts[i].most};
    return rows_read(store, &query, &b->part[i], err);
}

static int read_level(ch_store *store, brief *b, ch_err *err)
{
    const char *record = rows_get(&b->part[BRIEF_RELATION], 0, "level_record");
    ch_query query = {.what = "standings", .pair = {b->code[0], b->code[1]}, .id = record, .limit = 1};
    return *record ? rows_read(store, &query, &b->level, err) : 0;
}

static int read_name(ch_store *store, brief *b, int side, ch_err *err)
{
    ch_query query = {.what = "codes", .id = b->code[side]};
    rows found;
    int rc = rows_read(store, &query, &found, err);
    if (rc == 0)
        b->name[side] = strdup(found.n ? rows_get(&found, 0, "name") : b->code[side]);
    rows_free(&found);
    return rc == 0 && !b->name[side] ? CH_ENOMEM : rc;
}

int brief_read(ch_store *store, brief *b, ch_err *err)
{
    int rc = read_name(store, b, 0, err);
    if (rc == 0)
        rc = read_name(store, b, 1, err);
    for (int i = 0; i < N_BRIEF && rc == 0; i++)
        rc = read_part(store, b, i, err);
    return rc == 0 ? read_level(store, b, err) : rc;
}

void brief_free(brief *b)
{
    for (int i = 0; i < N_BRIEF; i++)
        rows_free(&b->part[i]);
    rows_free(&b->level);
    free(b->name[0]);
    free(b->name[1]);
}

static void print_member(const char *key, const char *value)
{
    printf(",\"%s\":", key);
    print_json_text(value);
}

static void print_rows(const rows *r)
{
    putchar('[');
    for (size_t i = 0; i < r->n; i++)
        printf("%s%s", i ? "," : "", r->json[i]);
    putchar(']');
}

void brief_print_json(const brief *b)
{
    printf("{\"codes\":[");
    print_json_text(b->code[0]);
    putchar(',');
    print_json_text(b->code[1]);
    printf("],\"names\":[");
    print_json_text(b->name[0]);
    putchar(',');
    print_json_text(b->name[1]);
    putchar(']');
    print_member("at", b->at);
    print_member("since", b->since);
    printf(",\"%s\":%s", parts[BRIEF_RELATION].json,
           b->part[BRIEF_RELATION].n ? b->part[BRIEF_RELATION].json[0] : "null");
    for (int i = BRIEF_RELATION + 1; i < N_BRIEF; i++) {
        printf(",\"%s\":", parts[i].json);
        print_rows(&b->part[i]);
    }
    puts("}");
}

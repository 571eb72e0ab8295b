/* routes.c - which handler answers which path. */
#include "serve/inside.h"

enum { PREFIX_PARTS = 2 }; /* "api", "v1" */

/* A path behind /api/v1: '*' stands for any one part. */
typedef struct route {
    const char *method, *path;
    ch__handler handler;
    bool kept; /* what it answers is made of the store, the address and the knowledge alone */
} route;

static const route routes[] = {
    {"GET", "status", ch__api_status, false},      {"GET", "list/*", ch__api_list, true},
    {"GET", "count/*", ch__api_count, true},       {"GET", "rows/*/*", ch__api_rows_file, false},
    {"GET", "sql/*", ch__api_sql, false},          {"GET", "document/*", ch__api_document, true},
    {"GET", "explain/*/*", ch__api_explain, true}, {"GET", "export/*", ch__api_export, false},
    {"POST", "read", ch__api_read, false},         {"GET", "jobs/*", ch__api_job, false},
    {"POST", "reviews", ch__api_review, false},    {"POST", "reviews/undo", ch__api_review_undo, false},
};

static bool fits(const char *pattern, const ch__request *r)
{
    for (int i = 0; i < r->n_parts; i++) {
        size_t n = strcspn(pattern, "/");
        bool any = n == 1 && *pattern == '*';
        if (!n || (!any && (strlen(r->part[i]) != n || strncmp(r->part[i], pattern, n) != 0)))
            return false;
        pattern += n + (pattern[n] == '/');
    }
    return *pattern == 0;
}

static bool method_fits(const char *method, const char *asked)
{
    return strcmp(method, asked) == 0 || (strcmp(asked, "HEAD") == 0 && strcmp(method, "GET") == 0);
}

/* Cuts the path at its slashes. Returns false for a path outside /api/v1/. */
static bool cut(ch__request *r)
{
    char *p = r->path;
    if (strncmp(p, "/api/", 5) != 0)
        return false;
    r->n_parts = -PREFIX_PARTS;
    while (*p == '/' && r->n_parts < CH__DESK_MOST_PARTS) {
        *p++ = 0;
        if (r->n_parts >= 0)
            r->part[r->n_parts] = p;
        r->n_parts++;
        p += strcspn(p, "/");
    }
    return true;
}

static void api(ch__request *r, ch__answer *a)
{
    const char *allow = NULL;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!fits(routes[i].path, r))
            continue;
        if (method_fits(routes[i].method, r->method)) {
            if (routes[i].kept)
                ch__kept_answer(r, a, routes[i].handler);
            else
                ch__answer_make(r, a, routes[i].handler);
            return;
        }
        allow = routes[i].method;
    }
    if (allow) {
        ch__answer_error(a, MHD_HTTP_METHOD_NOT_ALLOWED, "method", "this path does not take that method");
        a->allow = strcmp(allow, "GET") == 0 ? "GET, HEAD" : allow;
    } else {
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "path", "there is no such resource; docs/desk.md lists them");
    }
}

void ch__route(ch__request *r, ch__answer *a)
{
    if (strncmp(r->path, "/api/v1/", 8) == 0 && cut(r)) {
        api(r, a);
    } else if (strncmp(r->path, "/api/", 5) == 0) {
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "version", "this desk serves version 1: /api/v1/");
    } else if (!method_fits("GET", r->method)) {
        ch__answer_error(a, MHD_HTTP_METHOD_NOT_ALLOWED, "method", "the page is only read");
        a->allow = "GET, HEAD";
    } else {
        ch__asset_answer(r, a, NULL);
    }
}

/* routes.c - which handler answers which path. */
#include "serve/inside.h"

enum { PREFIX_PARTS = 2 }; /* "api", "v1" */

/* A path behind /api/v1: '*' stands for any one part. */
typedef struct route {
    const char *method, *path;
    ch__handler handler;
} route;

static const route routes[] = {
    {"GET", "status", ch__api_status},       {"GET", "list/*", ch__api_list},
    {"GET", "count/*", ch__api_count},       {"GET", "rows/*/*", ch__api_rows_file},
    {"GET", "sql/*", ch__api_sql},           {"GET", "document/*", ch__api_document},
    {"GET", "explain/*/*", ch__api_explain}, {"GET", "export/*", ch__api_export},
    {"POST", "read", ch__api_read},          {"GET", "jobs/*", ch__api_job},
    {"POST", "reviews", ch__api_review},     {"POST", "reviews/undo", ch__api_review_undo},
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
    ch_err err;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!fits(routes[i].path, r))
            continue;
        if (method_fits(routes[i].method, r->method)) {
            a->status = MHD_HTTP_OK;
            if (routes[i].handler(r, a, &err) < 0)
                ch__answer_failure(a, &err);
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

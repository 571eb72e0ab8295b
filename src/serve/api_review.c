/* api_review.c - POST /api/v1/reviews keeps a review, POST /api/v1/reviews/undo takes the last one of a reviewer back.
 * What follows from the record is derived before the answer, so that the next question sees it. */
#include <stdlib.h>

#include "serve/inside.h"

static const char *text(const json_t *body, const char *key)
{
    return json_string_value(json_object_get(body, key));
}

/* Only members that are known, and of those texts only such as a string of C can hold: "Ann\u0000" is not Ann. */
static int check_body(const json_t *body, const char *const *known, ch_err *err)
{
    const char *name;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)body, name, v)
    {
        bool found = false;
        for (int i = 0; known[i]; i++)
            found |= strcmp(known[i], name) == 0;
        if (!found)
            return ch__fail(err, CH_EUSAGE, "no such member here: %.60s", name);
        if (strcmp(name, "changes") == 0 || json_is_null(v))
            continue;
        if (!json_is_string(v) || strlen(json_string_value(v)) != json_string_length(v))
            return ch__fail(err, CH_EUSAGE, "%s is a text without U+0000", name);
    }
    return CH_OK;
}

static void say_number(ch__answer *a, const char *key, int64_t n)
{
    ch__json j = {.out = &a->body};
    ch__json_open(&j, '{');
    ch__json_key(&j, key);
    ch__json_int(&j, n);
    ch__json_close(&j, '}');
}

int ch__api_review(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const known[] = {"verdict", "reviewer", "record", "changes", "kind", "document", "note", NULL};
    int64_t id = 0;
    json_t *body = ch__request_json(r, err);
    if (!body)
        return err->code;
    int rc = check_body(body, known, err);
    const json_t *changes = json_object_get(body, "changes");
    char *written = changes ? json_dumps(changes, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
    ch_review review = {.verdict = text(body, "verdict"),
                        .reviewer = text(body, "reviewer"),
                        .record = text(body, "record"),
                        .changes = written,
                        .kind = text(body, "kind"),
                        .document = text(body, "document"),
                        .note = text(body, "note")};
    ch_store *store = rc == CH_OK ? ch__writer_take(r->desk, err) : NULL;
    if (rc == CH_OK)
        rc = store ? ch_store_review(store, &review, &id, err) : err->code;
    if (rc == CH_OK)
        rc = ch_store_derive(store, false, err);
    ch__writer_give(r->desk, store);
    if (rc == CH_OK)
        say_number(a, "review", id);
    free(written);
    json_decref(body);
    return rc;
}

int ch__api_review_undo(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const known[] = {"reviewer", NULL};
    int64_t id = 0;
    json_t *body = ch__request_json(r, err);
    if (!body)
        return err->code;
    const char *reviewer = text(body, "reviewer");
    int rc = check_body(body, known, err);
    if (rc == CH_OK && !reviewer)
        rc = ch__fail(err, CH_EUSAGE, "whose review is taken back is missing: reviewer");
    ch_store *store = rc == CH_OK ? ch__writer_take(r->desk, err) : NULL;
    if (rc == CH_OK)
        rc = store ? ch_store_review_undo(store, reviewer, &id, err) : err->code;
    if (rc == CH_OK)
        rc = ch_store_derive(store, false, err);
    ch__writer_give(r->desk, store);
    if (rc == CH_OK)
        say_number(a, "undone", id);
    json_decref(body);
    return rc;
}

/* api_status.c - GET /api/v1/status: what is served, and by which versions. */
#include "serve/inside.h"

static void put(ch__json *j, const char *key, const char *value)
{
    ch__json_key(j, key);
    ch__json_str(j, value);
}

int ch__api_status(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const none[] = {NULL};
    const char *slash = strrchr(r->desk->db, '/'); /* where it lies is nobody's business */
    ch__json j = {.out = &a->body};
    int rc = ch__request_only(r, none, err);
    if (rc < 0)
        return rc;
    ch__json_open(&j, '{');
    put(&j, "version", ch_version());
    ch__json_key(&j, "schema");
    ch__json_int(&j, ch_store_schema_version());
    put(&j, "knowledge", r->desk->engine ? ch_engine_knowledge_hash(r->desk->engine) : NULL);
    ch__json_key(&j, "store");
    ch__answer_text(&j, slash ? slash + 1 : r->desk->db);
    ch__json_key(&j, "read_only");
    ch__json_bool(&j, r->desk->read_only);
    ch__json_key(&j, "reads");
    ch__json_bool(&j, r->desk->engine && !r->desk->read_only);
    ch__json_close(&j, '}');
    return CH_OK;
}

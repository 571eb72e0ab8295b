/* assets.c - the files of the page. Files lie at the root; any other path is a view of the page, which reads it from
 * the URL ("/document/story.txt"). */
#include <stdio.h>

#include "serve/inside.h"

static const ch__asset *find(const char *path)
{
    for (const ch__asset *x = ch__assets; x->path; x++)
        if (strcmp(x->path, path) == 0)
            return x;
    return NULL;
}

int ch__asset_answer(ch__request *r, ch__answer *a, ch_err *err)
{
    (void)err;
    const ch__asset *x = find(r->path);
    if (!x && (strchr(r->path + 1, '/') || !strchr(r->path, '.')))
        x = find("/");
    if (!x) {
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "path", "there is no such file");
        return CH_OK;
    }
    a->status = MHD_HTTP_OK;
    a->type = x->type;
    snprintf(a->etag, sizeof a->etag, "%s", x->etag);
    a->packed = x->packed;
    a->lasts = x->lasts;
    ch__buf_add(&a->body, (const char *)x->bytes, x->n);
    return CH_OK;
}

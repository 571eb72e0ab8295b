/* api_read.c - POST /api/v1/read?name=story.txt reads what is sent, as `chancery read` reads a file, in a thread of its
 * own; GET /api/v1/jobs/N tells how far it is. One is read at a time, in the order in which they came. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "serve/jobs.h"

static const char *state_name(ch__job_state s)
{
    static const char *const names[] = {"waiting", "reading", "done", "failed"};
    return names[s];
}

static void count(ch__json *j, const char *key, int64_t n)
{
    ch__json_key(j, key);
    ch__json_int(j, n);
}

static void write_job(const ch__job *job, ch__json *j)
{
    ch__json_open(j, '{');
    count(j, "job", job->number);
    ch__json_key(j, "name");
    ch__json_str(j, job->name);
    ch__json_key(j, "state");
    ch__json_str(j, state_name(job->state));
    count(j, "new", job->counts[CH_PUT_NEW]);
    count(j, "same", job->counts[CH_PUT_SAME]);
    count(j, "recoded", job->counts[CH_PUT_RECODED]);
    count(j, "records", job->records);
    count(j, "errors", job->errors);
    ch__json_key(j, "message");
    if (job->message[0])
        ch__answer_text(j, job->message);
    else
        ch__json_null(j);
    ch__json_key(j, "document");
    ch__json_str(j, job->document[0] ? job->document : NULL);
    ch__json_close(j, '}');
}

/* The last part of a name, without what is no name of a file. Of one that is too long the end is kept, which tells the
 * format. */
static void base_name(const char *given, char out[CH__JOB_NAME])
{
    const char *slash = strrchr(given, '/'), *p = slash ? slash + 1 : given;
    size_t n = 0, len = strlen(p);
    if (len >= CH__JOB_NAME)
        for (p += len - (CH__JOB_NAME - 1); ((unsigned char)*p & 0xC0) == 0x80; p++)
            ; /* not from within a character */
    for (; *p; p++)
        if ((unsigned char)*p >= ' ' && *p != 0x7F && *p != '\\')
            out[n++] = *p;
    out[n] = 0;
    if (!n || out[0] == '.')
        strcpy(out, "pasted.txt");
}

int ch__api_read(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const known[] = {"name", "published", NULL};
    const char *given = ch__request_argument(r, "name"), *published = ch__request_argument(r, "published");
    char name[CH__JOB_NAME];
    ch__job job;
    int rc = ch__request_only(r, known, err);
    if (rc == CH_OK && !r->desk->engine)
        rc = ch__fail(err, CH_EUSAGE, "this desk was opened without knowledge and reads nothing");
    if (rc == CH_OK && !r->body.n)
        rc = ch__fail(err, CH_EEMPTY, "nothing was sent");
    ch_date day;
    if (rc == CH_OK && published && (!ch__date_parse(ch__sv_of(published), &day) || strlen(published) > 10))
        rc = ch__fail(err, CH_EUSAGE, "no such date: %.40s", published);
    if (rc < 0)
        return rc;
    base_name(given ? given : "pasted.txt", name);
    rc = ch__jobs_add(r->desk->jobs, name, published, &r->body, &job, err);
    if (rc < 0)
        return rc;
    a->status = MHD_HTTP_ACCEPTED;
    write_job(&job, &(ch__json){.out = &a->body});
    return CH_OK;
}

int ch__api_job(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const none[] = {NULL};
    ch__job job;
    int rc = ch__request_only(r, none, err);
    if (rc < 0)
        return rc;
    if (!r->desk->jobs || !ch__jobs_find(r->desk->jobs, ch__request_part_number(r, 1), &job))
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "job", "there is no such job, or it is long done");
    else
        write_job(&job, &(ch__json){.out = &a->body});
    return CH_OK;
}

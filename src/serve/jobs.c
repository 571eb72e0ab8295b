/* jobs.c - what was sent to be read: a queue and the thread that works through it. */
#define _GNU_SOURCE
#include "serve/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct ch__jobs {
    ch_desk *desk;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t added;
    ch__job at[CH__MOST_JOBS]; /* number 0: free */
    int64_t last;
    _Atomic bool closing;
};

/* ---- one job ---- */

enum { MOST_TRIES = 100, MOST_ERRORS = 1000 };

/* What is being read, and where its counts go: changed under the lock only. */
typedef struct reading {
    struct ch__jobs *jobs;
    ch__job *job;
    ch_work *work;
    const ch_doc *doc;   /* in hand */
    const ch_err *fault; /* to be noted */
    int64_t writer;      /* that the run was begun with; 0: not yet */
    char folder[PATH_MAX], path[PATH_MAX + CH__JOB_NAME + 1];
} reading;

/* The readers read files: the name of the file is that of the story, and tells its format. */
static int write_file(reading *r, ch_err *err)
{
    const char *base = getenv("TMPDIR");
    snprintf(r->folder, sizeof r->folder, "%s/chancery-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(r->folder)) {
        r->folder[0] = 0;
        return ch__fail(err, CH_EIO, "cannot make a temporary folder: %s", strerror(errno));
    }
    snprintf(r->path, sizeof r->path, "%s/%s", r->folder, r->job->name);
    FILE *f = fopen(r->path, "wbx");
    size_t n = f ? fwrite(r->job->bytes, 1, r->job->n, f) : 0;
    if (!f || (fclose(f) != 0) | (n != r->job->n))
        return ch__fail(err, CH_EIO, "cannot keep what was sent: %s", strerror(errno));
    pthread_mutex_lock(&r->jobs->lock);
    free(r->job->bytes);
    r->job->bytes = NULL;
    pthread_mutex_unlock(&r->jobs->lock);
    return CH_OK;
}

static void note_document(reading *r, const ch_doc *doc, ch_put what)
{
    pthread_mutex_lock(&r->jobs->lock);
    r->job->counts[what]++;
    r->job->records += what == CH_PUT_SAME ? 0 : doc->n_records;
    if (!r->job->document[0])
        snprintf(r->job->document, sizeof r->job->document, "%s", doc->id);
    pthread_mutex_unlock(&r->jobs->lock);
}

static int begin_run(reading *r, ch_store *store, ch_err *err)
{
    char command[CH__JOB_NAME + 20];
    snprintf(command, sizeof command, "desk: %s", r->job->name);
    r->writer = r->jobs->desk->writers;
    return ch_store_begin_run(store, r->jobs->desk->engine, command, err);
}

/* The store is held for one step at a time, so that reviews need not wait for a long file. While another program has it
 * (`chancery read` of many files), the step is tried again for some minutes. Where another store has taken the place of
 * the one in which the run was begun, it begins there anew. */
static int with_store(reading *r, int (*step)(reading *, ch_store *, ch_err *), ch_err *err)
{
    int rc, tries = MOST_TRIES;
    do {
        ch_store *store = ch__writer_take(r->jobs->desk, err);
        rc = store ? CH_OK : err->code;
        if (store && r->writer != r->jobs->desk->writers)
            rc = begin_run(r, store, err);
        if (rc == CH_OK)
            rc = step(r, store, err);
        ch__writer_give(r->jobs->desk, store);
    } while (rc == CH_ELOCKED && --tries && !r->jobs->closing);
    return rc;
}

static int put(reading *r, ch_store *store, ch_err *err)
{
    ch_put what;
    int rc = ch_store_put(store, r->doc, &what, err);
    if (rc == CH_OK)
        rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        note_document(r, r->doc, what);
    return rc;
}

static int put_error(reading *r, ch_store *store, ch_err *err)
{
    int rc = ch_store_put_error(store, r->fault, err);
    return rc == CH_OK ? ch_store_commit(store, err) : rc;
}

/* The fault names what was sent, not the temporary file. That it cannot be noted in the store stops nothing. */
static void bad_input(reading *r, ch_err *fault)
{
    ch_err err;
    snprintf(fault->file, sizeof fault->file, "%s", r->job->name);
    r->fault = fault;
    with_store(r, put_error, &err);
    pthread_mutex_lock(&r->jobs->lock);
    r->job->errors++;
    snprintf(r->job->message, sizeof r->job->message, "%s", fault->message);
    pthread_mutex_unlock(&r->jobs->lock);
}

static int read_all(reading *r, ch_reader *reader, ch_err *err)
{
    ch_input in;
    ch_doc *doc;
    ch_doc_options options = {.published = r->job->published[0] ? r->job->published : NULL};
    int rc;
    while (!r->jobs->closing && (rc = ch_reader_next(reader, &in, err)) != 0) {
        in.uri = in.path ? r->job->name : in.uri; /* not the temporary file */
        in.path = r->job->name;
        if (rc < 0 || (rc = ch_doc_code(r->jobs->desk->engine, r->work, &in, &options, &doc, err)) < 0) {
            bad_input(r, err);
            if (r->job->errors == MOST_ERRORS) /* 64 MiB of "{}" would take hours */
                return ch__fail(err, CH_ELIMIT, "%d of its stories cannot be read: the rest is left", MOST_ERRORS);
            continue;
        }
        r->doc = doc;
        rc = with_store(r, put, err);
        ch_doc_free(doc);
        if (rc < 0)
            return rc;
    }
    return CH_OK;
}

static int end_run(reading *r, ch_store *store, ch_err *err)
{
    int rc = ch_store_end_run(store, err);
    (void)r;
    return rc == CH_OK ? ch_store_derive(store, false, err) : rc;
}

static int read_job(reading *r, ch_err *err)
{
    ch_reader *reader = NULL;
    const char *paths[1] = {r->path};
    ch_reader_options options = {.max_document = CH__DESK_STORY_BYTES, .max_expand = CH__DESK_EXPANDED_BYTES};
    int rc = write_file(r, err);
    if (rc == CH_OK)
        rc = ch_work_new(&r->work, err);
    if (rc == CH_OK)
        rc = ch_reader_open(&reader, paths, 1, &options, err);
    if (rc == CH_OK)
        rc = read_all(r, reader, err);
    ch_reader_close(reader);
    if (rc == CH_OK || r->writer) {
        ch_err own; /* what went wrong before says more */
        int ended = with_store(r, end_run, rc == CH_OK ? err : &own);
        rc = rc == CH_OK ? ended : rc;
    }
    ch_work_free(r->work);
    if (r->folder[0]) {
        unlink(r->path);
        rmdir(r->folder);
    }
    return rc;
}

static void work_on(struct ch__jobs *jobs, ch__job *job)
{
    ch_err err;
    reading r = {.jobs = jobs, .job = job};
    int rc = read_job(&r, &err);
    bool none = job->counts[0] + job->counts[1] + job->counts[2] == 0;
    pthread_mutex_lock(&jobs->lock);
    if (rc < 0)
        snprintf(job->message, sizeof job->message, "%s", err.message);
    job->state = rc < 0 || (none && job->errors) ? CH__JOB_FAILED : CH__JOB_DONE;
    free(job->bytes);
    job->bytes = NULL;
    pthread_mutex_unlock(&jobs->lock);
}

/* ---- the queue ---- */

static ch__job *next(struct ch__jobs *jobs)
{
    ch__job *first = NULL;
    for (int i = 0; i < CH__MOST_JOBS; i++) {
        ch__job *x = &jobs->at[i];
        if (x->number && x->state == CH__JOB_WAITING && (!first || x->number < first->number))
            first = x;
    }
    return first;
}

static void *work(void *ctx)
{
    struct ch__jobs *jobs = ctx;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->closing) {
        ch__job *job = next(jobs);
        if (!job) {
            pthread_cond_wait(&jobs->added, &jobs->lock);
            continue;
        }
        job->state = CH__JOB_READING;
        pthread_mutex_unlock(&jobs->lock);
        work_on(jobs, job);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

struct ch__jobs *ch__jobs_open(ch_desk *desk)
{
    struct ch__jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        return NULL;
    jobs->desk = desk;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->added, NULL);
    if (pthread_create(&jobs->thread, NULL, work, jobs) == 0)
        return jobs;
    free(jobs);
    return NULL;
}

void ch__jobs_close(struct ch__jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->closing = true;
    pthread_cond_signal(&jobs->added);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    for (int i = 0; i < CH__MOST_JOBS; i++)
        free(jobs->at[i].bytes);
    pthread_cond_destroy(&jobs->added);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

static size_t waiting_bytes(const struct ch__jobs *jobs)
{
    size_t n = 0;
    for (int i = 0; i < CH__MOST_JOBS; i++)
        n += jobs->at[i].bytes ? jobs->at[i].n : 0;
    return n;
}

/* A free place, or that of the job done longest ago. */
static ch__job *place(struct ch__jobs *jobs)
{
    ch__job *oldest = NULL;
    for (int i = 0; i < CH__MOST_JOBS; i++) {
        ch__job *x = &jobs->at[i];
        if (!x->number)
            return x;
        if (x->state >= CH__JOB_DONE && (!oldest || x->number < oldest->number))
            oldest = x;
    }
    return oldest;
}

int ch__jobs_add(struct ch__jobs *jobs, const char *name, const char *published, ch__buf *body, ch__job *out,
                 ch_err *err)
{
    int rc = CH_OK;
    pthread_mutex_lock(&jobs->lock);
    ch__job *job = place(jobs);
    if (waiting_bytes(jobs) + body->n > CH__DESK_EXPANDED_BYTES) {
        rc = ch__fail(err, CH_ELIMIT, "%zu MiB wait to be read already", waiting_bytes(jobs) >> 20);
    } else if (job) {
        size_t n = body->n;
        *job = (ch__job){.number = ++jobs->last, .bytes = ch__buf_take(body), .n = n};
        snprintf(job->name, sizeof job->name, "%s", name);
        snprintf(job->published, sizeof job->published, "%s", published ? published : "");
        *out = *job;
        pthread_cond_signal(&jobs->added);
    } else {
        rc = ch__fail(err, CH_ELIMIT, "%d files wait to be read already", CH__MOST_JOBS);
    }
    pthread_mutex_unlock(&jobs->lock);
    return rc;
}

bool ch__jobs_find(struct ch__jobs *jobs, int64_t number, ch__job *out)
{
    bool found = false;
    pthread_mutex_lock(&jobs->lock);
    for (int i = 0; i < CH__MOST_JOBS && !found; i++) {
        found = number > 0 && jobs->at[i].number == number;
        if (found)
            *out = jobs->at[i];
    }
    pthread_mutex_unlock(&jobs->lock);
    return found;
}

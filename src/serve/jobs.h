/* jobs.h - what was sent to be read: a queue and the thread that works through it. */
#ifndef CH_SERVE_JOBS_H
#define CH_SERVE_JOBS_H

#include "serve/inside.h"

enum { CH__JOB_NAME = 200, CH__MOST_JOBS = 32 /* remembered, the oldest done one forgotten */ };

typedef enum ch__job_state { CH__JOB_WAITING, CH__JOB_READING, CH__JOB_DONE, CH__JOB_FAILED } ch__job_state;

typedef struct ch__job {
    int64_t number; /* from 1 */
    ch__job_state state;
    char name[CH__JOB_NAME], published[12];
    char message[256]; /* of its last error, or "" */
    char document[40]; /* id of the first document, or "" */
    int64_t counts[3]; /* documents, by ch_put */
    int64_t records, errors;
    char *bytes; /* until it is read */
    size_t n;
} ch__job;

/* Starts the thread. NULL when memory or threads ran out. */
struct ch__jobs *ch__jobs_open(ch_desk *desk);
void ch__jobs_close(struct ch__jobs *jobs); /* NULL is allowed; waits for the document in hand */

/* Takes the body over. *out: a copy of what was added. CH_ELIMIT when too many wait. */
int ch__jobs_add(struct ch__jobs *jobs, const char *name, const char *published, ch__buf *body, ch__job *out,
                 ch_err *err);
/* A copy; false when there is none of that number. */
bool ch__jobs_find(struct ch__jobs *jobs, int64_t number, ch__job *out);

#endif

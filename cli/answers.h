/* answers.h - commands that read JSONL from the standard input or files and write one line for each line. */
#ifndef CH_CLI_ANSWERS_H
#define CH_CLI_ANSWERS_H

#include "command.h"

enum { ANSWERS_MOST_BYTES = 64 << 20 }; /* of a line, unless the user says otherwise */

typedef struct answers {
    int (*answer)(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                  char **out, ch_err *err);
    bool (*empty)(const char *answer); /* for exit_status: whether an answer holds no result; or NULL */
    size_t most;                       /* bytes of a line; a longer one is answered with an error */
    bool ascii, line_buffered, exit_status;
    bool files;  /* operands are files; without any, or "-": the standard input */
    int threads; /* lines answered at once, at least 1; answers come in the order of the lines, the same of any number
                  */
    int (*read)(const char *path, ch_write_fn write, void *ctx, ch_err *err); /* files to lines; NULL: they are lines */
} answers;

/* The number of threads an option names, 1 when it is not given. False: it makes no sense, which was complained of. */
bool answer_threads(const arguments *args, int option, int *threads);

/* Answers the standard input, or the files named, to their end. Returns an exit code. */
int answer_input(const answers *all, const arguments *args, const char *max_errors, const ch_engine_options *engine);

#endif

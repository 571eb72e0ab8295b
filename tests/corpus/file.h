/* file.h - a corpus file for a test. */
#ifndef TESTS_CORPUS_FILE_H
#define TESTS_CORPUS_FILE_H

#define _GNU_SOURCE /* mkstemp; this header stands first in a test */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/engine.h"

/* Writes a text and a newline to a new file; the name lives until the file of that number is made again. */
static inline const char *put_corpus(int number, const char *text)
{
    static char names[2][64];
    char *name = names[number];
    strcpy(name, "/tmp/chancery-corpus-XXXXXX");
    int fd = mkstemp(name);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!f || fputs(text, f) < 0 || fputc('\n', f) < 0 || fclose(f) != 0)
        fail_msg("cannot write %s", name);
    return name;
}

/* "LINE: message" of each fault. */
static inline void print_fault(void *ctx, const ch_err *fault)
{
    ch__buf_printf(ctx, "%lld: %s\n", (long long)fault->line, fault->message);
}

#endif

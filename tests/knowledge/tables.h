/* tables.h - a directory of tables for a test, made from lines of text. */
#ifndef TESTS_KNOWLEDGE_TABLES_H
#define TESTS_KNOWLEDGE_TABLES_H

#define _GNU_SOURCE /* mkdtemp; this header stands first in a test */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "knowledge/knowledge.h"

/* Makes an empty directory; the name lives until the next call. */
static inline const char *new_directory(void)
{
    static char name[64];
    strcpy(name, "/tmp/chancery-test-XXXXXX");
    if (!mkdtemp(name))
        fail_msg("cannot make a directory under /tmp");
    return name;
}

/* Removes it with what is in it. */
static inline void remove_directory(const char *directory)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    if (system(command) != 0)
        fail_msg("cannot remove %s", directory);
}

/* Writes a file, making the folders on its way. */
static inline void put_file(const char *directory, const char *file, const char *content, size_t n)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    for (char *p = path + strlen(directory) + 1; (p = strchr(p, '/')); *p++ = '/') {
        *p = 0;
        mkdir(path, 0777);
    }
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(content, 1, n, f) != n || fclose(f) != 0)
        fail_msg("cannot write %s", path);
}

/* Writes the file whose lines were gathered, if one was begun, and forgets it. */
static inline void end_file(const char *directory, char *path, ch__buf *file)
{
    if (path[0])
        put_file(directory, path, file->p ? file->p : "", file->n);
    ch__buf_clear(file);
    path[0] = 0;
}

static inline void put(const char *directory, const char *file, const char *content)
{
    put_file(directory, file, content, strlen(content));
}

static inline void print_fault(void *ctx, const ch_err *fault)
{
    ch__buf_printf(ctx, "%s:%lld: %s\n", fault->file, (long long)fault->line, fault->message);
}

/* Compiles a directory in memory; fails the test, printing the faults, when it cannot. The image is the caller's. */
static inline ch__buf build(const char *directory)
{
    ch__buf image = {0}, faults = {0};
    ch_err err;
    if (ch__knowledge_build(directory, &image, print_fault, &faults, &err) < 0)
        fail_msg("%s:%lld: %s\n%s", err.file, (long long)err.line, err.message, faults.p ? faults.p : "");
    ch__buf_release(&faults);
    return image;
}

/* The lines of a text file of this folder, one at a time, without the newline. */
static inline FILE *open_corpus(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/knowledge/%s", CH_TESTS_DIR, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot open %s", path);
    return f;
}

static inline bool next_line(FILE *f, char *line, size_t size)
{
    if (!fgets(line, (int)size, f))
        return false;
    line[strcspn(line, "\n")] = 0;
    return true;
}

/* Resolves \t, \r, \\ and \xNN in place; returns the length. */
static inline size_t unescape(char *s)
{
    char *out = s;
    for (const char *p = s; *p; p++) {
        if (*p != '\\') {
            *out++ = *p;
            continue;
        }
        p++;
        char digits[3] = {0};
        if (*p == 'x') {
            memcpy(digits, p + 1, 2);
            p += 2;
        }
        *out++ = *p == 't' ? '\t' : *p == 'r' ? '\r' : digits[0] ? (char)strtol(digits, NULL, 16) : *p;
    }
    *out = 0;
    return (size_t)(out - s);
}

#endif

/* transcript.h - what a reader gives, as lines a person can compare. */
#ifndef CH_TESTS_TEXT_TRANSCRIPT_H
#define CH_TESTS_TEXT_TRANSCRIPT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/source.h"

static const char *const FORMAT_NAMES[] = {"auto", "plain", "html", "feed", "jsonl", "csv", "tsv", "warc"};

static inline void add_field(ch__buf *out, const char *name, const char *value)
{
    if (value)
        ch__buf_printf(out, " %s=%s", name, value);
}

static inline void add_document(ch__buf *out, const ch_input *in)
{
    ch__buf_printf(out, "doc %s uri=%s %s/%s", in->name, in->uri, FORMAT_NAMES[in->container],
                   FORMAT_NAMES[in->format]);
    if (in->line)
        ch__buf_printf(out, " line=%lld", (long long)in->line);
    add_field(out, "charset", in->charset);
    add_field(out, "encoding", in->encoding);
    add_field(out, "published", in->published);
    add_field(out, "language", in->language);
    add_field(out, "source", in->source);
    add_field(out, "author", in->author);
    add_field(out, "title", in->title);
    ch__buf_str(out, "\n  ");
    for (size_t i = 0; i < in->len && i < 300; i++)
        if (in->bytes[i] == '\n')
            ch__buf_str(out, "\\n");
        else if (in->bytes[i] == '\r')
            ch__buf_str(out, "\\r");
        else
            ch__buf_char(out, in->bytes[i]);
    ch__buf_char(out, '\n');
}

/* Everything a reader gives, up to 100 documents and errors; closes it. Free the result. */
static inline char *transcript(ch_reader *r)
{
    ch__buf out = {0};
    ch_input in;
    ch_err err;
    int rc, n = 0;
    while ((rc = ch_reader_next(r, &in, &err)) != 0 && n++ < 100) {
        if (rc > 0) {
            add_document(&out, &in);
            continue;
        }
        assert_int_equal(rc, err.code);
        ch__buf_printf(&out, "err %s %s", ch_err_name(rc), err.file);
        if (err.line)
            ch__buf_printf(&out, " line %lld", (long long)err.line);
        if (err.offset >= 0)
            ch__buf_printf(&out, " offset %lld", (long long)err.offset);
        ch__buf_printf(&out, ": %s\n", err.message);
    }
    ch_reader_close(r);
    ch__buf_add(&out, "", 0);
    return ch__buf_take(&out);
}

static inline char *read_memory(const char *name, const void *bytes, size_t n, const ch_reader_options *options)
{
    ch_reader *r;
    ch_err err;
    assert_int_equal(ch__reader_open_memory(&r, name, bytes, n, options, &err), 0);
    return transcript(r);
}

static inline char *read_paths(const char *const *paths, size_t n, const ch_reader_options *options)
{
    ch_reader *r;
    ch_err err;
    assert_int_equal(ch_reader_open(&r, paths, n, options, &err), 0);
    return transcript(r);
}

static inline void expect(char *got, const char *expected)
{
    assert_string_equal(got, expected);
    free(got);
}

/* ---- a directory of its own, made current: so paths in the expectations are short ---- */

static char scratch_directory[] = "/tmp/chancery-test-XXXXXX";

static inline int enter_scratch(void **state)
{
    (void)state;
    return mkdtemp(scratch_directory) ? chdir(scratch_directory) : -1;
}

static inline int leave_scratch(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", scratch_directory, scratch_directory);
    return chdir("/") || system(command);
}

static inline void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static inline void write_text(const char *path, const char *text)
{
    write_file(path, text, strlen(text));
}

#endif

#define _GNU_SOURCE
#include "syntax/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"

static int start(ch__lines *in, const char *name, ch_err *err)
{
    ch__sv mark;
    in->line = 1;
    snprintf(in->path, sizeof in->path, "%s", name);
    ch__err_file(err, in->path);
    if (ch__stream_peek(&in->stream, 3, &mark, NULL) == 0 && ch__sv_starts(mark, CH__SV("\xEF\xBB\xBF")))
        ch__stream_take(&in->stream, 3);
    return CH_OK;
}

int ch__lines_open(ch__lines *in, const char *path, ch_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    ch__err_clear(err);
    *in = (ch__lines){.stream = {.fd = -1}};
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ch__fail_at(err, CH_EIO, path, 0, -1, "%s", strerror(errno));
    int rc = ch__stream_open(&in->stream, fd, !standard, 0, err);
    if (rc < 0) {
        ch__err_file(err, path);
        return rc;
    }
    return start(in, path, err);
}

int ch__lines_open_memory(ch__lines *in, const void *p, size_t n, const char *name, ch_err *err)
{
    ch__err_clear(err);
    *in = (ch__lines){.stream = {.fd = -1}};
    int rc = ch__stream_open_memory(&in->stream, p, n, CH__RAW, 0, err);
    return rc < 0 ? rc : start(in, name, err);
}

void ch__lines_close(ch__lines *in)
{
    ch__stream_close(&in->stream);
}

static int damaged(ch__lines *in, int rc, ch_err *err)
{
    in->ended = true;
    if (err) {
        err->file[0] = 0;
        ch__err_file(err, in->path);
    }
    return rc;
}

/* Bytes of the blank line at the start of v: "\n" or "\r\n"; 0: it is none. */
static size_t blank(ch__sv v)
{
    if (v.n && v.p[0] == '\n')
        return 1;
    return v.n > 1 && v.p[0] == '\r' && v.p[1] == '\n' ? 2 : 0;
}

/* Whether a stretch ends within v: *from is where to go on searching, then the end; *lines counts. */
static bool ends_in(ch__sv v, size_t *from, int64_t *lines)
{
    for (const char *eol; *from < v.n && (eol = memchr(v.p + *from, '\n', v.n - *from));) {
        size_t next = (size_t)(eol - v.p) + 1;
        if (v.n - next < 2 && !(v.n - next == 1 && v.p[next] == '\n'))
            return false; /* what follows is not to be seen yet */
        *from = next;
        ++*lines;
        if (blank((ch__sv){v.p + next, v.n - next}))
            return true;
    }
    return false;
}

static int too_long(const ch__lines *in, int64_t line, ch_err *err)
{
    return ch__fail_at(err, CH_ELIMIT, in->path, line, -1, "a sentence of more than %d bytes",
                       (int)CH__LONGEST_STRETCH);
}

/* Passes over a stretch that is too long, in constant memory. */
static int skip(ch__lines *in, ch_err *err)
{
    int64_t first = in->line;
    ch__buf start_of = {0};
    uint64_t length;
    int rc;
    do {
        ch__buf_clear(&start_of);
        rc = ch__stream_line(&in->stream, 2, &start_of, &length, err);
        in->line++;
    } while (rc == 0 && length && !(length <= 2 && blank((ch__sv){start_of.p, start_of.n})));
    ch__buf_release(&start_of);
    if (rc < 0)
        return damaged(in, rc, err);
    return too_long(in, first, err);
}

static int check(const ch__lines *in, ch__sv v, int64_t line, ch_err *err)
{
    const char *nul = memchr(v.p, 0, v.n);
    size_t bad = ch__utf8_valid(v.p, v.n);
    if (!nul && bad == v.n)
        return 1;
    if (nul && (size_t)(nul - v.p) < bad)
        bad = (size_t)(nul - v.p);
    for (size_t i = 0; i < bad; i++)
        line += v.p[i] == '\n';
    return ch__fail_at(err, CH_EFORMAT, in->path, line, -1, v.p[bad] ? "not UTF-8: byte 0x%02X" : "U+0000 in the text",
                       (unsigned char)v.p[bad]);
}

int ch__lines_next(ch__lines *in, ch__sv *stretch, int64_t *line, ch_err *err)
{
    ch__sv v;
    int rc;
    size_t want = 2, from = 0, gap;
    int64_t lines = 0;
    if (in->ended)
        return 0;
    while ((rc = ch__stream_peek(&in->stream, 2, &v, err)) == 0 && (gap = blank(v)) != 0) {
        ch__stream_take(&in->stream, gap);
        in->line++;
    }
    while (rc == 0 && v.n >= want && !ends_in(v, &from, &lines)) {
        if (v.n > CH__LONGEST_STRETCH)
            return skip(in, err);
        want = v.n + 1;
        rc = ch__stream_peek(&in->stream, want, &v, err);
    }
    if (rc < 0)
        return damaged(in, rc, err);
    if (!v.n)
        return 0;
    if (v.n < want) /* the last one */
        from = v.n;
    ch__stream_take(&in->stream, from);
    *stretch = (ch__sv){v.p, from};
    *line = in->line;
    in->line += lines;
    if (from > CH__LONGEST_STRETCH)
        return too_long(in, *line, err);
    return check(in, *stretch, *line, err);
}

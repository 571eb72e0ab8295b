#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "text/encoding.h"
#include "text/source.h"

/* One directory being walked: its names in byte order. */
struct level {
    struct dirent **names;
    int n, at;
    size_t path_length; /* of the directory in `path` */
};

struct ch_reader {
    const char *const *paths;
    size_t n_paths, at;
    ch_reader_options options;
    ch__fields fields;
    /* the walk */
    struct level *levels;
    size_t n_levels, cap_levels;
    ch__buf path; /* of the entry in hand, NUL-terminated */
    /* the file in hand */
    ch__source source;
    ch__buf base;      /* its base name */
    bool open, finish; /* finish: close it before the next document */
    /* instead of files */
    const void *memory;
    size_t memory_n;
};

static const struct {
    const char *name;
    ch_format format;
} FORMATS[] = {{"auto", CH_FORMAT_AUTO}, {"plain", CH_FORMAT_PLAIN}, {"html", CH_FORMAT_HTML},
               {"feed", CH_FORMAT_FEED}, {"jsonl", CH_FORMAT_JSONL}, {"csv", CH_FORMAT_CSV},
               {"tsv", CH_FORMAT_TSV},   {"warc", CH_FORMAT_WARC}};

int ch_format_parse(const char *name)
{
    for (size_t i = 0; name && i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (!strcmp(name, FORMATS[i].name))
            return (int)FORMATS[i].format;
    return -1;
}

static const ch__driver *driver_of(ch_format f)
{
    switch (f) {
    case CH_FORMAT_FEED: return &ch__feed_driver;
    case CH_FORMAT_JSONL: return &ch__jsonl_driver;
    case CH_FORMAT_CSV:
    case CH_FORMAT_TSV: return &ch__csv_driver;
    case CH_FORMAT_WARC: return &ch__warc_driver;
    default: return &ch__plain_driver;
    }
}

/* ---- life ---- */

int ch_reader_open(ch_reader **out, const char *const *paths, size_t n_paths, const ch_reader_options *options,
                   ch_err *err)
{
    *out = NULL;
    ch__err_clear(err);
    ch_reader *r = ch__malloc(sizeof *r);
    if (!r)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *r = (ch_reader){.paths = paths, .n_paths = n_paths};
    if (options)
        r->options = *options;
    if (!r->options.max_document)
        r->options.max_document = (size_t)64 << 20;
    r->source.stream.fd = -1;
    int rc = ch__fields_parse(&r->fields, r->options.fields, err);
    if (!rc && r->options.encoding && !ch__encoding_known(r->options.encoding))
        rc = ch__fail(err, CH_EUSAGE, "unknown encoding \"%s\"", r->options.encoding);
    if (rc) {
        ch_reader_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

int ch__reader_open_memory(ch_reader **out, const char *name, const void *bytes, size_t n,
                           const ch_reader_options *options, ch_err *err)
{
    int rc = ch_reader_open(out, NULL, 1, options, err);
    if (rc)
        return rc;
    (*out)->memory = bytes;
    (*out)->memory_n = n;
    ch__buf_str(&(*out)->path, name);
    if (!(*out)->path.failed)
        return 0;
    ch_reader_close(*out);
    *out = NULL;
    return ch__fail(err, CH_ENOMEM, "out of memory");
}

static void close_source(ch_reader *r)
{
    ch__source *s = &r->source;
    if (s->driver && s->driver->close && s->state)
        s->driver->close(s);
    ch__stream_close(&s->stream);
    ch__buf keep = s->body, scratch = s->scratch;
    ch__arena arena = s->arena;
    ch__buf_clear(&keep);
    *s = (ch__source){.body = keep, .scratch = scratch, .arena = arena, .stream = {.fd = -1}};
    r->open = r->finish = false;
}

static void pop_level(ch_reader *r)
{
    struct level *l = &r->levels[--r->n_levels];
    for (; l->at < l->n; l->at++)
        free(l->names[l->at]);
    free(l->names);
}

void ch_reader_close(ch_reader *r)
{
    if (!r)
        return;
    close_source(r);
    while (r->n_levels)
        pop_level(r);
    free(r->levels);
    ch__arena_release(&r->source.arena);
    ch__buf_release(&r->source.body);
    ch__buf_release(&r->source.scratch);
    ch__buf_release(&r->path);
    ch__buf_release(&r->base);
    ch__fields_release(&r->fields);
    free(r);
}

/* ---- the walk ---- */

static int visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int fail_errno(const ch_reader *r, ch_err *err)
{
    return ch__fail_at(err, CH_EIO, r->path.p, 0, -1, "%s", strerror(errno));
}

/* Goes into the directory r->path. */
static int push_level(ch_reader *r, ch_err *err)
{
    if (r->n_levels == r->cap_levels) {
        size_t cap = r->cap_levels ? r->cap_levels * 2 : 8;
        struct level *grown = ch__realloc(r->levels, cap * sizeof *grown);
        if (!grown)
            return ch__fail(err, CH_ENOMEM, "out of memory");
        r->levels = grown;
        r->cap_levels = cap;
    }
    struct level l = {.path_length = r->path.n};
    l.n = scandir(r->path.p, &l.names, visible, by_bytes);
    if (l.n < 0)
        return fail_errno(r, err);
    if (l.n == 0 && r->n_levels == 0) {
        free(l.names);
        return ch__fail_at(err, CH_EEMPTY, r->path.p, 0, -1, "the directory holds no files");
    }
    r->levels[r->n_levels++] = l;
    return 0;
}

/* Puts the next name of the innermost directory into r->path; false when it has no more. */
static bool next_name(ch_reader *r)
{
    struct level *l = &r->levels[r->n_levels - 1];
    if (l->at == l->n)
        return false;
    struct dirent *d = l->names[l->at++];
    r->path.n = l->path_length;
    if (r->path.n && r->path.p[r->path.n - 1] != '/')
        ch__buf_char(&r->path, '/');
    ch__buf_str(&r->path, d->d_name);
    free(d);
    return true;
}

/* Whether an entry of a directory is to be read: regular files, also behind links. Directories behind links are not
 * walked (they could lead back), pipes and devices could block. */
static int entry_kind(const char *path, bool *file, bool *directory)
{
    struct stat st;
    *file = *directory = false;
    if (lstat(path, &st))
        return -1;
    *directory = S_ISDIR(st.st_mode);
    if (S_ISLNK(st.st_mode) && stat(path, &st))
        return -1;
    *file = S_ISREG(st.st_mode);
    return 0;
}

/* Puts the next file's path into r->path: 1; 0 at the end; negative for one that cannot be reached. */
static int next_path(ch_reader *r, ch_err *err)
{
    for (;;) {
        if (r->path.failed) { /* give up what is being walked, so that a caller who goes on comes to an end */
            while (r->n_levels)
                pop_level(r);
            ch__buf_clear(&r->path);
            return ch__fail(err, CH_ENOMEM, "out of memory");
        }
        if (!r->n_levels) {
            if (r->at == r->n_paths)
                return 0;
            if (r->memory) {
                r->at++;
                return 1;
            }
            ch__buf_clear(&r->path);
            ch__buf_str(&r->path, r->paths[r->at++]);
            struct stat st;
            if (!r->path.failed && strcmp(r->path.p, "-") && !stat(r->path.p, &st) && S_ISDIR(st.st_mode)) {
                int rc = push_level(r, err);
                if (rc)
                    return rc;
                continue;
            }
            if (!r->path.failed)
                return 1;
            continue;
        }
        if (!next_name(r)) {
            pop_level(r);
            continue;
        }
        bool file, directory;
        if (r->path.failed)
            continue;
        if (entry_kind(r->path.p, &file, &directory))
            return fail_errno(r, err);
        if (file)
            return 1;
        int rc = directory ? push_level(r, err) : 0;
        if (rc)
            return rc;
    }
}

/* ---- files ---- */

/* The base name as clean UTF-8. */
static void base_name(ch_reader *r)
{
    const char *p = strcmp(r->path.p, "-") ? r->path.p : "stdin", *slash = strrchr(p, '/');
    p = slash && slash[1] ? slash + 1 : p;
    size_t n = strlen(p);
    ch__buf_clear(&r->base);
    for (size_t i = 0; i < n;) {
        char c[4];
        uint32_t cp = ch__utf8_next(p, n, &i);
        ch__buf_add(&r->base, c, ch__utf8_put(c, cp));
    }
    ch__buf_add(&r->base, "", 0);
}

static int open_stream(ch_reader *r, ch_err *err)
{
    uint64_t max = r->options.max_expand;
    if (r->memory)
        return ch__stream_open_memory(&r->source.stream, r->memory, r->memory_n, CH__RAW, max, err);
    if (!strcmp(r->path.p, "-"))
        return ch__stream_open(&r->source.stream, STDIN_FILENO, false, max, err);
    int fd = open(r->path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_errno(r, err);
    return ch__stream_open(&r->source.stream, fd, true, max, err);
}

/* Opens r->path and finds its format. */
static int open_source(ch_reader *r, ch_err *err)
{
    ch__source *s = &r->source;
    base_name(r);
    s->path = r->path.p;
    s->base = r->base.p;
    s->fields = &r->fields;
    s->encoding = r->options.encoding;
    s->max_document = r->options.max_document;
    r->open = true;
    if (r->base.failed)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    int rc = open_stream(r, err);
    if (rc)
        return rc;
    ch__sv head;
    rc = ch__stream_peek(&s->stream, 64 << 10, &head, err);
    if (rc && !head.n)
        return rc; /* else what could be read of a damaged file comes first */
    if (!head.n)
        return ch__source_fail(s, err, CH_EEMPTY, 0, -1, "the file is empty");
    const char *why = NULL;
    s->format = r->options.format ? r->options.format : ch__sniff(head, s->path, s->fields, &why);
    if (s->format == CH_FORMAT_AUTO)
        return ch__source_fail(s, err, CH_EFORMAT, 0, 0, "%s", why);
    s->driver = driver_of(s->format);
    return 0;
}

/* One document of the file in hand, or what is wrong with it; 0: neither, go on. *end: no file is left. */
static int step(ch_reader *r, ch_input *in, bool *end, ch_err *err)
{
    if (r->finish)
        close_source(r);
    if (!r->open) {
        int rc = next_path(r, err);
        *end = rc == 0;
        if (rc <= 0)
            return rc;
        rc = open_source(r, err);
        if (rc) {
            r->finish = true;
            return rc;
        }
    }
    ch__arena_clear(&r->source.arena);
    int rc = r->source.driver->next(&r->source, in, err);
    r->finish = rc == 0 || r->source.done || (rc < 0 && r->source.stream.failed);
    return rc;
}

int ch_reader_next(ch_reader *r, ch_input *in, ch_err *err)
{
    jmp_buf guard;
    ch__err_clear(err);
    *in = (ch_input){0};
    if (setjmp(guard)) {
        r->source.arena.guard = NULL;
        r->finish = r->open; /* give up this file, go on with the next */
        return ch__fail_at(err, CH_ENOMEM, r->path.p, 0, -1, "out of memory");
    }
    r->source.arena.guard = &guard;
    bool end = false;
    int rc = 0;
    while (!rc && !end)
        rc = step(r, in, &end, err);
    r->source.arena.guard = NULL;
    if (rc < 0)
        ch__err_file(err, r->path.p);
    else if (rc > 0)
        in->path = r->path.p;
    return rc;
}

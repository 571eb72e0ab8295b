/* source.c - all tables of a directory: which files are read, the order of tables and rows, the faults found in them.
 */
#define _GNU_SOURCE
#include "knowledge/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 29, MAX_TOTAL = 1 << 30 };

void ch__source_release(ch__source *s)
{
    if (s->dir)
        closedir(s->dir);
    if (s->fd >= 0)
        close(s->fd);
    s->dir = NULL;
    s->fd = -1;
    ch__arena_release(&s->arena);
}

void ch__source_fault(ch__source *s, const char *file, uint32_t line, const char *fmt, ...)
{
    char message[sizeof s->err->message];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    ch__fault *f = CH__PUSH(&s->arena, s->faults, s->n_faults, s->cap_faults);
    f->file = file;
    f->line = line;
    f->order = s->n_faults;
    f->message = ch__copyz(&s->arena, message);
}

char *ch__source_load(ch__source *s, const char *path, const char *file, size_t most, size_t *n)
{
    struct stat st;
    s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const char *why = NULL;
    if (s->fd < 0 || fstat(s->fd, &st) < 0)
        why = strerror(errno);
    else if (!S_ISREG(st.st_mode))
        why = "not a regular file";
    else if ((uint64_t)st.st_size > most)
        why = ch__format(&s->arena, "larger than %zu MiB", most >> 20);
    else if ((s->bytes += (uint64_t)st.st_size) > MAX_TOTAL)
        why = "the tables together are larger than 1 GiB";
    char *bytes = why ? NULL : ch__alloc_raw(&s->arena, (size_t)st.st_size + 1);
    for (*n = 0; !why && *n < (size_t)st.st_size;) {
        ssize_t got = read(s->fd, bytes + *n, (size_t)st.st_size - *n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            why = strerror(errno);
        if (got <= 0)
            break;
        *n += (size_t)got;
    }
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    if (why)
        ch__source_fault(s, file, 0, "cannot be read: %s", why);
    return why ? NULL : bytes;
}

/* ---- the directory ---- */

static void read_file(ch__source *s, const char *directory, const char *file)
{
    size_t n;
    char *bytes = ch__source_load(s, ch__format(&s->arena, "%s/%s", directory, file), file, MAX_FILE, &n);
    if (bytes)
        ch__source_text(s, file, bytes, n);
}

typedef struct listing {
    const char **files, **folders; /* relative; the folder "" is the directory itself */
    uint32_t n_files, cap_files, n_folders, cap_folders;
} listing;

static void list_entry(ch__source *s, listing *l, const char *folder, const char *name)
{
    struct stat st;
    if (name[0] == '.')
        return;
    /* Links to files are followed; links to folders could lead in circles. */
    if (fstatat(dirfd(s->dir), name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return;
    const char *path = ch__format(&s->arena, "%s%s%s", folder, folder[0] ? "/" : "", name);
    if (S_ISDIR(st.st_mode))
        *CH__PUSH(&s->arena, l->folders, l->n_folders, l->cap_folders) = path;
    else if (ch__sv_ends(ch__sv_of(name), CH__SV(".tsv")))
        *CH__PUSH(&s->arena, l->files, l->n_files, l->cap_files) = path;
}

static int list_folder(ch__source *s, listing *l, const char *directory, const char *folder)
{
    const char *path = folder[0] ? ch__format(&s->arena, "%s/%s", directory, folder) : directory;
    s->dir = opendir(path);
    if (!s->dir)
        return ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(errno));
    struct dirent *e;
    while (errno = 0, (e = readdir(s->dir)))
        list_entry(s, l, folder, e->d_name);
    int failed = errno;
    closedir(s->dir);
    s->dir = NULL;
    return failed ? ch__fail_at(s->err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(failed)) : CH_OK;
}

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int ch__source_read(ch__source *s, const char *directory)
{
    listing l = {0};
    *CH__PUSH(&s->arena, l.folders, l.n_folders, l.cap_folders) = "";
    for (uint32_t i = 0; i < l.n_folders; i++) {
        int code = list_folder(s, &l, directory, l.folders[i]);
        if (code < 0)
            return code;
    }
    if (!l.n_files)
        return ch__fail_at(s->err, CH_EKNOWLEDGE, directory, 0, -1, "holds no table (*.tsv)");
    qsort(l.files, l.n_files, sizeof *l.files, by_string);
    for (uint32_t i = 0; i < l.n_files; i++)
        read_file(s, directory, l.files[i]);
    ch__source_sort(s);
    return CH_OK;
}

/* ---- order ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const ch__source_table *)a)->name, ((const ch__source_table *)b)->name);
}

/* Rows as their lines sort, those of compiled knowledge first. Equal rows of two files keep the order of the files. */
static int compare_cells(const ch__source_row *a, const ch__source_row *b, uint32_t n)
{
    int order = 0;
    for (uint32_t i = 0; i < n && !order; i++)
        order = strcmp(a->cells[i], b->cells[i]);
    return order;
}

static int by_cells(const void *a, const void *b, void *n_columns)
{
    const ch__source_row *x = a, *y = b;
    int order = compare_cells(x, y, *(uint32_t *)n_columns);
    if (!order)
        order = strcmp(x->file, y->file);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* One order of rows however they are spread over files; then doubles in different files are neighbours. */
static void sort_rows(ch__source *s, ch__source_table *t)
{
    if (t->n_rows == t->n_shipped)
        return;
    qsort_r(t->rows + t->n_shipped, t->n_rows - t->n_shipped, sizeof *t->rows, by_cells, &t->n_columns);
    for (uint32_t i = t->n_shipped + 1; i < t->n_rows; i++) {
        const ch__source_row *a = &t->rows[i - 1], *b = &t->rows[i];
        if (strcmp(a->file, b->file) != 0 && compare_cells(a, b, t->n_columns) == 0)
            ch__source_fault(s, b->file, b->line, "the row stands in %s:%u too", a->file, a->line);
    }
}

void ch__source_sort(ch__source *s)
{
    if (s->n_tables)
        qsort(s->tables, s->n_tables, sizeof *s->tables, by_name);
    for (uint32_t i = 0; i < s->n_tables; i++)
        sort_rows(s, &s->tables[i]);
}

/* ---- reporting ---- */

static int by_place(const void *a, const void *b)
{
    const ch__fault *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    if (!order)
        order = (x->line > y->line) - (x->line < y->line);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

int ch__source_report(ch__source *s, ch_fault_fn fn, void *ctx)
{
    if (s->n_faults)
        qsort(s->faults, s->n_faults, sizeof *s->faults, by_place);
    for (uint32_t i = s->n_faults; i-- > 0;) {
        const ch__fault *f = &s->faults[s->n_faults - 1 - i];
        ch_err err;
        ch__err_clear(&err);
        ch__fail_at(&err, CH_EKNOWLEDGE, f->file, f->line, -1, "%s", f->message);
        if (fn)
            fn(ctx, &err);
        if (f == s->faults && s->err)
            *s->err = err;
    }
    return s->n_faults < INT32_MAX ? (int)s->n_faults : INT32_MAX;
}

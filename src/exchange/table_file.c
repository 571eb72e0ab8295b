#define _GNU_SOURCE
#include "exchange/table_file.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/utf8.h"

enum { LONGEST_LINE = 1 << 20, LONGEST_STORED = 256 << 10, LOOKED_AT = 1024, SHOWN = 40 };

/* ---- cells ---- */

bool ch__cell_day(ch__sv cell, ch_date *out)
{
    char iso[11];
    bool digits = cell.n == 8;
    for (size_t i = 0; i < cell.n && digits; i++)
        digits = ch__is_digit((unsigned char)cell.p[i]);
    if (digits) {
        snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", cell.p, cell.p + 4, cell.p + 6);
        cell = (ch__sv){iso, 10};
    }
    if (cell.n > 10 && cell.p[10] == ' ') /* "2014-03-02 00:00:00" */
        cell.n = 10;
    return ch__date_parse(cell, out) && out->day;
}

/* Digits with a sign, a point and an exponent, whatever the locale. */
bool ch__cell_number(ch__sv cell, double *out)
{
    static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t i = cell.n && (cell.p[0] == '-' || cell.p[0] == '+'), digits = 0, behind = 0;
    int64_t whole = 0;
    bool point = false;
    for (; i < cell.n; i++) {
        if (cell.p[i] == '.' && !point)
            point = true;
        else if (!ch__is_digit((unsigned char)cell.p[i]))
            return false;
        else if (digits < 15) { /* more digits than a double holds are cut: 48.85661400000000123 */
            whole = whole * 10 + (cell.p[i] - '0');
            digits++;
            behind += point;
        } else if (!point)
            return false;
    }
    *out = (double)whole / tens[behind] * (cell.n && cell.p[0] == '-' ? -1 : 1);
    return digits > 0;
}

static bool is_whole(ch__sv cell)
{
    size_t i = cell.n && cell.p[0] == '-';
    for (size_t k = i; k < cell.n; k++)
        if (!ch__is_digit((unsigned char)cell.p[k]))
            return false;
    return cell.n > i;
}

bool ch__cell_fits(ch__column_type type, ch__sv cell, const char **wrong)
{
    double v = 0;
    ch_date d;
    if (!cell.n)
        return true;
    switch (type) {
    case CH__COLUMN_DATE: *wrong = "is no date (YYYY-MM-DD or YYYYMMDD)"; return ch__cell_day(cell, &d);
    case CH__COLUMN_INTEGER: *wrong = "is no whole number"; return is_whole(cell);
    case CH__COLUMN_NUMBER: *wrong = "is no number"; return ch__cell_number(cell, &v);
    case CH__COLUMN_LATITUDE:
        *wrong = "is no latitude (-90 to 90)";
        return ch__cell_number(cell, &v) && v >= -90 && v <= 90;
    case CH__COLUMN_LONGITUDE:
        *wrong = "is no longitude (-180 to 180)";
        return ch__cell_number(cell, &v) && v >= -180 && v <= 180;
    default: return true;
    }
}

ch__sv ch__table_file_cell(const ch__table_file *f, ch__field field)
{
    static const char *const nothing[] = {"NA", "NULL", "None", "\\N"};
    uint8_t at = f->of_field[field];
    ch__sv cell = at == CH__NO_CELL || at >= f->n_cells ? CH__SV("") : ch__sv_trim(f->cell[at]);
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (ch__sv_is(cell, nothing[i]))
            return CH__SV("");
    return cell;
}

int ch__table_file_bad(const ch__table_file *f, ch_err *err, uint32_t cell, const char *wrong)
{
    char shown[SHOWN + 4] = "";
    ch__sv c = cell < f->n_cells ? f->cell[cell] : CH__SV("");
    size_t n = c.n < SHOWN ? c.n : SHOWN;
    while (n < c.n && n && ((unsigned char)c.p[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++)
        shown[i] = (unsigned char)c.p[i] < 0x20 || c.p[i] == 0x7F ? '?' : c.p[i];
    memcpy(shown + n, n < c.n ? "..." : "", n < c.n ? 4 : 1);
    const char *name = cell < f->n_columns && f->name[cell] ? f->name[cell] : "";
    return ch__fail_at(err, CH_EFORMAT, f->path, (int64_t)f->number, -1, "column %u (%s): '%s' %s", (unsigned)cell + 1,
                       name, shown, wrong);
}

/* ---- the content ---- */

static int no_memory(ch_err *err)
{
    return ch__fail(err, CH_ENOMEM, "out of memory");
}

/* The standard input, and a pipe, are kept in a file without a name: the content is read twice. */
static int spool(int from, ch_err *err)
{
    FILE *kept = tmpfile();
    char block[65536];
    ssize_t got = 0;
    while (kept && (got = read(from, block, sizeof block)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || fwrite(block, 1, (size_t)got, kept) != (size_t)got)
            break;
    }
    int fd = kept && got == 0 && fflush(kept) == 0 ? dup(fileno(kept)) : -1;
    if (fd < 0)
        ch__fail(err, CH_EIO, "cannot be kept for a second reading: %s", strerror(errno));
    if (kept)
        fclose(kept);
    return fd;
}

static int open_fd(ch__table_file *f, ch_err *err)
{
    bool standard = strcmp(f->path, "-") == 0;
    f->fd = standard ? STDIN_FILENO : open(f->path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0)
        return ch__fail(err, CH_EIO, "%s", strerror(errno));
    if (!standard && lseek(f->fd, 0, SEEK_SET) == 0)
        return CH_OK;
    int kept = spool(f->fd, err);
    if (!standard)
        close(f->fd);
    f->fd = kept;
    return kept < 0 ? CH_EIO : CH_OK;
}

static int rewind_stream(ch__table_file *f, ch_err *err)
{
    ch__stream_close(&f->stream);
    if (lseek(f->fd, 0, SEEK_SET) != 0)
        return ch__fail(err, CH_EIO, "%s", strerror(errno));
    f->number = f->next_offset = f->next_chars = 0;
    return ch__stream_open(&f->stream, f->fd, false, 0, err);
}

/* Of a line that is long beyond use only its beginning is in `line`: hash and counts must have all of it, so the
 * content is read in blocks, not lines. */
static int read_content(ch__table_file *f, ch__content *c, ch_err *err)
{
    struct sha256_ctx hash;
    ch__buf tail = {0}; /* of a character that the block cuts */
    bool small = true;
    sha256_init(&hash);
    c->utf8 = true;
    for (;;) {
        ch__sv v;
        int rc = ch__stream_peek(&f->stream, 1, &v, err);
        if (rc < 0 || !v.n) {
            c->utf8 &= !tail.n;
            ch__buf_release(&tail);
            if (rc < 0)
                return rc;
            break;
        }
        sha256_update(&hash, v.n, (const uint8_t *)v.p);
        c->bytes += v.n;
        for (const char *p = v.p; (p = memchr(p, '\n', (size_t)(v.p + v.n - p))); p++)
            c->lines++;
        small = small && c->bytes <= LONGEST_STORED;
        if (small)
            ch__buf_sv(&c->text, v);
        if (c->utf8) {
            ch__buf_sv(&tail, v);
            size_t good = ch__utf8_valid(tail.p, tail.n);
            c->chars += ch__utf8_count(tail.p, good);
            if (tail.n - good > 3)
                c->utf8 = false;
            memmove(tail.p, tail.p + good, tail.n - good);
            tail.n -= good;
        }
        if (tail.failed || c->text.failed) {
            ch__buf_release(&tail);
            return no_memory(err);
        }
        ch__stream_take(&f->stream, v.n);
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash, sizeof digest, digest);
    for (int i = 0; i < SHA256_DIGEST_SIZE; i++)
        snprintf(c->sha256 + 2 * i, 3, "%02x", digest[i]);
    if (!c->utf8)
        c->chars = c->bytes; /* one byte a character in most of it */
    if (!small || !c->utf8 || (c->text.n && memchr(c->text.p, 0, c->text.n)))
        ch__buf_clear(&c->text);
    return CH_OK;
}

/* ---- lines and cells ---- */

static void to_utf8(ch__table_file *f)
{
    if (!f->to_utf8)
        f->to_utf8 = iconv_open("UTF-8", "WINDOWS-1252");
    bool can = f->to_utf8 != (void *)-1;
    char *in = (char *)(uintptr_t)f->row.p; /* iconv only reads it */
    size_t left = f->row.n;
    ch__buf_clear(&f->decoded);
    while (left && ch__buf_reserve(&f->decoded, 3 * left + 8)) {
        char *out = f->decoded.p + f->decoded.n;
        size_t room = f->decoded.cap - f->decoded.n - 1, had = room;
        if (can)
            iconv(f->to_utf8, &in, &left, &out, &room);
        f->decoded.n += had - room;
        if (left) { /* a byte that windows-1252 has not */
            in++;
            left--;
            ch__buf_str(&f->decoded, "\xEF\xBF\xBD");
        }
    }
    f->row = (ch__sv){f->decoded.p, f->decoded.n};
}

static ch__sv unquoted(ch__sv cell)
{
    return cell.n >= 2 && cell.p[0] == '"' && cell.p[cell.n - 1] == '"' ? (ch__sv){cell.p + 1, cell.n - 2} : cell;
}

static bool split(ch__table_file *f)
{
    f->n_cells = 0;
    ch__sv rest = f->row, cell;
    bool more = false;
    while ((more = ch__sv_next(&rest, '\t', &cell)) && f->n_cells < CH__MOST_CELLS)
        f->cell[f->n_cells++] = f->quoted ? unquoted(cell) : cell;
    return !more;
}

static int row_fault(ch__table_file *f, int code, ch_err *err, const char *what)
{
    return ch__fail_at(err, code, f->path, (int64_t)f->number, (int64_t)f->offset, "%s", what);
}

/* The next line as f->row: 1, 0 at the end. */
static int next_line(ch__table_file *f, ch_err *err)
{
    uint64_t length;
    f->line.n = 0;
    f->offset = f->next_offset;
    f->chars = f->next_chars;
    int rc = ch__stream_line(&f->stream, LONGEST_LINE, &f->line, &length, err);
    if (rc < 0 || !length)
        return rc;
    if (f->line.failed)
        return no_memory(err);
    f->number++;
    f->next_offset += length;
    f->row = (ch__sv){f->line.p, f->line.n};
    bool valid = ch__utf8_valid(f->row.p, f->row.n) == f->row.n;
    f->next_chars += valid && length == f->row.n ? ch__utf8_count(f->row.p, f->row.n) : length;
    if (length > LONGEST_LINE)
        return row_fault(f, CH_ELIMIT, err, "a line of more than 1 MiB");
    while (f->row.n && (f->row.p[f->row.n - 1] == '\n' || f->row.p[f->row.n - 1] == '\r'))
        f->row.n--;
    if (f->row.n && memchr(f->row.p, 0, f->row.n))
        return row_fault(f, CH_EFORMAT, err, "a NUL byte");
    if (f->number == 1 && ch__sv_starts(f->row, CH__SV("\xEF\xBB\xBF")))
        f->row = (ch__sv){f->row.p + 3, f->row.n - 3};
    if (!valid)
        to_utf8(f);
    return f->decoded.failed ? no_memory(err) : 1;
}

/* The first cell that cannot be what its column holds tells where a row is shifted. */
static int shifted(ch__table_file *f, bool too_many, ch_err *err)
{
    const char *wrong = NULL;
    for (uint32_t i = 0; i < f->n_cells && i < f->n_columns; i++)
        if (!ch__cell_fits((ch__column_type)f->type[i], ch__sv_trim(f->cell[i]), &wrong))
            return ch__fail_at(err, CH_EFORMAT, f->path, (int64_t)f->number, (int64_t)f->offset,
                               "%s%u cells where there are %u columns; shifted at or before column %u (%s)",
                               too_many ? "more than " : "", (unsigned)f->n_cells, (unsigned)f->n_columns,
                               (unsigned)i + 1, f->name[i]);
    return ch__fail_at(err, CH_EFORMAT, f->path, (int64_t)f->number, (int64_t)f->offset,
                       "%s%u cells where there are %u columns (the last is %s)", too_many ? "more than " : "",
                       (unsigned)f->n_cells, (unsigned)f->n_columns, f->name[f->n_columns - 1]);
}

/* Tabs behind the last column do no harm. */
static void drop_empty_end(ch__table_file *f)
{
    while (f->n_cells > f->n_columns && !ch__sv_trim(f->cell[f->n_cells - 1]).n)
        f->n_cells--;
}

int ch__table_file_next(ch__table_file *f, ch_err *err)
{
    int rc;
    do {
        rc = next_line(f, err);
        if (rc <= 0)
            return rc;
    } while (!ch__sv_trim(f->row).n || f->number == f->header_line);
    bool all = split(f);
    drop_empty_end(f);
    if (!all || f->n_cells != f->n_columns)
        return shifted(f, !all, err);
    return 1;
}

/* ---- what it is ---- */

static bool named(const ch__column *c, ch__sv cell)
{
    return ch__sv_eq_nocase(cell, ch__sv_of(c->name)) || (c->alias && ch__sv_eq_nocase(cell, ch__sv_of(c->alias)));
}

static uint32_t column_named(const ch__layout *l, ch__sv cell)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (named(&l->columns[i], cell))
            return i;
    return CH_NONE;
}

static uint32_t names_known(const ch__table_file *f, const ch__layout *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n_cells; i++)
        n += column_named(l, ch__sv_trim(f->cell[i])) != CH_NONE;
    return n;
}

static void note_column(ch__table_file *f, uint32_t column, uint32_t cell)
{
    const ch__column *c = &f->layout->columns[column];
    f->column[column] = (uint8_t)cell;
    f->name[cell] = c->name;
    f->type[cell] = c->type;
    if (f->of_field[c->field] == CH__NO_CELL)
        f->of_field[c->field] = (uint8_t)cell;
}

/* Columns by the names of the header, whatever their order; without it in the order of the format. */
static void map_columns(ch__table_file *f)
{
    memset(f->column, CH__NO_CELL, sizeof f->column);
    memset(f->of_field, CH__NO_CELL, sizeof f->of_field);
    f->n_columns = f->header ? f->n_cells : f->layout->n;
    for (uint32_t i = 0; i < f->n_columns; i++) {
        uint32_t c = f->header ? column_named(f->layout, ch__sv_trim(f->cell[i])) : i;
        f->name[i] = "unknown";
        if (c != CH_NONE && f->column[c] == CH__NO_CELL)
            note_column(f, c, i);
        else if (!f->odd) {
            f->odd = true;
            snprintf(f->unknown, sizeof f->unknown, "%.*s", (int)(f->cell[i].n < 60 ? f->cell[i].n : 60), f->cell[i].p);
        }
    }
    f->of_field[CH__FIELD_NONE] = CH__NO_CELL;
}

/* Without day or type there is no event. */
static int check_columns(ch__table_file *f, ch_err *err)
{
    for (uint32_t i = 0; i < f->layout->n; i++) {
        uint8_t field = f->layout->columns[i].field;
        bool needed = field == CH__FIELD_DATE || field == CH__FIELD_CAMEO || field == CH__FIELD_EVENT;
        if (needed && f->column[i] == CH__NO_CELL)
            return ch__fail_at(err, CH_EFORMAT, f->path, 1, -1, "no column '%s', which %s needs",
                               f->layout->columns[i].name, f->layout->name);
    }
    return CH_OK;
}

static const ch__layout *by_header(const ch__table_file *f)
{
    static const char *const names[] = {"icews", "polecat", "phoenix", "gdelt", "gdelt1"};
    const ch__layout *best = NULL;
    uint32_t most = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const ch__layout *l = ch__layout_foreign(names[i]);
        uint32_t n = names_known(f, l);
        if (n > most && 2 * n >= f->n_cells && n >= 5) {
            most = n;
            best = l;
        }
    }
    return best;
}

static const ch__layout *by_count(const ch__table_file *f)
{
    uint32_t n = f->n_cells;
    return ch__layout_foreign(n == 61 ? "gdelt" : n == 58 || n == 57 ? "gdelt1" : n == 26 ? "phoenix" : NULL);
}

static int unknown_format(const ch__table_file *f, ch_err *err)
{
    static const char KNOWN[] = "ICEWS has 20 columns, POLECAT 40, Phoenix 26, GDELT 61, 58 or 57, separated by tabs";
    bool commas = f->n_cells == 1 && memchr(f->row.p, ',', f->row.n);
    return ch__fail_at(err, CH_EFORMAT, f->path, (int64_t)f->number, -1, "no event file that is known: %s; %s",
                       commas ? "its first line has commas and no tabs" : "its first line does not fit", KNOWN);
}

/* `said` is what the caller calls it: GDELT has two forms. */
static int recognise(ch__table_file *f, const char *said, ch_err *err)
{
    f->quoted = f->row.n && f->row.p[0] == '"';
    split(f);
    const ch__layout *header = by_header(f);
    f->header = header != NULL;
    f->header_line = header ? f->number : 0;
    f->layout = header ? header : by_count(f);
    if (!f->layout && said && ch__layout_foreign(said) && ch__layout_foreign(said)->n == f->n_cells)
        f->layout = ch__layout_foreign(said);
    if (!f->layout)
        return unknown_format(f, err);
    if (said && strncmp(f->layout->name, said, strlen(said)) != 0)
        return ch__fail_at(err, CH_EFORMAT, f->path, (int64_t)f->number, -1, "its columns are those of %s, not of %s",
                           f->layout->name, said);
    while (f->header && f->n_cells && !ch__sv_trim(f->cell[f->n_cells - 1]).n)
        f->n_cells--; /* tabs behind the last name */
    map_columns(f);
    if (!f->header && f->n_cells < f->n_columns)
        f->n_columns = f->n_cells; /* GDELT 1.0 without SOURCEURL */
    return check_columns(f, err);
}

static int look(ch__table_file *f, const char *said, ch_err *err)
{
    ch__sv start;
    int rc = ch__stream_peek(&f->stream, LOOKED_AT, &start, err);
    if (rc < 0)
        return rc;
    size_t n = start.n < LOOKED_AT ? start.n : LOOKED_AT;
    const char *nul = n ? memchr(start.p, 0, n) : NULL;
    if (nul)
        return ch__fail_at(err, CH_EBINARY, f->path, 0, nul - start.p, "no text: a NUL byte near its beginning");
    do {
        rc = next_line(f, err);
        if (rc == 0)
            return ch__fail_at(err, CH_EEMPTY, f->path, 0, -1, "the file holds no rows");
        if (rc < 0)
            return rc;
    } while (!ch__sv_trim(f->row).n);
    return recognise(f, said, err);
}

int ch__table_file_open(ch__table_file *f, const char *path, const char *layout, ch__content *content, ch_err *err)
{
    *f = (ch__table_file){.path = path, .fd = -1, .stream = {.fd = -1, .end = true}};
    *content = (ch__content){0};
    int rc = open_fd(f, err);
    if (rc == CH_OK)
        rc = rewind_stream(f, err);
    if (rc == CH_OK)
        rc = look(f, layout, err);
    if (rc == CH_OK)
        rc = rewind_stream(f, err);
    if (rc == CH_OK)
        rc = read_content(f, content, err);
    if (rc == CH_OK)
        rc = rewind_stream(f, err);
    ch__err_file(err, path);
    return rc < 0 ? rc : CH_OK;
}

void ch__table_file_close(ch__table_file *f)
{
    ch__stream_close(&f->stream);
    if (f->fd >= 0)
        close(f->fd);
    if (f->to_utf8 && f->to_utf8 != (void *)-1)
        iconv_close(f->to_utf8);
    ch__buf_release(&f->line);
    ch__buf_release(&f->decoded);
}

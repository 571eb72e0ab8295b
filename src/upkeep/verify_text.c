/* verify_text.c - spans, quotes and ids of one document after another against its text. */
#include "base/hash.h"
#include "base/utf8.h"
#include "upkeep/verify.h"

/* A text whose code points can be counted to any byte without walking from the start. */
enum { STRIDE = 64 };
typedef struct counted {
    ch__sv text;
    uint32_t *before; /* code points before every STRIDE-th byte; NULL: all ASCII */
} counted;

typedef struct document {
    const char *id;
    counted text;
    bool read, has_text; /* not imported; the text is here and is the one that was read */
} document;

static bool inside_character(ch__sv s, size_t at)
{
    return at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80;
}

static counted count_text(ch__arena *arena, ch__sv text)
{
    counted c = {.text = text};
    if (ch__is_ascii(text.p, text.n))
        return c;
    c.before = ch__alloc_array(arena, text.n / STRIDE + 1, sizeof *c.before);
    uint32_t chars = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (i % STRIDE == 0)
            c.before[i / STRIDE] = chars;
        chars += !inside_character(text, i);
    }
    if (text.n % STRIDE == 0)
        c.before[text.n / STRIDE] = chars;
    return c;
}

static int64_t chars_before(const counted *c, int64_t byte)
{
    int64_t chars = c->before ? c->before[byte / STRIDE] : byte;
    for (int64_t i = byte - byte % STRIDE; c->before && i < byte; i++)
        chars += !inside_character(c->text, (size_t)i);
    return chars;
}

/* ---- a span ---- */

typedef struct place {
    int64_t bytes, bytes_end, chars, chars_end;
} place;

static place place_at(sqlite3_stmt *row, int column)
{
    return (place){sqlite3_column_int64(row, column), sqlite3_column_int64(row, column + 1),
                   sqlite3_column_int64(row, column + 2), sqlite3_column_int64(row, column + 3)};
}

/* What is wrong with a span, or NULL. */
static const char *wrong_place(const counted *c, const place *p)
{
    if (p->bytes < 0 || p->bytes > p->bytes_end || (uint64_t)p->bytes_end > c->text.n)
        return "it stands outside the text";
    if (inside_character(c->text, (size_t)p->bytes) || inside_character(c->text, (size_t)p->bytes_end))
        return "it cuts a character in two";
    if (chars_before(c, p->bytes) != p->chars || chars_before(c, p->bytes_end) != p->chars_end)
        return "its characters are not its bytes";
    return NULL;
}

static const char *wrong_words(const counted *c, const place *p, ch__sv words)
{
    const char *why = wrong_place(c, p);
    if (why)
        return why;
    ch__sv stands = {c->text.p + p->bytes, (size_t)(p->bytes_end - p->bytes)};
    return ch__sv_eq(stands, words) ? NULL : "other words stand there";
}

static ch__sv words_at(sqlite3_stmt *row, int column)
{
    return (ch__sv){(const char *)sqlite3_column_text(row, column), (size_t)sqlite3_column_bytes(row, column)};
}

/* Checks the words in `quote` (-1: a place without words) at the four columns from `at`; `named` is what to call it. */
static void check_words(ch__verifying *v, const document *d, ch_check check, sqlite3_stmt *row, int at, int quote,
                        const char *record, const char *named)
{
    if (!d->has_text) {
        v->out->skipped[check]++;
        return;
    }
    place p = place_at(row, at);
    const char *why = quote < 0 ? wrong_place(&d->text, &p) : wrong_words(&d->text, &p, words_at(row, quote));
    v->out->examined[check]++;
    if (why)
        ch__verify_found(v, check, d->id, record, "%s at bytes %lld-%lld, characters %lld-%lld: %s", named,
                         (long long)p.bytes, (long long)p.bytes_end, (long long)p.chars, (long long)p.chars_end, why);
}

/* ---- the tables of one document ---- */

static int open_table(ch__verifying *v, int which, const char *sql, const document *d, sqlite3_stmt **out)
{
    sqlite3_stmt **s = &v->sql[which];
    if (!*s && sqlite3_prepare_v2(v->copy->db, sql, -1, s, NULL) != SQLITE_OK)
        return ch__store_fail(v->copy, v->err, "cannot be checked");
    sqlite3_reset(*s);
    ch__bind_text(*s, 1, d->id);
    *out = *s;
    return CH_OK;
}

static int end_table(ch__verifying *v, sqlite3_stmt *s, int step)
{
    int rc = step == SQLITE_DONE ? CH_OK : ch__store_fail(v->copy, v->err, "cannot be checked");
    sqlite3_reset(s);
    return rc;
}

/* A table whose rows are only places with words: name of what it is, columns, check. */
static int check_table(ch__verifying *v, const document *d, int which, ch_check check, const char *sql, bool words)
{
    sqlite3_stmt *s = NULL;
    int step, rc = open_table(v, which, sql, d, &s);
    if (rc < 0)
        return rc;
    while ((step = sqlite3_step(s)) == SQLITE_ROW)
        check_words(v, d, check, s, 2, words ? 6 : -1, (const char *)sqlite3_column_text(s, 0),
                    (const char *)sqlite3_column_text(s, 1));
    return end_table(v, s, step);
}

static const char BLOCKS[] = "SELECT NULL, 'block ' || n, byte_start, byte_end, char_start, char_end FROM blocks"
                             " WHERE document = ? ORDER BY n";
static const char SENTENCES[] = "SELECT NULL, 'sentence ' || n, byte_start, byte_end, char_start, char_end, text"
                                " FROM sentences WHERE document = ? ORDER BY n";
static const char SPANS[] = "SELECT record, field, byte_start, byte_end, char_start, char_end, quote FROM spans"
                            " WHERE document = ? ORDER BY record, field, n";
static const char ROLES[] =
    "SELECT r.record, r.role, r.byte_start, r.byte_end, r.char_start, r.char_end, r.quote, r.code, a.name, r.actor, "
    "a.id"
    " FROM roles r LEFT JOIN actors a ON a.id = r.actor WHERE r.document = ? ORDER BY r.record, r.role, r.n";

static const char *kept(ch__verifying *v, sqlite3_stmt *row, int column)
{
    return ch__copyz(&v->arena, (const char *)sqlite3_column_text(row, column));
}

/* The roles are checked as places and kept for the records. */
static int read_roles(ch__verifying *v, const document *d, ch__verify_role **out, uint32_t *n)
{
    sqlite3_stmt *s = NULL;
    uint32_t cap = 0;
    int step, rc = open_table(v, CH__VERIFY_ROLES, ROLES, d, &s);
    if (rc < 0)
        return rc;
    while ((step = sqlite3_step(s)) == SQLITE_ROW) {
        ch__verify_role *r = CH__PUSH(&v->arena, *out, *n, cap);
        r->record = kept(v, s, 0);
        r->role = kept(v, s, 1);
        r->code = kept(v, s, 7);
        r->name = kept(v, s, 8);
        r->actor = sqlite3_column_type(s, 9) != SQLITE_NULL;
        r->lost = r->actor && sqlite3_column_type(s, 10) == SQLITE_NULL;
        r->chars = (ch_span){(uint32_t)sqlite3_column_int64(s, 4), (uint32_t)sqlite3_column_int64(s, 5)};
        check_words(v, d, CH_CHECK_ROLES, s, 2, 6, r->record, r->role);
    }
    return end_table(v, s, step);
}

/* Those of one record: a run in the order of record ids. */
static uint32_t roles_from(const ch__verify_role *roles, uint32_t n, const char *record, uint32_t *count)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(roles[middle].record, record) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < n && strcmp(roles[low + *count].record, record) == 0;)
        ++*count;
    return low;
}

/* The byte at which a code point begins, or -1. */
static int64_t byte_of(const counted *c, int64_t chars)
{
    int64_t low = 0, high = (int64_t)c->text.n;
    if (chars < 0 || chars > chars_before(c, high))
        return -1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (chars_before(c, middle) < chars)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < (int64_t)c->text.n && inside_character(c->text, (size_t)low))
        low++; /* behind a character of several bytes: its later bytes count it too */
    return low;
}

/* What was said, of which the row has the place in code points alone. */
static void check_content(ch__verifying *v, const document *d, sqlite3_stmt *row)
{
    ch__sv content = words_at(row, CH__ROW_OWN);
    if (!d->has_text || !content.p)
        return;
    place p = {.chars = sqlite3_column_int64(row, CH__ROW_OWN + 1),
               .chars_end = sqlite3_column_int64(row, CH__ROW_OWN + 2)};
    p.bytes = byte_of(&d->text, p.chars);
    p.bytes_end = byte_of(&d->text, p.chars_end);
    const char *why = wrong_words(&d->text, &p, content);
    if (why)
        ch__verify_found(v, CH_CHECK_QUOTES, d->id, (const char *)sqlite3_column_text(row, CH__ROW_ID),
                         "what was said at characters %lld-%lld: %s", (long long)p.chars, (long long)p.chars_end, why);
}

static int check_records(ch__verifying *v, const document *d, ch_kind kind, const ch__verify_role *roles, uint32_t n)
{
    sqlite3_stmt *s = NULL;
    int step, rc = open_table(v, (int)kind, ch__verify_select(kind), d, &s);
    if (rc < 0)
        return rc;
    while ((step = sqlite3_step(s)) == SQLITE_ROW) {
        uint32_t count, first = roles_from(roles, n, (const char *)sqlite3_column_text(s, CH__ROW_ID), &count);
        check_words(v, d, CH_CHECK_QUOTES, s, CH__ROW_BYTES, CH__ROW_QUOTE,
                    (const char *)sqlite3_column_text(s, CH__ROW_ID), ch_kind_name(kind));
        if (kind == CH_STATEMENT)
            check_content(v, d, s);
        ch__verify_record(v, d->id, d->read, kind, s, roles + first, count);
    }
    return end_table(v, s, step);
}

static int check_hanging(ch__verifying *v, const document *d)
{
    ch__verify_role *roles = NULL;
    uint32_t n = 0;
    int rc = check_table(v, d, CH__VERIFY_BLOCKS, CH_CHECK_BLOCKS, BLOCKS, false);
    if (rc == CH_OK)
        rc = check_table(v, d, CH__VERIFY_SENTENCES, CH_CHECK_SENTENCES, SENTENCES, true);
    if (rc == CH_OK)
        rc = check_table(v, d, CH__VERIFY_SPANS, CH_CHECK_SPANS, SPANS, true);
    if (rc == CH_OK)
        rc = read_roles(v, d, &roles, &n);
    for (int kind = 0; kind < CH_N_KINDS && rc == CH_OK; kind++)
        rc = check_records(v, d, (ch_kind)kind, roles, n);
    return rc;
}

/* ---- the document ---- */

enum { ID, NAME, TEXT, HASH, BYTES, CHARS, ORIGIN };
static const char DOCUMENTS[] = "SELECT id, name, text, hash, bytes, chars, origin FROM documents";

/* What is wrong with the text, or NULL. */
static const char *wrong_text(sqlite3_stmt *row, ch__sv text, const char *id)
{
    char hash[65], made[33];
    if (ch__utf8_valid(text.p, text.n) != text.n)
        return "its text is not UTF-8";
    if ((int64_t)text.n != sqlite3_column_int64(row, BYTES) ||
        (int64_t)ch__utf8_count(text.p, text.n) != sqlite3_column_int64(row, CHARS))
        return "its text is not as long as it says";
    ch__sha256(hash, text);
    if (strcmp(hash, (const char *)sqlite3_column_text(row, HASH)) != 0)
        return "the hash is not that of its text";
    ch__hash_id(made, (ch__sv[]){words_at(row, NAME), text}, 2);
    return strcmp(made, id) == 0 ? NULL : "the id is not that of its name and text";
}

static int check_document(ch__verifying *v, sqlite3_stmt *row)
{
    ch__sv text = words_at(row, TEXT);
    const char *origin = (const char *)sqlite3_column_text(row, ORIGIN);
    document d = {.id = (const char *)sqlite3_column_text(row, ID), .read = origin && strcmp(origin, "read") == 0};
    bool left_out = text.n == 0 && sqlite3_column_int64(row, BYTES) > 0; /* a snapshot without text */
    const char *why = d.read && !left_out ? wrong_text(row, text, d.id) : NULL;
    if (why)
        ch__verify_found(v, CH_CHECK_DOCUMENTS, d.id, NULL, "%s", why);
    ++*(d.read && !left_out ? &v->out->examined[CH_CHECK_DOCUMENTS] : &v->out->skipped[CH_CHECK_DOCUMENTS]);
    d.has_text = d.read && !left_out && !why;
    if (d.has_text)
        d.text = count_text(&v->arena, text);
    return check_hanging(v, &d);
}

int ch__verify_documents(ch__verifying *v)
{
    int step = SQLITE_ERROR, rc = CH_OK;
    if (sqlite3_prepare_v2(v->copy->db, DOCUMENTS, -1, &v->documents, NULL) == SQLITE_OK)
        while (rc == CH_OK && (step = sqlite3_step(v->documents)) == SQLITE_ROW) {
            rc = check_document(v, v->documents);
            ch__arena_clear(&v->arena);
        }
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(v->copy, v->err, "cannot be checked");
    sqlite3_reset(v->documents);
    return rc;
}

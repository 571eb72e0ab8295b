/* codes.c - the names of the codes: written at the beginning of a run, asked when somebody types one. */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "store/inside.h"

/* ---- writing ---- */

typedef struct naming {
    ch_store *store;
    ch_err *err;
} naming;

static int put_code(void *ctx, const ch_code *code)
{
    naming *to = ctx;
    sqlite3_stmt *s = ch__store_sql(to->store, CH__SQL_CODE, to->err);
    if (!s)
        return CH_ESTORE;
    const char *const texts[] = {code->code, code->name, code->kind, code->also};
    for (int i = 0; i < 4; i++)
        ch__bind_text(s, i + 1, texts[i]);
    return ch__store_step(to->store, s, to->err);
}

int ch__store_codes(ch_store *store, const ch_engine *engine, ch_err *err)
{
    int rc = ch_engine_codes(engine, put_code, &(naming){store, err});
    return rc == CH_ENOMEM ? ch__fail(err, rc, "out of memory") : rc;
}

/* ---- asking ---- */

enum { LONGEST = 63, MOST_NEAR = 3, FAR = 99 };

/* Case and accents folded, what is too long cut: it will not be near to anything. */
static size_t fold(const char *s, size_t n, char out[LONGEST + 1])
{
    size_t len = ch__fold(s, n < LONGEST ? n : LONGEST, out, LONGEST);
    len = len == (size_t)-1 ? 0 : len;
    out[len] = 0;
    return len;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edit distance where neighbours that changed places count one ("IRNA", "Gahna"). */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
    int row[3][LONGEST + 1]; /* before the last, last, this */
    for (size_t j = 0; j <= m; j++)
        row[1][j] = (int)j;
    memcpy(row[0], row[1], sizeof row[0]);
    for (size_t i = 1; i <= n; i++) {
        row[2][0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int cost = row[1][j - 1] + (a[i - 1] != b[j - 1]);
            cost = least(cost, least(row[1][j], row[2][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost = least(cost, row[0][j - 2] + 1);
            row[2][j] = cost;
        }
        memmove(row[0], row[1], 2 * sizeof row[0]);
    }
    return row[1][m];
}

typedef struct near {
    char code[CH_MAX_CODE], name[2 * LONGEST];
    int far;
} near;

typedef struct search {
    char typed[LONGEST + 1];
    size_t n;
    near exact;            /* of that code or name */
    near inside;           /* whose name has these words */
    int insides;           /* how many */
    near close[MOST_NEAR]; /* the nearest first */
    int n_close;
} search;

static void set(near *at, const char *code, const char *name, int far)
{
    snprintf(at->code, sizeof at->code, "%s", code);
    snprintf(at->name, sizeof at->name, "%s", name ? name : "");
    at->far = far;
}

static void drop_close(search *s, int at)
{
    s->n_close--;
    memmove(&s->close[at], &s->close[at + 1], (size_t)(s->n_close - at) * sizeof *s->close);
}

/* Kept once, by the nearest of its names. */
static void add_close(search *s, const char *code, const char *name, int far)
{
    for (int i = 0; i < s->n_close; i++)
        if (strcmp(s->close[i].code, code) == 0) {
            if (s->close[i].far <= far)
                return;
            drop_close(s, i--);
        }
    int at = s->n_close;
    while (at > 0 && s->close[at - 1].far > far)
        at--;
    if (at >= MOST_NEAR)
        return;
    s->n_close = least(s->n_close + 1, MOST_NEAR);
    memmove(&s->close[at + 1], &s->close[at], (size_t)(s->n_close - at - 1) * sizeof *s->close);
    set(&s->close[at], code, name, far);
}

/* "Korea" stands in "South Korea", "guinea" in "Equatorial Guinea", "man" not in "Oman". */
static bool has_words(const char *name, const char *words, size_t n)
{
    for (const char *at = strstr(name, words); at; at = strstr(at + 1, words))
        if ((at == name || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
            return true;
    return false;
}

/* How many letters may be wrong: of a code one. */
static int tolerance(size_t n)
{
    return n < 5 ? 1 : n < 9 ? 2 : (int)n / 3;
}

static void consider(search *s, const char *text, size_t len, const char *code, const char *name, bool words)
{
    char folded[LONGEST + 1];
    size_t n = fold(text, len, folded);
    if (!n)
        return;
    if (n == s->n && memcmp(folded, s->typed, n) == 0) {
        if (!s->exact.code[0] || text == code) /* a code before a name of others */
            set(&s->exact, code, name, 0);
        return;
    }
    if (words && s->n > 2 && has_words(folded, s->typed, s->n) && strcmp(s->inside.code, code) != 0) {
        set(&s->inside, code, name, 0);
        s->insides++;
        add_close(s, code, name, 0);
    }
    int far = n > s->n + 8 || s->n > n + 8 ? FAR : distance(s->typed, s->n, folded, n);
    if (far <= tolerance(s->n))
        add_close(s, code, name, far);
}

static void consider_all(search *s, const char *code, const char *name, const char *also)
{
    consider(s, code, strlen(code), code, name, false);
    if (name)
        consider(s, name, strlen(name), code, name, true);
    while (also && *also) {
        size_t n = strcspn(also, ";");
        consider(s, also, n, code, name, false);
        also += n + (also[n] == ';');
    }
}

/* Named codes, then those that only records know: of a user's dictionaries, or of a store made before codes had names.
 */
static const char ALL_CODES[] = "SELECT code, name, also FROM codes UNION ALL SELECT c, NULL, NULL FROM (SELECT a AS c "
                                "FROM relations UNION SELECT b"
                                " FROM relations) WHERE NOT EXISTS (SELECT 1 FROM codes WHERE code = c) ORDER BY 1";

static int look(ch_store *store, search *s, ch_err *err)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(store->db, ALL_CODES, -1, &row, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "cannot ask");
    int rc;
    while ((rc = sqlite3_step(row)) == SQLITE_ROW)
        consider_all(s, (const char *)sqlite3_column_text(row, 0), (const char *)sqlite3_column_text(row, 1),
                     (const char *)sqlite3_column_text(row, 2));
    sqlite3_finalize(row);
    return rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot ask");
}

static int nobody(const search *s, const char *typed, ch_err *err)
{
    ch__buf list = {0};
    for (int i = 0; i < s->n_close; i++)
        ch__buf_printf(&list, "%s%s%s%s%s",
                       i == 0                ? ""
                       : i + 1 == s->n_close ? " or "
                                             : ", ",
                       s->close[i].name, *s->close[i].name ? " (" : "", s->close[i].code, *s->close[i].name ? ")" : "");
    int rc = s->n_close ? ch__fail(err, CH_EUSAGE, "no state or organisation is called '%s'; did you mean %s?", typed,
                                   list.failed ? "" : list.p)
                        : ch__fail(err, CH_EUSAGE,
                                   "no state or organisation is called '%s'; 'chancery list codes' names them", typed);
    ch__buf_release(&list);
    return rc;
}

/* The usual case, without reading all names: a code of the table. */
static bool is_named_code(ch_store *store, const char *typed, char code[CH_MAX_CODE])
{
    sqlite3_stmt *s = NULL;
    bool known = false;
    if (sqlite3_prepare_v2(store->db, "SELECT code FROM codes WHERE code = upper(?)", -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_text(s, 1, typed, -1, SQLITE_STATIC);
        known = sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 0) < CH_MAX_CODE;
        if (known)
            snprintf(code, CH_MAX_CODE, "%s", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    return known;
}

int ch_store_code(ch_store *store, const char *typed, char code[CH_MAX_CODE], ch_err *err)
{
    search s = {0};
    ch__err_clear(err);
    if (is_named_code(store, typed, code))
        return CH_OK;
    s.n = fold(typed, strlen(typed), s.typed);
    int rc = s.n ? look(store, &s, err) : CH_OK;
    if (rc < 0)
        return rc;
    const near *found = s.exact.code[0] ? &s.exact : s.insides == 1 ? &s.inside : NULL;
    if (!found)
        return nobody(&s, typed, err);
    memcpy(code, found->code, CH_MAX_CODE);
    return CH_OK;
}

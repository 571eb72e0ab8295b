/* match.c - words to an expression of FTS5. Whatever is no operator of it is quoted, so that it is a word. */
#include "store/match.h"

#include <ctype.h>

enum { MOST_OPEN = 32 };

/* What stood before decides what may come: an operator needs something on both sides. */
typedef struct reading {
    const char *all, *at;
    ch__buf *out;
    bool operand;         /* something to look for ended here: an operator may follow */
    const char *operator; /* the last word if it was an operator, for messages */
    int open;
    ch_err *err;
} reading;

static bool is_word(unsigned char c)
{
    return isalnum(c) || c >= 0x80;
}

static bool has_word(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_word((unsigned char)s[i]))
            return true;
    return false;
}

static int wrong(reading *r, const char *what, const char *at, size_t n)
{
    return ch__fail(r->err, CH_EUSAGE, "the words to look for: %s '%.*s' in: %s", what, (int)n, at, r->all);
}

/* What to look for ends here; words side by side are all looked for. */
static void put_operand(reading *r, const char *s, size_t n, bool beginning)
{
    if (r->operand)
        ch__buf_str(r->out, " AND ");
    ch__buf_char(r->out, '"');
    for (size_t i = 0; i < n; i++)
        if (s[i] != '"')
            ch__buf_char(r->out, s[i]);
    ch__buf_str(r->out, beginning ? "\"*" : "\"");
    r->operand = true;
    r->operator= NULL;
}

static int read_phrase(reading *r)
{
    const char *start = r->at + 1, *end = strchr(start, '"');
    if (!end)
        return wrong(r, "a quotation mark without its other", r->at, strlen(r->at));
    if (has_word(start, (size_t)(end - start)))
        put_operand(r, start, (size_t)(end - start), end[1] == '*');
    r->at = end + 1 + (end[1] == '*');
    return CH_OK;
}

static int read_open(reading *r)
{
    if (r->open == MOST_OPEN)
        return wrong(r, "too many brackets", r->at, strlen(r->at));
    ch__buf_str(r->out, r->operand ? " AND (" : "(");
    r->operand = false;
    r->operator= NULL;
    r->open++;
    r->at++;
    return CH_OK;
}

static int read_close(reading *r)
{
    if (!r->open)
        return wrong(r, "a bracket that was not opened", r->at, 1);
    if (!r->operand)
        return wrong(r, "nothing to look for before", r->at, 1);
    ch__buf_char(r->out, ')');
    r->open--;
    r->at++;
    return CH_OK;
}

static int read_operator(reading *r, const char *word, size_t n)
{
    if (!r->operand)
        return wrong(r, "nothing to look for before", word, n);
    ch__buf_char(r->out, ' ');
    ch__buf_add(r->out, word, n);
    ch__buf_char(r->out, ' ');
    r->operand = false;
    r->operator= word;
    return CH_OK;
}

/* NEAR("one" two, 10): its inside is words and phrases, then a number. */
static int read_near(reading *r)
{
    const char *start = r->at, *end = strchr(start, ')');
    size_t n = 0;
    if (!end)
        return wrong(r, "a bracket that is not closed", start, strlen(start));
    ch__buf_str(r->out, r->operand ? " AND NEAR(" : "NEAR(");
    for (const char *p = start + 5; p < end;) {
        size_t len = *p == '"' ? strcspn(p + 1, "\"") + 2 : strcspn(p, " \t,)");
        len = len > (size_t)(end - p) ? (size_t)(end - p) : len;
        if (*p == ',') {
            size_t digits = strspn(p + 1 + strspn(p + 1, " "), "0123456789"), blank = strspn(p + 1, " ");
            if (!digits || digits > 6 || p + 1 + blank + digits + strspn(p + 1 + blank + digits, " ") != end)
                return wrong(r, "no number in", start, (size_t)(end + 1 - start));
            ch__buf_add(r->out, p, (size_t)(end - p));
            break;
        }
        if (has_word(p, len)) {
            ch__buf_str(r->out, n++ ? " \"" : "\"");
            for (size_t i = 0; i < len; i++)
                if (p[i] != '"')
                    ch__buf_char(r->out, p[i]);
            ch__buf_char(r->out, '"');
        }
        p += len ? len : 1;
    }
    if (!n)
        return wrong(r, "nothing to look for in", start, (size_t)(end + 1 - start));
    ch__buf_char(r->out, ')');
    r->operand = true;
    r->operator= NULL;
    r->at = end + 1;
    return CH_OK;
}

static bool is(const char *word, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(word, name, n) == 0;
}

static int read_word(reading *r)
{
    const char *word = r->at;
    size_t n = strcspn(word, " \t\r\n\"()");
    if (n == 4 && is(word, n, "NEAR") && word[4] == '(')
        return read_near(r);
    r->at += n;
    if (is(word, n, "AND") || is(word, n, "OR") || is(word, n, "NOT"))
        return read_operator(r, word, n);
    if (has_word(word, n)) /* a mark that stands alone is none: "Iran - Iraq" */
        put_operand(r, word, n, word[n - 1] == '*');
    return CH_OK;
}

static int finish(reading *r)
{
    if (r->operator)
        return wrong(r, "nothing to look for behind", r->operator, strcspn(r->operator, " \t\r\n\"()"));
    if (r->open)
        return wrong(r, "a bracket that is not closed", "(", 1);
    if (!r->operand)
        return ch__fail(r->err, CH_EUSAGE, "no word to look for in '%s'", r->all);
    return r->out->failed ? ch__fail(r->err, CH_ENOMEM, "out of memory") : CH_OK;
}

int ch__match_make(const char *words, ch__buf *out, ch_err *err)
{
    reading r = {.all = words, .at = words, .out = out, .err = err};
    int rc = CH_OK;
    while (*r.at && rc == CH_OK) {
        if (strchr(" \t\r\n", *r.at))
            r.at++;
        else if (*r.at == '"')
            rc = read_phrase(&r);
        else if (*r.at == '(')
            rc = read_open(&r);
        else if (*r.at == ')')
            rc = read_close(&r);
        else
            rc = read_word(&r);
    }
    return rc < 0 ? rc : finish(&r);
}

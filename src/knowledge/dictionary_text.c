/* dictionary_text.c - lines of dictionaries without what is not theirs: comments, notes, stray bytes; and their names
 * and phrases in the form our matcher wants. */
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "knowledge/dictionary.h"

void ch__dictionary_fault(ch__dictionary_file *f, const char *fmt, ...)
{
    char message[200];
    va_list ap;
    if (f->quiet)
        return;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    f->d->counts->faults++;
    ch__source_fault(f->d->s, f->name, f->line, "%s", message);
}

/* ---- lines ---- */

static bool starts(const char *p, const char *end, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

/* Takes "<!-- ... -->" out of a line in place, also where it began on an earlier line. Returns the new end. */
static char *without_comments(ch__dictionary_file *f, char *p, char *end)
{
    char *out = p;
    while (p < end) {
        if (f->comment) {
            f->comment = !starts(p, end, "-->");
            p += f->comment ? 1 : 3;
        } else if (starts(p, end, "<!--")) {
            f->comment = true;
            p += 4;
        } else {
            *out++ = *p++;
        }
    }
    return out;
}

/* '#' begins a comment, ';' a note. */
static char *without_note(const ch__dictionary_file *f, char *p, char *end)
{
    for (char *at = p; at < end; at++)
        if (*at == '#' || (*at == ';' && f->notes))
            return at;
    return end;
}

/* Old files end in the end-of-file character of DOS, or hold one in the middle. */
static void blank_controls(ch__dictionary_file *f, char *p, const char *end)
{
    unsigned char seen = 0;
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c < ' ' && c != '\t') || c == 0x7F) {
            seen = c;
            *p = ' ';
        }
    }
    if (seen)
        ch__dictionary_fault(f, "control character 0x%02X; taken as a blank", seen);
}

/* Bytes that are not UTF-8 are taken as Latin-1 (ISO 8859-1), whose bytes are the first 256 code points. */
static ch__sv as_utf8(ch__dictionary_file *f, ch__sv s)
{
    if (ch__utf8_valid(s.p, s.n) == s.n)
        return s;
    ch__dictionary_fault(f, "not UTF-8; taken as Latin-1");
    char *out = ch__alloc_raw(&f->d->s->arena, 2 * s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ch__utf8_put(out + n, (unsigned char)s.p[i]);
    return (ch__sv){out, n};
}

/* Normal form C is at most three times as long (UAX 15). */
static ch__sv composed(ch__dictionary_file *f, ch__sv s)
{
    if (ch__nfc_quick(s.p, s.n))
        return s;
    char *room = ch__alloc_raw(&f->d->s->arena, 3 * s.n);
    ch__buf buf = {0}; /* held across no allocation of the arena, which may jump */
    if (ch__nfc(s.p, s.n, &buf) && buf.n <= 3 * s.n) {
        memcpy(room, buf.p, buf.n);
        s = (ch__sv){room, buf.n};
    }
    ch__buf_release(&buf);
    return s;
}

static ch__sv without_end(ch__sv s)
{
    while (s.n && ch__is_space((unsigned char)s.p[s.n - 1]))
        s.n--;
    return s;
}

bool ch__dictionary_line(ch__dictionary_file *f, ch__sv *line)
{
    while (f->at < f->end && !f->d->full) {
        char *p = f->at, *end = memchr(p, '\n', (size_t)(f->end - p));
        f->at = end ? end + 1 : f->end;
        end = end ? end : f->end;
        f->line++;
        end = without_note(f, p, without_comments(f, p, end));
        if (end > p && end[-1] == '\r')
            end--;
        blank_controls(f, p, end);
        *line = without_end(composed(f, as_utf8(f, ch__sv_between(p, end))));
        if (ch__sv_trim(*line).n)
            return true;
    }
    if (f->comment)
        ch__dictionary_fault(f, "a comment \"<!--\" is not closed before the end of the file");
    f->comment = false;
    return false;
}

bool ch__dictionary_part(ch__dictionary_file *f, ch__sv *rest, char open, char close, ch__sv *before, ch__sv *part)
{
    const char *end = rest->p + rest->n, *from = rest->n ? memchr(rest->p, open, rest->n) : NULL;
    if (!from)
        return false;
    *before = ch__sv_between(rest->p, from);
    const char *to = ++from;
    while (to < end && *to != close && *to != open)
        to++;
    bool closed = to < end && *to == close;
    if (!closed)
        ch__dictionary_fault(f, "'%c' is not closed by '%c'", open, close);
    *part = ch__sv_trim(ch__sv_between(from, to));
    *rest = ch__sv_between(to + closed, end);
    return true;
}

/* ---- phrases ---- */

/* A phrase being written: small letters, one blank between words. */
typedef struct shape {
    char out[4 * CH__MOST_NAME];
    size_t n;
} shape;

/* Whether a text could hold it: a letter or digit is left when accents are gone. */
static bool matchable(const shape *s)
{
    char folded[4 * CH__MOST_NAME];
    size_t n = ch__fold(s->out, s->n, folded, sizeof folded), i = 0;
    bool found = false;
    while (n != (size_t)-1 && i < n && !found) {
        uint32_t c = ch__utf8_next(folded, n, &i);
        found = ch__cp_is_letter(c) || ch__cp_is_digit(c);
    }
    return found;
}

/* '_' joins words that stand together, a blank allows words between them; our phrases know the first only. A '+' inside
 * of a name comes from two lines that ran together. */
static bool write_words(ch__dictionary_file *f, ch__sv raw, shape *s)
{
    bool gap = false, between = false;
    for (size_t i = 0; i < raw.n;) {
        uint32_t c = ch__utf8_next(raw.p, raw.n, &i);
        if (c == '_' || c == '+' || c == '\t' || ch__cp_is_space(c)) {
            gap = gap || (c != '_' && c != '+');
            between = s->n > 0;
            continue;
        }
        if (s->n + 8 > CH__MOST_NAME)
            return false;
        if (between)
            s->out[s->n++] = ' ';
        between = false;
        s->n += ch__utf8_put(s->out + s->n, ch__cp_lower(c));
    }
    f->gaps += gap;
    s->out[s->n] = 0;
    return true;
}

static bool read_words(ch__dictionary_file *f, ch__sv raw, shape *s)
{
    raw = ch__sv_trim(raw);
    *s = (shape){.n = 0};
    if (!write_words(f, raw, s)) {
        ch__dictionary_fault(f, "a name of more than %d bytes is left out: %.30s...", CH__MOST_NAME - 8, raw.p);
        return false;
    }
    if (!matchable(s)) {
        ch__dictionary_fault(f, "no name: \"%.*s\"", (int)(raw.n < 40 ? raw.n : 40), raw.p);
        return false;
    }
    f->stems += raw.p[raw.n - 1] != '_';
    return true;
}

const char *ch__dictionary_phrase(ch__dictionary_file *f, ch__sv raw)
{
    shape s;
    return read_words(f, raw, &s) ? ch__copy(&f->d->s->arena, (ch__sv){s.out, s.n}) : NULL;
}

/* ---- capitals ---- */

static void raise_letters(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ch__is_lower((unsigned char)p[i]))
            p[i] = (char)(p[i] - 32);
}

static bool has_vowel(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strchr("aeiouy", p[i]) || !ch__is_alpha((unsigned char)p[i]))
            return true;
    return false;
}

/* Dictionaries are written in capitals, so that only the form of a word tells an acronym: letters with dots ("u.n."),
 * letters without a vowel ("nlf"), or a whole name of two or three letters ("who" is no name, "WHO" is). */
static bool acronym(const char *p, size_t n, bool alone)
{
    if (n >= 3 && p[1] == '.' && ch__is_alpha((unsigned char)p[0]) && ch__is_alpha((unsigned char)p[2]))
        return true;
    if (n < 2 || (alone && n > 3 && has_vowel(p, n)))
        return false;
    return !has_vowel(p, n) || (alone && n <= 3);
}

static size_t word_length(const char *p)
{
    return strcspn(p, " -");
}

/* One word of a name gets a capital: the first that is no article or particle ("al-Qaeda"). More would ask too much of
 * a text ("President of the republic"), fewer would find "bush" and "may". */
const char *ch__dictionary_name(ch__dictionary_file *f, ch__sv raw)
{
    shape s;
    if (!read_words(f, raw, &s))
        return NULL;
    bool alone = !s.out[word_length(s.out)], raised = false;
    for (char *p = s.out; *p;) {
        size_t n = word_length(p);
        if (acronym(p, n, alone)) {
            raise_letters(p, n);
            raised = true;
        } else if (!raised && n && !ch__dictionary_role(f->d, (ch__sv){p, n}, "small", NULL)) {
            raise_letters(p, 1);
            raised = true;
        }
        p += n + (p[n] != 0);
    }
    if (!raised)
        raise_letters(s.out, 1);
    return ch__copy(&f->d->s->arena, (ch__sv){s.out, s.n});
}

const char *ch__dictionary_shown(const ch__dictionaries *d, const char *name)
{
    char *out = ch__copyz(&d->s->arena, name);
    for (char *p = out; *p;) {
        size_t n = word_length(p);
        if (n == 1 || (n && !ch__dictionary_role(d, (ch__sv){p, n}, "small", NULL)))
            raise_letters(p, 1);
        p += n + (p[n] != 0);
    }
    return out;
}

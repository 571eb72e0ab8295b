/* lines.h - the ledger's records as lines of text, and corpora of sentences with the lines expected of them.
 *
 * A corpus is blocks separated by empty lines: the text (one or more lines, "|" in a line starts a new paragraph), then
 * the lines expected, each after "> "; "> none" where no record of that kind may come. Lines that begin with "#" are
 * comments. Every text is read as published on 2024-05-15, a Wednesday. */
#ifndef CH_TESTS_LEDGER_LINES_H
#define CH_TESTS_LEDGER_LINES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/engine.h"

typedef struct lines {
    char text[16384];
    size_t n;
} lines;

__attribute__((format(printf, 2, 3))) static inline void put(lines *o, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(o->text + o->n, sizeof o->text - o->n, fmt, args);
    va_end(args);
    assert_true(n >= 0 && o->n + (size_t)n < sizeof o->text);
    o->n += (size_t)n;
}

/* Codes of roles, "?" for who has none, joined by commas; "-" when empty. */
static inline void put_roles(lines *o, const ch_doc *doc, const ch_roles *r)
{
    if (!r->n)
        put(o, "-");
    for (uint32_t i = 0; i < r->n; i++) {
        const char *code = r->at[i].actor == CH_NONE ? NULL : doc->actors[r->at[i].actor].code;
        put(o, "%s%s", i ? "," : "", code ? code : "?");
    }
}

static inline void put_bytes(lines *o, const ch_doc *doc, ch_span b)
{
    put(o, "%.*s", (int)(b.end - b.start), doc->text + b.start);
}

static inline void put_date(lines *o, ch_date d)
{
    put(o, d.day ? "%04d-%02d-%02d" : d.month ? "%04d-%02d" : "%04d", d.year, d.month, d.day);
}

/* Dates that the text itself gives. */
static inline void put_when(lines *o, const char *key, const ch_when *w)
{
    if (!w->start.year || w->basis == CH_BASIS_PUBLISHED)
        return;
    put(o, " %s=", key);
    put_date(o, w->start);
    if (memcmp(&w->start, &w->end, sizeof w->start) != 0) {
        put(o, "..");
        put_date(o, w->end);
    }
}

static inline void put_record(lines *o, const ch_doc *doc, const ch_record *r)
{
    if (r->kind == CH_STATEMENT) {
        const ch_statement *s = &r->as.statement;
        put(o, "statement ");
        put_roles(o, doc, &s->speaker);
        put(o, " %s", s->form);
        if (s->addressee.n) {
            put(o, " to=");
            put_roles(o, doc, &s->addressee);
        }
        put(o, " about=");
        put_roles(o, doc, &s->about);
        put(o, " verb=%s [", s->verb ? s->verb : "-");
        put_bytes(o, doc, s->content_bytes);
        put(o, "]");
    } else if (r->kind == CH_AGREEMENT) {
        const ch_agreement *a = &r->as.agreement;
        put(o, "agreement %s %s parties=", a->form, a->action);
        put_roles(o, doc, &a->parties);
        put(o, " [%s]", a->title);
        if (a->term)
            put(o, " term=%s", a->term);
        if (a->count)
            put(o, " count=%s", a->count);
        put_when(o, "date", &r->when);
    } else if (r->kind == CH_LEVEL) {
        const ch_level *l = &r->as.level;
        put(o, "level %s %s ", l->action, l->level);
        put_roles(o, doc, &l->parties);
        put_when(o, "date", &r->when);
    } else if (r->kind == CH_FIGURE) {
        const ch_figure *f = &r->as.figure;
        put(o, "figure %s", f->measure);
        if (f->has_value)
            put(o, " %.15g", f->value);
        if (f->has_low)
            put(o, " low=%.15g", f->low);
        if (f->has_high)
            put(o, " high=%.15g", f->high);
        put(o, " %s from=", f->unit ? f->unit : "-");
        put_roles(o, doc, &f->from);
        put(o, " to=");
        put_roles(o, doc, &f->to);
        if (f->approximate)
            put(o, " approx");
        put_when(o, "period", &f->period);
        if (f->of)
            put(o, " of=%s", f->of);
    }
    put(o, "\n");
}

/* Calls fn(text, expected, line) for each block of a corpus. */
static inline int blocks(const char *path, void (*fn)(const char *text, const char *expected, int line))
{
    char *bytes = test_read_file(path, NULL), text[16384] = "", expected[16384] = "";
    int count = 0, at = 0, line = 0;
    for (char *p = bytes, *next; p; p = next) {
        char *eol = strchr(p, '\n');
        next = eol ? eol + 1 : NULL;
        if (eol)
            *eol = 0;
        line++;
        if ((!*p || !next) && expected[0]) {
            fn(text, expected, at);
            text[0] = expected[0] = 0;
            count++;
        }
        if (!*p || *p == '#')
            continue;
        if (strncmp(p, "> ", 2) == 0) {
            strcat(strcat(expected, p + 2), "\n");
            continue;
        }
        at = text[0] ? at : line;
        for (char *part = strtok(p, "|"); part; part = strtok(NULL, "|"))
            strcat(strcat(text, text[0] ? "\n\n" : ""), part + strspn(part, " "));
    }
    free(bytes);
    return count;
}

static inline char *records_of(const char *text, ch_kind kind)
{
    static lines o;
    o.n = 0;
    o.text[0] = 0;
    ch_doc *doc = test_code(text, "2024-05-15");
    for (uint32_t i = 0; i < doc->n_records; i++)
        if (doc->records[i].kind == kind)
            put_record(&o, doc, &doc->records[i]);
    ch_doc_free(doc);
    if (!o.n)
        put(&o, "none\n");
    return o.text;
}

static inline int check_block(const char *path, int line, const char *text, const char *expected, const char *got)
{
    if (strcmp(expected, got) == 0)
        return 0;
    fprintf(stderr, "%s:%d: %s\n  expected:\n%s  got:\n%s\n", path, line, text, expected, got);
    return 1;
}

#endif

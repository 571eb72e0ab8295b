#include "syntax/iob.h"

#include <stdlib.h>

#include "base/arena.h"

/* ---- tags to names ---- */

static bool push(ch__gold_names *names, uint32_t word, ch__sv type)
{
    if (names->n == names->cap) {
        uint32_t cap = names->cap ? names->cap * 2 : 16;
        ch__gold_name *at = ch__realloc(names->at, cap * sizeof *at);
        if (!at) {
            ch__gold_names_release(names);
            return false;
        }
        names->at = at;
        names->cap = cap;
    }
    names->at[names->n++] = (ch__gold_name){word, word + 1, type};
    return true;
}

/* 'B', 'I' or 'O'; 0: no tag. */
static char mark_of(ch__sv tag)
{
    if (tag.n == 1 && tag.p[0] == 'O')
        return 'O';
    if (tag.n < 3 || tag.p[1] != '-')
        return 0;
    switch (tag.p[0]) {
    case 'B':
    case 'S':
    case 'U': return 'B';
    case 'I':
    case 'E':
    case 'L': return 'I';
    default: return 0;
    }
}

int ch__gold_tag(ch__gold_names *names, uint32_t word, ch__sv tag)
{
    char mark = mark_of(tag);
    ch__gold_name *last = names->open ? &names->at[names->n - 1] : NULL;
    if (!mark)
        return CH_EFORMAT;
    names->open = mark != 'O';
    if (mark == 'O')
        return CH_OK;
    ch__sv type = {tag.p + 2, tag.n - 2};
    if (mark == 'I' && last && ch__sv_eq(last->type, type)) {
        last->end = word + 1;
        return CH_OK;
    }
    return push(names, word, type) ? CH_OK : CH_ENOMEM;
}

void ch__gold_names_release(ch__gold_names *names)
{
    free(names->at);
    *names = (ch__gold_names){0};
}

int ch__gold_type(ch__sv type)
{
    static const struct {
        const char *name;
        ch_name_type type;
    } known[] = {{"PER", CH_NAME_PER},          {"ORG", CH_NAME_ORG},      {"LOC", CH_NAME_LOC},
                 {"MISC", CH_NAME_MISC},        {"PERSON", CH_NAME_PER},   {"ORGANISATION", CH_NAME_ORG},
                 {"ORGANIZATION", CH_NAME_ORG}, {"LOCATION", CH_NAME_LOC}, {"GPE", CH_NAME_LOC}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ch__sv_eq_nocase(type, ch__sv_of(known[i].name)))
            return (int)known[i].type;
    return -1;
}

/* ---- lines to sentences ---- */

enum { COLUMNS = 16 };

/* Splits a line into at most COLUMNS fields; further ones stay with the last, whose end is what counts. */
static size_t split(ch__sv line, ch__sv fields[COLUMNS])
{
    const char *seps = memchr(line.p, '\t', line.n) ? "\t" : " ";
    size_t n = 0;
    for (size_t i = 0, from = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != seps[0])
            continue;
        ch__sv field = {line.p + from, i - from};
        from = i + 1;
        if (!field.n && seps[0] == ' ')
            continue;
        if (n == COLUMNS)
            n--; /* keep the last one */
        fields[n++] = field;
    }
    return n;
}

static bool is_numbered(ch__sv line, const ch__sv *fields, size_t n)
{
    return n >= 3 && memchr(line.p, '\t', line.n) && ch__sv_is(fields[0], "1") && mark_of(fields[2]);
}

static bool room(ch__iob *r, uint32_t n)
{
    if (n < r->cap)
        return true;
    uint32_t cap = r->cap ? r->cap * 2 : 64;
    ch__sv *forms = ch__realloc(r->forms, cap * sizeof *forms);
    if (!forms)
        return false;
    r->forms = forms;
    r->cap = cap;
    return true;
}

static int take_word(ch__iob *r, ch__iob_sentence *out, ch__sv line, int64_t number, ch_err *err)
{
    ch__sv fields[COLUMNS];
    size_t n = split(line, fields);
    if (r->numbered < 0)
        r->numbered = is_numbered(line, fields, n);
    if (n < (r->numbered ? 3u : 2u))
        return ch__fail_at(err, CH_EFORMAT, r->in.path, number, -1, "%zu column%s: no tag", n, n == 1 ? "" : "s");
    ch__sv form = fields[r->numbered ? 1 : 0], tag = fields[r->numbered ? 2 : n - 1];
    if (!form.n)
        return ch__fail_at(err, CH_EFORMAT, r->in.path, number, -1, "an empty word");
    if (!room(r, out->n))
        return ch__fail_at(err, CH_ENOMEM, r->in.path, number, -1, "out of memory");
    int rc = ch__gold_tag(&r->names, out->n, tag);
    if (rc == CH_ENOMEM)
        return ch__fail_at(err, CH_ENOMEM, r->in.path, number, -1, "out of memory");
    if (rc < 0)
        return ch__fail_at(err, CH_EFORMAT, r->in.path, number, -1, "'%.*s' is no tag (O, B-type, I-type)",
                           (int)(tag.n < 40 ? tag.n : 40), tag.p);
    r->forms[out->n++] = form;
    return CH_OK;
}

/* "# source = X"; but "# O" without tabs is the word "#". */
static bool is_comment(ch__sv line)
{
    ch__sv fields[COLUMNS];
    if (!ch__sv_starts(line, CH__SV("# ")) || memchr(line.p, '\t', line.n))
        return false;
    return split(line, fields) != 2 || !mark_of(fields[1]);
}

static void take_comment(ch__iob_sentence *out, ch__sv line)
{
    static const ch__sv id = {"# sent_id = ", 12}, text = {"# text = ", 9};
    if (ch__sv_starts(line, id))
        out->sent_id = ch__sv_trim((ch__sv){line.p + id.n, line.n - id.n});
    else if (ch__sv_starts(line, text))
        out->text = ch__sv_trim((ch__sv){line.p + text.n, line.n - text.n});
}

static int take_stretch(ch__iob *r, ch__sv stretch, ch__iob_sentence *out, ch_err *err)
{
    ch__sv line;
    r->names.n = 0;
    r->names.open = false;
    for (int64_t number = out->line; ch__line_of(&stretch, &line); number++) {
        if (out->n == 0 && is_comment(line)) {
            take_comment(out, line);
            continue;
        }
        if (ch__sv_starts(line, CH__SV("-DOCSTART-")))
            continue;
        int rc = take_word(r, out, line, number, err);
        if (rc < 0)
            return rc;
    }
    out->forms = r->forms;
    out->names = r->names.at;
    out->n_names = r->names.n;
    return out->n > 0;
}

int ch__iob_open(ch__iob *r, const char *path, ch_err *err)
{
    *r = (ch__iob){.numbered = -1};
    return ch__lines_open(&r->in, path, err);
}

int ch__iob_open_memory(ch__iob *r, const void *p, size_t n, const char *name, ch_err *err)
{
    *r = (ch__iob){.numbered = -1};
    return ch__lines_open_memory(&r->in, p, n, name, err);
}

int ch__iob_next(ch__iob *r, ch__iob_sentence *out, ch_err *err)
{
    ch__sv stretch;
    int rc;
    do {
        *out = (ch__iob_sentence){0};
        rc = ch__lines_next(&r->in, &stretch, &out->line, err);
        if (rc == 1) {
            rc = take_stretch(r, stretch, out, err);
            if (rc == 0) /* comments only */
                continue;
        }
        return rc;
    } while (true);
}

void ch__iob_close(ch__iob *r)
{
    ch__lines_close(&r->in);
    ch__gold_names_release(&r->names);
    free(r->forms);
    r->forms = NULL;
}

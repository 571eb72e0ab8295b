#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "text/encoding.h"
#include "text/source.h"

int ch__source_fail(const ch__source *s, ch_err *err, int code, int64_t line, int64_t offset, const char *fmt, ...)
{
    char message[256];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    return ch__fail_at(err, code, s->path, line, offset, "%s", message);
}

/* Metadata as one clean line of UTF-8 in the arena: white space runs become one blank. NULL when nothing is left. */
static const char *line_of(ch__source *s, ch__sv raw, const char *label)
{
    if (!raw.p || !raw.n)
        return NULL;
    ch__buf_clear(&s->scratch);
    if (!label && ch__utf8_valid(raw.p, raw.n) != raw.n)
        label = "windows-1252"; /* too short to guess by letters */
    ch__decoded how;
    if (ch__decode(&s->arena, raw, label ? label : "utf-8", NULL, false, &s->scratch, &how, NULL) || !s->scratch.n)
        return NULL;
    char *out = ch__alloc_raw(&s->arena, s->scratch.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->scratch.n; i++) {
        unsigned char c = (unsigned char)s->scratch.p[i];
        if (c > 0x20 && c != 0x7F)
            out[n++] = (char)c;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    if (n && out[n - 1] == ' ')
        n--;
    out[n] = 0;
    return n ? out : NULL;
}

static bool blank(ch__sv text)
{
    if (ch__sv_starts(text, CH__SV("\xEF\xBB\xBF")))
        text = (ch__sv){text.p + 3, text.n - 3};
    return ch__sv_trim(text).n == 0;
}

static int check_text(const ch__source *s, const ch__parts *p, ch_err *err)
{
    ch__sv text = p->role[CH__ROLE_TEXT];
    if (!text.p || blank(text))
        return ch__source_fail(s, err, CH_EEMPTY, p->line, p->offset, "no text");
    if (text.n > s->max_document)
        return ch__source_fail(s, err, CH_ELIMIT, p->line, p->offset,
                               "text is larger than %zu bytes, the limit for one document", s->max_document);
    size_t at = 0;
    const char *kind = ch__sniff_binary(text, ch__wide_label(s->encoding) || ch__wide_label(p->charset), &at);
    if (kind)
        return ch__source_fail(s, err, CH_EBINARY, p->line, (int64_t)at, "not text: %s", kind);
    return 0;
}

/* ISO when the form is known, else as stated, for the masthead to read. */
static int published(ch__source *s, const ch__parts *p, const char *label, ch_input *in, ch_err *err)
{
    const char *stated = line_of(s, p->role[CH__ROLE_PUBLISHED], label);
    if (!stated)
        return 0;
    char date[12];
    int known = ch__stamp(ch__sv_of(stated), date);
    if (known < 0)
        return ch__source_fail(s, err, CH_EFORMAT, p->line, p->offset, "publication date \"%.40s\" does not exist",
                               stated);
    in->published = known ? ch__copyz(&s->arena, date) : stated;
    return 0;
}

int ch__source_deliver(ch__source *s, const ch__parts *p, ch_input *in, ch_err *err)
{
    const char *forced = p->decoded ? NULL : s->encoding, *label = forced ? forced : p->charset;
    int rc = check_text(s, p, err);
    if (!rc)
        rc = published(s, p, label, in, err);
    if (rc)
        return rc;
    ch__sv text = p->role[CH__ROLE_TEXT];
    in->bytes = text.p;
    in->len = text.n;
    in->format = p->format != CH_FORMAT_AUTO ? p->format : ch__sniff_markup(text) ? CH_FORMAT_HTML : CH_FORMAT_PLAIN;
    in->container = s->format;
    in->charset = p->charset;
    in->encoding = forced;
    in->line = p->line;
    in->title = line_of(s, p->role[CH__ROLE_TITLE], label);
    in->language = line_of(s, p->role[CH__ROLE_LANGUAGE], label);
    in->source = line_of(s, p->role[CH__ROLE_SOURCE], label);
    in->source_country = line_of(s, p->role[CH__ROLE_SOURCE_COUNTRY], label);
    in->author = line_of(s, p->role[CH__ROLE_AUTHOR], label);
    in->name = line_of(s, p->role[CH__ROLE_ID], label);
    in->uri = line_of(s, p->role[CH__ROLE_URI], label);
    if (!in->name)
        in->name = s->record ? ch__format(&s->arena, "%s#%lld", s->base, (long long)s->record) : s->base;
    if (!in->uri)
        in->uri = line_of(s, ch__sv_of(s->path), NULL);
    return 1;
}

#include "text/encoding.h"
#include "text/source.h"

enum { LOOK = 64 << 10 };

static ch__sv skip_space(ch__sv s)
{
    while (s.n && ch__is_space((unsigned char)*s.p))
        s.p++, s.n--;
    return s;
}

static bool starts_nocase(ch__sv s, ch__sv with)
{
    return s.n >= with.n && ch__sv_eq_nocase((ch__sv){s.p, with.n}, with);
}

/* ---- binary ---- */

static const struct {
    ch__sv magic;
    const char *kind;
} SIGNATURES[] = {
    {{"%PDF-", 5}, "a PDF file (convert it to text first)"},
    {{"PK\x03\x04", 4}, "a ZIP archive or office document (convert it to text first)"},
    {{"\xD0\xCF\x11\xE0", 4}, "an old office document (convert it to text first)"},
    {{"{\\rtf", 5}, "an RTF document (convert it to text first)"},
    {{"BZh", 3}, "bzip2 data (gzip and zstd are read)"},
    {{"\xFD"
      "7zXZ",
      5},
     "xz data (gzip and zstd are read)"},
    {{"SQLite format 3", 15}, "an SQLite database"},
    {{"\x7F"
      "ELF",
      4},
     "a program"},
    {{"\x89PNG", 4}, "an image"},
    {{"\xFF\xD8\xFF", 3}, "an image"},
    {{"GIF8", 4}, "an image"},
};

bool ch__wide_label(const char *label)
{
    ch__sv s = ch__sv_of(label);
    return starts_nocase(s, CH__SV("utf-16")) || starts_nocase(s, CH__SV("utf-32")) ||
           starts_nocase(s, CH__SV("ucs-2")) || starts_nocase(s, CH__SV("unicode"));
}

/* More than one byte in ten is a control character no text uses. ESC counts as text for ISO-2022-JP. */
static bool mostly_controls(ch__sv s, size_t *offset)
{
    size_t n = 0, look = s.n < LOOK ? s.n : LOOK;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool control = (c < 0x20 && !ch__is_space(c) && c != 0x1B) || c == 0x7F;
        if (control && !n++)
            *offset = i;
    }
    return n * 10 > look;
}

const char *ch__sniff_binary(ch__sv s, bool wide, size_t *offset)
{
    size_t mark;
    const char *bom = ch__bom(s, &mark);
    *offset = 0;
    if (wide || (bom && ch__wide_label(bom)) || ch__unmarked_utf16(s))
        return NULL;
    for (size_t i = 0; i < sizeof SIGNATURES / sizeof *SIGNATURES; i++)
        if (ch__sv_starts(s, SIGNATURES[i].magic))
            return SIGNATURES[i].kind;
    const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
    if (nul) {
        *offset = (size_t)(nul - s.p);
        return "a NUL byte";
    }
    return mostly_controls(s, offset) ? "control characters" : NULL;
}

/* ---- markup ---- */

/* Elements that stand in the markup of a story and hardly in prose about anything else. */
static const char *const TAGS[] = {"p",       "br",    "br/",  "div",   "span",   "a",      "strong",     "em",
                                   "b",       "i",     "ul",   "ol",    "li",     "h1",     "h2",         "h3",
                                   "h4",      "table", "tr",   "td",    "img",    "figure", "blockquote", "article",
                                   "section", "body",  "meta", "title", "script", "style",  "link"};

/* s.p points at '<'. */
static bool story_tag(ch__sv s)
{
    size_t i = 1 + (s.n > 1 && s.p[1] == '/'), from = i;
    while (i < s.n && i - from < 12 && (ch__is_alpha((unsigned char)s.p[i]) || ch__is_digit((unsigned char)s.p[i])))
        i++;
    if (i == s.n || !(s.p[i] == '>' || s.p[i] == '/' || ch__is_space((unsigned char)s.p[i])))
        return false;
    for (size_t t = 0; t < sizeof TAGS / sizeof *TAGS; t++)
        if (ch__sv_eq_nocase((ch__sv){s.p + from, i - from}, ch__sv_of(TAGS[t])))
            return true;
    return false;
}

static size_t count_tags(ch__sv s, size_t enough)
{
    size_t n = 0;
    const char *end = s.p + s.n, *p = s.p;
    while (n < enough && p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
        n += story_tag(ch__sv_between(p, end));
        p++;
    }
    return n;
}

static ch__sv head_of(ch__sv s)
{
    if (ch__sv_starts(s, CH__SV("\xEF\xBB\xBF")))
        s = (ch__sv){s.p + 3, s.n - 3};
    if (s.n > LOOK)
        s.n = LOOK;
    return skip_space(s);
}

static bool html_start(ch__sv s)
{
    return starts_nocase(s, CH__SV("<!doctype html")) || starts_nocase(s, CH__SV("<html")) ||
           starts_nocase(s, CH__SV("<head")) || starts_nocase(s, CH__SV("<body"));
}

bool ch__sniff_markup(ch__sv text)
{
    ch__sv s = head_of(text);
    if (s.n && *s.p == '<' && html_start(s))
        return true;
    return count_tags(s, 2) == 2;
}

/* ---- XML ---- */

/* Behind one comment, processing instruction or document type; false at anything else. */
static bool skip_prolog_item(ch__sv *s)
{
    ch__sv end;
    if (ch__sv_starts(*s, CH__SV("<?")))
        end = CH__SV("?>");
    else if (ch__sv_starts(*s, CH__SV("<!--")))
        end = CH__SV("-->");
    else if (ch__sv_starts(*s, CH__SV("<!")))
        end = memchr(s->p, '[', s->n < 200 ? s->n : 200) ? CH__SV("]>") : CH__SV(">");
    else
        return false;
    size_t at = ch__sv_find(*s, end);
    if (at == (size_t)-1)
        return false;
    s->p += at + end.n;
    s->n -= at + end.n;
    *s = skip_space(*s);
    return true;
}

/* Local name of the root element, or empty. */
static ch__sv xml_root(ch__sv s)
{
    while (skip_prolog_item(&s))
        ;
    if (!s.n || *s.p != '<')
        return (ch__sv){0};
    size_t i = 1, from = 1;
    for (; i < s.n && s.p[i] != '>' && s.p[i] != '/' && !ch__is_space((unsigned char)s.p[i]); i++)
        if (s.p[i] == ':')
            from = i + 1;
    return (ch__sv){s.p + from, i - from};
}

/* FEED, HTML, or AUTO for XML that is neither; PLAIN when it is not XML at all. */
static ch_format sniff_xml(ch__sv s)
{
    ch__sv root = xml_root(s);
    if (ch__sv_is(root, "rss") || ch__sv_is(root, "feed") || ch__sv_is(root, "RDF"))
        return CH_FORMAT_FEED;
    if (ch__sv_eq_nocase(root, CH__SV("html")))
        return CH_FORMAT_HTML;
    return ch__sv_starts(s, CH__SV("<?xml")) ? CH_FORMAT_AUTO : CH_FORMAT_PLAIN;
}

/* ---- JSON ---- */

static bool json_start(ch__sv s)
{
    if (!s.n || (*s.p != '{' && *s.p != '['))
        return false;
    char open = *s.p;
    ch__sv in = skip_space((ch__sv){s.p + 1, s.n - 1});
    if (!in.n)
        return open == '{'; /* "{" alone */
    return open == '{' ? *in.p == '"' || *in.p == '}' : *in.p == '{';
}

/* A line that is an object: {"id": 1, "text": "..."}. An indented one is part of something larger. */
static bool object_line(ch__sv line)
{
    if (!line.n || *line.p != '{')
        return false;
    line = ch__sv_trim(line);
    ch__sv in = skip_space((ch__sv){line.p + 1, line.n - 1});
    return in.n > 2 && *in.p == '"' && line.p[line.n - 1] == '}';
}

/* Whether one of the first lines is an object, so that what stands before it is a broken line and no prose. A line may
 * be longer than what is seen of the file. */
static bool json_lines(ch__sv s)
{
    enum { LINES = 5 };
    ch__sv line;
    for (size_t n = 0; n < LINES && ch__sv_next(&s, '\n', &line); n++)
        if (object_line(line))
            return true;
    return false;
}

bool ch__sniff_whole_json(ch__sv head)
{
    ch__sv s = head_of(head);
    const char *nl = s.n ? memchr(s.p, '\n', s.n) : NULL;
    ch__sv line = ch__sv_trim(nl ? ch__sv_between(s.p, nl) : s);
    ch__sv rest = skip_space(nl ? ch__sv_between(nl, s.p + s.n) : (ch__sv){0});
    if (!line.n || (*s.p != '[' && *s.p != '{'))
        return false;
    /* the first line of a printed object or array stops in the middle: {"id": 1, */
    char last = line.p[line.n - 1];
    if (nl && (last == '{' || last == ',' || last == '[' || last == ':'))
        return *s.p == '[' || !json_lines(rest);
    /* an array that is one bad line among objects is not the whole file */
    return *s.p == '[' && !json_lines(rest);
}

/* ---- tables ---- */

static bool header_word(ch__sv f)
{
    if (!f.n || f.n > 40)
        return false;
    for (size_t i = 0; i < f.n; i++) {
        unsigned char c = (unsigned char)f.p[i];
        if (!ch__is_alpha(c) && !ch__is_digit(c) && !strchr("_-.: ", c) && c < 0x80)
            return false;
    }
    return true;
}

static ch__sv unquote(ch__sv f)
{
    f = ch__sv_trim(f);
    if (f.n >= 2 && f.p[0] == '"' && f.p[f.n - 1] == '"')
        f = (ch__sv){f.p + 1, f.n - 2};
    return f;
}

/* Whether a line names fields we know: a text and something else, or (`sure`: the file's name says table) anything. */
static bool table_header(ch__sv line, char sep, const ch__fields *fields, bool sure)
{
    ch__sv field;
    size_t n = 0, known = 0, texts = 0;
    while (ch__sv_next(&line, sep, &field)) {
        field = unquote(field);
        n++;
        if (field.n && !header_word(field))
            return false;
        texts += ch__fields_known(fields, CH__ROLE_TEXT, field);
        bool any = false;
        for (int r = CH__ROLE_PUBLISHED; r < CH__N_ROLES; r++)
            any |= ch__fields_known(fields, (ch__role)r, field);
        known += any;
    }
    return n >= 2 && (sure || (texts && known));
}

static ch_format sniff_table(ch__sv s, ch__sv extension, const ch__fields *fields)
{
    const char *nl = memchr(s.p, '\n', s.n);
    if (!nl)
        return CH_FORMAT_AUTO;
    ch__sv line = ch__sv_trim(ch__sv_between(s.p, nl));
    bool csv = ch__sv_eq_nocase(extension, CH__SV("csv")), tsv = ch__sv_eq_nocase(extension, CH__SV("tsv"));
    if (table_header(line, '\t', fields, tsv))
        return CH_FORMAT_TSV;
    if (table_header(line, ',', fields, csv) || table_header(line, ';', fields, csv))
        return CH_FORMAT_CSV;
    return CH_FORMAT_AUTO;
}

/* ---- all ---- */

/* What stands behind the last dot of a path, compression apart ("a/b.html.gz": html). */
static ch__sv extension_of(const char *path)
{
    ch__sv s = ch__sv_of(path);
    if (ch__sv_ends(s, CH__SV(".gz")))
        s.n -= 3;
    else if (ch__sv_ends(s, CH__SV(".zst")))
        s.n -= 4;
    size_t i = s.n;
    while (i && s.p[i - 1] != '.' && s.p[i - 1] != '/')
        i--;
    return i && s.p[i - 1] == '.' ? (ch__sv){s.p + i, s.n - i} : (ch__sv){0};
}

/* The low bytes of UTF-16 text: enough to see tags. */
static ch__sv narrow(ch__sv s, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < cap; i++)
        if (s.p[i] && (unsigned char)s.p[i] < 0x80)
            out[n++] = s.p[i];
    return (ch__sv){out, n};
}

static ch_format sniff_text(ch__sv s, ch__sv extension, const ch__fields *fields, const char **why)
{
    if (s.n && *s.p == '<') {
        ch_format xml = html_start(s) ? CH_FORMAT_HTML : sniff_xml(s);
        if (xml == CH_FORMAT_AUTO)
            *why = "XML that is neither a feed (RSS, Atom) nor HTML";
        if (xml != CH_FORMAT_PLAIN)
            return xml;
    }
    bool json = ch__sv_eq_nocase(extension, CH__SV("jsonl")) || ch__sv_eq_nocase(extension, CH__SV("ndjson"));
    if (json_start(s) || json_lines(s) || (json && s.n && *s.p != '<'))
        return CH_FORMAT_JSONL;
    bool html = starts_nocase(extension, CH__SV("htm")) || ch__sv_eq_nocase(extension, CH__SV("xhtml"));
    size_t enough = html ? 1 : 3;
    if (count_tags(s, enough) == enough)
        return CH_FORMAT_HTML;
    ch_format table = sniff_table(s, extension, fields);
    return table != CH_FORMAT_AUTO ? table : CH_FORMAT_PLAIN;
}

ch_format ch__sniff(ch__sv head, const char *path, const ch__fields *fields, const char **why)
{
    char low[4096];
    size_t mark, at;
    *why = NULL;
    const char *bom = ch__bom(head, &mark);
    if ((bom && ch__wide_label(bom)) || ch__unmarked_utf16(head)) {
        ch_format f = sniff_text(skip_space(narrow(head, low, sizeof low)), extension_of(path), fields, why);
        if (f == CH_FORMAT_JSONL || f == CH_FORMAT_CSV || f == CH_FORMAT_TSV) {
            *why = "a table or JSON in UTF-16 (convert it to UTF-8 first)";
            return CH_FORMAT_AUTO;
        }
        return f;
    }
    if (ch__sv_starts(head, CH__SV("WARC/1.")))
        return CH_FORMAT_WARC; /* whose records may well be binary */
    if ((*why = ch__sniff_binary(head, false, &at)))
        return CH_FORMAT_PLAIN; /* whose driver reports it */
    ch__sv s = head_of(head);
    return s.n ? sniff_text(s, extension_of(path), fields, why) : CH_FORMAT_PLAIN;
}

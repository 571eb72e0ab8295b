#include "text/html.h"

#include "base/hash.h"

/* A rough tokenizer that follows which elements are open as an HTML parser would. Where HTML's rules are too fine for
 * it, it counts too much, never too little: `<span><div></span>` leaves both open, as it does in a parser, because
 * <div> is special (HTML standard, 13.2.4.2). */

enum { BUCKETS = 4096 };
static const uint64_t MOST_WORK = 300u * 1000 * 1000; /* sum of the depths at which tags stand */

struct open {
    uint32_t key;
    bool special, barrier;
};

struct scan {
    const char *p, *end;
    struct open stack[CH__HTML_MOST_DEPTH + 1];
    size_t depth, attributes;
    uint16_t count[BUCKETS]; /* open elements by key: none, none to search for */
    size_t foreign;          /* depth at which <svg> or <math> stands + 1; 0: outside */
    bool integration;        /* inside it an element that holds HTML was seen */
    uint64_t work;
};

/* Tags that end by themselves: void elements, and those their next sibling closes. */
static bool uncounted(GumboTag t)
{
    static const GumboTag TAGS[] = {
        GUMBO_TAG_AREA,  GUMBO_TAG_BASE,   GUMBO_TAG_BR,       GUMBO_TAG_COL,     GUMBO_TAG_EMBED,    GUMBO_TAG_HR,
        GUMBO_TAG_IMG,   GUMBO_TAG_INPUT,  GUMBO_TAG_LINK,     GUMBO_TAG_META,    GUMBO_TAG_PARAM,    GUMBO_TAG_SOURCE,
        GUMBO_TAG_TRACK, GUMBO_TAG_WBR,    GUMBO_TAG_KEYGEN,   GUMBO_TAG_P,       GUMBO_TAG_LI,       GUMBO_TAG_DT,
        GUMBO_TAG_DD,    GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP, GUMBO_TAG_TR,      GUMBO_TAG_TD,       GUMBO_TAG_TH,
        GUMBO_TAG_TBODY, GUMBO_TAG_THEAD,  GUMBO_TAG_TFOOT,    GUMBO_TAG_CAPTION, GUMBO_TAG_COLGROUP, GUMBO_TAG_RT,
        GUMBO_TAG_RP,    GUMBO_TAG_A,      GUMBO_TAG_HTML,     GUMBO_TAG_HEAD,    GUMBO_TAG_BODY,     GUMBO_TAG_FORM};
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        if (t == TAGS[i])
            return true;
    return false;
}

/* Elements over which the end tag of an ordinary one does not reach. */
static bool is_special(GumboTag t)
{
    static const GumboTag TAGS[] = {
        GUMBO_TAG_ADDRESS, GUMBO_TAG_APPLET,   GUMBO_TAG_ARTICLE,    GUMBO_TAG_ASIDE,    GUMBO_TAG_BLOCKQUOTE,
        GUMBO_TAG_BUTTON,  GUMBO_TAG_CENTER,   GUMBO_TAG_DETAILS,    GUMBO_TAG_DIR,      GUMBO_TAG_DIV,
        GUMBO_TAG_DL,      GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE,   GUMBO_TAG_FOOTER,
        GUMBO_TAG_H1,      GUMBO_TAG_H2,       GUMBO_TAG_H3,         GUMBO_TAG_H4,       GUMBO_TAG_H5,
        GUMBO_TAG_H6,      GUMBO_TAG_HEADER,   GUMBO_TAG_HGROUP,     GUMBO_TAG_LISTING,  GUMBO_TAG_MAIN,
        GUMBO_TAG_MARQUEE, GUMBO_TAG_MENU,     GUMBO_TAG_NAV,        GUMBO_TAG_NOSCRIPT, GUMBO_TAG_OBJECT,
        GUMBO_TAG_OL,      GUMBO_TAG_PRE,      GUMBO_TAG_SECTION,    GUMBO_TAG_SELECT,   GUMBO_TAG_SUMMARY,
        GUMBO_TAG_TABLE,   GUMBO_TAG_TEMPLATE, GUMBO_TAG_UL,         GUMBO_TAG_SVG,      GUMBO_TAG_MATH};
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        if (t == TAGS[i])
            return true;
    return false;
}

/* Elements over which no end tag but </table> and their own reaches. */
static bool is_barrier(GumboTag t)
{
    return t == GUMBO_TAG_TABLE || t == GUMBO_TAG_TEMPLATE || t == GUMBO_TAG_OBJECT || t == GUMBO_TAG_APPLET ||
           t == GUMBO_TAG_MARQUEE || t == GUMBO_TAG_SVG || t == GUMBO_TAG_MATH || t == GUMBO_TAG_SELECT;
}

/* Start tags that end <svg> and <math> (HTML standard, 13.2.6.5): HTML's own, but for a few. */
static bool breaks_out(GumboTag t)
{
    return t < GUMBO_TAG_UNKNOWN && t != GUMBO_TAG_A && t != GUMBO_TAG_SVG && t != GUMBO_TAG_MATH &&
           t != GUMBO_TAG_TITLE && t != GUMBO_TAG_STYLE && t != GUMBO_TAG_SCRIPT &&
           (uncounted(t) || is_special(t) || t == GUMBO_TAG_SPAN || t == GUMBO_TAG_B || t == GUMBO_TAG_I ||
            t == GUMBO_TAG_EM || t == GUMBO_TAG_STRONG);
}

static uint32_t key_of(ch__sv name, GumboTag tag)
{
    char low[64];
    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)
        return 1; /* </h2> ends an <h1> */
    size_t n = name.n < sizeof low ? name.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = ch__lower(name.p[i]);
    return (uint32_t)ch__hash64((ch__sv){low, n}) | 2;
}

static void truncate_stack(struct scan *s, size_t depth)
{
    while (s->depth > depth)
        s->count[s->stack[--s->depth].key % BUCKETS]--;
    if (s->foreign > s->depth)
        s->foreign = 0, s->integration = false;
}

static void end_tag(struct scan *s, ch__sv name)
{
    GumboTag tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
    uint32_t key = key_of(name, tag);
    if (uncounted(tag) || !s->count[key % BUCKETS])
        return;
    bool special = is_special(tag), table = tag == GUMBO_TAG_TABLE;
    for (size_t i = s->depth; i-- > 0;) {
        s->work++;
        if (s->stack[i].key == key) {
            truncate_stack(s, i);
            return;
        }
        if ((s->stack[i].special && !special) || (s->stack[i].barrier && !table))
            return;
    }
}

static bool start_tag(struct scan *s, ch__sv name, bool self_closing)
{
    GumboTag tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
    s->work += s->depth;
    if (s->foreign && !s->integration && breaks_out(tag))
        truncate_stack(s, s->foreign - 1);
    if (s->foreign && !s->integration && self_closing)
        return true;
    if (uncounted(tag))
        return true;
    if (s->depth == CH__HTML_MOST_DEPTH)
        return false;
    if (!s->foreign && (tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH))
        s->foreign = s->depth + 1;
    else if (s->foreign && (tag == GUMBO_TAG_FOREIGNOBJECT || tag == GUMBO_TAG_DESC || tag == GUMBO_TAG_TITLE ||
                            tag == GUMBO_TAG_ANNOTATION_XML || (tag >= GUMBO_TAG_MI && tag <= GUMBO_TAG_MTEXT)))
        s->integration = true;
    s->stack[s->depth] = (struct open){key_of(name, tag), is_special(tag), is_barrier(tag)};
    s->count[s->stack[s->depth++].key % BUCKETS]++;
    return true;
}

/* Behind the tag at s->p, whose name ends at `p`; counts attributes by their white space. Returns whether it ends in
 * "/>". */
static bool skip_attributes(struct scan *s, const char *p)
{
    char quote = 0, before = 0;
    s->attributes = 0;
    for (; p < s->end; p++) {
        if (quote) {
            if (*p == quote)
                quote = 0;
            continue;
        }
        if (*p == '>')
            break;
        bool blank = ch__is_space((unsigned char)*p) || *p == '/';
        s->attributes += !blank && (before == 0 || before == '"');
        if ((*p == '"' || *p == '\'') && before == '=') {
            quote = *p;
            before = '"'; /* an attribute may follow without a blank */
        } else if (!blank || before != '=')
            before = blank ? 0 : *p;
    }
    bool closed = p > s->p && p < s->end && p[-1] == '/';
    s->p = p < s->end ? p + 1 : s->end;
    return closed;
}

static void skip_past(struct scan *s, const char *what)
{
    size_t at = ch__sv_find(ch__sv_between(s->p, s->end), ch__sv_of(what));
    s->p = at == (size_t)-1 ? s->end : s->p + at + strlen(what);
}

/* Content of <script>, <style>, ... is no markup; s->p goes to its end tag. Inside <svg> it is. */
static void skip_raw_text(struct scan *s, ch__sv name)
{
    static const GumboTag RAW[] = {GUMBO_TAG_SCRIPT,  GUMBO_TAG_STYLE,    GUMBO_TAG_XMP,      GUMBO_TAG_IFRAME,
                                   GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES, GUMBO_TAG_TEXTAREA, GUMBO_TAG_TITLE};
    GumboTag tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
    bool raw = false;
    for (size_t i = 0; i < sizeof RAW / sizeof *RAW; i++)
        raw |= tag == RAW[i];
    if (!raw || s->foreign)
        return;
    for (const char *p = s->p; (p = memchr(p, '<', (size_t)(s->end - p))); p++)
        if ((size_t)(s->end - p) > name.n + 2 && p[1] == '/' && ch__sv_eq_nocase((ch__sv){p + 2, name.n}, name)) {
            s->p = p;
            return;
        }
    s->p = s->end;
}

/* "-->" and, by a rule for old mistakes, "--!>" end a comment. */
static void skip_long_comment(struct scan *s)
{
    for (const char *p = s->p + 4; (p = memchr(p, '>', (size_t)(s->end - p))); p++)
        if ((p[-1] == '-' && p[-2] == '-') || (p[-1] == '!' && p[-2] == '-' && p[-3] == '-')) {
            s->p = p + 1;
            return;
        }
    s->p = s->end;
}

static void skip_comment(struct scan *s)
{
    ch__sv rest = ch__sv_between(s->p, s->end);
    if (!ch__sv_starts(rest, CH__SV("<!--")))
        skip_past(s, ">");
    else if (ch__sv_starts(rest, CH__SV("<!-->")) || ch__sv_starts(rest, CH__SV("<!--->")))
        skip_past(s, ">");
    else
        skip_long_comment(s);
}

/* One thing that begins with '<' at s->p; false: too deep. */
static bool step(struct scan *s)
{
    const char *p = s->p + 1;
    bool end = p < s->end && *p == '/';
    p += end;
    if (p == s->end || !ch__is_alpha((unsigned char)*p)) {
        if (end || (p < s->end && (*p == '!' || *p == '?')))
            skip_comment(s);
        else
            s->p++;
        return true;
    }
    ch__sv name = {p, 0};
    while (p < s->end && !ch__is_space((unsigned char)*p) && *p != '/' && *p != '>')
        p++, name.n++;
    bool closed = skip_attributes(s, p);
    if (end) {
        end_tag(s, name);
        return true;
    }
    bool fits = start_tag(s, name, closed);
    skip_raw_text(s, name);
    return fits;
}

int ch__html_limits(ch__sv html, ch_err *err)
{
    if (html.n > CH__HTML_MOST_BYTES)
        return ch__fail_at(err, CH_ELIMIT, NULL, 0, CH__HTML_MOST_BYTES, "HTML of %zu bytes, more than the limit of %d",
                           html.n, CH__HTML_MOST_BYTES);
    struct scan s = {.p = html.p, .end = html.p + html.n};
    while (s.p < s.end && (s.p = memchr(s.p, '<', (size_t)(s.end - s.p)))) {
        int64_t at = s.p - html.p;
        if (!step(&s))
            return ch__fail_at(err, CH_ELIMIT, NULL, 0, at, "HTML nested more than %d deep", CH__HTML_MOST_DEPTH);
        if (s.attributes > CH__HTML_MOST_ATTRIBUTES)
            return ch__fail_at(err, CH_ELIMIT, NULL, 0, at, "HTML tag with more than %d attributes",
                               CH__HTML_MOST_ATTRIBUTES);
        if (s.work > MOST_WORK)
            return ch__fail_at(err, CH_ELIMIT, NULL, 0, at, "HTML nested too deep for its size");
    }
    return 0;
}

#include <expat.h>
#include <stdlib.h>

#include "text/encoding.h"
#include "text/source.h"

enum { CHUNK = 64 << 10, MOST_PREFIX = 32 };

/* What an item's element is for. Of several for one thing the highest rank wins (content:encoded before description).
 */
enum { TITLE, LINK, ID, DATE, AUTHOR, TEXT, N_OF_ITEM, CHANNEL = N_OF_ITEM, LANGUAGE, N_SLOTS };
static const struct {
    const char *name;
    unsigned char slot, rank;
} ELEMENTS[] = {
    {"title", TITLE, 1},          {"link", LINK, 1},      {"guid", ID, 2},          {"id", ID, 2},
    {"pubDate", DATE, 5},         {"published", DATE, 4}, {"dc:date", DATE, 3},     {"dcterms:issued", DATE, 2},
    {"issued", DATE, 2},          {"updated", DATE, 1},   {"author", AUTHOR, 1},    {"dc:creator", AUTHOR, 2},
    {"content:encoded", TEXT, 3}, {"content", TEXT, 2},   {"description", TEXT, 1}, {"summary", TEXT, 1},
};

struct slot {
    ch__buf text, fresh; /* fresh: the element being read, which becomes the text unless it is blank */
    int rank, fresh_rank;
    char mode, fresh_mode; /* Atom's type: 't'ext, 'h'tml, 'x'html; 0: not stated */
};

struct ch__feed {
    XML_Parser parser;
    ch__buf text; /* the decoded feed */
    size_t at;
    bool suspended, finished, refused, atom;
    char prefix[MOST_PREFIX]; /* of the root element with its colon ("atom:"), or "" */
    int depth, item_depth;    /* item_depth 0: outside of items */
    struct slot slots[N_SLOTS];
    struct slot *capture; /* the slot being filled, opened at capture_depth */
    int capture_depth;
    int64_t line;
};

/* ---- handlers: no arena here, so nothing can jump through expat ---- */

static const char *local(const struct ch__feed *f, const char *name)
{
    size_t n = strlen(f->prefix);
    return n && !strncmp(name, f->prefix, n) ? name + n : name;
}

static const char *attribute(const char **atts, const char *name)
{
    for (; atts[0]; atts += 2)
        if (!strcmp(atts[0], name))
            return atts[1];
    return NULL;
}

static void add_escaped(ch__buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] == '<')
            ch__buf_str(b, "&lt;");
        else if (s[i] == '&')
            ch__buf_str(b, "&amp;");
        else
            ch__buf_char(b, s[i]);
}

static void start_item(struct ch__feed *f)
{
    f->item_depth = f->depth;
    f->capture = NULL;
    f->line = (int64_t)XML_GetCurrentLineNumber(f->parser);
    for (int i = 0; i < N_OF_ITEM; i++) {
        ch__buf_clear(&f->slots[i].text);
        f->slots[i].rank = 0;
        f->slots[i].mode = 0;
    }
}

/* Atom: <link href="..." rel="alternate"/>; other relations (self, enclosure) are not the story. */
static void atom_link(struct ch__feed *f, const char **atts)
{
    const char *href = attribute(atts, "href"), *rel = attribute(atts, "rel");
    struct slot *s = &f->slots[LINK];
    if (href && (!rel || !strcmp(rel, "alternate")) && !s->text.n) {
        ch__buf_str(&s->text, href);
        s->rank = 2;
    }
}

static void capture(struct ch__feed *f, struct slot *s, int rank)
{
    s->fresh_rank = rank;
    s->fresh_mode = 0;
    ch__buf_clear(&s->fresh);
    f->capture = s;
    f->capture_depth = f->depth;
}

/* Outside of items: <title> and <language> of the channel (rss/channel/title, feed/title), not of its image. */
static void start_channel_field(struct ch__feed *f, const char *name)
{
    if (f->depth > (f->atom ? 2 : 3))
        return;
    if (!strcmp(name, "title") && !f->slots[CHANNEL].rank)
        capture(f, &f->slots[CHANNEL], 1);
    else if ((!strcmp(name, "language") || !strcmp(name, "dc:language")) && !f->slots[LANGUAGE].rank)
        capture(f, &f->slots[LANGUAGE], 1);
}

static void start_field(struct ch__feed *f, const char *name, const char **atts)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof *ELEMENTS; i++) {
        if (strcmp(name, ELEMENTS[i].name))
            continue;
        struct slot *s = &f->slots[ELEMENTS[i].slot];
        if (ELEMENTS[i].slot == LINK)
            atom_link(f, atts);
        if (ELEMENTS[i].rank <= s->rank)
            return;
        const char *type = attribute(atts, "type");
        capture(f, s, ELEMENTS[i].rank);
        s->fresh_mode = !type ? 0 : strstr(type, "xhtml") ? 'x' : strstr(type, "html") ? 'h' : 't';
    }
}

static void end_field(struct ch__feed *f)
{
    struct slot *s = f->capture;
    f->capture = NULL;
    if (!ch__sv_trim((ch__sv){s->fresh.p, s->fresh.n}).n && !s->fresh.failed)
        return;
    ch__buf old = s->text;
    s->text = s->fresh;
    s->fresh = old;
    s->rank = s->fresh_rank;
    s->mode = s->fresh_mode;
}

/* Children of a field: XHTML, or HTML that the feed's writer forgot to escape, is written out again; the <name> of an
 * author is its text, his <uri> and <email> are not. */
static void start_inside(struct ch__feed *f, const char *name)
{
    if (f->capture == &f->slots[TEXT])
        ch__buf_printf(&f->capture->fresh, "<%s>", name);
    else if (f->capture == &f->slots[AUTHOR] && strcmp(name, "name"))
        end_field(f);
}

static void XMLCALL on_start(void *ctx, const XML_Char *raw, const XML_Char **atts)
{
    struct ch__feed *f = ctx;
    const char *colon = f->depth == 0 ? strchr(raw, ':') : NULL;
    if (colon && colon - raw < MOST_PREFIX - 1 && strncmp(raw, "rdf:", 4))
        memcpy(f->prefix, raw, (size_t)(colon + 1 - raw));
    const char *name = local(f, raw);
    f->atom |= f->depth == 0 && !strcmp(name, "feed");
    f->depth++;
    if (f->capture)
        start_inside(f, name);
    else if (!f->item_depth && (!strcmp(name, "item") || !strcmp(name, "entry")))
        start_item(f);
    else if (f->item_depth && f->depth == f->item_depth + 1)
        start_field(f, name, atts);
    else if (!f->item_depth)
        start_channel_field(f, name);
}

static void XMLCALL on_end(void *ctx, const XML_Char *raw)
{
    struct ch__feed *f = ctx;
    if (f->capture && f->depth == f->capture_depth)
        end_field(f);
    else if (f->capture == &f->slots[TEXT])
        ch__buf_printf(&f->capture->fresh, "</%s>", local(f, raw));
    if (f->item_depth && f->depth == f->item_depth) {
        f->item_depth = 0;
        XML_StopParser(f->parser, XML_TRUE); /* hand the item out, then resume */
    }
    f->depth--;
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int n)
{
    struct ch__feed *f = ctx;
    if (!f->capture)
        return;
    if (f->capture->fresh_mode == 'x')
        add_escaped(&f->capture->fresh, s, (size_t)n);
    else
        ch__buf_add(&f->capture->fresh, s, (size_t)n);
}

/* HTML's entities (&nbsp;) are not XML's; many feeds have them all the same. They are kept for the HTML reader. */
static void XMLCALL on_skipped_entity(void *ctx, const XML_Char *name, int parameter)
{
    struct ch__feed *f = ctx;
    if (f->capture && !parameter)
        ch__buf_printf(&f->capture->fresh, "&%s;", name);
}

/* An entity that is short and refers to nothing ("nbsp", "&#160;") is harmless, any other may be a bomb or a way out of
 * the file. */
static void XMLCALL on_entity(void *ctx, const XML_Char *name, int parameter, const XML_Char *value, int n,
                              const XML_Char *base, const XML_Char *system, const XML_Char *public,
                              const XML_Char *notation)
{
    struct ch__feed *f = ctx;
    (void)name, (void)base, (void)system, (void)public, (void)notation;
    if (parameter || !value || n > 16 || memchr(value, '&', (size_t)n)) {
        f->refused = true;
        XML_StopParser(f->parser, XML_FALSE);
    }
}

static int XMLCALL on_external(XML_Parser p, const XML_Char *context, const XML_Char *base, const XML_Char *system,
                               const XML_Char *public)
{
    (void)base, (void)system, (void)public;
    if (context) /* an entity outside of the file: nothing is fetched */
        return XML_STATUS_OK;
    /* the document type: an empty one is read in its place, else expat takes unknown entities for errors */
    XML_Parser dtd = XML_ExternalEntityParserCreate(p, NULL, "UTF-8");
    int rc = dtd ? (int)XML_Parse(dtd, "", 0, 1) : (int)XML_STATUS_ERROR;
    if (dtd)
        XML_ParserFree(dtd);
    return rc;
}

/* ---- life ---- */

static bool make_parser(struct ch__feed *f)
{
    f->parser = XML_ParserCreate("UTF-8"); /* whatever the declaration says: the text is decoded */
    if (!f->parser)
        return false;
    XML_SetUserData(f->parser, f);
    XML_SetElementHandler(f->parser, on_start, on_end);
    XML_SetCharacterDataHandler(f->parser, on_text);
    XML_SetSkippedEntityHandler(f->parser, on_skipped_entity);
    XML_SetEntityDeclHandler(f->parser, on_entity);
    XML_SetExternalEntityRefHandler(f->parser, on_external);
    XML_SetParamEntityParsing(f->parser, XML_PARAM_ENTITY_PARSING_ALWAYS);
    XML_UseForeignDTD(f->parser, XML_TRUE); /* so that an unknown entity is skipped, not an error */
    XML_SetHashSalt(f->parser, 0x5EED);     /* fixed: same bytes, same run */
    return true;
}

int ch__feed_new(ch__feed **out, ch__source *s, ch__sv bytes, const char *charset, ch_err *err)
{
    *out = NULL;
    struct ch__feed *f = ch__malloc(sizeof *f);
    if (!f)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    memset(f, 0, sizeof *f);
    ch__decoded how;
    int rc = ch__decode(&s->arena, bytes, s->encoding, charset, true, &f->text, &how, err);
    /* white space before <?xml is an error to expat and frequent in feeds */
    ch__sv t = ch__sv_trim((ch__sv){f->text.p, f->text.n});
    f->at = t.n ? (size_t)(t.p - f->text.p) : f->text.n;
    if (!rc && !make_parser(f))
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc)
        ch__feed_free(f);
    else
        *out = f;
    return rc;
}

void ch__feed_free(ch__feed *f)
{
    if (!f)
        return;
    if (f->parser)
        XML_ParserFree(f->parser);
    for (int i = 0; i < N_SLOTS; i++)
        ch__buf_release(&f->slots[i].text), ch__buf_release(&f->slots[i].fresh);
    ch__buf_release(&f->text);
    free(f);
}

/* ---- items ---- */

static const struct {
    const char *name;
    char c;
} BASIC[] = {{"amp;", '&'},   {"lt;", '<'},   {"gt;", '>'},  {"quot;", '"'},
             {"apos;", '\''}, {"#39;", '\''}, {"#34;", '"'}, {"nbsp;", ' '}};

/* Titles are escaped twice in many feeds: the commonest entities are taken back once, in place. */
static void unescape(ch__buf *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n;) {
        char c = b->p[i++];
        for (size_t k = 0; c == '&' && k < sizeof BASIC / sizeof *BASIC; k++)
            if (ch__sv_starts((ch__sv){b->p + i, b->n - i}, ch__sv_of(BASIC[k].name))) {
                i += strlen(BASIC[k].name);
                c = BASIC[k].c;
                break;
            }
        b->p[n++] = c;
    }
    b->n = n;
}

/* RSS does not say whether a description is HTML: a tag or an entity tells. */
static bool looks_html(ch__sv s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i + 1];
        if (s.p[i] == '<' && (ch__is_alpha(c) || c == '/' || c == '!'))
            return true;
        if (s.p[i] != '&' || !(ch__is_alpha(c) || c == '#'))
            continue;
        size_t k = i + 2;
        while (k < s.n && k < i + 10 && (ch__is_alpha((unsigned char)s.p[k]) || ch__is_digit((unsigned char)s.p[k])))
            k++;
        if (k < s.n && s.p[k] == ';')
            return true;
    }
    return false;
}

static ch__sv slot(const struct ch__feed *f, int i)
{
    const ch__buf *b = &f->slots[i].text;
    return b->n ? (ch__sv){b->p, b->n} : (ch__sv){0};
}

static int deliver(struct ch__feed *f, ch__source *s, ch_input *in, ch_err *err)
{
    for (int i = 0; i < N_SLOTS; i++)
        if (f->slots[i].text.failed || f->slots[i].fresh.failed)
            return ch__fail(err, CH_ENOMEM, "out of memory");
    unescape(&f->slots[TITLE].text);
    ch__parts p = {.charset = "utf-8", .decoded = true, .line = f->line, .offset = -1};
    ch__sv text = slot(f, TEXT);
    p.role[CH__ROLE_TITLE] = slot(f, TITLE);
    if (!ch__sv_trim(text).n) { /* a headline service: the title is all there is */
        text = slot(f, TITLE);
        p.role[CH__ROLE_TITLE] = (ch__sv){0};
        f->slots[TEXT].mode = 't';
    }
    p.role[CH__ROLE_TEXT] = text;
    p.role[CH__ROLE_URI] = slot(f, LINK);
    p.role[CH__ROLE_ID] = ch__sv_trim(slot(f, ID)).n ? slot(f, ID) : slot(f, LINK);
    p.role[CH__ROLE_PUBLISHED] = slot(f, DATE);
    p.role[CH__ROLE_AUTHOR] = slot(f, AUTHOR);
    p.role[CH__ROLE_SOURCE] = slot(f, CHANNEL);
    p.role[CH__ROLE_LANGUAGE] = slot(f, LANGUAGE);
    char mode = f->slots[TEXT].mode;
    bool html = mode == 'x' || mode == 'h' || (mode == 0 && looks_html(text));
    p.format = html ? CH_FORMAT_HTML : CH_FORMAT_PLAIN;
    return ch__source_deliver(s, &p, in, err);
}

static int malformed(struct ch__feed *f, const ch__source *s, ch_err *err)
{
    f->finished = true;
    int64_t line = (int64_t)XML_GetCurrentLineNumber(f->parser), offset = (int64_t)XML_GetCurrentByteIndex(f->parser);
    enum XML_Error why = XML_GetErrorCode(f->parser);
    if (f->refused)
        return ch__source_fail(s, err, CH_ELIMIT, line, offset,
                               "the feed declares entities that expand to more; refused");
    if (why == XML_ERROR_NO_MEMORY)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    return ch__source_fail(s, err, CH_EFORMAT, line, offset, "malformed feed: %s", XML_ErrorString(why));
}

int ch__feed_next(ch__feed *f, ch__source *s, ch_input *in, ch_err *err)
{
    while (f->suspended || !f->finished) {
        enum XML_Status status;
        if (f->suspended) {
            f->suspended = false;
            status = XML_ResumeParser(f->parser);
        } else {
            size_t left = f->text.n - f->at, n = left < CHUNK ? left : CHUNK;
            f->finished = n == left;
            status = XML_Parse(f->parser, f->text.p ? f->text.p + f->at : "", (int)n, f->finished);
            f->at += n;
        }
        if (status == XML_STATUS_ERROR)
            return malformed(f, s, err);
        f->suspended = status == XML_STATUS_SUSPENDED;
        if (f->suspended)
            return deliver(f, s, in, err);
    }
    return 0;
}

/* ---- the driver ---- */

static void close_feed(ch__source *s)
{
    ch__feed_free(s->state);
    s->state = NULL;
}

static int open_feed(ch__source *s, ch_err *err)
{
    uint64_t got = 0;
    ch__buf_clear(&s->body);
    int rc = ch__stream_read(&s->stream, (uint64_t)s->max_document + 1, &s->body, &got, err);
    if (!rc && got > s->max_document)
        rc = ch__source_fail(s, err, CH_ELIMIT, 0, -1, "the feed is larger than %zu bytes, the limit", s->max_document);
    ch__feed *feed = NULL;
    if (!rc)
        rc = ch__feed_new(&feed, s, (ch__sv){s->body.p, s->body.n}, NULL, err);
    s->state = feed;
    s->done = rc != 0;
    return rc;
}

static int next(ch__source *s, ch_input *in, ch_err *err)
{
    int rc = s->state ? 0 : open_feed(s, err);
    if (rc)
        return rc;
    s->record++;
    return ch__feed_next(s->state, s, in, err);
}

const ch__driver ch__feed_driver = {next, close_feed};

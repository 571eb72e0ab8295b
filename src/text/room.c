/* room.c - the text room: one input to a document with blocks, sentences and tokens. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/encoding.h"
#include "text/source.h"
#include "text/text.h"
#include "text/tokens.h"
#include "text/words.h"

enum { LOOK_AT = 2048 };
static const size_t LARGEST = UINT32_MAX / 4; /* offsets are 32 bits; arrays are some times the text */

/* ---- bytes to text ---- */

/* Decodes into `arena`. The decoder's buffer is not arena memory: when the arena has none left, it is freed on the way
 * out. `out` is the caller's so that it outlives the jump. */
static int decode(ch__arena *arena, const ch_input *in, bool markup, ch__buf *out, ch__decoded *how, ch__sv *text,
                  ch_err *err)
{
    jmp_buf *outer = arena->guard, here;
    if (setjmp(here)) {
        ch__buf_release(out);
        arena->guard = outer;
        if (!outer)
            abort();
        longjmp(*outer, 1);
    }
    arena->guard = &here;
    int rc = ch__decode(arena, (ch__sv){in->bytes, in->len}, in->encoding, in->charset, markup, out, how, err);
    if (rc >= 0 && out->n <= LARGEST)
        *text = (ch__sv){ch__copy(arena, (ch__sv){out->p, out->n}), out->n};
    else if (rc >= 0)
        rc = ch__fail(err, CH_ELIMIT, "the text is longer than %zu bytes", LARGEST);
    arena->guard = outer;
    ch__buf_release(out);
    return rc;
}

/* Text holds no NUL and few control characters. */
static int check_text(ch__sv s, ch_err *err)
{
    size_t controls = 0, blank = 0, i = 0;
    const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
    if (nul)
        return ch__fail_at(err, CH_EBINARY, NULL, 0, nul - s.p, "U+0000 in the text");
    for (size_t n = s.n < LOOK_AT ? s.n : LOOK_AT; i < n; i++) { /* without branches: many bytes in one step */
        unsigned char c = (unsigned char)s.p[i];
        unsigned space = (c == ' ') | ((unsigned char)(c - '\t') < 5);
        blank += space;
        controls += ((c < 0x20) | (c == 0x7F)) & (c != 0x1B) & !space;
    }
    if (controls * 10 > i)
        return ch__fail(err, CH_EBINARY, "not text: %zu of the first %zu characters are control characters", controls,
                        i);
    if (blank < i)
        return 0; /* the common case */
    while (i < s.n && ch__is_space((unsigned char)s.p[i]))
        i++;
    return i < s.n ? 0 : ch__fail(err, CH_EEMPTY, "no text in it");
}

/* ---- describing the document ---- */

static const char *format_name(ch_format container, bool html)
{
    switch (container) {
    case CH_FORMAT_FEED: return "feed";
    case CH_FORMAT_JSONL: return "jsonl";
    case CH_FORMAT_CSV:
    case CH_FORMAT_TSV: return "csv";
    case CH_FORMAT_WARC: return "warc";
    default: return html ? "html" : "plain";
    }
}

static void describe(ch_doc *doc, const ch_input *in, const ch__extract *extract, bool html, const ch__decoded *how)
{
    ch__arena *arena = ch__doc_arena(doc);
    const char *name = in->name ? in->name : "", *uri = in->uri ? in->uri : name;
    doc->name = ch__copy(arena, ch__sv_of(name));
    doc->uri = ch__copy(arena, ch__sv_of(uri));
    doc->source = ch__copyz(arena, in->source ? in->source : extract->source);
    doc->source_country = ch__copyz(arena, in->source_country);
    doc->author = ch__copyz(arena, in->author ? in->author : extract->author);
    doc->text = extract->text.p;
    doc->len = (uint32_t)extract->text.n;
    bool ascii = ch__is_ascii(doc->text, doc->len);
    doc->n_chars = ascii ? doc->len : (uint32_t)ch__utf8_count(doc->text, doc->len);
    doc->format = format_name(in->container, html);
    doc->encoding = ch__copy(arena, ch__sv_of(how->encoding));
    doc->encoding_step = how->step;
    ch__sha256(doc->hash, extract->text);
    ch__hash_id(doc->id, (ch__sv[]){ch__sv_of(name), extract->text}, 2);
}

static int check_options(const ch_doc_options *options, ch_err *err)
{
    ch_date d;
    if (!options || !options->published || ch__date_parse(ch__sv_of(options->published), &d))
        return 0;
    return ch__fail(err, CH_EUSAGE, "'%s' is not a date that exists (YYYY-MM-DD)", options->published);
}

/* The text and what markup says of it, in the document's arena. */
static int extract_text(const ch__knowledge *k, ch__arena *scratch, const ch_input *in, ch_doc *doc, bool html,
                        ch__decoded *how, ch__extract *out, ch_err *err)
{
    ch__buf buf = {0};
    ch__sv text = {0};
    int rc = decode(html ? scratch : ch__doc_arena(doc), in, html, &buf, how, &text, err);
    if (rc >= 0)
        rc = check_text(text, err);
    if (rc < 0)
        return rc;
    *out = (ch__extract){.text = text};
    if (!html)
        return 0;
    rc = ch__html_extract(k, ch__doc_arena(doc), text, out, err);
    return rc < 0 ? rc : check_text(out->text, err);
}

/* Nothing is set aside: no boilerplate, dateline, date or discard. */
static bool taken_whole(const ch_doc_options *options)
{
    return options && (options->syntax_only || options->actors_only || options->events_only || options->times_only);
}

int ch__text_room(const ch__knowledge *k, const ch__splitter *splitter, ch__arena *scratch, const ch_input *in,
                  const ch_doc_options *options, ch_doc *doc, ch_err *err)
{
    ch__extract extract;
    ch__decoded how = {0};
    bool html = in->format == CH_FORMAT_HTML ||
                (in->format == CH_FORMAT_AUTO && ch__sniff_markup((ch__sv){in->bytes, in->len}));
    int rc = check_options(options, err);
    if (rc >= 0 && in->len == 0)
        rc = ch__fail(err, CH_EEMPTY, "no text in it");
    if (rc >= 0)
        rc = extract_text(k, scratch, in, doc, html, &how, &extract, err);
    if (rc < 0)
        return rc;
    describe(doc, in, &extract, html, &how);
    ch__layout(k, scratch, &extract, doc);
    if (html || !taken_whole(options)) {
        ch__boilerplate(k, scratch, doc);
        ch__masthead(k, scratch, &extract, in, options, doc);
    } else if (options->published) {
        ch__date_parse(ch__sv_of(options->published), &doc->published);
    }
    ch__sentences(k, splitter, scratch, doc);
    const uint32_t *words = ch__word_hashes(scratch, doc);
    ch__repeats(k, scratch, words, doc);
    ch__signature(words, doc);
    ch__language(k, scratch, &extract, in, doc);
    if (!taken_whole(options))
        ch__discards(k, doc);
    return 0;
}

/* pairs.c - what one span of a text does to another: the public functions around events/pair.h. */
#include <setjmp.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "engine.h"
#include "events/pair.h"
#include "line.h"
#include "pairs.h"

enum { MOST_SPANS = 1024 /* of a side */ };

/* ---- spans of the caller's text to tokens ---- */

typedef struct reading {
    const ch_pair_input *in;
    ch_doc *doc;
    ch__arena *scratch;
    uint32_t n_chars; /* of the caller's text */
    bool as_stored;   /* the document's text is the caller's, byte for byte */
} reading;

/* Where a place of the caller's text stands in the document's, which is composed (NFC) and has no byte order mark: the
 * length of what is in front of it, composed. */
static uint32_t stored_place(const reading *r, uint32_t chars)
{
    size_t at = 0, n = strlen(r->in->text);
    ch__buf composed = {0};
    if (r->as_stored)
        return chars;
    for (uint32_t i = 0; i < chars && at < n; i++)
        (void)ch__utf8_next(r->in->text, n, &at);
    size_t mark = ch__sv_starts((ch__sv){r->in->text, at}, CH__SV("\xEF\xBB\xBF")) ? 3 : 0;
    ch__nfc(r->in->text + mark, at - mark, &composed);
    uint32_t place = composed.n ? (uint32_t)ch__utf8_count(composed.p, composed.n) : 0;
    ch__buf_release(&composed);
    return place;
}

static uint32_t first_token_behind(const ch_doc *doc, uint32_t chars)
{
    uint32_t low = 0, high = doc->n_tokens;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->tokens[middle].chars.end > chars)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The tokens that the spans touch; a span of nothing but white space has none. */
static uint32_t tokens_of(const reading *r, const ch_span *spans, uint32_t n, ch_span *out)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t end = stored_place(r, spans[i].end), t = first_token_behind(r->doc, stored_place(r, spans[i].start));
        out[found].start = t;
        while (t < r->doc->n_tokens && r->doc->tokens[t].chars.start < end)
            t++;
        out[found].end = t;
        found += out[found].end > out[found].start;
    }
    return found;
}

static int check_spans(const reading *r, const ch_span *spans, uint32_t n, const char *side, ch_err *err)
{
    if (n > MOST_SPANS)
        return ch__fail(err, CH_ELIMIT, "\"%s\" has more than %d spans", side, MOST_SPANS);
    for (uint32_t i = 0; i < n; i++)
        if (spans[i].start >= spans[i].end || spans[i].end > r->n_chars)
            return ch__fail(err, CH_EFORMAT, "\"%s\": no span [%u, %u) in a text of %u code points", side,
                            (unsigned)spans[i].start, (unsigned)spans[i].end, (unsigned)r->n_chars);
    return CH_OK;
}

/* ---- one pair ---- */

static void hand_on(const ch_engine *engine, const reading *r, ch__pair_fn fn, void *ctx)
{
    const ch_pair_input *in = r->in;
    ch_span *source = ch__alloc_array(r->scratch, in->n_source + (size_t)1, sizeof *source),
            *target = ch__alloc_array(r->scratch, in->n_target + (size_t)1, sizeof *target);
    ch__pair_sides sides = {.source = source, .target = target};
    sides.n_source = tokens_of(r, in->source, in->n_source, source);
    sides.n_target = tokens_of(r, in->target, in->n_target, target);
    fn(ctx, engine, r->scratch, r->doc, &sides);
}

/* Arena allocation jumps here when memory runs out (base/arena.h). No local is changed between setjmp and longjmp. */
static int guarded(const ch_engine *engine, const reading *r, ch__pair_fn fn, void *ctx, ch_err *err)
{
    jmp_buf guard;
    ch__arena *arena = ch__doc_arena(r->doc);
    if (setjmp(guard)) {
        r->scratch->guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    r->scratch->guard = arena->guard = &guard;
    hand_on(engine, r, fn, ctx);
    r->scratch->guard = arena->guard = NULL;
    return CH_OK;
}

int ch__pair_read(const ch_engine *engine, ch_work *work, const ch_pair_input *in, ch__pair_fn fn, void *ctx,
                  ch_err *err)
{
    static const ch_doc_options options = {.events_only = true};
    ch_input input = {.name = "pair",
                      .uri = "pair",
                      .format = CH_FORMAT_PLAIN,
                      .container = CH_FORMAT_JSONL,
                      .charset = "utf-8",
                      .bytes = in->text,
                      .len = strlen(in->text)};
    reading r = {.in = in, .scratch = &work->scratch, .n_chars = (uint32_t)ch__utf8_count(in->text, input.len)};
    ch__err_clear(err);
    int rc = check_spans(&r, in->source, in->n_source, "source", err);
    if (rc == CH_OK)
        rc = check_spans(&r, in->target, in->n_target, "target", err);
    if (rc == CH_OK)
        rc = ch_doc_code(engine, work, &input, &options, &r.doc, err);
    if (rc < 0)
        return rc;
    r.as_stored = ch__sv_eq((ch__sv){in->text, input.len}, (ch__sv){r.doc->text, r.doc->len});
    rc = guarded(engine, &r, fn, ctx, err);
    ch_doc_free(r.doc);
    return rc;
}

static void decide(void *ctx, const ch_engine *engine, ch__arena *scratch, ch_doc *doc, const ch__pair_sides *sides)
{
    ch__pair_decide(engine->knowledge, engine->events, scratch, doc, sides, ctx);
}

int ch_pair_code(const ch_engine *engine, ch_work *work, const ch_pair_input *in, ch_pair *out, ch_err *err)
{
    *out = (ch_pair){.type = CH_EVENT_CONSULT};
    return ch__pair_read(engine, work, in, decide, out, err);
}

/* ---- one line ---- */

int ch_pair_labels_parse(const char *name)
{
    return strcmp(name, "plover") == 0 ? CH_LABELS_PLOVER : strcmp(name, "plv") == 0 ? CH_LABELS_PLV : -1;
}

static bool is_place(const json_t *v)
{
    return json_is_integer(v) && json_integer_value(v) >= 0 && json_integer_value(v) < CH_NONE;
}

/* *out: malloc'ed, or NULL where there are none. */
static int read_spans(const ch__line *in, const char *key, ch_span **out, uint32_t *n, ch_err *err)
{
    const json_t *list = json_object_get(in->object, key);
    if (!json_is_array(list) || json_array_size(list) > MOST_SPANS)
        return ch__fail(err, CH_EFORMAT, "\"%s\" is not a list of at most %d spans [start, end]", key, MOST_SPANS);
    *n = (uint32_t)json_array_size(list);
    *out = *n ? ch__malloc(*n * sizeof **out) : NULL;
    if (*n && !*out)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    for (uint32_t i = 0; i < *n; i++) {
        const json_t *span = json_array_get(list, i), *start = json_array_get(span, 0), *end = json_array_get(span, 1);
        if (json_array_size(span) != 2 || !is_place(start) || !is_place(end))
            return ch__fail(err, CH_EFORMAT, "\"%s\": a span is [start, end] in code points", key);
        (*out)[i] = (ch_span){(uint32_t)json_integer_value(start), (uint32_t)json_integer_value(end)};
    }
    return CH_OK;
}

static void write_pair(const ch__line *in, ch__json *j, const ch_pair *p, ch_pair_labels labels)
{
    bool plv = labels == CH_LABELS_PLV;
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
    ch__json_key(j, "event");
    ch__json_str(j, plv ? ch_plv_class_name((ch_plv_class)p->plv) : ch_event_type_name((ch_event_type)p->type));
    ch__json_key(j, "mode");
    ch__json_str(j, p->mode);
    ch__json_key(j, "quad");
    ch__json_int(j, plv ? ch_plv_class_quad((ch_plv_class)p->plv) : ch_event_type_quad((ch_event_type)p->type));
    ch__json_key(j, "confidence");
    ch__json_real(j, p->confidence / 1000.0);
    ch__json_close(j, '}');
}

static int pair_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_pair_labels labels,
                     ch_err *err)
{
    ch_pair_input ask = {.text = NULL};
    ch_span *source = NULL, *target = NULL;
    ch_pair p;
    int rc = ch__line_text(in, "text", &ask.text, err);
    if (rc == CH_OK && !ask.text)
        rc = ch__fail(err, CH_EFORMAT, "no \"text\"");
    if (rc == CH_OK)
        rc = read_spans(in, "source", &source, &ask.n_source, err);
    if (rc == CH_OK)
        rc = read_spans(in, "target", &target, &ask.n_target, err);
    ask.source = source;
    ask.target = target;
    if (rc == CH_OK)
        rc = ch_pair_code(engine, work, &ask, &p, err);
    if (rc == CH_OK)
        write_pair(in, j, &p, labels);
    free(source);
    free(target);
    return rc;
}

static int plover_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    return pair_line(engine, work, in, j, CH_LABELS_PLOVER, err);
}

static int plv_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    return pair_line(engine, work, in, j, CH_LABELS_PLV, err);
}

int ch_pair_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number,
                 ch_pair_labels labels, bool ascii, char **out, ch_err *err)
{
    return ch__line_answer(engine, work, line, len, number, ascii, labels == CH_LABELS_PLV ? plv_line : plover_line,
                           out, err);
}

/* resolve.c - one phrase to the actors it means, on a date and in a context (ch_resolve, ch_resolve_line). */
#include <stdlib.h>
#include <string.h>

#include "actors/actors.h"
#include "base/utf8.h"
#include "line.h"
#include "text/document.h"

enum { MOST_BYTES = 1 << 20 };

/* ---- the document a phrase is read in ---- */

static bool word_byte(char c)
{
    return (unsigned char)c >= 0x80 || ch__is_alpha((unsigned char)c) || ch__is_digit((unsigned char)c);
}

/* The nth occurrence of a phrase that does not begin or end inside a word; NULL when there is none. */
static const char *find_phrase(const char *context, const char *text, uint32_t nth)
{
    size_t n = strlen(text);
    for (const char *at = strstr(context, text); at; at = strstr(at + 1, text)) {
        bool inside = at > context && word_byte(at[-1]) && word_byte(at[0]);
        inside = inside || (word_byte(at[n]) && word_byte(at[n - 1]));
        if (!inside && (nth <= 1 || !--nth))
            return at;
    }
    return NULL;
}

/* Normal form C, as the text room has it, without white space around; NULL when memory ran out. */
static char *normal(const char *s)
{
    ch__buf out = {0};
    ch__sv trimmed = ch__sv_trim(ch__sv_of(s ? s : ""));
    if (!ch__nfc(trimmed.p, trimmed.n, &out))
        ch__buf_release(&out);
    return ch__buf_take(&out);
}

/* The context with the phrase in it, or behind it as a sentence of its own. */
static char *text_of(const char *phrase, const char *context, uint32_t nth, ch_span *at)
{
    ch__buf text = {0};
    const char *found = find_phrase(context, phrase, nth);
    ch__buf_str(&text, context);
    if (!found && *context)
        ch__buf_str(&text, "\n\n");
    at->start = (uint32_t)(found ? (size_t)(found - context) : text.n);
    at->end = at->start + (uint32_t)strlen(phrase);
    if (!found)
        ch__buf_str(&text, phrase);
    return ch__buf_take(&text);
}

/* ---- the mention ---- */

static uint32_t length(ch_span s)
{
    return s.end - s.start;
}

static bool within(ch_span inner, ch_span outer)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

/* Whether nothing but commas, hyphens and "and" lies between two mentions. */
static bool joined(const ch_doc *doc, const ch_mention *a, const ch_mention *b)
{
    for (uint32_t t = a->tokens.end; t < b->tokens.start; t++) {
        ch__sv s = ch__token_sv(doc, t);
        bool determiner = doc->words[t].upos == CH_UPOS_DET, and = doc->words[t].upos == CH_UPOS_CCONJ;
        if (!determiner && !and&&!ch__sv_is(s, ",") && !ch__sv_is(s, "-") && !ch__sv_is(s, "–"))
            return false;
    }
    return a->tokens.end <= b->tokens.start;
}

static void add_actors(ch_doc *doc, const ch_mention *m)
{
    for (uint32_t a = m->actors.start; a < m->actors.end; a++) {
        ch_actor actor = doc->actors[a];
        *CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors) = actor;
    }
}

/* "Mali, Burkina Faso and Niger": the mentions from `first` on that stand in a row to the end of the phrase become one,
 * behind all others; CH_NONE when they do not. */
static uint32_t row_of_mentions(ch_doc *doc, uint32_t first, ch_span phrase)
{
    uint32_t last = first, n = 1;
    ch_span actors = {doc->n_actors, 0};
    for (uint32_t i = first + 1; i < doc->n_mentions && within(doc->mentions[i].bytes, phrase); i++) {
        if (within(doc->mentions[i].bytes, doc->mentions[last].bytes))
            continue;
        if (!joined(doc, &doc->mentions[last], &doc->mentions[i]))
            return CH_NONE;
        last = i;
        n++;
    }
    if (n < 2 || doc->mentions[last].bytes.end != phrase.end)
        return CH_NONE;
    for (uint32_t i = first, before = CH_NONE; i <= last; i++) {
        if (before != CH_NONE && within(doc->mentions[i].bytes, doc->mentions[before].bytes))
            continue;
        add_actors(doc, &doc->mentions[i]);
        before = i;
    }
    actors.end = doc->n_actors;
    ch_mention *all = ch__alloc_array(ch__doc_arena(doc), (size_t)doc->n_mentions + 1, sizeof *all);
    memcpy(all, doc->mentions, doc->n_mentions * sizeof *all);
    ch_mention *row = &all[doc->n_mentions];
    *row = all[first];
    row->bytes = phrase;
    row->tokens.end = all[last].tokens.end;
    row->chars.end = all[last].chars.end;
    row->actors = actors;
    row->kind = CH_MENTION_GROUP;
    row->chain = CH_NONE;
    row->why = "names in a row";
    doc->mentions = all;
    return doc->n_mentions++;
}

/* The mention of these very bytes; else several in a row; else the longest inside of them; else the shortest around
 * them. */
static uint32_t mention_of(ch_doc *doc, ch_span phrase)
{
    uint32_t inner = CH_NONE, outer = CH_NONE, first = CH_NONE;
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        ch_span s = doc->mentions[i].bytes;
        if (s.start == phrase.start && s.end == phrase.end)
            return i;
        if (within(s, phrase) && first == CH_NONE)
            first = i;
        if (within(s, phrase) && (inner == CH_NONE || length(s) > length(doc->mentions[inner].bytes)))
            inner = i;
        if (within(phrase, s) && (outer == CH_NONE || length(s) < length(doc->mentions[outer].bytes)))
            outer = i;
    }
    uint32_t row = first != CH_NONE && doc->words ? row_of_mentions(doc, first, phrase) : CH_NONE;
    return row != CH_NONE ? row : inner != CH_NONE ? inner : outer;
}

/* A place that is nobody's seat ("Narva") acts for nobody, and no mention has it: asked for by its name it is the
 * country it is in. */
static uint32_t place_of(const ch_engine *engine, ch_doc *doc, ch_span phrase)
{
    for (uint32_t i = 0; i < doc->n_places; i++)
        if (doc->places[i].bytes.start == phrase.start && doc->places[i].bytes.end == phrase.end)
            return ch__mention_place(engine->knowledge, doc, i);
    return CH_NONE;
}

static int read_text(const ch_engine *engine, ch_work *work, const char *text, const char *date, ch_doc **out,
                     ch_err *err)
{
    ch_input in = {.name = "phrase",
                   .uri = "phrase",
                   .bytes = text,
                   .len = strlen(text),
                   .format = CH_FORMAT_PLAIN,
                   .charset = "utf-8"};
    ch_doc_options options = {.published = date, .actors_only = true};
    return ch_doc_code(engine, work, &in, &options, out, err);
}

static int resolve(const ch_engine *engine, ch_work *work, const char *phrase, const char *context, uint32_t nth,
                   const char *date, ch_doc **out, uint32_t *mention, ch_err *err)
{
    ch_span at;
    if (!phrase || !context)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    if (!*phrase)
        return ch__fail(err, CH_EEMPTY, "the phrase is empty");
    if (strlen(context) + strlen(phrase) > MOST_BYTES)
        return ch__fail(err, CH_ELIMIT, "phrase and context are longer than %d bytes", MOST_BYTES);
    char *text = text_of(phrase, context, nth, &at);
    if (!text)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    int rc = read_text(engine, work, text, date, out, err);
    free(text);
    if (rc == CH_OK)
        *mention = mention_of(*out, at);
    if (rc == CH_OK && *mention == CH_NONE)
        *mention = place_of(engine, *out, at);
    return rc;
}

int ch_resolve(const ch_engine *engine, ch_work *work, const ch_phrase *phrase, ch_doc **out, uint32_t *mention,
               ch_err *err)
{
    *out = NULL;
    *mention = CH_NONE;
    char *text = normal(phrase->text), *context = normal(phrase->context);
    int rc = resolve(engine, work, text, context, phrase->nth, phrase->date, out, mention, err);
    free(text);
    free(context);
    return rc;
}

/* ---- JSONL ---- */

/* A date of the tables; "~" says about, which JSON leaves to the precision of the date. */
static void write_date(ch__json *j, const char *key, const char *date)
{
    ch__json_key(j, key);
    ch__json_str(j, date && *date == '~' ? date + 1 : date);
}

static void write_actor(ch__json *j, const ch_actor *a)
{
    static const ch_actor nobody = {.id = NULL};
    a = a ? a : &nobody;
    const char *const fields[][2] = {
        {"name", a->name}, {"code", a->code}, {"sector", a->sector}, {"entity", a->entity}, {"office", a->office}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        ch__json_key(j, fields[i][0]);
        ch__json_str(j, fields[i][1]);
    }
    write_date(j, "from", a->since);
    write_date(j, "to", a->until);
}

static void write_others(ch__json *j, const ch_doc *doc, ch_span actors)
{
    ch__json_key(j, "others");
    ch__json_open(j, '[');
    for (uint32_t a = actors.start; a < actors.end; a++) {
        ch__json_open(j, '{');
        write_actor(j, &doc->actors[a]);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

static void write_resolution(const ch__line *in, ch__json *j, const ch_doc *doc, const ch_mention *m)
{
    bool resolved = m && m->actors.start < m->actors.end;
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
    write_actor(j, resolved ? &doc->actors[m->actors.start] : NULL);
    ch__json_key(j, "confidence");
    ch__json_real(j, resolved ? m->confidence : 0);
    ch__json_key(j, "why");
    ch__json_str(j, m ? m->why : "no name, role or pronoun that the tables know");
    if (resolved && m->actors.end - m->actors.start > 1)
        write_others(j, doc, (ch_span){m->actors.start + 1, m->actors.end});
    ch__json_close(j, '}');
}

int ch__resolution_json(const ch__line *in, const ch_doc *doc, uint32_t mention, char **out)
{
    ch__buf text = {0};
    ch__json j = {.out = &text};
    write_resolution(in, &j, doc, mention == CH_NONE ? NULL : &doc->mentions[mention]);
    *out = ch__buf_take(&text);
    return *out ? CH_OK : CH_ENOMEM;
}

static int resolve_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    ch_phrase phrase = {.text = NULL};
    ch_doc *doc;
    uint32_t mention;
    int rc = ch__line_text(in, "text", &phrase.text, err);
    if (rc == CH_OK && !phrase.text)
        rc = ch__fail(err, CH_EFORMAT, "no \"text\"");
    if (rc == CH_OK)
        rc = ch__line_date(in, "date", &phrase.date, err);
    if (rc == CH_OK)
        rc = ch__line_text(in, "context", &phrase.context, err);
    if (rc < 0)
        return rc;
    json_int_t nth = json_integer_value(json_object_get(in->object, "nth"));
    phrase.nth = nth > 0 && nth < INT32_MAX ? (uint32_t)nth : 1;
    rc = ch_resolve(engine, work, &phrase, &doc, &mention, err);
    if (rc < 0)
        return rc;
    write_resolution(in, j, doc, mention == CH_NONE ? NULL : &doc->mentions[mention]);
    ch_doc_free(doc);
    return CH_OK;
}

int ch_resolve_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                    char **out, ch_err *err)
{
    return ch__line_answer(engine, work, line, len, number, ascii, resolve_line, out, err);
}

/* pipeline.c - the rooms, called in order. */
#include <setjmp.h>

#include "engine.h"
#include "ledger/ledger.h"
#include "text/text.h"

/* Whether the rooms after text know the document's language. An unknown language is tried: short texts cannot tell. */
static bool coded_language(const ch_doc *doc)
{
    return !doc->language || strcmp(doc->language, "en") == 0;
}

/* in == NULL: the document has its tokens. */
static int rooms(const ch_engine *engine, ch__arena *scratch, const ch_input *in, const ch_doc_options *options,
                 ch_doc *doc, ch_err *err)
{
    const ch__knowledge *k = engine->knowledge;
    bool times_only = options && options->times_only;
    bool syntax_only = times_only || (options && options->syntax_only), actors_only = options && options->actors_only,
         events_only = options && options->events_only, whole = syntax_only || actors_only || events_only;
    doc->ontology = (uint8_t)engine->ontology;
    int rc = in ? ch__text_room(k, &engine->splitter, scratch, in, options, doc, err) : CH_OK;
    if (rc < 0 || (options && options->text_only))
        return rc;
    if (!whole && !coded_language(doc)) {
        ch__events_passed_over(doc);
        return rc;
    }
    ch__syntax_room(engine->syntax, scratch, doc);
    if (times_only)
        ch__times_room(k, scratch, doc, true);
    if (syntax_only)
        return rc;
    ch__actors_room(k, scratch, doc);
    if (actors_only)
        return rc;
    ch__events_room(k, engine->events, scratch, doc);
    if (events_only)
        return rc;
    ch__ledger_room(k, engine->figures, scratch, doc);
    ch__records_finish(k, scratch, doc);
    return CH_OK;
}

/* Arena allocation jumps here when memory runs out (base/arena.h). No local is changed between setjmp and longjmp. */
static int guarded(const ch_engine *engine, ch__arena *scratch, const ch_input *in, const ch_doc_options *options,
                   ch_doc *doc, ch_err *err)
{
    jmp_buf guard;
    if (setjmp(guard)) {
        scratch->guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    scratch->guard = &guard;
    ch__doc_arena(doc)->guard = &guard;
    int rc = rooms(engine, scratch, in, options, doc, err);
    scratch->guard = NULL;
    ch__doc_arena(doc)->guard = NULL;
    return rc;
}

/* Says where the input is: its file and line. A record without a line (of a WARC file) is told by its name, and a place
 * in a record's text is no place in the file. */
static void locate(const ch_input *in, ch_err *err)
{
    bool part = in->container != CH_FORMAT_AUTO && in->container != CH_FORMAT_PLAIN && in->container != CH_FORMAT_HTML;
    ch_err told = *err;
    if (in->path && part && err->offset >= 0)
        ch__fail(err, told.code, "%s, at byte %lld of the text", told.message, (long long)told.offset);
    told = *err;
    if (in->path && part && !in->line)
        ch__fail_at(err, told.code, NULL, 0, told.offset, "%s: %s", in->name, told.message);
    ch__err_file(err, in->path ? in->path : in->name);
    if (!err->line)
        err->line = in->line;
}

int ch_doc_code(const ch_engine *engine, ch_work *work, const ch_input *in, const ch_doc_options *options, ch_doc **out,
                ch_err *err)
{
    *out = NULL;
    ch__err_clear(err);
    ch_doc *doc = ch__doc_new();
    if (!doc)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    ch__arena_clear(&work->scratch);
    int rc = guarded(engine, &work->scratch, in, options, doc, err);
    if (rc < 0) {
        if (err)
            locate(in, err);
        ch_doc_free(doc);
        return rc;
    }
    *out = doc;
    return CH_OK;
}

int ch_doc_parse(const ch_engine *engine, ch_work *work, ch_doc *doc, ch_err *err)
{
    static const ch_doc_options options = {.syntax_only = true};
    ch__err_clear(err);
    ch__arena_clear(&work->scratch);
    doc->names = NULL;
    doc->n_names = 0;
    return guarded(engine, &work->scratch, NULL, &options, doc, err);
}

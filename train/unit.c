/* unit.c - a sentence or passage of the corpus as the engine reads it. */
#include "unit.h"

#include "base/date.h"
#include "train.h"

ch_doc *unit_read(const ch_engine *engine, ch_work *work, const ch__corpus_unit *u, ch_doc_options until, ch_err *err)
{
    char iso[12];
    ch_doc *doc = NULL;
    ch_input input = {.name = u->doc->name,
                      .uri = u->doc->uri,
                      .bytes = u->doc->text,
                      .len = u->doc->len,
                      .format = CH_FORMAT_PLAIN,
                      .container = CH_FORMAT_PLAIN,
                      .language = "en",
                      .charset = "utf-8"};
    until.published = u->doc->published.year ? ch__date_iso(u->doc->published, iso) : NULL;
    if (ch_doc_code(engine, work, &input, &until, &doc, err) < 0)
        die_of(err);
    return doc;
}

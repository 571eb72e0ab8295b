/* places.c - the place names of a text, resolved: one line in, one line out (ch_places_line). */
#include "line.h"
#include "text/document.h"

static void write_number(ch__json *j, const char *key, double value)
{
    ch__json_key(j, key);
    ch__json_real(j, value); /* NAN: null */
}

static void write_place(ch__json *j, const ch_doc *doc, const ch_place *p)
{
    ch__json_open(j, '{');
    ch__json_key(j, "text");
    ch__json_string(j, ch__doc_sv(doc, p->bytes));
    ch__json_key(j, "span");
    ch__json_open(j, '[');
    ch__json_int(j, p->chars.start);
    ch__json_int(j, p->chars.end);
    ch__json_close(j, ']');
    ch__json_key(j, "name");
    ch__json_str(j, p->name);
    ch__json_key(j, "country");
    ch__json_str(j, p->country);
    write_number(j, "lat", p->lat);
    write_number(j, "lon", p->lon);
    ch__json_key(j, "geonameid");
    ch__json_str(j, p->geonameid);
    ch__json_close(j, '}');
}

static int places_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    ch_doc_options options = {.actors_only = true};
    ch_doc *doc;
    int rc = ch__line_code(engine, work, in, "date", CH_FORMAT_PLAIN, &options, &doc, err);
    if (rc < 0)
        return rc;
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
    ch__json_key(j, "places");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_places; i++)
        write_place(j, doc, &doc->places[i]);
    ch__json_close(j, ']');
    ch__json_close(j, '}');
    ch_doc_free(doc);
    return CH_OK;
}

int ch_places_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                   char **out, ch_err *err)
{
    return ch__line_answer(engine, work, line, len, number, ascii, places_line, out, err);
}

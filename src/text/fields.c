#include <stdlib.h>
#include <string.h>

#include "text/source.h"

/* Names under which corpora, crawlers and APIs keep these things, best first: newspaper3k and trafilatura (maintext,
 * date_publish), GDELT and Media Cloud exports (url, publish_date), schema.org (headline, articleBody, datePublished),
 * RSS (guid, pubDate). */
static const char *const USUAL[CH__N_ROLES][12] = {
    [CH__ROLE_TEXT] = {"text", "body", "content", "article", "full_text", "fulltext", "maintext", "article_text",
                       "articleBody", "content_text", "story"},
    [CH__ROLE_PUBLISHED] = {"published", "date", "pub_date", "publication_date", "date_published", "publish_date",
                            "date_publish", "datePublished", "pubDate", "published_at", "datetime"},
    [CH__ROLE_TITLE] = {"title", "headline", "heading"},
    [CH__ROLE_ID] = {"id", "guid", "doc_id", "docid", "document_id", "article_id", "url"},
    [CH__ROLE_URI] = {"uri", "url", "link", "href", "permalink"},
    [CH__ROLE_LANGUAGE] = {"language", "lang"},
    [CH__ROLE_SOURCE] = {"source", "publisher", "outlet", "agency", "site_name", "source_domain"},
    [CH__ROLE_SOURCE_COUNTRY] = {"source_country"},
    [CH__ROLE_AUTHOR] = {"author", "authors", "byline", "creator"},
};

static const struct {
    const char *key;
    ch__role role;
} KEYS[] = {{"text", CH__ROLE_TEXT},         {"date", CH__ROLE_PUBLISHED}, {"published", CH__ROLE_PUBLISHED},
            {"title", CH__ROLE_TITLE},       {"id", CH__ROLE_ID},          {"uri", CH__ROLE_URI},
            {"language", CH__ROLE_LANGUAGE}, {"source", CH__ROLE_SOURCE},  {"source_country", CH__ROLE_SOURCE_COUNTRY},
            {"author", CH__ROLE_AUTHOR}};

static char *copy(ch__sv s)
{
    char *p = ch__malloc(s.n + 1);
    if (!p)
        return NULL;
    memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

static int parse_pair(ch__fields *f, ch__sv pair, ch_err *err)
{
    const char *eq = memchr(pair.p, '=', pair.n);
    ch__sv key = ch__sv_trim(eq ? ch__sv_between(pair.p, eq) : pair);
    ch__sv name = eq ? ch__sv_trim(ch__sv_between(eq + 1, pair.p + pair.n)) : (ch__sv){0};
    if (!eq || !key.n || !name.n)
        return ch__fail(err, CH_EUSAGE, "field mapping \"%.*s\" is not MEANING=FIELD", (int)pair.n, pair.p);
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        if (!ch__sv_is(key, KEYS[i].key))
            continue;
        free(f->given[KEYS[i].role]);
        f->given[KEYS[i].role] = copy(name);
        return f->given[KEYS[i].role] ? 0 : ch__fail(err, CH_ENOMEM, "out of memory");
    }
    return ch__fail(err, CH_EUSAGE,
                    "no meaning \"%.*s\" for a field; there are text, date, title, id, uri, language, source, "
                    "source_country, author",
                    (int)key.n, key.p);
}

int ch__fields_parse(ch__fields *f, const char *spec, ch_err *err)
{
    *f = (ch__fields){0};
    ch__sv rest = ch__sv_of(spec), pair;
    while (ch__sv_next(&rest, ',', &pair)) {
        int rc = ch__sv_trim(pair).n ? parse_pair(f, pair, err) : 0;
        if (rc)
            return rc;
    }
    return 0;
}

void ch__fields_release(ch__fields *f)
{
    for (size_t i = 0; i < CH__N_ROLES; i++)
        free(f->given[i]);
    *f = (ch__fields){0};
}

const char *ch__fields_name(const ch__fields *f, ch__role role, size_t i)
{
    if (f->given[role])
        return i == 0 ? f->given[role] : NULL;
    return i < sizeof USUAL[role] / sizeof *USUAL[role] ? USUAL[role][i] : NULL;
}

bool ch__fields_known(const ch__fields *f, ch__role role, ch__sv name)
{
    const char *known;
    for (size_t i = 0; (known = ch__fields_name(f, role, i)); i++)
        if (ch__sv_eq_nocase(name, ch__sv_of(known)))
            return true;
    return false;
}

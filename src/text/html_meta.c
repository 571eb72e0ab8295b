#include "base/json.h"
#include "text/html.h"
#include "text/source.h"

/* What a page says of itself: Open Graph, Dublin Core, schema.org (microdata and JSON-LD), the commonest names of
 * newspapers. */

enum { MOST_JSON = 1 << 20 };

enum { PUBLISHED, HEADLINE, SITE, AUTHOR, LANGUAGE, N_FACTS };

/* <meta name|property|itemprop=... content=...>, best first for each fact. */
static const struct {
    const char *name;
    unsigned char fact;
} METAS[] = {
    {"article:published_time", PUBLISHED},
    {"datepublished", PUBLISHED},
    {"og:article:published_time", PUBLISHED},
    {"parsely-pub-date", PUBLISHED},
    {"sailthru.date", PUBLISHED},
    {"dc.date.issued", PUBLISHED},
    {"dcterms.issued", PUBLISHED},
    {"dc.date", PUBLISHED},
    {"dcterms.date", PUBLISHED},
    {"dcterms.created", PUBLISHED},
    {"dc.date.created", PUBLISHED},
    {"citation_publication_date", PUBLISHED},
    {"pubdate", PUBLISHED},
    {"publishdate", PUBLISHED},
    {"publish-date", PUBLISHED},
    {"publish_date", PUBLISHED},
    {"publication_date", PUBLISHED},
    {"date", PUBLISHED},
    {"og:title", HEADLINE},
    {"twitter:title", HEADLINE},
    {"dc.title", HEADLINE},
    {"og:site_name", SITE},
    {"application-name", SITE},
    {"dc.publisher", SITE},
    {"author", AUTHOR},
    {"article:author", AUTHOR},
    {"dc.creator", AUTHOR},
    {"parsely-author", AUTHOR},
    {"byl", AUTHOR},
    {"og:locale", LANGUAGE},
    {"dc.language", LANGUAGE},
    {"language", LANGUAGE},
};

struct facts {
    ch__html *h;
    const char *value[N_FACTS];
    size_t rank[N_FACTS]; /* lower is better */
};

/* One clean line in the arena, or NULL. */
static const char *clean(ch__html *h, ch__sv s)
{
    char *out = ch__alloc_raw(h->arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] > ' ')
            out[n++] = s.p[i];
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = 0;
    return n ? out : NULL;
}

/* Keeps a value unless a better one is known, or it cannot be used: a date in no known form, an author given as a link.
 */
static void offer(struct facts *f, int fact, size_t rank, ch__sv raw)
{
    const char *value = raw.p && raw.n < 2000 ? clean(f->h, raw) : NULL;
    if (!value || (f->value[fact] && f->rank[fact] <= rank))
        return;
    char date[12];
    if (fact == PUBLISHED) {
        if (ch__stamp(ch__sv_of(value), date) != 1)
            return;
        value = ch__copyz(f->h->arena, date);
    }
    if (fact == AUTHOR && strstr(value, "://"))
        return;
    f->value[fact] = value;
    f->rank[fact] = rank;
}

static void read_meta(struct facts *f, const GumboNode *node)
{
    static const char *const KEYS[] = {"property", "name", "itemprop"};
    const char *content = ch__html_attribute(node, "content");
    if (!content)
        return;
    for (size_t k = 0; k < 3; k++) {
        const char *key = ch__html_attribute(node, KEYS[k]);
        for (size_t i = 0; key && i < sizeof METAS / sizeof *METAS; i++)
            if (ch__sv_eq_nocase(ch__sv_of(key), ch__sv_of(METAS[i].name)))
                offer(f, METAS[i].fact, i, ch__sv_of(content));
    }
}

/* ---- JSON-LD ---- */

static json_t *member(json_t *v, const char *name)
{
    return json_is_object(v) ? json_object_get(v, name) : NULL;
}

/* A string, the first of a list, or the name of a person or organisation. */
static ch__sv name_in(json_t *v)
{
    if (json_is_array(v))
        v = json_array_get(v, 0);
    if (json_is_object(v))
        v = json_object_get(v, "name");
    return json_is_string(v) ? (ch__sv){json_string_value(v), json_string_length(v)} : (ch__sv){0};
}

/* What the @type of a thing says: the story, something else on the page, or the site it stands on. */
static bool of_type(json_t *v, const char *part)
{
    json_t *type = member(v, "@type");
    size_t n = json_is_array(type) ? json_array_size(type) : 1;
    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_is_array(type) ? json_array_get(type, i) : type);
        if (name && strstr(name, part))
            return true;
    }
    return false;
}

static void read_thing(struct facts *f, json_t *v)
{
    /* a story's stand below article:published_time and above the rest, another thing's below all metas */
    const size_t last = sizeof METAS / sizeof *METAS;
    const size_t rank = of_type(v, "Article") || of_type(v, "Posting") || of_type(v, "Report") ? 1 : last;
    if ((!member(v, "datePublished") && !member(v, "headline")) || of_type(v, "WebSite"))
        return;
    offer(f, PUBLISHED, rank, name_in(member(v, "datePublished")));
    offer(f, HEADLINE, rank + last, name_in(member(v, "headline")));
    offer(f, AUTHOR, rank, name_in(member(v, "author")));
    offer(f, SITE, rank + last, name_in(member(v, "publisher")));
    offer(f, LANGUAGE, rank, name_in(member(v, "inLanguage")));
}

/* The object itself, the elements of a list, and what stands under @graph or mainEntity of each. */
static void read_things(struct facts *f, json_t *root)
{
    size_t n = json_is_array(root) ? json_array_size(root) : 1;
    for (size_t i = 0; i < n && i < 1000; i++) {
        json_t *v = json_is_array(root) ? json_array_get(root, i) : root, *graph = member(v, "@graph");
        read_thing(f, v);
        read_thing(f, member(v, "mainEntity"));
        for (size_t k = 0; json_is_array(graph) && k < json_array_size(graph) && k < 1000; k++)
            read_thing(f, json_array_get(graph, k));
    }
}

static void read_json_ld(struct facts *f, const GumboNode *script, void **json)
{
    const char *type = ch__html_attribute(script, "type");
    if (!type || strcmp(type, "application/ld+json") || !script->v.element.children.length)
        return;
    const GumboNode *text = script->v.element.children.data[0];
    if (text->type != GUMBO_NODE_TEXT)
        return;
    size_t n = strlen(text->v.text.text);
    if (n > MOST_JSON)
        return;
    *json = ch__json_parse(text->v.text.text, n, NULL);
    if (*json)
        read_things(f, *json);
    json_decref(*json);
    *json = NULL;
}

/* ---- other elements ---- */

static void read_element(struct facts *f, uint32_t at, void **json)
{
    const size_t last = sizeof METAS / sizeof *METAS;
    const ch__html_node *n = &f->h->nodes[at];
    const char *prop = ch__html_attribute(n->node, "itemprop"), *time = ch__html_attribute(n->node, "datetime");
    switch (n->node->v.element.tag) {
    case GUMBO_TAG_META: read_meta(f, n->node); break;
    case GUMBO_TAG_SCRIPT: read_json_ld(f, n->node, json); break;
    case GUMBO_TAG_HTML: offer(f, LANGUAGE, 0, ch__sv_of(ch__html_attribute(n->node, "lang"))); break;
    case GUMBO_TAG_TIME: /* the first one of the page, if nothing else says */
        if (time && !(n->flags & CH__HTML_HIDDEN))
            offer(f, PUBLISHED, ch__html_attribute(n->node, "pubdate") ? last : last + 1, ch__sv_of(time));
        break;
    default: break;
    }
    if (prop && !strcmp(prop, "datePublished") && time)
        offer(f, PUBLISHED, 1, ch__sv_of(time));
}

/* <title> stands in a hidden <head>: its text is taken from the node. */
static void read_title(ch__html *h, uint32_t at)
{
    const GumboVector *kids = &h->nodes[at].node->v.element.children;
    const GumboNode *text = kids->length ? kids->data[0] : NULL;
    if (!h->page_title && text && text->type == GUMBO_NODE_TEXT)
        h->page_title = clean(h, ch__sv_of(text->v.text.text));
}

static bool in_svg(const ch__html *h, uint32_t at)
{
    return h->nodes[at].node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML;
}

void ch__html_meta(ch__html *h, void **json)
{
    struct facts f = {.h = h};
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        if (h->nodes[i].node->type != GUMBO_NODE_ELEMENT || in_svg(h, i))
            continue;
        read_element(&f, i, json);
        if (ch__html_is(h->nodes[i].node, GUMBO_TAG_TITLE))
            read_title(h, i);
    }
    h->published = f.value[PUBLISHED];
    h->headline = f.value[HEADLINE];
    h->site = f.value[SITE];
    h->author = f.value[AUTHOR];
    h->language = f.value[LANGUAGE];
}

#include "text/html.h"

#include <jansson.h>
#include <setjmp.h>

#include "base/utf8.h"

/* What a page in work holds, so that it can be released from outside whatever happens inside. */
struct work {
    ch__html html;
    ch__arena arena; /* gumbo's tree and ours */
    size_t allocated, budget;
    jmp_buf guard;
    ch__buf raw, block, text;
    ch__hint *hints; /* in `arena` */
    uint32_t n_hints, cap_hints;
    void *json;
};

enum { OUT_OF_MEMORY = 1, OVER_BUDGET = 2 };

/* ---- gumbo's memory comes from our arena and is limited: unclosed formatting tags make a parser copy them into every
 * block, so a small page can ask for any amount of it (HTML standard, "reconstruct the active formatting elements")
 * ---- */

static void *allocate(void *ctx, size_t n)
{
    struct work *w = ctx;
    w->allocated += n;
    if (w->allocated > w->budget)
        longjmp(w->guard, OVER_BUDGET);
    return ch__alloc_raw(&w->arena, n);
}

static void deallocate(void *ctx, void *p)
{
    (void)ctx, (void)p; /* with the arena */
}

static const GumboOutput *parse(struct work *w, ch__sv html)
{
    GumboOptions o = kGumboDefaultOptions;
    o.allocator = allocate;
    o.deallocator = deallocate;
    o.userdata = w;
    o.max_errors = 0;
    w->budget = ((size_t)64 << 20) + 100 * html.n;
    return gumbo_parse_with_options(&o, html.p, html.n);
}

/* ---- text ---- */

static void add_hint(struct work *w, size_t from, uint8_t kind, const char *why)
{
    if (w->text.n > from)
        *CH__PUSH(&w->arena, w->hints, w->n_hints, w->cap_hints) =
            (ch__hint){{(uint32_t)from, (uint32_t)w->text.n}, kind, why};
}

/* Appends w->raw as one block, or several where it holds blank lines (<pre>). */
static void add_text(struct work *w, uint8_t kind, const char *why)
{
    ch__buf_clear(&w->block);
    if (!ch__nfc(w->raw.p ? w->raw.p : "", w->raw.n, &w->block))
        longjmp(w->guard, OUT_OF_MEMORY);
    ch__sv rest = {w->block.p, w->block.n};
    while (rest.n) {
        size_t gap = ch__sv_find(rest, CH__SV("\n\n"));
        ch__sv part = {rest.p, gap == (size_t)-1 ? rest.n : gap};
        rest = gap == (size_t)-1 ? (ch__sv){0} : (ch__sv){rest.p + gap + 2, rest.n - gap - 2};
        part = ch__sv_trim(part);
        if (!part.n)
            continue;
        if (w->text.n)
            ch__buf_str(&w->text, "\n\n");
        size_t from = w->text.n;
        ch__buf_sv(&w->text, part);
        add_hint(w, from, kind, why);
    }
    if (w->text.failed)
        longjmp(w->guard, OUT_OF_MEMORY);
}

/* A block of the story that is nearly all links leads elsewhere: "Read also: ...", tags. */
static bool leads_away(const ch__html_block *b)
{
    if (b->kind != CH_BLOCK_BODY)
        return false;
    return b->link_words * 5 > b->words * 4 || (b->link_words * 2 > b->words && b->words < 12);
}

static void add_block(struct work *w, const ch__html_block *b)
{
    ch__buf_clear(&w->raw);
    ch__html_run_text(&w->html, b->from, b->to, &w->raw);
    if (leads_away(b))
        add_text(w, CH_BLOCK_RELATED, "html: mostly links");
    else
        add_text(w, b->kind, b->why ? b->why : "html");
}

/* The title's block: the <h1>, wherever it stands, or what the page says its headline is. */
static bool add_title(struct work *w, const char **title)
{
    ch__html *h = &w->html;
    const char *line = h->title != CH_NONE ? ch__html_line(h, h->title, &w->raw)
                       : h->headline       ? h->headline
                                           : h->page_title;
    if (!line)
        return false;
    ch__buf_clear(&w->raw);
    ch__buf_str(&w->raw, line);
    size_t from = w->n_hints;
    add_text(w, CH_BLOCK_TITLE,
             h->title != CH_NONE ? "html: <h1>"
             : h->headline       ? "html: stated headline"
                                 : "html: <title>");
    if (w->n_hints > from)
        *title = ch__copy(&w->arena,
                          (ch__sv){w->text.p + w->hints[from].bytes.start, w->text.n - w->hints[from].bytes.start});
    return true;
}

/* Blocks in front of the first and behind the last content are furniture where nothing marks the story's bounds. But
 * the tree that finds content by its length misses short paragraphs, so sentences beside it belong to it, and in front
 * also what holds no link: the date, the place. */
static void bounds(const ch__html *h, uint32_t *from, uint32_t *to)
{
    uint32_t first = 0, last = h->n_blocks;
    while (first < last && h->blocks[first].from < h->main)
        first++;
    while (last > first && h->blocks[last - 1].from >= h->nodes[h->main].end)
        last--;
    *from = first;
    *to = last;
    if (h->marked)
        return;
    while (*from < *to && !h->blocks[*from].content)
        ++*from;
    while (*to > *from && !h->blocks[*to - 1].content)
        --*to;
    if (*from == *to) { /* too short to tell: all of it */
        *from = first;
        *to = last;
        return;
    }
    while (*from > first && (!h->blocks[*from - 1].link_words || h->blocks[*from - 1].sentence))
        --*from;
    while (*to < last && h->blocks[*to].sentence)
        ++*to;
}

static bool in_title(const ch__html *h, const ch__html_block *b)
{
    return h->title != CH_NONE && b->from >= h->title && b->from < h->nodes[h->title].end;
}

static void write_story(struct work *w, const char **title)
{
    const ch__html *h = &w->html;
    uint32_t from, to;
    bounds(h, &from, &to);
    bool inside = false;
    for (uint32_t i = from; i < to; i++)
        inside |= in_title(h, &h->blocks[i]);
    if (!inside)
        add_title(w, title);
    for (uint32_t i = from; i < to; i++) {
        if (!in_title(h, &h->blocks[i]))
            add_block(w, &h->blocks[i]);
        else if (!*title)
            add_title(w, title);
    }
}

/* "en-GB", "en_US" -> "en"; NULL for anything else. */
static const char *language_code(ch__arena *arena, const char *tag)
{
    size_t n = 0;
    while (tag && n < 4 && ch__is_alpha((unsigned char)tag[n]))
        n++;
    if (n != 2 || (tag[2] && tag[2] != '-' && tag[2] != '_'))
        return NULL;
    char code[2] = {ch__lower(tag[0]), ch__lower(tag[1])};
    return ch__copy(arena, (ch__sv){code, 2});
}

/* ---- all of it ---- */

static void fill(struct work *w, const char *title, ch__arena *arena, ch__extract *out)
{
    const ch__html *h = &w->html;
    *out = (ch__extract){0};
    out->text = (ch__sv){ch__copy(arena, (ch__sv){w->text.p, w->text.n}), w->text.n};
    out->hints = ch__alloc_array(arena, w->n_hints, sizeof *out->hints);
    for (uint32_t i = 0; i < w->n_hints; i++) {
        out->hints[i] = w->hints[i];
        out->hints[i].why = ch__copyz(arena, w->hints[i].why); /* it may be the tree's */
    }
    out->n_hints = w->n_hints;
    out->title = ch__copyz(arena, title);
    out->published = ch__copyz(arena, h->published);
    out->published_step = h->published ? "metadata" : NULL;
    out->language = language_code(arena, h->language);
    out->source = ch__copyz(arena, h->site);
    out->author = ch__copyz(arena, h->author);
}

static int extract(struct work *w, ch__sv html, ch__arena *arena, ch__extract *out, ch_err *err)
{
    ch__html *h = &w->html;
    const char *title = NULL;
    ch__html_flatten(h, parse(w, html)->root);
    ch__html_segment(h);
    if (!h->n_blocks) /* a page that a script would fill; its title is not a story */
        return ch__fail(err, CH_EEMPTY, "the page shows no text");
    ch__html_meta(h, &w->json);
    ch__html_main(h);
    write_story(w, &title);
    if (!w->text.n)
        return ch__fail(err, CH_EEMPTY, "the page shows no text");
    fill(w, title, arena, out);
    return 0;
}

/* Memory that runs out in either arena lands here; the page's own memory is released by the caller. */
static int guarded(struct work *w, ch__sv html, ch__arena *arena, ch__extract *out, ch_err *err)
{
    jmp_buf *const outer = arena->guard;
    w->arena.guard = arena->guard = &w->guard;
    int rc;
    switch (setjmp(w->guard)) {
    case 0: rc = extract(w, html, arena, out, err); break;
    case OVER_BUDGET:
        rc = ch__fail(err, CH_ELIMIT, "HTML whose unclosed tags need more than %zu bytes of memory", w->budget);
        break;
    default: rc = ch__fail(err, CH_ENOMEM, "out of memory"); break;
    }
    arena->guard = outer;
    return rc;
}

int ch__html_extract(const ch__knowledge *k, ch__arena *arena, ch__sv html, ch__extract *out, ch_err *err)
{
    int rc = ch__html_limits(html, err);
    if (rc)
        return rc;
    struct work w = {0};
    w.html = (ch__html){.knowledge = k, .arena = &w.arena, .scratch = &w.raw};
    rc = guarded(&w, html, arena, out, err);
    json_decref(w.json);
    ch__buf_release(&w.raw);
    ch__buf_release(&w.block);
    ch__buf_release(&w.text);
    ch__arena_release(&w.arena);
    return rc;
}

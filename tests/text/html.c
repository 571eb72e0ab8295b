#define _GNU_SOURCE
/* HTML to blocks: tests/text/html.txt, and pages that no parser should be given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "support/engine.h"
#include "text/text.h"

static ch__knowledge *knowledge;

static int open_knowledge(void **state)
{
    ch_err err;
    (void)state;
    return ch__knowledge_open(&knowledge, CH_KNOWLEDGE_FILE, &err);
}

static int close_knowledge(void **state)
{
    (void)state;
    ch__knowledge_close(knowledge);
    return 0;
}

static void add_escaped(ch__buf *out, ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            ch__buf_str(out, "\\n");
        else
            ch__buf_char(out, s.p[i]);
}

/* Blocks as the corpus writes them; on the way checks that they lie in order, part at blank lines and cover the text.
 */
static void print_blocks(const ch__extract *x, ch__buf *out)
{
    size_t at = 0;
    for (uint32_t i = 0; i < x->n_hints; i++) {
        ch_span b = x->hints[i].bytes;
        assert_true(b.start < b.end && b.end <= x->text.n);
        assert_int_equal(b.start, i ? at + 2 : 0);
        assert_true(i == 0 || !memcmp(x->text.p + at, "\n\n", 2));
        assert_non_null(x->hints[i].why);
        at = b.end;
        ch__buf_printf(out, "%s%s ", i ? "\n" : "", ch_block_kind_name((ch_block_kind)x->hints[i].kind));
        add_escaped(out, (ch__sv){x->text.p + b.start, b.end - b.start});
    }
    assert_int_equal(at, x->text.n);
    assert_int_equal(ch__utf8_valid(x->text.p, x->text.n), x->text.n);
}

static void print_page(const ch__extract *x, ch__buf *out)
{
    const struct {
        const char *name, *value;
    } facts[] = {{"title", x->title},
                 {"published", x->published},
                 {"language", x->language},
                 {"source", x->source},
                 {"author", x->author}};
    for (size_t i = 0; i < 5; i++)
        if (facts[i].value)
            ch__buf_printf(out, "%s%s=%s", out->n ? " " : "", facts[i].name, facts[i].value);
}

static char *trimmed(const char *s)
{
    ch__sv t = ch__sv_trim(ch__sv_of(s));
    return strndup(t.p ? t.p : "", t.n);
}

static void run_case(void *ctx, const test_case *c)
{
    (void)ctx;
    ch__arena arena = {0};
    ch__extract x;
    ch_err err = {0};
    ch__buf blocks = {0}, page = {0};
    size_t n = strlen(c->parts[0].text);
    char *html = malloc(n + 1); /* without a NUL behind it */
    memcpy(html, c->parts[0].text, n);
    assert_int_equal(ch__html_extract(knowledge, &arena, (ch__sv){html, n}, &x, &err), 0);
    print_blocks(&x, &blocks);
    print_page(&x, &page);
    char *want = trimmed(test_case_part(c, "expect"));
    test_expect(c, want, blocks.p);
    free(want);
    if (test_case_part(c, "page")) {
        want = trimmed(test_case_part(c, "page"));
        test_expect(c, want, page.p ? page.p : "");
        free(want);
    }
    ch__buf_release(&blocks);
    ch__buf_release(&page);
    ch__arena_release(&arena);
    free(html);
}

static void corpus(void **state)
{
    (void)state;
    assert_true(test_cases(CH_TESTS_DIR "/text/html.txt", run_case, NULL) >= 15);
    assert_int_equal(test_failures(), 0);
}

/* `head`, then `unit` n times, then `tail`. */
static int extract(const char *head, const char *unit, size_t n, const char *tail, ch_err *err)
{
    ch__buf b = {0};
    ch__arena arena = {0};
    ch__extract x;
    ch__buf_str(&b, head);
    for (size_t i = 0; i < n; i++)
        ch__buf_str(&b, unit);
    ch__buf_str(&b, tail);
    int rc = ch__html_extract(knowledge, &arena, (ch__sv){b.p, b.n}, &x, err);
    ch__arena_release(&arena);
    ch__buf_release(&b);
    return rc;
}

static void too_deep(void **state)
{
    (void)state;
    static const char *const units[] = {
        "<div>",    "<span><div></span>", "<form><div></form>", "<table>", "<x-a></x-b>",
        "<a><div>", "<svg><div></svg>",   "<math><mi><x>",      "<div/>",  "<!--><div>-->",
        "<DIV\n>",  "<div a='>'>",        "<b><div></b>"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        ch_err err;
        if (extract("", units[i], 100000, "x", &err) != CH_ELIMIT)
            fail_msg("%s is let through", units[i]);
        assert_string_equal(err.message, "HTML nested more than 2000 deep");
        assert_true(err.offset > 0);
    }
}

static void deep_enough(void **state)
{
    (void)state;
    static const char *const units[] = {"<p>",
                                        "<p>x",
                                        "<br>",
                                        "<li>",
                                        "<tr><td>",
                                        "<svg><g><path/><path/></g></svg>",
                                        "<div></div>",
                                        "<img src='<div>'>",
                                        "<script>'<div>'</script>",
                                        "<!-- <div> -->",
                                        "<a name=x>",
                                        "<option>",
                                        "<h1><span></h2>"};
    ch_err err;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_int_equal(extract("", units[i], 5000, "<p>text", &err), 0);
    assert_int_equal(extract("", "<div>", 1900, "text", &err), 0);
}

static void too_much(void **state)
{
    (void)state;
    ch_err err;
    assert_int_equal(extract("<a", " b", 300, ">x</a>", &err), CH_ELIMIT);
    assert_string_equal(err.message, "HTML tag with more than 256 attributes");
    assert_int_equal(extract("", "                ", (1 << 20) + 1, "x", &err), CH_ELIMIT);
    assert_non_null(strstr(err.message, "more than the limit of 16777216"));
    assert_int_equal(extract("<script>", "x", 10, "</script>", &err), CH_EEMPTY);
}

/* Memory that runs out anywhere is reported, and nothing is left behind (the leak checker of the sanitizer looks). */
static void out_of_memory(void **state)
{
    (void)state;
    int failed = 0, rc;
    ch_err err;
    static const char page[] =
        "<h1>T</h1><script type='application/ld+json'>{\"headline\":\"x\",\"author\":\"y\"}</script><p>Erdog\xCC\x86"
        "an.";
    for (long n = 0; n < 60; n++) {
        ch__arena arena = {0};
        ch__extract x;
        ch__alloc_fail_after(n);
        rc = ch__html_extract(knowledge, &arena, ch__sv_of(page), &x, &err);
        ch__alloc_fail_after(-1);
        ch__arena_release(&arena);
        assert_true(rc == 0 || rc == CH_ENOMEM);
        failed += rc != 0;
    }
    assert_true(failed > 1 && rc == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corpus),   cmocka_unit_test(too_deep),      cmocka_unit_test(deep_enough),
        cmocka_unit_test(too_much), cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}

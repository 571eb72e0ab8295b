#define _GNU_SOURCE
/* The reader over files of every format: tests/text/reader.txt, and what needs real files. */
#include "transcript.h"

#include <fcntl.h>

#include "packed.h"
#include "support/engine.h"

static void run_case(void *ctx, const test_case *c)
{
    (void)ctx;
    char name[256];
    const char *as = test_case_part(c, "as"), *fields = strchr(as, ' ');
    snprintf(name, sizeof name, "%.*s", (int)(fields ? fields - as : (long)strlen(as)), as);
    ch_reader_options options = {.fields = fields ? fields + 1 : NULL};
    size_t n = strlen(c->parts[0].text);
    char *file = malloc(n + 2); /* exactly the file, for the sanitizer to see a read behind it */
    memcpy(file, c->parts[0].text, n);
    while (n && file[n - 1] == '\n') /* blank lines between cases */
        n--;
    file[n++] = '\n';
    char *got = read_memory(name, file, n, &options);
    ch__buf expected = {0};
    ch__buf_str(&expected, test_case_part(c, "expect"));
    while (expected.n && expected.p[expected.n - 1] == '\n')
        expected.n--;
    ch__buf_char(&expected, '\n');
    test_expect(c, expected.p, got);
    ch__buf_release(&expected);
    free(got);
    free(file);
}

static void formats(void **state)
{
    (void)state;
    assert_true(test_cases(CH_TESTS_DIR "/text/reader.txt", run_case, NULL) >= 20);
    assert_int_equal(test_failures(), 0);
}

/* ---- compression ---- */

static const char LINES[] = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
static const char DOCUMENTS[] =
    "doc c#1 uri=c jsonl/plain line=1 charset=utf-8\n  one\ndoc c#2 uri=c jsonl/plain line=2 charset=utf-8\n  two\n";

static void gzip_members(void **state)
{
    (void)state;
    ch__buf b = {0};
    pack(&b, LINES, 10, PACK_GZIP); /* a record across two members, an empty member, padding */
    pack(&b, "", 0, PACK_GZIP);
    pack(&b, LINES + 10, sizeof LINES - 11, PACK_GZIP);
    ch__buf_add(&b, "\0\0\0", 3);
    expect(read_memory("c", b.p, b.n, NULL), DOCUMENTS);
    write_file("c", b.p, b.n);
    const char *path = "c";
    expect(read_paths(&path, 1, NULL), DOCUMENTS);
    ch__buf_release(&b);
}

static void zstd_frames(void **state)
{
    (void)state;
    ch__buf b = {0};
    pack_zstd(&b, LINES, 10);
    pack_zstd(&b, LINES + 10, sizeof LINES - 11);
    expect(read_memory("c", b.p, b.n, NULL), DOCUMENTS);
    ch__buf_release(&b);
}

static void name_keeps_its_ending(void **state)
{
    (void)state;
    ch__buf b = {0};
    pack(&b, "<p>A page.", 10, PACK_GZIP);
    expect(read_memory("d/n.html.gz", b.p, b.n, NULL), "doc n.html.gz uri=d/n.html.gz html/html\n  <p>A page.\n");
    ch__buf_release(&b);
}

/* ---- paths ---- */

static void walk_order(void **state)
{
    (void)state;
    mkdir("w", 0777), mkdir("w/b", 0777), mkdir("w/.hidden", 0777), mkdir("w/empty", 0777);
    write_text("w/b/1", "b1"), write_text("w/b/B", "bB"), write_text("w/b/a", "ba");
    write_text("w/a", "a"), write_text("w/c", "c"), write_text("w/b.x", "b.x"), write_text("w/.dot", "no"),
        write_text("w/.hidden/x", "no");
    assert_int_equal(symlink("..", "w/loop"), 0);
    assert_int_equal(symlink("a", "w/link"), 0);
    assert_int_equal(mkfifo("w/pipe", 0666), 0);
    const char *paths[] = {"w/", "w/c"};
    expect(read_paths(paths, 2, NULL), "doc a uri=w/a plain/plain\n  a\n"
                                       "doc 1 uri=w/b/1 plain/plain\n  b1\n"
                                       "doc B uri=w/b/B plain/plain\n  bB\n"
                                       "doc a uri=w/b/a plain/plain\n  ba\n"
                                       "doc b.x uri=w/b.x plain/plain\n  b.x\n"
                                       "doc c uri=w/c plain/plain\n  c\n"
                                       "doc link uri=w/link plain/plain\n  a\n"
                                       "doc c uri=w/c plain/plain\n  c\n");
}

static void standard_input(void **state)
{
    (void)state;
    write_text("in", "{\"text\": \"from a pipe\"}\n");
    int keep = dup(0), fd = open("in", O_RDONLY);
    dup2(fd, 0);
    const char *path = "-";
    char *got = read_paths(&path, 1, NULL);
    dup2(keep, 0);
    close(keep), close(fd);
    expect(got, "doc stdin#1 uri=- jsonl/plain line=1 charset=utf-8\n  from a pipe\n");
}

static void odd_names(void **state)
{
    (void)state;
    write_text("\xE9t\xE9.txt", "x"); /* a name in Latin-1 */
    const char *path = "\xE9t\xE9.txt";
    char *got = read_paths(&path, 1, NULL);
    assert_non_null(strstr(got, "doc \xEF\xBF\xBDt\xEF\xBF\xBD.txt "));
    free(got);
}

/* ---- options ---- */

static void format_overrides(void **state)
{
    (void)state;
    ch_reader_options plain = {.format = CH_FORMAT_PLAIN};
    expect(read_memory("c", "{\"text\":\"x\"}", 12, &plain), "doc c uri=c plain/plain\n  {\"text\":\"x\"}\n");
    ch_reader_options html = {.format = CH_FORMAT_HTML, .encoding = "latin1"};
    expect(read_memory("c", "x", 1, &html), "doc c uri=c html/html encoding=latin1\n  x\n");
    ch_reader_options jsonl = {.format = CH_FORMAT_JSONL};
    expect(read_memory("c", "Hello\n", 6, &jsonl), "err format c line 1 offset 5: JSON: invalid token near 'Hello'\n");
}

static void encoding_of_tables(void **state)
{
    (void)state;
    static const char csv[] = "id,title,text\n\xE9,\xE9t\xE9,caf\xE9\n";
    expect(read_memory("c", csv, sizeof csv - 1, NULL),
           "doc \xC3\xA9 uri=c csv/plain line=2 title=\xC3\xA9t\xC3\xA9\n  caf\xE9\n");
    ch_reader_options o = {.encoding = "windows-1251"};
    expect(read_memory("c", csv, sizeof csv - 1, &o),
           "doc \xD0\xB9 uri=c csv/plain line=2 encoding=windows-1251 title=\xD0\xB9t\xD0\xB9\n  caf\xE9\n");
}

static void bad_options(void **state)
{
    (void)state;
    ch_reader *r;
    ch_err err;
    const char *specs[] = {"text", "text=", "body=text", "=x"};
    for (size_t i = 0; i < 4; i++) {
        ch_reader_options o = {.fields = specs[i]};
        assert_int_equal(ch_reader_open(&r, NULL, 0, &o, &err), CH_EUSAGE);
        assert_null(r);
    }
    ch_reader_options o = {.encoding = "klingon-8"};
    assert_int_equal(ch_reader_open(&r, NULL, 0, &o, &err), CH_EUSAGE);
    assert_string_equal(err.message, "unknown encoding \"klingon-8\"");
    assert_int_equal(ch_format_parse("warc"), CH_FORMAT_WARC);
    assert_int_equal(ch_format_parse("docx"), -1);
}

/* Memory that runs out anywhere is an error of that file, not a crash; the reader comes to an end. */
static void out_of_memory(void **state)
{
    (void)state;
    static const char feed[] =
        "<rss><channel><item><guid>1</guid><description>Whole.</description></item></channel></rss>";
    static const char csv[] = "id,text\n1,Good.\n2,Better.\n";
    const char *files[] = {LINES, feed, csv, "plain"};
    for (size_t f = 0; f < 4; f++)
        for (long n = 0; n < 40; n++) {
            ch_reader *r = NULL;
            ch_input in;
            ch_err err;
            int rc, calls = 0;
            ch__alloc_fail_after(n);
            if (ch__reader_open_memory(&r, "m", files[f], strlen(files[f]), NULL, &err) == 0)
                while ((rc = ch_reader_next(r, &in, &err)) != 0 && calls++ < 50)
                    assert_true(rc == 1 || rc == CH_ENOMEM);
            ch_reader_close(r);
            ch__alloc_fail_after(-1);
            assert_true(calls < 50);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),     cmocka_unit_test(gzip_members),     cmocka_unit_test(zstd_frames),
        cmocka_unit_test(walk_order),  cmocka_unit_test(standard_input),   cmocka_unit_test(name_keeps_its_ending),
        cmocka_unit_test(odd_names),   cmocka_unit_test(format_overrides), cmocka_unit_test(encoding_of_tables),
        cmocka_unit_test(bad_options), cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}

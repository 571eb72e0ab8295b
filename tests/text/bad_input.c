#define _GNU_SOURCE
/* Input that is damaged, too large or not what it seems: one clear error with file, line and offset, and the next file
 * is read. */
#include "transcript.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "packed.h"
#include "text/encoding.h"

#define NEXT "doc next uri=next plain/plain\n  The next file.\n"

/* Reads `path`, then a good file. */
static char *read_with_next(const char *path, const ch_reader_options *options)
{
    write_text("next", "The next file.");
    const char *paths[] = {path, "next"};
    return read_paths(paths, 2, options);
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    expect(read_with_next("missing", NULL), "err io missing: No such file or directory\n" NEXT);
    expect(read_with_next("missing/../x", NULL), "err io missing/../x: No such file or directory\n" NEXT);
    write_text("file", "x");
    expect(read_with_next("file/x", NULL), "err io file/x: Not a directory\n" NEXT);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    expect(read_with_next("dangling", NULL), "err io dangling: No such file or directory\n" NEXT);
    mkdir("empty-directory", 0777);
    expect(read_with_next("empty-directory", NULL), "err empty empty-directory: the directory holds no files\n" NEXT);
}

static void without_permission(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* root may read everything */
    mkdir("closed", 0777);
    write_text("closed/x", "x");
    chmod("closed/x", 0);
    expect(read_with_next("closed/x", NULL), "err io closed/x: Permission denied\n" NEXT);
    chmod("closed", 0);
    expect(read_with_next("closed", NULL), "err io closed: Permission denied\n" NEXT);
    chmod("closed", 0700);
}

static void nothing_in_it(void **state)
{
    (void)state;
    write_text("empty", "");
    expect(read_with_next("empty", NULL), "err empty empty: the file is empty\n" NEXT);
    write_text("blank", " \n\t\r\n ");
    expect(read_with_next("blank", NULL), "err empty blank: no text\n" NEXT);
    write_text("mark", "\xEF\xBB\xBF\n");
    expect(read_with_next("mark", NULL), "err empty mark: no text\n" NEXT);
    ch__buf b = {0};
    pack(&b, "", 0, PACK_GZIP);
    write_file("empty.gz", b.p, b.n);
    expect(read_with_next("empty.gz", NULL), "err empty empty.gz: the file is empty\n" NEXT);
    ch__buf_release(&b);
    write_text("h.csv", "id,text\n");
    expect(read_with_next("h.csv", NULL), "err empty h.csv line 1: the file holds a header and no rows\n" NEXT);
}

static void binary(void **state)
{
    (void)state;
    write_file("nul", "Text first, then\0 a NUL", 23);
    expect(read_with_next("nul", NULL), "err binary nul offset 16: not text: a NUL byte\n" NEXT);
    write_file("pdf", "%PDF-1.7\n1 0 obj", 16);
    expect(read_with_next("pdf", NULL),
           "err binary pdf offset 0: not text: a PDF file (convert it to text first)\n" NEXT);
    write_text("controls", "ab\x01\x02\x03\x04 text");
    expect(read_with_next("controls", NULL), "err binary controls offset 2: not text: control characters\n" NEXT);
    write_file("utf-16",
               "\xFF\xFE"
               "H\0i\0",
               6); /* is text */
    char *got = read_with_next("utf-16", NULL);
    assert_memory_equal(got, "doc utf-16 ", 11);
    free(got);
}

/* A compressed file cut at every byte gives an error with an offset inside it and never a wrong document. */
static void truncated(void **state)
{
    (void)state;
    static const char text[] = "{\"text\": \"The first of two.\"}\n{\"text\": \"The second of two.\"}\n";
    for (int kind = 0; kind < 2; kind++) {
        ch__buf b = {0};
        if (kind == 0)
            pack(&b, text, sizeof text - 1, PACK_GZIP);
        else
            pack_zstd(&b, text, sizeof text - 1);
        for (size_t n = 6; n < b.n; n++) {
            write_file("cut", b.p, n);
            char *got = read_with_next("cut", NULL);
            char expected[160];
            snprintf(expected, sizeof expected, "cut offset %zu: truncated %s data\n" NEXT, n, kind ? "zstd" : "gzip");
            if (!strstr(got, expected))
                fail_msg("cut at %zu: %s", n, got);
            free(got);
        }
        ch__buf_release(&b);
    }
}

static void corrupt(void **state)
{
    (void)state;
    ch__buf b = {0};
    pack(&b, "The text of a story, long enough for a few bytes.", 49, PACK_GZIP);
    b.p[b.n - 6] ^= 1; /* the checksum */
    write_file("sum.gz", b.p, b.n);
    char *got = read_with_next("sum.gz", NULL);
    assert_memory_equal(got, "err format sum.gz offset ", 25);
    assert_non_null(strstr(got, ": corrupt gzip data\n" NEXT));
    free(got);
    b.p[b.n - 6] ^= 1;
    ch__buf_str(&b, "rubbish");
    write_file("behind.gz", b.p, b.n);
    got = read_with_next("behind.gz", NULL);
    assert_non_null(strstr(got, ": bytes behind the end of the gzip data\n" NEXT));
    free(got);
    ch__buf_release(&b);
    pack_zstd(&b, "The text of a story, long enough for a few bytes.", 49);
    memset(b.p + 6, 0xFF, 8);
    write_file("bad.zst", b.p, b.n);
    got = read_with_next("bad.zst", NULL);
    assert_non_null(strstr(got, ": corrupt zstd data: "));
    free(got);
    ch__buf_release(&b);
}

/* Zeros, one gzip member after the other: `members` of 16 MiB each. */
static void write_bomb(const char *path, int members)
{
    size_t n = (size_t)16 << 20;
    char *zeros = malloc(n);
    memset(zeros, 'a', n);
    ch__buf b = {0};
    pack(&b, zeros, n, PACK_GZIP);
    FILE *f = fopen(path, "wb");
    for (int i = 0; i < members; i++)
        assert_int_equal(fwrite(b.p, 1, b.n, f), b.n);
    fclose(f);
    ch__buf_release(&b);
    free(zeros);
}

static void bombs(void **state)
{
    (void)state;
    write_bomb("bomb.gz", 8);
    ch_reader_options o = {.format = CH_FORMAT_JSONL}; /* whose lines are passed over in constant memory */
    char *got = read_with_next("bomb.gz", &o);
    assert_memory_equal(got, "err limit bomb.gz offset ", 25);
    assert_non_null(strstr(got, "compressed bytes expand more than 400-fold; taken for a decompression bomb\n"));
    free(got);
    ch_reader_options small = {.max_expand = 1000000};
    got = read_with_next("bomb.gz", &small);
    assert_non_null(strstr(got, ": expands to more than 1000000 bytes, the limit for compressed input\n" NEXT));
    free(got);
    expect(read_with_next("bomb.gz", NULL), "err limit bomb.gz offset 67108864: the file is larger than 67108864 bytes "
                                            "after decompression, the limit for one document\n" NEXT);
}

/* A line of 100 MB through a pipe, made by a child; then a good line. */
static void a_long_line(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        static char block[100000];
        close(ends[0]);
        memset(block, 'x', sizeof block);
        for (int i = 0; i < 1000; i++)
            if (write(ends[1], block, sizeof block) < 0)
                _exit(1);
        _exit(write(ends[1], "\n{\"text\": \"behind it\"}\n", 23) != 23);
    }
    close(ends[1]);
    char path[32];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    const char *paths[] = {path};
    ch_reader_options o = {.format = CH_FORMAT_JSONL, .max_document = 1 << 20};
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    char *got = read_paths(paths, 1, &o);
    getrusage(RUSAGE_SELF, &after);
    close(ends[0]);
    assert_non_null(strstr(got, " line 1 offset 0: line of 100000001 bytes, longer than the limit of 1048576\ndoc "));
    assert_non_null(strstr(got, "behind it\n"));
    assert_true(after.ru_maxrss - before.ru_maxrss < 40000); /* KiB */
    free(got);
}

static void large_documents(void **state)
{
    (void)state;
    ch_reader_options o = {.max_document = 40};
    write_text("plain", "This one is longer than forty bytes, by a little.");
    expect(read_with_next("plain", &o),
           "err limit plain offset 40: the file is larger than 40 bytes, the limit for one document\n" NEXT);
    write_text("d.csv", "id,text\n1,\"This cell\nis longer than forty bytes, by a little.\"\n2,Short.\n");
    expect(read_with_next("d.csv", &o), "err limit d.csv line 2 offset 8: row of more than 40 bytes, the limit\n"
                                        "doc 2 uri=d.csv csv/plain line=4\n  Short.\n" NEXT);
    write_text("a.json", "[{\"text\": \"one\"}, {\"text\": \"two\"}, {\"text\": \"three\"}]");
    expect(read_with_next("a.json", &o),
           "err limit a.json: JSON in one piece is larger than 40 bytes, the limit; write one document a line "
           "(JSONL)\n" NEXT);
}

static void wrong_shapes(void **state)
{
    (void)state;
    write_text("w.jsonl",
               "{\"text\": {\"en\": \"x\"}}\n{\"text\": [\"x\"]}\n{\"text\": \"a\\u0000b\"}\n{\"text\": true}\n");
    expect(read_with_next("w.jsonl", NULL),
           "err format w.jsonl line 1 offset 0: field \"text\" is an object, not a string\n"
           "err format w.jsonl line 2 offset 22: field \"text\" is an array, not a string\n"
           "err binary w.jsonl line 3 offset 1: not text: a NUL byte\n"
           "err format w.jsonl line 4 offset 59: field \"text\" is true or false, not a string\n" NEXT);
    char deep[10003];
    memset(deep, '[', 10000);
    memcpy(deep, "{\"text\":", 8);
    deep[10000] = '\n';
    deep[10001] = 0;
    write_text("deep.jsonl", deep);
    char *got = read_with_next("deep.jsonl", NULL);
    assert_non_null(strstr(got, "err format deep.jsonl line 1 "));
    assert_non_null(strstr(got, NEXT));
    free(got);
    write_file("latin.jsonl", "{\"text\": \"caf\xE9\"}\n", 17);
    got = read_with_next("latin.jsonl", NULL);
    assert_non_null(strstr(got, "err format latin.jsonl line 1 offset 13: JSON: "));
    free(got);
}

static void dates_that_do_not_exist(void **state)
{
    (void)state;
    static const char *const bad[] = {"2025-02-30",
                                      "2023-02-29",
                                      "2025-13-01",
                                      "2025-00-10",
                                      "2025-04-31T10:00:00Z",
                                      "20250431",
                                      "Thu, 31 Apr 2025 10:00:00 GMT",
                                      "0000-01-01"};
    char date[12];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ch__stamp(ch__sv_of(bad[i]), date), -1);
    static const char *const good[][2] = {{"2024-02-29", "2024-02-29"},
                                          {"2025/05/04 10:00", "2025-05-04"},
                                          {"2025-05", "2025-05"},
                                          {"2025", "2025"},
                                          {"2025-05-04+03:00", "2025-05-04"},
                                          {"8 Jul 24 10:00 EST", "2024-07-08"},
                                          {"Monday, 08-Jul-24 10:00:00 GMT", "2024-07-08"},
                                          {"20250504T101112", "2025-05-04"},
                                          {"1714521600", "2024-05-01"},
                                          {"1714521600123", "2024-05-01"},
                                          {" 2025-05-04 ", "2025-05-04"}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(ch__stamp(ch__sv_of(good[i][0]), date), 1);
        assert_string_equal(date, good[i][1]);
    }
    static const char *const other[] = {"", "yesterday", "May 4, 2025", "4.5.2025", "202", "20250", "12345678901"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_int_equal(ch__stamp(ch__sv_of(other[i]), date), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(without_permission),
        cmocka_unit_test(nothing_in_it),
        cmocka_unit_test(binary),
        cmocka_unit_test(truncated),
        cmocka_unit_test(corrupt),
        cmocka_unit_test(bombs),
        cmocka_unit_test(a_long_line),
        cmocka_unit_test(large_documents),
        cmocka_unit_test(wrong_shapes),
        cmocka_unit_test(dates_that_do_not_exist),
    };
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}

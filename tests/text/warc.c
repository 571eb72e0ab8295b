#define _GNU_SOURCE
/* WARC files written by hand: framing, HTTP bodies, damage. */
#include "transcript.h"

#include "packed.h"

static const char PAGE[] = "<html><p>The envoy left.</p></html>";
#define DOC(uri, charset) "doc " uri " uri=" uri " warc/html" charset "\n  <html><p>The envoy left.</p></html>\n"

/* Appends a record. */
static void record(ch__buf *w, const char *type, const char *uri, const char *extra, const char *body, size_t n)
{
    ch__buf_printf(w,
                   "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: "
                   "2020-01-02T03:04:05Z\r\n%sContent-Length: %zu\r\n\r\n",
                   type, uri, extra, n);
    ch__buf_add(w, body, n);
    ch__buf_str(w, "\r\n\r\n");
}

/* Appends a response with an HTTP head of its own. */
static void response(ch__buf *w, const char *uri, const char *http, const char *body, size_t n)
{
    ch__buf b = {0};
    ch__buf_str(&b, http);
    ch__buf_str(&b, "\r\n");
    ch__buf_add(&b, body, n);
    record(w, "response", uri, "Content-Type: application/http; msgtype=response\r\n", b.p, b.n);
    ch__buf_release(&b);
}

static void html_response(ch__buf *w, const char *uri)
{
    response(w, uri, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"windows-1251\"\r\n", PAGE, strlen(PAGE));
}

static char *read_warc(ch__buf *w)
{
    char *got = read_memory("c.warc", w->p, w->n, NULL);
    ch__buf_release(w);
    return got;
}

static void what_is_read(void **state)
{
    (void)state;
    ch__buf w = {0};
    record(&w, "warcinfo", "-", "", "software: x\r\n", 13);
    record(&w, "request", "http://x.example/", "", "GET / HTTP/1.1\r\n\r\n", 18);
    html_response(&w, "http://x.example/1");
    response(&w, "http://x.example/404", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n", PAGE, strlen(PAGE));
    response(&w, "http://x.example/png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", "\x89PNG", 4);
    response(&w, "http://x.example/2", "HTTP/1.1 200 OK\r\ncontent-type:text/plain\r\n", "Plain.", 6);
    record(&w, "resource", "<http://x.example/3>", "Content-Type: text/html\r\n", PAGE, strlen(PAGE));
    record(&w, "resource", "metadata://gnu.org/software/wget/warc/wget.log", "Content-Type: text/plain\r\n", "Saved.",
           6);
    record(&w, "conversion", "http://x.example/4", "Content-Type: text/plain\r\n", "Extracted.", 10);
    expect(read_warc(&w),
           DOC("http://x.example/1", " charset=windows-1251") "doc http://x.example/2 uri=http://x.example/2 "
                                                              "warc/plain\n  Plain.\n" DOC(
                                                                  "http://x.example/3",
                                                                  "") "doc http://x.example/4 uri=http://x.example/4 "
                                                                      "warc/plain\n  Extracted.\n");
}

static void chunked(void **state)
{
    (void)state;
    ch__buf w = {0};
    static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n";
    static const char chunks[] = "6\r\n<html>\r\n1D;x=y\r\n<p>The envoy left.</p></html>\r\n0\r\nTrailer: 1\r\n\r\n";
    response(&w, "http://x.example/1", http, chunks, strlen(chunks));
    response(&w, "http://x.example/2", http, PAGE, strlen(PAGE)); /* joined by the crawler already */
    response(&w, "http://x.example/3", http, chunks, 30);         /* breaks off */
    response(&w, "http://x.example/4", http, chunks, strlen(chunks));
    char *got = read_warc(&w);
    assert_non_null(
        strstr(got, DOC("http://x.example/1", "") DOC("http://x.example/2", "") "err format c.warc offset "));
    assert_non_null(strstr(got, ": record 3: chunked body breaks off\n" DOC("http://x.example/4", "")));
    free(got);
}

static void compressed_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int bits;
    } CODES[] = {{"gzip", PACK_GZIP}, {"x-gzip", PACK_GZIP}, {"deflate", PACK_ZLIB}, {"deflate", PACK_DEFLATE}};
    for (size_t i = 0; i < 4; i++) {
        ch__buf w = {0}, z = {0};
        char http[128];
        snprintf(http, sizeof http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n",
                 CODES[i].name);
        ch__buf_str(&z, i == 1 ? "\r\n" : ""); /* the line end too many of Common Crawl's 2018-34 */
        pack(&z, PAGE, strlen(PAGE), CODES[i].bits);
        response(&w, "http://x.example/1", http, z.p, z.n);
        expect(read_warc(&w), DOC("http://x.example/1", ""));
        ch__buf_release(&z);
    }
    ch__buf w = {0};
    response(&w, "http://x.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n", "xxxx",
             4);
    expect(read_warc(&w), "err format c.warc offset 0: record 1: Content-Encoding br is not read\n");
}

static void a_member_a_record(void **state)
{
    (void)state;
    ch__buf w = {0}, r = {0};
    for (int i = 1; i <= 3; i++) {
        char uri[] = "http://x.example/0";
        uri[17] = (char)('0' + i);
        ch__buf_clear(&r);
        html_response(&r, uri);
        pack(&w, r.p, r.n, PACK_GZIP);
    }
    ch__buf_release(&r);
    expect(read_warc(&w),
           DOC("http://x.example/1", " charset=windows-1251") DOC("http://x.example/2", " charset=windows-1251")
               DOC("http://x.example/3", " charset=windows-1251"));
}

static void a_damaged_member_costs_itself(void **state)
{
    (void)state;
    ch__buf w = {0}, r = {0};
    html_response(&r, "http://x.example/1");
    pack(&w, r.p, r.n, PACK_GZIP);
    size_t second = w.n;
    pack(&w, r.p, r.n, PACK_GZIP);
    memset(w.p + second + 20, 0xFF, 20);
    ch__buf_clear(&r);
    html_response(&r, "http://x.example/3");
    pack(&w, r.p, r.n, PACK_GZIP);
    ch__buf_release(&r);
    char *got = read_warc(&w);
    assert_non_null(strstr(got, DOC("http://x.example/1", " charset=windows-1251") "err format c.warc offset "));
    assert_non_null(strstr(got, ": record 2: corrupt gzip data\n"));
    assert_non_null(strstr(got, DOC("http://x.example/3", " charset=windows-1251")));
    free(got);
}

static void line_ends_too_many_or_too_few(void **state)
{
    (void)state;
    ch__buf w = {0};
    ch__buf_str(&w, "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nWARC-Target-URI: "
                    "http://x.example/1\r\nContent-Length: 35\r\n\r\n");
    ch__buf_str(&w, PAGE); /* nothing behind it */
    ch__buf_str(&w, "WARC/1.1\nWARC-Type: resource\nContent-Type: text/html\nWARC-Target-URI: "
                    "http://x.example/2\nContent-Length: 35\n\n");
    ch__buf_str(&w, PAGE);
    ch__buf_str(&w, "\r\n\r\n\r\n\n");
    html_response(&w, "http://x.example/3");
    expect(read_warc(&w), DOC("http://x.example/1", "") DOC("http://x.example/2", "")
                              DOC("http://x.example/3", " charset=windows-1251"));
}

static void damage_is_passed_over(void **state)
{
    (void)state;
    ch__buf w = {0};
    html_response(&w, "http://x.example/1");
    size_t second = w.n;
    ch__buf_str(&w, "rubbish\r\nmore of it\r\n");
    html_response(&w, "http://x.example/2");
    size_t third = w.n;
    ch__buf_str(&w, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n\r\n");
    html_response(&w, "http://x.example/3");
    size_t last = w.n;
    ch__buf_str(&w, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>cut");
    char expected[2048];
    snprintf(expected, sizeof expected,
             DOC("http://x.example/1",
                 " charset=windows-1251") "err format c.warc offset %zu: record 2: does not begin "
                                          "with WARC/1.\n" DOC(
                                              "http://x.example/2",
                                              " charset=windows-1251") "err format c.warc offset %zu: "
                                                                       "record 4: no valid "
                                                                       "Content-Length\n" DOC(
                                                                           "http://"
                                                                           "x."
                                                                           "example"
                                                                           "/3",
                                                                           " charse"
                                                                           "t="
                                                                           "windows"
                                                                           "-1251") "err format c.warc offset %zu: "
                                                                                    "record 6: truncated: the file "
                                                                                    "ends before its Content-Length\n",
             second, third, last);
    expect(read_warc(&w), expected);
}

static void limits(void **state)
{
    (void)state;
    ch__buf w = {0};
    char *big = malloc(5000);
    memset(big, 'a', 5000);
    record(&w, "resource", "http://x.example/1", "Content-Type: text/plain\r\n", big, 5000);
    html_response(&w, "http://x.example/2");
    ch_reader_options o = {.max_document = 4000};
    char *got = read_memory("c.warc", w.p, w.n, &o);
    expect(got, "err limit c.warc offset 0: record 1: its payload is larger than the limit for one document\n" DOC(
                    "http://x.example/2", " charset=windows-1251"));
    ch__buf_release(&w);
    free(big);
}

static void a_feed_inside(void **state)
{
    (void)state;
    ch__buf w = {0};
    static const char feed[] = "<rss><channel><item><guid>a</guid><description>One.</description></item>"
                               "<item><guid>b</guid><description>Two.</description></item></channel></rss>";
    response(&w, "http://x.example/f", "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n", feed, strlen(feed));
    response(&w, "http://x.example/s", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", "<sitemap/>", 10);
    html_response(&w, "http://x.example/2");
    expect(read_warc(&w), "doc a uri=c.warc warc/plain line=1 charset=utf-8\n  One.\n"
                          "doc b uri=c.warc warc/plain line=1 charset=utf-8\n  Two.\n" DOC("http://x.example/2",
                                                                                           " charset=windows-1251"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read),
        cmocka_unit_test(chunked),
        cmocka_unit_test(compressed_bodies),
        cmocka_unit_test(a_member_a_record),
        cmocka_unit_test(a_damaged_member_costs_itself),
        cmocka_unit_test(line_ends_too_many_or_too_few),
        cmocka_unit_test(damage_is_passed_over),
        cmocka_unit_test(limits),
        cmocka_unit_test(a_feed_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

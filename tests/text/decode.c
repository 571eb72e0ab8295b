/* Bytes in any encoding to NFC UTF-8, and which step decided. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/encoding.h"

static ch__buf out;
static ch__decoded how;
static ch__arena arena;

static int release(void **state)
{
    (void)state;
    ch__buf_release(&out);
    ch__arena_release(&arena);
    return 0;
}

static int decode_bytes(ch__sv in, const char *forced, const char *charset, bool markup)
{
    char *exact = malloc(in.n ? in.n : 1); /* so that a read behind the end is seen */
    memcpy(exact, in.p, in.n);
    ch__buf_clear(&out);
    ch_err err;
    int rc = ch__decode(&arena, (ch__sv){exact, in.n}, forced, charset, markup, &out, &how, &err);
    ch__buf_add(&out, "", 0);
    free(exact);
    return rc;
}

static void check(ch__sv in, const char *forced, const char *charset, bool markup, const char *text,
                  const char *encoding, const char *step)
{
    assert_int_equal(decode_bytes(in, forced, charset, markup), 0);
    assert_string_equal(out.p, text);
    assert_string_equal(how.encoding, encoding);
    assert_string_equal(how.step, step);
    assert_int_equal(ch__utf8_valid(out.p, out.n), out.n);
}
#define IN(s) CH__SV(s)

static void each_step(void **state)
{
    (void)state;
    check(IN("caf\xE9"), "iso-8859-15", "utf-8", false, "caf\xC3\xA9", "ISO-8859-15", "option");
    check(IN("\xEF\xBB\xBF"
             "caf\xC3\xA9"),
          NULL, "latin1", false, "caf\xC3\xA9", "UTF-8", "bom");
    check(IN("caf\xE9 <meta charset=utf-8>"), NULL, "latin1", true, "caf\xC3\xA9 <meta charset=utf-8>", "WINDOWS-1252",
          "transport");
    check(IN("<meta charset='windows-1251'>\xE9"), NULL, NULL, true, "<meta charset='windows-1251'>\xD0\xB9",
          "WINDOWS-1251", "declaration");
    check(IN("caf\xC3\xA9"), NULL, NULL, false, "caf\xC3\xA9", "UTF-8", "utf-8");
    check(IN(""), NULL, NULL, false, "", "UTF-8", "utf-8");
    check(IN("\xA4 and on"), NULL, "x-unheard-of", false, "\xC2\xA4 and on", "WINDOWS-1252", "detected");
    check(IN("\x81"), NULL, NULL, false, "\xEF\xBF\xBD", "WINDOWS-1252", "fallback");
}

static void declarations(void **state)
{
    (void)state;
    check(IN("<?xml version='1.0' encoding='KOI8-R'?>\xC1"), NULL, NULL, true,
          "<?xml version='1.0' encoding='KOI8-R'?>\xD0\xB0", "KOI8-R", "declaration");
    check(IN("<!-- <meta charset=koi8-r> --><META http-equiv=content-type CONTENT=\"text/html; charset = "
             "gb2312\">\xD6\xD0"),
          NULL, NULL, true,
          "<!-- <meta charset=koi8-r> --><META http-equiv=content-type CONTENT=\"text/html; charset = "
          "gb2312\">\xE4\xB8\xAD",
          "GBK", "declaration");
    /* what can be read as bytes is not UTF-16, whatever it says */
    check(IN("<meta charset=utf-16>\xC3\xA9"), NULL, NULL, true, "<meta charset=utf-16>\xC3\xA9", "UTF-8",
          "declaration");
    /* in plain text it is only text */
    check(IN("<meta charset=koi8-r> \xC3\xA9"), NULL, NULL, false, "<meta charset=koi8-r> \xC3\xA9", "UTF-8", "utf-8");
}

static void labels_as_browsers_read_them(void **state)
{
    (void)state;
    check(IN("\x93"
             "a\x94 \x80"),
          "ISO-8859-1", NULL, false,
          "\xE2\x80\x9C"
          "a\xE2\x80\x9D \xE2\x82\xAC",
          "WINDOWS-1252", "option");
    check(IN("\x80"), "us-ascii", NULL, false, "\xE2\x82\xAC", "WINDOWS-1252", "option");
    check(IN("\xFD"), "iso-8859-9", NULL, false, "\xC4\xB1", "WINDOWS-1254", "option");
    check(IN("\xD6\xD0\xB9\xFA \x82\x35\xF4\x33"), " GB2312 ", NULL, false, "\xE4\xB8\xAD\xE5\x9B\xBD \xEA\x8E\x98",
          "GBK", "option");
    check(IN("\xA4\xA4"), "big5", NULL, false, "\xE4\xB8\xAD", "BIG5", "option");
    check(IN("\x93\xFA\x96\x7B \x87\x40"), "shift_jis", NULL, false, "\xE6\x97\xA5\xE6\x9C\xAC \xE2\x91\xA0",
          "SHIFT_JIS", "option");
    check(IN("\xC7\xD1\xB1\xB9 \x8C\x63"), "ks_c_5601-1987", NULL, false, "\xED\x95\x9C\xEA\xB5\xAD \xEB\x98\xA0",
          "EUC-KR", "option");
    check(IN("\x1B$BF|K\\\x1B(B"), "iso-2022-jp", NULL, false, "\xE6\x97\xA5\xE6\x9C\xAC", "ISO-2022-JP", "option");
    assert_true(ch__encoding_known("Latin1"));
    assert_false(ch__encoding_known("utf"));
    assert_false(ch__encoding_known(""));
    assert_false(ch__encoding_known("utf-8 utf8"));
}

static void wide(void **state)
{
    (void)state;
    check(IN("\xFF\xFE"
             "H\0i\0\x3D\xD8\x00\xDE"),
          NULL, NULL, false, "Hi\xF0\x9F\x98\x80", "UTF-16LE", "bom");
    check(IN("\xFE\xFF\0H\0i"), NULL, NULL, false, "Hi", "UTF-16BE", "bom");
    check(IN("\xFF\xFE\0\0H\0\0\0"), NULL, NULL, false, "H", "UTF-32LE", "bom");
    check(IN("\xFE\xFF\0H\0i"), "utf-16", NULL, false, "Hi", "UTF-16BE", "option");
    check(IN("P\0a\0r\0i\0s\0,\0 \0M\0a\0y\0"), NULL, NULL, false, "Paris, May", "UTF-16LE", "detected");
    check(IN("\0P\0a\0r\0i\0s\0,\0 \0M\0a\0y"), NULL, NULL, false, "Paris, May", "UTF-16BE", "detected");
}

static void guessed(void **state)
{
    (void)state;
    /* "Президент России и премьер-министр встретились в Москве" in windows-1251 */
    check(IN("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xD0\xEE\xF1\xF1\xE8\xE8 \xE8 "
             "\xEF\xF0\xE5\xEC\xFC\xE5\xF0-\xEC\xE8\xED\xE8\xF1\xF2\xF0 "
             "\xE2\xF1\xF2\xF0\xE5\xF2\xE8\xEB\xE8\xF1\xFC \xE2 \xCC\xEE\xF1\xEA\xE2\xE5"),
          NULL, NULL, false,
          "\xD0\x9F\xD1\x80\xD0\xB5\xD0\xB7\xD0\xB8\xD0\xB4\xD0\xB5\xD0\xBD\xD1\x82 "
          "\xD0\xA0\xD0\xBE\xD1\x81\xD1\x81\xD0\xB8\xD0\xB8 \xD0\xB8 "
          "\xD0\xBF\xD1\x80\xD0\xB5\xD0\xBC\xD1\x8C\xD0\xB5\xD1\x80-"
          "\xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80 "
          "\xD0\xB2\xD1\x81\xD1\x82\xD1\x80\xD0\xB5\xD1\x82\xD0\xB8\xD0\xBB\xD0\xB8\xD1\x81\xD1\x8C \xD0\xB2 "
          "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB5",
          "WINDOWS-1251", "detected");
}

static void invalid_bytes(void **state)
{
    (void)state;
    assert_int_equal(decode_bytes(IN("ab\xFF"
                                     "c\xC3"),
                                  "utf-8", NULL, false),
                     0);
    assert_string_equal(out.p, "ab\xEF\xBF\xBD"
                               "c\xEF\xBF\xBD");
    assert_int_equal(how.replaced, 2);
    assert_int_equal(how.first_bad, 2);
    assert_int_equal(decode_bytes(IN("\xEF\xBB\xBF"
                                     "a\xED\xA0\x80"),
                                  NULL, NULL, false),
                     0); /* a surrogate; counted from the file's start */
    assert_int_equal(how.replaced, 3);
    assert_int_equal(how.first_bad, 4);
    assert_int_equal(decode_bytes(IN("x\x81y"), "windows-1252", NULL, false), 0);
    assert_string_equal(out.p, "x\xEF\xBF\xBDy");
    assert_int_equal(how.first_bad, 1);
    assert_int_equal(decode_bytes(IN("\xFF\xFEH\0\x00\xD8"), NULL, NULL, false), 0); /* half a pair */
    assert_string_equal(out.p, "H\xEF\xBF\xBD");
    /* UTF-8 with one damaged byte stays UTF-8 */
    assert_int_equal(decode_bytes(IN("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xE9"),
                                  NULL, NULL, false),
                     0);
    assert_string_equal(how.step, "utf-8");
    assert_int_equal(how.replaced, 1);
}

static void composed(void **state)
{
    (void)state;
    check(IN("Erdog\xCC\x86"
             "an"),
          NULL, NULL, false,
          "Erdo\xC4\x9F"
          "an",
          "UTF-8", "utf-8");
    check(IN("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), NULL, NULL, false, "\xED\x95\x9C", "UTF-8", "utf-8");
    check(IN("\xE2\x84\xAB"), NULL, NULL, false, "\xC3\x85", "UTF-8",
          "utf-8"); /* the Angstrom sign is an A with ring */
}

static void binary(void **state)
{
    (void)state;
    assert_int_equal(decode_bytes(IN("ab\0cd and so on, text"), NULL, NULL, false), CH_EBINARY);
    assert_int_equal(decode_bytes(IN("a\0b"), "utf-8", NULL, false), CH_EBINARY);
    assert_int_equal(decode_bytes(IN("\xFF\xFE"
                                     "a\0\0\0b\0"),
                                  NULL, NULL, false),
                     CH_EBINARY); /* U+0000 inside */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step), cmocka_unit_test(declarations), cmocka_unit_test(labels_as_browsers_read_them),
        cmocka_unit_test(wide),      cmocka_unit_test(guessed),      cmocka_unit_test(invalid_bytes),
        cmocka_unit_test(composed),  cmocka_unit_test(binary),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}

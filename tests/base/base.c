/* Strings, UTF-8, dates, JSON, arenas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"

static void test_dates(void **state)
{
    (void)state;
    char iso[12];
    ch_date d;
    assert_true(ch__date_parse(CH__SV("2024-02-29"), &d));
    assert_int_equal(ch__weekday(d), 3);
    assert_string_equal(ch__date_iso(ch__date_add_days(d, 1), iso), "2024-03-01");
    assert_string_equal(ch__date_iso(ch__date_add_months(d, 12), iso), "2025-02-28");
    assert_string_equal(ch__date_iso(ch__date_add_months(d, -2), iso), "2023-12-29");
    assert_false(ch__date_parse(CH__SV("2025-02-29"), &d));
    assert_false(ch__date_parse(CH__SV("2025-13"), &d));
    assert_false(ch__date_parse(CH__SV("2025-1-2"), &d));
    assert_true(ch__date_parse(CH__SV("2025-05-04T10:00:00Z"), &d));
    assert_true(ch__date_parse(CH__SV("2025-05"), &d));
    assert_string_equal(ch__date_iso(ch__date_last(d), iso), "2025-05-31");
    for (int32_t day = -200000; day < 200000; day += 37)
        assert_int_equal(ch__date_days(ch__date_from_days(day)), day);
}

static void test_utf8(void **state)
{
    (void)state;
    char out[64];
    assert_int_equal(ch__utf8_valid("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82", 10), 10);
    assert_int_equal(ch__utf8_valid("ab\xC0\xAF", 4), 2);        /* overlong */
    assert_int_equal(ch__utf8_valid("\xED\xA0\x80", 3), 0);      /* surrogate */
    assert_int_equal(ch__utf8_valid("\xF4\x90\x80\x80", 4), 0);  /* above U+10FFFF */
    assert_int_equal(ch__utf8_valid("12345678\xE2\x82", 10), 8); /* cut */
    assert_int_equal(ch__utf8_count("\xC3\xA9t\xC3\xA9", 5), 3);
    const char *in = "\xC3\x89LYS\xC3\x89\x45\xE2\x80\x99s \xC2\xA0 \xE2\x80\x93 \xE2\x80\x9CX\xE2\x80\x9D";
    size_t n = ch__fold(in, strlen(in), out, sizeof out);
    assert_memory_equal(out, "elysee's - \"x\"", n);
    assert_int_equal(n, 14);
    assert_true(ch__fold(in, strlen(in), out, 5) == (size_t)-1);
    ch__buf b = {0};
    assert_true(ch__nfc("e\xCC\x81", 3, &b));
    assert_string_equal(b.p, "\xC3\xA9");
    ch__buf_release(&b);
}

static void test_json_writer(void **state)
{
    (void)state;
    ch__buf b = {0};
    ch__json j = {.out = &b};
    ch__json_open(&j, '{');
    ch__json_key(&j, "a");
    ch__json_str(&j, "x\"\\\n\x01\xE2\x80\xA8\xC3\xA9");
    ch__json_key(&j, "b");
    ch__json_open(&j, '[');
    ch__json_real(&j, 1550000);
    ch__json_real(&j, 0.1);
    ch__json_real(&j, 4.3e9);
    ch__json_real(&j, 1e300);
    ch__json_int(&j, INT64_C(9007199254740993));
    ch__json_null(&j);
    ch__json_bool(&j, true);
    ch__json_close(&j, ']');
    ch__json_close(&j, '}');
    assert_string_equal(
        b.p, "{\"a\":\"x\\\"\\\\\\n\\u0001\\u2028\xC3\xA9\",\"b\":[1550000,0.1,4300000000,1e+300,9007199254740993,"
             "null,true]}");
    ch__buf_clear(&b);
    j = (ch__json){.out = &b, .ascii = true};
    ch__json_str(&j, "\xF0\x9F\x99\x82");
    assert_string_equal(b.p, "\"\\ud83d\\ude42\"");
    ch__buf_release(&b);
}

static void test_json_reader(void **state)
{
    (void)state;
    ch_err err;
    assert_null(ch__json_parse("{\"a\":1,\"a\":2}", 13, &err));
    assert_int_equal(err.code, CH_EFORMAT);
    assert_null(ch__json_parse("{\"a\":", 5, &err));
    assert_true(err.offset >= 0);
}

static void test_hash(void **state)
{
    (void)state;
    char a[33], b[33], sha[65];
    ch__hash_id(a, (ch__sv[]){CH__SV("ab"), CH__SV("c")}, 2);
    ch__hash_id(b, (ch__sv[]){CH__SV("a"), CH__SV("bc")}, 2);
    assert_string_not_equal(a, b);
    ch__sha256(sha, CH__SV("abc"));
    assert_string_equal(sha, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_errors(void **state)
{
    (void)state;
    ch_err err;
    char name[400];
    memset(name, 'x', sizeof name);
    memcpy(name, "start", 5);
    memcpy(name + 390, "/tail.txt", 10);
    ch__fail_at(&err, CH_EIO, name, 3, 7, "first\nsecond");
    assert_string_equal(err.message, "first second");
    assert_string_equal(err.file + strlen(err.file) - 9, "/tail.txt");
    assert_int_equal(err.line, 3);
    for (int code = 0; code >= CH_EKNOWLEDGE; code--)
        assert_string_not_equal(ch_err_name(code), "unknown");
}

static void test_arena(void **state)
{
    (void)state;
    ch__arena arena = {0};
    uint32_t *list = NULL, n = 0, cap = 0;
    for (uint32_t i = 0; i < 100000; i++)
        *CH__PUSH(&arena, list, n, cap) = i;
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(list[i], i);
    assert_string_equal(ch__format(&arena, "%d-%s", 7, "x"), "7-x");
    ch__arena_clear(&arena);
    char *zero = ch__alloc(&arena, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(zero[i], 0);
    ch__arena_release(&arena);
}

static void test_out_of_memory_goes_to_the_guard(void **state)
{
    (void)state;
    ch__arena arena = {0};
    jmp_buf guard;
    arena.guard = &guard;
    if (setjmp(guard) == 0) {
        ch__alloc_fail_after(1);
        for (;;)
            ch__alloc(&arena, 10000);
    }
    ch__alloc_fail_after(-1);
    ch__arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),       cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_json_writer), cmocka_unit_test(test_json_reader),
        cmocka_unit_test(test_hash),        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_arena),       cmocka_unit_test(test_out_of_memory_goes_to_the_guard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

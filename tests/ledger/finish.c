/* finish.c - records settled: spans in code points, order, ids, merging; and the same bytes twice from a whole story.
 */
#include "ledger/ledger.h"
#include "ledger/lines.h"

static const char STORY[] = "São Tomé and Príncipe’s prime minister met Angola’s president on Monday.\n\n"
                            "Angola and São Tomé and Príncipe signed a 10-year agreement on fishing in Luanda. "
                            "\"Angola will send 40 teachers to São Tomé,\" "
                            "Angola’s president said. China’s exports to Angola reached €2.5 billion in 2023.\n\n"
                            "Angola and China upgraded their ties to a comprehensive strategic partnership.\n";

/* Every span in code points covers the same words as its bytes. */
static void same_words(const ch_doc *doc, ch_span bytes, ch_span chars)
{
    uint32_t byte = 0, n = 0;
    if (bytes.start == bytes.end) {
        assert_int_equal(chars.start, chars.end);
        return;
    }
    for (; byte < bytes.start; byte++)
        n += (doc->text[byte] & 0xC0) != 0x80;
    assert_int_equal(chars.start, n);
    for (; byte < bytes.end; byte++)
        n += (doc->text[byte] & 0xC0) != 0x80;
    assert_int_equal(chars.end, n);
}

static void spans(void **state)
{
    (void)state;
    ch_doc *doc = test_code(STORY, "2024-05-15");
    int kinds[CH_N_KINDS] = {0};
    for (uint32_t i = 0; i < doc->n_records; i++) {
        const ch_record *r = &doc->records[i];
        kinds[r->kind]++;
        assert_true(r->bytes.start < r->bytes.end && r->bytes.end <= doc->len);
        assert_true(r->sentence < doc->n_sentences && r->confidence > 0 && r->confidence <= 1000);
        assert_non_null(r->rule);
        same_words(doc, r->bytes, r->chars);
        same_words(doc, r->when.bytes, r->when.chars);
        if (r->kind == CH_STATEMENT)
            same_words(doc, r->as.statement.content_bytes, r->as.statement.content_chars);
    }
    for (int k = CH_STATEMENT; k < CH_N_KINDS; k++)
        assert_true(kinds[k] > 0);
    ch_doc_free(doc);
}

static void order_and_ids(void **state)
{
    (void)state;
    ch_doc *doc = test_code(STORY, "2024-05-15");
    for (uint32_t i = 0; i < doc->n_records; i++) {
        const ch_record *r = &doc->records[i], *before = i ? &doc->records[i - 1] : NULL;
        assert_int_equal(strlen(r->id), 32);
        if (before)
            assert_true(before->sentence < r->sentence ||
                        (before->sentence == r->sentence && before->chars.start <= r->chars.start));
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(r->id, doc->records[j].id);
    }
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        uint32_t record = doc->candidates[i].record;
        assert_true(record == CH_NONE ||
                    (record < doc->n_records && doc->records[record].sentence <= doc->candidates[i].sentence));
        assert_non_null(doc->candidates[i].why);
    }
    ch_doc_free(doc);
}

static char *all_json(void)
{
    ch_doc *doc = test_code(STORY, "2024-05-15");
    char *all = calloc(1, 1 << 18);
    for (uint32_t i = 0; i < doc->n_records; i++) {
        char *line = ch_record_json(doc, &doc->records[i], "story", false);
        strcat(strcat(all, line), "\n");
        free(line);
    }
    ch_doc_free(doc);
    return all;
}

static void same_bytes_twice(void **state)
{
    (void)state;
    char *once = all_json(), *twice = all_json();
    assert_true(strlen(once) > 1000);
    assert_string_equal(once, twice);
    free(once);
    free(twice);
}

static ch_record *level(ch_doc *doc, ch_span bytes, const char *name, uint16_t confidence)
{
    ch_record *r = ch__doc_add_record(doc);
    *r = (ch_record){.kind = CH_LEVEL,
                     .bytes = bytes,
                     .confidence = confidence,
                     .rule = "test",
                     .as.level = {.level = name, .action = "described"}};
    return r;
}

/* Equal records become one, the surest; candidates follow. */
static void merging(void **state)
{
    (void)state;
    ch_doc *doc = test_text("Peru and Chile are allies.", NULL);
    ch__arena scratch = {0};
    doc->n_records = doc->n_candidates = 0;
    level(doc, (ch_span){5, 14}, "alliance", 500);
    level(doc, (ch_span){0, 4}, "alliance", 700);
    level(doc, (ch_span){5, 14}, "alliance", 900);
    level(doc, (ch_span){5, 14}, "partnership", 300);
    for (uint32_t i = 0; i < 4; i++)
        ch__doc_add_candidate(doc, 0, 0, NULL, "level")->record = i;
    ch__doc_add_candidate(doc, 0, 0, NULL, "no level");
    ch__records_finish(NULL, &scratch, doc);
    assert_int_equal(doc->n_records, 3);
    assert_int_equal(doc->records[0].chars.end, 4);
    uint32_t merged = doc->candidates[0].record;
    assert_int_equal(doc->candidates[1].record, 0);
    assert_int_equal(doc->candidates[2].record, merged);
    assert_int_equal(doc->records[merged].confidence, 900);
    assert_int_equal(doc->candidates[3].record, merged == 1 ? 2 : 1);
    assert_int_equal(doc->candidates[4].record, CH_NONE);
    ch__arena_release(&scratch);
    ch_doc_free(doc);
}

/* An id does not move with confidence or date, and does with what is said. */
static void id_content(void **state)
{
    (void)state;
    char ids[4][33];
    for (int i = 0; i < 4; i++) {
        ch_doc *doc = test_text("Peru and Chile are allies.", NULL);
        ch__arena scratch = {0};
        doc->n_records = 0;
        ch_record *r =
            level(doc, (ch_span){0, i == 3 ? 8u : 14u}, i == 2 ? "partnership" : "alliance", i == 1 ? 100 : 900);
        r->when.start = (ch_date){(int16_t)(2000 + i), 1, 1};
        ch__records_finish(NULL, &scratch, doc);
        memcpy(ids[i], doc->records[0].id, 33);
        ch__arena_release(&scratch);
        ch_doc_free(doc);
    }
    assert_string_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[0], ids[2]);
    assert_string_not_equal(ids[0], ids[3]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spans), cmocka_unit_test(order_and_ids),
                                       cmocka_unit_test(same_bytes_twice), cmocka_unit_test(merging),
                                       cmocka_unit_test(id_content)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

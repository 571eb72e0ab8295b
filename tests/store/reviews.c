/* Reviews: what they make of the tables, what takes them back, what they refuse, and that they outlive a new coding, a
 * merge, a check. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/engine.h"
#include "support/stores.h"

/* Letters of two and three bytes stand before what is judged: characters are no bytes. */
#define STORY                                                                                                          \
    "S\xC3\xA3o Tom\xC3\xA9 \xE2\x80\x93 Kenya's foreign minister met his Ghanaian counterpart in Nairobi on Monday. " \
    "\"We are friends,\" Ghana's President John Mahama said. Kenya and Ghana signed an agreement on fisheries. "       \
    "Kenya and Ghana upgraded ties to a strategic partnership. Kenya's exports to Ghana reached 30 million dollars."
static const char *const tables[CH_N_KINDS] = {"events", "statements", "agreements", "levels", "figures"};

static void put(const char *name, const char *text, const char *version)
{
    ch_err err = {0};
    ch_doc *doc;
    ch_store *store = test_store_open(name);
    ch_input in = {.name = "story",
                   .uri = "story",
                   .bytes = text,
                   .len = strlen(text),
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    assert_int_equal(ch_store_begin_run(store, test_engine(), version, &err), 0);
    assert_int_equal(
        ch_doc_code(test_engine(), test_work(), &in, &(ch_doc_options){.published = "2024-03-06"}, &doc, &err), 0);
    assert_int_equal(ch_store_put(store, doc, NULL, &err), 0);
    assert_int_equal(ch_store_end_run(store, &err), 0);
    assert_int_equal(ch_store_derive(store, false, &err), 0);
    ch_doc_free(doc);
    ch_store_close(store);
}

static int judge(const char *name, ch_review r, ch_err *err)
{
    ch_err own;
    int64_t id = 0;
    ch_store *store = test_store_open(name);
    int rc = ch_store_review(store, &r, &id, err ? err : &own);
    if (rc == CH_OK) {
        assert_true(id > 0);
        assert_int_equal(ch_store_derive(store, false, err ? err : &own), CH_OK);
    }
    ch_store_close(store);
    return rc;
}

static int undo(const char *name, const char *reviewer)
{
    ch_err err;
    ch_store *store = test_store_open(name);
    int rc = ch_store_review_undo(store, reviewer, NULL, &err);
    if (rc == CH_OK)
        assert_int_equal(ch_store_derive(store, false, &err), CH_OK);
    ch_store_close(store);
    return rc;
}

/* The first answer, without its line end; static, a few at a time. */
static const char *one(const char *name, const char *sql)
{
    static char kept[4][4096];
    static int next;
    char *rows = test_store_rows(name, sql), *to = kept[next++ & 3];
    snprintf(to, sizeof kept[0], "%s", rows);
    to[strcspn(to, "|\n")] = 0;
    free(rows);
    return to;
}

static const char *first(const char *name, int kind)
{
    char sql[120];
    snprintf(sql, sizeof sql, "SELECT id FROM %s ORDER BY char_start, id LIMIT 1", tables[kind]);
    return one(name, sql);
}

static int64_t count(const char *name, const char *table)
{
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    return test_store_number(name, sql);
}

static void tell(void *ctx, const ch_finding *f)
{
    (void)ctx;
    fprintf(stderr, "%s: %s (%s)\n", ch_check_name(f->check), f->message, f->record ? f->record : "no record");
}

/* A sound store has nothing to be found fault with. */
static void sound(const char *name)
{
    ch_err err;
    ch_verify counts;
    ch_store *store = test_store_open(name);
    int found = ch_store_verify(store, NULL, tell, NULL, &counts, &err);
    ch_store_close(store);
    assert_int_equal(found, 0);
}

/* All that is said of records, as text. */
static char *records(const char *name)
{
    return test_store_rows(name,
                           "SELECT kind, id, type, codes, quote, rule, confidence FROM records ORDER BY kind, id");
}

static void same_records(const char *name, const char *before)
{
    char *now = records(name);
    assert_string_equal(now, before);
    free(now);
}

static int fresh(void **state)
{
    (void)state;
    remove(test_path("r"));
    put("r", STORY, "one");
    for (int kind = 0; kind < CH_N_KINDS; kind++)
        if (!count("r", tables[kind])) {
            fprintf(stderr, "the story has no %s\n", tables[kind]);
            return 1;
        }
    return 0;
}

/* ---- verdicts ---- */

static void test_each_verdict_of_each_kind(void **state)
{
    static const char *const edits[CH_N_KINDS] = {
        "{\"event\": \"AID\", \"actor\": [{\"code\": \"GHA\"}], \"recipient\": [{\"code\": \"KEN\"}]}",
        "{\"form\": \"mixed\", \"verb\": \"add\", \"about\": [{\"code\": \"KEN\"}]}",
        "{\"form\": \"memorandum\", \"title\": \"Paper on fish\", \"date_start\": \"2024-03-04\"}",
        "{\"level\": \"comprehensive partnership\", \"party\": [{\"code\": \"KEN\"}, {\"code\": \"TGO\"}]}",
        "{\"value\": 31000000, \"from\": [{\"code\": \"GHA\"}], \"to\": [{\"code\": \"KEN\"}]}"};
    (void)state;
    for (int kind = 0; kind < CH_N_KINDS; kind++) {
        char *before = records("r");
        char id[40];
        int64_t n = count("r", tables[kind]);
        snprintf(id, sizeof id, "%s", first("r", kind));
        assert_int_equal(judge("r", (ch_review){.verdict = "accept", .reviewer = "Ann", .record = id}, NULL), CH_OK);
        same_records("r", before);
        assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ann", .record = id}, NULL), CH_OK);
        assert_int_equal(count("r", tables[kind]), n - 1);
        sound("r");
        assert_int_equal(undo("r", "Ann"), CH_OK);
        same_records("r", before);
        assert_int_equal(
            judge("r", (ch_review){.verdict = "edit", .reviewer = "Ann", .record = id, .changes = edits[kind]}, NULL),
            CH_OK);
        assert_int_equal(count("r", tables[kind]), n);
        assert_int_equal(
            test_store_number("r", "SELECT count(*) FROM records WHERE rule = 'review' AND confidence = 1"), 1);
        sound("r");
        assert_int_equal(undo("r", "Ann"), CH_OK);
        same_records("r", before);
        sound("r");
        assert_int_equal(undo("r", "Ann"), CH_OK); /* the one that was accepted */
        assert_int_equal(undo("r", "Ann"), CH_EUSAGE);
        free(before);
    }
}

/* What is to be derived anew: nothing of a record that stays as it was, else the pairs of the record alone. */
static void test_moves_its_pairs_alone(void **state)
{
    static const char RECORD[] = "SELECT record FROM links GROUP BY record ORDER BY count(*), record LIMIT 1";
    static const char TOUCHED[] = "SELECT group_concat(a || b) FROM (SELECT a, b FROM _touched ORDER BY a, b)";
    char sql[160];
    (void)state;
    ch_err err;
    put("r", STORY " Benin's president criticised Togo on Monday.", "one");
    const char *record = one("r", RECORD);
    snprintf(sql, sizeof sql,
             "SELECT group_concat(a || b) FROM (SELECT a, b FROM links WHERE record = '%s' ORDER BY a, b)", record);
    const char *pairs = one("r", sql);
    assert_true(count("r", "(SELECT DISTINCT a, b FROM links)") > 1);
    ch_store *store = test_store_open("r");
    assert_int_equal(
        ch_store_review(store, &(ch_review){.verdict = "accept", .reviewer = "ann", .record = record}, NULL, &err),
        CH_OK);
    assert_int_equal(count("r", "_underived"), 0);
    assert_int_equal(count("r", "_touched"), 0);
    assert_int_equal(
        ch_store_review(store, &(ch_review){.verdict = "reject", .reviewer = "ann", .record = record}, NULL, &err),
        CH_OK);
    assert_int_equal(count("r", "_underived"), 1);
    assert_string_equal(one("r", TOUCHED), pairs);
    assert_int_equal(ch_store_derive(store, false, &err), CH_OK);
    ch_store_close(store);
    sound("r");
}

static void test_add_each_kind(void **state)
{
    static const char *const adds[CH_N_KINDS] = {
        "{\"event\": \"CONSULT\", \"char_start\": 11, \"char_end\": 35}",
        "{\"form\": \"indirect\", \"char_start\": 11, \"char_end\": 35}",
        "{\"form\": \"treaty\", \"char_start\": 11, \"char_end\": 35}",
        "{\"level\": \"partnership\", \"char_start\": 11, \"char_end\": 35}",
        "{\"measure\": \"trade\", \"value\": 3, \"char_start\": 11, \"char_end\": 35}"};
    (void)state;
    for (int kind = 0; kind < CH_N_KINDS; kind++) {
        int64_t n = count("r", tables[kind]);
        ch_review r = {.verdict = "add",
                       .reviewer = "Ann",
                       .kind = ch_kind_name((ch_kind)kind),
                       .document = "story",
                       .changes = adds[kind]};
        assert_int_equal(judge("r", r, NULL), CH_OK);
        assert_int_equal(count("r", tables[kind]), n + 1);
        sound("r");
        assert_int_equal(undo("r", "Ann"), CH_OK);
        assert_int_equal(count("r", tables[kind]), n);
    }
}

static void test_characters_are_no_bytes(void **state)
{
    (void)state;
    ch_review r = {.verdict = "add",
                   .reviewer = "Ann",
                   .kind = "event",
                   .document = "story",
                   .changes = "{\"event\": \"CONSULT\", \"char_start\": 11, \"char_end\": 35, \"actor\": [{\"code\": "
                              "\"KEN\", \"char_start\": 11, \"char_end\": 16}]}"};
    assert_int_equal(judge("r", r, NULL), CH_OK);
    assert_string_equal(one("r", "SELECT quote FROM events WHERE rule = 'review'"), "Kenya's foreign minister");
    assert_int_equal(test_store_number("r", "SELECT byte_start - char_start FROM events WHERE rule = 'review'"), 4);
    assert_string_equal(
        one("r", "SELECT r.quote FROM roles r JOIN events e ON e.id = r.record WHERE e.rule = 'review'"), "Kenya");
    sound("r");
}

/* ---- several reviewers ---- */

static void test_undo_is_everybodys_own(void **state)
{
    (void)state;
    char id[40], type[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    snprintf(type, sizeof type, "%s", one("r", "SELECT event FROM events ORDER BY char_start, id LIMIT 1"));
    ch_review r = {.verdict = "edit", .reviewer = "Ann", .record = id, .changes = "{\"event\": \"AID\"}"};
    assert_int_equal(judge("r", r, NULL), CH_OK);
    r.reviewer = "Ben";
    r.changes = "{\"event\": \"COERCE\"}";
    assert_int_equal(judge("r", r, NULL), CH_OK);
    assert_int_equal(undo("r", "Cem"), CH_EUSAGE);
    assert_string_equal(one("r", "SELECT event FROM events WHERE rule = 'review'"), "COERCE");
    assert_int_equal(undo("r", "Ben"), CH_OK);
    assert_string_equal(one("r", "SELECT event FROM events WHERE rule = 'review'"), "AID");
    assert_int_equal(undo("r", "Ann"), CH_OK);
    assert_string_equal(one("r", "SELECT event FROM events ORDER BY char_start, id LIMIT 1"), type);
    assert_int_equal(count("r", "reviews"), 4);
}

static void test_nothing_is_unsaid(void **state)
{
    (void)state;
    char id[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    assert_int_equal(judge("r", (ch_review){.verdict = "accept", .reviewer = "Ann", .record = id}, NULL), CH_OK);
    assert_int_not_equal(test_store_try("r", "DELETE FROM reviews"), 0);
    assert_int_not_equal(test_store_try("r", "UPDATE reviews SET reviewer = 'Ben'"), 0);
    assert_int_equal(count("r", "reviews"), 1);
}

/* ---- coded anew ---- */

static void test_corrections_survive(void **state)
{
    (void)state;
    char id[40], level[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    snprintf(level, sizeof level, "%s", first("r", CH_LEVEL));
    ch_review r = {.verdict = "edit", .reviewer = "Ann", .record = id, .changes = "{\"event\": \"AID\"}"};
    assert_int_equal(judge("r", r, NULL), CH_OK);
    assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ann", .record = level}, NULL), CH_OK);
    char *before = records("r");
    test_store_run("r", "UPDATE documents SET _coded_by = 'older'");
    put("r", STORY, "two");
    same_records("r", before);
    sound("r");
    free(before);
}

/* ---- merging ---- */

static void test_merged_once(void **state)
{
    (void)state;
    ch_err err;
    test_store_copy("r", "other");
    char id[40], level[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    snprintf(level, sizeof level, "%s", first("r", CH_LEVEL));
    ch_review r = {.verdict = "edit",
                   .reviewer = "Ben",
                   .record = id,
                   .changes = "{\"event\": \"AID\", \"actor\": [{\"code\": \"PER\"}]}"};
    assert_int_equal(judge("other", r, NULL), CH_OK);
    assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ann", .record = level}, NULL), CH_OK);
    for (int i = 0; i < 2; i++) {
        ch_store *store = test_store_open("r");
        assert_int_equal(ch_store_merge(store, test_path("other"), false, NULL, &err), CH_OK);
        assert_int_equal(ch_store_derive(store, false, &err), CH_OK);
        ch_store_close(store);
        assert_int_equal(count("r", "reviews"), 2);
        assert_string_equal(one("r", "SELECT event || actor FROM events WHERE rule = 'review'"), "AIDPER");
        assert_int_equal(count("r", "levels"), count("other", "levels") - 1);
        sound("r");
    }
    assert_int_equal(undo("r", "Ben"), CH_OK); /* what came over can be taken back here */
    assert_int_equal(test_store_number("r", "SELECT count(*) FROM events WHERE rule = 'review'"), 0);
    sound("r");
}

static void merge(const char *into, const char *from, int code)
{
    ch_err err = {0};
    ch_store *store = test_store_open(into);
    int rc = ch_store_merge(store, test_path(from), false, NULL, &err);
    if (rc == CH_OK)
        rc = ch_store_derive(store, false, &err);
    ch_store_close(store);
    if (rc != code)
        fail_msg("%d: %s", rc, err.message);
}

/* Two reviewers judge one record in two stores: by the time of their reviews the later one stands, whichever store is
 * merged into the other; when it is taken back, the other one. */
static void test_merged_in_any_order(void **state)
{
    static const struct {
        const char *verdict, *changes;
    } later[] = {{"edit", "{\"event\": \"COERCE\"}"}, {"reject", NULL}, {"accept", NULL}};
    (void)state;
    char id[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        static const char *const made[] = {"a", "b", "ab", "ba"};
        for (int k = 0; k < 2; k++)
            remove(test_path(made[2 + k]));
        test_store_copy("r", "a");
        test_store_copy("r", "b");
        ch_review r = {.verdict = "edit", .reviewer = "Ann", .record = id, .changes = "{\"event\": \"AID\"}"};
        assert_int_equal(judge("a", r, NULL), CH_OK);
        char *anns = records("a");
        r.reviewer = "Ben";
        r.verdict = later[i].verdict;
        r.changes = later[i].changes;
        assert_int_equal(judge("b", r, NULL), CH_OK);
        char *bens = records("b");
        test_store_copy("a", "ab");
        test_store_copy("b", "ba");
        merge("ab", "b", CH_OK);
        merge("ba", "a", CH_OK);
        for (int k = 2; k < 4; k++) {
            same_records(made[k], bens);
            assert_string_equal(one(made[k], "SELECT reviewer FROM verdicts"), "Ben");
            sound(made[k]);
            assert_int_equal(undo(made[k], "Ann"), CH_EUSAGE); /* hers does not stand */
            assert_int_equal(undo(made[k], "Ben"), CH_OK);
            same_records(made[k], anns);
            assert_int_equal(undo(made[k], "Ann"), CH_OK);
            char *before = records("r");
            same_records(made[k], before);
            free(before);
            sound(made[k]);
        }
        free(anns);
        free(bens);
    }
}

/* A clock that was set back does not make a review older than what it was about. */
static void test_clock_set_back(void **state)
{
    (void)state;
    char id[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    ch_review r = {.verdict = "edit", .reviewer = "Ann", .record = id, .changes = "{\"event\": \"AID\"}"};
    assert_int_equal(judge("r", r, NULL), CH_OK);
    test_store_run("r", "DROP TRIGGER _review_fixed; UPDATE reviews SET time = '2999-01-01T00:00:00.000Z'");
    assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ben", .record = id}, NULL), CH_OK);
    assert_string_equal(one("r", "SELECT verdict FROM verdicts"), "reject");
    assert_int_equal(undo("r", "Ben"), CH_OK);
    assert_string_equal(one("r", "SELECT event FROM events WHERE rule = 'review'"), "AID");
}

/* What a store of somebody else holds in place of a record reaches no other table, and changes nothing. */
static void test_hostile_store(void **state)
{
    static const char *const changes[] = {
        "UPDATE reviews SET became = '{\"runs\": [{\"id\": 99, \"started\": \"x\"}]}'",
        "UPDATE reviews SET became = json_set(became, '$.runs', json('[]'))",
        "UPDATE reviews SET became = json_set(became, '$.events[0].\"a) VALUES (1) --\"', 1)",
        "UPDATE reviews SET became = json_set(became, '$.events[0].document', 'another')",
        "UPDATE reviews SET became = json_set(became, '$.events[0].id', 'another')",
        "UPDATE reviews SET became = json_set(became, '$.roles[0].record', 'another')",
        "UPDATE reviews SET became = json_set(became, '$.events[0].event', json('[1]'))",
        "UPDATE reviews SET became = '{', was = NULL",
        "UPDATE reviews SET became = '7'",
        "UPDATE reviews SET was = '[]'",
        "UPDATE reviews SET kind = 'rumour'",
    };
    (void)state;
    char id[40], *before = records("r");
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        test_store_copy("r", "hostile");
        ch_review r = {.verdict = "edit", .reviewer = "Eve", .record = id, .changes = "{\"event\": \"AID\"}"};
        assert_int_equal(judge("hostile", r, NULL), CH_OK);
        test_store_run("hostile", "DROP TRIGGER _review_fixed");
        test_store_run("hostile", changes[i]);
        ch_err err = {0};
        ch_store *store = test_store_open("r");
        int rc = ch_store_merge(store, test_path("hostile"), false, NULL, &err);
        ch_store_close(store);
        if (rc >= 0 || !err.message[0])
            fail_msg("%s: %d", changes[i], rc);
        same_records("r", before);
        assert_int_equal(count("r", "reviews"), 0);
        store = test_store_open("hostile"); /* nor does taking it back in that store itself */
        assert_true(ch_store_review_undo(store, "Eve", NULL, &err) < 0 || i == 9);
        ch_store_close(store);
    }
    free(before);
}

/* ---- snapshots ---- */

/* A part up to a day carries the reviews of the stories that it holds, and only those; without text also without the
 * words that reviews hold. */
static void test_snapshot_with_reviews(void **state)
{
    static const char words[] = "counterpart in Nairobi";
    (void)state;
    ch_err err;
    char id[40], level[40];
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    snprintf(level, sizeof level, "%s", first("r", CH_LEVEL));
    ch_review r = {.verdict = "edit",
                   .reviewer = "Ann",
                   .record = id,
                   .changes = "{\"event\": \"AID\", \"actor\": [{\"code\": \"PER\"}]}"};
    assert_int_equal(judge("r", r, NULL), CH_OK);
    assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ann", .record = level}, NULL), CH_OK);
    char *before = records("r");
    const ch_snapshot_options asked[] = {
        {.until = "2024-03-06"}, {.until = "2024-03-05"}, {.until = "2024", .no_text = true}, {.no_text = true}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        remove(test_path("part"));
        ch_store *store = test_store_open("r");
        assert_int_equal(ch_store_snapshot(store, test_path("part"), &asked[i], NULL, &err), CH_OK);
        ch_store_close(store);
        sound("part");
        assert_int_equal(count("part", "reviews"), i == 1 ? 0 : 2);
        size_t n;
        char *bytes = test_read_file(test_path("part"), &n);
        assert_int_equal(memmem(bytes, n, words, strlen(words)) != NULL, i == 0);
        free(bytes);
        assert_int_not_equal(test_store_try("part", "UPDATE reviews SET note = 'x'"), i == 1 ? -1 : 0);
        if (i == 0) {
            same_records("part", before);
            put("part", STORY, "two"); /* what was corrected outlives a new coding there, too */
            same_records("part", before);
        }
        if (i != 1) {
            assert_string_equal(one("part", "SELECT event || actor FROM events WHERE rule = 'review'"), "AIDPER");
            assert_int_equal(undo("part", "Ann"), CH_OK);
            assert_int_equal(count("part", "levels"), count("r", "levels") + 1);
        }
    }
    free(before);
}

/* ---- what makes no sense ---- */

static void test_refused(void **state)
{
    static const struct {
        const char *kind, *changes, *says;
    } bad[] = {
        {NULL, "", "JSON"},
        {NULL, "[1]", "an object of JSON"},
        {NULL, "{\"nothing\": 1}", "no field of this kind"},
        {NULL, "{\"event\": \"PARTY\"}", "no such type"},
        {NULL, "{\"modality\": \"maybe\"}", "modality"},
        {NULL, "{\"mode\": 7}", "mode is a text"},
        {NULL, "{\"mode\": \"demand\\u0000\"}", "mode is a text"},
        {"level", "{\"level\": \"ties\", \"action\": null, \"char_start\": 11, \"char_end\": 16}", "action is missing"},
        {NULL, "{\"actor\": \"KEN\"}", "actor is a list"},
        {NULL, "{\"actor\": [{\"code\": \"kenya\"}]}", "not a code"},
        {NULL, "{\"char_start\": 5, \"char_end\": 5}", "the second greater"},
        {NULL, "{\"char_start\": 5, \"char_end\": 100000}", "behind the text"},
        {NULL, "{\"date_start\": \"2024-02-30\"}", "a day that exists"},
        {NULL, "{\"date_start\": \"2024-02-03\", \"date_end\": \"2024-02-02\"}", "not before"},
        {"figure", "{\"measure\": \"trade\", \"value\": \"much\", \"char_start\": 11, \"char_end\": 16}", "a number"},
        {"figure", "{\"measure\": \"trade\", \"low\": 3, \"high\": 2, \"char_start\": 11, \"char_end\": 16}", "low"},
        {"figure", "{\"value\": 3, \"char_start\": 11, \"char_end\": 16}", "measure is missing"},
        {"rumour", "{}", "kind is"},
        {"event", "{\"event\": \"AID\"}", "char_start and char_end"}};
    (void)state;
    char id[40], *before = records("r");
    snprintf(id, sizeof id, "%s", first("r", CH_EVENT));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ch_err err = {0};
        ch_review r = {.verdict = bad[i].kind ? "add" : "edit",
                       .reviewer = "Ann",
                       .record = bad[i].kind ? NULL : id,
                       .kind = bad[i].kind,
                       .document = "story",
                       .changes = bad[i].changes};
        assert_true(judge("r", r, &err) < 0);
        if (!strstr(err.message, bad[i].says))
            fail_msg("%s: says \"%s\", not \"%s\"", bad[i].changes, err.message, bad[i].says);
        same_records("r", before);
    }
    const ch_review more[] = {
        {.verdict = "maybe", .reviewer = "Ann", .record = id},
        {.verdict = "accept", .record = id},
        {.verdict = "accept", .reviewer = "Ann"},
        {.verdict = "accept", .reviewer = "Ann", .record = "nothing"},
        {.verdict = "add", .reviewer = "Ann", .kind = "event", .document = "none", .changes = "{}"}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        assert_int_equal(judge("r", more[i], NULL), CH_EUSAGE);
    assert_int_equal(count("r", "reviews"), 0);
    free(before);
}

/* ---- gold ---- */

static int keep(void *ctx, const char *bytes, size_t n)
{
    FILE *f = ctx;
    return fwrite(bytes, 1, n, f) == n ? CH_OK : CH_EIO;
}

static void show(void *ctx, const ch_err *fault)
{
    (void)ctx;
    fprintf(stderr, "%s:%d: %s\n", fault->file, (int)fault->line, fault->message);
}

static void accept_all(void)
{
    char *ids = test_store_rows("r", "SELECT id FROM records ORDER BY id");
    for (char *id = strtok(ids, "|\n"); id; id = strtok(NULL, "|\n"))
        assert_int_equal(judge("r", (ch_review){.verdict = "accept", .reviewer = "Ann", .record = id}, NULL), CH_OK);
    free(ids);
}

static void test_gold_is_corpus(void **state)
{
    (void)state;
    ch_err err;
    uint64_t sentences = 0;
    accept_all();
    char id[40];
    snprintf(id, sizeof id, "%s", first("r", CH_LEVEL));
    assert_int_equal(judge("r", (ch_review){.verdict = "reject", .reviewer = "Ann", .record = id}, NULL), CH_OK);
    FILE *f = fopen(test_path("gold.txt"), "w");
    ch_store *store = test_store_open("r");
    assert_int_equal(ch_store_export(store, test_engine(),
                                     &(ch_export_options){.format = CH_EXPORT_GOLD, .reviewer = "Ann"}, keep, f,
                                     &sentences, &err),
                     CH_OK);
    ch_store_close(store);
    fclose(f);
    const char *path = test_path("gold.txt");
    ch_corpus_counts counts;
    assert_int_equal(ch_corpus_check(test_engine(), &(ch_corpus_options){.paths = &path, .n_paths = 1, .fault = show},
                                     &counts, &err),
                     CH_OK);
    char *text = test_read_file(path, NULL);
    if (counts.faults || counts.sentences < 3 || counts.sentences != sentences)
        fail_msg("%s", text);
    assert_true(counts.records[CH_EVENT] >= 2);
    assert_non_null(strstr(text, "  not other"));
    free(text);
}

/* A snapshot without text has reviews, and no words to make gold of. */
static void test_gold_without_words(void **state)
{
    (void)state;
    ch_err err;
    accept_all();
    remove(test_path("bare"));
    ch_store *store = test_store_open("r");
    assert_int_equal(ch_store_snapshot(store, test_path("bare"), &(ch_snapshot_options){.no_text = true}, NULL, &err),
                     CH_OK);
    ch_store_close(store);
    FILE *f = fopen(test_path("gold.txt"), "w");
    store = test_store_open("bare");
    assert_int_equal(
        ch_store_export(store, test_engine(), &(ch_export_options){.format = CH_EXPORT_GOLD}, keep, f, NULL, &err),
        CH_OK);
    ch_store_close(store);
    fclose(f);
    char *text = test_read_file(test_path("gold.txt"), NULL);
    assert_non_null(strstr(text, "its words were left out"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup(test_each_verdict_of_each_kind, fresh),
                                       cmocka_unit_test_setup(test_moves_its_pairs_alone, fresh),
                                       cmocka_unit_test_setup(test_add_each_kind, fresh),
                                       cmocka_unit_test_setup(test_characters_are_no_bytes, fresh),
                                       cmocka_unit_test_setup(test_undo_is_everybodys_own, fresh),
                                       cmocka_unit_test_setup(test_nothing_is_unsaid, fresh),
                                       cmocka_unit_test_setup(test_corrections_survive, fresh),
                                       cmocka_unit_test_setup(test_merged_once, fresh),
                                       cmocka_unit_test_setup(test_merged_in_any_order, fresh),
                                       cmocka_unit_test_setup(test_clock_set_back, fresh),
                                       cmocka_unit_test_setup(test_hostile_store, fresh),
                                       cmocka_unit_test_setup(test_snapshot_with_reviews, fresh),
                                       cmocka_unit_test_setup(test_refused, fresh),
                                       cmocka_unit_test_setup(test_gold_is_corpus, fresh),
                                       cmocka_unit_test_setup(test_gold_without_words, fresh)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* record_json.c - the shape of a record as JSON: exact lines for records put together by hand. */
#include "ledger/record_json.h"
#include "base/json.h"
#include "ledger/lines.h"

static const char TEXT[] = "\xC3\x89ire told Per\xC3\xBA \"yes\".";

static ch_sentence sentence = {.bytes = {0, 23}, .chars = {0, 21}};
static ch_actor actors[] = {{.name = "Ireland", .code = "IRL", .sector = "GOV", .entity = "Q27"}, {.name = "Peru"}};
static ch_mention mentions[] = {{.bytes = {0, 5}, .chars = {0, 4}, .why = "name"},
                                {.bytes = {11, 16}, .chars = {10, 14}, .why = "name"}};
static ch_role first = {0, 0}, second = {1, 1}, unknown = {1, CH_NONE};

static ch_doc doc(void)
{
    return (ch_doc){.id = "d",
                    .name = "n",
                    .uri = "u",
                    .text = TEXT,
                    .len = sizeof TEXT - 1,
                    .sentences = &sentence,
                    .n_sentences = 1,
                    .actors = actors,
                    .n_actors = 2,
                    .mentions = mentions,
                    .n_mentions = 2};
}

static ch_record common(ch_kind kind)
{
    return (ch_record){.kind = (uint8_t)kind,
                       .id = "0123456789abcdef0123456789abcdef",
                       .bytes = {0, 16},
                       .chars = {0, 14},
                       .confidence = 850,
                       .rule = "t.tsv:1",
                       .when = {.precision = CH_UNKNOWN}};
}

#define HEAD(kind)                                                                                     \
    "{\"kind\":\"" kind                                                                                \
    "\",\"id\":\"0123456789abcdef0123456789abcdef\",\"doc\":\"a.txt\",\"sentence\":0,\"span\":[0,14]," \
    "\"quote\":\"\xC3\x89ire told Per\xC3\xBA\",\"text\":\"\xC3\x89ire told Per\xC3\xBA \\\"yes\\\".\","
#define NO_DATE                                                                                                       \
    "\"date\":{\"start\":null,\"end\":null,\"precision\":\"unknown\",\"basis\":null,\"text\":null},\"confidence\":0." \
    "85,"
#define IRELAND                                                                                                    \
    "\"text\":\"\xC3\x89ire\",\"span\":[0,4],\"name\":\"Ireland\",\"code\":\"IRL\",\"sector\":\"GOV\",\"entity\":" \
    "\"Q27\""
#define PERU "\"text\":\"Per\xC3\xBA\",\"span\":[10,14],\"name\":\"Peru\",\"code\":null,\"sector\":null,\"entity\":null"
#define NOBODY "\"text\":\"Per\xC3\xBA\",\"span\":[10,14],\"name\":null,\"code\":null,\"sector\":null,\"entity\":null"

static void expect(const ch_record *r, bool ascii, const char *expected)
{
    ch_doc d = doc();
    char *got = ch_record_json(&d, r, "a.txt", ascii);
    assert_string_equal(got, expected);
    json_t *parsed = json_loads(got, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(parsed);
    json_decref(parsed);
    free(got);
}

static void statement(void **state)
{
    (void)state;
    ch_record r = common(CH_STATEMENT);
    r.as.statement = (ch_statement){
        .speaker = {&first, 1}, .addressee = {&second, 1}, .form = "direct", .content_chars = {16, 19}, .verb = "tell"};
    expect(&r, false,
           HEAD("statement") NO_DATE "\"speaker\":{" IRELAND "},\"addressee\":[{" PERU
                                     "}],\"about\":[],\"form\":\"direct\","
                                     "\"content_span\":[16,19],\"verb\":\"tell\",\"rule\":\"t.tsv:1\"}");
    r.as.statement = (ch_statement){.speaker = {&unknown, 1}};
    expect(&r, false,
           HEAD("statement") NO_DATE "\"speaker\":{" NOBODY "},\"addressee\":[],\"about\":[],\"form\":null,"
                                     "\"content_span\":null,\"verb\":null,\"rule\":\"t.tsv:1\"}");
    r.as.statement = (ch_statement){.speaker = {0}};
    expect(&r, false,
           HEAD("statement") NO_DATE "\"speaker\":null,\"addressee\":[],\"about\":[],\"form\":null,"
                                     "\"content_span\":null,\"verb\":null,\"rule\":\"t.tsv:1\"}");
}

static void agreement(void **state)
{
    (void)state;
    ch_record r = common(CH_AGREEMENT);
    const char *subjects[] = {"trade", "energy"};
    ch_role both[] = {first, second};
    r.when = (ch_when){
        .start = {2021, 3, 1}, .end = {2021, 3, 31}, .precision = CH_MONTH, .basis = CH_BASIS_TEXT, .bytes = {6, 10}};
    r.as.agreement = (ch_agreement){.title = "pact",
                                    .form = "treaty",
                                    .action = "signed",
                                    .term = "25 years",
                                    .parties = {both, 2},
                                    .subjects = subjects,
                                    .n_subjects = 2};
    expect(&r, false,
           HEAD("agreement") "\"date\":{\"start\":\"2021-03-01\",\"end\":\"2021-03-31\",\"precision\":\"month\","
                             "\"basis\":\"text\","
                             "\"text\":\"told\"},\"confidence\":0.85,\"title\":\"pact\",\"form\":\"treaty\",\"action\":"
                             "\"signed\","
                             "\"parties\":[{" IRELAND "},{" PERU
                             "}],\"subjects\":[\"trade\",\"energy\"],\"term\":\"25 years\",\"count\":null,"
                             "\"rule\":\"t.tsv:1\"}");
}

static void level(void **state)
{
    (void)state;
    ch_record r = common(CH_LEVEL);
    r.when = (ch_when){.bytes = {6, 10}, .precision = CH_UNKNOWN};
    r.as.level = (ch_level){.level = "alliance", .action = "described", .parties = {&first, 1}};
    expect(&r, false,
           HEAD("level") "\"date\":{\"start\":null,\"end\":null,\"precision\":\"unknown\",\"basis\":null,\"text\":"
                         "\"told\"},"
                         "\"confidence\":0.85,\"parties\":[{" IRELAND
                         "}],\"level\":\"alliance\",\"action\":\"described\",\"rule\":\"t.tsv:1\"}");
}

static void figure(void **state)
{
    (void)state;
    ch_record r = common(CH_FIGURE);
    r.as.figure = (ch_figure){.measure = "exports",
                              .unit = "USD",
                              .value = 4.3e9,
                              .has_value = true,
                              .high = 4.5e9,
                              .has_high = true,
                              .approximate = true,
                              .from = {&first, 1}};
    expect(&r, false,
           HEAD("figure") NO_DATE
           "\"measure\":\"exports\",\"value\":4300000000,\"low\":null,\"high\":4500000000,\"unit\":\"USD\","
           "\"approximate\":true,\"from\":{" IRELAND "},\"to\":null,\"period\":null,\"of\":null,\"rule\":\"t.tsv:1\"}");
    r.as.figure = (ch_figure){
        .measure = "tariff",
        .unit = "%",
        .value = 12.5,
        .has_value = true,
        .of = "steel",
        .period = {.start = {2024, 1, 1}, .end = {2024, 12, 31}, .precision = CH_YEAR, .basis = CH_BASIS_RELATIVE}};
    expect(
        &r, false,
        HEAD("figure") NO_DATE
        "\"measure\":\"tariff\",\"value\":12.5,\"low\":null,\"high\":null,\"unit\":\"%\","
        "\"approximate\":false,\"from\":null,\"to\":null,\"period\":{\"start\":\"2024-01-01\",\"end\":\"2024-12-31\","
        "\"precision\":\"year\",\"basis\":\"relative\",\"text\":null},\"of\":\"steel\",\"rule\":\"t.tsv:1\"}");
}

static void event(void **state)
{
    (void)state;
    ch_record r = common(CH_EVENT);
    ch_magnitude people = {"people", 3, NULL};
    const char *contexts[] = {"diplomatic"};
    r.as.event = (ch_event){
        .type = CH_EVENT_CONSULT,
        .modality = CH_FUTURE,
        .mode = "visit",
        .contexts = contexts,
        .n_contexts = 1,
        .actor = {&first, 1},
        .recipient = {&second, 1},
        .attribution = {&first, 1},
        .attribution_chars = {0, 9},
        .place =
            {.bytes = {11, 16}, .name = "Peru", .country = "PER", .geonameid = "3932488", .lat = -10, .lon = -75.5},
        .magnitudes = &people,
        .n_magnitudes = 1,
        .cameo = "042"};
    expect(
        &r, false,
        HEAD("event") NO_DATE
        "\"event\":\"CONSULT\",\"mode\":\"visit\",\"context\":[\"diplomatic\"],\"actor\":[{" IRELAND "}],"
        "\"recipient\":[{" PERU "}],\"modality\":\"future\",\"attribution\":{" IRELAND
        ",\"words\":\"\xC3\x89ire told\"},"
        "\"place\":{\"text\":\"Per\xC3\xBA\",\"name\":\"Peru\",\"country\":\"PER\",\"lat\":-10,\"lon\":-75.5,"
        "\"geonameid\":\"3932488\"},\"magnitude\":[{\"what\":\"people\",\"value\":3,\"unit\":null}],\"cameo\":\"042\","
        "\"quad\":1,\"score\":2.5,\"rule\":\"t.tsv:1\"}");
    r.as.event = (ch_event){.type = CH_EVENT_ASSAULT};
    expect(&r, false,
           HEAD("event") NO_DATE "\"event\":\"ASSAULT\",\"mode\":null,\"context\":[],\"actor\":[],\"recipient\":[],"
                                 "\"modality\":\"actual\",\"attribution\":null,\"place\":null,\"magnitude\":[],"
                                 "\"cameo\":null,\"quad\":4,\"score\":-9,"
                                 "\"rule\":\"t.tsv:1\"}");
}

static void only_ascii(void **state)
{
    (void)state;
    ch_record r = common(CH_LEVEL);
    ch_doc d = doc();
    char *got = ch_record_json(&d, &r, "\xE2\x82\xAC.txt", true);
    for (const char *p = got; *p; p++)
        assert_true((unsigned char)*p < 0x80);
    assert_non_null(strstr(got, "\"doc\":\"\\u20ac.txt\""));
    free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(statement), cmocka_unit_test(agreement),
                                       cmocka_unit_test(level),     cmocka_unit_test(figure),
                                       cmocka_unit_test(event),     cmocka_unit_test(only_ascii)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

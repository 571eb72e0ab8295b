/* Runs toponyms.txt: the places that sentences name, as ch_places_line answers. */
#include "rows.h"

#include <jansson.h>

#include "base/buf.h"

/* "NAME CODE; NAME CODE", "-" for none. */
static void put_places(ch__buf *out, const char *answer)
{
    json_t *root = json_loads(answer, 0, NULL), *place;
    const json_t *places = json_object_get(root, "places");
    size_t i;
    assert_true(json_is_array(places));
    if (!json_array_size(places))
        ch__buf_char(out, '-');
    json_array_foreach(places, i, place)
    {
        const char *country = json_string_value(json_object_get(place, "country"));
        ch__buf_printf(out, "%s%s %s", i ? "; " : "", json_string_value(json_object_get(place, "name")),
                       country ? country : "-");
    }
    ch__buf_char(out, 0);
    json_decref(root);
}

/* sentence, places */
static bool names_places(const char *const *f)
{
    ch_err err;
    char *answer;
    json_t *question = json_pack("{s:i, s:s}", "id", 1, "text", f[0]);
    char *line = json_dumps(question, 0);
    ch__buf got = {0};
    if (ch_places_line(test_engine(), test_work(), line, strlen(line), 1, false, &answer, &err) < 0)
        fail_msg("%s: %s", f[0], err.message);
    put_places(&got, answer);
    bool good = strcmp(got.p, f[1]) == 0;
    if (!good)
        print_error("%s\n    expected %s\n    got      %s\n", f[0], f[1], got.p);
    ch__buf_release(&got);
    free(answer);
    free(line);
    json_decref(question);
    return good;
}

static void toponyms(void **state)
{
    (void)state;
    run_rows("toponyms.txt", 2, 50, names_places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(toponyms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

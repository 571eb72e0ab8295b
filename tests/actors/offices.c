/* Runs offices.txt, phrases on their own, and on-date.txt, actors of events that lie back: who held an office when. */
#include "rows.h"

static const char *or_dash(const char *s)
{
    return s ? s : "-";
}

/* "-": whoever it is has no name of his own. */
static bool is_named(const ch_actor *a, const char *expected)
{
    bool person = a->id && strncmp(a->id, "p.", 2) == 0;
    return strcmp(expected, "-") == 0 ? !person : has_words(a->name, expected);
}

/* day, phrase, name, code, office */
static bool resolves(const char *const *f)
{
    ch_doc *doc;
    uint32_t mention;
    ch_err err;
    ch_phrase phrase = {.date = f[0], .text = f[1]};
    if (ch_resolve(test_engine(), test_work(), &phrase, &doc, &mention, &err) < 0)
        fail_msg("%s: %s", f[1], err.message);
    const ch_actor *a = NULL;
    if (mention != CH_NONE && doc->mentions[mention].actors.start < doc->mentions[mention].actors.end)
        a = &doc->actors[doc->mentions[mention].actors.start];
    bool good = a && is_named(a, f[2]) && strcmp(or_dash(a->code), f[3]) == 0 && strcmp(or_dash(a->office), f[4]) == 0;
    if (!good)
        print_error("%s, %s: %s | %s | %s\n", f[0], f[1], a ? or_dash(a->name) : "nobody", a ? or_dash(a->code) : "-",
                    a ? or_dash(a->office) : "-");
    ch_doc_free(doc);
    return good;
}

/* Takes "CODE SECTOR name" off the front of *expected and compares it with the actor of a role. */
static bool is_next(const ch_doc *doc, const ch_role *role, const char **expected)
{
    char name[256], code[16], sector[16];
    const ch_actor *a = role->actor == CH_NONE ? NULL : &doc->actors[role->actor];
    if (!a || sscanf(*expected, "%15s %15s %255[^;]", code, sector, name) != 3)
        return false;
    *expected += strcspn(*expected, ";");
    *expected += **expected ? 2 : 0;
    return has_words(a->name, name) && strcmp(or_dash(a->code), code) == 0 && strcmp(or_dash(a->sector), sector) == 0;
}

static void print_roles(const ch_doc *doc, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        const ch_actor *a = roles->at[i].actor == CH_NONE ? NULL : &doc->actors[roles->at[i].actor];
        print_error("    %s %s %s\n", a ? or_dash(a->code) : "?", a ? or_dash(a->sector) : "?",
                    a ? or_dash(a->name) : "?");
    }
}

/* sentence, actors and recipients of its first event */
static bool acted(const char *const *f)
{
    ch_doc *doc = test_code(f[0], "2023-05-02");
    const ch_event *e = NULL;
    const char *expected = f[1];
    for (uint32_t i = 0; i < doc->n_records && !e; i++)
        e = doc->records[i].kind == CH_EVENT ? &doc->records[i].as.event : NULL;
    bool good = e != NULL;
    for (uint32_t i = 0; good && i < e->actor.n; i++)
        good = is_next(doc, &e->actor.at[i], &expected);
    for (uint32_t i = 0; good && i < e->recipient.n; i++)
        good = is_next(doc, &e->recipient.at[i], &expected);
    good = good && !*expected;
    if (!good) {
        print_error("%s%s\n", f[0], e ? "" : " no event");
        print_roles(doc, e ? &e->actor : &(ch_roles){.n = 0});
        print_roles(doc, e ? &e->recipient : &(ch_roles){.n = 0});
    }
    ch_doc_free(doc);
    return good;
}

static void offices(void **state)
{
    (void)state;
    run_rows("offices.txt", 5, 325, resolves);
}

static void events_on_date(void **state)
{
    (void)state;
    run_rows("on-date.txt", 2, 20, acted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(offices), cmocka_unit_test(events_on_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

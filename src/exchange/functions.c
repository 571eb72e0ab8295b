/* functions.c - the lookups of names.c as functions of SQL, for the expressions of columns (columns.c). */
#include "exchange/names.h"

static const char *text(sqlite3_value *v)
{
    return (const char *)sqlite3_value_text(v);
}

static void answer(sqlite3_context *c, const char *s)
{
    if (s)
        sqlite3_result_text(c, s, -1, SQLITE_TRANSIENT);
    else
        sqlite3_result_null(c);
}

#define OF_ONE(function, lookup)                                             \
    static void function(sqlite3_context *c, int argc, sqlite3_value **argv) \
    {                                                                        \
        (void)argc;                                                          \
        const ch__names *n = sqlite3_user_data(c);                           \
        const char *of = text(argv[0]);                                      \
        answer(c, of ? lookup : NULL);                                       \
    }
OF_ONE(name_of, ch__names_name(n, of))
OF_ONE(cow_of, ch__names_cow(n, of))
OF_ONE(gw_of, ch__names_gw(n, of))
OF_ONE(words_of, ch__names_sector_words(n, of))
OF_ONE(letters_of, ch__names_sector_letters(n, of))
#undef OF_ONE

static void goldstein_of(sqlite3_context *c, int argc, sqlite3_value **argv)
{
    (void)argc;
    answer(c, ch__names_goldstein(sqlite3_user_data(c), ch__sv_of(text(argv[0]))));
}

static bool is_cameo(const char *event)
{
    return event && ch__is_digit((unsigned char)*event);
}

/* The type of PLOVER, also where the store names events by CAMEO. */
static void plover_of(sqlite3_context *c, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *event = text(argv[0]), *mode;
    if (is_cameo(event))
        ch__names_plover(sqlite3_user_data(c), ch__sv_of(event), &event, &mode);
    answer(c, event);
}

static void cameo_of(sqlite3_context *c, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *event = text(argv[0]), *mode = text(argv[1]), *cameo = text(argv[2]);
    answer(c, cameo ? cameo : is_cameo(event) ? event : ch__names_cameo_of(sqlite3_user_data(c), event, mode));
}

static const struct {
    const char *name;
    int n;
    void (*call)(sqlite3_context *, int, sqlite3_value **);
} functions[] = {{"_name", 1, name_of},
                 {"_cow", 1, cow_of},
                 {"_gw", 1, gw_of},
                 {"_cameo", 3, cameo_of},
                 {"_plover", 1, plover_of},
                 {"_goldstein", 1, goldstein_of},
                 {"_sector_words", 1, words_of},
                 {"_sector_letters", 1, letters_of}};

int ch__names_functions(const ch__names *n, sqlite3 *db)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof functions / sizeof *functions && rc == SQLITE_OK; i++)
        rc = sqlite3_create_function(db, functions[i].name, functions[i].n, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                     (void *)(uintptr_t)n, functions[i].call, NULL, NULL);
    return rc;
}

void ch__names_functions_drop(sqlite3 *db)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        sqlite3_create_function(db, functions[i].name, functions[i].n, SQLITE_UTF8, NULL, NULL, NULL, NULL);
}

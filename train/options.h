/* options.h - the trainers' options: "--name value" pairs and flags by a table. */
#ifndef CH_TRAIN_OPTIONS_H
#define CH_TRAIN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file and how often it counts ("FILE:N"; 1 where nothing stands). */
typedef struct source {
    const char *path;
    double times;
} source;

enum { MOST_SOURCES = 32 };

typedef struct sources {
    source at[MOST_SOURCES];
    size_t n;
} sources;

typedef enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_SOURCES, OPTION_FLAG } option_kind;

typedef struct option {
    const char *name; /* without dashes; NULL ends a table */
    const char *help;
    option_kind kind;
    void *value; /* const char **, double *, sources *, bool * */
} option;

/* Fills the values from argv[1..]; prints help or what is wrong and ends the program. What is no option goes to rest
 * (may be NULL: nothing may). */
void options_parse(const option *table, int argc, char **argv, sources *rest);

/* A list of whole numbers "1,2,4"; returns how many. */
size_t options_list(const char *text, uint32_t *out, size_t most);

#endif

/* cmd_check.c - knowledge tables checked; every fault a line "FILE:LINE: message". */
#include <stdio.h>

#include "command.h"

const option_def check_options[] = {{"quiet", 'q', NULL, "only the exit code"}, {NULL, 0, NULL, NULL}};
enum { OPT_QUIET };

static void print_fault(void *ctx, const ch_err *fault)
{
    const bool *quiet = ctx;
    if (!*quiet)
        printf("%s:%lld: %s\n", fault->file, (long long)fault->line, fault->message);
}

int run_check(const arguments *args)
{
    ch_err err;
    bool quiet = args->value[OPT_QUIET] != NULL;
    if (args->n_rest > 1)
        return usage_error(args->command, "one directory at a time");
    const char *directory = args->n_rest ? args->rest[0] : "knowledge";
    int faults = ch_knowledge_check(directory, print_fault, &quiet, &err);
    if (faults < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    if (!quiet)
        printf("%s: %d fault%s\n", directory, faults, faults == 1 ? "" : "s");
    return faults ? EXIT_FAILED : EXIT_DONE;
}

/* cmd_corpus.c - the annotated corpus: checked, counted, turned into other forms, compared. */
#include <stdio.h>
#include <string.h>

#include "command.h"

const option_def corpus_options[] = {{"split", 's', "PART", "only train, dev or held (several with commas)"},
                                     {"quiet", 'q', NULL, "no faults, only the exit code and the counts"},
                                     {"knowledge", 0, "FILE", "compiled knowledge file to use"},
                                     {"model", 0, "FILE", "model file to use"},
                                     {NULL, 0, NULL, NULL}};
enum { OPT_SPLIT, OPT_QUIET, OPT_KNOWLEDGE, OPT_MODEL };

static void print_fault(void *ctx, const ch_err *fault)
{
    (void)ctx;
    complain_of(fault);
}

/* "train,dev" as bits; 0 when a name is none. */
static unsigned take_splits(const char *list)
{
    unsigned splits = 0;
    while (*list) {
        size_t n = strcspn(list, ",");
        int found = -1;
        for (int s = 0; s < CH_N_SPLITS; s++)
            if (strlen(ch_split_name((ch_split)s)) == n && memcmp(list, ch_split_name((ch_split)s), n) == 0)
                found = s;
        if (found < 0)
            return 0;
        splits |= 1u << found;
        list += n + (list[n] == ',');
    }
    return splits;
}

static int failed(const ch_err *err)
{
    complain_of(err);
    return EXIT_FAILED;
}

/* ---- check ---- */

static int check_corpus(const machine *m, const ch_corpus_options *options)
{
    ch_corpus_counts n;
    ch_err err;
    if (ch_corpus_check(m->engine, options, &n, &err) < 0)
        return failed(&err);
    printf("%llu sentences, %llu stories of %llu sentences; %llu events, %llu statements, %llu agreements, %llu levels, "
           "%llu figures; %llu sentences without event; %llu fault%s\n",
           (unsigned long long)n.sentences, (unsigned long long)n.stories, (unsigned long long)n.story_sentences,
           (unsigned long long)n.records[CH_EVENT], (unsigned long long)n.records[CH_STATEMENT],
           (unsigned long long)n.records[CH_AGREEMENT], (unsigned long long)n.records[CH_LEVEL],
           (unsigned long long)n.records[CH_FIGURE], (unsigned long long)n.without_event, (unsigned long long)n.faults,
           n.faults == 1 ? "" : "s");
    return n.faults ? EXIT_FAILED : EXIT_DONE;
}

/* ---- the command ---- */

int run_corpus(const arguments *args)
{
    machine m;
    ch_corpus_options options = {.fault = args->value[OPT_QUIET] ? NULL : print_fault};
    if (args->n_rest < 1 || strcmp(args->rest[0], "check") != 0)
        return usage_error(args->command, "say what to do: check");
    if (args->value[OPT_SPLIT] && !(options.splits = take_splits(args->value[OPT_SPLIT])))
        return usage_error(args->command, "--split %s: train, dev, held, or several with commas", args->value[OPT_SPLIT]);
    options.paths = (const char *const *)args->rest + 1;
    options.n_paths = (size_t)args->n_rest - 1;
    if (!options.n_paths)
        return usage_error(args->command, "name the files or directories of the corpus");
    int code = machine_open(&m, args->value[OPT_KNOWLEDGE], args->value[OPT_MODEL], NULL);
    if (code != EXIT_DONE)
        return code;
    code = check_corpus(&m, &options);
    machine_close(&m);
    return code;
}

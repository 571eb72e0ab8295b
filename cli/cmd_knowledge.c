/* cmd_knowledge.c - dictionaries of other programs turned into tables of ours. */
#include <stdio.h>
#include <string.h>

#include "command.h"

const option_def knowledge_options[] = {
    {"out", 'o', "DIR", "directory to write the tables to, for --tables; without it nothing is written"},
    {"date-rule", 0, "RULE", "how dates hold: dated (default), petrarch2"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"quiet", 'q', NULL, "no warnings"},
    {NULL, 0, NULL, NULL}};
enum { OPT_OUT, OPT_DATE_RULE, OPT_KNOWLEDGE, OPT_QUIET };

static void say(uint64_t n, const char *one, const char *many)
{
    printf("  %llu %s\n", (unsigned long long)n, n == 1 ? one : many);
}

static void print_counts(const ch_import *n, const char *out)
{
    printf("%llu dictionar%s%s%s\n", (unsigned long long)n->files, n->files == 1 ? "y" : "ies",
           out ? " to " : ", nothing written (--out DIR)", out ? out : "");
    say(n->actors, "actor", "actors");
    say(n->names, "name", "names");
    say(n->agents, "agent", "agents");
    say(n->discards, "discard", "discards");
    say(n->issues, "phrase of an issue", "phrases of issues");
    say(n->verbs, "verb", "verbs");
    say(n->synsets, "set of words", "sets of words");
    say(n->patterns, "pattern of a verb", "patterns of verbs");
    printf("%llu warning%s\n", (unsigned long long)n->faults, n->faults == 1 ? "" : "s");
}

static int import(const arguments *args, ch_date_rule rule)
{
    ch_err err;
    machine m;
    ch_import counts;
    int code = machine_open(&m, args->value[OPT_KNOWLEDGE], NULL, NULL);
    if (code != EXIT_DONE)
        return code;
    if (ch_knowledge_import(m.engine, (const char *const *)args->rest + 1, (size_t)args->n_rest - 1, rule,
                            args->value[OPT_OUT], args->value[OPT_QUIET] ? NULL : warn_of, NULL, &counts, &err) < 0) {
        complain_of(&err);
        code = EXIT_FAILED;
    } else {
        print_counts(&counts, args->value[OPT_OUT]);
        code = counts.files ? EXIT_DONE : EXIT_FAILED;
    }
    machine_close(&m);
    return code;
}

int run_knowledge(const arguments *args)
{
    const char *rule = args->value[OPT_DATE_RULE];
    int parsed = rule ? ch_date_rule_parse(rule) : CH_DATES_DATED;
    if (args->n_rest == 0 || strcmp(args->rest[0], "import") != 0)
        return usage_error(args->command, "what to do: import");
    if (args->n_rest == 1)
        return usage_error(args->command, "no dictionaries given");
    if (parsed < 0)
        return usage_error(args->command, "--date-rule %s: dated or petrarch2", rule);
    return import(args, (ch_date_rule)parsed);
}

/* cmd_eval.c - what is scored against a gold file, and the tables, or JSON, of trees, names and actors. */
#include <stdio.h>
#include <string.h>

#include "evals.h"

const option_def eval_options[] = {
    {"system", 's', "FILE", "score this CoNLL-U file instead of parsing (syntax)"},
    {"tokens", 'T', "WHICH", "raw (parse the text), gold (parse the file's tokens), both (default; syntax)"},
    {"by", 'b', "WHAT", "also by genre or by document (syntax); by rule, not by kind (actors)"},
    {"wrong", 'w', NULL, "the answers that are wrong, as JSONL (actors)"},
    {"texts", 't', "PATH",
     "directory with the texts of the gold's documents, or JSONL of all documents (events, ledger)"},
    {"no-alt", 0, NULL, "only the gold's first readings (events, ledger)"},
    {"per-doc", 0, NULL, "also by document (events)"},
    {"calibration", 0, NULL, "also how often events of each confidence are right (events)"},
    {"errors", 'e', NULL, "list what was missed and what is wrong (events, ledger, tellings)"},
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB; tellings)"},
    {"labels", 'l', "SET", "which label of the gold: plover (its \"event\", default), plv (its \"plv\"; pairs)"},
    {"plv", 0, NULL, "the gold is the TSV of the public benchmark (pairs)"},
    {"json", 'j', NULL, "one JSON object"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"model", 0, "FILE", "model file to use"},
    {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
    {NULL, 0, NULL, NULL}};
enum {
    OPT_SYSTEM,
    OPT_TOKENS,
    OPT_BY,
    OPT_WRONG,
    OPT_TEXTS,
    OPT_NO_ALT,
    OPT_PER_DOC,
    OPT_CALIBRATION,
    OPT_ERRORS,
    OPT_DB,
    OPT_LABELS,
    OPT_PLV,
    OPT_JSON,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_TABLES
};

/* ---- figures ---- */

static double share(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static double f1(const ch_eval_count *c)
{
    return share(2 * c->correct, c->gold + c->system);
}

/* Tokens, sentences and words are not looked at on aligned words only. */
static bool has_accuracy(int metric)
{
    return metric >= CH_METRIC_UPOS && metric <= CH_METRIC_BLEX;
}

/* ---- tables ---- */

static void print_metrics(const ch_eval_group *all)
{
    printf("Metric     | Precision |    Recall |  F1 Score | AligndAcc\n"
           "-----------+-----------+-----------+-----------+-----------\n");
    for (int m = 0; m <= CH_METRIC_BLEX; m++) {
        const ch_eval_count *c = &all->counts[m];
        printf("%-11s|%10.2f |%10.2f |%10.2f |", ch_metric_name((ch_metric)m), share(c->correct, c->system),
               share(c->correct, c->gold), f1(c));
        if (has_accuracy(m))
            printf("%10.2f", share(c->correct, c->aligned));
        putchar('\n');
    }
}

static void print_groups(const ch_eval *e)
{
    static const ch_metric shown[] = {CH_METRIC_TOKENS, CH_METRIC_SENTENCES, CH_METRIC_UPOS, CH_METRIC_XPOS,
                                      CH_METRIC_UFEATS, CH_METRIC_LEMMAS,    CH_METRIC_UAS,  CH_METRIC_LAS};
    enum { SHOWN = sizeof shown / sizeof *shown };
    int wide = 5;
    for (size_t i = 1; i < e->n_groups; i++)
        if ((int)strlen(e->groups[i].name) > wide)
            wide = (int)strlen(e->groups[i].name);
    printf("\n%-*s  sentences    words", wide, "F1 of");
    for (size_t k = 0; k < SHOWN; k++)
        printf("  %9s", ch_metric_name(shown[k]));
    putchar('\n');
    for (size_t i = 1; i < e->n_groups; i++) {
        const ch_eval_group *g = &e->groups[i];
        printf("%-*s  %9llu  %7llu", wide, g->name, (unsigned long long)g->sentences, (unsigned long long)g->words);
        for (size_t k = 0; k < SHOWN; k++)
            printf("  %9.2f", f1(&g->counts[shown[k]]));
        putchar('\n');
    }
}

static void print_syntax(const ch_eval *e, const char *title)
{
    printf("%s: %llu sentences, %llu words\n", title, (unsigned long long)e->groups[0].sentences,
           (unsigned long long)e->groups[0].words);
    print_metrics(&e->groups[0]);
    if (e->n_groups > 1)
        print_groups(e);
}

static void print_names(const ch_eval *e)
{
    printf("%llu sentences, %llu words\n"
           "Names      |      Gold |    System |   Correct | Precision |    Recall |  F1 Score\n"
           "-----------+-----------+-----------+-----------+-----------+-----------+-----------\n",
           (unsigned long long)e->groups[0].sentences, (unsigned long long)e->groups[0].words);
    for (size_t i = 0; i < e->n_groups; i++) {
        const ch_eval_count *c = &e->groups[i].counts[CH_METRIC_NAMES];
        printf("%-11s|%10llu |%10llu |%10llu |%10.2f |%10.2f |%10.2f\n", e->groups[i].name, (unsigned long long)c->gold,
               (unsigned long long)c->system, (unsigned long long)c->correct, share(c->correct, c->system),
               share(c->correct, c->gold), f1(c));
    }
}

/* ---- JSON ---- */

static void json_metric(const ch_eval_count *c, int m)
{
    printf("\"%s\":{\"gold\":%llu,\"system\":%llu,\"correct\":%llu,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f",
           ch_metric_name((ch_metric)m), (unsigned long long)c->gold, (unsigned long long)c->system,
           (unsigned long long)c->correct, share(c->correct, c->system), share(c->correct, c->gold), f1(c));
    if (has_accuracy(m))
        printf(",\"aligned\":%llu,\"accuracy\":%.4f", (unsigned long long)c->aligned, share(c->correct, c->aligned));
    putchar('}');
}

static void json_groups(const ch_eval *e, int first, int last)
{
    printf("{\"bad\":%llu,\"groups\":[", (unsigned long long)e->bad);
    for (size_t i = 0; i < e->n_groups; i++) {
        const ch_eval_group *g = &e->groups[i];
        printf("%s{\"name\":", i ? "," : "");
        print_json_text(g->name);
        if (first != CH_METRIC_NAMES || !i)
            printf(",\"sentences\":%llu,\"words\":%llu", (unsigned long long)g->sentences,
                   (unsigned long long)g->words);
        for (int m = first; m <= last; m++) {
            putchar(',');
            json_metric(&g->counts[m], m);
        }
        putchar('}');
    }
    printf("]}");
}

/* ---- calls ---- */

void print_fault(void *ctx, const ch_err *fault)
{
    (void)ctx;
    complain_of(fault);
}

int eval_failed(const ch_err *err)
{
    complain_of(err);
    return EXIT_FAILED;
}

/* One table; `key` names it in JSON. */
static int score_syntax(const machine *m, const char *gold, const ch_eval_options *options, const char *key,
                        const char *title, bool json)
{
    ch_eval e;
    ch_err err;
    if (ch_eval_syntax(m->engine, m->work, gold, options, &e, &err) < 0)
        return eval_failed(&err);
    if (json) {
        printf(",\"%s\":", key);
        json_groups(&e, 0, CH_METRIC_BLEX);
    } else
        print_syntax(&e, title);
    ch_eval_release(&e);
    return EXIT_DONE;
}

static int eval_syntax(const arguments *args, const machine *m, ch_eval_options *options, bool raw, bool gold_tokens)
{
    const char *gold = args->rest[1];
    bool json = args->value[OPT_JSON] != NULL;
    int code = EXIT_DONE;
    if (json) {
        printf("{\"gold\":");
        print_json_text(gold);
    }
    if (options->system)
        code = score_syntax(m, gold, options, "system", options->system, json);
    if (!options->system && raw)
        code = score_syntax(m, gold, options, "raw", "from raw text", json);
    if (!options->system && raw && gold_tokens) {
        options->fault = NULL; /* told already */
        if (!json && code == EXIT_DONE)
            putchar('\n');
    }
    options->gold_tokens = true;
    if (!options->system && gold_tokens && code == EXIT_DONE)
        code = score_syntax(m, gold, options, "gold_tokens", "with gold tokens", json);
    if (json)
        printf("}\n");
    return code;
}

static int eval_names(const arguments *args, const machine *m, const ch_eval_options *options)
{
    ch_eval e;
    ch_err err;
    if (ch_eval_names(m->engine, m->work, args->rest[1], options, &e, &err) < 0)
        return eval_failed(&err);
    if (args->value[OPT_JSON]) {
        printf("{\"gold\":");
        print_json_text(args->rest[1]);
        printf(",\"names\":");
        json_groups(&e, CH_METRIC_NAMES, CH_METRIC_NAMES);
        printf("}\n");
    } else
        print_names(&e);
    ch_eval_release(&e);
    return EXIT_DONE;
}

/* ---- actors ---- */

static void print_actor_groups(const ch_actor_eval *e, const char *by)
{
    int wide = (int)strlen(by);
    for (size_t i = 0; i < e->n_groups; i++)
        if ((int)strlen(e->groups[i].name) > wide)
            wide = (int)strlen(e->groups[i].name);
    printf("%-*s | Cases |  Code %% | Sector %% |  Name %% |   All %% | Unresolved\n", wide, by);
    for (int i = 0; i <= wide; i++)
        putchar('-');
    printf("+-------+---------+----------+---------+---------+-----------\n");
    for (size_t i = 0; i < e->n_groups; i++) {
        const ch_actor_eval_group *g = &e->groups[i];
        printf("%-*s |%6llu |%8.2f |%9.2f |%8.2f |%8.2f |%6llu\n", wide, g->name, (unsigned long long)g->cases,
               share(g->code_right, g->cases), share(g->sector_right, g->sectors), share(g->name_right, g->names),
               share(g->all_right, g->cases), (unsigned long long)g->unresolved);
    }
}

static void json_actor_groups(const char *gold, const ch_actor_eval *e)
{
    printf("{\"gold\":");
    print_json_text(gold);
    printf(",\"bad\":%llu,\"groups\":[", (unsigned long long)e->bad);
    for (size_t i = 0; i < e->n_groups; i++) {
        const ch_actor_eval_group *g = &e->groups[i];
        printf("%s{\"name\":", i ? "," : "");
        print_json_text(g->name);
        printf(",\"cases\":%llu,\"code_right\":%llu,\"sectors\":%llu,\"sector_right\":%llu,\"names\":%llu,"
               "\"name_right\":%llu,\"all_right\":%llu,\"unresolved\":%llu}",
               (unsigned long long)g->cases, (unsigned long long)g->code_right, (unsigned long long)g->sectors,
               (unsigned long long)g->sector_right, (unsigned long long)g->names, (unsigned long long)g->name_right,
               (unsigned long long)g->all_right, (unsigned long long)g->unresolved);
    }
    printf("]}\n");
}

static void print_wrong(void *ctx, const ch_actor_answer *a)
{
    (void)ctx;
    if (!a->code_right || !a->sector_right || !a->name_right)
        printf("{\"wrong\":\"%s\",\"answer\":%s}\n",
               !a->code_right     ? "code"
               : !a->sector_right ? "sector"
                                  : "name",
               a->answer);
}

static int eval_actors(const arguments *args, const machine *m)
{
    ch_actor_eval e;
    ch_err err;
    ch_eval_actors_options options = {.by_rule = args->value[OPT_BY] != NULL, .fault = print_fault};
    if (args->value[OPT_WRONG])
        options.answer = print_wrong;
    if (ch_eval_actors(m->engine, m->work, args->rest[1], &options, &e, &err) < 0)
        return eval_failed(&err);
    if (args->value[OPT_JSON])
        json_actor_groups(args->rest[1], &e);
    else if (!args->value[OPT_WRONG])
        print_actor_groups(&e, args->value[OPT_BY] ? "Rule" : "Kind");
    ch_actor_eval_release(&e);
    return EXIT_DONE;
}

static bool take_tokens(const char *which, bool *raw, bool *gold)
{
    *raw = !which || strcmp(which, "raw") == 0 || strcmp(which, "both") == 0;
    *gold = !which || strcmp(which, "gold") == 0 || strcmp(which, "both") == 0;
    return *raw || *gold;
}

static bool take_by(const char *what, ch_eval_by *by)
{
    *by = !what ? CH_EVAL_ALL : strcmp(what, "genre") == 0 ? CH_EVAL_BY_GENRE : CH_EVAL_BY_DOCUMENT;
    return !what || *by == CH_EVAL_BY_GENRE || strcmp(what, "document") == 0;
}

/* ---- the command ---- */

typedef enum subject { SYNTAX, NAMES, ACTORS, EVENTS, PAIRS, LEDGER, TELLINGS, N_SUBJECTS } subject;

/* The subjects of options that are not for all. */
static const unsigned subjects_of[] = {[OPT_SYSTEM] = 1 << SYNTAX,
                                       [OPT_TOKENS] = 1 << SYNTAX,
                                       [OPT_BY] = 1 << SYNTAX | 1 << ACTORS,
                                       [OPT_WRONG] = 1 << ACTORS,
                                       [OPT_TEXTS] = 1 << EVENTS | 1 << LEDGER,
                                       [OPT_NO_ALT] = 1 << EVENTS | 1 << LEDGER,
                                       [OPT_PER_DOC] = 1 << EVENTS,
                                       [OPT_CALIBRATION] = 1 << EVENTS,
                                       [OPT_ERRORS] = 1 << EVENTS | 1 << LEDGER | 1 << TELLINGS,
                                       [OPT_DB] = 1 << TELLINGS,
                                       [OPT_LABELS] = 1 << PAIRS,
                                       [OPT_PLV] = 1 << PAIRS};
static const char *const subjects[] = {"syntax", "names", "actors", "events", "pairs", "ledger", "tellings"};

/* What is scored, or -1. */
static int subject_of(const arguments *args)
{
    for (int i = 0; args->n_rest > 0 && i < N_SUBJECTS; i++)
        if (strcmp(args->rest[0], subjects[i]) == 0)
            return i;
    return -1;
}

static int check_usage(const arguments *args, int what)
{
    bool two = what == EVENTS || what == LEDGER || what == PAIRS;
    if (what < 0)
        return usage_error(args->command,
                           "say what to score: syntax, names, actors, events, ledger, pairs or tellings");
    if (args->n_rest != (two ? 3 : 2))
        return usage_error(args->command, two ? "a gold file and an output file" : "one gold file at a time");
    for (size_t i = 0; i < sizeof subjects_of / sizeof *subjects_of; i++)
        if (args->value[i] && !(subjects_of[i] >> what & 1))
            return usage_error(args->command, "--%s is not for %s", args->command->options[i].name, subjects[what]);
    if (what == ACTORS && args->value[OPT_BY] && strcmp(args->value[OPT_BY], "rule") != 0)
        return usage_error(args->command, "--by %s: actors are counted by rule, or else by kind", args->value[OPT_BY]);
    if (args->value[OPT_SYSTEM] && args->value[OPT_TOKENS])
        return usage_error(args->command, "--tokens makes no sense with --system");
    if (args->value[OPT_LABELS] && ch_pair_labels_parse(args->value[OPT_LABELS]) < 0)
        return usage_error(args->command, "--labels %s: plover or plv", args->value[OPT_LABELS]);
    return EXIT_DONE;
}

static int score_records(const arguments *args, const machine *m, bool ledger)
{
    records_shown shown = {.json = args->value[OPT_JSON] != NULL,
                           .documents = args->value[OPT_PER_DOC] != NULL,
                           .errors = args->value[OPT_ERRORS] != NULL,
                           .calibration = args->value[OPT_CALIBRATION] != NULL,
                           .ledger = ledger};
    ch_eval_records_options options = {
        .texts = args->value[OPT_TEXTS], .first_reading = args->value[OPT_NO_ALT] != NULL, .fault = print_fault};
    return eval_records(m, args->rest[1], args->rest[2], &options, &shown);
}

static int score_pairs(const arguments *args)
{
    const char *labels = args->value[OPT_LABELS];
    ch_eval_pairs_options options = {.labels = labels ? (ch_pair_labels)ch_pair_labels_parse(labels) : CH_LABELS_PLOVER,
                                     .plv = args->value[OPT_PLV] != NULL,
                                     .fault = print_fault};
    return eval_pairs(args->rest[1], args->rest[2], &options, args->value[OPT_JSON] != NULL);
}

int run_eval(const arguments *args)
{
    machine m = {NULL, NULL};
    bool raw, gold;
    int what = subject_of(args), code = check_usage(args, what);
    ch_eval_options options = {.system = args->value[OPT_SYSTEM], .fault = print_fault};
    if (code != EXIT_DONE)
        return code;
    if (!take_tokens(args->value[OPT_TOKENS], &raw, &gold))
        return usage_error(args->command, "--tokens %s: raw, gold or both", args->value[OPT_TOKENS]);
    if (what == SYNTAX && !take_by(args->value[OPT_BY], &options.by))
        return usage_error(args->command, "--by %s: genre or document", args->value[OPT_BY]);
    if (what == PAIRS)
        return score_pairs(args);
    if (what == TELLINGS)
        return eval_tellings(args->rest[1], args->value[OPT_DB], args->value[OPT_JSON] != NULL,
                             args->value[OPT_ERRORS] != NULL);
    if (!options.system)
        code = machine_open(&m, args->value[OPT_KNOWLEDGE], args->value[OPT_MODEL], args->value[OPT_TABLES]);
    if (code == EXIT_DONE)
        code = what == ACTORS                     ? eval_actors(args, &m)
               : what == NAMES                    ? eval_names(args, &m, &options)
               : what == EVENTS || what == LEDGER ? score_records(args, &m, what == LEDGER)
                                                  : eval_syntax(args, &m, &options, raw, gold);
    machine_close(&m);
    return code;
}

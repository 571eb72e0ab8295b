/* command.h - what the commands share: option tables, exit codes, messages. The program uses include/chancery.h only.
 */
#ifndef CH_CLI_COMMAND_H
#define CH_CLI_COMMAND_H

#include "chancery.h"

/* Exit codes of every command (docs/commands.md). */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_TOO_MANY_ERRORS = 3,
    EXIT_NO_RESULT = 4,
    EXIT_INTERRUPTED = 130
};

typedef struct option_def {
    const char *name; /* long name without dashes; NULL ends a table */
    char letter;      /* or 0 */
    const char *arg;  /* name of the value, or NULL for a switch */
    const char *help;
} option_def;

enum { MAX_OPTIONS = 32 };

typedef struct arguments {
    const struct command *command;
    const char *value[MAX_OPTIONS]; /* by index in the command's table; NULL: not given; switches: "" */
    char **rest;                    /* what is no option */
    int n_rest;
} arguments;

typedef struct command {
    const char *name, *operands, *summary, *examples;
    const option_def *options;
    int (*run)(const arguments *args);
} command;

extern const command *const commands[]; /* NULL ends */

/* Parses argv[1..] by the command's table. Returns 0, or an exit code + 1 when the program should stop (--help:
 * EXIT_DONE + 1). */
int parse_arguments(const command *c, int argc, char **argv, arguments *out);
void print_help(const command *c);
void print_commands(void);
/* The nearest of a command's names to a mistyped one, or NULL. */
const char *nearest_command(const char *typed);

/* Messages on stderr, "chancery: ..." */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* "FILE:LINE: message (byte N)" of an error. */
void complain_of(const ch_err *err);
int usage_error(const command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Counts bad records against --max-errors "N" or "P%". */
typedef struct error_budget {
    long most;      /* -1: no limit */
    double percent; /* <0: not a share */
    long errors, good;
} error_budget;
bool error_budget_parse(error_budget *b, const char *text); /* NULL: no limit */
bool error_budget_spent(const error_budget *b);
/* The exit code for a run over inputs: all failed, too many failed, or done. */
int error_budget_exit(const error_budget *b);

/* Set by SIGINT and SIGTERM. */
extern volatile int interrupted;
void catch_interrupts(void);

/* Opens engine and workspace by --knowledge, --model and --tables (NULL: not given); complains and returns an exit code
 * on failure. */
typedef struct machine {
    ch_engine *engine;
    ch_work *work;
} machine;
int machine_open(machine *m, const char *knowledge, const char *model, const char *tables);
int machine_open_with(machine *m, const ch_engine_options *options);
void machine_close(machine *m);

/* Options of dictionaries: both commands with INPUT_OPTIONS and the others put them at the end of theirs. */
#define DICTIONARY_OPTIONS                                                                              \
    {"dictionaries", 0, "DIR", "dictionaries of TABARI or PETRARCH, laid over the shipped tables"},     \
        {"only-dictionaries", 0, NULL, "they stand in place of the shipped actors, agents and frames"}, \
    {                                                                                                   \
        "date-rule", 0, "RULE", "how their dates hold: dated (default), petrarch2"                      \
    }
enum { AT_DICTIONARIES, AT_ONLY_DICTIONARIES, AT_DATE_RULE, N_DICTIONARY_OPTIONS };

/* The options --ontology and --rules-only: where they stand is said by `at`. Complains and returns an exit code when
 * there is no such ontology. */
#define EVENT_OPTIONS                                                              \
    {"ontology", 0, "NAME", "how events are named: plover (default), cameo"},      \
    {                                                                              \
        "rules-only", 0, NULL, "events by the rules alone, not by trained scorers" \
    }
enum { AT_ONTOLOGY, AT_RULES_ONLY, N_EVENT_OPTIONS };
int event_options(const arguments *args, int at, ch_engine_options *out);

/* Takes them over; `first` is the index of --dictionaries. What is odd in the dictionaries will be printed as warnings.
 * Complains and returns an exit code when they make no sense. */
int dictionary_options(const arguments *args, int first, ch_engine_options *out);
/* "FILE:LINE: warning: message" */
void warn_of(void *ctx, const ch_err *fault);

/* The store that --db names, else $CHANCERY_DB, else chancery.db. */
const char *store_path(const char *db);
/* Opens it if it exists; complains and returns an exit code on failure. */
int store_open(ch_store **store, const char *db, const ch_store_options *options);
/* Opens the store that --db, else $CHANCERY_DB, names, for reading; complains and returns an exit code on failure. */
int store_open_for_reading(ch_store **store, const char *db);

/* A string of JSON on stdout; NULL is null. */
void print_json_text(const char *s);

/* Closes stdout and reports what could not be written. Returns the exit code to use. */
int finish_output(int code);

/* A command each: what it does, what it takes. */
int run_check(const arguments *args);
int run_code(const arguments *args);
int run_completion(const arguments *args);
int run_consolidate(const arguments *args);
int run_corpus(const arguments *args);
int run_dates(const arguments *args);
int run_eval(const arguments *args);
int run_explain(const arguments *args);
int run_export(const arguments *args);
int run_import(const arguments *args);
int run_knowledge(const arguments *args);
int run_list(const arguments *args);
int run_merge(const arguments *args);
int run_pairs(const arguments *args);
int run_parse(const arguments *args);
int run_places(const arguments *args);
int run_read(const arguments *args);
int run_relation(const arguments *args);
int run_relations(const arguments *args);
int run_resolve(const arguments *args);
int run_search(const arguments *args);
int run_show(const arguments *args);
int run_snapshot(const arguments *args);
int run_timeline(const arguments *args);
int run_verify(const arguments *args);
extern const option_def check_options[];
extern const option_def code_options[];
extern const option_def completion_options[];
extern const option_def consolidate_options[];
extern const option_def corpus_options[];
extern const option_def dates_options[];
extern const option_def eval_options[];
extern const option_def explain_options[];
extern const option_def export_options[];
extern const option_def import_options[];
extern const option_def knowledge_options[];
extern const option_def list_options[];
extern const option_def merge_options[];
extern const option_def pairs_options[];
extern const option_def parse_options[];
extern const option_def read_options[];
extern const option_def relation_options[];
extern const option_def relations_options[];
extern const option_def resolve_options[];
extern const option_def search_options[];
extern const option_def show_options[];
extern const option_def snapshot_options[];
extern const option_def timeline_options[];
extern const option_def verify_options[];

#endif

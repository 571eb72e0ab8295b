/* command.c - option tables to getopt, help, messages. */
#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

volatile int interrupted;

static int nothing = -1; /* /dev/null */

/* A read that waits for more on the standard input begins again after a signal; from /dev/null it finds the end. */
static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
    if (nothing >= 0)
        dup2(nothing, STDIN_FILENO);
}

void catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}; /* a second one kills */
    nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- messages ---- */

void print_json_text(const char *s)
{
    if (!s) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            putchar('\\');
        if ((unsigned char)*s < 0x20)
            printf("\\u%04x", (unsigned)*s);
        else
            putchar(*s);
    }
    putchar('"');
}

void complain(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("chancery: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
}

/* A name may hold anything, also what a terminal would obey. */
static void print_name(const char *name)
{
    for (; *name; name++)
        fputc((unsigned char)*name < 0x20 || *name == 0x7F ? '?' : *name, stderr);
}

void complain_of(const ch_err *err)
{
    fputs("chancery: ", stderr);
    if (err->file[0]) {
        print_name(err->file);
        fputc(':', stderr);
    }
    if (err->line)
        fprintf(stderr, "%lld:", (long long)err->line);
    fprintf(stderr, "%s%s", err->file[0] || err->line ? " " : "",
            err->message[0] ? err->message : ch_err_name(err->code));
    if (err->offset >= 0)
        fprintf(stderr, " (byte %lld)", (long long)err->offset);
    fputc('\n', stderr);
}

int usage_error(const command *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "chancery %s: ", c->name);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fprintf(stderr, "\nTry 'chancery %s --help'.\n", c->name);
    return EXIT_USAGE;
}

/* ---- help ---- */

static void print_option(const option_def *o)
{
    char left[48];
    snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
             o->letter ? ", " : "  ", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
    printf("  %-28s %s\n", left, o->help);
}

void print_help(const command *c)
{
    static const option_def help = {"help", 'h', NULL, "this text"};
    printf("Usage: chancery %s%s%s\n\n%s\n", c->name, c->options[0].name ? " [OPTION...] " : " ", c->operands,
           c->summary);
    printf("\nExamples:\n%s\nOptions:\n", c->examples);
    for (const option_def *o = c->options; o->name; o++)
        print_option(o);
    print_option(&help);
}

void print_commands(void)
{
    printf("Usage: chancery COMMAND [OPTION...] [OPERAND...]\n\n"
           "Reads diplomatic and political news and keeps an evidence-backed record of how states deal with each "
           "other.\n\n"
           "Commands:\n");
    for (size_t i = 0; commands[i]; i++)
        printf("  %-12s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n  --version    versions of program, store schema, knowledge and model\n"
           "  --help       this text; 'chancery COMMAND --help' for one command\n\n"
           "Start with: chancery read FILES --db news.db && chancery list events --db news.db\n");
}

/* Edit distance (Levenshtein 1966) of two short names; more than 15 letters count as far away. */
static int distance(const char *a, const char *b)
{
    int row[17];
    size_t n = strlen(a), m = strlen(b);
    if (n > 15 || m > 15)
        return 99;
    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

const char *nearest_command(const char *typed)
{
    const char *best = NULL;
    int least = 3;
    for (size_t i = 0; commands[i]; i++) {
        int d = distance(typed, commands[i]->name);
        if (d < least) {
            least = d;
            best = commands[i]->name;
        }
    }
    return best;
}

/* ---- parsing ---- */

enum { LONG_ONLY = 256 };

static int by_letter(const command *c, int letter)
{
    for (int i = 0; c->options[i].name; i++)
        if (c->options[i].letter && c->options[i].letter == letter)
            return i;
    return -1;
}

static int make_tables(const command *c, struct option *longs, char *shorts)
{
    int n = 0;
    *shorts++ = ':';
    *shorts++ = 'h';
    for (; c->options[n].name; n++) {
        const option_def *o = &c->options[n];
        longs[n] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL, LONG_ONLY + n};
        if (o->letter) {
            *shorts++ = o->letter;
            if (o->arg)
                *shorts++ = ':';
        }
    }
    longs[n] = (struct option){"help", no_argument, NULL, 'h'};
    longs[n + 1] = (struct option){NULL, 0, NULL, 0};
    *shorts = 0;
    return n;
}

int parse_arguments(const command *c, int argc, char **argv, arguments *out)
{
    struct option longs[MAX_OPTIONS + 2];
    char shorts[2 * MAX_OPTIONS + 3];
    make_tables(c, longs, shorts);
    *out = (arguments){.command = c};
    optind = 1;
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (o == 'h') {
            print_help(c);
            return EXIT_DONE + 1;
        }
        if (o == ':')
            return usage_error(c, "option '%s' needs a value", argv[optind - 1]) + 1;
        if (o == '?')
            return usage_error(c, "unknown option '%s'", argv[optind - 1]) + 1;
        int at = o >= LONG_ONLY ? o - LONG_ONLY : by_letter(c, o);
        out->value[at] = optarg ? optarg : "";
    }
    out->rest = argv + optind;
    out->n_rest = argc - optind;
    return 0;
}

/* ---- error budget ---- */

bool error_budget_parse(error_budget *b, const char *text)
{
    *b = (error_budget){.most = -1, .percent = -1};
    if (!text)
        return true;
    char *end;
    long n = strtol(text, &end, 10);
    if (end == text || n < 0)
        return false;
    if (strcmp(end, "%") == 0) {
        b->percent = (double)n;
        return n <= 100;
    }
    b->most = n;
    return *end == 0;
}

bool error_budget_spent(const error_budget *b)
{
    return b->most >= 0 && b->errors > b->most;
}

int error_budget_exit(const error_budget *b)
{
    if (error_budget_spent(b) ||
        (b->percent >= 0 && (double)b->errors * 100 > b->percent * (double)(b->errors + b->good)))
        return EXIT_TOO_MANY_ERRORS;
    return b->errors && !b->good ? EXIT_FAILED : EXIT_DONE;
}

/* ---- engine ---- */

int machine_open(machine *m, const char *knowledge, const char *model, const char *tables)
{
    ch_engine_options options = {.knowledge = knowledge, .model = model, .tables = tables};
    return machine_open_with(m, &options);
}

void warn_of(void *ctx, const ch_err *fault)
{
    (void)ctx;
    fputs("chancery: ", stderr);
    print_name(fault->file);
    if (fault->line)
        fprintf(stderr, ":%lld", (long long)fault->line);
    fputs(": warning: ", stderr);
    print_name(fault->message);
    fputc('\n', stderr);
}

int dictionary_options(const arguments *args, int first, ch_engine_options *out)
{
    const char *rule = args->value[first + AT_DATE_RULE];
    int parsed = rule ? ch_date_rule_parse(rule) : CH_DATES_DATED;
    out->dictionaries = args->value[first + AT_DICTIONARIES];
    out->only_dictionaries = args->value[first + AT_ONLY_DICTIONARIES] != NULL;
    out->fault = warn_of;
    if (parsed < 0)
        return usage_error(args->command, "--date-rule %s: dated or petrarch2", rule);
    if (!out->dictionaries && (out->only_dictionaries || rule))
        return usage_error(args->command, "--%s needs --dictionaries", rule ? "date-rule" : "only-dictionaries");
    out->date_rule = (ch_date_rule)parsed;
    return EXIT_DONE;
}

int event_options(const arguments *args, int at, ch_engine_options *out)
{
    const char *name = args->value[at + AT_ONTOLOGY];
    int parsed = name ? ch_ontology_parse(name) : CH_ONTOLOGY_PLOVER;
    if (parsed < 0)
        return usage_error(args->command, "--ontology %s: plover or cameo", name);
    out->ontology = (ch_ontology)parsed;
    out->rules_only = args->value[at + AT_RULES_ONLY] != NULL;
    return EXIT_DONE;
}

int machine_open_with(machine *m, const ch_engine_options *options)
{
    ch_err err;
    *m = (machine){NULL, NULL};
    if (ch_engine_open(&m->engine, options, &err) < 0 || ch_work_new(&m->work, &err) < 0) {
        complain_of(&err);
        machine_close(m);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

void machine_close(machine *m)
{
    ch_work_free(m->work);
    ch_engine_close(m->engine);
    *m = (machine){NULL, NULL};
}

const char *store_path(const char *db)
{
    const char *path = db ? db : getenv("CHANCERY_DB");
    return path && *path ? path : "chancery.db";
}

int store_open(ch_store **store, const char *db, const ch_store_options *options)
{
    ch_err err;
    struct stat st;
    const char *path = store_path(db);
    if (stat(path, &st) != 0 && errno == ENOENT) {
        complain("%s: no such file; 'chancery read FILE... --db %s' makes a store", path, path);
        return EXIT_FAILED;
    }
    if (ch_store_open(store, path, options, &err) < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

int store_open_for_reading(ch_store **store, const char *db)
{
    static const ch_store_options options = {.read_only = true};
    return store_open(store, db, &options);
}

int finish_output(int code)
{
    bool bad = ferror(stdout) != 0;
    if (fflush(stdout) != 0 || bad) {
        complain("cannot write the output: %m");
        return EXIT_FAILED;
    }
    return code;
}

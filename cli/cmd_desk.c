/* cmd_desk.c - serves a store to a browser until it is interrupted. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"

const option_def desk_options[] = {{"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
                                   {"port", 'p', "N", "port to listen on (default 8765; 0: any that is free)"},
                                   {"address", 0, "IP", "address to listen on (default 127.0.0.1: this machine only)"},
                                   {"host", 0, "NAME", "a further name under which browsers may call it"},
                                   {"read-only", 0, NULL, "nothing can be read in or reviewed"},
                                   {"knowledge", 0, "FILE", "compiled knowledge (default: the shipped one)"},
                                   {"model", 0, "FILE", "model (default: the shipped one)"},
                                   {"tables", 0, "DIR", "tables of your own, laid over the shipped ones"},
                                   {NULL, 0, NULL, NULL}};

enum { OPT_DB, OPT_PORT, OPT_ADDRESS, OPT_HOST, OPT_READ_ONLY, OPT_KNOWLEDGE, OPT_MODEL, OPT_TABLES };
enum { USUAL_PORT = 8765, PATIENCE_S = 5 };

static bool read_port(const char *text, uint16_t *out)
{
    char *end;
    *out = USUAL_PORT;
    if (!text)
        return true;
    errno = 0;
    long n = strtol(text, &end, 10);
    *out = (uint16_t)n;
    return *text && !*end && !errno && n >= 0 && n <= UINT16_MAX;
}

/* Interrupts are for this thread, from before the desk's own threads begin: they inherit what is blocked. */
static void hold_interrupts(sigset_t *before)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, before);
    catch_interrupts();
}

static void leave(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_DONE);
}

/* Answers and the story in hand are waited for, but not long: what SQLite has not committed is as if it had not been
 * begun. */
static void close_soon(ch_desk *desk, const sigset_t *before)
{
    signal(SIGALRM, leave);
    alarm(PATIENCE_S);
    pthread_sigmask(SIG_SETMASK, before, NULL);
    ch_desk_close(desk);
    alarm(0);
}

static int serve(const arguments *args, const machine *m, uint16_t port)
{
    ch_err err;
    ch_desk *desk;
    sigset_t before;
    const char *db = args->value[OPT_DB] ? args->value[OPT_DB] : getenv("CHANCERY_DB");
    ch_desk_options options = {.db = db && *db ? db : "chancery.db",
                               .engine = m->engine,
                               .address = args->value[OPT_ADDRESS],
                               .port = port,
                               .read_only = args->value[OPT_READ_ONLY] != NULL,
                               .hosts = &args->value[OPT_HOST],
                               .n_hosts = args->value[OPT_HOST] ? 1 : 0};
    hold_interrupts(&before);
    if (ch_desk_open(&desk, &options, &err) < 0) {
        complain_of(&err);
        return err.code == CH_EUSAGE ? EXIT_USAGE : EXIT_FAILED;
    }
    printf("%s\n", ch_desk_url(desk));
    fflush(stdout);
    while (!interrupted)
        sigsuspend(&before);
    close_soon(desk, &before);
    return EXIT_DONE;
}

int run_desk(const arguments *args)
{
    machine m;
    uint16_t port;
    if (args->n_rest)
        return usage_error(args->command, "no operand is wanted: %s", args->rest[0]);
    if (!read_port(args->value[OPT_PORT], &port))
        return usage_error(args->command, "no such port: %s", args->value[OPT_PORT]);
    int code = machine_open(&m, args->value[OPT_KNOWLEDGE], args->value[OPT_MODEL], args->value[OPT_TABLES]);
    if (code != EXIT_DONE)
        return code;
    code = serve(args, &m, port);
    machine_close(&m);
    return code;
}

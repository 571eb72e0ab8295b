#include "inputs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jobs.h"

static int bad_option(inputs *in, int which, const char *why)
{
    const command *c = in->args->command;
    return usage_error(c, "--%s %s: %s", c->options[which].name, in->args->value[which], why);
}

bool date_exists(const char *s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' || strspn(s, "0123456789-") != 10)
        return false;
    int y = atoi(s), m = atoi(s + 5), d = atoi(s + 8);
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return y > 0 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] && (m != 2 || d < 29 || leap);
}

bool parse_size(const char *text, size_t *out)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    if (end == text || text[0] == '-')
        return false;
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (end[shift ? 1 : 0] != 0 || n == 0 || n > (SIZE_MAX >> shift))
        return false;
    *out = (size_t)n << shift;
    return true;
}

static int take_options(inputs *in)
{
    const arguments *a = in->args;
    if (a->value[IN_FORMAT]) {
        int f = ch_format_parse(a->value[IN_FORMAT]);
        if (f < 0)
            return bad_option(in, IN_FORMAT, "no such format");
        in->reader.format = (ch_format)f;
    }
    in->reader.fields = a->value[IN_FIELD];
    in->reader.encoding = a->value[IN_ENCODING];
    if (a->value[IN_PUBLISHED] && !date_exists(a->value[IN_PUBLISHED]))
        return bad_option(in, IN_PUBLISHED, "not a date that exists, YYYY-MM-DD");
    in->doc.published = a->value[IN_PUBLISHED];
    if (a->value[IN_MAX_BYTES] && !parse_size(a->value[IN_MAX_BYTES], &in->reader.max_document))
        return bad_option(in, IN_MAX_BYTES, "not a size");
    if (!error_budget_parse(&in->budget, a->value[IN_MAX_ERRORS]))
        return bad_option(in, IN_MAX_ERRORS, "not a number or a percentage");
    in->threads = 1;
    if (a->value[IN_THREADS] && !parse_threads(a->value[IN_THREADS], &in->threads))
        return bad_option(in, IN_THREADS, "not a number from 1 to 256");
    return EXIT_DONE;
}

int inputs_engine(const arguments *args, ch_engine_options *out)
{
    *out = (ch_engine_options){
        .knowledge = args->value[IN_KNOWLEDGE], .model = args->value[IN_MODEL], .tables = args->value[IN_TABLES]};
    int code = event_options(args, IN_EVENTS, out);
    return code == EXIT_DONE ? dictionary_options(args, IN_DICTIONARIES, out) : code;
}

int inputs_open(inputs *in, const arguments *args)
{
    ch_err err;
    *in = (inputs){.args = args};
    int code = take_options(in);
    if (code != EXIT_DONE)
        return code;
    if (args->n_rest == 0 && isatty(STDIN_FILENO))
        return usage_error(args->command, "no files given ('-' is the standard input)");
    static const char *const standard_input[] = {"-"};
    const char *const *paths = args->n_rest ? (const char *const *)args->rest : standard_input;
    ch_engine_options engine;
    code = inputs_engine(args, &engine);
    if (code == EXIT_DONE)
        code = machine_open_with(&in->machine, &engine);
    if (code != EXIT_DONE)
        return code;
    if (ch_reader_open(&in->files, paths, args->n_rest ? (size_t)args->n_rest : 1, &in->reader, &err) < 0) {
        complain_of(&err);
        inputs_close(in);
        return err.code == CH_EUSAGE ? EXIT_USAGE : EXIT_FAILED;
    }
    catch_interrupts();
    return EXIT_DONE;
}

void inputs_close(inputs *in)
{
    ch_reader_close(in->files);
    in->files = NULL;
    machine_close(&in->machine);
}

void inputs_bad(inputs *in, const ch_err *err)
{
    complain_of(err);
    in->budget.errors++;
}

int inputs_input(inputs *in, ch_input *input, ch_err *err)
{
    if (interrupted)
        return 0;
    int rc = ch_reader_next(in->files, input, err);
    if (rc == 0 || interrupted) /* what was being read may be cut short */
        return 0;
    return rc < 0 ? -1 : 1;
}

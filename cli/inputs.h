/* inputs.h - the options that `read`, `code` and `parse` share, and the inputs they name; coding.h has the loop. */
#ifndef CH_CLI_INPUTS_H
#define CH_CLI_INPUTS_H

#include "command.h"

/* Options that describe inputs; both commands begin their tables with them. */
#define INPUT_OPTIONS                                                                                          \
    {"format", 'f', "NAME", "format of the files: auto, plain, html, feed, jsonl, csv, tsv, warc"},            \
        {"field", 'F', "LIST", "which field means what: text=body,date=published,title=headline,id=guid"},     \
        {"encoding", 'e', "NAME", "character encoding, over every other sign of it"},                          \
        {"published", 'p', "DATE", "publication date (YYYY-MM-DD) of all documents, over what they say"},      \
        {"max-bytes", 0, "N", "largest document, after decompression (default 64 MiB)"},                       \
        {"max-errors", 0, "N|P%", "exit 3 when more records are bad than this"},                               \
        {"knowledge", 0, "FILE", "compiled knowledge file to use"}, {"model", 0, "FILE", "model file to use"}, \
        {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"}, EVENT_OPTIONS,            \
        {"threads", 't', "N", "work on N documents at once (default 1); the output is the same"}, DICTIONARY_OPTIONS

enum {
    IN_FORMAT,
    IN_FIELD,
    IN_ENCODING,
    IN_PUBLISHED,
    IN_MAX_BYTES,
    IN_MAX_ERRORS,
    IN_KNOWLEDGE,
    IN_MODEL,
    IN_TABLES,
    IN_EVENTS,
    IN_THREADS = IN_EVENTS + N_EVENT_OPTIONS,
    IN_DICTIONARIES,
    N_INPUT_OPTIONS = IN_DICTIONARIES + N_DICTIONARY_OPTIONS
};

typedef struct inputs {
    const arguments *args;
    ch_reader_options reader;
    ch_doc_options doc;
    error_budget budget;
    machine machine;
    ch_reader *files;
    int threads;
} inputs;

/* Whether a text is YYYY-MM-DD and that day exists. */
bool date_exists(const char *s);

/* "64M", "2G", "100000": a size above 0 with an optional binary unit. */
bool parse_size(const char *text, size_t *out);

/* What the options say of the engine; complains and returns an exit code when they make no sense. */
int inputs_engine(const arguments *args, ch_engine_options *out);

/* Checks the options, opens engine and reader. Returns an exit code, EXIT_DONE when open. */
int inputs_open(inputs *in, const arguments *args);
void inputs_close(inputs *in);

/* The next input: 1, 0 at the end (also after an interrupt), -1 for a bad one; err says what. */
int inputs_input(inputs *in, ch_input *input, ch_err *err);
/* Complains of a bad input and counts it. */
void inputs_bad(inputs *in, const ch_err *err);

#endif

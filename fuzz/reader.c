/* Any bytes as a file through the whole reader: with its format found, then taken for each format of records. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_words(const char *s)
{
    must(!s || (*s && ch__utf8_valid(s, strlen(s)) == strlen(s)));
}

static void check_document(const ch_input *in, size_t max_document)
{
    must(in->bytes && in->len && in->len <= max_document);
    must(in->format == CH_FORMAT_PLAIN || in->format == CH_FORMAT_HTML);
    must(in->name && in->uri);
    check_words(in->name), check_words(in->uri), check_words(in->title), check_words(in->published);
    check_words(in->language), check_words(in->source), check_words(in->author);
}

static void check_error(int rc, const ch_err *err)
{
    must(rc == err->code && rc != CH_ENOMEM && err->message[0] && err->file[0]);
    must(ch__utf8_valid(err->message, strlen(err->message)) == strlen(err->message) || rc == CH_EFORMAT);
}

static void read_as(const uint8_t *data, size_t size, ch_format format)
{
    ch_reader_options options = {.format = format, .max_document = 1 << 16, .max_expand = 1 << 22};
    ch_reader *r;
    ch_input in;
    ch_err err;
    int rc;
    must(ch__reader_open_memory(&r, "a/b", data, size, &options, &err) == 0);
    for (size_t calls = 0; (rc = ch_reader_next(r, &in, &err)) != 0; calls++) {
        must(calls <= (1 << 22)); /* it comes to an end */
        if (rc > 0)
            check_document(&in, options.max_document);
        else
            check_error(rc, &err);
    }
    must(ch_reader_next(r, &in, &err) == 0); /* and stays there */
    ch_reader_close(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ch_format formats[] = {CH_FORMAT_AUTO, CH_FORMAT_JSONL, CH_FORMAT_CSV, CH_FORMAT_FEED, CH_FORMAT_WARC};
    if (size > 1 << 16)
        return 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        read_as(data, size, formats[i]);
    return 0;
}

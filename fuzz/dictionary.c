/* A dictionary of TABARI or PETRARCH from anywhere, by both date rules. Whatever it holds, the rows made of it must be
 * good rows: they compile without a fault, and what was compiled opens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "knowledge/dictionary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ch__knowledge *knowledge(void)
{
    static ch__knowledge *k;
    ch_err err;
    if (!k && ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        abort();
    return k;
}

static void compile(ch__source *s)
{
    ch__buf image = {0};
    ch_err err;
    ch__knowledge *k;
    if (!s->n_tables)
        return;
    s->n_faults = 0; /* those of the dictionary */
    ch__source_sort(s);
    ch__source_compile(s, &image);
    if (s->n_faults || image.failed || ch__knowledge_open_memory(&k, image.p, image.n, &err) < 0) {
        fprintf(stderr, "%s\n", s->n_faults ? s->faults[0].message : err.message);
        abort();
    }
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

static void import(const uint8_t *data, size_t size, ch_date_rule rule)
{
    ch_import counts = {0};
    ch__source s = {.fd = -1};
    ch__dictionaries d = {.s = &s, .k = knowledge(), .rule = rule, .counts = &counts};
    char *bytes = malloc(size + 1); /* as a file is read: with room for one more byte */
    if (!bytes)
        return;
    if (size)
        memcpy(bytes, data, size);
    ch__dictionaries_open(&d);
    ch__dictionaries_read_text(&d, "fuzz.discards.txt", bytes, size);
    ch__dictionaries_finish(&d);
    compile(&s);
    ch__source_release(&s);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import(data, size, CH_DATES_DATED);
    import(data, size, CH_DATES_PETRARCH2);
    return 0;
}

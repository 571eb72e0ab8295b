/* An event file of any bytes, once into an empty store in memory: the first byte chooses the format it is said to be.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "chancery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fault(void *ctx, const ch_err *err)
{
    (void)ctx;
    if (!err->message[0] || strchr(err->message, '\n'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ch_engine *engine;
    ch_err err;
    ch_store *store;
    ch_import_counts counts;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (!engine && ch_engine_open(&engine, &options, &err) < 0)
        abort();
    if (size < 1 || size > 1 << 16)
        return 0;
    int fd = memfd_create("import", 0);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1) ||
        ch_store_open(&store, ":memory:", NULL, &err) < 0)
        abort();
    ch_import_options import = {.format = data[0] % CH_N_IMPORT_FORMATS, .fault = fault};
    int rc = ch_store_import(store, engine, path, &import, &counts, &err);
    if (rc < 0 ? !err.message[0] : counts.rows < counts.events + counts.same + counts.statements + counts.nobody)
        abort();
    ch_store_close(store);
    close(fd);
    return 0;
}

/* One line of `pairs`: any bytes in, one line of JSON out. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ch_engine *engine;
    static ch_work *work;
    ch_err err;
    char *out = NULL;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (!engine && (ch_engine_open(&engine, &options, &err) < 0 || ch_work_new(&work, &err) < 0))
        abort();
    if (size > 1 << 16)
        return 0;
    if (ch_pair_line(engine, work, (const char *)data, size, 1, CH_LABELS_PLV, false, &out, &err) < 0)
        abort();
    json_t *answer = ch__json_parse(out, strlen(out), &err);
    if (!answer || !json_is_object(answer) || strchr(out, '\n'))
        abort();
    json_decref(answer);
    free(out);
    return 0;
}

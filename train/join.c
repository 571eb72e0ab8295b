/* join.c - parts to one model file, and what stands in a file. */
#include <stdio.h>
#include <stdlib.h>

#include "train.h"

enum { MOST_PARTS = 16 };

int train_join(int argc, char **argv)
{
    ch__model_part parts[CH__MODEL_SECTIONS];
    ch__model *models[MOST_PARTS];
    size_t n = 0;
    ch_err err;
    if (argc < 3 || argc - 2 > MOST_PARTS) {
        fprintf(stderr, "Usage: chancery-train join OUT PART... (at most %d)\n", MOST_PARTS);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        if (ch__model_open(&models[i - 2], argv[i], &err) < 0)
            die_of(&err);
        for (size_t s = 0;
             n < CH__MODEL_SECTIONS && ch__model_section_at(models[i - 2], s, &parts[n].name, &parts[n].bytes); s++)
            n++;
    }
    if (ch__model_write(argv[1], parts, n, &err) < 0)
        die_of(&err);
    for (int i = 2; i < argc; i++)
        ch__model_close(models[i - 2]);
    return 0;
}

int train_show(int argc, char **argv)
{
    ch__model *m;
    ch_err err;
    const char *name;
    ch__sv bytes;
    if (argc != 2) {
        fputs("Usage: chancery-train show FILE\n", stderr);
        return 2;
    }
    if (ch__model_open(&m, argv[1], &err) < 0)
        die_of(&err);
    printf("hash %s\n", ch__model_hash(m));
    for (size_t i = 0; ch__model_section_at(m, i, &name, &bytes); i++)
        printf("%-24s %10zu bytes\n", name, bytes.n);
    ch__model_close(m);
    return 0;
}

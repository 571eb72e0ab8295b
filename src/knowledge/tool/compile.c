/* compile.c - build-time program: knowledge tables to the compiled file. Usage: knowledge-compiler DIRECTORY OUT */
#include <stdio.h>

#include "chancery.h"

static void print_fault(void *ctx, const ch_err *fault)
{
    (void)ctx;
    fprintf(stderr, "%s:%lld: %s\n", fault->file, (long long)fault->line, fault->message);
}

int main(int argc, char **argv)
{
    ch_err err;
    if (argc != 3) {
        fprintf(stderr, "usage: knowledge-compiler DIRECTORY OUT\n");
        return 2;
    }
    if (ch_knowledge_compile(argv[1], argv[2], print_fault, NULL, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.file[0] ? err.file : argv[1], err.message);
        return 1;
    }
    return 0;
}

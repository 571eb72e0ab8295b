/* syntax.c - tokens a second of the syntax room alone, on one core. Usage: bench-syntax [FILE...] */
#include "support/measure.h"

int main(int argc, char **argv)
{
    return bench_one_room(BENCH_SYNTAX, argc, argv);
}

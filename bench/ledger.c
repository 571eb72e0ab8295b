/* ledger.c - tokens a second of the ledger room alone, on one core. Usage: bench-ledger [FILE...] */
#include "support/measure.h"

int main(int argc, char **argv)
{
    return bench_one_room(BENCH_LEDGER, argc, argv);
}

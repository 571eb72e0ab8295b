/* actors.c - tokens a second of the actors room alone, on one core. Usage: bench-actors [FILE...] */
#include "support/measure.h"

int main(int argc, char **argv)
{
    return bench_one_room(BENCH_ACTORS, argc, argv);
}

/* events.c - tokens a second of the events room alone, on one core. Usage: bench-events [FILE...] */
#include "support/measure.h"

int main(int argc, char **argv)
{
    return bench_one_room(BENCH_EVENTS, argc, argv);
}

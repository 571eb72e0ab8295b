/* relations.h - what follows from the records of a store: who stands with whom, what was told several times, where each
 * pair stands. Written as SQL over the tables of the store, so that it can run anywhere SQLite does. */
#ifndef CH_RELATIONS_RELATIONS_H
#define CH_RELATIONS_RELATIONS_H

/* The scripts in the order in which they run; the files NAME.sql of this folder, made C by the build. */
/* clang-format off */
#define CH__SCRIPTS(X)                                                                                                \
    X(links) X(appearances) X(keys) X(tellings) X(occurrences) X(contradictions) X(denials) X(pair_events)            \
    X(standings) X(pacts) X(promises) X(days) X(relations)
/* clang-format on */

#define CH_X(name) extern const char ch__sql_##name[];
CH__SCRIPTS(CH_X)
#undef CH_X

#endif

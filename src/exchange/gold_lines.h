/* gold_lines.h - one reviewed sentence as text of the corpus: what its parts have in common. */
#ifndef CH_EXCHANGE_GOLD_LINES_H
#define CH_EXCHANGE_GOLD_LINES_H

#include "base/json.h"
#include "exchange/gold.h"

enum { CH__LINES_MARKS = 120, CH__LINES_ENTITIES = 26 };

typedef struct ch__lines_entity {
    const char *code, *sector;
    json_int_t actor; /* 0: nobody known */
    int64_t start;    /* of the first words; who is nobody known is known by them */
    bool declared;
} ch__lines_entity;

/* Words of the sentence that somebody is named by, or (entity -1) that trigger an event. */
typedef struct ch__lines_mark {
    int64_t start, end;
    int entity;
    uint32_t number;
} ch__lines_mark;

typedef struct ch__lines {
    const ch__gold_sentence *s;
    ch__arena *arena;
    ch__buf *out;
    ch__lines_entity entities[CH__LINES_ENTITIES];
    ch__lines_mark marks[CH__LINES_MARKS];
    int n_entities, n_marks;
    const char *why;
} ch__lines;

/* ---- gold_lines.c ---- */
/* Notes the first reason why the corpus cannot hold the sentence. */
void ch__lines_cannot(ch__lines *l, const char *why);
/* A character of the story; line ends are blanks, and several are one. */
void ch__lines_char(ch__buf *out, char c, char before);
/* " \"words\"", escaped; NULL is no words. */
void ch__lines_quoted(ch__lines *l, const char *words);
/* Members of a row; NULL and 0 where there is none. */
const char *ch__lines_text(const json_t *row, const char *key);
int64_t ch__lines_number(const json_t *row, const char *key);
/* The row of the kind's table of record i. */
const json_t *ch__lines_main(const ch__gold_sentence *s, uint32_t i);
/* Whether the words of a row stand in the sentence. */
bool ch__lines_inside(const ch__gold_sentence *s, const json_t *row);

/* ---- gold_roles.c ---- */
void ch__lines_mark_add(ch__lines *l, ch__lines_mark m);
/* Marks everybody who takes part in record i. */
void ch__lines_gather(ch__lines *l, uint32_t i);
/* Writes who has the role in record i, behind `before`; false: nobody. The marks are sorted. */
bool ch__lines_roles(ch__lines *l, uint32_t i, const char *role, const char *before);
/* The same; nobody is "-". */
void ch__lines_need_roles(ch__lines *l, uint32_t i, const char *role);

/* ---- gold_records.c ---- */
/* The line of record i; *events: how many lines of events there are. */
void ch__lines_record(ch__lines *l, uint32_t i, uint32_t *events);

#endif

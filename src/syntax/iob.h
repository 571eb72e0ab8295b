/* iob.h - files of words with names marked: one word a line, sentences between blank lines.
 *
 * Columns are told apart by tabs, or by blanks where a line has no tab. Where the first word of the file stands in a
 * line with tabs whose first column is the number 1 and whose third is a tag, columns are number, word, tag (UNER: "1
 * where O - -"). Else the first is the word and the last the tag ("Japanese I-MISC", and the four columns of CoNLL
 * 2003). Lines that begin with "# " and "-DOCSTART-" are no words.
 *
 * Tags are O, or B- or I- and a type; also those of other schemes: S- and U- are taken as B-, E- and L- as I-. An I-
 * that continues nothing begins a name, which makes IO files ("I-PER I-PER O") the same as IOB2 ones. */
#ifndef CH_SYNTAX_IOB_H
#define CH_SYNTAX_IOB_H

#include "syntax/lines.h"

typedef struct ch__gold_name {
    uint32_t first, end; /* words of the sentence, half-open */
    ch__sv type;         /* as it stands in the file */
} ch__gold_name;

/* Names of the sentence in hand, in a growing array. */
typedef struct ch__gold_names {
    ch__gold_name *at;
    uint32_t n, cap;
    bool open; /* the last one may go on */
} ch__gold_names;

/* Adds the tag of word `word` (they come in order): CH_OK, CH_EFORMAT when it is no tag, CH_ENOMEM. */
int ch__gold_tag(ch__gold_names *names, uint32_t word, ch__sv tag);
void ch__gold_names_release(ch__gold_names *names);

/* The ch_name_type that a file's type stands for, whatever its case: PER or PERSON; ORG, ORGANISATION or ORGANIZATION;
 * LOC, LOCATION or GPE; MISC; or -1. */
int ch__gold_type(ch__sv type);

typedef struct ch__iob_sentence {
    int64_t line;        /* of its first line */
    const ch__sv *forms; /* n of them; views and arrays live until the next call */
    uint32_t n;
    const ch__gold_name *names;
    uint32_t n_names;
    ch__sv sent_id, text; /* empty: not stated */
} ch__iob_sentence;

typedef struct ch__iob {
    ch__lines in;
    ch__sv *forms;
    uint32_t cap;
    ch__gold_names names;
    int numbered; /* whether columns are number, word, tag; -1: not known yet */
} ch__iob;

int ch__iob_open(ch__iob *r, const char *path, ch_err *err);
int ch__iob_open_memory(ch__iob *r, const void *p, size_t n, const char *name, ch_err *err);
/* 1, 0 at the end, or negative for a bad sentence, behind which it can go on. */
int ch__iob_next(ch__iob *r, ch__iob_sentence *out, ch_err *err);
void ch__iob_close(ch__iob *r);

#endif

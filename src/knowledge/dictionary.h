/* dictionary.h - dictionaries of TABARI (Schrodt 2009), PETRARCH and PETRARCH-2 (Norris, Schrodt and Beieler 2017) to
 * rows of our own tables. Inside the room only; docs/knowledge.md describes for people what becomes of what.
 *
 *   dictionary.c         files and directories, which kind of dictionary a file is
 *   dictionary_text.c    lines without comments and stray bytes; names and phrases as our matcher wants them
 *   dictionary_codes.c   codes to code and sector; dates, and which code holds when
 *   dictionary_actors.c  actors to rows of the tables entities and actors/rules
 *   dictionary_agents.c  agents to rows of actors/agents
 *   dictionary_lists.c   discards, issues
 *   dictionary_verbs.c   verbs, with their sets, patterns and transformations (dictionary_verbs.h)
 *   import.c             the rows as files of a directory
 *
 * Nothing in a dictionary is fatal: what is odd is a fault with file and line, and the rest is kept. */
#ifndef CH_KNOWLEDGE_DICTIONARY_H
#define CH_KNOWLEDGE_DICTIONARY_H

#include "knowledge/inside.h"
#include "knowledge/source.h"

enum {
    CH__MOST_NAME = 250,    /* bytes of a name or phrase */
    CH__MOST_PERIODS = 128, /* codes of one name */
    CH__MOST_SETTLED = 2 * CH__MOST_PERIODS + 1
};

typedef struct ch__dictionaries {
    ch__source *s;          /* takes rows and faults */
    const ch__knowledge *k; /* its tables actors/dictionary-roles and actors/agents are asked */
    const ch__table *roles, *agents, *plover;
    ch_date_rule rule;
    bool only; /* in place of our tables: codes of actors stay whole */
    ch_import *counts;
    struct ch__dictionary_entry *entries; /* of all actors files, in their order */
    uint32_t n_entries, cap_entries;
    struct ch__verb_book *book; /* of all verb files; NULL: none yet */
    uint64_t *rows;             /* hashes of the rows made, so that none stands twice; open addressing, 0: free */
    uint32_t n_rows, cap_rows;
    bool full; /* there are more rows than we take: reading ends */
} ch__dictionaries;

typedef struct ch__dictionary_file {
    ch__dictionaries *d;
    const char *name; /* as faults name it */
    char *at, *end;
    uint32_t line;          /* of the line last given */
    bool notes;             /* ';' begins a note */
    bool quiet;             /* a first look, which reports nothing */
    bool comment;           /* inside of <!-- */
    uint32_t stems, gaps;   /* phrases without a trailing '_', with a blank inside */
    uint32_t unknown_roles; /* agents whose code is no sector */
    uint32_t prefixes;      /* agents whose code goes before the country's */
} ch__dictionary_file;

/* Reads files and the files of directories (not those of folders in them), in byte order. Negative when a directory
 * or a named file cannot be read. */
int ch__dictionaries_read(ch__dictionaries *d, const char *const *paths, size_t n);
/* Its parts, for one who has the text of a file in memory, which is changed: open, the texts, finish. */
void ch__dictionaries_open(ch__dictionaries *d);
void ch__dictionaries_read_text(ch__dictionaries *d, const char *name, char *bytes, size_t n);
void ch__dictionaries_finish(ch__dictionaries *d);

/* ---- dictionary_text.c ---- */
/* The next line that holds anything, comments and notes cut off, in UTF-8 of normal form C, without blanks at its end;
 * a blank at its start stays. */
bool ch__dictionary_line(ch__dictionary_file *f, ch__sv *line);
void ch__dictionary_fault(ch__dictionary_file *f, const char *fmt, ...) CH__PRINTF(2, 3);
/* A name as our tables write it ("HAMID_KARZAI_": "Hamid karzai"); NULL after a fault. */
const char *ch__dictionary_name(ch__dictionary_file *f, ch__sv raw);
/* A name as it is shown ("Hamid Karzai"). */
const char *ch__dictionary_shown(const ch__dictionaries *d, const char *name);
/* A phrase in small letters ("PRIME_MINISTER": "prime minister"); NULL after a fault. */
const char *ch__dictionary_phrase(ch__dictionary_file *f, ch__sv raw);
/* The next part of a line between `open` and `close` ("[USAGOV]"), without them; *before what stood in front. False
 * when there is none. A part that is not closed ends where the next one opens. */
bool ch__dictionary_part(ch__dictionary_file *f, ch__sv *rest, char open, char close, ch__sv *before, ch__sv *part);

/* ---- dictionary_codes.c ---- */
typedef struct ch__dictionary_code {
    const char *whole;         /* "USAGOVMIL"; NULL: nobody ("[---]") */
    const char *code, *sector; /* "USA", "GOV"; sector may be NULL */
} ch__dictionary_code;

/* From the start of a text, which is moved on behind the code. False after a fault. */
bool ch__dictionary_read_code(ch__dictionary_file *f, ch__sv *text, ch__dictionary_code *out);
/* The sector of a row of triples ("GOVMED"), or NULL; false when the text is no code. */
bool ch__dictionary_sector(ch__dictionary_file *f, ch__sv text, const char **sector);

typedef struct ch__dictionary_period {
    ch__dictionary_code code;
    int32_t from, to; /* days, both included; INT32_MIN, INT32_MAX: open */
    bool dated;
} ch__dictionary_period;

/* "USAGOV >870701", the inside of brackets. False after a fault that leaves nothing of it. */
bool ch__dictionary_read_period(ch__dictionary_file *f, ch__sv text, ch__dictionary_period *out);
/* Periods that overlap, in the order in which they are tried, to periods that do not, by the date rule. n is at most
 * CH__MOST_PERIODS, `out` has room for CH__MOST_SETTLED. */
uint32_t ch__dictionary_settle(const ch__dictionaries *d, const ch__dictionary_period *periods, uint32_t n,
                               ch__dictionary_period *out);
/* Whether the table dictionary-roles has a row of that kind for a key. */
bool ch__dictionary_role(const ch__dictionaries *d, ch__sv key, const char *kind, uint32_t *row);

/* ---- the kinds ---- */
void ch__dictionary_actors(ch__dictionary_file *f);
void ch__dictionary_finish_actors(ch__dictionaries *d);
void ch__dictionary_agents(ch__dictionary_file *f);
void ch__dictionary_discards(ch__dictionary_file *f);
void ch__dictionary_issues(ch__dictionary_file *f);
void ch__dictionary_verbs(ch__dictionary_file *f);
void ch__dictionary_finish_verbs(ch__dictionaries *d);
/* "MINISTRY": "MINISTRIES", "BOSS": "BOSSES", "PILOT": "PILOTS", by the rule of PETRARCH. */
const char *ch__dictionary_plural(ch__arena *arena, const char *phrase);

/* ---- rows, in dictionary.c ---- */
typedef enum ch__dictionary_table {
    CH__TO_AGENTS,
    CH__TO_RULES,
    CH__TO_ENTITIES,
    CH__TO_STOPS,
    CH__TO_CONTEXTS,
    CH__TO_DISCARDS,
    CH__TO_AGENT_CODES,
    CH__TO_VERB_CHANGES,
    CH__TO_VERB_PATTERNS,
    CH__TO_VERB_SETS,
    CH__TO_VERBS,
    CH__N_TO
} ch__dictionary_table;
/* Adds a row unless it is there; cells by the table's columns but without src. True when it is new. */
bool ch__dictionary_row(ch__dictionaries *d, ch__dictionary_table table, const char *file, uint32_t line,
                        const char *const *cells);

#endif

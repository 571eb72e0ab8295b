/* corpus.h - annotated sentences and stories (docs/corpus.md), read strictly to documents that hold what the annotator
 * says instead of what the rooms find.
 *
 *   vocabulary.c   what may stand in a record   read.c     files to units: headers, text, record lines
 *   marks.c        brackets in a line of text   records.c  record lines to records
 *   words.c        words, quoted words, numbers and times of a record line
 *   check.c        what a unit must be beside well-formed; overlap.c  runs of words that stand twice
 *   stats.c        the coverage matrix          prose.c    lengths and variety of sentences
 *   agree.c        two annotations compared     found.c    what the rooms found as one of them
 *   jsonl.c, conllu.c, plain.c                  the other forms
 */
#ifndef CH_CORPUS_H
#define CH_CORPUS_H

#include "base/buf.h"
#include "text/document.h"

/* ---- names of the format ---- */

/* The lists below are laid out by hand: clang-format does not settle on one form for them. */
/* clang-format off */

/* How an event is told; bits in ch__corpus_note.shapes. */
#define CH__TELLINGS(X)                                                                                               \
    X(active) X(passive) X(nominal) X(relative) X(embedded) X(reported) X(headline) X(coordinated) X(light)
#define CH__VOICES(X) X(wire) X(state) X(readout) X(release) X(feature) X(live) X(translated) X(local)
#define CH__TOPICS(X)                                                                                                 \
    X(diplomacy) X(conflict) X(protest) X(sanctions) X(law) X(aid) X(trade) X(migration) X(cyber) X(elections) X(other)
/* Why words that look like an event are none. */
#define CH__REASONS(X)                                                                                                \
    X(metaphor) X(sport) X(weather) X(culture) X(business) X(accident) X(crime) X(obituary) X(history) X(name)        \
    X(content) X(opinion) X(state) X(no_actor) X(region) X(denied) X(hypothetical) X(purpose) X(domestic) X(other)

/* clang-format on */
#define CH_X(name) CH__TELLING_##name,
enum { CH__TELLINGS(CH_X) CH__N_TELLINGS };
#undef CH_X
#define CH_X(name) CH__VOICE_##name,
enum { CH__VOICES(CH_X) CH__N_VOICES };
#undef CH_X
#define CH_X(name) CH__TOPIC_##name,
enum { CH__TOPICS(CH_X) CH__N_TOPICS };
#undef CH_X
#define CH_X(name) CH__REASON_##name,
enum { CH__REASONS(CH_X) CH__N_REASONS };
#undef CH_X

typedef enum ch__corpus_list { CH__LIST_TELLINGS, CH__LIST_VOICES, CH__LIST_TOPICS, CH__LIST_REASONS } ch__corpus_list;
/* The i-th name of a list, NULL behind its end. */
const char *ch__corpus_name(ch__corpus_list list, uint32_t i);
/* The index of a name, or CH_NONE. */
uint32_t ch__corpus_find(ch__corpus_list list, ch__sv name);

/* ---- what may stand in records: from the knowledge tables ---- */

typedef struct ch__vocabulary {
    const ch__knowledge *k;
    const ch__table *plover, *agreements, *agreement_actions, *levels, *level_actions, *measures, *units, *pronouns,
        *times, *reckoning;
    struct ch__codes {
        const char **at; /* sorted */
        uint32_t n, cap;
    } codes, countries; /* of countries and organisations; of countries */
} ch__vocabulary;

/* Into the arena, which must outlive it. CH_EKNOWLEDGE when a table is missing. */
int ch__vocabulary_load(ch__vocabulary *v, const ch__knowledge *k, ch__arena *arena, ch_err *err);
/* A row of events/plover.tsv: kind context, sector, code, mode or cameo; `of` NULL: whatever it says. The name as it
 * stands in the table, or NULL. */
const char *ch__vocabulary_plover(const ch__vocabulary *v, const char *kind, ch__sv name, const char *of);
const char *ch__vocabulary_code(const ch__vocabulary *v, ch__sv code);
bool ch__vocabulary_is_country(const ch__vocabulary *v, const char *code);
/* The cell of a small table's column that is the name, or NULL. */
const char *ch__vocabulary_cell(const ch__table *t, const char *column, ch__sv name);
bool ch__vocabulary_is_pronoun(const ch__vocabulary *v, ch__sv words);
/* The value of a word of events/times in a class (weekday: 0 Monday .. 6; month: 1..12), or -1. */
int ch__vocabulary_time(const ch__vocabulary *v, ch__sv word, const char *class);
/* Whether a day or month beside the word is only reckoned from (corpus/reckoning.tsv). */
bool ch__vocabulary_reckons(const ch__vocabulary *v, ch__sv word);

/* ---- a unit: a sentence or a story ---- */

typedef struct ch__entity {
    const char *label, *code, *sector, *second, *name; /* code, sector, second, name: NULL where not given */
    uint32_t line;
} ch__entity;

/* Words marked as trigger of an event of their sentence. */
typedef struct ch__trigger_mark {
    uint32_t sentence, number, line;
    ch_span bytes;
} ch__trigger_mark;

/* What a record has beyond its place in the document; parallel to doc->records. */
typedef struct ch__corpus_note {
    uint32_t line;
    /* of events */
    uint32_t number, shapes; /* shapes: 1 << CH__TELLING_... */
    const char **modes;
    uint32_t n_modes;
    ch_span per;       /* the words that tell whose words they are; empty: none */
    const char *same;  /* name of the thing told, or NULL */
    bool time_unknown; /* words of time that cannot be reckoned */
    ch_span *triggers; /* in the order of the text */
    uint32_t n_triggers;
} ch__corpus_note;

typedef struct ch__corpus_not {
    uint32_t sentence, line, reason;
    ch_span bytes; /* empty: the whole sentence */
} ch__corpus_not;

typedef struct ch__corpus_unit {
    ch_doc *doc; /* text, sentences (without tokens), blocks, mentions, actors, records in the order of their lines; the
                  * first sentence of a story is its headline, a block of kind TITLE */
    bool story, faulty;
    const char *file;
    uint32_t line, voice, topic;
    const char *voice_country; /* or NULL */
    ch_split split;
    uint32_t *sentence_lines; /* line of each sentence */
    ch__entity *entities;     /* a mention's chain is its entity; of a group's several mentions CH_NONE */
    uint32_t n_entities;
    uint32_t *entity_of_actor; /* parallel to doc->actors; CH_NONE: a code named in a record */
    ch__corpus_note *notes;
    ch__trigger_mark *triggers;
    uint32_t n_triggers;
    ch__corpus_not *nots;
    uint32_t n_nots;
} ch__corpus_unit;

/* ---- reading ---- */

/* What readers of files share. */
typedef struct ch__corpus_reader {
    const ch__vocabulary *v;
    ch__arena arena;   /* of names of files and listings */
    ch_fault_fn fault; /* may be NULL */
    void *fault_ctx;
    uint64_t faults;
    const char *file; /* in hand */
} ch__corpus_reader;

/* Called with each unit, also faulty ones; the document is freed afterwards unless the callee takes it (sets unit->doc
 * to NULL). Arrays live as long as the document. Negative stops. */
typedef int (*ch__corpus_fn)(void *ctx, ch__corpus_unit *unit, ch_err *err);

/* Reads files and, in byte order of their names, *.txt below directories; folders called "second" hold other
 * annotations of the same text and are read only when they are named. Faults of form are reported and counted; a
 * negative code when a path cannot be read or memory ran out. */
int ch__corpus_read(ch__corpus_reader *r, const char *const *paths, size_t n, ch__corpus_fn fn, void *ctx, ch_err *err);

/* The same over the bytes of one file. */
int ch__corpus_read_memory(ch__corpus_reader *r, ch__sv bytes, const char *name, ch__corpus_fn fn, void *ctx,
                           ch_err *err);

void ch__corpus_fault(ch__corpus_reader *r, uint32_t line, const char *fmt, ...) CH__PRINTF(3, 4);

/* ---- inside the reader ---- */

/* Bounds of a unit: what is longer is a fault, not a burden. */
enum { CH__MOST_TEXT = 64 << 10, CH__MOST_SENTENCES = 200, CH__MOST_RECORDS = 1000, CH__MOST_MARKS = 2000 };

/* A unit being read. */
typedef struct ch__unit_builder {
    ch__corpus_reader *r;
    ch__corpus_unit unit;
    ch__buf text; /* of the sentences so far */
    struct ch__record_line {
        uint32_t line, sentence;
        ch__sv text;
    } * lines;
    uint32_t n_lines, cap_lines, cap_sentences, cap_blocks, cap_mentions, cap_entities, cap_entity_of_actor, cap_notes,
        cap_triggers, cap_nots, cap_sentence_lines;
    bool paragraph; /* the next sentence begins one */
} ch__unit_builder;

static inline ch__arena *ch__unit_arena(const ch__unit_builder *b)
{
    return ch__doc_arena(b->unit.doc);
}
/* Code points of bytes; empty for empty. */
ch_span ch__corpus_chars(const ch_doc *doc, ch_span bytes);
/* Reports a fault of the unit and marks it. */
void ch__unit_fault(ch__unit_builder *b, uint32_t line, const char *fmt, ...) CH__PRINTF(3, 4);
/* The entity with this label, or CH_NONE. */
uint32_t ch__unit_entity(const ch__unit_builder *b, ch__sv label);
/* Appends an actor. */
uint32_t ch__unit_actor(ch__unit_builder *b, ch_actor actor, uint32_t entity);
/* marks.c: a line of text without its marks appended to b->text; mentions and triggers noted. */
void ch__unit_marks(ch__unit_builder *b, ch__sv line, uint32_t number, uint32_t sentence);
/* records.c: all record lines, when the text is complete. */
void ch__unit_records(ch__unit_builder *b);

/* words.c: the words of a record line. */
typedef struct ch__record_words {
    ch__unit_builder *b;
    uint32_t line, sentence;
    struct ch__record_word {
        ch__sv text;
        bool quoted;
    } * at;
    uint32_t n, next;
    bool bad; /* a fault was reported */
} ch__record_words;

bool ch__record_split(ch__record_words *w, const struct ch__record_line *line);
void ch__record_fault(ch__record_words *w, const char *fmt, ...) CH__PRINTF(2, 3);
/* Takes the next word when it is that bare one. */
bool ch__record_take(ch__record_words *w, const char *word);
/* The next word, whatever it is; an empty view and a fault ("%s is missing") at the end. */
ch__sv ch__record_next(ch__record_words *w, const char *what);
/* The next word, which must be quoted. */
ch__sv ch__record_quoted(ch__record_words *w, const char *what);
/* Where quoted words stand: in the sentence, or (`beyond`) from the sentence to the end of the unit. */
ch_span ch__record_place(ch__record_words *w, ch__sv words, bool beyond);
/* 12, 4.3e9, 3..5, 20.., ..145 */
typedef struct ch__amount {
    bool has_value, has_low, has_high;
    double value, low, high;
} ch__amount;
ch__amount ch__record_amount(ch__record_words *w);
/* "words" TIME or - TIME; *unknown: TIME is `?`. */
void ch__record_when(ch__record_words *w, ch_when *out, bool *unknown);
const char *ch__record_copy(ch__record_words *w, ch__sv s); /* NULL of an empty one */

/* ---- what is asked of a unit ---- */

/* check.c: meaning: reports to the reader; false when something was wrong. */
bool ch__corpus_check_unit(ch__corpus_reader *r, const ch__corpus_unit *unit);

#endif

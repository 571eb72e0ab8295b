/* chancery.h - the public interface of libchancery.
 *
 * chancery reads diplomatic and political news and keeps an evidence-backed record of how states deal with
 * each other. Text flows one way through the rooms; each room only adds to the document:
 *
 *     text -> syntax -> actors -> events -> ledger -> store
 *
 * Conventions that hold for every function here:
 *   - A function that can fail returns 0 (or a count) on success and a negative CH_E... code on failure, and then
 *     fills the caller's ch_err, which may be NULL. The library never prints and never exits.
 *   - Strings are UTF-8 and NUL-terminated unless a length stands beside them. What is missing is NULL.
 *   - Offsets are 0-based and half-open. "bytes" counts bytes of ch_doc.text, "chars" counts Unicode code points.
 *   - A ch_engine is immutable after ch_engine_open and may be shared by threads; a ch_work belongs to one thread.
 *   - Same input, same knowledge, same options: same bytes out.
 *
 * The vocabulary of the records (fields, values) follows PLOVER 2.0 and is documented in docs/records.md.
 */
#ifndef CHANCERY_H
#define CHANCERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined __GNUC__
#pragma GCC visibility push(default) /* the library is built with everything else hidden */
#endif

#define CH_VERSION "0.1.0"
#define CH_NONE UINT32_MAX /* "no index" wherever an index may be absent */

/* ------------------------------------------------------------------------------------------- errors -- */

enum {
    CH_OK = 0,
    CH_EIO = -1,         /* a file could not be opened, read or written; disk full */
    CH_ENOMEM = -2,      /* memory ran out */
    CH_EFORMAT = -3,     /* input is not what it says it is: truncated, malformed, wrong shape */
    CH_ELIMIT = -4,      /* input is larger, deeper or more compressed than the limits allow */
    CH_EEMPTY = -5,      /* input holds no text */
    CH_EBINARY = -6,     /* input is not text */
    CH_ESTORE = -7,      /* SQLite reports a failure */
    CH_ENOTSTORE = -8,   /* the file is not a chancery store */
    CH_ELOCKED = -9,     /* the store is locked by another process */
    CH_EVERSION = -10,   /* store or knowledge file made by a newer version */
    CH_EUSAGE = -11,     /* a caller's argument makes no sense */
    CH_EKNOWLEDGE = -12, /* a knowledge table or compiled knowledge file is faulty */
    CH_EMODEL = -13      /* a model file is faulty: no model, cut short, altered, of the wrong shape */
};

typedef struct ch_err {
    int code;          /* CH_E..., 0 when nothing went wrong */
    char file[256];    /* what it happened in: a path or a record's name; "" when unknown */
    int64_t line;      /* 1-based line, 0 when unknown or meaningless */
    int64_t offset;    /* 0-based byte offset in that file, -1 when unknown */
    char message[256]; /* one line, no newline, no file name */
} ch_err;

/* The short name of an error code, as it stands in JSON errors ("format", "limit", ...). Never NULL. */
const char *ch_err_name(int code);

/* ----------------------------------------------------------------------------------------- engine -- */

typedef struct ch_engine ch_engine; /* compiled knowledge and models; immutable, shared by threads */
typedef struct ch_work ch_work;     /* scratch memory of one thread */

/* Told of one fault: file, line and message are filled in. */
typedef void (*ch_fault_fn)(void *ctx, const ch_err *fault);

/* By which rule the dated codes of a dictionary hold (docs/knowledge.md). */
typedef enum ch_date_rule {
    CH_DATES_DATED,    /* a code whose dates hold, else the one without dates; both ends of a period are in it */
    CH_DATES_PETRARCH2 /* as the program PETRARCH-2 does: the first in the file; the end of a period is not in it */
} ch_date_rule;
/* "dated", "petrarch2"; -1 for anything else. */
int ch_date_rule_parse(const char *name);

/* How events are named. */
typedef enum ch_ontology {
    CH_ONTOLOGY_PLOVER, /* by type and mode of PLOVER; a statement alone, which CAMEO counts (01), is no event */
    CH_ONTOLOGY_CAMEO   /* by the code of CAMEO ("042"), without a mode */
} ch_ontology;
/* "plover", "cameo"; -1 for anything else. */
int ch_ontology_parse(const char *name);

typedef struct ch_engine_options {
    const char *knowledge;    /* compiled knowledge file, or NULL to search for the shipped one:
                                 $CHANCERY_KNOWLEDGE, beside the running program, ../share/chancery beside it
                                 or the shared library, /usr/share/chancery, the place given at build time */
    const char *tables;       /* directory of a user's own tables, laid over the shipped ones; may be NULL */
    const char *model;        /* model file (chancery.model), or NULL to search for it in the same places, after
                                 $CHANCERY_MODEL */
    const char *dictionaries; /* file or directory of dictionaries of TABARI or PETRARCH, laid over the shipped tables
                                 and under `tables`; may be NULL */
    bool only_dictionaries;   /* they stand in place of the shipped actors and agents, and of the shipped frames of
                                 events where they have verbs; codes of actors come out as they give them */
    ch_date_rule date_rule;
    ch_ontology ontology;
    bool rules_only;   /* events and pairs by the rules of the lexicon alone, not by the model's scorers */
    ch_fault_fn fault; /* told of what is odd in the dictionaries, which is no failure; may be NULL */
    void *fault_ctx;
} ch_engine_options;

/* Opens the engine. `options` may be NULL. On success *out must be closed with ch_engine_close. */
int ch_engine_open(ch_engine **out, const ch_engine_options *options, ch_err *err);
void ch_engine_close(ch_engine *engine); /* NULL is allowed */

/* 32 hexadecimal digits that change when any knowledge row, the model or the ontology changes. Lives as long as the
 * engine. */
const char *ch_engine_knowledge_hash(const ch_engine *engine);
/* 32 hexadecimal digits over the model. Lives as long as the engine. */
const char *ch_engine_model_hash(const ch_engine *engine);

/* A code of records: "IRN". Strings live as long as the call. */
typedef struct ch_code {
    const char *code, *name; /* name: English, as it is shown */
    const char *kind;        /* country, territory, former-state, organisation, group (all that have no code) */
    const char *also;        /* other names, joined by ';', or NULL */
} ch_code;
typedef int (*ch_code_fn)(void *ctx, const ch_code *code);

/* Tells `fn` of every code that the engine's knowledge has a name for, once each. Ends early with what `fn` returns
 * when that is negative; CH_ENOMEM; else 0. */
int ch_engine_codes(const ch_engine *engine, ch_code_fn fn, void *ctx);
/* A row of a table of the engine's knowledge: n cells, NULL where "-" stands. They live as long as the engine. */
typedef int (*ch_row_fn)(void *ctx, const char *const *cells, size_t n);

/* Calls `fn` for each row of a table ("ledger/levels", without ".tsv") in the order of the file. Ends early with what
 * `fn` returns when that is negative; CH_EKNOWLEDGE when there is no such table or it has more than 32 columns; else 0.
 */
int ch_engine_rows(const ch_engine *engine, const char *table, ch_row_fn fn, void *ctx);

/* Checks the tables of a knowledge directory. Every fault is reported to `fn` (file, line, message filled in), in
 * order of file and line. Returns the number of faults, or a negative code when the directory cannot be read. */
int ch_knowledge_check(const char *directory, ch_fault_fn fn, void *ctx, ch_err *err);

/* Compiles a knowledge directory to one checked file, written whole or not at all. */
int ch_knowledge_compile(const char *directory, const char *out_path, ch_fault_fn fn, void *ctx, ch_err *err);

/* What an import took over. */
typedef struct ch_import {
    uint64_t files, actors, names, agents, discards, issues;
    uint64_t verbs, synsets, patterns; /* patterns: transformations too */
    uint64_t faults;
} ch_import;

/* Writes dictionaries of TABARI, PETRARCH and PETRARCH-2 as tables of ours into a directory, which is made: ready for
 * ch_engine_options.tables. `paths` are files and directories; out NULL: nothing is written, only counted. What is odd
 * goes to `fn` and is no failure. */
int ch_knowledge_import(const ch_engine *engine, const char *const *paths, size_t n_paths, ch_date_rule rule,
                        const char *out, ch_fault_fn fn, void *ctx, ch_import *counts, ch_err *err);

int ch_work_new(ch_work **out, ch_err *err);
void ch_work_free(ch_work *work); /* NULL is allowed */

/* ------------------------------------------------------------------------------- labels, from lists -- */

/* The lists below are laid out by hand: clang-format does not settle on one form for them. */
/* clang-format off */

/* PLOVER 2.0 event types: name, quad class, score (docs/records.md says where the manual contradicts itself). */
#define CH_EVENT_TYPES(X)                                                                                             \
    X(AGREE, 1, 2.5) X(CONSULT, 1, 2.5) X(SUPPORT, 1, 5.0) X(CONCEDE, 1, 4.5) X(COOPERATE, 2, 9.5) X(AID, 2, 10.0)    \
    X(RETREAT, 2, 6.5) X(REQUEST, 3, 0.0) X(ACCUSE, 3, -3.0) X(REJECT, 3, -2.0) X(THREATEN, 3, -3.5)                  \
    X(PROTEST, 4, -5.0) X(SANCTION, 4, -6.0) X(MOBILIZE, 4, -5.5) X(COERCE, 4, -7.0) X(ASSAULT, 4, -9.0)

/* Classes of the public PLV benchmark (docs/measurements.md) and their quad classes: they follow the roots of CAMEO. */
#define CH_PLV_CLASSES(X)                                                                                             \
    X(AGREE, 1) X(CONSULT, 1) X(SUPPORT, 1) X(COOPERATE, 2) X(AID, 2) X(YIELD, 2) X(REQUEST, 3) X(ACCUSE, 3)          \
    X(REJECT, 3) X(THREATEN, 3) X(PROTEST, 4) X(SANCTION, 4) X(MOBILIZE, 4) X(COERCE, 4) X(ASSAULT, 4)

/* Universal POS tags (universaldependencies.org/u/pos). */
#define CH_UPOS_TAGS(M)                                                                                               \
    M(ADJ) M(ADP) M(ADV) M(AUX) M(CCONJ) M(DET) M(INTJ) M(NOUN) M(NUM) M(PART) M(PRON) M(PROPN) M(PUNCT) M(SCONJ)     \
    M(SYM) M(VERB) M(X)

/* Universal Dependencies relations of the English treebanks, subtypes included: C name, UD name. */
#define CH_DEPRELS(X)                                                                                                 \
    X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod")       \
    X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc")               \
    X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt")             \
    X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj") X(CSUBJ_OUTER, "csubj:outer") X(CSUBJ_PASS, "csubj:pass")         \
    X(DEP, "dep") X(DET, "det") X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated")     \
    X(EXPL, "expl") X(FIXED, "fixed") X(FLAT, "flat") X(FLAT_FOREIGN, "flat:foreign") X(GOESWITH, "goeswith")         \
    X(IOBJ, "iobj") X(LIST, "list") X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc")                         \
    X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer")       \
    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent")             \
    X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct")                   \
    X(REPARANDUM, "reparandum") X(ROOT, "root") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

/* What a stretch of the document is. Only BODY and TITLE blocks are coded. */
#define CH_BLOCK_KINDS(X)                                                                                             \
    X(BODY, "body") X(TITLE, "title") X(HEADING, "heading") X(DATE, "date") X(DATELINE, "dateline")                   \
    X(BYLINE, "byline") X(CAPTION, "caption") X(RELATED, "related") X(SHARE, "share") X(COMMENTS, "comments")         \
    X(LEGAL, "legal") X(COOKIE, "cookie") X(NAVIGATION, "navigation") X(WIRE, "wire")

/* clang-format on */

#define CH_X(name, ...) CH_EVENT_##name,
typedef enum ch_event_type { CH_EVENT_TYPES(CH_X) CH_N_EVENT_TYPES } ch_event_type;
#undef CH_X
#define CH_X(name, quad) CH_PLV_##name,
typedef enum ch_plv_class { CH_PLV_CLASSES(CH_X) CH_N_PLV_CLASSES } ch_plv_class;
#undef CH_X
#define CH_X(name) CH_UPOS_##name,
typedef enum ch_upos { CH_UPOS_TAGS(CH_X) CH_N_UPOS } ch_upos;
#undef CH_X
#define CH_X(name, ud) CH_DEP_##name,
typedef enum ch_deprel { CH_DEPRELS(CH_X) CH_N_DEPRELS } ch_deprel;
#undef CH_X
#define CH_X(name, text) CH_BLOCK_##name,
typedef enum ch_block_kind { CH_BLOCK_KINDS(CH_X) CH_N_BLOCK_KINDS } ch_block_kind;
#undef CH_X

typedef enum ch_kind { CH_EVENT, CH_STATEMENT, CH_AGREEMENT, CH_LEVEL, CH_FIGURE, CH_N_KINDS } ch_kind;
typedef enum ch_modality { CH_ACTUAL, CH_FUTURE, CH_HYPOTHETICAL, CH_NEGATED, CH_HISTORICAL } ch_modality;
typedef enum ch_precision { CH_DAY, CH_WEEK, CH_MONTH, CH_QUARTER, CH_YEAR, CH_UNKNOWN } ch_precision;
typedef enum ch_basis { CH_BASIS_NONE, CH_BASIS_TEXT, CH_BASIS_RELATIVE, CH_BASIS_PUBLISHED } ch_basis;
typedef enum ch_time_type { CH_TIME_DATE, CH_TIME_DURATION, CH_TIME_SET, CH_TIME_CLOCK, CH_N_TIME_TYPES } ch_time_type;
/* The word before a time: "since", "from", "by", "until", "before", "after"; "in", "on", "at" and no word are none. */
typedef enum ch_relation {
    CH_RELATION_NONE,
    CH_RELATION_SINCE,
    CH_RELATION_FROM,
    CH_RELATION_BY,
    CH_RELATION_UNTIL,
    CH_RELATION_BEFORE,
    CH_RELATION_AFTER,
    CH_N_RELATIONS
} ch_relation;
typedef enum ch_name_type { CH_NAME_PER, CH_NAME_ORG, CH_NAME_LOC, CH_NAME_MISC } ch_name_type;
typedef enum ch_mention_kind {
    CH_MENTION_NAME,
    CH_MENTION_NOMINAL,
    CH_MENTION_PRONOUN,
    CH_MENTION_GROUP,
    CH_MENTION_ADJECTIVE
} ch_mention_kind;

/* Names of the labels above as they stand in the output. Never NULL for a valid value. */
const char *ch_event_type_name(ch_event_type t);
int ch_event_type_quad(ch_event_type t); /* 1 verbal cooperation .. 4 material conflict */
double ch_event_type_score(ch_event_type t);
const char *ch_plv_class_name(ch_plv_class c);
int ch_plv_class_quad(ch_plv_class c); /* as ch_event_type_quad */
const char *ch_upos_name(ch_upos t);
const char *ch_deprel_name(ch_deprel t);
const char *ch_block_kind_name(ch_block_kind k);
const char *ch_kind_name(ch_kind k);
const char *ch_modality_name(ch_modality m);
const char *ch_precision_name(ch_precision p);
const char *ch_basis_name(ch_basis b);         /* NULL for CH_BASIS_NONE */
const char *ch_time_type_name(ch_time_type t); /* "date", "duration", "set", "time" */
const char *ch_relation_name(ch_relation r);   /* NULL for CH_RELATION_NONE */
const char *ch_name_type_name(ch_name_type t);
const char *ch_mention_kind_name(ch_mention_kind k);

/* --------------------------------------------------------------------------------------- document -- */

typedef struct ch_span {
    uint32_t start, end; /* half-open; start == end means "nothing" */
} ch_span;

/* A calendar date (proleptic Gregorian). day == 0: month precision; month == 0: year precision; year == 0: none. */
typedef struct ch_date {
    int16_t year;
    int8_t month, day;
} ch_date;

/* One block: a paragraph, list item, heading, caption, ... Blocks are in order and do not overlap; what lies between
 * them is white space. A dateline or date glued to a paragraph is a block of its own in front of it. */
typedef struct ch_block {
    ch_span bytes;
    uint8_t kind;    /* ch_block_kind */
    const char *why; /* the rule that decided, e.g. "caption: photo credit"; static or arena */
} ch_block;

enum {
    CH_SENTENCE_TITLE = 1,    /* sentence of the title block */
    CH_SENTENCE_QUOTE = 2,    /* begins inside a quotation opened by an earlier sentence */
    CH_SENTENCE_DISCARDED = 4 /* it, or the story, holds a phrase of the table text/discards; not coded */
};

typedef struct ch_sentence {
    ch_span bytes, chars; /* from its first to its last token */
    ch_span tokens;       /* into ch_doc.tokens */
    uint32_t block;       /* into ch_doc.blocks */
    uint32_t
        repeat_of; /* earlier sentence that says the same in (nearly) the same words, or CH_NONE; not coded again */
    uint8_t flags; /* CH_SENTENCE_... */
    const char *discarded; /* of a discarded sentence why, else NULL */
} ch_sentence;

enum {
    CH_TOKEN_SPACE_AFTER = 1, /* white space follows (UD: no SpaceAfter=No) */
    CH_TOKEN_MWT_FIRST = 2,   /* first word of a multiword token ("do" of "don't") */
    CH_TOKEN_MWT_INSIDE = 4   /* a later word of it ("n't") */
};

/* One syntactic word by UD English conventions. Its form is the text at `bytes`. */
typedef struct ch_token {
    ch_span bytes, chars;
    uint8_t flags; /* CH_TOKEN_... */
} ch_token;

/* What the syntax room says of a token; ch_doc.words runs parallel to ch_doc.tokens. */
typedef struct ch_word {
    const char *lemma; /* never NULL */
    const char *xpos;  /* Penn tag, never NULL; static */
    const char *feats; /* UD features "Number=Plur|...", or NULL for none */
    uint32_t head;     /* token index of the head in the same sentence, or CH_NONE for the root */
    uint8_t upos;      /* ch_upos */
    uint8_t deprel;    /* ch_deprel */
} ch_word;

/* A name found by the syntax room. */
typedef struct ch_name {
    ch_span tokens;
    uint8_t type; /* ch_name_type */
} ch_name;

/* Who somebody is, on the date of the story. */
typedef struct ch_actor {
    const char *id;     /* id in the knowledge tables ("irn.gov", "p.xi-jinping"), or NULL */
    const char *name;   /* canonical name, or NULL */
    const char *code;   /* ISO 3166-1 alpha-3 or an organisation's code, or NULL */
    const char *sector; /* PLOVER sector, or NULL */
    const char *entity; /* Wikidata id, or NULL */
    const char *office; /* office held on the date ("president"), or NULL */
    const char *since;  /* when that office began and ended, as the tables have it ("2013-03-14", "2013", "~2013-03": */
    const char *until;  /* about), or NULL: not known, or still held */
} ch_actor;

/* Words that stand for one or more actors: a name, "the two sides", "he". */
typedef struct ch_mention {
    ch_span tokens, bytes, chars;
    uint32_t head;     /* token index of the syntactic head */
    uint32_t sentence; /* into ch_doc.sentences */
    ch_span actors;    /* into ch_doc.actors; empty: unresolved */
    uint32_t chain;    /* mentions of one actor share this number; CH_NONE: alone */
    uint8_t kind;      /* ch_mention_kind */
    const char *why;   /* the rule that resolved it, or why it was not; never NULL */
    double confidence; /* 0..1: how often that rule is right (docs/measurements.md); 0 when unresolved */
} ch_mention;

/* One actor in a role of a record: which words, which actor. */
typedef struct ch_role {
    uint32_t mention; /* into ch_doc.mentions */
    uint32_t actor;   /* into ch_doc.actors, or CH_NONE: unresolved, only its words are known */
} ch_role;

typedef struct ch_roles {
    ch_role *at;
    uint32_t n;
} ch_roles;

/* When something happened. start/end are inclusive days; start.year == 0: unknown or unresolvable. */
typedef struct ch_when {
    ch_date start, end;
    uint8_t precision, basis; /* ch_precision, ch_basis */
    ch_span bytes, chars;     /* the words of the text; empty: none */
} ch_when;

/* An expression of time. Lengths and periods are ISO 8601 ("P3D", "PT2H"; "PXM" is some months), hours "15:00". */
typedef struct ch_time {
    uint32_t sentence;
    ch_span tokens;
    ch_when when;      /* the words, and of a date the days it means, of a time the day it lies on */
    uint8_t type;      /* ch_time_type */
    uint8_t relation;  /* ch_relation */
    uint8_t count;     /* of a set, how often in each period ("twice a week": 2), 0: not said */
    bool conflict;     /* the words contradict each other: "Tuesday, 4 May" where that is a Sunday, "31 June" */
    bool vague;        /* "recently", "in recent weeks": a time that no calendar shows */
    const char *value; /* length of a duration, period of a set, hour of a time; NULL: not said ("at dawn") */
    const char *zone;  /* of a time: "UTC" ("0900 GMT"), or NULL: another, or not said */
    uint32_t of;       /* CH_NONE, or the token whose clause alone these days are of: in "on Friday, two days after
                        * Riyadh shut its mission" the words say of the shutting that it was on Wednesday. Such a
                        * second reading of the words stands behind their first. */
} ch_time;

typedef struct ch_place {
    ch_span bytes, chars; /* empty: no place */
    const char *name, *country, *geonameid;
    double lat, lon; /* degrees; NAN: not known */
} ch_place;

typedef struct ch_magnitude {
    const char *what; /* killed, injured, arrested, people, money, items */
    double value;
    const char *unit; /* or NULL */
} ch_magnitude;

typedef struct ch_event {
    uint8_t type, modality; /* ch_event_type, ch_modality */
    const char *mode;       /* PLOVER mode or NULL */
    const char **contexts;
    uint32_t n_contexts;
    ch_roles actor, recipient;
    ch_roles attribution;      /* none or one: whose words report the event */
    ch_span attribution_chars; /* the words that attribute it ("the Kremlin said") */
    ch_place place;
    ch_magnitude *magnitudes;
    uint32_t n_magnitudes;
    const char *cameo; /* CAMEO code or NULL */
} ch_event;

typedef struct ch_statement {
    ch_roles speaker; /* one; more when a group speaks */
    ch_roles addressee, about;
    const char *form; /* direct, indirect, mixed */
    ch_span content_bytes, content_chars;
    const char *verb; /* lemma of the verb of saying, or the phrase ("according to") */
} ch_statement;

typedef struct ch_agreement {
    const char *title, *form, *action, *term, *count; /* NULL where absent */
    ch_roles parties;
    const char **subjects; /* contexts */
    uint32_t n_subjects;
} ch_agreement;

typedef struct ch_level {
    const char *level, *action;
    ch_roles parties;
} ch_level;

typedef struct ch_figure {
    const char *measure, *unit, *of; /* unit, of: NULL where absent */
    double value, low, high;         /* has_... says which are known */
    bool has_value, has_low, has_high, approximate;
    ch_roles from, to; /* none or one */
    ch_when period;
} ch_figure;

/* One record. The common part is that of docs/records.md. */
typedef struct ch_record {
    uint8_t kind; /* ch_kind: which member of `as` is set */
    char id[33];  /* 32 hexadecimal digits: a hash of document, span and content, the same on every machine */
    uint32_t sentence;
    ch_span bytes, chars; /* the words that carry the record; the quote is the text at `bytes` */
    ch_when when;
    uint16_t confidence; /* thousandths */
    const char *rule;    /* the table line or model that decided; never NULL */
    union {
        ch_event event;
        ch_statement statement;
        ch_agreement agreement;
        ch_level level;
        ch_figure figure;
    } as;
} ch_record;

/* A candidate the events or ledger room weighed: why it became a record, or why not. */
typedef struct ch_candidate {
    uint32_t sentence; /* into ch_doc.sentences */
    uint32_t token;    /* the trigger, or CH_NONE when the reason concerns the whole sentence */
    uint32_t record;   /* into ch_doc.records, or CH_NONE: not coded */
    const char *rule;  /* the table line or model, or NULL */
    const char *why;   /* one line; never NULL */
} ch_candidate;

#define CH_SIGNATURE 64 /* values of a document's near-duplicate signature */

/* A document: the stored text, then flat arrays. Nothing edits what an earlier room wrote. Everything it points to
 * lives in its own arena or in the engine: free it with ch_doc_free, before the engine is closed. */
typedef struct ch_doc {
    /* where it came from */
    char id[33];                /* hash of name and text */
    const char *name;           /* base name, record id or URL; never NULL */
    const char *uri;            /* path or URL; never NULL */
    const char *source;         /* publisher or agency where stated, or NULL */
    const char *source_country; /* code of the country it is at home in where stated ("VNM"), or NULL: "the foreign
                                   ministry" of such a text, named without a country, is most often its own */
    const char *author;         /* as stated, or NULL */
    /* the stored text: NFC UTF-8, printed back byte for byte */
    const char *text; /* NUL-terminated, may hold no NUL inside */
    uint32_t len;     /* bytes */
    uint32_t n_chars;
    char hash[65];             /* SHA-256 of the stored text, hexadecimal */
    const char *format;        /* plain, html, feed, jsonl, csv, warc */
    const char *encoding;      /* of the source */
    const char *encoding_step; /* which step decided: bom, transport, declaration, utf-8, detected, fallback */
    const char *language;      /* ISO 639-1, or NULL when it cannot be told */
    const char *language_step; /* declared, words, script; NULL with language */
    /* title, date, dateline */
    const char *title;          /* or NULL */
    ch_date published;          /* year 0: unknown */
    const char *published_step; /* option, metadata, line, dateline, uri, or "unknown" */
    struct {
        ch_span bytes, chars;                 /* empty: none */
        const char *place, *country, *agency; /* or NULL */
        ch_date date;
    } dateline;
    /* text room */
    ch_block *blocks;
    uint32_t n_blocks;
    ch_sentence *sentences;
    uint32_t n_sentences;
    ch_token *tokens;
    uint32_t n_tokens;
    uint32_t signature[CH_SIGNATURE]; /* one-permutation MinHash of the coded sentences' word 4-grams */
    bool has_signature;               /* false: too short to compare */
    uint8_t ontology;                 /* ch_ontology: how its events are named */
    /* syntax room */
    ch_word *words; /* n_tokens of them, or NULL before the syntax room ran */
    ch_name *names;
    uint32_t n_names;
    /* actors room */
    ch_actor *actors;
    uint32_t n_actors;
    ch_mention *mentions; /* ordered by first token; behind them those that later rooms made of other words */
    uint32_t n_mentions;
    ch_place *places; /* place names, in the order of the text */
    uint32_t n_places;
    /* events and ledger rooms */
    ch_time *times; /* expressions of time of the sentences that are coded, in the order of the text */
    uint32_t n_times;
    ch_record *records; /* ordered by sentence, then span, then kind */
    uint32_t n_records;
    ch_candidate *candidates;
    uint32_t n_candidates;
    struct ch_doc_inside *inside; /* the library's own */
} ch_doc;

void ch_doc_free(ch_doc *doc); /* NULL is allowed */

/* Whether the rooms after text look at this sentence: body or title, not a repetition. */
bool ch_doc_sentence_coded(const ch_doc *doc, uint32_t sentence);

/* ------------------------------------------------------------------------------- reading of sources -- */

typedef enum ch_format {
    CH_FORMAT_AUTO,
    CH_FORMAT_PLAIN,
    CH_FORMAT_HTML,
    CH_FORMAT_FEED,
    CH_FORMAT_JSONL,
    CH_FORMAT_CSV,
    CH_FORMAT_TSV,
    CH_FORMAT_WARC
} ch_format;

/* The format of that name ("plain", "html", "feed", "jsonl", "csv", "tsv", "warc", "auto"), or -1. */
int ch_format_parse(const char *name);

typedef struct ch_reader_options {
    ch_format format;     /* CH_FORMAT_AUTO: found from the content */
    const char *fields;   /* "text=body,date=published,title=headline,id=guid": which field of JSONL or CSV means what
                             (text, date|published, title, id, uri, language, source, author); NULL: usual names */
    const char *encoding; /* overrides every other step; NULL: found */
    size_t max_document;  /* bytes of one document after decompression; 0: 64 MiB */
    uint64_t max_expand;  /* bytes one compressed file may expand to; 0: 16 GiB */
} ch_reader_options;

/* One document as it came in: raw bytes and what came with them. Valid until the next call on its reader. */
typedef struct ch_input {
    const char *name, *uri;
    const char *bytes;
    size_t len;
    ch_format format;     /* CH_FORMAT_PLAIN or CH_FORMAT_HTML: how to take `bytes`; AUTO: look */
    ch_format container;  /* the format of the file it came from */
    const char *charset;  /* stated by transport or container ("utf-8"), or NULL */
    const char *encoding; /* forced by the caller, or NULL */
    const char *title, *published, *language, *source, *author; /* as stated by the container, or NULL */
    const char
        *source_country; /* ISO 3166-1 alpha-3 code of the country the source is at home in, as stated, or NULL */
    const char
        *path;    /* the file it came from as the caller named it, "-" for standard input, or NULL: errors name it */
    int64_t line; /* 1-based line in the container, 0 when it has none */
} ch_input;

typedef struct ch_reader ch_reader;

/* Opens a reader over files, directories (walked in byte order of names) and "-" (standard input). `paths` is not
 * copied and must outlive the reader. `options` may be NULL. */
int ch_reader_open(ch_reader **out, const char *const *paths, size_t n_paths, const ch_reader_options *options,
                   ch_err *err);

/* The next document: 1 and *in filled, 0 at the end, or a negative code for one bad file or record, with err telling
 * file, line and offset; the reader then stands behind it and may be called again. */
int ch_reader_next(ch_reader *reader, ch_input *in, ch_err *err);
void ch_reader_close(ch_reader *reader); /* NULL is allowed */

/* ------------------------------------------------------------------------------------- coding -- */

typedef struct ch_doc_options {
    const char *published; /* ISO date that overrides what the text says, or NULL */
    bool text_only;        /* stop after the text room */
    bool syntax_only;      /* stop after the syntax room, whatever the language; plain text is taken whole: nothing of
                              it is set aside as boilerplate, dateline or date */
    bool actors_only;      /* the same, but stop after the actors room */
    bool events_only;      /* the same, but stop after the events room */
    bool times_only;       /* as syntax_only, and find the expressions of time of every sentence */
} ch_doc_options;

/* Makes a document of one input and runs the rooms on it. On success *out must be freed with ch_doc_free.
 * `options` may be NULL. Errors name the file and line of the input, or the input where it came from no file. */
int ch_doc_code(const ch_engine *engine, ch_work *work, const ch_input *in, const ch_doc_options *options, ch_doc **out,
                ch_err *err);

/* ---- actors and places ---- */

/* A phrase to resolve: who is meant by these words? */
typedef struct ch_phrase {
    const char *text;    /* the words: a name, "the French foreign minister", "he", "both sides" */
    const char *date;    /* ISO date on which they were said, or NULL: people then have the office
                          * they hold still, or held last; "the president" is nobody */
    const char *context; /* the sentences in which or behind which they stand, or NULL */
    uint32_t nth;        /* which occurrence in the context is meant, from 1; 0 is 1 */
} ch_phrase;

/* Reads the phrase in its context: *doc (free it with ch_doc_free) is what was read, with its mentions and actors,
 * *mention the mention that the phrase is, CH_NONE when it is nobody's name and no role. The name of a place that no
 * mention has is given one, as the country it is in, behind the others. A phrase that does not stand in the context is
 * read behind it. */
int ch_resolve(const ch_engine *engine, ch_work *work, const ch_phrase *phrase, ch_doc **doc, uint32_t *mention,
               ch_err *err);

/* One line of JSONL {"id","text","date","context"} in, one line (no newline) out:
 * {"id","name","code","sector","entity","office","from","to","confidence","why"}, and "others" with the further actors
 * where several are meant; or {"id"|"line","error":{...}}. Otherwise as ch_stream_line. */
int ch_resolve_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                    char **out, ch_err *err);

/* One line of JSONL {"id","text","date"} in, one line out: {"id","places":[{"text","span","name","country","lat","lon",
 * "geonameid"}]} with every place name of the text, spans in code points of the text as stored (normal form C).
 * Otherwise as ch_stream_line. */
int ch_places_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                   char **out, ch_err *err);

/* ---- pairs: the relation between two spans of a text ---- */

/* What is asked: what the source does to the target in this text. A side may have several spans, or none when the text
 * does not name it; spans are in code points of `text`. */
typedef struct ch_pair_input {
    const char *text;
    const ch_span *source, *target;
    uint32_t n_source, n_target;
} ch_pair_input;

/* The answer in both sets of labels: there always is one. Strings live as long as the engine. */
typedef struct ch_pair {
    uint8_t type, modality; /* ch_event_type, ch_modality */
    uint8_t plv;            /* ch_plv_class: what the benchmark calls it (table events/plv) */
    const char *mode;       /* PLOVER mode or NULL */
    const char *cameo;      /* CAMEO code or NULL */
    uint16_t confidence;    /* thousandths */
} ch_pair;

/* Reads the text as plain text, whole, in English, and decides. CH_EFORMAT when a span is empty or ends behind the
 * text, CH_EEMPTY when there is no text, CH_ENOMEM. */
int ch_pair_code(const ch_engine *engine, ch_work *work, const ch_pair_input *in, ch_pair *out, ch_err *err);

typedef enum ch_pair_labels { CH_LABELS_PLOVER, CH_LABELS_PLV } ch_pair_labels;
/* "plover", "plv"; -1 for anything else. */
int ch_pair_labels_parse(const char *name);

/* One line of JSONL {"id","text","source":[[start,end],...],"target":[[start,end],...]} in, one line (no newline) out:
 * {"id","event","mode","quad","confidence"}, event and quad in the labels asked for. Otherwise as ch_stream_line. */
int ch_pair_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number,
                 ch_pair_labels labels, bool ascii, char **out, ch_err *err);

/* Takes n bytes, valid during the call; returns 0, or a negative code that ends the work and is handed on. */
typedef int (*ch_write_fn)(void *ctx, const char *bytes, size_t n);

/* Reads the benchmark's TSV, whose head names the columns marked_sentence, gold_root and perhaps gold_penta: one call
 * of `write` a row, with a line (no newline) {"id","text","source","target","plv","quad"}, id being the number of the
 * line in the file. What a row lacks, its line lacks. CH_EFORMAT when the head lacks a column, CH_EIO, CH_ENOMEM. */
int ch_plv_read(const char *path, ch_write_fn write, void *ctx, ch_err *err);

/* ---- times ---- */

/* One line of JSONL {"id","text","date"} in, one line out: {"id","times":[{"span","text","type","start","end",
 * "precision","basis","relation","conflict", ...}]} with every expression of time of the text (docs/commands.md#dates);
 * "date" is the day they are reckoned from, without which only absolute ones have days. Spans in code points of the
 * text as stored (normal form C). Otherwise as ch_stream_line. The same in C: ch_doc_code with times_only, then
 * doc->times. */
int ch_times_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                  char **out, ch_err *err);

/* ---- trees: CoNLL-U (universaldependencies.org/format.html) ---- */

typedef struct ch_conllu ch_conllu; /* a file of sentences whose tokens are given */

/* Opens a CoNLL-U file, also compressed; "-" is the standard input. Of its columns only ID, FORM and SpaceAfter in MISC
 * matter, of its comments sent_id, newdoc and newpar. */
int ch_conllu_open(ch_conllu **out, const char *path, ch_err *err);
/* The next sentences, at most `most` of them, as a document whose tokens and sentences are those of the file: 1 and
 * *out (free it with ch_doc_free), 0 at the end, or a negative code for one bad sentence (err: file, line, what is
 * wrong), behind which it may be called again. */
int ch_conllu_next(ch_conllu *file, uint32_t most, ch_doc **out, ch_err *err);
void ch_conllu_close(ch_conllu *file); /* NULL is allowed */

/* Runs the syntax room on a document that has its tokens (from ch_conllu_next). */
int ch_doc_parse(const ch_engine *engine, ch_work *work, ch_doc *doc, ch_err *err);

/* All sentences of a document as CoNLL-U, valid by UD's rules, with names as NER=B-PER in MISC. The string is
 * malloc'ed; the caller frees it. NULL when memory ran out. */
char *ch_doc_conllu(const ch_doc *doc);

/* ------------------------------------------------------------------------------------------ corpus -- */

/* Annotated sentences and stories in the form of docs/corpus.md. Parts of a corpus, by the hash of the text: eight in
 * ten to train on, one to tune on, one held back. */
typedef enum ch_split { CH_TRAIN, CH_DEV, CH_HELD, CH_N_SPLITS } ch_split;
const char *ch_split_name(ch_split s); /* "train", "dev", "held"; never NULL for a valid value */

typedef struct ch_corpus_options {
    const char *const *paths; /* files, and directories whose *.txt are read in byte order of their names; folders
                                 called "second" only when they are named */
    size_t n_paths;
    unsigned splits;   /* 1 << CH_TRAIN | ...: only these parts; 0: all */
    ch_fault_fn fault; /* told of every fault: file, line, what is wrong; may be NULL */
    void *fault_ctx;
} ch_corpus_options;

typedef struct ch_corpus_counts {
    uint64_t sentences, stories;    /* single sentences; stories */
    uint64_t story_sentences;       /* headlines included */
    uint64_t records[CH_N_KINDS];   /* by kind */
    uint64_t without_event, faults; /* sentences of both sorts that say why they hold no event; faults told */
} ch_corpus_counts;

/* Checks form and meaning of all units and that no two sentences share eight words in a row. Faults are told and
 * counted and are no failure of the call. All calls on a corpus fail with CH_EUSAGE when no path is named, CH_EIO when
 * one cannot be read, CH_EFORMAT when a directory holds no file, CH_ELIMIT when folders lie too deep, CH_EKNOWLEDGE
 * when the engine's knowledge lacks a table, CH_ENOMEM. */
int ch_corpus_check(const ch_engine *engine, const ch_corpus_options *options, ch_corpus_counts *out, ch_err *err);

/* How often a value of a dimension (type, mode, shape, country, ...) stands in the corpus, and how often it should. */
typedef struct ch_corpus_cell {
    const char *dimension, *value;
    uint64_t count, wanted; /* wanted 0: the matrix asks for nothing */
} ch_corpus_cell;

enum { CH_LONG_SENTENCE = 45 }; /* words */

typedef struct ch_prose_measures {
    uint64_t sentences, words, types, hapaxes;               /* words without case; hapaxes stand once */
    uint32_t shortest_tenth, median, longest_tenth, longest; /* words of a sentence: 10, 50, 90, 100 % */
    double share_long;                                       /* of sentences over CH_LONG_SENTENCE words, 0..1 */
    double moving_ratio;                                     /* types to tokens in a moving window of 500 words, 0..1;
                                                                0: shorter than that */
} ch_prose_measures;

typedef struct ch_corpus_stats {
    ch_corpus_cell *cells; /* by dimension, then by value */
    size_t n_cells;
    ch_prose_measures corpus, beside; /* beside: of the other texts */
    uint64_t faults;
    struct ch_corpus_stats_inside *inside;
} ch_corpus_stats;

/* Counts the corpus; faulty units are told and left out. `matrix` is a file of lines "dimension<TAB>value<TAB>wanted"
 * or NULL; `beside` are other news, in any form that ch_reader reads, measured for comparison. On success *out is freed
 * with ch_corpus_stats_release. */
int ch_corpus_count(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, const char *matrix,
                    const char *const *beside, size_t n_beside, ch_corpus_stats *out, ch_err *err);
void ch_corpus_stats_release(ch_corpus_stats *stats);

/* The forms of others (docs/corpus.md): records as JSONL, documents and pairs as JSONL, CoNLL-U, text without marks. */
typedef enum ch_corpus_form {
    CH_FORM_RECORDS,
    CH_FORM_DOCUMENTS,
    CH_FORM_PAIRS,
    CH_FORM_CONLLU,
    CH_FORM_TEXT,
    CH_N_FORMS
} ch_corpus_form;
const char *ch_corpus_form_name(ch_corpus_form f); /* "records", ...; never NULL for a valid value */

/* Writes the units, one call of `write` for each that has something to say. Faulty ones are told and left out; their
 * faults are counted in *faults. */
int ch_corpus_convert(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, ch_corpus_form form,
                      ch_write_fn write, void *ctx, uint64_t *faults, ch_err *err);

/* Agreement of two annotations in one field. F1 is 2 agreed / (first + second), which for fields of what both found is
 * the share that is the same. */
typedef struct ch_agreement_row {
    const char *field; /* "event: type" */
    uint64_t first, second, agreed;
    double kappa; /* Cohen's; NAN where it is not asked for */
} ch_agreement_row;

typedef struct ch_corpus_agreement {
    ch_agreement_row *rows;
    size_t n_rows;
    uint64_t units, missing; /* units compared; units of the second annotation whose text is not in the first */
    uint64_t faults;
    struct ch_corpus_agreement_inside *inside;
} ch_corpus_agreement;

/* What two annotators say differently: of one that found nothing the value is NULL. Valid during the call. */
typedef struct ch_difference {
    const char *field, *first_file;
    uint32_t first_line;
    const char *first, *second_file;
    uint32_t second_line;
    const char *second;
} ch_difference;
typedef void (*ch_difference_fn)(void *ctx, const ch_difference *d);

/* Compares the annotation of `options` with a second one of some of the same texts, or (`second` NULL) with what the
 * engine finds in its texts. `difference` may be NULL. On success *out is freed with ch_corpus_agreement_release. */
int ch_corpus_agree(const ch_engine *engine, ch_work *work, const ch_corpus_options *options, const char *second,
                    ch_difference_fn difference, void *ctx, ch_corpus_agreement *out, ch_err *err);
void ch_corpus_agreement_release(ch_corpus_agreement *agreement);

/* ---- evaluation ---- */

/* The metrics of the CoNLL 2018 shared task (universaldependencies.org/conll18/evaluation.html); LAS+ is LAS with the
 * subtypes of relations; Names are spans with their types. */
/* clang-format off */
#define CH_METRICS(X)                                                                                                 \
    X(TOKENS, "Tokens") X(SENTENCES, "Sentences") X(WORDS, "Words") X(UPOS, "UPOS") X(XPOS, "XPOS")                   \
    X(UFEATS, "UFeats") X(ALLTAGS, "AllTags") X(LEMMAS, "Lemmas") X(UAS, "UAS") X(LAS, "LAS")                         \
    X(LAS_SUBTYPES, "LAS+") X(CLAS, "CLAS") X(MLAS, "MLAS") X(BLEX, "BLEX") X(NAMES, "Names")
/* clang-format on */
#define CH_X(name, text) CH_METRIC_##name,
typedef enum ch_metric { CH_METRICS(CH_X) CH_N_METRICS } ch_metric;
#undef CH_X
const char *ch_metric_name(ch_metric m); /* never NULL for a valid value */

/* Precision is correct / system, recall correct / gold, F1 2 correct / (system + gold), accuracy on what was aligned
 * correct / aligned. */
typedef struct ch_eval_count {
    uint64_t gold, system, correct, aligned;
} ch_eval_count;

typedef struct ch_eval_group {
    char name[64]; /* "all", a genre, a document, a type of name */
    uint64_t sentences, words;
    ch_eval_count counts[CH_N_METRICS];
} ch_eval_group;

typedef struct ch_eval {
    ch_eval_group *groups; /* the first is "all" */
    size_t n_groups;
    uint64_t bad; /* sentences of the gold file that were left out as faulty */
} ch_eval;

typedef enum ch_eval_by { CH_EVAL_ALL, CH_EVAL_BY_GENRE, CH_EVAL_BY_DOCUMENT } ch_eval_by;

typedef struct ch_eval_options {
    const char *system; /* a CoNLL-U file to score instead of what the engine makes; or NULL */
    bool gold_tokens;   /* the engine gets the tokens and sentences of the gold file, else its text */
    ch_eval_by by;      /* further groups: "# meta::genre", else what stands before the first '-' or '.' of the
                           document's id; or documents ("# newdoc id") */
    ch_fault_fn fault;  /* told of every faulty sentence of the gold file; may be NULL */
    void *fault_ctx;
} ch_eval_options;

/* Scores against the trees of a CoNLL-U file. Text is put together from tokens and SpaceAfter, with an empty line where
 * "# newpar" or "# newdoc" stands; documents are parsed one by one. Tokens are aligned by their characters, words of
 * multiword tokens by their longest common subsequence. CH_EFORMAT when the system's characters are others than the
 * gold ones. engine and work may be NULL with options->system. On success *out is freed with ch_eval_release. */
int ch_eval_syntax(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_options *options,
                   ch_eval *out, ch_err *err);

/* Scores names (exact spans, exact types) on the tokens of an IOB2, IO or CoNLL-U ("*.conllu", NER= in MISC) file: all
 * and by type. PER, ORG and LOC count, and MISC where the file has it. Of the options only fault matters. */
int ch_eval_names(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_options *options,
                  ch_eval *out, ch_err *err);
void ch_eval_release(ch_eval *eval);

/* Cases of one kind of a gold file of actors. */
typedef struct ch_actor_eval_group {
    char name[64]; /* "all", the case's "kind", or the rule that answered (the mention's `why`) */
    uint64_t cases, code_right;
    uint64_t sectors, sector_right; /* of those that say a sector */
    uint64_t names, name_right;     /* of those that say a name */
    uint64_t all_right;             /* everything the case says */
    uint64_t unresolved;            /* the answer was nobody */
} ch_actor_eval_group;

typedef struct ch_actor_eval {
    ch_actor_eval_group *groups; /* the first is "all" */
    size_t n_groups;
    uint64_t bad; /* lines that were left out as faulty */
} ch_actor_eval;

typedef struct ch_actor_answer {
    const char *id;
    const char *answer; /* what ch_resolve_line would say */
    const char *why;    /* or NULL: no mention */
    double confidence;
    bool code_right, sector_right, name_right, unresolved;
} ch_actor_answer;

typedef struct ch_eval_actors_options {
    bool by_rule; /* groups by the rule that answered; else by the case's kind */
    void (*answer)(void *ctx, const ch_actor_answer *answer); /* told of every case; may be NULL */
    ch_fault_fn fault;                                        /* told of every faulty line; may be NULL */
    void *ctx;
} ch_eval_actors_options;

/* Resolves the phrases of a JSONL file and counts what is right. A line is {"id","kind","text","date","context","nth",
 * "code","sector","name"}: code a code, null (nobody may be told) or a list (all of them are meant); sector and name a
 * value or a list of values any of which is right (null: a place, which has no sector); what is absent is not tested.
 * On success *out is freed with ch_actor_eval_release. */
int ch_eval_actors(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_actors_options *options,
                   ch_actor_eval *out, ch_err *err);
void ch_actor_eval_release(ch_actor_eval *eval);

/* Records of one kind, of events of one type, or of one document, against their gold. */
typedef struct ch_match_count {
    uint64_t matched, matched_must; /* gold records found; those of them that must be */
    uint64_t missed;                /* gold records that must be and are not found */
    uint64_t right;                 /* output records that are a gold record */
} ch_match_count;

/* What of matched records is compared, and how often it is right: "date" where the gold says one or that there is none;
 * "date_context" where it stands in another sentence, "period" of a figure; "addressee", "about", "parties" and
 * "subjects" count what both have. */
/* clang-format off */
#define CH_COMPARED_FIELDS(X)                                                                                         \
    X(DATE, "date") X(DATE_CONTEXT, "date_context") X(MODALITY, "modality") X(MODE, "mode")                           \
    X(ATTRIBUTION, "attribution") X(SPEAKER, "speaker") X(FORM, "form") X(ADDRESSEE, "addressee") X(ABOUT, "about")    \
    X(LEVEL, "level") X(ACTION, "action") X(PARTIES, "parties") X(TITLE, "title") X(TERM, "term") X(COUNT, "count")    \
    X(SUBJECTS, "subjects") X(MEASURE, "measure") X(VALUE, "value") X(UNIT, "unit") X(FROM, "from") X(TO, "to")        \
    X(APPROXIMATE, "approximate") X(PERIOD, "period")
/* clang-format on */
#define CH_X(name, text) CH_COMPARED_##name,
typedef enum ch_compared_field { CH_COMPARED_FIELDS(CH_X) CH_N_COMPARED_FIELDS } ch_compared_field;
#undef CH_X
const char *ch_compared_field_name(ch_compared_field f); /* never NULL for a valid value */

typedef struct ch_record_score {
    const char *name; /* "event", "AGREE", a document's stem; lives as long as the evaluation */
    uint64_t gold, must, output;
    ch_match_count strict, relaxed;
    struct {
        double right;
        uint64_t of;
    } fields[CH_N_COMPARED_FIELDS]; /* of relaxed matches */
} ch_record_score;

typedef struct ch_precision_recall {
    double precision, recall, f1, recall_must; /* 0..1; all 1 where there is neither gold nor output */
} ch_precision_recall;
/* Precision is right / output, recall matched / (matched + missed), recall_must matched_must / must. */
ch_precision_recall ch_record_score_of(const ch_record_score *s, const ch_match_count *c);

/* Output events whose confidence is above i / 10, up to (i + 1) / 10; the first bin also holds 0. */
enum { CH_N_CONFIDENCE_BINS = 10 };
typedef struct ch_confidence_bin {
    uint64_t events, relaxed, strict; /* relaxed, strict: those that are a gold event in that sense */
    double confidence;                /* the sum of theirs */
} ch_confidence_bin;
/* The expected calibration error of relaxed matches, 0..1 (Guo, Pleiss, Sun, Weinberger: On Calibration of Modern
 * Neural Networks, 2017): how far share right and mean confidence of a bin are apart, over the bins by their events. 0
 * where there are none. */
double ch_calibration_error(const ch_confidence_bin bins[CH_N_CONFIDENCE_BINS]);

typedef struct ch_record_eval {
    ch_record_score kinds[CH_N_KINDS];
    ch_record_score types[CH_N_EVENT_TYPES]; /* by the gold's first reading, or the output's */
    ch_record_score *labels[CH_N_KINDS];     /* the same of the other kinds, in byte order: form
                                                of statements, action of agreements and levels,
                                                measure of figures */
    size_t n_labels[CH_N_KINDS];
    uint64_t confusion[CH_N_EVENT_TYPES + 1][CH_N_EVENT_TYPES + 1]; /* gold by output: events of one sentence with an
                                                                       actor in common; last: none */
    ch_record_score *documents;                                     /* events of each document, by name */
    size_t n_documents;
    ch_confidence_bin bins[CH_N_CONFIDENCE_BINS];
    uint64_t unsure;           /* output events in no bin: without a confidence in 0..1 */
    uint64_t ignored, unknown; /* output records of documents that the gold does not name, of no kind that is scored */
    uint64_t failed;           /* lines of the output in which `code --stream` names an error instead of records */
    uint64_t bad;              /* lines that were left out as faulty */
    struct ch_record_eval_inside *inside;
} ch_record_eval;
/* The mean F1 of the types of events that the gold has, of relaxed or strict matches; 0 where it has none. */
double ch_record_macro_f1(const ch_record_eval *e, bool strict);

/* What is wrong: "missed" a gold record that must be found, "wrong" an output record that is none, "partly" one that is
 * right in the relaxed sense only. Valid during the call. */
typedef struct ch_record_error {
    const char *what, *record; /* record: its JSON, of the gold without other readings */
    int64_t line;              /* in its file */
    ch_kind kind;
} ch_record_error;

typedef struct ch_eval_records_options {
    const char *texts;  /* directory with the documents' texts (*.txt), JSONL {"id","text"}, or NULL: a sentence then
                           also matches where it begins inside the stretch of text that an output record covers. All
                           documents of a JSONL file are scored, also those of which the gold has no record */
    bool first_reading; /* other readings that the gold allows do not count */
    void (*error)(void *ctx, const ch_record_error *e); /* told of what is wrong; may be NULL */
    ch_fault_fn fault;                                  /* told of every faulty line; may be NULL */
    void *ctx;
} ch_eval_records_options;

/* Scores records (docs/records.md; JSONL, also as `code --stream` writes it) against a gold file by the rules of
 * docs/commands.md, "eval events". CH_EIO when a file or the directory of texts cannot be read, CH_EFORMAT when the
 * file of texts has none, CH_EKNOWLEDGE when the engine's knowledge lacks a table, CH_ENOMEM. On success *out is freed
 * with ch_record_eval_release. */
int ch_eval_records(const ch_engine *engine, const char *gold, const char *output,
                    const ch_eval_records_options *options, ch_record_eval *out, ch_err *err);
void ch_record_eval_release(ch_record_eval *eval);

/* One class of a pair evaluation. */
typedef struct ch_pair_class {
    char name[32];
    uint64_t gold, output, right;
} ch_pair_class;

typedef struct ch_pair_eval {
    ch_pair_class *classes; /* in byte order of their names; those only the output has are behind */
    size_t n_classes, n_gold_classes;
    uint64_t *confusion;               /* n_classes rows (gold) of n_classes + 1 columns (output; last: no answer) */
    ch_pair_class quads[4], binary[2]; /* binary: quads 1 and 2, quads 3 and 4 */
    uint64_t pairs, right, unanswered;
    uint64_t ignored, bad; /* answers to what the gold does not ask; lines that were left out as faulty */
} ch_pair_eval;

/* F1 of a class is 2 right / (gold + output); the macro-F1 of n classes is its mean over those that the gold has. */
double ch_pair_class_f1(const ch_pair_class *c);
double ch_pair_macro_f1(const ch_pair_class *classes, size_t n);

typedef struct ch_eval_pairs_options {
    ch_pair_labels labels; /* which label of the gold: "event", or "plv" */
    bool plv;              /* the gold is the benchmark's TSV (ch_plv_read); its label is "plv" */
    ch_fault_fn fault;     /* told of every faulty line; may be NULL */
    void *fault_ctx;
} ch_eval_pairs_options;

/* Scores answers to pairs, JSONL {"id","event","quad"}, against JSONL {"id","event","quad"}; what has no id is known by
 * its line ("line" in an answer). Without "quad" it is that of the label. A pair without answer is wrong. CH_EIO,
 * CH_EFORMAT when the gold has no pair, CH_ENOMEM. On success *out is freed with ch_pair_eval_release. */
int ch_eval_pairs(const char *gold, const char *output, const ch_eval_pairs_options *options, ch_pair_eval *out,
                  ch_err *err);
void ch_pair_eval_release(ch_pair_eval *eval);

/* Writes one record as one line of JSON (no newline) by docs/records.md; `doc_name` is the value of "doc". The string
 * is malloc'ed; the caller frees it. NULL when memory ran out. */
char *ch_record_json(const ch_doc *doc, const ch_record *record, const char *doc_name, bool ascii);

/* One line of JSONL {"id","text","published"} in, one line (no newline) out: {"id","records":[...]} or
 * {"id"|"line","error":{"code","message","offset"}}. `line` is the 1-based line number, for inputs without an id.
 * Returns 0 for records, 1 for an error object, negative only when memory ran out. *out is malloc'ed; the caller frees
 * it. */
int ch_stream_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                   char **out, ch_err *err);

/* ------------------------------------------------------------------------------------------- store -- */

typedef struct ch_store ch_store;

typedef struct ch_store_options {
    bool read_only;
    bool create;    /* make the file when it does not exist */
    int timeout_ms; /* how long to wait for a lock; 0: 5000 */
} ch_store_options;

/* Opens a store. An older schema is migrated (unless read_only: then CH_EVERSION), a newer one refused with
 * CH_EVERSION, another file with CH_ENOTSTORE. */
int ch_store_open(ch_store **out, const char *path, const ch_store_options *options, ch_err *err);
void ch_store_close(ch_store *store); /* NULL is allowed; an unfinished batch is dropped */

/* A run: one call of the program. `command` is kept as the options used. */
int ch_store_begin_run(ch_store *store, const ch_engine *engine, const char *command, ch_err *err);
int ch_store_end_run(ch_store *store, ch_err *err); /* commits the batch and the run's counts */

/* What happened to a document that was put. */
typedef enum ch_put { CH_PUT_NEW, CH_PUT_SAME, CH_PUT_RECODED } ch_put;

/* Writes a document with everything in it, in batches of one transaction each; the same document coded by the same
 * version and knowledge changes nothing (CH_PUT_SAME), by others its records are replaced (CH_PUT_RECODED). */
int ch_store_put(ch_store *store, const ch_doc *doc, ch_put *what, ch_err *err);

/* Notes a file or record that could not be read, with the run. */
int ch_store_put_error(ch_store *store, const ch_err *what, ch_err *err);
int ch_store_commit(ch_store *store, ch_err *err);

/* Derives what follows from the records: links between states, things told several times as one, where each pair stands
 * (docs/store.md, "What is derived"). Only for documents put since the last time, or, `anew`, for all. One transaction;
 * on failure the store is as it was. CH_ELOCKED, CH_ESTORE. */
int ch_store_derive(ch_store *store, bool anew, ch_err *err);
/* The SQL that it runs: script n from 0 and its name, or NULL. For those who merge stores by SQL. */
const char *ch_derive_script(size_t n, const char **name);

/* ---- upkeep: whole stores copied, merged, checked ---- */

/* What goes into a snapshot. NULL or false: everything. All conditions given must hold for a document. */
typedef struct ch_snapshot_options {
    const char *since, *until; /* ISO dates, day, month or year, on the day of publication; without one, on the earliest
                                  date of its records */
    const char *actor;         /* code, or part of a name: takes part in one of its records */
    const char *pair[2];       /* two codes: both take part in one of its records */
    bool no_text; /* without the text of the sources: documents.text, sentences.text, the quotes of records and
                     what was said are empty; places in the text, hashes and all other fields stay */
    bool replace; /* overwrite a file of that name */
} ch_snapshot_options;
typedef struct ch_snapshot {
    uint64_t documents, records; /* in the snapshot */
} ch_snapshot;

/* Writes the store, or a part of it with everything that hangs on its documents, to one file without side files, as it
 * is at one moment while others may write. The table `snapshots` notes what it is of. The same store gives the same
 * bytes. `options` and `out` may be NULL. CH_EIO when `path` exists or cannot be written, CH_EUSAGE; on failure nothing
 * is left behind. */
int ch_store_snapshot(ch_store *store, const char *path, const ch_snapshot_options *options, ch_snapshot *out,
                      ch_err *err);

typedef struct ch_merge {
    uint64_t added, same;    /* documents: new here; here already in the same coding */
    uint64_t replaced, kept; /* coded otherwise in the two: theirs taken, ours kept */
    uint64_t records;        /* of the documents taken */
} ch_merge;

/* Takes over every document of another store that this one lacks, with everything that hangs on it, and its runs and
 * errors: one transaction, nothing or all. Of two codings of a document the one with its text stays, then that of the
 * later run, so that any order gives the same; with `keep_ours` ours stays. Call ch_store_derive afterwards. `out` may
 * be NULL. Errors name the other file: CH_ENOTSTORE (no store, or damaged), CH_EVERSION (of another schema), CH_EUSAGE
 * (the same file), CH_EIO, CH_ELOCKED. */
int ch_store_merge(ch_store *store, const char *other, bool keep_ours, ch_merge *out, ch_err *err);

/* What ch_store_verify checks: name, name as printed. docs/store.md, "Verifying", says what each covers. */
/* clang-format off */
#define CH_CHECKS(X)                                                                                                  \
    X(FILE, "file") X(KEYS, "keys") X(DOCUMENTS, "documents") X(BLOCKS, "blocks") X(SENTENCES, "sentences")           \
    X(QUOTES, "quotes") X(ROLES, "roles") X(SPANS, "spans") X(CODES, "codes") X(IDS, "ids") X(POINTERS, "pointers")   \
    X(DATES, "dates") X(VALUES, "values") X(SEARCH, "search") X(DERIVED, "derived")
/* clang-format on */
#define CH_X(name, text) CH_CHECK_##name,
typedef enum ch_check { CH_CHECKS(CH_X) CH_N_CHECKS } ch_check;
#undef CH_X
const char *ch_check_name(ch_check check); /* never NULL for a valid value */

/* One thing that is wrong. Strings live until the callback returns. */
typedef struct ch_finding {
    ch_check check;
    const char *document, *record; /* ids, or NULL */
    const char *message;
} ch_finding;
typedef void (*ch_finding_fn)(void *ctx, const ch_finding *finding);

typedef struct ch_verify_options {
    bool no_derived; /* do not derive anew to compare: that is most of the time of a large store */
} ch_verify_options;
/* Rows looked at, wrong, and left out: of documents that were imported or have no text here, or because what they rest
 * on is wrong itself. */
typedef struct ch_verify {
    uint64_t examined[CH_N_CHECKS], failed[CH_N_CHECKS], skipped[CH_N_CHECKS];
} ch_verify;

/* Whether every record still stands on its words and everything in the store agrees. Reads a copy made in one moment in
 * a temporary file, which needs as much disk as the store; writes nothing to the store. Memory is that of one document.
 * Each finding goes to `fn` (may be NULL). `options` may be NULL. Returns how many things are wrong, at most INT_MAX,
 * or a negative code when the store cannot be read. */
int ch_store_verify(ch_store *store, const ch_verify_options *options, ch_finding_fn fn, void *ctx, ch_verify *out,
                    ch_err *err);

/* Pairs of mentions that tell the same, and B-cubed over mentions. */
typedef struct ch_telling_score {
    uint64_t mentions;
    uint64_t gold, output, right; /* pairs that the gold has, that the store has, in both */
    double b3_precision, b3_recall;
} ch_telling_score;

typedef struct ch_telling_eval {
    uint64_t bad;             /* lines and tellings that make no sense */
    uint64_t stories, absent; /* absent: not in the store */
    uint64_t happenings;
    ch_telling_score all;   /* a mention of which no record was read tells the same as none */
    ch_telling_score found; /* of those with a record */
} ch_telling_eval;

double ch_telling_f1(const ch_telling_score *s); /* of pairs; 0 without any */

/* A pair that is in the gold and not in the store (missed), or the other way round. Valid during the call. */
typedef struct ch_telling_error {
    bool missed;
    const char *document[2], *words[2];
} ch_telling_error;

typedef struct ch_eval_tellings_options {
    ch_fault_fn fault; /* told of every line of the gold that makes no sense; may be NULL */
    void *fault_ctx;
    void (*error)(void *ctx, const ch_telling_error *error); /* of mentions with a record; may be NULL */
    void *error_ctx;
} ch_eval_tellings_options;

/* Scores the occurrences of a store against stories in which tellings are marked: JSONL
 * {"id","tellings":[{"of","kind", "words","nth"}]}, docs/commands.md, "eval tellings". CH_EIO, CH_EFORMAT when no
 * telling is in it, CH_ESTORE, CH_ENOMEM. Nothing in *out is to be released. */
int ch_eval_tellings(ch_store *store, const char *gold, const ch_eval_tellings_options *options, ch_telling_eval *out,
                     ch_err *err);

enum { CH_MAX_CODE = 32 };

/* Whom somebody means by what he typed: a code in any case ("irn"), a name of the table codes ("Islamic Republic of
 * Iran", "saudi arabia") or words of one name only ("Emirates"). Writes its code. CH_EUSAGE when nobody or several
 * are meant; the message then says who comes near (edit distance: Damerau 1964, transpositions of neighbours count
 * one). */
int ch_store_code(ch_store *store, const char *typed, char code[CH_MAX_CODE], ch_err *err);

/* A question to the store. NULL or 0: not asked. All given conditions must hold; one that makes no sense for `what` is
 * CH_EUSAGE. Codes, pairs and all that is derived are answered from what ch_store_derive made last. docs/store.md has
 * the columns of each. */
typedef struct ch_query {
    const char *what;          /* records: events, statements, agreements, levels, figures, records (all of them); read:
                                  documents, actors, sentences, blocks, text, evidence, duplicates, runs, errors; derived:
                                  relations, standings, pacts, promises, contacts, months, trend, timeline, occurrences,
                                  tellings, contradictions, denials; codes; search (needs match) */
    const char *id;            /* record, document or name; of records 6 digits or more of the beginning will do */
    const char *doc;           /* document id or name */
    const char *actor;         /* code, or part of a name */
    const char *pair[2];       /* two codes: both must take part */
    const char *type;          /* event type, form, level, measure, ... */
    const char *mode;          /* mode of an event, act of an agreement or level ("signed"), verb of a statement */
    const char *modality;      /* of an event: "actual", "future", ... */
    const char *source;        /* who published the document, as documents have it, in any case */
    double confidence;         /* of a record, at least; 0: any */
    const char *since, *until; /* ISO dates, on the record's date or, for documents, the publication date */
    const char *at;            /* as it was at the end of this day, month or year: nothing that began later */
    const char *match;         /* words that the sentence has: in any form of an FTS5 expression, or plain words */
    bool newest;               /* the newest first */
    const char *sort;          /* a column of the list that does not begin with '_': from small to large, what has no
                                  value last; records of one value by id, other rows as the list has them without */
    bool descending;           /* from large to small, what has no value last; ids of records too */
    int64_t limit, offset;     /* limit 0: all */
    const char *place;         /* events with coordinates there: "Riyadh", "SAU" or "Riyadh, SAU" */
} ch_query;

typedef struct ch_cursor ch_cursor;

/* Columns are fixed per `what` and documented in docs/store.md. */
int ch_store_select(ch_store *store, const ch_query *query, ch_cursor **out, ch_err *err);
/* How many rows it has, limit and offset aside; never more than `most` are counted, unless that is 0. The same errors.
 */
int ch_store_count(ch_store *store, const ch_query *query, int64_t most, int64_t *out, ch_err *err);
int ch_cursor_next(ch_cursor *cursor, ch_err *err); /* 1: a row, 0: the end, negative: failure */
size_t ch_cursor_columns(const ch_cursor *cursor);
const char *ch_cursor_name(const ch_cursor *cursor, size_t column);
/* The value as text, or NULL for SQL NULL. Valid until the next ch_cursor_next. */
const char *ch_cursor_text(ch_cursor *cursor, size_t column);
bool ch_cursor_is_number(const ch_cursor *cursor, size_t column);
/* The row as one JSON object of the n columns given by index, in that order, or (`columns` NULL) of all. malloc'ed;
 * the caller frees it. NULL when memory ran out. */
char *ch_cursor_json(const ch_cursor *cursor, const size_t *columns, size_t n, bool ascii);
/* The row, or with `names` the names of its columns, as one line of CSV (RFC 4180, ended by CR LF), columns as above;
 * NULL is nothing, text in quotes where it needs them. malloc'ed; the caller frees it. NULL when memory ran out. */
char *ch_cursor_csv(ch_cursor *cursor, const size_t *columns, size_t n, bool names);
/* The question as SQL, with what was asked as literals: what the sqlite3 shell runs on the store. Columns that begin
 * with '_' only order the rows. malloc'ed; the caller frees it. NULL when memory ran out. */
char *ch_cursor_sql(const ch_cursor *cursor);
void ch_cursor_close(ch_cursor *cursor); /* NULL is allowed */

/* ---------------------------------------------------------------------------------------- exchange -- */

typedef enum ch_export_format {
    CH_EXPORT_CSV,     /* our own tables, RFC 4180 */
    CH_EXPORT_JSONL,   /* records by docs/records.md, as `code` prints them */
    CH_EXPORT_PLOVER,  /* events in the JSON of PLOVER, one a line */
    CH_EXPORT_POLECAT, /* events in the columns of POLECAT, ICEWS, Phoenix, tab-separated */
    CH_EXPORT_ICEWS,
    CH_EXPORT_PHOENIX,
    CH_EXPORT_GEXF,    /* who deals with whom, a graph (GEXF 1.3) */
    CH_EXPORT_GEOJSON, /* events with a place (RFC 7946) */
    CH_EXPORT_GOLD,    /* sentences whose records people have all judged, as text of the corpus (docs/corpus.md) */
    CH_N_EXPORT_FORMATS
} ch_export_format;
/* "csv", "jsonl", ...; -1 for anything else. And back. */
int ch_export_format_parse(const char *name);
const char *ch_export_format_name(ch_export_format format);

typedef struct ch_export_options {
    ch_export_format format;
    const char *table;         /* of CSV: documents, events, statements, agreements, levels, figures, participants,
                                  magnitudes; NULL: events */
    unsigned kinds;            /* of JSONL: 1 << CH_EVENT | ...; 0: all */
    const char *since, *until; /* ISO dates, on the record's date or, for documents, the publication date */
    const char *actor;         /* code, or part of a name */
    const char *pair[2];       /* two codes: both must take part */
    bool occurrences;          /* only the record that stands for each occurrence (tables occurrences, tellings) */
    bool no_text;              /* without words of the sources: offsets and the hash of the text remain */
    bool header;               /* a header also where the format has none by convention (Phoenix) */
    bool by_month;             /* of GEXF: a dynamic graph, numbers by month */
    bool ascii;                /* of JSON: what is not ASCII escaped */
    const char *reviewer;      /* of gold, which knows no other condition: as this one judged; NULL: as anybody did */
} ch_export_options;

/* Writes a store, or what is asked of it, in another form: columns and keys are fixed and documented in
 * docs/exchange.md. `write` takes the bytes as they come. The engine tells names and numbers of countries. *rows
 * (may be NULL) is how many rows, records, nodes or sentences were written. CH_EUSAGE for what makes no sense,
 * CH_ESTORE, CH_ENOMEM, CH_EKNOWLEDGE, or what `write` returned. */
int ch_store_export(ch_store *store, const ch_engine *engine, const ch_export_options *options, ch_write_fn write,
                    void *ctx, uint64_t *rows, ch_err *err);
/* The CSV tables from n = 0; NULL behind the last. */
const char *ch_export_table(size_t n);
/* What a form holds, for people (Markdown): every column or key, its type and meaning. */
int ch_export_codebook(ch_export_format format, ch_write_fn write, void *ctx, ch_err *err);
/* The JSON Schema (draft 2020-12) of jsonl, plover and geojson; CH_EUSAGE for the others. */
int ch_export_schema(ch_export_format format, ch_write_fn write, void *ctx, ch_err *err);
/* The data package (Frictionless, datapackage.json) of all CSV tables. */
int ch_export_data_package(ch_write_fn write, void *ctx, ch_err *err);

typedef enum ch_import_format {
    CH_IMPORT_AUTO, /* found by the columns */
    CH_IMPORT_ICEWS,
    CH_IMPORT_POLECAT,
    CH_IMPORT_PHOENIX,
    CH_IMPORT_GDELT, /* event files 2.0 (61 columns) and 1.0 (58, 57) */
    CH_N_IMPORT_FORMATS
} ch_import_format;
/* "icews", "polecat", "phoenix", "gdelt", "auto"; -1 for anything else. And back. */
int ch_import_format_parse(const char *name);
const char *ch_import_format_name(ch_import_format format);

typedef struct ch_import_options {
    ch_import_format format;
    ch_fault_fn fault; /* told of every row that is left out: file, line, column and what is wrong; may be NULL */
    bool (*goes_on)(void *ctx); /* asked after every fault and every so many rows; false ends the run; may be NULL */
    void *ctx;
} ch_import_options;

typedef struct ch_import_counts {
    ch_import_format format; /* what the file was taken for */
    ch_put put;              /* CH_PUT_SAME: it was there, nothing was done */
    uint64_t rows, events;   /* rows read; events written */
    uint64_t same;           /* rows that say what another row or file said: not written again */
    uint64_t statements;     /* rows without an event of PLOVER (CAMEO 01): not written */
    uint64_t nobody;         /* rows that name nobody: not written */
    uint64_t faults;         /* rows left out */
} ch_import_counts;

/* Reads an event file of another system into the store, also compressed (gzip, zstd); "-" is the standard input.
 * The file becomes one document, whose `origin` is the format; every row an event whose rule is "import/FORMAT".
 * The same file again changes nothing; read by another version or knowledge its events are made anew. Memory does
 * not grow with the file. A row that is faulty is told to `fault`, left out and counted; a file that is no such
 * table is refused: CH_EBINARY, CH_EFORMAT, CH_EEMPTY, CH_EIO. When `goes_on` ends it, or the program is killed,
 * what was read stays, and the same call later makes it anew. A run may be open (ch_store_begin_run) and is counted
 * in. */
int ch_store_import(ch_store *store, const ch_engine *engine, const char *path, const ch_import_options *options,
                    ch_import_counts *counts, ch_err *err);

/* What a person says of a record. */
typedef struct ch_review {
    const char *verdict;         /* accept, reject, edit, add */
    const char *reviewer;        /* name, at most 80 bytes */
    const char *record;          /* id; not for add */
    const char *changes;         /* of edit and add: an object of JSON, field and value (docs/openapi.json) */
    const char *kind, *document; /* of add: event, statement, ...; id or name */
    const char *note;            /* or NULL */
} ch_review;

/* Keeps a review, and has the tables of records hold what it makes of the record: gone when rejected, changed when
 * edited. Reviews are only ever added, with the time; coding the story anew puts back what they made. What is derived
 * from the record is to be derived again (ch_store_derive). *id: its number. CH_EUSAGE names what makes no sense. */
int ch_store_review(ch_store *store, const ch_review *review, int64_t *id, ch_err *err);
/* Takes back this reviewer's last review that stands. *undone: its number. CH_EUSAGE when there is none. */
int ch_store_review_undo(ch_store *store, const char *reviewer, int64_t *undone, ch_err *err);

/* Questions of this store are given up with CH_ELIMIT when one takes longer than so many milliseconds from now; 0:
 * never (the default). */
void ch_store_limit(ch_store *store, int milliseconds);
/* *version: a number that is another one once somebody else has changed the store, another process or another ch_store
 * of this one (SQLite, PRAGMA data_version). It means something only beside earlier ones of the same ch_store.
 * CH_ESTORE, CH_ELOCKED. */
int ch_store_version(ch_store *store, int64_t *version, ch_err *err);

/* -------------------------------------------------------------------------------------------- desk -- */

/* The desk: a store served to a person's browser, as a JSON API (docs/desk.md) and a page. */
typedef struct ch_desk ch_desk;

typedef struct ch_desk_options {
    const char *db;           /* the store; it must exist */
    const ch_engine *engine;  /* for reading and explaining; must outlive the desk. NULL: neither is offered */
    const char *address;      /* IP address to listen on; NULL: 127.0.0.1, this machine only */
    uint16_t port;            /* 0: any that is free */
    bool read_only;           /* nothing can be read in or reviewed */
    const char *const *hosts; /* further names under which browsers may call it ("desk.example.org") */
    size_t n_hosts;
} ch_desk_options;

/* Opens the desk, which answers in threads of its own until it is closed. CH_EIO when the port is taken, CH_EUSAGE for
 * a bad address, and what ch_store_open gives. On success *out must be closed with ch_desk_close. */
int ch_desk_open(ch_desk **out, const ch_desk_options *options, ch_err *err);
/* The address to open in a browser. It holds the secret that lets the browser in. Lives as long as the desk. */
const char *ch_desk_url(const ch_desk *desk);
void ch_desk_close(ch_desk *desk); /* NULL is allowed; waits for answers under way */

const char *ch_version(void);
int ch_store_schema_version(void); /* the schema this library writes */

#if defined __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif

/* inside.h - what the files of the actors room share.
 *
 *   room.c      the passes in order; drafts of mentions to doc->mentions and doc->actors
 *   entities.c  what the tables say about an entity on the date of the story
 *   tokens.c    questions about single words, and the rules their words have
 *   names.c     tokens to items: names, adjectives, role words, pronouns, group words
 *   readings.c  which row of the tables some words mean: case, dates, titles, blocked readings (readings.h)
 *   strangers.c capitalised names that no table knows; short forms of people named before
 *   phrases.c   role phrases: modifiers, role word, complement ("the Chinese ambassador to Iran")
 *   titles.c    people with their titles and appositions
 *   agents.c    role phrases without a name ("Iranian students", "the spokesperson")
 *   coref_*.c   who was talked about just now: roles and bodies said again, pronouns, groups, what a possessive owns
 *   settle.c    what only the whole sentence tells: "we" in a quotation, "both sides" before their names, acronyms
 *   holders.c   who held an office on the date of the story
 *   places.c    metonym or place; where the story is told from
 *   gazetteer.c the places a story names, and which of the places of a name each is (gazetteer.h)
 *   place_items.c a place as the country it is in, for actors
 *   roles.c     mentions and role lists for the rooms to the right
 *   on_date.c   who somebody was on the day of an event
 *
 * A sentence is read from left to right: every token is at most in one item, items are put together to drafts of
 * mentions, a draft points to referents (who is talked about). Everything here lives in the scratch arena; room.c
 * copies the result into the document. */
#ifndef CH_ACTORS_INSIDE_H
#define CH_ACTORS_INSIDE_H

#include "actors/actors.h"

typedef enum ch__class {
    CH__COUNTRY,
    CH__BODY, /* an organ of a state: government, ministry, parliament, army */
    CH__ORG,  /* organisation, company, party, armed group */
    CH__PERSON,
    CH__PEOPLE, /* a nominal: students, police */
    CH__PLACE
} ch__class;

/* An entity of the tables as it stands on the date of the story. */
typedef struct ch__entity {
    const char *id, *name, *code, *sector, *qid, *type, *office;
    const char *leader, *home; /* the office of its chief; of a person, the nationality */
    const char *since, *until; /* of the office, as the table has them */
    uint8_t class;             /* ch__class */
    char gender;               /* m, f or 0 */
    bool acts;                 /* false: an initiative or an agreement, which is nobody */
    bool top;                  /* the office leads a country or organisation */
    bool former;               /* a person out of every office known */
    uint32_t referent;
} ch__entity;

typedef enum ch__item_kind {
    CH__ITEM_NAME,     /* country, organ of state, organisation */
    CH__ITEM_ADJ,      /* Iranian */
    CH__ITEM_PEOPLE,   /* Iranians; the Chinese */
    CH__ITEM_PERSON,   /* a person the tables know, or one named before */
    CH__ITEM_STRANGER, /* capitalised words that look like a person's name */
    CH__ITEM_PLACE,    /* a place of the gazetteer */
    CH__ITEM_ROLE,     /* president, students, police */
    CH__ITEM_COUNT,    /* both, the two */
    CH__ITEM_NOUN,     /* countries, sides, leaders */
    CH__ITEM_WHOLE,    /* the trio */
    CH__ITEM_PRONOUN,
    CH__ITEM_NOBODY /* words a rule takes away from a name ("Washington state") */
} ch__item_kind;

/* Columns of the gazetteer. */
typedef struct ch__place_columns {
    uint32_t kind, country, id, name, admin1, lat, lon, population;
} ch__place_columns;

/* Columns of a table of role words. */
typedef struct ch__word_columns {
    uint32_t office, sector, kind, gender, number, what, plural;
} ch__word_columns;

/* A role word: what the tables titles, agents, group-phrases and pronouns say. Cells, so NULL where absent. */
typedef struct ch__word {
    const char *phrase, *office, *sector, *kind, *gender, *number, *what;
    bool plural;
} ch__word;

/* The rules of table rules that a word can stand under; what each means stands at the head of that table. */
/* clang-format off */
#define CH__RULES(X)                                                                                                  \
    X(ABSTRACT, "abstract") \
    X(BODY_ALONE, "body-alone") \
    X(CALENDAR, "calendar") \
    X(CHIEF, "chief") \
    X(DEFINITE, "definite") \
    X(DIVISION, "division") \
    X(GIVEN, "given") \
    X(GUEST, "guest") \
    X(HANDLED, "handled") \
    X(HEAD, "head") \
    X(HOST, "host") \
    X(INDEFINITE, "indefinite") \
    X(LEADS, "leads") \
    X(LOCATIVE, "locative") \
    X(MOTION, "motion") \
    X(ONE_ALONE, "one-alone") \
    X(ORDER, "order") \
    X(OWNER, "owner") \
    X(OWNER_GENERAL, "owner-general") \
    X(PARTICLE, "particle") \
    X(QUANTITY, "quantity") \
    X(REGARD, "regard") \
    X(RESTRICTS, "restricts") \
    X(SEAT, "seat") \
    X(SELF, "self") \
    X(SEVERAL, "several") \
    X(SITE, "site") \
    X(STAFF, "staff") \
    X(TEACHES, "teaches") \
    X(THING, "thing") \
    X(TOP, "top") \
    X(VAGUE, "vague") \
    X(WEAK, "weak") \
    X(WORD, "word")
/* clang-format on */
#define CH_X(name, text) CH__RULE_##name,
typedef enum ch__rule { CH__RULES(CH_X) CH__N_RULES } ch__rule;
#undef CH_X

enum { CH__MOST_ENTITIES = 8, CH__MOST_WINDOW = 48, CH__MOST_SPAN = 64 };

typedef struct ch__item {
    uint32_t start, end;
    const ch__entity *entities[CH__MOST_ENTITIES]; /* more than one: ambiguous, or a compound */
    ch__word word;
    uint32_t referent; /* of a person named before, or CH_NONE */
    const char *why;
    uint8_t kind, n;
    bool compound;  /* "Sino-Iranian": all entities are meant */
    bool surname;   /* only a short form of a person */
    bool family;    /* a family name that is nobody's usual short form */
    bool possessed; /* followed by 's */
} ch__item;

/* Somebody or something that is talked about in the document. */
typedef struct ch__referent {
    const char *id, *name, *code, *sector, *entity, *office, *said; /* said: the words of the role it was given */
    const char *since, *until;                                      /* of the office */
    uint32_t actor, chain, mentions;
    const char *type; /* of the entity */
    uint8_t class;
    char gender;
    bool plural;
} ch__referent;

typedef struct ch__draft {
    ch_span tokens;
    uint32_t head, sentence;
    uint32_t referents[CH__MOST_ENTITIES];
    const char *why;
    uint8_t n, kind;
    uint8_t count; /* of a group: how many it stands for; 0: unknown */
    bool subject, place, plural;
} ch__draft;

/* Words to referents: short forms of people and nominals said before. Open addressing. */
typedef struct ch__registry {
    struct ch__registry_slot {
        uint64_t key;
        uint32_t value;
        bool used;
    } * slots;
    uint32_t n, cap;
} ch__registry;

typedef struct ch__room {
    const ch__knowledge *k;
    ch__arena *scratch;
    ch_doc *doc;
    const ch__table *entities, *agents, *titles, *places, *pronouns, *groups, *rules, *given, *confidence;
    uint32_t c_kind, c_id, c_field, c_value, c_from, c_to; /* columns of entities */
    uint32_t c_reading, c_phrase;                          /* of rules */
    uint32_t c_cases, c_right;                             /* of confidence */
    ch__place_columns place_columns;
    ch__word_columns columns[4]; /* of agents, titles, pronouns, groups */
    uint64_t words;              /* tables matched at every token */
    ch__registry entity_cache, people, nominals;
    ch__entity **cached;
    uint32_t n_cached, cap_cached;
    ch__item *items; /* of the sentence in hand */
    uint32_t n_items, cap_items;
    uint32_t *item_at;  /* item of each token of the document, or CH_NONE */
    uint64_t *rules_at; /* rules of each token of the document, a bit each, and bit 63: looked up */
    bool *quoted;       /* each token of the sentence in hand: inside of quotation marks */
    uint32_t *name_at;  /* doc->names index of each token, or CH_NONE */
    ch__referent *referents;
    uint32_t n_referents, cap_referents;
    ch__draft *drafts;
    uint32_t n_drafts, cap_drafts;
    const ch__entity *home; /* country of the dateline, or NULL */
    ch_date day;            /* on which offices and names are looked up; year 0: none */
    uint32_t first_added;   /* in on_date.c: the first actor that it made */
    struct ch__spot *spots; /* place names so far, in the order of the text */
    uint32_t n_spots, cap_spots;
    uint32_t sentence;
    ch_span span;  /* tokens of the sentence in hand */
    bool capitals; /* the sentence is set in capitals */
} ch__room;

#define CH__WHY_INTRODUCED "acronym introduced in brackets"
#define CH__WHY_PLACE "place of the country"
#define CH__WHY_SHORT "short form of a person named before"
#define CH__WHY_HOLDER "office holder on the date"

void ch__room_open(ch__room *r); /* tables and day, in room.c; k, scratch and doc are set */

/* ---- entities.c ---- */
/* How good a name of that kind is as the one shown: countries go by the short name, everybody else by the full one. */
int ch__name_rank(const char *kind, bool country);
const ch__entity *ch__entity_of_row(ch__room *r, uint32_t row);
void ch__entity_hold(ch__room *r, ch__entity *e, uint32_t row); /* the office of that row, and since and until when */
const ch__entity *ch__entity_of_id(ch__room *r, ch__sv id);
const ch__entity *ch__entity_of_code(ch__room *r,
                                     const char *code); /* the country or organisation of a code, or NULL */
/* The code under which offices of a state or dependency are held: "GRL" of Greenland, whose records say DNK. */
const char *ch__own_code(const ch__entity *e, char own[4]);
ch_date ch__cell_date(const ch__table *t, uint32_t row, uint32_t column); /* year 0: absent; "~" is passed over */
bool ch__row_holds(const ch__room *r, const ch__table *t, uint32_t row, uint32_t c_from, uint32_t c_to);
uint32_t ch__registry_get(const ch__registry *g, uint64_t key);                         /* or CH_NONE */
void ch__registry_put(ch__arena *arena, ch__registry *g, uint64_t key, uint32_t value); /* the first value stays */
uint64_t ch__key(char what, const char *a, ch__sv b);

/* ---- tokens.c ---- */
bool ch__tok_inside(const ch__room *r, uint32_t token); /* of the sentence in hand */
bool ch__tok_is(const ch__room *r, uint32_t token,
                const char *word);                     /* ASCII case-blind; false outside of the sentence */
bool ch__tok_upper(const ch__room *r, uint32_t token); /* begins with a capital letter */
bool ch__tok_verb(const ch__room *r, uint32_t token);
bool ch__tok_noun(const ch__room *r, uint32_t token);                /* noun or proper noun */
bool ch__tok_poss(const ch__room *r, uint32_t token);                /* 's or ' */
bool ch__tok_rule(const ch__room *r, uint32_t token, ch__rule rule); /* table rules has the word under that rule */
bool ch__word_rule(const ch__room *r, ch__sv word, ch__rule rule);   /* the same for any word */
bool ch__prior(const ch__room *r, const ch__item *item,
               const char *id);                           /* rules give that entity as the usual reading */
ch__item *ch__item_at(const ch__room *r, uint32_t token); /* NULL outside of the sentence or without item */
ch__item *ch__item_add(ch__room *r, uint32_t start, uint32_t end, ch__item_kind kind, const char *why);
void ch__items(ch__room *r);
void ch__strangers(ch__room *r);

/* ---- phrases.c ---- */
typedef struct ch__phrase {
    uint32_t start, end;
    uint32_t role;                      /* item of the role word */
    uint32_t core_end;                  /* end of the role word, before complements */
    uint32_t others[CH__MOST_ENTITIES]; /* further complements: "of Peru and Chile" */
    uint32_t n_others;
    uint32_t complement, host; /* items, or CH_NONE: "of Iran"; "to Iran" */
    uint32_t mods[CH__MOST_ENTITIES];
    uint32_t n_mods;
    const char *sector, *office, *kind;
    const char *body; /* sector of the body in the complement: "of the Chinese Academy" */
    bool former, definite, indefinite, plural;
    bool staff;        /* managers, workers: of the sector of whom they work for */
    bool names_holder; /* a name behind the complement is the role's: "President of France X", not "aide to President X"
                        */
    bool plain;        /* nothing but articles and owners stand before the role word: no "deputy", no "next" */
} ch__phrase;
/* The role phrase whose first item begins at `at`; false when there is none. */
bool ch__phrase_parse(ch__room *r, uint32_t at, ch__phrase *out);
/* Takes "of the Tongan navy" behind a name at `at` as the complement of its title; false when there is none. */
bool ch__phrase_of(ch__room *r, ch__phrase *p, uint32_t at);
/* Soldiers, diplomats or refugees in a country are mostly not its own. */
bool ch__phrase_guest(const ch__room *r, const ch__phrase *p);
/* Whether the tables give a country or organisation for one of its modifiers. */
bool ch__phrase_modified(const ch__room *r, const ch__phrase *p);
/* Sector of the phrase given who it belongs to (may be NULL). */
const char *ch__phrase_sector(const ch__phrase *p, const ch__entity *owner);
/* The entity whose code the phrase carries: first modifier, else complement; NULL when none. */
const ch__entity *ch__phrase_owner(const ch__room *r, const ch__phrase *p);

/* ---- titles.c, agents.c, coref_*.c ---- each emits drafts and returns the token to go on from, or `at` when nothing
 * was made */
uint32_t ch__read_person(ch__room *r, uint32_t at);
uint32_t ch__read_role(ch__room *r, const ch__phrase *p, uint32_t owner); /* owner: referent of "his", or CH_NONE */
uint32_t ch__read_relative(ch__room *r, const ch__phrase *p, uint32_t owner);
uint32_t ch__read_titled(ch__room *r, uint32_t at);
uint32_t ch__read_pronoun(ch__room *r, uint32_t at);
uint32_t ch__read_group(ch__room *r, uint32_t at);
uint32_t ch__read_name(ch__room *r, uint32_t at);
uint32_t ch__read_owned_body(ch__room *r, uint32_t at);
/* The country of the only place of the sentence, of the dateline, or the one talked about; NULL: none. */
const ch__entity *ch__country_here(ch__room *r);
void ch__read_nested(ch__room *r, const ch__phrase *p, uint32_t from, uint32_t to, const char *code);

/* ---- drafts and referents, in room.c ---- */
uint32_t ch__referent_new(ch__room *r, ch__class class);
uint32_t ch__referent_of(ch__room *r, const ch__entity *e);
ch__draft *ch__draft_add(ch__room *r, uint32_t start, uint32_t end, ch_mention_kind kind, const char *why);
void ch__draft_point(ch__draft *d, uint32_t referent); /* adds a referent once */
uint32_t ch__head_of(const ch__room *r, uint32_t start, uint32_t end);
ch__sv ch__words_sv(const ch__room *r, uint32_t start, uint32_t end);

/* ---- coref_roles.c, coref_groups.c ---- */
/* Whether an office is the one said or a part of its words: "minister" is meant by "foreign minister". */
bool ch__same_office(const char *office, const char *said);
/* Points to the people or organisation of that sector talked about last ("the rebels", "the negotiators"); false: none.
 */
bool ch__point_people(ch__room *r, ch__draft *d, const char *sector);
/* Most recent organisation that "the agency", "the court", "the bloc" may mean: of that sector (NULL: any), or with the
 * word in its name; or CH_NONE. */
uint32_t ch__antecedent_body(ch__room *r, const char *sector, uint32_t word);
/* The only person of the last sentences, or CH_NONE. */
uint32_t ch__antecedent_sole(const ch__room *r);
/* The one country that the last sentences talk about above all others, or NULL. */
const ch__entity *ch__country_talked_about(ch__room *r);
/* Most recent person that a role word may mean ("the president"), or CH_NONE. */
uint32_t ch__antecedent_role(ch__room *r, const ch__phrase *p, const char *code);

/* "the leaders", "the ministers": those of the two parties talked about; false when there are not two. */
bool ch__read_leaders(ch__room *r, ch__draft *d, const ch__phrase *p);

/* The country somebody stands for, or with `countries` false an organisation itself; CH_NONE for nobody. */
uint32_t ch__party(ch__room *r, uint32_t referent, bool countries);

/* ---- settle.c: after the sentence in hand was read; its drafts begin at first_draft ---- */
void ch__settle_sentence(ch__room *r, uint32_t first_draft);
bool ch__acronym(ch__sv s); /* two to eight capital letters */

/* ---- holders.c ---- */
/* The one person in that office of that country or organisation on the date of the story; NULL when none or several.
 * `of`: the body or place whose office it is, when it is not the code's itself ("mayor of Moscow"); `to`: where an
 * envoy serves. Either may be NULL. */
const ch__entity *ch__holder_of(ch__room *r, const char *code, const char *office, const ch__item *of,
                                const ch__item *to);

/* ---- places.c ---- */
bool ch__is_place_use(const ch__room *r, const ch__item *item);
void ch__find_home(ch__room *r);

/* ---- place_items.c ---- */
/* Makes an item of the place that begins at a token; `length` tokens must be its length, 0 asks for nothing. */
bool ch__place_item(ch__room *r, uint32_t token, uint32_t length);
/* Makes a place of a state's or capital's name that is another place here: "Paris, Texas"; false: it is not. */
bool ch__place_elsewhere(ch__room *r, uint32_t token, uint32_t length);
/* Whether a word that is somebody's surname is a place here: "in Lagos". */
bool ch__place_not_person(const ch__room *r, uint32_t token);

/* ---- gazetteer.c ---- */
void ch__spots(ch__room *r);         /* gathers the place names of the sentence in hand */
void ch__resolve_spots(ch__room *r); /* decides what they are and fills doc->places */

/* Whether the tables know the name. */
static inline bool ch__known_name(const ch__item *item)
{
    return item && item->n;
}

static inline bool ch__same(const char *a, const char *b) /* NULL equals nothing */
{
    return a && b && strcmp(a, b) == 0;
}

#endif

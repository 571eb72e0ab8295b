/* inside.h - what the parts of the syntax room share. Nothing outside src/syntax/ includes it.
 *
 *   lexicon.c   what the tables say of a form             tags.c     what no table says: suffixes, digits, punctuation
 *   tagger.c    one tag a token; context.c, verbs.c, coarse.c its parts (tagging.h)
 *   lemmas.c    base forms
 *   chunks.c    tokens to items: noun groups, function words; verb_groups.c
 *   parser.c    items to a tree over a stack; clauses.c where verbs go, attach.c nouns and adverbs, phrases.c
 * prepositional phrases and coordination tree.c      item tree to token tree, punctuation, walking names.c     names
 * and their types
 */
#ifndef CH_SYNTAX_INSIDE_H
#define CH_SYNTAX_INSIDE_H

#include "syntax/syntax.h"

/* Penn tags: C name, tag, coarse tag when nothing else is known. */
/* clang-format off */
#define CH__TAGS(T) \
    T(NN, "NN", NOUN) T(NNS, "NNS", NOUN) T(NNP, "NNP", PROPN) T(NNPS, "NNPS", PROPN) T(VB, "VB", VERB) \
    T(VBP, "VBP", VERB) T(VBZ, "VBZ", VERB) T(VBD, "VBD", VERB) T(VBN, "VBN", VERB) T(VBG, "VBG", VERB) \
    T(MD, "MD", AUX) T(JJ, "JJ", ADJ) T(JJR, "JJR", ADJ) T(JJS, "JJS", ADJ) T(RB, "RB", ADV) T(RBR, "RBR", ADV) \
    T(RBS, "RBS", ADV) T(IN, "IN", ADP) T(RP, "RP", ADP) T(TO, "TO", PART) T(DT, "DT", DET) T(PDT, "PDT", DET) \
    T(PRP, "PRP", PRON) T(PRPS, "PRP$", PRON) T(WP, "WP", PRON) T(WPS, "WP$", PRON) T(WDT, "WDT", PRON) \
    T(WRB, "WRB", ADV) T(EX, "EX", PRON) T(CC, "CC", CCONJ) T(CD, "CD", NUM) T(UH, "UH", INTJ) \
    T(POS, "POS", PART) T(FW, "FW", X) T(SYM, "SYM", SYM) T(DOLLAR, "$", SYM) T(HYPH, "HYPH", PUNCT) \
    T(COMMA, ",", PUNCT) T(STOP, ".", PUNCT) T(COLON, ":", PUNCT) T(OPEN, "``", PUNCT) T(CLOSE, "''", PUNCT) \
    T(LRB, "-LRB-", PUNCT) T(RRB, "-RRB-", PUNCT) T(ADD, "ADD", X) T(NFP, "NFP", PUNCT)
/* clang-format on */

#define CH_X(name, text, upos) CH__##name,
typedef enum ch__tag { CH__TAGS(CH_X) CH__N_TAGS } ch__tag;
#undef CH_X

#define CH__T(name) ((uint64_t)1 << CH__##name)
#define CH__NOMINAL (CH__T(NN) | CH__T(NNS) | CH__T(NNP) | CH__T(NNPS))
#define CH__FINITE (CH__T(VBP) | CH__T(VBZ) | CH__T(VBD) | CH__T(MD))
#define CH__VERBAL (CH__T(VB) | CH__T(VBP) | CH__T(VBZ) | CH__T(VBD) | CH__T(VBN) | CH__T(VBG))
#define CH__ADJECTIVAL (CH__T(JJ) | CH__T(JJR) | CH__T(JJS))
#define CH__ADVERBIAL (CH__T(RB) | CH__T(RBR) | CH__T(RBS))

/* Frames of a verb (knowledge/syntax/verbs.tsv). */
enum {
    CH__THAT = 1,
    CH__SPEECH = 2,
    CH__INF = 4,
    CH__OBJ_INF = 8,
    CH__ING = 16,
    CH__DOUBLE = 32,
    CH__BARE = 64,
    CH__LINK = 128,
    CH__INTRANSITIVE = 256
};
/* Kinds of a noun (knowledge/syntax/nouns.tsv). */
enum {
    CH__TIME = 1,
    CH__TITLE = 2,
    CH__ORG = 4,
    CH__LOC = 8,
    CH__MISC = 16,
    CH__ING_NOUN = 32,
    CH__QUANTITY = 64,
    CH__TAKES_INF = 128,
    CH__TAKES_THAT = 256
};
/* What is known of a form besides its tags. */
enum {
    CH__LISTED = 1,      /* in syntax/words: all its tags are there */
    CH__NOUN_MOSTLY = 2, /* verb or adjective forms that are nouns more often */
    CH__PROPER_ADJ = 4,  /* demonyms */
    CH__BE = 8,
    CH__HAVE = 16,
    CH__DO = 32,
    CH__NOT = 64,
    CH__KNOWN = 128 /* some table has it */
};

/* What the tables say of a form; made once a document and form, living in its scratch. */
typedef struct ch__entry {
    ch__sv form;         /* as it stands */
    const char *lower;   /* NUL-terminated */
    uint64_t tags;       /* possible Penn tags, a bit each; never empty */
    uint32_t upos;       /* coarse tags stated for listed words, a bit each */
    uint32_t verb, noun; /* rows in syntax/verbs and syntax/nouns, or CH_NONE */
    uint32_t adjective;  /* row in syntax/adjectives, or CH_NONE */
    uint16_t frames, kinds, flags;
    uint8_t best;                /* ch__tag to prefer */
    uint8_t name;                /* 1 + ch_name_type when syntax/names has the form, else 0 */
    bool upper, caps, has_lower; /* first letter a capital; all letters capitals and more than one */
} ch__entry;

typedef struct ch__lexicon {
    const ch__knowledge *k;
    const ch__table *words, *verbs, *irregular_verbs, *nouns, *irregular_nouns, *adjectives, *ly, *suffixes, *names,
        *prepositions, *fixed; /* any may be NULL when a table is absent */
    ch__arena *scratch;
    ch__entry **slots; /* open addressing by ch__hash64 of the form */
    uint32_t n, cap;
} ch__lexicon;

void ch__lexicon_init(ch__lexicon *l, const ch__knowledge *k, ch__arena *scratch);
const ch__entry *ch__lexicon_entry(ch__lexicon *l, ch__sv form);
/* Whether a comma-separated list has the word. `list` may be NULL. */
bool ch__list_has(const char *list, const char *word);
ch__tag ch__tag_of(const char *text); /* CH__N_TAGS when unknown */
const char *ch__tag_name(ch__tag t);
uint8_t ch__tag_upos(ch__tag t);
/* Guesses for a form that no table has. */
void ch__entry_guess(const ch__lexicon *l, ch__entry *e);
/* Punctuation, symbols, numbers, addresses; false: it is a word. */
bool ch__entry_symbol(ch__entry *e);
/* The base of a regular inflected form among the lemmas of a table: bases[] gets at most 4 candidates, returns their
 * number. */
enum { CH__BASES = 4, CH__LONGEST = 48 };
size_t ch__bases(const char *lower, const char *ending, char bases[CH__BASES][CH__LONGEST + 4]);

/* A token on its way through the room. */
typedef struct ch__tok {
    const ch__entry *e;
    uint8_t tag, upos;
    bool joined;  /* no white space in front */
    bool fixed;   /* a later word of a fixed expression */
    uint8_t role; /* of the first word of a fixed expression: ch__role */
} ch__tok;

enum { CH__ROLE_NONE, CH__ROLE_CASE, CH__ROLE_CC, CH__ROLE_MARK, CH__ROLE_ADV, CH__ROLE_NOUN, CH__ROLE_QUANT };

/* One sentence at work: n tokens, t[0] is token `first` of the document. */
typedef struct ch__sent {
    ch__lexicon *lexicon;
    ch_doc *doc;
    uint32_t first, n;
    ch__tok *t;
    uint32_t *head; /* of each token in the sentence; CH_NONE: not yet or root */
    uint8_t *rel;
    bool shouting; /* no lower-case letter, or nearly every word capitalised: capitals tell nothing */
} ch__sent;

/* Whether token i exists and its tag is in a set of CH__T bits. */
static inline bool ch__tag_in(const ch__sent *s, uint32_t i, uint64_t set)
{
    return i < s->n && (set >> s->t[i].tag & 1);
}

void ch__tag_sentence(ch__sent *s);
const char *ch__lemma(ch__sent *s, uint32_t i);

/* ---- items ---- */

typedef enum ch__kind {
    CH__NG,
    CH__VG,
    CH__COP, /* noun group; verb group; forms of be without a verb */
    CH__AG,
    CH__RG, /* adjective group, adverb */
    CH__PREP,
    CH__MARK,
    CH__REL,
    CH__CONJ,
    CH__COMMA_ITEM,
    CH__PUNCT_ITEM,
    CH__OTHER
} ch__kind;

enum {
    CH__I_FINITE = 1,
    CH__I_TO = 2,
    CH__I_ING = 4,
    CH__I_PART = 8,
    CH__I_PASSIVE = 16,
    CH__I_BARE = 32,      /* verb groups */
    CH__I_AMBIGUOUS = 64, /* past tense or participle */
    CH__I_TIME = 128,
    CH__I_PRON = 256,
    CH__I_PROPER = 512,
    CH__I_POSS = 1024,
    CH__I_OBJECT = 2048, /* noun groups; pronoun that is no subject */
    CH__I_HAS_SUBJ = 4096,
    CH__I_HAS_OBJ = 8192,
    CH__I_INVERT = 16384,
    CH__I_EXPL = 32768,
    CH__I_HAS_MARK = 65536,
    CH__I_HAS_REL = 131072,
    CH__I_CASED = 262144,
    CH__I_WH = 524288,
    CH__I_QUOTE = 1048576,
    CH__I_CONJ_SUBJ = 2097152
};

typedef struct ch__item {
    uint32_t first, end, word; /* tokens; the head word */
    uint32_t flags;
    uint32_t head; /* item, or CH_NONE */
    uint32_t pred; /* of CH__COP: the item that is its predicate, or CH_NONE */
    uint8_t kind, rel;
} ch__item;

static inline bool ch__is_clause(const ch__item *x)
{
    return x->kind == CH__VG || x->kind == CH__COP;
}
static inline bool ch__is_noun(const ch__item *x)
{
    return x->kind == CH__NG;
}

typedef struct ch__parse {
    ch__sent *s;
    ch__item *at;
    uint32_t n;
    uint32_t *stack; /* items on the right frontier and those before that wait for a head */
    uint32_t depth;
    uint32_t prep; /* a preposition that waits for its noun, or CH_NONE */
    uint32_t conj; /* a coordinator that waits for its conjunct */
    bool comma;    /* a comma stands since the last content item */
    bool stop;     /* stronger punctuation does */
} ch__parse;

/* Gives a word its head and relation, unless it is the head itself. */
static inline void ch__arc(ch__sent *s, uint32_t i, uint32_t head, ch_deprel rel)
{
    if (i == head)
        return;
    s->head[i] = head;
    s->rel[i] = (uint8_t)rel;
}
/* Whether a verb group can start at a token; the group. */
bool ch__verbal(const ch__sent *s, uint32_t i);
ch__item ch__verb_group(ch__sent *s, uint32_t i);
/* Makes the items of a sentence (at most s->n of them) and attaches the words inside groups. */
uint32_t ch__chunk(ch__sent *s, ch__item *at);
/* Attaches every item. */
void ch__parse_items(ch__parse *p);

/* Attaches `item` to `head` and makes it the end of the frontier. head == CH_NONE: it waits on the stack. */
void ch__attach(ch__parse *p, uint32_t item, uint32_t head, ch_deprel rel);
enum { CH__WINDOW = 40 }; /* items that a rule looks down the stack at most */
void ch__take_noun(ch__parse *p, uint32_t item);
void ch__take_verb(ch__parse *p, uint32_t item);
void ch__take_predicate(ch__parse *p, uint32_t item);
void ch__take_adverb(ch__parse *p, uint32_t item);
const ch__entry *ch__item_entry(const ch__parse *p, uint32_t item);
static inline uint32_t ch__top(const ch__parse *p)
{
    return p->depth ? p->stack[p->depth - 1] : CH_NONE;
}
/* The nearest clause on the frontier of the top tree, or CH_NONE. */
uint32_t ch__frontier_clause(const ch__parse *p);
/* A form of be that still needs its predicate, right before but for adverbs; or CH_NONE. And giving it one. */
uint32_t ch__open_copula(const ch__parse *p);
void ch__make_predicate(ch__parse *p, uint32_t item, uint32_t copula);
/* Where "verb ... noun PREP item" goes. */
void ch__take_phrase(ch__parse *p, uint32_t item, uint32_t prep);
/* Coordinates item with something alike on the frontier; false when nothing is. */
bool ch__coordinate(ch__parse *p, uint32_t item);

/* Items to words: copulas, punctuation, root; fills s->head and s->rel wholly. p->stack (5 n wide) is used as work
 * space and holds first and last word of every subtree afterwards (2 n). */
void ch__finish_tree(ch__parse *p);

/* Appends the names of a sentence; *cap is the capacity of doc->names. */
void ch__find_names(ch__sent *s, uint32_t *cap);

#endif

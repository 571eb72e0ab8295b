/* lemmatizer.h - base forms by trained rules: a token's tag and the end of its form choose an edit and a casing.
 *
 * For every class of tags the model has tries over lower-cased forms read from their ends. The deepest node on a form's
 * path decides; an exception is a node behind the mark of the form's beginning, so that "longest suffix known" finds
 * exceptions, endings and the class's usual case in one walk (cf. Straka & Strakova 2017, "Tokenizing, POS Tagging,
 * Lemmatizing and Parsing UD 2.0 with UDPipe"; Juršič et al. 2010, "LemmaGen", for the pruned trees). One trie gives
 * the edit, others, one for each way in which a form can be capitalized, what happens to its capitals.
 *
 * Section syntax.lemmas: header; features, classes, edits, cells of the edit tries, of the casing tries; strings. All
 * integers little-endian; strings are NUL-terminated UTF-8 and named by their offset in the last part.
 */
#ifndef CH_SYNTAX_LEMMATIZER_H
#define CH_SYNTAX_LEMMATIZER_H

#include "base/arena.h"
#include "syntax/features.h"

#define CH__LEMMA_MAGIC "CHLEMMA2"
enum {
    CH__LEMMA_LONGEST = 240, /* bytes of a form; longer ones are their own lemma */
    CH__LEMMA_ROOM = 1024,   /* bytes that an edited form may take */
    CH__LEMMA_NO_VALUE = 0xFFFF,
    CH__LEMMA_FAN = 256,
    CH__LEMMA_FEATURES = 8 /* at most */
};

/* How a form is capitalized, and whether that means anything. */
typedef enum ch__casing {
    CH__CASING_SMALL,    /* no capital */
    CH__CASING_CHOSEN,   /* a first capital where a small letter could stand */
    CH__CASING_DUE,      /* a first capital at the start of a sentence or in a headline */
    CH__CASING_CAPITALS, /* all capital among others that are not */
    CH__CASING_SHOUTED,  /* all capital like its sentence */
    CH__CASING_MIXED,
    CH__N_CASINGS
} ch__casing;

typedef enum ch__recase {
    CH__RECASE_KEEP,
    CH__RECASE_LOWER,
    CH__RECASE_TITLE, /* lower case but for the first letter */
    CH__RECASE_UPPER,
    CH__N_RECASES
} ch__recase;

typedef struct ch__lemma_header {
    char magic[8];
    uint32_t n_features, n_classes, n_edits, n_edit_cells, n_case_cells, n_strings; /* the last in bytes */
} ch__lemma_header;

/* Tags that share tries. From the particular to the general; the last class takes every tag. */
typedef struct ch__lemma_class {
    uint32_t xpos;                 /* string, or CH_NONE: any */
    uint8_t upos;                  /* ch_upos, or CH_N_UPOS: any */
    uint8_t features;              /* a bit for each of the header's features that the token has */
    uint16_t reserved;             /* 0 */
    uint32_t edits;                /* root */
    uint32_t cases[CH__N_CASINGS]; /* roots, or CH_NONE: keep */
} ch__lemma_class;

typedef struct ch__lemma_edit {
    uint32_t cut; /* string taken off the front, where it stands there */
    uint32_t put; /* string put at the end */
    uint8_t cut_n, put_n;
    uint8_t strip; /* bytes taken off the end first */
    uint8_t drop;  /* an ASCII character taken out wherever it stands; 0: none */
} ch__lemma_edit;

/* A branch of a trie, or an empty cell. The child by a byte is the cell base + byte, if that has the byte for its
 * label: no two branches share a base (double array with reduced check, Aoe 1989, Yata et al. 2007). The byte 0 is the
 * beginning of the form; empty cells and roots are labelled 0xFF, which no UTF-8 has. */
typedef struct ch__lemma_cell {
    uint32_t base;  /* 0: no children; else CH__LEMMA_FAN cells begin there */
    uint16_t value; /* edit or ch__recase; CH__LEMMA_NO_VALUE: its parent's */
    uint8_t label;
    uint8_t reserved; /* 0 */
} ch__lemma_cell;

typedef struct ch__lemmatizer {
    const uint32_t *features; /* strings */
    const ch__lemma_class *classes;
    const ch__lemma_edit *edits;
    const ch__lemma_cell *edit_cells, *case_cells;
    const char *strings;
    uint32_t n_features, n_classes, n_edits, n_edit_cells, n_case_cells, n_strings;
} ch__lemmatizer;

/* Views into a section that stays where it is (aligned to 4). Everything is checked here, so that use never leaves the
 * section: CH_EMODEL with the reason. */
int ch__lemmatizer_load(ch__lemmatizer *out, ch__sv section, ch_err *err);

/* The class of a tag, for ch__lemmatizer_lemma. xpos and feats may be NULL or "_". Worth keeping for each pair of tag
 * and features: it searches. */
uint32_t ch__lemmatizer_class(const ch__lemmatizer *l, ch_upos upos, const char *xpos, const char *feats);

/* The lemma of a form, NUL-terminated, living as long as the arena or the model; empty only for an empty form. */
const char *ch__lemmatizer_lemma(const ch__lemmatizer *l, ch__arena *arena, ch__sv form, uint32_t class_,
                                 ch__casing casing);

/* `first`: no word stands before it in its sentence. */
static inline ch__casing ch__casing_of(ch__shape_of shape, bool first, ch__style style)
{
    switch (shape.letters) {
    case CH__CAPITALIZED: return first || style == CH__STYLE_TITLE ? CH__CASING_DUE : CH__CASING_CHOSEN;
    case CH__ONE_CAPITAL:
        return style == CH__STYLE_CAPITALS         ? CH__CASING_SHOUTED
               : first || style == CH__STYLE_TITLE ? CH__CASING_DUE
                                                   : CH__CASING_CHOSEN;
    case CH__ALL_CAPITAL: return style == CH__STYLE_CAPITALS ? CH__CASING_SHOUTED : CH__CASING_CAPITALS;
    case CH__MIXED: return CH__CASING_MIXED;
    default: return CH__CASING_SMALL;
    }
}

/* ---- shared with the trainer ---- */

/* Lower case into out[CH__LEMMA_ROOM]; form.n <= CH__LEMMA_LONGEST. Returns the bytes written. */
size_t ch__lemma_lower(ch__sv form, char *out);
/* The edited, recased form into out[CH__LEMMA_ROOM], without a NUL. `strings` holds the edit's strings. */
size_t ch__lemma_apply(const ch__lemma_edit *e, const char *strings, ch__sv form, ch__sv lower, ch__recase recase,
                       char *out);

#endif

/* tokens.h - between tokens.c and sentences.c: the tokenizer and what it notes about each token's shape. */
#ifndef CH_TEXT_TOKENS_H
#define CH_TEXT_TOKENS_H

#include "text/document.h"

/* What the sentence splitter needs to know of a token, so that it never looks at the bytes again. */
typedef enum ch__shape {
    CH__LOWER,     /* a word that begins with a small letter, or in a script without case */
    CH__UPPER,     /* a word that begins with a capital */
    CH__NUMBER,    /* begins with a digit */
    CH__PERIOD,    /* a full stop, also of other scripts */
    CH__TERMINAL,  /* ? and ! and runs of them */
    CH__ELLIPSIS,  /* two or more stops, or U+2026 */
    CH__TITLE,     /* abbreviation that never ends a sentence: "Mr." */
    CH__ABBREV,    /* abbreviation that may end one: "U.S.", "Inc.", "Sept." */
    CH__INITIAL,   /* one capital and a stop: "J." */
    CH__OPENQUOTE, /* a quotation mark that opens */
    CH__CLOSEQUOTE,
    CH__OPEN, /* ( [ { */
    CH__CLOSE,
    CH__COMMA, /* comma, semicolon, colon: a sentence goes on after it */
    CH__DASH,
    CH__BULLET,
    CH__ADDRESS, /* of a web page or a mailbox */
    CH__OTHER
} ch__shape;

typedef struct ch__tokenizer {
    ch_doc *doc;
    ch__arena *scratch;
    const char *text;
    uint8_t *shapes; /* ch__shape of each token of the document; scratch */
    size_t cap;      /* of doc->tokens and shapes */
    const ch__table *abbreviations, *contractions, *affixes, *units;
    uint32_t abbreviation_class, contraction_kind, contraction_split, affix_kind;
    /* by length: first, second and last letters of words written together without apostrophe ("cannot") */
    uint32_t merged[8], merged_second[8], merged_last[8];
    bool double_open, single_open; /* inside a straight or curly quotation of the block */
    uint32_t first;                /* first token of the block in hand */
    size_t end;                    /* end of the block in hand */
    size_t at_sign;                /* of the chunk in hand, 0: none */
} ch__tokenizer;

/* Looks the tables up, once a document. */
void ch__tokenizer_init(ch__tokenizer *z, const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

/* Appends the tokens of a stretch of the text to doc->tokens (chars not filled) and their shapes. */
void ch__tokenize(ch__tokenizer *z, ch_span bytes);

/* Classes of a byte. A byte above ASCII is HIGH: its code point must be asked. */
enum { CH__B_OTHER, CH__B_SPACE, CH__B_LETTER, CH__B_DIGIT, CH__B_HIGH };
extern const uint8_t ch__byte_class[256];

/* Classes of a code point, for text above ASCII. */
typedef enum ch__cp_class { CH__CP_SYMBOL, CH__CP_SPACE, CH__CP_LETTER, CH__CP_DIGIT } ch__cp_class;
ch__cp_class ch__cp_classify(uint32_t c);

#endif

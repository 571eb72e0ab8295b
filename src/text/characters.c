/* characters.c - classes of bytes and code points for the tokenizer. */
#include "base/utf8.h"
#include "text/tokens.h"

#define S CH__B_SPACE
#define L CH__B_LETTER
#define D CH__B_DIGIT
#define H CH__B_HIGH
#define O CH__B_OTHER
#define SIXTEEN(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x

/* Control characters separate words as white space does. */
const uint8_t ch__byte_class[256] = {
    SIXTEEN(S), SIXTEEN(S), /* controls */
    S,          O,          O,          O,          O,          O,          O,          O,
    O,          O,          O,          O,          O,          O,          O,          O, /* space to / */
    D,          D,          D,          D,          D,          D,          D,          D,
    D,          D,          O,          O,          O,          O,          O,          O, /* 0 to ? */
    O,          L,          L,          L,          L,          L,          L,          L,
    L,          L,          L,          L,          L,          L,          L,          L, /* @ to O */
    L,          L,          L,          L,          L,          L,          L,          L,
    L,          L,          L,          O,          O,          O,          O,          O, /* P to _ */
    O,          L,          L,          L,          L,          L,          L,          L,
    L,          L,          L,          L,          L,          L,          L,          L, /* ` to o */
    L,          L,          L,          L,          L,          L,          L,          L,
    L,          L,          L,          O,          O,          O,          O,          S, /* p to DEL */
    SIXTEEN(H), SIXTEEN(H), SIXTEEN(H), SIXTEEN(H), SIXTEEN(H), SIXTEEN(H), SIXTEEN(H), SIXTEEN(H),
};

#undef S
#undef L
#undef D
#undef H
#undef O

ch__cp_class ch__cp_classify(uint32_t c)
{
    if (c < 0x80)
        return ch__byte_class[c] == CH__B_LETTER  ? CH__CP_LETTER
               : ch__byte_class[c] == CH__B_DIGIT ? CH__CP_DIGIT
               : ch__byte_class[c] == CH__B_SPACE ? CH__CP_SPACE
                                                  : CH__CP_SYMBOL;
    if (c >= 0xC0 && c < 0x250) /* Latin with diacritics, without the table of all of Unicode */
        return c == 0xD7 || c == 0xF7 ? CH__CP_SYMBOL : CH__CP_LETTER;
    if (c >= 0x2010 && c < 0x2028)
        return CH__CP_SYMBOL;
    if (ch__cp_is_space(c) || c < 0xA0)
        return CH__CP_SPACE;
    if (ch__cp_is_letter(c))
        return CH__CP_LETTER;
    return ch__cp_is_digit(c) ? CH__CP_DIGIT : CH__CP_SYMBOL;
}

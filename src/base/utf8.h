/* utf8.h - UTF-8: decoding, checking, counting, folding (Unicode 15, RFC 3629; normal forms by libutf8proc). */
#ifndef CH_BASE_UTF8_H
#define CH_BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"

/* Decodes the code point at s[*i] (i < n) and moves *i behind it. An invalid byte yields U+FFFD and moves by one. */
uint32_t ch__utf8_next(const char *s, size_t n, size_t *i);
/* The code point that ends before s[i] (i > 0); *i moves to its start. For valid text. */
uint32_t ch__utf8_prev(const char *s, size_t *i);
/* Writes 1 to 4 bytes, returns how many. */
size_t ch__utf8_put(char out[4], uint32_t c);

/* Offset of the first invalid byte, or n. Surrogates, overlong forms and code points above U+10FFFF are invalid. */
size_t ch__utf8_valid(const char *s, size_t n);
/* Code points in valid UTF-8. */
size_t ch__utf8_count(const char *s, size_t n);
/* Whether all bytes are ASCII; fast. */
bool ch__is_ascii(const char *s, size_t n);

/* Classes by Unicode general category. */
bool ch__cp_is_letter(uint32_t c); /* L* and M* */
bool ch__cp_is_upper(uint32_t c);  /* Lu, Lt */
bool ch__cp_is_lower(uint32_t c);  /* Ll */
uint32_t ch__cp_lower(uint32_t c); /* its lower case, or itself */
bool ch__cp_is_digit(uint32_t c);  /* Nd */
bool ch__cp_is_space(uint32_t c);  /* Z*, controls of white space, U+200B, U+FEFF */

/* NFC of valid UTF-8 appended to `out`; false when memory ran out. */
bool ch__nfc(const char *s, size_t n, ch__buf *out);
/* Whether the text is NFC already (quick, by the first code point that could compose: U+0300 upward). */
bool ch__nfc_quick(const char *s, size_t n);

/* Folds for lookup: lower case (full case folding), accents stripped, curly quotes and primes to ' and ", every dash to
 * -, every white space to one ' '. Writes at most `cap` bytes, returns the folded length or (size_t)-1 when it does not
 * fit. */
size_t ch__fold(const char *s, size_t n, char *out, size_t cap);

#endif

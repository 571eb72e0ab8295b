/* Any bytes in any encoding: what comes out is valid UTF-8 in NFC, or an error. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void decode_as(const uint8_t *data, size_t size, const char *forced, const char *charset, bool markup)
{
    ch_err err = {0};
    ch__arena arena = {0};
    ch__buf out = {0}, nfc = {0};
    ch__decoded how;
    int rc = ch__decode(&arena, (ch__sv){(const char *)data, size}, forced, charset, markup, &out, &how, &err);
    must(rc == 0 || (rc == CH_EBINARY && err.message[0]));
    if (rc == 0) {
        must(how.encoding && how.step && (!how.replaced || how.first_bad < size));
        must(ch__utf8_valid(out.p ? out.p : "", out.n) == out.n && (!out.n || !memchr(out.p, 0, out.n)));
        must(ch__nfc(out.p ? out.p : "", out.n, &nfc) && nfc.n == out.n && (!out.n || !memcmp(nfc.p, out.p, nfc.n)));
    }
    ch__buf_release(&out);
    ch__buf_release(&nfc);
    ch__arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {"utf-8",  "windows-1252", "gb18030",     "big5",        "shift_jis",
                                         "euc-kr", "euc-jp",       "iso-2022-jp", "utf-16",      "utf-16be",
                                         "utf-32", "koi8-r",       "macintosh",   "windows-1258"};
    if (size > 1 << 15)
        return 0;
    decode_as(data, size, NULL, NULL, false);
    decode_as(data, size, NULL, NULL, true);
    decode_as(data, size, NULL, "iso-8859-8-i", true);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        decode_as(data, size, labels[i], NULL, false);
    return 0;
}

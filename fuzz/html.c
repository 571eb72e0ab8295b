/* Any bytes as an HTML page: decoded, then extracted. Blocks must lie in order, cover the text and be NFC. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/encoding.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const ch__extract *x)
{
    size_t at = 0;
    must(x->text.n > 0 && x->n_hints > 0 && x->text.p[x->text.n] == 0 && !memchr(x->text.p, 0, x->text.n));
    must(ch__utf8_valid(x->text.p, x->text.n) == x->text.n);
    for (uint32_t i = 0; i < x->n_hints; i++) {
        ch_span b = x->hints[i].bytes;
        must(b.start < b.end && b.end <= x->text.n && b.start == (i ? at + 2 : 0) && x->hints[i].why);
        must(x->hints[i].kind < CH_N_BLOCK_KINDS);
        at = b.end;
    }
    must(at == x->text.n);
    ch__buf nfc = {0};
    must(ch__nfc(x->text.p, x->text.n, &nfc) && nfc.n == x->text.n && !memcmp(nfc.p, x->text.p, nfc.n));
    ch__buf_release(&nfc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ch__knowledge *knowledge;
    ch_err err = {0};
    ch__arena arena = {0};
    ch__buf text = {0};
    ch__decoded how;
    ch__extract x;
    if (!knowledge && ch__knowledge_open(&knowledge, CH_KNOWLEDGE_FILE, &err))
        abort();
    if (size <= 1 << 16 &&
        ch__decode(&arena, (ch__sv){(const char *)data, size}, NULL, NULL, true, &text, &how, &err) == 0) {
        int rc = ch__html_extract(knowledge, &arena, (ch__sv){text.p ? text.p : "", text.n}, &x, &err);
        must(rc == 0 || rc == CH_ELIMIT || rc == CH_EEMPTY);
        if (rc == 0)
            check(&x);
    }
    ch__buf_release(&text);
    ch__arena_release(&arena);
    return 0;
}

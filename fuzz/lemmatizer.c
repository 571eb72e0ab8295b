/* A lemmatizer's section from anywhere. What loads is used: every class, every casing, forms of every kind, among them
 * the section's own bytes. */
#include <stdlib.h>
#include <string.h>

#include "syntax/lemmatizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const ch__lemmatizer *l, ch__sv own)
{
    static const ch__sv forms[] = {{"", 0},
                                   {"went", 4},
                                   {"REPORTED", 8},
                                   {"1,200.5", 7},
                                   {"\xC3\x89tat", 5},
                                   {"\xFF\x80", 2},
                                   {"\xC8\xBA\xC8\xBA", 4},
                                   {"-", 1}};
    enum { FORMS = sizeof forms / sizeof *forms };
    ch__arena arena = {0};
    volatile size_t sum = 0;
    for (uint32_t c = 0; c < l->n_classes && c < 32; c++)
        for (int k = 0; k < CH__N_CASINGS; k++)
            for (size_t i = 0; i < FORMS + 8; i++) {
                size_t n = 1 + i * 31 % 241;
                ch__sv form = i < FORMS ? forms[i] : (ch__sv){own.p + own.n - (n < own.n ? n : own.n), n / 2 + 1};
                if (form.n > own.n && i >= FORMS)
                    continue;
                sum = sum + strlen(ch__lemmatizer_lemma(l, &arena, form, c, (ch__casing)k));
            }
    for (int u = 0; u < CH_N_UPOS; u++)
        sum = sum + ch__lemmatizer_class(l, (ch_upos)u, "NN", "Number=Plur|Degree=Pos");
    ch__arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ch__lemmatizer l;
    ch_err err;
    char *copy = malloc(size ? size : 1);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    if (ch__lemmatizer_load(&l, (ch__sv){copy, size}, &err) == CH_OK)
        use(&l, (ch__sv){copy, size});
    else if (!err.message[0])
        abort();
    free(copy);
    return 0;
}

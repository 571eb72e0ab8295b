/* signature.c - near-duplicates share most of their signature, other stories none of it; languages. */
#include "text/corpus.h"

#include "text/signature.h"

static void sign(const ch__knowledge *k, unsigned from, unsigned to, uint32_t out[CH_SIGNATURE])
{
    ch__buf text = {0};
    for (unsigned i = from; i < to; i++)
        ch__buf_printf(&text, "Delegate %u said in round %u that article %u would be kept as it was.\n\n",
                       i * 7919 % 1000, i, i * 104729 % 1000);
    ch_doc *doc = corpus_read(k, (ch__sv){text.p, text.n}, NULL, NULL);
    assert_true(doc->has_signature);
    memcpy(out, doc->signature, sizeof doc->signature);
    ch_doc_free(doc);
    ch__buf_release(&text);
}

static void similarity(void **state)
{
    (void)state;
    ch__knowledge *k = corpus_knowledge();
    uint32_t a[CH_SIGNATURE], same[CH_SIGNATURE], near[CH_SIGNATURE], other[CH_SIGNATURE];
    sign(k, 0, 60, a);
    sign(k, 0, 60, same);
    sign(k, 2, 60, near);
    sign(k, 500, 560, other);
    assert_true(ch__signature_similarity(a, same) == 1.0);
    assert_true(ch__signature_similarity(a, near) > 0.8);
    assert_true(ch__signature_similarity(a, other) < 0.4);
    uint32_t shared = 0;
    for (uint32_t band = 0; band < CH__SIGNATURE_BANDS; band++) {
        assert_true(ch__signature_band(a, band) == ch__signature_band(same, band));
        shared += ch__signature_band(a, band) == ch__signature_band(near, band);
    }
    assert_true(shared > 0);
    assert_true(ch__signature_band(a, 0) != ch__signature_band(a, 1));
    ch__knowledge_close(k);
}

static void too_short(void **state)
{
    (void)state;
    ch__knowledge *k = corpus_knowledge();
    ch_doc *doc = corpus_read(k, CH__SV("The ministers met for three hours."), NULL, NULL);
    assert_false(doc->has_signature);
    ch_doc_free(doc);
    ch__knowledge_close(k);
}

static void languages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language, *step;
    } cases[] = {
        {"The ministers met for three hours and agreed to hold another round of talks in the spring.", "en", "words"},
        {"Les ministres se sont rencontrés pendant trois heures et ont décidé de se revoir au printemps dans la ville.",
         "fr", "words"},
        {"Die Minister trafen sich und sprachen drei Stunden lang über den Handel mit der Region und die Grenze.", "de",
         "words"},
        {"Los ministros se reunieron durante tres horas y acordaron volver a hablar en la ciudad de los dos ríos.",
         "es", "words"},
        {"Министры встретились в столице и говорили о торговле, но не о границе, которая закрыта на зиму.", "ru",
         "words"},
        {"两国外长在首都举行了三个小时的会谈,同意在春天再次会面。", "zh", "script"},
        {"二人の大臣は首都で三時間にわたって会談し、春にまた会うことで合意した。", "ja", "script"},
        {"Two villages' chiefs rejected Oslo's offer of a road, a bridge and a school, Mayor A. O. Berg's aides told "
         "us.",
         "en", "words"},
        {"O. K. Moyo, E. O. Banda, S. V. Phiri, O. S. Zulu: five envoys, four capitals, one ferry.", NULL, NULL},
        {"Ministr se vrátil z Prahy a řekl, že o dohodě se bude jednat v pátek i s vládou na zámku.", "cs", "words"},
        {"Yes.", NULL, NULL}};
    ch__knowledge *k = corpus_knowledge();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch_doc *doc = corpus_read(k, ch__sv_of(cases[i].text), NULL, NULL);
        if (cases[i].language) {
            assert_non_null(doc->language);
            assert_string_equal(doc->language, cases[i].language);
            assert_string_equal(doc->language_step, cases[i].step);
        } else {
            assert_null(doc->language);
        }
        ch_doc_free(doc);
    }
    ch__knowledge_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(similarity), cmocka_unit_test(too_short),
                                       cmocka_unit_test(languages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

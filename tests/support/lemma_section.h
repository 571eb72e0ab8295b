/* lemma_section.h - a small lemmatizer made by hand, for tests: VERB VBD, NUM CD, ADJ JJ and everything else. */
#ifndef CH_TESTS_SUPPORT_LEMMA_SECTION_H
#define CH_TESTS_SUPPORT_LEMMA_SECTION_H

#include "syntax/lemmatizer.h"

/* The bytes; malloc'ed. */
ch__sv test_lemma_section(void);

#endif

/* neural.h - the trained syntax room: what the engine opens once, and a document run through it. */
#ifndef CH_SYNTAX_NEURAL_H
#define CH_SYNTAX_NEURAL_H

#include "syntax/lemmatizer.h"
#include "syntax/net.h"
#include "text/document.h"

typedef struct ch__syntax_model {
    ch__net net;
    ch__lemmatizer lemmatizer;
    uint32_t *classes; /* of the lemmatizer, for each of net.feat_allowed: a tag with one of its bundles; NULL: the
                          model has no lemmatizer, forms are their own lemmas */
} ch__syntax_model;

/* Loads the sections syntax.* of a model, which must outlive *out. Errors: CH_EMODEL, CH_ENOMEM. *out is closed with
 * ch__syntax_model_close and may be shared by threads. */
int ch__syntax_model_open(ch__syntax_model **out, const ch__model *model, ch_err *err);
void ch__syntax_model_close(ch__syntax_model *model); /* NULL is allowed */

#endif

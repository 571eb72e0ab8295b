/* tree.h - linking a finished tree, so that others walk it in constant time a step (syntax.h). */
#ifndef CH_SYNTAX_TREE_H
#define CH_SYNTAX_TREE_H

#include "text/document.h"

/* Links the children of a sentence's words, whose heads are written to the document and form a projective tree;
 * spans[i]: of the subtree of its token i, counted from the sentence's first. */
void ch__link_tree(ch_doc *doc, const ch_sentence *s, const ch_span *spans);

#endif

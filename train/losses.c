/* losses.c - sums of losses. */
#include "network.h"

void losses_add(losses *to, const losses *l)
{
    to->arc += l->arc;
    to->rel += l->rel;
    to->tag += l->tag;
    to->feats += l->feats;
    to->names += l->names;
    to->mask += l->mask;
    to->n_arc += l->n_arc;
    to->n_tag += l->n_tag;
    to->n_feats += l->n_feats;
    to->n_names += l->n_names;
    to->n_mask += l->n_mask;
    to->right_arc += l->right_arc;
    to->right_rel += l->right_rel;
    to->right_tag += l->right_tag;
}

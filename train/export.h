/* export.h - real parameters to the integers of syntax/net.h. */
#ifndef CH_TRAIN_EXPORT_H
#define CH_TRAIN_EXPORT_H

#include "network.h"

/* The sections of a model. Release with parts_free. */
typedef struct parts {
    ch__model_part at[CH__MODEL_SECTIONS];
    size_t n;
} parts;

void export_network(const network *net, const corpus *c, parts *out);
/* The sections of a model with the names of the network, all else byte for byte. `file` must outlive *out. */
void export_only_names(const network *net, const ch__model *file, const ch__net *model, parts *out);
void parts_free(parts *p);

#endif

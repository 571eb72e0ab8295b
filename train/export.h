/* export.h - real parameters to the integers of syntax/net.h. */
#ifndef CH_TRAIN_EXPORT_H
#define CH_TRAIN_EXPORT_H

#include "network.h"

/* The sections of a model. Release with parts_free. */
typedef struct parts {
    ch__model_part at[16];
    size_t n;
} parts;

void export_network(const network *net, const corpus *c, parts *out);
void parts_free(parts *p);

#endif

/* plv.c - the classes of the public PLV benchmark for events of ours (table events/plv: event, mode, modality, CAMEO
 * prefix, class; "-" is any). */
#include "events/pair.h"

enum { COL_EVENT, COL_MODE, COL_MODALITY, COL_CAMEO, COL_CLASS };

static int class_named(const char *name)
{
    for (int c = 0; name && c < CH_N_PLV_CLASSES; c++)
        if (strcmp(name, ch_plv_class_name((ch_plv_class)c)) == 0)
            return c;
    return -1;
}

static bool agrees(const char *cell, const char *value)
{
    return !cell || (value && strcmp(cell, value) == 0);
}

/* What a row says: modality before code before mode ("announced sanctions" are a threat, whatever they would be). -1:
 * it does not hold. */
static int weight_of(const ch__table *t, uint32_t row, const char *mode, const char *modality, const char *cameo)
{
    ch__sv prefix = ch__sv_of(ch__table_cell(t, row, COL_CAMEO));
    if (!agrees(ch__table_cell(t, row, COL_MODE), mode) || !agrees(ch__table_cell(t, row, COL_MODALITY), modality) ||
        !ch__sv_starts(ch__sv_of(cameo), prefix))
        return -1;
    return (ch__table_cell(t, row, COL_MODALITY) ? 16 : 0) + 2 * (int)prefix.n +
           (ch__table_cell(t, row, COL_MODE) ? 1 : 0);
}

ch_plv_class ch__plv_of(const ch__knowledge *k, ch_event_type type, const char *mode, ch_modality modality,
                        const char *cameo)
{
    const ch__table *t = ch__knowledge_table(k, "events/plv");
    ch_plv_class best = CH_PLV_CONSULT;
    int most = -1;
    if (!t)
        return best;
    for (uint32_t r = ch__table_find(t, ch__sv_of(ch_event_type_name(type))); r != CH_NONE;
         r = ch__table_find_next(t, r)) {
        int weight = weight_of(t, r, mode, ch_modality_name(modality), cameo);
        int class = class_named(ch__table_cell(t, r, COL_CLASS));
        if (weight > most && class >= 0) {
            most = weight;
            best = (ch_plv_class) class;
        }
    }
    return best;
}

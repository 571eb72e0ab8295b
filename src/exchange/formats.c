/* formats.c - names of the forms and tables. */
#include <string.h>

#include "exchange/columns.h"

static const char *const export_names[CH_N_EXPORT_FORMATS] = {"csv",     "jsonl", "plover",  "polecat", "icews",
                                                              "phoenix", "gexf",  "geojson", "gold"};
static const char *const import_names[CH_N_IMPORT_FORMATS] = {"auto", "icews", "polecat", "phoenix", "gdelt"};

static int find(const char *const *names, int n, const char *name)
{
    for (int i = 0; name && i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

int ch_export_format_parse(const char *name)
{
    return find(export_names, CH_N_EXPORT_FORMATS, name);
}

const char *ch_export_format_name(ch_export_format format)
{
    return export_names[format];
}

int ch_import_format_parse(const char *name)
{
    return find(import_names, CH_N_IMPORT_FORMATS, name);
}

const char *ch_import_format_name(ch_import_format format)
{
    return import_names[format];
}

const char *ch_export_table(size_t n)
{
    const ch__layout *l = ch__layout_table(n);
    return l ? l->name : NULL;
}

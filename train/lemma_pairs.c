/* lemma_pairs.c - forms and lemmas from tables of the knowledge folder. */
#include <stdio.h>

#include "lemmas.h"

enum {
    MOST_COLUMNS = 16,
    TOKENS = 5 /* that a line counts as: a checked table outweighs a slip in a treebank */
};

/* UPOS that the treebanks give most forms of an XPOS (tokens of VBZ are mostly auxiliaries), or CH_N_UPOS. */
static uint8_t usual_upos(const lemma_data *d, uint32_t xpos)
{
    uint32_t counts_of[CH_N_UPOS] = {0};
    uint8_t best = CH_N_UPOS;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->at[i].xpos == xpos)
            counts_of[d->at[i].upos]++;
    for (uint8_t u = 0; u < CH_N_UPOS; u++)
        if (counts_of[u] && (best == CH_N_UPOS || counts_of[u] > counts_of[best]))
            best = u;
    return best;
}

static int columns(ch__sv line, ch__sv *out)
{
    int n = 0;
    while (n < MOST_COLUMNS && ch__sv_next(&line, '\t', &out[n]))
        n++;
    return n;
}

static int column_of(const ch__sv *names, int n, const char *name)
{
    for (int i = 0; i < n; i++) {
        ch__sv bare = names[i];
        if (bare.n && bare.p[bare.n - 1] == '*')
            bare.n--;
        if (ch__sv_is(bare, name))
            return i;
    }
    return -1;
}

static void add_pair(lemma_data *d, ch__sv form, ch__sv lemma, ch__sv tags)
{
    ch__sv tag;
    while (ch__sv_next(&tags, ',', &tag)) {
        uint32_t xpos = strings_find(&d->xpos, tag);
        uint8_t upos = xpos == CH_NONE ? CH_N_UPOS : usual_upos(d, xpos);
        if (upos < CH_N_UPOS)
            lemma_add(d, &(seen){.xpos = xpos, .upos = upos, .n = TOKENS, .casing = CH__CASING_SMALL}, form, lemma);
    }
}

void lemma_pairs_read(lemma_data *d, const char *path)
{
    char line[1024];
    int form = -1, lemma = -1, tags = -1, n, number = 0;
    ch__sv fields[MOST_COLUMNS];
    FILE *f = fopen(path, "r");
    if (!f)
        die("%s: cannot be opened", path);
    while (fgets(line, sizeof line, f)) {
        n = columns((ch__sv){line, strcspn(line, "\r\n")}, fields);
        number++;
        if (n && ch__sv_is(fields[0], "#:")) {
            form = column_of(fields + 1, n - 1, "form");
            lemma = column_of(fields + 1, n - 1, "lemma");
            tags = column_of(fields + 1, n - 1, "tags");
            tags = tags < 0 ? column_of(fields + 1, n - 1, "tag") : tags;
        } else if (n && line[0] != '#') {
            if (form < 0 || lemma < 0 || tags < 0 || n <= form || n <= lemma || n <= tags)
                die("%s:%d: no form, lemma and tags", path, number);
            add_pair(d, fields[form], fields[lemma], fields[tags]);
        }
    }
    fclose(f);
}

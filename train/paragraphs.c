/* paragraphs.c - lines of a text through the text room, and the step "tokens". */
#include "paragraphs.h"

#include <fcntl.h>
#include <stdio.h>

#include "train.h"

void paragraphs_open(paragraphs *p, const ch__knowledge *k, const char *path)
{
    ch_err err;
    int fd = open(path, O_RDONLY);
    *p = (paragraphs){.k = k};
    if (fd < 0)
        die("cannot open %s", path);
    if (ch__stream_open(&p->in, fd, true, 0, &err) < 0)
        die_of(&err);
}

void paragraphs_close(paragraphs *p)
{
    ch__stream_close(&p->in);
    ch__buf_release(&p->line);
    ch__arena_release(&p->scratch);
}

bool paragraphs_next(paragraphs *p, void (*take)(void *ctx, const ch_doc *doc), void *ctx)
{
    enum { LONGEST_LINE = 1 << 20 };
    ch_err err;
    uint64_t length;
    ch__buf_clear(&p->line);
    if (ch__stream_line(&p->in, LONGEST_LINE, &p->line, &length, &err) < 0)
        die_of(&err);
    if (!length)
        return false;
    ch_input input = {.name = "", .bytes = p->line.p, .len = p->line.n, .format = CH_FORMAT_PLAIN};
    ch_doc *doc = ch__doc_new();
    if (!doc)
        die("out of memory");
    ch__arena_clear(&p->scratch);
    if (ch__text_room(p->k, NULL, &p->scratch, &input, NULL, doc, &err) == CH_OK)
        take(ctx, doc);
    ch_doc_free(doc);
    return true;
}

/* ---- the step "tokens" ---- */

static void print_paragraph(void *ctx, const ch_doc *doc)
{
    (void)ctx;
    puts("#");
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span span = doc->sentences[i].tokens;
        for (uint32_t t = span.start; t < span.end; t++) {
            ch__sv form = ch__token_sv(doc, t);
            printf("%.*s%c", (int)form.n, form.p, t + 1 < span.end ? ' ' : '\n');
        }
    }
}

int train_tokens(int argc, char **argv)
{
    ch__knowledge *k;
    paragraphs in;
    ch_err err;
    if (argc != 3) {
        fputs("Usage: chancery-train tokens KNOWLEDGE TEXT\n", stderr);
        return 2;
    }
    if (ch__knowledge_open(&k, argv[1], &err) < 0)
        die_of(&err);
    paragraphs_open(&in, k, argv[2]);
    while (paragraphs_next(&in, print_paragraph, NULL))
        continue;
    paragraphs_close(&in);
    ch__knowledge_close(k);
    return fflush(stdout) == 0 ? 0 : 1;
}

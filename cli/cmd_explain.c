/* cmd_explain.c - how a sentence is coded: tokens and tree, actors, what was weighed and why, the records. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inputs.h"
#include "term.h"

const option_def explain_options[] = {{"date", 'd', "DATE", "publication date (YYYY-MM-DD) to reckon from"},
                                      {"json", 'j', NULL, "the records only, as JSONL"},
                                      {"knowledge", 0, "FILE", "compiled knowledge file to use"},
                                      {"model", 0, "FILE", "model file to use"},
                                      {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
                                      {"color", 0, "WHEN", "auto, always, never"},
                                      EVENT_OPTIONS,
                                      DICTIONARY_OPTIONS,
                                      {NULL, 0, NULL, NULL}};
enum {
    OPT_DATE,
    OPT_JSON,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_TABLES,
    OPT_COLOR,
    OPT_EVENTS,
    OPT_DICTIONARIES = OPT_EVENTS + N_EVENT_OPTIONS
};

static void heading(const char *text)
{
    style_on("1");
    printf("%s\n", text);
    style_off();
}

static void print_words(const ch_doc *doc, ch_span bytes)
{
    printf("%.*s", (int)(bytes.end - bytes.start), doc->text + bytes.start);
}

static void print_tokens(const ch_doc *doc, const ch_sentence *s)
{
    for (uint32_t t = s->tokens.start; t < s->tokens.end; t++) {
        const ch_token *k = &doc->tokens[t];
        printf("  %3u  %-18.*s", t - s->tokens.start + 1, (int)(k->bytes.end - k->bytes.start),
               doc->text + k->bytes.start);
        if (doc->words) {
            const ch_word *w = &doc->words[t];
            uint32_t head = w->head == CH_NONE ? 0 : w->head - s->tokens.start + 1;
            printf(" %-16s %-6s %-5s %3u  %s", w->lemma, ch_upos_name((ch_upos)w->upos), w->xpos, head,
                   ch_deprel_name((ch_deprel)w->deprel));
        }
        putchar('\n');
    }
}

static void print_actor(const ch_actor *a)
{
    printf("  %s", a->code ? a->code : "---");
    if (a->sector)
        printf(" %s", a->sector);
    if (a->name)
        printf("  %s", a->name);
    if (a->office)
        printf(", %s", a->office);
    if (a->entity)
        printf(" (%s)", a->entity);
}

static void print_mentions(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const ch_mention *m = &doc->mentions[i];
        if (m->sentence != sentence)
            continue;
        fputs("  \"", stdout);
        print_words(doc, m->bytes);
        printf("\" %s:", ch_mention_kind_name((ch_mention_kind)m->kind));
        for (uint32_t a = m->actors.start; a < m->actors.end; a++)
            print_actor(&doc->actors[a]);
        if (m->actors.start == m->actors.end)
            fputs("  unresolved", stdout);
        printf("  [%s", m->why);
        if (m->confidence > 0)
            printf(", %.2f", m->confidence);
        putchar(']');
        if (m->chain != CH_NONE)
            printf("  chain %u", m->chain);
        putchar('\n');
    }
}

/* Places stand in the order of the text. */
static void print_places(const ch_doc *doc, const ch_sentence *s)
{
    bool any = false;
    for (uint32_t i = 0; i < doc->n_places; i++) {
        const ch_place *p = &doc->places[i];
        if (p->bytes.start < s->bytes.start || p->bytes.end > s->bytes.end)
            continue;
        if (!any)
            heading("places");
        any = true;
        fputs("  \"", stdout);
        print_words(doc, p->bytes);
        printf("\": %s, %s", p->name ? p->name : "---", p->country ? p->country : "---");
        if (!isnan(p->lat))
            printf("  %.2f %.2f", p->lat, p->lon);
        printf("%s%s\n", p->geonameid ? "  GeoNames " : "", p->geonameid ? p->geonameid : "");
    }
}

static void print_candidates(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->sentence != sentence)
            continue;
        fputs(c->record == CH_NONE ? "  - " : "  + ", stdout);
        if (c->token != CH_NONE) {
            print_words(doc, doc->tokens[c->token].bytes);
            fputs(": ", stdout);
        }
        printf("%s%s%s%s\n", c->why, c->rule ? "  [" : "", c->rule ? c->rule : "", c->rule ? "]" : "");
    }
}

static int print_records(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_records; i++) {
        if (sentence != CH_NONE && doc->records[i].sentence != sentence)
            continue;
        char *line = ch_record_json(doc, &doc->records[i], doc->name, false);
        if (!line)
            return EXIT_FAILED;
        printf("%s%s\n", sentence == CH_NONE ? "" : "  ", line);
        free(line);
    }
    return EXIT_DONE;
}

static const char *uncoded_reason(const ch_doc *doc, const ch_sentence *s)
{
    if (s->repeat_of != CH_NONE)
        return "repeats an earlier sentence";
    if (s->flags & CH_SENTENCE_DISCARDED)
        return s->discarded;
    return doc->words ? NULL : "the language is not one that is coded";
}

static int explain(const ch_doc *doc)
{
    int code = EXIT_DONE;
    for (uint32_t b = 0; b < doc->n_blocks; b++)
        if (doc->blocks[b].kind != CH_BLOCK_BODY && doc->blocks[b].kind != CH_BLOCK_TITLE) {
            printf("not coded, %s (%s): ", ch_block_kind_name((ch_block_kind)doc->blocks[b].kind), doc->blocks[b].why);
            print_words(doc, doc->blocks[b].bytes);
            putchar('\n');
        }
    for (uint32_t i = 0; i < doc->n_sentences && code == EXIT_DONE; i++) {
        const ch_sentence *s = &doc->sentences[i];
        heading("sentence");
        fputs("  ", stdout);
        print_words(doc, s->bytes);
        putchar('\n');
        if (uncoded_reason(doc, s)) {
            printf("  not coded: %s\n", uncoded_reason(doc, s));
            continue;
        }
        heading("words");
        print_tokens(doc, s);
        heading("actors");
        print_mentions(doc, i);
        print_places(doc, s);
        heading("weighed");
        print_candidates(doc, i);
        heading("records");
        code = print_records(doc, i);
    }
    return code;
}

/* The operands joined by blanks: quotation marks around a sentence are easily forgotten. */
static char *join(const arguments *args)
{
    size_t n = 1;
    for (int i = 0; i < args->n_rest; i++)
        n += strlen(args->rest[i]) + 1;
    char *text = malloc(n);
    if (!text)
        return NULL;
    text[0] = 0;
    for (int i = 0; i < args->n_rest; i++) {
        strcat(text, i ? " " : "");
        strcat(text, args->rest[i]);
    }
    return text;
}

int run_explain(const arguments *args)
{
    ch_err err;
    ch_doc *doc;
    machine m;
    if (!term_set_color(args->value[OPT_COLOR]))
        return usage_error(args->command, "--color %s: auto, always or never", args->value[OPT_COLOR]);
    if (args->value[OPT_DATE] && !date_exists(args->value[OPT_DATE]))
        return usage_error(args->command, "--date %s: not a date that exists, YYYY-MM-DD", args->value[OPT_DATE]);
    if (args->n_rest == 0)
        return usage_error(args->command, "no sentence given");
    ch_engine_options engine = {
        .knowledge = args->value[OPT_KNOWLEDGE], .model = args->value[OPT_MODEL], .tables = args->value[OPT_TABLES]};
    int code = event_options(args, OPT_EVENTS, &engine);
    if (code == EXIT_DONE)
        code = dictionary_options(args, OPT_DICTIONARIES, &engine);
    if (code == EXIT_DONE)
        code = machine_open_with(&m, &engine);
    if (code != EXIT_DONE)
        return code;
    char *text = join(args);
    ch_input in = {.name = "sentence",
                   .uri = "sentence",
                   .bytes = text,
                   .len = text ? strlen(text) : 0,
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    ch_doc_options options = {.published = args->value[OPT_DATE]};
    if (!text || ch_doc_code(m.engine, m.work, &in, &options, &doc, &err) < 0) {
        text ? complain_of(&err) : complain("out of memory");
        code = EXIT_FAILED;
    } else {
        code = args->value[OPT_JSON] ? print_records(doc, CH_NONE) : explain(doc);
        ch_doc_free(doc);
    }
    free(text);
    machine_close(&m);
    return code;
}

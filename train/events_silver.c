/* events_silver.c - silver of a teacher, one sentence a line (docs/training.md):
 * {"text", "triggers": [{"at": [s, e], "shares": {LABEL: share, ...}, "label", "modality", "actor": [[s, e], ...],
 * "recipient": [...]}]}, spans in code points. What no share is given to is no event; label and what follows stand only
 * where an event is likelier than none. */
#define _GNU_SOURCE
#include "base/json.h"
#include "events.h"

enum { MOST_TRIGGERS = 64 };

static ch_span span_of(const json_t *pair)
{
    return (ch_span){(uint32_t)json_integer_value(json_array_get(pair, 0)),
                     (uint32_t)json_integer_value(json_array_get(pair, 1))};
}

/* The token that begins at a code point, or CH_NONE: the words are cut otherwise here. */
static uint32_t token_at(const ch_doc *doc, ch_span chars)
{
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        if (doc->tokens[t].chars.start == chars.start)
            return t;
    return CH_NONE;
}

static int modality_of(const char *name)
{
    for (int m = CH_ACTUAL; m <= CH_HISTORICAL; m++)
        if (name && strcmp(name, ch_modality_name((ch_modality)m)) == 0)
            return m;
    return -1;
}

static void add_parties(const ch_doc *doc, const json_t *list, uint8_t as, marked_event *e)
{
    size_t i;
    const json_t *pair;
    json_array_foreach(list, i, pair)
    {
        uint32_t t = token_at(doc, span_of(pair));
        if (t == CH_NONE || e->n_parties == MOST_PARTIES)
            continue;
        e->parties[e->n_parties] = t;
        e->as[e->n_parties++] = as;
    }
}

/* Shares of all labels; what is not named is "none". */
static void take_shares(const json_t *shares, event_labels *l, float *out)
{
    const char *name;
    json_t *share;
    memset(out, 0, CH__SCORER_LABELS * sizeof *out);
    out[0] = 1;
    json_object_foreach((json_t *)(uintptr_t)shares, name, share)
    {
        int label = event_label(l, name);
        if (label <= 0)
            continue;
        out[label] = (float)json_number_value(share);
        out[0] -= out[label];
    }
    out[0] = out[0] < 0 ? 0 : out[0];
}

static void add_line(event_samples *s, const ch_engine *engine, ch_work *work, const json_t *o)
{
    const char *text = json_string_value(json_object_get(o, "text"));
    ch_input input = {.name = "silver",
                      .uri = "silver",
                      .bytes = text,
                      .len = text ? strlen(text) : 0,
                      .format = CH_FORMAT_PLAIN,
                      .container = CH_FORMAT_PLAIN,
                      .language = "en",
                      .charset = "utf-8"};
    const ch_doc_options options = {.actors_only = true};
    static float shares[MOST_TRIGGERS][CH__SCORER_LABELS];
    marked_event events[MOST_TRIGGERS];
    size_t n = 0, i;
    const json_t *trigger;
    ch_doc *doc = NULL;
    ch_err err = {0};
    if (!text || ch_doc_code(engine, work, &input, &options, &doc, &err) < 0)
        return;
    json_array_foreach(json_object_get(o, "triggers"), i, trigger)
    {
        const char *label = json_string_value(json_object_get(trigger, "label"));
        marked_event *e = &events[n];
        if (n == MOST_TRIGGERS - 1)
            continue;
        *e = (marked_event){.token = token_at(doc, span_of(json_object_get(trigger, "at"))),
                            .modality = modality_of(json_string_value(json_object_get(trigger, "modality")))};
        snprintf(e->label, sizeof e->label, "%s", label ? label : "");
        take_shares(json_object_get(trigger, "shares"), s->labels, shares[n]);
        e->shares = shares[n];
        add_parties(doc, json_object_get(trigger, "recipient"), CH__PARTY_RECIPIENT, e);
        add_parties(doc, json_object_get(trigger, "actor"), CH__PARTY_ACTOR, e);
        n += e->token != CH_NONE;
        s->events += label != NULL;
    }
    event_samples_add(s, engine->knowledge, doc, events, n);
    ch_doc_free(doc);
}

void event_samples_silver(event_samples *s, const ch_engine *engine, const char *path)
{
    FILE *in = fopen(path, "r");
    ch_err err;
    ch_work *work;
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    if (!in)
        die("%s cannot be opened", path);
    if (ch_work_new(&work, &err) < 0)
        die_of(&err);
    for (long long number = 1; (n = getline(&line, &cap, in)) > 0; number++) {
        json_t *o = ch__json_parse(line, (size_t)n, &err);
        if (!o)
            die("%s:%lld: %s", path, number, err.message);
        add_line(s, engine, work, o);
        json_decref(o);
    }
    free(line);
    fclose(in);
    ch_work_free(work);
}

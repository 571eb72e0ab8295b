/* conllu.c - units as trees with what is annotated: comments for whole records, MISC for words. */
#include "base/date.h"
#include "base/utf8.h"
#include "corpus/forms.h"
#include "syntax/given.h"
#include "text/tokens.h"

/* ---- tokens ---- */

static void number_chars(ch_doc *doc)
{
    uint32_t byte = 0, chars = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        ch_token *token = &doc->tokens[t];
        chars += (uint32_t)ch__utf8_count(doc->text + byte, token->bytes.start - byte);
        token->chars.start = chars;
        chars += (uint32_t)ch__utf8_count(doc->text + token->bytes.start, token->bytes.end - token->bytes.start);
        token->chars.end = chars;
        byte = token->bytes.end;
    }
}

/* Tokens that overlap the bytes. */
static ch_span tokens_over(const ch_doc *doc, ch_span among, ch_span bytes)
{
    uint32_t from = among.start, to;
    while (from < among.end && doc->tokens[from].bytes.end <= bytes.start)
        from++;
    for (to = from; to < among.end && doc->tokens[to].bytes.start < bytes.end;)
        to++;
    return (ch_span){from, to};
}

void ch__corpus_tokens(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    ch__tokenizer z;
    ch__tokenizer_init(&z, k, scratch, doc);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        uint32_t first = doc->n_tokens;
        ch__tokenize(&z, doc->sentences[i].bytes);
        doc->sentences[i].tokens = (ch_span){first, doc->n_tokens};
    }
    number_chars(doc);
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        ch_mention *m = &doc->mentions[i];
        m->tokens = tokens_over(doc, doc->sentences[m->sentence].tokens, m->bytes);
    }
}

/* ---- comments ---- */

static void comment_time(ch__buf *out, const ch_record *r, const ch__corpus_note *n)
{
    char first[12], last[12];
    if (n->time_unknown)
        ch__buf_str(out, " time=?");
    else if (r->when.start.year)
        ch__buf_printf(out, " time=%s/%s", ch__date_iso(r->when.start, first), ch__date_iso(r->when.end, last));
}

static void comment_event(ch__buf *out, const ch_record *r, const ch__corpus_note *n)
{
    const ch_event *e = &r->as.event;
    ch__buf_printf(out, "# event %u = %s", (unsigned)n->number, ch_event_type_name((ch_event_type)e->type));
    for (uint32_t i = 0; i < n->n_modes; i++)
        ch__buf_printf(out, "%c%s", i ? '+' : '/', n->modes[i]);
    ch__buf_printf(out, " modality=%s cameo=%s", ch_modality_name((ch_modality)e->modality), e->cameo ? e->cameo : "-");
    for (uint32_t i = 0; i < e->n_contexts; i++)
        ch__buf_printf(out, "%s%s", i ? "," : " context=", e->contexts[i]);
    comment_time(out, r, n);
    if (n->same)
        ch__buf_printf(out, " same=%s", n->same);
    ch__buf_char(out, '\n');
}

static void comment_not(ch__buf *out, const ch_doc *doc, const ch__corpus_not *n)
{
    ch__buf_printf(out, "# not = %s", ch__corpus_name(CH__LIST_REASONS, n->reason));
    if (n->bytes.start < n->bytes.end) {
        ch__buf_char(out, ' ');
        ch__buf_sv(out, ch__doc_sv(doc, n->bytes));
    }
    ch__buf_char(out, '\n');
}

/* ---- MISC ---- */

typedef struct annotated {
    const ch__corpus_unit *u;
    ch__buf misc;
} annotated;

static void comments(void *ctx, uint32_t sentence, ch__buf *out)
{
    const ch__corpus_unit *u = ((annotated *)ctx)->u;
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT && u->doc->records[i].sentence == sentence)
            comment_event(out, &u->doc->records[i], &u->notes[i]);
    for (uint32_t i = 0; i < u->n_nots; i++)
        if (u->nots[i].sentence == sentence)
            comment_not(out, u->doc, &u->nots[i]);
}

/* "Name=value" or ",value" behind an earlier one of the same name. */
static void add_value(ch__buf *out, bool *open, const char *name)
{
    if (*open)
        ch__buf_char(out, ',');
    else
        ch__buf_printf(out, "%s%s=", out->n ? "|" : "", name);
    *open = true;
}

static void add_mentions(ch__buf *out, const ch__corpus_unit *u, uint32_t t)
{
    bool open = false;
    for (uint32_t m = 0; m < u->doc->n_mentions; m++) {
        const ch_mention *at = &u->doc->mentions[m];
        if (t < at->tokens.start || t >= at->tokens.end)
            continue;
        add_value(out, &open, "Actor");
        ch__buf_printf(out, "%c-%u", at->tokens.start == t ? 'B' : 'I', (unsigned)m + 1);
        for (uint32_t a = at->actors.start; at->tokens.start == t && a < at->actors.end; a++) {
            uint32_t e = u->entity_of_actor[a];
            const ch__entity *entity = &u->entities[e];
            ch__buf_printf(out, "%c%s:%s.%s", a == at->actors.start ? ':' : '+', entity->label,
                           entity->code ? entity->code : "-", entity->sector ? entity->sector : "-");
        }
    }
}

static void add_roles(ch__buf *out, const ch__corpus_unit *u, uint32_t t, const char *name, bool recipients)
{
    bool open = false;
    for (uint32_t i = 0; i < u->doc->n_records; i++) {
        const ch_record *r = &u->doc->records[i];
        const ch_roles *roles = recipients ? &r->as.event.recipient : &r->as.event.actor;
        for (uint32_t k = 0; r->kind == CH_EVENT && k < roles->n; k++) {
            const ch_mention *m = &u->doc->mentions[roles->at[k].mention];
            if (m->sentence != r->sentence || m->tokens.start != t ||
                (k && roles->at[k - 1].mention == roles->at[k].mention))
                continue;
            add_value(out, &open, name);
            ch__buf_printf(out, "%u", (unsigned)u->notes[i].number);
        }
    }
}

static void add_triggers(ch__buf *out, const ch__corpus_unit *u, uint32_t t)
{
    bool open = false;
    for (uint32_t i = 0; i < u->n_triggers; i++) {
        const ch__trigger_mark *g = &u->triggers[i];
        ch_span over = tokens_over(u->doc, u->doc->sentences[g->sentence].tokens, g->bytes);
        if (t < over.start || t >= over.end)
            continue;
        add_value(out, &open, "Event");
        ch__buf_printf(out, "%c-%u", over.start == t ? 'B' : 'I', (unsigned)g->number);
    }
}

static ch__sv misc(void *ctx, uint32_t t)
{
    annotated *a = ctx;
    ch__buf_clear(&a->misc);
    add_mentions(&a->misc, a->u, t);
    add_roles(&a->misc, a->u, t, "ActorOf", false);
    add_triggers(&a->misc, a->u, t);
    add_roles(&a->misc, a->u, t, "RecipientOf", true);
    return a->misc.n ? (ch__sv){a->misc.p, a->misc.n} : CH__SV("");
}

void ch__form_conllu(ch__buf *out, const ch__corpus_unit *u)
{
    annotated a = {.u = u};
    ch__conllu_write(out, u->doc, &(ch__conllu_extra){.comments = comments, .misc = misc, .ctx = &a});
    out->failed |= a.misc.failed;
    ch__buf_release(&a.misc);
}

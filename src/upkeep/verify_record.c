/* verify_record.c - one record and its roles: the columns of codes against the roles, and its id made anew from what
 * the store has of its content (ledger/finish.c makes it). */
#include "ledger/ledger.h"
#include "upkeep/verify.h"

#define SPANS "id, byte_start, byte_end, char_start, char_end, quote, rule, "
static const char *const selects[CH_N_KINDS] = {
    [CH_EVENT] = "SELECT " SPANS "event, cameo, quad, score, modality, actor, recipient, attribution FROM events"
                 " WHERE document = ?",
    [CH_STATEMENT] = "SELECT " SPANS "content, content_char_start, content_char_end, speaker, addressee, about"
                     " FROM statements WHERE document = ?",
    [CH_AGREEMENT] = "SELECT " SPANS "form, action, title, parties FROM agreements WHERE document = ?",
    [CH_LEVEL] = "SELECT " SPANS "level, action, parties FROM levels WHERE document = ?",
    [CH_FIGURE] = "SELECT " SPANS "measure, unit, value, low, high, from_actor, to_actor FROM figures"
                  " WHERE document = ?",
};
enum { OWN = CH__ROW_OWN };

/* The roles of each kind, which column has their codes, and how many of them, from the first, enter the id. */
static const struct {
    const char *role[3];
    int column, n, in_id;
} sides[CH_N_KINDS] = {
    [CH_EVENT] = {{"actor", "recipient", "attribution"}, OWN + 5, 3, 2},
    [CH_STATEMENT] = {{"speaker", "addressee", "about"}, OWN + 3, 3, 1},
    [CH_AGREEMENT] = {{"party"}, OWN + 3, 1, 1},
    [CH_LEVEL] = {{"party"}, OWN + 2, 1, 1},
    [CH_FIGURE] = {{"from", "to"}, OWN + 5, 2, 2},
};

const char *ch__verify_select(ch_kind kind)
{
    return selects[kind];
}

typedef struct checking {
    ch__verifying *v;
    const char *document;
    ch_kind kind;
    sqlite3_stmt *row;
    const ch__verify_role *roles;
    uint32_t n;
} checking;

static const char *text(const checking *c, int column)
{
    return (const char *)sqlite3_column_text(c->row, column);
}

/* ---- codes ---- */

static bool is_role(const ch__verify_role *r, const char *role)
{
    return strcmp(r->role, role) == 0;
}

/* Each code once, in the order of the roles, as records.c joins them. */
static const char *joined_codes(const checking *c, const char *role)
{
    const char *all = NULL;
    for (uint32_t i = 0; i < c->n; i++) {
        bool seen = !c->roles[i].code || !is_role(&c->roles[i], role);
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = c->roles[k].code && is_role(&c->roles[k], role) && strcmp(c->roles[k].code, c->roles[i].code) == 0;
        if (!seen)
            all = all ? ch__format(&c->v->arena, "%s;%s", all, c->roles[i].code) : c->roles[i].code;
    }
    return all;
}

static bool check_codes(const checking *c)
{
    bool good = true;
    for (int i = 0; i < sides[c->kind].n; i++) {
        const char *role = sides[c->kind].role[i], *has = text(c, sides[c->kind].column + i);
        const char *want = joined_codes(c, role);
        if (has && want ? strcmp(has, want) == 0 : !has && !want)
            continue;
        ch__verify_found(c->v, CH_CHECK_CODES, c->document, text(c, CH__ROW_ID),
                         "the codes of %s are %s, those of its roles %s", role, has ? has : "(none)",
                         want ? want : "(none)");
        good = false;
    }
    c->v->out->examined[CH_CHECK_CODES]++;
    return good;
}

/* ---- the id ---- */

/* A record in a document of its own that has nothing but those who take part. */
typedef struct remade {
    ch_doc doc;
    ch_record record;
} remade;

static ch_roles *roles_of(ch_record *r, int side)
{
    switch ((ch_kind)r->kind) {
    case CH_EVENT: return side ? &r->as.event.recipient : &r->as.event.actor;
    case CH_STATEMENT: return &r->as.statement.speaker;
    case CH_AGREEMENT: return &r->as.agreement.parties;
    case CH_LEVEL: return &r->as.level.parties;
    case CH_FIGURE: return side ? &r->as.figure.to : &r->as.figure.from;
    case CH_N_KINDS: break;
    }
    return NULL;
}

/* Somebody of whom the tables know neither name nor code has no row among the actors, as words that are nobody's: bit i
 * of `known` says which of the two role i was. */
static void add_roles(const checking *c, remade *m, uint32_t known)
{
    for (int side = 0; side < sides[c->kind].in_id; side++) {
        ch_roles *to = roles_of(&m->record, side);
        to->at = ch__alloc_array(&c->v->arena, c->n, sizeof *to->at);
        for (uint32_t i = 0; i < c->n; i++) {
            const ch__verify_role *r = &c->roles[i];
            if (!is_role(r, sides[c->kind].role[side]))
                continue;
            m->doc.actors[i] = (ch_actor){.code = r->code, .name = r->name};
            m->doc.mentions[i] = (ch_mention){.chars = r->chars};
            to->at[to->n++] = (ch_role){i, r->actor || (known >> (i & 31) & 1) ? i : CH_NONE};
        }
    }
}

static void remake_event(const checking *c, remade *m)
{
    ch_event *e = &m->record.as.event;
    const char *name = text(c, OWN);
    m->doc.ontology = CH_ONTOLOGY_CAMEO;
    e->cameo = name; /* named by its code; */
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (strcmp(ch_event_type_name((ch_event_type)t), name) == 0) {
            e->type = (uint8_t)t; /* by its type */
            e->cameo = NULL;
        }
}

static void remake_figure(const checking *c, remade *m)
{
    ch_figure *f = &m->record.as.figure;
    double *const values[] = {&f->value, &f->low, &f->high};
    bool *const has[] = {&f->has_value, &f->has_low, &f->has_high};
    f->measure = text(c, OWN);
    f->unit = text(c, OWN + 1);
    for (int i = 0; i < 3; i++) {
        *has[i] = sqlite3_column_type(c->row, OWN + 2 + i) != SQLITE_NULL;
        *values[i] = sqlite3_column_double(c->row, OWN + 2 + i);
    }
}

static void remake_content(const checking *c, remade *m)
{
    ch_record *r = &m->record;
    switch (c->kind) {
    case CH_EVENT: remake_event(c, m); return;
    case CH_STATEMENT:
        r->as.statement.content_chars =
            (ch_span){(uint32_t)sqlite3_column_int64(c->row, OWN + 1), (uint32_t)sqlite3_column_int64(c->row, OWN + 2)};
        return;
    case CH_AGREEMENT:
        r->as.agreement.form = text(c, OWN);
        r->as.agreement.action = text(c, OWN + 1);
        r->as.agreement.title = text(c, OWN + 2);
        return;
    case CH_LEVEL:
        r->as.level.level = text(c, OWN);
        r->as.level.action = text(c, OWN + 1);
        return;
    case CH_FIGURE: remake_figure(c, m); return;
    case CH_N_KINDS: return;
    }
}

static bool id_is(const checking *c, uint32_t known)
{
    remade m = {.record = {.kind = (uint8_t)c->kind}};
    sqlite3_snprintf(sizeof m.doc.id, m.doc.id, "%s", c->document);
    m.doc.actors = ch__alloc_array(&c->v->arena, c->n, sizeof *m.doc.actors);
    m.doc.mentions = ch__alloc_array(&c->v->arena, c->n, sizeof *m.doc.mentions);
    m.record.chars = (ch_span){(uint32_t)sqlite3_column_int64(c->row, CH__ROW_CHARS),
                               (uint32_t)sqlite3_column_int64(c->row, CH__ROW_CHARS_END)};
    remake_content(c, &m);
    add_roles(c, &m, known);
    ch__record_id(&c->v->arena, &m.doc, &m.record);
    return strcmp(m.record.id, text(c, CH__ROW_ID)) == 0;
}

static void check_id(const checking *c)
{
    enum { MOST_UNKNOWN = 6 };
    uint32_t unknown = 0, bits = 0;
    bool lost = strcmp(text(c, CH__ROW_RULE), "review") == 0; /* a corrected record keeps the id that it had */
    for (uint32_t i = 0; i < c->n && i < 32; i++) {
        lost |= c->roles[i].lost;
        bits |= c->roles[i].actor ? 0 : (uint32_t)1 << i;
        unknown += !c->roles[i].actor;
    }
    if (lost || unknown > MOST_UNKNOWN || c->n > 32) {
        c->v->out->skipped[CH_CHECK_IDS]++;
        return;
    }
    c->v->out->examined[CH_CHECK_IDS]++;
    /* every subset of the bits, from none to all */
    for (uint32_t known = 0;; known = (known - bits) & bits) {
        if (id_is(c, known))
            return;
        if (known == bits)
            break;
    }
    ch__verify_found(c->v, CH_CHECK_IDS, c->document, text(c, CH__ROW_ID), "the id does not follow from the content");
}

/* ---- labels ---- */

static void check_event(const checking *c)
{
    const char *name = text(c, OWN), *modality = text(c, OWN + 4);
    bool known = false;
    for (int m = 0; m <= CH_HISTORICAL; m++)
        known |= strcmp(ch_modality_name((ch_modality)m), modality) == 0;
    if (!known)
        ch__verify_found(c->v, CH_CHECK_VALUES, c->document, text(c, CH__ROW_ID), "no such modality: %s", modality);
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (strcmp(ch_event_type_name((ch_event_type)t), name) == 0 &&
            (sqlite3_column_int(c->row, OWN + 2) != ch_event_type_quad((ch_event_type)t) ||
             sqlite3_column_double(c->row, OWN + 3) != ch_event_type_score((ch_event_type)t)))
            ch__verify_found(c->v, CH_CHECK_VALUES, c->document, text(c, CH__ROW_ID),
                             "quad or score are not those of %s", name);
}

void ch__verify_record(ch__verifying *v, const char *document, bool read, ch_kind kind, sqlite3_stmt *row,
                       const ch__verify_role *roles, uint32_t n)
{
    checking c = {v, document, kind, row, roles, n};
    if (!read) {
        v->out->skipped[CH_CHECK_CODES]++;
        v->out->skipped[CH_CHECK_IDS]++;
        return;
    }
    if (kind == CH_EVENT)
        check_event(&c);
    if (check_codes(&c))
        check_id(&c);
    else
        v->out->skipped[CH_CHECK_IDS]++;
}

/* records.c - record lines to records of the document. */
#include <math.h>

#include "corpus/corpus.h"

/* ---- roles ---- */

/* The n-th mention (from 1) of an entity in the sentence, and which of its actors that is. */
static bool mention_in(const ch__corpus_unit *u, uint32_t sentence, uint32_t entity, uint32_t n, ch_role *out)
{
    const ch_doc *doc = u->doc;
    for (uint32_t m = 0; m < doc->n_mentions; m++) {
        const ch_mention *at = &doc->mentions[m];
        for (uint32_t a = at->actors.start; at->sentence == sentence && a < at->actors.end; a++)
            if (u->entity_of_actor[a] == entity && --n == 0) {
                *out = (ch_role){m, a};
                return true;
            }
    }
    return false;
}

/* The last mention of an entity before the sentence. */
static bool mention_before(const ch__corpus_unit *u, uint32_t sentence, uint32_t entity, ch_role *out)
{
    bool found = false;
    for (uint32_t s = 0; s < sentence; s++)
        for (uint32_t n = 1; mention_in(u, s, entity, n, out); n++)
            found = true;
    return found;
}

/* a, a2: label and which mention. */
static bool role_of(ch__record_words *w, ch__sv word, ch_role *out)
{
    const ch__corpus_unit *u = &w->b->unit;
    size_t letters = 0;
    uint32_t n = 0;
    while (letters < word.n && ch__is_lower((unsigned char)word.p[letters]))
        letters++;
    for (size_t i = letters; i < word.n; i++)
        n = ch__is_digit((unsigned char)word.p[i]) && n < 100 ? n * 10 + (uint32_t)(word.p[i] - '0') : 1000;
    if (letters < word.n && word.p[letters] == '0')
        n = 1000;
    uint32_t e = n < 100 ? ch__unit_entity(w->b, (ch__sv){word.p, letters}) : CH_NONE;
    if (e == CH_NONE) {
        ch__record_fault(w, "'%.*s' is no label of an actor", (int)word.n, word.p);
        return false;
    }
    if (mention_in(u, w->sentence, e, n ? n : 1, out))
        return true;
    if (!n && u->story && mention_before(u, w->sentence, e, out))
        return true;
    ch__record_fault(w, "actor '%.*s' is not mentioned %s", (int)word.n, word.p,
                     n > 1      ? "so often in the sentence"
                     : u->story ? "up to here"
                                : "in the sentence");
    return false;
}

static void add_role(ch__record_words *w, ch_roles *roles, uint32_t *cap, ch_role role)
{
    *CH__PUSH(ch__unit_arena(w->b), roles->at, roles->n, *cap) = role;
}

/* a,b2,c or - */
static void take_roles(ch__record_words *w, const char *what, ch_roles *out)
{
    ch__sv list = ch__record_next(w, what), word;
    uint32_t cap = 0;
    ch_role role;
    if (ch__sv_is(list, "-"))
        return;
    while (ch__sv_next(&list, ',', &word))
        if (role_of(w, word, &role))
            add_role(w, out, &cap, role);
}

/* The same where codes may stand among the labels. */
static void take_about(ch__record_words *w, ch_roles *out)
{
    ch__sv list = ch__record_next(w, "about whom"), word;
    uint32_t cap = 0;
    while (ch__sv_next(&list, ',', &word)) {
        ch_role role = {CH_NONE, CH_NONE};
        const char *code = ch__vocabulary_code(w->b->r->v, word);
        if (code)
            role.actor = ch__unit_actor(w->b, (ch_actor){.code = code}, CH_NONE);
        if (code || role_of(w, word, &role))
            add_role(w, out, &cap, role);
    }
}

/* ---- lists of names ---- */

/* Contexts separated by commas. */
static void take_contexts(ch__record_words *w, const char ***out, uint32_t *n)
{
    ch__sv list = ch__record_next(w, "a context"), word;
    uint32_t cap = 0;
    *n = 0;
    while (ch__sv_next(&list, ',', &word)) {
        const char *known = ch__vocabulary_plover(w->b->r->v, "context", word, NULL);
        if (known)
            *CH__PUSH(ch__unit_arena(w->b), *out, *n, cap) = known;
        else
            ch__record_fault(w, "no context '%.*s'", (int)word.n, word.p);
    }
}

/* The word with blanks for the hyphens of the file. */
static ch__sv spaced(ch__record_words *w, ch__sv word)
{
    char *name = ch__copy(ch__unit_arena(w->b), word);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? ' ' : *c;
    return ch__sv_of(name);
}

/* One of the names that a column of a table holds. */
static const char *take_cell(ch__record_words *w, const char *what, const ch__table *t, const char *column)
{
    ch__sv word = ch__record_next(w, what);
    const char *known = ch__vocabulary_cell(t, column, spaced(w, word));
    if (!known)
        ch__record_fault(w, "'%.*s' is no %s", (int)word.n, word.p, what);
    return known;
}

/* ---- records ---- */

static ch_record *add_record(ch__record_words *w, ch_kind kind)
{
    ch__unit_builder *b = w->b;
    ch_record *r = ch__doc_add_record(b->unit.doc);
    uint32_t n = b->unit.doc->n_records - 1;
    ch__corpus_note *note = CH__PUSH(ch__unit_arena(b), b->unit.notes, n, b->cap_notes);
    *note = (ch__corpus_note){.line = w->line};
    r->kind = (uint8_t)kind;
    r->sentence = w->sentence;
    r->confidence = 1000;
    r->rule = ch__format(ch__unit_arena(b), "%s:%u", b->unit.file, (unsigned)w->line);
    return r;
}

static ch__corpus_note *note_of(const ch__record_words *w)
{
    return &w->b->unit.notes[w->b->unit.doc->n_records - 1];
}

static void widen(ch_span *span, ch_span by)
{
    if (by.start == by.end)
        return;
    if (span->start == span->end)
        *span = by;
    span->start = by.start < span->start ? by.start : span->start;
    span->end = by.end > span->end ? by.end : span->end;
}

static bool take_name(ch__record_words *w, const char **out)
{
    if (w->next >= w->n || w->at[w->next].quoted || w->at[w->next].text.p[0] != '#')
        return false;
    ch__sv name = w->at[w->next++].text;
    *out = ch__record_copy(w, (ch__sv){name.p + 1, name.n - 1});
    if (!*out)
        ch__record_fault(w, "a name must follow #");
    return true;
}

/* A field that may stand only once; `new` says that it has not stood yet. */
static void once(ch__record_words *w, bool new, const char *what)
{
    if (!new)
        ch__record_fault(w, "%s stands twice", what);
}

static bool take_when(ch__record_words *w, ch_record *r)
{
    if (!ch__record_take(w, "when"))
        return false;
    once(w, !r->when.start.year && !note_of(w)->time_unknown, "a time");
    ch__record_when(w, &r->when, &note_of(w)->time_unknown);
    return true;
}

static void unknown_field(ch__record_words *w)
{
    ch__sv word = ch__record_next(w, "a field");
    ch__record_fault(w, "'%.*s' is no field of this record", (int)word.n, word.p);
}

/* ---- events ---- */

static bool take_type(ch__record_words *w, ch_event *e)
{
    ch__sv word = ch__record_next(w, "a type of event"), modes = word, type;
    (void)ch__sv_next(&modes, '/', &type);
    uint32_t cap = 0;
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (ch__sv_is(type, ch_event_type_name((ch_event_type)t))) {
            e->type = (uint8_t)t;
            ch__corpus_note *note = note_of(w);
            for (ch__sv mode; ch__sv_next(&modes, '+', &mode);) {
                const char *known =
                    ch__vocabulary_plover(w->b->r->v, "mode", mode, ch_event_type_name((ch_event_type)t));
                if (known)
                    *CH__PUSH(ch__unit_arena(w->b), note->modes, note->n_modes, cap) = known;
                else
                    ch__record_fault(w, "%.*s has no mode '%.*s'", (int)type.n, type.p, (int)mode.n, mode.p);
            }
            e->mode = note->n_modes ? note->modes[0] : NULL;
            return true;
        }
    ch__record_fault(w, "'%.*s' is no type of event", (int)type.n, type.p);
    return false;
}

static bool take_telling(ch__record_words *w)
{
    uint32_t t = w->at[w->next].quoted ? CH_NONE : ch__corpus_find(CH__LIST_TELLINGS, w->at[w->next].text);
    if (t == CH_NONE)
        return false;
    note_of(w)->shapes |= 1u << t;
    w->next++;
    return true;
}

static bool take_modality(ch__record_words *w, ch_event *e)
{
    for (int m = CH_FUTURE; m <= CH_HISTORICAL; m++)
        if (ch__record_take(w, ch_modality_name((ch_modality)m))) {
            once(w, e->modality == CH_ACTUAL, "a modality");
            e->modality = (uint8_t)m;
            return true;
        }
    return false;
}

static const char *take_unit(ch__record_words *w)
{
    bool quoted = w->next < w->n && w->at[w->next].quoted;
    ch__sv word = ch__record_next(w, "a unit");
    if (!quoted && !ch__vocabulary_cell(w->b->r->v->units, "code", word))
        ch__record_fault(w,
                         "no unit '%.*s': an ISO 4217 code, %%, a unit of ledger/units.tsv, or a noun in quotation "
                         "marks",
                         (int)word.n, word.p);
    return ch__record_copy(w, word);
}

static bool take_magnitude(ch__record_words *w, ch_event *e, uint32_t *cap)
{
    static const char *const names[] = {"killed", "injured", "arrested", "people", "money", "items"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!ch__record_take(w, names[i]))
            continue;
        ch__amount a = ch__record_amount(w);
        ch_magnitude *m = CH__PUSH(ch__unit_arena(w->b), e->magnitudes, e->n_magnitudes, *cap);
        m->what = names[i];
        m->value = a.has_value ? a.value : a.has_low ? a.low : a.high;
        if (i >= 4)
            m->unit = take_unit(w);
        return true;
    }
    return false;
}

static void take_cameo(ch__record_words *w, ch_event *e)
{
    ch__sv code = ch__record_next(w, "a CAMEO code");
    const char *type = ch_event_type_name((ch_event_type)e->type);
    once(w, !e->cameo, "a CAMEO code");
    e->cameo = ch__vocabulary_plover(w->b->r->v, "cameo", code, type);
    if (!e->cameo)
        ch__record_fault(w,
                         ch__vocabulary_plover(w->b->r->v, "cameo", code, NULL) ? "CAMEO code %.*s does not mean %s"
                                                                                : "no CAMEO code '%.*s' (for %s)",
                         (int)code.n, code.p, type);
}

static void take_where(ch__record_words *w, ch_place *place)
{
    once(w, place->bytes.start == place->bytes.end, "a place");
    place->bytes = ch__record_place(w, ch__record_quoted(w, "the place"), false);
    ch__sv code = ch__record_next(w, "the country of the place");
    place->country = ch__sv_is(code, "-") ? NULL : ch__vocabulary_code(w->b->r->v, code);
    if (place->country && !ch__vocabulary_is_country(w->b->r->v, place->country))
        place->country = NULL;
    if (!place->country && !ch__sv_is(code, "-"))
        ch__record_fault(w, "no country has the code '%.*s'", (int)code.n, code.p);
    place->name = ch__record_copy(w, ch__doc_sv(w->b->unit.doc, place->bytes));
}

static void take_per(ch__record_words *w, ch_event *e)
{
    take_roles(w, "whose words they are", &e->attribution);
    if (w->next < w->n && w->at[w->next].quoted)
        note_of(w)->per = ch__record_place(w, ch__record_quoted(w, "the words"), false);
    e->attribution_chars = ch__corpus_chars(w->b->unit.doc, note_of(w)->per);
}

static bool event_field(ch__record_words *w, ch_record *r, uint32_t *cap)
{
    ch_event *e = &r->as.event;
    if (take_telling(w) || take_modality(w, e) || take_magnitude(w, e, cap) || take_name(w, &note_of(w)->same) ||
        take_when(w, r))
        return true;
    if (ch__record_take(w, "cameo"))
        take_cameo(w, e);
    else if (ch__record_take(w, "context"))
        take_contexts(w, &e->contexts, &e->n_contexts);
    else if (ch__record_take(w, "where"))
        take_where(w, &e->place);
    else if (ch__record_take(w, "per"))
        take_per(w, e);
    else
        return false;
    return true;
}

/* The triggers with the event's number; the record's span goes from the first to the last of them and of its actors. */
static void take_triggers(ch__record_words *w, ch_record *r)
{
    ch__corpus_unit *u = &w->b->unit;
    ch__corpus_note *note = note_of(w);
    uint32_t cap = 0;
    for (uint32_t i = 0; i < u->n_triggers; i++)
        if (u->triggers[i].sentence == w->sentence && u->triggers[i].number == note->number) {
            *CH__PUSH(ch__unit_arena(w->b), note->triggers, note->n_triggers, cap) = u->triggers[i].bytes;
            widen(&r->bytes, u->triggers[i].bytes);
        }
    if (!note->n_triggers)
        ch__record_fault(w, "no words of the sentence are marked {...|%u}", (unsigned)note->number);
    const ch_roles *roles[] = {&r->as.event.actor, &r->as.event.recipient};
    for (size_t k = 0; k < 2; k++)
        for (uint32_t i = 0; i < roles[k]->n; i++) {
            const ch_mention *m = &u->doc->mentions[roles[k]->at[i].mention];
            if (m->sentence == w->sentence)
                widen(&r->bytes, m->bytes);
        }
}

static void read_event(ch__record_words *w, uint32_t number)
{
    ch_record *r = add_record(w, CH_EVENT);
    ch_event *e = &r->as.event;
    uint32_t cap = 0;
    e->place.lat = e->place.lon = NAN;
    note_of(w)->number = number;
    if (!take_type(w, e))
        return;
    take_roles(w, "an actor", &e->actor);
    if (ch__record_take(w, ">"))
        take_roles(w, "a recipient", &e->recipient);
    while (w->next < w->n && !w->bad)
        if (!event_field(w, r, &cap))
            unknown_field(w);
    take_triggers(w, r);
}

/* ---- statements, agreements, levels, figures ---- */

static void take_evidence(ch__record_words *w, ch_record *r)
{
    widen(&r->bytes, ch__record_place(w, ch__record_quoted(w, "the words"), false));
}

static const char *take_statement_form(ch__record_words *w)
{
    static const char *const forms[] = {"direct", "indirect", "mixed"};
    ch__sv word = ch__record_next(w, "form of a statement");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (ch__sv_is(word, forms[i]))
            return forms[i];
    ch__record_fault(w, "'%.*s' is no form of a statement", (int)word.n, word.p);
    return NULL;
}

static void read_statement(ch__record_words *w)
{
    ch_record *r = add_record(w, CH_STATEMENT);
    ch_statement *s = &r->as.statement;
    take_roles(w, "a speaker", &s->speaker);
    if (ch__record_take(w, ">"))
        take_roles(w, "an addressee", &s->addressee);
    s->form = take_statement_form(w);
    s->verb = ch__record_copy(w, ch__record_next(w, "a verb"));
    while (w->next < w->n && !w->bad)
        if (ch__record_take(w, "words"))
            s->content_bytes = ch__record_place(w, ch__record_quoted(w, "what was said"), true);
        else if (ch__record_take(w, "about"))
            take_about(w, &s->about);
        else if (!take_when(w, r))
            unknown_field(w);
    r->bytes = s->content_bytes;
}

static void read_agreement(ch__record_words *w)
{
    ch_record *r = add_record(w, CH_AGREEMENT);
    ch_agreement *a = &r->as.agreement;
    a->form = take_cell(w, "form of an agreement", w->b->r->v->agreements, "form");
    a->action = take_cell(w, "action of an agreement", w->b->r->v->agreement_actions, "action");
    take_roles(w, "a party", &a->parties);
    while (w->next < w->n && !w->bad)
        if (ch__record_take(w, "words"))
            take_evidence(w, r);
        else if (ch__record_take(w, "title"))
            a->title = ch__record_copy(w, ch__record_quoted(w, "the title"));
        else if (ch__record_take(w, "term"))
            a->term = ch__record_copy(w, ch__record_quoted(w, "the term"));
        else if (ch__record_take(w, "count"))
            a->count = ch__record_copy(w, ch__record_quoted(w, "the count"));
        else if (ch__record_take(w, "subjects"))
            take_contexts(w, &a->subjects, &a->n_subjects);
        else if (!take_when(w, r) && !take_name(w, &note_of(w)->same))
            unknown_field(w);
}

static void read_level(ch__record_words *w)
{
    ch_record *r = add_record(w, CH_LEVEL);
    ch_level *l = &r->as.level;
    ch__sv level = ch__record_quoted(w, "the level");
    l->level = ch__vocabulary_cell(w->b->r->v->levels, "level", level);
    if (!l->level)
        ch__record_fault(w, "no level \"%.*s\" in ledger/levels.tsv (column level)", (int)level.n, level.p);
    l->action = take_cell(w, "action of a level", w->b->r->v->level_actions, "action");
    take_roles(w, "a party", &l->parties);
    while (w->next < w->n && !w->bad)
        if (ch__record_take(w, "words"))
            take_evidence(w, r);
        else if (!take_when(w, r) && !take_name(w, &note_of(w)->same))
            unknown_field(w);
}

static const char *take_measure(ch__record_words *w)
{
    ch__sv word = ch__record_next(w, "a measure");
    const char *known = ch__vocabulary_cell(w->b->r->v->measures, "measure", spaced(w, word));
    if (!known)
        ch__record_fault(w, "no measure '%.*s' in ledger/measures.tsv", (int)word.n, word.p);
    return known;
}

static void read_figure(ch__record_words *w)
{
    ch_record *r = add_record(w, CH_FIGURE);
    ch_figure *f = &r->as.figure;
    bool unknown;
    f->measure = take_measure(w);
    ch__amount a = ch__record_amount(w);
    f->has_value = a.has_value;
    f->has_low = a.has_low;
    f->has_high = a.has_high;
    f->value = a.value;
    f->low = a.low;
    f->high = a.high;
    f->unit = take_unit(w);
    take_roles(w, "from whom", &f->from);
    if (ch__record_take(w, ">"))
        take_roles(w, "to whom", &f->to);
    while (w->next < w->n && !w->bad)
        if (ch__record_take(w, "words"))
            take_evidence(w, r);
        else if (ch__record_take(w, "approximate"))
            f->approximate = true;
        else if (ch__record_take(w, "of"))
            f->of = ch__record_copy(w, ch__record_quoted(w, "the whole"));
        else if (ch__record_take(w, "period"))
            ch__record_when(w, &f->period, &unknown);
        else if (!take_when(w, r))
            unknown_field(w);
}

/* ---- no event ---- */

static void read_not(ch__record_words *w)
{
    ch__unit_builder *b = w->b;
    ch__sv name = ch__record_next(w, "a reason");
    uint32_t reason = ch__corpus_find(CH__LIST_REASONS, name);
    if (reason == CH_NONE)
        ch__record_fault(w, "'%.*s' is no reason", (int)name.n, name.p);
    ch_span words = {0, 0};
    if (w->next < w->n)
        words = ch__record_place(w, ch__record_quoted(w, "the words"), false);
    if (w->next < w->n)
        unknown_field(w);
    if (w->bad)
        return;
    ch__corpus_not *n = CH__PUSH(ch__unit_arena(b), b->unit.nots, b->unit.n_nots, b->cap_nots);
    *n = (ch__corpus_not){w->sentence, w->line, reason, words};
}

/* ---- the line ---- */

static void need_evidence(ch__record_words *w, uint32_t before)
{
    const ch_doc *doc = w->b->unit.doc;
    if (doc->n_records == before)
        return; /* a line "not" */
    const ch_record *r = &doc->records[doc->n_records - 1];
    if (r->bytes.start == r->bytes.end)
        ch__record_fault(w, "the record needs words \"...\" of the sentence");
}

static void read_line(ch__record_words *w)
{
    uint32_t before = w->b->unit.doc->n_records, number = 0;
    ch__sv word = ch__record_next(w, "a record");
    for (size_t i = 0; i < word.n; i++)
        number =
            ch__is_digit((unsigned char)word.p[i]) && number < 1000 ? number * 10 + (uint32_t)(word.p[i] - '0') : 10000;
    if (number && number < 1000)
        read_event(w, number);
    else if (ch__sv_is(word, "statement"))
        read_statement(w);
    else if (ch__sv_is(word, "agreement"))
        read_agreement(w);
    else if (ch__sv_is(word, "level"))
        read_level(w);
    else if (ch__sv_is(word, "figure"))
        read_figure(w);
    else if (ch__sv_is(word, "not"))
        read_not(w);
    else
        ch__record_fault(w,
                         "'%.*s' begins no record: the number of an event, statement, agreement, level, figure or not",
                         (int)word.n, word.p);
    need_evidence(w, before);
}

void ch__unit_records(ch__unit_builder *b)
{
    ch__record_words w = {.b = b};
    for (uint32_t i = 0; i < b->n_lines; i++)
        if (ch__record_split(&w, &b->lines[i]))
            read_line(&w);
}

#include "support/made_story.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "ledger/ledger.h"

/* The text in the making: everything goes through `put`, which knows where it stands in bytes and code points. */
typedef struct story {
    const made_world *world;
    const made_plot *plot;
    ch_doc *doc;
    ch__arena *arena;
    made_chance facts, style; /* what is told, the same in all stories of a plot; and how */
    char *text;
    uint32_t len, cap, chars;
} story;

typedef struct words {
    ch_span bytes, chars;
} words;

static words put(story *s, const char *text)
{
    uint32_t n = (uint32_t)strlen(text), chars = (uint32_t)ch__utf8_count(text, n);
    words out = {{s->len, s->len + n}, {s->chars, s->chars + chars}};
    if (s->len + n + 1 > s->cap) {
        uint32_t cap = (s->len + n + 1) * 2;
        s->text = ch__grow(s->arena, s->text, s->len, 1, cap);
        s->cap = cap;
    }
    memcpy(s->text + s->len, text, n + 1);
    s->len += n;
    s->chars += chars;
    return out;
}

static words from(words first, words last)
{
    return (words){{first.bytes.start, last.bytes.end}, {first.chars.start, last.chars.end}};
}

static words put_prose(story *s, uint32_t least, uint32_t more)
{
    static const char *const common[] = {
        "the",      "of",      "and",       "ministry", "ports",    "talks",   "with",     "on",          "border",
        "new",      "trade",   "officials", "for",      "regional", "energy",  "said",     "in",          "policy",
        "security", "to",      "supply",    "rail",     "visit",    "joint",   "council",  "budget",      "under",
        "law",      "between", "fishing",   "water",    "capital",  "a",       "economic", "plan",        "after",
        "students", "markets", "summit",    "defence",  "health",   "customs", "from",     "d\u00e9tente"};
    static const char *const rare[] = {"communiqu\u00e9", "lithium",  "demarche",    "isthmus", "seabed",
                                       "quinoa",          "aqueduct", "fa\u00e7ade", "tariff",  "kerosene"};
    words out = put(s, "");
    uint32_t n = least + made_below(&s->style, more);
    for (uint32_t i = 0; i < n; i++) {
        bool seldom = made_below(&s->style, 400) == 0;
        const char *word = seldom ? rare[made_below(&s->style, 10)] : common[made_below(&s->style, 44)];
        put(s, i ? " " : "");
        out = from(out, put(s, word));
    }
    return out;
}

/* ---- who ---- */

static uint32_t actor_of(story *s, const made_state *state, uint32_t which)
{
    ch_doc *d = s->doc;
    const ch_actor *a = &state->actors[which];
    for (uint32_t i = 0; i < d->n_actors; i++)
        if (d->actors[i].name == a->name)
            return i;
    *CH__PUSH(s->arena, d->actors, d->n_actors, d->inside->cap_actors) = *a;
    return d->n_actors - 1;
}

/* A state by its name, or one of its people by theirs. */
static ch_role put_party(story *s, const made_state *state, bool person)
{
    uint32_t which = person ? 1 + made_below(&s->facts, MADE_PEOPLE) : 0;
    words w = put(s, which ? state->actors[which].name : state->name);
    ch_doc *d = s->doc;
    ch_mention *m = CH__PUSH(s->arena, d->mentions, d->n_mentions, d->inside->cap_mentions);
    *m = (ch_mention){.bytes = w.bytes, .chars = w.chars, .sentence = d->n_sentences, .why = "made"};
    return (ch_role){d->n_mentions - 1, actor_of(s, state, which)};
}

static void add_role(story *s, ch_roles *roles, ch_role who)
{
    ch_role *grown = ch__alloc_array(s->arena, roles->n + 1, sizeof *grown);
    if (roles->n)
        memcpy(grown, roles->at, roles->n * sizeof *grown);
    grown[roles->n] = who;
    *roles = (ch_roles){grown, roles->n + 1};
}

/* Both sides of a record: mostly those of the plot. */
static void sides(story *s, const made_state **a, const made_state **b)
{
    *a = s->plot->a;
    *b = s->plot->b;
    if (made_percent(&s->facts, 40)) {
        *a = made_pick(s->world, &s->facts, NULL);
        *b = made_pick(s->world, &s->facts, *a);
    } else if (made_percent(&s->facts, 40)) {
        *a = s->plot->b;
        *b = s->plot->a;
    }
}

/* ---- when ---- */

static void put_date(story *s, ch_when *when)
{
    char day[12];
    ch_date on = ch__date_add_days(s->plot->day, -(int)made_below(&s->facts, 10));
    *when = (ch_when){.start = s->plot->day, .end = s->plot->day, .precision = CH_DAY, .basis = CH_BASIS_PUBLISHED};
    if (made_percent(&s->facts, 3))
        *when = (ch_when){.precision = CH_UNKNOWN};
    if (!made_percent(&s->style, 40))
        return;
    put(s, " ");
    words w = put(s, ch__format(s->arena, "on %s", ch__date_iso(on, day)));
    *when = (ch_when){
        .start = on, .end = on, .precision = CH_DAY, .basis = CH_BASIS_TEXT, .bytes = w.bytes, .chars = w.chars};
}

/* ---- the kinds ---- */

static void put_place(story *s, ch_place *place)
{
    const made_state *where = made_pick(s->world, &s->facts, NULL);
    place->lat = place->lon = __builtin_nan("");
    if (!made_percent(&s->facts, 30))
        return;
    put(s, " in ");
    words w = put(s, where->name);
    *place = (ch_place){
        w.bytes, w.chars, where->name, where->code, "0", made_below(&s->facts, 80), made_below(&s->facts, 170)};
}

static void put_event(story *s, ch_record *r)
{
    static const char *const verbs[] = {" met ", " praised ", " warned ", " accused ", " joined ", " supplied "};
    ch_event *e = &r->as.event;
    const made_state *a, *b;
    sides(s, &a, &b);
    e->type = made_percent(&s->facts, 35) ? CH_EVENT_CONSULT : (uint8_t)made_below(&s->facts, CH_N_EVENT_TYPES);
    e->mode = made_label(&s->world->modes[e->type], &s->facts);
    e->modality = made_percent(&s->facts, 70) ? CH_ACTUAL : (uint8_t)made_below(&s->facts, 5);
    add_role(s, &e->actor, put_party(s, a, made_percent(&s->facts, 50)));
    bool together = made_percent(&s->facts, 15);
    put(s, together ? " and " : verbs[made_below(&s->facts, 6)]);
    add_role(s, together ? &e->actor : &e->recipient, put_party(s, b, made_percent(&s->facts, 50)));
    put(s, " ");
    put_prose(s, 4, 6);
    put_place(s, &e->place);
    if (made_percent(&s->facts, 30)) {
        e->contexts = ch__alloc(s->arena, sizeof *e->contexts);
        e->contexts[e->n_contexts++] = made_label(&s->world->contexts, &s->facts);
    }
    if (made_percent(&s->facts, 5)) {
        e->magnitudes = ch__alloc(s->arena, sizeof *e->magnitudes);
        e->magnitudes[e->n_magnitudes++] = (ch_magnitude){"people", made_below(&s->facts, 500), NULL};
    }
}

static void put_statement(story *s, ch_record *r)
{
    ch_statement *t = &r->as.statement;
    const made_state *a, *b;
    sides(s, &a, &b);
    t->form = made_percent(&s->facts, 40) ? "direct" : "indirect";
    t->verb = "say";
    bool direct = t->form[0] == 'd';
    put(s, direct ? "\"" : "");
    words start = put_prose(s, 6, 10);
    put(s, " ");
    add_role(s, &t->about, put_party(s, b, false));
    words content = from(start, put(s, ""));
    t->content_bytes = content.bytes;
    t->content_chars = content.chars;
    put(s, direct ? ",\" " : ", ");
    add_role(s, &t->speaker, put_party(s, a, true));
    put(s, " said");
    if (!made_percent(&s->facts, 20))
        return;
    put(s, " to ");
    add_role(s, &t->addressee, put_party(s, made_pick(s->world, &s->facts, a), true));
}

static void put_both(story *s, ch_roles *parties)
{
    const made_state *a, *b;
    sides(s, &a, &b);
    add_role(s, parties, put_party(s, a, false));
    put(s, " and ");
    add_role(s, parties, put_party(s, b, false));
}

static void put_agreement(story *s, ch_record *r)
{
    ch_agreement *g = &r->as.agreement;
    put_both(s, &g->parties);
    g->form = made_label(&s->world->forms, &s->facts);
    g->action = made_label(&s->world->agreement_actions, &s->facts);
    put(s, ch__format(s->arena, " %s a %s ", g->action, g->form));
    words subject = put_prose(s, 3, 1);
    if (made_percent(&s->facts, 30))
        g->title = ch__copy(s->arena, (ch__sv){s->text + subject.bytes.start, subject.bytes.end - subject.bytes.start});
}

static void put_level(story *s, ch_record *r)
{
    ch_level *l = &r->as.level;
    put_both(s, &l->parties);
    l->level = made_label(&s->world->levels, &s->facts);
    l->action = made_label(&s->world->level_actions, &s->facts);
    put(s, ch__format(s->arena, " %s their %s", l->action, l->level));
}

static void put_figure(story *s, ch_record *r)
{
    ch_figure *f = &r->as.figure;
    const made_state *a, *b;
    sides(s, &a, &b);
    f->measure = made_label(&s->world->measures, &s->facts);
    f->value = 1 + made_below(&s->facts, 5000);
    f->has_value = true;
    f->unit = "USD";
    put(s, ch__format(s->arena, "The %s of ", f->measure));
    add_role(s, &f->from, put_party(s, a, false));
    put(s, " to ");
    add_role(s, &f->to, put_party(s, b, false));
    int year = s->plot->day.year - 1;
    put(s, ch__format(s->arena, " reached %.0f dollars ", f->value));
    words w = put(s, ch__format(s->arena, "in %d", year));
    ch_date whole = {(int16_t)year, 0, 0};
    f->period = (ch_when){
        .start = whole, .end = whole, .precision = CH_YEAR, .basis = CH_BASIS_TEXT, .bytes = w.bytes, .chars = w.chars};
}

/* ---- sentences ---- */

/* Of a hundred records so many events, statements, ... */
static ch_kind some_kind(made_chance *chance)
{
    static const uint8_t up_to[CH_N_KINDS] = {58, 80, 86, 91, 100};
    uint32_t at = made_below(chance, 100);
    int kind = 0;
    while (at >= up_to[kind])
        kind++;
    return (ch_kind)kind;
}

static words put_record(story *s)
{
    static void (*const write[CH_N_KINDS])(story *, ch_record *) = {put_event, put_statement, put_agreement, put_level,
                                                                    put_figure};
    ch_record r = {.kind = (uint8_t)some_kind(&s->facts), .sentence = s->doc->n_sentences, .rule = "made:1"};
    words start = put(s, "");
    write[r.kind](s, &r);
    put_date(s, &r.when);
    words whole = from(start, put(s, ""));
    r.bytes = whole.bytes;
    r.chars = whole.chars;
    r.confidence = (uint16_t)(300 + made_below(&s->facts, 700));
    ch_record *kept = ch__doc_add_record(s->doc);
    *kept = r;
    ch_candidate *c = ch__doc_add_candidate(s->doc, r.sentence, CH_NONE, r.rule, "made");
    c->record = s->doc->n_records - 1;
    return whole;
}

static void end_sentence(story *s, words start, uint32_t block, uint8_t flags)
{
    words all = from(start, put(s, "."));
    s->doc->sentences[s->doc->n_sentences++] =
        (ch_sentence){.bytes = all.bytes, .chars = all.chars, .block = block, .repeat_of = CH_NONE, .flags = flags};
}

static void end_block(story *s, words start, ch_block_kind kind)
{
    words all = from(start, put(s, ""));
    s->doc->blocks[s->doc->n_blocks++] = (ch_block){all.bytes, (uint8_t)kind, "made"};
    put(s, "\n\n");
}

static void put_sentence(story *s, uint32_t i, uint32_t records, uint8_t flags)
{
    /* records spread evenly over the sentences */
    bool record = i * records / MADE_SENTENCES != (i + 1) * records / MADE_SENTENCES;
    words start = put(s, "");
    if (record)
        put_record(s);
    else {
        put_prose(s, 10, 15);
        ch__doc_add_candidate(s->doc, s->doc->n_sentences, CH_NONE, NULL, "no trigger");
    }
    end_sentence(s, start, s->doc->n_blocks, flags);
}

static void put_text(story *s, uint32_t records)
{
    enum { PARAGRAPH = 4 };
    s->doc->blocks = ch__alloc_array(s->arena, MADE_SENTENCES, sizeof *s->doc->blocks);
    s->doc->sentences = ch__alloc_array(s->arena, MADE_SENTENCES, sizeof *s->doc->sentences);
    words start = put(s, "");
    for (uint32_t i = 0; i < MADE_SENTENCES; i++) {
        bool last = i == 0 || i % PARAGRAPH == 0 || i + 1 == MADE_SENTENCES;
        put_sentence(s, i, records, i == 0 ? CH_SENTENCE_TITLE : 0);
        if (last)
            end_block(s, start, i == 0 ? CH_BLOCK_TITLE : CH_BLOCK_BODY);
        start = last ? put(s, "") : (put(s, " "), start);
    }
}

/* ---- the document ---- */

static void describe(ch__arena *arena, const made_plot *plot, uint64_t number, ch_doc *doc)
{
    doc->name = ch__format(arena, "story-%llu", (unsigned long long)number);
    doc->uri = ch__format(arena, "made/%s.txt", doc->name);
    doc->source = ch__format(arena, "Agency %u", (unsigned)(number % 40));
    doc->published = plot->day;
    doc->published_step = "option";
    doc->format = "plain";
    doc->encoding = doc->encoding_step = "utf-8";
    doc->language = "en";
    doc->language_step = "words";
}

void made_story(const made_world *world, const made_plot *plot, uint64_t number, uint32_t records, ch_doc *doc)
{
    story s = {.world = world,
               .plot = plot,
               .doc = doc,
               .arena = ch__doc_arena(doc),
               .facts = {plot->number},
               .style = {number}};
    describe(s.arena, plot, number, doc);
    put_text(&s, records);
    doc->text = s.text;
    doc->len = s.len;
    doc->n_chars = s.chars;
    doc->title = ch__copy(s.arena, ch__doc_sv(doc, doc->sentences[0].bytes));
    ch__sha256(doc->hash, (ch__sv){doc->text, doc->len});
    ch__hash_id(doc->id, (ch__sv[]){ch__sv_of(doc->name), {doc->text, doc->len}}, 2);
    for (uint32_t i = 0; i < doc->n_records; i++)
        ch__record_id(s.arena, doc, &doc->records[i]);
}

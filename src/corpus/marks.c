/* marks.c - a line of text with its marks: [words|a=COD.SEC], [words|a], [words|a+b], {words|1}. */
#include <stdlib.h>

#include "base/utf8.h"
#include "corpus/corpus.h"

enum { DEEPEST = 8, LONGEST_LABEL = 3 };

typedef struct marker {
    ch__unit_builder *b;
    ch__sv line;
    uint32_t number, sentence; /* of the line in the file, of the sentence in the unit */
    struct {
        char open;
        uint32_t start; /* byte of the unit's text */
    } stack[DEEPEST];
    uint32_t depth;
} marker;

/* ---- actors ---- */

static bool is_label(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ch__is_lower((unsigned char)s.p[i]))
            return false;
    return s.n > 0 && s.n <= LONGEST_LABEL;
}

static const char *known_code(marker *m, ch__sv code)
{
    if (ch__sv_is(code, "-"))
        return NULL;
    const char *known = ch__vocabulary_code(m->b->r->v, code);
    if (!known)
        ch__unit_fault(m->b, m->number, "no country or organisation has the code '%.*s'", (int)code.n, code.p);
    return known;
}

static const char *known_sector(marker *m, ch__sv sector)
{
    const char *known = ch__vocabulary_plover(m->b->r->v, "sector", sector, NULL);
    if (!known)
        ch__unit_fault(m->b, m->number, "no sector '%.*s'", (int)sector.n, sector.p);
    return known;
}

/* COD.SEC or COD.SEC.SEC */
static void declare(marker *m, ch__sv label, ch__sv what, ch__sv name)
{
    ch__unit_builder *b = m->b;
    ch__sv code = {0}, sector = {0}, second = {0};
    uint32_t e = ch__unit_entity(b, label);
    if (e != CH_NONE) {
        ch__unit_fault(b, m->number, "label '%.*s' was declared in line %u", (int)label.n, label.p,
                       b->unit.entities[e].line);
        return;
    }
    bool second_one = ch__sv_next(&what, '.', &code) && ch__sv_next(&what, '.', &sector) && what.p;
    if (second_one)
        (void)ch__sv_next(&what, '.', &second);
    if (!code.n || !sector.n || (second_one && !second.n) || what.p)
        ch__unit_fault(b, m->number, "label '%.*s' needs CODE.SECTOR or CODE.SECTOR.SECTOR", (int)label.n, label.p);
    ch__entity *entity = CH__PUSH(ch__unit_arena(b), b->unit.entities, b->unit.n_entities, b->cap_entities);
    *entity = (ch__entity){.label = ch__copy(ch__unit_arena(b), label),
                           .code = code.n ? known_code(m, code) : NULL,
                           .sector = sector.n ? known_sector(m, sector) : NULL,
                           .second = second.n ? known_sector(m, second) : NULL,
                           .name = name.n ? ch__copy(ch__unit_arena(b), name) : NULL,
                           .line = m->number};
}

static void add_member(marker *m, uint32_t entity)
{
    const ch__entity *e = &m->b->unit.entities[entity];
    (void)ch__unit_actor(m->b, (ch_actor){.name = e->name, .code = e->code, .sector = e->sector}, entity);
}

/* Takes one member of a label from *rest: label, what follows `=`, and a name in quotes, behind which nothing stands;
 * false when the quotes are wrong. */
static bool next_member(ch__sv *rest, ch__sv *label, ch__sv *what, ch__sv *name)
{
    size_t end = 0, quote = (size_t)-1, close = (size_t)-1;
    for (bool inside = false; end < rest->n && (inside || rest->p[end] != '+'); end++)
        if (rest->p[end] == '"') {
            *(inside ? &close : &quote) = end;
            inside = !inside;
        }
    ch__sv member = {rest->p, end};
    bool right = quote == (size_t)-1 || (close != (size_t)-1 && close + 1 == end && close > quote + 1);
    *name = right && quote != (size_t)-1 ? ch__sv_between(rest->p + quote + 1, rest->p + close) : (ch__sv){0};
    if (quote != (size_t)-1)
        member.n = quote;
    *rest = end < rest->n ? (ch__sv){rest->p + end + 1, rest->n - end - 1} : (ch__sv){0};
    const char *equals = member.n ? memchr(member.p, '=', member.n) : NULL;
    *label = ch__sv_trim(equals ? ch__sv_between(member.p, equals) : member);
    *what = equals ? ch__sv_trim(ch__sv_between(equals + 1, member.p + member.n)) : (ch__sv){0};
    return right;
}

static ch_mention_kind kind_of(const marker *m, ch_span bytes, uint32_t members)
{
    ch__sv words = {m->b->text.p + bytes.start, bytes.end - bytes.start};
    if (members > 1)
        return CH_MENTION_GROUP;
    if (ch__vocabulary_is_pronoun(m->b->r->v, words))
        return CH_MENTION_PRONOUN;
    size_t i = 0;
    while (i < words.n)
        if (ch__cp_is_upper(ch__utf8_next(words.p, words.n, &i)))
            return CH_MENTION_NAME;
    return CH_MENTION_NOMINAL;
}

static void close_actor(marker *m, ch_span bytes, ch__sv spec)
{
    ch__unit_builder *b = m->b;
    ch_doc *doc = b->unit.doc;
    ch__sv rest = spec, label, what, name;
    uint32_t first = doc->n_actors, only = CH_NONE, members = 0;
    do {
        if (!next_member(&rest, &label, &what, &name))
            ch__unit_fault(b, m->number, "the name of a label stands in quotation marks at its end");
        if (!is_label(label)) {
            ch__unit_fault(b, m->number,
                           "'%.*s' is no label: one to three small letters, then '=CODE.SECTOR' where "
                           "the actor is new",
                           (int)label.n, label.p);
            return;
        }
        if (what.n)
            declare(m, label, what, name);
        uint32_t e = ch__unit_entity(b, label);
        if (e == CH_NONE) {
            ch__unit_fault(b, m->number, "label '%.*s' is not declared", (int)label.n, label.p);
            return;
        }
        add_member(m, e);
        only = members++ ? CH_NONE : e;
    } while (rest.p);
    ch_mention *mention = CH__PUSH(ch__unit_arena(b), doc->mentions, doc->n_mentions, b->cap_mentions);
    *mention = (ch_mention){.bytes = bytes,
                            .head = CH_NONE,
                            .sentence = m->sentence,
                            .actors = {first, doc->n_actors},
                            .chain = only,
                            .kind = (uint8_t)kind_of(m, bytes, members),
                            .why = "annotated",
                            .confidence = 1};
}

/* ---- triggers ---- */

static void close_trigger(marker *m, ch_span bytes, ch__sv spec)
{
    ch__unit_builder *b = m->b;
    ch__sv field;
    while (ch__sv_next(&spec, ',', &field)) {
        uint32_t n = 0;
        for (size_t i = 0; i < field.n; i++)
            n = ch__is_digit((unsigned char)field.p[i]) && n < 1000 ? n * 10 + (uint32_t)(field.p[i] - '0') : 1000;
        if (!n || n >= 1000) {
            ch__unit_fault(b, m->number, "'%.*s' is no number of an event", (int)field.n, field.p);
            return;
        }
        ch__trigger_mark *t = CH__PUSH(ch__unit_arena(b), b->unit.triggers, b->unit.n_triggers, b->cap_triggers);
        *t = (ch__trigger_mark){m->sentence, n, m->number, bytes};
    }
}

/* ---- the line ---- */

static void close_mark(marker *m, ch__sv spec)
{
    char open = m->stack[--m->depth].open;
    ch_span bytes = {m->stack[m->depth].start, (uint32_t)m->b->text.n};
    ch__sv words = {m->b->text.p + bytes.start, bytes.end - bytes.start};
    if (m->b->unit.doc->n_mentions + m->b->unit.n_triggers >= CH__MOST_MARKS)
        ch__unit_fault(m->b, m->number, "more than %d marks in a unit", CH__MOST_MARKS);
    else if (!words.n || ch__sv_trim(words).n != words.n)
        ch__unit_fault(m->b, m->number, "a mark holds no words, or white space at its end");
    else if (open == '[')
        close_actor(m, bytes, spec);
    else
        close_trigger(m, bytes, spec);
}

static bool is_escape(char c)
{
    return c && strchr("[]{}|\\@#", c);
}

/* Takes the character at i, or the label that begins there; returns where to go on. */
static size_t step(marker *m, size_t i)
{
    ch__unit_builder *b = m->b;
    char c = m->line.p[i];
    if (c == '\\' && i + 1 < m->line.n && is_escape(m->line.p[i + 1])) {
        ch__buf_char(&b->text, m->line.p[i + 1]);
        return i + 2;
    }
    if (c == '[' || c == '{') {
        if (m->depth == DEEPEST) {
            ch__unit_fault(b, m->number, "more than %d marks inside each other", DEEPEST);
            m->depth = 0;
            return m->line.n;
        }
        m->stack[m->depth].open = c;
        m->stack[m->depth++].start = (uint32_t)b->text.n;
        return i + 1;
    }
    if (c == '|' && m->depth) {
        const char *close = memchr(m->line.p + i, m->stack[m->depth - 1].open == '[' ? ']' : '}', m->line.n - i);
        if (!close) {
            ch__unit_fault(b, m->number, "a mark is not closed");
            m->depth = 0;
            return m->line.n;
        }
        close_mark(m, ch__sv_between(m->line.p + i + 1, close));
        return (size_t)(close - m->line.p) + 1;
    }
    if (c == '|' || c == ']' || c == '}')
        ch__unit_fault(b, m->number,
                       "'%c' at byte %zu of the line ends or labels nothing: every mark is [words|label] or "
                       "{words|number}; \\%c stands for the character",
                       c, i + 1, c);
    ch__buf_char(&b->text, c);
    return i + 1;
}

static int by_place(const void *a, const void *b)
{
    const ch_mention *x = a, *y = b;
    if (x->bytes.start != y->bytes.start)
        return x->bytes.start < y->bytes.start ? -1 : 1;
    if (x->bytes.end != y->bytes.end)
        return x->bytes.end > y->bytes.end ? -1 : 1;
    return x->actors.start < y->actors.start ? -1 : 1;
}

void ch__unit_marks(ch__unit_builder *b, ch__sv line, uint32_t number, uint32_t sentence)
{
    marker m = {.b = b, .line = line, .number = number, .sentence = sentence};
    ch_doc *doc = b->unit.doc;
    uint32_t first = doc->n_mentions;
    for (size_t i = 0; i < line.n;)
        i = step(&m, i);
    if (m.depth)
        ch__unit_fault(b, number, "a mark is not closed");
    if (doc->n_mentions > first + 1)
        qsort(doc->mentions + first, doc->n_mentions - first, sizeof *doc->mentions, by_place);
}

/* dictionary_patterns.c - codes of verbs; patterns of TABARI, PETRARCH and PETRARCH-2 in the one notation of the table
 * events/verb-patterns, a cell for each side of the verb. */
#include "knowledge/dictionary_verbs.h"

/* ---- codes ---- */

static bool is_cameo(const ch__dictionaries *d, ch__sv code)
{
    const ch__table *t = d->plover;
    if (!t)
        return true;
    uint32_t column = ch__table_column(t, "name");
    for (uint32_t r = ch__table_find_in(t, column, code); r != CH_NONE; r = ch__table_find_next_in(t, column, r))
        if (strcmp(ch__table_cell(t, r, 0), "cameo") == 0)
            return true;
    return false;
}

/* The code of one direction: "042", or NULL for none. "075A" is 075, "1384" the 138 that CAMEO has. */
static const char *one_code(ch__dictionary_file *f, ch__sv text)
{
    ch__sv digits = {text.p, 0};
    text = ch__sv_trim(text);
    if (!text.n || ch__sv_is(text, "---"))
        return NULL;
    while (digits.n < text.n && ch__is_digit((unsigned char)text.p[digits.n]))
        digits.n++;
    while (digits.n >= 2 && !is_cameo(f->d, digits))
        digits.n--;
    if (digits.n < 2) {
        ch__dictionary_fault(f, "no code of CAMEO, so no event: [%.*s]", (int)(text.n < 40 ? text.n : 40), text.p);
        return NULL;
    }
    if (digits.n != text.n)
        ch__dictionary_fault(f, "no code of CAMEO: [%.*s]; taken as %.*s", (int)(text.n < 40 ? text.n : 40), text.p,
                             (int)digits.n, digits.p);
    return ch__copy(&f->d->s->arena, digits);
}

const char *ch__verb_code(ch__dictionary_file *f, ch__sv text)
{
    const char *end = text.p + text.n, *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
    if (slash) {
        ch__dictionary_fault(f, "two codes that disagree: [%.*s]; the first is taken", (int)(text.n < 40 ? text.n : 40),
                             text.p);
        text = ch__sv_between(text.p, slash);
        end = slash;
    }
    const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
    const char *there = one_code(f, ch__sv_between(text.p, colon ? colon : end));
    const char *back = colon ? one_code(f, ch__sv_between(colon + 1, end)) : NULL;
    if (back)
        return ch__format(&f->d->s->arena, "%s:%s", there ? there : "", back);
    return there ? there : "---";
}

/* ---- one side of a pattern ---- */

typedef struct side {
    ch__dictionary_file *f;
    const ch__verb_book *b;
    ch__sv raw;
    size_t at;
    char out[8 * CH__MOST_NAME], open[2]; /* brackets not yet closed */
    size_t n;
    int depth;
    uint32_t elements;
    bool gap, joint; /* blank, '_' in front of what follows */
    bool begun;      /* a bracket has just been opened */
    bool left, phrases;
    const char *fault;
} side;

static void put(side *s, const char *text)
{
    size_t n = strlen(text);
    if (s->n + n + 2 >= sizeof s->out) {
        s->fault = "too long";
        return;
    }
    memcpy(s->out + s->n, text, n);
    s->n += n;
}

/* "NOT_*", "*_OUT": what touches the verb is joined to it. */
static void put_joint(side *s)
{
    bool joined = s->joint && !s->gap;
    if (s->n ? !s->begun : joined && !s->left)
        put(s, joined ? "_" : " ");
    s->gap = s->joint = s->begun = false;
}

static void open_bracket(side *s, char c)
{
    if (s->depth == 2 || (s->depth && s->open[s->depth - 1] == '{')) {
        s->fault = "brackets inside of brackets";
        return;
    }
    put_joint(s);
    s->open[s->depth++] = c;
    put(s, c == '(' ? "(" : "{");
    s->begun = true;
}

static void close_bracket(side *s, char c)
{
    if (!s->depth || s->open[s->depth - 1] != (c == ')' ? '(' : '{') || s->begun) {
        s->fault = s->begun ? "nothing in brackets" : "brackets that do not match";
        return;
    }
    s->depth--;
    s->gap = s->joint = false;
    put(s, c == ')' ? ")" : "}");
}

static bool ends_word(char c)
{
    return c == '_' || ch__is_space((unsigned char)c) || strchr("(){}", c) != NULL;
}

/* What stands at s->at as it is written in our notation; the place behind it in s->at. */
static const char *element(side *s)
{
    ch__arena *arena = &s->f->d->s->arena;
    ch__sv rest = {s->raw.p + s->at, s->raw.n - s->at};
    ch__word_set *set;
    size_t n = rest.p[0] == '&' ? ch__word_set_at(s->b, (ch__sv){rest.p + 1, rest.n - 1}, &set) : 0;
    if (n) {
        s->at += n + 1;
        return ch__format(arena, "&%s", set->name);
    }
    while (n < rest.n && !ends_word(rest.p[n]))
        n++;
    s->at += n;
    if (rest.p[0] == '&') {
        s->fault = ch__format(arena, "a set that is not made, %.*s", (int)(n < 40 ? n : 40), rest.p);
        return NULL;
    }
    const char *word = ch__verb_word(s->f, (ch__sv){rest.p, n});
    if (!word)
        s->fault = "a word without letters";
    return word;
}

static bool is_mark(const char *text)
{
    return !text[1] && strchr("$+%^", text[0]);
}

/* A word that stands alone in a pattern of PETRARCH-2 is the head of a phrase: "AID" is "{aid}". */
static void put_element(side *s)
{
    bool touched = s->joint && !s->gap;
    const char *text = element(s);
    bool touches = s->at < s->raw.n && s->raw.p[s->at] == '_' && s->at + 1 < s->raw.n &&
                   !ch__is_space((unsigned char)s->raw.p[s->at + 1]);
    if (!text || (text[0] == '-' && !text[1]))
        return;
    if (++s->elements > CH__MOST_ELEMENTS) {
        s->fault = "too many words";
        return;
    }
    bool alone = s->phrases && !s->depth && !touched && !touches && !is_mark(text);
    put_joint(s);
    put(s, alone ? ch__format(&s->f->d->s->arena, "{%s}", text) : text);
}

static void read_side(side *s)
{
    while (s->at < s->raw.n && !s->fault) {
        char c = s->raw.p[s->at];
        if (c == '_' || ch__is_space((unsigned char)c)) {
            s->joint |= c == '_';
            s->gap |= c != '_';
            s->at++;
        } else if (c == '(' || c == '{') {
            open_bracket(s, c);
            s->at++;
        } else if (c == ')' || c == '}') {
            close_bracket(s, c);
            s->at++;
        } else {
            put_element(s);
        }
    }
    if (!s->fault && s->depth)
        s->fault = "brackets that do not match";
    if (s->left && s->joint && !s->gap && s->n)
        put(s, "_");
    s->out[s->n] = 0;
}

const char *ch__verb_side(ch__dictionary_file *f, const ch__verb_book *b, ch__sv raw, bool left, bool phrases)
{
    side s = {.f = f, .b = b, .raw = raw, .left = left, .phrases = phrases};
    if (raw.n > CH__MOST_NAME)
        s.fault = "too long";
    else
        read_side(&s);
    raw = ch__sv_trim(raw);
    if (s.fault) {
        ch__dictionary_fault(f, "left out for %s: \"%.*s\"", s.fault, (int)(raw.n < 60 ? raw.n : 60), raw.p);
        return NULL;
    }
    return s.n ? ch__copy(&f->d->s->arena, (ch__sv){s.out, s.n}) : "-";
}

/* ---- rows ---- */

ch__dictionary_file ch__waiting_file(ch__dictionaries *d, const ch__waiting *w)
{
    return (ch__dictionary_file){.d = d, .name = w->file, .line = w->line};
}

/* The same words twice in a block: the first code holds. */
static bool is_first(ch__verb_book *b, ch__dictionary_file *f, const char *const *cells)
{
    ch__arena *arena = &f->d->s->arena;
    bool fresh, same;
    const char *words = ch__format(arena, "%s|%s|%s", cells[0], cells[1], cells[2]);
    uint32_t line = *ch__text_number(arena, &b->seen, words, f->line, &fresh);
    (void)ch__text_number(arena, &b->seen, ch__format(arena, "%s=%s", words, cells[3]), f->line, &same);
    if (!fresh && same)
        ch__dictionary_fault(f, "the pattern of line %u with another code; the first is taken", line);
    return fresh;
}

static void pattern(ch__dictionaries *d, ch__verb_book *b, const ch__waiting *w)
{
    ch__dictionary_file f = ch__waiting_file(d, w);
    const char *end = w->text.p + w->text.n, *star = w->text.n ? memchr(w->text.p, '*', w->text.n) : NULL;
    if (!star || memchr(star + 1, '*', (size_t)(end - star - 1))) {
        ch__dictionary_fault(&f, "a pattern has one '*', for its verb; left out");
        return;
    }
    const char *left = ch__verb_side(&f, b, ch__sv_between(w->text.p, star), true, w->phrases);
    const char *right = left ? ch__verb_side(&f, b, ch__sv_between(star + 1, end), false, w->phrases) : NULL;
    if (!right)
        return;
    const char *cells[] = {w->block, left, right, w->code};
    if (is_first(b, &f, cells))
        d->counts->patterns += ch__dictionary_row(d, CH__TO_VERB_PATTERNS, w->file, w->line, cells);
}

void ch__dictionary_finish_verbs(ch__dictionaries *d)
{
    ch__verb_book *b = d->book;
    if (!b)
        return;
    ch__word_set_rows(d, b);
    for (uint32_t i = 0; i < b->n_waiting && !d->full; i++) {
        ch__dictionary_file f = ch__waiting_file(d, &b->waiting[i]);
        if (b->waiting[i].block)
            pattern(d, b, &b->waiting[i]);
        else
            ch__verb_change(&f, b, b->waiting[i].text);
    }
}

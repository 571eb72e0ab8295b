/* dictionary_verbs.c - the lines of verb dictionaries: blocks "--- NAME [CODE] ---", verbs "VERB {FORMS} [CODE]",
 * sets, patterns, transformations; verbs to rows of events/verbs. A file of TABARI has no heads of blocks: there each
 * verb begins one. */
#include "knowledge/dictionary_verbs.h"
#include "base/hash.h"
#include "base/utf8.h"

typedef struct reading {
    ch__dictionary_file *f;
    ch__verb_book *b;
    const char *block, *code; /* of the block being read; NULL: none yet */
    ch__word_set *set;        /* being filled, or NULL */
    uint32_t first;           /* of b->waiting that is of this file */
    bool heads, patterns;     /* the file has heads; the block has patterns */
    bool phrases;
} reading;

/* ---- numbers by text ---- */

static struct ch__text_slot *slot_of(const ch__text_index *x, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & (x->cap - 1);
    while (x->slots[i].hash && x->slots[i].hash != hash)
        i = (i + 1) & (x->cap - 1);
    return &x->slots[i];
}

static void make_room(ch__arena *arena, ch__text_index *x)
{
    ch__text_index bigger = {.n = x->n, .cap = x->cap ? 2 * x->cap : 256};
    bigger.slots = ch__alloc_array(arena, bigger.cap, sizeof *bigger.slots);
    for (uint32_t i = 0; i < x->cap; i++)
        if (x->slots[i].hash)
            *slot_of(&bigger, x->slots[i].hash) = x->slots[i];
    *x = bigger;
}

uint32_t *ch__text_number(ch__arena *arena, ch__text_index *x, const char *text, uint32_t fresh, bool *is_new)
{
    uint64_t hash = ch__hash64(ch__sv_of(text)) | 1;
    if (2 * (x->n + 1) > x->cap)
        make_room(arena, x);
    struct ch__text_slot *slot = slot_of(x, hash);
    *is_new = !slot->hash;
    if (*is_new) {
        *slot = (struct ch__text_slot){hash, fresh};
        x->n++;
    }
    return &slot->value;
}

bool ch__text_known(const ch__text_index *x, const char *text)
{
    return x->cap && slot_of(x, ch__hash64(ch__sv_of(text)) | 1)->hash;
}

/* ---- words ---- */

const char *ch__verb_word(ch__dictionary_file *f, ch__sv raw)
{
    char low[4 * CH__MOST_NAME], folded[4 * CH__MOST_NAME];
    size_t n = 0;
    if (raw.n > CH__MOST_NAME)
        return NULL;
    for (size_t i = 0; i < raw.n;)
        n += ch__utf8_put(low + n, ch__cp_lower(ch__utf8_next(raw.p, raw.n, &i)));
    size_t m = ch__fold(low, n, folded, sizeof folded);
    return m == (size_t)-1 || !m ? NULL : ch__copy(&f->d->s->arena, (ch__sv){folded, m});
}

/* ---- verbs ---- */

typedef struct verb {
    const char *form;         /* the word with the '+', or the first one */
    const char *left, *right; /* further words of it as a pattern ("wire_" of WIRE_+TAP, "_down" of +BREAK_DOWN) */
} verb;

static bool is_joint(char c)
{
    return c == '_' || ch__is_space((unsigned char)c);
}

/* Where the word begins that carries the forms. */
static size_t head_of(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '+' && (i == 0 || is_joint(s.p[i - 1])))
            return i + 1;
    return 0;
}

static bool read_verb(reading *r, ch__sv text, verb *out)
{
    while (text.n && is_joint(text.p[text.n - 1]))
        text.n--;
    size_t from = head_of(text), to = from;
    while (to < text.n && !is_joint(text.p[to]))
        to++;
    out->form = ch__verb_word(r->f, (ch__sv){text.p + from, to - from});
    ch__sv before = {text.p, from ? from - 1 : 0}, after = {text.p + to, text.n - to};
    out->left = before.n ? ch__verb_side(r->f, r->b, before, true, false) : "-";
    out->right = after.n ? ch__verb_side(r->f, r->b, after, false, false) : "-";
    if (!out->form)
        ch__dictionary_fault(r->f, "no verb: \"%.*s\"", (int)(text.n < 40 ? text.n : 40), text.p);
    return out->form && out->left && out->right;
}

/* A verb of several blocks has the patterns of all, and the code of the first that gives one. */
static bool verb_row(reading *r, const verb *v, bool lemma, const char *code)
{
    ch__dictionary_file *f = r->f;
    ch__arena *arena = &f->d->s->arena;
    bool fresh, coded = strcmp(code, "---") != 0;
    const char *words = ch__format(arena, "%s|%s|%s", v->form, v->left, v->right);
    uint32_t *line = ch__text_number(arena, &r->b->verbs, words, f->line, &fresh);
    if (!fresh && coded && *line != f->line) {
        bool first;
        (void)ch__text_number(arena, &r->b->verbs, ch__format(arena, "%s|coded", words), f->line, &first);
        if (!first) {
            ch__dictionary_fault(f, "the verb %s has a code by line %u; its patterns here are taken, its code is not",
                                 v->form, *line);
            code = "---";
        }
    } else if (coded) {
        (void)ch__text_number(arena, &r->b->verbs, ch__format(arena, "%s|coded", words), f->line, &fresh);
    }
    const char *cells[] = {v->form, lemma ? "lemma" : "form", v->left, v->right, r->block, code};
    return ch__dictionary_row(f->d, CH__TO_VERBS, f->name, f->line, cells);
}

/* "ABANDON": -s, -ed, -ing; "AGREE" loses its e, "CARRY" turns its y, "PUSH" gets -es, as PETRARCH makes them. */
static uint32_t regular_forms(ch__arena *arena, const char *v, const char *out[3])
{
    size_t n = strlen(v);
    char last = n ? v[n - 1] : 0, before = n > 1 ? v[n - 2] : 0;
    bool e = last == 'e', y = last == 'y' && before && !strchr("aeou", before);
    bool hiss = last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's'));
    int stem = (int)n - (e || y);
    out[0] = ch__format(arena, "%.*s%s", y ? stem : (int)n, v, y ? "ies" : hiss ? "es" : "s");
    out[1] = ch__format(arena, "%.*s%s", stem, v, y ? "ied" : "ed");
    out[2] = ch__format(arena, "%.*sing", e ? stem : (int)n, v);
    return 3;
}

static void made_forms(reading *r, const verb *v, const char *code)
{
    const char *forms[3];
    uint32_t n = regular_forms(&r->f->d->s->arena, v->form, forms);
    for (uint32_t i = 0; i < n; i++)
        verb_row(r, &(verb){forms[i], v->left, v->right}, false, code);
}

/* "{BROKE BROKEN}", "{+BREAKS_DOWN +BROKE_DOWN}": instead of those that would be made. */
static void given_forms(reading *r, ch__sv forms, const char *code)
{
    while (forms.n) {
        size_t n = 0;
        verb v;
        while (n < forms.n && forms.p[n] != ',' && !ch__is_space((unsigned char)forms.p[n]))
            n++;
        if (n && read_verb(r, (ch__sv){forms.p, n}, &v))
            verb_row(r, &v, false, code);
        n += n < forms.n;
        forms = (ch__sv){forms.p + n, forms.n - n};
    }
}

/* Two blocks of one name are two. */
static const char *block_id(reading *r, ch__sv name)
{
    ch__arena *arena = &r->f->d->s->arena;
    char *id = ch__copy(arena, name.n > 100 ? (ch__sv){name.p, 100} : name);
    bool fresh;
    for (char *p = id; *p; p++)
        *p = ch__is_space((unsigned char)*p) || *p == '+' ? '-' : ch__lower(*p);
    uint32_t *n = ch__text_number(arena, &r->b->blocks, id, 0, &fresh);
    return ++*n == 1 ? id : ch__format(arena, "%s-%u", id, *n);
}

static void verb_line(reading *r, ch__sv line)
{
    ch__sv before = line, code = {NULL, 0}, forms = {NULL, 0}, words = {NULL, 0}, rest = line;
    bool coded = ch__dictionary_part(r->f, &rest, '[', ']', &before, &code), given = false;
    rest = before;
    given = ch__dictionary_part(r->f, &rest, '{', '}', &words, &forms);
    words = ch__sv_trim(given ? words : before);
    verb v;
    if (!r->heads) {
        r->block = block_id(r, words);
        r->code = coded ? ch__verb_code(r->f, code) : "---";
    }
    if (!r->block || !read_verb(r, words, &v))
        return;
    const char *own = coded && r->heads ? ch__verb_code(r->f, code) : r->code;
    r->f->d->counts->verbs += verb_row(r, &v, !given, own);
    if (given)
        given_forms(r, forms, own);
    else
        made_forms(r, &v, own);
}

/* ---- the other lines ---- */

/* "--- ABANDON [345] ---" */
static void head_line(reading *r, ch__sv line)
{
    ch__sv before, code;
    while (line.n && line.p[0] == '-')
        line = (ch__sv){line.p + 1, line.n - 1};
    bool coded = ch__dictionary_part(r->f, &line, '[', ']', &before, &code);
    if (!coded) {
        ch__dictionary_fault(r->f, "a block without a code; taken as one without events");
        before = line;
        while (before.n && before.p[before.n - 1] == '-')
            before.n--;
    }
    r->block = block_id(r, ch__sv_trim(before));
    r->code = coded ? ch__verb_code(r->f, code) : "---";
    r->heads = true;
}

static ch__waiting *wait_for(reading *r, ch__sv text)
{
    ch__arena *arena = &r->f->d->s->arena;
    ch__waiting *w = CH__PUSH(arena, r->b->waiting, r->b->n_waiting, r->b->cap_waiting);
    *w = (ch__waiting){.file = r->f->name, .line = r->f->line, .text = {ch__copy(arena, text), text.n}};
    return w;
}

static void pattern_line(reading *r, ch__sv line)
{
    ch__sv text, code;
    line = ch__sv_trim((ch__sv){line.p + 1, line.n - 1});
    if (!r->block) {
        ch__dictionary_fault(r->f, "a pattern of no verb is left out");
    } else if (!ch__dictionary_part(r->f, &line, '[', ']', &text, &code)) {
        ch__dictionary_fault(r->f, "a pattern without a code is left out");
    } else {
        const char *read = ch__verb_code(r->f, code);
        ch__waiting *w = wait_for(r, text);
        w->block = r->block;
        w->code = read;
        r->phrases |= memchr(text.p, '{', text.n) || memchr(text.p, '(', text.n);
    }
}

static void set_line(reading *r, ch__sv line)
{
    ch__arena *arena = &r->f->d->s->arena;
    ch__sv name = ch__sv_trim((ch__sv){line.p + 1, line.n - 1});
    bool bare = name.n && name.p[name.n - 1] == '_';
    name.n -= bare;
    r->f->d->counts->synsets++;
    if (!name.n || ch__word_set_of(r->b, name))
        ch__dictionary_fault(r->f, name.n ? "the set &%.*s is made twice; both are one" : "a set without a name",
                             (int)(name.n < 40 ? name.n : 40), name.p);
    r->set = ch__word_set_of(r->b, name);
    if (!r->set) {
        r->set = CH__PUSH(arena, r->b->sets, r->b->n_sets, r->b->cap_sets);
        char *low = ch__copy(arena, name);
        for (char *p = low; *p; p++)
            *p = ch__lower(*p);
        *r->set = (ch__word_set){.name = low, .file = r->f->name, .line = r->f->line, .bare = bare};
    }
}

static void member_line(reading *r, ch__sv line)
{
    ch__arena *arena = &r->f->d->s->arena;
    ch__sv text = ch__sv_trim((ch__sv){line.p + 1, line.n - 1});
    if (text.n > CH__MOST_NAME)
        ch__dictionary_fault(r->f, "a phrase of more than %d bytes is left out: %.30s...", CH__MOST_NAME, text.p);
    else if (text.n)
        *CH__PUSH(arena, r->set->members, r->set->n, r->set->cap) = ch__copy(arena, text);
}

static void any_line(reading *r, ch__sv line)
{
    char c = line.p[0];
    bool member = r->set && c == '+';
    if (!member)
        r->set = NULL;
    if (ch__sv_starts(line, CH__SV("---"))) {
        head_line(r, line);
    } else if (c == '-') {
        pattern_line(r, line);
    } else if (c == '~') {
        (void)wait_for(r, (ch__sv){line.p + 1, line.n - 1});
    } else if (c == '&') {
        set_line(r, line);
    } else if (member) {
        member_line(r, line);
    } else {
        verb_line(r, line);
    }
}

void ch__dictionary_verbs(ch__dictionary_file *f)
{
    ch__dictionaries *d = f->d;
    if (!d->book)
        d->book = ch__alloc(&d->s->arena, sizeof *d->book);
    reading r = {.f = f, .b = d->book, .first = d->book->n_waiting};
    ch__sv line;
    while (ch__dictionary_line(f, &line))
        any_line(&r, ch__sv_trim(line));
    for (uint32_t i = r.first; i < d->book->n_waiting; i++)
        d->book->waiting[i].phrases = r.phrases;
    f->stems = f->gaps = 0;
}

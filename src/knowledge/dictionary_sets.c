/* dictionary_sets.c - sets of words ("&CURRENCY", then "+DOLLAR") to rows of events/verb-sets, a row a phrase: its
 * first word, the words behind it, the set. Sets inside of sets are filled in. */
#include "knowledge/dictionary_verbs.h"

enum { MOST_DEPTH = 8 };

ch__word_set *ch__word_set_of(const ch__verb_book *b, ch__sv name)
{
    for (uint32_t i = 0; i < b->n_sets; i++)
        if (ch__sv_eq_nocase(ch__sv_of(b->sets[i].name), name))
            return &b->sets[i];
    return NULL;
}

static bool ends_name(char c)
{
    return ch__is_space((unsigned char)c) || strchr("(){}&*", c) != NULL;
}

size_t ch__word_set_at(const ch__verb_book *b, ch__sv text, ch__word_set **out)
{
    size_t end = 0;
    while (end < text.n && !ends_name(text.p[end]))
        end++;
    for (size_t n = end; n; n--)
        if ((n == end || text.p[n] == '_') && (*out = ch__word_set_of(b, (ch__sv){text.p, n})))
            return n;
    return 0;
}

/* One phrase of a set being put together: "&TIETYPES MEMO" has a branch for each phrase of &TIETYPES. */
typedef struct branch {
    const ch__verb_book *b;
    ch__dictionary_file f;
    const char *set;
    uint32_t made;
    bool plural, faulty;
} branch;

static void add_row(branch *w, const char *phrase)
{
    ch__arena *arena = &w->f.d->s->arena;
    size_t n = strcspn(phrase, " ");
    const char *cells[] = {ch__copy(arena, (ch__sv){phrase, n}), phrase[n] ? phrase + n + 1 : "-", w->set};
    if (n)
        ch__dictionary_row(w->f.d, CH__TO_VERB_SETS, w->f.name, w->f.line, cells);
}

static void add_phrase(branch *w, const char *phrase)
{
    add_row(w, phrase);
    if (w->plural)
        add_row(w, ch__dictionary_plural(&w->f.d->s->arena, phrase));
}

static void fill(branch *w, const char *done, ch__sv rest, int depth);

/* Every phrase of the set in its place. */
static void fill_set(branch *w, const char *done, const ch__word_set *s, ch__sv rest, int depth)
{
    ch__arena *arena = &w->f.d->s->arena;
    for (uint32_t i = 0; i < s->n && w->made < CH__MOST_MEMBERS; i++)
        fill(w, done, ch__sv_of(ch__format(arena, "%s %.*s", s->members[i], (int)rest.n, rest.p)), depth + 1);
}

static void fill(branch *w, const char *done, ch__sv rest, int depth)
{
    ch__arena *arena = &w->f.d->s->arena;
    while (rest.n && (ch__is_space((unsigned char)rest.p[0]) || rest.p[0] == '_'))
        rest = (ch__sv){rest.p + 1, rest.n - 1};
    w->made++;
    if (!rest.n) {
        add_phrase(w, done);
        return;
    }
    ch__word_set *inner;
    size_t n = rest.p[0] == '&' ? ch__word_set_at(w->b, (ch__sv){rest.p + 1, rest.n - 1}, &inner) : 0;
    if (n && depth < MOST_DEPTH) {
        fill_set(w, done, inner, (ch__sv){rest.p + 1 + n, rest.n - 1 - n}, depth);
        return;
    }
    if (rest.p[0] == '&') {
        if (!w->faulty)
            ch__dictionary_fault(&w->f, n ? "the set &%s holds itself" : "a set in &%s is not made", w->set);
        w->faulty = true;
        return;
    }
    while (n < rest.n && rest.p[n] != '_' && !ch__is_space((unsigned char)rest.p[n]))
        n++;
    const char *word = ch__verb_word(&w->f, (ch__sv){rest.p, n});
    if (word && strlen(done) + n < 2 * CH__MOST_NAME)
        fill(w, done[0] ? ch__format(arena, "%s %s", done, word) : word, (ch__sv){rest.p + n, rest.n - n}, depth);
}

void ch__word_set_rows(ch__dictionaries *d, const ch__verb_book *b)
{
    for (uint32_t i = 0; i < b->n_sets; i++) {
        const ch__word_set *s = &b->sets[i];
        branch w = {.b = b, .set = s->name, .f = {.d = d, .name = s->file, .line = s->line}};
        for (uint32_t m = 0; s->name[0] && m < s->n && w.made < CH__MOST_MEMBERS; m++) {
            const char *text = s->members[m];
            w.plural = !s->bare && text[strlen(text) - 1] != '_';
            fill(&w, "", ch__sv_of(text), 0);
        }
        if (w.made >= CH__MOST_MEMBERS)
            ch__dictionary_fault(&w.f, "the set &%s stands for more than %d phrases; the first are taken", s->name,
                                 CH__MOST_MEMBERS);
    }
}

/* dictionary_lists.c - discards to rows of text/discards, issues to rows of events/contexts and events/context-stops.
 */
#include "knowledge/dictionary.h"

/* ---- discards: PHRASE, +PHRASE for a whole story ---- */

void ch__dictionary_discards(ch__dictionary_file *f)
{
    ch__sv line;
    while (ch__dictionary_line(f, &line)) {
        line = ch__sv_trim(line);
        bool story = line.p[0] == '+';
        const char *phrase = ch__dictionary_phrase(f, (ch__sv){line.p + story, line.n - story});
        if (!phrase)
            continue;
        const char *cells[] = {phrase, story ? "story" : "sentence"};
        f->d->counts->discards += ch__dictionary_row(f->d, CH__TO_DISCARDS, f->name, f->line, cells);
    }
}

/* ---- issues ---- */

enum { MOST_FORMS = 64 };

/* The phrases that one line stands for. */
typedef struct forms {
    char *at[MOST_FORMS];
    uint32_t n;
} forms;

static void add_to_all(ch__arena *arena, forms *all, const char *const *endings, uint32_t n_endings)
{
    uint32_t n = all->n;
    for (uint32_t e = 1; e < n_endings; e++)
        for (uint32_t i = 0; i < n && all->n < MOST_FORMS; i++)
            all->at[all->n++] = ch__format(arena, "%s%s", all->at[i], endings[e]);
    for (uint32_t i = 0; i < n; i++)
        all->at[i] = ch__format(arena, "%s%s", all->at[i], endings[0]);
}

/* "harvest": -s, -ed, -ing; "radicalize" loses its e, "carry" turns its y, as PETRARCH makes regular forms. */
static uint32_t verb_forms(ch__arena *arena, const char *verb, const char *out[4])
{
    size_t n = strlen(verb);
    bool e = n && verb[n - 1] == 'e', y = n > 1 && verb[n - 1] == 'y' && !strchr("aeou", verb[n - 2]);
    int stem = (int)n - (e || y);
    out[0] = verb;
    out[1] = y ? ch__format(arena, "%.*sies", stem, verb) : ch__format(arena, "%ss", verb);
    out[2] = y ? ch__format(arena, "%.*sied", stem, verb) : ch__format(arena, "%.*sed", stem, verb);
    out[3] = ch__format(arena, "%.*sing", e ? stem : (int)n, verb);
    return 4;
}

/* One word, perhaps of several forms: "n:school", "v:farm", "post+secondary" (blank or hyphen). */
static void add_word(ch__arena *arena, forms *all, const char *word)
{
    const char *endings[4] = {word};
    uint32_t n = 1;
    if (strncmp(word, "n:", 2) == 0) {
        endings[0] = word + 2;
        endings[1] = ch__dictionary_plural(arena, word + 2);
        n = 2;
    } else if (strncmp(word, "v:", 2) == 0) {
        n = verb_forms(arena, word + 2, endings);
    }
    add_to_all(arena, all, endings, n);
}

/* Marks "n:" and "v:" stand before words, also behind a '+'. */
static void issue_forms(ch__dictionary_file *f, ch__sv text, forms *all)
{
    static const char *const blank[] = {" "}, *const either[] = {" ", "-"};
    ch__arena *arena = &f->d->s->arena;
    *all = (forms){.at = {ch__copyz(arena, "")}, .n = 1};
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && !ch__is_space((unsigned char)text.p[i]) && text.p[i] != '+')
            i++;
        add_word(arena, all, ch__copy(arena, (ch__sv){text.p + from, i - from}));
        bool plus = false;
        while (i < text.n && (ch__is_space((unsigned char)text.p[i]) || text.p[i] == '+'))
            plus = text.p[i++] == '+' || plus;
        if (i < text.n)
            add_to_all(arena, all, plus ? either : blank, plus ? 2 : 1);
    }
    if (all->n == MOST_FORMS)
        ch__dictionary_fault(f, "stands for more than %d phrases; the first are taken", MOST_FORMS);
}

static const char *small_letters(ch__arena *arena, ch__sv s)
{
    char *out = ch__copy(arena, s);
    for (char *p = out; *p; p++)
        *p = *p == '\t' ? ' ' : ch__lower(*p);
    return out;
}

/* The value of CATEGORY="..." in small letters; NULL when there is none. */
static const char *category_of(ch__dictionary_file *f, ch__sv line)
{
    size_t at = ch__sv_find(line, CH__SV("CATEGORY"));
    ch__sv rest = at == (size_t)-1 ? (ch__sv){line.p, 0} : (ch__sv){line.p + at, line.n - at};
    const char *end = rest.p + rest.n, *open = rest.n ? memchr(rest.p, '"', rest.n) : NULL;
    const char *close = open ? memchr(open + 1, '"', (size_t)(end - open - 1)) : NULL;
    ch__sv name = close ? ch__sv_trim(ch__sv_between(open + 1, close)) : (ch__sv){line.p, 0};
    if (!name.n || name.n > 100) {
        ch__dictionary_fault(f, "an issue without CATEGORY=\"...\" is left out");
        return NULL;
    }
    return small_letters(&f->d->s->arena, name);
}

/* "~olive oil" keeps the category away from a sentence, "~~" every category. */
static void issue_line(ch__dictionary_file *f, ch__sv line, const char *category)
{
    size_t ignore = 0;
    forms all;
    while (ignore < line.n && ignore < 2 && line.p[ignore] == '~')
        ignore++;
    const char *bracket = memchr(line.p, '[', line.n);
    ch__sv text = ch__sv_between(line.p + ignore, bracket ? bracket : line.p + line.n);
    text = ch__sv_of(small_letters(&f->d->s->arena, ch__sv_trim(text)));
    if (text.n > CH__MOST_NAME) {
        ch__dictionary_fault(f, "a phrase of more than %d bytes is left out: %.30s...", CH__MOST_NAME, text.p);
        return;
    }
    issue_forms(f, text, &all);
    for (uint32_t i = 0; i < all.n; i++) {
        const char *phrase = ch__dictionary_phrase(f, ch__sv_of(all.at[i]));
        if (!phrase)
            return;
        const char *cells[] = {phrase, ignore == 2 ? "-" : category};
        f->d->counts->issues +=
            ch__dictionary_row(f->d, ignore ? CH__TO_STOPS : CH__TO_CONTEXTS, f->name, f->line, cells);
    }
}

static bool tag(ch__sv line, const char *begin)
{
    return line.n >= strlen(begin) && ch__sv_eq_nocase((ch__sv){line.p, strlen(begin)}, ch__sv_of(begin));
}

void ch__dictionary_issues(ch__dictionary_file *f)
{
    ch__sv line;
    const char *category = NULL;
    uint32_t outside = 0;
    while (ch__dictionary_line(f, &line)) {
        line = ch__sv_trim(line);
        if (tag(line, "<ISSUE"))
            category = category_of(f, line);
        else if (tag(line, "</ISSUE"))
            category = NULL;
        else if (category)
            issue_line(f, line, category);
        else if (!outside++)
            ch__dictionary_fault(f, "stands in no <ISSUE CATEGORY=\"...\"> and is left out");
    }
    if (outside > 1)
        ch__dictionary_fault(f, "lines that stand in no issue, left out: %u", outside);
    f->stems = f->gaps = 0; /* '_' has no meaning here */
}

/* dictionary_changes.c - transformations of PETRARCH-2: "a (a b ATTACK) SAY = a b 015", what somebody says or wants of
 * an event becomes another event; to rows of events/verb-changes. */
#include "knowledge/dictionary_verbs.h"

/* The parts in their order. */
enum { SPEAKER, OPEN, SOURCE, TARGET, INNER, CLOSE, VERB, EQUALS, FROM, TO, CODE, N_PARTS };

static ch__sv next_part(ch__sv *rest)
{
    *rest = ch__sv_trim(*rest);
    size_t n = 0;
    bool single = rest->n && strchr("()=", rest->p[0]);
    while (n < rest->n && !ch__is_space((unsigned char)rest->p[n]) && (single ? n < 1 : !strchr("()=", rest->p[n])))
        n++;
    ch__sv part = {rest->p, n};
    *rest = (ch__sv){rest->p + n, rest->n - n};
    return part;
}

/* "a" and the like name one, '.' is anybody, '_' nobody. */
static bool is_party(ch__sv s)
{
    return s.n == 1 && (ch__is_alpha((unsigned char)s.p[0]) || s.p[0] == '.' || s.p[0] == '_');
}

static bool read_parts(ch__sv text, ch__sv part[N_PARTS])
{
    for (int i = 0; i < N_PARTS; i++)
        part[i] = next_part(&text);
    return !ch__sv_trim(text).n && is_party(part[SPEAKER]) && ch__sv_is(part[OPEN], "(") && is_party(part[SOURCE]) &&
           is_party(part[TARGET]) && part[INNER].n && ch__sv_is(part[CLOSE], ")") && part[VERB].n &&
           ch__sv_is(part[EQUALS], "=") && is_party(part[FROM]) && is_party(part[TO]) && part[CODE].n;
}

/* A verb of the dictionary, or Q: any. */
static const char *known_verb(ch__dictionary_file *f, const ch__verb_book *b, ch__sv name)
{
    if (ch__sv_is(name, "Q"))
        return "Q";
    const char *word = ch__verb_word(f, name);
    bool known = word && ch__text_known(&b->verbs, ch__format(&f->d->s->arena, "%s|-|-", word));
    if (!known)
        ch__dictionary_fault(f, "a transformation of a verb that the dictionaries do not have: %.*s", (int)name.n % 60,
                             name.p);
    return known ? word : NULL;
}

static const char *letter(ch__dictionary_file *f, ch__sv s)
{
    return ch__copy(&f->d->s->arena, (ch__sv){s.p, 1});
}

void ch__verb_change(ch__dictionary_file *f, const ch__verb_book *b, ch__sv text)
{
    ch__sv part[N_PARTS];
    if (!read_parts(text, part)) {
        ch__dictionary_fault(f, "a transformation that is not \"~ a (b c VERB) VERB = a c CODE\" is left out");
        return;
    }
    const char *verb = known_verb(f, b, part[VERB]), *inner = verb ? known_verb(f, b, part[INNER]) : NULL;
    const char *code = ch__sv_is(part[CODE], "Q") ? "Q" : ch__verb_code(f, part[CODE]);
    if (!inner)
        return;
    const char *cells[] = {verb,  letter(f, part[SPEAKER]), letter(f, part[SOURCE]), letter(f, part[TARGET]),
                           inner, letter(f, part[FROM]),    letter(f, part[TO]),     code};
    f->d->counts->patterns += ch__dictionary_row(f->d, CH__TO_VERB_CHANGES, f->name, f->line, cells);
}

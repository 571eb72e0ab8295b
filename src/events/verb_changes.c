/* Transformations of PETRARCH-2 (Norris, Schrodt and Beieler 2017): "a (a b ATTACK) SAY = a b 015" makes what a says of
 * its own attack on b another event of a and b. A verb is known in them by its block, or by a code under that of its
 * block: 19 is over 193. */
#include "events/verb_patterns.h"

enum { VERB, SPEAKER, SOURCE, TARGET, INNER, FROM, TO, CODE };

/* The complement that a verb governs, among the verbs found. */
static ch__verb_hit *inner_of(const ch_doc *doc, ch__verb_hit *hits, uint32_t outer, uint32_t n)
{
    uint32_t from = outer > CH__NEAR_VERBS ? outer - CH__NEAR_VERBS : 0;
    for (uint32_t i = from; i < n && i < outer + CH__NEAR_VERBS; i++) {
        ch_deprel r = ch__rel(doc, hits[i].token);
        if (ch__head(doc, hits[i].token) == hits[outer].token && (r == CH_DEP_CCOMP || r == CH_DEP_XCOMP))
            return &hits[i];
    }
    return NULL;
}

static size_t root_length(const char *code)
{
    size_t n = strspn(code, "0123456789");
    while (n > 2 && code[n - 1] == '0')
        n--;
    return n;
}

static bool is_verb_of(const ch__verb_scene *v, const char *name, const ch__verb_hit *hit)
{
    const ch__table *t = v->t.verbs;
    if (strcmp(name, "Q") == 0)
        return true;
    for (uint32_t r = ch__table_find(t, ch__sv_of(name)); r != CH_NONE; r = ch__table_find_next(t, r)) {
        const char *code = ch__cell(t, r, 5);
        size_t n = root_length(code);
        if (strcmp(ch__cell(t, r, 4), hit->block) == 0 || (n >= 2 && strncmp(code, hit->code, n) == 0))
            return true;
    }
    return false;
}

static bool has_subject(const ch_doc *doc, uint32_t verb)
{
    return ch__kid(doc, verb, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS) != CH_NONE;
}

/* Letters and whom they stand for. */
typedef struct binding {
    const ch_roles *of[256];
} binding;

/* Whether a party may stand where the row has this letter; a letter seen first takes it. */
static bool bind(const ch_doc *doc, binding *b, const char *letter, const ch_roles *who)
{
    unsigned char c = (unsigned char)letter[0];
    if (c == '.')
        return true;
    if (b->of[c])
        return ch__same_parties(doc, b->of[c], who);
    for (int i = 0; i < 256; i++)
        if (b->of[i] && ch__same_parties(doc, b->of[i], who))
            return false; /* "b" is another one than "a" */
    b->of[c] = who;
    return who->n > 0;
}

static bool holds(const ch__verb_scene *v, uint32_t row, const ch__verb_hit *outer, const ch__verb_hit *inner,
                  binding *b)
{
    const ch__table *t = v->t.changes;
    const ch_doc *doc = v->s->doc;
    const char *source = ch__cell(t, row, SOURCE);
    *b = (binding){{NULL}};
    if (!is_verb_of(v, ch__cell(t, row, VERB), outer) || !is_verb_of(v, ch__cell(t, row, INNER), inner) ||
        !bind(doc, b, ch__cell(t, row, SPEAKER), &outer->source))
        return false;
    bool first = source[0] == '_' ? !has_subject(doc, inner->token) : bind(doc, b, source, &inner->source);
    return first && bind(doc, b, ch__cell(t, row, TARGET), &inner->target);
}

static void silence(const ch__verb_scene *v, ch__verb_hit *hit, const char *why)
{
    hit->decided = true;
    for (uint32_t i = hit->first; i < hit->first + hit->n; i++)
        if (!v->s->triggers[i].why || i == hit->first)
            v->s->triggers[i].why = why;
}

static bool change(const ch__verb_scene *v, uint32_t row, ch__verb_hit *outer, ch__verb_hit *inner)
{
    const ch__table *t = v->t.changes;
    const char *code = ch__cell(t, row, CODE);
    binding b;
    if (!holds(v, row, outer, inner, &b))
        return false;
    const ch_roles *from = b.of[(unsigned char)ch__cell(t, row, FROM)[0]],
                   *to = b.of[(unsigned char)ch__cell(t, row, TO)[0]];
    code = strcmp(code, "Q") == 0 ? inner->code : code;
    if (!from || !to || !from->n || !to->n)
        return false;
    silence(v, outer, "what is said of another event, by a transformation");
    silence(v, inner, "content of another trigger, by a transformation");
    if (strcmp(code, "---") != 0)
        (void)ch__verb_trigger(v, outer->token, ch__table_source(t, row, ch__doc_arena(v->s->doc)), code, *from, *to);
    return true;
}

void ch__verb_changes(const ch__verb_scene *v, ch__verb_hit *hits, uint32_t n)
{
    uint32_t rows = v->t.changes ? ch__table_rows(v->t.changes) : 0;
    for (uint32_t i = 0; i < n && rows; i++) {
        ch__verb_hit *inner = inner_of(v->s->doc, hits, i, n);
        for (uint32_t row = 0; inner && row < rows; row++)
            if (change(v, row, &hits[i], inner))
                break;
    }
}

/* homes.c - the country of a speaker whose own words name none: of "Kuwait has not recalled its envoy from Baghdad, a
 * foreign ministry official said" he is Kuwait's. Every country or body that sentence and story offer is weighed by how
 * it stands there (table ledger/homes, a weight a trait). */
#include "ledger/homes.h"
#include <stdlib.h>

enum { ALONE = 1, STORIED = 2, OWNED = 3, MOST = 24 /* candidates */, CLIMB = 8 };
enum {
    NEAR = 3 /* tokens */,
    NEAR_BYTES = 8,
    LEAST = 4 /* sentences of a story */,
    FAR = 400 /* mentions looked back at for a namesake */
};

typedef enum trait {
    FIRST,     /* the first named in the sentence */
    LAST,      /* the last named before the speaker */
    SUBJECT,   /* subject of a clause, or inside it: "Kuwait's cabinet has ..." */
    PASSIVE,   /* passive subject */
    AGENT,     /* "by Kuwait" */
    OBJECT,    /* object of a verb */
    OBLIQUE,   /* under a preposition */
    MAIN,      /* and that clause is the first of what is said */
    WHERE,     /* a place where something is */
    ADJECTIVE, /* "Kuwaiti" */
    STATE,     /* the state itself or its capital */
    SECTOR,    /* of the speaker's sector */
    BODY,      /* no country */
    TAG,       /* beside the verb of saying: "told parliament in Praia" */
    OFTEN,     /* named more than once in it */
    STORY,     /* most of the story is about it */
    DATELINE,  /* where the story is told from */
    BEFORE,    /* the last one who spoke is of it */
    BESIDE,    /* named right in front of him: "In Doha a spokesman said" */
    PRESS,     /* a medium, which is told */
    NAMESAKE,  /* of somebody of his name, further up */
    EARLIER,   /* named in the two sentences before */
    OUTLET,    /* the source of the story is at home in it */
    N_TRAITS
} trait;

static const char *const names[N_TRAITS] = {"first",   "last",  "subject",  "passive",   "agent",    "object",
                                            "oblique", "main",  "where",    "adjective", "state",    "sector",
                                            "body",    "tag",   "often",    "story",     "dateline", "before",
                                            "beside",  "press", "namesake", "earlier",   "outlet"};

typedef struct home {
    const char *code;
    uint32_t traits; /* a bit each */
    uint32_t times;  /* named in the sentence */
} home;

typedef struct homes {
    home at[MOST];
    uint32_t n;
} homes;

static home *home_of(homes *h, const char *code)
{
    for (uint32_t i = 0; i < h->n; i++)
        if (strcmp(h->at[i].code, code) == 0)
            return &h->at[i];
    if (h->n == MOST)
        return NULL;
    h->at[h->n] = (home){.code = code};
    return &h->at[h->n++];
}

static void mark(homes *h, const char *code, uint32_t traits, bool named)
{
    home *at = code ? home_of(h, code) : NULL;
    if (!at)
        return;
    at->traits |= traits;
    at->times += named;
}

static bool inside_noun(ch_deprel rel)
{
    return rel == CH_DEP_NMOD_POSS || rel == CH_DEP_COMPOUND || rel == CH_DEP_AMOD || rel == CH_DEP_FLAT ||
           rel == CH_DEP_APPOS || rel == CH_DEP_CONJ || rel == CH_DEP_NMOD;
}

/* How a mention stands in its clause. */
static uint32_t standing(const ch_doc *doc, const ch__said *a, uint32_t head)
{
    uint32_t t = head, up = doc->words[t].head;
    for (int i = 0; i < CLIMB && up != CH_NONE && inside_noun((ch_deprel)doc->words[t].deprel); i++) {
        t = up;
        up = doc->words[t].head;
    }
    bool leads = up != CH_NONE && (doc->words[up].head == a->trigger || doc->words[up].head == CH_NONE);
    uint32_t main = leads ? 1u << MAIN : 0;
    switch ((ch_deprel)doc->words[t].deprel) {
    case CH_DEP_NSUBJ: return main | 1u << SUBJECT;
    case CH_DEP_NSUBJ_PASS: return 1u << PASSIVE;
    case CH_DEP_OBL_AGENT: return 1u << AGENT;
    case CH_DEP_OBJ:
    case CH_DEP_IOBJ: return 1u << OBJECT;
    case CH_DEP_OBL: return 1u << OBLIQUE;
    default: return 0;
    }
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool in_content(const ch__said *a, uint32_t token)
{
    for (uint32_t i = 0; i < a->n_pieces; i++)
        if (token >= a->pieces[i].start && token < a->pieces[i].end)
            return true;
    return false;
}

static uint32_t traits_of(const ch__home_case *c, const ch_mention *m, const ch_actor *who)
{
    const ch_doc *doc = c->doc;
    uint32_t on = standing(doc, c->said, m->head);
    on |= m->kind == CH_MENTION_ADJECTIVE ? 1u << ADJECTIVE : 0;
    on |= ch__is_where(doc, (uint32_t)(m - doc->mentions)) ? 1u << WHERE : 0;
    on |= same(who->sector, "GOV") && m->kind == CH_MENTION_NAME && !who->office ? 1u << STATE : 0;
    on |= same(who->sector, c->sector) ? 1u << SECTOR : 0;
    on |= ch__is_country(c->k, who->code) ? 0 : 1u << BODY;
    on |= same(who->sector, "JRN") ? 1u << PRESS : 0;
    uint32_t start = doc->mentions[c->mention].tokens.start;
    on |= m->tokens.end <= start && m->tokens.end + NEAR >= start ? 1u << BESIDE : 0;
    on |= !in_content(c->said, m->head) && m->head > c->said->trigger ? 1u << TAG : 0;
    return on;
}

/* Those named in the sentence, the speaker's own words aside. */
static void from_mentions(const ch__home_case *c, homes *h)
{
    const ch_doc *doc = c->doc;
    const ch_mention *speaker = &doc->mentions[c->mention];
    ch_span tokens = doc->sentences[speaker->sentence].tokens;
    const char *last = NULL;
    bool first = true;
    for (uint32_t i = ch__mention_from(doc, tokens.start); i < doc->inside->n_ordered; i++) {
        const ch_mention *m = &doc->mentions[i];
        if (m->tokens.start >= tokens.end)
            break;
        bool own = m->tokens.start >= speaker->tokens.start && m->tokens.end <= speaker->tokens.end;
        if (own || m->actors.end != m->actors.start + 1 || !doc->actors[m->actors.start].code)
            continue;
        const ch_actor *who = &doc->actors[m->actors.start];
        mark(h, who->code, traits_of(c, m, who) | (first ? 1u << FIRST : 0), true);
        first = false;
        if (m->head < speaker->head)
            last = who->code;
    }
    mark(h, last, 1u << LAST, false);
}

static void from_places(const ch__home_case *c, homes *h)
{
    const ch_doc *doc = c->doc;
    ch_span bytes = doc->sentences[doc->mentions[c->mention].sentence].bytes;
    ch_span speaker = doc->mentions[c->mention].bytes;
    ch_span tag = ch__tokens_bytes(doc, (ch_span){c->said->trigger, c->said->trigger + 1});
    for (uint32_t i = ch__place_from(doc, bytes.start); i < doc->n_places && doc->places[i].bytes.start < bytes.end;
         i++) {
        const ch_place *p = &doc->places[i];
        bool beside = p->bytes.end <= speaker.start && p->bytes.end + NEAR_BYTES >= speaker.start;
        bool behind = p->bytes.start > tag.start && c->said->trailing;
        mark(h, p->country, 1u << WHERE | (behind ? 1u << TAG : 0) | (beside ? 1u << BESIDE : 0), true);
    }
}

/* The last word of a name: "Solheim" of "Prime Minister Astrid Solheim". */
static ch__sv surname(const ch_doc *doc, const ch_mention *m)
{
    ch__sv last = {0};
    for (uint32_t t = m->tokens.start; t < m->tokens.end; t++)
        if (strncmp(doc->words[t].xpos, "NNP", 3) == 0)
            last = ch__token_sv(doc, t);
    return last;
}

/* Those named before: somebody of the same surname, and whoever stands in the two sentences before. */
static void from_before(const ch__home_case *c, homes *h)
{
    const ch_doc *doc = c->doc;
    const ch_mention *speaker = &doc->mentions[c->mention];
    ch__sv name = speaker->kind == CH_MENTION_NAME ? surname(doc, speaker) : (ch__sv){0};
    uint32_t first = ch__mention_from(doc, doc->sentences[speaker->sentence].tokens.start);
    for (uint32_t i = first; i-- > 0 && first - i < FAR;) {
        const ch_mention *m = &doc->mentions[i];
        const char *code = m->actors.end == m->actors.start + 1 ? doc->actors[m->actors.start].code : NULL;
        if (code && name.n > 2 && m->kind == CH_MENTION_NAME && ch__sv_eq(surname(doc, m), name))
            mark(h, code, 1u << NAMESAKE, false);
        if (code && m->sentence + 2 >= speaker->sentence)
            mark(h, code, 1u << EARLIER, false);
    }
    for (uint32_t i = c->n_said > FAR ? c->n_said - FAR : 0; name.n > 2 && i < c->n_said; i++) {
        const ch_roles *who = &c->before_said[i].speaker;
        const char *code = who->n && who->at[0].actor != CH_NONE ? doc->actors[who->at[0].actor].code : NULL;
        if (code && ch__sv_eq(surname(doc, &doc->mentions[who->at[0].mention]), name))
            mark(h, code, 1u << NAMESAKE, false);
    }
}

static int worth(const ch__table *t, const char *name, int column)
{
    uint32_t row = ch__table_find(t, ch__sv_of(name));
    const char *cell = row == CH_NONE ? NULL : ch__table_cell(t, row, (uint32_t)column);
    return cell ? atoi(cell) : 0;
}

static int weight(const ch__table *t, uint32_t traits, int column)
{
    int sum = 0;
    for (int i = 0; i < N_TRAITS; i++)
        sum += traits >> i & 1 ? worth(t, names[i], column) : 0;
    return sum;
}

/* The code that an entity of the tables has. */
static const char *code_of(const ch__table *entities, const char *id)
{
    for (uint32_t r = ch__table_find(entities, ch__sv_of(id)); r != CH_NONE; r = ch__table_find_next(entities, r))
        if (strcmp(ch__table_cell(entities, r, 2), "code") == 0)
            return ch__table_cell(entities, r, 3);
    return NULL;
}

const char *ch__home_worded(const ch__knowledge *k, ch_doc *doc, ch_span tokens)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    const char *code = NULL;
    for (uint32_t i = tokens.start; t && i < tokens.end;) {
        ch__hit hit;
        uint32_t n = ch__is_upper((unsigned char)*ch__token_sv(doc, i).p)
                         ? ch__phrase_at_token(doc, k, ch__table_bit(t), i, tokens.end, &hit)
                         : 0;
        const char *id = n ? ch__table_cell(t, hit.row, 1) : NULL, *one = id ? code_of(t, id) : NULL;
        bool person = id && strncmp(id, "p.", 2) == 0;
        if (one && !person && code && strcmp(code, one) != 0)
            return NULL;
        code = one && !person ? one : code;
        i += n ? n : 1;
    }
    return code;
}

bool ch__home_is_weak(const ch__knowledge *k, const char *why)
{
    const ch__table *t = ch__knowledge_table(k, "ledger/homes");
    return t && ch__table_find(t, ch__sv_of(why)) != CH_NONE;
}

const char *ch__home_weigh(const ch__home_case *c)
{
    const ch__table *t = ch__knowledge_table(c->k, "ledger/homes");
    homes h = {.n = 0};
    if (!t)
        return NULL;
    from_mentions(c, &h);
    from_places(c, &h);
    from_before(c, &h);
    mark(&h, c->story, 1u << STORY, false);
    mark(&h, c->doc->dateline.country, 1u << DATELINE, false);
    mark(&h, c->before, 1u << BEFORE, false);
    if (c->doc->source_country && ch__is_country(c->k, c->doc->source_country))
        mark(&h, c->doc->source_country, 1u << OUTLET, false);
    mark(&h, c->held, 0, false);
    bool alone = c->doc->n_sentences < LEAST;
    int column = c->owned ? OWNED : alone ? ALONE : STORIED, best = 0;
    const char *answer = NULL;
    for (uint32_t i = 0; i < h.n; i++) {
        home *one = &h.at[i];
        one->traits |= one->times > 1 ? 1u << OFTEN : 0;
        int w = weight(t, one->traits, column);
        if (same(one->code, c->held))
            w += worth(t, c->doc->mentions[c->mention].why, column);
        if (!answer || w > best) {
            best = w;
            answer = one->code;
        }
    }
    return answer;
}

/* coref_pronouns.c - whom "he", "it", "their", "who" mean. Subjects and recent mentions are preferred (Lappin and Leass
 * 1994, "An Algorithm for Pronominal Anaphora Resolution", in its simplest form); whom grammar keeps a pronoun from is
 * passed over. */
#include "actors/coref.h"
#include "base/utf8.h"

enum { SUBJECT = 30, SENTENCE = 25, MOST_QUOTED = 128 };

/* m, f or 0: of the tables, or else by the given name of somebody they know. */
static char gender_of(const ch__room *r, const ch__referent *who)
{
    char key[64];
    const char *space = who->gender || !who->id || !who->name || !r->given ? NULL : strchr(who->name, ' ');
    size_t n = space ? ch__fold(who->name, (size_t)(space - who->name), key, sizeof key) : (size_t)-1;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(r->given, (ch__sv){key, n});
    const char *gender = row == CH_NONE ? NULL : ch__table_cell(r->given, row, 1);
    return gender ? gender[0] : who->gender;
}

static bool pronoun_fits(const ch__room *r, const ch__word *w, const ch__referent *who)
{
    bool person = who->class == CH__PERSON;
    if (ch__same(w->what, "person"))
        return person && !who->plural;
    if (who->class == CH__PLACE || who->plural || (!who->code && ch__same(w->gender, "n")))
        return false;
    if (ch__same(w->gender, "n"))
        return !person;
    char gender = person && w->gender ? gender_of(r, who) : 0;
    return person && (!gender || gender == w->gender[0]);
}

/* ---- whom grammar keeps a pronoun from ---- */

/* The token that a phrase hangs by: the first of an enumeration, the noun that a name is an apposition to. */
static uint32_t outermost(const ch__room *r, uint32_t token)
{
    for (uint32_t n = 0; n < 4 && r->doc->words[token].head != CH_NONE; n++) {
        uint8_t rel = r->doc->words[token].deprel;
        if (rel != CH_DEP_APPOS && rel != CH_DEP_CONJ && rel != CH_DEP_FLAT)
            break;
        token = r->doc->words[token].head;
    }
    return token;
}

/* The verb whose subject a draft is, also by its apposition ("His successor, Adama Barrow, said"), or CH_NONE. */
static uint32_t verb_of_subject(const ch__room *r, const ch__draft *d)
{
    const ch_word *w = &r->doc->words[outermost(r, d->head)];
    bool subject = w->deprel == CH_DEP_NSUBJ || w->deprel == CH_DEP_NSUBJ_PASS || w->deprel == CH_DEP_NSUBJ_OUTER;
    return subject ? w->head : CH_NONE;
}

static bool has_child(const ch__room *r, uint32_t token, ch_deprel rel)
{
    return ch__child(r->doc, &r->doc->sentences[r->sentence], token, rel) != CH_NONE;
}

static bool has_subject(const ch__room *r, uint32_t verb)
{
    return has_child(r, verb, CH_DEP_NSUBJ) || has_child(r, verb, CH_DEP_NSUBJ_PASS) ||
           has_child(r, verb, CH_DEP_NSUBJ_OUTER);
}

/* The verb of the clause that a pronoun is an object in, with the subject that it shares: "met Xi and thanked him",
 * "two days after taking them". CH_NONE: the pronoun is no object, or the clause has the subject of no other. */
static uint32_t verb_of_object(const ch__room *r, uint32_t at)
{
    uint32_t t = at;
    const ch_word *w = &r->doc->words[t];
    for (uint32_t n = 0; n < 4 && w->head != CH_NONE; n++, w = &r->doc->words[t]) {
        if (w->deprel != CH_DEP_OBJ && w->deprel != CH_DEP_IOBJ && w->deprel != CH_DEP_OBL && w->deprel != CH_DEP_NMOD)
            break;
        t = w->head;
    }
    if (t == at || (ch__tok_rule(r, at - 1, CH__RULE_LOCATIVE) && ch__tok_noun(r, at - 2)))
        return CH_NONE; /* "said with Marin beside him" */
    for (uint32_t n = 0; n < 4 && !has_subject(r, t) && w->head != CH_NONE; n++, w = &r->doc->words[t]) {
        if (w->deprel != CH_DEP_CONJ && w->deprel != CH_DEP_ADVCL && w->deprel != CH_DEP_XCOMP)
            return CH_NONE;
        bool object = has_child(r, w->head, CH_DEP_OBJ) || has_child(r, w->head, CH_DEP_IOBJ);
        if (object && (w->deprel == CH_DEP_XCOMP || (w->deprel == CH_DEP_ADVCL && has_child(r, t, CH_DEP_MARK))))
            return CH_NONE; /* "asked Xi to call him", "sued Canada for having deported him" */
        bool shares = strcmp(w->xpos, "VBG") == 0 && !ch__lemma_is(r->doc, t, "make");
        if (w->deprel == CH_DEP_ADVCL && !shares)
            return CH_NONE; /* "money given to it"; "won the vote, making her president" */
        t = w->head;
    }
    return t;
}

/* A name or a pronoun; who is meant by a role may be wrong. */
static bool is_sure(const ch__draft *d)
{
    return d->kind == CH_MENTION_NAME || d->kind == CH_MENTION_PRONOUN;
}

/* "X thanked her": the subject of the verb is not its object (Chomsky 1981, principle B). The draft of the subject that
 * is nearest, or CH_NONE. */
static uint32_t subject_of_clause(const ch__room *r, const ch__word *w, uint32_t at)
{
    bool bound = ch__same(w->kind, "reflexive") || ch__same(w->kind, "possessive") || ch__same(w->kind, "relative");
    uint32_t verb = bound ? CH_NONE : verb_of_object(r, at);
    uint32_t found = CH_NONE;
    for (uint32_t i = r->n_drafts, n = 0; verb != CH_NONE && i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (d->sentence != r->sentence)
            break;
        bool same = found == CH_NONE || outermost(r, d->head) == outermost(r, r->drafts[found].head);
        if (d->tokens.end > at || !same || verb_of_subject(r, d) != verb)
            continue;
        found = i; /* "Calderón, his predecessor": on to the name */
        if (is_sure(d))
            break;
    }
    return found;
}

/* "Calderón, his predecessor", "Mnangagwa, whom he sacked": the token of the name that is said to be somebody else, or
 * CH_NONE. */
static uint32_t described_by(const ch__room *r, const ch__word *w, uint32_t at)
{
    const ch_word *words = r->doc->words;
    uint32_t head = words[at].head;
    if (head == CH_NONE || words[head].head == CH_NONE)
        return CH_NONE;
    if (ch__same(w->kind, "possessive")) {
        /* "Trump, his three children" is a list */
        bool several = strcmp(words[head].xpos, "NNS") == 0 && strncmp(words[words[head].head].xpos, "NNP", 3) == 0;
        return words[head].deprel == CH_DEP_APPOS && words[head].head < at && !several ? words[head].head : CH_NONE;
    }
    bool takes = words[at].deprel == CH_DEP_NSUBJ || words[at].deprel == CH_DEP_OBJ;
    if (!takes || words[head].deprel != CH_DEP_ACL_RELCL || ch__same(w->kind, "relative"))
        return CH_NONE;
    for (uint32_t t = words[head].head + 1; t < at; t++) {
        const ch__item *item = ch__item_at(r, t);
        if (item && item->kind == CH__ITEM_PRONOUN && ch__same(item->word.kind, "relative") && words[t].head != head)
            return CH_NONE; /* "Xi, whose party he leads" */
    }
    return words[head].head;
}

/* "It said that": somebody says something. */
static bool says(const ch__room *r, uint32_t token)
{
    const ch__table *t = ch__knowledge_table(r->k, "text/saying");
    char form[32];
    if (!t || token < r->span.start || token >= r->span.end || !ch__tok_verb(r, token))
        return false;
    ch__sv s = ch__token_sv(r->doc, token);
    size_t n = ch__fold(s.p, s.n, form, sizeof form);
    return n != (size_t)-1 && ch__table_find(t, (ch__sv){form, n}) != CH_NONE;
}

/* The tokens of the quotation before "he said" or "said he": whom it names is not the one who speaks. Empty: none. */
static ch_span quotation_before(const ch__room *r, uint32_t at)
{
    uint32_t end = says(r, at - 1) ? at - 1 : at;
    if (end == at && !says(r, at + 1))
        return (ch_span){at, at};
    if (end == r->span.start || strcmp(r->doc->words[end - 1].xpos, "''") != 0)
        return (ch_span){at, at};
    uint32_t start = end - 1;
    for (uint32_t n = 0; n < MOST_QUOTED && start > 0 && strcmp(r->doc->words[start].xpos, "``") != 0; n++)
        start--;
    return (ch_span){start, end};
}

/* Whom a pronoun cannot mean: drafts, or CH_NONE; all in the quotation. */
typedef struct barred {
    uint32_t subject, described;
    ch_span quotation;
} barred;

static barred bar(const ch__room *r, const ch__word *w, uint32_t at)
{
    barred b = {subject_of_clause(r, w, at), CH_NONE, quotation_before(r, at)};
    uint32_t name = described_by(r, w, at);
    for (uint32_t i = r->n_drafts, n = 0; name != CH_NONE && i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        bool over = d->sentence == r->sentence && d->tokens.start <= name && name < d->tokens.end;
        if (over && d->tokens.end <= at) { /* "the man he dined with" may be anybody */
            b.described = d->kind == CH_MENTION_NAME ? i : CH_NONE;
            break;
        }
    }
    return b;
}

static bool stands_for(const ch__room *r, const ch__draft *d, uint32_t other)
{
    if (other == CH_NONE)
        return false;
    const ch__draft *o = &r->drafts[other];
    bool sure = o->n && is_sure(o);
    return d == o || (d->n && sure && d->referents[0] == o->referents[0]);
}

static bool is_barred(const ch__room *r, const barred *b, const ch__draft *d)
{
    bool quoted = b->quotation.start <= d->tokens.start && d->tokens.end <= b->quotation.end;
    return quoted || stands_for(r, d, b->subject) || stands_for(r, d, b->described);
}

/* ---- he, she, it ---- */

bool ch__one_of_several(const ch__room *r, const ch__draft *d)
{
    return r->doc->words[d->head].deprel == CH_DEP_CONJ ||
           ch__child(r->doc, &r->doc->sentences[d->sentence], d->head, CH_DEP_CONJ) != CH_NONE;
}

uint32_t ch__first_conjunct(const ch__room *r, uint32_t token)
{
    const ch_word *w = &r->doc->words[token];
    return w->deprel == CH_DEP_CONJ && w->head != CH_NONE ? w->head : token;
}

/* A name nobody knows may be the one meant; then the pronoun stays open rather than go to somebody further off. But
 * "the governor, Gboyega Oyetola," has a role that says who he is. */
static bool unknown_person(const ch__room *r, const ch__draft *d, const ch__word *w)
{
    if (d->n || d->kind != CH_MENTION_NAME || ch__same(w->gender, "n"))
        return false;
    uint32_t role = outermost(r, d->head);
    for (const ch__draft *e = d; role != d->head && e-- > r->drafts && e->sentence == d->sentence;)
        if (e->n == 1 && e->head == role && r->referents[e->referents[0]].class == CH__PERSON)
            return false;
    return true;
}

static int salience_of(const ch__room *r, const ch__draft *d, const ch__word *w, uint32_t at)
{
    int score = 200 - SENTENCE * (int)(r->sentence - d->sentence) - (d->place ? SUBJECT : 0);
    if (d->subject || verb_of_subject(r, d) != CH_NONE)
        score += SUBJECT;
    if (ch__same(w->gender, "n") && ch__one_of_several(r, d))
        score -= SUBJECT;
    if (d->tokens.end + 1 == at && ch__tok_is(r, at - 1, "and"))
        score += 4 * SUBJECT; /* "for Aliyev and his wife" */
    return score;
}

uint32_t ch__antecedent(const ch__room *r, const ch__word *w, uint32_t at)
{
    uint32_t best = CH_NONE;
    int best_score = 0, rank = 0;
    barred b = bar(r, w, at);
    for (uint32_t i = r->n_drafts; i-- > 0 && rank < CH__MOST_WINDOW; rank++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > CH__MOST_BACK)
            break;
        bool fits = d->n == 1 ? d->kind != CH_MENTION_ADJECTIVE && pronoun_fits(r, w, &r->referents[d->referents[0]])
                              : unknown_person(r, d, w);
        int score = fits && !is_barred(r, &b, d) ? salience_of(r, d, w, at) - rank : 0;
        if (score > best_score) {
            best_score = score;
            best = d->n ? d->referents[0] : CH_NONE;
        }
    }
    return best;
}

/* "it is expected that", "it was hard to": nobody is meant. */
static bool expletive(const ch__room *r, uint32_t at)
{
    if (r->doc->words[at].deprel == CH_DEP_EXPL && !says(r, at + 1))
        return true;
    if (!ch__lemma_is(r->doc, at + 1 < r->span.end ? at + 1 : at, "be"))
        return false;
    for (uint32_t t = at + 2; t < r->span.end && t < at + 12; t++)
        if (ch__tok_is(r, t, "that") || ch__tok_is(r, t, "to"))
            return true;
    return false;
}

/* ---- they ---- */

/* All of the sentence of a draft that it stands in an enumeration with: "Iranians and the Chinese". False when they are
 * not several. */
static bool point_enumeration(const ch__room *r, uint32_t of, ch__draft *out)
{
    const ch__draft *d = &r->drafts[of];
    uint32_t first = ch__first_conjunct(r, d->head), start = of > CH__MOST_WINDOW ? of - CH__MOST_WINDOW : 0;
    bool people = true, codes = false;
    for (uint32_t i = start; i < r->n_drafts - 1 && i < of + CH__MOST_WINDOW; i++) {
        const ch__draft *e = &r->drafts[i];
        bool one = e->sentence == d->sentence && e->n == 1 && e->kind != CH_MENTION_ADJECTIVE &&
                   r->referents[e->referents[0]].code;
        if (!one || ch__first_conjunct(r, e->head) != first)
            continue;
        const ch__referent *who = &r->referents[e->referents[0]];
        people = people && who->class == CH__PERSON;
        codes = codes || (out->n && !ch__same(who->code, r->referents[out->referents[0]].code));
        ch__draft_point(out, e->referents[0]);
    }
    return out->n > 1 && (codes || people); /* "the army and the RSF" are no side together */
}

/* The latest group, plural or enumeration at most two sentences back. */
static bool they(ch__room *r, const ch__word *w, uint32_t at, ch__draft *out)
{
    barred b = bar(r, w, at);
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2)
            return false;
        if (!d->n || is_barred(r, &b, d))
            continue;
        bool coded = r->referents[d->referents[0]].code, listed = d->n == 1 && coded && ch__one_of_several(r, d);
        ch__draft several = {.n = 0};
        if (listed && point_enumeration(r, i, &several)) {
            for (uint8_t k = 0; k < several.n; k++)
                ch__draft_point(out, several.referents[k]);
            return true;
        }
        if (d->n > 1 || (d->plural && (coded || d->subject))) {
            for (uint8_t k = 0; k < d->n; k++)
                ch__draft_point(out, d->referents[k]);
            return true;
        }
    }
    return false;
}

/* "Shoukry called his counterpart. They": the two people whom the sentence before names, one of them its subject. */
static bool point_two(const ch__room *r, ch__draft *out)
{
    uint32_t people[2], n = 0;
    bool subject = false;
    for (uint32_t i = r->n_drafts - 1, seen = 0; i-- > 0 && seen < CH__MOST_WINDOW; seen++) {
        const ch__draft *d = &r->drafts[i];
        if (d->sentence == r->sentence)
            continue;
        if (d->sentence + 1 < r->sentence)
            break;
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (!who || who->class != CH__PERSON || who->plural || !who->code || d->kind == CH_MENTION_PRONOUN)
            continue;
        subject = subject || d->subject;
        if ((n > 0 && people[0] == d->referents[0]) || (n > 1 && people[1] == d->referents[0]))
            continue;
        if (n == 2)
            return false;
        people[n++] = d->referents[0];
    }
    while (n == 2 && subject && out->n < 2)
        ch__draft_point(out, people[1 - out->n]);
    return out->n == 2;
}

/* Nobody plural: an organisation, a people or an army is "they" too. */
static uint32_t collective(const ch__room *r, const ch__word *w, uint32_t at)
{
    barred b = bar(r, w, at);
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2)
            break;
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (who && who->code && d->subject && !d->place && !is_barred(r, &b, d) &&
            (who->class == CH__ORG || who->class == CH__BODY || who->class == CH__PEOPLE))
            return d->referents[0];
    }
    return CH_NONE;
}

static bool possessive(const ch__word *w)
{
    return ch__same(w->kind, "possessive");
}

/* "Hun Sen, who has ruled", "the Dominican Republic, whose president": whoever the clause modifies. */
static uint32_t read_relative_pronoun(ch__room *r, uint32_t at)
{
    const ch_word *words = r->doc->words;
    uint32_t verb = words[at].head, end = ch__item_at(r, at)->end;
    for (uint32_t n = 0; n < 4 && verb != CH_NONE && words[verb].deprel != CH_DEP_ACL_RELCL; n++)
        verb = words[verb].head;
    uint32_t head = verb == CH_NONE ? CH_NONE : words[verb].head;
    for (uint32_t i = r->n_drafts; head != CH_NONE && i-- > 0 && r->drafts[i].sentence == r->sentence;) {
        const ch__draft d = r->drafts[i];
        if (!d.n || d.tokens.start > head || d.tokens.end <= head)
            continue;
        ch__draft *out = ch__draft_add(r, at, end, CH_MENTION_PRONOUN, "relative pronoun");
        for (uint8_t k = 0; k < d.n; k++)
            ch__draft_point(out, d.referents[k]);
        return words[at].deprel == CH_DEP_NMOD_POSS ? ch__read_owned(r, at, end, d.referents, d.n) : end;
    }
    return end;
}

uint32_t ch__read_pronoun(ch__room *r, uint32_t at)
{
    ch__item item = *ch__item_at(r, at);
    if (ch__same(item.word.kind, "first"))
        return item.end;
    uint8_t rel = r->doc->words[at].deprel;
    if (possessive(&item.word) && (rel == CH_DEP_OBJ || rel == CH_DEP_IOBJ || rel == CH_DEP_OBL))
        item.word.kind = "personal"; /* "thanked her" */
    bool plural = ch__same(item.word.number, "pl");
    if (ch__same(item.word.gender, "n") && !possessive(&item.word) && expletive(r, at))
        return item.end;
    if (ch__same(item.word.kind, "relative"))
        return read_relative_pronoun(r, at);
    uint32_t one = plural ? CH_NONE : ch__antecedent(r, &item.word, at);
    ch__draft *d = ch__draft_add(r, at, item.end, CH_MENTION_PRONOUN, "no antecedent");
    d->plural = plural;
    bool found = one != CH_NONE;
    if (plural)
        found = they(r, &item.word, at, d);
    if (plural && !found) {
        one = collective(r, &item.word, at);
        found = one != CH_NONE;
    }
    if (one != CH_NONE)
        ch__draft_point(d, one);
    else if (plural && !found && !possessive(&item.word))
        found = point_two(r, d);
    if (!found)
        return item.end;
    d->why = d->subject ? "pronoun: recent subject" : "pronoun: recent";
    if (!possessive(&item.word))
        return item.end;
    uint32_t owners[CH__MOST_ENTITIES];
    uint8_t n = d->n;
    memcpy(owners, d->referents, sizeof owners);
    return ch__read_owned(r, at, item.end, owners, n);
}

/* speakers.c - who speaks: behind the verb, in front of it, or by the tree; a name, a noun that the actors room took
 * for nobody ("a foreman", "the chamber"), a paper, a pronoun. */
#include "ledger/contents.h"

enum { REACH = 40, PHRASE = 16 /* tokens of a noun phrase */, SECTOR = 2 /* column of actors/agents */ };

static bool punct(const ch_doc *doc, uint32_t t)
{
    return ch__is_mark(doc, t);
}

static bool is_xpos(const ch_doc *doc, uint32_t t, const char *xpos)
{
    return strcmp(doc->words[t].xpos, xpos) == 0;
}

uint32_t ch__tag_start(const ch_doc *doc, const ch_sentence *s, uint32_t verb)
{
    uint32_t t = verb;
    while (t > s->tokens.start && (ch__upos_is(doc, t - 1, CH_UPOS_AUX) || ch__upos_is(doc, t - 1, CH_UPOS_ADV) ||
                                   ch__upos_is(doc, t - 1, CH_UPOS_PART)))
        t--;
    return t;
}

/* Of ", three of its signatories said" the tag begins behind the comma, though only "signatories" may be known. */
uint32_t ch__tag_phrase(const ch_doc *doc, const ch_sentence *s, uint32_t first)
{
    enum { MOST = 14 };
    for (uint32_t t = first; t > s->tokens.start && first - t < MOST; t--) {
        if (punct(doc, t - 1) && !ch__form_is(doc, t - 1, "-")) /* not ", and gendarmes answered with gas" */
            return ch__upos_is(doc, t, CH_UPOS_CCONJ) ? first : t;
        if (ch__upos_is(doc, t - 1, CH_UPOS_VERB) || ch__upos_is(doc, t - 1, CH_UPOS_AUX) ||
            ch__upos_is(doc, t - 1, CH_UPOS_SCONJ) || doc->words[t - 1].xpos[0] == 'W')
            break;
    }
    return first;
}

static void speaker_is(ch__said *a, ch_doc *doc, uint32_t mention)
{
    ch__roles_add(doc, &a->speaker, mention);
    a->speaker_start = doc->mentions[mention].tokens.start;
}

static uint32_t last_comma(const ch_doc *doc, uint32_t mention, uint32_t to)
{
    for (uint32_t t = to; t > doc->mentions[mention].tokens.start; t--)
        if (ch__form_is(doc, t - 1, ","))
            return t - 1;
    return CH_NONE;
}

/* "The bridge at Narva, the interior minister announced, ...": no apposition of the place. */
static bool behind_case(const ch_doc *doc, uint32_t mention, uint32_t to)
{
    uint32_t start = doc->mentions[mention].tokens.start;
    return start > 0 && ch__upos_is(doc, start - 1, CH_UPOS_ADP) && last_comma(doc, mention, to) != CH_NONE;
}

/* The mention that holds the head of a noun phrase; one is made where the actors room saw none. */
static uint32_t mention_of(ch_doc *doc, uint32_t sentence, uint32_t head)
{
    uint32_t m = ch__mention_over(doc, head);
    bool other = m != CH_NONE && doc->mentions[m].kind == CH_MENTION_ADJECTIVE;
    /* of "at Gori, the village elder said" the room makes one name with an apposition */
    for (uint32_t t = head; m != CH_NONE && !other && t > doc->mentions[m].tokens.start; t--)
        other = doc->mentions[m].head < t && ch__form_is(doc, t - 1, ",") &&
                (doc->words[head].deprel != CH_DEP_APPOS || behind_case(doc, m, head));
    return m == CH_NONE || other ? ch__mention_phrase(doc, sentence, head) : m;
}

const char *ch__role_sector(const ch__knowledge *k, ch_doc *doc, uint32_t mention)
{
    const ch__table *agents = ch__knowledge_table(k, "actors/agents");
    ch_span in = doc->mentions[mention].tokens;
    const char *sector = NULL;
    for (uint32_t t = in.start; agents && t < in.end;) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(doc, k, ch__table_bit(agents), t, in.end, &hit);
        if (n)
            sector = ch__table_cell(agents, hit.row, SECTOR);
        t += n ? n : 1;
    }
    return sector;
}

bool ch__is_somebody(const ch__speech *sp, uint32_t mention)
{
    const ch_mention *m = &sp->doc->mentions[mention];
    return m->actors.start < m->actors.end || m->kind == CH_MENTION_PRONOUN ||
           ch__role_sector(sp->k, sp->doc, mention) != NULL;
}

/* The head of the noun phrase that begins at t: the last noun of "the parish weekly", "Huber's partner". */
uint32_t ch__phrase_head(const ch_doc *doc, uint32_t t, uint32_t end)
{
    uint32_t head = CH_NONE;
    if (t < end && ch__upos_is(doc, t, CH_UPOS_PRON) && !is_xpos(doc, t, "PRP$"))
        return t;
    for (uint32_t i = t; i < end && i - t < PHRASE; i++) {
        bool part = is_xpos(doc, i, "PRP$") || is_xpos(doc, i, "POS") || ch__upos_is(doc, i, CH_UPOS_DET) ||
                    ch__upos_is(doc, i, CH_UPOS_ADJ) || ch__upos_is(doc, i, CH_UPOS_NUM) || ch__form_is(doc, i, "-") ||
                    doc->words[i].deprel == CH_DEP_AMOD;
        if (ch__is_noun(doc, i))
            head = i;
        else if (!part)
            break;
    }
    return head;
}

/* Whether a clause goes on between a speaker and the next mark: "..., he said Iran was ready" has its words behind. */
static bool clause_behind(const ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    for (; t < s->tokens.end && !punct(doc, t); t++) {
        if (doc->words[t].deprel == CH_DEP_MARK || doc->words[t].xpos[0] == 'W')
            return false; /* "..., said a monk who has counted them" */
        if (ch__is_finite(doc, t))
            return true;
    }
    return false;
}

/* Whether a subject in front stands in no clause of its own: of "Rebels fled, said Zhu" it does. */
static bool own_clause(const ch__speech *sp, uint32_t subject, uint32_t verb)
{
    const ch_doc *doc = sp->doc;
    bool relative = false;
    if (sp->quotes.of[subject] != CH_NONE && sp->quotes.of[subject] != sp->quotes.of[verb])
        return false; /* '"Nonsense in two languages," retorted the spokesman' */
    for (uint32_t t = subject + 1; t < verb; t++) {
        relative = relative || doc->words[t].xpos[0] == 'W';
        if (ch__upos_is(doc, t, CH_UPOS_VERB) && !relative)
            return false;
    }
    return true;
}

/* "..., said Zhu, ...", "..., has hammered the delegate": who begins behind the verb. */
static bool inverted(const ch__speech *sp, const ch_sentence *s, uint32_t behind, bool plain, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t first = ch__tag_start(doc, s, a->trigger), t = behind;
    if (first == s->tokens.start || !punct(doc, first - 1) || a->participle)
        return false;
    if (t + 1 < s->tokens.end && ch__upos_is(doc, t, CH_UPOS_ADV))
        t++;
    uint32_t head = ch__phrase_head(doc, t, s->tokens.end), subject = ch__child(doc, s, a->trigger, CH_DEP_NSUBJ);
    if (head == CH_NONE || clause_behind(doc, s, head + 1) || (first < a->trigger && ch__spoken_of(doc, s, a->trigger)))
        return false;
    bool bare =
        first == a->trigger && is_xpos(doc, a->trigger, "VBN"); /* "..., reported a priest" as tagged at times */
    if (subject != CH_NONE && subject < first && own_clause(sp, subject, first))
        return false; /* "A spokesman for the rebels, Colonel Riek, denied the charge." */
    uint32_t m = mention_of(doc, a->sentence, head);
    if (doc->mentions[m].tokens.start < t ||
        ((!plain || bare) && !ch__is_somebody(sp, m) && (bare || doc->words[head].deprel != CH_DEP_NSUBJ)))
        return false;
    speaker_is(a, doc, m);
    a->inverted = true;
    return true;
}

/* Where the phrase in front of a closing comma begins: "Zhu, head of the centre, said" gives the token before the first
 * comma. */
static uint32_t before_apposition(const ch_doc *doc, const ch_sentence *s, uint32_t comma)
{
    for (uint32_t t = comma; t > s->tokens.start && comma - t < REACH; t--)
        if (ch__form_is(doc, t - 1, ",") && t - 1 > s->tokens.start)
            return t - 2;
    return CH_NONE;
}

/* "is reported to have died", "a man thought to be ill": what stands in front is spoken of, it does not speak. */
bool ch__spoken_of(const ch_doc *doc, const ch_sentence *s, uint32_t verb)
{
    if (!is_xpos(doc, verb, "VBN"))
        return false;
    for (uint32_t i = verb; i > s->tokens.start && verb - i < 4; i--)
        if (ch__upos_is(doc, i - 1, CH_UPOS_AUX))
            return ch__lemma_is(doc, i - 1, "be");
    ch_deprel rel = (ch_deprel)doc->words[verb].deprel;
    return rel == CH_DEP_ACL || rel == CH_DEP_AMOD || rel == CH_DEP_ADVCL;
}

static bool has_case(const ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    return ch__child(doc, s, t, CH_DEP_CASE) != CH_NONE && !is_xpos(doc, ch__child(doc, s, t, CH_DEP_CASE), "POS");
}

static bool has_comma(const ch_doc *doc, uint32_t from, uint32_t to)
{
    for (uint32_t t = from; t < to; t++)
        if (ch__form_is(doc, t, ","))
            return true;
    return false;
}

/* A noun phrase in front of the verb that may speak: not where something is, not whose it is, nothing behind a
 * preposition. */
static bool may_speak(const ch_doc *doc, uint32_t mention, uint32_t first)
{
    const ch_mention *m = &doc->mentions[mention];
    bool whose = m->tokens.end == m->tokens.start + 1 && is_xpos(doc, m->tokens.start, "PRP$");
    bool of = m->tokens.start > first && ch__upos_is(doc, m->tokens.start - 1, CH_UPOS_ADP);
    bool owner = m->tokens.end < doc->n_tokens && is_xpos(doc, m->tokens.end, "POS");
    return !whose && !of && !owner && !ch__is_where(doc, mention) && m->kind != CH_MENTION_ADJECTIVE;
}

/* The head of the noun phrase that ends before t: of "the mayor of Gori said" the mayor, of "two people close to him
 * said" the people. */
static uint32_t head_before(const ch_doc *doc, const ch_sentence *s, uint32_t t)
{
    uint32_t h = t - 1;
    bool pronoun = ch__upos_is(doc, h, CH_UPOS_PRON) && is_xpos(doc, h, "PRP");
    bool word = ch__is_noun(doc, h) || ch__upos_is(doc, h, CH_UPOS_ADV) || ch__upos_is(doc, h, CH_UPOS_ADJ) ||
                ch__upos_is(doc, h, CH_UPOS_NUM);
    if (!pronoun && !word)
        return CH_NONE;
    for (int i = 0; i < 6; i++) {
        uint32_t up = doc->words[h].head;
        ch_deprel rel = (ch_deprel)doc->words[h].deprel;
        bool part = rel == CH_DEP_NMOD || rel == CH_DEP_FLAT || rel == CH_DEP_APPOS || rel == CH_DEP_CONJ ||
                    rel == CH_DEP_AMOD || rel == CH_DEP_ADVMOD || rel == CH_DEP_ACL;
        if (up == CH_NONE || up > h || up < s->tokens.start || (!part && !has_case(doc, s, h)))
            break;
        if (has_comma(doc, up, h))
            break; /* "the logs of a server, two people said" */
        bool counted = ch__upos_is(doc, up, CH_UPOS_NUM) || ch__upos_is(doc, up, CH_UPOS_DET) ||
                       ch__upos_is(doc, up, CH_UPOS_PRON);
        if (!counted && !ch__is_noun(doc, up) && !ch__upos_is(doc, up, CH_UPOS_ADJ) &&
            doc->words[up].deprel != CH_DEP_ACL)
            break;
        h = up;
    }
    bool nominal = !ch__upos_is(doc, h, CH_UPOS_ADV);
    return nominal && !has_case(doc, s, h) ? h : CH_NONE;
}

/* Whether no comma parts the head of a mention from one of its tokens. */
static bool heads(const ch_doc *doc, uint32_t mention, uint32_t token)
{
    return !has_comma(doc, doc->mentions[mention].head, token) || doc->words[token].deprel == CH_DEP_APPOS ||
           doc->words[token].deprel == CH_DEP_FLAT;
}

static bool has_relative(const ch_doc *doc, uint32_t from, uint32_t to)
{
    for (uint32_t t = from + 1; t < to; t++)
        if (doc->words[t].xpos[0] == 'W' && !punct(doc, t - 1))
            return true;
    return false;
}

/* Who begins the tag: "..., a colonel with thirty years of river in his bones informed ...". */
static bool from_mark(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t tag = ch__tag_start(doc, s, a->trigger), first = ch__tag_phrase(doc, s, tag);
    if (is_xpos(doc, tag, "TO") || first == tag || first == s->tokens.start || a->participle ||
        is_xpos(doc, a->trigger, "VBN"))
        return false;
    uint32_t head = ch__phrase_head(doc, first, tag);
    if (head == CH_NONE)
        return false;
    uint32_t m = mention_of(doc, a->sentence, head);
    if (doc->mentions[m].tokens.start < first)
        return false;
    speaker_is(a, doc, m);
    return true;
}

/* Who stands in front of the verb, over auxiliaries and adverbs. */
static bool in_front(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    ch_doc *doc = sp->doc;
    uint32_t t = ch__tag_start(doc, s, a->trigger);
    bool passive = is_xpos(doc, a->trigger, "VBN") && t < a->trigger; /* a bare one may be a past tense */
    if ((passive && ch__spoken_of(doc, s, a->trigger)) || t == s->tokens.start || is_xpos(doc, t, "TO"))
        return false;
    if (ch__form_is(doc, t - 1, ",")) {
        uint32_t last = before_apposition(doc, s, t - 1);
        if (last == CH_NONE || a->participle)
            return false;
        t = last + 1;
    }
    uint32_t subject = ch__child(doc, s, a->trigger, CH_DEP_NSUBJ);
    if (subject != CH_NONE && subject < t && has_relative(doc, subject, t))
        return false; /* "two men who reached Kassala have testified" */
    uint32_t m = ch__mention_over(doc, t - 1);
    if (m == CH_NONE || doc->mentions[m].tokens.end != t || !may_speak(doc, m, s->tokens.start) ||
        doc->mentions[m].head < doc->mentions[m].tokens.start || !heads(doc, m, t - 1)) {
        uint32_t head = m != CH_NONE && behind_case(doc, m, t) ? ch__phrase_head(doc, last_comma(doc, m, t) + 1, t)
                                                               : head_before(doc, s, t);
        m = head == CH_NONE ? CH_NONE : mention_of(doc, a->sentence, head);
    }
    if (m == CH_NONE || doc->mentions[m].tokens.start < s->tokens.start || !may_speak(doc, m, s->tokens.start))
        return false;
    speaker_is(a, doc, m);
    return true;
}

/* The first word in the sentence of those who speak. */
static void note_start(const ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    for (uint32_t i = 0; i < a->speaker.n; i++) {
        uint32_t start = sp->doc->mentions[a->speaker.at[i].mention].tokens.start;
        if (start >= s->tokens.start && start < s->tokens.end &&
            (a->speaker_start == CH_NONE || start < a->speaker_start))
            a->speaker_start = start;
    }
}

/* The subject by the tree; the agent of "was dismissed as '...' by an official". */
static bool by_tree(ch__speech *sp, const ch_sentence *s, ch__said *a)
{
    ch_doc *doc = sp->doc;
    if (ch__slot(doc, sp->k, a->trigger, "subj", &a->speaker)) {
        if (a->participle && a->speaker.n == 1 && ch__is_where(doc, a->speaker.at[0].mention))
            a->speaker.n = 0; /* "march in Prague demanding ..." */
        note_start(sp, s, a);
        return a->speaker.n > 0;
    }
    uint32_t head = ch__slot_head(doc, a->trigger, "subj");
    if (head == CH_NONE || !ch__is_noun(doc, head) || head < s->tokens.start || head >= s->tokens.end)
        return false;
    speaker_is(a, doc, mention_of(doc, a->sentence, head));
    return true;
}

void ch__speaker_find(ch__speech *sp, const ch_sentence *s, uint32_t behind, bool plain, ch__said *a)
{
    uint32_t front = ch__tag_start(sp->doc, s, a->trigger);
    bool comma = front > s->tokens.start && ch__form_is(sp->doc, front - 1, ",");
    if (inverted(sp, s, behind, plain, a))
        return;
    if (a->participle && comma && sp->last.sentence == a->sentence && sp->last.speaker.n) {
        a->speaker = sp->last.speaker; /* "..., he said, adding that": who spoke before */
        note_start(sp, s, a);
        return;
    }
    if (!comma && (in_front(sp, s, a) || from_mark(sp, s, a)))
        return;
    if (by_tree(sp, s, a) || (comma && in_front(sp, s, a)))
        return;
    bool goes_on = comma || (front > s->tokens.start && ch__upos_is(sp->doc, front - 1, CH_UPOS_CCONJ));
    if (goes_on && sp->last.sentence == a->sentence && sp->last.speaker.n && !is_xpos(sp->doc, a->trigger, "VBN")) {
        a->speaker = sp->last.speaker; /* "called it piracy, said that the owners had paid and ..." */
        note_start(sp, s, a);
    }
}

bool ch__thing_speaks(const ch__speech *sp, const ch__said *a)
{
    uint32_t head = ch__slot_head(sp->doc, a->trigger, "subj");
    if (head == CH_NONE || a->participle)
        return false;
    for (uint32_t i = 0; i < a->speaker.n; i++) {
        ch_span m = sp->doc->mentions[a->speaker.at[i].mention].tokens;
        if (head >= m.start && head < m.end)
            return false;
    }
    return a->speaker.n > 0 && !ch__upos_is(sp->doc, head, CH_UPOS_PRON);
}

/* What a word tells as a trigger: itself, its place in the tree, its dependents, the words around it, who is named. */
#include "events/traits.h"

enum {
    AROUND = 3,  /* words to either side whose place counts */
    NEARBY = 10, /* words to either side that count wherever they stand */
    UP = 4       /* heads followed upward */
};

/* Kinds of traits; numbers of roles.c and pairs.c begin above. New ones go behind the last, or a trained model no
 * longer fits. */
enum {
    BIAS,
    LEMMA,
    LEMMA_TAG,
    FORM,
    ENDING,
    TAG_REL,
    FRAME,
    FRAME_MODE,
    FRAME_STATUS,
    STATUS,
    STATUS_BY,
    PASSIVE,
    HEAD,
    LEMMA_HEAD,
    HEAD_REL,
    ABOVE,
    KID,
    LEMMA_KID,
    KID_WHO,
    LEMMA_KID_WHO,
    CASE,
    LEMMA_CASE,
    CASE_WHO,
    CASE_WORD,
    MODIFIER,
    LEMMA_MODIFIER,
    LEMMA_OBJECT_MODIFIER,
    SUBJECT,
    SUBJECT_WHO,
    LEMMA_SUBJECT_WHO,
    OBJECT_WHO,
    LEMMA_OBJECT_WHO,
    BOTH_WHO,
    WORD_AT,
    TAG_AT,
    WORD_NEAR,
    CODED,
    LEMMA_CODED,
    WHO_LEFT,
    WHO_RIGHT,
    HEADLINE,
    TENSE,
    MARK,
    FIRST_WORD,
    PARTICLE,
    LEMMA_PARTICLE,
    QUESTION,
    TOPIC
};

static uint64_t who_of(const ch_doc *doc, uint32_t mention, bool *coded)
{
    const ch_mention *m = &doc->mentions[mention];
    const ch_actor *a = m->actors.start < m->actors.end ? &doc->actors[m->actors.start] : NULL;
    *coded = a && a->code;
    return 1 + m->kind + 8u * (a ? 1u + *coded : 0) + (a ? ch__text_hash(a->sector) << 8 : 0);
}

/* "the onion traders": who is no name and no role that the actors room knows may act all the same. */
static bool heads_phrase(const ch_doc *doc, uint32_t t)
{
    uint8_t u = ch__upos(doc, t);
    if ((u != CH_UPOS_NOUN && u != CH_UPOS_PROPN && u != CH_UPOS_PRON && u != CH_UPOS_NUM) ||
        ch__mention_over(doc, t) != CH_NONE)
        return false;
    switch (ch__rel(doc, t)) {
    case CH_DEP_NSUBJ:
    case CH_DEP_NSUBJ_PASS:
    case CH_DEP_OBJ:
    case CH_DEP_IOBJ:
    case CH_DEP_OBL:
    case CH_DEP_OBL_AGENT:
    case CH_DEP_NMOD:
    case CH_DEP_NMOD_POSS:
    case CH_DEP_CONJ:
    case CH_DEP_APPOS:
    case CH_DEP_ROOT: return true;
    default: return false;
    }
}

void ch__clues_read(ch__clues *c, const ch__knowledge *k, ch_doc *doc, uint32_t sentence, ch__arena *arena)
{
    *c = (ch__clues){.k = k, .doc = doc, .sentence = sentence, .tokens = doc->sentences[sentence].tokens};
    c->at = ch__alloc_array(arena, c->tokens.end - c->tokens.start, sizeof *c->at);
    for (uint32_t t = c->tokens.start; t < c->tokens.end; t++) {
        ch__clue *x = &c->at[t - c->tokens.start];
        char low[48];
        *x = (ch__clue){.lemma = ch__text_hash(ch__lemma_low(doc, t, low)),
                        .upos = (uint8_t)ch__upos(doc, t),
                        .mention = ch__mention_at(doc, t)};
        if (x->mention != CH_NONE)
            x->who = who_of(doc, x->mention, &x->coded);
        x->party = x->mention != CH_NONE || heads_phrase(doc, t);
        c->n_coded += x->coded;
    }
    c->topic = ch__text_hash(ch__topic_of(k, doc, c->tokens));
}

bool ch__may_trigger(const ch_doc *doc, uint32_t token)
{
    uint8_t u = ch__upos(doc, token);
    return u == CH_UPOS_VERB || u == CH_UPOS_NOUN || u == CH_UPOS_ADJ || u == CH_UPOS_ADV || u == CH_UPOS_PROPN;
}

static void own_traits(ch__traits *t, const ch__clues *c, uint32_t at)
{
    const ch_word *w = &c->doc->words[at];
    const ch__clue *x = ch__clue_at(c, at);
    uint64_t tag = ch__text_hash(w->xpos);
    ch__sv form = ch__token_sv(c->doc, at);
    ch__trait(t, BIAS, 0, 0);
    ch__trait(t, LEMMA, x->lemma, 0);
    ch__trait(t, LEMMA_TAG, x->lemma, x->upos);
    ch__trait(t, FORM, ch__hash64(form), 0);
    if (form.n > 3)
        ch__trait(t, ENDING, ch__hash64((ch__sv){form.p + form.n - 3, 3}), x->upos);
    ch__trait(t, TAG_REL, tag, w->deprel);
    ch__trait(t, PASSIVE, ch__is_passive(c->doc, at), x->lemma);
    ch__trait(t, TENSE, (uint64_t)(ch__tense_of(c->k, c->doc, at) + 1), tag);
    ch__trait(t, MARK, ch__text_hash(ch__mark_of(c->doc, at)), w->deprel);
    ch__trait(t, HEADLINE, c->doc->sentences[c->sentence].flags & CH_SENTENCE_TITLE, ch__is_headline_verb(c->doc, at));
}

/* What lexicon and modality say; the scorer may know better. */
static void rule_traits(ch__traits *t, const ch__trigger *rule, int found, uint64_t lemma)
{
    uint64_t event = found > 0 ? (uint64_t)(rule->frame.event + 3) : (uint64_t)(found + 1);
    uint64_t mode = found > 0 ? ch__text_hash(rule->frame.mode) : 0;
    ch__trait(t, FRAME, event, 0);
    ch__trait(t, FRAME_MODE, event, mode);
    ch__trait(t, FRAME_STATUS, event, rule->status.doing);
    ch__trait(t, STATUS, rule->status.doing, 0);
    ch__trait(t, STATUS, rule->status.doing, lemma);
}

static void climb(ch__traits *t, const ch__clues *c, uint32_t at)
{
    const ch__clue *x = ch__clue_at(c, at);
    uint32_t h = ch__head(c->doc, at), from = at;
    ch__trait(t, HEAD, h == CH_NONE ? 0 : ch__clue_at(c, h)->lemma, 0);
    ch__trait(t, HEAD_REL, h == CH_NONE ? 0 : ch__clue_at(c, h)->lemma, ch__rel(c->doc, at));
    ch__trait(t, LEMMA_HEAD, h == CH_NONE ? 0 : ch__clue_at(c, h)->lemma, x->lemma);
    for (int i = 0; i < UP && h != CH_NONE; i++) {
        ch__trait(t, ABOVE, ch__clue_at(c, h)->lemma, ch__rel(c->doc, from));
        from = h;
        h = ch__head(c->doc, h);
    }
}

/* "joint", "military" of "joint military exercises"; of a verb before its object. */
static void modifiers(ch__traits *t, const ch__clues *c, uint32_t noun, uint32_t kind, uint64_t lemma)
{
    CH__EACH_KID(c->doc, noun, kid)
    {
        ch_deprel r = ch__rel(c->doc, kid);
        if (r == CH_DEP_AMOD || r == CH_DEP_COMPOUND || r == CH_DEP_NMOD || r == CH_DEP_NMOD_DESC)
            ch__trait(t, kind, ch__clue_at(c, kid)->lemma, lemma);
    }
}

static void kid_traits(ch__traits *t, const ch__clues *c, uint32_t at, uint32_t kid)
{
    const ch__clue *x = ch__clue_at(c, at), *y = ch__clue_at(c, kid);
    ch_deprel r = ch__rel(c->doc, kid);
    if (r == CH_DEP_PUNCT || r == CH_DEP_DET)
        return;
    ch__trait(t, KID, y->lemma, r);
    ch__trait(t, LEMMA_KID, y->lemma, x->lemma + r);
    ch__trait(t, KID_WHO, y->who, r);
    ch__trait(t, LEMMA_KID_WHO, y->who, x->lemma + r);
    if (r == CH_DEP_COMPOUND_PRT) {
        ch__trait(t, PARTICLE, y->lemma, 0);
        ch__trait(t, LEMMA_PARTICLE, y->lemma, x->lemma);
    }
    uint64_t prep = ch__text_hash(ch__case_of(c->doc, kid));
    if (!prep)
        return;
    ch__trait(t, CASE, prep, 0);
    ch__trait(t, LEMMA_CASE, prep, x->lemma);
    ch__trait(t, CASE_WHO, prep, y->who);
    ch__trait(t, CASE_WORD, prep, y->lemma);
}

static void argument_traits(ch__traits *t, const ch__clues *c, uint32_t at)
{
    uint64_t lemma = ch__clue_at(c, at)->lemma;
    uint32_t s = ch__slot_head(c->doc, at, "subj"), o = ch__slot_head(c->doc, at, "obj");
    bool inside = s != CH_NONE && s >= c->tokens.start && s < c->tokens.end;
    uint64_t subject = inside ? ch__clue_at(c, s)->who : 0;
    ch__trait(t, SUBJECT, inside ? ch__clue_at(c, s)->lemma : 0, 0);
    ch__trait(t, SUBJECT_WHO, subject, inside);
    ch__trait(t, LEMMA_SUBJECT_WHO, subject, lemma);
    inside = o != CH_NONE && o >= c->tokens.start && o < c->tokens.end;
    uint64_t object = inside ? ch__clue_at(c, o)->who : 0;
    ch__trait(t, OBJECT_WHO, object, inside);
    ch__trait(t, LEMMA_OBJECT_WHO, object, lemma);
    ch__trait(t, BOTH_WHO, subject, object);
    modifiers(t, c, at, LEMMA_MODIFIER, lemma);
    modifiers(t, c, at, MODIFIER, 0);
    if (inside && o != at)
        modifiers(t, c, o, LEMMA_OBJECT_MODIFIER, lemma);
}

static void around_traits(ch__traits *t, const ch__clues *c, uint32_t at)
{
    for (int i = -NEARBY; i <= NEARBY; i++) {
        uint32_t j = at + (uint32_t)i;
        bool there = i != 0 && (i > 0 ? j < c->tokens.end : at - c->tokens.start >= (uint32_t)-i);
        if (!there)
            continue;
        const ch__clue *x = ch__clue_at(c, j);
        if (i >= -AROUND && i <= AROUND) {
            ch__trait(t, WORD_AT, x->lemma, (uint64_t)(i + NEARBY));
            ch__trait(t, TAG_AT, x->upos, (uint64_t)(i + NEARBY));
        }
        if (x->upos == CH_UPOS_NOUN || x->upos == CH_UPOS_VERB || x->upos == CH_UPOS_ADJ)
            ch__trait(t, WORD_NEAR, x->lemma, 0);
    }
}

/* The nearest mention to either side. */
static void named_traits(ch__traits *t, const ch__clues *c, uint32_t at)
{
    uint64_t left = 0, right = 0;
    for (uint32_t i = at; i-- > c->tokens.start && !left;)
        left = ch__clue_at(c, i)->who;
    for (uint32_t i = at + 1; i < c->tokens.end && !right; i++)
        right = ch__clue_at(c, i)->who;
    ch__trait(t, WHO_LEFT, left, 0);
    ch__trait(t, WHO_RIGHT, right, 0);
    uint64_t many = c->n_coded < 3 ? c->n_coded : 3;
    ch__trait(t, CODED, many, 0);
    ch__trait(t, LEMMA_CODED, many, ch__clue_at(c, at)->lemma);
}

void ch__trigger_traits(ch__traits *t, const ch__clues *c, const ch__trigger *rule, int found)
{
    uint32_t at = rule->token;
    const ch__clue *x = ch__clue_at(c, at);
    t->n = 0;
    own_traits(t, c, at);
    rule_traits(t, rule, found, x->lemma);
    if (rule->status.by != CH_NONE && rule->status.by >= c->tokens.start && rule->status.by < c->tokens.end)
        ch__trait(t, STATUS_BY, ch__clue_at(c, rule->status.by)->lemma, rule->status.doing);
    climb(t, c, at);
    CH__EACH_KID(c->doc, at, kid)
    kid_traits(t, c, at, kid);
    argument_traits(t, c, at);
    around_traits(t, c, at);
    named_traits(t, c, at);
    ch__trait(t, FIRST_WORD, ch__clue_at(c, c->tokens.start)->lemma, 0);
    ch__trait(t, TOPIC, c->topic, 0);
    uint32_t last = c->tokens.end - 1;
    ch__trait(t, QUESTION, ch__token_sv(c->doc, last).p[0] == '?', 0);
}

void ch__trigger_vectors(const ch__clues *c, uint32_t token, uint8_t *out)
{
    uint32_t width = c->doc->inside->vector_width;
    const uint32_t of[CH__TRIGGER_VECTORS] = {token, ch__head(c->doc, token), ch__slot_head(c->doc, token, "subj"),
                                              ch__slot_head(c->doc, token, "obj")};
    for (size_t i = 0; i < CH__TRIGGER_VECTORS; i++, out += width) {
        if (of[i] == CH_NONE)
            memset(out, 64, width);
        else
            memcpy(out, c->doc->inside->vectors + (size_t)of[i] * width, width);
    }
}

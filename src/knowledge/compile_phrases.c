/* compile_phrases.c - phrases of all tables to one tree of words: a node for each way phrases can begin, children in
 * the order of their words, brothers beside each other. */
#include "knowledge/compile.h"

#include <stdlib.h>

#include "knowledge/units.h"

static void add_phrase(ch__compiler *c, const ch__source_row *row, const char *column, const char *text,
                       ch__image_hit hit)
{
    ch__unit_reader r;
    r.text = text;
    r.at = 0;
    r.to = (uint32_t)strlen(text);
    uint32_t first = c->n_units;
    while (ch__unit_next(&r)) {
        if (r.too_long)
            ch__source_fault(c->s, row->file, row->line, "%s has a word of more than %d bytes", column, CH__UNIT_BYTES);
        else
            *CH__PUSH(c->arena, c->units, c->n_units, c->cap_units) =
                ch__pool_add(c->arena, &c->words, (ch__sv){r.fold, r.n}, true);
    }
    if (c->n_units == first)
        ch__source_fault(c->s, row->file, row->line, "%s has nothing that could be matched", column);
    ch__phrase_row *p = CH__PUSH(c->arena, c->phrases, c->n_phrases, c->cap_phrases);
    *p = (ch__phrase_row){.first = first, .n = c->n_units - first, .hit = hit};
}

void ch__compile_add_phrases(ch__compiler *c, const ch__source_table *t, uint32_t table)
{
    for (uint32_t row = 0; row < t->n_rows; row++)
        for (uint32_t i = 0; i < t->n_columns; i++) {
            const ch__source_column *column = &t->columns[i];
            const char **cells = t->rows[row].cells;
            if (column->marks & CH__COLUMN_PHRASES && ch__row_wanted(&t->rows[row], column->condition) &&
                !ch__absent(cells[i]))
                add_phrase(c, &t->rows[row], column->name, cells[i],
                           (ch__image_hit){row, (uint16_t)table, (uint16_t)i});
        }
}

/* ---- words ---- */

typedef struct word_rank {
    ch__sv text;
    uint32_t number;
    bool inner; /* begins no phrase */
} word_rank;

static int by_rank(const void *a, const void *b)
{
    const word_rank *x = a, *y = b;
    return x->inner != y->inner ? x->inner - y->inner : ch__sv_cmp(x->text, y->text);
}

/* Renumbers the words: those that begin a phrase first, in byte order. */
static void rank_words(ch__compiler *c)
{
    uint32_t n = c->words.n;
    word_rank *ranks = ch__alloc_array(c->arena, n, sizeof *ranks);
    uint32_t *number = ch__alloc_array(c->arena, n, sizeof *number);
    for (uint32_t i = 0; i < n; i++)
        ranks[i] = (word_rank){c->words.items[i], i, true};
    for (uint32_t i = 0; i < c->n_phrases; i++)
        ranks[c->units[c->phrases[i].first]].inner = false;
    qsort(ranks, n, sizeof *ranks, by_rank);
    c->vocabulary = ch__alloc_array(c->arena, n, sizeof *c->vocabulary);
    for (uint32_t i = 0; i < n; i++) {
        number[ranks[i].number] = i;
        c->vocabulary[i] = ch__pool_add(c->arena, &c->strings, ranks[i].text, false);
    }
    for (uint32_t i = 0; i < c->n_units; i++)
        c->units[i] = number[c->units[i]];
}

static void hash_words(ch__compiler *c)
{
    if (c->words.n >= CH__NO_WORD)
        ch__source_fault(c->s, "", 0, "phrases are made of more than %d different words", CH__NO_WORD - 1);
    c->n_word_slots = ch__room_for(c->words.n);
    c->word_slots = ch__alloc_array(c->arena, c->n_word_slots, sizeof *c->word_slots);
    memset(c->word_slots, 0xFF, c->n_word_slots * sizeof *c->word_slots);
    for (uint32_t w = 0; w < c->words.n; w++) {
        char fold[CH__UNIT_BYTES + 8] = {0};
        ch__sv text = c->strings.items[c->vocabulary[w]];
        memcpy(fold, text.p, text.n);
        uint32_t i = ch__first_slot(ch__unit_hash(fold, (uint32_t)text.n), c->n_word_slots);
        while (c->word_slots[i].number != CH__NO_WORD)
            i = i + 1 < c->n_word_slots ? i + 1 : 0;
        ch__image_word_slot *slot = &c->word_slots[i];
        *slot = (ch__image_word_slot){.n = (uint32_t)text.n & 0x1FF, .number = w & CH__NO_WORD};
        memcpy(slot->head, fold, sizeof slot->head);
    }
}

/* Which words the phrases of each table are made of, by the hashes that ch__units makes of a text. */
static void fill_filters(ch__compiler *c)
{
    c->filters = ch__alloc_array(c->arena, c->s->n_tables, sizeof *c->filters);
    for (uint32_t p = 0; p < c->n_phrases; p++)
        for (uint32_t i = 0; i < c->phrases[p].n; i++) {
            char fold[CH__UNIT_BYTES + 8] = {0};
            ch__sv text = c->words.items[c->units[c->phrases[p].first + i]];
            memcpy(fold, text.p, text.n);
            uint32_t bit = ch__word_bit(ch__unit_hash(fold, (uint32_t)text.n));
            c->filters[c->phrases[p].hit.table].words[bit / 64] |= (uint64_t)1 << bit % 64;
        }
}

/* ---- the tree ---- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_words(const void *a, const void *b)
{
    const ch__phrase_row *x = a, *y = b;
    for (uint32_t i = 0; i < x->n && i < y->n; i++)
        if (x->words[i] != y->words[i])
            return compare_numbers(x->words[i], y->words[i]);
    int order = compare_numbers(x->n, y->n);
    order = order ? order : compare_numbers(x->hit.table, y->hit.table);
    order = order ? order : compare_numbers(x->hit.row, y->hit.row);
    return order ? order : compare_numbers(x->hit.column, y->hit.column);
}

/* A node waiting for its children: the sorted phrases [from, to) share their first `depth` words. */
typedef struct range {
    uint32_t from, to, depth, word;
} range;

/* Breadth first, so that brothers are neighbours. */
static void build_nodes(ch__compiler *c)
{
    range *queue = NULL;
    uint32_t n = 0, cap = 0, cap_nodes = 0;
    c->hits = ch__alloc_array(c->arena, c->n_phrases, sizeof *c->hits);
    *CH__PUSH(c->arena, queue, n, cap) = (range){0, c->n_phrases, 0, CH_NONE};
    for (uint32_t i = 0; i < n; i++) {
        range r = queue[i];
        ch__image_node *node = CH__PUSH(c->arena, c->nodes, c->n_nodes, cap_nodes);
        *node = (ch__image_node){.first_child = n, .first_hit = c->n_hits};
        for (uint32_t p = r.from; p < r.to; p++)
            node->tables |= (uint32_t)1 << c->phrases[p].hit.table;
        uint32_t p = r.from;
        for (; p < r.to && c->phrases[p].n == r.depth; p++)
            c->hits[c->n_hits++] = c->phrases[p].hit;
        while (p < r.to) {
            range child = {p, p, r.depth + 1, c->phrases[p].words[r.depth]};
            while (child.to < r.to && c->phrases[child.to].words[r.depth] == child.word)
                child.to++;
            *CH__PUSH(c->arena, queue, n, cap) = child;
            p = child.to;
        }
    }
    *CH__PUSH(c->arena, c->nodes, c->n_nodes, cap_nodes) = (ch__image_node){.first_child = n, .first_hit = c->n_hits};
    c->node_words = ch__alloc_array(c->arena, n, sizeof *c->node_words);
    for (uint32_t i = 0; i < n; i++)
        c->node_words[i] = queue[i].word;
}

void ch__compile_phrases(ch__compiler *c)
{
    fill_filters(c); /* while units are words in the order they came */
    rank_words(c);
    hash_words(c);
    for (uint32_t i = 0; i < c->n_phrases; i++)
        c->phrases[i].words = c->units + c->phrases[i].first;
    if (c->n_phrases)
        qsort(c->phrases, c->n_phrases, sizeof *c->phrases, by_words);
    build_nodes(c);
}

#include "knowledge/image.h"

#include "base/hash.h"
#include "base/utf8.h"

size_t ch__image_element(int section)
{
#define CH_X(name, type) sizeof(type),
    static const size_t sizes[] = {CH__IMAGE_SECTIONS(CH_X)};
#undef CH_X
    return sizes[section];
}

enum { UNSUMMED = offsetof(ch__image_header, checksum) + sizeof(uint64_t) };

static uint64_t checksum(const void *image, size_t n)
{
    return ch__hash64((ch__sv){(const char *)image + UNSUMMED, n - UNSUMMED});
}

void ch__image_seal(void *image, size_t n)
{
    ch__image_header *h = image;
    h->size = n;
    h->checksum = checksum(image, n);
}

/* The image under check, its sections found. */
typedef struct view {
    const ch__image_header *h;
    const char *strings;
    const ch__image_table *tables;
    const ch__image_column *columns;
    const uint8_t *cells;
    const uint32_t *values, *next, *slots, *words, *node_words;
    const ch__image_source *sources;
    const uint32_t *files;
    const ch__image_word_slot *word_slots;
    const ch__image_node *nodes;
    const ch__image_hit *hits;
    uint64_t count[CH__N_SECTIONS];
} view;

static int header_fault(const ch__image_header *h, size_t n, ch_err *err)
{
    if (n < sizeof *h || memcmp(h->magic, CH__IMAGE_MAGIC, sizeof h->magic) != 0)
        return ch__fail(err, CH_EKNOWLEDGE, "not a compiled knowledge file");
    if (h->order != CH__IMAGE_ORDER)
        return ch__fail(err, CH_EVERSION, "knowledge compiled on a machine of another byte order; compile it here");
    if (h->format != CH__IMAGE_FORMAT)
        return ch__fail(err, CH_EVERSION, "knowledge file of format %u, this program reads format %d; compile it again",
                        h->format, CH__IMAGE_FORMAT);
    if (h->size != n)
        return ch__fail_at(err, CH_EKNOWLEDGE, NULL, 0, (int64_t)n, "knowledge file of %llu bytes should have %llu",
                           (unsigned long long)n, (unsigned long long)h->size);
    if (h->checksum != checksum(h, n))
        return ch__fail(err, CH_EKNOWLEDGE, "knowledge file is damaged: its checksum does not match");
    return CH_OK;
}

/* Every section inside the image, aligned, none overlapping the one before. */
static const char *section_fault(const ch__image_header *h)
{
    uint64_t end = sizeof *h;
    for (int i = 0; i < CH__N_SECTIONS; i++) {
        const ch__image_section *s = &h->sections[i];
        if (s->offset % 8 || s->offset < end || s->offset > h->size)
            return "a section is out of place";
        if (s->count >= CH_NONE || s->count > (h->size - s->offset) / ch__image_element(i))
            return "a section is larger than the file";
        end = s->offset + s->count * ch__image_element(i);
    }
    if (memchr(h->hash, 0, sizeof h->hash) != h->hash + 32)
        return "the hash of the rows is not one";
    return NULL;
}

static view view_of(const ch__image_header *h)
{
    view v = {.h = h};
    const void *at[CH__N_SECTIONS];
    for (int i = 0; i < CH__N_SECTIONS; i++) {
        at[i] = (const char *)h + h->sections[i].offset;
        v.count[i] = h->sections[i].count;
    }
    v.strings = at[CH__IMAGE_STRINGS];
    v.tables = at[CH__IMAGE_TABLES];
    v.columns = at[CH__IMAGE_COLUMNS];
    v.cells = at[CH__IMAGE_CELLS];
    v.values = at[CH__IMAGE_VALUES];
    v.sources = at[CH__IMAGE_SOURCES];
    v.files = at[CH__IMAGE_FILES];
    v.next = at[CH__IMAGE_NEXT];
    v.slots = at[CH__IMAGE_SLOTS];
    v.words = at[CH__IMAGE_WORDS];
    v.word_slots = at[CH__IMAGE_WORD_SLOTS];
    v.node_words = at[CH__IMAGE_NODE_WORDS];
    v.nodes = at[CH__IMAGE_NODES];
    v.hits = at[CH__IMAGE_HITS];
    return v;
}

/* A string begins at 0 or behind a NUL, so no offset points into the middle of a character. */
static bool string_at(const view *v, uint32_t at)
{
    return at < v->count[CH__IMAGE_STRINGS] && (at == 0 || !v->strings[at - 1]);
}

static bool strings_at(const view *v, const uint32_t *offsets, uint64_t n, bool optional)
{
    for (uint64_t i = 0; i < n; i++)
        if (!string_at(v, offsets[i]) && !(optional && offsets[i] == CH_NONE))
            return false;
    return true;
}

static const char *strings_fault(const view *v)
{
    uint64_t n = v->count[CH__IMAGE_STRINGS];
    if (!n || v->strings[n - 1])
        return "the strings do not end";
    if (ch__utf8_valid(v->strings, n) != n)
        return "the strings are not UTF-8";
    if (!strings_at(v, v->values, v->count[CH__IMAGE_VALUES], false))
        return "a value points outside the strings";
    if (!strings_at(v, v->files, v->count[CH__IMAGE_FILES], false))
        return "a file points outside the strings";
    for (uint64_t i = 0; i < v->count[CH__IMAGE_SOURCES]; i++)
        if (v->sources[i].file >= v->count[CH__IMAGE_FILES])
            return "a source is no file";
    if (!strings_at(v, v->words, v->count[CH__IMAGE_WORDS], false))
        return "a word points outside the strings";
    for (uint64_t i = 0; i < v->count[CH__IMAGE_COLUMNS]; i++) {
        const ch__image_column *c = &v->columns[i];
        if (!string_at(v, c->name) || !strings_at(v, &c->condition, 1, true) ||
            !strings_at(v, &c->key_condition, 1, true))
            return "a column points outside the strings";
    }
    return NULL;
}

/* A hash table must have a free slot, or a search for what is not there would not end. */
static const char *slots_fault(const view *v, const ch__image_table *t, const ch__image_column *c)
{
    bool free_slot = false;
    if (!c->n_slots)
        return "the keys of a table are wrong";
    for (uint32_t i = 0; i < c->n_slots; i++) {
        uint32_t slot = v->slots[c->first_slot + i];
        free_slot = free_slot || slot == CH_NONE;
        if (slot != CH_NONE && ch__slot_row(slot) >= t->n_rows)
            return "a key points outside its table";
    }
    return free_slot ? NULL : "the keys of a table leave no slot free";
}

/* Rows of one key follow each other upward, so that following them ends. */
static const char *next_fault(const view *v, const ch__image_table *t, const ch__image_column *c)
{
    for (uint32_t i = 0; i < c->n_next; i++) {
        uint32_t next = v->next[c->first_next + i];
        if (next != CH_NONE && (next <= c->next_row + i || next >= t->n_rows))
            return "a row's successor points outside its table";
    }
    return NULL;
}

/* The key columns share slots and successors out among themselves, without gap or overlap. */
static const char *keys_fault(const view *v, const ch__image_table *t, uint64_t *slots, uint64_t *next)
{
    uint32_t first = CH_NONE;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__image_column *c = &v->columns[t->first_column + i];
        if (!(c->marks & CH__COLUMN_KEY)) {
            if (c->n_slots || c->n_next)
                return "a column that is no key has key slots";
            continue;
        }
        first = first == CH_NONE ? i : first;
        if (c->first_slot != *slots || c->first_next != *next || c->next_row > t->n_rows ||
            c->n_next > t->n_rows - c->next_row)
            return "the keys of a table are out of place";
        *slots += c->n_slots;
        *next += c->n_next;
        if (*slots > v->count[CH__IMAGE_SLOTS] || *next > v->count[CH__IMAGE_NEXT])
            return "a table is larger than the file";
        const char *fault = slots_fault(v, t, c);
        fault = fault ? fault : next_fault(v, t, c);
        if (fault)
            return fault;
    }
    return t->key == first ? NULL : "the keys of a table are wrong";
}

static uint32_t cell_at(const void *cells, uint32_t width, uint32_t row)
{
    return width == 1   ? ((const uint8_t *)cells)[row]
           : width == 2 ? ((const uint16_t *)cells)[row]
                        : ((const uint32_t *)cells)[row];
}

static const char *column_fault(const view *v, const ch__image_column *c, uint32_t n_rows)
{
    const uint8_t *cells = v->cells + c->first_cell;
    for (uint32_t row = 0; row < n_rows; row++) {
        uint32_t code = cell_at(cells, c->width, row);
        if (c->width == 4 ? code != CH_NONE && !string_at(v, code) : code > c->n_values)
            return "a cell points outside the strings";
    }
    return NULL;
}

/* The columns share cells and values out among themselves in their order, cells with up to three bytes between. */
static const char *cells_fault(const view *v, const ch__image_table *t, uint64_t *cells, uint64_t *values)
{
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__image_column *c = &v->columns[t->first_column + i];
        *cells = (*cells + 3) / 4 * 4;
        if ((c->width != 1 && c->width != 2 && c->width != 4) || c->first_cell != *cells || c->first_value != *values ||
            (c->width == 4 && c->n_values))
            return "the cells of a table are out of place";
        *cells += (uint64_t)t->n_rows * c->width;
        *values += c->n_values;
        if (*cells > v->count[CH__IMAGE_CELLS] || *values > v->count[CH__IMAGE_VALUES])
            return "a table is larger than the file";
        const char *fault = column_fault(v, c, t->n_rows);
        if (fault)
            return fault;
    }
    return NULL;
}

/* The tables share columns and rows out among themselves, without gap or overlap. */
static const char *tables_fault(const view *v)
{
    uint64_t columns = 0, rows = 0, cells = 0, values = 0, slots = 0, next = 0;
    if (v->count[CH__IMAGE_TABLES] > CH__MAX_TABLES)
        return "there are too many tables";
    if (v->count[CH__IMAGE_FILTERS] != v->count[CH__IMAGE_TABLES])
        return "the filters of the tables are wrong";
    for (uint64_t i = 0; i < v->count[CH__IMAGE_TABLES]; i++) {
        const ch__image_table *t = &v->tables[i];
        if (!string_at(v, t->name) || t->first_column != columns || t->first_row != rows)
            return "a table is out of place";
        columns += t->n_columns;
        rows += t->n_rows;
        if (columns > v->count[CH__IMAGE_COLUMNS] || rows > v->count[CH__IMAGE_SOURCES])
            return "a table is larger than the file";
        const char *fault = cells_fault(v, t, &cells, &values);
        fault = fault ? fault : keys_fault(v, t, &slots, &next);
        if (fault)
            return fault;
    }
    return NULL;
}

static const char *words_fault(const view *v)
{
    bool free_slot = false;
    for (uint64_t i = 0; i < v->count[CH__IMAGE_WORD_SLOTS]; i++) {
        uint32_t word = v->word_slots[i].number;
        free_slot = free_slot || word == CH__NO_WORD;
        if (word != CH__NO_WORD && word >= v->count[CH__IMAGE_WORDS])
            return "a slot points outside the vocabulary";
    }
    return free_slot ? NULL : "the vocabulary leaves no slot free";
}

static const char *nodes_fault(const view *v)
{
    uint64_t n = v->count[CH__IMAGE_NODE_WORDS], n_hits = v->count[CH__IMAGE_HITS];
    if (!n || v->count[CH__IMAGE_NODES] != n + 1)
        return "the phrases are wrong";
    if (v->nodes[0].first_child != 1 || v->nodes[n].first_child != n || v->nodes[n].first_hit != n_hits)
        return "the phrases begin or end out of place";
    for (uint64_t i = 0; i < n; i++) {
        const ch__image_node *node = &v->nodes[i];
        if (node->first_child <= i || node->first_child > node[1].first_child)
            return "a phrase node is out of order";
        if (node->first_hit > node[1].first_hit)
            return "the rows of a phrase are out of order";
    }
    return NULL;
}

static const char *hits_fault(const view *v)
{
    for (uint64_t i = 0; i < v->count[CH__IMAGE_HITS]; i++) {
        const ch__image_hit *h = &v->hits[i];
        if (h->table >= v->count[CH__IMAGE_TABLES] || h->row >= v->tables[h->table].n_rows ||
            h->column >= v->tables[h->table].n_columns)
            return "a phrase points outside its table";
    }
    return NULL;
}

int ch__image_check(const void *image, size_t n, ch_err *err)
{
    static const char *(*const checks[])(const view *) = {strings_fault, tables_fault, words_fault, nodes_fault,
                                                          hits_fault};
    int code = header_fault(image, n, err);
    if (code < 0)
        return code;
    const char *fault = section_fault(image);
    if (!fault) {
        view v = view_of(image);
        for (size_t i = 0; i < sizeof checks / sizeof *checks && !fault; i++)
            fault = checks[i](&v);
    }
    return fault ? ch__fail(err, CH_EKNOWLEDGE, "knowledge file is damaged: %s", fault) : CH_OK;
}

#define _GNU_SOURCE
#include "knowledge/knowledge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "knowledge/inside.h"

static const void *section(const ch__knowledge *k, int which)
{
    return k->bytes + ((const ch__image_header *)k->bytes)->sections[which].offset;
}

static void bind_tables(ch__knowledge *k, const ch__image_header *h)
{
    const ch__image_table *images = section(k, CH__IMAGE_TABLES);
    k->n_tables = (uint32_t)h->sections[CH__IMAGE_TABLES].count;
    for (uint32_t i = 0; i < k->n_tables; i++) {
        const ch__image_table *t = &images[i];
        k->tables[i] = (ch__table){
            .k = k,
            .image = t,
            .columns = (const ch__image_column *)section(k, CH__IMAGE_COLUMNS) + t->first_column,
            .cells = section(k, CH__IMAGE_CELLS),
            .values = section(k, CH__IMAGE_VALUES),
            .sources = (const ch__image_source *)section(k, CH__IMAGE_SOURCES) + t->first_row,
            .next = section(k, CH__IMAGE_NEXT),
            .slots = section(k, CH__IMAGE_SLOTS),
        };
    }
}

static void place_table(ch__knowledge *k, uint32_t table)
{
    ch__sv name = ch__sv_of(k->strings + k->tables[table].image->name);
    uint32_t i = (uint32_t)ch__hash64(name) % CH__NAME_SLOTS;
    while (k->names[i])
        i = (i + 1) % CH__NAME_SLOTS;
    k->names[i] = (uint8_t)(table + 1);
}

int ch__knowledge_open_memory(ch__knowledge **out, const void *bytes, size_t n, ch_err *err)
{
    *out = NULL;
    if ((uintptr_t)bytes % 8)
        return ch__fail(err, CH_EUSAGE, "compiled knowledge must lie at an address divisible by 8");
    int code = ch__image_check(bytes, n, err);
    if (code < 0)
        return code;
    ch__knowledge *k = ch__malloc(sizeof *k);
    if (!k)
        return ch__fail(err, CH_ENOMEM, "no memory to open the knowledge");
    memset(k, 0, sizeof *k);
    const ch__image_header *h = bytes;
    k->bytes = bytes;
    k->size = n;
    k->strings = section(k, CH__IMAGE_STRINGS);
    k->n_strings = (uint32_t)h->sections[CH__IMAGE_STRINGS].count;
    k->words = section(k, CH__IMAGE_WORDS);
    k->word_slots = section(k, CH__IMAGE_WORD_SLOTS);
    k->n_word_slots = (uint32_t)h->sections[CH__IMAGE_WORD_SLOTS].count;
    k->node_words = section(k, CH__IMAGE_NODE_WORDS);
    k->nodes = section(k, CH__IMAGE_NODES);
    k->hits = section(k, CH__IMAGE_HITS);
    k->files = section(k, CH__IMAGE_FILES);
    k->filters = section(k, CH__IMAGE_FILTERS);
    bind_tables(k, h);
    for (uint32_t i = 0; i < k->n_tables; i++)
        place_table(k, i);
    *out = k;
    return CH_OK;
}

/* Maps a whole regular file. */
static int map_file(int fd, const char *path, void **bytes, size_t *n, ch_err *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return ch__fail_at(err, CH_EIO, path, 0, -1, "cannot be read: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return ch__fail_at(err, CH_EKNOWLEDGE, path, 0, -1, "is not a regular file");
    if (st.st_size < (off_t)sizeof(ch__image_header) || (uint64_t)st.st_size > SIZE_MAX)
        return ch__fail_at(err, CH_EKNOWLEDGE, path, 0, st.st_size, "too short for a compiled knowledge file");
    *n = (size_t)st.st_size;
    *bytes = mmap(NULL, *n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (*bytes == MAP_FAILED)
        return ch__fail_at(err, errno == ENOMEM ? CH_ENOMEM : CH_EIO, path, 0, -1, "cannot be mapped: %s",
                           strerror(errno));
    return CH_OK;
}

int ch__knowledge_open(ch__knowledge **out, const char *path, ch_err *err)
{
    *out = NULL;
    void *bytes = NULL;
    size_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return ch__fail_at(err, CH_EIO, path, 0, -1, "cannot be opened: %s", strerror(errno));
    int code = map_file(fd, path, &bytes, &n, err);
    close(fd);
    if (code < 0)
        return code;
    ch__err_clear(err);
    code = ch__knowledge_open_memory(out, bytes, n, err);
    if (code < 0) {
        munmap(bytes, n);
        ch__err_file(err, path);
        return code;
    }
    (*out)->mapped = bytes;
    return CH_OK;
}

void ch__knowledge_close(ch__knowledge *k)
{
    if (!k)
        return;
    if (k->kept)
        k->release_kept(k->kept);
    if (k->mapped)
        munmap(k->mapped, k->size);
    free(k->owned);
    free(k);
}

const char *ch__knowledge_hash(const ch__knowledge *k)
{
    return ((const ch__image_header *)k->bytes)->hash;
}

void ch__knowledge_keep(ch__knowledge *k, void *made, void (*release)(void *made))
{
    if (k->kept)
        k->release_kept(k->kept);
    k->kept = made;
    k->release_kept = release;
}

const void *ch__knowledge_kept(const ch__knowledge *k)
{
    return k->kept;
}

/* ---- tables ---- */

const ch__table *ch__knowledge_table(const ch__knowledge *k, const char *name)
{
    for (uint32_t i = (uint32_t)ch__hash64(ch__sv_of(name)) % CH__NAME_SLOTS; k->names[i]; i = (i + 1) % CH__NAME_SLOTS)
        if (strcmp(k->strings + k->tables[k->names[i] - 1].image->name, name) == 0)
            return &k->tables[k->names[i] - 1];
    return NULL;
}

const ch__table *ch__knowledge_table_at(const ch__knowledge *k, uint32_t number)
{
    return number < k->n_tables ? &k->tables[number] : NULL;
}

uint32_t ch__table_number(const ch__table *t)
{
    return (uint32_t)(t - t->k->tables);
}

uint32_t ch__table_rows(const ch__table *t)
{
    return t->image->n_rows;
}

uint32_t ch__table_columns(const ch__table *t)
{
    return t->image->n_columns;
}

const char *ch__table_column_name(const ch__table *t, uint32_t column)
{
    return column < t->image->n_columns ? t->k->strings + t->columns[column].name : NULL;
}

uint32_t ch__table_column(const ch__table *t, const char *name)
{
    for (uint32_t i = 0; i < t->image->n_columns; i++)
        if (strcmp(t->k->strings + t->columns[i].name, name) == 0)
            return i;
    return CH_NONE;
}

const char *ch__table_cell(const ch__table *t, uint32_t row, uint32_t column)
{
    if (row >= t->image->n_rows || column >= t->image->n_columns)
        return NULL;
    uint32_t at = ch__cell_string(t, row, column);
    return at == CH_NONE ? NULL : t->k->strings + at;
}

const char *ch__table_source(const ch__table *t, uint32_t row, ch__arena *arena)
{
    if (row >= t->image->n_rows)
        return NULL;
    return ch__format(arena, "%s:%u", ch__source_file(t, row), (unsigned)t->sources[row].line);
}

/* A key with a NUL inside could equal two neighbouring strings: it is none. */
static inline bool key_is(const ch__table *t, uint32_t column, uint32_t row, ch__sv key)
{
    uint32_t at = ch__cell_string(t, row, column);
    const char *cell = t->k->strings + at;
    return at != CH_NONE && t->k->n_strings - at > key.n && !cell[key.n] && memcmp(cell, key.p, key.n) == 0 &&
           !memchr(key.p, 0, key.n);
}

uint32_t ch__table_find_in(const ch__table *t, uint32_t column, ch__sv key)
{
    if (column >= t->image->n_columns || !t->columns[column].n_slots || !key.n)
        return CH_NONE;
    const uint32_t *slots = t->slots + t->columns[column].first_slot;
    uint32_t n = t->columns[column].n_slots;
    uint64_t hash = ch__hash64(key);
    for (uint32_t i = ch__first_slot(hash, n);; i = i + 1 < n ? i + 1 : 0) {
        uint32_t row = ch__slot_row(slots[i]);
        if (slots[i] == CH_NONE)
            return CH_NONE;
        if (slots[i] == ch__slot_of(hash, row) && key_is(t, column, row, key))
            return row;
    }
}

uint32_t ch__table_find_next_in(const ch__table *t, uint32_t column, uint32_t row)
{
    if (row >= t->image->n_rows || column >= t->image->n_columns)
        return CH_NONE;
    const ch__image_column *c = &t->columns[column]; /* n_next is 0 where the column is no key */
    return row - c->next_row < c->n_next ? t->next[c->first_next + row - c->next_row] : CH_NONE;
}

uint32_t ch__table_find(const ch__table *t, ch__sv key)
{
    return ch__table_find_in(t, t->image->key, key);
}

uint32_t ch__table_find_next(const ch__table *t, uint32_t row)
{
    return ch__table_find_next_in(t, t->image->key, row);
}

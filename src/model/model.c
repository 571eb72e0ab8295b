/* model.c - reading, checking and writing of the model file. */
#define _POSIX_C_SOURCE 200809L
#include "model/model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"

#define MAGIC "CHMODEL"
enum { FORMAT = 1, ORDER = 0x01020304 };

typedef struct section {
    char name[CH__MODEL_NAME]; /* padded with NULs, at least one */
    uint64_t offset, size;     /* bytes from the start of the file */
} section;

typedef struct header {
    char magic[8];
    uint32_t order;      /* ORDER as the writing machine stores it */
    uint32_t format;     /* FORMAT */
    uint64_t size;       /* of the file */
    uint64_t checksum;   /* XXH3-64 of everything behind this field */
    uint32_t n_sections; /* at most CH__MODEL_SECTIONS */
    uint32_t reserved;   /* 0 */
} header;

struct ch__model {
    const header *h;
    size_t n;
    bool mapped;
    char hash[33];
};

static const section *sections(const header *h)
{
    return (const section *)(h + 1);
}

static uint64_t checksum(const header *h, size_t n)
{
    enum { BEHIND = offsetof(header, checksum) + sizeof(uint64_t) };
    return ch__hash64((ch__sv){(const char *)h + BEHIND, n - BEHIND});
}

/* ------------------------------------------------------------------------------------------ checking -- */

static int header_fault(const header *h, size_t n, ch_err *err)
{
    if (n < sizeof *h || memcmp(h->magic, MAGIC, sizeof h->magic) != 0)
        return ch__fail(err, CH_EMODEL, "not a model file");
    if (h->order != ORDER)
        return ch__fail(err, CH_EVERSION, "model of a machine of another byte order");
    if (h->format != FORMAT)
        return ch__fail(err, CH_EVERSION, "model file of format %u, this program reads format %d", h->format, FORMAT);
    if (h->size != n)
        return ch__fail_at(err, CH_EMODEL, NULL, 0, (int64_t)n, "model file of %zu bytes should have %llu", n,
                           (unsigned long long)h->size);
    if (h->checksum != checksum(h, n))
        return ch__fail(err, CH_EMODEL, "model file is damaged: its checksum does not match");
    return CH_OK;
}

/* Every section inside the file, aligned, behind the one before it, with a name that ends. */
static int sections_fault(const header *h, ch_err *err)
{
    if (h->n_sections > CH__MODEL_SECTIONS || h->size < sizeof *h + h->n_sections * sizeof(section))
        return ch__fail(err, CH_EMODEL, "model file is damaged: it says it has %u sections", h->n_sections);
    uint64_t end = sizeof *h + h->n_sections * sizeof(section);
    for (uint32_t i = 0; i < h->n_sections; i++) {
        const section *s = &sections(h)[i];
        if (!memchr(s->name, 0, sizeof s->name) || !s->name[0])
            return ch__fail(err, CH_EMODEL, "model file is damaged: section %u has no name", i);
        if (s->offset % CH__MODEL_ALIGN || s->offset < end || s->offset > h->size || s->size > h->size - s->offset)
            return ch__fail(err, CH_EMODEL, "model file is damaged: section %s is out of place", s->name);
        end = s->offset + s->size;
    }
    return CH_OK;
}

int ch__model_open_memory(ch__model **out, const void *bytes, size_t n, ch_err *err)
{
    *out = NULL;
    int rc = header_fault(bytes, n, err);
    if (rc == CH_OK)
        rc = sections_fault(bytes, err);
    if (rc < 0)
        return rc;
    ch__model *m = ch__malloc(sizeof *m);
    if (!m)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *m = (ch__model){.h = bytes, .n = n};
    uint64_t sum = m->h->checksum;
    ch__hash_id(m->hash, &(ch__sv){(const char *)&sum, sizeof sum}, 1);
    *out = m;
    return CH_OK;
}

/* ------------------------------------------------------------------------------------------- reading -- */

static int map_file(const char *path, void **at, size_t *n, ch_err *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is refused, not waited for */
    if (fd < 0)
        return ch__fail_at(err, CH_EIO, path, 0, -1, "cannot open the model: %s", strerror(errno));
    *at = MAP_FAILED;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        *n = (size_t)st.st_size;
        *at = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    return *at == MAP_FAILED ? ch__fail_at(err, CH_EMODEL, path, 0, -1, "not a model file") : CH_OK;
}

int ch__model_open(ch__model **out, const char *path, ch_err *err)
{
    void *at;
    size_t n = 0;
    *out = NULL;
    int rc = map_file(path, &at, &n, err);
    if (rc < 0)
        return rc;
    rc = ch__model_open_memory(out, at, n, err);
    if (rc < 0) {
        ch__err_file(err, path);
        munmap(at, n);
        return rc;
    }
    (*out)->mapped = true;
    return CH_OK;
}

void ch__model_close(ch__model *model)
{
    if (model && model->mapped)
        munmap((void *)(uintptr_t)model->h, model->n);
    free(model);
}

const char *ch__model_hash(const ch__model *model)
{
    return model->hash;
}

bool ch__model_section_at(const ch__model *model, size_t i, const char **name, ch__sv *bytes)
{
    if (i >= model->h->n_sections)
        return false;
    const section *s = &sections(model->h)[i];
    *name = s->name;
    *bytes = (ch__sv){(const char *)model->h + s->offset, s->size};
    return true;
}

ch__sv ch__model_section(const ch__model *model, const char *name)
{
    const char *at;
    ch__sv bytes;
    for (size_t i = 0; ch__model_section_at(model, i, &at, &bytes); i++)
        if (strcmp(at, name) == 0)
            return bytes;
    return (ch__sv){NULL, 0};
}

/* ------------------------------------------------------------------------------------------- writing -- */

static uint64_t aligned(uint64_t n)
{
    return (n + CH__MODEL_ALIGN - 1) / CH__MODEL_ALIGN * CH__MODEL_ALIGN;
}

static uint64_t packed_size(const ch__model_part *parts, size_t n)
{
    uint64_t size = aligned(sizeof(header) + n * sizeof(section));
    for (size_t i = 0; i < n; i++)
        size += aligned(parts[i].bytes.n);
    return size;
}

static int parts_fault(const ch__model_part *parts, size_t n, ch_err *err)
{
    if (n > CH__MODEL_SECTIONS)
        return ch__fail(err, CH_EUSAGE, "%zu sections, a model holds at most %d", n, CH__MODEL_SECTIONS);
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(parts[i].name);
        if (len == 0 || len >= CH__MODEL_NAME)
            return ch__fail(err, CH_EUSAGE, "'%s' cannot name a section", parts[i].name);
        for (size_t j = 0; j < i; j++)
            if (strcmp(parts[i].name, parts[j].name) == 0)
                return ch__fail(err, CH_EUSAGE, "two sections are called %s", parts[i].name);
    }
    return CH_OK;
}

int ch__model_pack(void **bytes, size_t *size, const ch__model_part *parts, size_t n, ch_err *err)
{
    int rc = parts_fault(parts, n, err);
    if (rc < 0)
        return rc;
    *size = packed_size(parts, n);
    char *p = aligned_alloc(CH__MODEL_ALIGN, *size);
    *bytes = p;
    if (!p)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    memset(p, 0, *size);
    header *h = (header *)p;
    section *list = (section *)(h + 1);
    *h = (header){.magic = MAGIC, .order = ORDER, .format = FORMAT, .size = *size, .n_sections = (uint32_t)n};
    uint64_t at = aligned(sizeof(header) + n * sizeof(section));
    for (size_t i = 0; i < n; i++) {
        memcpy(list[i].name, parts[i].name, strlen(parts[i].name));
        list[i].offset = at;
        list[i].size = parts[i].bytes.n;
        if (parts[i].bytes.n)
            memcpy(p + at, parts[i].bytes.p, parts[i].bytes.n);
        at += aligned(parts[i].bytes.n);
    }
    h->checksum = checksum(h, *size);
    return CH_OK;
}

int ch__model_write(const char *path, const ch__model_part *parts, size_t n, ch_err *err)
{
    void *bytes;
    size_t size;
    int rc = ch__model_pack(&bytes, &size, parts, n, err);
    if (rc < 0)
        return rc;
    rc = ch__file_write(path, (ch__sv){bytes, size}, err);
    free(bytes);
    return rc;
}

/* model.h - the file of trained numbers: named sections in one checked, mapped file, shared by all threads.
 *
 * The file (little-endian): a header with magic, format version, size and an XXH3-64 checksum of everything behind it;
 * a list of sections (name, offset, size), each aligned to 64 bytes and none overlapping another. What stands in a
 * section is its room's business, which checks every size and index of it once, when the engine opens: text.splitter
 * (text room), syntax.* (syntax room). Trainers write parts, files of this same form with their own sections;
 * `chancery-train join` makes one file of them.
 */
#ifndef CH_MODEL_H
#define CH_MODEL_H

#include "base/error.h"
#include "base/sv.h"

typedef struct ch__model ch__model;

enum { CH__MODEL_NAME = 24, CH__MODEL_SECTIONS = 64, CH__MODEL_ALIGN = 64 };

/* Maps a model file and checks its header, checksum and section list. Errors: CH_EIO, CH_EMODEL (not a model, cut
 * short, altered), CH_EVERSION (of another format). *out is closed with ch__model_close. */
int ch__model_open(ch__model **out, const char *path, ch_err *err);
/* The same over memory that the caller keeps alive and that is aligned to CH__MODEL_ALIGN. */
int ch__model_open_memory(ch__model **out, const void *bytes, size_t n, ch_err *err);
void ch__model_close(ch__model *model); /* NULL is allowed */

/* 32 hexadecimal digits over the content. Lives as long as the model. */
const char *ch__model_hash(const ch__model *model);

/* The bytes of a section, aligned to CH__MODEL_ALIGN, living as long as the model; {NULL, 0} when there is none. */
ch__sv ch__model_section(const ch__model *model, const char *name);
/* Sections by number, in file order: false behind the last one. */
bool ch__model_section_at(const ch__model *model, size_t i, const char **name, ch__sv *bytes);

typedef struct ch__model_part {
    const char *name; /* shorter than CH__MODEL_NAME, ASCII */
    ch__sv bytes;
} ch__model_part;

/* Writes a model file of n sections, whole or not at all. The same parts in the same order give the same bytes. */
int ch__model_write(const char *path, const ch__model_part *parts, size_t n, ch_err *err);
/* The same into memory: *bytes is aligned to CH__MODEL_ALIGN and freed by the caller. */
int ch__model_pack(void **bytes, size_t *size, const ch__model_part *parts, size_t n, ch_err *err);

#endif

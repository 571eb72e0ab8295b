/* file.h - files written whole. */
#ifndef CH_BASE_FILE_H
#define CH_BASE_FILE_H

#include "base/error.h"
#include "base/sv.h"

/* Writes a file under another name beside it first, to the disk, then renames it: whoever looks sees the old or the new
 * file, never half of one. CH_EIO names the path. */
int ch__file_write(const char *path, ch__sv bytes, ch_err *err);

#endif

/* file.c - files written whole. */
#define _GNU_SOURCE
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0;
}

/* The rename itself reaches the disk with the directory; file systems that cannot sync one are taken as they are. */
static void sync_directory(const char *path)
{
    char directory[4096];
    const char *slash = strrchr(path, '/');
    snprintf(directory, sizeof directory, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

/* Opens a new file beside `path`; its name is put into `name`. */
static int open_beside(const char *path, char *name, size_t size)
{
    for (int i = 0; i < 100; i++) {
        if (snprintf(name, size, "%s.%ld.%d.tmp", path, (long)getpid(), i) >= (int)size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

int ch__file_write(const char *path, ch__sv bytes, ch_err *err)
{
    char name[4096];
    int fd = open_beside(path, name, sizeof name);
    if (fd < 0)
        return ch__fail_at(err, CH_EIO, path, 0, -1, "cannot be created: %s", strerror(errno));
    bool ok = write_all(fd, bytes.p, bytes.n);
    int why = ok ? 0 : errno;
    if (close(fd) < 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && rename(name, path) < 0) {
        ok = false;
        why = errno;
    }
    if (!ok) {
        unlink(name);
        return ch__fail_at(err, CH_EIO, path, 0, -1, "cannot be written: %s", strerror(why));
    }
    sync_directory(path);
    return CH_OK;
}

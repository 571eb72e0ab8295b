#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ch__err_clear(ch_err *err)
{
    if (err) {
        memset(err, 0, sizeof *err);
        err->offset = -1;
    }
}

/* Copies a name so that its end, the telling part of a path, survives; never cuts a UTF-8 sequence. */
static void copy_tail(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);
    if (n >= size) {
        from += n - (size - 1);
        while (((unsigned char)*from & 0xC0) == 0x80)
            from++;
        n = strlen(from);
    }
    memmove(to, from, n + 1);
}

void ch__err_file(ch_err *err, const char *file)
{
    if (err && file && !err->file[0])
        copy_tail(err->file, sizeof err->file, file);
}

static void message(ch_err *err, const char *fmt, va_list ap)
{
    vsnprintf(err->message, sizeof err->message, fmt, ap);
    for (char *p = err->message; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    /* vsnprintf may have cut inside a UTF-8 sequence */
    size_t n = strlen(err->message);
    if (n == sizeof err->message - 1) {
        while (n > 0 && ((unsigned char)err->message[n - 1] & 0xC0) == 0x80)
            n--;
        if (n > 0 && (unsigned char)err->message[n - 1] >= 0xC0)
            n--;
        err->message[n] = 0;
    }
}

int ch__fail(ch_err *err, int code, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        err->code = code;
        err->line = 0;
        err->offset = -1;
        va_start(ap, fmt);
        message(err, fmt, ap);
        va_end(ap);
    }
    return code;
}

int ch__fail_at(ch_err *err, int code, const char *file, int64_t line, int64_t offset, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        err->code = code;
        err->line = line;
        err->offset = offset;
        if (file)
            copy_tail(err->file, sizeof err->file, file);
        va_start(ap, fmt);
        message(err, fmt, ap);
        va_end(ap);
    }
    return code;
}

const char *ch_err_name(int code)
{
    switch (code) {
    case CH_OK: return "ok";
    case CH_EIO: return "io";
    case CH_ENOMEM: return "memory";
    case CH_EFORMAT: return "format";
    case CH_ELIMIT: return "limit";
    case CH_EEMPTY: return "empty";
    case CH_EBINARY: return "binary";
    case CH_ESTORE: return "store";
    case CH_ENOTSTORE: return "not-a-store";
    case CH_ELOCKED: return "locked";
    case CH_EVERSION: return "version";
    case CH_EUSAGE: return "usage";
    case CH_EKNOWLEDGE: return "knowledge";
    case CH_EMODEL: return "model";
    }
    return "unknown";
}

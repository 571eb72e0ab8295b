#define _GNU_SOURCE
#include "term.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool color;

bool term_set_color(const char *when)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (!when || strcmp(when, "auto") == 0)
        color = isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
    else if (strcmp(when, "always") == 0)
        color = true;
    else if (strcmp(when, "never") == 0)
        color = false;
    else
        return false;
    return true;
}

bool term_color(void)
{
    return color;
}

size_t term_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
        return size.ws_col;
    return 80;
}

void style_on(const char *sgr)
{
    if (color)
        printf("\033[%sm", sgr);
}

void style_off(void)
{
    if (color)
        fputs("\033[0m", stdout);
}

static size_t sequence_length(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static uint32_t code_point(const char *s, size_t len)
{
    uint32_t c = (unsigned char)s[0];
    if (len == 1)
        return c;
    c &= 0x7Fu >> len;
    for (size_t i = 1; i < len; i++)
        c = c << 6 | ((unsigned char)s[i] & 0x3F);
    return c;
}

static size_t columns(uint32_t c)
{
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF)
        return 0;
    bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

size_t text_fit(const char *s, size_t n, size_t width)
{
    size_t i = 0, used = 0;
    while (i < n) {
        size_t len = sequence_length((unsigned char)s[i]);
        if (len > n - i)
            len = n - i;
        size_t w = columns(code_point(s + i, len));
        if (used + w > width)
            break;
        used += w;
        i += len;
    }
    return i;
}

size_t text_width(const char *s, size_t n)
{
    size_t i = 0, used = 0;
    while (i < n) {
        size_t len = sequence_length((unsigned char)s[i]);
        if (len > n - i)
            len = n - i;
        used += columns(code_point(s + i, len));
        i += len;
    }
    return used;
}

char *term_line(const char *s)
{
    char *copy = strdup(s);
    for (unsigned char *p = (unsigned char *)copy; p && *p; p++) {
        bool c1 = p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F; /* U+009B begins a sequence as ESC [ does */
        if (*p < 0x20 || *p == 0x7F || c1)
            *p = ' ';
        if (c1)
            *++p = ' ';
    }
    return copy;
}

bool term_utf8(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *term = getenv("TERM"), *set = NULL;
    for (size_t i = 0; i < 3 && !(set && *set); i++)
        set = getenv(variables[i]);
    if (!set || (term && strcmp(term, "dumb") == 0))
        return false;
    return strcasestr(set, "utf-8") || strcasestr(set, "utf8");
}

#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct ch__arena_block {
    struct ch__arena_block *older;
    size_t size; /* of the data behind this header */
};

enum {
    ALIGN = alignof(max_align_t),
    HEADER = (sizeof(struct ch__arena_block) + ALIGN - 1) / ALIGN * ALIGN,
    FIRST_BLOCK = 16 << 10,
    LARGEST_STEP = 4 << 20
};

static _Thread_local long fail_after = -1;

void ch__alloc_fail_after(long n)
{
    fail_after = n;
}

static bool must_fail(void)
{
    if (fail_after < 0)
        return false;
    if (fail_after == 0)
        return true;
    fail_after--;
    return false;
}

void *ch__malloc(size_t n)
{
    return must_fail() ? NULL : malloc(n ? n : 1);
}

void *ch__realloc(void *p, size_t n)
{
    return must_fail() ? NULL : realloc(p, n ? n : 1);
}

static _Noreturn void out_of_memory(ch__arena *arena)
{
    if (arena->guard)
        longjmp(*arena->guard, 1);
    abort();
}

/* Makes room for n bytes in a new block. Block sizes double up to a limit, so that a document costs few mallocs. */
static void add_block(ch__arena *arena, size_t n)
{
    size_t size = arena->block_size ? arena->block_size : FIRST_BLOCK;
    if (size < n)
        size = n;
    if (size > SIZE_MAX - HEADER)
        out_of_memory(arena);
    struct ch__arena_block *b = ch__malloc(HEADER + size);
    if (!b)
        out_of_memory(arena);
    b->older = arena->head;
    b->size = size;
    arena->head = b;
    arena->next = (char *)b + HEADER;
    arena->end = arena->next + size;
    arena->block_size = size < LARGEST_STEP ? size * 2 : size > LARGEST_STEP ? LARGEST_STEP : size;
}

void *ch__alloc_raw(ch__arena *arena, size_t n)
{
    if (n > SIZE_MAX - ALIGN)
        out_of_memory(arena);
    n = (n + ALIGN - 1) / ALIGN * ALIGN;
    if ((size_t)(arena->end - arena->next) < n || !arena->head)
        add_block(arena, n);
    char *p = arena->next;
    arena->next += n;
    return p;
}

void *ch__alloc(ch__arena *arena, size_t n)
{
    void *p = ch__alloc_raw(arena, n);
    memset(p, 0, n);
    return p;
}

void *ch__alloc_array(ch__arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        out_of_memory(arena);
    return ch__alloc(arena, n * size);
}

void *ch__grow(ch__arena *arena, void *array, size_t n, size_t size, size_t new_cap)
{
    if (new_cap < n || (size && new_cap > SIZE_MAX / size))
        out_of_memory(arena);
    /* The last allocation of the block is extended in place. */
    if (array && n) {
        size_t old = (n * size + ALIGN - 1) / ALIGN * ALIGN, want = (new_cap * size + ALIGN - 1) / ALIGN * ALIGN;
        if ((char *)array + old == arena->next && (size_t)(arena->end - (char *)array) >= want) {
            arena->next = (char *)array + want;
            return array;
        }
    }
    void *p = ch__alloc_raw(arena, new_cap * size);
    if (n)
        memcpy(p, array, n * size);
    return p;
}

char *ch__copy(ch__arena *arena, ch__sv s)
{
    char *p = ch__alloc_raw(arena, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

char *ch__format(ch__arena *arena, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        n = 0;
    char *p = ch__alloc_raw(arena, (size_t)n + 1);
    p[0] = 0;
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}

static void free_blocks(struct ch__arena_block *b)
{
    while (b) {
        struct ch__arena_block *older = b->older;
        free(b);
        b = older;
    }
}

void ch__arena_release(ch__arena *arena)
{
    jmp_buf *guard = arena->guard;
    free_blocks(arena->head);
    *arena = (ch__arena){.guard = guard};
}

void ch__arena_clear(ch__arena *arena)
{
    struct ch__arena_block *largest = arena->head;
    if (!largest)
        return;
    for (struct ch__arena_block *b = arena->head; b; b = b->older)
        if (b->size > largest->size)
            largest = b;
    for (struct ch__arena_block *b = arena->head; b;) {
        struct ch__arena_block *older = b->older;
        if (b != largest)
            free(b);
        b = older;
    }
    largest->older = NULL;
    arena->head = largest;
    arena->next = (char *)largest + HEADER;
    arena->end = arena->next + largest->size;
}

size_t ch__arena_bytes(const ch__arena *arena)
{
    size_t n = 0;
    for (const struct ch__arena_block *b = arena->head; b; b = b->older)
        n += HEADER + b->size;
    return n;
}

/* arena.h - memory with one lifetime: many allocations, one release.
 *
 * Arena allocation never returns NULL. When memory runs out it jumps to the arena's guard (setjmp), set by the public
 * function that called the rooms; that function then releases the arenas and reports CH_ENOMEM. So rooms do not
 * check allocations, and must not hold malloc'ed memory or foreign objects across one (see CH__GUARD).
 */
#ifndef CH_BASE_ARENA_H
#define CH_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

#include "base/error.h"
#include "base/sv.h"

typedef struct ch__arena {
    struct ch__arena_block *head;
    char *next, *end;
    size_t block_size; /* of the next block */
    jmp_buf *guard;    /* where to go when memory runs out; NULL: abort() */
} ch__arena;

/* An all-zero arena is ready for use. */
void ch__arena_release(ch__arena *arena); /* frees everything; the arena is empty and ready again */
void ch__arena_clear(ch__arena *arena);   /* the same, but keeps its largest block for reuse */
size_t ch__arena_bytes(const ch__arena *arena);

/* Zeroed memory, aligned for any type. n == 0 gives a valid pointer. */
void *ch__alloc(ch__arena *arena, size_t n);
/* The same, not zeroed. */
void *ch__alloc_raw(ch__arena *arena, size_t n);
/* n * size with a check for overflow. */
void *ch__alloc_array(ch__arena *arena, size_t n, size_t size);
/* A NUL-terminated copy. */
char *ch__copy(ch__arena *arena, ch__sv s);
static inline char *ch__copyz(ch__arena *arena, const char *s) /* NULL gives NULL */
{
    return s ? ch__copy(arena, ch__sv_of(s)) : NULL;
}
char *ch__format(ch__arena *arena, const char *fmt, ...) CH__PRINTF(2, 3);

/* Growing array: `array` (a T *), `n` and `cap` (uint32_t or size_t lvalues) live in the caller; the old copy stays in
 * the arena until release, which doubling bounds to the size of the array. CH__PUSH yields a pointer to the new, zeroed
 * element. */
void *ch__grow(ch__arena *arena, void *array, size_t n, size_t size, size_t new_cap);
#define CH__PUSH(arena, array, n, cap)                                                                         \
    ((n) == (cap) ? ((array) = ch__grow((arena), (array), (n), sizeof *(array), (cap) ? (size_t)(cap)*2 : 16), \
                     (cap) = (cap) ? (cap)*2 : 16, (void)0)                                                    \
                  : (void)0,                                                                                   \
     memset(&(array)[(n)], 0, sizeof *(array)), &(array)[(n)++])

/* Test hook: after `n` further block allocations every one fails; -1: never. Thread-local. */
void ch__alloc_fail_after(long n);
/* malloc and realloc under the same hook, for what does not live in an arena. */
void *ch__malloc(size_t n);
void *ch__realloc(void *p, size_t n);

#endif

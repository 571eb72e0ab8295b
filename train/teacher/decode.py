"""Trees and name spans from scores, on the processor: greedy heads where they make a projective tree, else Eisner.

Eisner, J. 1996, "Three New Probabilistic Models for Dependency Parsing", COLING; one root a sentence.
"""
import numpy as np

try:
    from numba import njit, prange
except ImportError:  # slow, but right
    prange = range

    def njit(*args, **kwargs):
        return args[0] if args and callable(args[0]) else lambda f: f


@njit(nogil=True)
def is_projective_tree(heads):
    """heads[i] in 0..n-1, or n for the root."""
    n = len(heads)
    roots = 0
    for i in range(n):
        if heads[i] == n:
            roots += 1
    if roots != 1:
        return False
    for i in range(n):
        h, steps = heads[i], 0
        while h != n:
            h = heads[h]
            steps += 1
            if steps > n:
                return False
    for i in range(n):
        if heads[i] == n:
            continue
        a, b = min(i, heads[i]), max(i, heads[i])
        for k in range(a + 1, b):
            # a word under the arc hangs from a word under or at the ends of the arc
            if heads[k] == n or heads[k] < a or heads[k] > b:
                return False
    return True


@njit(nogil=True)
def eisner(s, root, heads):
    """s[d, h]: score of head h for word d; root[d]: of d as the root. Fills heads (n: root)."""
    n = len(root)
    NEG = -1e30
    # complete and incomplete spans; 0: head at the right end, 1: head at the left end
    C = np.full((n, n, 2), NEG)
    I = np.full((n, n, 2), NEG)
    bc = np.zeros((n, n, 2), np.int16)
    bi = np.zeros((n, n), np.int16)
    for i in range(n):
        C[i, i, 0] = 0.0
        C[i, i, 1] = 0.0
    for w in range(1, n):
        for i in range(n - w):
            j = i + w
            best, at = NEG, i
            for k in range(i, j):
                v = C[i, k, 1] + C[k + 1, j, 0]
                if v > best:
                    best, at = v, k
            bi[i, j] = at
            I[i, j, 0] = best + s[i, j]
            I[i, j, 1] = best + s[j, i]
            best, at = NEG, i
            for k in range(i, j):
                v = C[i, k, 0] + I[k, j, 0]
                if v > best:
                    best, at = v, k
            C[i, j, 0] = best
            bc[i, j, 0] = at
            best, at = NEG, j
            for k in range(i + 1, j + 1):
                v = I[i, k, 1] + C[k, j, 1]
                if v > best:
                    best, at = v, k
            C[i, j, 1] = best
            bc[i, j, 1] = at
    best, at = NEG, 0
    for r in range(n):
        v = C[0, r, 0] + C[r, n - 1, 1] + root[r]
        if v > best:
            best, at = v, r
    heads[at] = n
    # stack of spans: i, j, direction, complete
    stack = np.zeros((4 * n + 8, 4), np.int32)
    top = 0
    stack[0] = np.array((0, at, 0, 1), np.int32)
    stack[1] = np.array((at, n - 1, 1, 1), np.int32)
    top = 2
    while top > 0:
        top -= 1
        i, j, d, complete = stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3]
        if i == j:
            continue
        if complete == 1:
            k = bc[i, j, d]
            if d == 0:
                stack[top] = np.array((i, k, 0, 1), np.int32)
                stack[top + 1] = np.array((k, j, 0, 0), np.int32)
            else:
                stack[top] = np.array((i, k, 1, 0), np.int32)
                stack[top + 1] = np.array((k, j, 1, 1), np.int32)
            top += 2
        else:
            if d == 0:
                heads[i] = j
            else:
                heads[j] = i
            k = bi[i, j]
            stack[top] = np.array((i, k, 1, 1), np.int32)
            stack[top + 1] = np.array((k + 1, j, 0, 1), np.int32)
            top += 2


@njit(nogil=True)
def viterbi_names(scores, out):
    """Best BIO sequence; tags O, then B and I of each kind."""
    n, t = scores.shape
    back = np.zeros((n, t), np.int8)
    last = scores[0].copy()
    for k in range(2, t, 2):
        last[k] = -1e30
    for i in range(1, n):
        best = 0
        for k in range(t):
            if last[k] > last[best]:
                best = k
        now = np.empty(t, scores.dtype)
        for k in range(t):
            if k > 0 and k % 2 == 0:  # I: after B or I of its kind
                p = k if last[k] > last[k - 1] else k - 1
            else:
                p = best
            back[i, k] = p
            now[k] = last[p] + scores[i, k]
        last = now
    k = 0
    for x in range(t):
        if last[x] > last[k]:
            k = x
    for i in range(n - 1, -1, -1):
        out[i] = k
        k = back[i, k]


@njit(parallel=True, nogil=True)
def decode_rows(arcs, names, row, column, length, heads, spans, greedy):
    """For each sentence its heads (columns of the row; width: root), its name tags and whether greedy made a tree."""
    width = arcs.shape[1]
    for s in prange(len(row)):
        r, c, n = row[s], column[s], length[s]
        h = np.empty(n, np.int64)
        for i in range(n):
            best = arcs[r, c + i, width]
            h[i] = n
            for k in range(n):
                if k != i and arcs[r, c + i, c + k] > best:
                    best = arcs[r, c + i, c + k]
                    h[i] = k
        greedy[s] = 1
        if not is_projective_tree(h):
            greedy[s] = 0
            eisner(arcs[r, c:c + n, c:c + n], arcs[r, c:c + n, width], h)
        for i in range(n):
            heads[r, c + i] = width if h[i] == n else c + h[i]
        viterbi_names(names[r, c:c + n], spans[r, c:c + n])


@njit(nogil=True)
def unique(ids, stamp, found, inverse):
    """Distinct ids in order of appearance and for each word which it is; stamp is all -1 before and after."""
    n = 0
    for i in range(len(ids)):
        w = ids[i]
        if stamp[w] < 0:
            stamp[w] = n
            found[n] = w
            n += 1
        inverse[i] = stamp[w]
    for i in range(n):
        stamp[found[i]] = -1
    return n


def warm_up():
    """Compiles everything for the types that are used."""
    arcs = np.zeros((1, 4, 5), np.float32)
    names = np.zeros((1, 4, 9), np.float32)
    one = np.array([0]), np.array([0]), np.array([4])
    arcs[0, 0, 1] = arcs[0, 1, 0] = 1
    decode_rows(arcs, names, *one, np.zeros((1, 4), np.int64), np.zeros((1, 4), np.uint8), np.zeros(1, np.uint8))
    unique(np.zeros(4, np.int32), np.full(4, -1, np.int32), np.zeros(4, np.int32), np.zeros(4, np.int32))

/* kernel_vectors.h - vectors of sixteen 16-bit numbers and of eight 32-bit numbers, as far as the network needs them:
 * one register with AVX2, two with SSE2, arrays elsewhere. kernel_steps.h is written on top of them. */
#ifndef CH_SYNTAX_KERNEL_VECTORS_H
#define CH_SYNTAX_KERNEL_VECTORS_H

#include <stdint.h>
#include <string.h>

/* Before a loop: unrolls it, so that what it indexes can be registers. */
#define CH_PRAGMA(text) _Pragma(#text)
#if defined __clang__
#define CH_UNROLL(n) CH_PRAGMA(unroll(n))
#elif defined __GNUC__
#define CH_UNROLL(n) CH_PRAGMA(GCC unroll n)
#else
#define CH_UNROLL(n)
#endif

#if defined __AVX2__ && !defined CH__PLAIN
#include <immintrin.h>

typedef __m256i v16; /* sixteen int16_t */
typedef __m256i q8;  /* eight int32_t */

static inline v16 v_load(const int16_t *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}
static inline void v_store(int16_t *p, v16 a)
{
    _mm256_storeu_si256((__m256i *)p, a);
}
static inline v16 v_load_signed(const int8_t *p)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)p));
}
static inline v16 v_load_bytes(const uint8_t *p)
{
    return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)p));
}
/* The low bytes, of numbers from -128 to 127. */
static inline void v_store_bytes(void *p, v16 a)
{
    _mm_storeu_si128((__m128i *)p, _mm_packs_epi16(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1)));
}
static inline v16 v_all(int16_t x)
{
    return _mm256_set1_epi16(x);
}
static inline v16 v_add(v16 a, v16 b) /* saturating */
{
    return _mm256_adds_epi16(a, b);
}
static inline v16 v_mulr(v16 a, v16 b)
{
    return _mm256_mulhrs_epi16(a, b);
}
static inline v16 v_min(v16 a, v16 b)
{
    return _mm256_min_epi16(a, b);
}
static inline v16 v_max(v16 a, v16 b)
{
    return _mm256_max_epi16(a, b);
}
static inline v16 v_quarter(v16 a)
{
    return _mm256_srai_epi16(a, 2);
}
static inline v16 v_left(v16 a, uint32_t by)
{
    return _mm256_sll_epi16(a, _mm_cvtsi32_si128((int)by));
}
/* Sums of the products of neighbours. */
static inline q8 v_pairs(v16 a, v16 b)
{
    return _mm256_madd_epi16(a, b);
}
static inline q8 q_load(const int32_t *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}
static inline void q_store(int32_t *p, q8 a)
{
    _mm256_storeu_si256((__m256i *)p, a);
}
static inline q8 q_all(int32_t x)
{
    return _mm256_set1_epi32(x);
}
static inline q8 q_add(q8 a, q8 b)
{
    return _mm256_add_epi32(a, b);
}
static inline q8 q_max(q8 a, q8 b)
{
    return _mm256_max_epi32(a, b);
}
static inline q8 q_right(q8 a, uint32_t by) /* arithmetic */
{
    return _mm256_sra_epi32(a, _mm_cvtsi32_si128((int)by));
}
/* Both as sixteen, saturating. */
static inline v16 q_narrow(q8 a, q8 b)
{
    return _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), _MM_SHUFFLE(3, 1, 2, 0));
}
static inline int32_t q_most(q8 a)
{
    __m128i x = _mm_max_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
    x = _mm_max_epi32(x, _mm_shuffle_epi32(x, _MM_SHUFFLE(1, 0, 3, 2)));
    x = _mm_max_epi32(x, _mm_shuffle_epi32(x, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(x);
}
/* A bit for each element that is x. */
static inline unsigned q_equal(q8 a, int32_t x)
{
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(a, _mm256_set1_epi32(x))));
}
/* Sum of (code[k] - 64) * weight[k], 32 of them. A pair's sum fits 16 bits, so what its two parts lose comes back. */
static inline q8 q_centred(const uint8_t *code, const int8_t *weight)
{
    __m256i w = _mm256_loadu_si256((const __m256i *)weight), x = _mm256_loadu_si256((const __m256i *)code);
    __m256i pairs = _mm256_sub_epi16(_mm256_maddubs_epi16(x, w), _mm256_maddubs_epi16(_mm256_set1_epi8(64), w));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}
static inline int64_t q_total(q8 a)
{
    __m256i x = _mm256_add_epi64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(a)),
                                 _mm256_cvtepi32_epi64(_mm256_extracti128_si256(a, 1)));
    __m128i y = _mm_add_epi64(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    return _mm_cvtsi128_si64(_mm_add_epi64(y, _mm_unpackhi_epi64(y, y)));
}

#elif defined __SSE2__ && defined __x86_64__ && !defined CH__PLAIN
#include <emmintrin.h>

typedef struct v16 {
    __m128i a, b;
} v16;
typedef v16 q8;

#define CH_BOTH(f, x, y) ((v16){f((x).a, (y).a), f((x).b, (y).b)})

static inline v16 v_load(const int16_t *p)
{
    return (v16){_mm_loadu_si128((const __m128i *)p), _mm_loadu_si128((const __m128i *)(p + 8))};
}
static inline void v_store(int16_t *p, v16 a)
{
    _mm_storeu_si128((__m128i *)p, a.a);
    _mm_storeu_si128((__m128i *)(p + 8), a.b);
}
static inline v16 v_load_signed(const int8_t *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)p), zero = _mm_setzero_si128();
    return (v16){_mm_srai_epi16(_mm_unpacklo_epi8(zero, x), 8), _mm_srai_epi16(_mm_unpackhi_epi8(zero, x), 8)};
}
static inline v16 v_load_bytes(const uint8_t *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)p), zero = _mm_setzero_si128();
    return (v16){_mm_unpacklo_epi8(x, zero), _mm_unpackhi_epi8(x, zero)};
}
static inline void v_store_bytes(void *p, v16 a)
{
    _mm_storeu_si128((__m128i *)p, _mm_packs_epi16(a.a, a.b));
}
static inline v16 v_all(int16_t x)
{
    return (v16){_mm_set1_epi16(x), _mm_set1_epi16(x)};
}
static inline v16 v_add(v16 x, v16 y)
{
    return CH_BOTH(_mm_adds_epi16, x, y);
}
/* pmulhrsw is younger: high and low halves of the products, put together. */
static inline __m128i mulr8(__m128i a, __m128i b)
{
    __m128i high = _mm_mulhi_epi16(a, b), low = _mm_mullo_epi16(a, b);
    __m128i bit = _mm_and_si128(_mm_srli_epi16(low, 14), _mm_set1_epi16(1)); /* the half that rounds up */
    return _mm_add_epi16(_mm_or_si128(_mm_slli_epi16(high, 1), _mm_srli_epi16(low, 15)), bit);
}
static inline v16 v_mulr(v16 x, v16 y)
{
    return CH_BOTH(mulr8, x, y);
}
static inline v16 v_min(v16 x, v16 y)
{
    return CH_BOTH(_mm_min_epi16, x, y);
}
static inline v16 v_max(v16 x, v16 y)
{
    return CH_BOTH(_mm_max_epi16, x, y);
}
static inline v16 v_quarter(v16 x)
{
    return (v16){_mm_srai_epi16(x.a, 2), _mm_srai_epi16(x.b, 2)};
}
static inline v16 v_left(v16 x, uint32_t by)
{
    __m128i n = _mm_cvtsi32_si128((int)by);
    return (v16){_mm_sll_epi16(x.a, n), _mm_sll_epi16(x.b, n)};
}
static inline q8 v_pairs(v16 x, v16 y)
{
    return CH_BOTH(_mm_madd_epi16, x, y);
}
static inline q8 q_load(const int32_t *p)
{
    return (q8){_mm_loadu_si128((const __m128i *)p), _mm_loadu_si128((const __m128i *)(p + 4))};
}
static inline void q_store(int32_t *p, q8 x)
{
    _mm_storeu_si128((__m128i *)p, x.a);
    _mm_storeu_si128((__m128i *)(p + 4), x.b);
}
static inline q8 q_all(int32_t x)
{
    return (q8){_mm_set1_epi32(x), _mm_set1_epi32(x)};
}
static inline q8 q_add(q8 x, q8 y)
{
    return CH_BOTH(_mm_add_epi32, x, y);
}
static inline __m128i max4(__m128i a, __m128i b) /* pmaxsd is younger */
{
    __m128i more = _mm_cmpgt_epi32(a, b);
    return _mm_or_si128(_mm_and_si128(more, a), _mm_andnot_si128(more, b));
}
static inline q8 q_max(q8 x, q8 y)
{
    return CH_BOTH(max4, x, y);
}
static inline q8 q_right(q8 x, uint32_t by)
{
    __m128i n = _mm_cvtsi32_si128((int)by);
    return (q8){_mm_sra_epi32(x.a, n), _mm_sra_epi32(x.b, n)};
}
static inline v16 q_narrow(q8 x, q8 y)
{
    return (v16){_mm_packs_epi32(x.a, x.b), _mm_packs_epi32(y.a, y.b)};
}
static inline int32_t q_most(q8 x)
{
    __m128i m = max4(x.a, x.b);
    m = max4(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(1, 0, 3, 2)));
    m = max4(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(m);
}
static inline unsigned q_equal(q8 x, int32_t y)
{
    __m128i v = _mm_set1_epi32(y);
    int low = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(x.a, v)));
    return (unsigned)(low | _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(x.b, v))) << 4);
}
static inline int64_t q_total(q8 x)
{
    int32_t at[8];
    int64_t sum = 0;
    q_store(at, x);
    for (int i = 0; i < 8; i++)
        sum += at[i];
    return sum;
}
#undef CH_BOTH

#else
typedef struct v16 {
    int16_t at[16];
} v16;
typedef struct q8 {
    int32_t at[8];
} q8;

/* A function whose result r is a vector of N, element i by element i. */
#define CH_EACH(N, expression)      \
    do {                            \
        for (int i = 0; i < N; i++) \
            r.at[i] = expression;   \
        return r;                   \
    } while (0)

static inline v16 v_load(const int16_t *p)
{
    v16 r;
    memcpy(r.at, p, sizeof r.at);
    return r;
}
static inline void v_store(int16_t *p, v16 a)
{
    memcpy(p, a.at, sizeof a.at);
}
static inline v16 v_load_signed(const int8_t *p)
{
    v16 r;
    CH_EACH(16, p[i]);
}
static inline v16 v_load_bytes(const uint8_t *p)
{
    v16 r;
    CH_EACH(16, p[i]);
}
static inline void v_store_bytes(void *p, v16 a)
{
    for (int i = 0; i < 16; i++)
        ((int8_t *)p)[i] = (int8_t)a.at[i];
}
static inline v16 v_all(int16_t x)
{
    v16 r;
    CH_EACH(16, x);
}
static inline int16_t saturated(int32_t x)
{
    return (int16_t)(x < INT16_MIN ? INT16_MIN : x > INT16_MAX ? INT16_MAX : x);
}
static inline v16 v_add(v16 a, v16 b)
{
    v16 r;
    CH_EACH(16, saturated(a.at[i] + b.at[i]));
}
static inline v16 v_mulr(v16 a, v16 b)
{
    v16 r;
    CH_EACH(16, (int16_t)((a.at[i] * b.at[i] + 0x4000) >> 15));
}
static inline v16 v_min(v16 a, v16 b)
{
    v16 r;
    CH_EACH(16, a.at[i] < b.at[i] ? a.at[i] : b.at[i]);
}
static inline v16 v_max(v16 a, v16 b)
{
    v16 r;
    CH_EACH(16, a.at[i] > b.at[i] ? a.at[i] : b.at[i]);
}
static inline v16 v_quarter(v16 a)
{
    v16 r;
    CH_EACH(16, (int16_t)(a.at[i] >> 2));
}
static inline v16 v_left(v16 a, uint32_t by)
{
    v16 r;
    CH_EACH(16, (int16_t)(a.at[i] * (1 << by)));
}
static inline q8 v_pairs(v16 a, v16 b)
{
    q8 r;
    CH_EACH(8, a.at[2 * i] * b.at[2 * i] + a.at[2 * i + 1] * b.at[2 * i + 1]);
}
static inline q8 q_load(const int32_t *p)
{
    q8 r;
    memcpy(r.at, p, sizeof r.at);
    return r;
}
static inline void q_store(int32_t *p, q8 a)
{
    memcpy(p, a.at, sizeof a.at);
}
static inline q8 q_all(int32_t x)
{
    q8 r;
    CH_EACH(8, x);
}
static inline q8 q_add(q8 a, q8 b)
{
    q8 r;
    CH_EACH(8, a.at[i] + b.at[i]);
}
static inline q8 q_max(q8 a, q8 b)
{
    q8 r;
    CH_EACH(8, a.at[i] > b.at[i] ? a.at[i] : b.at[i]);
}
static inline q8 q_right(q8 a, uint32_t by)
{
    q8 r;
    CH_EACH(8, a.at[i] >> by);
}
static inline v16 q_narrow(q8 a, q8 b)
{
    v16 r;
    CH_EACH(16, saturated(i < 8 ? a.at[i] : b.at[i - 8]));
}
static inline int32_t q_most(q8 a)
{
    int32_t most = a.at[0];
    for (int i = 1; i < 8; i++)
        most = a.at[i] > most ? a.at[i] : most;
    return most;
}
static inline unsigned q_equal(q8 a, int32_t x)
{
    unsigned bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (unsigned)(a.at[i] == x) << i;
    return bits;
}
static inline int64_t q_total(q8 a)
{
    int64_t sum = 0;
    for (int i = 0; i < 8; i++)
        sum += a.at[i];
    return sum;
}
#undef CH_EACH
#endif

#if !defined __AVX2__ || defined CH__PLAIN
static inline q8 q_centred(const uint8_t *code, const int8_t *weight)
{
    v16 a = v_add(v_load_bytes(code), v_all(-64)), b = v_add(v_load_bytes(code + 16), v_all(-64));
    return q_add(v_pairs(a, v_load_signed(weight)), v_pairs(b, v_load_signed(weight + 16)));
}
#endif

static inline v16 v_clamp(v16 a, int16_t low, int16_t high)
{
    return v_min(v_max(a, v_all(low)), v_all(high));
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV scan for every x86-64 processor: SSE2 only, no POPCNT, no carry-less product.
 */
#ifdef __SSE2__
#include <emmintrin.h>

#include "stream/csv_block.h"

struct quads {
	__m128i a, b, c, d;
};

static inline uint64_t bits(struct quads v)
{
	uint32_t lo = (uint32_t)_mm_movemask_epi8(v.a) | (uint32_t)_mm_movemask_epi8(v.b)
								 << 16;
	uint32_t hi = (uint32_t)_mm_movemask_epi8(v.c) | (uint32_t)_mm_movemask_epi8(v.d)
								 << 16;

	return lo | (uint64_t)hi << 32;
}

static inline struct quads equal(struct quads v, __m128i c)
{
	return (struct quads){_mm_cmpeq_epi8(v.a, c), _mm_cmpeq_epi8(v.b, c),
		_mm_cmpeq_epi8(v.c, c), _mm_cmpeq_epi8(v.d, c)};
}

static inline struct quads either(struct quads v, struct quads w)
{
	return (struct quads){_mm_or_si128(v.a, w.a), _mm_or_si128(v.b, w.b),
		_mm_or_si128(v.c, w.c), _mm_or_si128(v.d, w.d)};
}

static inline bool any(struct quads v)
{
	return _mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(v.a, v.b), _mm_or_si128(v.c, v.d)));
}

static inline bool any_nul(struct quads v)
{
	__m128i least = _mm_min_epu8(_mm_min_epu8(v.a, v.b), _mm_min_epu8(v.c, v.d));

	return _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()));
}

static inline void block_masks(const char *p, char delim, struct masks *m)
{
	const __m128i *at = (const __m128i *)(const void *)p;
	const struct quads v = {_mm_loadu_si128(at), _mm_loadu_si128(at + 1),
		_mm_loadu_si128(at + 2), _mm_loadu_si128(at + 3)};
	const struct quads quote = equal(v, _mm_set1_epi8('"'));
	const struct quads cr = equal(v, _mm_set1_epi8('\r'));

	m->delim = bits(equal(v, _mm_set1_epi8(delim)));
	m->newline = bits(either(cr, equal(v, _mm_set1_epi8('\n'))));
	m->quote = any(quote) ? bits(quote) : 0;
	m->cr = any(cr) ? bits(cr) : 0;
	m->nul = any_nul(v) ? bits(equal(v, _mm_setzero_si128())) : 0;
	m->high = any(v) ? bits(v) : 0;
}

static inline uint64_t prefix_xor(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	return x ^ x << 32;
}

static inline unsigned popcount(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

static inline unsigned lowest(uint64_t x)
{
	return (unsigned)__builtin_ctzll(x | UINT64_C(1) << 63);
}

enum lnds_csv_stop lnds_csv_scan_sse2(struct lnds_csv_scan *s)
{
	return scan(s);
}
#endif

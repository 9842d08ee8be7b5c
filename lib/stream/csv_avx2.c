/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV scan for AVX2, with carry-less product, BMI and POPCNT. Built with these flags
 * (CMakeLists.txt), called only where os/cpu.h has found them.
 */
#ifdef __AVX2__
#include <immintrin.h>

#include "stream/csv_block.h"

static inline uint64_t bits(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

static inline uint64_t equal(__m256i a, __m256i b, char c)
{
	const __m256i w = _mm256_set1_epi8(c);

	return bits(_mm256_cmpeq_epi8(a, w), _mm256_cmpeq_epi8(b, w));
}

static inline void block_masks(const char *p, char delim, struct masks *m)
{
	const __m256i *at = (const __m256i *)(const void *)p;
	const __m256i a = _mm256_loadu_si256(at), b = _mm256_loadu_si256(at + 1);

	m->quote = equal(a, b, '"');
	m->delim = equal(a, b, delim);
	m->cr = equal(a, b, '\r');
	m->newline = m->cr | equal(a, b, '\n');
	m->nul = equal(a, b, 0);
	m->high = bits(a, b);
}

static inline uint64_t prefix_xor(uint64_t x)
{
	const __m128i ones = _mm_set1_epi8((char)0xff);

	return (uint64_t)_mm_cvtsi128_si64(
		_mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)x), ones, 0));
}

static inline unsigned popcount(uint64_t x)
{
	return (unsigned)_mm_popcnt_u64(x);
}

static inline unsigned lowest(uint64_t x)
{
	return (unsigned)_tzcnt_u64(x);
}

enum lnds_csv_stop lnds_csv_scan_avx2(struct lnds_csv_scan *s)
{
	return scan(s);
}
#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loops over rows for AVX2: 16 values a vector. Built with its flag (CMakeLists.txt),
 * called only where os/cpu.h has found it.
 */
#include "link/encode/tmh_kernel.h"

#ifdef __AVX2__
#include <immintrin.h>

#define LANES 16u

static inline __m256i load(const uint16_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

static void min(uint16_t *into, const uint16_t *row, uint32_t bits)
{
	for (uint32_t j = 0; j < bits; j += LANES)
		_mm256_storeu_si256((__m256i *)(void *)(into + j),
			_mm256_min_epu16(load(into + j), load(row + j)));
}

/* Lowest bits become signs, signs bytes in the order of a code, bytes a mask. */
static inline uint32_t lowest(__m256i a, __m256i b)
{
	const __m256i turn = _mm256_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11,
		10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
	const __m256i halves =
		_mm256_packs_epi16(_mm256_slli_epi16(a, 15), _mm256_slli_epi16(b, 15));
	const __m256i bytes = _mm256_permute4x64_epi64(halves, 0xd8);

	return (uint32_t)_mm256_movemask_epi8(_mm256_shuffle_epi8(bytes, turn));
}

static void code_of(const uint16_t *const *row, unsigned n, uint32_t bits, uint8_t *code)
{
	for (uint32_t j = 0; j < bits; j += 2 * LANES) {
		__m256i a = _mm256_set1_epi16(-1), b = a;
		uint32_t mask;

		for (unsigned i = 0; i < n; i++) {
			a = _mm256_min_epu16(a, load(row[i] + j));
			b = _mm256_min_epu16(b, load(row[i] + j + LANES));
		}
		mask = lowest(a, b);
		__builtin_memcpy(code + j / 8, &mask, sizeof(mask));
	}
}

const struct lnds_link_tmh_kernel lnds_link_tmh_avx2 = {min, code_of};
#else
const struct lnds_link_tmh_kernel lnds_link_tmh_avx2;
#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Eight lanes at once. y / m is estimated in doubles: three roundings of 2^-53 each make
 * it wrong by less than 3·2^11 / m, so the remainder is off by m at most, either way, and
 * two unsigned minima put it right.
 */
#include "pseudo/ff1_kernel.h"

#ifdef __AVX512F__

#include <immintrin.h>

/* Bytes of each 64-bit word reversed. */
static __m512i reversed(__m512i v)
{
	const __m512i order =
		_mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607);

	return _mm512_shuffle_epi8(v, order);
}

void lnds_ff1_blocks_avx512(
	uint8_t *block, const uint64_t *x, unsigned n, uint64_t hi, uint64_t lo)
{
	const __m512i first = _mm512_set_epi64(3, 0, 2, 0, 1, 0, 0, 0);
	const __m512i second = _mm512_set_epi64(7, 0, 6, 0, 5, 0, 4, 0);
	const __m512i upper = reversed(_mm512_set1_epi64((long long)hi));
	const __m512i key = _mm512_set1_epi64((long long)lo);
	unsigned i;

	for (i = 0; i < n; i += 8, block += 128) {
		__m512i v = _mm512_loadu_si512(x + i);

		v = reversed(_mm512_xor_si512(v, key));
		_mm512_storeu_si512(
			block, _mm512_mask_permutexvar_epi64(upper, 0xaa, first, v));
		_mm512_storeu_si512(block + 64,
			_mm512_mask_permutexvar_epi64(upper, 0xaa, second, v));
	}
}

void lnds_ff1_turn_avx512(
	const uint8_t *block, uint64_t *x, unsigned n, uint64_t m, bool add)
{
	const __m512i evens = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
	const __m512i mod = _mm512_set1_epi64((long long)m);
	const __m512d inverse = _mm512_set1_pd(1.0 / (double)m);
	unsigned i;

	for (i = 0; i < n; i += 8, block += 128) {
		__m512i v = _mm512_loadu_si512(x + i);
		__m512i y = reversed(_mm512_permutex2var_epi64(_mm512_loadu_si512(block),
			evens, _mm512_loadu_si512(block + 64)));
		__m512i q = _mm512_cvttpd_epu64(
			_mm512_mul_pd(_mm512_cvtepu64_pd(y), inverse));

		y = _mm512_sub_epi64(y, _mm512_mullo_epi64(q, mod));
		y = _mm512_min_epu64(y, _mm512_add_epi64(y, mod));
		y = _mm512_min_epu64(y, _mm512_sub_epi64(y, mod));
		if (add) {
			v = _mm512_add_epi64(v, y);
			v = _mm512_min_epu64(v, _mm512_sub_epi64(v, mod));
		} else {
			v = _mm512_sub_epi64(v, y);
			v = _mm512_min_epu64(v, _mm512_add_epi64(v, mod));
		}
		_mm512_storeu_si512(x + i, v);
	}
}

#endif

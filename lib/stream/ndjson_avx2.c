/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The NDJSON scan with AVX2: 32 bytes of string at a time. */
#ifdef __AVX2__
#include <immintrin.h>
#include <stddef.h>

static inline const char *plain_end(const char *p)
{
	for (;; p += 32) {
		const __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
		/* Signed: bytes above 0x7f are below 0x20 too. */
		const __m256i hit = _mm256_or_si256(
			_mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), x),
			_mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('"')),
				_mm256_cmpeq_epi8(x, _mm256_set1_epi8('\\'))));
		const unsigned mask = (unsigned)_mm256_movemask_epi8(hit);

		if (mask)
			return p + _tzcnt_u32(mask);
	}
}

static inline size_t digit_run(const char *p)
{
	for (size_t n = 0;; n += 16) {
		const __m128i x = _mm_sub_epi8(
			_mm_loadu_si128((const __m128i *)(const void *)(p + n)),
			_mm_set1_epi8('0'));
		const __m128i digit =
			_mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(9)), x);
		const unsigned other = (unsigned)_mm_movemask_epi8(digit) ^ 0xffffu;

		if (other)
			return n + _tzcnt_u32(other);
	}
}

#include "stream/ndjson_block.h"

const struct lnds_ndjson_kernel lnds_ndjson_avx2 = {rows, line};

#endif

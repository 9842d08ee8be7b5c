/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The NDJSON scan for every x86-64 processor. */
#ifdef __SSE2__
#include <emmintrin.h>
#include <stddef.h>

static inline const char *plain_end(const char *p)
{
	for (;; p += 16) {
		const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* Signed: bytes above 0x7f are below 0x20 too. */
		const __m128i hit = _mm_or_si128(_mm_cmplt_epi8(x, _mm_set1_epi8(0x20)),
			_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')),
				_mm_cmpeq_epi8(x, _mm_set1_epi8('\\'))));
		const unsigned mask = (unsigned)_mm_movemask_epi8(hit);

		if (mask)
			return p + __builtin_ctz(mask);
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
			return n + (size_t)__builtin_ctz(other);
	}
}

#include "stream/ndjson_block.h"

const struct lnds_ndjson_kernel lnds_ndjson_sse2 = {rows, line};

#endif

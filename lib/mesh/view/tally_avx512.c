/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies with AVX-512: 32 values at a time. */
#include "mesh/view/tally.h"

#ifdef __AVX512BW__
#include <immintrin.h>

#define LANES 32u
/* Vectors until a lane of sums (32 bits) could run over. */
#define MOST 16384u

/* Inlined twice, so that sums alone have no branch in their loop. */
static inline __attribute__((always_inline)) size_t run(
	const int16_t *q, size_t n, struct lnds_mesh_tally *t, bool extremes)
{
	__m512i low = _mm512_set1_epi16(INT16_MAX), high = _mm512_set1_epi16(INT16_MIN);
	int16_t a[LANES], b[LANES];
	const __m512i null = _mm512_set1_epi16(INT16_MIN), one = _mm512_set1_epi16(1);
	__m512i sum = _mm512_setzero_si512(), x;
	size_t i, vectors = n / LANES;
	__mmask32 is_null;
	int64_t missing = 0;

	vectors = vectors > MOST ? MOST : vectors;
	for (i = 0; i < vectors; i++) {
		x = _mm512_loadu_si512(q + i * LANES);
		is_null = _mm512_cmpeq_epi16_mask(x, null);
		missing += __builtin_popcount(is_null);
		sum = _mm512_add_epi32(sum, _mm512_madd_epi16(x, one));
		if (!extremes)
			continue;
		high = _mm512_max_epi16(high, x);
		low = _mm512_mask_min_epi16(low, (__mmask32)~is_null, low, x);
	}
	/* A sum of all lanes in 32 bits would run over. */
	t->sum += _mm512_reduce_add_epi64(_mm512_add_epi64(
			  _mm512_cvtepi32_epi64(_mm512_castsi512_si256(sum)),
			  _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(sum, 1)))) -
		  missing * INT16_MIN;
	t->n += vectors * LANES - (uint64_t)missing;
	if (extremes && (uint64_t)missing < vectors * LANES) {
		_mm512_storeu_si512(a, low);
		_mm512_storeu_si512(b, high);
		lnds_mesh_tally_lanes(t, a, b, LANES);
	}
	return vectors * LANES;
}

static size_t sum16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	return run(q, n, t, false);
}

static size_t all16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	return run(q, n, t, true);
}

static const struct lnds_mesh_tally_kernel kernel = {LANES, sum16, all16};
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx512(void)
{
	return &kernel;
}
#else
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx512(void)
{
	return NULL;
}
#endif

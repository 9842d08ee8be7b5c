/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies with AVX-512: 32 values at a time. */
#include "mesh/view/tally.h"

#ifdef __AVX512BW__
#include <immintrin.h>

#define LANES 32u
/* Vectors until a lane of sums (32 bits) could run over. */
#define MOST 16384u

/* Whole vectors; returns how many values that were. */
static inline size_t run(const int16_t *q, size_t n, struct lnds_mesh_tally *t,
	__m512i *low, __m512i *high)
{
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
		if (!low)
			continue;
		*high = _mm512_max_epi16(*high, x);
		*low = _mm512_mask_min_epi16(*low, (__mmask32)~is_null, *low, x);
	}
	/* A sum of all lanes in 32 bits would run over. */
	t->sum += _mm512_reduce_add_epi64(_mm512_add_epi64(
			  _mm512_cvtepi32_epi64(_mm512_castsi512_si256(sum)),
			  _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(sum, 1)))) -
		  missing * INT16_MIN;
	t->n += vectors * LANES - (uint64_t)missing;
	return vectors * LANES;
}

static void sum16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	size_t i = 0;

	while (n - i >= LANES)
		i += run(q + i, n - i, t, NULL, NULL);
	lnds_mesh_tally_scalar.sum16(q + i, n - i, t);
}

static void all16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	__m512i low = _mm512_set1_epi16(INT16_MAX), high = _mm512_set1_epi16(INT16_MIN);
	int16_t a[LANES], b[LANES];
	const uint64_t before = t->n;
	size_t i = 0;
	unsigned k;

	while (n - i >= LANES)
		i += run(q + i, n - i, t, &low, &high);
	_mm512_storeu_si512(a, low);
	_mm512_storeu_si512(b, high);
	for (k = 0; t->n > before && k < LANES; k++) {
		t->min = a[k] < t->min ? a[k] : t->min;
		t->max = b[k] > t->max ? b[k] : t->max;
	}
	lnds_mesh_tally_scalar.all16(q + i, n - i, t);
}

static const struct lnds_mesh_tally_kernel kernel = {sum16, all16};
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

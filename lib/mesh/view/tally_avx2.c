/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies with AVX2: sixteen values at a time. */
#include "mesh/view/tally.h"

#ifdef __AVX2__
#include <immintrin.h>

#define LANES 16u
/* Vectors until a lane of counts (16 bits) or sums (32 bits) could run over. */
#define MOST 16384u

static int64_t sum_of(__m256i v)
{
	int32_t lane[8];
	int64_t sum = 0;
	unsigned i;

	_mm256_storeu_si256((__m256i *)(void *)lane, v);
	for (i = 0; i < 8; i++)
		sum += lane[i];
	return sum;
}

/* Inlined twice, so that sums alone have no branch in their loop. */
static inline __attribute__((always_inline)) size_t run(
	const int16_t *q, size_t n, struct lnds_mesh_tally *t, bool extremes)
{
	__m256i low = _mm256_set1_epi16(INT16_MAX), high = _mm256_set1_epi16(INT16_MIN);
	int16_t a[LANES], b[LANES];
	const __m256i null = _mm256_set1_epi16(INT16_MIN), one = _mm256_set1_epi16(1);
	__m256i sum = _mm256_setzero_si256(), nulls = sum, x, is_null;
	size_t i, vectors = n / LANES;
	int64_t missing;

	vectors = vectors > MOST ? MOST : vectors;
	for (i = 0; i < vectors; i++) {
		x = _mm256_loadu_si256((const __m256i *)(const void *)(q + i * LANES));
		is_null = _mm256_cmpeq_epi16(x, null);
		nulls = _mm256_sub_epi16(nulls, is_null);
		sum = _mm256_add_epi32(sum, _mm256_madd_epi16(x, one));
		if (!extremes)
			continue;
		/* A null is the lowest of all, and its complement of bits the highest. */
		high = _mm256_max_epi16(high, x);
		low = _mm256_min_epi16(low, _mm256_xor_si256(x, is_null));
	}
	missing = sum_of(_mm256_madd_epi16(nulls, one));
	t->sum += sum_of(sum) - missing * INT16_MIN;
	t->n += vectors * LANES - (uint64_t)missing;
	if (extremes && (uint64_t)missing < vectors * LANES) {
		_mm256_storeu_si256((__m256i *)(void *)a, low);
		_mm256_storeu_si256((__m256i *)(void *)b, high);
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
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx2(void)
{
	return &kernel;
}
#else
const struct lnds_mesh_tally_kernel *lnds_mesh_tally_avx2(void)
{
	return NULL;
}
#endif

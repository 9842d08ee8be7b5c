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

/* Whole vectors; returns how many values that were. */
static inline size_t run(const int16_t *q, size_t n, struct lnds_mesh_tally *t,
	__m256i *low, __m256i *high)
{
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
		if (!low)
			continue;
		/* A null is the lowest of all, and its complement of bits the highest. */
		*high = _mm256_max_epi16(*high, x);
		*low = _mm256_min_epi16(*low, _mm256_xor_si256(x, is_null));
	}
	missing = sum_of(_mm256_madd_epi16(nulls, one));
	t->sum += sum_of(sum) - missing * INT16_MIN;
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
	__m256i low = _mm256_set1_epi16(INT16_MAX), high = _mm256_set1_epi16(INT16_MIN);
	int16_t a[LANES], b[LANES];
	const uint64_t before = t->n;
	size_t i = 0;
	unsigned k;

	while (n - i >= LANES)
		i += run(q + i, n - i, t, &low, &high);
	_mm256_storeu_si256((__m256i *)(void *)a, low);
	_mm256_storeu_si256((__m256i *)(void *)b, high);
	for (k = 0; t->n > before && k < LANES; k++) {
		t->min = a[k] < t->min ? a[k] : t->min;
		t->max = b[k] > t->max ? b[k] : t->max;
	}
	lnds_mesh_tally_scalar.all16(q + i, n - i, t);
}

static const struct lnds_mesh_tally_kernel kernel = {sum16, all16};
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

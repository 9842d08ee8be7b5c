/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies without vector instructions, and the choice of a kernel; see tally.h. */
#include "mesh/view/tally.h"

static size_t all16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (q[i] == INT16_MIN)
			continue;
		t->sum += q[i];
		t->n++;
		t->min = q[i] < t->min ? q[i] : t->min;
		t->max = q[i] > t->max ? q[i] : t->max;
	}
	return n;
}

static size_t sum16(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	int64_t sum = 0;
	uint64_t null = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sum += q[i];
		null += q[i] == INT16_MIN;
	}
	t->sum += sum - (int64_t)null * INT16_MIN;
	t->n += n - null;
	return n;
}

const struct lnds_mesh_tally_kernel lnds_mesh_tally_scalar = {1, sum16, all16};

const struct lnds_mesh_tally_kernel *lnds_mesh_tally_for(enum lnds_cpu level)
{
	const struct lnds_mesh_tally_kernel *k = NULL;

	if (level >= LNDS_CPU_AVX512)
		k = lnds_mesh_tally_avx512();
	if (!k && level >= LNDS_CPU_AVX2)
		k = lnds_mesh_tally_avx2();
	return k ? k : &lnds_mesh_tally_scalar;
}

void lnds_mesh_tally_lanes(
	struct lnds_mesh_tally *t, const int16_t *low, const int16_t *high, size_t lanes)
{
	size_t i;

	for (i = 0; i < lanes; i++) {
		t->min = low[i] < t->min ? low[i] : t->min;
		t->max = high[i] > t->max ? high[i] : t->max;
	}
}

void lnds_mesh_tally16(const struct lnds_mesh_tally_kernel *k, const int16_t *q, size_t n,
	bool extremes, struct lnds_mesh_tally *t)
{
	size_t i = 0;

	while (n - i >= k->lanes)
		i += extremes ? k->all16(q + i, n - i, t) : k->sum16(q + i, n - i, t);
	/* What is left of a vector. */
	if (i < n)
		(void)(extremes ? all16 : sum16)(q + i, n - i, t);
}

void lnds_mesh_tally32(const int32_t *q, size_t n, struct lnds_mesh_tally *t)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (q[i] == INT32_MIN)
			continue;
		t->sum += q[i];
		t->n++;
		t->min = q[i] < t->min ? q[i] : t->min;
		t->max = q[i] > t->max ? q[i] : t->max;
	}
}

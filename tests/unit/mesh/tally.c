/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every tally kernel against the plain words of its promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/view/tally.h"
#include <stdbool.h>
#include <stdlib.h>

#define MOST 600000

static void plain(const int16_t *q, size_t n, struct lnds_mesh_tally *t)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (q[i] != INT16_MIN) {
			t->sum += q[i];
			t->n++;
			t->min = q[i] < t->min ? q[i] : t->min;
			t->max = q[i] > t->max ? q[i] : t->max;
		}
}

static void check(const struct lnds_mesh_tally_kernel *k, const int16_t *q, size_t n)
{
	struct lnds_mesh_tally want = LNDS_MESH_TALLY_NONE, all = want, sum = want;

	plain(q, n, &want);
	lnds_mesh_tally16(k, q, n, true, &all);
	lnds_mesh_tally16(k, q, n, false, &sum);
	assert_int_equal(all.sum, want.sum);
	assert_int_equal(all.n, want.n);
	assert_int_equal(sum.sum, want.sum);
	assert_int_equal(sum.n, want.n);
	if (want.n) {
		assert_int_equal(all.min, want.min);
		assert_int_equal(all.max, want.max);
	}
}

static void kernel(enum lnds_cpu level)
{
	const struct lnds_mesh_tally_kernel *k;
	int16_t *q = malloc(MOST * sizeof(*q));
	size_t i, n;

	if (level > lnds_cpu_level())
		level = lnds_cpu_level();
	k = lnds_mesh_tally_for(level);
	for (i = 0; i < MOST; i++)
		q[i] = (int16_t)(lnds_mix(i) % 7 ? lnds_mix(i * 3) : 0x8000);
	for (n = 0; n < 300; n++)
		check(k, q + n % 40, n);
	check(k, q + 1, MOST - 1);
	for (i = 0; i < MOST; i++) /* no lane runs over */
		q[i] = INT16_MAX;
	check(k, q, MOST);
	for (i = 0; i < MOST; i++)
		q[i] = -INT16_MAX;
	check(k, q, MOST);
	for (i = 0; i < MOST; i++)
		q[i] = INT16_MIN;
	check(k, q, MOST);
	q[MOST / 2] = -3;
	check(k, q, MOST);
	free(q);
}

static void scalar(void **state)
{
	(void)state;
	kernel(LNDS_CPU_SCALAR);
}

static void avx2(void **state)
{
	(void)state;
	kernel(LNDS_CPU_AVX2);
}

static void avx512(void **state)
{
	(void)state;
	kernel(LNDS_CPU_AVX512);
}

/* Passes add up, and what is empty changes nothing. */
static void adds(void **state)
{
	static const int32_t q[] = {5, INT32_MIN, -7, INT32_MAX, INT32_MIN};
	struct lnds_mesh_tally t = LNDS_MESH_TALLY_NONE;

	(void)state;
	lnds_mesh_tally32(q, 1, &t);
	lnds_mesh_tally32(q + 1, 1, &t);
	lnds_mesh_tally32(q + 2, 3, &t);
	assert_int_equal(t.sum, INT64_C(5) - 7 + INT32_MAX);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.min, -7);
	assert_int_equal(t.max, INT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalar),
		cmocka_unit_test(avx2),
		cmocka_unit_test(avx512),
		cmocka_unit_test(adds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

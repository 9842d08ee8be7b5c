/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics out of sums: rounding, cover, directions, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/wave.h"
#include "mesh/view/stat.h"
#include <string.h>

static struct lnds_mesh_params params;

static int setup(void **state)
{
	(void)state;
	lnds_mesh_params_init(&params);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	lnds_mesh_params_free(&params);
	return 0;
}

static const struct lnds_mesh_param *of(const char *id)
{
	struct lnds_err err;
	uint32_t at;

	assert_true(lnds_mesh_param_find(&params, lnds_sv(id), &at, &err));
	return &params.item[at];
}

static int64_t mean(int64_t sum, uint64_t n)
{
	const struct lnds_mesh_sums s = {.sum = sum, .n = n, .expected = n};
	const struct lnds_mesh_answer a =
		lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_MEAN, 800000);

	assert_false(a.null);
	assert_int_equal(a.e, 3);
	return a.m;
}

static void half_even(void **state)
{
	int64_t sum, twice;
	uint64_t n, i;

	(void)state;
	assert_int_equal(mean(1, 20), 0); /* 0.5 */
	assert_int_equal(mean(3, 20), 2); /* 1.5 */
	assert_int_equal(mean(5, 20), 2);
	assert_int_equal(mean(-1, 20), 0);
	assert_int_equal(mean(-3, 20), -2);
	assert_int_equal(mean(1, 3), 3);
	assert_int_equal(mean(-2, 3), -7);
	assert_int_equal(mean(97012345, 103022), 9417); /* 9.41666… degC */
	for (i = 0; i < 20000; i++) {			/* nearest, by its definition */
		n = 1 + lnds_below(lnds_mix(i), 120000);
		sum = (int64_t)lnds_below(lnds_mix(~i), 1u << 30) - (1 << 29);
		twice = 2 * (10 * sum - mean(sum, n) * (int64_t)n);
		assert_true(twice >= -(int64_t)n && twice <= (int64_t)n);
		if (twice == (int64_t)n || twice == -(int64_t)n)
			assert_int_equal(mean(sum, n) % 2, 0);
	}
}

static void cover(void **state)
{
	struct lnds_mesh_sums s = {.sum = 7900, .n = 79, .expected = 100};
	struct lnds_mesh_answer a;

	(void)state;
	a = lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_MEAN, 800000);
	assert_true(a.null);
	a = lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_COVER, 800000);
	assert_int_equal(a.m, 790);
	assert_int_equal(a.e, 3);
	a = lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_N, 800000);
	assert_int_equal(a.m, 79);
	assert_int_equal(a.e, 0);
	s.n = 80; /* just enough */
	assert_false(lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_MEAN, 800000).null);
	s.n = 0; /* nothing is no answer, whatever is enough */
	assert_true(lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_MEAN, 0).null);
	assert_true(lnds_mesh_stat(of("rain"), 2, &s, LNDS_MESH_STAT_SUM, 0).null);
	s.expected = 0;
	assert_true(lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_COVER, 0).null);
	s.n = 103022;
	s.expected = 105120;
	assert_int_equal(
		lnds_mesh_stat(of("temp"), 2, &s, LNDS_MESH_STAT_COVER, 0).m, 980);
}

static struct lnds_mesh_answer towards(
	const uint32_t *at, unsigned n, enum lnds_mesh_stat stat)
{
	struct lnds_mesh_sums s = {.n = n, .expected = n};
	unsigned i;

	for (i = 0; i < n; i++) {
		s.sum_sin += lnds_mesh_sin(at[i]);
		s.sum_cos += lnds_mesh_cos(at[i]);
	}
	return lnds_mesh_stat(of("dir"), 2, &s, stat, 0);
}

static void directions(void **state)
{
	static const uint32_t over_north[] = {35000, 1000}, apart[] = {9000, 27000},
			      quarter[] = {0, 9000}, nearly[] = {35999, 0, 0};
	uint32_t i;

	(void)state;
	assert_int_equal(towards(over_north, 2, LNDS_MESH_STAT_MEAN).m, 0);
	assert_int_equal(towards(over_north, 2, LNDS_MESH_STAT_R).m, 985); /* cos 10 */
	assert_true(towards(apart, 2, LNDS_MESH_STAT_MEAN).null);
	assert_false(towards(apart, 2, LNDS_MESH_STAT_R).null);
	assert_int_equal(towards(apart, 2, LNDS_MESH_STAT_R).m, 0);
	assert_int_equal(towards(quarter, 2, LNDS_MESH_STAT_MEAN).m, 45000);
	assert_int_equal(towards(quarter, 2, LNDS_MESH_STAT_R).m, 707);
	assert_int_equal(towards(nearly, 3, LNDS_MESH_STAT_MEAN).m, 359997);
	for (i = 0; i < 36000; i += 7) { /* in [0, 360), and what went in */
		assert_int_equal(towards(&i, 1, LNDS_MESH_STAT_MEAN).m, i * 10);
		assert_int_equal(towards(&i, 1, LNDS_MESH_STAT_R).m, 1000);
	}
}

static void own(void **state)
{
	(void)state;
	assert_int_equal(lnds_mesh_stat_of(of("temp")), LNDS_MESH_STAT_MEAN);
	assert_int_equal(lnds_mesh_stat_of(of("rain")), LNDS_MESH_STAT_SUM);
	assert_int_equal(lnds_mesh_stat_of(of("gust")), LNDS_MESH_STAT_MAX);
	assert_int_equal(lnds_mesh_stat_of(of("dir")), LNDS_MESH_STAT_MEAN);
}

/* A letter a statistic (mean, min, max, sum, n, cover, r): those that make sense. */
static void senses(const char *id, const char *wanted)
{
	char found[LNDS_MESH_STATS + 1] = "";
	struct lnds_err err;
	unsigned i, n = 0;

	for (i = 0; i < LNDS_MESH_STATS; i++)
		if (lnds_mesh_stat_ok(of(id), (enum lnds_mesh_stat)i, &err))
			found[n++] = "mlhsncr"[i];
		else
			assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(found, wanted);
}

static void sense(void **state)
{
	(void)state;
	senses("temp", "mlhnc");
	senses("rain", "lhsnc");
	senses("gust", "mlhnc");
	senses("dir", "mncr");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_even),
		cmocka_unit_test(cover),
		cmocka_unit_test(directions),
		cmocka_unit_test(own),
		cmocka_unit_test(sense),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

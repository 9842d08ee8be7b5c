/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threshold, floor and estimates against the formulas written out one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "link/match/estimate.h"

#define BINS LNDS_LINK_BINS

/* The formulas as the specification has them, in long double, summing anew each time. */
static long double from(const uint32_t *hist, unsigned e)
{
	long double sum = 0;

	for (; e < BINS; e++)
		sum += hist[e];
	return sum;
}

static long double tail(const struct lnds_link_sample *s, unsigned e, long double plus)
{
	long double y = 0, x = 0;

	if (s->q[0])
		y = (from(s->decoy_y, e) + plus) / (s->q[0] + plus);
	if (s->q[1])
		x = (from(s->decoy_x, e) + plus) / (s->q[1] + plus);
	return y > x ? y : x;
}

/* Wilson's upper limit of the tail, z standard errors up. */
static long double limit(const struct lnds_link_sample *s, unsigned e, long double z)
{
	long double most = 0;
	unsigned i;

	for (i = 0; i < 2; i++) {
		const long double q = s->q[i], d = from(i ? s->decoy_x : s->decoy_y, e);

		if (q > 0)
			most = fmaxl(most,
				(d + z * z / 2 + z * sqrtl(d * (q - d) / q + z * z / 4)) /
					(q + z * z));
	}
	return most;
}

static long double fdr(long double tail_at, long double n, long double T)
{
	return T > 0 ? tail_at * fmaxl(0, n - T) / T : INFINITY;
}

/* Some comparison was too close for long double to be the judge. */
static bool close_call;

static bool within(long double rate, long double limit)
{
	if (fabsl(rate - limit) < 1e-15L)
		close_call = true;
	return rate <= limit;
}

static long double links_bound(const struct lnds_link_sample *s, uint32_t n, unsigned e)
{
	long double share = from(s->best, e) / from(s->best, 0);

	return fminl(s->pool, n * share);
}

/* -1: none. at NULL: the floor's search. */
static int reference(const struct lnds_link_sample *s, uint32_t n, const uint64_t *at,
	long double plus, long double limit)
{
	long double T[BINS], here[BINS], above[BINS];
	unsigned e, up;

	for (e = 0; e < BINS; e++) {
		T[e] = at ? (long double)at[e] : links_bound(s, n, e);
		here[e] = fdr(tail(s, e, plus), n, T[e]);
		above[e] = fdr(tail(s, e, 0), n, T[e]);
	}
	for (e = 0; e < BINS; e++) {
		if (!within(here[e], limit))
			continue;
		for (up = e; up < BINS; up++)
			if (T[up] >= 50 && !within(above[up], limit))
				break;
		if (up == BINS)
			return (int)e;
	}
	return -1;
}

static uint64_t draws;

static uint64_t below(uint64_t n)
{
	return lnds_below(lnds_mix(draws += LNDS_GOLDEN), n);
}

/* A hump of `many` scores around `centre`, some at the far end. */
static void hump(uint32_t *hist, uint32_t many, uint32_t centre, uint32_t width)
{
	uint32_t i;
	uint64_t bin;

	for (i = 0; i < many; i++) {
		bin = centre + below(width) + below(width) + below(width);
		hist[bin < BINS ? bin : BINS - 1]++;
	}
}

struct invented {
	struct lnds_link_sample s;
	struct lnds_link_source y;
	uint64_t at[BINS];
};

static void invent(struct invented *v, uint64_t i)
{
	uint32_t n, x, m, e;
	uint64_t sum = 0;

	memset(v, 0, sizeof(*v));
	draws = i;
	n = v->y.n = (uint32_t)(20 + below(i % 3 ? 900 : 9000));
	x = v->s.pool = (uint32_t)(10 + below(n - 10));
	if (i % 7 == 0)
		x = v->s.pool = n;
	m = i % 7 == 0 ? n : (uint32_t)below(x);
	v->s.q[0] = i % 5 == 1 ? 0 : n;
	v->s.q[1] = i % 5 == 2 ? 0 : x;
	hump(v->s.decoy_y, v->s.q[0], 380, 70 + (uint32_t)below(90));
	hump(v->s.decoy_x, v->s.q[1], 380, 70 + (uint32_t)below(90));
	hump(v->s.best, n - m, 400, 70);
	hump(v->s.best, m, i % 7 == 0 ? 800 : 600 + (uint32_t)below(200), 100);
	v->s.twins[0] = v->s.q[0] / 40;
	for (e = BINS; e-- > 0;) {
		sum += v->s.best[e] - below(v->s.best[e] / 4 + 1);
		v->at[e] = sum < x ? sum : x;
	}
}

static void thresholds(void **state)
{
	static const uint32_t rates[] = {1000, 10000, 50000, 200000};
	unsigned found = 0, none = 0, i, r;
	struct invented v;
	struct lnds_err err;
	uint32_t t = 0;

	(void)state;
	for (i = 0; i < 200; i++) {
		int e;
		bool ok;

		invent(&v, i);
		r = rates[i / 3 % 4];
		close_call = false;
		e = reference(&v.s, v.y.n, v.at, 1, r / 1e6L);
		ok = lnds_link_choose(&v.s, &v.y, v.at, r, &t, &err);
		if (close_call)
			continue;
		assert_int_equal(ok, e >= 0);
		if (ok)
			assert_int_equal(t, (uint32_t)e << 14);
		else
			assert_int_equal(err.code, LNDS_DATA);
		found += ok;
		none += !ok;
	}
	assert_true(found > 50 && none > 20);
}

static void floors(void **state)
{
	const uint32_t margin = 3u << 14;
	unsigned found = 0, halved = 0, none = 0, i, half;
	struct invented v;
	struct lnds_err err;
	uint32_t t = 0;

	(void)state;
	for (i = 0; i < 200; i++) {
		int e;
		bool ok;

		invent(&v, i);
		close_call = false;
		e = reference(&v.s, v.y.n, NULL, 0, 0.015L);
		ok = lnds_link_floor(&v.s, &v.y, 10000, margin, &t, &err);
		if (close_call)
			continue;
		if (!ok) {
			none++;
			/* Refused without being sure of it? */
			if (e >= 0)
				assert_true(
					reference(&v.s, v.y.n, NULL, 1, 0.01L) < e - 3);
			continue;
		}
		for (half = 0; tail(&v.s, half, 0) > 0.5L; half++)
			;
		assert_true(e >= 0);
		e = e > 3 ? e - 3 : 0;
		halved += (unsigned)e < half;
		found++;
		assert_int_equal(
			t, (uint32_t)((unsigned)e < half ? half : (unsigned)e) << 14);
	}
	assert_true(found > 50 && none > 20 && halved > 0);
}

static void estimates(void **state)
{
	struct lnds_link_estimate got;
	struct invented v;
	unsigned i, e, at;

	(void)state;
	for (i = 0; i < 60; i++) {
		long double most = 0, rate;

		invent(&v, i);
		at = 500 + (unsigned)below(200);
		for (e = 0; e < BINS; e++) {
			long double G = 1 - limit(&v.s, e, 1);
			long double F = 1 - from(v.s.best, e) / from(v.s.best, 0);

			if (G >= 0.1L && v.y.n * (1 - F / G) > most)
				most = v.y.n * (1 - F / G);
		}
		lnds_link_estimate(&v.s, &v.y, v.at[at], (at << 14) + 77, &got);
		rate = fminl(1, fdr(tail(&v.s, at, 1), v.y.n, (long double)v.at[at]));
		assert_int_equal(got.threshold, (at << 14) + 77);
		assert_int_equal(got.links, v.at[at]);
		assert_true(fabsl(got.fdr - rate) < 1e-12L);
		assert_true(got.fdr_hi >= got.fdr && got.fdr_hi <= 1);
		assert_true(fabsl(got.matches_at_least - most) < 1e-9L);
		if (most > 0)
			assert_true(fabsl(got.recall_at_most -
					    fminl(1, (long double)v.at[at] * (1 - rate) /
							     most)) < 1e-12L);
	}
}

/* Numbers that can be checked by hand. */
static void by_hand(void **state)
{
	struct lnds_link_source y = {.n = 1000};
	struct lnds_link_sample s = {.pool = 600, .q = {1000, 0}};
	struct lnds_link_estimate got;
	uint64_t at[BINS] = {0};
	struct lnds_err err;
	uint32_t t;
	unsigned e;

	(void)state;
	s.decoy_y[200] = 980;
	s.decoy_y[700] = 11;
	s.decoy_y[800] = 9;
	s.best[200] = 500;
	s.best[900] = 500;
	for (e = 0; e <= 900; e++)
		at[e] = 500;
	/* tail+ is 10/1001 from 701 on and (n - T)/T is 1. */
	assert_true(lnds_link_choose(&s, &y, at, 9991, &t, &err));
	assert_int_equal(t, 701u << 14);
	assert_true(lnds_link_choose(&s, &y, at, 9990, &t, &err));
	assert_int_equal(t, 801u << 14);
	/* 21/1001 reaches down to 201. */
	assert_true(lnds_link_choose(&s, &y, at, 20980, &t, &err));
	assert_int_equal(t, 201u << 14);
	assert_false(lnds_link_choose(&s, &y, at, 900, &t, &err));
	assert_string_equal(err.msg,
		"--fdr 0.0009 is out of reach: these sources allow 0.0010 at best");
	assert_true(lnds_link_choose(&s, &y, at, 1000, &t, &err));

	lnds_link_estimate(&s, &y, 500, 750u << 14, &got);
	assert_true(fabs(got.fdr - 10.0 / 1001) < 1e-15);
	/* Wilson, 9 of 1000: 0.00474 to 0.01702. */
	assert_true(fabs(got.fdr_hi - 0.01702) < 5e-6);
	/* At 801 and above F = 0.5, G = 1 but for a standard error: 1000/1001. */
	assert_true(fabs(got.matches_at_least - 499.5) < 1e-9);
	assert_true(fabs(got.recall_at_most - 500 * 991.0 / 1001 / 499.5) < 1e-12);
	memset(at, 0, sizeof(at));
	assert_false(lnds_link_choose(&s, &y, at, 10000, &t, &err));
	assert_string_equal(
		err.msg, "--fdr 0.01 is out of reach: too few links for any rate");
	lnds_link_estimate(&s, &y, 0, 750u << 14, &got);
	assert_true(got.fdr == 1 && got.fdr_hi == 1 && got.recall_at_most == 0);
}

/* As T comes to n the factor vanishes: FDR+ alone would take everything. */
static void both_conditions(void **state)
{
	struct lnds_link_source y = {.n = 1000};
	struct lnds_link_sample s = {.pool = 1000, .q = {1000, 1000}};
	uint64_t at[BINS];
	struct lnds_err err;
	uint32_t t;
	unsigned e;

	(void)state;
	s.decoy_y[600] = s.decoy_x[600] = 400;
	s.decoy_y[100] = s.decoy_x[100] = 600;
	s.best[600] = 600;
	s.best[900] = 400;
	for (e = 0; e < BINS; e++)
		at[e] = e <= 500 ? 1000 : e <= 600 ? 700 : e <= 900 ? 400 : 0;
	assert_true(lnds_link_choose(&s, &y, at, 10000, &t, &err));
	assert_int_equal(t, 601u << 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thresholds),
		cmocka_unit_test(floors),
		cmocka_unit_test(estimates),
		cmocka_unit_test(by_hand),
		cmocka_unit_test(both_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

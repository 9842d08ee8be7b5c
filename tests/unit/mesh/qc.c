/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step, persistence and neighbours, by hand and against twins that follow the words of
 * the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "mesh/qc/qc_buddy.h"
#include "mesh/qc/qc_series.h"

#define MAX 400

static uint64_t below(uint64_t *r, uint64_t n)
{
	return lnds_below(lnds_mix((*r)++), n);
}

/* Values at 600 s from 0; '.' in `text` is a gap, a digit a value, a letter that value
 * (a = 0) rejected. */
static void series(struct lnds_mesh_qc_series *s, const char *text, uint32_t cadence)
{
	size_t i;

	*s = (struct lnds_mesh_qc_series){0};
	for (i = 0; text[i]; i++)
		if (text[i] >= '0' && text[i] <= '9')
			lnds_mesh_qc_add(
				s, (int64_t)i * cadence, text[i] - '0', cadence, 0);
		else if (text[i] != '.')
			lnds_mesh_qc_add(s, (int64_t)i * cadence, text[i] - 'a', cadence,
				LNDS_MESH_RANGE);
}

/* One letter a value: . for none, s, p, b (both). */
static const char *found(const struct lnds_mesh_qc_series *s)
{
	static char out[MAX + 1];
	size_t i;

	for (i = 0; i < s->n; i++)
		out[i] = ".spb"[(s->found[i] & LNDS_MESH_STEP ? 1 : 0) +
				(s->found[i] & LNDS_MESH_PERSIST ? 2 : 0)];
	out[s->n] = '\0';
	return out;
}

static void step(const char *text, uint32_t cadence, const char *expected)
{
	struct lnds_mesh_qc_series s;

	series(&s, text, cadence);
	lnds_mesh_qc_step(&s, 3, 0);
	assert_string_equal(found(&s), expected);
	lnds_mesh_qc_series_free(&s);
}

static void steps(void **state)
{
	(void)state;
	step("1233210", 600, ".......");
	step("1133", 600, "....");
	step("1155", 600, "..s."); /* it stays: the way there */
	step("1191", 600, "..s."); /* a lone spike: the middle */
	step("5505", 600, "..s.");
	step("115599511", 600, "..s.s.ss."); /* a stair, up and down */
	step("191919", 600, ".s.s.s");
	step("1995", 600, ".s.s");
	step("11.9", 600, "...");    /* a gap is no step */
	step("11z15", 600, "....s"); /* what was rejected is not there */
	step("11z9", 600, "....");
	step("19", 3600, ".."); /* 3 per 10 min are 18 an hour */
	step("15", 300, ".s");	/* but never less than 3 */
	step("14", 300, "..");
	step("", 600, "");
	step("1", 600, ".");
}

static void round_and_round(void **state)
{
	struct lnds_mesh_qc_series s;

	(void)state;
	series(&s, "19", 600);
	lnds_mesh_qc_step(&s, 3, 10); /* 9 is 2 before 1 */
	assert_string_equal(found(&s), "..");
	lnds_mesh_qc_series_free(&s);
	series(&s, "16", 600);
	lnds_mesh_qc_step(&s, 3, 10);
	assert_string_equal(found(&s), ".s");
	lnds_mesh_qc_series_free(&s);
}

static void cadence_changes(void **state)
{
	struct lnds_mesh_qc_series s = {0};

	(void)state;
	lnds_mesh_qc_add(&s, 0, 0, 3600, 0);
	lnds_mesh_qc_add(&s, 3600, 18, 600, 0); /* an hour after: 18 are allowed */
	lnds_mesh_qc_add(&s, 4200, 22, 600, 0);
	lnds_mesh_qc_add(&s, 5400, 0, 600, 0); /* a gap */
	lnds_mesh_qc_step(&s, 3, 0);
	assert_string_equal(found(&s), "..s.");
	lnds_mesh_qc_series_free(&s);
}

static void persist(const char *text, uint32_t cadence, uint32_t hours, int64_t not_this,
	int64_t not_from, const char *expected)
{
	struct lnds_mesh_qc_series s;

	series(&s, text, cadence);
	lnds_mesh_qc_persist(&s, hours, not_this, not_from);
	assert_string_equal(found(&s), expected);
	lnds_mesh_qc_series_free(&s);
}

static void persistence(void **state)
{
	(void)state;
	persist("1555551", 600, 1, INT64_MIN, INT64_MAX, ".......");
	persist("15555551", 600, 1, INT64_MIN, INT64_MAX, ".pppppp.");
	persist("155.5551", 600, 1, INT64_MIN, INT64_MAX, ".ppppp.");
	persist("155z5551", 600, 1, INT64_MIN, INT64_MAX, ".pp.ppp.");
	persist("55......555", 600, 1, INT64_MIN, INT64_MAX, ".....");
	persist("5.....5.....5", 600, 2, INT64_MIN, INT64_MAX, "ppp"); /* an hour each */
	persist("0000000", 600, 1, 0, INT64_MAX, ".......");
	persist("9999999", 600, 1, INT64_MIN, 9, ".......");
	persist("8888888", 600, 1, INT64_MIN, 9, "ppppppp");
	persist("555", 3600, 3, INT64_MIN, INT64_MAX, "ppp");
	persist("55", 21600, 12, INT64_MIN, INT64_MAX, ".."); /* two are no proof */
	persist("555", 21600, 12, INT64_MIN, INT64_MAX, "ppp");
	persist("zz555555zz", 600, 1, INT64_MIN, INT64_MAX, "..pppppp..");
	persist("", 600, 1, INT64_MIN, INT64_MAX, "");
}

static bool usable(const struct lnds_mesh_qc_series *s, size_t i)
{
	return !lnds_mesh_rejected(s->flags[i]);
}

/* The value one cadence before i, or -1. */
static long before(const struct lnds_mesh_qc_series *s, size_t i)
{
	size_t k;

	for (k = 0; k < s->n; k++)
		if (usable(s, k) && usable(s, i) && s->t[k] == s->t[i] - s->cadence[i])
			return (long)k;
	return -1;
}

static bool jumps(const struct lnds_mesh_qc_series *s, size_t i, int64_t limit)
{
	const long k = before(s, i);

	return k >= 0 &&
	       10 * llabs(s->value[i] - s->value[k]) >
		       10 * limit * (s->cadence[i] > 600 ? s->cadence[i] : 600) / 600;
}

/* Flagged unless it is the way back from a value that was. */
static bool slow_step(const struct lnds_mesh_qc_series *s, size_t i, int64_t limit)
{
	long k;

	if (!jumps(s, i, limit))
		return false;
	k = before(s, i);
	if (!slow_step(s, (size_t)k, limit))
		return true;
	return 10 * llabs(s->value[i] - s->value[before(s, (size_t)k)]) >
	       10 * limit * (s->cadence[i] > 600 ? s->cadence[i] : 600) / 600;
}

/* Is there a span of equal values around i, long enough? */
static bool slow_persist(
	const struct lnds_mesh_qc_series *s, size_t i, uint32_t hours, int64_t not_this)
{
	const int64_t gap = s->cadence[i] > 1800 ? 2 * s->cadence[i] : 3600;
	size_t a, b, k, n, last;
	bool good;

	if (!usable(s, i) || s->value[i] == not_this)
		return false;
	for (a = 0; a <= i; a++)
		for (b = i; b < s->n; b++) {
			if (!usable(s, a) || !usable(s, b))
				continue;
			for (good = true, n = 0, last = k = a; k <= b; k++) {
				if (!usable(s, k))
					continue;
				good &= s->value[k] == s->value[i] &&
					s->t[k] - s->t[last] <= gap;
				last = k;
				n++;
			}
			if (good && n >= 3 &&
				s->t[b] + s->cadence[b] - s->t[a] >=
					3600 * (int64_t)hours)
				return true;
		}
	return false;
}

static void twins(void **state)
{
	struct lnds_mesh_qc_series s = {0};
	uint64_t r = 1;
	unsigned round, i, cadence;
	size_t k;

	(void)state;
	for (round = 0; round < 300; round++) {
		cadence = (unsigned[]){300, 600, 3600}[round % 3];
		s.n = 0;
		for (i = 0; i < 60; i++)
			if (below(&r, 8))
				lnds_mesh_qc_add(&s, (int64_t)i * cadence,
					(int64_t)below(&r, round % 2 ? 2 : 40), cadence,
					below(&r, 9) ? 0 : LNDS_MESH_REJECTED);
		lnds_mesh_qc_step(&s, 4, 0);
		lnds_mesh_qc_persist(&s, cadence / 300, 0, INT64_MAX);
		for (k = 0; k < s.n; k++)
			assert_int_equal(
				s.found[k], (slow_step(&s, k, 4) ? LNDS_MESH_STEP : 0) |
						    (slow_persist(&s, k, cadence / 300, 0)
								    ? LNDS_MESH_PERSIST
								    : 0));
	}
	lnds_mesh_qc_series_free(&s);
}

/* Stations on a line, 10 km apart, at 100 m each higher than the last. */
static struct lnds_mesh_epoch epoch[9];
static struct lnds_mesh_station item[9];
static const struct lnds_mesh_stations line = {.item = item, .n = 9};
static const struct lnds_mesh_param temp = {.e = 2, .buddy = 500, .lapse = 6500};

static void on_a_line(void)
{
	unsigned i;

	for (i = 0; i < 9; i++) {
		epoch[i] = (struct lnds_mesh_epoch){.e = 10000.0 * i,
			.elevation = 100.0 * i,
			.from = INT64_MIN,
			.to = INT64_MAX};
		item[i].epoch = &epoch[i];
		item[i].nepoch = 1;
	}
}

static void neighbours(void **state)
{
	struct lnds_mesh_hours h = {0};
	unsigned i;

	(void)state;
	on_a_line();
	lnds_mesh_hours_begin(&h, 9, 7300, 12000);
	assert_int_equal(h.start, 7200);
	assert_int_equal(h.n, 2);
	for (i = 0; i < 9; i++) { /* at 1 decimal more; 10 degC at sea level */
		lnds_mesh_hours_add(&h, i, 7200, 10000 - 650 * (int64_t)i - 10);
		lnds_mesh_hours_add(&h, i, 7800, 10000 - 650 * (int64_t)i + 10);
		lnds_mesh_hours_add(&h, i, 10800, 10000 - 650 * (int64_t)i);
	}
	lnds_mesh_hours_add(&h, 4, 8000, 10000 - 650 * 4 + 14990);  /* mean + 4.997 */
	lnds_mesh_hours_add(&h, 3, 11000, 10000 - 650 * 3 + 10030); /* mean + 5.015 */
	lnds_mesh_buddies(&h, &line, &temp, 3);
	for (i = 0; i < 9; i++) {
		assert_false(lnds_mesh_hours_out(&h, i, 7200));
		assert_int_equal(lnds_mesh_hours_out(&h, i, 14399), i == 3);
	}
	lnds_mesh_hours_free(&h);
}

static void who_is_asked(void **state)
{
	struct lnds_mesh_hours h = {0};
	unsigned i;

	(void)state;
	on_a_line();
	epoch[1].elevation = NAN;
	epoch[5].from = 3600; /* there from the second hour on */
	lnds_mesh_hours_begin(&h, 9, 0, 7200);
	for (i = 0; i < 9; i++) {
		lnds_mesh_hours_add(
			&h, i, 0, i == 8 || i == 1 ? 9900 : 1000 - 65 * (int64_t)i);
		lnds_mesh_hours_add(&h, i, 3600, i == 8 ? 9900 : 1000 - 65 * (int64_t)i);
	}
	lnds_mesh_buddies(&h, &line, &temp, 2);
	for (i = 0; i < 9; i++) {
		/* In the first hour 8 has two neighbours only, 6 and 7; 1 is not known
		 * to be high. */
		assert_false(lnds_mesh_hours_out(&h, i, 0));
		assert_int_equal(lnds_mesh_hours_out(&h, i, 3600), i == 8);
	}
	lnds_mesh_hours_free(&h);
}

static void scattered_neighbours(void **state)
{
	struct lnds_mesh_hours h = {0};
	static const int64_t v[9] = {0, 300, -300, 1200, 300, -300, 0, 0, 0};
	unsigned i;

	(void)state;
	on_a_line();
	lnds_mesh_hours_begin(&h, 9, 0, 3600);
	for (i = 0; i < 7; i++)
		lnds_mesh_hours_add(&h, i, 0, v[i] - 65 * (int64_t)i);
	lnds_mesh_buddies(&h, &line, &temp, 2);
	/* 3 is 12 K off, but its neighbours differ by 3 K as it is: 7.4 times that. */
	assert_false(lnds_mesh_hours_out(&h, 3, 0));
	lnds_mesh_hours_free(&h);
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double middle_of(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return (v[(n - 1) / 2] + v[n / 2]) / 2;
}

static void buddy_twin(void **state)
{
	struct lnds_mesh_hours h = {0};
	uint64_t r = 1;
	double value[9], near[9], m, spread;
	unsigned round, i, k, out = 0;
	size_t n, j;

	(void)state;
	for (round = 0; round < 500; round++) {
		on_a_line();
		lnds_mesh_hours_begin(&h, 9, 0, 3600);
		for (i = 0; i < 9; i++) {
			epoch[i].e = (double)below(&r, 60000);
			epoch[i].n = (double)below(&r, 60000);
			value[i] = (double)below(&r, 2000);
			if (below(&r, 5))
				lnds_mesh_hours_add(&h, i, 0, (int64_t)value[i]);
			else
				value[i] = NAN;
		}
		lnds_mesh_buddies(&h, &line, &temp, 2);
		for (i = 0; i < 9; i++) {
			for (n = k = 0; k < 9; k++)
				if (k != i && !isnan(value[k]) &&
					hypot(epoch[i].e - epoch[k].e,
						epoch[i].n - epoch[k].n) <= 30000)
					near[n++] = value[k] + 0.65 * epoch[k].elevation;
			m = n ? middle_of(near, n) : NAN;
			for (j = 0; j < n; j++)
				near[j] = fabs(near[j] - m);
			spread = n ? 7.4 * middle_of(near, n) : NAN;
			assert_int_equal(lnds_mesh_hours_out(&h, i, 0),
				!isnan(value[i]) && n >= 3 &&
					fabs(value[i] + 0.65 * epoch[i].elevation - m) >
						fmax(500, spread));
			out += lnds_mesh_hours_out(&h, i, 0);
		}
	}
	assert_true(out > 50);
	lnds_mesh_hours_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps),
		cmocka_unit_test(round_and_round),
		cmocka_unit_test(cadence_changes),
		cmocka_unit_test(persistence),
		cmocka_unit_test(twins),
		cmocka_unit_test(neighbours),
		cmocka_unit_test(who_is_asked),
		cmocka_unit_test(scattered_neighbours),
		cmocka_unit_test(buddy_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

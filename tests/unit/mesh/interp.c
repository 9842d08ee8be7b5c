/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpolation: against the formula written plainly, and what must hold whatever the values:
 * shifted values and shifted places, constant fields, turned directions; lists of sixteen
 * against all points; lapse rates; leave-one-out by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "mesh/grid/interp.h"

#define MANY 60u
#define CELLS 200u

struct scene {
	struct lnds_mesh_point p[MANY];
	struct lnds_mesh_cell cell[CELLS];
	struct lnds_mesh_grid g;
	double value[CELLS];
	uint8_t used[CELLS];
	struct lnds_mesh_interp m;
};

static uint64_t seed = 1;

static double uniform(double low, double high)
{
	return low + (high - low) *
			     (double)lnds_below(lnds_mix(seed += LNDS_GOLDEN), 1000001) /
			     1e6;
}

static void lists(struct scene *s)
{
	const struct lnds_mesh_points all = {s->p, MANY};

	lnds_mesh_grid_near(&s->g, &all, 0);
}

static struct scene *scene(void)
{
	struct scene *s = calloc(1, sizeof(*s));
	unsigned i;

	for (i = 0; i < MANY; i++)
		s->p[i] = (struct lnds_mesh_point){uniform(0, 50000), uniform(0, 80000),
			uniform(100, 2000), uniform(-10, 25), i, 0};
	for (i = 0; i < CELLS; i++)
		s->cell[i] = (struct lnds_mesh_cell){.e = uniform(0, 50000),
			.n = uniform(0, 80000),
			.elevation = (float)uniform(100, 2000)};
	s->g = (struct lnds_mesh_grid){.n = CELLS, .cell = s->cell};
	s->m = (struct lnds_mesh_interp){
		.k = 5, .power = 2, .max_dist = INFINITY, .min_n = 1};
	lists(s);
	return s;
}

static void end(struct scene *s)
{
	free(s->g.own[1]);
	free(s->g.own[2]);
	free(s);
}

static void draw(struct scene *s)
{
	lnds_mesh_interpolate(&s->m, &s->g, s->p, MANY, s->value, s->used);
}

/* The k nearest with a value by repeated search, and the formula of Shepard. */
static double plainly(
	const struct scene *s, const struct lnds_mesh_cell *c, unsigned *used)
{
	bool taken[MANY] = {false};
	double d, best_d, weights = 0, sum = 0, w, z = s->m.lapse * (double)c->elevation;
	unsigned i, k;
	int best;

	for (k = 0; k < s->m.k; k++) {
		best = -1;
		best_d = INFINITY;
		for (i = 0; i < MANY; i++) {
			d = hypot(s->p[i].e - c->e, s->p[i].n - c->n);
			if (!taken[i] && !isnan(s->p[i].value) && d < best_d &&
				d <= s->m.max_dist) {
				best = (int)i;
				best_d = d;
			}
		}
		if (best < 0)
			break;
		taken[best] = true;
		w = pow(best_d, -s->m.power);
		weights += w;
		sum += w * (s->p[best].value + s->m.lapse * s->p[best].elevation);
	}
	*used = k;
	return k >= s->m.min_n && k ? sum / weights - z : (double)NAN;
}

static void as_the_formula(struct scene *s)
{
	unsigned i, used;
	double v;

	draw(s);
	for (i = 0; i < CELLS; i++) {
		v = plainly(s, &s->cell[i], &used);
		assert_int_equal(isnan(v), isnan(s->value[i]));
		if (isnan(v)) {
			assert_int_equal(s->used[i], 0);
			continue;
		}
		assert_true(fabs(v - s->value[i]) < 1e-9);
		assert_int_equal(s->used[i], used);
	}
}

static void formula(void **state)
{
	static const unsigned k[] = {1, 2, 5, 16, 17, 40, 60, 255};
	struct scene *s;
	unsigned i, round;

	(void)state;
	for (i = 0; i < sizeof(k) / sizeof(k[0]); i++)
		for (round = 0; round < 4; round++) {
			s = scene();
			s->m.k = k[i];
			s->m.power = round % 2 ? 2 : 3.25;
			s->m.lapse = round > 1 ? 6.5e-3 : 0;
			as_the_formula(s);
			s->m.max_dist = 12000;
			s->m.min_n = 2;
			as_the_formula(s);
			end(s);
		}
}

/* Stations drop out until the list of sixteen is not enough. */
static void few_left(void **state)
{
	struct scene *s = scene();
	unsigned i, left;

	(void)state;
	for (left = MANY; left > 0; left--) {
		as_the_formula(s);
		do
			i = (unsigned)lnds_below(lnds_mix(seed += LNDS_GOLDEN), MANY);
		while (isnan(s->p[i].value));
		s->p[i].value = NAN;
	}
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true(isnan(s->value[i]) && s->used[i] == 0);
	end(s);
}

static void each_method(struct scene *s, void (*hold)(struct scene *s))
{
	unsigned method, lapse;

	for (method = 0; method < LNDS_MESH_METHODS; method++)
		for (lapse = 0; lapse < 2; lapse++) {
			s->m.method = (enum lnds_mesh_method)method;
			s->m.lapse = lapse ? 6.5e-3 : 0;
			hold(s);
		}
}

static void plus_one(struct scene *s)
{
	double before[CELLS];
	unsigned i;

	draw(s);
	memcpy(before, s->value, sizeof(before));
	for (i = 0; i < MANY; i++)
		s->p[i].value += 1;
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true(isnan(before[i]) ? isnan(s->value[i])
					     : fabs(s->value[i] - before[i] - 1) < 1e-9);
}

/* By whole centimetres, which triangles round to. */
static void elsewhere(struct scene *s)
{
	double before[CELLS];
	unsigned i;

	for (i = 0; i < MANY; i++) {
		s->p[i].e = rint(s->p[i].e);
		s->p[i].n = rint(s->p[i].n);
	}
	lists(s);
	draw(s);
	memcpy(before, s->value, sizeof(before));
	for (i = 0; i < MANY; i++) {
		s->p[i].e += 300000;
		s->p[i].n += 500000;
	}
	for (i = 0; i < CELLS; i++) {
		s->cell[i].e += 300000;
		s->cell[i].n += 500000;
	}
	lists(s);
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true(isnan(before[i]) ? isnan(s->value[i])
					     : fabs(s->value[i] - before[i]) < 1e-9);
	for (i = 0; i < MANY; i++) {
		s->p[i].e -= 300000;
		s->p[i].n -= 500000;
	}
	for (i = 0; i < CELLS; i++) {
		s->cell[i].e -= 300000;
		s->cell[i].n -= 500000;
	}
	lists(s);
}

static void constant(struct scene *s)
{
	unsigned i;

	s->m.lapse = 0;
	for (i = 0; i < MANY; i++)
		s->p[i].value = 7.25;
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true((s->m.method == LNDS_MESH_BARY && isnan(s->value[i])) ||
			    fabs(s->value[i] - 7.25) < 1e-12);
}

static void metamorphic(void **state)
{
	static void (*const what[])(struct scene * s) = {plus_one, elsewhere, constant};
	struct scene *s;
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		s = scene();
		each_method(s, what[i]);
		end(s);
	}
}

/* A quarter turn of all directions turns every cell by as much; 359 and 1 meet at 0, not
 * at 180; opposite winds have no mean. */
static void directions(void **state)
{
	struct scene *s = scene();
	double before[CELLS], d;
	unsigned i;

	(void)state;
	s->m.circular = true;
	for (i = 0; i < MANY; i++)
		s->p[i].value = rint(uniform(0, 35999)) / 100;
	draw(s);
	memcpy(before, s->value, sizeof(before));
	for (i = 0; i < MANY; i++)
		s->p[i].value = fmod(s->p[i].value + 90, 360);
	draw(s);
	for (i = 0; i < CELLS; i++) {
		if (isnan(before[i]))
			continue;
		d = fmod(s->value[i] - before[i] + 360, 360);
		assert_true(fabs(d - 90) < 1e-5);
		assert_true(s->value[i] >= 0 && s->value[i] < 360);
	}
	for (i = 0; i < MANY; i++)
		s->p[i].value = i % 2 ? 359 : 1;
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true(s->value[i] <= 1.01 || s->value[i] >= 358.99);
	s->m.k = 2;
	s->p[0] = (struct lnds_mesh_point){0, 0, 0, 90, 0, 0};
	s->p[1] = (struct lnds_mesh_point){2000, 0, 0, 270, 1, 0};
	for (i = 2; i < MANY; i++)
		s->p[i].value = NAN;
	s->cell[0] = (struct lnds_mesh_cell){.e = 1000, .n = 0};
	lists(s);
	draw(s);
	assert_true(isnan(s->value[0]) && s->used[0] == 0);
	end(s);
}

/* Within a metre a station is taken as it is; equals at equal distance are taken in order. */
static void at_station(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->cell[0] = (struct lnds_mesh_cell){
		.e = s->p[3].e + 0.5, .n = s->p[3].n - 0.5, .elevation = 500};
	s->m.lapse = 1e-2;
	lists(s);
	draw(s);
	assert_int_equal(s->used[0], 1);
	assert_true(fabs(s->value[0] - (s->p[3].value + 1e-2 * s->p[3].elevation -
					       1e-2 * 500)) < 1e-9);
	/* A cell without elevation gets what was measured, also at stations without one. */
	s->cell[0].elevation = NAN;
	s->p[3].elevation = NAN;
	draw(s);
	assert_true(s->value[0] == s->p[3].value);
	s->cell[0].elevation = 500;
	draw(s);
	assert_int_equal(s->used[0], 5);
	s->m.lapse = 0;
	s->m.k = 1;
	s->p[0].e = s->p[1].e = s->cell[1].e + 30;
	s->p[0].n = s->p[1].n = s->cell[1].n;
	lists(s);
	draw(s);
	assert_true(s->value[1] == s->p[0].value);
	s->p[0].value = NAN;
	draw(s);
	assert_true(s->value[1] == s->p[1].value);
	end(s);
}

static void lapse(void **state)
{
	struct scene *s = scene();
	unsigned i;

	(void)state;
	for (i = 0; i < MANY; i++)
		s->p[i].value = 15 - 4.2e-3 * s->p[i].elevation;
	assert_true(fabs(lnds_mesh_lapse_fit(s->p, MANY) - 4.2e-3) < 1e-12);
	/* Then the map is exact wherever it is. */
	s->m.lapse = 4.2e-3;
	draw(s);
	for (i = 0; i < CELLS; i++)
		assert_true(fabs(s->value[i] - 15 +
				    4.2e-3 * (double)s->cell[i].elevation) < 1e-9);
	for (i = 0; i < MANY; i++)
		s->p[i].value = 15 - 20e-3 * s->p[i].elevation;
	assert_true(lnds_mesh_lapse_fit(s->p, MANY) == 10e-3);
	for (i = 0; i < MANY; i++)
		s->p[i].value = 15 + 20e-3 * s->p[i].elevation;
	assert_true(lnds_mesh_lapse_fit(s->p, MANY) == -2e-3);
	for (i = 7; i < MANY; i++)
		s->p[i].value = NAN;
	assert_true(lnds_mesh_lapse_fit(s->p, MANY) == 6.5e-3);
	for (i = 0; i < MANY; i++)
		s->p[i].value = i % 2;
	for (i = 0; i < MANY; i++)
		s->p[i].elevation = 100 * (i / 2);
	assert_true(lnds_mesh_lapse_fit(s->p, MANY) == 6.5e-3);
	end(s);
}

/* Four points on a line, k 1: each is predicted by its neighbour; a second place of a station
 * is none of its judges. */
static void leave_one_out(void **state)
{
	struct lnds_mesh_point p[] = {{0, 0, 0, 1, 0, 0}, {10, 0, 0, 3, 0, 1},
		{100, 0, 0, 4, 1, 0}, {130, 0, 0, NAN, 2, 0}, {300, 0, 0, 9, 3, 0}};
	struct lnds_mesh_interp m = {
		.k = 1, .power = 2, .max_dist = INFINITY, .min_n = 1};
	double predicted[5], nearest[5];
	struct lnds_mesh_cv cv;

	(void)state;
	lnds_mesh_leave_one_out(&m, p, 5, predicted, nearest, &cv);
	assert_int_equal(cv.n, 4);
	assert_true(predicted[0] == 4 && predicted[1] == 4 && predicted[2] == 3 &&
		    isnan(predicted[3]) && predicted[4] == 4);
	assert_true(nearest[0] == 100 && nearest[1] == 90 && nearest[2] == 90 &&
		    isnan(nearest[3]) && nearest[4] == 200);
	assert_true(cv.rmse == sqrt((9 + 1 + 1 + 25) / 4.0));
	assert_true(cv.mae == 2.5 && cv.bias == (3 + 1 - 1 - 5) / 4.0 && cv.max == 5);
	m.max_dist = 95;
	lnds_mesh_leave_one_out(&m, p, 5, predicted, nearest, &cv);
	assert_int_equal(cv.n, 2);
	m.max_dist = INFINITY;
	m.circular = true;
	p[0].value = 350;
	p[1].value = 10;
	p[2].value = 5;
	p[4].value = NAN;
	lnds_mesh_leave_one_out(&m, p, 5, predicted, nearest, &cv);
	assert_true(
		fabs(cv.max - 15) < 1e-9 && fabs(cv.bias - (15 - 5 + 5) / 3.0) < 1e-9);
	p[0].value = p[1].value = NAN;
	lnds_mesh_leave_one_out(&m, p, 5, predicted, nearest, &cv);
	assert_int_equal(cv.n, 0);
	assert_true(isnan(cv.rmse) && isnan(cv.bias));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formula),
		cmocka_unit_test(few_left),
		cmocka_unit_test(metamorphic),
		cmocka_unit_test(directions),
		cmocka_unit_test(at_station),
		cmocka_unit_test(lapse),
		cmocka_unit_test(leave_one_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

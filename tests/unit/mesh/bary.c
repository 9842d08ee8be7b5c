/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delaunay triangulations: empty circles, whole hulls, points on lines and on each other; linear interpolation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/grid/bary.h"
#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

#define MOST 400u

static uint64_t below(uint64_t *seed, uint64_t n)
{
	return lnds_below(lnds_mix(*seed += LNDS_GOLDEN), n);
}

static void put(struct lnds_mesh_point *p, double e, double n, double value)
{
	*p = (struct lnds_mesh_point){e, n, NAN, value, 0, 0};
}

static long double turn(const struct lnds_mesh_point *a, const struct lnds_mesh_point *b,
	const struct lnds_mesh_point *c)
{
	return ((long double)b->e - a->e) * ((long double)c->n - a->n) -
	       ((long double)b->n - a->n) * ((long double)c->e - a->e);
}

/* Squared radius and centre of the circle through three points. */
static long double circle(const struct lnds_mesh_point *a,
	const struct lnds_mesh_point *b, const struct lnds_mesh_point *c, long double *x,
	long double *y)
{
	const long double bx = (long double)b->e - a->e, by = (long double)b->n - a->n;
	const long double cx = (long double)c->e - a->e, cy = (long double)c->n - a->n;
	const long double d = 2 * (bx * cy - by * cx), b2 = bx * bx + by * by,
			  c2 = cx * cx + cy * cy;
	const long double ux = (cy * b2 - by * c2) / d, uy = (bx * c2 - cx * b2) / d;

	*x = a->e + ux;
	*y = a->n + uy;
	return ux * ux + uy * uy;
}

static bool takes_part(const struct lnds_mesh_point *p)
{
	return !isnan(p->value) && !isnan(p->e);
}

/* Every triangle turns left, no point lies inside its circle (by more than the rounding to centimetres); their area is that of the
 * hull. Returns the number of triangles. */
static size_t holds(const struct lnds_mesh_point *p, size_t n, long double hull)
{
	struct lnds_mesh_bary *b = lnds_mesh_bary_new(p, n);
	long double area = 0, x, y, r2, d2;
	uint32_t v[3];
	size_t k, i;

	for (k = 0; lnds_mesh_bary_triangle(b, k, v); k++) {
		assert_true(turn(&p[v[0]], &p[v[1]], &p[v[2]]) > 0);
		area += turn(&p[v[0]], &p[v[1]], &p[v[2]]) / 2;
		r2 = circle(&p[v[0]], &p[v[1]], &p[v[2]], &x, &y);
		for (i = 0; i < n; i++) {
			d2 = (p[i].e - x) * (p[i].e - x) + (p[i].n - y) * (p[i].n - y);
			assert_true(!takes_part(&p[i]) ||
				    sqrtl(d2) > sqrtl(r2) * (1 - 1e-9L) - 0.01L);
		}
	}
	assert_true(fabsl(area - hull) <= 1e-6L * (1 + hull));
	lnds_mesh_bary_free(b);
	return k;
}

static int by_e(const void *a, const void *b)
{
	const struct lnds_mesh_point *p = a, *q = b;

	return p->e != q->e ? (p->e > q->e) - (p->e < q->e)
			    : (p->n > q->n) - (p->n < q->n);
}

/* Area of the convex hull (Andrew's monotone chain). */
static long double hull_of(const struct lnds_mesh_point *from, size_t n)
{
	static struct lnds_mesh_point p[MOST], chain[2 * MOST];
	long double area = 0;
	size_t i, k = 0, low;

	memcpy(p, from, n * sizeof(*p));
	qsort(p, n, sizeof(*p), by_e);
	for (i = 0; i < n; chain[k++] = p[i++])
		while (k > 1 && turn(&chain[k - 2], &chain[k - 1], &p[i]) <= 0)
			k--;
	for (i = n - 1, low = k + 1; i-- > 0; chain[k++] = p[i])
		while (k >= low && turn(&chain[k - 2], &chain[k - 1], &p[i]) <= 0)
			k--;
	for (i = 1; i + 1 < k; i++)
		area += turn(&chain[0], &chain[i], &chain[i + 1]) / 2;
	return area;
}

/* Points anywhere: by chance, and on a coarse lattice, where many share a line or a circle. */
static void random_points(void **state)
{
	static const unsigned coarse[] = {1, 100, 1000, 20000};
	static struct lnds_mesh_point p[MOST];
	uint64_t rng = 0;
	unsigned round, i, n;

	(void)state;
	rng = 7;
	for (round = 0; round < 60; round++) {
		n = 3 + (unsigned)below(&rng, round < 40 ? 40 : MOST - 3);
		for (i = 0; i < n; i++) {
			const unsigned c = coarse[round % 4];

			put(&p[i], 48000 + c * (double)below(&rng, 100000 / c),
				56000 + c * (double)below(&rng, 100000 / c), 1);
		}
		holds(p, n, hull_of(p, n));
	}
}

static void lattice(void **state)
{
	struct lnds_mesh_point p[49];
	unsigned i;

	(void)state;
	for (i = 0; i < 49; i++)
		put(&p[i], 1000 * (i % 7), 1000 * (i / 7), i);
	assert_int_equal(holds(p, 49, 36e6L), 72);
}

static void lines_and_copies(void **state)
{
	struct lnds_mesh_point p[12] = {0};
	unsigned i;

	(void)state;
	assert_int_equal(holds(p, 0, 0), 0);
	for (i = 0; i < 10; i++)
		put(&p[i], 100 * i, 200 * i, i);
	assert_int_equal(holds(p, 1, 0), 0);
	assert_int_equal(holds(p, 2, 0), 0);
	assert_int_equal(holds(p, 10, 0), 0);
	/* One beside the line: a fan. */
	put(&p[10], 900, 0, 1);
	assert_int_equal(holds(p, 11, 900.0L * 1800 / 2), 9);
	/* The same place twice, or less than a centimetre away. */
	put(&p[11], 900.004, 0, 5);
	assert_int_equal(holds(p, 12, 900.0L * 1800 / 2), 9);
	for (i = 0; i < 12; i++)
		put(&p[i], 5, 5, i);
	assert_int_equal(holds(p, 12, 0), 0);
	/* Without value or position, or off the map. */
	put(&p[0], 0, 0, 1);
	put(&p[1], 10, 0, 1);
	put(&p[2], 0, 10, 1);
	put(&p[3], 1, 1, NAN);
	put(&p[4], NAN, NAN, 1);
	put(&p[5], 1e9, 0, 1);
	assert_int_equal(holds(p, 4, 50), 1);
	assert_int_equal(holds(p, 6, 50), 1);
}

static double at(
	struct lnds_mesh_bary *b, const struct lnds_mesh_point *p, double e, double n)
{
	uint32_t corner[3];
	double w[3], sum = 0, v = 0;
	unsigned i;

	if (!lnds_mesh_bary_at(b, e, n, corner, w))
		return NAN;
	for (i = 0; i < 3; i++) {
		assert_true(w[i] >= 0 && w[i] <= 1);
		sum += w[i];
		v += w[i] * p[corner[i]].value;
	}
	assert_true(fabs(sum - 1) < 1e-12);
	return v;
}

/* A plane comes back as the plane, a corner as its value, the outside as nothing. */
static void interpolation(void **state)
{
	struct lnds_mesh_point p[30];
	struct lnds_mesh_bary *b;
	uint64_t rng = 0;
	double e, n, v;
	unsigned i;

	(void)state;
	rng = 1;
	put(&p[0], 0, 0, 3);
	put(&p[1], 10000, 0, 3 + 20000);
	put(&p[2], 0, 10000, 3 - 10000);
	put(&p[3], 10000, 10000, 3 + 10000);
	for (i = 4; i < 30; i++) {
		e = 1 + (double)below(&rng, 9998);
		n = 1 + (double)below(&rng, 9998);
		put(&p[i], e, n, 3 + 2 * e - n);
	}
	b = lnds_mesh_bary_new(p, 30);
	for (i = 0; i < 1000; i++) {
		e = (double)below(&rng, 10001);
		n = (double)below(&rng, 10001);
		assert_true(fabs(at(b, p, e, n) - (3 + 2 * e - n)) < 1e-7);
	}
	for (i = 0; i < 30; i++) {
		v = at(b, p, p[i].e, p[i].n);
		assert_true(v == p[i].value);
	}
	assert_true(at(b, p, 5000, 0) == 10003); /* on the hull */
	assert_true(isnan(at(b, p, 5000, -0.01)));
	assert_true(isnan(at(b, p, 10000.01, 5000)));
	assert_true(isnan(at(b, p, 1e12, 0)));
	assert_true(isnan(at(b, p, NAN, 0)));
	lnds_mesh_bary_free(b);
	b = lnds_mesh_bary_new(p, 2);
	assert_true(isnan(at(b, p, 5000, 0)));
	lnds_mesh_bary_free(b);
}

/* The extremes of what is taken: no overflow, the right diagonal. */
static void far_apart(void **state)
{
	struct lnds_mesh_point p[5];

	(void)state;
	put(&p[0], -5e6, -1e7, 0);
	put(&p[1], 5e6, -1e7, 0);
	put(&p[2], 5e6, 1e7, 0);
	put(&p[3], -5e6, 1e7, 0);
	put(&p[4], -4999999.99, 9999999.98, 0);
	assert_int_equal(holds(p, 4, 2e14L), 2);
	assert_int_equal(holds(p, 5, 2e14L), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_points),
		cmocka_unit_test(lattice),
		cmocka_unit_test(lines_and_copies),
		cmocka_unit_test(interpolation),
		cmocka_unit_test(far_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

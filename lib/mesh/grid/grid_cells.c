/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which squares of side s, on multiples of s, have their centre in an outline. Row by row: each
 * edge that crosses the line of centres splits it into columns west and east of the crossing, and a
 * centre is inside where an odd number of crossings lies to its east: the same test, in the same
 * whole numbers, as lnds_mesh_inside2.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"

struct crossings {
	int64_t *c; /* first column whose centre is not west of the crossing */
	size_t n, cap;
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static __int128 ceil_div(__int128 a, __int128 b) /* b > 0 */
{
	return a / b + (a % b > 0);
}

static void add(struct crossings *x, int64_t column)
{
	if (x->n == x->cap) {
		x->cap = x->cap ? 2 * x->cap : 64;
		x->c = lnds_realloc(x->c, x->cap, sizeof(*x->c));
	}
	x->c[x->n++] = column;
}

static int ascending(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Crossings of the line of centres of a row, n2 its doubled northing, from west to east. */
static void cross(
	const struct lnds_mesh_outline *o, int64_t s, int64_t n2, struct crossings *x)
{
	const int64_t(*p)[2];
	__int128 rise, run;
	size_t i, k;

	x->n = 0;
	for (i = 0; i < o->n; i++)
		for (p = o->ring[i].xy, k = 1; k < o->ring[i].n; k++, p++) {
			if ((2 * p[0][1] > n2) == (2 * p[1][1] > n2))
				continue;
			rise = 2 * (p[1][1] - p[0][1]);
			run = (__int128)(2 * (p[1][0] - p[0][0])) * (n2 - 2 * p[0][1]);
			if (rise < 0) {
				rise = -rise;
				run = -run;
			}
			/* The centre (2c + 1) s is not west of it. */
			add(x, (int64_t)ceil_div(2 * p[0][0] * rise + run - s * rise,
				       2 * s * rise));
		}
	if (x->n)
		qsort(x->c, x->n, sizeof(*x->c), ascending);
}

static bool too_many(struct lnds_err *err)
{
	lnds_fail(err, LNDS_USAGE, NULL, "a grid has at most %u cells",
		LNDS_MESH_MAX_CELLS);
	return lnds_hint(err, "give larger cells: --res, or fewer: --cells");
}

bool lnds_mesh_cells_in(const struct lnds_mesh_outline *o, uint32_t s,
	struct lnds_mesh_cell **cell, uint32_t *n, struct lnds_err *err)
{
	struct crossings x = {0};
	int64_t low[2], high[2], row, c, count = 0;
	size_t i;

	lnds_mesh_outline_box(o, low, high);
	for (row = floor_div(high[1], s);
		row >= floor_div(low[1], s) && count <= LNDS_MESH_MAX_CELLS; row--) {
		cross(o, s, (2 * row + 1) * s, &x);
		for (i = 0; i + 1 < x.n && count <= LNDS_MESH_MAX_CELLS; i += 2) {
			if (!cell) {
				count += x.c[i + 1] - x.c[i];
				continue;
			}
			for (c = x.c[i]; c < x.c[i + 1]; c++)
				(*cell)[count++] = (struct lnds_mesh_cell){
					.e = (double)c * s + s / 2.0,
					.n = (double)row * s + s / 2.0};
		}
	}
	free(x.c);
	*n = (uint32_t)count;
	return count <= LNDS_MESH_MAX_CELLS || too_many(err);
}

/* Square metres: outer rings less holes. */
static double area(const struct lnds_mesh_outline *o)
{
	__int128 twice = 0;
	size_t i, k;

	for (i = 0; i < o->n; i++)
		for (k = 1; k < o->ring[i].n; k++)
			twice += (__int128)o->ring[i].xy[k - 1][0] * o->ring[i].xy[k][1] -
				 (__int128)o->ring[i].xy[k][0] * o->ring[i].xy[k - 1][1];
	return fabs((double)twice / 2);
}

bool lnds_mesh_cells_side(const struct lnds_mesh_outline *o, uint32_t cells, uint32_t *s,
	bool *inexact, struct lnds_err *err)
{
	const double ideal = round(sqrt(area(o) / cells));
	const int64_t first = ideal < 1 ? 1 : (int64_t)ideal;
	int64_t side, step = 0, off, best = INT64_MAX;
	uint32_t n;

	if (cells == 0 || cells > LNDS_MESH_MAX_CELLS)
		return too_many(err);
	*inexact = true;
	while (*inexact && step / 2 <= first / 20) {
		/* 0, -1, +1, -2, … */
		side = first + (step % 2 ? -(step + 1) / 2 : step / 2);
		step++;
		if (side < 1 || llabs(side - first) * 20 > first)
			continue;
		if (!lnds_mesh_cells_in(o, (uint32_t)side, NULL, &n, err))
			return false;
		off = llabs((int64_t)n - cells);
		if (off < best) {
			best = off;
			*s = (uint32_t)side;
			*inexact = off != 0;
		}
	}
	return true;
}

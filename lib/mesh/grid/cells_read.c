/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells from a list of their centres, CSV or NDJSON, columns e and n in metres or lon and lat
 * in degrees: what lnds-mesh map prints can be read back. They must be squares of one
 * raster, since rasters are what most outputs hold.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"
#include "mesh/measure/real.h"
#include "stream/reader.h"
#include "text/shape.h"

#define NEAR_M 1.0 /* of the raster: six decimals of a degree are 0.1 m */

struct list {
	struct lnds_mesh_cell *item;
	size_t n, cap;
	const struct lnds_mesh_crs *crs;
	uint32_t x, y; /* columns */
	bool degrees;
};

static bool find(struct list *l, const struct lnds_columns *c, struct lnds_err *err)
{
	static const struct lnds_sv name[4] = {
		{"e", 1}, {"n", 1}, {"lon", 3}, {"lat", 3}};

	l->x = lnds_map_get(&c->index, name[0]);
	l->y = lnds_map_get(&c->index, name[1]);
	l->degrees = l->x == LNDS_MAP_NONE || l->y == LNDS_MAP_NONE;
	if (!l->degrees)
		return true;
	l->x = lnds_map_get(&c->index, name[2]);
	l->y = lnds_map_get(&c->index, name[3]);
	if (l->x != LNDS_MAP_NONE && l->y != LNDS_MAP_NONE)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "there are no columns e and n, or lon and lat");
	return lnds_hint(err, "they are the centres of the cells");
}

static bool number(struct lnds_batch *b, uint32_t row, uint32_t col, double *out,
	struct lnds_err *err)
{
	char shape[LNDS_SHAPE_MAX];
	enum lnds_kind kind;
	const struct lnds_sv cell = lnds_cell(b, row, col, &kind);

	if (lnds_mesh_real(cell, out))
		return true;
	lnds_fail(
		err, LNDS_DATA, NULL, "not a number (shape %s)", lnds_shape(cell, shape));
	err->line = lnds_batch_line(b, row);
	snprintf(err->column, sizeof(err->column), "%.*s",
		LNDS_SV_ARG(b->columns->name[col]));
	return false;
}

static bool add(struct list *l, struct lnds_batch *b, uint32_t row, struct lnds_err *err)
{
	double x, y;

	if (!number(b, row, l->x, &x, err) || !number(b, row, l->y, &y, err))
		return false;
	if (l->degrees && fabs(x) <= 180 && fabs(y) <= 90)
		lnds_mesh_project(l->crs, y, x, &x, &y);
	if (!(fabs(x) < 1e8 && fabs(y) < 1e8)) {
		lnds_fail(err, LNDS_DATA, NULL, "a centre is far from any map");
		err->line = lnds_batch_line(b, row);
		return lnds_hint(err, "lon and lat are in degrees, e and n in metres");
	}
	if (l->n == LNDS_MESH_MAX_CELLS)
		return lnds_fail(err, LNDS_USAGE, NULL, "a grid has at most %u cells",
			LNDS_MESH_MAX_CELLS);
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->item = lnds_realloc(l->item, l->cap, sizeof(*l->item));
	}
	l->item[l->n++] = (struct lnds_mesh_cell){.e = x, .n = y};
	return true;
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The smallest step between coordinates, in whole metres; 0 without any. */
static uint32_t side_of(const struct list *l)
{
	double *v = lnds_calloc(l->n + 1, sizeof(*v)), step, least = INFINITY;
	size_t i;
	int d;

	for (d = 0; d < 2; d++) {
		for (i = 0; i < l->n; i++)
			v[i] = d ? l->item[i].n : l->item[i].e;
		qsort(v, l->n, sizeof(*v), ascending);
		for (i = 1; i < l->n; i++) {
			step = v[i] - v[i - 1];
			if (step > 2 * NEAR_M && step < least)
				least = step;
		}
	}
	free(v);
	return least < 1e7 ? (uint32_t)llrint(least) : 0;
}

/* Is each cell within a metre of one raster? */
static bool raster(const struct list *l, uint32_t s)
{
	double west = INFINITY, north = -INFINITY, x, y;
	size_t i;

	for (i = 0; i < l->n; i++) {
		west = fmin(west, l->item[i].e);
		north = fmax(north, l->item[i].n);
	}
	for (i = 0; i < l->n; i++) {
		x = (l->item[i].e - west) / s;
		y = (north - l->item[i].n) / s;
		if (fabs(x - rint(x)) * s > NEAR_M || fabs(y - rint(y)) * s > NEAR_M)
			return false;
	}
	return true;
}

static bool judge(struct list *l, uint32_t *s, struct lnds_err *err)
{
	if (l->n == 0)
		return lnds_fail(err, LNDS_DATA, NULL, "there are no cells");
	if (*s == 0)
		*s = side_of(l);
	if (*s && raster(l, *s))
		return true;
	lnds_fail(err, LNDS_DATA, NULL, "the cells are not the squares of one raster");
	return lnds_hint(
		err, "--res M says the size of a square; centres may be 1 m off");
}

bool lnds_mesh_cells_read(const char *path, const struct lnds_mesh_crs *crs, uint32_t *s,
	struct lnds_mesh_cell **cell, uint32_t *n, struct lnds_err *err)
{
	struct lnds_source source = {
		.path = path, .name = strcmp(path, "-") ? path : "stdin"};
	const struct lnds_dialect dialect = {0};
	struct list l = {.crs = crs};
	struct lnds_reader *r = lnds_reader_open(&source, 1, &dialect, err);
	struct lnds_batch *b;
	uint32_t known = 0, i;
	bool ok = true;
	int rc = 1;

	if (!r)
		return false;
	while (ok && (rc = lnds_reader_next(r, &b, err)) > 0) {
		if (b->columns->n != known)
			ok = find(&l, b->columns, err);
		known = b->columns->n;
		for (i = 0; ok && i < b->nrow; i++)
			ok = add(&l, b, i, err);
	}
	lnds_reader_close(r);
	ok = ok && rc == 0 && judge(&l, s, err);
	if (!ok && !err->input)
		err->input = path;
	*cell = l.item;
	*n = (uint32_t)l.n;
	return ok;
}

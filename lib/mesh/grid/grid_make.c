/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building a grid: cells, where they stand, their elevation, their nearest points. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"

static bool name_ok(const char *name, struct lnds_err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	const size_t n = strlen(name);

	if (n >= 1 && n <= 31 && strspn(name, letters) == n)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "'%.40s' is no name of a grid", name);
	return lnds_hint(err, "1 to 31 small letters, digits, hyphens and underscores");
}

static bool sound(const struct lnds_mesh_store *s, const char *name,
	const struct lnds_mesh_grid_opts *o, struct lnds_err *err)
{
	if (!name_ok(name, err))
		return false;
	if (o->outline && (o->cells > 0) + (o->res > 0) != 1) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"an outline needs one of a number and a size of cells");
		return lnds_hint(err, "--cells 1500 or --res 1000, for instance");
	}
	if (o->outline || o->cells_from)
		return true;
	if (o->cells || o->res) {
		lnds_fail(err, LNDS_USAGE, NULL, "there is no outline to fill");
		return lnds_hint(err, "--outline FILE.geojson");
	}
	if (strcmp(name, LNDS_MESH_LUX) != 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%s' is no built-in grid", name);
		return lnds_hint(err,
			"%s is; others are made by --outline or "
			"--cells-from",
			LNDS_MESH_LUX);
	}
	if (s->crs.epsg == 2169)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "%s is a grid of EPSG:2169, the store has %s",
		LNDS_MESH_LUX, s->crs_name);
	return lnds_hint(err, "--outline FILE.geojson makes one of this store's own");
}

/* Cells of an outline or a file; *side is set. */
static bool cells(const struct lnds_mesh_store *s, const struct lnds_mesh_grid_opts *o,
	uint32_t *side, struct lnds_mesh_cell **cell, uint32_t *n, bool *inexact,
	struct lnds_err *err)
{
	const struct lnds_mesh_outline *outline =
		o->outline ? o->outline : lnds_mesh_outline_lux();
	const uint32_t wanted = o->outline ? o->cells : 1524;

	*side = o->res;
	if (o->cells_from)
		return lnds_mesh_cells_read(o->cells_from, &s->crs, side, cell, n, err);
	if (!*side && !lnds_mesh_cells_side(outline, wanted, side, inexact, err))
		return false;
	if (!lnds_mesh_cells_in(outline, *side, NULL, n, err))
		return false;
	*cell = lnds_calloc(*n + 1u, sizeof(**cell));
	return lnds_mesh_cells_in(outline, *side, cell, n, err);
}

static int by_row(const void *a, const void *b)
{
	const struct lnds_mesh_cell *x = a, *y = b;

	return x->row != y->row ? x->row - y->row : x->col - y->col;
}

/* The raster that the cells are of: corner, rows, columns, in order. */
static bool place(
	struct lnds_mesh_grid *g, struct lnds_mesh_cell *cell, struct lnds_err *err)
{
	double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
	const double s = g->s;
	uint32_t i;

	for (i = 0; i < g->n; i++) {
		west = fmin(west, cell[i].e);
		east = fmax(east, cell[i].e);
		south = fmin(south, cell[i].n);
		north = fmax(north, cell[i].n);
	}
	if (g->n == 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "no cell has its centre in the outline");
		return lnds_hint(err, "give smaller cells: --res");
	}
	if ((east - west) / s > 65000 || (north - south) / s > 65000) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"the grid has more than 65000 rows or columns");
		return lnds_hint(err, "give larger cells: --res");
	}
	g->e0 = llrint(west - s / 2);
	g->n0 = llrint(south - s / 2);
	g->ncol = (uint32_t)llrint((east - west) / s) + 1;
	g->nrow = (uint32_t)llrint((north - south) / s) + 1;
	for (i = 0; i < g->n; i++) {
		cell[i].col = (uint16_t)llrint((cell[i].e - west) / s);
		cell[i].row = (uint16_t)llrint((north - cell[i].n) / s);
		cell[i].elevation = NAN;
	}
	qsort(cell, g->n, sizeof(*cell), by_row);
	for (i = 1; i < g->n; i++)
		if (by_row(&cell[i - 1], &cell[i]) == 0)
			return lnds_fail(err, LNDS_DATA, NULL,
				"two cells lie in one square of %u m", g->s);
	return true;
}

bool lnds_mesh_grid_make(const struct lnds_mesh_store *s, const char *name,
	const struct lnds_mesh_grid_opts *o, struct lnds_mesh_grid **out, bool *inexact,
	struct lnds_err *err)
{
	struct lnds_mesh_points p = {0};
	struct lnds_mesh_cell *cell = NULL;
	struct lnds_mesh_grid *g;
	bool ok;
	uint32_t i;

	*inexact = false;
	if (!sound(s, name, o, err))
		return false;
	g = lnds_calloc(1, sizeof(*g));
	memcpy(g->name, name, strlen(name));
	ok = cells(s, o, &g->s, &cell, &g->n, inexact, err);
	g->own[0] = cell;
	g->cell = cell;
	ok = ok && place(g, cell, err);
	for (i = 0; ok && i < g->n; i++)
		lnds_mesh_unproject(
			&s->crs, cell[i].e, cell[i].n, &cell[i].lat, &cell[i].lon);
	ok = ok && lnds_mesh_points_of(&s->stations, &p, err);
	if (ok) {
		lnds_mesh_grid_near(g, &p, lnds_mesh_points_crc(&s->stations, &p));
		*out = g;
	} else {
		lnds_mesh_grid_close(g);
	}
	lnds_mesh_points_free(&p);
	return ok;
}

uint32_t lnds_mesh_grid_flat(const struct lnds_mesh_grid *g)
{
	uint32_t i, n = 0;

	for (i = 0; i < g->n; i++)
		n += isnan(g->cell[i].elevation) ? 1 : 0;
	return n;
}

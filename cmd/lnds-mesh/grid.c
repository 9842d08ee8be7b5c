/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh grid: the cells of maps, with their elevations and nearest stations. */
#include "mesh/grid/grid.h"
#include "commands.h"

struct options {
	const char *store, *outline, *cells_from, *dem;
	uint64_t cells, res, wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "outline", "F", NULL, NULL, "fill the polygons of a GeoJSON file",
		LNDS_OPT_STR, AT(outline), LNDS_OPT_READS},
	{0, "cells", "N", NULL, NULL, "with so many cells", LNDS_OPT_U64, AT(cells), 0},
	{0, "res", "M", NULL, NULL, "or with cells of so many metres",
		LNDS_OPT_U64, AT(res), 0},
	{0, "cells-from", "F", NULL, NULL, "cells of a list: columns e,n or lon,lat",
		LNDS_OPT_STR, AT(cells_from), LNDS_OPT_READS},
	{0, "dem", "F", NULL, NULL, "elevations from an Esri ASCII terrain model",
		LNDS_OPT_STR, AT(dem), LNDS_OPT_READS},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

static uint32_t cut(uint64_t v)
{
	return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	const bool sized = o->cells || o->res;

	if (o->outline && o->cells_from) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--outline and --cells-from both say which cells there are");
		return lnds_hint(err, "give one of them");
	}
	if ((lnds_app_given(app, "cells") && (!o->outline || !o->cells)) ||
		(sized && !o->outline && !o->cells_from)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--cells and --res say how an outline is filled");
		return lnds_hint(
			err, "--outline FILE.geojson --cells 1500, for instance");
	}
	return true;
}

static bool grid(struct lnds_app *app, const struct options *o, struct lnds_mesh_store *s,
	const struct lnds_mesh_outline *outline, struct lnds_err *err)
{
	const struct lnds_mesh_grid_opts want = {.outline = outline,
		.cells = cut(o->cells),
		.res = cut(o->res),
		.cells_from = o->cells_from};
	const char *name = app->operand[0];
	struct lnds_mesh_grid *g = NULL;
	bool ok, inexact = false;

	if (outline || o->cells_from)
		ok = lnds_mesh_grid_make(s, name, &want, &g, &inexact, err);
	else
		ok = (g = lnds_mesh_grid_open(s, name, err)) != NULL;
	ok = ok && (!o->dem || lnds_mesh_grid_dem(g, o->dem, err)) &&
	     lnds_mesh_grid_save(s, g, err) && lnds_mesh_grids_renew(s, err);
	if (ok && inexact)
		lnds_app_warn(app, "no size gives exactly %u cells: %u of %u m",
			want.cells, g->n, g->s);
	if (ok && o->dem && lnds_mesh_grid_flat(g))
		lnds_app_warn(app, "%u of %u cells have no pixel of the terrain model",
			lnds_mesh_grid_flat(g), g->n);
	if (ok)
		lnds_app_note(app,
			"%s: %u cells of %u m, %u columns, %u rows, %u stations", g->name,
			g->n, g->s, g->ncol, g->nrow, g->points);
	lnds_mesh_grid_close(g);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_outline outline = {0};
	struct lnds_mesh_store *s;
	bool ok;

	if (!check(app, o, err))
		return err->code;
	s = lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	if (!s)
		return err->code;
	ok = (!o->outline ||
		     lnds_mesh_outline_read(o->outline, &s->crs, &outline, err)) &&
	     grid(app, o, s, o->outline ? &outline : NULL, err);
	lnds_mesh_outline_free(&outline);
	lnds_mesh_store_close(s);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_grid = {
	.name = "grid",
	.operands = "NAME",
	.summary = "make the grid of cells that maps are drawn on",
	.examples = {"lnds-mesh grid -S lux lux1524 --dem dem.asc",
		"lnds-mesh grid -v -S lux north --outline north.geojson --res 500",
		"lnds-mesh grid -S lux west --outline north.geojson --cells 300"},
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

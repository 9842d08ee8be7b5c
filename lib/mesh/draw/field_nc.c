/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map as NetCDF: a grid of y (from the south) and x, the period as a scalar time with bounds, the projection as
 * grid mapping, values as float.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/cf.h"
#include "mesh/draw/field_put.h"
#include "mesh/draw/words.h"

static void put_axis_attributes(
	struct lnds_mesh_nc *nc, unsigned var, const char *name, const char *axis)
{
	lnds_mesh_nc_text(nc, var, "standard_name", lnds_sv(name));
	lnds_mesh_nc_text(nc, var, "units", LNDS_SV("m"));
	lnds_mesh_nc_text(nc, var, "axis", lnds_sv(axis));
}

/* The data follow in the same order. */
static void define(
	struct lnds_mesh_nc *nc, const struct lnds_mesh_field *f, const char *name)
{
	const unsigned y = lnds_mesh_nc_dim(nc, "y", f->grid->nrow);
	const unsigned x = lnds_mesh_nc_dim(nc, "x", f->grid->ncol);
	const unsigned two = lnds_mesh_nc_dim(nc, "nv", 2);
	struct lnds_buf text = {0};
	unsigned v;

	lnds_mesh_title_words(f->param, f->stat, f->period, &text);
	lnds_mesh_cf_global(nc, f->store, lnds_buf_view(&text));
	text.n = 0;
	lnds_mesh_method_words(&f->how, &text);
	lnds_buf_str(&text, "; ");
	lnds_mesh_foot_words(f, &text);
	lnds_mesh_nc_text(nc, LNDS_MESH_NC_GLOBAL, "comment", lnds_buf_view(&text));
	lnds_buf_free(&text);
	v = lnds_mesh_nc_var(nc, "y", LNDS_MESH_NC_DOUBLE, 1, y, 0);
	put_axis_attributes(nc, v, "projection_y_coordinate", "Y");
	v = lnds_mesh_nc_var(nc, "x", LNDS_MESH_NC_DOUBLE, 1, x, 0);
	put_axis_attributes(nc, v, "projection_x_coordinate", "X");
	v = lnds_mesh_nc_var(nc, "time", LNDS_MESH_NC_DOUBLE, 0, 0, 0);
	lnds_mesh_cf_time(nc, v, "time_bnds");
	(void)lnds_mesh_nc_var(nc, "time_bnds", LNDS_MESH_NC_DOUBLE, 1, two, 0);
	v = lnds_mesh_nc_var(nc, "crs", LNDS_MESH_NC_INT, 0, 0, 0);
	lnds_mesh_cf_crs(nc, v, &f->store->crs);
	v = lnds_mesh_nc_var(nc, name, LNDS_MESH_NC_FLOAT, 2, y, x);
	lnds_mesh_cf_measured(nc, v, f->param, f->stat);
	lnds_mesh_nc_text(nc, v, "cell_methods", lnds_sv(lnds_mesh_cell_method(f->stat)));
	lnds_mesh_nc_text(nc, v, "grid_mapping", LNDS_SV("crs"));
	lnds_mesh_nc_text(nc, v, "coordinates", LNDS_SV("time"));
	lnds_mesh_nc_number(
		nc, v, "_FillValue", LNDS_MESH_NC_FLOAT, (double)LNDS_MESH_CF_FLOAT_FILL);
}

static void put_axis(struct lnds_mesh_nc *nc, struct lnds_buf *out, int64_t from,
	uint32_t s, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		lnds_mesh_nc_put(out, LNDS_MESH_NC_DOUBLE,
			(double)from + ((double)i + 0.5) * (double)s);
	lnds_mesh_nc_end_var(nc, out);
}

static void put_values(
	struct lnds_mesh_nc *nc, struct lnds_buf *out, const struct lnds_mesh_field *f)
{
	const struct lnds_mesh_grid *g = f->grid;
	const double unit = lnds_mesh_scale(f->e);
	double *all = lnds_alloc((size_t)g->nrow * g->ncol * sizeof(*all));
	size_t i, at;

	for (i = 0; i < (size_t)g->nrow * g->ncol; i++)
		all[i] = (double)LNDS_MESH_CF_FLOAT_FILL;
	for (i = 0; i < g->n; i++) {
		at = (size_t)(g->nrow - 1u - g->cell[i].row) * g->ncol + g->cell[i].col;
		if (!isnan(f->value[i]))
			all[at] = (double)lnds_mesh_whole(f->value[i] * unit) / unit;
	}
	for (i = 0; i < (size_t)g->nrow * g->ncol; i++)
		lnds_mesh_nc_put(out, LNDS_MESH_NC_FLOAT, all[i]);
	free(all);
	lnds_mesh_nc_end_var(nc, out);
}

static void put_data(
	struct lnds_mesh_nc *nc, struct lnds_buf *out, const struct lnds_mesh_field *f)
{
	put_axis(nc, out, f->grid->n0, f->grid->s, f->grid->nrow);
	put_axis(nc, out, f->grid->e0, f->grid->s, f->grid->ncol);
	lnds_mesh_nc_put(out, LNDS_MESH_NC_DOUBLE, (double)f->period.start);
	lnds_mesh_nc_end_var(nc, out);
	lnds_mesh_nc_put(out, LNDS_MESH_NC_DOUBLE, (double)f->period.start);
	lnds_mesh_nc_put(out, LNDS_MESH_NC_DOUBLE, (double)f->period.end);
	lnds_mesh_nc_end_var(nc, out);
	lnds_mesh_nc_put(out, LNDS_MESH_NC_INT, 0);
	lnds_mesh_nc_end_var(nc, out);
	put_values(nc, out, f);
}

bool lnds_mesh_field_nc(
	const struct lnds_mesh_field *f, struct lnds_buf *out, struct lnds_err *err)
{
	char name[LNDS_MESH_CF_NAME];
	struct lnds_mesh_nc nc;
	bool ok;

	lnds_mesh_nc_init(&nc);
	define(&nc, f, lnds_mesh_cf_name(f->param, name));
	ok = lnds_mesh_nc_begin(&nc, out, err);
	if (ok)
		put_data(&nc, out, f);
	lnds_mesh_nc_free(&nc);
	return ok;
}

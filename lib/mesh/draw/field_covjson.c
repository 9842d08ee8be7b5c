/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map as CoverageJSON: a Coverage over a Grid of cell centres, x from the west, y from the
 * north, one time with bounds. The reference system's coordinates stand in the order of its own
 * axes: northing, easting for EPSG:2169.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/draw/covjson.h"
#include "mesh/draw/field_put.h"
#include "mesh/draw/words.h"

static void put_axis(
	struct lnds_buf *out, const char *name, double start, double stop, uint32_t num)
{
	lnds_json_key(out, name);
	lnds_buf_str(out, "{\"start\":");
	lnds_mesh_put_real(out, start, 1, "");
	lnds_buf_str(out, ",\"stop\":");
	lnds_mesh_put_real(out, stop, 1, "");
	lnds_buf_printf(out, ",\"num\":%u}", num);
}

static void put_domain(struct lnds_buf *out, const struct lnds_mesh_field *f)
{
	const struct lnds_mesh_grid *g = f->grid;
	const double half = g->s / 2.0;
	const double e = (double)g->e0 + half, n = (double)g->n0 + half;

	lnds_buf_str(out, "\"domain\":{\"type\":\"Domain\",\"domainType\":\"Grid\","
			  "\"axes\":{");
	put_axis(out, "x", e, e + (double)g->s * (g->ncol - 1), g->ncol);
	put_axis(out, "y", n + (double)g->s * (g->nrow - 1), n, g->nrow);
	lnds_buf_str(out, ",\"t\":{\"values\":[");
	lnds_mesh_cov_time(out, f->period.start);
	lnds_buf_str(out, "],\"bounds\":[");
	lnds_mesh_cov_time(out, f->period.start);
	lnds_buf_c(out, ',');
	lnds_mesh_cov_time(out, f->period.end);
	lnds_buf_printf(out,
		"]}},\"referencing\":[{\"coordinates\":[%s],\"system\":"
		"{\"type\":\"ProjectedCRS\","
		"\"id\":\"http://www.opengis.net/def/crs/EPSG/0/%d\"}},",
		f->store->crs.northing_first ? "\"y\",\"x\"" : "\"x\",\"y\"",
		f->store->crs.epsg);
	lnds_mesh_cov_temporal(out);
	lnds_buf_str(out, "]}");
}

static void put_values(struct lnds_buf *out, const struct lnds_mesh_field *f)
{
	const struct lnds_mesh_grid *g = f->grid;
	const size_t n = (size_t)g->nrow * g->ncol;
	double *all = lnds_alloc(n * sizeof(*all));
	size_t i;

	for (i = 0; i < n; i++)
		all[i] = (double)NAN;
	for (i = 0; i < g->n; i++)
		all[(size_t)g->cell[i].row * g->ncol + g->cell[i].col] = f->value[i];
	for (i = 0; i < n; i++) {
		if (i)
			lnds_buf_c(out, ',');
		lnds_mesh_put_real(out, all[i], f->e, "null");
	}
	free(all);
}

static void describe(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	lnds_mesh_title_words(f->param, f->stat, f->period, out);
	lnds_buf_str(out, "; ");
	lnds_mesh_method_words(&f->how, out);
	lnds_buf_str(out, "; ");
	lnds_mesh_foot_words(f, out);
	if (f->store->attribution.n) {
		lnds_buf_str(out, "; ");
		lnds_buf_sv(out, f->store->attribution);
	}
}

void lnds_mesh_field_covjson(const struct lnds_mesh_field *f, struct lnds_buf *out)
{
	struct lnds_buf text = {0};

	describe(f, &text);
	lnds_buf_str(out, "{\"type\":\"Coverage\",");
	put_domain(out, f);
	lnds_mesh_cov_parameters(out, f->param, f->stat, lnds_buf_view(&text));
	lnds_buf_str(out, ",\"ranges\":{");
	lnds_json_key(out, f->param->id);
	lnds_buf_printf(out,
		"{\"type\":\"NdArray\",\"dataType\":\"float\","
		"\"axisNames\":[\"t\",\"y\",\"x\"],\"shape\":[1,%u,%u],\"values\":[",
		f->grid->nrow, f->grid->ncol);
	put_values(out, f);
	lnds_buf_str(out, "]}}}\n");
	lnds_buf_free(&text);
}

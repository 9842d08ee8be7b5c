/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map as an answer: what all outputs (CSV, NDJSON, GeoJSON, Esri ASCII, CoverageJSON, NetCDF, PNG) are
 * written from, each by one function of one file field_*.c into a growable buffer.
 */
#ifndef LNDS_MESH_FIELD_H
#define LNDS_MESH_FIELD_H

#include "mesh/grid/interp.h"
#include "mesh/measure/time.h"

struct lnds_mesh_field {
	const struct lnds_mesh_store *store;
	const struct lnds_mesh_param *param;
	const struct lnds_mesh_grid *grid;
	struct lnds_mesh_period period;
	enum lnds_mesh_stat stat;
	struct lnds_mesh_interp how;
	const struct lnds_mesh_point *point; /* with values */
	size_t npoint;
	uint32_t stations; /* with a value */
	struct lnds_mesh_cv cv;
	const double *value; /* one a cell; NAN null */
	const uint8_t *used;
	int e; /* decimals to print */
};

struct lnds_mesh_png_opts {
	uint32_t width, height;
	const char *palette; /* NULL: by parameter */
	bool has_range;
	double low, high;
};
/* From the texts of --size WxH (NULL: 900x1000), --palette and --range LO,HI (NULL: by what is
 * shown). LNDS_USAGE. `palette` is borrowed. */
bool lnds_mesh_png_opts(const char *size, const char *palette, const char *range,
	struct lnds_mesh_png_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;

void lnds_mesh_field_csv(const struct lnds_mesh_field *f, struct lnds_buf *out);
void lnds_mesh_field_ndjson(const struct lnds_mesh_field *f, struct lnds_buf *out);
/* The members of that object without braces, for an answer of a batch. */
void lnds_mesh_field_members(const struct lnds_mesh_field *f, struct lnds_buf *out);
/* Those that say what the values are, without these. */
void lnds_mesh_field_head(const struct lnds_mesh_field *f, struct lnds_buf *out);
void lnds_mesh_field_geojson(
	const struct lnds_mesh_field *f, bool points, struct lnds_buf *out);
void lnds_mesh_field_asc(const struct lnds_mesh_field *f, struct lnds_buf *out);
void lnds_mesh_field_covjson(const struct lnds_mesh_field *f, struct lnds_buf *out);
bool lnds_mesh_field_nc(const struct lnds_mesh_field *f, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* LNDS_USAGE where the picture is too small for the grid. */
bool lnds_mesh_field_png(const struct lnds_mesh_field *f,
	const struct lnds_mesh_png_opts *o, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

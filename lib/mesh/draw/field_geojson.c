/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map as GeoJSON (RFC 7946): WGS 84, longitude before latitude, six decimals of a degree, rings
 * counter-clockwise and closed. What the values are stands beside the features (foreign
 * members, 6.1). A line a cell, so that tools of lines can work on it.
 */
#include "base/json.h"
#include "mesh/draw/field.h"
#include "mesh/draw/field_put.h"

static void put_place(struct lnds_buf *out, double lon, double lat)
{
	lnds_buf_c(out, '[');
	lnds_mesh_put_real(out, lon, 6, "");
	lnds_buf_c(out, ',');
	lnds_mesh_put_real(out, lat, 6, "");
	lnds_buf_c(out, ']');
}

/* The square of a cell: corners from the south-west on. */
static void put_square(const struct lnds_mesh_field *f, const struct lnds_mesh_cell *c,
	struct lnds_buf *out)
{
	static const int corner[5][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}};
	const double half = f->grid->s / 2.0;
	double lat, lon;
	int i;

	lnds_buf_str(out, "{\"type\":\"Polygon\",\"coordinates\":[[");
	for (i = 0; i < 5; i++) {
		lnds_mesh_unproject(&f->store->crs, c->e + corner[i][0] * half,
			c->n + corner[i][1] * half, &lat, &lon);
		if (i)
			lnds_buf_c(out, ',');
		put_place(out, lon, lat);
	}
	lnds_buf_str(out, "]]}");
}

void lnds_mesh_field_geojson(
	const struct lnds_mesh_field *f, bool points, struct lnds_buf *out)
{
	const struct lnds_mesh_cell *c = f->grid->cell;
	uint32_t i;

	lnds_buf_str(out, "{\"type\":\"FeatureCollection\"");
	lnds_mesh_field_head(f, out);
	if (f->store->attribution.n) {
		lnds_json_key(out, "attribution");
		lnds_json_str(out, f->store->attribution);
	}
	lnds_buf_str(out, ",\"features\":[");
	for (i = 0; i < f->grid->n; i++, c++) {
		lnds_buf_str(out, i ? ",\n" : "\n");
		lnds_buf_str(out, "{\"type\":\"Feature\",\"geometry\":");
		if (points) {
			lnds_buf_str(out, "{\"type\":\"Point\",\"coordinates\":");
			put_place(out, c->lon, c->lat);
			lnds_buf_c(out, '}');
		} else {
			put_square(f, c, out);
		}
		lnds_buf_str(out, ",\"properties\":{\"cell\":");
		lnds_buf_u64(out, i + 1u);
		lnds_buf_str(out, ",\"value\":");
		lnds_mesh_put_real(out, f->value[i], f->e, "null");
		lnds_buf_str(out, ",\"used\":");
		lnds_buf_u64(out, f->used[i]);
		lnds_buf_str(out, "}}");
	}
	lnds_buf_str(out, "\n]}\n");
}

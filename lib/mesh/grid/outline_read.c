/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The polygons of a GeoJSON file (RFC 7946) as an outline in planar metres. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/grid/grid.h"
#include "os/file.h"

#define FILE_LIMIT (256u << 20)
#define DEEPEST 16u

struct reading {
	const struct lnds_mesh_crs *crs;
	struct lnds_mesh_outline *o;
	const char *path;
	struct lnds_err *err;
};

static bool bad(const struct reading *r, const char *what, const char *hint)
{
	lnds_fail(r->err, LNDS_DATA, NULL, "%s", what);
	r->err->input = r->path;
	return lnds_hint(r->err, "%s", hint);
}

static bool position(const struct reading *r, const json_t *p, int64_t xy[2])
{
	const json_t *lon = json_array_get(p, 0), *lat = json_array_get(p, 1);
	double e, n;

	if (!json_is_number(lon) || !json_is_number(lat))
		return bad(r, "a position is not [longitude, latitude]",
			"RFC 7946, 3.1.1, says how positions look");
	if (!(fabs(json_number_value(lon)) <= 180 && fabs(json_number_value(lat)) <= 90))
		return bad(r, "a position is not in degrees",
			"GeoJSON is longitude, latitude of WGS 84: ogr2ogr -t_srs "
			"EPSG:4326");
	lnds_mesh_project(r->crs, json_number_value(lat), json_number_value(lon), &e, &n);
	if (!(fabs(e) < 1e8 && fabs(n) < 1e8))
		return bad(r, "a position is far from where the projection holds",
			"is it longitude first, and the right reference system?");
	xy[0] = llrint(e);
	xy[1] = llrint(n);
	return true;
}

/* Turns a ring so that it runs counter-clockwise, or clockwise if it is a hole. */
static void turn(int64_t (*xy)[2], size_t n, bool hole)
{
	__int128 twice = 0;
	int64_t swap;
	size_t i;
	int d;

	for (i = 1; i < n; i++)
		twice += (__int128)xy[i - 1][0] * xy[i][1] -
			 (__int128)xy[i][0] * xy[i - 1][1];
	for (i = 0; (twice < 0) != hole && i < n / 2; i++)
		for (d = 0; d < 2; d++) {
			swap = xy[i][d];
			xy[i][d] = xy[n - 1 - i][d];
			xy[n - 1 - i][d] = swap;
		}
}

static bool ring(const struct reading *r, const json_t *list, bool hole)
{
	const size_t n = json_array_size(list);
	struct lnds_mesh_outline *o = r->o;
	int64_t(*xy)[2];
	size_t i;

	if (n < 4 || !json_equal(json_array_get(list, 0), json_array_get(list, n - 1)))
		return bad(r, "a ring is not closed, or has fewer than four positions",
			"its last position repeats its first");
	xy = lnds_calloc(n, sizeof(*xy));
	o->ring = lnds_realloc(o->ring, o->n + 1, sizeof(*o->ring));
	o->ring[o->n++] = (struct lnds_mesh_ring){(const int64_t(*)[2])xy, n};
	for (i = 0; i < n; i++)
		if (!position(r, json_array_get(list, i), xy[i]))
			return false;
	turn(xy, n, hole);
	return true;
}

static bool polygon(const struct reading *r, const json_t *rings)
{
	size_t i;

	if (!json_is_array(rings))
		return bad(r, "a polygon without coordinates", "RFC 7946, 3.1.6");
	for (i = 0; i < json_array_size(rings); i++)
		if (!ring(r, json_array_get(rings, i), i > 0))
			return false;
	return true;
}

/* Polygons of an object and of all it holds; other geometries are passed over. */
static bool object(const struct reading *r, const json_t *o, unsigned depth)
{
	const json_t *type = json_object_get(o, "type"), *list;
	const char *what = json_is_string(type) ? json_string_value(type) : "";
	const char *member = NULL;
	size_t i;

	if (depth == DEEPEST)
		return bad(r, "collections are nested too deeply", "RFC 7946, 3.1.8");
	if (!strcmp(what, "Polygon"))
		return polygon(r, json_object_get(o, "coordinates"));
	if (!strcmp(what, "Feature"))
		return object(r, json_object_get(o, "geometry"), depth + 1);
	if (!strcmp(what, "MultiPolygon"))
		member = "coordinates";
	else if (!strcmp(what, "FeatureCollection"))
		member = "features";
	else if (!strcmp(what, "GeometryCollection"))
		member = "geometries";
	else
		return true;
	list = json_object_get(o, member);
	for (i = 0; i < json_array_size(list); i++)
		if (!strcmp(what, "MultiPolygon")
				? !polygon(r, json_array_get(list, i))
				: !object(r, json_array_get(list, i), depth + 1))
			return false;
	return true;
}

bool lnds_mesh_outline_read(const char *path, const struct lnds_mesh_crs *crs,
	struct lnds_mesh_outline *o, struct lnds_err *err)
{
	const struct reading r = {crs, o, path, err};
	struct lnds_buf text = {0};
	json_error_t at;
	json_t *doc;
	bool ok = false;

	*o = (struct lnds_mesh_outline){0};
	if (!lnds_slurp(path, FILE_LIMIT, &text, err))
		return false;
	lnds_jansson_ready();
	doc = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &at);
	if (!doc) {
		bad(&r,
			json_error_code(&at) == json_error_duplicate_key
				? "a member stands twice"
				: "not JSON",
			"the outline is a GeoJSON file (RFC 7946)");
		err->line = at.line > 0 ? (uint64_t)at.line : 0;
	} else {
		ok = object(&r, doc, 0) &&
		     (o->n || bad(&r, "there is no polygon in it",
				      "the outline is a Polygon or MultiPolygon"));
	}
	json_decref(doc);
	lnds_buf_free(&text);
	if (!ok)
		lnds_mesh_outline_free(o);
	return ok;
}

void lnds_mesh_outline_free(struct lnds_mesh_outline *o)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		free((void *)(uintptr_t)o->ring[i].xy);
	free(o->ring);
	*o = (struct lnds_mesh_outline){0};
}

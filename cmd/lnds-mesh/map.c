/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh map: a statistic of a period, interpolated at the cells of a grid. */
#include "mesh/map/map.h"

#include <math.h>

#include "commands.h"

enum { TO_CSV, TO_NDJSON, TO_GEOJSON, TO_ASC, TO_COVJSON, TO_NC, TO_PNG };
enum { SHAPE_CELL, SHAPE_POINT };

struct options {
	const char *store;
	struct lnds_mesh_map_ask ask;
	int to, shape;
	const char *size, *palette, *range;
	struct lnds_mesh_png_opts png;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	LNDS_MESH_ASK_OPTS(struct options, ask.what),
	LNDS_MESH_MAP_OPTS(struct options, ask),
	{0, "grid", "NAME", NULL, NULL, "the grid [the first]", LNDS_OPT_STR, AT(ask.grid), 0},
	{0, "to", "F", "csv|ndjson|geojson|asc|covjson|nc|png", "csv", "format of the map",
		LNDS_OPT_ENUM, AT(to), 0},
	{0, "shape", "S", "cell|point", "cell", "GeoJSON: squares, or their centres",
		LNDS_OPT_ENUM, AT(shape), 0},
	{0, "size", "WxH", NULL, NULL, "PNG: pixels [900x1000]", LNDS_OPT_STR, AT(size), 0},
	{0, "palette", "P", NULL, NULL,
		"PNG: heat, viridis, rain or wheel [by parameter]", LNDS_OPT_STR,
		AT(palette), 0},
	{0, "range", "LO,HI", NULL, NULL, "PNG: values at the ends of the colour bar",
		LNDS_OPT_STR, AT(range), 0},
	{0},
};
/* clang-format on */

static void warn(void *app, const char *text)
{
	lnds_app_warn(app, "%s", text);
}

static bool put(const struct lnds_mesh_field *f, const struct options *o,
	struct lnds_buf *out, struct lnds_err *err)
{
	switch (o->to) {
	case TO_NDJSON:
		lnds_mesh_field_ndjson(f, out);
		break;
	case TO_GEOJSON:
		lnds_mesh_field_geojson(f, o->shape == SHAPE_POINT, out);
		break;
	case TO_ASC:
		lnds_mesh_field_asc(f, out);
		break;
	case TO_COVJSON:
		lnds_mesh_field_covjson(f, out);
		break;
	case TO_NC:
		return lnds_mesh_field_nc(f, out, err);
	case TO_PNG:
		return lnds_mesh_field_png(f, &o->png, out, err);
	case TO_CSV:
	default:
		lnds_mesh_field_csv(f, out);
		break;
	}
	return true;
}

/* Which limit it was that no cell passed. */
static const char *why_null(const struct lnds_mesh_map *m)
{
	const struct lnds_mesh_interp *how = &m->field.how;
	const uint32_t stations = m->field.stations - m->notes.unlevelled;
	const unsigned most = how->method == LNDS_MESH_NEAREST_STATION ? 1
			      : how->method == LNDS_MESH_BARY	       ? 3
								       : how->k;

	if (!m->field.stations)
		return "no station has a value";
	if (how->min_n > most)
		return how->method == LNDS_MESH_IDW
			       ? "--min-n is more stations than --k lets count"
			       : "--min-n is more stations than --method lets count";
	if (how->min_n > stations)
		return "fewer stations than --min-n have a value";
	if (how->method == LNDS_MESH_BARY && stations < 3)
		return "a triangle takes three stations with a value (--method)";
	if (isfinite(how->max_dist))
		return how->min_n > 1 ? "nowhere are --min-n stations within --max-dist"
				      : "no station is near enough (--max-dist)";
	return how->method == LNDS_MESH_BARY
		       ? "none lies in a triangle of stations (--method)"
		       : "directions cancel out";
}

static bool map(struct lnds_app *app, const struct options *o,
	struct lnds_mesh_mapper *mapper, uint32_t *full, struct lnds_err *err)
{
	struct lnds_mesh_map m;
	struct lnds_buf text = {0};
	bool ok;

	if (!lnds_mesh_map(mapper, &o->ask, &m, err))
		return false;
	lnds_mesh_map_say(&m.notes, warn, app);
	*full = m.full;
	if (!m.full)
		lnds_app_warn(app, "every cell is null: %s", why_null(&m));
	if (m.field.cv.n)
		lnds_app_note(app, "%u stations, leave-one-out rmse %.*f %.*s",
			m.field.stations, m.field.e, m.field.cv.rmse,
			LNDS_SV_ARG(m.field.param->unit));
	lnds_app_counted(app, m.field.stations, m.field.grid->n);
	ok = put(&m.field, o, &text, err) &&
	     lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	lnds_mesh_map_free(&m);
	return ok;
}

/* Options of one format go with it, and make sense. */
static bool fitting(struct options *o, struct lnds_err *err)
{
	if (o->shape != SHAPE_CELL && o->to != TO_GEOJSON)
		return lnds_fail(
			err, LNDS_USAGE, NULL, "--shape goes with --to geojson only");
	if ((o->size || o->palette || o->range) && o->to != TO_PNG)
		return lnds_fail(err, LNDS_USAGE, NULL, "--%s goes with --to png only",
			o->size	     ? "size"
			: o->palette ? "palette"
				     : "range");
	return lnds_mesh_png_opts(o->size, o->palette, o->range, &o->png, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct options *o = ctx;
	struct lnds_mesh_mapper *mapper = NULL;
	struct lnds_mesh_store *s;
	uint32_t full = 0;
	bool ok;

	if (!fitting(o, err))
		return err->code;
	if ((o->to == TO_NC || o->to == TO_PNG) && lnds_app_to_terminal(app)) {
		lnds_fail(err, LNDS_USAGE, NULL, "%s is not written to a terminal",
			o->to == TO_NC ? "NetCDF" : "PNG");
		lnds_hint(err, "give -o FILE");
		return err->code;
	}
	s = lnds_mesh_store_open(o->store, err);
	if (!s)
		return err->code;
	mapper = lnds_mesh_mapper_new(s, err);
	ok = mapper && map(app, o, mapper, &full, err);
	lnds_mesh_mapper_free(mapper);
	lnds_mesh_store_close(s);
	if (!ok)
		return err->code;
	return full ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_map = {
	.name = "map",
	.summary = "a statistic of a period, interpolated at the cells of a grid",
	.examples = {"lnds-mesh map -S lux --param temp --start 2019-01-02 --to png -o "
		     "temp.png",
		"lnds-mesh map -S lux --param temp --start 2019-01-02 --lapse auto --to "
		"geojson -o temp.geojson",
		"lnds-mesh map -S lux --param rh --start 2019-01-02 --method nearest "
		"--max-dist 20000 --to asc -o rh.asc"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

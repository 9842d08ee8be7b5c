/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh map: a statistic of a period, interpolated at the cells of a grid. */
#include "mesh/map.h"
#include "commands.h"

enum { TO_CSV, TO_NDJSON, TO_GEOJSON, TO_ASC };
enum { SHAPE_CELL, SHAPE_POINT };

struct options {
	const char *store;
	struct lnds_mesh_map_ask ask;
	int to, shape;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	LNDS_MESH_ASK_OPTS(struct options, ask.what),
	LNDS_MESH_MAP_OPTS(struct options, ask),
	{0, "grid", "NAME", NULL, NULL, "the grid [the first]", LNDS_OPT_STR, AT(ask.grid), 0},
	{0, "to", "F", "csv|ndjson|geojson|asc", "csv", "format of the map",
		LNDS_OPT_ENUM, AT(to), 0},
	{0, "shape", "S", "cell|point", "cell", "GeoJSON: squares, or their centres",
		LNDS_OPT_ENUM, AT(shape), 0},
	{0},
};
/* clang-format on */

static void warn(void *app, const char *text)
{
	lnds_app_warn(app, "%s", text);
}

static void put(
	const struct lnds_mesh_field *f, const struct options *o, struct lnds_buf *out)
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
	case TO_CSV:
	default:
		lnds_mesh_field_csv(f, out);
		break;
	}
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
		lnds_app_warn(app,
			m.field.stations ? "every cell is null: no station is near enough"
					 : "every cell is null: no station has a value");
	put(&m.field, o, &text);
	lnds_app_counted(app, m.field.stations, m.field.grid->n);
	ok = lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	lnds_mesh_map_free(&m);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_mapper *mapper = NULL;
	struct lnds_mesh_store *s;
	uint32_t full = 0;
	bool ok;

	if (o->shape != SHAPE_CELL && o->to != TO_GEOJSON) {
		lnds_fail(err, LNDS_USAGE, NULL, "--shape goes with --to geojson only");
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
	.examples = {"lnds-mesh map -S lux --param temp --start 2019-01-02 --to ndjson",
		"lnds-mesh map -S lux --param temp --start 2019-01-02 --lapse auto --to "
		"geojson -o temp.geojson",
		"lnds-mesh map -S lux --param rh --start 2019-01-02 --method nearest "
		"--max-dist 20000 --to asc -o rh.asc"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

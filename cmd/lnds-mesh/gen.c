/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh gen: invented stations, measurements and terrain. */
#include "mesh/gen/gen.h"
#include "commands.h"
#include "text/date.h"

enum { WHAT_DATA, WHAT_STATIONS, WHAT_DEM };

struct options {
	int what;
	uint64_t stations, days, step, params;
	struct lnds_date start;
	uint32_t nulls;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "what", "W", "data|stations|dem", "data",
		"measurements; their stations; a model of the terrain",
		LNDS_OPT_ENUM, AT(what), 0},
	{0, "stations", "N", NULL, "50", "number of stations", LNDS_OPT_U64, AT(stations), 0},
	{0, "start", "DATE", NULL, "2019-01-02", "first day", LNDS_OPT_DATE, AT(start), 0},
	{0, "days", "N", NULL, "1825", "number of days", LNDS_OPT_U64, AT(days), 0},
	{0, "step", "S", NULL, "300", "seconds between measurements", LNDS_OPT_U64, AT(step), 0},
	{0, "params", "N", NULL, "1",
		"1: station,time,temp; up to 6: station,time,param,value",
		LNDS_OPT_U64, AT(params), 0},
	{0, "nulls", "R", NULL, "0.02", "share of missing values", LNDS_OPT_SHARE, AT(nulls), 0},
	{0},
};
/* clang-format on */

static uint32_t cut(uint64_t v)
{
	return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

static bool data(struct lnds_app *app, struct lnds_mesh_gen *g, struct lnds_err *err)
{
	struct lnds_sink *out = lnds_app_output(app, err);
	struct lnds_buf b = {0};
	bool more = true, ok = out != NULL;

	while (ok && more) {
		b.n = 0;
		more = lnds_mesh_gen_data(g, 256u << 10, &b);
		ok = lnds_sink_write(out, b.p, b.n, err);
	}
	lnds_buf_free(&b);
	return ok;
}

static bool small(struct lnds_app *app, const struct lnds_mesh_gen *g, int what,
	struct lnds_err *err)
{
	struct lnds_buf b = {0};
	bool ok = true;

	if (what == WHAT_DEM)
		lnds_mesh_gen_dem(&b);
	else
		ok = lnds_mesh_gen_stations(g, &b, err);
	ok = ok && lnds_app_print(app, lnds_buf_view(&b), err);
	lnds_buf_free(&b);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	const struct lnds_mesh_gen_opts want = {
		.seed = app->opt.seed_given ? app->opt.seed : 1,
		.stations = cut(o->stations),
		.params = cut(o->params),
		.step = cut(o->step),
		.start = INT64_C(86400) * lnds_date_days(o->start),
		.days = o->days,
		.nulls = o->nulls / 100,
	};
	struct lnds_mesh_gen *g = lnds_mesh_gen_new(&want, err);
	bool ok;

	if (!g)
		return err->code;
	ok = o->what == WHAT_DATA ? data(app, g, err) : small(app, g, o->what, err);
	lnds_mesh_gen_free(g);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_gen = {
	.name = "gen",
	.summary = "invent stations, measurements and terrain for trials",
	.examples = {"lnds-mesh gen --what stations > stations.csv",
		"lnds-mesh gen --days 2 --stations 5 --params 6 -o data.csv",
		"lnds-mesh gen --what dem -o dem.asc"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_SEED,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh query: averages, extremes, sums and the values themselves, station by station. */
#include "mesh/view/query.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "commands.h"
#include "mesh/draw/timeseries.h"
#include "mesh/view/nothing.h"

enum { TO_CSV, TO_NDJSON, TO_COVJSON, TO_NC, TO_SVG };

struct options {
	const char *store;
	struct lnds_mesh_ask ask;
	int to;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	LNDS_MESH_ASK_OPTS(struct options, ask),
	LNDS_MESH_BY_OPT(struct options, ask,
		"all, year, month, day, hour; slot gives the values themselves"),
	{0, "to", "F", "csv|ndjson|covjson|nc|svg", "csv",
		"table, CoverageJSON, NetCDF, or a chart",
		LNDS_OPT_ENUM, offsetof(struct options, to), 0},
	{0},
};
/* clang-format on */

static bool flush(void *arg, struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_sink *sink = lnds_app_output(arg, err);
	const bool ok = sink && lnds_sink_write(sink, out->p, out->n, err);

	out->n = 0;
	return ok;
}

static bool open_views(struct lnds_mesh_store *s, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_view **view, struct lnds_err *err)
{
	uint32_t i;

	for (i = 0; i < sel->nparam; i++) {
		view[i] = lnds_mesh_view_new(s, sel->param[i], &sel->view, err);
		if (!view[i])
			return false;
	}
	return true;
}

/* One parameter as CoverageJSON, NetCDF or a chart. */
static bool draw(struct lnds_app *app, const struct options *o,
	const struct lnds_mesh_timeseries_set *set, struct lnds_mesh_told *told,
	struct lnds_err *err)
{
	struct lnds_buf out = {0};
	uint32_t left = 0;
	bool ok = true;

	told->rows = set->n;
	told->values = set->values;
	if (o->to == TO_NC)
		ok = lnds_mesh_timeseries_nc(set, &out, err);
	else if (o->to == TO_SVG)
		lnds_mesh_timeseries_svg(set, &out);
	else
		left = lnds_mesh_timeseries_covjson(set, &out);
	if (left)
		lnds_app_warn(app, "%u series without position are left out", left);
	if (!ok && err->code == LNDS_NEGATIVE) {
		ok = true; /* why there is nothing is said of every form */
	} else if (ok && o->to == TO_NC && lnds_app_to_terminal(app)) {
		lnds_fail(err, LNDS_USAGE, NULL, "NetCDF does not go to a terminal");
		ok = lnds_hint(err, "-o FILE names a file");
	} else if (ok) {
		ok = lnds_app_print(app, lnds_buf_view(&out), err);
	}
	lnds_buf_free(&out);
	return ok;
}

static bool answer(struct lnds_app *app, const struct options *o,
	const struct lnds_mesh_store *s, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_view *const *view, struct lnds_mesh_told *told,
	struct lnds_err *err)
{
	struct lnds_mesh_timeseries_set set = {0};
	struct lnds_buf out = {0};
	bool ok;

	if (o->to == TO_CSV || o->to == TO_NDJSON) {
		ok = lnds_mesh_query(s, sel, view,
			o->to == TO_CSV ? LNDS_MESH_CSV : LNDS_MESH_NDJSON, &out, flush,
			app, told, err);
		lnds_buf_free(&out);
		return ok;
	}
	*told = (struct lnds_mesh_told){0};
	ok = lnds_mesh_timeseries_collect(s, sel, view[0], &set, err) &&
	     draw(app, o, &set, told, err);
	lnds_mesh_timeseries_free(&set);
	return ok;
}

static bool query(struct lnds_app *app, const struct options *o,
	struct lnds_mesh_store *s, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_told *told, struct lnds_err *err)
{
	struct lnds_mesh_view **view = lnds_calloc(sel->nparam + 1, sizeof(*view));
	struct lnds_buf why = {0};
	uint32_t i;
	bool ok;

	ok = open_views(s, sel, view, err) && answer(app, o, s, sel, view, told, err);
	if (ok && !told->rows) {
		lnds_mesh_nothing(s, sel, view, &why);
		lnds_app_warn(app, "%s%s", lnds_buf_cstr(&why),
			o->to == TO_NC ? ": no file is written" : "");
		lnds_buf_free(&why);
	}
	for (i = 0; i < sel->nparam; i++)
		lnds_mesh_view_free(view[i]);
	free(view);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_mesh_selection sel = {0};
	struct lnds_mesh_told told;
	bool ok;

	if (!s)
		return err->code;
	ok = lnds_mesh_select(s, &o->ask, &sel, err) &&
	     query(app, o, s, &sel, &told, err);
	if (ok) {
		lnds_app_counted(app, 0, told.rows);
		if (told.thin && !told.full)
			lnds_app_warn(app,
				"every answer is empty: less than %s of the expected "
				"values is there (--min-cover)",
				o->ask.min_cover);
	}
	lnds_mesh_selection_free(&sel);
	lnds_mesh_store_close(s);
	if (!ok)
		return err->code;
	return told.values ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_query = {
	.name = "query",
	.summary = "means, extremes, sums and values of stations over any period",
	.examples = {"lnds-mesh query -S lux --param temp --start 2019-01-02",
		"lnds-mesh query -S lux --param temp,rain --start 2019-01 --by day "
		"--min-cover 0.5 --tz Europe/Luxembourg --station L01,L02",
		"lnds-mesh query -S lux --param temp --start 2019-01 --by slot --to svg "
		"-o temp.svg"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

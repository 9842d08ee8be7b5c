/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh query: averages, extremes, sums and the values themselves, station by station. */
#include "mesh/query.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "commands.h"

enum { TO_CSV, TO_NDJSON };

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
	{0, "to", "F", "csv|ndjson", "csv", "format of the answer",
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

static bool query(struct lnds_app *app, const struct options *o,
	struct lnds_mesh_store *s, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_told *told, struct lnds_err *err)
{
	struct lnds_mesh_view **view = lnds_calloc(sel->nparam + 1, sizeof(*view));
	struct lnds_buf out = {0};
	uint32_t i;
	bool ok;

	ok = open_views(s, sel, view, err) &&
	     lnds_mesh_query(s, sel, view,
		     o->to == TO_CSV ? LNDS_MESH_CSV : LNDS_MESH_NDJSON, &out, flush, app,
		     told, err);
	for (i = 0; i < sel->nparam; i++)
		lnds_mesh_view_free(view[i]);
	free(view);
	lnds_buf_free(&out);
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
		"lnds-mesh query -S lux --param temp --start 2019-01 --by slot --qc raw -o "
		"export.csv"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh stations: the list as CSV, or rows of a CSV or NDJSON file added to it. */
#include <stdlib.h>

#include "base/alloc.h"
#include "commands.h"
#include "mesh/grid/grid.h"
#include "mesh/store/import.h"

struct options {
	const char *store, *import;
	struct lnds_strs set;
	uint64_t wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "import", "F", NULL, NULL, "add the stations of a CSV or NDJSON file, - is stdin",
		LNDS_OPT_STR, AT(import), LNDS_OPT_READS},
	{0, "set", "ID=COL", NULL, NULL, "what we call ID is the file's column COL",
		LNDS_OPT_STRS, AT(set), 0},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

static bool renames(
	const struct options *o, struct lnds_mesh_rename **out, struct lnds_err *err)
{
	struct lnds_mesh_rename *r = lnds_calloc(o->set.n + 1, sizeof(*r));
	size_t i;

	*out = r;
	for (i = 0; i < o->set.n; i++) {
		r[i].name = lnds_sv_cut(lnds_sv(o->set.item[i]), '=', &r[i].column);
		if (r[i].name.n && r[i].column.n)
			continue;
		lnds_fail(err, LNDS_USAGE, NULL, "--set: not ID=COL");
		return lnds_hint(err, "--set id=STATIONS_ID, for instance");
	}
	return true;
}

static bool import(struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	struct lnds_source source = {
		.path = o->import, .name = strcmp(o->import, "-") ? o->import : "stdin"};
	struct lnds_mesh_rename *rename;
	struct lnds_mesh_store *s = NULL;
	struct lnds_buf rows = {0};
	bool ok;

	ok = renames(o, &rename, err) &&
	     lnds_mesh_stations_import(
		     &source, &app->opt.dialect, rename, o->set.n, &rows, err);
	if (ok)
		s = lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	ok = s &&
	     lnds_mesh_store_append(s, "stations.ndjson", lnds_buf_view(&rows), err) &&
	     lnds_mesh_grids_renew(s, err);
	if (s && !ok && err->line) {
		err->input = source.name;
		err->record = err->line;
		err->line = 0;
	}
	if (ok)
		lnds_app_note(app, "%u stations", s->stations.n);
	lnds_buf_free(&rows);
	free(rename);
	lnds_mesh_store_close(s);
	return ok;
}

static bool list(struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	struct lnds_mesh_store *s = lnds_mesh_store_open(o->store, err);
	struct lnds_buf text = {0};
	bool ok;

	if (!s)
		return false;
	lnds_mesh_stations_csv(&s->stations, &text);
	lnds_app_counted(app, 0, s->stations.n);
	ok = lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	lnds_mesh_store_close(s);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;

	if (o->set.n && !o->import) {
		lnds_fail(err, LNDS_USAGE, NULL, "--set goes with --import only");
		lnds_hint(err, "--import FILE names the list of stations");
		return err->code;
	}
	return (o->import ? import(app, o, err) : list(app, o, err)) ? LNDS_DONE
								     : err->code;
}

const struct lnds_cmd lnds_cmd_stations = {
	.name = "stations",
	.summary = "list the stations of a store as CSV, or add some",
	.examples = {"lnds-mesh stations -S lux",
		"lnds-mesh gen --what stations | lnds-mesh stations -S lux --import -",
		"lnds-mesh stations -S lux --import list.csv --set id=WMO --set "
		"lat=LATITUDE "
		"--set lon=LONGITUDE"},
	.groups = LNDS_GROUP_IO,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

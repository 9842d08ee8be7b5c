/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh ingest: files into the store, as one batch. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "mesh/compact.h"
#include "mesh/ingest.h"
#include "os/file.h"
#include "text/date.h"

struct options {
	const char *store, *map;
	int on_dup, off_grid;
	bool add_stations, round, no_compact;
	struct lnds_date arrival;
	uint64_t commit_every, wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "map", "NAME", NULL, NULL, "how the files are built: long or wide",
		LNDS_OPT_STR, AT(map), LNDS_OPT_REQUIRED},
	{0, "on-dup", "W", "last|first|error", "last",
		"which value stands where another one came before",
		LNDS_OPT_ENUM, AT(on_dup), 0},
	{0, "add-stations", NULL, NULL, NULL, "unknown ids become stations without position",
		LNDS_OPT_FLAG, AT(add_stations), 0},
	{0, "off-grid", "W", "error|floor|nearest", "error",
		"times beside the grid of their station", LNDS_OPT_ENUM, AT(off_grid), 0},
	{0, "round", NULL, NULL, NULL, "round to the decimals of the parameter",
		LNDS_OPT_FLAG, AT(round), 0},
	{0, "arrival", "DATE", NULL, NULL, "the day that the data came [today, UTC]",
		LNDS_OPT_DATE, AT(arrival), 0},
	{0, "commit-every", "S", NULL, "60", "seconds until what came from stdin is kept",
		LNDS_OPT_U64, AT(commit_every), 0},
	{0, "no-compact", NULL, NULL, NULL, "leave batches as they are",
		LNDS_OPT_FLAG, AT(no_compact), 0},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

static bool check(struct lnds_app *app, const struct options *o,
	enum lnds_mesh_form *form, struct lnds_err *err)
{
	static const struct lnds_sv known[] = {{"long", 4}, {"wide", 4}};

	if (app->opt.output || app->opt.to != LNDS_AUTO) {
		lnds_fail(err, LNDS_USAGE, NULL, "ingest has no output");
		return lnds_hint(err, "leave -o and --to out");
	}
	*form = !strcmp(o->map, "wide") ? LNDS_MESH_WIDE : LNDS_MESH_LONG;
	if (!strcmp(o->map, "long") || !strcmp(o->map, "wide"))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "unknown mapping '%.40s'", o->map);
	return lnds_hint_nearest(err, lnds_sv(o->map), known, 2, "", "long or wide");
}

static void say(void *arg, const struct lnds_mesh_ingested *c)
{
	const struct lnds_app *app = arg;
	char name[40] = "nothing new";

	if (c->seq)
		snprintf(name, sizeof(name), "batch %" PRIu64, c->seq);
	lnds_app_note(app,
		"%s: %" PRIu64 " rows, %" PRIu64 " values (%" PRIu64 " new, %" PRIu64
		" same, %" PRIu64 " changed), %" PRIu64 " null, %" PRIu64 " out of range",
		name, c->rows, c->values, c->fresh, c->same, c->changed, c->null,
		c->out_of_range);
}

static bool from_stdin(const struct lnds_app *app)
{
	size_t i;

	for (i = 0; i < app->noperand; i++)
		if (!strcmp(app->operand[i], "-"))
			return true;
	return app->noperand == 0;
}

static bool ingest(struct lnds_app *app, const struct options *o,
	enum lnds_mesh_form form, struct lnds_mesh_store *s, struct lnds_err *err)
{
	const int64_t day = lnds_app_given(app, "arrival") ? lnds_date_days(o->arrival)
							   : time(NULL) / 86400;
	const struct lnds_mesh_ingest_opts want = {
		.form = form,
		.writer = {(enum lnds_mesh_dup)o->on_dup,
			(enum lnds_mesh_off_grid)o->off_grid, (uint16_t)day},
		.add_stations = o->add_stations,
		.round = o->round,
		.commit_every = from_stdin(app) ? o->commit_every : 0,
		.compact = !o->no_compact,
		.committed = say,
		.arg = app,
	};
	struct lnds_mesh_ingest *in;
	struct lnds_io io;
	bool ok;

	if (day < 0 || day > UINT16_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL, "--arrival is between 1970 and 2149");
		return false;
	}
	in = lnds_mesh_ingest_new(s, &want, err);
	if (!in)
		return false;
	ok = lnds_app_io(app, &io, err);
	io.out = NULL;
	io.threads = 1;
	if (want.commit_every)
		lnds_while_waiting(250, lnds_mesh_ingest_pause, in);
	ok = ok &&
	     lnds_app_filter_io(app, &lnds_mesh_ingest_filter, in, &io, NULL, err) &&
	     lnds_mesh_ingest_end(in, err);
	lnds_while_waiting(0, NULL, NULL);
	lnds_mesh_ingest_free(in);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = NULL;
	enum lnds_mesh_form form;
	bool ok = check(app, o, &form, err);

	if (ok)
		s = lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	ok = s && ingest(app, o, form, s, err);
	if (ok && !o->no_compact && lnds_mesh_compact_due(s))
		ok = lnds_mesh_compact(s, false, err);
	lnds_mesh_store_close(s);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_ingest = {
	.name = "ingest",
	.operands = "[FILE...]",
	.summary = "take measurements into a store, as one batch",
	.examples = {"lnds-mesh gen --days 2 | lnds-mesh ingest -S lux --map wide -",
		"lnds-mesh ingest -v -S lux --map long monday.csv tuesday.csv",
		"lnds-mesh ingest -S lux --map long --on-dup error --arrival 2023-05-02 "
		"monday.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

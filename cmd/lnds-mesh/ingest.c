/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh ingest: files into the store, as one batch. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "mesh/ingest/ingest.h"
#include "mesh/mapping/mapping.h"
#include "mesh/store/compact.h"
#include "os/file.h"
#include "text/date.h"

struct options {
	const char *store, *map, *station, *name;
	uint64_t year;
	int on_dup, off_grid;
	bool add_stations, round, no_compact;
	struct lnds_date arrival;
	uint64_t commit_every, wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "map", "NAME", NULL, NULL, "how the files are built: of lnds-mesh maps, or F.ini",
		LNDS_OPT_STR, AT(map), LNDS_OPT_REQUIRED},
	{0, "station", "ID", NULL, NULL, "the station, where files do not name it",
		LNDS_OPT_STR, AT(station), 0},
	{0, "name", "N", NULL, NULL, "name of the file that comes from stdin",
		LNDS_OPT_STR, AT(name), 0},
	{0, "year", "Y", NULL, NULL, "year of the first time, where times have none",
		LNDS_OPT_U64, AT(year), 0},
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

static bool check(struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	if (app->opt.output || app->opt.to != LNDS_AUTO) {
		lnds_fail(err, LNDS_USAGE, NULL, "ingest has no output");
		return lnds_hint(err, "leave -o and --to out");
	}
	if (lnds_app_given(app, "year") && (o->year < 1 || o->year > 9998)) {
		lnds_fail(err, LNDS_USAGE, NULL, "--year is between 1 and 9998");
		return false;
	}
	return true;
}

/* The lane; tables long and wide need no mapping to be read. */
static bool choose(const struct options *o, struct lnds_mesh_store *s,
	struct lnds_mesh_mapping **m, enum lnds_mesh_form *form, struct lnds_err *err)
{
	*form = !strcmp(o->map, "wide")	  ? LNDS_MESH_WIDE
		: !strcmp(o->map, "long") ? LNDS_MESH_LONG
					  : LNDS_MESH_MAPPED;
	if (*form == LNDS_MESH_MAPPED) {
		*m = lnds_mesh_mapping_open(o->map, &s->params, err);
		return *m != NULL;
	}
	if (!o->station && !o->year)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--station and --year, where rows have both");
	return lnds_hint(err, "leave them out with --map long and wide");
}

/* The dialect of the mapping, as far as the command line does not say otherwise. */
static void mapped_dialect(const struct lnds_app *app, const struct lnds_mesh_mapping *m,
	struct lnds_dialect *d)
{
	const struct lnds_dialect given = *d;
	unsigned i;

	*d = m->dialect;
	d->max_record = given.max_record;
	for (i = 0; i < given.nnull; i++)
		d->null_word[i] = given.null_word[i];
	d->nnull = given.nnull;
	if (given.format != LNDS_AUTO)
		d->format = given.format;
	if (lnds_app_given(app, "delimiter")) {
		d->delimiter = given.delimiter;
		d->delimiter_or = 0;
		d->blank_runs = false;
	}
	if (lnds_app_given(app, "encoding"))
		d->encoding = given.encoding;
	if (given.header) {
		d->header = given.header;
		d->nheader = given.nheader;
		d->no_header = d->two_header_lines = false;
	}
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
	struct lnds_mesh_store *s, struct lnds_err *err)
{
	const int64_t day = lnds_app_given(app, "arrival") ? lnds_date_days(o->arrival)
							   : time(NULL) / 86400;
	struct lnds_mesh_ingest_opts want = {
		.writer = {(enum lnds_mesh_dup)o->on_dup,
			(enum lnds_mesh_off_grid)o->off_grid, (uint16_t)day},
		.add_stations = o->add_stations,
		.round = o->round,
		.commit_every = from_stdin(app) ? o->commit_every : 0,
		.compact = !o->no_compact,
		.committed = say,
		.arg = app,
		.lane = {.station = o->station, .name = o->name, .year = (int)o->year},
	};
	struct lnds_mesh_mapping *m = NULL;
	struct lnds_mesh_ingest *in = NULL;
	struct lnds_io io;
	bool ok;

	if (day < 0 || day > UINT16_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL, "--arrival is between 1970 and 2149");
		return false;
	}
	ok = choose(o, s, &m, &want.form, err) && lnds_app_io(app, &io, err);
	if (ok) {
		want.lane.mapping = m;
		want.lane.source = io.source;
		in = lnds_mesh_ingest_new(s, &want, err);
	}
	if (m)
		mapped_dialect(app, m, &io.dialect);
	io.out = NULL;
	io.threads = 1;
	if (in && want.commit_every)
		lnds_while_waiting(250, lnds_mesh_ingest_pause, in);
	ok = in &&
	     lnds_app_filter_io(app, &lnds_mesh_ingest_filter, in, &io, NULL, err) &&
	     lnds_mesh_ingest_end(in, err);
	lnds_while_waiting(0, NULL, NULL);
	lnds_mesh_ingest_free(in);
	lnds_mesh_mapping_free(m);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = NULL;
	bool ok = check(app, o, err);

	if (ok)
		s = lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	ok = s && ingest(app, o, s, err);
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
		"lnds-mesh ingest -S lux --map long --on-dup error --arrival 2023-05-02 "
		"monday.csv tuesday.csv",
		"lnds-mesh ingest -v -S lux --map dwd10 --add-stations "
		"produkt_zehn_min_tu_00003.txt"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-synth persons: one table of invented persons, or two registries that overlap. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "base/num.h"
#include "synth.h"
#include "synth/pair.h"
#include "synth/table.h"

struct persons_opts {
	uint64_t rows;
	int layout;
	struct lnds_date as_of;
	const char *pair;
	struct lnds_pair_config two;
	char path[LNDS_PAIR_FILES][PATH_MAX]; /* of the files of a pair */
};

#define AT(field) offsetof(struct persons_opts, field)
/* clang-format off */
static const struct lnds_opt persons_table[] = {
	{'n', "rows", "ROWS", NULL, "1000",
		"number of persons", LNDS_OPT_U64, AT(rows), 0},
	{0, "layout", "NAME", "lu|de", "lu",
		"columns and form of the table", LNDS_OPT_ENUM, AT(layout), 0},
	{0, "as-of", "DATE", NULL, "2024-01-01",
		"the day that ages count to", LNDS_OPT_DATE, AT(as_of), 0},
	{0, "pair", "DIR", NULL, NULL,
		"write two registries, their truth and canaries into DIR",
		LNDS_OPT_STR, AT(pair), 0},
	{0, "rows-a", "N", NULL, "20000",
		"rows of registry A (lu)", LNDS_OPT_U64, AT(two.rows_a), 0},
	{0, "rows-b", "N", NULL, "15000",
		"rows of registry B (de)", LNDS_OPT_U64, AT(two.rows_b), 0},
	{0, "overlap", "N", NULL, "4000",
		"persons in both", LNDS_OPT_U64, AT(two.overlap), 0},
	{0, "errors", "R", NULL, "0.20",
		"share of the overlap with errors in B",
		LNDS_OPT_SHARE, AT(two.errors), 0},
	{0, "lookalikes", "R", NULL, "0.01",
		"share of those only in B that resemble somebody only in A",
		LNDS_OPT_SHARE, AT(two.lookalikes), 0},
	{0, "optout", "N", NULL, "120",
		"persons of A who object", LNDS_OPT_U64, AT(two.optout), 0},
	{0, "canaries", "N", NULL, "12",
		"persons with unmistakable names", LNDS_OPT_U64, AT(two.canaries), 0},
	{0},
};
/* clang-format on */

/* What stands beside an option that does not go with it is a mistake. Options that have
 * defaults show by their value that somebody gave them. */
static bool check_one_table(const struct persons_opts *o, struct lnds_err *err)
{
	const struct lnds_pair_config *t = &o->two;
	const char *name = NULL;

	if (t->rows_a != 20000)
		name = "--rows-a";
	else if (t->rows_b != 15000)
		name = "--rows-b";
	else if (t->overlap != 4000)
		name = "--overlap";
	else if (t->errors != 200000)
		name = "--errors";
	else if (t->lookalikes != 10000)
		name = "--lookalikes";
	else if (t->optout != 120)
		name = "--optout";
	else if (t->canaries != 12)
		name = "--canaries";
	if (!name)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "%s goes with --pair only", name);
	return lnds_hint(err, "add --pair DIR, or use -n ROWS for one table");
}

static bool check_pair(
	const struct lnds_app *app, const struct persons_opts *o, struct lnds_err *err)
{
	const char *name = NULL;

	if (app->opt.output)
		name = "--output";
	else if (app->opt.to != LNDS_AUTO && app->opt.to != LNDS_CSV)
		name = "--to";
	else if (app->opt.shard_n)
		name = "--shard";
	else if (o->rows != 1000)
		name = "--rows";
	else if (o->layout != 0)
		name = "--layout";
	if (!name)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "%s does not go with --pair", name);
	return lnds_hint(err, "a pair has its own files, rows and layouts, all CSV");
}

static bool write_table(struct lnds_app *app, const struct persons_opts *o,
	const struct lnds_persons *persons, struct lnds_err *err)
{
	uint32_t parts = app->opt.shard_n ? app->opt.shard_n : 1;
	struct lnds_person_table t = {
		.persons = persons,
		.first = lnds_muldiv(o->rows, app->opt.shard_i, parts),
		.end = lnds_muldiv(o->rows, app->opt.shard_i + UINT64_C(1), parts),
		.header = app->opt.shard_i == 0,
		.progress = lnds_app_progress,
		.progress_arg = app,
	};
	struct lnds_sink *sink = lnds_app_output(app, err);

	if (!sink || !lnds_person_table_write(&t, sink, app->opt.threads, err))
		return false;
	lnds_app_counted(app, 0, t.end - t.first);
	return true;
}

static void warn_repeated(const struct lnds_app *app, uint64_t persons, uint64_t total)
{
	if (persons > total)
		lnds_app_warn(app,
			"there are %" PRIu64 " persons: rows beyond repeat them", total);
}

static bool run_table(
	struct lnds_app *app, const struct persons_opts *o, struct lnds_err *err)
{
	struct lnds_persons *persons = lnds_persons_new(
		&(struct lnds_persons_config){
			.seed = app->opt.seed,
			.as_of = o->as_of,
			.layout = (enum lnds_layout)o->layout,
			.to = app->opt.to,
		},
		err);
	bool ok;

	if (!persons)
		return false;
	warn_repeated(app, o->rows, lnds_persons_total(persons));
	ok = write_table(app, o, persons, err);
	lnds_persons_free(persons);
	return ok;
}

/* The directory, the two in it, and the five files. */
static bool open_files(struct lnds_app *app, struct persons_opts *o,
	struct lnds_sink *sink[LNDS_PAIR_FILES], struct lnds_err *err)
{
	static const char *const name[LNDS_PAIR_FILES] = {"a-igss/igss.csv",
		"a-igss/optout.csv", "b-iab/iab.csv", "truth.csv", "canaries.txt"};
	static const char *const below[2] = {"a-igss", "b-iab"};
	int i;

	if (!lnds_app_dir(app, o->pair, err))
		return false;
	for (i = 0; i < 2; i++) {
		(void)snprintf(o->path[i], PATH_MAX, "%s/%s", o->pair, below[i]);
		if (!lnds_app_dir(app, o->path[i], err))
			return false;
	}
	for (i = 0; i < LNDS_PAIR_FILES; i++) {
		(void)snprintf(o->path[i], PATH_MAX, "%s/%s", o->pair, name[i]);
		sink[i] = lnds_app_file(app, o->path[i], 0666, err);
		if (!sink[i])
			return false;
	}
	return true;
}

static bool run_pair(struct lnds_app *app, struct persons_opts *o, struct lnds_err *err)
{
	struct lnds_sink *sink[LNDS_PAIR_FILES];
	struct lnds_pair *pair;
	bool ok;
	int i;

	o->two.seed = app->opt.seed;
	o->two.as_of = o->as_of;
	pair = lnds_pair_new(&o->two, err);
	if (!pair)
		return false;
	warn_repeated(app, lnds_pair_persons(pair), lnds_pair_total(pair));
	ok = open_files(app, o, sink, err);
	for (i = 0; i < LNDS_PAIR_FILES && ok; i++)
		ok = lnds_pair_write(
			pair, (enum lnds_pair_file)i, sink[i], app->opt.threads, err);
	if (ok)
		lnds_app_counted(app, 0, o->two.rows_a + o->two.rows_b);
	lnds_pair_free(pair);
	return ok;
}

static enum lnds_code run_persons(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct persons_opts *o = ctx;
	bool ok = o->pair ? check_pair(app, o, err) && run_pair(app, o, err)
			  : check_one_table(o, err) && run_table(app, o, err);

	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd cmd_persons = {
	.name = "persons",
	.operands = "",
	.summary = "persons with national numbers, names, home and work",
	.examples = {"lnds-synth persons -n 20000 --seed 42 -o p.csv",
		"lnds-synth persons --layout de -n 5",
		"lnds-synth persons --pair two --rows-a 2000 --rows-b 1500 --overlap "
		"400"},
	.groups = LNDS_GROUP_OUTPUT | LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = persons_table,
	.ctx_size = sizeof(struct persons_opts),
	.run = run_persons,
};

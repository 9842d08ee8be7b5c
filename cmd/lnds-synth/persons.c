/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-synth persons: one table of invented persons. */
#include <inttypes.h>

#include "base/num.h"
#include "synth.h"
#include "synth/table.h"

#define ROWS "1000"

struct persons_opts {
	uint64_t rows;
	int layout;
	struct lnds_date as_of;
};

#define AT(field) offsetof(struct persons_opts, field)
static const struct lnds_opt persons_table[] = {
	{'n', "rows", "ROWS", NULL, ROWS, "number of persons", LNDS_OPT_U64, AT(rows), 0},
	{0, "layout", "NAME", "lu|de", "lu", "columns and form of the table",
		LNDS_OPT_ENUM, AT(layout), 0},
	{0, "as-of", "DATE", NULL, "2024-01-01", "the day that ages count to",
		LNDS_OPT_DATE, AT(as_of), 0},
	{0},
};

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

static enum lnds_code run_persons(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct persons_opts *o = ctx;
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
		return err->code;
	if (o->rows > lnds_persons_total(persons))
		lnds_app_warn(app,
			"there are %" PRIu64 " persons: rows beyond repeat them",
			lnds_persons_total(persons));
	ok = write_table(app, o, persons, err);
	lnds_persons_free(persons);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd cmd_persons = {
	.name = "persons",
	.operands = "",
	.summary = "persons with national numbers, names, home and work",
	.examples = {"lnds-synth persons -n 20000 --seed 42 -o p.csv",
		"lnds-synth persons --layout de -n 5",
		"lnds-synth persons -n 3 --to ndjson"},
	.groups = LNDS_GROUP_OUTPUT | LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = persons_table,
	.ctx_size = sizeof(struct persons_opts),
	.run = run_persons,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-convert: the stream engine by itself. Formats, encodings, delimiters are the
 * engine's, the choice of columns is the plan's; here is only the command line.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "cli/app.h"
#include "tabular/choose.h"

struct convert {
	struct lnds_list columns;
	struct lnds_out *out;
	bool chosen;
};

static const struct lnds_opt opts[] = {
	{.name = "columns",
		.arg = "LIST",
		.help = "columns to write, in order: NAME or NAME=NEW, comma separated",
		.type = LNDS_OPT_LIST,
		.off = offsetof(struct convert, columns)},
	{0},
};

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct convert *c = ctx;

	*out = c->out;
	*nout = (uint32_t)c->columns.n;
	for (size_t i = 0; i < c->columns.n && !c->chosen; i++) {
		struct lnds_choice choice;

		if (!lnds_choose(columns, c->columns.item[i], &choice, err))
			return false;
		c->out[i] = (struct lnds_out){.name = choice.name, .in = choice.col};
	}
	/* A key that comes up later, "a=b", must not change what a=b meant so far. */
	c->chosen = true;
	return true;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	static const struct lnds_filter all,
		chosen = {.plan = plan, .in_plan_order = true, .closed_plan = true};
	struct convert *c = ctx;
	bool ok;

	c->out = lnds_calloc(c->columns.n + 1, sizeof(*c->out));
	ok = lnds_app_filter(app, c->columns.n ? &chosen : &all, ctx, NULL, err);
	free(c->out);
	return ok ? LNDS_DONE : err->code;
}

static const struct lnds_cmd convert = {
	.operands = "[FILE...]",
	.summary = "convert between CSV, TSV and NDJSON, choose and rename columns",
	.examples = {"lnds-convert --to ndjson persons.csv",
		"lnds-convert -d ';' --out-delimiter , --encoding latin1 igss.csv",
		"lnds-convert --columns matricule,last_name=name persons.csv"},
	.groups = LNDS_GROUP_IO | LNDS_GROUP_BAD | LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct convert),
	.run = run,
};

int main(int argc, char **argv)
{
	static const struct lnds_cmd *const cmds[] = {&convert, NULL};

	return lnds_main(
		"lnds-convert", "the stream engine of lnds by itself", cmds, argc, argv);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link plan: fixes all that decides a linkage, and samples decoys. */
#include "codes.h"
#include "commands.h"
#include "plan_opts.h"

struct options {
	struct lnds_plan_opts plan;
	bool unchecked;
};

static const struct lnds_opt opts[] = {
	LNDS_PLAN_OPTS(options, plan),
	LNDS_UNCHECKED_OPT(options, unchecked),
	{0},
};

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_cmd_codes c = {0};
	struct lnds_link_plan plan = {0};
	struct lnds_link_plan_opts wanted;
	struct lnds_buf text = {0};
	bool ok = lnds_cmd_plan_opts(app, &o->plan, &wanted, err) &&
		  lnds_cmd_codes_open(
			  app, app->operand, app->noperand, o->unchecked, &c, err) &&
		  lnds_link_plan_make(c.codes, c.n, &wanted, &plan, err);

	if (ok) {
		lnds_cmd_warn_twins(app, &plan);
		lnds_cmd_note_plan(app, &plan, c.codes);
		lnds_link_plan_json(&plan, &text);
		lnds_buf_c(&text, '\n');
		ok = lnds_app_print(app, lnds_buf_view(&text), err);
	}
	lnds_buf_free(&text);
	lnds_link_plan_free(&plan);
	lnds_cmd_codes_close(&c);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_plan = {
	.name = "plan",
	.operands = "CODES...",
	.summary = "fix all that decides a linkage, before anything is matched",
	.examples = {"lnds-link plan lu.lnc de.lnc -o plan.json",
		"lnds-link plan --fdr 0.02 --decoys lu lu.lnc de.lnc | jq .floor",
		"lnds-link plan --threshold 0.9 lu.lnc -o twins.json"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_SEED | LNDS_GROUP_THREADS |
		  LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link assign: from candidate pairs to links. */
#include <inttypes.h>

#include "assign_opts.h"
#include "codes.h"
#include "commands.h"
#include "link/assign/decide.h"
#include "link/assign/links.h"
#include "plan_opts.h"

struct options {
	struct lnds_assign_opts assign;
	const char *plan, *fdr, *threshold, *margin;
	int to; /* enum lnds_link_links_form */
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "plan", "F", NULL, NULL, "the plan that the pairs were matched by",
		LNDS_OPT_STR, offsetof(struct options, plan),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	LNDS_ASSIGN_OPTS(options, assign),
	{0, "fdr", "R", NULL, NULL,
		"rate of false links that is aimed at [the plan's]",
		LNDS_OPT_STR, offsetof(struct options, fdr), 0},
	{0, "threshold", "T", NULL, NULL,
		"link from this score on, whatever the rate [the plan's]",
		LNDS_OPT_STR, offsetof(struct options, threshold), 0},
	{0, "margin", "M", NULL, "0",
		"lead over the next best pair, under which a link is for review",
		LNDS_OPT_STR, offsetof(struct options, margin), 0},
	{0, "to", "FORM", "csv|ndjson|anonlink", "csv", "form of the links",
		LNDS_OPT_ENUM, offsetof(struct options, to), 0},
	{0},
};
/* clang-format on */

static bool decide_opts(const struct options *o, struct lnds_link_decide_opts *out,
	uint32_t *margin, struct lnds_err *err)
{
	out->has_fdr = o->fdr != NULL;
	out->has_threshold = o->threshold != NULL;
	return lnds_cmd_rate(o->fdr, o->threshold, &out->fdr, err) &&
	       lnds_cmd_score(o->threshold, "threshold", &out->threshold, err) &&
	       lnds_cmd_score(o->margin, "margin", margin, err);
}

static bool assign(struct lnds_app *app, const struct options *o,
	const struct lnds_link_plan *plan, const struct lnds_link_run *run,
	struct lnds_link_links *links, struct lnds_err *err)
{
	struct lnds_link_decide_opts decide = {0};
	struct lnds_link_assign_opts want;
	struct lnds_sink *out;
	uint32_t margin;
	char text[9];

	if (!decide_opts(o, &decide, &margin, err) ||
		!lnds_link_plan_of_run(plan, &run->meta, err) ||
		!lnds_cmd_assign_opts(
			&o->assign, run->meta.nsource, margin, &want, err) ||
		!lnds_link_decide(plan, run, &decide, NULL, &want.threshold, err) ||
		!lnds_cmd_assign_run(app, run, &want, links, err))
		return false;
	lnds_app_counted(app, run->n, links->groups);
	lnds_link_score_text(want.threshold, text);
	lnds_app_note(app,
		"threshold %s, %" PRIu64 " links, %" PRIu64 " of them for review", text,
		links->groups, links->review);
	out = lnds_app_output(app, err);
	return out && lnds_link_links_write(
			      links, run, (enum lnds_link_links_form)o->to, out, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_link_plan plan = {0};
	struct lnds_link_links links = {0};
	struct lnds_link_run pairs = {0};
	bool none = false;
	bool ok = lnds_link_plan_read(o->plan, &plan, err) &&
		  lnds_cmd_run_open(app, app->operand[0], &pairs, err) &&
		  assign(app, o, &plan, &pairs, &links, err);

	if (ok)
		lnds_cmd_warn_part(app, app->operand[0], &pairs);
	if (ok && links.groups == 0) {
		none = true;
		lnds_app_warn(app, "no link: no pair reaches the threshold");
	}
	lnds_link_links_free(&links);
	lnds_link_run_close(&pairs);
	lnds_link_plan_free(&plan);
	if (!ok)
		return err->code;
	return none ? LNDS_NEGATIVE : LNDS_DONE;
}

const struct lnds_cmd lnds_cmd_assign = {
	.name = "assign",
	.operands = "PAIRS",
	.summary = "make links of candidate pairs",
	.examples = {"lnds-link assign --plan plan.json pairs.run -o links.csv",
		"lnds-link assign --plan plan.json --mode mutual --margin 0.05 pairs.run "
		"| grep -c review",
		"lnds-link assign --plan plan.json --threshold 0.9 --to ndjson "
		"- < pairs.run"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

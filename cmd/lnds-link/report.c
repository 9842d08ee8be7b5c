/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link report: what can be said of a linkage, as JSON and as a page. */
#include "link/report/report.h"
#include "codes.h"
#include "commands.h"
#include "link/assign/decide.h"
#include "plan_opts.h"

struct options {
	const char *plan, *pairs, *links, *fdr, *threshold, *truth, *html;
	uint32_t min_agree;
	bool unchecked;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "plan", "F", NULL, NULL, "the plan",
		LNDS_OPT_STR, offsetof(struct options, plan),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "pairs", "F", NULL, NULL, "the pairs that were matched by it",
		LNDS_OPT_STR, offsetof(struct options, pairs),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "links", "F", NULL, NULL, "the links that were made of them",
		LNDS_OPT_STR, offsetof(struct options, links),
		LNDS_OPT_REQUIRED | LNDS_OPT_READS},
	{0, "fdr", "R", NULL, NULL, "as assign was given it [the plan's]",
		LNDS_OPT_STR, offsetof(struct options, fdr), 0},
	{0, "threshold", "T", NULL, NULL, "as assign was given it [the plan's]",
		LNDS_OPT_STR, offsetof(struct options, threshold), 0},
	{0, "min-agree", "A", NULL, "0.5", "as assign was given it",
		LNDS_OPT_SHARE, offsetof(struct options, min_agree), 0},
	{0, "truth", "F", NULL, NULL,
		"measure against a truth: source,tag,entity (tests, studies)",
		LNDS_OPT_STR, offsetof(struct options, truth), LNDS_OPT_READS},
	{0, "html", "F", NULL, NULL, "write a page too",
		LNDS_OPT_STR, offsetof(struct options, html), LNDS_OPT_WRITES},
	LNDS_UNCHECKED_OPT(options, unchecked),
	{0},
};
/* clang-format on */

/* All that a report is made of; zeroed at first, freed whatever happened. */
struct inputs {
	struct lnds_cmd_codes codes;
	struct lnds_link_plan plan;
	struct lnds_link_run run;
	struct lnds_link_links links;
};

static bool open_all(struct lnds_app *app, const struct options *o, struct inputs *in,
	struct lnds_err *err)
{
	return lnds_cmd_codes_open(
		       app, app->operand, app->noperand, o->unchecked, &in->codes, err) &&
	       lnds_link_plan_read(o->plan, &in->plan, err) &&
	       lnds_link_plan_of(&in->plan, in->codes.codes, in->codes.n, err) &&
	       lnds_cmd_run_open(app, o->pairs, &in->run, err) &&
	       lnds_link_plan_of_run(&in->plan, &in->run.meta, err) &&
	       lnds_link_links_read(
		       o->links, in->codes.codes, in->codes.n, &in->links, err);
}

static void free_all(struct inputs *in)
{
	lnds_link_links_free(&in->links);
	lnds_link_run_close(&in->run);
	lnds_link_plan_free(&in->plan);
	lnds_cmd_codes_close(&in->codes);
}

static bool threshold_of(const struct options *o, const struct inputs *in,
	uint32_t *threshold, struct lnds_err *err)
{
	struct lnds_link_decide_opts d = {
		.has_threshold = o->threshold != NULL, .has_fdr = o->fdr != NULL};

	return lnds_cmd_rate(o->fdr, o->threshold, &d.fdr, err) &&
	       lnds_cmd_score(o->threshold, "threshold", &d.threshold, err) &&
	       lnds_link_decide(&in->plan, &in->run, &d, NULL, threshold, err);
}

static bool write_out(struct lnds_app *app, const struct options *o,
	const struct lnds_link_report *r, struct lnds_err *err)
{
	struct lnds_buf json = {0}, page = {0};
	struct lnds_sink *sink;
	bool ok;

	lnds_link_report_json(r, &json);
	lnds_buf_c(&json, '\n');
	ok = lnds_app_print(app, lnds_buf_view(&json), err);
	if (ok && o->html) {
		lnds_link_report_html(r, &page);
		sink = lnds_app_file(app, o->html, 0666, err);
		ok = sink && lnds_sink_write(sink, page.p, page.n, err);
	}
	lnds_buf_free(&json);
	lnds_buf_free(&page);
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct inputs in = {0};
	struct lnds_link_report r = {0};
	struct lnds_link_report_of of = {.plan = &in.plan,
		.run = &in.run,
		.links = &in.links,
		.truth = o->truth,
		.min_agree = o->min_agree};
	bool none = false;
	bool ok = open_all(app, o, &in, err) && threshold_of(o, &in, &of.threshold, err);

	of.codes = in.codes.codes;
	ok = ok && lnds_link_report_make(&of, &r, err);
	if (ok) {
		lnds_cmd_warn_twins(app, &in.plan);
		lnds_cmd_warn_part(app, o->pairs, &in.run);
		lnds_app_counted(app, in.run.n, in.links.groups);
		none = in.links.groups == 0;
		if (none)
			lnds_app_warn(app, "no link: there is little to report");
		ok = write_out(app, o, &r, err);
	}
	lnds_link_report_free(&r);
	free_all(&in);
	if (!ok)
		return err->code;
	return none ? LNDS_NEGATIVE : LNDS_DONE;
}

const struct lnds_cmd lnds_cmd_report = {
	.name = "report",
	.operands = "CODES...",
	.summary = "estimates of a linkage, as JSON and as a page",
	.examples = {"lnds-link report --plan plan.json --pairs pairs.run --links "
		     "links.csv lu.lnc de.lnc",
		"lnds-link report --plan plan.json --pairs pairs.run --links links.csv "
		"--html report.html lu.lnc de.lnc | jq .fdr_hi",
		"lnds-link report --plan plan.json --pairs pairs.run --links links.csv "
		"--truth truth.csv lu.lnc de.lnc | jq .truth.f1"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

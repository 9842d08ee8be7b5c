/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lnds-link run: from codes to keys and report in one folder. Options and wiring; the
 * steps are link/whole.h.
 */
#include <inttypes.h>
#include <math.h>

#include "assign_opts.h"
#include "codes.h"
#include "commands.h"
#include "keys_opts.h"
#include "link/whole.h"
#include "match_opts.h"
#include "plan_opts.h"

struct options {
	struct lnds_plan_opts plan;
	struct lnds_match_opts match;
	struct lnds_assign_opts assign;
	struct lnds_keys_opts keys;
	bool unchecked;
	const char *out_dir;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_PLAN_OPTS(options, plan),
	LNDS_MATCH_OPTS(options, match),
	LNDS_ASSIGN_OPTS(options, assign),
	LNDS_KEYS_OPTS(options, keys),
	LNDS_UNCHECKED_OPT(options, unchecked),
	{0, "out-dir", "D", NULL, NULL, "the folder of all results, made if absent",
		LNDS_OPT_STR, offsetof(struct options, out_dir), LNDS_OPT_REQUIRED},
	{0},
};
/* clang-format on */

/* "threshold 0.757, 2162 links; estimates: fdr 0.0098 (<= 0.0139), …" */
static void note_result(struct lnds_app *app, const struct lnds_link_report *r)
{
	const struct lnds_link_plan *plan = r->plan;
	const double at = (double)r->threshold / LNDS_LINK_ONE;

	if (plan->npair != 1) {
		lnds_app_note(app, "threshold %.3f, %" PRIu64 " %s", at, r->links,
			plan->npair ? "groups" : "links");
		for (unsigned i = 0; i < plan->npair; i++) {
			const struct lnds_link_estimate *e = &r->estimate[i];

			lnds_app_note(app,
				"%s x %s: %" PRIu64
				" links; estimates: fdr %.4f (<= %.4f), matches at "
				"least %.0f, recall at most %.3f",
				plan->source[plan->pair[i].a].party,
				plan->source[plan->pair[i].b].party, e->links, e->fdr,
				e->fdr_hi, floor(e->matches_at_least), e->recall_at_most);
		}
		return;
	}
	lnds_app_note(app,
		"threshold %.3f, %" PRIu64
		" links; estimates: fdr %.4f (<= %.4f), matches at least %.0f, recall at "
		"most %.3f",
		at, r->links, r->estimate->fdr, r->estimate->fdr_hi,
		floor(r->estimate->matches_at_least), r->estimate->recall_at_most);
}

/* What will compare; NULL where the asked one is not there, which matching will say. */
static const char *kernel_of(const struct lnds_link_whole *w)
{
	const struct lnds_link_scan_opts o = {.encoding = w->codes->manifest.encoding,
		.bits = w->codes->bits,
		.floor = w->plan.floor,
		.isa = w->match.isa};
	struct lnds_err unused;
	struct lnds_link_scanner *s = lnds_link_scanner_new(&o, &unused);
	const char *name = s ? lnds_link_scanner_name(s) : NULL;

	lnds_link_scanner_free(s);
	return name;
}

static void told(
	void *arg, const struct lnds_link_whole *w, enum lnds_link_step step, bool kept)
{
	struct lnds_app *app = arg;

	if (step == LNDS_LINK_STEP_PLAN) {
		lnds_cmd_note_plan_by(app, &w->plan, w->codes, kernel_of(w));
		lnds_cmd_warn_twins(app, &w->plan);
	}
	if (kept)
		lnds_app_note(
			app, "%s: nothing has changed, kept", lnds_link_step_name[step]);
	else if (step == LNDS_LINK_STEP_REPORT)
		note_result(app, &w->report);
}

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	if (o->assign.mode == LNDS_LINK_ALL) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--mode none: pairs without a choice make no linkage keys");
		return lnds_hint(err, "lnds-link assign --mode none lists them");
	}
	if (!app->opt.shard_text)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--shard: run does all of it");
	return lnds_hint(err, "lnds-link match takes --shard, and merge joins");
}

static void wrote(void *arg, const char *path, uint64_t bytes, const uint8_t hash[32])
{
	lnds_app_written(arg, path, bytes, hash);
}

/* From the options to all that the steps want. */
static bool settle(struct lnds_app *app, const struct options *o,
	struct lnds_link_whole *w, struct lnds_err *err)
{
	return lnds_cmd_plan_opts(app, &o->plan, &w->plan_opts, err) &&
	       lnds_cmd_match_opts(app, &o->match, &w->match, &w->header_given, err) &&
	       lnds_cmd_assign_opts(
		       &o->assign, w->n, w->plan_opts.margin, &w->assign, err) &&
	       lnds_cmd_keys_opts(&o->keys, w->n, &w->issue, err);
}

/* What a reader must hear even without -v. Is there a link at all? */
static bool tell_end(struct lnds_app *app, const struct lnds_link_whole *w)
{
	const uint64_t given = w->links.groups - (w->issue.review ? 0 : w->links.review);
	uint64_t rows = 0;

	for (unsigned i = 0; i < w->n; i++)
		rows += w->codes[i].n;
	lnds_app_counted(app, rows, w->links.groups);
	lnds_cmd_warn_oversized(app, w->oversized);
	if (w->links.groups == 0)
		lnds_app_warn(app, w->run.n ? "no link: no pair reaches the threshold"
					    : "no link: no pair reaches the floor");
	else if (given == 0)
		lnds_app_warn(app, "all links are for review: nobody has anything to "
				   "deliver");
	return given > 0;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_link_whole w = {.told = told, .wrote = wrote, .arg = app};
	struct lnds_cmd_codes in = {0};
	struct lnds_key key = {0};
	bool linked = false;
	bool ok = check(app, o, err) && lnds_cmd_codes_open(app, app->operand,
						app->noperand, o->unchecked, &in, err);

	w.codes = in.codes;
	w.n = in.n;
	ok = ok && settle(app, o, &w, err) && lnds_cmd_run_key(app, &o->keys, &key, err);
	if (ok) {
		w.run_key = key.secret->p;
		w.run_key_id = key.id;
		lnds_app_resumable(app);
		lnds_app_progress_unit(app, "pairs");
		ok = lnds_link_whole(&w, o->out_dir, err);
	}
	if (ok)
		linked = tell_end(app, &w);
	lnds_link_whole_free(&w);
	lnds_key_free(&key);
	lnds_cmd_codes_close(&in);
	if (!ok && err->code == LNDS_TEMPORARY && !err->hint[0])
		lnds_hint(err, "what is finished is kept: the same command goes on");
	if (!ok)
		return err->code;
	return linked ? LNDS_DONE : LNDS_NEGATIVE;
}

const struct lnds_cmd lnds_cmd_run = {
	.name = "run",
	.operands = "CODES...",
	.summary = "plan, match, assign, keys and report in one folder",
	.examples = {"lnds-link run lu.lnc de.lnc --fdr 0.01 --out-dir out -v",
		"lnds-link run lu.lnc de.lnc --margin 0.05 --reveal all --out-dir out",
		"lnds-link run lu.lnc de.lnc --threshold 0.9 --mode mutual --out-dir "
		"out"},
	.groups = LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

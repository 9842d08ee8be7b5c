/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-link match: all candidate pairs of code files, by a plan or by its options. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "codes.h"
#include "commands.h"
#include "link/match/pairs_csv.h"
#include "match_opts.h"
#include "plan_opts.h"

struct options {
	struct lnds_plan_opts plan;
	struct lnds_match_opts match;
	const char *file, *work;
	int to;
	bool unchecked;
};

enum { TO_PAIRS, TO_CSV };

/* clang-format off */
static const struct lnds_opt opts[] = {
	{0, "plan", "F", NULL, NULL, "the plan; without it one is made of the options below",
		LNDS_OPT_STR, offsetof(struct options, file), LNDS_OPT_READS},
	{0, "work", "DIR", NULL, NULL, "keep finished batches there, and go on from them",
		LNDS_OPT_STR, offsetof(struct options, work), 0},
	{0, "to", "FORM", "pairs|csv", "pairs", "a run for merge and assign, or text",
		LNDS_OPT_ENUM, offsetof(struct options, to), 0},
	LNDS_MATCH_OPTS(options, match),
	LNDS_PLAN_OPTS(options, plan),
	LNDS_UNCHECKED_OPT(options, unchecked),
	{0},
};
/* clang-format on */

/* Everything of one run that must be let go of again. */
struct job {
	struct lnds_app *app;
	const struct options *o;
	struct lnds_cmd_codes in;
	struct lnds_link_plan plan;
	struct lnds_link_matched out;
};

static bool check(
	const struct lnds_app *app, const struct options *o, struct lnds_err *err)
{
	static const char *const of_plan[] = {"fdr", "threshold", "margin", "top",
		"min-overlap", "blocked", "sample", "decoys", "seed"};

	for (size_t i = 0; o->file && i < sizeof(of_plan) / sizeof(*of_plan); i++)
		if (lnds_app_given(app, of_plan[i])) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"--plan and --%s exclude each other", of_plan[i]);
			return lnds_hint(err, "the plan says it: make another one");
		}
	if (o->to == TO_PAIRS && lnds_app_to_terminal(app)) {
		lnds_fail(err, LNDS_USAGE, NULL, "a run is not written to a terminal");
		return lnds_hint(err, "give -o FILE, or --to csv");
	}
	return true;
}

static bool get_plan(struct job *j, struct lnds_err *err)
{
	struct lnds_link_plan_opts po;

	if (j->o->file)
		return lnds_link_plan_read(j->o->file, &j->plan, err) &&
		       lnds_link_plan_of(&j->plan, j->in.codes, j->in.n, err);
	if (!lnds_cmd_plan_opts(j->app, &j->o->plan, &po, err))
		return false;
	po.isa = j->o->match.isa;
	return lnds_link_plan_make(j->in.codes, j->in.n, &po, &j->plan, err);
}

static bool compare(struct job *j, struct lnds_err *err)
{
	struct lnds_link_match_opts mo;
	bool given;

	if (!lnds_cmd_match_opts(j->app, &j->o->match, &mo, &given, err))
		return false;
	if (!given)
		mo.header = j->plan.header / 32;
	mo.work = j->o->work;
	if (mo.work)
		lnds_app_resumable(j->app);
	lnds_app_progress_unit(j->app, "pairs");
	return lnds_link_match(j->in.codes, j->in.n, &j->plan, &mo, &j->out, err);
}

static void tell(const struct job *j)
{
	const struct lnds_link_matched *m = &j->out;

	lnds_cmd_note_plan(j->app, &j->plan, j->in.codes);
	lnds_app_note(j->app,
		"%s, units %" PRIu64 " to %" PRIu64 " of %" PRIu64 ", %" PRIu64
		" pairs compared, %" PRIu64 " kept",
		m->kernel, m->meta.first, m->meta.end, m->meta.total, m->compared, m->n);
	if (m->taken)
		lnds_app_note(j->app, "%" PRIu64 " batches were there already", m->taken);
	if (m->redone)
		lnds_app_warn(j->app,
			"batches of the work directory made again, damaged or of "
			"another plan: %" PRIu64,
			m->redone);
	/* Of one shard it says nothing that it has none. */
	if (!m->n && j->app->opt.shard_n <= 1)
		lnds_app_warn(j->app, "no pair scores %.3f or more",
			(double)j->plan.floor / LNDS_LINK_ONE);
}

static bool write_out(struct job *j, struct lnds_err *err)
{
	struct lnds_sink *out = lnds_app_output(j->app, err);
	uint64_t rows = 0;

	if (!out)
		return false;
	for (unsigned s = 0; s < j->in.n; s++)
		rows += j->in.codes[s].n;
	lnds_app_counted(j->app, rows, j->out.n);
	if (j->o->to == TO_PAIRS)
		return lnds_link_matched_write(&j->out, j->in.codes, out, err);
	return lnds_link_pairs_csv(&j->out, j->in.codes, out, err);
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	struct job j = {.app = app, .o = ctx};
	enum lnds_code code = LNDS_DONE;

	if (check(app, j.o, err) &&
		lnds_cmd_codes_open(
			app, app->operand, app->noperand, j.o->unchecked, &j.in, err) &&
		get_plan(&j, err) && compare(&j, err) && write_out(&j, err)) {
		tell(&j);
		code = j.out.n || app->opt.shard_n > 1 ? LNDS_DONE : LNDS_NEGATIVE;
	} else {
		code = err->code;
	}
	lnds_link_matched_free(&j.out);
	lnds_link_plan_free(&j.plan);
	lnds_cmd_codes_close(&j.in);
	return code;
}

const struct lnds_cmd lnds_cmd_match = {
	.name = "match",
	.operands = "CODES...",
	.summary = "compare code files: all pairs that may be links",
	.examples = {"lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run",
		"lnds-link match --plan plan.json --shard 0/3 --work parts lu.lnc de.lnc "
		"-o p0.run",
		"lnds-link match --threshold 0.9 --to csv lu.lnc > twins.csv"},
	.groups = LNDS_GROUP_FILE | LNDS_GROUP_RUN | LNDS_GROUP_EVIDENCE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};

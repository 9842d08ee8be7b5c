/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From plan options to what the library wants; what is told of a plan. */
#include "plan_opts.h"

#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "link/match/decoys.h"

#define DEFAULT_FDR 10000u /* millionths */
#define MANY_TWINS 0.01

bool lnds_cmd_score(
	const char *text, const char *option, uint32_t *score, struct lnds_err *err)
{
	*score = 0;
	if (!text || lnds_link_threshold(lnds_sv(text), score))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--%s: '%.40s' is no score", option, text);
	return lnds_hint(err, "a decimal from 0 to 1, such as 0.85");
}

bool lnds_cmd_rate(const char *fdr, const char *threshold, uint32_t *millionths,
	struct lnds_err *err)
{
	if (fdr && threshold) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--fdr and --threshold exclude each other");
		return lnds_hint(err, "a threshold is given, or chosen for a rate");
	}
	if (fdr && !lnds_share(lnds_sv(fdr), millionths)) {
		lnds_fail(err, LNDS_USAGE, NULL, "--fdr: '%.40s' is no rate", fdr);
		return lnds_hint(err, "a decimal between 0 and 1, such as 0.01");
	}
	return true;
}

static uint32_t capped(uint64_t v)
{
	return v < UINT32_MAX ? (uint32_t)v : UINT32_MAX;
}

bool lnds_cmd_plan_opts(const struct lnds_app *app, const struct lnds_plan_opts *o,
	struct lnds_link_plan_opts *out, struct lnds_err *err)
{
	*out = (struct lnds_link_plan_opts){.has_threshold = o->threshold != NULL,
		.fdr = DEFAULT_FDR,
		.top = capped(o->top),
		.min_overlap = o->min_overlap,
		.sample = capped(o->sample),
		.blocked = o->blocked,
		.seed = app->opt.seed,
		.decoys = o->decoys,
		.threads = app->opt.threads,
		.isa = LNDS_LINK_AUTO};
	return lnds_cmd_rate(o->fdr, o->threshold, &out->fdr, err) &&
	       lnds_cmd_score(o->threshold, "threshold", &out->threshold, err) &&
	       lnds_cmd_score(o->margin, "margin", &out->margin, err);
}

void lnds_cmd_warn_twins(const struct lnds_app *app, const struct lnds_link_plan *plan)
{
	unsigned i;

	for (i = 0; i < plan->nsource; i++) {
		const double share = lnds_link_plan_twins(plan, i);

		if (share > MANY_TWINS)
			lnds_app_warn(app,
				"%s: %.1f %% of the records have a twin in the same "
				"file (duplicates, households): deduplicate it, or "
				"give --decoys of another party",
				plan->source[i].party, 100 * share);
	}
}

void lnds_cmd_note_plan_by(const struct lnds_app *app, const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes, const char *kernel)
{
	struct lnds_buf b = {0};
	unsigned i;

	for (i = 0; i < plan->nsource; i++)
		lnds_buf_printf(&b, "%s%s %u", i ? " x " : "", plan->source[i].party,
			plan->source[i].n);
	lnds_app_note(app, "%s, %s %u, floor %.3f, header %u bits%s%s", lnds_buf_cstr(&b),
		codes->manifest.encoding == LNDS_LINK_TMH ? "tmh" : "clk", codes->bits,
		(double)plan->floor / LNDS_LINK_ONE, plan->header, kernel ? ", " : "",
		kernel ? kernel : "");
	lnds_buf_free(&b);
}

void lnds_cmd_note_plan(const struct lnds_app *app, const struct lnds_link_plan *plan,
	const struct lnds_link_codes *codes)
{
	lnds_cmd_note_plan_by(app, plan, codes, NULL);
}

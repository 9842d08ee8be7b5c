/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threshold of a run. */
#include "link/assign/decide.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "link/match/estimate.h"

/* The largest threshold of the source pairs; under the floor there are no pairs. */
static bool by_rate(const struct lnds_link_plan *plan, uint32_t floor, uint32_t fdr,
	const uint64_t (*at)[LNDS_LINK_BINS], uint32_t *threshold, struct lnds_err *err)
{
	uint32_t t;
	unsigned i;

	*threshold = floor;
	for (i = 0; i < plan->npair; i++) {
		const struct lnds_link_sample *s = &plan->pair[i];

		if (!lnds_link_choose(
			    s, lnds_link_plan_larger(plan, i), at[i], fdr, &t, err))
			return lnds_link_plan_between(plan, s, err);
		if (t > *threshold)
			*threshold = t;
	}
	return true;
}

static bool check_floor(
	uint32_t threshold, const struct lnds_link_run *run, struct lnds_err *err)
{
	char text[9];

	if (threshold >= run->meta.floor)
		return true;
	lnds_link_score_text(run->meta.floor, text);
	lnds_fail(err, LNDS_USAGE, NULL,
		"the threshold lies under the floor of the run, which is %s", text);
	return lnds_hint(err, "a lower one needs a plan of its own, and a match by it");
}

bool lnds_link_decide(const struct lnds_link_plan *plan, const struct lnds_link_run *run,
	const struct lnds_link_decide_opts *o, const uint64_t (*at)[LNDS_LINK_BINS],
	uint32_t *threshold, struct lnds_err *err)
{
	bool by_plan = !o->has_threshold && !o->has_fdr;
	uint32_t fdr = o->has_fdr ? o->fdr : plan->fdr, floor = run->meta.floor;
	uint64_t(*own)[LNDS_LINK_BINS];
	bool ok;

	if (o->has_threshold || (by_plan && plan->has_threshold)) {
		*threshold = o->has_threshold ? o->threshold : plan->threshold;
		return check_floor(*threshold, run, err);
	}
	if (plan->nsource < 2) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a false discovery rate needs two sources at least");
		return lnds_hint(err, "give --threshold T");
	}
	if (at)
		return by_rate(plan, floor, fdr, at, threshold, err);
	own = lnds_calloc(plan->npair, sizeof(*own));
	ok = lnds_link_accepted(run, own, err) &&
	     by_rate(plan, floor, fdr, (const uint64_t(*)[LNDS_LINK_BINS])own, threshold,
		     err);
	free(own);
	return ok;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The threshold of a run: the one asked for, or what the plan's decoys and the links that
 * greedy accepts say (estimate.h).
 */
#ifndef LNDS_LINK_DECIDE_H
#define LNDS_LINK_DECIDE_H

#include "link/assign/assign.h"
#include "link/match/plan.h"

struct lnds_link_decide_opts { /* neither: the plan's own threshold or rate */
	bool has_threshold, has_fdr;
	uint32_t threshold; /* S */
	uint32_t fdr;	    /* millionths */
};

/* The largest of the source pairs' thresholds, or the one given. `at` as from
 * lnds_link_accepted, NULL: counted here if it is needed. LNDS_DATA naming the least
 * reachable rate where no threshold reaches it; LNDS_USAGE for a rate with one source,
 * or a threshold under the run's floor. */
bool lnds_link_decide(const struct lnds_link_plan *plan, const struct lnds_link_run *run,
	const struct lnds_link_decide_opts *o, const uint64_t (*at)[LNDS_LINK_BINS],
	uint32_t *threshold, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

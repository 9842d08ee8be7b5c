/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threshold and quality without truth, by decoys (spec of linkage, 4.9): records of one
 * source against others of the same source show how well two different persons can match.
 * Estimates are doubles rounded once, in one place, when printed; the threshold they lead
 * to is an integer and the arithmetic is fixed, so that it is the same everywhere.
 */
#ifndef LNDS_LINK_ESTIMATE_H
#define LNDS_LINK_ESTIMATE_H

#include "link/plan.h"

struct lnds_link_estimate {
	uint32_t threshold;
	uint64_t links;
	double fdr, fdr_hi; /* FDR+ ; with Wilson's 95 % upper limit of the tail */
	double matches_at_least;
	double recall_at_most;
	double twins; /* share of decoys >= 0.98, the greater of both sources */
};

/* links_at[bin] = links accepted with score >= bin << 14. Threshold: the smallest e with FDR+(e) <=
 * fdr and FDR0(e') <= fdr for all e' >= e with at least 50 links. False (LNDS_DATA, naming
 * the least reachable rate) where there is none. */
bool lnds_link_choose(const struct lnds_link_sample *s, const struct lnds_link_source *y,
	const uint64_t links_at[LNDS_LINK_BINS], uint32_t fdr_ppm, uint32_t *threshold,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The estimates at one threshold. */
void lnds_link_estimate(const struct lnds_link_sample *s,
	const struct lnds_link_source *y, const uint64_t links_at[LNDS_LINK_BINS],
	uint32_t threshold, struct lnds_link_estimate *out);

#endif

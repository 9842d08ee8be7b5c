/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threshold and quality without truth, by decoys (spec of linkage, 4.9): records of one
 * source against others of the same source show how well two different persons can match
 * (target-decoy estimates, as proteomics has them: Elias and Gygi, Nature Methods 2007).
 *
 * Of two sources Y is the larger one, X the smaller. At e/1024: d of q decoys of a source
 * reach it; tail0 = max d/q and tail+ = max (d+1)/(q+1) over the sources whose decoys
 * were sampled; T = links accepted there; FDR = tail (n_Y - T)/T.
 *
 * What decides (threshold, floor) is decided in integers. What is only told (struct
 * lnds_link_estimate) is in doubles, rounded once when printed.
 */
#ifndef LNDS_LINK_ESTIMATE_H
#define LNDS_LINK_ESTIMATE_H

#include "link/match/plan.h"

struct lnds_link_estimate {
	uint32_t threshold;
	uint64_t links;
	double fdr,
		fdr_hi; /* FDR+, and with Wilson's 95 % upper limit of the tail; <= 1 */
	/* With Wilson's limit of tail0, one standard error up: the greatest of a thousand
	 * estimates is one that erred upwards, and tail0 itself put the bound at up to
	 * 1.035 of the truth in files of 1000 (tests/unit/link/grid.c). */
	double matches_at_least;
	double recall_at_most; /* a bound, not an estimate; 1 where nothing is known */
	double twins;	       /* share of decoys >= 0.98, the greater of both sources */
};

/* links_at[bin] = links accepted with score >= bin << 14. Threshold: the smallest e with
 * FDR+(e) <= fdr and FDR0(e') <= fdr for all e' >= e with at least 50 links. False
 * (LNDS_DATA, naming the least reachable rate) where there is none. Under the floor of
 * the run links_at grows no more, so that a threshold there stands for the floor. */
bool lnds_link_choose(const struct lnds_link_sample *s, const struct lnds_link_source *y,
	const uint64_t links_at[LNDS_LINK_BINS], uint32_t fdr_ppm, uint32_t *threshold,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* The floor of a match that is to end in this rate: the same search with FDR0, 1.5 times
 * the rate, and T replaced by its bound min(n_X, n_Y · share of best >= e); less the
 * margin; never below the e where tail0 comes down to 0.5. LNDS_DATA where no threshold
 * above such a floor could reach the rate. */
bool lnds_link_floor(const struct lnds_link_sample *s, const struct lnds_link_source *y,
	uint32_t fdr_ppm, uint32_t margin, uint32_t *floor,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* The estimates at one threshold (of which `links` came), which may lie between two bins:
 * then the tail is that of the lower one. */
void lnds_link_estimate(const struct lnds_link_sample *s,
	const struct lnds_link_source *y, uint64_t links, uint32_t threshold,
	struct lnds_link_estimate *out);

#endif

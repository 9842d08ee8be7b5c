/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decoys (spec of linkage, 4.9): how well rows match whose match cannot be there. The
 * rows of a source are ranked by AES-256(SHA-256("seed N"), row as a 128-bit big-endian
 * number), so that a sample is the same on every machine; the first ones are looked at.
 */
#ifndef LNDS_LINK_DECOYS_H
#define LNDS_LINK_DECOYS_H

#include "link/match/plan.h"
#include "link/match/scan.h"

#define LNDS_LINK_TWIN 16441671u /* the score 0.98 */

/* All n rows in the order of their rank: heap, the caller's. */
uint32_t *lnds_link_rank(uint32_t n, uint64_t seed);

struct lnds_link_decoys {
	const struct lnds_link_codes *codes; /* of all sources */
	const uint32_t *const *rank;	     /* of all sources */
	const struct lnds_link_overlap *overlap;
	uint32_t sample;
	bool skip[LNDS_LINK_MAX_SOURCES]; /* no decoys of this source */
	enum lnds_link_isa isa;
	unsigned threads;
};

/* Fills *s for the sources a < b. LNDS_TEMPORARY where it was asked to stop. */
bool lnds_link_decoys(const struct lnds_link_decoys *d, unsigned a, unsigned b,
	struct lnds_link_sample *s, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

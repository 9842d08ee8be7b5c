/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which pairs are candidates at all: those whose common features weigh at least
 * --min-overlap of the total weight. A plain value, filled once, read by any thread.
 */
#ifndef LNDS_LINK_OVERLAP_H
#define LNDS_LINK_OVERLAP_H

#include "link/file/manifest.h"

struct lnds_link_overlap {
	bool all;	      /* every pair is one: no weights, or a minimum of 0 */
	uint64_t need;	      /* least sum, in the unit of `sum` */
	uint64_t sum[8][256]; /* weight of byte k of a mask */
};

/* min_ppm: millionths of the total weight. A bare manifest makes every pair one. */
void lnds_link_overlap_init(struct lnds_link_overlap *o,
	const struct lnds_link_manifest *m, uint32_t min_ppm);

static inline bool lnds_link_candidate(
	const struct lnds_link_overlap *o, uint64_t a, uint64_t b)
{
	uint64_t both = a & b, sum = 0;
	unsigned k;

	if (o->all)
		return true;
	for (k = 0; k < 8; k++)
		sum += o->sum[k][both >> 8 * k & 255];
	return sum >= o->need;
}

#endif

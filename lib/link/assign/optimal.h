/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Optimal assignment between two sources: of the pairs at or above the threshold, the set
 * with each record once at most whose sum of scores is greatest. Independent components
 * are solved one by one; those of more than 2000 rows on a side are left to greedy, and
 * counted.
 */
#ifndef LNDS_LINK_OPTIMAL_H
#define LNDS_LINK_OPTIMAL_H

#include "link/assign/assign.h"

#define LNDS_LINK_SIDE_MAX 2000u /* rows on a side of a component that is solved */

/* `out` is fresh (packed.h). */
void lnds_link_optimal(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out);

struct lnds_link_edge { /* of one component; rows numbered from 0 */
	uint32_t left, right, score;
};

/* The matching of greatest sum by shortest augmenting paths: match[left] is the right row
 * or LNDS_LINK_NONE. Edges are sorted by (left, right), none twice. Of several best
 * ones the edges alone decide which. */
void lnds_link_optimal_solve(const struct lnds_link_edge *edge, size_t nedge,
	uint32_t nleft, uint32_t nright, uint32_t *match);

#endif

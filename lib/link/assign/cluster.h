/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clustering of more than two sources (spec of linkage, 4.8): an edge between clusters X
 * and Y adds 1 to their count; they merge when no source stands in both and the count is
 * at least min_agree · |X| · |Y|; counts add on merging.
 */
#ifndef LNDS_LINK_CLUSTER_H
#define LNDS_LINK_CLUSTER_H

#include "link/assign/assign.h"

/* Two clusters become one at a score; records as lnds_link_record counts them. */
struct lnds_link_merged {
	uint32_t score;
	unsigned nx, ny;
	uint32_t x[LNDS_LINK_MAX_SOURCES], y[LNDS_LINK_MAX_SOURCES];
};

/* `out` is fresh (packed.h). `merged`, where not NULL, is told of every merging, in
 * order. */
void lnds_link_cluster(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o,
	void (*merged)(void *arg, const struct lnds_link_merged *m), void *arg,
	struct lnds_link_links *out);

#endif

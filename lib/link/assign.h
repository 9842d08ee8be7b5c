/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From candidate pairs to links, in the order of the run: greedy, mutual, optimal, or none (all
 * pairs) between two sources; clustering between more. Memory: 64 MiB and 16 bytes a
 * record; pairs are streamed, never held.
 */
#ifndef LNDS_LINK_ASSIGN_H
#define LNDS_LINK_ASSIGN_H

#include "link/pairs.h"

enum lnds_link_mode {
	LNDS_LINK_GREEDY,
	LNDS_LINK_MUTUAL,
	LNDS_LINK_OPTIMAL,
	LNDS_LINK_ALL
};

struct lnds_link_assign_opts {
	enum lnds_link_mode mode; /* over two sources: clustering, whatever it says */
	uint32_t threshold;	  /* S */
	uint32_t margin;	  /* S: groups with less become `review` */
	uint32_t min_agree;	  /* millionths; clustering */
};

/* One member of a group; members of a group follow one another, by (source, row). Groups
 * count from 1 in score order (ties: by their first pair's place in the run). */
struct lnds_link_member {
	uint64_t group;
	uint32_t row;
	uint8_t source;
	bool review;
	uint32_t score; /* of the group: its smallest accepted edge */
	uint32_t
		margin; /* score minus the best other pair of either row, or the floor; may be 0 */
};

struct lnds_link_links {
	struct lnds_link_member *member; /* heap */
	size_t n, cap;
	uint64_t groups, review;
	uint64_t
		oversized; /* optimal: components over 2000 rows on a side, solved greedily */
	uint64_t at
		[1025]; /* groups accepted with score >= bin << 14, whatever the threshold */
};

/* `at` is filled down to the run's floor, as if the threshold were the floor (greedy order makes the links at a
 * higher threshold a prefix; for optimal, mutual and clustering it counts what greedy
 * would accept). */
bool lnds_link_assign(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_links_free(struct lnds_link_links *l);

#endif

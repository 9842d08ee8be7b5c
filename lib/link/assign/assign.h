/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From candidate pairs to links, in the order of the run (spec of linkage, 4.8): greedy,
 * mutual, optimal, or none (all pairs) between two sources; clustering between more. One
 * source (duplicates): greedy, mutual or none.
 *
 * Memory: 16 bytes a record, and 24 MiB for the components of optimal; clustering takes 36
 * bytes, and 40 for every two clusters that wait for their agreement. Pairs are streamed,
 * never held; so links are packed, and given group by group:
 *
 *	while ((g = lnds_link_links_next(l)))
 *		for (i = 0; i < g->n; i++)
 *			… g->member[i].source, g->member[i].row …
 *
 * Links own their memory, but those of LNDS_LINK_ALL are read from the run, which must then
 * outlive them.
 */
#ifndef LNDS_LINK_ASSIGN_H
#define LNDS_LINK_ASSIGN_H

#include "link/file/pairs.h"
#include "link/kernel/score.h"

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

struct lnds_link_member {
	uint32_t row;
	uint8_t source;
};

/* Groups count from 1 in score order; ties by the place in the run of the pair that made
 * the group what it is. Members stand by (source, row). */
struct lnds_link_group {
	uint64_t number;
	uint32_t score; /* its smallest accepted edge */
	uint32_t
		margin; /* score minus the best other pair of a member (one that leaves the
			  * group), or the floor where that is greater; 0 if negative */
	bool review;
	unsigned n; /* from 2 to the number of sources; 2 with one source */
	struct lnds_link_member member[LNDS_LINK_MAX_SOURCES];
};

struct lnds_link_packed;
struct lnds_link_links {
	uint64_t groups, members, review;
	/* optimal: components over 2000 rows on a side, solved greedily */
	uint64_t oversized;
	struct lnds_link_file file; /* of links that were read */
	struct lnds_link_packed *packed;
};

/* LNDS_USAGE: optimal with one source; more than 2^32 - 2 records in all. On failure
 * `out` holds nothing. */
bool lnds_link_assign(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The next group, or NULL at the end; it lives until the next call. */
const struct lnds_link_group *lnds_link_links_next(struct lnds_link_links *l);
/* The next call gives group 1. Fresh links stand there. */
void lnds_link_links_rewind(struct lnds_link_links *l);
void lnds_link_links_free(struct lnds_link_links *l);

/* How many source pairs a run has, in the order of plan->pair: (0,1), (0,2), …; one where
 * it has one source. */
unsigned lnds_link_source_pairs(unsigned nsource);
/* The place of sources a < b among them: (0,1), (0,2), … */
unsigned lnds_link_source_pair(unsigned nsource, unsigned a, unsigned b);
/* at[p][bin]: links that greedy accepts between the two sources of pair p, looking at no
 * others, with score >= bin << 14, down to the run's floor. (Greedy order makes the
 * links at a higher threshold a prefix, so one pass counts them all.) `at` has
 * lnds_link_source_pairs entries. Fails as lnds_link_assign. */
bool lnds_link_accepted(const struct lnds_link_run *run, uint64_t (*at)[LNDS_LINK_BINS],
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

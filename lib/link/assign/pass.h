/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over the pairs of a run, in order, a chunk at a time. Pages of a mapped run
 * are given back behind it, so that a pass over 10^8 pairs holds about a MiB of them.
 */
#ifndef LNDS_LINK_PASS_H
#define LNDS_LINK_PASS_H

#include "link/file/pairs.h"

/* How many pairs ahead the random reads of a row's state are asked for. */
#define LNDS_LINK_AHEAD 24u

struct lnds_link_pass {
	const struct lnds_link_run *run;
	uint64_t at, end;
};

/* All pairs, or the first n of them. */
static inline struct lnds_link_pass lnds_link_pass(
	const struct lnds_link_run *run, uint64_t n)
{
	return (struct lnds_link_pass){.run = run, .end = n};
}

/* The next chunk and how many pairs it has; 0 at the end. It lives until the next call. */
size_t lnds_link_pass_next(struct lnds_link_pass *pass, const struct lnds_link_pair **p);

/* How many pairs have a score of at least s: the first so many. */
uint64_t lnds_link_pairs_from(const struct lnds_link_run *run, uint32_t s);

/* Records of all sources under one number: (source, row) is base[source] + row. */
struct lnds_link_index {
	uint32_t base[LNDS_LINK_MAX_SOURCES + 1];
	unsigned nsource;
};

/* LNDS_USAGE for more than 2^32 - 2 records in all. */
bool lnds_link_index(const struct lnds_link_source *source, unsigned n,
	struct lnds_link_index *x, struct lnds_err *err) LNDS_MUST_CHECK;

static inline uint32_t lnds_link_record(
	const struct lnds_link_index *x, uint8_t source, uint32_t row)
{
	return x->base[source] + row;
}

/* The source of a record. */
static inline uint8_t lnds_link_source_of(
	const struct lnds_link_index *x, uint32_t record)
{
	unsigned lo = 0, hi = x->nsource;

	while (hi - lo > 1) {
		unsigned mid = (lo + hi) / 2;

		if (x->base[mid] <= record)
			lo = mid;
		else
			hi = mid;
	}
	return (uint8_t)lo;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One set of feature keys with everything made from it: hashers and caches. A coder has
 * one, or, under harden salt=COL, one for each value of the salt. For coder.c.
 */
#ifndef LNDS_LINK_RING_H
#define LNDS_LINK_RING_H

#include "link/encode/cache.h"
#include "link/encode/clk.h"
#include "link/encode/coder.h"
#include "link/encode/tmh.h"
#include "link/encode/token.h"

/* What one feature's cells come to, in this ring. */
struct lnds_link_part {
	struct lnds_link_clk *clk; /* or */
	struct lnds_link_tmh *tmh;
	struct lnds_link_cache *cell, *token;
	struct lnds_link_entry *single; /* uncached: the entry of the last cell */
	struct lnds_buf kept;		/* and its value */
};

struct lnds_link_ring {
	const struct lnds_link_coding *coding;
	struct lnds_link_keys *keys;
	uint32_t folded; /* L': bits before folding */
	size_t payload;	 /* bytes that a cell contributes: L' / 8, or 2 l for tmh */
	size_t spare;	 /* what cell caches may borrow beyond their share */
	struct lnds_link_part part[LNDS_LINK_MAX_FEATURES];

	/* Of the cell in hand: */
	struct lnds_buf work[3];
	struct lnds_link_tokens tokens;
	uint16_t *position;
};

/* suffix as in lnds_link_keys_new; share: of so many rings. */
struct lnds_link_ring *lnds_link_ring_new(const struct lnds_link_coding *c,
	struct lnds_sv suffix, unsigned share, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_ring_free(struct lnds_link_ring *r); /* NULL allowed */

/* The cell's value as it is hashed; empty: missing. It lives in r->work, or is the cell.
 * LNDS_DATA with err->column. */
bool lnds_link_ring_value(struct lnds_link_ring *r, unsigned f, struct lnds_sv cell,
	struct lnds_sv *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* Computes the entry of a cell that is not in the cache, which must have room. */
struct lnds_link_entry *lnds_link_ring_make(struct lnds_link_ring *r, unsigned f,
	struct lnds_sv cell, uint64_t place, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a least score T says about popcounts and Hamming distances, exactly (spec of
 * linkage, 4.6, 4.7). clk: S >= T means H <= (1 - t)(a + b), t = T / 2^24, and the
 * smaller of a and b bounds what both share; tmh: H <= l(1 - t)/(2 - t), and H is at
 * least |a - b|.
 */
#ifndef LNDS_LINK_BOUND_H
#define LNDS_LINK_BOUND_H

#include "link/file/manifest.h"
#include "link/kernel/score.h"

/* The score of two codes of popcounts a and b at distance h. */
static inline uint32_t lnds_link_score_of(enum lnds_link_encoding encoding, uint32_t bits,
	uint32_t a, uint32_t b, uint32_t h)
{
	return encoding == LNDS_LINK_CLK ? lnds_link_dice((a + b - h) / 2, a, b)
					 : lnds_link_minhash(bits, h);
}

/* A pair whose score reaches `least` has a distance of at most limit_a(a) + limit_b(b).
 * The two differ in how they round: floor(x + y) <= floor(x) + ceil(y). */
uint32_t lnds_link_limit_a(
	enum lnds_link_encoding encoding, uint32_t bits, uint32_t least, uint32_t a);
uint32_t lnds_link_limit_b(enum lnds_link_encoding encoding, uint32_t least, uint32_t b);

/* reach[p] = the popcounts with which popcount p can reach `least`; both ends rise with
 * p. */
struct lnds_link_reach {
	uint16_t low[LNDS_LINK_MAX_BITS + 1], high[LNDS_LINK_MAX_BITS + 1];
};
void lnds_link_reach_init(struct lnds_link_reach *r, enum lnds_link_encoding encoding,
	uint32_t bits, uint32_t least);

#endif

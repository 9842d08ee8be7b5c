/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounds in integers. The highest score of a popcount falls to both sides of it, so the
 * reachable ones are an interval, and its ends rise: two pointers find all.
 */
#include "link/match/bound.h"

uint32_t lnds_link_limit_a(
	enum lnds_link_encoding encoding, uint32_t bits, uint32_t least, uint32_t a)
{
	const uint64_t apart = LNDS_LINK_ONE - least;

	if (encoding == LNDS_LINK_CLK)
		return (uint32_t)(apart * a >> 24);
	if (!least) /* the score is 0 from half the bits on */
		return bits;
	return (uint32_t)(apart * bits / (apart + LNDS_LINK_ONE));
}

uint32_t lnds_link_limit_b(enum lnds_link_encoding encoding, uint32_t least, uint32_t b)
{
	const uint64_t apart = LNDS_LINK_ONE - least;

	if (encoding == LNDS_LINK_CLK)
		return (uint32_t)((apart * b + LNDS_LINK_ONE - 1) >> 24);
	return 0;
}

/* The highest score of two codes of these popcounts. */
static uint32_t highest(
	enum lnds_link_encoding encoding, uint32_t bits, uint32_t a, uint32_t b)
{
	return lnds_link_score_of(encoding, bits, a, b, a < b ? b - a : a - b);
}

void lnds_link_reach_init(struct lnds_link_reach *r, enum lnds_link_encoding encoding,
	uint32_t bits, uint32_t least)
{
	uint32_t p, low = 0, high = 0;

	for (p = 0; p <= bits; p++) {
		while (low < p && highest(encoding, bits, p, low) < least)
			low++;
		high = high < p ? p : high;
		while (high < bits && highest(encoding, bits, p, high + 1) >= least)
			high++;
		r->low[p] = (uint16_t)low;
		r->high[p] = (uint16_t)high;
	}
}

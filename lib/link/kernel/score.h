/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores as integers: S = floor(num * 2^24 / den), den <= 4096, so that S keeps order and
 * equality of the fractions. clk: Dice, num = 2|A and B|, den = |A| + |B|. tmh: Dice out
 * of the estimated Jaccard coefficient, num = max(0, l - 2H), den = l - H, H the Hamming
 * distance. A pair is accepted iff S >= T, T = floor(t * 2^24). No float touches a
 * decision.
 */
#ifndef LNDS_LINK_SCORE_H
#define LNDS_LINK_SCORE_H

#include "base/err.h"
#include "base/sv.h"

#define LNDS_LINK_ONE (1u << 24) /* the score 1 */
#define LNDS_LINK_BINS 1025u	 /* histograms: bin = score >> 14 */

static inline uint32_t lnds_link_score(uint32_t num, uint32_t den)
{
	return den ? (uint32_t)(((uint64_t)num << 24) / den) : 0;
}

static inline uint32_t lnds_link_dice(uint32_t both, uint32_t a, uint32_t b)
{
	return lnds_link_score(2 * both, a + b);
}

static inline uint32_t lnds_link_minhash(uint32_t bits, uint32_t distance)
{
	return bits > 2 * distance ? lnds_link_score(bits - 2 * distance, bits - distance)
				   : 0;
}

/* A decimal from 0 to 1 ("0.85", ".9", "1", at most 18 digits) as T, exactly. False for
 * anything else. */
bool lnds_link_threshold(struct lnds_sv text, uint32_t *t) LNDS_MUST_CHECK;
/* Six decimals, floor((S * 10^6 + 2^23) / 2^24): "0.912345" and a NUL. */
void lnds_link_score_text(uint32_t score, char out[9]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the bits of a token stand (clkhash 0.18, bloomfilter.py): blakeHash (16-bit words
 * of keyed BLAKE2b-512, salted by 0, 1, … as ASCII decimals) or doubleHash (Schnell 2011,
 * by HMAC-SHA1 and HMAC-MD5). Position i of a token does not depend on how many are asked
 * for, so more can be made later.
 */
#ifndef LNDS_LINK_CLK_H
#define LNDS_LINK_CLK_H

#include "link/schema/schema.h"

#define LNDS_LINK_CLK_STEP 32u /* positions of one BLAKE2b call */

struct lnds_link_clk; /* one a thread and feature; holds key material, zeroised */

/* Of one feature: its hash, and its keys of key_n bytes (key1 for doubleHash alone).
 * bits: the length before folding, L'. LNDS_SYSTEM where the provider lacks MD5 or
 * SHA1. */
struct lnds_link_clk *lnds_link_clk_new(const struct lnds_link_feature *f,
	const uint8_t *key0, const uint8_t *key1, size_t key_n, uint32_t bits,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Positions from `first` (a multiple of LNDS_LINK_CLK_STEP) on, n of them. */
void lnds_link_clk_positions(struct lnds_link_clk *c, struct lnds_sv token,
	uint32_t first, uint32_t n, uint16_t *out);
void lnds_link_clk_free(struct lnds_link_clk *c);

/* Sets the bits in a code: bit i is byte i / 8, mask 0x80 >> i % 8. */
static inline void lnds_link_clk_set(uint8_t *code, const uint16_t *position, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		code[position[i] >> 3] |= (uint8_t)(0x80 >> (position[i] & 7));
}

#endif

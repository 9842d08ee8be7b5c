/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FF1 (NIST SP 800-38G) in batches: AES-256, empty tweak, ten rounds, any radix and
 * length with r^v <= 2^96, so that a round is one AES block; 64 numbers share one AES
 * call. A number of n symbols is worked on as its halves: A of u = floor(n/2) symbols, B
 * of v = n - u. crypto/ff1_ref.h is the judge. An object holds a keyed cipher and work
 * space: one per thread, zeroised when freed.
 */
#ifndef LNDS_PSEUDO_FF1_H
#define LNDS_PSEUDO_FF1_H

#include "pseudo/wide.h"

#define LNDS_FF1_LANES 64

/* Halves of up to 64 numbers: one limb where r^v <= 2^64 (lnds_ff1_narrow), else two. */
struct lnds_ff1_lanes {
	union {
		uint64_t a[LNDS_FF1_LANES];
		lnds_u128 wide_a[LNDS_FF1_LANES];
	};
	union {
		uint64_t b[LNDS_FF1_LANES];
		lnds_u128 wide_b[LNDS_FF1_LANES];
	};
};

struct lnds_ff1;

/* Is r^n >= 10^6 and r^v <= 2^96? radix 2 to 65536, n >= 2. */
bool lnds_ff1_possible(unsigned radix, unsigned n);
/* lnds_ff1_possible() must hold. */
struct lnds_ff1 *lnds_ff1_new(const uint8_t key[32], unsigned radix, unsigned n);
void lnds_ff1_free(struct lnds_ff1 *f); /* NULL allowed */
bool lnds_ff1_narrow(const struct lnds_ff1 *f);

/* In place; count <= 64; every half below r^u (A), r^v (B). */
void lnds_ff1_encipher(struct lnds_ff1 *f, struct lnds_ff1_lanes *x, unsigned count);
void lnds_ff1_decipher(struct lnds_ff1 *f, struct lnds_ff1_lanes *x, unsigned count);

/* Lane i becomes the halves of number x < r^n, and back. */
void lnds_ff1_split(const struct lnds_ff1 *f, const struct lnds_wide *x,
	struct lnds_ff1_lanes *lanes, unsigned i);
void lnds_ff1_join(const struct lnds_ff1 *f, const struct lnds_ff1_lanes *lanes,
	unsigned i, struct lnds_wide *x);
/* All lanes at once from numbers of one limb. */
void lnds_ff1_split_u64(const struct lnds_ff1 *f, const uint64_t *x,
	struct lnds_ff1_lanes *lanes, unsigned count);

#endif

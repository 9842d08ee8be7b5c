/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random-access pseudo-random numbers for invented data: the k-th draw of attribute a of
 * item i depends on the seed and on these three numbers only, so that any row can be made
 * by itself. `lnds_mix` is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast
 * splittable pseudorandom number generators, OOPSLA 2014). Never for keys (os/entropy.h).
 */
#ifndef LNDS_BASE_RNG_H
#define LNDS_BASE_RNG_H

#include <stdint.h>

#define LNDS_GOLDEN UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t lnds_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* The stream of item i: computed once, then drawn from by lnds_draw. */
static inline uint64_t lnds_draw_item(uint64_t seed, uint64_t i)
{
	return lnds_mix(seed ^ lnds_mix(i));
}

/* Draw k (0 to 255) of attribute a. */
static inline uint64_t lnds_draw(uint64_t item, uint32_t a, uint32_t k)
{
	return lnds_mix(item + ((uint64_t)256 * a + k + 1) * LNDS_GOLDEN);
}

/* Uniform in [0, n) by multiplication; the bias is under n / 2^64. */
static inline uint64_t lnds_below(uint64_t draw, uint64_t n)
{
	return (uint64_t)((unsigned __int128)draw * n >> 64);
}

/* One pass of a four-round Feistel network over 2h bits with lnds_mix as round function:
 * a permutation of [0, 4^h). */
static inline uint64_t lnds_perm_pass(uint64_t x, uint64_t key, unsigned h)
{
	uint64_t mask = (UINT64_C(1) << h) - 1, left = x >> h, right = x & mask, next;
	unsigned round;

	for (round = 0; round < 4; round++) {
		next = lnds_mix((key + round * LNDS_GOLDEN) ^ right);
		next = left ^ (next & mask);
		left = right;
		right = next;
	}
	return left << h | right;
}

/* A permutation of [0, n): passes with the least h such that 4^h >= n, again while the
 * result is not below n (cycle walking). x < n. */
uint64_t lnds_perm(uint64_t x, uint64_t n, uint64_t key);
/* That h. */
unsigned lnds_perm_half(uint64_t n);

#endif

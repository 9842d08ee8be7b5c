/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Feistel permutation. */
#include "base/rng.h"

uint64_t lnds_perm(uint64_t x, uint64_t n, uint64_t key)
{
	unsigned h = 0, round;
	uint64_t mask, left, right, next;

	while (h < 32 && (UINT64_C(1) << (2 * h)) < n)
		h++;
	mask = (UINT64_C(1) << h) - 1;
	do {
		left = x >> h;
		right = x & mask;
		for (round = 0; round < 4; round++) {
			next = lnds_mix((key + round * LNDS_GOLDEN) ^ right);
			next = left ^ (next & mask);
			left = right;
			right = next;
		}
		x = left << h | right;
	} while (x >= n);
	return x;
}

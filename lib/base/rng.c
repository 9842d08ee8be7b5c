/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Feistel permutation, where its width is not known yet. */
#include "base/rng.h"

unsigned lnds_perm_half(uint64_t n)
{
	unsigned h = 0;

	while (h < 32 && (UINT64_C(1) << (2 * h)) < n)
		h++;
	return h;
}

uint64_t lnds_perm(uint64_t x, uint64_t n, uint64_t key)
{
	unsigned h = lnds_perm_half(n);

	do {
		x = lnds_perm_pass(x, key, h);
	} while (x >= n);
	return x;
}

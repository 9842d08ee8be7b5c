/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two loops of an FF1 round over narrow halves with d = 8, for vector units. Their
 * twin is the plain code of ff1.c, and the tests hold both to the reference. Lanes are
 * worked on by eights: arrays have 64, so the last eight may be read and written whole.
 */
#ifndef LNDS_PSEUDO_FF1_KERNEL_H
#define LNDS_PSEUDO_FF1_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/* Least modulus for which the quotient, found in doubles, is at most one off. */
#define LNDS_FF1_VECTOR_LEAST (UINT64_C(1) << 14)

/* Blocks (16 bytes each): the upper half is `hi`, the lower x xor `lo`, big-endian. */
void lnds_ff1_blocks_avx512(
	uint8_t *block, const uint64_t *x, unsigned n, uint64_t hi, uint64_t lo);
/* x = x + y or x - y modulo m, y the first eight bytes of each block; m is
 * LNDS_FF1_VECTOR_LEAST to 2^32. */
void lnds_ff1_turn_avx512(
	const uint8_t *block, uint64_t *x, unsigned n, uint64_t m, bool add);

#endif

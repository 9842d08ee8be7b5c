/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loops over rows for any processor. Bits are a multiple of 64: inner loops of that
 * length become vector instructions.
 */
#include "link/encode/tmh_kernel.h"

#define LANES 64u

static void min(uint16_t *restrict into, const uint16_t *restrict row, uint32_t bits)
{
	for (; bits; bits -= LANES, into += LANES, row += LANES)
		for (unsigned j = 0; j < LANES; j++)
			into[j] = row[j] < into[j] ? row[j] : into[j];
}

static uint64_t four(const uint16_t *r)
{
	return (r[0] | (uint64_t)r[1] << 16 | (uint64_t)r[2] << 32 |
		       (uint64_t)r[3] << 48) &
	       UINT64_C(0x0001000100010001);
}

/* Of four lowest bits each 2^k of the factor brings one to its place in bits 48 to 51,
 * the first one highest; what else comes of them lies below or falls out above, and
 * nothing falls together. The other four likewise, four bits higher. */
static uint8_t eight(const uint16_t *r)
{
	return (uint8_t)((four(r) << 4 | four(r + 4)) * UINT64_C(0x0008000400020001) >>
			 48);
}

static void code_of(const uint16_t *const *row, unsigned n, uint32_t bits, uint8_t *code)
{
	uint16_t least[LANES];

	for (uint32_t at = 0; at < bits; at += LANES) {
		for (unsigned j = 0; j < LANES; j++)
			least[j] = UINT16_MAX;
		for (unsigned i = 0; i < n; i++)
			min(least, row[i] + at, LANES);
		for (unsigned k = 0; k < LANES / 8; k++)
			*code++ = eight(least + 8 * (size_t)k);
	}
}

const struct lnds_link_tmh_kernel lnds_link_tmh_plain = {min, code_of};

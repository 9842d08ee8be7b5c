/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV scan in portable C: the twin that tests hold the vector kernels equal to, and
 * the kernel of processors we have none for.
 */
#include "stream/csv_block.h"

static inline void block_masks(const char *p, char delim, struct masks *m)
{
	*m = (struct masks){0};
	for (unsigned i = 0; i < 64; i++) {
		const unsigned char c = (unsigned char)p[i];

		m->quote |= (uint64_t)(c == '"') << i;
		m->delim |= (uint64_t)(p[i] == delim) << i;
		m->newline |= (uint64_t)(c == '\n' || c == '\r') << i;
		m->cr |= (uint64_t)(c == '\r') << i;
		m->nul |= (uint64_t)(c == 0) << i;
		m->high |= (uint64_t)(c >> 7) << i;
	}
}

static inline uint64_t prefix_xor(uint64_t x)
{
	for (unsigned i = 1; i < 64; i *= 2)
		x ^= x << i;
	return x;
}

static inline unsigned popcount(uint64_t x)
{
	return (unsigned)__builtin_popcountll(x);
}

static inline unsigned lowest(uint64_t x)
{
	return (unsigned)__builtin_ctzll(x | UINT64_C(1) << 63);
}

enum lnds_csv_stop lnds_csv_scan_scalar(struct lnds_csv_scan *s)
{
	return scan(s);
}

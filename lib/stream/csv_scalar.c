/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV scan in portable C, eight bytes in a word: the twin that tests hold the vector
 * kernels equal to, and the kernel of processors we have none for.
 */
#include <endian.h>

#include "stream/csv_block.h"

#define EACH(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* The high bits of the bytes of w, gathered in the lowest eight. */
static inline uint64_t gather(uint64_t w)
{
	return (w >> 7 & EACH(1)) * UINT64_C(0x0102040810204080) >> 56;
}

/* A bit for each byte of w that is c. */
static inline uint64_t equal(uint64_t w, char c)
{
	w ^= EACH(c);
	return gather(~(((w & EACH(0x7f)) + EACH(0x7f)) | w));
}

static inline void block_masks(const char *p, char delim, struct masks *m)
{
	*m = (struct masks){0};
	for (unsigned i = 0; i < 64; i += 8) {
		uint64_t w, cr;

		memcpy(&w, p + i, sizeof(w));
		w = le64toh(w);
		cr = equal(w, '\r');
		m->quote |= equal(w, '"') << i;
		m->delim |= equal(w, delim) << i;
		m->newline |= (equal(w, '\n') | cr) << i;
		m->cr |= cr << i;
		m->nul |= equal(w, 0) << i;
		m->high |= gather(w) << i;
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

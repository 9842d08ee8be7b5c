/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a comparison kernel does, for one instruction set: it finds the pairs of two
 * packed sets of rows whose distance may be within their limit. A row is `width` words
 * of 32 bits: a folded header, of which a kernel may count a lower bound of the
 * distance, or the whole code (`exact`), of which it counts the distance itself. Pairs
 * that it lets through are scored again by scan.c, so kernels differ in speed only.
 *
 * Packed forms belong to their kernel. They are arrays of whole groups: rows of A in
 * fours, rows of B in `lanes`; LNDS_LINK_NEVER is the limit of a row that is not there.
 */
#ifndef LNDS_LINK_KERNEL_H
#define LNDS_LINK_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/kernel/isa.h"

#define LNDS_LINK_GROUP 4u  /* rows of A that a kernel takes at once */
#define LNDS_LINK_STEP 128u /* rows of A and of B in a call, at most */
#define LNDS_LINK_NEVER (-(1 << 20))

struct lnds_link_job {
	uint32_t width;
	bool exact;
	const void *a, *b;		  /* packed, from the first row of each */
	const int32_t *a_limit, *b_limit; /* a pair survives if its distance is */
	uint32_t a_first, a_end;	  /* at most the sum; multiples of GROUP, */
	uint32_t b_first, b_end;	  /* of lanes; at most STEP rows each */
};

struct lnds_link_kernel {
	const char *name;
	bool (*usable)(void); /* does this processor (LNDS_CPU) have it? */
	uint32_t lanes;
	uint32_t most; /* greatest limit under which it discards anything */
	uint32_t
		word_bytes; /* packed bytes a word of a row; widths are rounded up to 2 */
	/* One group: n rows of `width` words each, row-major, to packed form; rows that the
	 * group lacks are zero. */
	void (*pack_a)(
		const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out);
	void (*pack_b)(
		const uint32_t *word, uint32_t n, uint32_t width, bool exact, void *out);
	/* Survivors as a << 16 | b in any order; room for STEP × STEP. Returns how many. */
	size_t (*scan)(const struct lnds_link_job *job, uint32_t *survivor);
	/* Hamming distance of two codes of `bytes` (a multiple of 8). */
	uint32_t (*distance)(const void *a, const void *b, uint32_t bytes);
};

/* Packed bytes of one row. */
static inline uint32_t lnds_link_stride(const struct lnds_link_kernel *k, uint32_t width)
{
	return (width + 1) / 2 * 2 * k->word_bytes;
}

/* Without `usable` where this build has none. Plain is the scalar one without POPCNT. */
extern const struct lnds_link_kernel lnds_link_kernel_plain, lnds_link_kernel_scalar,
	lnds_link_kernel_avx2, lnds_link_kernel_avx512;

/* The best usable one of at most this set, or NULL: of LNDS_LINK_AUTO the best of all. */
const struct lnds_link_kernel *lnds_link_kernel_for(enum lnds_link_isa isa);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a linkage unit can see of code files before it matches them: sizes, how full the
 * codes are, which features are present, and whether two files agree in how often each
 * bit is set. Same population and key: a correlation of 0.999; case or accents treated
 * otherwise: 0.8; another key: about 0. Says nothing of single records.
 */
#ifndef LNDS_LINK_COMPARE_H
#define LNDS_LINK_COMPARE_H

#include "link/file/codes.h"

#define LNDS_LINK_BIT_CORR 0.9 /* below: a warning */
#define LNDS_LINK_COMPARE_MASKS 16u

struct lnds_link_mask_count {
	uint64_t mask, n;
};

struct lnds_link_overview {
	uint64_t ones; /* set bits of all codes */
	/* The most frequent masks, by count and then by mask; what others there are. */
	struct lnds_link_mask_count mask[LNDS_LINK_COMPARE_MASKS];
	unsigned nmask;
	uint64_t others; /* rows with a rarer mask */
};

void lnds_link_overview(
	const struct lnds_link_codes *codes, struct lnds_link_overview *out);

/* NDJSON: a line a file, a line for each two files (with bit_corr, null where there is
 * none), and {"summary":true,…,"warnings":[…]}. Returns the number of warnings. */
unsigned lnds_link_compare(
	const struct lnds_link_codes *codes, unsigned n, struct lnds_buf *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranks: canonical identifiers of a class numbered from 0 to D - 1. Strings of at most m
 * symbols of a-letter alphabets (iban, digits, code, ascii) are numbered by length, then
 * value: (a^len - 1)/(a - 1) + value. Class text has no ranks, nor has a class whose D
 * passes 192 bits. A plain value without pointers.
 */
#ifndef LNDS_PSEUDO_RANK_H
#define LNDS_PSEUDO_RANK_H

#include "pseudo/class.h"
#include "pseudo/wide.h"

#define LNDS_RANK_MAX_LEN 64

struct lnds_ranker {
	struct lnds_pseudo_class cls;
	bool ranked; /* false: no ranks, what follows is not filled */
	bool narrow; /* D <= 2^64 */
	struct lnds_wide size;
	/* Strings of symbols: */
	unsigned base, max, chunk; /* a, m, symbols whose numbers fit 64 bits */
	uint64_t power[20];	   /* a^0 to a^chunk */
	struct lnds_divisor by;
	uint8_t value[128];			       /* of a symbol */
	struct lnds_wide first[LNDS_RANK_MAX_LEN + 1]; /* rank of the first of a length */
};

void lnds_ranker_init(struct lnds_ranker *r, struct lnds_pseudo_class c);
/* `canon` is a canonical form of the class. */
void lnds_rank(const struct lnds_ranker *r, struct lnds_sv canon, struct lnds_wide *out);
uint64_t lnds_rank_u64(const struct lnds_ranker *r, struct lnds_sv canon); /* narrow */
/* The string of rank x into out (LNDS_PSEUDO_CANON_MAX bytes); returns its length, or 0
 * where x >= D. Its class's rules are not asked: lnds_pseudo_restore does. */
size_t lnds_unrank(const struct lnds_ranker *r, const struct lnds_wide *x, char *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a configuration means for the pseudonyms of a domain: which construction, how many
 * symbols, how likely two identifiers collide, how likely a wrong pseudonym passes. All
 * decisions are made in whole numbers.
 *
 *	rev	k = least with r^k >= D; L = max(k + z, 6/5/4), z = 4/3/3 for radix
 *10/26/36; treatment diff: k + z + s, s = 20/14/13; AES-SIV (L = 0) where r^(L -
 *floor(L/2)) > 2^96 or the class has no ranks non	39/28/25 symbols, 128 bits
 *
 * Every length may be raised to 56/40/36. A numeric pseudonym without prefix never has 8,
 * 11 or 13 symbols in all: it would read as a VAT number or a matricule.
 */
#ifndef LNDS_PSEUDO_PLAN_H
#define LNDS_PSEUDO_PLAN_H

#include "pseudo/project.h"

enum lnds_pseudo_construction {
	LNDS_PSEUDO_FF1,      /* of the rank */
	LNDS_PSEUDO_FF1_TAIL, /* of the rank and s symbols of U: rev diff */
	LNDS_PSEUDO_FF1_N,    /* of the record number: non diff */
	LNDS_PSEUDO_HMAC,
	LNDS_PSEUDO_SIV,
};

struct lnds_pseudo_lengths {
	uint32_t usual, least, most; /* symbols; all 0: AES-SIV */
};

enum lnds_pseudo_construction lnds_pseudo_construction(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f);
/* For a class under cfg's method, treatment, format, check and prefix. `least` of a
 * non-reversible one is the absolute one: lnds_pseudo_limit judges collisions. */
struct lnds_pseudo_lengths lnds_pseudo_lengths(
	const struct lnds_pseudo_config *cfg, struct lnds_pseudo_class c);
/* Would a pseudonym of this core length read as a VAT number or a matricule? */
bool lnds_pseudo_reads_as_number(const struct lnds_pseudo_config *cfg, uint32_t len);
/* s: symbols of randomness before the rank; 0 but for rev diff. */
uint32_t lnds_pseudo_tail(const struct lnds_pseudo_config *cfg);
/* Whole length of a pseudonym of the field, prefix and check symbol included: from *least
 * to *most bytes (different for AES-SIV only). */
void lnds_pseudo_span(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint32_t *least, uint32_t *most);

/* Most identifiers for which a collision stays as likely as 1e-6 at most:
 * n(n - 1)/(2 r^L). Constructions that permute have UINT64_MAX, or r^L for record
 * numbers. */
uint64_t lnds_pseudo_limit(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f);
/* For display: that likelihood for n identifiers; D/r^L (diff: L - s), for AES-SIV
 * 2^-128; D, or 0 where the class has no ranks. */
double lnds_pseudo_collision(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, uint64_t n);
double lnds_pseudo_accepted(
	const struct lnds_pseudo_config *cfg, const struct lnds_pseudo_field *f);
double lnds_pseudo_class_size(struct lnds_pseudo_class c);

#endif

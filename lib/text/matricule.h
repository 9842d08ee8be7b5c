/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Matricules by the million: the rules of text/check.h as tables of year, day of the year
 * and serial (5 KB), so that one costs a dozen instructions instead of a loop over its
 * digits. A plain value, filled once and then read by any thread.
 */
#ifndef LNDS_TEXT_MATRICULE_H
#define LNDS_TEXT_MATRICULE_H

#include <stdint.h>

#include "base/sv.h"

struct lnds_matricules {
	/* Sum of Luhn, element of Verhoeff's group and flags of a part's digits. */
	uint16_t year[300]; /* 1800 to 2099 */
	uint16_t day[1232]; /* MMDD up to 1231 */
	uint16_t serial[1000];
	uint8_t product[16][16]; /* of Verhoeff's group */
	char check[16][16];	 /* check digit of a product */
};

void lnds_matricules_init(struct lnds_matricules *t);

/* Are these 13 bytes what lnds_matricule_valid() accepts? *first is the number that the
 * first eleven make. */
bool lnds_matricules_plain(
	const struct lnds_matricules *t, const char p[13], uint64_t *first);

#endif

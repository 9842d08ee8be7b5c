/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Branches (sixty NACE codes with a typical monthly wage) and wages: base of the branch ×
 * age factor × a right-skewed table of 1,024 quantiles, within 2,500.00 and 25,000.00.
 */
#ifndef LNDS_SYNTH_WORK_H
#define LNDS_SYNTH_WORK_H

#include <stdint.h>

#define LNDS_BRANCHES 60
#define LNDS_QUANTILES 1024

struct lnds_work {
	char nace[LNDS_BRANCHES][8];	   /* "64.19" */
	uint32_t base[LNDS_BRANCHES];	   /* cents a month */
	uint16_t factor[128];		   /* by age, thousandths */
	uint16_t quantile[LNDS_QUANTILES]; /* thousandths */
};

void lnds_work_init(struct lnds_work *w);

/* Cents a month. */
static inline uint32_t lnds_work_wage(
	const struct lnds_work *w, unsigned nace, unsigned age, unsigned quantile)
{
	uint64_t cents = (uint64_t)w->base[nace] * w->factor[age] *
			 w->quantile[quantile] / 1000000;

	return cents < 250000 ? 250000 : cents > 2500000 ? 2500000 : (uint32_t)cents;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in ascending order of (popcount, row), by counting. */
#include "base/alloc.h"
#include "link/match/bound.h"
#include "link/match/scan.h"

uint32_t *lnds_link_order(const struct lnds_link_codes *codes)
{
	uint32_t *row = lnds_alloc((codes->n ? codes->n : 1) * sizeof(*row));
	uint32_t start[LNDS_LINK_MAX_BITS + 2] = {0}, i, p;

	for (i = 0; i < codes->n; i++)
		start[codes->popcount[i] + 1]++;
	for (p = 0; p < codes->bits; p++)
		start[p + 1] += start[p];
	for (i = 0; i < codes->n; i++)
		row[start[codes->popcount[i]]++] = i;
	return row;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Link rates by presence mask: report.c's own. */
#ifndef LNDS_LINK_REPORT_MASKS_H
#define LNDS_LINK_REPORT_MASKS_H

#include "link/report/report.h"

/* Adds the masks of source i to r->mask: the most frequent first, at most
 * LNDS_LINK_MAX_MASKS, of which the last sums the rest. linked: a bit a row. */
void lnds_link_report_masks(struct lnds_link_report *r, unsigned source,
	const struct lnds_link_codes *codes, const uint8_t *linked);

#endif

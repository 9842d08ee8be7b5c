/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the linkage page: report_html.c, report_chart.c, report_words.c only. */
#ifndef LNDS_LINK_REPORT_PAGE_H
#define LNDS_LINK_REPORT_PAGE_H

#include "link/report/report.h"
#include "page/html.h"

/* Best scores of sources a and b of one pair against their decoys, and the threshold. */
void lnds_link_report_chart(
	struct lnds_page *p, const struct lnds_link_report *r, unsigned pair);
/* Best scores alone, where there is no sample: records of one file against each other. */
void lnds_link_report_chart_alone(struct lnds_page *p, const struct lnds_link_report *r);

/* What the estimates mean, in words; and the twins and namesakes they do not see. */
void lnds_link_report_meaning(struct lnds_page *p, const struct lnds_link_report *r);
void lnds_link_report_twins(struct lnds_page *p, const struct lnds_link_report *r);
void lnds_link_report_delivery(struct lnds_page *p, const struct lnds_link_report *r);

/* Does recall_at_most bound anything? The estimated rate of wrong links errs upwards; of
 * links that are mostly wrong by it, T (1 - FDR) may be fewer than there are right ones. */
bool lnds_link_report_bounded(const struct lnds_link_estimate *e);

#endif

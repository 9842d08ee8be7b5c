/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A holder's file against its schema, before it is encoded: how full features and codes
 * are, and what is known to go wrong. A record filter without output, then NDJSON: a line
 * a feature, and a summary with warnings. No value is in it.
 */
#ifndef LNDS_LINK_INSPECT_H
#define LNDS_LINK_INSPECT_H

#include "link/encode/coder.h"
#include "stream/filter.h"

struct lnds_link_inspect;

/* coding: borrowed, with `explain`, under any key. min_weight: millionths, as for
 * encode. */
struct lnds_link_inspect *lnds_link_inspect_new(
	const struct lnds_link_coding *coding, bool trim, uint32_t min_weight);
/* Its context is the inspect object. */
const struct lnds_filter *lnds_link_inspect_filter(void);
/* Appends the lines; the number of warnings. LNDS_DATA where there was no record: -1. */
int lnds_link_inspect_report(const struct lnds_link_inspect *in, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_inspect_free(struct lnds_link_inspect *in); /* NULL allowed */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs as text: source_a,tag_a,source_b,tag_b,score, in the order of pairs. */
#ifndef LNDS_LINK_PAIRS_CSV_H
#define LNDS_LINK_PAIRS_CSV_H

#include "link/match/match.h"

/* Once; instead of lnds_link_matched_write. */
bool lnds_link_pairs_csv(struct lnds_link_matched *m, const struct lnds_link_codes *codes,
	struct lnds_sink *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

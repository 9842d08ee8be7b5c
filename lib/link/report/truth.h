/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quality against a truth file (source,tag,entity; for tests and studies): two records
 * are a true pair if they are of different sources and have one entity; with one source,
 * if they have one entity. Records that the file does not name have none.
 */
#ifndef LNDS_LINK_TRUTH_H
#define LNDS_LINK_TRUTH_H

#include "link/report/report.h"

/* p, r, f1, fstar over the pairs of members of all groups. best_f1 is that of greedy
 * (clustering with min_agree, where the sources are more than two) at the best threshold
 * from the run's floor on. LNDS_DATA, located: a source or tag that the codes do not
 * have, a record named twice, an empty entity; a file without a true pair. LNDS_REFUSED:
 * codes that are not those of the run, in its order. */
bool lnds_link_truth_measure(const char *path, const struct lnds_link_run *run,
	struct lnds_link_links *links, uint32_t min_agree,
	const struct lnds_link_codes *codes, unsigned n, struct lnds_link_truth *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The links file of the linkage unit, CSV: group,source,tag,score,margin,class, a line a member;
 * the same as NDJSON; and anonlink's {"groups":[[[0,3],[1,7]],…]} with row numbers.
 */
#ifndef LNDS_LINK_LINKS_H
#define LNDS_LINK_LINKS_H

#include "link/assign.h"
#include "link/codes.h"

enum lnds_link_links_form {
	LNDS_LINK_LINKS_CSV,
	LNDS_LINK_LINKS_NDJSON,
	LNDS_LINK_LINKS_ANONLINK
};

/* Parties and tags come from the run, which must have tags (else LNDS_USAGE). */
bool lnds_link_links_write(const struct lnds_link_links *l,
	const struct lnds_link_run *run, enum lnds_link_links_form form,
	struct lnds_sink *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* Reads CSV or NDJSON. A source or tag that codes do not have: LNDS_DATA ("wrong codes"), group
 * numbers out of order or a malformed line: LNDS_DATA, located. */
bool lnds_link_links_read(const char *path, const struct lnds_link_codes *codes,
	unsigned n, struct lnds_link_links *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

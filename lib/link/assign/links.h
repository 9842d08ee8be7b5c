/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The links file of the linkage unit, CSV: group,source,tag,score,margin,class, a line a
 * member; the same as NDJSON; and anonlink's {"groups":[[[0,3],[1,7]],…]} with source
 * and row numbers.
 */
#ifndef LNDS_LINK_LINKS_H
#define LNDS_LINK_LINKS_H

#include "link/assign/assign.h"
#include "link/file/codes.h"

enum lnds_link_links_form {
	LNDS_LINK_LINKS_CSV,
	LNDS_LINK_LINKS_NDJSON,
	LNDS_LINK_LINKS_ANONLINK
};

/* All groups, from the first. Parties and tags come from the run, which must have tags
 * (else LNDS_USAGE; anonlink needs none). */
bool lnds_link_links_write(struct lnds_link_links *l, const struct lnds_link_run *run,
	enum lnds_link_links_form form, struct lnds_sink *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Reads CSV or NDJSON ("-" is stdin), by names of columns. LNDS_DATA, located: a source
 * or tag that the codes do not have, an empty file, groups not counted from 1, a group
 * of one, a row twice in a group, a malformed cell. Scores have six decimals: they come
 * back as the least S that prints so. A tag may stand in several groups (assign --mode
 * none): see lnds_link_links_unique. */
bool lnds_link_links_read(const char *path, const struct lnds_link_codes *codes,
	unsigned n, struct lnds_link_links *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* Does every record stand in one group at most? Else LNDS_DATA: such links are no linkage
 * keys. Rewinds. */
bool lnds_link_links_unique(
	struct lnds_link_links *l, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

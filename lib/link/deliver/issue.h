/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Issuing linkage keys: from the links of the linkage unit to what each party gets,
 * `tag,link_id` sorted by tag and nothing else: no score, no row, no group, no tag of
 * others.
 */
#ifndef LNDS_LINK_ISSUE_H
#define LNDS_LINK_ISSUE_H

#include "link/deliver/linkid.h"

enum lnds_link_reveal {
	LNDS_LINK_REVEAL_MATCHED, /* the subset to deliver */
	LNDS_LINK_REVEAL_ALL	  /* every tag gets an id: nobody sees who matched */
};

struct lnds_link_issue_opts {
	enum lnds_link_reveal reveal;
	bool review;	      /* groups to be reviewed get an id too */
	unsigned min_sources; /* a group with records of fewer has none */
};

/* The ids of all rows of all sources. */
struct lnds_link_issued {
	struct {
		uint8_t (*id)[LNDS_LINK_ID_BYTES]; /* one a row */
		bool *linked; /* of a group; under `all` the others are solo */
		uint64_t n;   /* rows linked */
	} source[LNDS_LINK_MAX_SOURCES];
	unsigned nsource;
	enum lnds_link_reveal reveal;
	uint64_t groups;      /* that got an id */
	uint64_t to_review;   /* left out: class review */
	uint64_t few_sources; /* left out: too few sources */
};

/* Links in which a row stands twice: LNDS_DATA. `key` is K_run. On failure `out` holds
 * nothing. */
bool lnds_link_issue(struct lnds_link_links *links, const struct lnds_link_codes *codes,
	unsigned n, const struct lnds_link_issue_opts *o, const uint8_t key[32],
	struct lnds_link_issued *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* The key file of source s; *rows: its lines without the header. */
bool lnds_link_issue_write(const struct lnds_link_issued *issued,
	const struct lnds_link_codes *codes, unsigned s, struct lnds_sink *out,
	uint64_t *rows, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_issued_free(struct lnds_link_issued *issued);

#endif

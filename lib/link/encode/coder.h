/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the cells of a record to its code: profile, value, tokens, positions (clk:
 * clkhash bit for bit) or min-hash rows (tmh), folds, rule 90. `struct lnds_link_coding`
 * is shared and read-only; a coder belongs to one thread and keeps the caches: per
 * feature from raw cell bytes to what the cell contributes, so that a repeated cell is a
 * lookup and an OR.
 */
#ifndef LNDS_LINK_CODER_H
#define LNDS_LINK_CODER_H

#include "link/encode/block.h"
#include "link/schema/derive.h"
#include "link/schema/profile.h"

struct lnds_link_coding { /* shared: fill, then hand to coders; nothing is owned */
	const struct lnds_link_schema *schema;
	const struct lnds_link_profile *profile;
	const struct lnds_link_secret *secret;
	const struct lnds_link_blocks *blocks; /* or NULL */
	bool compat;
	bool uncached; /* no caches: the bench's twin, and tests */
	bool explain;  /* coded.seen is wanted (check) */
};

struct lnds_link_cell {
	struct lnds_sv value; /* empty: missing */
};

/* What a feature's cell came to: the value that was hashed, and in how many tokens. */
struct lnds_link_seen {
	struct lnds_sv value;
	uint32_t tokens;
};

/* Everything in it is the coder's, until the next call. */
struct lnds_link_coded {
	const uint8_t *code;		   /* bits / 8 bytes, before blip */
	const struct lnds_link_seen *seen; /* by feature; NULL unless `explain` */
	uint64_t mask;			   /* presence */
	uint32_t weight;		   /* of the features present */
	bool unlinkable;		   /* the salt column is missing */
	uint64_t block[LNDS_LINK_MAX_BLOCKS];
};

struct lnds_link_coder;
struct lnds_link_coder *lnds_link_coder_new(
	const struct lnds_link_coding *c, struct lnds_err *err) LNDS_MUST_CHECK;
/* Looking ahead: where the cells of a record stand in the caches. For several records,
 * first _ahead, then _fetch, then lnds_link_code finds what it wants in the processor's
 * caches. */
struct lnds_link_ahead {
	uint64_t place[LNDS_LINK_MAX_FEATURES];
};
void lnds_link_code_ahead(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	struct lnds_link_ahead *ahead);
void lnds_link_code_fetch(struct lnds_link_coder *c, const struct lnds_link_ahead *ahead);
/* cell: one a feature, in schema order (ignored ones are not looked at). LNDS_DATA with
 * err->column set: a value that does not parse or validate, bad UTF-8. */
bool lnds_link_code(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	struct lnds_link_coded *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* The same, of cells that were looked up ahead. */
bool lnds_link_code_at(struct lnds_link_coder *c, const struct lnds_link_cell *cell,
	const struct lnds_link_ahead *ahead, struct lnds_link_coded *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_coder_free(struct lnds_link_coder *c);

#endif

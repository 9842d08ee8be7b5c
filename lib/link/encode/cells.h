/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells of a record that a schema speaks of: columns found by identifier in any
 * order, trimmed if asked.
 */
#ifndef LNDS_LINK_CELLS_H
#define LNDS_LINK_CELLS_H

#include "link/encode/coder.h"
#include "stream/record.h"

struct lnds_link_columns {
	const struct lnds_link_schema *schema;
	struct lnds_sv id; /* name of a further column, or empty */
	bool trim;	   /* ASCII blanks around cells and header names */
	uint32_t col[LNDS_LINK_MAX_FEATURES]; /* of features that are not ignored */
	uint32_t id_col;		      /* LNDS_NO_COLUMN without id */
};

/* Fills col and id_col; the rest is given. LNDS_USAGE for a missing column, with the
 * nearest name. */
bool lnds_link_columns_find(struct lnds_link_columns *c, const struct lnds_columns *in,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* An error of the coder makes the record bad; what is no fault of the data ends the run:
 * false, and err is filled. */
bool lnds_link_columns_reject(const struct lnds_link_columns *c, struct lnds_batch *b,
	uint32_t row, const struct lnds_err *why, struct lnds_err *err) LNDS_MUST_CHECK;

/* The cells of a row, nfeature of them (those of ignored features are not touched), and
 * its id. False where one is no plain value (a nested one): *col is its column. */
LNDS_MUST_CHECK bool lnds_link_cells_row(const struct lnds_link_columns *c,
	struct lnds_batch *b, uint32_t row, struct lnds_link_cell *cell,
	struct lnds_sv *id, uint32_t *col);

#endif

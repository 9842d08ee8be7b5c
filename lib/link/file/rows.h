/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of a small table about records of code files (links, truth): named columns out of
 * CSV or NDJSON, a row at a time, and errors that say where. Owned by the caller:
 * lnds_link_rows_close.
 */
#ifndef LNDS_LINK_ROWS_H
#define LNDS_LINK_ROWS_H

#include "crypto/digest.h"
#include "link/file/codes.h"
#include "stream/reader.h"

#define LNDS_LINK_ROW_CELLS 6u

struct lnds_link_rows {
	struct lnds_source source;
	struct lnds_dialect dialect;
	struct lnds_reader *reader;
	struct lnds_batch *batch;
	const char *const *name; /* of the columns; borrowed, static */
	unsigned n;
	uint32_t col[LNDS_LINK_ROW_CELLS];
	uint32_t next, row; /* the next row of the batch, and the current one */
	struct lnds_sv cell[LNDS_LINK_ROW_CELLS]; /* of the current row */
	struct lnds_sha256 *hash;
	struct lnds_link_file file; /* once closed */
};

/* "-" is stdin. A missing column is
 * LNDS_USAGE. */
bool lnds_link_rows_open(struct lnds_link_rows *r, const char *path,
	const char *const *name, unsigned n, struct lnds_err *err) LNDS_MUST_CHECK;
/* 1 a row in r->cell (until the next call), 0 the end, -1 failure. */
int lnds_link_rows_next(struct lnds_link_rows *r, struct lnds_err *err) LNDS_MUST_CHECK;
/* The current row is bad, in column number `col` of name: located, LNDS_DATA. `id` is
 * static text. Always false. */
bool lnds_link_rows_bad(struct lnds_link_rows *r, unsigned col, const char *id,
	const char *hint, struct lnds_err *err, const char *fmt, ...) LNDS_PRINTF(6, 7);
/* The record that the cells `party` and `tag` name. Unknown: as lnds_link_rows_bad. */
bool lnds_link_rows_record(struct lnds_link_rows *r, unsigned party, unsigned tag,
	const struct lnds_link_codes *codes, unsigned n, uint8_t *source, uint32_t *row,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_link_rows_close(struct lnds_link_rows *r);

#endif

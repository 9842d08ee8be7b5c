/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands before the records of a CSV input: lines to skip, the header line (or names
 * given by the user), the line of units. A head owns its columns and its copy of the
 * line.
 */
#ifndef LNDS_STREAM_CSV_HEAD_H
#define LNDS_STREAM_CSV_HEAD_H

#include "stream/csv.h"

/* Zero-initialise it. */
struct lnds_csv_head {
	struct lnds_head line;
	struct lnds_columns columns;
	size_t used;	/* bytes before the first record */
	uint64_t lines; /* physical lines in them */
	uint32_t nblank;
	struct lnds_sv preamble; /* bytes before the header line */
	struct lnds_arena arena;
};

/* Reads the head of raw[0, n). 1 done, 0 it does not end before n (never when `last`), -1
 * failure, located in `name`: no header line, duplicate-label, blank-label, quote-error,
 * encoding-error. An unfinished try leaves h as it was. */
int lnds_csv_head_read(struct lnds_csv_head *h, struct lnds_csv *e,
	const struct lnds_dialect *d, const char *raw, size_t n, bool last,
	const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_csv_head_free(struct lnds_csv_head *h);

/* Are the names the same in the same order? Else where they differ, located: LNDS_DATA. */
bool lnds_csv_head_same(const struct lnds_csv_head *h, const struct lnds_columns *first,
	const char *first_name, const char *name, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

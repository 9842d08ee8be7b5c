/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading records without the filter: for small files (lists, tables) and for domains
 * that consume batches themselves. Records are given in order; bad ones end it with a
 * located error. The batch is the reader's and lives until the next call.
 */
#ifndef LNDS_STREAM_READER_H
#define LNDS_STREAM_READER_H

#include "stream/record.h"
#include "stream/sink.h"

struct lnds_reader;

/* `source` and `dialect` are borrowed for the reader's life. Opens the first source. */
struct lnds_reader *lnds_reader_open(struct lnds_source *source, size_t nsource,
	const struct lnds_dialect *dialect, struct lnds_err *err) LNDS_MUST_CHECK;
/* 1 a batch with at least one record, 0 the end, -1 failure. */
int lnds_reader_next(struct lnds_reader *r, struct lnds_batch **b,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The columns, known once open for CSV, after the first batch for NDJSON. */
const struct lnds_columns *lnds_reader_columns(const struct lnds_reader *r);
void lnds_reader_close(struct lnds_reader *r); /* NULL allowed */

#endif

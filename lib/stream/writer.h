/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a batch and a plan to output bytes. A record that the plan does not touch is its
 * own bytes; a changed one is a splice of its untouched cells (with their quotes) or
 * members and the new values (lnds-formats(5), OUTPUT).
 *
 * A plan is compiled once and then only read, by any number of threads.
 */
#ifndef LNDS_STREAM_WRITER_H
#define LNDS_STREAM_WRITER_H

#include "base/buf.h"
#include "stream/batch.h"
#include "stream/filter.h"

struct lnds_plan;

/* `out` may be NULL: all columns as they are. Names and views are copied, but the
 * reader's head and the io's null words are borrowed. LNDS_USAGE where two columns of the
 * output would have one name, or none is left. */
struct lnds_plan *lnds_plan_new(const struct lnds_reader *reader,
	const struct lnds_io *io, const struct lnds_columns *columns,
	const struct lnds_out *out, uint32_t nout, bool in_plan_order,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_plan_free(struct lnds_plan *p); /* NULL allowed */
/* How many columns the filter sets. */
uint32_t lnds_plan_nset(const struct lnds_plan *p);

/* The header line; nothing where the output is NDJSON. */
void lnds_write_header(const struct lnds_plan *p, struct lnds_buf *out);
/* Sorts the rejects (lnds_write_sort) and appends the rows that stay; notes in each
 * reject how much output stands before it. Nothing where the batch can go out as it is
 * (lnds_write_is_raw). */
void lnds_write_batch(
	const struct lnds_plan *p, struct lnds_store *s, struct lnds_buf *out);
/* Rejects in row order; those of rows that were cut off the batch fall away. */
void lnds_write_sort(struct lnds_store *s);
/* The whole batch can be written as it stands in memory: lnds_write_raw. */
bool lnds_write_is_raw(const struct lnds_plan *p, const struct lnds_store *s);
struct lnds_sv lnds_write_raw(const struct lnds_store *s);

#endif

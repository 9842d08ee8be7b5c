/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records in batches: about 256 KiB of raw bytes, the spans of all cells in them, and
 * what a filter wants changed. A batch owns raw bytes, spans and arena; every view into
 * it ends when the batch is given back. Columns are numbered as in `columns` (input
 * order).
 */
#ifndef LNDS_STREAM_RECORD_H
#define LNDS_STREAM_RECORD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/sv.h"

/* What a cell is. A CSV cell is NULL (unquoted empty, or a null word), TEXT (raw bytes
 * are the value), QUOTED (the span is what stands between the quotes; no quote inside) or
 * ESCAPED (as QUOTED, with doubled quotes inside). A JSON member is NULL, ABSENT (the key
 * is not there), QUOTED (string without escapes, span between the quotes), ESCAPED
 * (string with escapes), NUMBER, BOOL or NESTED (raw JSON text). */
enum lnds_kind {
	LNDS_NULL,
	LNDS_ABSENT,
	LNDS_TEXT,
	LNDS_QUOTED,
	LNDS_ESCAPED,
	LNDS_NUMBER,
	LNDS_BOOL,
	LNDS_NESTED,
};

/* Offset into batch->raw; length in the upper 28 bits of len_kind, kind in the lower 4.
 */
struct lnds_span {
	uint32_t off, len_kind;
};

static inline uint32_t lnds_span_len(struct lnds_span s)
{
	return s.len_kind >> 4;
}
static inline enum lnds_kind lnds_span_kind(struct lnds_span s)
{
	return (enum lnds_kind)(s.len_kind & 15);
}
static inline struct lnds_span lnds_span(uint32_t off, uint32_t len, enum lnds_kind kind)
{
	return (struct lnds_span){off, len << 4 | (uint32_t)kind};
}

struct lnds_columns {
	uint32_t n;
	const struct lnds_sv *name; /* unescaped UTF-8 */
	const struct lnds_sv
		*label; /* as in the header line, if columns were renamed, or NULL */
	const struct lnds_sv *unit; /* second header line, or NULL */
	struct lnds_map index;	    /* name to number */
};
#define LNDS_MAX_COLUMNS_CSV 65535u
#define LNDS_MAX_COLUMNS_NDJSON 4096u

struct lnds_edits;

struct lnds_batch {
	const struct lnds_columns *columns;
	const char *raw; /* 64 bytes behind raw_n are readable */
	size_t raw_n;
	uint32_t nrow, ncol;
	const uint32_t *row_off;      /* nrow + 1 offsets of raw records */
	const struct lnds_span *span; /* nrow × ncol, row-major */
	struct lnds_arena *arena; /* for unescaped and new values; reset with the batch */
	struct lnds_edits *edits;
	void *made;	/* what the filter's batch left for its `ordered`, in the arena */
	uint64_t seq;	/* number of the batch */
	uint32_t input; /* number of the source its rows are from, from 0 */
	uint64_t first_record; /* data record number of row 0, from 0, over all inputs */
	uint64_t first_line;   /* physical line of row 0 in its input, from 1 */
};

/* The physical line of a row, from 1: for messages, it counts from the batch's first. */
uint64_t lnds_batch_line(const struct lnds_batch *b, uint32_t row);
/* The value of a cell, unescaped (into the arena if it must be), and its kind, where
 * QUOTED and ESCAPED text both come back as LNDS_QUOTED. NULL and ABSENT give an empty
 * view; numbers, booleans and nested values their JSON text. */
struct lnds_sv lnds_cell(
	struct lnds_batch *b, uint32_t row, uint32_t col, enum lnds_kind *kind);
/* A whole column at once into arrays of b->nrow. */
void lnds_column(struct lnds_batch *b, uint32_t col, struct lnds_sv *out, uint8_t *kind);

/* What a filter asks for; out_col counts the columns of its plan whose `set` is true. The
 * value must live as long as the batch (its arena). kind: NULL, TEXT (a string), NUMBER,
 * BOOL, NESTED, or ABSENT (no such member in NDJSON, null in CSV). */
void lnds_set(struct lnds_batch *b, uint32_t row, uint32_t out_col, struct lnds_sv value,
	enum lnds_kind kind);
/* The record leaves silently (counted as dropped). */
void lnds_drop(struct lnds_batch *b, uint32_t row);
/* The record is bad: goes by the error policy. col or LNDS_NO_COLUMN; the first reject of
 * a row stands. `id` is static text; the message obeys base/err.h (no values). */
#define LNDS_NO_COLUMN UINT32_MAX
void lnds_reject(struct lnds_batch *b, uint32_t row, uint32_t col, const char *id,
	const char *fmt, ...) LNDS_PRINTF(5, 6);
/* As lnds_reject, with a hint. */
void lnds_reject_hint(struct lnds_batch *b, uint32_t row, const char *hint);
/* Has the row been dropped or rejected (by the reader or by the filter)? Filters skip it.
 */
bool lnds_gone(const struct lnds_batch *b, uint32_t row);
/* Has none at all? */
bool lnds_none_gone(const struct lnds_batch *b);

#endif

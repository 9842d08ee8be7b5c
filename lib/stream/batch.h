/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of a batch, for the engines that fill it (csv, ndjson), the reader that owns
 * their inputs and the writer. Programs see stream/record.h only.
 *
 * A store owns everything a batch shows. It is filled by one thread, worked on by one
 * thread at a time, and used again: lnds_store_reset keeps its memory.
 *
 * Rows lie in `raw` one behind the other: row i is raw[row_off[i], row_off[i+1]), its
 * line end included. Bytes there that belong to no record (blank lines, comment lines)
 * stand in `gap`, in order; they follow the line end of a row or come before row 0. The
 * reader adds a missing last line end to raw, so every record but an unclosed one ends
 * with its line end.
 *
 * A bad record is a row like any other: the engine gives it ncol spans of LNDS_ABSENT and
 * calls lnds_reject on the batch (before or after nrow is raised).
 */
#ifndef LNDS_STREAM_BATCH_H
#define LNDS_STREAM_BATCH_H

#include "stream/dialect.h"
#include "stream/reader.h"
#include "stream/record.h"

#define LNDS_BATCH_RAW ((size_t)256 << 10) /* bytes of raw that a batch aims at */
#define LNDS_RAW_PAD                                                                     \
	64 /* readable and writable bytes behind the raw buffer's capacity               \
	    */
#define LNDS_SPAN_MAX ((1u << 28) - 1) /* longest span, so the longest record */

/* A value that a filter sets. */
struct lnds_edit {
	const char *p;
	uint32_t n;
	uint32_t kind;
};

/* A rejected row. */
struct lnds_bad {
	uint32_t row, col; /* col may be LNDS_NO_COLUMN */
	const char *id;	   /* static text */
	const char *msg;   /* in the arena */
	const char *hint;  /* static text, in the arena, or NULL */
	size_t out_at;	   /* the writer's: bytes of output made from the rows before */
};

/* Why a row is gone. */
enum lnds_fate { LNDS_STAYS, LNDS_DROPPED, LNDS_BAD };

struct lnds_edits {
	struct lnds_edit *set; /* nset × nrow, column after column; NULL until needed */
	uint32_t nset;	       /* as the plan says; given by the filter before work */
	size_t set_cap;
	bool has_set;  /* set is cleared and in use */
	uint8_t *gone; /* enum lnds_fate of rows below ngone; the others stay */
	uint32_t ngone, gone_cap;
	uint32_t ndropped;
	struct lnds_bad *bad; /* one per rejected row, in row order once sorted */
	uint32_t nbad, bad_cap;
};

struct lnds_gap {
	uint32_t off, len;
};

/* The header line of a CSV input as it stood (the first input's), for the writer. */
struct lnds_head {
	struct lnds_sv raw; /* line without its end; empty where there was none */
	const struct lnds_span *span; /* columns->n cells, offsets into raw.p */
	struct lnds_sv eol;	      /* "\n", "\r\n" or "\r"; "\n" where not known */
};

struct lnds_store {
	struct lnds_batch b; /* first: a batch is its store */
	char *raw;
	size_t raw_cap; /* without the pad */
	struct lnds_span *span;
	size_t span_cap;
	uint32_t *row_off;
	size_t row_cap; /* rows; row_off has one entry more */
	struct lnds_gap *gap;
	uint32_t ngap, gap_cap;
	uint32_t nblank;	 /* blank lines among the gaps */
	enum lnds_format format; /* CSV (TSV too) or NDJSON */
	const char *input;	 /* name for messages; borrowed from the source */
	uint64_t line;		 /* lnds_store_line's: line of line_row, 0 at first */
	uint32_t line_row;
	void *columns_ref; /* what b.columns belongs to (ndjson), or NULL */
	struct lnds_arena arena;
	struct lnds_edits edits;
};

struct lnds_store *lnds_store_new(void);
void lnds_store_free(struct lnds_store *s); /* NULL allowed */
/* Empties it: no rows, gaps, edits, values. Bytes of raw stay (raw_n too), and
 * columns_ref, which is its engine's. */
void lnds_store_reset(struct lnds_store *s);

/* Room for at least cap bytes in raw (plus the pad); what is there stays. Sets b.raw. */
char *lnds_store_raw(struct lnds_store *s, size_t cap);
/* Room for `more` spans behind `have`, and `more` rows behind `have`. Sets b.span and
 * b.row_off. Both grow by doubling: call them once per block, not per cell. */
struct lnds_span *lnds_store_spans(struct lnds_store *s, size_t have, size_t more);
uint32_t *lnds_store_rows(struct lnds_store *s, size_t have, size_t more);
void lnds_store_gap(struct lnds_store *s, uint32_t off, uint32_t len);

/* Physical line on which the row starts, in its input. Counts when it is called, from the
 * row asked for last. */
uint64_t lnds_store_line(struct lnds_store *s, uint32_t row);
/* The first gap at or behind off: an index up to ngap. */
uint32_t lnds_store_gap_from(const struct lnds_store *s, uint32_t off);
/* Bytes of the row without line end and gaps. */
struct lnds_sv lnds_store_record(const struct lnds_store *s, uint32_t row);
/* Fills err from a rejected row: located, LNDS_DATA. Always false. */
bool lnds_store_fail(
	struct lnds_store *s, const struct lnds_bad *bad, struct lnds_err *err);

/* The escapes of a JSON string (RFC 8259 §7) that has been proved valid, undone. */
struct lnds_sv lnds_json_unescape(struct lnds_arena *a, struct lnds_sv s);

/* The reader's inner side (reader.c), for the filter. */
struct lnds_reader_want {
	uint32_t shard_i, shard_n; /* shard_n 0: everything */
	/* NDJSON: its columns become those of a table, so the first record (or the
	 * dialect's header) must give some; and unless the plan is closed (filter.h) a
	 * later record with another key is rejected as extra-label. */
	bool table, closed_plan;
};
struct lnds_reader *lnds_reader_open_want(struct lnds_source *source, size_t nsource,
	const struct lnds_dialect *dialect, const struct lnds_reader_want *want,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Resets and fills a store. 1 at least one row (maybe bad ones), 0 the end, -1 a failure
 * that no policy can mend; rows before it have been given by earlier calls. */
int lnds_reader_fill(struct lnds_reader *r, struct lnds_store *s,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The format found, never AUTO. Known once open; NULL head for NDJSON. */
enum lnds_format lnds_reader_format(const struct lnds_reader *r);
const struct lnds_head *lnds_reader_head(const struct lnds_reader *r);
/* Bytes read from the inputs so far, and of all inputs (0: not known). */
void lnds_reader_progress(const struct lnds_reader *r, uint64_t *done, uint64_t *total);

#endif

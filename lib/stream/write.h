/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of the writer: the compiled plan, and the five ways from rows to bytes.
 */
#ifndef LNDS_STREAM_WRITE_H
#define LNDS_STREAM_WRITE_H

#include "os/cpu.h"
#include "stream/writer.h"

#define LNDS_NOT_SET UINT32_MAX

/* A column of the output. */
struct lnds_plan_col {
	struct lnds_sv name;
	struct lnds_sv key; /* `,"name":`, 16 bytes readable and more behind its end */
	uint32_t in;	    /* source column or LNDS_NEW */
	uint32_t set;	    /* number among the set columns, or LNDS_NOT_SET */
	bool renamed;
};

/* CSV to CSV: adjacent untouched columns are copied in one piece. */
struct lnds_plan_run {
	uint32_t first, last; /* source columns; first == LNDS_NEW: a value or nothing */
	uint32_t set;
};

/* Appends rows [from, to), all of which stay. */
typedef void lnds_rows_fn(const struct lnds_plan *p, struct lnds_store *s, uint32_t from,
	uint32_t to, struct lnds_buf *out);

struct lnds_plan {
	enum lnds_format in, to; /* CSV or NDJSON */
	char in_delimiter, out_delimiter;
	struct lnds_sv eol; /* of composed CSV lines that have none of their own */
	const struct lnds_dialect *dialect;
	const struct lnds_head *head; /* or NULL */
	const struct lnds_columns *columns;
	struct lnds_plan_col *col;
	uint32_t ncol, nset;
	struct lnds_plan_run *run;
	uint32_t nrun;
	uint32_t copies; /* how often a source column occurs at most */
	size_t keys;	 /* bytes of all keys */
	uint32_t
		*of_in; /* NDJSON splice: output column of a source column, or LNDS_NEW */
	bool identity;
	bool all;	      /* all columns as they are, in their order */
	bool exact;	      /* CSV cells stand one delimiter apart */
	bool record_order;    /* NDJSON: kept members stay where they are */
	uint8_t special[256]; /* CSV: a cell with such a byte is quoted */
	struct lnds_arena arena;
	lnds_rows_fn *rows;
};

lnds_rows_fn lnds_rows_identity, lnds_rows_csv_splice, lnds_rows_csv_recode,
	lnds_rows_csv_from_json, lnds_rows_json_splice;
lnds_rows_fn *lnds_rows_json_from_csv(enum lnds_cpu level);

/* A cell as CSV text, quoted if it must be. */
void lnds_csv_put(const struct lnds_plan *p, struct lnds_buf *out, struct lnds_sv v);

/* The end of a record's bytes: before the gaps behind it. *gap moves along. */
static inline uint32_t lnds_row_end(
	const struct lnds_store *s, uint32_t row, uint32_t *gap)
{
	const uint32_t from = s->b.row_off[row], to = s->b.row_off[row + 1];

	while (*gap < s->ngap && s->gap[*gap].off < from)
		++*gap;
	return *gap < s->ngap && s->gap[*gap].off < to ? s->gap[*gap].off : to;
}

static inline bool lnds_span_quoted(struct lnds_span s)
{
	const enum lnds_kind k = lnds_span_kind(s);

	return k == LNDS_QUOTED || k == LNDS_ESCAPED;
}

/* Where the raw text of a cell or member value starts and ends, quotes included. */
static inline uint32_t lnds_span_from(struct lnds_span s)
{
	return s.off - lnds_span_quoted(s);
}

static inline uint32_t lnds_span_to(struct lnds_span s)
{
	return s.off + lnds_span_len(s) + lnds_span_quoted(s);
}

/* Copies n bytes and returns the end; may read and write 32 bytes whatever n is. */
static inline char *lnds_put_near(char *w, const char *p, size_t n)
{
	memcpy(w, p, 32);
	if (n > 32)
		memcpy(w + 32, p + 32, n - 32);
	return w + n;
}
#define LNDS_PUT_SLACK 32

#endif

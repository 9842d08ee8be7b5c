/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The judge of irregular CSV: libcsv, one record at a time. It owns the meaning of all
 * that the scan (csv_scan.h) cannot prove. Three duties are ours, where the lax libcsv
 * says nothing: text behind a closing quote, a quote that is never closed, and blank
 * lines.
 */
#ifndef LNDS_STREAM_CSV_JUDGE_H
#define LNDS_STREAM_CSV_JUDGE_H

#include "stream/record.h"

struct lnds_judge;

enum lnds_verdict {
	LNDS_JUDGE_ROW,	     /* a record */
	LNDS_JUDGE_BLANK,    /* a line without any byte */
	LNDS_JUDGE_QUOTE,    /* text behind a closing quote: bad to the next line end */
	LNDS_JUDGE_UNCLOSED, /* a quote never closed: bad to the end of the input */
	LNDS_JUDGE_MORE,     /* the record does not end here */
};

struct lnds_judged {
	size_t end;	/* behind the record and its line end (LF, CR LF, CR) */
	uint64_t lines; /* physical lines of the record */
	bool plain;	/* known to be ASCII without NUL */
	size_t ncell;	/* in a ROW */
	/* Of the first LNDS_MAX_COLUMNS_CSV cells, offsets into raw; the judge's, until
	 * the next record. */
	const struct lnds_span *span;
};

struct lnds_judge *lnds_judge_new(char delim);
void lnds_judge_free(struct lnds_judge *j); /* NULL allowed */

/* The record that starts at raw[from], from < n. `last`: the input ends at n, and its
 * last byte ends a line; else a CR at n - 1 must be held back. */
enum lnds_verdict lnds_judge_record(struct lnds_judge *j, const char *raw, size_t from,
	size_t n, bool last, struct lnds_judged *out);

#endif

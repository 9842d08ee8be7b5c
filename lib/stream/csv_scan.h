/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vector scan of CSV (RFC 4180): from bytes to cell spans, as far as it can prove
 * that the bytes obey the grammar and that every row has the width of the header. It
 * never decides about irregular input; that is the judge's (csv_judge.h).
 *
 * One algebra (csv_block.h), one kernel per instruction set. All give the same result on
 * the same bytes.
 */
#ifndef LNDS_STREAM_CSV_SCAN_H
#define LNDS_STREAM_CSV_SCAN_H

#include <stddef.h>

#include "os/cpu.h"
#include "stream/record.h"

/* Why a scan ended. */
enum lnds_csv_stop {
	LNDS_CSV_TAIL, /* no further row end before `to` */
	LNDS_CSV_FULL, /* no room for the spans of another chunk */
	LNDS_CSV_ODD,  /* the row at `end` is not proved, or not ncol wide */
};

/* Spans that must be free for a scan to go on. */
#define LNDS_CSV_CHUNK 2048
#define LNDS_CSV_SPAN_SLACK (LNDS_CSV_CHUNK + 80)

struct lnds_csv_scan {
	/* raw[from, to) begins at a record; 64 bytes behind `to` are readable; `to` is at
	 * most 2^30. A CR at the very end counts as a row end: hold it back while it is
	 * not known whether LF follows. */
	const char *raw;
	size_t from, to;
	uint32_t ncol; /* at least 1 */
	char delim;
	struct lnds_span *span; /* nrow × ncol are taken */
	size_t span_cap;
	uint32_t *row_off; /* nrow + 1 entries are set; room for span_cap / ncol + 1 */

	/* Given and moved on. */
	uint32_t nrow;

	/* Results: the end of the last proved row (or `from`), the physical lines in
	 * raw[from, end). */
	size_t end;
	uint64_t lines;
};

typedef enum lnds_csv_stop lnds_csv_kernel(struct lnds_csv_scan *s);

lnds_csv_kernel lnds_csv_scan_scalar, lnds_csv_scan_sse2, lnds_csv_scan_avx2;

/* The kernel for a level, or the best one below it that this build has. */
lnds_csv_kernel *lnds_csv_kernel_for(enum lnds_cpu level);

/* Physical lines that end in p[0, n): at LF, CR LF, or a lone CR. */
uint64_t lnds_csv_lines(const char *p, size_t n);
/* Behind the end of the physical line that p[at] is in, or 0 if it does not end. */
size_t lnds_csv_line_end(const char *p, size_t at, size_t n);

#endif

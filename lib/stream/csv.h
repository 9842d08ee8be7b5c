/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV engine (RFC 4180): the scan (csv_scan.h) as far as it proves, the judge
 * (csv_judge.h) from there to a row end, and what the dialect asks beyond (comments,
 * footer, ragged rows, runs of blanks, null words). Meaning does not depend on where the
 * buffer ends nor on which of the two read a record.
 *
 * A record of the wrong width, with a quote error, a NUL or bytes that are not UTF-8 is a
 * rejected row; blank lines are gaps, but for a width of one column, where they are
 * records holding null.
 */
#ifndef LNDS_STREAM_CSV_H
#define LNDS_STREAM_CSV_H

#include "os/cpu.h"
#include "stream/batch.h"
#include "stream/csv_judge.h"

struct lnds_csv;

/* `d` is borrowed. */
struct lnds_csv *lnds_csv_new(const struct lnds_dialect *d, char delim);
void lnds_csv_free(struct lnds_csv *e); /* NULL allowed */
/* Uses the kernel of this level instead of the processor's, for tests. */
void lnds_csv_use(struct lnds_csv *e, enum lnds_cpu level);
/* The width of the records to come; also takes back the end that a footer made. */
void lnds_csv_width(struct lnds_csv *e, uint32_t ncol);

/* Takes records from s->raw[0, n), which starts at a record. `last`: no byte follows (the
 * caller has added a missing line end). Fills rows, spans and gaps of s; *used counts the
 * bytes that belong to them (row_off[nrow], or all once a footer has come), *lines their
 * physical lines. The rest starts the next call; *used 0 asks for more bytes. The caller
 * has reset s and set b.columns and b.first_line (of raw[0]; moved to that of row 0). */
void lnds_csv_scan(struct lnds_csv *e, struct lnds_store *s, size_t n, bool last,
	size_t *used, uint64_t *lines);

enum lnds_csv_mark { LNDS_CSV_DATA, LNDS_CSV_COMMENT, LNDS_CSV_FOOTER };

/* What the record that starts at p is by the dialect's comment and footer. */
enum lnds_csv_mark lnds_csv_mark(const struct lnds_csv *e, const char *p, size_t n);

/* What to try where the header line p[0, n) was not cut but holds a usual delimiter, or
 * NULL. */
const char *lnds_csv_delimiter_hint(const char *p, size_t n);

/* One record by the judge, without regard to width: header lines. */
enum lnds_verdict lnds_csv_record(struct lnds_csv *e, const char *raw, size_t from,
	size_t n, bool last, struct lnds_judged *out);

#endif

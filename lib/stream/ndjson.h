/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine (RFC 8259, one object a line): a vector scan of flat objects that
 * accepts only what it proves, jansson as the judge of every other line, and a walker
 * that finds the member spans of what jansson accepted. Records end at LF.
 *
 * Columns are the keys in the order in which they came up. A new key ends the batch
 * before its record; the next batch then has more columns. Column sets are counted
 * references, so batches on their way keep theirs until they are scanned into again; only
 * the scanning thread counts.
 */
#ifndef LNDS_STREAM_NDJSON_H
#define LNDS_STREAM_NDJSON_H

#include "stream/batch.h"

struct lnds_ndjson;

/* `want`: its table and closed_plan. Names in d->header, if any, are the first
 * columns. `d` is borrowed. */
struct lnds_ndjson *lnds_ndjson_new(
	const struct lnds_dialect *d, const struct lnds_reader_want *want);
void lnds_ndjson_free(struct lnds_ndjson *e); /* after all batches; NULL allowed */

/* Takes records from s->raw[0, n), which starts at a record; at the end of the input the
 * caller has added a missing line end. Fills rows, spans, gaps, columns, format of s, and
 * counts in *used the bytes that belong to them; the rest starts the next call. *used 0
 * asks for more bytes. The caller has reset s and set input, b.first_record and
 * b.first_line (the line of raw[0]; it is moved to that of row 0). Lines used: the LFs in
 * raw[0, *used). False: the first record is longer than the dialect's max_record. */
bool lnds_ndjson_scan(struct lnds_ndjson *e, struct lnds_store *s, size_t n, size_t *used,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Columns so far; until the next scan. */
const struct lnds_columns *lnds_ndjson_columns(const struct lnds_ndjson *e);

#endif

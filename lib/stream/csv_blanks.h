/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables set with blanks, as weather services print them: a run of blanks or TABs is one
 * delimiter, those at both ends of a line fall away, quotes are data. Stands in for the
 * judge (csv_judge.h) where the dialect asks for it.
 */
#ifndef LNDS_STREAM_CSV_BLANKS_H
#define LNDS_STREAM_CSV_BLANKS_H

#include "stream/csv_judge.h"

/* Zero-initialise it; free(span). */
struct lnds_blanks {
	struct lnds_span *span;
	size_t cap;
};

enum lnds_verdict lnds_blanks_record(struct lnds_blanks *b, const char *raw, size_t from,
	size_t n, struct lnds_judged *out);

#endif

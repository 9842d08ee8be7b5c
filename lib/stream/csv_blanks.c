/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a table set with blanks, to cells. */
#include "stream/csv_blanks.h"

#include "base/alloc.h"
#include "stream/csv_scan.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

enum lnds_verdict lnds_blanks_record(struct lnds_blanks *b, const char *raw, size_t from,
	size_t n, struct lnds_judged *out)
{
	size_t at = from, ncell = 0;

	for (;;) {
		size_t start;

		while (at < n && blank(raw[at]))
			at++;
		if (at == n)
			return LNDS_JUDGE_MORE;
		if (ends_line(raw[at]))
			break;
		start = at;
		while (at < n && !blank(raw[at]) && !ends_line(raw[at]))
			at++;
		if (ncell++ >= LNDS_MAX_COLUMNS_CSV)
			continue;
		if (ncell > b->cap) {
			b->cap = b->cap ? b->cap * 2 : 64;
			b->span = lnds_realloc(b->span, b->cap, sizeof(*b->span));
		}
		b->span[ncell - 1] =
			lnds_span((uint32_t)start, (uint32_t)(at - start), LNDS_TEXT);
	}
	out->end = lnds_csv_line_end(raw, at, n);
	out->lines = 1;
	out->plain = false;
	out->ncell = ncell;
	out->span = b->span;
	return ncell ? LNDS_JUDGE_ROW : LNDS_JUDGE_BLANK;
}

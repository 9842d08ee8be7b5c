/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scan and judge by turns. Where the scan stops, the judge takes the records of the next
 * 4 KiB, and more (up to 64 KiB) while the scan proves little in between: a file that is
 * irregular throughout costs little more than libcsv alone, one stray quote costs 4 KiB.
 */
#include "stream/csv.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "stream/csv_blanks.h"
#include "stream/csv_scan.h"
#include "text/utf8.h"

#define WINDOW_MIN ((size_t)4 << 10)
#define WINDOW_MAX ((size_t)64 << 10)
#define REACH_MAX ((size_t)1 << 30)

struct lnds_csv {
	const struct lnds_dialect *d;
	char delim;
	uint32_t ncol;
	lnds_csv_kernel *kernel;
	struct lnds_judge *judge;
	struct lnds_blanks blanks;
	size_t window; /* bytes that the judge keeps */
	size_t reach;  /* bytes that a scan may go, where comments can come */
	bool ended;    /* a footer has come */
};

struct lnds_csv *lnds_csv_new(const struct lnds_dialect *d, char delim)
{
	struct lnds_csv *e = lnds_calloc(1, sizeof(*e));

	e->d = d;
	e->delim = delim;
	e->kernel = lnds_csv_kernel_for(lnds_cpu_level());
	e->judge = lnds_judge_new(delim);
	e->window = e->reach = WINDOW_MIN;
	return e;
}

void lnds_csv_free(struct lnds_csv *e)
{
	if (!e)
		return;
	lnds_judge_free(e->judge);
	free(e->blanks.span);
	free(e);
}

void lnds_csv_use(struct lnds_csv *e, enum lnds_cpu level)
{
	e->kernel = lnds_csv_kernel_for(level);
}

void lnds_csv_width(struct lnds_csv *e, uint32_t ncol)
{
	e->ncol = ncol;
	e->ended = false;
}

enum lnds_verdict lnds_csv_record(struct lnds_csv *e, const char *raw, size_t from,
	size_t n, bool last, struct lnds_judged *out)
{
	if (e->d->blank_runs)
		return lnds_blanks_record(&e->blanks, raw, from, n, out);
	return lnds_judge_record(e->judge, raw, from, n, last, out);
}

enum lnds_csv_mark lnds_csv_mark(const struct lnds_csv *e, const char *p, size_t n)
{
	const struct lnds_sv rest = {p, n};
	size_t line;

	if (e->d->footer.n && lnds_sv_starts(rest, e->d->footer))
		return LNDS_CSV_FOOTER;
	if (e->d->comment.n && lnds_sv_starts(rest, e->d->comment))
		return LNDS_CSV_COMMENT;
	line = e->d->stop ? lnds_csv_line_end(p, 0, n) : 0;
	while (line && (p[line - 1] == '\n' || p[line - 1] == '\r'))
		line--;
	if (line && lnds_pattern_find(e->d->stop, (struct lnds_sv){p, line}, NULL))
		return LNDS_CSV_FOOTER;
	return LNDS_CSV_DATA;
}

/* Can a line be no record by its text? */
static bool has_marks(const struct lnds_dialect *d)
{
	return d->comment.n || d->footer.n || d->stop;
}

/* Gives back the rows from the first one on that is a comment or the footer. */
static bool cut_at_mark(struct lnds_csv *e, struct lnds_store *s, uint32_t from)
{
	for (uint32_t i = from; i < s->b.nrow; i++) {
		const uint32_t at = s->row_off[i];

		if (lnds_csv_mark(e, s->raw + at, s->row_off[s->b.nrow] - at)) {
			s->b.nrow = i;
			return true;
		}
	}
	return false;
}

/* Where a scan may stop when comments can come: they are found after it, so that it must
 * not run far ahead of them. Never between CR and LF. */
static size_t reach(const struct lnds_csv *e, const char *raw, size_t at, size_t n)
{
	size_t to = at + e->reach;

	if (!has_marks(e->d) || to >= n)
		return n;
	while (to < n && raw[to - 1] == '\r')
		to++;
	return to;
}

/* Rows by the scan, from raw[at] on. Returns behind the last one. *odd: the next record
 * is for the judge; else there is no further row end. */
static size_t prove(struct lnds_csv *e, struct lnds_store *s, size_t at, size_t n,
	uint64_t *lines, bool *odd)
{
	const uint32_t ncol = e->ncol;

	for (;;) {
		const uint32_t nrow = s->b.nrow;
		const size_t to = reach(e, s->raw, at, n);
		enum lnds_csv_stop stop;
		struct lnds_csv_scan k = {.raw = s->raw,
			.from = at,
			.to = to,
			.ncol = ncol,
			.delim = e->delim,
			.nrow = nrow};

		k.span = lnds_store_spans(s, (size_t)nrow * ncol, LNDS_CSV_SPAN_SLACK);
		k.span_cap = s->span_cap;
		k.row_off = lnds_store_rows(s, 0, s->span_cap / ncol + 1);
		stop = e->kernel(&k);
		s->b.nrow = k.nrow;
		if (to < n || has_marks(e->d)) {
			bool marked = cut_at_mark(e, s, nrow);

			if (marked)
				e->reach = WINDOW_MIN;
			else if (e->reach < REACH_MAX)
				e->reach *= 2;
			k.end = s->row_off[s->b.nrow];
			k.lines = lnds_csv_lines(s->raw + at, k.end - at);
			if (marked)
				stop = LNDS_CSV_ODD;
		}
		*lines += k.lines;
		if (stop == LNDS_CSV_FULL)
			(void)lnds_store_spans(s, 0, s->span_cap * 2);
		*odd = stop == LNDS_CSV_ODD;
		at = k.end;
		if (*odd || (stop == LNDS_CSV_TAIL && to == n))
			return at;
	}
}

/* A line that is no record. */
static void gap(struct lnds_store *s, size_t at, size_t end)
{
	lnds_store_gap(s, (uint32_t)at, (uint32_t)(end - at));
	if (s->b.nrow == 0)
		s->b.first_line++;
	s->row_off[s->b.nrow] = (uint32_t)end;
}

/* The column of the byte at raw[off]. */
static uint32_t column_at(const struct lnds_judged *j, size_t off)
{
	for (uint32_t c = 0; c < j->ncell; c++) {
		if (off < (size_t)j->span[c].off + lnds_span_len(j->span[c]))
			return c;
	}
	return LNDS_NO_COLUMN;
}

static const char *encoding_hint(enum lnds_encoding encoding)
{
	switch (encoding) {
	case LNDS_LATIN1:
		return "bytes 80 to 9F are letters in --encoding cp1252";
	case LNDS_CP1252:
		return "81, 8D, 8F, 90, 9D mean nothing in cp1252: is it another "
		       "encoding?";
	default:
		return "give --encoding latin1 or cp1252 if it is one of these";
	}
}

/* Rejects the row if it holds NUL or what is not UTF-8. */
static bool bad_bytes(const struct lnds_csv *e, struct lnds_store *s, uint32_t row,
	size_t at, const struct lnds_judged *j)
{
	const size_t n = j->end - at;
	const char *p = s->raw + at, *nul = memchr(p, 0, n);
	const size_t text = lnds_utf8_check(p, nul ? (size_t)(nul - p) : n);
	uint32_t col;

	if (!nul && text == n)
		return false;
	col = j->ncell == e->ncol ? column_at(j, at + text) : LNDS_NO_COLUMN;
	if (nul && p + text == nul) {
		lnds_reject(&s->b, row, col, "encoding-error", "a NUL byte");
		lnds_reject_hint(&s->b, row, "it may be UTF-16 or not text at all");
	} else {
		lnds_reject(&s->b, row, col, "encoding-error",
			e->d->encoding ? "a byte without meaning in this encoding"
				       : "bytes that are not UTF-8");
		lnds_reject_hint(&s->b, row, encoding_hint(e->d->encoding));
	}
	return true;
}

const char *lnds_csv_delimiter_hint(const char *p, size_t n)
{
	if (memchr(p, ';', n))
		return "the header line holds ';': try -d ';'";
	if (memchr(p, '\t', n))
		return "the header line holds TAB: try -d tab";
	return NULL;
}

/* Rejects a row that libcsv has read, or sees that it is good. */
static bool bad_row(const struct lnds_csv *e, struct lnds_store *s, uint32_t row,
	size_t at, const struct lnds_judged *j)
{
	const char *hint = NULL;

	if (!j->plain && bad_bytes(e, s, row, at, j))
		return true;
	if (j->ncell == e->ncol || e->d->ragged)
		return false;
	lnds_reject(&s->b, row, LNDS_NO_COLUMN,
		j->ncell < e->ncol ? "missing-cell" : "extra-cell",
		"%zu cell%s where the header has %u", j->ncell, j->ncell == 1 ? "" : "s",
		e->ncol);
	if (e->ncol == 1)
		hint = lnds_csv_delimiter_hint(
			s->b.columns->name[0].p, s->b.columns->name[0].n);
	if (hint)
		lnds_reject_hint(&s->b, row, hint);
	return true;
}

static void bad_quote(struct lnds_store *s, uint32_t row, enum lnds_verdict v)
{
	lnds_reject(&s->b, row, LNDS_NO_COLUMN, "quote-error",
		v == LNDS_JUDGE_QUOTE ? "text behind a closing quote"
				      : "a quote that is never closed");
	lnds_reject_hint(&s->b, row, "a quote inside a quoted cell is written twice");
}

/* One row from raw[at] as the judge has it, bad or good. */
static void add_row(struct lnds_csv *e, struct lnds_store *s, size_t at,
	enum lnds_verdict v, const struct lnds_judged *j)
{
	const uint32_t row = s->b.nrow;
	const size_t have = (size_t)row * e->ncol;
	struct lnds_span *span = lnds_store_spans(s, have, e->ncol) + have;
	uint32_t n = 0;

	if (v == LNDS_JUDGE_BLANK)
		span[n++] = lnds_span((uint32_t)at, 0, LNDS_NULL);
	else if (v != LNDS_JUDGE_ROW)
		bad_quote(s, row, v);
	else if (!bad_row(e, s, row, at, j))
		for (; n < e->ncol && n < j->ncell; n++)
			span[n] = j->span[n];
	for (; n < e->ncol; n++)
		span[n] = lnds_span((uint32_t)at, 0, LNDS_ABSENT);
	lnds_store_rows(s, row, 2)[row + 1] = (uint32_t)j->end;
	s->b.nrow = row + 1;
}

/* One record, comment or blank line from raw[*at], without the scan. False where it does
 * not end before n. */
static bool judge(struct lnds_csv *e, struct lnds_store *s, size_t *at, size_t n,
	bool last, uint64_t *lines)
{
	const char *raw = s->raw;
	struct lnds_judged j;
	enum lnds_verdict v;
	size_t end = 0;

	switch (lnds_csv_mark(e, raw + *at, n - *at)) {
	case LNDS_CSV_FOOTER:
		e->ended = true;
		return false;
	case LNDS_CSV_COMMENT:
		end = lnds_csv_line_end(raw, *at, n);
		if (!end)
			return false;
		gap(s, *at, end);
		++*lines;
		break;
	case LNDS_CSV_DATA:
		v = lnds_csv_record(e, raw, *at, n, last, &j);
		if (v == LNDS_JUDGE_MORE)
			return false;
		end = j.end;
		if (v == LNDS_JUDGE_BLANK && e->ncol > 1) {
			gap(s, *at, end);
			s->nblank++;
		} else {
			add_row(e, s, *at, v, &j);
		}
		*lines += j.lines;
		break;
	}
	*at = end;
	return true;
}

/* Cells equal to one of the dialect's null words become null. */
static void null_words(const struct lnds_csv *e, struct lnds_store *s)
{
	const size_t n = (size_t)s->b.nrow * e->ncol;

	for (size_t i = 0; i < n; i++) {
		const struct lnds_sv cell = {
			s->raw + s->span[i].off, lnds_span_len(s->span[i])};

		if (lnds_span_kind(s->span[i]) != LNDS_TEXT)
			continue;
		for (unsigned k = 0; k < e->d->nnull; k++) {
			if (lnds_sv_eq(cell, e->d->null_word[k]))
				s->span[i] = lnds_span(s->span[i].off,
					lnds_span_len(s->span[i]), LNDS_NULL);
		}
	}
}

void lnds_csv_scan(struct lnds_csv *e, struct lnds_store *s, size_t n, bool last,
	size_t *used, uint64_t *lines)
{
	size_t at = 0, kept = 0; /* the judge keeps raw up to there */
	const size_t all = n;
	bool odd;

	*lines = 0;
	s->b.ncol = e->ncol;
	s->b.nrow = 0;
	lnds_store_rows(s, 0, 1)[0] = 0;
	if (!last && n && s->raw[n - 1] == '\r')
		n--;
	while (at < n && !e->ended) {
		if (at >= kept && !e->d->blank_runs) {
			const size_t from = at;

			at = prove(e, s, at, n, lines, &odd);
			if (at == n ||
				(!odd && !last && !lnds_csv_mark(e, s->raw + at, n - at)))
				break;
			e->window = at - from < e->window ? e->window * 2 : WINDOW_MIN;
			if (e->window > WINDOW_MAX)
				e->window = WINDOW_MAX;
			kept = at + e->window;
		}
		if (!judge(e, s, &at, n, last, lines))
			break;
	}
	if (e->d->nnull)
		null_words(e, s);
	*used = e->ended ? all : at;
}

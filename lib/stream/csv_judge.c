/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcsv is fed in pieces that end at the next delimiter, CR or LF: its callbacks can
 * fire on these bytes only, so the raw bytes of each cell it reports are known. A cell
 * that opens with a quote is walked as it is fed, since lax libcsv goes on inside the
 * quotes when text follows a closing one, and would swallow the rows behind it.
 */
#include "stream/csv_judge.h"

#include <csv.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "stream/csv_scan.h"

struct lnds_judge {
	struct csv_parser parser;
	char delim;
	bool cell_done, row_done, null; /* what libcsv said about the last piece */
	struct lnds_span *span;
	size_t ncell, cap;
};

/* Where a cell that opens with a quote stands. */
enum walk { UNQUOTED, INSIDE, CLOSED };

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

struct lnds_judge *lnds_judge_new(char delim)
{
	struct lnds_judge *j = lnds_calloc(1, sizeof(*j));

	if (csv_init(&j->parser, CSV_EMPTY_IS_NULL) != 0)
		lnds_out_of_memory();
	csv_set_delim(&j->parser, (unsigned char)delim);
	csv_set_space_func(&j->parser, never);
	csv_set_blk_size(&j->parser, 4096);
	j->delim = delim;
	return j;
}

void lnds_judge_free(struct lnds_judge *j)
{
	if (!j)
		return;
	csv_free(&j->parser);
	free(j->span);
	free(j);
}

static void on_cell(void *value, size_t n, void *arg)
{
	struct lnds_judge *j = arg;

	(void)n;
	j->cell_done = true;
	j->null = !value;
}

static void on_row(int c, void *arg)
{
	struct lnds_judge *j = arg;

	(void)c;
	j->row_done = true;
}

/* Forgets a record that was fed in part. */
static void forget(struct lnds_judge *j)
{
	(void)csv_fini(&j->parser, NULL, NULL, NULL);
}

static void feed(struct lnds_judge *j, const char *p, size_t n)
{
	j->cell_done = j->row_done = false;
	if (csv_parse(&j->parser, p, n, on_cell, on_row, j) != n)
		lnds_out_of_memory(); /* the only failure a lax parser has */
}

static void add_cell(struct lnds_judge *j, size_t from, size_t to, enum lnds_kind kind)
{
	size_t quote = kind == LNDS_QUOTED || kind == LNDS_ESCAPED;

	if (j->ncell++ >= LNDS_MAX_COLUMNS_CSV)
		return;
	if (j->ncell > j->cap) {
		j->cap = j->cap ? j->cap * 2 : 64;
		j->span = lnds_realloc(j->span, j->cap, sizeof(*j->span));
	}
	j->span[j->ncell - 1] = lnds_span(
		(uint32_t)(from + quote), (uint32_t)(to - from - 2 * quote), kind);
}

static enum lnds_verdict bad_quote(struct lnds_judge *j, const char *raw, size_t at,
	size_t n, struct lnds_judged *out)
{
	forget(j);
	out->end = lnds_csv_line_end(raw, at, n);
	return out->end ? LNDS_JUDGE_QUOTE : LNDS_JUDGE_MORE;
}

/* Walks on through raw[at, to) of a quoted cell; `to` is behind a delimiter, CR or LF, or
 * n. Returns where text follows a closing quote, or `to`. */
static size_t walk_quotes(
	const char *raw, size_t at, size_t to, char delim, enum walk *w, bool *escaped)
{
	for (; at < to; at++) {
		char c = raw[at];

		if (*w == INSIDE) {
			if (c == '"')
				*w = CLOSED;
		} else if (c == '"') {
			*w = INSIDE;
			*escaped = true;
		} else if (c != delim && c != '\n' && c != '\r') {
			break;
		}
	}
	return at;
}

enum lnds_verdict lnds_judge_record(struct lnds_judge *j, const char *raw, size_t from,
	size_t n, bool last, struct lnds_judged *out)
{
	const char delim = j->delim;
	size_t cell = from, at = from, to;
	enum walk w = UNQUOTED;
	bool escaped = false;

	if (raw[from] == '\n' || raw[from] == '\r') {
		out->end = lnds_csv_line_end(raw, from, n);
		return LNDS_JUDGE_BLANK;
	}
	j->ncell = 0;
	for (; at < n; at = to) {
		size_t odd;

		for (to = at; to < n; to++) {
			if (raw[to] == delim || raw[to] == '\n' || raw[to] == '\r') {
				to++;
				break;
			}
		}
		odd = to;
		if (w != UNQUOTED) {
			odd = walk_quotes(raw, at, to, delim, &w, &escaped);
		} else if (raw[at] == '"') {
			w = INSIDE;
			odd = walk_quotes(raw, at + 1, to, delim, &w, &escaped);
		}
		if (odd < to)
			return bad_quote(j, raw, odd, n, out);
		feed(j, raw + at, to - at);
		if (!j->cell_done)
			continue;
		add_cell(j, cell, to - 1,
			j->null		? LNDS_NULL
			: w == UNQUOTED ? LNDS_TEXT
			: escaped	? LNDS_ESCAPED
					: LNDS_QUOTED);
		if (j->row_done) {
			out->end = lnds_csv_line_end(raw, to - 1, n);
			out->ncell = j->ncell;
			out->span = j->span;
			return LNDS_JUDGE_ROW;
		}
		cell = to;
		w = UNQUOTED;
		escaped = false;
	}
	forget(j);
	if (!last)
		return LNDS_JUDGE_MORE;
	out->end = n;
	return LNDS_JUDGE_UNCLOSED;
}

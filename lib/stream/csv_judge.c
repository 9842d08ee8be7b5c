/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcsv is fed in pieces, so that the raw bytes of each cell it reports are known: a run
 * of unquoted cells at once (their length as reported is their raw length), a quoted cell
 * in pieces that end at the next delimiter, CR or LF (its callback can fire on these bytes
 * only). A quoted cell is walked as it is fed, since lax libcsv goes on inside the quotes
 * when text follows a closing one, and would swallow the rows behind it.
 *
 * Blanks around a cell are data here, but libcsv drops them unless it asks a function of
 * ours about every byte, which makes it slower by a quarter. So it is not asked at first:
 * where blanks were dropped, the lengths of a run do not add up, and the record is fed
 * again with the function.
 */
#include "stream/csv_judge.h"

#include <csv.h>
#include <endian.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "stream/csv_scan.h"

/* Records that are fed with the function at once after one that had to be fed twice. */
#define WARY 64

/* Where the open cell stands. */
enum walk { UNQUOTED, INSIDE, CLOSED };

struct lnds_judge {
	struct csv_parser parser;
	char delim;
	bool ends_cell[256]; /* delimiter, CR, LF */
	bool ends_run[256];  /* CR, LF, quote */
	unsigned wary;	     /* records to be fed with never() as space function */

	/* The record being read. */
	size_t cell; /* start of the open cell */
	size_t fed;  /* behind the last byte fed */
	enum walk walk;
	bool escaped; /* the open cell has doubled quotes */
	bool row_done;
	bool multiline; /* a line end stands in quotes */
	bool plain;	/* known to be ASCII without NUL */
	struct lnds_span *span;
	size_t ncell, cap;
};

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
	csv_set_blk_size(&j->parser, 4096);
	j->delim = delim;
	j->ends_cell[(unsigned char)delim] = true;
	j->ends_cell['\n'] = j->ends_cell['\r'] = true;
	j->ends_run['\n'] = j->ends_run['\r'] = j->ends_run['"'] = true;
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
	enum lnds_kind kind = value ? LNDS_TEXT : LNDS_NULL;
	size_t off = j->cell;

	j->cell += n + 1;
	if (j->walk != UNQUOTED) {
		kind = j->escaped ? LNDS_ESCAPED : LNDS_QUOTED;
		j->cell = j->fed;
		n = j->fed - off - 3; /* without two quotes and what ends the cell */
		off++;
		j->walk = UNQUOTED;
		j->escaped = false;
	}
	if (j->ncell++ >= LNDS_MAX_COLUMNS_CSV)
		return;
	if (j->ncell > j->cap) {
		j->cap = j->cap ? j->cap * 2 : 64;
		j->span = lnds_realloc(j->span, j->cap, sizeof(*j->span));
	}
	j->span[j->ncell - 1] = lnds_span((uint32_t)off, (uint32_t)n, kind);
}

static void on_row(int c, void *arg)
{
	struct lnds_judge *j = arg;

	(void)c;
	j->row_done = true;
}

static void feed(struct lnds_judge *j, const char *raw, size_t at, size_t to)
{
	j->fed = to;
	if (csv_parse(&j->parser, raw + at, to - at, on_cell, on_row, j) != to - at)
		lnds_out_of_memory(); /* the only failure a lax parser has */
}

#define EACH(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* The high bit of each byte of w that equals c; bytes above the lowest one found may be
 * marked wrongly. */
static inline uint64_t equal(uint64_t w, char c)
{
	w ^= EACH(c);
	return (w - EACH(1)) & ~w & EACH(0x80);
}

/* The first CR, LF or quote in raw[at, n), or n; eight bytes a step. */
static size_t find_mark(struct lnds_judge *j, const char *raw, size_t at, size_t n)
{
	for (uint64_t w; n - at >= sizeof(w); at += sizeof(w)) {
		uint64_t found;

		memcpy(&w, raw + at, sizeof(w));
		w = le64toh(w);
		if ((w & EACH(0x80)) | equal(w, 0))
			j->plain = false;
		found = equal(w, '\n') | equal(w, '\r') | equal(w, '"');
		if (found)
			return at + (size_t)__builtin_ctzll(found) / 8;
	}
	for (; at < n && !j->ends_run[(unsigned char)raw[at]]; at++)
		j->plain &= raw[at] > 0;
	return at;
}

/* A run of unquoted cells: to behind the line end, or to a cell that opens with a quote,
 * or to n. */
static size_t run_end(struct lnds_judge *j, const char *raw, size_t from, size_t n)
{
	for (size_t at = from;; at++) {
		at = find_mark(j, raw, at, n);
		if (at == n)
			return n;
		if (raw[at] != '"')
			return at + 1;
		if (at > from && raw[at - 1] == j->delim)
			return at;
	}
}

/* A piece of a quoted cell: to behind the next delimiter, CR or LF, or to n. */
static size_t piece_end(const struct lnds_judge *j, const char *raw, size_t at, size_t n)
{
	while (at < n && !j->ends_cell[(unsigned char)raw[at]])
		at++;
	return at < n ? at + 1 : n;
}

/* Walks on through the piece raw[at, to) of a quoted cell. Returns where text follows a
 * closing quote, or `to`. */
static size_t walk_quotes(struct lnds_judge *j, const char *raw, size_t at, size_t to)
{
	for (; at < to; at++) {
		if (j->walk == INSIDE) {
			if (raw[at] == '"')
				j->walk = CLOSED;
		} else if (raw[at] == '"') {
			j->escaped = j->walk == CLOSED;
			j->walk = INSIDE;
		} else if (!j->ends_cell[(unsigned char)raw[at]]) {
			break;
		}
	}
	return at;
}

/* Feeds the record that starts at raw[from]. Returns where a quote error is, or n. *again:
 * blanks were dropped. */
static size_t feed_record(
	struct lnds_judge *j, const char *raw, size_t from, size_t n, bool *again)
{
	size_t at = from, to, odd;

	j->ncell = 0;
	j->cell = from;
	j->walk = UNQUOTED;
	j->escaped = j->row_done = j->multiline = *again = false;
	j->plain = true;
	csv_set_space_func(&j->parser, j->wary ? never : NULL);
	for (; at < n && !j->row_done && !*again; at = to) {
		if (j->walk == UNQUOTED && raw[at] != '"') {
			to = run_end(j, raw, at, n);
			feed(j, raw, at, to);
			*again =
				j->cell != to && j->ends_cell[(unsigned char)raw[to - 1]];
			continue;
		}
		to = piece_end(j, raw, at, n);
		odd = walk_quotes(j, raw, at, to);
		if (odd < to)
			return odd;
		feed(j, raw, at, to);
		j->multiline |= !j->row_done && raw[to - 1] != j->delim;
		j->plain = false;
	}
	return n;
}

/* The parser forgets a record that was fed in part. */
static void forget(struct lnds_judge *j)
{
	(void)csv_fini(&j->parser, NULL, NULL, NULL);
}

enum lnds_verdict lnds_judge_record(struct lnds_judge *j, const char *raw, size_t from,
	size_t n, bool last, struct lnds_judged *out)
{
	enum lnds_verdict verdict = LNDS_JUDGE_ROW;
	size_t odd;
	bool again;

	if (raw[from] == '\n' || raw[from] == '\r') {
		out->end = lnds_csv_line_end(raw, from, n);
		out->lines = 1;
		return LNDS_JUDGE_BLANK;
	}
	j->wary -= j->wary > 0;
	odd = feed_record(j, raw, from, n, &again);
	if (again) {
		forget(j);
		j->wary = WARY;
		odd = feed_record(j, raw, from, n, &again);
	}
	if (j->row_done) {
		out->end = lnds_csv_line_end(raw, j->fed - 1, n);
	} else {
		forget(j);
		out->end = odd < n ? lnds_csv_line_end(raw, odd, n) : last ? n : 0;
		verdict = odd < n ? LNDS_JUDGE_QUOTE : LNDS_JUDGE_UNCLOSED;
	}
	if (!out->end)
		return LNDS_JUDGE_MORE;
	out->lines = 1;
	if (verdict != LNDS_JUDGE_ROW || j->multiline)
		out->lines = lnds_csv_lines(raw + from, out->end - from);
	out->plain = j->plain;
	out->ncell = j->ncell;
	out->span = j->span;
	return verdict;
}

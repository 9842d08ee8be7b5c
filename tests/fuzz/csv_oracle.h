/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV engine held against libcsv over the whole text, with the three duties that lax
 * libcsv leaves to us restated naively: text behind a closing quote and a quote that is
 * never closed make a bad record, blank lines are gaps (records of one null in a width of
 * one). Used by the fuzz target csv_diff and by the unit test of the same name; any
 * difference aborts. Values are never printed.
 */
#ifndef LNDS_TESTS_CSV_ORACLE_H
#define LNDS_TESTS_CSV_ORACLE_H

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "stream/csv.h"
#include "stream/csv_scan.h"
#include "text/utf8.h"

#define ORACLE_FAIL(what)                                                                \
	do {                                                                             \
		fprintf(stderr, "csv oracle: %s (%s:%d)\n", what, __FILE__, __LINE__);   \
		abort();                                                                 \
	} while (0)

/* What a stretch of the text must be. */
struct oracle_record {
	size_t from, to;      /* with its line end */
	const char *bad;      /* id, or NULL */
	bool blank;	      /* a gap */
	uint32_t first, cell; /* number of its first cell, how many */
	uint64_t line;
};

struct oracle_cell {
	size_t off, n; /* into values */
	bool null;
};

struct oracle {
	const char *text;
	size_t n;
	char delim;
	struct oracle_record *record;
	size_t nrecord, record_cap;
	struct oracle_cell *cell;
	size_t ncell, cell_cap;
	struct lnds_buf values;
	size_t row; /* while libcsv runs: the record it is in */
};

static bool oracle_eol(char c)
{
	return c == '\n' || c == '\r';
}

static size_t oracle_skip_eol(const struct oracle *o, size_t at)
{
	if (at + 1 < o->n && o->text[at] == '\r' && o->text[at + 1] == '\n')
		return at + 2;
	return at + 1;
}

/* Where the record at `at` ends; *bad where it has a quote error. */
static size_t oracle_extent(const struct oracle *o, size_t at, bool *bad)
{
	const char *t = o->text;

	*bad = false;
	for (;;) {
		if (t[at] == '"') {
			for (at++;; at++) {
				if (at >= o->n) {
					*bad = true;
					return o->n;
				}
				if (t[at] != '"')
					continue;
				if (at + 1 < o->n && t[at + 1] == '"')
					at++;
				else
					break;
			}
			at++;
			if (t[at] != o->delim && !oracle_eol(t[at])) {
				*bad = true;
				while (!oracle_eol(t[at]))
					at++;
			}
		} else {
			while (t[at] != o->delim && !oracle_eol(t[at]))
				at++;
		}
		if (*bad || oracle_eol(t[at]))
			return oracle_skip_eol(o, at);
		at++;
	}
}

static struct oracle_record *oracle_add(struct oracle *o, size_t from, size_t to)
{
	if (o->nrecord == o->record_cap) {
		o->record_cap = o->record_cap ? 2 * o->record_cap : 64;
		o->record = lnds_realloc(o->record, o->record_cap, sizeof(*o->record));
	}
	o->record[o->nrecord] = (struct oracle_record){.from = from, .to = to};
	return &o->record[o->nrecord++];
}

static void oracle_on_cell(void *p, size_t n, void *arg)
{
	struct oracle *o = arg;

	while (o->row < o->nrecord && (o->record[o->row].blank || o->record[o->row].bad))
		o->row++;
	if (o->row == o->nrecord)
		ORACLE_FAIL("libcsv has a record more");
	if (o->ncell == o->cell_cap) {
		o->cell_cap = o->cell_cap ? 2 * o->cell_cap : 64;
		o->cell = lnds_realloc(o->cell, o->cell_cap, sizeof(*o->cell));
	}
	if (!o->record[o->row].cell++)
		o->record[o->row].first = (uint32_t)o->ncell;
	o->cell[o->ncell++] = (struct oracle_cell){o->values.n, n, !p};
	lnds_buf_add(&o->values, p, n);
}

static void oracle_on_row(int c, void *arg)
{
	struct oracle *o = arg;

	(void)c;
	o->row++;
}

static int oracle_no_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* libcsv over the stretch [from, to), from record `first` on. */
static void oracle_libcsv(struct oracle *o, size_t first, size_t from, size_t to)
{
	struct csv_parser p;

	o->row = first;
	(void)csv_init(&p, CSV_EMPTY_IS_NULL);
	csv_set_delim(&p, (unsigned char)o->delim);
	csv_set_space_func(&p, oracle_no_space);
	if (csv_parse(&p, o->text + from, to - from, oracle_on_cell, oracle_on_row, o) !=
		to - from)
		ORACLE_FAIL("libcsv failed");
	csv_fini(&p, NULL, NULL, NULL);
	csv_free(&p);
	while (o->row < o->nrecord && o->record[o->row].blank)
		o->row++;
	if (o->row < o->nrecord && !o->record[o->row].bad)
		ORACLE_FAIL("libcsv has a record less");
}

/* What all of the text means; it ends with a line end. */
static void oracle_read(
	struct oracle *o, const char *text, size_t n, char delim, uint32_t ncol)
{
	size_t at = 0, stretch = 0, first = 0;
	uint64_t line = 1;

	*o = (struct oracle){.text = text, .n = n, .delim = delim};
	while (at < n) {
		bool bad = false, blank = oracle_eol(text[at]);
		size_t to = blank ? oracle_skip_eol(o, at) : oracle_extent(o, at, &bad);
		struct oracle_record *r = oracle_add(o, at, to);

		r->blank = blank;
		r->bad = bad ? "quote-error" : NULL;
		r->line = line;
		for (; at < to; at++)
			line += text[at] == '\n' ||
				(text[at] == '\r' &&
					(at + 1 == n || text[at + 1] != '\n'));
		if (bad || at == n) {
			oracle_libcsv(o, first, stretch, bad ? r->from : at);
			stretch = at;
			first = o->nrecord;
		}
	}
	for (size_t i = 0; i < o->nrecord; i++) {
		struct oracle_record *r = &o->record[i];
		const size_t len = r->to - r->from;

		if (r->bad || r->blank)
			continue;
		if (memchr(text + r->from, 0, len) ||
			lnds_utf8_check(text + r->from, len) != len)
			r->bad = "encoding-error";
		else if (r->cell != ncol)
			r->bad = r->cell < ncol ? "missing-cell" : "extra-cell";
	}
}

static void oracle_free(struct oracle *o)
{
	free(o->record);
	free(o->cell);
	lnds_buf_free(&o->values);
}

static const char *oracle_bad_id(const struct lnds_store *s, uint32_t row)
{
	for (uint32_t i = 0; i < s->edits.nbad; i++) {
		if (s->edits.bad[i].row == row)
			return s->edits.bad[i].id;
	}
	return NULL;
}

static void oracle_row(const struct oracle *o, const struct oracle_record *r,
	struct lnds_store *s, uint32_t row, size_t base)
{
	const char *bad = oracle_bad_id(s, row);
	const struct lnds_sv raw = lnds_store_record(s, row);
	size_t len = r->to - r->from;

	while (len && oracle_eol(o->text[r->from + len - 1]) &&
		raw.n < len) /* its line end: one or two bytes */
		len--;
	if (base + s->row_off[row] != r->from || raw.n != len ||
		memcmp(raw.p, o->text + r->from, len) != 0 || r->to - r->from - len > 2)
		ORACLE_FAIL("other bytes in the record");
	if (lnds_store_line(s, row) != r->line)
		ORACLE_FAIL("another line number");
	if (!bad != !r->bad || (bad && strcmp(bad, r->bad) != 0))
		ORACLE_FAIL("another judgement of the record");
	for (uint32_t c = 0; c < s->b.ncol; c++) {
		const struct oracle_cell *want =
			bad || r->blank ? NULL : &o->cell[r->first + c];
		enum lnds_kind kind;
		struct lnds_sv v = lnds_cell(&s->b, row, c, &kind);

		if (bad) {
			if (kind != LNDS_ABSENT)
				ORACLE_FAIL("a bad record has cells");
		} else if (r->blank) {
			if (kind != LNDS_NULL)
				ORACLE_FAIL("a blank line that is not null");
		} else if ((kind == LNDS_NULL) != want->null || v.n != want->n ||
			   (v.n && memcmp(v.p, o->values.p + want->off, v.n) != 0)) {
			ORACLE_FAIL("another value");
		}
	}
}

/* The engine over the text, `piece` bytes at a time, against the oracle. */
static void oracle_engine(const struct oracle *o, uint32_t ncol, enum lnds_cpu level,
	size_t piece, struct lnds_store *s)
{
	const struct lnds_dialect d = {.delimiter = o->delim};
	const struct lnds_sv name =
		LNDS_SV("name"); /* asked for in a width of one only */
	const struct lnds_columns columns = {.n = ncol, .name = &name};
	struct lnds_csv *e = lnds_csv_new(&d, o->delim);
	size_t base = 0, have = 0, next = 0, used;
	uint64_t line = 1, lines;

	lnds_csv_use(e, level);
	lnds_csv_width(e, ncol);
	while (base < o->n) {
		const size_t left = o->n - base - have;
		char *raw = lnds_store_raw(s, have + piece);

		lnds_store_reset(s);
		memcpy(raw + have, o->text + base + have, left < piece ? left : piece);
		have += left < piece ? left : piece;
		memset(raw + have, '"', LNDS_RAW_PAD); /* must not matter */
		s->b.first_line = line;
		s->b.columns = &columns;
		s->format = LNDS_CSV;
		lnds_csv_scan(e, s, have, base + have == o->n, &used, &lines);
		for (uint32_t row = 0; row < s->b.nrow; row++) {
			while (next < o->nrecord && o->record[next].blank && ncol > 1)
				next++;
			if (next == o->nrecord)
				ORACLE_FAIL("a record more");
			oracle_row(o, &o->record[next++], s, row, base);
		}
		line += lines;
		if (used > have || (!used && base + have == o->n))
			ORACLE_FAIL("bytes left over");
		memmove(raw, raw + used, have - used);
		base += used;
		have -= used;
	}
	while (next < o->nrecord && o->record[next].blank && ncol > 1)
		next++;
	if (next != o->nrecord)
		ORACLE_FAIL("a record less");
	lnds_csv_free(e);
}

/* Every kernel over the text, whole and in pieces. */
static void oracle_text(const char *p, size_t n, uint32_t ncol, size_t piece)
{
	struct lnds_buf text = {0};
	struct lnds_store *s = lnds_store_new();
	struct oracle o;

	lnds_buf_add(&text, p, n);
	if (!n || !oracle_eol(p[n - 1]))
		lnds_buf_c(&text, '\n');
	oracle_read(&o, text.p, text.n, ',', ncol);
	for (int level = LNDS_CPU_SCALAR; level <= (int)lnds_cpu_level(); level++) {
		oracle_engine(&o, ncol, (enum lnds_cpu)level, text.n, s);
		oracle_engine(&o, ncol, (enum lnds_cpu)level, piece, s);
	}
	oracle_free(&o);
	lnds_store_free(s);
	lnds_buf_free(&text);
}

#endif

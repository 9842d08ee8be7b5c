/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header lines of CSV, and the columns they name. */
#include "stream/csv_head.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/alloc.h"
#include "stream/csv_scan.h"
#include "text/utf8.h"

/* The bytes of the head while it is read. */
struct text {
	const char *raw;
	size_t at, n;
	bool last;
	uint64_t lines;
	uint32_t nblank;
	const char *name;
};

static int fail_at(const struct text *t, const char *id, const char *hint,
	struct lnds_err *err, const char *msg)
{
	lnds_fail(err, LNDS_DATA, id, "%s", msg);
	if (hint)
		lnds_hint(err, "%s", hint);
	err->input = t->name;
	err->line = t->lines + 1;
	return -1;
}

static int no_header(const struct text *t, struct lnds_err *err)
{
	return fail_at(t, NULL, "name the columns with --header if the file has none",
		err, "no header line");
}

static int stray_quote(const struct text *t, struct lnds_err *err)
{
	const size_t end = lnds_csv_line_end(t->raw, t->at, t->n);
	const char *hint =
		lnds_csv_delimiter_hint(t->raw + t->at, (end ? end : t->n) - t->at);

	return fail_at(t, "quote-error",
		hint ? hint : "a quote inside a quoted cell is written twice", err,
		"a stray quote in the header line");
}

/* Passes over n physical lines; before the header they must be there. */
static int skip_lines(struct text *t, uint32_t n, bool must, struct lnds_err *err)
{
	for (; n; n--) {
		const size_t end = lnds_csv_line_end(t->raw, t->at, t->n);

		if (!end && t->last && !must)
			return 1;
		if (!end)
			return t->last ? no_header(t, err) : 0;
		t->at = end;
		t->lines++;
	}
	return 1;
}

/* The next record, past comments and blank lines. */
static int next_line(
	struct text *t, struct lnds_csv *e, struct lnds_judged *j, struct lnds_err *err)
{
	while (t->at < t->n) {
		const enum lnds_csv_mark mark =
			lnds_csv_mark(e, t->raw + t->at, t->n - t->at);
		enum lnds_verdict v = LNDS_JUDGE_BLANK;

		if (mark == LNDS_CSV_FOOTER)
			break;
		if (mark == LNDS_CSV_COMMENT) {
			j->end = lnds_csv_line_end(t->raw, t->at, t->n);
			if (!j->end)
				return 0;
		} else {
			v = lnds_csv_record(e, t->raw, t->at, t->n, t->last, j);
			t->nblank += v == LNDS_JUDGE_BLANK;
		}
		switch (v) {
		case LNDS_JUDGE_MORE:
			return 0;
		case LNDS_JUDGE_ROW:
			return 1;
		case LNDS_JUDGE_BLANK:
			t->at = j->end;
			t->lines++;
			break;
		case LNDS_JUDGE_QUOTE:
		case LNDS_JUDGE_UNCLOSED:
			return stray_quote(t, err);
		}
	}
	return t->last ? no_header(t, err) : 0;
}

static struct lnds_sv cell_text(struct lnds_arena *a, const char *raw, struct lnds_span s)
{
	const size_t n = lnds_span_len(s);
	char *out = lnds_arena_bytes(a, n);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		out[k++] = raw[s.off + i];
		if (lnds_span_kind(s) == LNDS_ESCAPED && raw[s.off + i] == '"')
			i++;
	}
	return (struct lnds_sv){out, k};
}

/* The first of stem_2, stem_3, … that no other column has; of column_N for a blank one. */
static struct lnds_sv rename_column(
	struct lnds_csv_head *h, struct lnds_sv stem, uint32_t col)
{
	for (uint32_t k = stem.n ? 2 : col + 1;; k++) {
		struct lnds_sv name;
		const size_t cap = stem.n + 32;
		char *out = lnds_arena_bytes(&h->arena, cap);

		name.p = out;
		name.n = (size_t)snprintf(out, cap, "%.*s_%" PRIu32,
			stem.n ? (int)stem.n : 6, stem.n ? stem.p : "column", k);
		if (lnds_map_get(&h->columns.index, name) == LNDS_MAP_NONE)
			return name;
	}
}

/* A name that is blank, or that column `had` has already. */
static int bad_name(struct lnds_sv name, uint32_t had, uint32_t col, const struct text *t,
	struct lnds_err *err)
{
	char msg[64];

	if (!name.n) {
		snprintf(msg, sizeof(msg), "column %" PRIu32 " has no name", col + 1);
		return fail_at(t, "blank-label",
			"name it in the header line, or all columns with --header", err,
			msg);
	}
	snprintf(msg, sizeof(msg), "columns %" PRIu32 " and %" PRIu32 " have one name",
		had + 1, col + 1);
	fail_at(t, "duplicate-label", "give one of them another name", err, msg);
	snprintf(err->column, sizeof(err->column), "%.*s", LNDS_SV_ARG(name));
	return -1;
}

/* Gives the columns their names; a new name never takes one that stands in the file. */
static int set_names(struct lnds_csv_head *h, struct lnds_sv *name, uint32_t n,
	bool rename, const struct text *t, struct lnds_err *err)
{
	struct lnds_map *index = &h->columns.index;
	struct lnds_sv *label;
	bool all = true;

	h->columns.n = n;
	h->columns.name = name;
	if (rename) {
		label = lnds_arena_alloc(&h->arena, n * sizeof(*label));
		memcpy(label, name, n * sizeof(*label));
		h->columns.label = label;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t had = name[i].n ? lnds_map_add(index, name[i], i) : i;

		if (had == LNDS_MAP_NONE)
			continue;
		if (!rename)
			return bad_name(name[i], had, i, t, err);
		all = false;
	}
	for (uint32_t i = 0; i < n && !all; i++) {
		if (name[i].n && lnds_map_get(index, name[i]) == i)
			continue;
		name[i] = rename_column(h, name[i], i);
		(void)lnds_map_add(index, name[i], i);
	}
	return 1;
}

static int take_header(struct lnds_csv_head *h, const struct lnds_dialect *d,
	const struct text *t, const struct lnds_judged *j, struct lnds_err *err)
{
	const size_t n = j->end - t->at;
	const char *p = t->raw + t->at;
	struct lnds_span *span;
	struct lnds_sv *name;
	size_t eol = 1;

	if (memchr(p, 0, n) || lnds_utf8_check(p, n) != n)
		return fail_at(t, "encoding-error",
			"give --encoding latin1 or cp1252 if it is one of these", err,
			"the header line is not UTF-8 text");
	if (j->ncell > LNDS_MAX_COLUMNS_CSV)
		return fail_at(t, NULL, NULL, err, "more than 65535 columns");
	eol += n > 1 && p[n - 1] == '\n' && p[n - 2] == '\r';
	span = lnds_arena_alloc(&h->arena, j->ncell * sizeof(*span));
	name = lnds_arena_alloc(&h->arena, j->ncell * sizeof(*name));
	for (size_t i = 0; i < j->ncell; i++) {
		span[i] = j->span[i];
		span[i].off -= (uint32_t)t->at;
		name[i] = cell_text(&h->arena, t->raw, j->span[i]);
	}
	h->line.span = span;
	h->line.raw = lnds_arena_sv(&h->arena, (struct lnds_sv){p, n});
	h->line.eol = (struct lnds_sv){h->line.raw.p + n - eol, eol};
	h->line.raw.n -= eol;
	return set_names(h, name, (uint32_t)j->ncell, d->rename_duplicates, t, err);
}

static int take_units(struct lnds_csv_head *h, const struct text *t,
	const struct lnds_judged *j, struct lnds_err *err)
{
	struct lnds_sv *unit = lnds_arena_alloc(&h->arena, h->columns.n * sizeof(*unit));

	if (j->ncell > h->columns.n)
		return fail_at(t, "extra-cell", NULL, err,
			"the line of units has more cells than the header");
	for (uint32_t i = 0; i < h->columns.n; i++)
		unit[i] = i < j->ncell ? cell_text(&h->arena, t->raw, j->span[i])
				       : (struct lnds_sv){NULL, 0};
	h->columns.unit = unit;
	return 1;
}

/* The user's names; the line ends are taken from the first line. */
static int given_names(struct lnds_csv_head *h, const struct lnds_dialect *d,
	const struct text *t, struct lnds_err *err)
{
	const size_t end = lnds_csv_line_end(t->raw, t->at, t->n);
	struct lnds_sv *name = lnds_arena_alloc(&h->arena, d->nheader * sizeof(*name));

	for (uint32_t i = 0; i < d->nheader; i++)
		name[i] = lnds_arena_sv(&h->arena, d->header[i]);
	h->line.eol = LNDS_SV("\n");
	if (end && t->raw[end - 1] == '\r')
		h->line.eol = LNDS_SV("\r");
	else if (end > t->at + 1 && t->raw[end - 2] == '\r')
		h->line.eol = LNDS_SV("\r\n");
	return set_names(h, name, d->nheader, d->rename_duplicates, t, err);
}

/* No header line: as many columns as the first record has cells, which stays where it is. */
static int count_columns(struct lnds_csv_head *h, struct lnds_csv *e, struct text *t,
	struct lnds_judged *j, struct lnds_err *err)
{
	const int rc = next_line(t, e, j, err);
	struct lnds_sv *name;

	if (rc != 1)
		return rc;
	if (j->ncell > LNDS_MAX_COLUMNS_CSV)
		return fail_at(t, NULL, NULL, err, "more than 65535 columns");
	name = lnds_arena_alloc(&h->arena, j->ncell * sizeof(*name));
	memset(name, 0, j->ncell * sizeof(*name));
	h->line.eol = LNDS_SV("\n");
	h->preamble = lnds_arena_sv(&h->arena, (struct lnds_sv){t->raw, t->at});
	return set_names(h, name, (uint32_t)j->ncell, true, t, err);
}

/* The header line and, where the dialect has one, the line of units. */
static int read_lines(struct lnds_csv_head *h, struct lnds_csv *e,
	const struct lnds_dialect *d, struct text *t, struct lnds_err *err)
{
	struct lnds_judged j;
	int rc = skip_lines(t, d->skip_lines, true, err);

	if (rc != 1)
		return rc;
	if (d->header)
		return given_names(h, d, t, err);
	if (d->no_header)
		return count_columns(h, e, t, &j, err);
	for (unsigned i = 0; i < 1u + d->two_header_lines; i++) {
		rc = next_line(t, e, &j, err);
		if (rc == 1 && i == 0)
			h->preamble =
				lnds_arena_sv(&h->arena, (struct lnds_sv){t->raw, t->at});
		if (rc == 1)
			rc = i ? take_units(h, t, &j, err)
			       : take_header(h, d, t, &j, err);
		if (rc != 1)
			return rc;
		t->lines += j.lines;
		t->at = j.end;
	}
	return skip_lines(t, d->after_header, false, err);
}

int lnds_csv_head_read(struct lnds_csv_head *h, struct lnds_csv *e,
	const struct lnds_dialect *d, const char *raw, size_t n, bool last,
	const char *name, struct lnds_err *err)
{
	/* A CR at the end may be half a line end. */
	struct text t = {.raw = raw, .n = n, .last = last, .name = name};
	int rc;

	if (!last && n && raw[n - 1] == '\r')
		t.n--;
	rc = read_lines(h, e, d, &t, err);
	h->used = t.at;
	h->lines = t.lines;
	h->nblank = t.nblank;
	if (rc != 1)
		lnds_csv_head_free(h);
	return rc;
}

void lnds_csv_head_free(struct lnds_csv_head *h)
{
	lnds_map_free(&h->columns.index);
	lnds_arena_free(&h->arena);
	memset(h, 0, sizeof(*h));
}

bool lnds_csv_head_same(const struct lnds_csv_head *h, const struct lnds_columns *first,
	const char *first_name, const char *name, struct lnds_err *err)
{
	const uint32_t n = h->columns.n < first->n ? h->columns.n : first->n;
	uint32_t i = 0;

	while (i < n && lnds_sv_eq(h->columns.name[i], first->name[i]))
		i++;
	if (i == n && h->columns.n == first->n)
		return true;
	if (i < n)
		lnds_fail(err, LNDS_DATA, NULL,
			"column %" PRIu32 " of the header has another name in %s", i + 1,
			first_name);
	else
		lnds_fail(err, LNDS_DATA, NULL,
			"%" PRIu32 " columns where %s has %" PRIu32, h->columns.n,
			first_name, first->n);
	err->input = name;
	err->line = h->lines;
	if (i < n)
		snprintf(err->column, sizeof(err->column), "%.*s",
			LNDS_SV_ARG(h->columns.name[i]));
	return lnds_hint(err, "operands need the same names in the same order: give "
			      "each a run of its own");
}

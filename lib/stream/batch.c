/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The store behind a batch: its memory, and where its rows stand in the input. Memory
 * grows by doubling and is kept from one filling to the next.
 */
#include "stream/batch.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "stream/csv_scan.h"

struct lnds_store *lnds_store_new(void)
{
	struct lnds_store *s = lnds_calloc(1, sizeof(*s));

	s->b.arena = &s->arena;
	s->b.edits = &s->edits;
	return s;
}

void lnds_store_free(struct lnds_store *s)
{
	if (!s)
		return;
	lnds_arena_free(&s->arena);
	free(s->edits.set);
	free(s->edits.gone);
	free(s->edits.bad);
	free(s->gap);
	free(s->row_off);
	free(s->span);
	free(s->raw);
	free(s);
}

void lnds_store_reset(struct lnds_store *s)
{
	s->b.columns = NULL;
	s->b.made = NULL;
	s->b.nrow = s->b.ncol = 0;
	s->b.first_record = s->b.first_line = 0;
	s->ngap = s->nblank = 0;
	s->line = 0;
	s->input = NULL;
	s->edits.nset = s->edits.ngone = s->edits.ndropped = s->edits.nbad = 0;
	s->edits.has_set = false;
	lnds_arena_reset(&s->arena);
}

static size_t grown(size_t cap, size_t want, size_t least)
{
	if (cap < least)
		cap = least;
	while (cap < want)
		cap *= 2;
	return cap;
}

char *lnds_store_raw(struct lnds_store *s, size_t cap)
{
	if (s->raw_cap < cap || !s->raw) {
		s->raw_cap = grown(s->raw_cap, cap, LNDS_BATCH_RAW);
		s->raw = lnds_realloc(s->raw, s->raw_cap + LNDS_RAW_PAD, 1);
	}
	s->b.raw = s->raw;
	return s->raw;
}

struct lnds_span *lnds_store_spans(struct lnds_store *s, size_t have, size_t more)
{
	if (s->span_cap < have + more || !s->span) {
		s->span_cap = grown(s->span_cap, have + more, 4096);
		s->span = lnds_realloc(s->span, s->span_cap, sizeof(*s->span));
	}
	s->b.span = s->span;
	return s->span;
}

uint32_t *lnds_store_rows(struct lnds_store *s, size_t have, size_t more)
{
	if (s->row_cap < have + more || !s->row_off) {
		s->row_cap = grown(s->row_cap, have + more, 1024);
		s->row_off =
			lnds_realloc(s->row_off, s->row_cap + 1, sizeof(*s->row_off));
	}
	s->b.row_off = s->row_off;
	return s->row_off;
}

void lnds_store_gap(struct lnds_store *s, uint32_t off, uint32_t len)
{
	if (s->ngap == s->gap_cap) {
		s->gap_cap = (uint32_t)grown(s->gap_cap, (size_t)s->ngap + 1, 16);
		s->gap = lnds_realloc(s->gap, s->gap_cap, sizeof(*s->gap));
	}
	s->gap[s->ngap++] = (struct lnds_gap){off, len};
}

static uint64_t line_ends(enum lnds_format format, const char *p, size_t n)
{
	const char *const end = p + n;
	uint64_t k = 0;

	if (format != LNDS_NDJSON)
		return lnds_csv_lines(p, n);
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		k++;
		p++;
	}
	return k;
}

uint64_t lnds_store_line(struct lnds_store *s, uint32_t row)
{
	if (!s->line || row < s->line_row) {
		s->line = s->b.first_line;
		s->line_row = 0;
	}
	const uint32_t from = s->b.row_off[s->line_row];

	s->line += line_ends(s->format, s->b.raw + from, s->b.row_off[row] - from);
	s->line_row = row;
	return s->line;
}

uint32_t lnds_store_gap_from(const struct lnds_store *s, uint32_t off)
{
	uint32_t lo = 0, hi = s->ngap;

	while (lo < hi) {
		const uint32_t mid = lo + (hi - lo) / 2;

		if (s->gap[mid].off < off)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct lnds_sv lnds_store_record(const struct lnds_store *s, uint32_t row)
{
	uint32_t from = s->b.row_off[row], to = s->b.row_off[row + 1];
	const uint32_t g = lnds_store_gap_from(s, from);

	if (g < s->ngap && s->gap[g].off < to)
		to = s->gap[g].off;
	if (to > from && s->b.raw[to - 1] == '\n')
		to--;
	if (to > from && s->b.raw[to - 1] == '\r')
		to--;
	return (struct lnds_sv){s->b.raw + from, to - from};
}

bool lnds_store_fail(
	struct lnds_store *s, const struct lnds_bad *bad, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, bad->id, "%s", bad->msg);
	if (bad->hint)
		lnds_hint(err, "%s", bad->hint);
	err->input = s->input;
	err->record = s->b.first_record + bad->row + 1;
	err->line = lnds_store_line(s, bad->row);
	if (bad->col < s->b.ncol) {
		struct lnds_sv name = s->b.columns->name[bad->col];
		size_t n =
			name.n < sizeof(err->column) ? name.n : sizeof(err->column) - 1;

		memcpy(err->column, name.p, n);
		err->column[n] = '\0';
	}
	return false;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV. From CSV with the same delimiter a row is spliced: runs of untouched cells
 * are copied in one piece. With another delimiter cells go one by one. A line keeps its
 * own end; only lines from NDJSON, which have none, get the plan's.
 */
#include "stream/write.h"

static bool is_null_word(const struct lnds_dialect *d, struct lnds_sv v)
{
	for (unsigned i = 0; i < d->nnull; i++) {
		if (lnds_sv_eq(d->null_word[i], v))
			return true;
	}
	return false;
}

void lnds_csv_put(const struct lnds_plan *p, struct lnds_buf *out, struct lnds_sv v)
{
	bool quote = v.n == 0 || is_null_word(p->dialect, v);
	char *w = lnds_buf_room(out, 2 * v.n + 2), *const start = w;

	for (size_t i = 0; i < v.n && !quote; i++)
		quote = p->special[(unsigned char)v.p[i]];
	if (!quote) {
		memcpy(w, v.p, v.n);
		out->n += v.n;
		return;
	}
	*w++ = '"';
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '"')
			*w++ = '"';
		*w++ = v.p[i];
	}
	*w++ = '"';
	out->n += (size_t)(w - start);
}

/* A value that the filter set; unset ones are null. */
static void put_set(const struct lnds_plan *p, const struct lnds_store *s, uint32_t row,
	uint32_t set, struct lnds_buf *out)
{
	const struct lnds_edits *e = &s->edits;

	if (set == LNDS_NOT_SET || !e->has_set)
		return;
	const struct lnds_edit *v = &e->set[(size_t)set * s->b.nrow + row];

	if (v->kind > LNDS_ABSENT)
		lnds_csv_put(p, out, (struct lnds_sv){v->p, v->n});
}

void lnds_rows_csv_splice(const struct lnds_plan *p, struct lnds_store *s, uint32_t from,
	uint32_t to, struct lnds_buf *out)
{
	const char *raw = s->b.raw;
	uint32_t gap = lnds_store_gap_from(s, s->b.row_off[from]);

	for (uint32_t row = from; row < to; row++) {
		const struct lnds_span *span = s->b.span + (size_t)row * s->b.ncol;
		const uint32_t end = lnds_row_end(s, row, &gap);
		const size_t most = (size_t)p->copies * (end - s->b.row_off[row]) +
				    p->nrun + 2 + LNDS_PUT_SLACK;
		char *w = lnds_buf_room(out, most);

		for (uint32_t i = 0; i < p->nrun; i++) {
			const struct lnds_plan_run *r = &p->run[i];

			if (i)
				*w++ = p->out_delimiter;
			if (r->first != LNDS_NEW) {
				const uint32_t a = lnds_span_from(span[r->first]);

				w = lnds_put_near(
					w, raw + a, lnds_span_to(span[r->last]) - a);
				continue;
			}
			out->n = (size_t)(w - out->p);
			put_set(p, s, row, r->set, out);
			w = lnds_buf_room(out, most);
		}
		const uint32_t tail = lnds_span_to(span[s->b.ncol - 1]);

		memcpy(w, raw + tail, 2);
		out->n = (size_t)(w - out->p) + (end - tail);
	}
}

/* An untouched cell under another delimiter. */
static void put_cell(const struct lnds_plan *p, struct lnds_store *s,
	struct lnds_span span, struct lnds_buf *out)
{
	const char *at = s->b.raw + lnds_span_from(span);
	const size_t n = lnds_span_to(span) - lnds_span_from(span);

	if (lnds_span_kind(span) == LNDS_ABSENT)
		return;
	if (lnds_span_quoted(span) || !n || !memchr(at, p->out_delimiter, n))
		lnds_buf_add(out, at, n);
	else if (lnds_span_kind(span) != LNDS_NULL)
		lnds_csv_put(p, out, (struct lnds_sv){at, n});
}

/* Where only the delimiter changes and no byte is like the new one, rows are copied and
 * the places between their cells written over. */
static bool swap_delimiters(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t from, uint32_t to, struct lnds_buf *out)
{
	const uint32_t start = s->b.row_off[from], n = s->b.row_off[to] - start;
	const uint32_t ncol = s->b.ncol;
	const struct lnds_span *span = s->b.span + (size_t)from * ncol;
	char *w;

	if (!p->all || !p->exact || s->ngap ||
		memchr(s->b.raw + start, p->out_delimiter, n))
		return false;
	w = lnds_buf_room(out, n);
	memcpy(w, s->b.raw + start, n);
	for (uint32_t row = from; row < to; row++, span += ncol) {
		for (uint32_t i = 0; i + 1 < ncol; i++)
			w[lnds_span_to(span[i]) - start] = p->out_delimiter;
	}
	out->n += n;
	return true;
}

void lnds_rows_csv_recode(const struct lnds_plan *p, struct lnds_store *s, uint32_t from,
	uint32_t to, struct lnds_buf *out)
{
	uint32_t gap = lnds_store_gap_from(s, s->b.row_off[from]);

	if (swap_delimiters(p, s, from, to, out))
		return;
	for (uint32_t row = from; row < to; row++) {
		const struct lnds_span *span = s->b.span + (size_t)row * s->b.ncol;
		const uint32_t end = lnds_row_end(s, row, &gap);
		uint32_t tail = end;

		for (uint32_t i = 0; i < p->ncol; i++) {
			const struct lnds_plan_col *c = &p->col[i];

			if (i)
				lnds_buf_c(out, p->out_delimiter);
			if (c->in == LNDS_NEW || c->set != LNDS_NOT_SET)
				put_set(p, s, row, c->set, out);
			else
				put_cell(p, s, span[c->in], out);
		}
		if (tail > s->b.row_off[row] && s->b.raw[tail - 1] == '\n')
			tail--;
		if (tail > s->b.row_off[row] && s->b.raw[tail - 1] == '\r')
			tail--;
		lnds_buf_add(out, s->b.raw + tail, end - tail);
	}
}

void lnds_rows_csv_from_json(const struct lnds_plan *p, struct lnds_store *s,
	uint32_t from, uint32_t to, struct lnds_buf *out)
{
	for (uint32_t row = from; row < to; row++) {
		for (uint32_t i = 0; i < p->ncol; i++) {
			const struct lnds_plan_col *c = &p->col[i];
			enum lnds_kind kind;
			struct lnds_sv v;

			if (i)
				lnds_buf_c(out, p->out_delimiter);
			if (c->in == LNDS_NEW || c->set != LNDS_NOT_SET) {
				put_set(p, s, row, c->set, out);
				continue;
			}
			v = lnds_cell(&s->b, row, c->in, &kind);
			if (kind > LNDS_ABSENT)
				lnds_csv_put(p, out, v);
		}
		lnds_buf_sv(out, p->eol);
	}
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The preview: for each column what will happen to it, and how its first cells look going
 * in (as shapes) and coming out. No value that the output would not show is shown.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "pseudo/run_inner.h"
#include "text/shape.h"
#include "text/utf8.h"

static struct lnds_pseudo_sample *sample_at(
	struct lnds_pseudo_run *r, uint64_t row, uint32_t col)
{
	uint64_t at = r->nsample + row;

	return at < r->order.preview ? &r->sample[at * r->ncol + col] : NULL;
}

void lnds_pseudo_sample_widen(struct lnds_pseudo_run *r, uint32_t ncol)
{
	struct lnds_pseudo_sample *s = lnds_calloc(r->order.preview * ncol, sizeof(*s));

	for (uint64_t i = 0; i < r->nsample; i++)
		memcpy(&s[i * ncol], &r->sample[i * r->ncol], r->ncol * sizeof(*s));
	free(r->sample);
	r->sample = s;
}

void lnds_pseudo_sample_cell(struct lnds_pseudo_run *r, uint32_t row,
	const struct lnds_pseudo_target *t, struct lnds_sv cell, struct lnds_sv made)
{
	struct lnds_pseudo_sample *s = sample_at(r, row, t->in);

	if (!s)
		return;
	lnds_shape(cell, s->in);
	if (!s->in[0])
		snprintf(s->in, sizeof(s->in), "-");
	if (!made.p)
		made = LNDS_SV("bad-identifier");
	snprintf(s->out, sizeof(s->out), "%.*s", LNDS_SV_ARG(made));
}

void lnds_pseudo_sample_rest(struct lnds_pseudo_run *r, struct lnds_batch *b)
{
	for (uint32_t row = 0; row < b->nrow; row++) {
		for (uint32_t col = 0; col < r->ncol; col++) {
			struct lnds_pseudo_sample *s = sample_at(r, row, col);
			enum lnds_kind kind;
			struct lnds_sv cell;

			if (!s || s->in[0])
				continue;
			cell = lnds_cell(b, row, col, &kind);
			lnds_shape(cell, s->in);
			if (r->column[col].action == LNDS_PSEUDO_DROPPED ||
				lnds_gone(b, row))
				snprintf(s->out, sizeof(s->out), "-");
			else
				snprintf(s->out, sizeof(s->out), "same");
			if (!s->in[0])
				snprintf(s->in, sizeof(s->in), "-");
		}
	}
	r->nsample += b->nrow;
}

/* Characters of text, as columns of the table are counted. */
static size_t width(struct lnds_sv s)
{
	return lnds_utf8_len(s);
}

static void put(struct lnds_buf *out, struct lnds_sv s, size_t to)
{
	size_t n = width(s);

	lnds_buf_sv(out, s);
	for (; n < to + 2; n++)
		lnds_buf_c(out, ' ');
}

static void end_line(struct lnds_buf *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	lnds_buf_c(out, '\n');
}

static const char *const action[] = {"dropped", "kept", "pseudonym"};

/* The lines of one column: its name and action once, then a line for each sample. */
static void put_column(const struct lnds_pseudo_run *r, uint32_t col, size_t names,
	size_t shapes, struct lnds_buf *out)
{
	const struct lnds_pseudo_column *c = &r->column[col];
	uint64_t n = r->nsample < r->order.preview ? r->nsample : r->order.preview;
	struct lnds_sv empty = {"", 0};

	for (uint64_t i = 0; i < n || i == 0; i++) {
		const struct lnds_pseudo_sample *s =
			n ? &r->sample[i * r->ncol + col] : NULL;

		put(out, i ? empty : c->show, names);
		put(out, i ? empty : lnds_sv(action[c->action]), 9);
		put(out, s ? lnds_sv(s->in) : empty, shapes);
		if (c->action == LNDS_PSEUDO_CODED) {
			lnds_buf_sv(out, r->target[c->target].as);
			lnds_buf_c(out, ' ');
		}
		if (s)
			lnds_buf_str(out, s->out);
		end_line(out);
	}
}

void lnds_pseudo_run_preview(const struct lnds_pseudo_run *r, struct lnds_buf *out)
{
	uint64_t n = r->nsample < r->order.preview ? r->nsample : r->order.preview;
	size_t names = 6, shapes = 2;

	for (uint32_t col = 0; col < r->ncol; col++) {
		if (width(r->column[col].show) > names)
			names = width(r->column[col].show);
		for (uint64_t i = 0; i < n; i++) {
			size_t w = width(lnds_sv(r->sample[i * r->ncol + col].in));

			shapes = w > shapes ? w : shapes;
		}
	}
	put(out, LNDS_SV("column"), names);
	put(out, LNDS_SV("action"), 9);
	put(out, LNDS_SV("in"), shapes);
	lnds_buf_str(out, "out\n");
	for (uint32_t col = 0; col < r->ncol; col++)
		put_column(r, col, names, shapes, out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compiling a plan, the header line, and the walk over the rows of a batch that stay.
 */
#include "stream/writer.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "stream/write.h"

static char delimiter_of(enum lnds_format format, char asked)
{
	if (format == LNDS_TSV)
		return '\t';
	return asked ? asked : ',';
}

/* Formats and delimiters on both sides. */
static void set_forms(
	struct lnds_plan *p, const struct lnds_reader *reader, const struct lnds_io *io)
{
	const enum lnds_format from = lnds_reader_format(reader);
	const enum lnds_format to = io->to == LNDS_AUTO ? from : io->to;
	const struct lnds_dialect *d = &io->dialect;

	p->dialect = d;
	p->head = from == LNDS_NDJSON ? NULL : lnds_reader_head(reader);
	p->in = from == LNDS_NDJSON ? LNDS_NDJSON : LNDS_CSV;
	p->to = to == LNDS_NDJSON ? LNDS_NDJSON : LNDS_CSV;
	p->in_delimiter = delimiter_of(from, d->delimiter);
	p->out_delimiter =
		delimiter_of(to, io->out_delimiter ? io->out_delimiter : d->delimiter);
	p->eol = p->head && p->head->eol.n ? p->head->eol : LNDS_SV("\n");
	p->exact = !d->ragged && !d->blank_runs;
	p->special[(unsigned char)p->out_delimiter] = 1;
	p->special['"'] = p->special['\r'] = p->special['\n'] = 1;
}

static bool set_column(struct lnds_plan *p, uint32_t i, const struct lnds_out *o)
{
	struct lnds_plan_col *c = &p->col[i];
	struct lnds_buf key = {0};
	char *at;

	c->name = lnds_arena_sv(&p->arena, o->name);
	c->in = o->in;
	c->set = o->set ? p->nset++ : LNDS_NOT_SET;
	c->renamed = o->in != LNDS_NEW && !lnds_sv_eq(o->name, p->columns->name[o->in]);
	lnds_buf_c(&key, i ? ',' : '{');
	lnds_json_str(&key, o->name);
	lnds_buf_c(&key, ':');
	at = lnds_arena_bytes(&p->arena, key.n + LNDS_PUT_SLACK);
	memset(at + key.n, 0, LNDS_PUT_SLACK);
	memcpy(at, key.p, key.n);
	c->key = (struct lnds_sv){at, key.n};
	p->keys += key.n;
	lnds_buf_free(&key);
	return c->in == i && !o->set && !c->renamed;
}

static bool set_columns(struct lnds_plan *p, const struct lnds_out *out, uint32_t nout,
	struct lnds_err *err)
{
	struct lnds_map names = {0};
	bool ok = true;

	p->ncol = out ? nout : p->columns->n;
	p->col = lnds_calloc(p->ncol + 1, sizeof(*p->col));
	p->identity = p->ncol == p->columns->n;
	for (uint32_t i = 0; i < p->ncol && ok; i++) {
		const struct lnds_out own = {
			.name = out ? out[i].name : p->columns->name[i],
			.in = out ? out[i].in : i,
			.set = out ? out[i].set : false,
		};

		p->identity &= set_column(p, i, &own);
		if (lnds_map_add(&names, p->col[i].name, i) != LNDS_MAP_NONE) {
			ok = lnds_fail(err, LNDS_USAGE, NULL,
				"two columns of the output are named '%.*s'",
				LNDS_SV_ARG(own.name));
			lnds_hint(err, "give one of them another name: NAME=NEW");
		}
	}
	lnds_map_free(&names);
	if (ok && !p->ncol && p->columns->n)
		ok = lnds_fail(err, LNDS_USAGE, NULL, "no column is left for the output");
	return ok;
}

/* Source columns: how often each is used, and whether their order is kept. */
static void set_uses(struct lnds_plan *p, bool in_plan_order)
{
	uint32_t *uses = lnds_calloc(p->columns->n + 1, sizeof(*uses)), last = 0;
	bool rising = true, any = false;

	p->of_in = lnds_alloc((p->columns->n + 1) * sizeof(*p->of_in));
	for (uint32_t i = 0; i <= p->columns->n; i++)
		p->of_in[i] = LNDS_NEW;
	for (uint32_t i = 0; i < p->ncol; i++) {
		const uint32_t in = p->col[i].in;

		if (in == LNDS_NEW)
			continue;
		rising &= !any || in > last;
		any = true;
		last = in;
		p->of_in[in] = i;
		if (++uses[in] > p->copies)
			p->copies = uses[in];
	}
	p->record_order = rising && !in_plan_order;
	free(uses);
}

static void set_runs(struct lnds_plan *p)
{
	p->run = lnds_calloc(p->ncol + 1, sizeof(*p->run));
	for (uint32_t i = 0; i < p->ncol; i++) {
		const struct lnds_plan_col *c = &p->col[i];
		const bool copied = c->in != LNDS_NEW && c->set == LNDS_NOT_SET;
		struct lnds_plan_run *prev = p->nrun ? &p->run[p->nrun - 1] : NULL;

		if (copied && prev && prev->first != LNDS_NEW &&
			prev->last + 1 == c->in) {
			prev->last = c->in;
			continue;
		}
		p->run[p->nrun++] = (struct lnds_plan_run){
			.first = copied ? c->in : LNDS_NEW,
			.last = copied ? c->in : LNDS_NEW,
			.set = c->set,
		};
	}
}

struct lnds_plan *lnds_plan_new(const struct lnds_reader *reader,
	const struct lnds_io *io, const struct lnds_columns *columns,
	const struct lnds_out *out, uint32_t nout, bool in_plan_order,
	struct lnds_err *err)
{
	struct lnds_plan *p = lnds_calloc(1, sizeof(*p));

	p->columns = columns;
	set_forms(p, reader, io);
	if (!set_columns(p, out, nout, err)) {
		lnds_plan_free(p);
		return NULL;
	}
	set_uses(p, in_plan_order);
	set_runs(p);
	p->all = p->identity;
	p->identity &= p->in == p->to && p->exact &&
		       (p->to == LNDS_NDJSON || p->in_delimiter == p->out_delimiter);
	if (p->identity)
		p->rows = lnds_rows_identity;
	else if (p->to == LNDS_NDJSON)
		p->rows = p->in == LNDS_NDJSON
				  ? lnds_rows_json_splice
				  : lnds_rows_json_from_csv(lnds_cpu_level());
	else if (p->in == LNDS_NDJSON)
		p->rows = lnds_rows_csv_from_json;
	else if (p->exact && p->in_delimiter == p->out_delimiter)
		p->rows = lnds_rows_csv_splice;
	else
		p->rows = lnds_rows_csv_recode;
	return p;
}

void lnds_plan_free(struct lnds_plan *p)
{
	if (!p)
		return;
	lnds_arena_free(&p->arena);
	free(p->col);
	free(p->run);
	free(p->of_in);
	free(p);
}

uint32_t lnds_plan_nset(const struct lnds_plan *p)
{
	return p->nset;
}

/* The name as it stood in the header line, where it can stay so. */
static bool header_cell_raw(
	const struct lnds_plan *p, const struct lnds_plan_col *c, struct lnds_sv *raw)
{
	const struct lnds_head *h = p->head;

	if (!h || !h->raw.n || c->in == LNDS_NEW || c->renamed || !p->exact)
		return false;
	const struct lnds_span s = h->span[c->in];

	*raw = (struct lnds_sv){
		h->raw.p + lnds_span_from(s), lnds_span_to(s) - lnds_span_from(s)};
	return lnds_span_quoted(s) || !memchr(raw->p, p->out_delimiter, raw->n);
}

void lnds_write_header(const struct lnds_plan *p, struct lnds_buf *out)
{
	struct lnds_sv raw;

	if (p->to == LNDS_NDJSON)
		return;
	if (p->identity && p->head && p->head->raw.n) {
		lnds_buf_sv(out, p->head->raw);
		lnds_buf_sv(out, p->eol);
		return;
	}
	for (uint32_t i = 0; i < p->ncol; i++) {
		if (i)
			lnds_buf_c(out, p->out_delimiter);
		if (header_cell_raw(p, &p->col[i], &raw))
			lnds_buf_sv(out, raw);
		else
			lnds_csv_put(p, out, p->col[i].name);
	}
	lnds_buf_sv(out, p->eol);
}

static int by_row(const void *a, const void *b)
{
	const struct lnds_bad *x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

void lnds_write_sort(struct lnds_store *s)
{
	struct lnds_edits *e = &s->edits;
	bool sorted = true;

	for (uint32_t i = 1; i < e->nbad; i++)
		sorted &= e->bad[i - 1].row < e->bad[i].row;
	if (!sorted)
		qsort(e->bad, e->nbad, sizeof(*e->bad), by_row);
	while (e->nbad && e->bad[e->nbad - 1].row >= s->b.nrow)
		e->nbad--;
}

bool lnds_write_is_raw(const struct lnds_plan *p, const struct lnds_store *s)
{
	return p->identity && !s->ngap && !s->edits.nbad && !s->edits.ndropped;
}

struct lnds_sv lnds_write_raw(const struct lnds_store *s)
{
	const uint32_t from = s->b.row_off[0];

	return (struct lnds_sv){s->b.raw + from, s->b.row_off[s->b.nrow] - from};
}

void lnds_write_batch(
	const struct lnds_plan *p, struct lnds_store *s, struct lnds_buf *out)
{
	const struct lnds_edits *e = &s->edits;
	uint32_t row = 0, nbad = 0;

	lnds_write_sort(s);
	if (lnds_write_is_raw(p, s))
		return;
	while (row < s->b.nrow) {
		const uint32_t from = row;

		while (row < s->b.nrow && (row >= e->ngone || e->gone[row] == LNDS_STAYS))
			row++;
		if (row > from)
			p->rows(p, s, from, row, out);
		for (; row < e->ngone && row < s->b.nrow && e->gone[row] != LNDS_STAYS;
			row++) {
			if (e->gone[row] == LNDS_BAD)
				e->bad[nbad++].out_at = out->n;
		}
	}
}

void lnds_rows_identity(const struct lnds_plan *p, struct lnds_store *s, uint32_t from,
	uint32_t to, struct lnds_buf *out)
{
	uint32_t at = s->b.row_off[from];
	const uint32_t end = s->b.row_off[to];

	(void)p;
	for (uint32_t g = lnds_store_gap_from(s, at); g < s->ngap; g++) {
		if (s->gap[g].off >= end)
			break;
		lnds_buf_add(out, s->b.raw + at, s->gap[g].off - at);
		at = s->gap[g].off + s->gap[g].len;
	}
	if (at < end)
		lnds_buf_add(out, s->b.raw + at, end - at);
}

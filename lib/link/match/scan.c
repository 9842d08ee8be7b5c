/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan of two tiles: step by step (128 rows of B stay in the first cache) a kernel
 * names the pairs whose distance, or a lower bound of it, is within what the floor
 * allows; they are scored exactly here. Popcounts rule out whole ranges of A before.
 */
#include "link/match/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/match/header.h"
#include "link/match/tile.h"

struct lnds_link_scanner {
	struct lnds_link_scan_opts o;
	const struct lnds_link_kernel *kernel;
	struct lnds_link_reach reach;
	struct lnds_link_packed a, b;
	uint32_t survivor[LNDS_LINK_STEP * LNDS_LINK_STEP];
};

struct lnds_link_scanner *lnds_link_scanner_new(
	const struct lnds_link_scan_opts *o, struct lnds_err *err)
{
	static const char *const name[] = {"auto", "scalar", "avx2", "avx512"};
	const struct lnds_link_kernel *kernel = lnds_link_kernel_for(o->isa);
	struct lnds_link_scanner *s;

	if (!kernel) {
		(void)lnds_fail(
			err, LNDS_USAGE, NULL, "this processor has no %s", name[o->isa]);
		(void)lnds_hint(err, "--isa auto takes the best there is: %s",
			lnds_link_kernel_for(LNDS_LINK_AUTO)->name);
		return NULL;
	}
	if (!lnds_link_header_ok(o->header, o->bits)) {
		(void)lnds_fail(err, LNDS_USAGE, NULL,
			"no header of %u bits for codes of %u bits", o->header * 32,
			o->bits);
		(void)lnds_hint(err, "0, or a multiple of 32 from 128 to 384, 448, 512, "
				     "640, 768, and below the code's own bits");
		return NULL;
	}
	s = lnds_alloc(sizeof(*s));
	s->o = *o;
	s->kernel = kernel;
	memset(&s->a, 0, sizeof(s->a));
	memset(&s->b, 0, sizeof(s->b));
	lnds_link_reach_init(&s->reach, o->encoding, o->bits, o->floor);
	return s;
}

const char *lnds_link_scanner_name(const struct lnds_link_scanner *s)
{
	return s->kernel->name;
}

void lnds_link_scanner_free(struct lnds_link_scanner *s)
{
	if (!s)
		return;
	lnds_link_packed_free(&s->a);
	lnds_link_packed_free(&s->b);
	free(s);
}

/* Packs both tiles for the kernel, or for the scalar one where this kernel would let most
 * pairs through. */
static const struct lnds_link_kernel *prepare(struct lnds_link_scanner *s)
{
	const struct lnds_link_scan_opts *o = &s->o;
	const struct lnds_link_kernel *kernel;

	lnds_link_packed_limits(&s->a, LNDS_LINK_SIDE_A, o->encoding, o->bits, o->floor);
	lnds_link_packed_limits(&s->b, LNDS_LINK_SIDE_B, o->encoding, o->bits, o->floor);
	kernel = lnds_link_kernel_that_tells(s->kernel, &s->a, &s->b);
	lnds_link_packed_form(&s->a, kernel, LNDS_LINK_SIDE_A, o->header, !o->header);
	lnds_link_packed_form(&s->b, kernel, LNDS_LINK_SIDE_B, o->header, !o->header);
	return kernel;
}

static void add_hit(struct lnds_link_hits *out, uint32_t a, uint32_t b, uint32_t score)
{
	if (out->n == out->cap) {
		out->cap = out->cap ? 2 * out->cap : 1024;
		out->hit = lnds_realloc(out->hit, out->cap, sizeof(*out->hit));
	}
	out->hit[out->n++] = (struct lnds_link_hit){a, b, score};
}

/* Scores the survivors exactly. `own`: both tiles are the same one, so each pair came
 * twice. */
static void rescore(struct lnds_link_scanner *s, const struct lnds_link_kernel *kernel,
	size_t n, bool own, struct lnds_link_hits *out)
{
	const struct lnds_link_packed *a = &s->a, *b = &s->b;
	size_t k;

	for (k = 0; k < n; k++) {
		const uint32_t i = s->survivor[k] >> 16, j = s->survivor[k] & 0xffff;
		uint32_t score, x, y;

		if (i >= a->n || j >= b->n || (own && i >= j))
			continue;
		score = lnds_link_score_of(s->o.encoding, s->o.bits, a->pop[i], b->pop[j],
			kernel->distance(a->code + (size_t)i * a->bytes,
				b->code + (size_t)j * b->bytes, a->bytes));
		if (score < s->o.floor)
			continue;
		x = a->row[i];
		y = b->row[j];
		if (a->codes != b->codes || x < y)
			add_hit(out, x, y, score);
		else if (x > y)
			add_hit(out, y, x, score);
	}
}

/* The rows [*from, *to) of A that can reach the floor with some row [j, end) of B; both
 * move on only, as the popcounts of both tiles rise. */
static void reachable(const struct lnds_link_scanner *s, uint32_t j, uint32_t end,
	uint32_t *from, uint32_t *to)
{
	const struct lnds_link_packed *a = &s->a, *b = &s->b;

	if (!a->sorted || !b->sorted) {
		*from = 0;
		*to = a->n;
		return;
	}
	while (*from < a->n && s->reach.high[a->pop[*from]] < b->pop[j])
		++*from;
	while (*to < a->n && s->reach.low[a->pop[*to]] <= b->pop[end - 1])
		++*to;
}

static int by_rows(const void *x, const void *y)
{
	const struct lnds_link_hit *p = x, *q = y;

	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return p->b < q->b ? -1 : p->b > q->b;
}

void lnds_link_scan(struct lnds_link_scanner *s, const struct lnds_link_tile *a,
	const struct lnds_link_tile *b, struct lnds_link_hits *out)
{
	const size_t first = out->n;
	const struct lnds_link_kernel *kernel;
	struct lnds_link_job job;
	uint32_t j, end, i, from = 0, to = 0, last;
	bool own;

	if (!a->n || !b->n)
		return;
	lnds_link_packed_load(&s->a, a->codes, a->row, a->n);
	lnds_link_packed_load(&s->b, b->codes, b->row, b->n);
	own = a->codes == b->codes && a->n == b->n &&
	      memcmp(a->row, b->row, a->n * sizeof(*a->row)) == 0;
	kernel = prepare(s);
	job = lnds_link_packed_job(&s->a, &s->b);
	for (j = 0; j < b->n; j = end) {
		end = b->n - j < LNDS_LINK_STEP ? b->n : j + LNDS_LINK_STEP;
		reachable(s, j, end, &from, &to);
		last = own && end < to ? end : to;
		last = (last + LNDS_LINK_GROUP - 1) / LNDS_LINK_GROUP * LNDS_LINK_GROUP;
		for (i = from / LNDS_LINK_GROUP * LNDS_LINK_GROUP; i < last;
			i += LNDS_LINK_STEP) {
			lnds_link_job_at(&job, &s->a, i, &s->b, j);
			job.a_end = job.a_end < last ? job.a_end : last;
			rescore(s, kernel, kernel->scan(&job, s->survivor), own, out);
		}
	}
	if (!s->o.any_order && out->n - first > 1)
		qsort(out->hit + first, out->n - first, sizeof(*out->hit), by_rows);
}

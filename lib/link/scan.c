/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan of two tiles: step by step (128 rows of B stay in the first cache) a kernel
 * names the pairs whose distance, or a lower bound of it, is within what the floor
 * allows; they are scored exactly here. Popcounts rule out whole ranges of A before.
 */
#include "link/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/header.h"
#include "link/tile.h"

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

/* Packs both tiles for the kernel, or for the scalar one where this kernel would let
 * everything through. */
static const struct lnds_link_kernel *prepare(struct lnds_link_scanner *s)
{
	const struct lnds_link_scan_opts *o = &s->o;
	const struct lnds_link_kernel *kernel = s->kernel;
	int32_t most_a = 0, most_b = 0;
	uint32_t i;

	for (i = 0; i < s->a.n; i++) {
		s->a.limit[i] = (int32_t)lnds_link_limit_a(
			o->encoding, o->bits, o->floor, s->a.pop[i]);
		most_a = s->a.limit[i] > most_a ? s->a.limit[i] : most_a;
	}
	for (i = 0; i < s->b.n; i++) {
		s->b.limit[i] =
			(int32_t)lnds_link_limit_b(o->encoding, o->floor, s->b.pop[i]);
		most_b = s->b.limit[i] > most_b ? s->b.limit[i] : most_b;
	}
	if ((uint32_t)(most_a + most_b) > kernel->most)
		kernel = lnds_link_kernel_for(LNDS_LINK_SCALAR);
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

/* The rows [*from, *to) of A that can reach the floor with some row [j, end) of B; both move on
 * only, as the popcounts of both tiles rise. */
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

static uint32_t up(uint32_t n, uint32_t to)
{
	return (n + to - 1) / to * to;
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
	job = (struct lnds_link_job){.width = s->a.width,
		.exact = s->a.exact,
		.a = s->a.form,
		.b = s->b.form,
		.a_limit = s->a.limit,
		.b_limit = s->b.limit};
	for (j = 0; j < b->n; j = end) {
		end = b->n - j < LNDS_LINK_STEP ? b->n : j + LNDS_LINK_STEP;
		reachable(s, j, end, &from, &to);
		last = up(own && end < to ? end : to, LNDS_LINK_GROUP);
		job.b_first = j;
		job.b_end = up(end, kernel->lanes);
		for (i = from / LNDS_LINK_GROUP * LNDS_LINK_GROUP; i < last;
			i += LNDS_LINK_STEP) {
			job.a_first = i;
			job.a_end = last - i < LNDS_LINK_STEP ? last : i + LNDS_LINK_STEP;
			rescore(s, kernel, kernel->scan(&job, s->survivor), own, out);
		}
	}
	if (out->n - first > 1)
		qsort(out->hit + first, out->n - first, sizeof(*out->hit), by_rows);
}

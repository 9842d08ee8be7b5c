/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a thread does with a slice: scans its units, drops what is no candidate, prunes.
 * Low floors make every pair a hit: the right tile is scanned in pieces, so that the hits
 * of one call fit, and candidates are pruned as they double; from then on most hits fall
 * to two bars, the k-th best scores of their records so far.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "link/match/match_job.h"

#define PIECE 128u		/* rows of b a call: 6 MiB of hits at most */
#define FIRST ((size_t)1 << 14) /* candidates: the first pruning, at 256 KiB */

struct lnds_link_comparer {
	const struct lnds_link_match_job *job;
	struct lnds_link_scanner *scanner;
	struct lnds_link_topk *topk;
	struct lnds_link_hits hits;
	struct lnds_link_pair *pair; /* candidates of the slice */
	size_t n, cap, limit;	     /* limit: of n, before the next pruning */
	bool barred;		     /* pruned: some candidates are seen to be hopeless */
};

struct lnds_link_comparer *lnds_link_comparer_new(
	const struct lnds_link_match_job *job, struct lnds_err *err)
{
	const struct lnds_link_scan_opts so = {
		.encoding = job->codes[0].manifest.encoding,
		.bits = job->codes[0].bits,
		.floor = job->plan->floor,
		.header = job->o->header,
		.isa = job->o->isa,
		.any_order = true};
	struct lnds_link_scanner *scanner = lnds_link_scanner_new(&so, err);
	struct lnds_link_comparer *c;

	if (!scanner)
		return NULL;
	c = lnds_calloc(1, sizeof(*c));
	c->job = job;
	c->scanner = scanner;
	c->topk = lnds_link_topk_new(job->rows, job->n, job->plan->top);
	return c;
}

const char *lnds_link_comparer_name(const struct lnds_link_comparer *c)
{
	return lnds_link_scanner_name(c->scanner);
}

void lnds_link_comparer_free(struct lnds_link_comparer *c)
{
	if (!c)
		return;
	lnds_link_scanner_free(c->scanner);
	lnds_link_topk_free(c->topk);
	free(c->hits.hit);
	free(c->pair);
	free(c);
}

/* Has an earlier pass this pair? */
static bool met_before(const struct lnds_link_unit *u, uint32_t a, uint32_t b)
{
	for (unsigned p = 0; p < u->pass; p++) {
		const uint64_t key = u->a.codes->block[p][a];

		if (key && key == u->b.codes->block[p][b])
			return true;
	}
	return false;
}

static void add(struct lnds_link_comparer *c, const struct lnds_link_pair *p)
{
	if (c->barred && lnds_link_topk_hopeless(c->topk, p))
		return;
	if (c->n == c->limit) {
		c->n = lnds_link_topk_prune_on(c->topk, c->pair, c->n);
		c->barred = true;
		c->limit = 2 * c->n > FIRST ? 2 * c->n : FIRST;
	}
	if (c->limit > c->cap) {
		c->cap = c->limit;
		c->pair = lnds_realloc(c->pair, c->cap, sizeof(*c->pair));
	}
	c->pair[c->n++] = *p;
}

static void scan(struct lnds_link_comparer *c, const struct lnds_link_unit *u,
	const struct lnds_link_tile *a, const struct lnds_link_tile *b)
{
	const uint64_t *mask_a = a->codes->mask, *mask_b = b->codes->mask;

	c->hits.n = 0;
	lnds_link_scan(c->scanner, a, b, &c->hits);
	for (size_t i = 0; i < c->hits.n; i++) {
		const struct lnds_link_hit *h = &c->hits.hit[i];

		if (lnds_link_candidate(&c->job->overlap, mask_a[h->a], mask_b[h->b]) &&
			!met_before(u, h->a, h->b))
			add(c, &(struct lnds_link_pair){.score = h->score,
				       .a = h->a,
				       .b = h->b,
				       .sa = u->sa,
				       .sb = u->sb});
	}
}

static void compare_unit(struct lnds_link_comparer *c, const struct lnds_link_unit *u)
{
	const bool own = u->a.row == u->b.row;
	uint32_t n;

	for (uint32_t from = 0; from < u->b.n; from += n) {
		struct lnds_link_tile a = u->a, b = u->b;

		n = b.n - from < PIECE ? b.n - from : PIECE;
		b.row += from;
		b.n = n;
		if (own) { /* a tile against itself: against the rows before, and itself */
			a.n = from;
			scan(c, u, &b, &b);
		}
		scan(c, u, &a, &b);
	}
}

void lnds_link_compare_slice(struct lnds_link_comparer *c, struct lnds_link_slice *s)
{
	struct lnds_link_unit_at at = s->at;
	struct lnds_link_unit unit;

	c->n = 0;
	c->limit = FIRST;
	c->barred = false;
	for (uint32_t i = 0; i < s->units && lnds_link_units_next(&at, &unit); i++)
		compare_unit(c, &unit);
	s->n = lnds_link_topk_prune(c->topk, c->pair, c->n);
	lnds_link_topk_begin(c->topk, c->pair, s->n);
	if (s->n > s->cap) {
		s->cap = s->n;
		s->pair = lnds_realloc(s->pair, s->cap, sizeof(*s->pair));
	}
	if (s->n)
		memcpy(s->pair, c->pair, s->n * sizeof(*s->pair));
}

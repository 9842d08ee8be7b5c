/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counters of top-k, saturating at k. */
#include "link/match/topk.h"

#include <stdlib.h>

#include "base/alloc.h"

struct lnds_link_topk {
	unsigned nsource;
	uint8_t top;
	size_t n;	/* counters in all */
	uint8_t *count; /* those of source s towards source o from at[s * nsource + o] */
	size_t *at;
	uint32_t *bar; /* per counter, the score of the k-th pair; NULL: never wanted */
};

struct lnds_link_topk *lnds_link_topk_new(
	const uint32_t *rows, unsigned nsource, uint32_t top)
{
	struct lnds_link_topk *t = lnds_calloc(1, sizeof(*t));

	t->nsource = nsource;
	t->top = (uint8_t)top;
	t->at = lnds_calloc((size_t)nsource * nsource, sizeof(*t->at));
	for (unsigned s = 0; s < nsource; s++)
		for (unsigned o = 0; o < nsource; o++) {
			t->at[s * nsource + o] = t->n;
			t->n += s != o || nsource == 1 ? rows[s] : 0;
		}
	t->count = lnds_calloc(t->n + 1, 1);
	return t;
}

static size_t place(
	const struct lnds_link_topk *t, unsigned source, unsigned other, uint32_t row)
{
	return t->at[source * t->nsource + other] + row;
}

static uint8_t *counter(
	struct lnds_link_topk *t, unsigned source, unsigned other, uint32_t row)
{
	return &t->count[place(t, source, other, row)];
}

bool lnds_link_topk_keep(struct lnds_link_topk *t, const struct lnds_link_pair *p)
{
	uint8_t *a = counter(t, p->sa, p->sb, p->a), *b = counter(t, p->sb, p->sa, p->b);
	const bool keep = *a < t->top || *b < t->top;

	*a = (uint8_t)(*a + (*a < t->top));
	*b = (uint8_t)(*b + (*b < t->top));
	return keep;
}

void lnds_link_topk_reset(struct lnds_link_topk *t)
{
	memset(t->count, 0, t->n);
}

/* Where a pair was dropped, both its records had k pairs that stay: these name every
 * counter that was touched. */
static void forget(struct lnds_link_topk *t, const struct lnds_link_pair *pair, size_t n)
{
	if (n > t->n / 16) {
		lnds_link_topk_reset(t);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		*counter(t, pair[i].sa, pair[i].sb, pair[i].a) = 0;
		*counter(t, pair[i].sb, pair[i].sa, pair[i].b) = 0;
	}
}

size_t lnds_link_topk_prune(
	struct lnds_link_topk *t, struct lnds_link_pair *pair, size_t n)
{
	size_t k = 0;

	lnds_link_pairs_sort(pair, n);
	for (size_t i = 0; i < n; i++)
		if (lnds_link_topk_keep(t, &pair[i]))
			pair[k++] = pair[i];
	forget(t, pair, k);
	return k;
}

size_t lnds_link_topk_prune_on(
	struct lnds_link_topk *t, struct lnds_link_pair *pair, size_t n)
{
	if (!t->bar)
		t->bar = lnds_calloc(t->n + 1, sizeof(*t->bar));
	n = lnds_link_topk_prune(t, pair, n);
	for (size_t i = 0; i < n; i++) {
		const size_t a = place(t, pair[i].sa, pair[i].sb, pair[i].a);
		const size_t b = place(t, pair[i].sb, pair[i].sa, pair[i].b);

		if (t->count[a] < t->top && ++t->count[a] == t->top)
			t->bar[a] = pair[i].score;
		if (t->count[b] < t->top && ++t->count[b] == t->top)
			t->bar[b] = pair[i].score;
	}
	forget(t, pair, n);
	return n;
}

bool lnds_link_topk_hopeless(
	const struct lnds_link_topk *t, const struct lnds_link_pair *p)
{
	return p->score < t->bar[place(t, p->sa, p->sb, p->a)] &&
	       p->score < t->bar[place(t, p->sb, p->sa, p->b)];
}

void lnds_link_topk_begin(
	struct lnds_link_topk *t, const struct lnds_link_pair *pair, size_t n)
{
	for (size_t i = 0; t->bar && i < n; i++) {
		t->bar[place(t, pair[i].sa, pair[i].sb, pair[i].a)] = 0;
		t->bar[place(t, pair[i].sb, pair[i].sa, pair[i].b)] = 0;
	}
}

void lnds_link_topk_free(struct lnds_link_topk *t)
{
	if (!t)
		return;
	free(t->bar);
	free(t->count);
	free(t->at);
	free(t);
}

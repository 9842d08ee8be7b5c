/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Assignment: which engine, and those two that decide each pair as it comes. What they
 * keep of a record is one word: whether it is taken, and the best score of a pair of its
 * that was not accepted.
 */
#include "link/assign/assign.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "link/assign/cluster.h"
#include "link/assign/optimal.h"
#include "link/assign/packed.h"

#define TAKEN (1u << 31)

unsigned lnds_link_source_pairs(unsigned nsource)
{
	return nsource < 2 ? 1 : nsource * (nsource - 1) / 2;
}

unsigned lnds_link_source_pair(unsigned nsource, unsigned a, unsigned b)
{
	return nsource < 2 ? 0 : a * (2 * nsource - a - 1) / 2 + b - a - 1;
}

/* A chunk of pairs. A pair is accepted if neither record is taken; then both are. Mutual:
 * whatever occurs is taken. */
static void accept(struct lnds_link_packed *s, uint32_t *word, bool mutual,
	uint32_t threshold, const struct lnds_link_pair *p, size_t n)
{
	const struct lnds_link_index *x = &s->index;
	const uint32_t mark = mutual ? TAKEN : 0;
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t a = lnds_link_record(x, p[i].sa, p[i].a);
		uint32_t b = lnds_link_record(x, p[i].sb, p[i].b);
		uint32_t wa = word[a], wb = word[b];

		if (i + LNDS_LINK_AHEAD < n) {
			const struct lnds_link_pair *q = p + i + LNDS_LINK_AHEAD;

			__builtin_prefetch(&word[lnds_link_record(x, q->sa, q->a)], 1);
			__builtin_prefetch(&word[lnds_link_record(x, q->sb, q->b)], 1);
		}
		if (!((wa | wb) & TAKEN) && p[i].score >= threshold) {
			lnds_link_pack_pair(s, p[i].score, a, b);
			word[a] = wa | TAKEN;
			word[b] = wb | TAKEN;
			continue;
		}
		if (!(wa & ~TAKEN))
			word[a] = wa | mark | p[i].score;
		if (!(wb & ~TAKEN))
			word[b] = wb | mark | p[i].score;
	}
}

static void one_by_one(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out)
{
	struct lnds_link_packed *s = out->packed;
	struct lnds_link_pass pass = lnds_link_pass(run, run->n);
	uint32_t *word = lnds_calloc(s->index.base[s->index.nsource], sizeof(*word));
	const struct lnds_link_pair *p;
	size_t n;

	while ((n = lnds_link_pass_next(&pass, &p)))
		accept(s, word, o->mode == LNDS_LINK_MUTUAL, o->threshold, p, n);
	lnds_link_pack_margins(out, word, run->meta.floor, o->margin);
	free(word);
}

bool lnds_link_assign(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out,
	struct lnds_err *err)
{
	struct lnds_link_index x;

	*out = (struct lnds_link_links){0};
	if (!lnds_link_index(run->meta.source, run->meta.nsource, &x, err))
		return false;
	if (o->mode == LNDS_LINK_OPTIMAL && run->meta.nsource != 2) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"optimal assignment is between two sources");
		return lnds_hint(err, "duplicates of one source: greedy, mutual or none");
	}
	lnds_link_pack_new(out, &x);
	if (run->meta.nsource > 2)
		lnds_link_cluster(run, o, NULL, NULL, out);
	else if (o->mode == LNDS_LINK_ALL)
		lnds_link_every_assign(run, o, out);
	else if (o->mode == LNDS_LINK_OPTIMAL)
		lnds_link_optimal(run, o, out);
	else
		one_by_one(run, o, out);
	return true;
}

/* One bit a record and other source: is it taken there? */
struct taken {
	struct lnds_link_index x;
	unsigned width; /* bits a record */
	uint64_t *bit;
};

static uint64_t place(
	const struct taken *t, uint8_t source, uint32_t row, uint8_t other_source)
{
	return (uint64_t)lnds_link_record(&t->x, source, row) * t->width +
	       (t->width > 1 ? other_source : 0);
}

static bool take(struct taken *t, const struct lnds_link_pair *p)
{
	uint64_t a = place(t, p->sa, p->a, p->sb), b = place(t, p->sb, p->b, p->sa);
	uint64_t bit_a = UINT64_C(1) << a % 64, bit_b = UINT64_C(1) << b % 64;

	if (t->bit[a / 64] & bit_a || t->bit[b / 64] & bit_b)
		return false;
	t->bit[a / 64] |= bit_a;
	t->bit[b / 64] |= bit_b;
	return true;
}

bool lnds_link_accepted(const struct lnds_link_run *run, uint64_t (*at)[LNDS_LINK_BINS],
	struct lnds_err *err)
{
	unsigned nsource = run->meta.nsource, npair = lnds_link_source_pairs(nsource), i;
	struct lnds_link_pass pass = lnds_link_pass(run, run->n);
	struct taken t = {.width = nsource > 2 ? nsource : 1};
	const struct lnds_link_pair *p;
	size_t n, k;

	if (!lnds_link_index(run->meta.source, nsource, &t.x, err))
		return false;
	memset(at, 0, npair * sizeof(*at));
	t.bit = lnds_calloc((size_t)t.x.base[nsource] * t.width / 64 + 1, sizeof(*t.bit));
	while ((n = lnds_link_pass_next(&pass, &p)))
		for (k = 0; k < n; k++)
			if (take(&t, p + k))
				at[lnds_link_source_pair(nsource, p[k].sa, p[k].sb)]
				  [p[k].score >> 14]++;
	for (i = 0; i < npair; i++)
		for (k = LNDS_LINK_BINS - 1; k-- > 0;)
			at[i][k] += at[i][k + 1];
	free(t.bit);
	return true;
}

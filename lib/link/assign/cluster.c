/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clustering in two passes: the first joins records, the second writes each group where
 * its last edge stands in the run, and finds the best pairs that leave groups. Two
 * clusters that share a source can never merge, so only the counts of those that share
 * none are kept.
 */
#include "link/assign/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/assign/packed.h"
#include "link/assign/pending.h"

struct cluster {
	uint64_t sources; /* bit s: a record of source s */
	uint64_t last;	  /* place in the run of the edge that made it */
	uint32_t head;	  /* its records, by `next`; of an unused one, the next unused */
	uint32_t n;
};

struct work {
	const struct lnds_link_run *run;
	const struct lnds_link_assign_opts *o;
	const struct lnds_link_index *x;
	uint32_t *of, *next; /* of records: cluster or NONE; the next of the cluster */
	struct cluster *cluster;
	uint32_t ncluster, cap, unused;
	struct lnds_link_pending pending;
	void (*merged)(void *arg, const struct lnds_link_merged *m);
	void *arg;
};

/* The cluster of a record: a new one where it has none. */
static uint32_t cluster_of(struct work *w, uint32_t record, uint8_t source)
{
	uint32_t c = w->of[record];

	if (c != LNDS_LINK_NONE)
		return c;
	if (w->unused != LNDS_LINK_NONE) {
		c = w->unused;
		w->unused = w->cluster[c].head;
	} else {
		if (w->ncluster == w->cap) {
			w->cap = w->cap < 1024 ? 1024 : w->cap + w->cap / 2;
			w->cluster =
				lnds_realloc(w->cluster, w->cap, sizeof(*w->cluster));
		}
		c = w->ncluster++;
	}
	w->cluster[c] = (struct cluster){
		.sources = UINT64_C(1) << source, .head = record, .n = 1};
	w->of[record] = c;
	w->next[record] = LNDS_LINK_NONE;
	return c;
}

static unsigned members(const struct work *w, uint32_t c, uint32_t *out)
{
	unsigned n = 0;
	uint32_t r;

	for (r = w->cluster[c].head; r != LNDS_LINK_NONE; r = w->next[r])
		out[n++] = r;
	return n;
}

/* Pairs of `from` become pairs of `to`, of which both `from` and `to` are part now; those
 * that share a source with it are dropped. */
static void move_pending(struct work *w, uint32_t from, uint32_t to)
{
	uint32_t wait = lnds_link_pending_first(&w->pending, from), next, other, count;

	for (; wait != LNDS_LINK_NO_WAIT; wait = next) {
		next = lnds_link_pending_next(&w->pending, wait, from);
		other = lnds_link_pending_other(&w->pending, wait, from);
		count = w->pending.wait[wait].count;
		if (w->cluster[other].sources & w->cluster[to].sources) {
			lnds_link_pending_drop(&w->pending, wait);
		} else if (from != to) {
			lnds_link_pending_drop(&w->pending, wait);
			lnds_link_pending_add(&w->pending, to, other, count);
		}
	}
}

/* Cluster `from` goes into `to`. */
static void merge(struct work *w, uint32_t to, uint32_t from, uint64_t place)
{
	struct cluster *t = &w->cluster[to], *f = &w->cluster[from];
	uint32_t r, tail = f->head;

	for (r = f->head; r != LNDS_LINK_NONE; r = w->next[r]) {
		w->of[r] = to;
		tail = r;
	}
	w->next[tail] = t->head;
	t->head = f->head;
	t->n += f->n;
	t->sources |= f->sources;
	t->last = place;
	move_pending(w, to, to);
	move_pending(w, from, to);
	f->n = 0;
	f->head = w->unused;
	w->unused = from;
}

static void tell(const struct work *w, uint32_t x, uint32_t y, uint32_t score)
{
	struct lnds_link_merged m = {.score = score};

	m.nx = members(w, x, m.x);
	m.ny = members(w, y, m.y);
	w->merged(w->arg, &m);
}

static void edge(struct work *w, const struct lnds_link_pair *p, uint64_t place)
{
	uint32_t a = lnds_link_record(w->x, p->sa, p->a);
	uint32_t b = lnds_link_record(w->x, p->sb, p->b);
	uint32_t x = w->of[a], y = w->of[b];
	uint64_t of_x, of_y, count, size;

	if (x == y && x != LNDS_LINK_NONE)
		return;
	of_x = x == LNDS_LINK_NONE ? UINT64_C(1) << p->sa : w->cluster[x].sources;
	of_y = y == LNDS_LINK_NONE ? UINT64_C(1) << p->sb : w->cluster[y].sources;
	if (of_x & of_y)
		return;
	x = cluster_of(w, a, p->sa);
	y = cluster_of(w, b, p->sb);
	size = (uint64_t)w->cluster[x].n * w->cluster[y].n;
	count = 1;
	if (size > 1)
		count += lnds_link_pending_count(&w->pending, x, y);
	if (count * 1000000 < size * w->o->min_agree) {
		lnds_link_pending_add(&w->pending, x, y, 1);
		return;
	}
	if (w->merged)
		tell(w, x, y, p->score);
	if (w->cluster[x].n < w->cluster[y].n)
		merge(w, y, x, place);
	else
		merge(w, x, y, place);
}

static void join_all(struct work *w)
{
	struct lnds_link_pass pass =
		lnds_link_pass(w->run, lnds_link_pairs_from(w->run, w->o->threshold));
	const struct lnds_link_pair *p;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			if (i + LNDS_LINK_AHEAD < n) {
				const struct lnds_link_pair *q = p + i + LNDS_LINK_AHEAD;

				__builtin_prefetch(
					&w->of[lnds_link_record(w->x, q->sa, q->a)]);
				__builtin_prefetch(
					&w->of[lnds_link_record(w->x, q->sb, q->b)]);
			}
			edge(w, p + i, pass.at - n + i);
		}
	}
}

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return a < b ? -1 : a > b;
}

static void write_group(
	const struct work *w, uint32_t c, uint32_t score, struct lnds_link_packed *s)
{
	uint32_t record[LNDS_LINK_MAX_SOURCES];
	unsigned n = members(w, c, record), i;

	qsort(record, n, sizeof(*record), by_number);
	lnds_link_pack_group(s, score);
	for (i = 0; i < n; i++)
		lnds_link_pack_member(s, record[i]);
}

static void write_groups(struct work *w, struct lnds_link_links *out)
{
	struct lnds_link_pass pass = lnds_link_pass(w->run, w->run->n);
	uint32_t *other = lnds_calloc(w->x->base[w->x->nsource], sizeof(*other));
	const struct lnds_link_pair *p;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			uint32_t a = lnds_link_record(w->x, p[i].sa, p[i].a);
			uint32_t b = lnds_link_record(w->x, p[i].sb, p[i].b);
			uint32_t c = w->of[a];

			if (c != LNDS_LINK_NONE && c == w->of[b]) {
				if (w->cluster[c].last == pass.at - n + i)
					write_group(w, c, p[i].score, out->packed);
				continue;
			}
			if (!other[a])
				other[a] = p[i].score;
			if (!other[b])
				other[b] = p[i].score;
		}
	}
	lnds_link_pack_margins(out, other, w->run->meta.floor, w->o->margin);
	free(other);
}

void lnds_link_cluster(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o,
	void (*merged)(void *arg, const struct lnds_link_merged *m), void *arg,
	struct lnds_link_links *out)
{
	const struct lnds_link_index *x = &out->packed->index;
	size_t total = x->base[x->nsource];
	struct work w = {
		.run = run,
		.o = o,
		.x = x,
		.of = lnds_alloc(total * sizeof(*w.of)),
		.next = lnds_alloc(total * sizeof(*w.next)),
		.unused = LNDS_LINK_NONE,
		.merged = merged,
		.arg = arg,
	};

	memset(w.of, 0xff, total * sizeof(*w.of));
	join_all(&w);
	lnds_link_pending_free(&w.pending);
	write_groups(&w, out);
	free(w.of);
	free(w.next);
	free(w.cluster);
}

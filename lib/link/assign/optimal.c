/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Optimal assignment of a run. One pass finds the components (union-find) and what greedy
 * accepts, which is already best where a side has one row. The others are gathered and
 * solved in batches, as many edges at a time as memory holds, a pass a batch. A last pass
 * writes the links in the order of the run.
 *
 * The left side of a component is that of the smaller source (by hash, if equal), so that
 * swapping the sources changes no link.
 */
#include "link/assign/optimal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/assign/packed.h"

/* Edges a batch: 24 MiB. A component that has more of them is a batch of its own. */
#define BATCH ((uint64_t)1 << 21)

struct component {
	uint64_t edges;
	uint32_t rows[2]; /* of the two sources */
};

struct work {
	const struct lnds_link_run *run;
	struct lnds_link_links *out;
	unsigned left;	   /* the source on the left side */
	uint64_t n;	   /* pairs at or above the threshold */
	uint32_t *label;   /* of records: parent, then component */
	uint32_t *partner; /* of rows of source 0 in source 1, or LNDS_LINK_NONE */
	struct component *component;
	uint32_t ncomponent;
};

static unsigned choose_left(const struct lnds_link_source *s)
{
	if (s[0].n != s[1].n)
		return s[0].n < s[1].n ? 0 : 1;
	return memcmp(s[0].sha256, s[1].sha256, sizeof(s[0].sha256)) <= 0 ? 0 : 1;
}

static uint32_t find(uint32_t *parent, uint32_t r)
{
	while (parent[r] != r)
		r = parent[r] = parent[parent[r]];
	return r;
}

/* The lower record is the parent. */
static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
	if (parent[a] == LNDS_LINK_NONE)
		parent[a] = a;
	if (parent[b] == LNDS_LINK_NONE)
		parent[b] = b;
	a = find(parent, a);
	b = find(parent, b);
	if (a < b)
		parent[b] = a;
	else
		parent[a] = b;
}

static void prefetch(const struct work *w, const struct lnds_link_pair *p, size_t n)
{
	if (n > LNDS_LINK_AHEAD) {
		__builtin_prefetch(&w->label[p[LNDS_LINK_AHEAD].a]);
		__builtin_prefetch(
			&w->label[w->run->meta.source[0].n + p[LNDS_LINK_AHEAD].b]);
	}
}

/* Components as a forest, and the partners that greedy gives. */
static void first_pass(struct work *w)
{
	struct lnds_link_pass pass = lnds_link_pass(w->run, w->n);
	uint32_t n0 = w->run->meta.source[0].n, n1 = w->run->meta.source[1].n;
	bool *taken = lnds_calloc(n1, sizeof(*taken));
	const struct lnds_link_pair *p;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			prefetch(w, p + i, n - i);
			join(w->label, p[i].a, n0 + p[i].b);
			if (w->partner[p[i].a] != LNDS_LINK_NONE || taken[p[i].b])
				continue;
			w->partner[p[i].a] = p[i].b;
			taken[p[i].b] = true;
		}
	}
	free(taken);
}

/* Numbers the components: a parent is lower than its children, so one sweep does. */
static void number_components(struct work *w)
{
	uint32_t n0 = w->run->meta.source[0].n, total = n0 + w->run->meta.source[1].n;
	uint32_t r, parent, cap = 0;

	for (r = 0; r < total; r++) {
		parent = w->label[r];
		if (parent == LNDS_LINK_NONE)
			continue;
		if (parent != r) {
			w->label[r] = w->label[parent];
		} else {
			if (w->ncomponent == cap) {
				cap = cap < 1024 ? 1024 : cap + cap / 2;
				w->component = lnds_realloc(
					w->component, cap, sizeof(*w->component));
			}
			w->component[w->ncomponent] = (struct component){0};
			w->label[r] = w->ncomponent++;
		}
		w->component[w->label[r]].rows[r >= n0]++;
	}
}

static void count_edges(struct work *w)
{
	struct lnds_link_pass pass = lnds_link_pass(w->run, w->n);
	const struct lnds_link_pair *p;
	size_t i, n;

	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			prefetch(w, p + i, n - i);
			w->component[w->label[p[i].a]].edges++;
		}
	}
}

/* Greedy is best where a side has one row. */
static bool to_solve(const struct component *c)
{
	return c->rows[0] > 1 && c->rows[1] > 1 && c->rows[0] <= LNDS_LINK_SIDE_MAX &&
	       c->rows[1] <= LNDS_LINK_SIDE_MAX;
}

static int by_left(const void *x, const void *y)
{
	const struct lnds_link_edge *a = x, *b = y;

	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return a->right < b->right ? -1 : a->right > b->right;
}

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return a < b ? -1 : a > b;
}

/* The rows in column `right` or `left` of the edges, ascending; they become numbers from
 * 0 in the edges. */
static uint32_t renumber(struct lnds_link_edge *edge, size_t n, bool right, uint32_t *row)
{
	uint32_t nrow = 0;
	size_t e;

	for (e = 0; e < n; e++)
		row[e] = right ? edge[e].right : edge[e].left;
	qsort(row, n, sizeof(*row), by_number);
	for (e = 0; e < n; e++)
		if (!nrow || row[nrow - 1] != row[e])
			row[nrow++] = row[e];
	for (e = 0; e < n; e++) {
		uint32_t *v = right ? &edge[e].right : &edge[e].left;

		*v = (uint32_t)((uint32_t *)bsearch(
					v, row, nrow, sizeof(*row), by_number) -
				row);
	}
	return nrow;
}

/* Solves one component and writes its partners. */
static void solve(struct work *w, struct lnds_link_edge *edge, size_t n)
{
	uint32_t *left = lnds_alloc(n * sizeof(*left));
	uint32_t *right = lnds_alloc(n * sizeof(*right));
	uint32_t nleft, nright, *match, i;

	qsort(edge, n, sizeof(*edge), by_left);
	nleft = renumber(edge, n, false, left);
	nright = renumber(edge, n, true, right);
	match = lnds_alloc(nleft * sizeof(*match));
	lnds_link_optimal_solve(edge, n, nleft, nright, match);
	for (i = 0; i < (w->left ? nright : nleft); i++)
		w->partner[w->left ? right[i] : left[i]] = LNDS_LINK_NONE;
	for (i = 0; i < nleft; i++) {
		if (match[i] == LNDS_LINK_NONE)
			continue;
		if (w->left)
			w->partner[right[match[i]]] = left[i];
		else
			w->partner[left[i]] = right[match[i]];
	}
	free(left);
	free(right);
	free(match);
}

/* Gathers the `nedge` edges of those components in [first, end) that are to be solved,
 * and solves them. */
static void solve_batch(struct work *w, uint32_t first, uint32_t end, uint64_t nedge)
{
	struct lnds_link_pass pass = lnds_link_pass(w->run, w->n);
	struct lnds_link_edge *edge = lnds_alloc((size_t)nedge * sizeof(*edge));
	uint64_t *at = lnds_alloc((end - first) * sizeof(*at)), sum = 0;
	const struct lnds_link_pair *p;
	uint32_t c;
	size_t i, n;

	for (c = first; c < end; c++) {
		at[c - first] = sum;
		if (to_solve(&w->component[c]))
			sum += w->component[c].edges;
	}
	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			prefetch(w, p + i, n - i);
			c = w->label[p[i].a];
			if (c < first || c >= end || !to_solve(&w->component[c]))
				continue;
			edge[at[c - first]++] = (struct lnds_link_edge){
				.left = w->left ? p[i].b : p[i].a,
				.right = w->left ? p[i].a : p[i].b,
				.score = p[i].score,
			};
		}
	}
	for (c = first; c < end; c++)
		if (to_solve(&w->component[c]))
			solve(w, edge + at[c - first] - w->component[c].edges,
				(size_t)w->component[c].edges);
	free(at);
	free(edge);
}

static void solve_all(struct work *w)
{
	uint64_t sum = 0;
	uint32_t c, first = 0;

	for (c = 0; c < w->ncomponent; c++) {
		const struct component *k = &w->component[c];

		if (k->rows[0] > LNDS_LINK_SIDE_MAX || k->rows[1] > LNDS_LINK_SIDE_MAX)
			w->out->oversized += k->rows[0] > 1 && k->rows[1] > 1;
		if (!to_solve(k))
			continue;
		if (sum && sum + k->edges > BATCH) {
			solve_batch(w, first, c, sum);
			first = c;
			sum = 0;
		}
		sum += k->edges;
	}
	if (sum)
		solve_batch(w, first, w->ncomponent, sum);
}

/* Links in the order of the run; every other pair counts for the margins. The labels have
 * done their work: their memory holds the best other scores. */
static void write_links(struct work *w, const struct lnds_link_assign_opts *o)
{
	struct lnds_link_packed *s = w->out->packed;
	struct lnds_link_pass pass = lnds_link_pass(w->run, w->run->n);
	uint32_t n0 = w->run->meta.source[0].n, *other = w->label;
	const struct lnds_link_pair *p;
	size_t i, n;

	memset(other, 0, s->index.base[2] * sizeof(*other));
	while ((n = lnds_link_pass_next(&pass, &p))) {
		for (i = 0; i < n; i++) {
			uint32_t a = p[i].a, b = n0 + p[i].b;

			if (p[i].score >= o->threshold && w->partner[a] == p[i].b) {
				lnds_link_pack_pair(s, p[i].score, a, b);
				continue;
			}
			if (!other[a])
				other[a] = p[i].score;
			if (!other[b])
				other[b] = p[i].score;
		}
	}
	lnds_link_pack_margins(w->out, other, w->run->meta.floor, o->margin);
}

void lnds_link_optimal(const struct lnds_link_run *run,
	const struct lnds_link_assign_opts *o, struct lnds_link_links *out)
{
	uint32_t n0 = run->meta.source[0].n, n1 = run->meta.source[1].n;
	struct work w = {
		.run = run,
		.out = out,
		.left = choose_left(run->meta.source),
		.n = lnds_link_pairs_from(run, o->threshold),
		.label = lnds_alloc(((size_t)n0 + n1) * sizeof(*w.label)),
		.partner = lnds_alloc(n0 * sizeof(*w.partner)),
	};

	memset(w.label, 0xff, ((size_t)n0 + n1) * sizeof(*w.label));
	memset(w.partner, 0xff, n0 * sizeof(*w.partner));
	first_pass(&w);
	number_components(&w);
	count_edges(&w);
	solve_all(&w);
	free(w.component);
	write_links(&w, o);
	free(w.label);
	free(w.partner);
}

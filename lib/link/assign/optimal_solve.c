/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Maximum weight matching of a sparse bipartite graph by successive shortest augmenting
 * paths (Dijkstra's algorithm under potentials; Tomizawa 1971, Edmonds and Karp 1972).
 * The cost of an edge is ONE - score, that of leaving a left row alone is ONE; left rows
 * enter one after the other. Integers throughout.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/assign/optimal.h"
#include "link/assign/packed.h"

struct node { /* of the heap */
	int64_t distance;
	uint32_t right;
};

struct solver {
	const struct lnds_link_edge *edge;
	uint32_t *begin; /* first edge of each left row, and the end */
	uint32_t *match; /* of left rows */
	uint32_t *owner; /* of right rows: the left row, or LNDS_LINK_NONE */
	int64_t *left_price, *right_price;
	/* One search: */
	int64_t *distance; /* of right rows; -1: not reached */
	bool *done;
	uint32_t *from; /* the left row that reached it */
	uint32_t *touched;
	uint32_t ntouched;
	struct node *heap;
	size_t nheap, heap_cap;
};

static bool before(struct node a, struct node b)
{
	return a.distance < b.distance || (a.distance == b.distance && a.right < b.right);
}

static void push(struct solver *s, struct node x)
{
	size_t i = s->nheap++, up;

	if (s->nheap > s->heap_cap) {
		s->heap_cap = s->heap_cap ? 2 * s->heap_cap : 256;
		s->heap = lnds_realloc(s->heap, s->heap_cap, sizeof(*s->heap));
	}
	for (; i && before(x, s->heap[up = (i - 1) / 2]); i = up)
		s->heap[i] = s->heap[up];
	s->heap[i] = x;
}

static struct node pop(struct solver *s)
{
	struct node top = s->heap[0], x = s->heap[--s->nheap];
	size_t i = 0, down;

	while ((down = 2 * i + 1) < s->nheap) {
		if (down + 1 < s->nheap && before(s->heap[down + 1], s->heap[down]))
			down++;
		if (!before(s->heap[down], x))
			break;
		s->heap[i] = s->heap[down];
		i = down;
	}
	s->heap[i] = x;
	return top;
}

/* Looks along the edges of a left row that the search has come to at `distance`. */
static void relax(struct solver *s, uint32_t left, int64_t distance)
{
	uint32_t e, r;
	int64_t d;

	for (e = s->begin[left]; e < s->begin[left + 1]; e++) {
		r = s->edge[e].right;
		d = distance + (int64_t)(LNDS_LINK_ONE - s->edge[e].score) -
		    s->left_price[left] - s->right_price[r];
		if (s->done[r] || (s->distance[r] >= 0 && s->distance[r] <= d))
			continue;
		if (s->distance[r] < 0)
			s->touched[s->ntouched++] = r;
		s->distance[r] = d;
		s->from[r] = left;
		push(s, (struct node){d, r});
	}
}

/* Prices after a search of length `total`; what the search used is made fresh again. */
static void settle(struct solver *s, uint32_t start, int64_t total)
{
	uint32_t i, r;

	s->left_price[start] += total;
	for (i = 0; i < s->ntouched; i++) {
		r = s->touched[i];
		if (s->done[r] && s->distance[r] < total) {
			s->right_price[r] -= total - s->distance[r];
			if (s->owner[r] != LNDS_LINK_NONE)
				s->left_price[s->owner[r]] += total - s->distance[r];
		}
		s->distance[r] = -1;
		s->done[r] = false;
	}
	s->ntouched = 0;
	s->nheap = 0;
}

/* The rows on the way from `start` to `right`, which nobody holds, change partners. */
static void augment(struct solver *s, uint32_t start, uint32_t right)
{
	uint32_t left, next;

	for (;;) {
		left = s->from[right];
		next = s->match[left];
		s->match[left] = right;
		s->owner[right] = left;
		if (left == start)
			return;
		right = next;
	}
}

/* Brings one left row in: the shortest way to a free right row, or to a left row (itself,
 * or another that gives up its partner) that stays alone. */
static void enter(struct solver *s, uint32_t start)
{
	int64_t alone = (int64_t)LNDS_LINK_ONE - s->left_price[start], d;
	uint32_t loser = start, goal = LNDS_LINK_NONE, r;
	struct node x;

	relax(s, start, 0);
	while (s->nheap && s->heap[0].distance <= alone) {
		x = pop(s);
		r = x.right;
		if (s->done[r])
			continue;
		s->done[r] = true;
		if (s->owner[r] == LNDS_LINK_NONE) {
			goal = r;
			alone = x.distance;
			break;
		}
		d = x.distance + (int64_t)LNDS_LINK_ONE - s->left_price[s->owner[r]];
		if (d < alone) {
			alone = d;
			loser = s->owner[r];
		}
		relax(s, s->owner[r], x.distance);
	}
	settle(s, start, alone);
	if (goal == LNDS_LINK_NONE && loser != start) {
		goal = s->match[loser];
		s->match[loser] = LNDS_LINK_NONE;
	}
	if (goal != LNDS_LINK_NONE)
		augment(s, start, goal);
}

static void number_edges(struct solver *s, size_t nedge, uint32_t nleft)
{
	uint32_t left = 0;
	size_t e;

	for (e = 0; e < nedge; e++)
		while (left <= s->edge[e].left)
			s->begin[left++] = (uint32_t)e;
	while (left <= nleft)
		s->begin[left++] = (uint32_t)nedge;
}

void lnds_link_optimal_solve(const struct lnds_link_edge *edge, size_t nedge,
	uint32_t nleft, uint32_t nright, uint32_t *match)
{
	struct solver s = {
		.edge = edge,
		.begin = lnds_alloc((nleft + (size_t)1) * sizeof(*s.begin)),
		.match = match,
		.owner = lnds_alloc(nright * sizeof(*s.owner)),
		.left_price = lnds_calloc(nleft, sizeof(*s.left_price)),
		.right_price = lnds_calloc(nright, sizeof(*s.right_price)),
		.distance = lnds_alloc(nright * sizeof(*s.distance)),
		.done = lnds_calloc(nright, sizeof(*s.done)),
		.from = lnds_alloc(nright * sizeof(*s.from)),
		.touched = lnds_alloc(nright * sizeof(*s.touched)),
	};
	uint32_t i;

	number_edges(&s, nedge, nleft);
	memset(match, 0xff, nleft * sizeof(*match));
	memset(s.owner, 0xff, nright * sizeof(*s.owner));
	for (i = 0; i < nright; i++)
		s.distance[i] = -1;
	for (i = 0; i < nleft; i++)
		enter(&s, i);
	free(s.begin);
	free(s.owner);
	free(s.left_price);
	free(s.right_price);
	free(s.distance);
	free(s.done);
	free(s.from);
	free(s.touched);
	free(s.heap);
}

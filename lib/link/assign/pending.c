/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash table of pairs of clusters, threaded with a list for each cluster. */
#include "link/assign/pending.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/rng.h"

#define NONE LNDS_LINK_NO_WAIT

static size_t home(const struct lnds_link_pending *p, uint32_t x, uint32_t y)
{
	uint64_t key = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;

	return (size_t)lnds_mix(key) & (p->nslot - 1);
}

/* The slot of the pair, or the empty one where it would stand. */
static size_t find(const struct lnds_link_pending *p, uint32_t x, uint32_t y)
{
	size_t i = home(p, x, y);

	for (; p->slot[i] != NONE; i = (i + 1) & (p->nslot - 1)) {
		const uint32_t *c = p->wait[p->slot[i]].cluster;

		if ((c[0] == x && c[1] == y) || (c[0] == y && c[1] == x))
			break;
	}
	return i;
}

static void grow_slots(struct lnds_link_pending *p)
{
	uint32_t *old = p->slot;
	size_t n = p->nslot, i;

	p->nslot = n ? 2 * n : 1024;
	p->slot = lnds_alloc(p->nslot * sizeof(*p->slot));
	memset(p->slot, 0xff, p->nslot * sizeof(*p->slot));
	for (i = 0; i < n; i++)
		if (old[i] != NONE) {
			const uint32_t *c = p->wait[old[i]].cluster;

			p->slot[find(p, c[0], c[1])] = old[i];
		}
	free(old);
}

static uint32_t new_wait(struct lnds_link_pending *p)
{
	uint32_t w;

	if (!p->nwait && !p->wait_cap)
		p->unused = NONE;
	if (p->unused != NONE) {
		w = p->unused;
		p->unused = p->wait[w].next[0];
		return w;
	}
	if (p->nwait == p->wait_cap) {
		p->wait_cap = p->wait_cap ? p->wait_cap + p->wait_cap / 2 : 512;
		p->wait = lnds_realloc(p->wait, p->wait_cap, sizeof(*p->wait));
	}
	return p->nwait++;
}

static uint32_t *head_of(struct lnds_link_pending *p, uint32_t cluster)
{
	uint32_t n = p->nhead;

	if (cluster >= n) {
		p->nhead = cluster + cluster / 2 + 256;
		p->head = lnds_realloc(p->head, p->nhead, sizeof(*p->head));
		memset(p->head + n, 0xff, (p->nhead - n) * sizeof(*p->head));
	}
	return &p->head[cluster];
}

/* Which of the pair's two lists is the cluster's. */
static unsigned side(const struct lnds_link_wait *w, uint32_t cluster)
{
	return w->cluster[0] == cluster ? 0 : 1;
}

static void enlist(struct lnds_link_pending *p, uint32_t wait, unsigned k)
{
	struct lnds_link_wait *w = &p->wait[wait];
	uint32_t *head = head_of(p, w->cluster[k]);

	w->prev[k] = NONE;
	w->next[k] = *head;
	if (*head != NONE)
		p->wait[*head].prev[side(&p->wait[*head], w->cluster[k])] = wait;
	*head = wait;
}

static void delist(struct lnds_link_pending *p, uint32_t wait, unsigned k)
{
	const struct lnds_link_wait *w = &p->wait[wait];
	uint32_t cluster = w->cluster[k], next = w->next[k], prev = w->prev[k];

	if (next != NONE)
		p->wait[next].prev[side(&p->wait[next], cluster)] = prev;
	if (prev != NONE)
		p->wait[prev].next[side(&p->wait[prev], cluster)] = next;
	else
		p->head[cluster] = next;
}

uint32_t lnds_link_pending_count(
	const struct lnds_link_pending *p, uint32_t x, uint32_t y)
{
	uint32_t w = p->nslot ? p->slot[find(p, x, y)] : NONE;

	return w == NONE ? 0 : p->wait[w].count;
}

void lnds_link_pending_add(
	struct lnds_link_pending *p, uint32_t x, uint32_t y, uint32_t n)
{
	size_t i;
	uint32_t w;

	if (2 * (p->used + 1) > p->nslot)
		grow_slots(p);
	i = find(p, x, y);
	if (p->slot[i] != NONE) {
		p->wait[p->slot[i]].count += n;
		return;
	}
	w = new_wait(p);
	p->wait[w] = (struct lnds_link_wait){.cluster = {x, y}, .count = n};
	p->slot[i] = w;
	p->used++;
	enlist(p, w, 0);
	enlist(p, w, 1);
}

uint32_t lnds_link_pending_first(const struct lnds_link_pending *p, uint32_t cluster)
{
	return cluster < p->nhead ? p->head[cluster] : NONE;
}

uint32_t lnds_link_pending_next(
	const struct lnds_link_pending *p, uint32_t wait, uint32_t cluster)
{
	return p->wait[wait].next[side(&p->wait[wait], cluster)];
}

uint32_t lnds_link_pending_other(
	const struct lnds_link_pending *p, uint32_t wait, uint32_t cluster)
{
	return p->wait[wait].cluster[1 - side(&p->wait[wait], cluster)];
}

void lnds_link_pending_drop(struct lnds_link_pending *p, uint32_t wait)
{
	const uint32_t *c = p->wait[wait].cluster;
	size_t hole = find(p, c[0], c[1]), i = hole, mask = p->nslot - 1;

	/* What stands behind the hole moves up, unless it would come before its home. */
	for (;;) {
		i = (i + 1) & mask;
		if (p->slot[i] == NONE)
			break;
		c = p->wait[p->slot[i]].cluster;
		if (((i - home(p, c[0], c[1])) & mask) >= ((i - hole) & mask)) {
			p->slot[hole] = p->slot[i];
			hole = i;
		}
	}
	p->slot[hole] = NONE;
	p->used--;
	delist(p, wait, 0);
	delist(p, wait, 1);
	p->wait[wait].next[0] = p->unused;
	p->unused = wait;
}

void lnds_link_pending_free(struct lnds_link_pending *p)
{
	free(p->wait);
	free(p->slot);
	free(p->head);
	*p = (struct lnds_link_pending){0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pairs of clusters that wait for their agreement, and the edges counted between them.
 * Clusters are numbers given by the caller. Zero-initialise it, free it.
 */
#ifndef LNDS_LINK_PENDING_H
#define LNDS_LINK_PENDING_H

#include <stddef.h>
#include <stdint.h>

struct lnds_link_wait { /* one pair; in the list of each of its clusters */
	uint32_t cluster[2];
	uint32_t next[2], prev[2]; /* in the lists of cluster[0], of cluster[1] */
	uint32_t count;
};

struct lnds_link_pending {
	struct lnds_link_wait *wait;
	uint32_t nwait, wait_cap, unused; /* unused: a list by next[0] */
	uint32_t *slot;			  /* open addressing, linear probes */
	size_t nslot, used;
	uint32_t *head; /* the first of a cluster's list */
	uint32_t nhead;
};

#define LNDS_LINK_NO_WAIT UINT32_MAX

/* Edges counted between x and y: 0 where the pair does not wait. */
uint32_t lnds_link_pending_count(
	const struct lnds_link_pending *p, uint32_t x, uint32_t y);
/* Adds n to them. x != y. */
void lnds_link_pending_add(
	struct lnds_link_pending *p, uint32_t x, uint32_t y, uint32_t n);
/* The first of a cluster's pairs, the next one, and the other cluster of it. */
uint32_t lnds_link_pending_first(const struct lnds_link_pending *p, uint32_t cluster);
uint32_t lnds_link_pending_next(
	const struct lnds_link_pending *p, uint32_t wait, uint32_t cluster);
uint32_t lnds_link_pending_other(
	const struct lnds_link_pending *p, uint32_t wait, uint32_t cluster);
/* Takes a pair out. */
void lnds_link_pending_drop(struct lnds_link_pending *p, uint32_t wait);
void lnds_link_pending_free(struct lnds_link_pending *p);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rule that bounds the pairs of a linkage: a pair stays iff it is among the k best of
 * a towards the source of b, or among the k best of b towards the source of a; best in
 * the order of pairs (pairs.h). Pruning is associative: a set may be pruned in parts, in
 * any order, before the whole is, and nothing else comes out. One counter of a byte per
 * record and other source; within one source one per record.
 */
#ifndef LNDS_LINK_TOPK_H
#define LNDS_LINK_TOPK_H

#include "link/file/pairs.h"

struct lnds_link_topk;

/* rows[s]: records of source s. 1 <= top <= LNDS_LINK_MAX_TOP. */
struct lnds_link_topk *lnds_link_topk_new(
	const uint32_t *rows, unsigned nsource, uint32_t top);
/* The next pair, in the order of pairs: does it stay? */
bool lnds_link_topk_keep(struct lnds_link_topk *t, const struct lnds_link_pair *p);
/* Forgets all pairs seen. */
void lnds_link_topk_reset(struct lnds_link_topk *t);
/* Sorts, keeps what stays at the front of `pair`, returns its number. Forgets what it saw
 * before and after; for few pairs of many records, too. */
size_t lnds_link_topk_prune(
	struct lnds_link_topk *t, struct lnds_link_pair *pair, size_t n);
/* The same, and remembers of each record that has k pairs how good the k-th is. */
size_t lnds_link_topk_prune_on(
	struct lnds_link_topk *t, struct lnds_link_pair *pair, size_t n);
/* After it: have both records k pairs with higher scores? Then this one need not be
 * looked at further. */
bool lnds_link_topk_hopeless(
	const struct lnds_link_topk *t, const struct lnds_link_pair *p);
/* Forgets how good they are; pair: the n that stayed when it was remembered last, or those
 * that stayed of them and others. */
void lnds_link_topk_begin(
	struct lnds_link_topk *t, const struct lnds_link_pair *pair, size_t n);
void lnds_link_topk_free(struct lnds_link_topk *t); /* NULL allowed */

#endif

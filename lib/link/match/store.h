/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where pairs are gathered in any order and come out sorted and pruned (topk.h). What
 * does not fit in memory after pruning goes to nameless temporary files. The pairs that
 * come out do not depend on the order in which they came, nor on the memory.
 */
#ifndef LNDS_LINK_STORE_H
#define LNDS_LINK_STORE_H

#include "link/match/topk.h"

struct lnds_link_store;

/* memory: bytes, at least 2 MiB are used; the counters of topk come on top. topk: the
 * store's alone, borrowed. tmp as in os/tmpfile.h, borrowed. */
struct lnds_link_store *lnds_link_store_new(
	struct lnds_link_topk *topk, uint64_t memory, const char *tmp);
bool lnds_link_store_add(struct lnds_link_store *s, const struct lnds_link_pair *pair,
	size_t n, struct lnds_err *err) LNDS_MUST_CHECK;
/* No more pairs come: *n is the number of those that stay. */
bool lnds_link_store_end(
	struct lnds_link_store *s, uint64_t *n, struct lnds_err *err) LNDS_MUST_CHECK;
/* After the end: gives pair after pair, as often as _end said (pairs.h,
 * lnds_link_run_write); then from the first again. arg is the store. */
bool lnds_link_store_next(
	void *arg, struct lnds_link_pair *p, struct lnds_err *err) LNDS_MUST_CHECK;
/* Empty, as new; for the next batch. */
void lnds_link_store_clear(struct lnds_link_store *s);
void lnds_link_store_free(struct lnds_link_store *s); /* NULL allowed */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ordered pipeline of three steps. `produce` (the calling thread) fills an item;
 * `work` (N threads) transforms it; `consume` (one thread) takes items in the order in
 * which they were produced. With one thread everything runs in the caller and there are
 * no queues. Else 2N+2 items circulate; threads start with the second item, so that a
 * small input never pays for them. Items are reused: produce resets what it needs to.
 *
 * The first failure in item order wins: everything before it is consumed, nothing after
 * it, so what was consumed is the same for every thread count.
 */
#ifndef LNDS_OS_PIPELINE_H
#define LNDS_OS_PIPELINE_H

#include <stddef.h>

#include "base/err.h"

struct lnds_stages {
	void *arg;
	/* 1 an item, 0 the end, -1 failure (err filled). */
	int (*produce)(void *arg, void *item, struct lnds_err *err);
	/* worker is what worker_new gave this thread (NULL without it). */
	bool (*work)(void *arg, void *worker, void *item, struct lnds_err *err);
	bool (*consume)(void *arg, void *item, struct lnds_err *err);
	void *(*worker_new)(
		void *arg, struct lnds_err *err); /* NULL on failure; optional */
	void (*worker_free)(void *arg, void *worker);
	/* Called on every item memory before first use / after the last; optional. */
	bool (*item_init)(void *arg, void *item, struct lnds_err *err);
	void (*item_free)(void *arg, void *item);
};

/* threads >= 1. item_size bytes an item, zeroed at first. */
bool lnds_pipeline(const struct lnds_stages *st, size_t item_size, unsigned threads,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ordered pipeline of three steps. `produce` (the calling thread) fills an item;
 * `work` (N threads) transforms it; `consume` (one thread at a time) takes items in the
 * order in which they were produced. With one thread everything runs in the caller and
 * there are no queues. Else 2N+2 items circulate; the first runs through in the caller
 * before the second is produced, and threads start then, so that a small input never pays
 * for them and a pausing one is not kept waiting. Items are reused: produce resets what
 * it needs to.
 *
 * The first failure in item order wins: everything before it is consumed, nothing after
 * it, so what was consumed is the same for every thread count. A failure also ends a read
 * (os/file.h) that produce waits in. Before each item a request to stop (os/signal.h) is
 * looked for: it is a failure of produce. One pipeline at a time in a process.
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
	/* Called on every item's memory before its first use and after the last;
	 * optional. What fails to initialise is not freed. Both, and worker_new and
	 * worker_free, run in the calling thread. */
	bool (*item_init)(void *arg, void *item, struct lnds_err *err);
	void (*item_free)(void *arg, void *item);
	/* produce itself looks for a request to stop, where it suits; else it is looked
	 * for before each item. */
	bool patient;
};

/* threads >= 1. item_size bytes an item, zeroed at first. */
bool lnds_pipeline(const struct lnds_stages *st, size_t item_size, unsigned threads,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

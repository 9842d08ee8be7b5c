/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ordered pipeline. Item number s lives in slot s mod M of a ring with
 * tail <= next <= head <= tail + M:
 *
 *	[tail, next) is worked on or waits to be consumed, [next, head) waits for a
 *worker, the rest is free for the producer.
 *
 * One mutex guards the four numbers and the slots' states; items themselves are touched
 * by one thread at a time. An item is large (hundreds of KiB), so one lock per hop costs
 * nothing; everybody waits on a condition, nobody spins.
 *
 * The first item runs through in the caller before the second is asked for: a pipe that
 * has sent one batch and pauses sees its output at once, and a small input no thread.
 */
#include "os/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "os/signal.h"

enum state { FREE, FILLED, DONE, FAILED };

struct slot {
	enum state state;
	struct lnds_err err; /* of FAILED */
};

struct pipe {
	const struct lnds_stages *st;
	unsigned threads, ring; /* ring: items there is room for */
	unsigned nitem;		/* initialised of them */
	size_t item_size;
	char *items;
	struct slot *slots;
	void **workers; /* the objects of worker_new, nworker of them */
	unsigned nworker;

	pthread_mutex_t mutex;
	pthread_cond_t room, filled, done; /* for producer, workers, consumer */
	uint64_t head, next, tail;
	uint64_t limit; /* items from here on are of no use: the end, or behind a failure
			 */
	bool ended;	/* the producer makes no more items */
	struct lnds_err err; /* what the consumer ended with, where failed */
	bool failed;
};

static struct slot *slot_of(struct pipe *p, uint64_t seq)
{
	return &p->slots[seq % p->ring];
}

static void *item_of(struct pipe *p, uint64_t seq)
{
	return p->items + seq % p->ring * p->item_size;
}

/* Under the mutex: item seq has failed (err is in its slot). */
static void mark_failed(struct pipe *p, uint64_t seq)
{
	slot_of(p, seq)->state = FAILED;
	if (seq < p->limit)
		p->limit = seq;
	(void)pthread_cond_broadcast(&p->filled);
	(void)pthread_cond_signal(&p->room);
	(void)pthread_cond_signal(&p->done);
}

struct worker {
	struct pipe *pipe;
	void *object;
	pthread_t thread;
};

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	struct pipe *p = w->pipe;

	(void)pthread_mutex_lock(&p->mutex);
	for (;;) {
		struct slot *s;
		uint64_t seq;
		bool ok;

		while (p->next == p->head && !p->ended && p->next < p->limit)
			(void)pthread_cond_wait(&p->filled, &p->mutex);
		if (p->next == p->head || p->next >= p->limit)
			break;
		seq = p->next++;
		s = slot_of(p, seq);
		(void)pthread_mutex_unlock(&p->mutex);

		ok = p->st->work(p->st->arg, w->object, item_of(p, seq), &s->err);

		(void)pthread_mutex_lock(&p->mutex);
		if (!ok) {
			mark_failed(p, seq);
		} else {
			s->state = DONE;
			if (seq == p->tail)
				(void)pthread_cond_signal(&p->done);
		}
	}
	(void)pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Under the mutex: waits until item `tail` is done or failed; false at the end. */
static bool wait_done(struct pipe *p)
{
	for (;;) {
		const enum state state = slot_of(p, p->tail)->state;

		if (p->tail < p->head && (state == DONE || state == FAILED))
			return true;
		if (p->ended && p->tail == p->head)
			return false;
		(void)pthread_cond_wait(&p->done, &p->mutex);
	}
}

static void *consumer_main(void *arg)
{
	struct pipe *p = arg;

	lnds_signals_to_me(true);
	(void)pthread_mutex_lock(&p->mutex);
	while (wait_done(p)) {
		struct slot *s = slot_of(p, p->tail);
		bool ok = s->state == DONE;

		(void)pthread_mutex_unlock(&p->mutex);
		if (ok)
			ok = p->st->consume(p->st->arg, item_of(p, p->tail), &s->err);
		(void)pthread_mutex_lock(&p->mutex);
		if (!ok) {
			p->err = s->err;
			p->failed = true;
			mark_failed(p, p->tail);
			/* The producer may wait for input that nobody wants any more. */
			lnds_cancel_reads(true);
			break;
		}
		s->state = FREE;
		p->tail++;
		(void)pthread_cond_signal(&p->room);
	}
	(void)pthread_mutex_unlock(&p->mutex);
	lnds_signals_to_me(false);
	return NULL;
}

/* One call of produce into item seq, after a look at the stop flag. */
static int produce(struct pipe *p, uint64_t seq, struct lnds_err *err)
{
	if (!p->st->patient && !lnds_check_stop(err))
		return -1;
	return p->st->produce(p->st->arg, item_of(p, seq), err);
}

/* The producer, in the calling thread, from item `head` on, which is filled already. */
static void produce_all(struct pipe *p)
{
	int got = 1;

	(void)pthread_mutex_lock(&p->mutex);
	for (;;) {
		struct slot *s = slot_of(p, p->head);

		if (got == 0)
			break;
		p->head++;
		if (got < 0) {
			mark_failed(p, p->head - 1);
			break;
		}
		s->state = FILLED;
		(void)pthread_cond_signal(&p->filled);
		while (p->head - p->tail == p->ring && p->limit == UINT64_MAX)
			(void)pthread_cond_wait(&p->room, &p->mutex);
		if (p->limit != UINT64_MAX)
			break;
		s = slot_of(p, p->head);
		(void)pthread_mutex_unlock(&p->mutex);
		got = produce(p, p->head, &s->err);
		(void)pthread_mutex_lock(&p->mutex);
	}
	p->ended = true;
	(void)pthread_cond_broadcast(&p->filled);
	(void)pthread_cond_signal(&p->done);
	(void)pthread_mutex_unlock(&p->mutex);
}

/* pthread_create with signals as the caller has them, or blocked. */
static int start(pthread_t *t, void *(*fn)(void *), void *arg, bool signals)
{
	sigset_t all, old;
	int rc;

	(void)sigfillset(&all);
	if (!signals)
		(void)pthread_sigmask(SIG_BLOCK, &all, &old);
	rc = pthread_create(t, NULL, fn, arg);
	if (!signals)
		(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

/* From item 1 on, which is filled; item 0 has gone through. */
static bool run_threads(struct pipe *p, struct lnds_err *err)
{
	struct worker *w = lnds_calloc(p->threads, sizeof(*w));
	pthread_t consumer;
	unsigned n = 0;
	bool ok;

	ok = start(&consumer, consumer_main, p, true) == 0;
	for (; ok && n < p->threads; n++) {
		w[n] = (struct worker){.pipe = p, .object = p->workers[n]};
		if (start(&w[n].thread, worker_main, &w[n], false) != 0)
			break;
	}
	if (!ok || n == 0) {
		(void)pthread_mutex_lock(&p->mutex);
		p->ended = true;
		(void)pthread_cond_signal(&p->done);
		(void)pthread_mutex_unlock(&p->mutex);
		lnds_fail(err, LNDS_SYSTEM, NULL, "cannot start a thread");
		lnds_hint(err, "try -t 1");
	} else {
		/* Fewer workers than asked for do the same work. */
		produce_all(p);
	}
	for (unsigned i = 0; i < n; i++)
		(void)pthread_join(w[i].thread, NULL);
	if (ok)
		(void)pthread_join(consumer, NULL);
	lnds_cancel_reads(false);
	free(w);
	if (p->failed)
		*err = p->err;
	return ok && n && !p->failed;
}

static bool add_worker(struct pipe *p, struct lnds_err *err)
{
	void *object = NULL;

	if (p->st->worker_new) {
		object = p->st->worker_new(p->st->arg, err);
		if (!object)
			return false;
	}
	p->workers[p->nworker++] = object;
	return true;
}

static bool add_item(struct pipe *p, struct lnds_err *err)
{
	void *item = p->items + p->nitem * p->item_size;

	if (p->st->item_init && !p->st->item_init(p->st->arg, item, err))
		return false;
	p->nitem++;
	return true;
}

/* The first item, and with one thread all of them, in the caller. 1: there is a second
 * item and it is filled; 0: the end; -1: failure. */
static int run_inline(struct pipe *p, struct lnds_err *err)
{
	do {
		int got = produce(p, 0, err);

		if (got <= 0)
			return got;
		if (!p->st->work(p->st->arg, p->workers[0], p->items, err) ||
			!p->st->consume(p->st->arg, p->items, err))
			return -1;
	} while (p->threads == 1);
	if (!add_item(p, err))
		return -1;
	p->head = p->next = p->tail = 1;
	return produce(p, 1, err);
}

/* What threads need beyond the first item and worker. */
static bool complete(struct pipe *p, struct lnds_err *err)
{
	while (p->nitem < p->ring) {
		if (!add_item(p, err))
			return false;
	}
	while (p->nworker < p->threads) {
		if (!add_worker(p, err))
			return false;
	}
	return true;
}

bool lnds_pipeline(const struct lnds_stages *st, size_t item_size, unsigned threads,
	struct lnds_err *err)
{
	struct pipe p = {.st = st,
		.threads = threads,
		.ring = threads > 1 ? 2 * threads + 2 : 1,
		.item_size = (item_size + 63) / 64 * 64,
		.limit = UINT64_MAX,
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER,
		.filled = PTHREAD_COND_INITIALIZER,
		.done = PTHREAD_COND_INITIALIZER};
	int got = -1;

	p.items = lnds_calloc(p.ring, p.item_size);
	p.slots = lnds_calloc(p.ring, sizeof(*p.slots));
	p.workers = lnds_calloc(threads, sizeof(*p.workers));
	if (add_item(&p, err) && add_worker(&p, err))
		got = run_inline(&p, err);
	if (got > 0)
		got = complete(&p, err) && run_threads(&p, err) ? 0 : -1;

	for (unsigned i = 0; st->worker_free && i < p.nworker; i++)
		st->worker_free(st->arg, p.workers[i]);
	for (unsigned i = 0; st->item_free && i < p.nitem; i++)
		st->item_free(st->arg, p.items + i * p.item_size);
	free(p.workers);
	free(p.slots);
	free(p.items);
	return got == 0;
}

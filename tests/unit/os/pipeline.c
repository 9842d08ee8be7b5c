/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ordered pipeline: order, equal results for every thread count, the first failure in
 * item order, stop requests, reads that nobody waits for any more.
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/rng.h"
#include "os/file.h"
#include "os/pipeline.h"
#include "os/signal.h"

#define NEVER UINT64_MAX

struct job {
	uint64_t n;				  /* items to produce */
	uint64_t no_produce, no_work, no_consume; /* item that fails there */
	bool jitter;
	uint64_t made, eaten, sum;
	atomic_int items, workers;
	int fd;	     /* read from it after the n items, if >= 0 */
	int no_init; /* the k-th item_init fails; 0: none */
	int no_worker;
};

struct item {
	uint64_t seq, value;
	char pad[3]; /* an odd size */
};

static void dawdle(const struct job *j, uint64_t seq, unsigned salt)
{
	if (j->jitter && lnds_mix(seq * 3 + salt) % 8 == 0)
		usleep((useconds_t)(lnds_mix(seq + salt) % 300));
}

static int produce(void *arg, void *item, struct lnds_err *err)
{
	struct job *j = arg;
	struct item *it = item;

	dawdle(j, j->made, 0);
	if (j->made == j->no_produce) {
		lnds_fail(err, LNDS_DATA, "p", "produce %u", (unsigned)j->made);
		return -1;
	}
	if (j->made == j->n) {
		char c;
		size_t got;

		if (j->fd < 0)
			return 0;
		return lnds_read_some(j->fd, &c, 1, &got, "pipe", err) ? 0 : -1;
	}
	it->seq = j->made++;
	it->value = 0;
	return 1;
}

static bool work(void *arg, void *worker, void *item, struct lnds_err *err)
{
	const struct job *j = arg;
	struct item *it = item;

	assert_non_null(worker);
	dawdle(j, it->seq, 1);
	if (it->seq == j->no_work || (j->no_work != NEVER && it->seq == j->no_work + 2))
		return lnds_fail(err, LNDS_DATA, "w", "work %u", (unsigned)it->seq);
	it->value = lnds_mix(it->seq);
	return true;
}

static bool consume(void *arg, void *item, struct lnds_err *err)
{
	struct job *j = arg;
	const struct item *it = item;

	assert_int_equal(it->seq, j->eaten);
	assert_true(it->value == lnds_mix(it->seq));
	dawdle(j, it->seq, 2);
	if (it->seq == j->no_consume)
		return lnds_fail(err, LNDS_SYSTEM, "c", "consume %u", (unsigned)it->seq);
	j->eaten++;
	j->sum = lnds_mix(j->sum ^ it->value);
	return true;
}

static void *worker_new(void *arg, struct lnds_err *err)
{
	struct job *j = arg;

	if (j->no_worker && atomic_load(&j->workers) + 1 == j->no_worker) {
		lnds_fail(err, LNDS_REFUSED, "n", "no worker");
		return NULL;
	}
	atomic_fetch_add(&j->workers, 1);
	return j;
}

static void worker_free(void *arg, void *worker)
{
	struct job *j = arg;

	assert_ptr_equal(arg, worker);
	atomic_fetch_sub(&j->workers, 1);
}

static bool item_init(void *arg, void *item, struct lnds_err *err)
{
	static const struct item zero;
	struct job *j = arg;

	assert_memory_equal(item, &zero, sizeof(zero));
	if (j->no_init && atomic_load(&j->items) + 1 == j->no_init)
		return lnds_fail(err, LNDS_REFUSED, "i", "no item");
	atomic_fetch_add(&j->items, 1);
	return true;
}

static void item_free(void *arg, void *item)
{
	struct job *j = arg;

	(void)item;
	atomic_fetch_sub(&j->items, 1);
}

static struct job job(uint64_t n)
{
	return (struct job){.n = n,
		.no_produce = NEVER,
		.no_work = NEVER,
		.no_consume = NEVER,
		.fd = -1};
}

static bool run(struct job *j, unsigned threads, struct lnds_err *err)
{
	const struct lnds_stages st = {.arg = j,
		.produce = produce,
		.work = work,
		.consume = consume,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.item_init = item_init,
		.item_free = item_free};
	const bool ok = lnds_pipeline(&st, sizeof(struct item), threads, err);

	assert_int_equal(atomic_load(&j->items), 0);
	assert_int_equal(atomic_load(&j->workers), 0);
	assert_false(lnds_reads_cancelled());
	return ok;
}

static const unsigned counts[] = {1, 2, 7};

static void test_order(void **state)
{
	static const uint64_t sizes[] = {0, 1, 2, 3, 4, 5, 6, 17, 1000};
	struct lnds_err err;

	(void)state;
	for (size_t s = 0; s < 9; s++) {
		uint64_t sum = 0;

		for (size_t t = 0; t < 3; t++) {
			struct job j = job(sizes[s]);

			j.jitter = s > 6;
			assert_true(run(&j, counts[t], &err));
			assert_int_equal(j.eaten, sizes[s]);
			if (t == 0)
				sum = j.sum;
			assert_true(j.sum == sum);
		}
	}
}

/* A failure at item k: items before it are consumed, none after, for every count. */
static void expect_failure(struct job j, uint64_t eaten, const char *id, const char *msg)
{
	for (size_t t = 0; t < 3; t++) {
		struct job mine = job(0);
		struct lnds_err err = {0};

		mine.n = j.n;
		mine.jitter = j.jitter;
		mine.no_produce = j.no_produce;
		mine.no_work = j.no_work;
		mine.no_consume = j.no_consume;
		assert_false(run(&mine, counts[t], &err));
		assert_int_equal(mine.eaten, eaten);
		assert_string_equal(err.id, id);
		assert_string_equal(err.msg, msg);
	}
}

static void test_failures(void **state)
{
	(void)state;
	for (unsigned k = 0; k < 40; k += k < 4 ? 1 : 7) {
		struct job j = job(60);
		char msg[32];

		j.jitter = true;
		j.no_produce = k;
		(void)snprintf(msg, sizeof(msg), "produce %u", k);
		expect_failure(j, k, "p", msg);

		j.no_produce = NEVER;
		j.no_work = k;
		(void)snprintf(msg, sizeof(msg), "work %u", k);
		expect_failure(j, k, "w", msg);

		j.no_work = NEVER;
		j.no_consume = k;
		(void)snprintf(msg, sizeof(msg), "consume %u", k);
		expect_failure(j, k, "c", msg);
	}
}

/* With several failures the lowest item wins, whichever step it is. */
static void test_lowest(void **state)
{
	struct job j = job(60);

	(void)state;
	j.jitter = true;
	j.no_produce = 12;
	j.no_work = 10;
	j.no_consume = 11;
	expect_failure(j, 10, "w", "work 10");
	j.no_consume = 9;
	expect_failure(j, 9, "c", "consume 9");
	j.no_work = 30;
	j.no_consume = 31;
	expect_failure(j, 12, "p", "produce 12");
}

static void test_set_up_fails(void **state)
{
	(void)state;
	for (int k = 1; k <= 7; k++) {
		struct job j = job(30);
		struct lnds_err err = {0};

		j.no_init = k < 7 ? k : 16;
		assert_false(run(&j, 7, &err));
		assert_string_equal(err.msg, "no item");
		j = job(30);
		j.no_worker = k;
		assert_false(run(&j, 7, &err));
		assert_string_equal(err.msg, "no worker");
		assert_int_equal(j.eaten, k == 1 ? 0 : 1);
	}
}

/* Produce waits for input that never comes; a failure further down ends the wait. */
static void test_blocked_read(void **state)
{
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	for (int round = 0; round < 50; round++) {
		struct job j = job(5);
		struct lnds_err err = {0};

		j.fd = fd[0];
		j.no_consume = 3;
		assert_false(run(&j, 2, &err));
		assert_string_equal(err.msg, "consume 3");
		assert_int_equal(j.eaten, 3);
	}
	(void)close(fd[0]);
	(void)close(fd[1]);
}

static bool write_forever(void *arg, void *item, struct lnds_err *err)
{
	static const char block[65536];
	const struct job *j = arg;

	(void)item;
	return lnds_write_all(j->fd, block, sizeof(block), "pipe", err);
}

static int produce_forever(void *arg, void *item, struct lnds_err *err)
{
	(void)arg;
	(void)item;
	(void)err;
	return 1;
}

static bool work_nothing(void *arg, void *worker, void *item, struct lnds_err *err)
{
	(void)arg;
	(void)worker;
	(void)item;
	(void)err;
	return true;
}

/* Last: the stop flag stays. The writer is stuck in a full pipe, the producer waits for
 * room; SIGTERM to the process ends both. */
static void *send_term(void *arg)
{
	(void)arg;
	usleep(100000);
	(void)kill(getpid(), SIGTERM);
	return NULL;
}

static void test_stop(void **state)
{
	struct job j = job(0);
	const struct lnds_stages st = {.arg = &j,
		.produce = produce_forever,
		.work = work_nothing,
		.consume = write_forever};
	struct lnds_err err = {0};
	pthread_t t;
	sigset_t term;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	j.fd = fd[1];
	lnds_signals_install();
	/* The sender must not take the signal itself. */
	(void)sigemptyset(&term);
	(void)sigaddset(&term, SIGTERM);
	(void)pthread_sigmask(SIG_BLOCK, &term, NULL);
	assert_int_equal(pthread_create(&t, NULL, send_term, NULL), 0);
	(void)pthread_sigmask(SIG_UNBLOCK, &term, NULL);
	assert_false(lnds_pipeline(&st, 1, 2, &err));
	(void)pthread_join(t, NULL);
	assert_int_equal(err.code, LNDS_TEMPORARY);
	assert_string_equal(err.msg, "interrupted");
	assert_int_equal(lnds_stop_signal(), SIGTERM);

	/* And from now on nothing is produced, nothing read. */
	j = job(3);
	assert_false(run(&j, 1, &err));
	assert_int_equal(j.made, 0);
	assert_int_equal(err.code, LNDS_TEMPORARY);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_lowest),
		cmocka_unit_test(test_set_up_fails),
		cmocka_unit_test(test_blocked_read),
		cmocka_unit_test(test_stop),
	};

	(void)alarm(60); /* a pipeline that hangs fails */
	return cmocka_run_group_tests(tests, NULL, NULL);
}

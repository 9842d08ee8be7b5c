/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two ways to do one job, timed in one process: they take turns, the CPU time of the
 * calling thread counts, medians are compared. Prints the line that scripts/bench makes a
 * row of: measure, peer, our rate, the peer's, unit, with TABs between.
 */
#ifndef LNDS_TESTS_BENCH_VERSUS_H
#define LNDS_TESTS_BENCH_VERSUS_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define VERSUS_MAX_RUNS 99

struct versus {
	const char *measure, *peer, *unit;
	double amount; /* what one run does, in units */
	int runs;      /* 0: five */
	void (*ours)(void *arg);
	void (*theirs)(void *arg);
	void *arg;
};

static double versus_time(void (*fn)(void *), void *arg)
{
	struct timespec a, b;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	fn(arg);
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
	return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static int versus_ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static inline void versus(const struct versus *v)
{
	double ours[VERSUS_MAX_RUNS], theirs[VERSUS_MAX_RUNS];
	int runs = v->runs > 0 && v->runs <= VERSUS_MAX_RUNS ? v->runs : 5;
	for (int i = 0; i < runs; i++) {
		ours[i] = versus_time(v->ours, v->arg);
		theirs[i] = versus_time(v->theirs, v->arg);
	}
	qsort(ours, (size_t)runs, sizeof *ours, versus_ascending);
	qsort(theirs, (size_t)runs, sizeof *theirs, versus_ascending);
	printf("%s\t%s\t%.4g\t%.4g\t%s\n", v->measure, v->peer,
		v->amount / ours[runs / 2], v->amount / theirs[runs / 2], v->unit);
	(void)fflush(stdout);
}

#endif

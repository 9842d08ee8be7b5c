/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The choice of a header: a pair costs what its words cost to compare, and if it survives
 * what it costs to score. Survivors are counted for every header on the same 10^5 pairs;
 * the costs are timed on them: two widths (time is linear in between), the whole code,
 * and a survivor.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "link/match/header.h"
#include "link/match/trial.h"

#define SAMPLE 320u /* rows a side */
#define ROUNDS 7    /* of each timing: the least counts */
#define ONE_IN 10   /* pairs that survive while survivors are timed */

struct tune {
	struct lnds_link_trial t;
	enum lnds_link_encoding encoding;
	uint32_t bits, floor;
	struct lnds_link_reach reach;
	uint64_t met; /* what a trial added up */
};

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Could popcounts have ruled the pair out? */
static void count_reachable(void *arg, uint32_t i, uint32_t j)
{
	struct tune *u = arg;

	if (i < u->t.a.n && j < u->t.b.n) {
		const uint32_t a = u->t.a.pop[i], b = u->t.b.pop[j];

		u->met += b >= u->reach.low[a] && b <= u->reach.high[a];
	}
}

static void score(void *arg, uint32_t i, uint32_t j)
{
	struct tune *u = arg;
	const struct lnds_link_packed *a = &u->t.a, *b = &u->t.b;

	if (i < a->n && j < b->n)
		u->met += lnds_link_score_of(u->encoding, u->bits, a->pop[i], b->pop[j],
			u->t.kernel->distance(a->code + (size_t)i * a->bytes,
				b->code + (size_t)j * b->bytes, a->bytes));
}

/* Seconds of one trial under the present limits. */
static double timed(struct tune *u, void (*each)(void *, uint32_t, uint32_t))
{
	double least = 1e9, t;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		t = now();
		(void)lnds_link_trial_run(&u->t, each, u);
		t = now() - t;
		least = t < least ? t : least;
	}
	return least;
}

/* Sets the limits that the floor means. */
static void limits(struct tune *u)
{
	u->t.a.limited = u->t.b.limited = false; /* trials set their own in between */
	lnds_link_packed_limits(
		&u->t.a, LNDS_LINK_SIDE_A, u->encoding, u->bits, u->floor);
	lnds_link_packed_limits(
		&u->t.b, LNDS_LINK_SIDE_B, u->encoding, u->bits, u->floor);
}

/* Seconds that a survivor costs; never less than a few comparisons do, whatever disturbs
 * the timing. */
static double survivor_cost(struct tune *u, const struct lnds_link_kernel *kernel)
{
	const double pairs = (double)u->t.a.n * u->t.b.n;
	double without, cost;
	uint64_t n;

	lnds_link_trial_form(&u->t, kernel, lnds_link_headers[0], false);
	lnds_link_trial_limit(&u->t, LNDS_LINK_NEVER);
	without = timed(u, NULL);
	lnds_link_trial_limit(&u->t, lnds_link_trial_quiet(&u->t, ONE_IN));
	n = lnds_link_trial_run(&u->t, NULL, NULL);
	cost = n ? (timed(u, score) - without) / (double)n : 0;
	return cost > 4 * without / pairs ? cost : 4 * without / pairs;
}

/* Seconds of a whole trial with a header of this width and no survivors. */
static double width_cost(
	struct tune *u, const struct lnds_link_kernel *kernel, uint32_t header)
{
	lnds_link_trial_form(&u->t, kernel, header, !header);
	lnds_link_trial_limit(&u->t, LNDS_LINK_NEVER);
	return timed(u, NULL);
}

static uint32_t choose(struct tune *u, const struct lnds_link_kernel *kernel)
{
	const uint32_t narrow = lnds_link_headers[0];
	const double pairs = (double)u->t.a.n * u->t.b.n;
	double e, least, base, slope, cost, reachable;
	uint32_t wide = narrow, best = 0, h, i;

	for (i = 0; i < LNDS_LINK_HEADERS; i++) {
		if (lnds_link_header_ok(lnds_link_headers[i], u->bits))
			wide = lnds_link_headers[i];
	}
	if (wide == narrow) /* narrow codes: not even that one may be a header */
		return 0;
	e = survivor_cost(u, kernel);
	least = width_cost(u, kernel, 0);
	base = width_cost(u, kernel, narrow);
	slope = (width_cost(u, kernel, wide) - base) / (wide - narrow);
	lnds_link_trial_limit(&u->t, (int32_t)u->bits);
	u->met = 0;
	(void)lnds_link_trial_run(&u->t, count_reachable, u);
	reachable = u->met ? (double)u->met / pairs : 1;
	limits(u);
	for (i = 0; i < LNDS_LINK_HEADERS; i++) {
		h = lnds_link_headers[i];
		if (!lnds_link_header_ok(h, u->bits))
			continue;
		lnds_link_trial_form(&u->t, kernel, h, false);
		u->met = 0;
		(void)lnds_link_trial_run(&u->t, count_reachable, u);
		cost = base + slope * (h - narrow) + (double)u->met / reachable * e;
		if (cost < least) {
			least = cost;
			best = h;
		}
	}
	return best;
}

uint32_t lnds_link_header_tune(const struct lnds_link_codes *a,
	const struct lnds_link_codes *b, uint32_t floor, enum lnds_link_isa isa)
{
	const struct lnds_link_kernel *kernel = lnds_link_kernel_for(isa);
	uint32_t *a_row, *b_row, best = 0;
	struct tune *u;

	if (!kernel || !a->n || !b->n)
		return 0;
	u = lnds_calloc(1, sizeof(*u));
	u->encoding = a->manifest.encoding;
	u->bits = a->bits;
	u->floor = floor;
	lnds_link_reach_init(&u->reach, u->encoding, u->bits, floor);
	a_row = lnds_link_order(a);
	b_row = lnds_link_order(b);
	lnds_link_trial_init(&u->t, a, a_row, a->n, b, b_row, b->n, SAMPLE);
	limits(u);
	best = choose(u, lnds_link_kernel_that_tells(kernel, &u->t.a, &u->t.b));
	lnds_link_packed_free(&u->t.a);
	lnds_link_packed_free(&u->t.b);
	free(a_row);
	free(b_row);
	free(u);
	return best;
}

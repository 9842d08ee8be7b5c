/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented runs for tests of assignment: random pairs of few scores, so that ties abound, in
 * the order of a run. Functions are static inline, as not every test needs all.
 */
#ifndef LNDS_TEST_RUNS_H
#define LNDS_TEST_RUNS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/assign/assign.h"

#define FLOOR (LNDS_LINK_ONE / 2)

static uint64_t draws;
static inline uint32_t below(uint32_t n)
{
	return (uint32_t)lnds_below(lnds_mix(++draws * LNDS_GOLDEN), n);
}

/* Each possible pair is there with `percent`; scores are FLOOR + step · (0 … levels - 1). */
static inline struct lnds_link_run random_run(unsigned nsource, const uint32_t *n,
	unsigned percent, uint32_t levels, uint32_t step)
{
	struct lnds_link_run run = {.meta = {.nsource = nsource, .floor = FLOOR}};
	struct lnds_link_pair *pair = NULL;
	size_t k = 0;
	unsigned sa, sb;
	uint32_t a, b;

	for (sa = 0; sa < nsource; sa++) {
		run.meta.source[sa].n = n[sa];
		snprintf(run.meta.source[sa].party, LNDS_LINK_NAME, "p%u", sa);
		run.meta.source[sa].sha256[0] = (uint8_t)(sa + 1);
	}
	for (sa = 0; sa < nsource; sa++)
		for (sb = nsource > 1 ? sa + 1 : 0; sb < nsource; sb++)
			for (a = 0; a < n[sa]; a++)
				for (b = nsource > 1 ? 0 : a + 1; b < n[sb]; b++) {
					if (below(100) >= percent)
						continue;
					pair = lnds_realloc(pair, k + 1, sizeof(*pair));
					pair[k++] = (struct lnds_link_pair){
						.score = FLOOR + step * below(levels),
						.a = a,
						.b = b,
						.sa = (uint8_t)sa,
						.sb = (uint8_t)sb};
				}
	if (k)
		lnds_link_pairs_sort(pair, k);
	run.pair = pair;
	run.n = k;
	return run;
}

static inline void free_run(struct lnds_link_run *run)
{
	free((void *)run->pair);
	run->pair = NULL;
}

/* The same run with its two sources swapped. */
static inline struct lnds_link_run swapped(const struct lnds_link_run *run)
{
	struct lnds_link_pair *pair = lnds_realloc(NULL, run->n + 1, sizeof(*pair));
	struct lnds_link_run out = *run;
	uint64_t i;

	out.meta.source[0] = run->meta.source[1];
	out.meta.source[1] = run->meta.source[0];
	for (i = 0; i < run->n; i++) {
		pair[i] = run->pair[i];
		pair[i].a = run->pair[i].b;
		pair[i].b = run->pair[i].a;
	}
	if (run->n)
		lnds_link_pairs_sort(pair, run->n);
	out.pair = pair;
	return out;
}

/* All groups at once. The caller's to free. */
static inline struct lnds_link_group *groups_of(struct lnds_link_links *l, size_t *n)
{
	struct lnds_link_group *out;
	const struct lnds_link_group *g;

	*n = 0;
	lnds_link_links_rewind(l);
	out = lnds_realloc(NULL, (size_t)l->groups + 1, sizeof(*out));
	while ((g = lnds_link_links_next(l))) {
		assert_true(*n < l->groups);
		out[(*n)++] = *g;
		assert_int_equal(g->number, *n);
	}
	assert_int_equal(*n, l->groups);
	return out;
}

/* The margin of a set of records by its definition. */
static inline bool has(const struct lnds_link_group *g, uint8_t source, uint32_t row)
{
	unsigned i;

	for (i = 0; i < g->n; i++)
		if (g->member[i].source == source && g->member[i].row == row)
			return true;
	return false;
}

static inline uint32_t naive_margin(
	const struct lnds_link_run *run, const struct lnds_link_group *g)
{
	uint32_t best = run->meta.floor;
	uint64_t i;

	for (i = 0; i < run->n; i++) {
		const struct lnds_link_pair *p = &run->pair[i];

		if (has(g, p->sa, p->a) != has(g, p->sb, p->b) && p->score > best)
			best = p->score;
	}
	return g->score > best ? g->score - best : 0;
}

#endif

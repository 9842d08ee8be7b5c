/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a report: links between each two sources, estimates, rates by mask. */
#include "link/report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/assign/assign.h"
#include "link/report/report_masks.h"
#include "link/report/truth.h"

/* A bit a row. */
static uint8_t *bits_new(uint32_t n)
{
	return lnds_calloc((size_t)n / 8 + 1, 1);
}

static bool bit_set(uint8_t *bits, uint32_t i)
{
	const uint8_t bit = (uint8_t)(1u << i % 8);
	const bool was = bits[i / 8] & bit;

	bits[i / 8] |= bit;
	return was;
}

/* Scores of a links file have six decimals: so has what they are held against. */
static bool under(uint32_t score, uint32_t threshold)
{
	char a[9], b[9];

	lnds_link_score_text(score, a);
	lnds_link_score_text(threshold, b);
	return strcmp(a, b) < 0;
}

static bool wrong_threshold(uint32_t score, uint32_t threshold, struct lnds_err *err)
{
	char a[9], b[9];

	lnds_link_score_text(score, a);
	lnds_link_score_text(threshold, b);
	lnds_fail(err, LNDS_USAGE, NULL,
		"there are links down to %s, under the threshold %s", a, b);
	return lnds_hint(err, "give the --threshold or --fdr that assign was given");
}

/* Marks the rows that are in groups, and counts links between each two sources. */
static bool walk_links(const struct lnds_link_report_of *of, uint8_t **linked,
	uint64_t *between, struct lnds_link_report *r, struct lnds_err *err)
{
	const struct lnds_link_group *g;
	uint32_t lowest = LNDS_LINK_ONE;
	unsigned i, k;

	lnds_link_links_rewind(of->links);
	while ((g = lnds_link_links_next(of->links))) {
		lowest = g->score < lowest ? g->score : lowest;
		for (i = 0; i < g->n; i++) {
			const struct lnds_link_member *m = &g->member[i];

			(void)bit_set(linked[m->source], m->row);
			for (k = 0; k < i; k++)
				if (g->member[k].source != m->source)
					between[lnds_link_source_pair(of->plan->nsource,
						g->member[k].source, m->source)]++;
		}
	}
	r->links = of->links->groups;
	r->review = of->links->review;
	return !under(lowest, of->threshold) ||
	       wrong_threshold(lowest, of->threshold, err);
}

/* The run comes by descending score: a row's first pair is its best. */
static void best_scores(
	const struct lnds_link_report_of *of, uint64_t score[LNDS_LINK_BINS])
{
	const bool alone = of->plan->nsource == 1;
	const unsigned y_is_b = alone ? 0 : of->plan->pair[0].y;
	uint8_t *seen = bits_new(of->plan->source[y_is_b].n);
	uint64_t i;

	for (i = 0; i < of->run->n; i++) {
		const struct lnds_link_pair *p = &of->run->pair[i];

		if (p->sa != 0 || p->sb != !alone)
			continue;
		if (!bit_set(seen, y_is_b ? p->b : p->a))
			score[p->score >> 14]++;
		if (alone && !bit_set(seen, p->b))
			score[p->score >> 14]++;
	}
	free(seen);
}

static void estimates(const struct lnds_link_report_of *of, const uint64_t *between,
	struct lnds_link_report *r)
{
	const struct lnds_link_plan *plan = of->plan;
	unsigned i;

	for (i = 0; i < plan->npair; i++) {
		const struct lnds_link_sample *s = &plan->pair[i];

		lnds_link_estimate(s, lnds_link_plan_larger(plan, i), between[i],
			of->threshold, &r->estimate[i]);
		r->bit_corr[i] = lnds_link_bit_corr(&of->codes[s->a], &of->codes[s->b]);
	}
}

bool lnds_link_report_make(const struct lnds_link_report_of *of,
	struct lnds_link_report *r, struct lnds_err *err)
{
	const struct lnds_link_plan *plan = of->plan;
	uint8_t *linked[LNDS_LINK_MAX_SOURCES];
	uint64_t *between = lnds_calloc(plan->npair + 1, sizeof(*between));
	unsigned i;
	bool ok;

	*r = (struct lnds_link_report){.plan = plan,
		.manifest = &of->codes[0].manifest,
		.threshold = of->threshold,
		.pairs = of->run->n};
	r->estimate = lnds_calloc(plan->npair + 1, sizeof(*r->estimate));
	r->bit_corr = lnds_calloc(plan->npair + 1, sizeof(*r->bit_corr));
	for (i = 0; i < plan->nsource; i++)
		linked[i] = bits_new(plan->source[i].n);
	ok = walk_links(of, linked, between, r, err);
	if (ok) {
		best_scores(of, r->score);
		estimates(of, between, r);
		for (i = 0; i < plan->nsource; i++)
			lnds_link_report_masks(r, i, &of->codes[i], linked[i]);
	}
	for (i = 0; i < plan->nsource; i++)
		free(linked[i]);
	free(between);
	return ok && (!of->truth || lnds_link_truth_measure(of->truth, of->run, of->links,
					    of->min_agree, of->codes, plan->nsource,
					    &r->truth, err));
}

void lnds_link_report_free(struct lnds_link_report *r)
{
	free(r->estimate);
	free(r->mask);
	free(r->bit_corr);
	*r = (struct lnds_link_report){0};
}

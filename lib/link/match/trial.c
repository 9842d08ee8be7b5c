/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples are drawn with replacement; a limit is found by bisection. */
#include "link/match/trial.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/rng.h"

static void sample(struct lnds_link_packed *p, const struct lnds_link_codes *codes,
	const uint32_t *row, uint32_t of, uint32_t n, uint64_t seed)
{
	const uint64_t item = lnds_draw_item(seed, of);
	uint32_t *place = lnds_alloc((n ? n : 1) * sizeof(*place)), i, k, x;

	for (i = 0; i < n; i++) {
		x = row[lnds_below(lnds_mix(item + i), of)];
		for (k = i; k && codes->popcount[place[k - 1]] > codes->popcount[x]; k--)
			place[k] = place[k - 1];
		place[k] = x;
	}
	lnds_link_packed_load(p, codes, place, n);
	free(place);
}

void lnds_link_trial_init(struct lnds_link_trial *t, const struct lnds_link_codes *a,
	const uint32_t *a_row, uint32_t na, const struct lnds_link_codes *b,
	const uint32_t *b_row, uint32_t nb, uint32_t n)
{
	sample(&t->a, a, a_row, na, na < n ? na : n, 1);
	sample(&t->b, b, b_row, nb, nb < n ? nb : n, 2);
}

void lnds_link_trial_form(struct lnds_link_trial *t,
	const struct lnds_link_kernel *kernel, uint32_t header, bool exact)
{
	t->kernel = kernel;
	lnds_link_packed_form(&t->a, kernel, LNDS_LINK_SIDE_A, header, exact);
	lnds_link_packed_form(&t->b, kernel, LNDS_LINK_SIDE_B, header, exact);
}

uint64_t lnds_link_trial_run(struct lnds_link_trial *t,
	void (*each)(void *arg, uint32_t a, uint32_t b), void *arg)
{
	struct lnds_link_job job = lnds_link_packed_job(&t->a, &t->b);
	uint64_t all = 0;
	uint32_t i, j;
	size_t n, k;

	for (j = 0; j < t->b.n; j += LNDS_LINK_STEP) {
		for (i = 0; i < t->a.n; i += LNDS_LINK_STEP) {
			lnds_link_job_at(&job, &t->a, i, &t->b, j);
			n = t->kernel->scan(&job, t->survivor);
			all += n;
			for (k = 0; each && k < n; k++)
				each(arg, t->survivor[k] >> 16, t->survivor[k] & 0xffff);
		}
	}
	return all;
}

void lnds_link_trial_limit(struct lnds_link_trial *t, int32_t limit)
{
	uint32_t i;

	for (i = 0; i < t->a.n; i++)
		t->a.limit[i] = limit;
	for (i = 0; i < t->b.n; i++)
		t->b.limit[i] = 0;
}

int32_t lnds_link_trial_quiet(struct lnds_link_trial *t, uint32_t one_in)
{
	const uint64_t most = (uint64_t)t->a.n * t->b.n / one_in;
	int32_t low = -1, high = (int32_t)t->a.bytes * 8, middle;

	while (low < high) {
		middle = low + (high - low + 1) / 2;
		lnds_link_trial_limit(t, middle);
		if (lnds_link_trial_run(t, NULL, NULL) <= most)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

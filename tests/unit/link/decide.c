/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threshold of a run: what is given, what the plan says, what the decoys say. */
#include "link/assign/decide.h"
#include "link/match/estimate.h"
#include "unit/link/runs.h"

#define ROWS 120
#define STEP 16384 /* a bin */

/* Three sources; the decoys of each pair lie 40 bins over those of the pair before. */
static void make_plan(struct lnds_link_plan *plan, const struct lnds_link_run *run)
{
	unsigned a, b;

	*plan = (struct lnds_link_plan){
		.nsource = 3, .floor = FLOOR, .has_fdr = true, .fdr = 10000};
	plan->pair = lnds_calloc(3, sizeof(*plan->pair));
	memcpy(plan->source, run->meta.source, sizeof(plan->source));
	for (a = 0; a < 3; a++)
		for (b = a + 1; b < 3; b++) {
			struct lnds_link_sample *s = &plan->pair[plan->npair];
			unsigned k;

			*s = (struct lnds_link_sample){.a = (uint8_t)a,
				.b = (uint8_t)b,
				.pool = ROWS,
				.q = {ROWS, ROWS}};
			for (k = 0; k < ROWS; k++) {
				s->decoy_y[560 + 40 * plan->npair - k / 2]++;
				s->decoy_x[550 + 40 * plan->npair - k / 2]++;
				s->best[900 + k % 9]++;
			}
			plan->npair++;
		}
}

static struct lnds_link_run three_sources(void)
{
	const uint32_t n[3] = {ROWS, ROWS, ROWS};

	return random_run(3, n, 1, 450, STEP);
}

static void by_decoys(void **state)
{
	struct lnds_link_run run = three_sources();
	uint64_t(*at)[LNDS_LINK_BINS] = lnds_calloc(3, sizeof(*at));
	struct lnds_link_decide_opts o = {0};
	uint32_t t, one, most = 0;
	struct lnds_link_plan plan;
	struct lnds_err err;
	unsigned i;

	(void)state;
	make_plan(&plan, &run);
	assert_true(lnds_link_accepted(&run, at, &err));
	for (i = 0; i < 3; i++) {
		assert_true(lnds_link_choose(
			&plan.pair[i], &plan.source[0], at[i], 10000, &one, &err));
		assert_true(one > most); /* decoys rise with the pair's number */
		most = one;
	}
	/* The largest of the pairs' thresholds, whoever counts. */
	assert_true(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_int_equal(t, most);
	assert_true(lnds_link_decide(
		&plan, &run, &o, (const uint64_t(*)[LNDS_LINK_BINS])at, &t, &err));
	assert_int_equal(t, most);
	/* Another rate, another threshold. */
	o.has_fdr = true;
	o.fdr = 300000;
	assert_true(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_true(t < most);
	/* What lies under the floor stands for the floor. */
	run.meta.floor = FLOOR + 300 * STEP;
	assert_true(lnds_link_decide(
		&plan, &run, &o, (const uint64_t(*)[LNDS_LINK_BINS])at, &t, &err));
	assert_int_equal(t, run.meta.floor);
	free(at);
	lnds_link_plan_free(&plan);
	free_run(&run);
}

static void given(void **state)
{
	struct lnds_link_run run = three_sources();
	struct lnds_link_decide_opts o = {.has_threshold = true, .threshold = FLOOR + 5};
	struct lnds_link_plan plan;
	struct lnds_err err;
	uint32_t t;

	(void)state;
	make_plan(&plan, &run);
	assert_true(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_int_equal(t, FLOOR + 5);
	o.threshold = FLOOR - 1;
	assert_false(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg,
		"the threshold lies under the floor of the run, which is 0.500000");
	/* The plan's own; a rate that is asked for wins. */
	plan.has_threshold = true;
	plan.threshold = FLOOR + 7;
	o.has_threshold = false;
	assert_true(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_int_equal(t, FLOOR + 7);
	o.has_fdr = true;
	o.fdr = 10000;
	assert_true(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_true(t > FLOOR + 7);
	/* One source has no decoys. */
	plan.nsource = 1;
	assert_false(lnds_link_decide(&plan, &run, &o, NULL, &t, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	lnds_link_plan_free(&plan);
	free_run(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_decoys),
		cmocka_unit_test(given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

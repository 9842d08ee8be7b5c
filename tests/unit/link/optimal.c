/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal assignment against every possible one, and where it gives up. */
#include "link/assign/optimal.h"
#include "link/assign/packed.h"
#include "unit/link/runs.h"

#define SIDE 7

/* The greatest sum over all matchings of the rows of side a from `row` on; score 0: no pair. */
static uint64_t brute(uint32_t score[SIDE][SIDE], uint32_t row, uint32_t used)
{
	uint64_t best, sum;
	uint32_t b;

	if (row == SIDE)
		return 0;
	best = brute(score, row + 1, used);
	for (b = 0; b < SIDE; b++) {
		if (!score[row][b] || used >> b & 1)
			continue;
		sum = score[row][b] + brute(score, row + 1, used | 1u << b);
		best = sum > best ? sum : best;
	}
	return best;
}

static uint64_t brute_sum(const struct lnds_link_run *run, uint32_t threshold)
{
	uint32_t score[SIDE][SIDE] = {{0}};
	uint64_t i;

	for (i = 0; i < run->n; i++)
		if (run->pair[i].score >= threshold)
			score[run->pair[i].a][run->pair[i].b] = run->pair[i].score;
	return brute(score, 0, 0);
}

static uint64_t sum_of(const struct lnds_link_run *run, enum lnds_link_mode mode,
	uint32_t threshold, uint64_t *oversized)
{
	struct lnds_link_assign_opts o = {
		.mode = mode, .threshold = threshold, .margin = 90000};
	uint32_t *rows[2];
	struct lnds_link_links l;
	struct lnds_link_group *g;
	struct lnds_err err;
	uint64_t sum = 0;
	size_t n, i;

	assert_true(lnds_link_assign(run, &o, &l, &err));
	g = groups_of(&l, &n);
	rows[0] = lnds_calloc(run->meta.source[0].n, sizeof(*rows[0]));
	rows[1] = lnds_calloc(run->meta.source[1].n, sizeof(*rows[1]));
	for (i = 0; i < n; i++) {
		assert_int_equal(g[i].n, 2);
		assert_true(g[i].score >= threshold);
		assert_true(!i || g[i].score <= g[i - 1].score);
		assert_int_equal(rows[0][g[i].member[0].row]++, 0);
		assert_int_equal(rows[1][g[i].member[1].row]++, 0);
		if (run->n < 1000)
			assert_int_equal(g[i].margin, naive_margin(run, &g[i]));
		assert_int_equal(g[i].review, g[i].margin < o.margin);
		sum += g[i].score;
	}
	if (oversized)
		*oversized = l.oversized;
	free(rows[0]);
	free(rows[1]);
	free(g);
	lnds_link_links_free(&l);
	return sum;
}

static void to_seven_by_seven(void **state)
{
	int round;

	(void)state;
	for (round = 0; round < 800; round++) {
		uint32_t n[2] = {1 + below(SIDE), 1 + below(SIDE)};
		/* Full grids of two or three scores tie most; 7 x 7 of them take long. */
		struct lnds_link_run run = random_run(
			2, n, round % 80 ? 20 + below(50) : 100, 1 + below(12), 90000);
		uint32_t threshold = FLOOR + below(3) * 90000;

		assert_int_equal(sum_of(&run, LNDS_LINK_OPTIMAL, threshold, NULL),
			brute_sum(&run, threshold));
		free_run(&run);
	}
}

/* Scores that are all different, and those where greedy errs most. */
static void beats_greedy(void **state)
{
	const uint32_t n[2] = {60, 70};
	int round;
	bool better = false;

	(void)state;
	for (round = 0; round < 20; round++) {
		struct lnds_link_run run = random_run(2, n, 8, 4000, 2000);
		uint64_t best = sum_of(&run, LNDS_LINK_OPTIMAL, FLOOR, NULL);
		uint64_t greedy = sum_of(&run, LNDS_LINK_GREEDY, FLOOR, NULL);

		assert_true(best >= greedy);
		better = better || best > greedy;
		free_run(&run);
	}
	assert_true(better);
}

/* A path a0-b0-a1-b1-…: one component of `n` rows a side. */
static struct lnds_link_run path(uint32_t n)
{
	struct lnds_link_run run = {.meta = {.nsource = 2, .floor = FLOOR}};
	struct lnds_link_pair *p = lnds_realloc(NULL, 2 * (size_t)n, sizeof(*p));
	uint32_t i;

	run.meta.source[0].n = run.meta.source[1].n = n;
	for (i = 0; i < n; i++) {
		p[run.n++] = (struct lnds_link_pair){
			.score = FLOOR + 1000, .a = i, .b = i, .sb = 1};
		if (i)
			p[run.n++] = (struct lnds_link_pair){
				.score = FLOOR + 1001, .a = i, .b = i - 1, .sb = 1};
	}
	lnds_link_pairs_sort(p, run.n);
	run.pair = p;
	return run;
}

static void long_paths(void **state)
{
	struct lnds_link_run run = path(LNDS_LINK_SIDE_MAX);
	uint64_t oversized;

	(void)state;
	/* Greedy leaves a0 and the last b alone; the other way all are matched. */
	assert_int_equal(sum_of(&run, LNDS_LINK_OPTIMAL, FLOOR, &oversized),
		(uint64_t)LNDS_LINK_SIDE_MAX * (FLOOR + 1000));
	assert_int_equal(oversized, 0);
	free_run(&run);
	run = path(LNDS_LINK_SIDE_MAX + 1);
	assert_int_equal(sum_of(&run, LNDS_LINK_OPTIMAL, FLOOR, &oversized),
		(uint64_t)LNDS_LINK_SIDE_MAX * (FLOOR + 1001));
	assert_int_equal(oversized, 1);
	free_run(&run);
}

/* Many components, more edges in all than a batch holds. */
static void batches(void **state)
{
	enum { BLOCKS = 520, N = 64 };
	struct lnds_link_run run = {.meta = {.nsource = 2, .floor = FLOOR}};
	struct lnds_link_pair *p = lnds_realloc(NULL, (size_t)BLOCKS * N * N, sizeof(*p));
	uint64_t sum = 0, i, n = 0;
	uint32_t b, x, y;

	(void)state;
	run.meta.source[0].n = run.meta.source[1].n = BLOCKS * N;
	/* score = f - |x - y| within a block: the diagonal is best, and is all f. */
	for (b = 0; b < BLOCKS; b++)
		for (x = 0; x < N; x++)
			for (y = 0; y < N; y++)
				p[n++] = (struct lnds_link_pair){
					.score = FLOOR + 9000 + b -
						 (x > y ? x - y : y - x),
					.a = b * N + x,
					.b = b * N + y,
					.sb = 1};
	lnds_link_pairs_sort(p, n);
	run.pair = p;
	run.n = n;
	for (i = 0; i < BLOCKS; i++)
		sum += N * (FLOOR + 9000 + i);
	assert_int_equal(sum_of(&run, LNDS_LINK_OPTIMAL, FLOOR, NULL), sum);
	free_run(&run);
}

/* The solver alone: left rows without edges, rows that give up their partner. */
static void solver(void **state)
{
	const struct lnds_link_edge edge[] = {
		{1, 0, 900}, {1, 1, 890}, {2, 0, 880}, {2, 1, 100}, {4, 0, 895}};
	uint32_t match[5];

	(void)state;
	lnds_link_optimal_solve(edge, 5, 5, 2, match);
	assert_int_equal(match[0], LNDS_LINK_NONE);
	assert_int_equal(match[1], 1);
	assert_int_equal(match[2], LNDS_LINK_NONE);
	assert_int_equal(match[3], LNDS_LINK_NONE);
	assert_int_equal(match[4], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(solver),
		cmocka_unit_test(to_seven_by_seven),
		cmocka_unit_test(beats_greedy),
		cmocka_unit_test(long_paths),
		cmocka_unit_test(batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

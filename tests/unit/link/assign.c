/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greedy, mutual and all pairs against their definitions. */
#include "unit/link/runs.h"

#define ROUNDS 300

static struct lnds_link_run some_run(unsigned nsource)
{
	uint32_t n[2] = {1 + below(12), 1 + below(12)};

	return random_run(nsource, n, 5 + below(90), 1 + below(8), 70000);
}

static bool touches(const struct lnds_link_pair *p, const struct lnds_link_pair *q)
{
	return (p->sa == q->sa && p->a == q->a) || (p->sb == q->sb && p->b == q->b) ||
	       (p->sa == q->sb && p->a == q->b) || (p->sb == q->sa && p->b == q->a);
}

/* Which pairs are links, from the definition. */
static size_t naive(const struct lnds_link_run *run, enum lnds_link_mode mode,
	uint32_t threshold, struct lnds_link_pair *out)
{
	size_t n = 0, i, k;

	for (i = 0; i < run->n && run->pair[i].score >= threshold; i++) {
		bool yes = true;

		for (k = 0; mode == LNDS_LINK_GREEDY && k < n; k++)
			yes = yes && !touches(&out[k], &run->pair[i]);
		for (k = 0; mode == LNDS_LINK_MUTUAL && k < i; k++)
			yes = yes && !touches(&run->pair[k], &run->pair[i]);
		if (yes)
			out[n++] = run->pair[i];
	}
	return n;
}

static void check_pair_margin(
	const struct lnds_link_run *run, const struct lnds_link_group *g)
{
	uint32_t best = run->meta.floor;
	struct lnds_link_pair me = {.a = g->member[0].row,
		.b = g->member[1].row,
		.sa = g->member[0].source,
		.sb = g->member[1].source};
	uint64_t i;

	for (i = 0; i < run->n; i++) {
		const struct lnds_link_pair *p = &run->pair[i];

		if (p->a == me.a && p->b == me.b)
			assert_int_equal(p->score, g->score);
		else if (touches(p, &me) && p->score > best)
			best = p->score;
	}
	assert_int_equal(g->margin, g->score > best ? g->score - best : 0);
}

static void check(const struct lnds_link_run *run, enum lnds_link_mode mode)
{
	struct lnds_link_assign_opts o = {.mode = mode,
		.threshold = FLOOR + below(9) * 70000,
		.margin = below(3) * 70000};
	struct lnds_link_pair *want = lnds_realloc(NULL, run->n + 1, sizeof(*want));
	size_t nwant = naive(run, mode, o.threshold, want), n, i, review = 0;
	struct lnds_link_links l;
	struct lnds_link_group *g;
	struct lnds_err err;

	assert_true(lnds_link_assign(run, &o, &l, &err));
	g = groups_of(&l, &n);
	assert_int_equal(n, nwant);
	assert_int_equal(l.members, 2 * n);
	for (i = 0; i < n; i++) {
		assert_int_equal(g[i].n, 2);
		assert_int_equal(g[i].member[0].source, want[i].sa);
		assert_int_equal(g[i].member[1].source, want[i].sb);
		assert_int_equal(g[i].member[0].row, want[i].a);
		assert_int_equal(g[i].member[1].row, want[i].b);
		check_pair_margin(run, &g[i]);
		assert_int_equal(g[i].review, g[i].margin < o.margin);
		review += g[i].review;
	}
	assert_int_equal(l.review, review);
	free(g);
	free(want);
	lnds_link_links_free(&l);
}

static void definitions(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		struct lnds_link_run run = some_run(1 + below(2));

		check(&run, LNDS_LINK_GREEDY);
		check(&run, LNDS_LINK_MUTUAL);
		check(&run, LNDS_LINK_ALL);
		free_run(&run);
	}
}

/* The links of both ways round are the same pairs. */
static void check_swap(const struct lnds_link_run *run, enum lnds_link_mode mode)
{
	struct lnds_link_assign_opts o = {.mode = mode, .threshold = FLOOR + 70000};
	struct lnds_link_run back = swapped(run);
	struct lnds_link_links l, m;
	struct lnds_link_group *g, *h;
	struct lnds_err err;
	size_t n, k, i, j;

	assert_true(lnds_link_assign(run, &o, &l, &err));
	assert_true(lnds_link_assign(&back, &o, &m, &err));
	g = groups_of(&l, &n);
	h = groups_of(&m, &k);
	assert_int_equal(n, k);
	for (i = 0; i < n; i++) {
		for (j = 0; j < n; j++)
			if (g[i].member[0].row == h[j].member[1].row &&
				g[i].member[1].row == h[j].member[0].row &&
				g[i].score == h[j].score && g[i].margin == h[j].margin)
				break;
		assert_true(j < n);
	}
	free(g);
	free(h);
	lnds_link_links_free(&l);
	lnds_link_links_free(&m);
	free_run(&back);
}

static void swapping(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		struct lnds_link_run run = some_run(2);

		check_swap(&run, LNDS_LINK_GREEDY);
		check_swap(&run, LNDS_LINK_MUTUAL);
		check_swap(&run, LNDS_LINK_OPTIMAL);
		check_swap(&run, LNDS_LINK_ALL);
		free_run(&run);
	}
}

/* Greedy at a threshold is a prefix of greedy at the floor, as long as `at` says. */
static void prefixes(void **state)
{
	uint64_t at[1][LNDS_LINK_BINS];
	struct lnds_err err;
	int i;

	(void)state;
	for (i = 0; i < ROUNDS / 3; i++) {
		struct lnds_link_run run = some_run(1 + below(2));
		struct lnds_link_assign_opts o = {.threshold = FLOOR};
		struct lnds_link_links l;
		struct lnds_link_group *all, *g;
		size_t nall, n, k, bin;

		assert_true(lnds_link_assign(&run, &o, &l, &err));
		all = groups_of(&l, &nall);
		lnds_link_links_free(&l);
		assert_true(lnds_link_accepted(&run, at, &err));
		assert_int_equal(at[0][0], nall);
		for (bin = 500; bin < LNDS_LINK_BINS; bin += 3) {
			o.threshold = (uint32_t)bin << 14;
			assert_true(lnds_link_assign(&run, &o, &l, &err));
			g = groups_of(&l, &n);
			assert_int_equal(n, at[0][bin]);
			assert_true(n <= nall);
			for (k = 0; k < n; k++)
				assert_memory_equal(g[k].member, all[k].member,
					2 * sizeof(*g[k].member));
			free(g);
			lnds_link_links_free(&l);
		}
		free(all);
		free_run(&run);
	}
}

/* With several sources: what greedy accepts of the pairs between two of them alone. */
static void accepted_by_source_pair(void **state)
{
	const uint32_t n[4] = {6, 9, 4, 7};
	struct lnds_link_run run = random_run(4, n, 40, 9, 60000);
	uint64_t at[6][LNDS_LINK_BINS], one[1][LNDS_LINK_BINS];
	unsigned sa, sb, k = 0;
	struct lnds_err err;

	(void)state;
	assert_int_equal(lnds_link_source_pairs(4), 6);
	assert_true(lnds_link_accepted(&run, at, &err));
	for (sa = 0; sa < 4; sa++)
		for (sb = sa + 1; sb < 4; sb++) {
			struct lnds_link_run two = {.meta = {.nsource = 2}};
			struct lnds_link_pair *p = lnds_realloc(NULL, run.n, sizeof(*p));
			uint64_t i;

			two.meta.source[0] = run.meta.source[sa];
			two.meta.source[1] = run.meta.source[sb];
			for (i = 0; i < run.n; i++)
				if (run.pair[i].sa == sa && run.pair[i].sb == sb) {
					p[two.n] = run.pair[i];
					p[two.n].sa = 0;
					p[two.n++].sb = 1;
				}
			two.pair = p;
			assert_true(lnds_link_accepted(&two, one, &err));
			assert_memory_equal(at[k++], one[0], sizeof(one[0]));
			free(p);
		}
	free_run(&run);
}

static void bounds(void **state)
{
	struct lnds_link_run run = {.meta = {.nsource = 1, .floor = FLOOR}};
	struct lnds_link_assign_opts o = {.mode = LNDS_LINK_OPTIMAL};
	uint64_t at[1][LNDS_LINK_BINS];
	struct lnds_link_links l;
	struct lnds_err err;

	(void)state;
	run.meta.source[0].n = 3;
	assert_false(lnds_link_assign(&run, &o, &l, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg, "optimal assignment is between two sources");
	assert_null(l.packed);
	run.meta.nsource = 2;
	run.meta.source[0].n = run.meta.source[1].n = UINT32_MAX / 2;
	assert_true(
		run.meta.source[0].n + (uint64_t)run.meta.source[1].n == UINT32_MAX - 1);
	run.meta.source[1].n++;
	assert_false(lnds_link_assign(&run, &o, &l, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(lnds_link_accepted(&run, at, &err));
	lnds_link_links_free(&l);
	/* No pair at all. */
	run.meta.source[0].n = 0;
	run.meta.source[1].n = 2;
	for (o.mode = LNDS_LINK_GREEDY; o.mode <= LNDS_LINK_ALL; o.mode++) {
		assert_true(lnds_link_assign(&run, &o, &l, &err));
		assert_int_equal(l.groups, 0);
		assert_null(lnds_link_links_next(&l));
		lnds_link_links_free(&l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(definitions),
		cmocka_unit_test(swapping),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(accepted_by_source_pair),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

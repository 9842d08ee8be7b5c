/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clustering against its definition, on many small runs; and the table of those who wait. */
#include "link/assign/cluster.h"
#include "link/assign/packed.h"
#include "link/assign/pending.h"
#include "unit/link/runs.h"

#define MAX 64 /* records in all */

/* Every count from scratch: how many edges so far run between two clusters. */
struct naive {
	unsigned of[MAX];    /* label of each record */
	bool edge[MAX][MAX]; /* seen so far */
	uint32_t score[MAX]; /* by label: smallest accepted edge */
	uint64_t order[MAX]; /* by label: when it became what it is */
};

static uint32_t record(const struct lnds_link_run *run, uint8_t source, uint32_t row)
{
	uint8_t s;

	for (s = 0; s < source; s++)
		row += run->meta.source[s].n;
	return row;
}

static uint8_t source_of(const struct lnds_link_run *run, uint32_t r)
{
	uint8_t s = 0;

	while (r >= run->meta.source[s].n)
		r -= run->meta.source[s++].n;
	return s;
}

static bool may_merge(const struct lnds_link_run *run, const struct naive *v,
	uint32_t min_agree, unsigned x, unsigned y, uint32_t total)
{
	uint64_t count = 0, nx = 0, ny = 0;
	uint64_t in_x = 0, in_y = 0;
	uint32_t a, b;

	for (a = 0; a < total; a++) {
		if (v->of[a] == x) {
			nx++;
			in_x |= UINT64_C(1) << source_of(run, a);
		}
		if (v->of[a] == y) {
			ny++;
			in_y |= UINT64_C(1) << source_of(run, a);
		}
		for (b = 0; b < total; b++)
			count += v->of[a] == x && v->of[b] == y && v->edge[a][b];
	}
	return !(in_x & in_y) && count * 1000000 >= min_agree * nx * ny;
}

static void naive_clusters(const struct lnds_link_run *run, uint32_t threshold,
	uint32_t min_agree, struct naive *v)
{
	uint32_t total = record(run, (uint8_t)run->meta.nsource, 0), r;
	uint64_t i;

	memset(v, 0, sizeof(*v));
	for (r = 0; r < total; r++)
		v->of[r] = r;
	for (i = 0; i < run->n && run->pair[i].score >= threshold; i++) {
		const struct lnds_link_pair *p = &run->pair[i];
		uint32_t a = record(run, p->sa, p->a), b = record(run, p->sb, p->b);
		unsigned x = v->of[a], y = v->of[b];

		v->edge[a][b] = v->edge[b][a] = true;
		if (x == y || !may_merge(run, v, min_agree, x, y, total))
			continue;
		for (r = 0; r < total; r++)
			if (v->of[r] == y)
				v->of[r] = x;
		v->score[x] = p->score;
		v->order[x] = i + 1;
	}
}

static void check_groups(const struct lnds_link_run *run, const struct naive *v,
	struct lnds_link_links *l, uint32_t margin)
{
	uint32_t total = record(run, (uint8_t)run->meta.nsource, 0), r;
	size_t n, i, want = 0, members = 0;
	struct lnds_link_group *g = groups_of(l, &n);
	uint64_t last = 0;
	unsigned k, label;

	/* A label that was merged away keeps its order, but nobody bears it. */
	for (label = 0; label < total; label++) {
		unsigned size = 0;

		for (r = 0; r < total; r++)
			size += v->of[r] == label;
		want += size > 1;
	}
	assert_int_equal(n, want);
	for (i = 0; i < n; i++) {
		uint64_t sources = 0;
		unsigned size = 0;

		label = v->of[record(run, g[i].member[0].source, g[i].member[0].row)];
		for (r = 0; r < total; r++)
			size += v->of[r] == label;
		assert_int_equal(g[i].n, size);
		for (k = 0; k < g[i].n; k++) {
			r = record(run, g[i].member[k].source, g[i].member[k].row);
			assert_int_equal(v->of[r], label);
			assert_false(sources >> g[i].member[k].source & 1);
			sources |= UINT64_C(1) << g[i].member[k].source;
			assert_true(
				!k || g[i].member[k - 1].source < g[i].member[k].source);
		}
		assert_int_equal(g[i].score, v->score[label]);
		assert_true(v->order[label] > last);
		last = v->order[label];
		assert_int_equal(g[i].margin, naive_margin(run, &g[i]));
		assert_int_equal(g[i].review, g[i].margin < margin);
		members += g[i].n;
	}
	assert_int_equal(l->members, members);
	free(g);
}

static void definition(void **state)
{
	int round;

	(void)state;
	for (round = 0; round < 600; round++) {
		uint32_t n[6], agree[] = {0, 200000, 500000, 700000, 1000000};
		unsigned nsource = 3 + below(4), s;
		struct lnds_link_assign_opts o = {.min_agree = agree[below(5)],
			.threshold = FLOOR + 50000 * below(3),
			.margin = 50000 * below(3)};
		struct lnds_link_run run;
		struct lnds_link_links l;
		struct lnds_err err;
		struct naive v;

		for (s = 0; s < nsource; s++)
			n[s] = 1 + below(8);
		run = random_run(nsource, n, 5 + below(60), 1 + below(10), 50000);
		naive_clusters(&run, o.threshold, o.min_agree, &v);
		assert_true(lnds_link_assign(&run, &o, &l, &err));
		check_groups(&run, &v, &l, o.margin);
		lnds_link_links_free(&l);
		free_run(&run);
	}
}

/* What the callback is told adds up to the groups. */
static void add(void *arg, const struct lnds_link_merged *m)
{
	*(uint64_t *)arg += (uint64_t)m->nx * m->ny;
}

static void two_sources(void **state)
{
	int round;

	(void)state;
	for (round = 0; round < 100; round++) {
		uint32_t n[2] = {1 + below(12), 1 + below(12)};
		struct lnds_link_run run = random_run(2, n, 40, 5, 50000);
		struct lnds_link_assign_opts o = {
			.threshold = FLOOR + 50000, .min_agree = 500000};
		struct lnds_link_links greedy, l;
		struct lnds_link_group *g, *h;
		uint64_t told = 0;
		struct lnds_err err;
		size_t k, m, i;

		assert_true(lnds_link_assign(&run, &o, &greedy, &err));
		lnds_link_pack_new(&l, &greedy.packed->index);
		lnds_link_cluster(&run, &o, add, &told, &l);
		g = groups_of(&greedy, &k);
		h = groups_of(&l, &m);
		assert_int_equal(k, m);
		assert_int_equal(told, m);
		for (i = 0; i < k; i++) {
			assert_int_equal(g[i].score, h[i].score);
			assert_int_equal(g[i].margin, h[i].margin);
			assert_memory_equal(
				g[i].member, h[i].member, 2 * sizeof(*g[i].member));
		}
		free(g);
		free(h);
		lnds_link_links_free(&greedy);
		lnds_link_links_free(&l);
		free_run(&run);
	}
}

/* The table against a matrix. */
static void waiting(void **state)
{
	enum { N = 40 };
	static uint32_t count[N][N];
	struct lnds_link_pending p = {0};
	uint32_t x, y, w, sum, next;
	int step;

	(void)state;
	for (step = 0; step < 20000; step++) {
		x = below(N);
		y = below(N);
		if (x == y)
			continue;
		if (below(12)) {
			w = 1 + below(3);
			lnds_link_pending_add(&p, x, y, w);
			count[x][y] += w;
			count[y][x] += w;
			assert_int_equal(lnds_link_pending_count(&p, y, x), count[x][y]);
			continue;
		}
		/* Everything of x goes. */
		for (y = 0, sum = 0; y < N; y++)
			sum += count[x][y] > 0;
		for (w = lnds_link_pending_first(&p, x); w != LNDS_LINK_NO_WAIT;
			w = next) {
			next = lnds_link_pending_next(&p, w, x);
			y = lnds_link_pending_other(&p, w, x);
			assert_int_equal(p.wait[w].count, count[x][y]);
			lnds_link_pending_drop(&p, w);
			count[x][y] = count[y][x] = 0;
			sum--;
		}
		assert_int_equal(sum, 0);
		for (y = 0; y < N; y++)
			if (y != x)
				assert_int_equal(lnds_link_pending_count(&p, x, y), 0);
	}
	for (x = 0; x < N; x++)
		for (y = 0; y < x; y++)
			assert_int_equal(lnds_link_pending_count(&p, x, y), count[x][y]);
	lnds_link_pending_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting),
		cmocka_unit_test(definition),
		cmocka_unit_test(two_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

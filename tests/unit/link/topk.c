/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Order, top-k and store of pairs: the sort against qsort, the rule of top-k against its
 * words, pruning in parts against pruning once, the store against both, with and without
 * the disk.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/match/store.h"

#define ROWS 60u

static const uint32_t rows[] = {ROWS, ROWS / 2, ROWS};

static uint64_t below(uint64_t *state, uint64_t n)
{
	return lnds_below(lnds_mix(*state += LNDS_GOLDEN), n);
}

/* Pairs of three sources (or of one), all different, scores that often tie. */
static size_t make(
	struct lnds_link_pair *p, unsigned nsource, uint64_t seed, uint32_t few)
{
	size_t n = 0;

	for (unsigned sa = 0; sa < nsource; sa++)
		for (unsigned sb = nsource > 1 ? sa + 1 : sa; sb < nsource; sb++)
			for (uint32_t a = 0; a < rows[sa]; a++)
				for (uint32_t b = sa == sb ? a + 1 : 0; b < rows[sb]; b++)
					if (below(&seed, 3))
						p[n++] = (struct lnds_link_pair){
							.score = (uint32_t)below(
								&seed, few),
							.sa = (uint8_t)sa,
							.a = a,
							.sb = (uint8_t)sb,
							.b = b};
	for (size_t i = n; i > 1; i--) { /* in no order */
		const size_t k = (size_t)below(&seed, i);
		const struct lnds_link_pair x = p[k];

		p[k] = p[i - 1];
		p[i - 1] = x;
	}
	return n;
}

static int compare(const void *a, const void *b)
{
	return lnds_link_pair_cmp(a, b);
}

/* How many pairs better than *p does its record of source s (row) have there? */
static size_t better(const struct lnds_link_pair *all, size_t n,
	const struct lnds_link_pair *p, bool of_a)
{
	const uint8_t s = of_a ? p->sa : p->sb, o = of_a ? p->sb : p->sa;
	const uint32_t row = of_a ? p->a : p->b;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const bool mine = (all[i].sa == s && all[i].a == row && all[i].sb == o) ||
				  (all[i].sb == s && all[i].b == row && all[i].sa == o);

		k += mine && lnds_link_pair_cmp(&all[i], p) < 0;
	}
	return k;
}

static size_t prune_naively(const struct lnds_link_pair *all, size_t n, uint32_t top,
	struct lnds_link_pair *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (better(all, n, &all[i], true) < top ||
			better(all, n, &all[i], false) < top)
			out[k++] = all[i];
	qsort(out, k, sizeof(*out), compare);
	return k;
}

static void sorts(void **state)
{
	static const uint32_t few[] = {1, 3, 1000, (1u << 24) + 1};
	struct lnds_link_pair p[3 * ROWS * ROWS], q[3 * ROWS * ROWS];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		const size_t n = make(p, 3, i, few[i]);

		if (i == 3) {
			p[0].score = 1u << 24;
			p[1].score = 0;
			p[2].a = UINT32_MAX;
			p[3].b = 0x01020304;
		}
		memcpy(q, p, n * sizeof(*p));
		qsort(q, n, sizeof(*q), compare);
		lnds_link_pairs_sort(p, n);
		assert_memory_equal(p, q, n * sizeof(*p));
	}
	lnds_link_pairs_sort(p, 0);
}

static void prunes_by_the_rule(void **state)
{
	static struct lnds_link_pair p[3 * ROWS * ROWS], want[3 * ROWS * ROWS];
	static const uint32_t top[] = {1, 2, 8, 255};

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		for (unsigned nsource = 1; nsource <= 3; nsource += 2) {
			const size_t n = make(p, nsource, i + 10, 40);
			const size_t k = prune_naively(p, n, top[i], want);
			struct lnds_link_topk *t =
				lnds_link_topk_new(rows, nsource, top[i]);
			size_t cut = n / 3, kept;

			assert_true(top[i] > 100 ? k == n : k < n);
			/* In parts, then as a whole: the same. */
			kept = lnds_link_topk_prune(t, p, cut);
			memmove(p + kept, p + cut, (n - cut) * sizeof(*p));
			kept = lnds_link_topk_prune(t, p, n - cut + kept);
			assert_int_equal(kept, k);
			assert_memory_equal(p, want, k * sizeof(*p));
			lnds_link_topk_free(t);
		}
}

/* Pairs one by one, those left out that are hopeless by then: nothing is lost. */
static void leaves_out_the_hopeless(void **state)
{
	static struct lnds_link_pair p[3 * ROWS * ROWS], want[3 * ROWS * ROWS];
	struct lnds_link_topk *t = lnds_link_topk_new(rows, 3, 4);

	(void)state;
	for (unsigned round = 0; round < 4; round++) {
		const size_t n = make(p, 3, round + 20, round % 2 ? 1000 : 9);
		const size_t k = prune_naively(p, n, 4, want);
		size_t held = n / 10, out = 0;

		held = lnds_link_topk_prune_on(t, p, held);
		for (size_t i = n / 10; i < n; i++) {
			if (lnds_link_topk_hopeless(t, &p[i])) {
				out++;
				continue;
			}
			p[held++] = p[i];
			if (i % 1000 == 0)
				held = lnds_link_topk_prune_on(t, p, held);
		}
		assert_true(out > n / 8);
		assert_int_equal(lnds_link_topk_prune(t, p, held), k);
		assert_memory_equal(p, want, k * sizeof(*p));
		lnds_link_topk_begin(t, p, k);
		for (size_t i = 0; i < k; i++)
			assert_false(lnds_link_topk_hopeless(t, &p[i]));
	}
	lnds_link_topk_free(t);
}

static void check_store(
	struct lnds_link_store *s, const struct lnds_link_pair *want, size_t k)
{
	struct lnds_err err = {0};
	struct lnds_link_pair got;
	uint64_t count = 0;

	assert_true(lnds_link_store_end(s, &count, &err));
	assert_int_equal(count, k);
	for (unsigned again = 0; again < 2; again++)
		for (size_t i = 0; i < k; i++) {
			assert_true(lnds_link_store_next(s, &got, &err));
			assert_memory_equal(&got, &want[i], sizeof(got));
		}
}

static void stores(void **state)
{
	static struct lnds_link_pair p[ROWS * ROWS], want[ROWS * ROWS];
	struct lnds_link_topk *t = lnds_link_topk_new(rows, 1, 3);
	struct lnds_link_store *s = lnds_link_store_new(t, 0, NULL);
	struct lnds_err err = {0};
	size_t n, k;

	(void)state;
	check_store(s, want, 0);
	for (unsigned round = 0; round < 2; round++) {
		lnds_link_store_clear(s);
		n = make(p, 1, round, 1000);
		k = prune_naively(p, n, 3, want);
		for (size_t i = 0; i < n; i += 100)
			assert_true(lnds_link_store_add(
				s, p + i, n - i < 100 ? n - i : 100, &err));
		check_store(s, want, k);
	}
	lnds_link_store_free(s);
	lnds_link_topk_free(t);
}

/* More pairs than the store may hold, of which all stay, and more of which few do. */
static void spills(void **state)
{
	const uint32_t many[] = {800, 600};
	const size_t n = (size_t)many[0] * many[1];
	struct lnds_link_pair *p = lnds_realloc(NULL, n, sizeof(*p));
	struct lnds_link_pair *want = lnds_realloc(NULL, n, sizeof(*p));
	uint64_t seed = 5;
	struct lnds_err err = {0};

	(void)state;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct lnds_link_pair){.score = (uint32_t)below(&seed, 5000),
			.a = (uint32_t)(i % many[0]),
			.b = (uint32_t)(i / many[0]),
			.sb = 1};
	for (uint32_t top = 2; top <= 255; top += 253) {
		struct lnds_link_topk *t = lnds_link_topk_new(many, 2, top);
		struct lnds_link_store *s = lnds_link_store_new(t, 0, NULL);
		size_t k;

		memcpy(want, p, n * sizeof(*p));
		k = lnds_link_topk_prune(t, want, n);
		assert_true(top < 100 || k > 200000); /* beyond what is held */
		for (size_t i = 0; i < n; i += 1000)
			assert_true(lnds_link_store_add(s, p + i, 1000, &err));
		check_store(s, want, k);
		lnds_link_store_free(s);
		lnds_link_topk_free(t);
	}
	free(p);
	free(want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts),
		cmocka_unit_test(prunes_by_the_rule),
		cmocka_unit_test(leaves_out_the_hopeless),
		cmocka_unit_test(stores),
		cmocka_unit_test(spills),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

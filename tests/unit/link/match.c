/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units and matching: numbers and shards of units against counting them; what a matching
 * gives against all pairs compared one by one; the same for every number of threads,
 * header, kernel and memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "link/match/units.h"
#include "unit/link/world.h"

/* What must come out: every pair of rows looked at, one by one. */
static size_t naively(const struct world *w, struct lnds_link_pair **out)
{
	struct lnds_link_overlap overlap;
	struct lnds_link_topk *topk;
	struct lnds_link_pair *p = NULL;
	uint32_t rows[3];
	size_t n = 0, cap = 0;

	lnds_link_overlap_init(&overlap, &w->codes[0].manifest, w->plan.min_overlap);
	for (unsigned sa = 0; sa < w->n; sa++) {
		const struct lnds_link_codes *a = &w->codes[sa];

		rows[sa] = a->n;
		for (unsigned sb = w->n > 1 ? sa + 1 : sa; sb < w->n; sb++)
			for (uint32_t i = 0; i < a->n; i++)
				for (uint32_t j = sa == sb ? i + 1 : 0;
					j < w->codes[sb].n; j++) {
					const struct lnds_link_codes *b = &w->codes[sb];
					uint64_t x, y;
					uint32_t s;
					bool block = !w->plan.blocked;

					memcpy(&x, a->code + 8 * (size_t)i, 8);
					memcpy(&y, b->code + 8 * (size_t)j, 8);
					s = lnds_link_dice(
						(uint32_t)__builtin_popcountll(x & y),
						a->popcount[i], b->popcount[j]);
					for (unsigned k = 0; k < 2; k++)
						block |= a->block[k][i] &&
							 a->block[k][i] == b->block[k][j];
					if (s < w->plan.floor || !block ||
						!lnds_link_candidate(
							&overlap, a->mask[i], b->mask[j]))
						continue;
					if (n == cap) {
						cap = cap ? 2 * cap : 4096;
						p = lnds_realloc(p, cap, sizeof(*p));
					}
					p[n++] = (struct lnds_link_pair){.score = s,
						.a = i,
						.b = j,
						.sa = (uint8_t)sa,
						.sb = (uint8_t)sb};
				}
	}
	topk = lnds_link_topk_new(rows, w->n, w->plan.top);
	n = lnds_link_topk_prune(topk, p, n);
	lnds_link_topk_free(topk);
	*out = p;
	return n;
}

static void check(const struct world *w)
{
	struct lnds_link_match_opts o = usual();
	struct lnds_link_pair *want;
	struct lnds_link_run run;
	struct lnds_buf file = {0};
	const size_t n = naively(w, &want);
	int fd;

	match(w, &o, &file, NULL);
	open_bytes(&file, &run, &fd);
	assert_true(n > 100);
	assert_int_equal(run.n, n);
	assert_memory_equal(run.pair, want, n * sizeof(*want));
	assert_int_equal(run.meta.first, 0);
	assert_int_equal(run.meta.end, run.meta.total);
	assert_int_equal(run.tag[0][3][1], 3);
	lnds_link_run_close(&run);
	(void)close(fd);
	lnds_buf_free(&file);
	free(want);
}

static void all_pairs(void **state)
{
	static const uint32_t rows[] = {4500, 4100, 700};
	static const double floor[] = {0.85, 0.75, 0.5};
	struct world w;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		world(&w, rows, 3 - i, i == 1, floor[i], i == 2 ? 2 : 8);
		check(&w);
		drop_world(&w);
	}
	world(&w, rows, 2, true, 0.3, 255);
	check(&w);
	drop_world(&w);
}

static void same_unit(const struct lnds_link_unit *a, const struct lnds_link_unit *b)
{
	assert_true(a->number == b->number && a->pairs == b->pairs && a->pass == b->pass);
	assert_true(a->sa == b->sa && a->a.row == b->a.row && a->a.n == b->a.n);
	assert_true(a->sb == b->sb && a->b.row == b->b.row && a->b.n == b->b.n);
}

/* Every unit in its place, and shards that cover all, however many. */
static void units(void **state)
{
	static const uint32_t rows[] = {9000, 13000, 300};
	struct lnds_link_unit_at at, from;
	struct lnds_link_unit unit, other;
	struct world w;

	(void)state;
	for (unsigned n = 1; n <= 3; n++)
		for (int blocked = 0; blocked < 2; blocked++) {
			struct lnds_link_units *u;
			uint64_t pairs = 0, count = 0, next = 0, last = 0, first, end;

			world(&w, rows, n, blocked, 0.8, 8);
			u = lnds_link_units_new(w.codes, n, blocked, w.plan.floor);
			for (lnds_link_units_seek(u, 0, &at);
				lnds_link_units_next(&at, &unit); count++) {
				assert_true(count == 0 || unit.number > last);
				assert_true(unit.number < lnds_link_units_total(u));
				assert_int_equal(unit.a.codes - w.codes, unit.sa);
				assert_int_equal(unit.b.codes - w.codes, unit.sb);
				assert_true(unit.sa < unit.sb || n == 1);
				last = unit.number;
				pairs += unit.pairs;
				lnds_link_units_seek(u, last, &from);
				assert_true(lnds_link_units_next(&from, &other));
				same_unit(&unit, &other);
			}
			lnds_link_units_seek(u, last + 1, &from);
			assert_false(lnds_link_units_next(&from, &other));
			assert_int_equal(pairs, lnds_link_units_pairs(u));
			assert_true(count > 5);
			for (uint32_t of = 1; of < 200; of = of * 3 + 1) {
				uint64_t sum = 0;

				next = 0;
				for (uint32_t i = 0; i < of; i++) {
					sum += lnds_link_units_shard(
						u, i, of, &first, &end);
					assert_int_equal(first, next);
					assert_true(end >= first);
					next = end;
				}
				assert_int_equal(next, lnds_link_units_total(u));
				assert_int_equal(sum, pairs);
			}
			lnds_link_units_free(u);
			drop_world(&w);
		}
}

static void threads_and_memory(void **state)
{
	static const uint32_t rows[] = {9000, 5000, 100};
	static const unsigned threads[] = {1, 2, 7};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0};
	struct world w;

	(void)state;
	for (unsigned n = 1; n <= 3; n += 2) {
		world(&w, rows, n, n == 3, n == 3 ? 0.5 : 0.7, n == 3 ? 255 : 8);
		o = usual();
		match(&w, &o, &want, NULL);
		for (unsigned i = 0; i < 3; i++) {
			o.threads = threads[i];
			o.memory = i ? 64 << 20 : 1;
			match(&w, &o, &got, NULL);
			same(&want, &got);
		}
		drop_world(&w);
	}
	lnds_buf_free(&want);
	lnds_buf_free(&got);
}

static void kernels_and_headers(void **state)
{
	static const uint32_t rows[] = {5000, 4200, 100};
	static const uint32_t header[] = {0, 4, 7, 12, 14};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf narrow = {0}, want = {0}, got = {0};
	struct lnds_err err = {0};
	struct world w;

	(void)state;
	world(&w, rows, 2, false, 0.8, 8);
	match(&w, &o, &narrow, NULL);
	drop_world(&w);
	wide_world(&w, rows, 2, false, 0.8, 8, 8);
	match(&w, &o, &want, NULL);
	same(&narrow, &want);
	for (int isa = LNDS_LINK_SCALAR; isa <= LNDS_LINK_AVX512; isa++) {
		const struct lnds_link_scan_opts so = {
			.bits = 512, .isa = (enum lnds_link_isa)isa};
		struct lnds_link_scanner *there = lnds_link_scanner_new(&so, &err);

		o.isa = (enum lnds_link_isa)isa;
		for (unsigned h = 0; there && h < sizeof(header) / sizeof(*header); h++) {
			o.header = header[h];
			match(&w, &o, &got, NULL);
			same(&want, &got);
		}
		lnds_link_scanner_free(there);
	}
	drop_world(&w);
	lnds_buf_free(&narrow);
	lnds_buf_free(&want);
	lnds_buf_free(&got);
}

/* One block that all share is no block; a higher floor only takes away. */
static void relations(void **state)
{
	static const uint32_t rows[] = {5000, 4200, 100};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0};
	struct lnds_link_run low, high;
	int fd[2];
	struct world w;
	uint64_t k = 0;

	(void)state;
	world(&w, rows, 2, false, 0.8, 8);
	match(&w, &o, &want, NULL);
	w.plan.blocked = true;
	for (unsigned s = 0; s < 2; s++) {
		w.codes[s].manifest.blocks = 1;
		for (uint32_t i = 0; i < rows[s]; i++)
			w.made[s].block[0][i] = 77;
	}
	match(&w, &o, &got, NULL);
	same(&want, &got);
	w.plan.floor = (uint32_t)(0.86 * LNDS_LINK_ONE);
	match(&w, &o, &got, NULL);
	open_bytes(&want, &low, &fd[0]);
	open_bytes(&got, &high, &fd[1]);
	assert_true(high.n > 100 && high.n < low.n);
	while (k < low.n && low.pair[k].score >= w.plan.floor)
		k++;
	assert_int_equal(high.n, k);
	assert_memory_equal(low.pair, high.pair, k * sizeof(*low.pair));
	lnds_link_run_close(&low);
	lnds_link_run_close(&high);
	(void)close(fd[0]);
	(void)close(fd[1]);
	lnds_buf_free(&want);
	lnds_buf_free(&got);
	drop_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_pairs),
		cmocka_unit_test(units),
		cmocka_unit_test(threads_and_memory),
		cmocka_unit_test(kernels_and_headers),
		cmocka_unit_test(relations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

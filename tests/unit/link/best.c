/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Best scores against every pair scored one by one: kernels, threads, sizes, both encodings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/match/bound.h"
#include "link/match/scan.h"

#define BITS 1024u

/* Codes, some near copies of others, some empty or full. */
static struct lnds_link_codes invent(uint32_t n, uint64_t seed, enum lnds_link_encoding e)
{
	uint8_t *code = aligned_alloc(64, ((size_t)n / 2 + 1) * 2 * BITS / 8);
	uint16_t *pop = lnds_calloc(n + 1, sizeof(*pop));
	uint64_t *mask = lnds_calloc(n + 1, sizeof(*mask));
	uint64_t draws = seed * 1000;
	uint32_t row, k;

	for (row = 0; row < n; row++) {
		uint8_t *c = code + (size_t)row * BITS / 8;

		for (k = 0; k < BITS / 8; k++) {
			uint64_t d = lnds_mix(++draws);

			c[k] = (uint8_t)(d & d >> 8);
		}
		if (row > 2 && row % 3 == 0) {
			memcpy(c, c - 2 * (BITS / 8), BITS / 8);
			c[row % 32] ^= 9;
		}
		if (row % 50 == 7)
			memset(c, row % 100 == 7 ? 0 : 255, BITS / 8);
		for (k = 0; k < BITS / 8; k++)
			pop[row] = (uint16_t)(pop[row] + __builtin_popcount(c[k]));
		mask[row] = lnds_mix(++draws) & 3;
	}
	return (struct lnds_link_codes){
		.manifest = {.encoding = e,
			.bits = BITS,
			.nfeature = 2,
			.feature = {{.weight = 2}, {.weight = 1}}},
		.n = n,
		.bits = BITS,
		.bytes = BITS / 8,
		.code = code,
		.popcount = pop,
		.mask = mask};
}

static void dispose(struct lnds_link_codes *c)
{
	free((void *)(uintptr_t)c->code);
	free((void *)(uintptr_t)c->popcount);
	free((void *)(uintptr_t)c->mask);
}

static uint32_t one_by_one(const struct lnds_link_codes *a, uint32_t i,
	const struct lnds_link_codes *b, const uint32_t *row, uint32_t n,
	const struct lnds_link_overlap *overlap)
{
	uint32_t best = 0, j, k, h, s;

	for (j = 0; j < n; j++) {
		if ((a == b && i == row[j]) ||
			!lnds_link_candidate(overlap, a->mask[i], b->mask[row[j]]))
			continue;
		for (h = 0, k = 0; k < BITS / 8; k++)
			h += (uint32_t)__builtin_popcount(
				a->code[i * (BITS / 8) + k] ^
				b->code[row[j] * (BITS / 8) + k]);
		s = lnds_link_score_of(a->manifest.encoding, BITS, a->popcount[i],
			b->popcount[row[j]], h);
		best = s > best ? s : best;
	}
	return best;
}

/* Every third row of a backwards, rows of b shuffled. */
static void hold(const struct lnds_link_codes *a, const struct lnds_link_codes *b,
	enum lnds_link_isa isa, unsigned threads)
{
	uint32_t *ra = lnds_alloc((a->n + 1) * sizeof(*ra)),
		 *rb = lnds_alloc((b->n + 1) * sizeof(*rb)),
		 *best = lnds_alloc((a->n + 1) * sizeof(*best)), na = 0, i;
	struct lnds_link_overlap overlap;
	struct lnds_err err;

	lnds_link_overlap_init(&overlap, &a->manifest, 500000);
	for (i = a->n; i-- > 0;)
		if (i % 3 != 1)
			ra[na++] = i;
	for (i = 0; i < b->n; i++)
		rb[i] = (uint32_t)lnds_perm(i, b->n, 5);
	assert_true(lnds_link_best(
		a, ra, na, b, rb, b->n, &overlap, isa, threads, best, &err));
	for (i = 0; i < na; i++)
		assert_int_equal(best[i], one_by_one(a, ra[i], b, rb, b->n, &overlap));
	free(ra);
	free(rb);
	free(best);
}

static void all(enum lnds_link_encoding e)
{
	static const uint32_t sizes[][2] = {
		{1, 1}, {5, 130}, {130, 5}, {700, 300}, {300, 4300}, {0, 3}, {3, 0}};
	static const enum lnds_link_isa isa[] = {
		LNDS_LINK_AUTO, LNDS_LINK_SCALAR, LNDS_LINK_AVX2, LNDS_LINK_AVX512};
	unsigned i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct lnds_link_codes a = invent(sizes[i][0], i, e),
				       b = invent(sizes[i][1], i + 50, e);

		/* Asking for what the processor lacks is no failure here. */
		for (k = 0; k < 4; k++)
			hold(&a, &b, isa[k], 1 + k);
		hold(&a, &a, LNDS_LINK_AUTO, 2);
		dispose(&a);
		dispose(&b);
	}
}

static void clk(void **state)
{
	(void)state;
	all(LNDS_LINK_CLK);
}

static void tmh(void **state)
{
	(void)state;
	all(LNDS_LINK_TMH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clk),
		cmocka_unit_test(tmh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

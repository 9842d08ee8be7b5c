/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scans of two tiles: every kernel and every header gives what a double loop over bits
 * gives, for all fills, lengths and numbers of rows, with floors at and beside real
 * scores; pairs within one file; popcounts 0 and full.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/match/bound.h"
#include "link/match/header.h"
#include "link/match/scan.h"

static uint64_t draws;

static uint64_t draw(void)
{
	return lnds_draw(lnds_draw_item(7, draws++), 0, 0);
}

/* n rows of random bits, `fill` of 256 set; every third row is a near copy of one of
 * `like`. */
static void make(struct lnds_link_codes *c, uint32_t bits, uint32_t n, unsigned fill,
	const struct lnds_link_codes *like)
{
	uint8_t *code = lnds_calloc((size_t)n + 1, bits / 8);
	uint16_t *pop = lnds_calloc((size_t)n + 1, sizeof(*pop));
	uint32_t i, k;

	for (i = 0; i < n; i++) {
		uint8_t *p = code + (size_t)i * (bits / 8);

		if (like && like->n && i % 3 == 0) {
			memcpy(p, like->code + draw() % like->n * (bits / 8), bits / 8);
			for (k = (uint32_t)(draw() % (bits / 8)); k; k--)
				p[draw() % (bits / 8)] ^= (uint8_t)(1 << draw() % 8);
		} else {
			for (k = 0; k < bits; k++) {
				if (draw() % 256 < fill)
					p[k / 8] |= (uint8_t)(0x80 >> k % 8);
			}
		}
		if (i % 29 == 7)
			memset(p, i % 2 ? 0 : 0xff, bits / 8);
		for (k = 0; k < bits / 8; k++)
			pop[i] = (uint16_t)(pop[i] + __builtin_popcount(p[k]));
	}
	memset(c, 0, sizeof(*c));
	c->n = n;
	c->bits = bits;
	c->bytes = bits / 8;
	c->code = code;
	c->popcount = pop;
}

static void drop(struct lnds_link_codes *c)
{
	free((void *)c->code);
	free((void *)c->popcount);
}

static uint32_t naive_score(enum lnds_link_encoding encoding,
	const struct lnds_link_codes *a, uint32_t i, const struct lnds_link_codes *b,
	uint32_t j)
{
	uint32_t both = 0, apart = 0, ones = 0, k;

	for (k = 0; k < a->bytes; k++) {
		const unsigned x = a->code[(size_t)i * a->bytes + k];
		const unsigned y = b->code[(size_t)j * b->bytes + k];

		both += (uint32_t)__builtin_popcount(x & y);
		apart += (uint32_t)__builtin_popcount(x ^ y);
		ones += (uint32_t)(__builtin_popcount(x) + __builtin_popcount(y));
	}
	if (encoding == LNDS_LINK_CLK)
		return ones ? (uint32_t)((uint64_t)2 * both * LNDS_LINK_ONE / ones) : 0;
	if (2 * apart >= a->bits)
		return 0;
	return (uint32_t)((uint64_t)(a->bits - 2 * apart) * LNDS_LINK_ONE /
			  (a->bits - apart));
}

static int by_rows(const void *x, const void *y)
{
	const struct lnds_link_hit *p = x, *q = y;

	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return p->b < q->b ? -1 : p->b > q->b;
}

static void naive(enum lnds_link_encoding encoding, uint32_t floor,
	const struct lnds_link_tile *a, const struct lnds_link_tile *b,
	struct lnds_link_hits *out)
{
	uint32_t i, j;

	out->n = 0;
	out->cap = (size_t)a->n * b->n + 1;
	out->hit = lnds_calloc(out->cap, sizeof(*out->hit));
	for (i = 0; i < a->n; i++) {
		for (j = 0; j < b->n; j++) {
			uint32_t x = a->row[i], y = b->row[j];
			const uint32_t score =
				naive_score(encoding, a->codes, x, b->codes, y);

			if (score < floor ||
				(a->codes == b->codes && (x == y || (a == b && x > y))))
				continue;
			if (a->codes == b->codes && x > y) {
				const uint32_t t = x;

				x = y;
				y = t;
			}
			out->hit[out->n++] = (struct lnds_link_hit){x, y, score};
		}
	}
	qsort(out->hit, out->n, sizeof(*out->hit), by_rows);
}

static void scan_is(const struct lnds_link_scan_opts *o, const struct lnds_link_tile *a,
	const struct lnds_link_tile *b, const struct lnds_link_hits *want)
{
	struct lnds_link_hits got = {0};
	struct lnds_err err;
	struct lnds_link_scanner *s = lnds_link_scanner_new(o, &err);
	size_t k;

	if (!s) /* this machine lacks the kernel */
		return;
	lnds_link_scan(s, a, b, &got);
	lnds_link_scan(s, a, b, &got);
	assert_int_equal(got.n, 2 * want->n);
	for (k = 0; k < got.n; k++) {
		const struct lnds_link_hit *h = want->hit + k % want->n;

		assert_int_equal(got.hit[k].a, h->a);
		assert_int_equal(got.hit[k].b, h->b);
		assert_int_equal(got.hit[k].score, h->score);
	}
	free(got.hit);
	lnds_link_scanner_free(s);
}

/* All kernels, no header and all headers. */
static void every(enum lnds_link_encoding encoding, uint32_t floor,
	const struct lnds_link_tile *a, const struct lnds_link_tile *b)
{
	struct lnds_link_hits want;
	struct lnds_link_scan_opts o = {
		.encoding = encoding, .bits = a->codes->bits, .floor = floor};
	unsigned h;
	int isa;

	naive(encoding, floor, a, b, &want);
	for (isa = LNDS_LINK_AUTO; isa <= LNDS_LINK_AVX512 + 1; isa++) {
		const bool plain = isa > LNDS_LINK_AVX512; /* without POPCNT */

		assert_int_equal(
			plain ? setenv("LNDS_CPU", "scalar", 1) : unsetenv("LNDS_CPU"),
			0);
		o.isa = plain ? LNDS_LINK_SCALAR : (enum lnds_link_isa)isa;
		o.header = 0;
		scan_is(&o, a, b, &want);
		for (h = 0; h < LNDS_LINK_HEADERS; h++) {
			o.header = lnds_link_headers[h];
			if (lnds_link_header_ok(o.header, o.bits))
				scan_is(&o, a, b, &want);
		}
	}
	free(want.hit);
}

static void kernels_agree(void **state)
{
	static const uint32_t lengths[] = {64, 192, 512, 1024, 2048};
	static const uint32_t rows[] = {1, 3, 17, 33, 64, 130};
	static const unsigned fills[] = {13, 64, 113, 192, 243};
	unsigned l, f, e;

	(void)state;
	for (l = 0; l < sizeof(lengths) / sizeof(*lengths); l++) {
		for (f = 0; f < sizeof(fills) / sizeof(*fills); f++) {
			struct lnds_link_codes a, b;
			struct lnds_link_tile x = {&a, NULL, 0}, y = {&b, NULL, 0};
			uint32_t *p, *q, score;

			make(&a, lengths[l], rows[(l + f) % 6], fills[f], NULL);
			make(&b, lengths[l], rows[(l + 2 * f + 3) % 6], fills[f], &a);
			x.row = p = lnds_link_order(&a);
			y.row = q = lnds_link_order(&b);
			x.n = a.n;
			y.n = b.n;
			for (e = LNDS_LINK_CLK; e <= LNDS_LINK_TMH; e++) {
				score = naive_score(e, &a, a.n / 2, &b, 0);
				every(e, score, &x, &y);
				every(e, score + 1, &x, &y);
				every(e, score ? score - 1 : 0, &x, &y);
				every(e, (uint32_t)(0.85 * LNDS_LINK_ONE), &x, &y);
				every(e, LNDS_LINK_ONE, &x, &y);
			}
			free(p);
			free(q);
			drop(&a);
			drop(&b);
		}
	}
}

static void within_a_file(void **state)
{
	struct lnds_link_codes a, b;
	struct lnds_link_tile x = {&b, NULL, 0}, y = {&b, NULL, 0};
	uint32_t *row, n;

	(void)state;
	make(&a, 512, 40, 110, NULL);
	for (n = 2; n <= 200; n += 66) {
		make(&b, 512, n, 110, &a);
		row = lnds_link_order(&b);
		x.row = row;
		x.n = b.n / 2;
		y.row = row + x.n;
		y.n = b.n - x.n;
		every(LNDS_LINK_CLK, LNDS_LINK_ONE / 10 * 7, &x, &x);
		every(LNDS_LINK_CLK, LNDS_LINK_ONE / 10 * 7, &x, &y);
		every(LNDS_LINK_CLK, 0, &y, &y);
		free(row);
		drop(&b);
	}
	drop(&a);
}

/* Rows in any order: nothing is skipped, nothing is lost. */
static void unordered(void **state)
{
	struct lnds_link_codes a, b;
	uint32_t row[130], i;
	struct lnds_link_tile x = {&a, row, 130}, y = {&b, row, 130};

	(void)state;
	for (i = 0; i < 130; i++)
		row[i] = i * 7 % 130;
	make(&a, 1024, 130, 30, NULL);
	make(&b, 1024, 130, 200, &a);
	every(LNDS_LINK_CLK, LNDS_LINK_ONE / 2, &x, &y);
	every(LNDS_LINK_TMH, LNDS_LINK_ONE / 3, &x, &y);
	drop(&a);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernels_agree),
		cmocka_unit_test(within_a_file),
		cmocka_unit_test(unordered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

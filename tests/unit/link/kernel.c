/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What scanning stands on: bounds that lose nothing and are tight, popcounts that can
 * reach a floor, kernels by the processor's level and by name, headers, overlap of masks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "link/kernel/kernel.h"
#include "link/match/bound.h"
#include "link/match/header.h"
#include "link/match/scan.h"

/* S against fractions: it keeps order and equality of num / den, all den up to 256 and
 * some pairs of the largest. */
static void scores_are_fractions(void **state)
{
	uint32_t n, d, m, e;
	uint64_t k;

	(void)state;
	for (d = 1; d <= 256; d++) {
		for (n = 0; n <= d; n++) {
			const uint32_t s = lnds_link_score(n, d);

			assert_true((uint64_t)s * d <= (uint64_t)n << 24);
			assert_true((uint64_t)(s + 1) * d > (uint64_t)n << 24);
		}
	}
	for (k = 0; k < 2000000; k++) {
		const uint64_t x = lnds_mix(k);

		d = 1 + (uint32_t)(x % 4096);
		e = k % 2 ? 4096 - (uint32_t)(x >> 12) % 3
			  : 1 + (uint32_t)(x >> 12) % 256;
		n = (uint32_t)(x >> 24) % (d + 1);
		m = (uint32_t)(((uint64_t)n * e / d + (x >> 40) % 2) % (e + 1));
		if (n * e < m * d)
			assert_true(lnds_link_score(n, d) < lnds_link_score(m, e));
		else if (n * e > m * d)
			assert_true(lnds_link_score(n, d) > lnds_link_score(m, e));
		else
			assert_int_equal(lnds_link_score(n, d), lnds_link_score(m, e));
	}
	assert_int_equal(lnds_link_score(0, 0), 0);
}

/* The greatest distance at which popcounts a and b reach the floor, or -1. */
static int farthest(
	enum lnds_link_encoding e, uint32_t bits, uint32_t least, uint32_t a, uint32_t b)
{
	uint32_t h;
	int most = -1;

	for (h = a < b ? b - a : a - b; h <= a + b && h <= 2 * bits - a - b; h += 2) {
		if (lnds_link_score_of(e, bits, a, b, h) >= least)
			most = (int)h;
	}
	return most;
}

/* A pair that reaches the floor is within limits and reach; what cannot is out of reach
 * (two empty codes score 0, but need no rule). A limit is at most one too high. */
static void bounds_hold(enum lnds_link_encoding e, uint32_t bits, uint32_t least)
{
	static struct lnds_link_reach reach;
	uint32_t a, b, limit;

	lnds_link_reach_init(&reach, e, bits, least);
	for (a = 0; a <= bits; a++) {
		for (b = 0; b <= bits; b++) {
			const int most = farthest(e, bits, least, a, b);
			const uint64_t apart = LNDS_LINK_ONE - least;

			if (a + b)
				assert_int_equal(most >= 0,
					b >= reach.low[a] && b <= reach.high[a]);
			limit = lnds_link_limit_a(e, bits, least, a) +
				lnds_link_limit_b(e, least, b);
			assert_true(most < 0 || (uint32_t)most <= limit);
			assert_true(e == LNDS_LINK_TMH ||
				    limit <= (apart * (a + b) >> 24) + 1);
		}
	}
}

static void bounds_lose_nothing(void **state)
{
	uint32_t least;

	(void)state;
	for (least = 0; least <= LNDS_LINK_ONE; least += LNDS_LINK_ONE / 64) {
		bounds_hold(LNDS_LINK_CLK, 64, least);
		bounds_hold(LNDS_LINK_TMH, 64, least);
		bounds_hold(LNDS_LINK_CLK, 64, least ? least - 1 : 1);
	}
}

static void headers_never_exceed(void **state)
{
	uint32_t a[64], b[64], x[64], y[64], words, w, k, i, whole, folded;

	(void)state;
	for (i = 0; i < 300; i++) {
		words = 2 + 2 * (i % 32);
		for (k = 0; k < words; k++) {
			a[k] = (uint32_t)lnds_mix(i * 1000 + k);
			b[k] = a[k] ^
			       (uint32_t)(lnds_mix(i * 77 + k) & lnds_mix(i * 99 + k));
		}
		for (w = 1; w <= words; w++) {
			lnds_link_fold(a, words, w, x);
			lnds_link_fold(b, words, w, y);
			for (whole = folded = k = 0; k < words; k++)
				whole += (uint32_t)__builtin_popcount(a[k] ^ b[k]);
			for (k = 0; k < w; k++)
				folded += (uint32_t)__builtin_popcount(x[k] ^ y[k]);
			assert_true(folded <= whole);
			assert_true(w < words || folded == whole);
		}
	}
	assert_true(lnds_link_header_ok(0, 64));
	assert_false(lnds_link_header_ok(4, 128));
	assert_true(lnds_link_header_ok(4, 192));
	assert_false(lnds_link_header_ok(13, 1024));
	assert_true(lnds_link_header_ok(24, 1024));
	assert_false(lnds_link_header_ok(24, 768));
}

/* LNDS_CPU takes kernels away; one that is asked for by name and is not there is told. */
static void levels(void **state)
{
	static const char *const level[] = {"scalar", "sse2", "avx2", "avx512"};
	struct lnds_link_scan_opts o = {
		.encoding = LNDS_LINK_CLK, .bits = 1024, .isa = LNDS_LINK_AVX512};
	struct lnds_err err;
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		const struct lnds_link_kernel *best;

		assert_int_equal(setenv("LNDS_CPU", level[i], 1), 0);
		best = lnds_link_kernel_for(LNDS_LINK_AUTO);
		assert_non_null(best);
		if (i < 2)
			assert_string_equal(best->name, "scalar");
		if (i == 2)
			assert_string_not_equal(best->name, "avx512");
		if (i == 0)
			assert_ptr_equal(best, &lnds_link_kernel_plain);
		assert_non_null(lnds_link_kernel_for(LNDS_LINK_SCALAR));
	}
	assert_int_equal(setenv("LNDS_CPU", "sse2", 1), 0);
	assert_null(lnds_link_scanner_new(&o, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg, "this processor has no avx512");
	o.isa = LNDS_LINK_AVX2;
	assert_null(lnds_link_scanner_new(&o, &err));
	assert_string_equal(err.msg, "this processor has no avx2");
	assert_int_equal(unsetenv("LNDS_CPU"), 0);
	o.isa = LNDS_LINK_AUTO;
	o.header = 13;
	assert_null(lnds_link_scanner_new(&o, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

/* The same distance everywhere, from one word to the longest code. */
static void distances(void **state)
{
	const struct lnds_link_kernel *const kernel[] = {&lnds_link_kernel_plain,
		&lnds_link_kernel_scalar, &lnds_link_kernel_avx2,
		&lnds_link_kernel_avx512};
	uint64_t a[32], b[32];
	uint32_t bytes, k, want, i;

	(void)state;
	for (k = 0; k < 32; k++) {
		a[k] = lnds_mix(k);
		b[k] = k % 5 ? lnds_mix(k + 100) : ~a[k];
	}
	for (bytes = 8; bytes <= sizeof(a); bytes += 8) {
		for (want = k = 0; k < bytes / 8; k++)
			want += (uint32_t)__builtin_popcountll(a[k] ^ b[k]);
		for (i = 0; i < 4; i++) {
			if (kernel[i]->usable && kernel[i]->usable())
				assert_int_equal(kernel[i]->distance(a, b, bytes), want);
		}
	}
}

static void overlap_is_the_weight(void **state)
{
	static struct lnds_link_manifest m;
	static struct lnds_link_overlap o;
	uint64_t a, b, total = 0, sum;
	uint32_t ppm, i, f;

	(void)state;
	lnds_link_overlap_init(&o, &m, 500000); /* no weights: every pair */
	assert_true(lnds_link_candidate(&o, 0, 0));
	m.nfeature = 19;
	for (f = 0; f < m.nfeature; f++) {
		m.feature[f].weight = f == 3 ? 0 : (uint32_t)lnds_mix(f) % 300;
		total += m.feature[f].weight;
	}
	for (ppm = 0; ppm <= 1000000; ppm += 62500) {
		lnds_link_overlap_init(&o, &m, ppm);
		for (i = 0; i < 2000; i++) {
			a = i ? lnds_mix(i) | lnds_mix(i + 9) : UINT64_MAX;
			b = i ? lnds_mix(i + 5000) | lnds_mix(i + 70) : UINT64_MAX;
			for (sum = f = 0; f < m.nfeature; f++)
				sum += (a & b) >> f & 1 ? m.feature[f].weight : 0;
			assert_int_equal(lnds_link_candidate(&o, a, b),
				sum * 1000000 >= total * ppm);
		}
	}
}

/* A tuned header is one that there is, and is reproducible enough to be of use: at a high
 * floor there is one, at floor 0 none. */
static void tuning(void **state)
{
	static uint8_t code[2][500][128];
	static uint16_t pop[2][500];
	struct lnds_link_codes c[2];
	uint32_t h, i, k, s;

	(void)state;
	for (s = 0; s < 2; s++) {
		for (i = 0; i < 500; i++) {
			for (k = 0; k < 128; k++) {
				code[s][i][k] = (uint8_t)lnds_mix(
					(s * 500 + i) * UINT64_C(128) + k);
				pop[s][i] = (uint16_t)(pop[s][i] +
						       __builtin_popcount(code[s][i][k]));
			}
		}
		c[s] = (struct lnds_link_codes){.n = 500,
			.bits = 1024,
			.bytes = 128,
			.code = code[s][0],
			.popcount = pop[s],
			.manifest = {.encoding = LNDS_LINK_CLK, .bits = 1024}};
	}
	for (i = LNDS_LINK_AUTO; i <= LNDS_LINK_AVX512; i++) {
		h = lnds_link_header_tune(&c[0], &c[1], LNDS_LINK_ONE / 10 * 9, i);
		assert_true(lnds_link_header_ok(h, 1024));
		assert_true(h || !lnds_link_kernel_for(i));
		assert_int_equal(lnds_link_header_tune(&c[0], &c[1], 0, i), 0);
	}
	c[0].n = 0;
	assert_int_equal(lnds_link_header_tune(&c[0], &c[1], LNDS_LINK_ONE, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_fractions),
		cmocka_unit_test(bounds_lose_nothing),
		cmocka_unit_test(headers_never_exceed),
		cmocka_unit_test(levels),
		cmocka_unit_test(distances),
		cmocka_unit_test(overlap_is_the_weight),
		cmocka_unit_test(tuning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

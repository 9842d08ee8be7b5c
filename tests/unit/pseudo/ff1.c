/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FF1: the reference against NIST's and ACVP's cases (in the shared data), both ways; the
 * batch cipher against the reference, at random and at the edges of b, d and of the
 * batch; and a whole permutation.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "base/enc.h"
#include "base/rng.h"
#include "crypto/ff1_ref.h"
#include "pseudo/ff1.h"

#define MAX_N 128

static const char *shared(void)
{
	const char *dir = getenv("LNDS_SHARED");

	return dir && *dir ? dir : "../shared";
}

static unsigned to_numerals(const char *alphabet, const char *text, uint16_t *out)
{
	unsigned n = 0;

	for (; text[n]; n++)
		out[n] = (uint16_t)(strchr(alphabet, text[n]) - alphabet);
	return n;
}

static void one_case(const json_t *v)
{
	const char *alphabet = json_string_value(json_object_get(v, "alphabet"));
	struct lnds_sv key = lnds_sv(json_string_value(json_object_get(v, "keyHex")));
	struct lnds_sv tweak = lnds_sv(json_string_value(json_object_get(v, "tweakHex")));
	uint16_t pt[MAX_N], ct[MAX_N], out[MAX_N];
	uint8_t k[32], t[64];
	struct lnds_ff1_ref f = {.key = k,
		.key_bits = (unsigned)key.n * 4,
		.radix = (unsigned)json_integer_value(json_object_get(v, "radix")),
		.tweak = t,
		.tweak_n = (uint32_t)(tweak.n / 2)};
	unsigned n =
		to_numerals(alphabet, json_string_value(json_object_get(v, "pt")), pt);

	assert_int_equal(n,
		to_numerals(alphabet, json_string_value(json_object_get(v, "ct")), ct));
	assert_true(lnds_unhex(key, k, true));
	assert_true(lnds_unhex(tweak, t, true));
	assert_true(lnds_ff1_ref(&f, true, pt, n, out));
	assert_memory_equal(out, ct, n * sizeof(out[0]));
	assert_true(lnds_ff1_ref(&f, false, ct, n, out));
	assert_memory_equal(out, pt, n * sizeof(out[0]));
}

static void published(const char *file, size_t least)
{
	char path[4096];
	json_t *all;
	size_t i;

	snprintf(path, sizeof(path), "%s/data/crypto/ff1/%s", shared(), file);
	all = json_load_file(path, 0, NULL);
	if (!all) {
		fprintf(stderr, "skipped: no %s\n", path);
		skip();
	}
	assert_true(json_array_size(all) >= least);
	for (i = 0; i < json_array_size(all); i++)
		one_case(json_array_get(all, i));
	json_decref(all);
}

static void nist_samples(void **state)
{
	(void)state;
	published("nist_sp800_38g_samples.json", 9);
}

static void acvp_cases(void **state)
{
	(void)state;
	published("acvp_ff1_radix10_26_even.json", 150);
}

static uint64_t draw_state;

static uint64_t draw(void)
{
	return lnds_mix(draw_state += LNDS_GOLDEN);
}

static void number_of(
	const uint16_t *numeral, unsigned n, unsigned radix, struct lnds_wide *out)
{
	*out = (struct lnds_wide){{0, 0, 0, 0}};
	while (n--)
		assert_int_equal(lnds_wide_muladd(out, radix, *numeral++), 0);
}

/* `count` random numbers of n symbols: batch equals reference, and comes back. `edge`:
 * the numbers are near zero and near radix^n. */
static void compare(unsigned radix, unsigned n, unsigned count, bool edge)
{
	uint16_t in[LNDS_FF1_LANES][MAX_N], out[MAX_N];
	struct lnds_wide x[LNDS_FF1_LANES], y, want;
	struct lnds_ff1_lanes lanes;
	struct lnds_ff1 *f;
	uint8_t key[32];
	unsigned i, j;

	for (i = 0; i < 32; i++)
		key[i] = (uint8_t)draw();
	assert_true(lnds_ff1_possible(radix, n));
	f = lnds_ff1_new(key, radix, n);
	for (i = 0; i < count; i++) {
		for (j = 0; j < n; j++)
			in[i][j] =
				(uint16_t)(edge ? (i & 1) * (radix - 1) : draw() % radix);
		if (edge)
			in[i][n - 1] = (uint16_t)(draw() % radix);
		number_of(in[i], n, radix, &x[i]);
		lnds_ff1_split(f, &x[i], &lanes, i);
	}
	lnds_ff1_encipher(f, &lanes, count);
	for (i = 0; i < count; i++) {
		struct lnds_ff1_ref ref = {.key = key, .key_bits = 256, .radix = radix};

		assert_true(lnds_ff1_ref(&ref, true, in[i], n, out));
		number_of(out, n, radix, &want);
		lnds_ff1_join(f, &lanes, i, &y);
		assert_int_equal(lnds_wide_cmp(&y, &want), 0);
	}
	lnds_ff1_decipher(f, &lanes, count);
	for (i = 0; i < count; i++) {
		lnds_ff1_join(f, &lanes, i, &y);
		assert_int_equal(lnds_wide_cmp(&y, &x[i]), 0);
	}
	lnds_ff1_free(f);
}

/* Every length that the three radices of pseudonyms may have. */
static void every_length(void **state)
{
	static const unsigned radix[] = {10, 26, 36};
	unsigned r, n;

	(void)state;
	for (r = 0; r < 3; r++) {
		for (n = 2; n < 80; n++) {
			if (!lnds_ff1_possible(radix[r], n))
				continue;
			compare(radix[r], n, 5, false);
			compare(radix[r], n, 5, true);
		}
	}
	assert_true(lnds_ff1_possible(10, 6));
	assert_false(lnds_ff1_possible(10, 5));
	assert_true(lnds_ff1_possible(10, 56));
	assert_false(lnds_ff1_possible(10, 57));
	assert_true(lnds_ff1_possible(26, 5) && !lnds_ff1_possible(26, 4));
	assert_true(lnds_ff1_possible(26, 40) && !lnds_ff1_possible(26, 41));
	assert_true(lnds_ff1_possible(36, 4) && !lnds_ff1_possible(36, 3));
	assert_true(lnds_ff1_possible(36, 36) && !lnds_ff1_possible(36, 37));
}

static void random_radix(void **state)
{
	unsigned done = 0;

	(void)state;
	draw_state = 1;
	while (done < 20000) {
		unsigned radix = 2 + (unsigned)(draw() % (done & 1 ? 65535 : 63));
		unsigned n = 2 + (unsigned)(draw() % 100);

		if (n > MAX_N || !lnds_ff1_possible(radix, n))
			continue;
		compare(radix, n, 1 + (unsigned)(draw() % 8), done % 7 == 0);
		done++;
	}
}

/* Powers of two put r^v exactly on the borders of bytes and limbs: b = 1 to 12. */
static void edges(void **state)
{
	static const unsigned radix[] = {2, 4, 16, 256, 65536};
	unsigned r, n;

	(void)state;
	for (r = 0; r < 5; r++) {
		for (n = 2; n <= MAX_N && n < 194; n++) {
			if (lnds_ff1_possible(radix[r], n)) {
				compare(radix[r], n, 3, false);
				compare(radix[r], n, 3, true);
			}
		}
	}
}

static void batch_sizes(void **state)
{
	unsigned n;

	(void)state;
	for (n = 1; n <= LNDS_FF1_LANES; n++) {
		compare(36, 11, n, false);
		compare(36, 20, n, false);
		compare(10, 54, n, false);
	}
}

/* 10^6 numbers are 10^6 different pseudonyms, all below 10^6. */
static void permutation(void **state)
{
	static uint8_t seen[1000000 / 8];
	static const uint8_t key[32] = {1, 2, 3};
	struct lnds_ff1 *f = lnds_ff1_new(key, 10, 6);
	struct lnds_ff1_lanes lanes;
	struct lnds_wide y;
	uint64_t x[LNDS_FF1_LANES];
	unsigned i, j;

	(void)state;
	for (i = 0; i < 1000000; i += LNDS_FF1_LANES) {
		for (j = 0; j < LNDS_FF1_LANES; j++)
			x[j] = i + j;
		lnds_ff1_split_u64(f, x, &lanes, LNDS_FF1_LANES);
		lnds_ff1_encipher(f, &lanes, LNDS_FF1_LANES);
		for (j = 0; j < LNDS_FF1_LANES; j++) {
			lnds_ff1_join(f, &lanes, j, &y);
			assert_true(y.w[0] < 1000000 && y.w[1] == 0);
			assert_false(seen[y.w[0] / 8] >> y.w[0] % 8 & 1);
			seen[y.w[0] / 8] |= (uint8_t)(1 << y.w[0] % 8);
		}
	}
	lnds_ff1_free(f);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nist_samples),
		cmocka_unit_test(acvp_cases),
		cmocka_unit_test(every_length),
		cmocka_unit_test(random_radix),
		cmocka_unit_test(edges),
		cmocka_unit_test(batch_sizes),
		cmocka_unit_test(permutation),
	};

	int failed;

	(void)argc;
	failed = cmocka_run_group_tests(tests, NULL, NULL);

	/* Once more without vector kernels: the level is asked for once a process. */
	if (failed || getenv("LNDS_CPU"))
		return failed;
	assert_int_equal(setenv("LNDS_CPU", "scalar", 1), 0);
	execv("/proc/self/exe", argv);
	return 1;
}

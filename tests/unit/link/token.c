/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values and their tokens; numeric ones against a twin in big integers (OpenSSL's). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <openssl/bn.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "link/encode/token.h"

static struct lnds_link_tokens tokens;

/* Tokens joined by '|', or "bad". */
static const char *joined(const struct lnds_link_feature *f, const char *value)
{
	static struct lnds_buf b;
	struct lnds_err err;

	b.n = 0;
	if (!lnds_link_tokens_make(f, lnds_sv(value), &tokens, &err)) {
		assert_int_equal(err.code, LNDS_DATA);
		return "bad";
	}
	for (uint32_t i = 0; i < tokens.n; i++) {
		if (i)
			lnds_buf_c(&b, '|');
		lnds_buf_sv(&b, lnds_link_token(&tokens, i));
	}
	return lnds_buf_cstr(&b);
}

static void grams(void **state)
{
	struct lnds_link_feature f = {.compare = LNDS_LINK_NGRAM, .n = 2};

	(void)state;
	assert_string_equal(joined(&f, "clk"), " c|cl|lk|k ");
	assert_string_equal(joined(&f, "é😀"), " é|é😀|😀 ");
	assert_string_equal(joined(&f, ""), "");
	f.positional = true;
	assert_string_equal(joined(&f, "ab"), "1  a|2 ab|3 b ");
	f.n = 1;
	assert_string_equal(joined(&f, "aa"), "1 a|2 a");
	f.positional = false;
	assert_string_equal(joined(&f, "aa"), "a|a");
	f.n = 3;
	assert_string_equal(joined(&f, "a"), "  a| a |a  ");
	f.compare = LNDS_LINK_EXACT;
	assert_string_equal(joined(&f, "a b"), "a b");
}

static void encodings(void **state)
{
	struct lnds_link_feature f = {
		.compare = LNDS_LINK_EXACT, .charset = LNDS_LINK_UTF16};
	struct lnds_err err;

	(void)state;
	assert_true(lnds_link_tokens_make(&f, LNDS_SV("a😀"), &tokens, &err));
	assert_int_equal(tokens.bytes.n, 8);
	assert_memory_equal(tokens.bytes.p,
		"\xff\xfe"
		"a\0\x3d\xd8\x00\xde",
		8);
	f.charset = LNDS_LINK_UTF32;
	assert_true(lnds_link_tokens_make(&f, LNDS_SV("😀"), &tokens, &err));
	assert_memory_equal(tokens.bytes.p, "\xff\xfe\0\0\x00\xf6\x01\0", 8);
}

/* The same in big integers: v · 10^p · 2 · res, rounded to the grid of D, then v + iD. */
static void twin(const struct lnds_link_feature *f, int64_t value, struct lnds_buf *out)
{
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *v = BN_new(), *d = BN_new(), *r = BN_new(), *t = BN_new();
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	BN_dec2bn(&v, text);
	for (uint32_t i = 0; i < f->precision; i++)
		BN_mul_word(v, 10);
	BN_mul_word(v, 2 * f->resolution);
	snprintf(text, sizeof(text), "%" PRId64, f->distance);
	BN_dec2bn(&d, text);
	BN_nnmod(r, v, d, ctx);
	BN_sub(v, v, r); /* down to the grid */
	BN_lshift1(t, r);
	if (!BN_is_zero(r) && BN_cmp(t, d) >= 0)
		BN_add(v, v, d);
	for (uint32_t i = 0; i < f->resolution; i++)
		BN_sub(v, v, d);
	out->n = 0;
	for (uint32_t i = 0; i <= 2 * f->resolution; i++) {
		char *dec = BN_bn2dec(v);

		lnds_buf_printf(out, "%s%s", i ? "|" : "", dec);
		OPENSSL_free(dec);
		BN_add(v, v, d);
	}
	BN_free(v);
	BN_free(d);
	BN_free(r);
	BN_free(t);
	BN_CTX_free(ctx);
}

static void numbers(void **state)
{
	struct lnds_buf want = {0};
	char text[32];

	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		const uint64_t item = lnds_draw_item(3, i);
		struct lnds_link_feature f = {.compare = LNDS_LINK_NUMERIC,
			.resolution = 1 + (uint32_t)lnds_below(lnds_draw(item, 0, 0), 20),
			.precision = (uint32_t)lnds_below(lnds_draw(item, 0, 1), 5),
			.distance = 1 + (int64_t)lnds_below(lnds_draw(item, 0, 2),
						UINT64_C(1) << lnds_below(
							lnds_draw(item, 0, 3), 40))};
		const int64_t v = (int64_t)lnds_below(lnds_draw(item, 0, 4),
			UINT64_C(1) << (1 + lnds_below(lnds_draw(item, 0, 5), 42)));

		snprintf(text, sizeof(text), "%" PRId64, i % 2 ? v : -v);
		twin(&f, i % 2 ? v : -v, &want);
		assert_string_equal(joined(&f, text), lnds_buf_cstr(&want));
	}
	lnds_buf_free(&want);
}

static void fractions(void **state)
{
	struct lnds_link_feature f = {.compare = LNDS_LINK_NUMERIC,
		.resolution = 1,
		.precision = 1,
		.distance = 10};

	(void)state;
	assert_string_equal(joined(&f, "2.5"), "40|50|60");  /* 25 × 2 */
	assert_string_equal(joined(&f, "0.25"), "-10|0|10"); /* 2.5 to even: 2 */
	assert_string_equal(joined(&f, "0.35"), "0|10|20");  /* 3.5 to 4 */
	assert_string_equal(joined(&f, "1e0"), "10|20|30");
	assert_string_equal(joined(&f, " 1.0 "), "10|20|30");
	f.precision = 0;
	assert_string_equal(joined(&f, "-2.9"), "-10|0|10"); /* -2 × 2 = -4 */
	assert_string_equal(joined(&f, "2.5"), "-10|0|10");  /* 4 */
	assert_string_equal(joined(&f, "2.999999"), "-10|0|10");
	assert_string_equal(joined(&f, "3"), "0|10|20"); /* 6 */
}

static void no_numbers(void **state)
{
	static const char *const bad[] = {"x", "1x", "--1", "0x10", "inf", "nan", "1_0",
		"1,5", ".", "1e400", "2305843009213693952", "-2305843009213693952",
		"1e19", "+"};
	struct lnds_link_feature f = {
		.compare = LNDS_LINK_NUMERIC, .resolution = 1, .distance = 10};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_string_equal(joined(&f, bad[i]), "bad");
	/* The last ones that fit: 2 v < 2^62. */
	assert_string_not_equal(joined(&f, "2305843009213693951"), "bad");
	assert_string_not_equal(joined(&f, "-2305843009213693951"), "bad");
}

/* Bits of tokens: b over n, the first b mod n one more. */
static void bits(void **state)
{
	struct lnds_link_feature f = {.bits_per_feature = 7};

	(void)state;
	for (uint32_t n = 1; n < 20; n++) {
		uint32_t sum = 0;

		for (uint32_t i = 0; i < n; i++) {
			const uint32_t k = lnds_link_token_bits(&f, i, n);

			assert_true(k == 7 / n || (k == 7 / n + 1 && i < 7 % n));
			sum += k;
		}
		assert_int_equal(sum, 7);
	}
	f.bits_per_token = 5;
	assert_int_equal(lnds_link_token_bits(&f, 3, 9), 5);
}

static struct lnds_buf work;

/* The canonical value, or "bad:" and the reason's id. */
static const char *canonical(
	const struct lnds_link_feature *f, bool compat, const char *value)
{
	static char text[128];
	struct lnds_err err = {0};
	struct lnds_sv out;

	if (!lnds_link_value(f, compat, lnds_sv(value), &work, &out, &err)) {
		assert_int_equal(err.code, LNDS_DATA);
		snprintf(text, sizeof(text), "bad:%s", err.id);
	} else {
		snprintf(text, sizeof(text), "%.*s", LNDS_SV_ARG(out));
	}
	return text;
}

static void integers(void **state)
{
	struct lnds_link_feature f = {.format = LNDS_LINK_INTEGER};

	(void)state;
	assert_string_equal(canonical(&f, false, " 0042 "), "42");
	assert_string_equal(canonical(&f, false, "+7"), "7");
	assert_string_equal(canonical(&f, false, "-000"), "0");
	assert_string_equal(canonical(&f, false, "-012345678901234567890123456789"),
		"-12345678901234567890123456789");
	assert_string_equal(canonical(&f, false, "1.0"), "bad:integer");
	assert_string_equal(canonical(&f, false, "1 2"), "bad:integer");
	assert_string_equal(canonical(&f, false, "-"), "bad:integer");
	assert_string_equal(canonical(&f, false, ""), "");
	assert_string_equal(canonical(&f, true, ""), "bad:empty");
	f.has_minimum = f.has_maximum = true;
	f.minimum = -9;
	f.maximum = 100;
	assert_string_equal(canonical(&f, false, "-9"), "-9");
	assert_string_equal(canonical(&f, false, "-10"), "bad:range");
	assert_string_equal(canonical(&f, false, "0100"), "100");
	assert_string_equal(canonical(&f, false, "101"), "bad:range");
	assert_string_equal(canonical(&f, false, "99999999999999999999999"), "bad:range");
	assert_string_equal(
		canonical(&f, false, "-99999999999999999999999"), "bad:range");
}

static void dates(void **state)
{
	struct lnds_link_feature f = {
		.format = LNDS_LINK_DATE, .date_format = LNDS_SV("%d/%m/%Y")};

	(void)state;
	assert_string_equal(canonical(&f, false, "05/11/1979"), "19791105");
	assert_string_equal(canonical(&f, false, "5/1/1979"), "19790105");
	assert_string_equal(canonical(&f, false, "30/02/1979"), "bad:date");
	assert_string_equal(canonical(&f, false, "12/01/0123"), "bad:date");
	assert_string_equal(canonical(&f, true, "12/01/0123"), "1230112");
	assert_string_equal(canonical(&f, true, ""), "bad:empty");
}

static void strings(void **state)
{
	struct lnds_link_feature f = {.min_length = 2, .max_length = 3};
	static const struct lnds_sv values[] = {LNDS_SV("x"), LNDS_SV("é")};

	(void)state;
	assert_string_equal(canonical(&f, false, "éé"), "éé");
	assert_string_equal(canonical(&f, false, "a"), "bad:length");
	assert_string_equal(canonical(&f, false, "abcd"), "bad:length");
	assert_string_equal(canonical(&f, false, ""), "");
	assert_string_equal(canonical(&f, false, "a\xff"), "bad:utf-8");
	f = (struct lnds_link_feature){.letter_case = LNDS_LINK_UPPER};
	assert_string_equal(canonical(&f, false, "KÉVIN 1"), "KÉVIN 1");
	assert_string_equal(canonical(&f, false, "KéVIN"), "bad:case");
	f.letter_case = LNDS_LINK_LOWER;
	assert_string_equal(canonical(&f, false, "Kévin"), "bad:case");
	f = (struct lnds_link_feature){.charset = LNDS_LINK_ASCII};
	assert_string_equal(canonical(&f, false, "é"), "bad:ascii");
	f = (struct lnds_link_feature){
		.format = LNDS_LINK_ENUM, .value = values, .nvalue = 2};
	assert_string_equal(canonical(&f, false, "é"), "é");
	assert_string_equal(canonical(&f, false, "X"), "bad:enum");
}

/* A sentinel is missing; clkhash hashes it, or what replaces it. */
static void sentinels(void **state)
{
	struct lnds_link_feature f = {.format = LNDS_LINK_INTEGER,
		.has_sentinel = true,
		.sentinel = LNDS_SV("NA")};

	(void)state;
	assert_string_equal(canonical(&f, false, "NA"), "");
	assert_string_equal(canonical(&f, true, "NA"), "NA");
	f.has_replace = true;
	f.replace = LNDS_SV("0");
	assert_string_equal(canonical(&f, true, "NA"), "0");
}

static int done(void **state)
{
	(void)state;
	lnds_link_tokens_free(&tokens);
	lnds_buf_free(&work);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(grams),
		cmocka_unit_test(encodings), cmocka_unit_test(numbers),
		cmocka_unit_test(fractions), cmocka_unit_test(no_numbers),
		cmocka_unit_test(bits), cmocka_unit_test(integers),
		cmocka_unit_test(dates), cmocka_unit_test(strings),
		cmocka_unit_test(sentinels)};

	return cmocka_run_group_tests(tests, NULL, done);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coders: caches change nothing, folds are halves joined by XOR, salts give unrelated
 * codes, missing cells contribute nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "link/encode/coder.h"

struct kit {
	struct lnds_link_schema *schema;
	struct lnds_link_profile *profile;
	struct lnds_link_blocks *blocks;
	struct lnds_link_secret secret;
	struct lnds_link_coding coding;
	struct lnds_link_coder *coder;
};

#define FEATURES                                                                         \
	"\"features\":[{\"identifier\":\"a\",\"format\":{\"type\":\"string\"},"          \
	"\"hashing\":{\"comparison\":{\"type\":\"ngram\",\"n\":2},"                      \
	"\"strategy\":{\"bitsPerFeature\":160}}},{\"identifier\":\"x\",\"ignored\":"     \
	"true},"                                                                         \
	"{\"identifier\":\"b\",\"format\":{\"type\":\"string\"},"                        \
	"\"hashing\":{\"comparison\":{\"type\":\"ngram\",\"n\":1,\"positional\":true},"  \
	"\"strategy\":{\"bitsPerToken\":40}}},"                                          \
	"{\"identifier\":\"c\",\"format\":{\"type\":\"integer\"},"                       \
	"\"hashing\":{\"comparison\":{\"type\":\"numeric\",\"thresholdDistance\":5,"     \
	"\"resolution\":3},\"strategy\":{\"bitsPerToken\":10}}}]}"
#define CONFIG(l, folds)                                                                 \
	"{\"version\":3,\"clkConfig\":{\"l\":" #l ",\"xor_folds\":" #folds               \
	",\"kdf\":{\"type\":\"HKDF\",\"salt\":\"AAEC\"}},"

static void open_kit(struct kit *k, const char *json, bool uncached)
{
	struct lnds_err err = {0};

	*k = (struct kit){
		.schema = lnds_link_schema_parse(lnds_sv(json), "s", false, &err)};
	if (!k->schema)
		fail_msg("%s", err.msg);
	k->profile = lnds_link_profile_new(k->schema, false, &err);
	assert_non_null(k->profile);
	if (k->schema->nblock) {
		k->blocks = lnds_link_blocks_new(k->schema, &err);
		assert_non_null(k->blocks);
	}
	k->secret.ikm = lnds_secret_new(64, &err);
	memset(k->secret.ikm->p, 'a', 64);
	k->coding = (struct lnds_link_coding){.schema = k->schema,
		.profile = k->profile,
		.secret = &k->secret,
		.blocks = k->blocks,
		.uncached = uncached,
		.explain = true};
	k->coder = lnds_link_coder_new(&k->coding, &err);
	assert_non_null(k->coder);
}

static void close_kit(struct kit *k)
{
	lnds_link_coder_free(k->coder);
	lnds_link_blocks_free(k->blocks);
	lnds_link_profile_free(k->profile);
	lnds_link_schema_free(k->schema);
	lnds_link_secret_free(&k->secret);
}

static struct lnds_link_coded code(
	struct kit *k, const char *a, const char *b, const char *c)
{
	const struct lnds_link_cell cell[4] = {
		{lnds_sv(a)}, {{0}}, {lnds_sv(b)}, {lnds_sv(c)}};
	struct lnds_link_coded out;
	struct lnds_err err = {0};

	if (!lnds_link_code(k->coder, cell, &out, &err))
		fail_msg("%s: %s", err.column, err.msg);
	return out;
}

/* The i-th of many records, with repeats and gaps. */
static void record(uint64_t i, char a[40], char b[40], char c[24])
{
	const uint64_t item = lnds_draw_item(5, i);
	const unsigned n = (unsigned)lnds_below(lnds_draw(item, 0, 0), 30);

	a[0] = '\0';
	for (unsigned k = 0; k < n; k++) {
		a[k] = (char)('a' + lnds_below(lnds_draw(item, 1, k), 26));
		a[k + 1] = '\0';
	}
	snprintf(b, 40, "%u", (unsigned)lnds_below(lnds_draw(item, 0, 1), 500));
	snprintf(c, 24, "%d", (int)lnds_below(lnds_draw(item, 0, 2), 100) - 50);
	if (i % 7 == 0)
		b[0] = '\0';
}

static void twins(const char *json, uint64_t n)
{
	struct kit with, without;
	char a[40], b[40], c[24];

	open_kit(&with, json, false);
	open_kit(&without, json, true);
	for (uint64_t i = 0; i < n; i++) {
		struct lnds_link_coded x, y;

		record(i % 2 ? i : i / 4, a, b, c);
		x = code(&with, a, b, c);
		y = code(&without, a, b, c);
		assert_memory_equal(x.code, y.code, with.schema->bits / 8);
		assert_true(x.mask == y.mask && x.weight == y.weight &&
			    x.unlinkable == y.unlinkable);
		assert_memory_equal(
			x.block, y.block, with.schema->nblock * sizeof(*x.block));
		for (unsigned k = 0; k < 4; k++) {
			assert_int_equal(x.seen[k].tokens, y.seen[k].tokens);
			assert_true(lnds_sv_eq(x.seen[k].value, y.seen[k].value));
		}
	}
	close_kit(&with);
	close_kit(&without);
}

static void caches_change_nothing(void **state)
{
	(void)state;
	twins(CONFIG(1024, 0) FEATURES, 3000);
	twins(CONFIG(512, 2) "\"lnds\":{\"harden\":[\"rule90\",\"fold\"],"
			     "\"blocks\":[\"prefix(a,2)\",\"b+c\"]}," FEATURES,
		2000);
	twins(CONFIG(1024, 0) "\"lnds\":{\"encoding\":\"tmh\"}," FEATURES, 1000);
	/* 500 salts: rings are dropped and made anew. */
	twins(CONFIG(64, 0) "\"lnds\":{\"harden\":[\"salt=b\"]}," FEATURES, 1500);
}

static void folds(void **state)
{
	struct kit whole, folded, hardened;

	(void)state;
	open_kit(&whole, CONFIG(1024, 0) FEATURES, false);
	open_kit(&folded, CONFIG(512, 1) FEATURES, false);
	open_kit(&hardened, CONFIG(512, 0) "\"lnds\":{\"harden\":[\"fold\"]}," FEATURES,
		false);
	for (uint64_t i = 0; i < 200; i++) {
		struct lnds_link_coded x, y, z;
		char a[40], b[40], c[24];
		uint8_t half[64];

		record(i, a, b, c);
		x = code(&whole, a, b, c);
		y = code(&folded, a, b, c);
		z = code(&hardened, a, b, c);
		for (unsigned k = 0; k < 64; k++)
			half[k] = x.code[k] ^ x.code[64 + k];
		assert_memory_equal(half, y.code, 64);
		assert_memory_equal(half, z.code, 64);
	}
	close_kit(&whole);
	close_kit(&folded);
	close_kit(&hardened);
}

static unsigned shared_bits(const uint8_t *a, const uint8_t *b, size_t n)
{
	unsigned k = 0;

	for (size_t i = 0; i < n; i++)
		k += (unsigned)__builtin_popcount(a[i] & b[i]);
	return k;
}

static void salts(void **state)
{
	struct kit k;
	uint8_t first[128];
	struct lnds_link_coded x;

	(void)state;
	open_kit(&k, CONFIG(1024, 0) "\"lnds\":{\"harden\":[\"salt=b\"]}," FEATURES,
		false);
	x = code(&k, "schneider", "1970", "5");
	memcpy(first, x.code, sizeof(first));
	x = code(&k, "schneider", "1971", "5");
	/* About 390 bits each: 150 meet by chance, most would without the salt. */
	assert_in_range(shared_bits(first, x.code, sizeof(first)), 80, 220);
	x = code(&k, "schneider", "1970", "5");
	assert_memory_equal(first, x.code, sizeof(first));
	x = code(&k, "schneider", NULL, "5");
	assert_true(x.unlinkable);
	x = code(&k, "schneider", "unknown", "5"); /* null by its profile */
	assert_true(x.unlinkable);
	close_kit(&k);
}

static void missing(void **state)
{
	struct kit k;
	struct lnds_link_coded x;
	uint8_t a[128], b[128];

	(void)state;
	open_kit(&k, CONFIG(1024, 0) FEATURES, false);
	x = code(&k, "anna", NULL, NULL);
	assert_true(x.mask == 1 && x.weight == 160);
	assert_int_equal(shared_bits(x.code, x.code, 128) > 100, 1);
	memcpy(a, x.code, 128);
	x = code(&k, NULL, "12", "x" + 1);
	assert_true(x.mask == 4 && x.weight == 320);
	memcpy(b, x.code, 128);
	x = code(&k, "Anna ", "12", NULL);
	assert_true(x.mask == 5 && x.weight == 480);
	for (unsigned i = 0; i < 128; i++)
		assert_int_equal(x.code[i], a[i] | b[i]);
	x = code(&k, NULL, NULL, NULL);
	assert_true(x.mask == 0 && shared_bits(x.code, x.code, 128) == 0);
	close_kit(&k);
}

static void bad_cells(void **state)
{
	const struct lnds_link_cell cell[4] = {{.value = LNDS_SV("a")}, {{0}},
		{.value = LNDS_SV("b")}, {.value = LNDS_SV("secret")}};
	struct lnds_link_coded out;
	struct lnds_err err = {0};
	struct kit k;

	(void)state;
	open_kit(&k, CONFIG(1024, 0) FEATURES, false);
	for (int again = 0; again < 2; again++) {
		assert_false(lnds_link_code(k.coder, cell, &out, &err));
		assert_int_equal(err.code, LNDS_DATA);
		assert_string_equal(err.column, "c");
		assert_null(strstr(err.msg, "secret"));
	}
	close_kit(&k);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(caches_change_nothing),
		cmocka_unit_test(folds), cmocka_unit_test(salts),
		cmocka_unit_test(missing), cmocka_unit_test(bad_cells)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

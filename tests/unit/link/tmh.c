/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Min-hash against its definition written out: a bit is the lowest one of the smallest
 * of the tokens' values, which come from AES of a counter. And what the number of equal
 * bits says of the likeness of sets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "crypto/aead.h"
#include "crypto/blake.h"
#include "link/tmh.h"

#define MOST 2048
static const uint8_t key[64] = {7, 1, 8, 2, 8};

/* row(token)[j], j < bits. */
static void reference(struct lnds_sv token, uint32_t bits, uint16_t *row)
{
	static const uint8_t salt[LNDS_BLAKE_SALT] = {'t', 'm', 'h'};
	struct lnds_blake *b = lnds_blake_new(key, sizeof(key), 32);
	uint8_t kappa[32], counter[16] = {0}, block[16];
	struct lnds_aes *aes;

	lnds_blake_salt(b, salt);
	lnds_blake(b, token, kappa);
	lnds_blake_free(b);
	aes = lnds_aes_new(kappa, 256);
	for (uint32_t j = 0; j < bits; j++) {
		if (j % 8 == 0) {
			counter[14] = (uint8_t)(j / 8 >> 8);
			counter[15] = (uint8_t)(j / 8);
			lnds_aes_blocks(aes, counter, block, 16);
		}
		row[j] = (uint16_t)(block[j % 8 * 2] + 256 * block[j % 8 * 2 + 1]);
	}
	lnds_aes_free(aes);
}

/* The code of a set of tokens "T<first>" … by definition. */
static void code_of(
	unsigned first, unsigned n, const char *prefix, uint32_t bits, uint8_t *code)
{
	static uint16_t row[64][MOST];
	char token[100];

	for (unsigned i = 0; i < n; i++) {
		(void)snprintf(token, sizeof(token), "%s%u", prefix, first + i);
		reference(lnds_sv(token), bits, row[i]);
	}
	memset(code, 0, bits / 8);
	for (uint32_t j = 0; j < bits; j++) {
		unsigned least = 0xffff;

		for (unsigned i = 0; i < n; i++)
			if (row[i][j] < least)
				least = row[i][j];
		if (least & 1)
			code[j / 8] |= (uint8_t)(0x80 >> j % 8);
	}
}

static void code_by(struct lnds_link_tmh *t, unsigned first, unsigned n,
	const char *prefix, uint32_t bits, uint8_t *code)
{
	uint16_t row[MOST];
	char token[100];

	memset(row, 0xff, sizeof(row));
	for (unsigned i = 0; i < n; i++) {
		(void)snprintf(token, sizeof(token), "%s%u", prefix, first + i);
		lnds_link_tmh_token(t, lnds_sv(token), row);
	}
	lnds_link_tmh_code(row, bits, code);
}

static void test_definition(void **state)
{
	static const char *const prefixes[] = {
		"T", "a token of many more bytes than a bigram: "};
	static const uint32_t sizes[] = {64, 512, 1024, 2048};
	uint8_t want[MOST / 8], got[MOST / 8];

	(void)state;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		struct lnds_link_tmh *t = lnds_link_tmh_new(key, sizeof(key), sizes[s]);

		for (unsigned n = 1; n <= 9; n++)
			for (size_t f = 0; f < 2; f++) {
				code_of(n, n, prefixes[f], sizes[s], want);
				for (int again = 0; again < 2; again++) {
					code_by(t, n, n, prefixes[f], sizes[s], got);
					assert_memory_equal(got, want, sizes[s] / 8);
				}
			}
		lnds_link_tmh_free(t);
	}
	lnds_link_tmh_free(NULL);
}

/* No token: all values are 0xFFFF. The empty token is one. */
static void test_borders(void **state)
{
	struct lnds_link_tmh *t = lnds_link_tmh_new(key, 32, 64);
	uint16_t row[64];
	uint8_t code[8];

	(void)state;
	memset(row, 0xff, sizeof(row));
	lnds_link_tmh_code(row, 64, code);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(code[i], 0xff);
	lnds_link_tmh_token(t, (struct lnds_sv){NULL, 0}, row);
	lnds_link_tmh_code(row, 64, code);
	assert_true(memchr(code, 0xff, 8) != code);
	lnds_link_tmh_free(t);
}

static void test_min(void **state)
{
	uint16_t a[128], b[128], want[128];

	(void)state;
	for (unsigned i = 0; i < 128; i++) {
		/* around the border of signed values too */
		a[i] = (uint16_t)(i * 2654435761u >> 11);
		b[i] = (uint16_t)(i % 5 == 0 ? a[i] + 1u : i * 40503u);
		want[i] = a[i] < b[i] ? a[i] : b[i];
	}
	lnds_link_tmh_min(a, b, 128);
	assert_memory_equal(a, want, sizeof(a));
}

/* 1 - 2H/l is J within 4 standard deviations √((1 - J²)/l), for sets of 12 of which
 * `shared` are common: J = shared/(24 - shared). */
static void test_jaccard(void **state)
{
	struct lnds_link_tmh *t = lnds_link_tmh_new(key, sizeof(key), 2048);
	uint8_t a[256], b[256];

	(void)state;
	for (unsigned shared = 0; shared <= 12; shared++) {
		const double j = shared / (24.0 - shared);
		unsigned h = 0;
		double d;

		code_by(t, 100 * shared, 12, "T", 2048, a);
		code_by(t, 100 * shared + 12 - shared, 12, "T", 2048, b);
		for (size_t i = 0; i < 256; i++)
			h += (unsigned)__builtin_popcount(a[i] ^ b[i]);
		d = 1 - 2 * h / 2048.0 - j;
		assert_true(d * d <= 16 * (1 - j * j) / 2048);
	}
	lnds_link_tmh_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_min),
		cmocka_unit_test(test_jaccard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

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

#include "base/rng.h"
#include "crypto/aead.h"
#include "crypto/blake.h"
#include "link/encode/tmh.h"
#include "link/encode/tmh_kernel.h"
#include "os/cpu.h"

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

static void one_row(const uint16_t *row, uint32_t bits, uint8_t *code)
{
	lnds_link_tmh_code(&row, 1, bits, code);
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
	one_row(row, bits, code);
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
	one_row(row, 64, code);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(code[i], 0xff);
	lnds_link_tmh_token(t, (struct lnds_sv){NULL, 0}, row);
	one_row(row, 64, code);
	assert_true(memchr(code, 0xff, 8) != code);
	lnds_link_tmh_free(t);
}

/* Both loops of a kernel, over up to 9 rows at odd places, against single values. */
static void check_kernel(const struct lnds_link_tmh_kernel *k)
{
	enum { ROWS = 9 };
	static uint16_t store[ROWS][MOST + 1];
	const uint16_t *row[ROWS];
	uint16_t least[MOST], got[MOST];
	uint8_t code[MOST / 8 + 1];

	for (uint32_t bits = 64; bits <= MOST; bits += 64) {
		for (uint32_t j = 0; j < bits; j++)
			least[j] = 0xffff;
		memset(got, 0xff, sizeof(got));
		for (unsigned n = 0; n <= ROWS; n++) {
			memset(code, 0x5a, sizeof(code));
			k->code(row, n, bits, code);
			for (uint32_t j = 0; j < bits; j++) {
				const unsigned bit =
					(unsigned)code[j / 8] >> (7 - j % 8) & 1u;

				assert_int_equal(bit, least[j] & 1);
			}
			assert_int_equal(code[bits / 8], 0x5a);
			if (n == ROWS)
				break;
			row[n] = store[n] + n % 2;
			for (uint32_t j = 0; j < bits; j++) {
				/* around the border of signed values, and equal ones */
				const uint64_t x = lnds_mix(j * ROWS + n + bits);

				store[n][j + n % 2] =
					(uint16_t)(x % 3 ? x >> 8 : 0x8000 - x % 2);
				if (row[n][j] < least[j])
					least[j] = row[n][j];
			}
			k->min(got, row[n], bits);
			assert_memory_equal(got, least, bits * sizeof(*got));
		}
	}
}

static void test_kernels(void **state)
{
	(void)state;
	check_kernel(&lnds_link_tmh_plain);
	if (lnds_cpu_level() >= LNDS_CPU_AVX2)
		check_kernel(&lnds_link_tmh_avx2);
	else
		print_message("no AVX2 here: its kernel was not tested\n");
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
		cmocka_unit_test(test_kernels),
		cmocka_unit_test(test_jaccard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

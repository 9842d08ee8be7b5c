/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 90, blip and the draws of chaff against loops over single bits and bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "crypto/aead.h"
#include "link/encode/harden.h"

#define MOST 2048

static unsigned bit(const uint8_t *code, uint32_t i)
{
	return code[i / 8] >> (7 - i % 8) & 1;
}

static void fill(uint8_t *p, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)lnds_mix(seed + i);
}

static void test_rule90(void **state)
{
	uint8_t code[MOST / 8], was[MOST / 8];

	(void)state;
	for (uint32_t bits = 64; bits <= MOST; bits += 64)
		for (uint64_t seed = 0; seed < 20; seed++) {
			fill(code, sizeof(code), seed * 1000);
			memcpy(was, code, sizeof(was));
			lnds_link_rule90(code, bits);
			for (uint32_t i = 0; i < bits; i++)
				assert_int_equal(
					bit(code, i), bit(was, (i + bits - 1) % bits) ^
							      bit(was, (i + 1) % bits));
		}
}

/* n bytes of AES-256-CTR, a block at a time. */
static void keystream(const uint8_t key[32], const uint8_t iv[16], uint8_t *out, size_t n)
{
	struct lnds_aes *aes = lnds_aes_new(key, 256);
	uint8_t counter[16];

	memcpy(counter, iv, 16);
	for (size_t i = 0; i + 16 <= n; i += 16) {
		lnds_aes_blocks(aes, counter, out + i, 16);
		for (size_t k = 16; k-- > 0 && ++counter[k] == 0;)
			;
	}
	lnds_aes_free(aes);
}

static void blip_by_hand(const uint8_t key[32], uint32_t q, const uint8_t tag[16],
	uint8_t *code, uint32_t bits)
{
	uint8_t s[MOST * 2 + MOST / 8 + 16];

	keystream(key, tag, s, bits * 2 + bits / 8 + 8);
	for (uint32_t i = 0; i < bits; i++) {
		const uint32_t draw = s[2 * i] + 256u * s[2 * i + 1];
		const unsigned coin = bit(s + 2 * (size_t)bits, i);

		if (draw < q && coin != bit(code, i))
			code[i / 8] ^= (uint8_t)(0x80 >> i % 8);
	}
}

static void test_blip(void **state)
{
	static const uint32_t rates[] = {0, 1, 3277, 32768, 65535, 65536};
	uint8_t key[32], tag[16], code[MOST / 8], want[MOST / 8];

	(void)state;
	fill(key, sizeof(key), 1);
	for (size_t r = 0; r < sizeof(rates) / sizeof(*rates); r++) {
		struct lnds_link_blip *b = lnds_link_blip_new(key, rates[r]);

		for (uint32_t bits = 64; bits <= MOST; bits += 64) {
			fill(tag, sizeof(tag), bits);
			fill(code, sizeof(code), bits + 1);
			memcpy(want, code, sizeof(want));
			blip_by_hand(key, rates[r], tag, want, bits);
			lnds_link_blip(b, tag, code, bits);
			assert_memory_equal(code, want, sizeof(code));
		}
		lnds_link_blip_free(b);
	}
	lnds_link_blip_free(NULL);
}

/* Half of the replaced bits change: q / 2^17 of all, within 4 σ; as many to 1 as to 0. */
static void test_blip_rate(void **state)
{
	enum { CODES = 2000, BITS = 1024 };
	const uint32_t q = 3277; /* f = 0.05 */
	const double p = q / 131072.0, n = (double)CODES * BITS;
	uint8_t key[32], tag[16], code[BITS / 8], was[BITS / 8];
	double changed = 0, ones = 0;
	struct lnds_link_blip *b;

	(void)state;
	fill(key, sizeof(key), 2);
	b = lnds_link_blip_new(key, q);
	for (unsigned c = 0; c < CODES; c++) {
		fill(tag, sizeof(tag), 5000 + 16 * c);
		memset(was, c % 2 ? 0xff : 0, sizeof(was));
		memcpy(code, was, sizeof(code));
		lnds_link_blip(b, tag, code, BITS);
		for (uint32_t i = 0; i < BITS; i++) {
			changed += bit(code, i) != bit(was, i);
			ones += bit(code, i) > bit(was, i);
		}
	}
	lnds_link_blip_free(b);
	assert_true((changed - n * p) * (changed - n * p) <= 16 * n * p * (1 - p));
	assert_true((ones - changed / 2) * (ones - changed / 2) <= 16 * changed / 4);
}

static void test_chaff_count(void **state)
{
	(void)state;
	assert_int_equal(lnds_link_chaff_count(0, 100000), 0);
	assert_int_equal(lnds_link_chaff_count(1, 100000), 1);
	assert_int_equal(lnds_link_chaff_count(10, 100000), 1);
	assert_int_equal(lnds_link_chaff_count(11, 100000), 2);
	assert_int_equal(lnds_link_chaff_count(123456, 0), 0);
	assert_int_equal(lnds_link_chaff_count(UINT32_MAX, 1000000), UINT32_MAX);
	for (uint64_t n = 0; n < 3000000; n += 997)
		for (uint32_t ppm = 1; ppm < 1000000; ppm += 123457) {
			const uint64_t k = lnds_link_chaff_count(n, ppm);

			/* the least k with k ≥ n · ppm / 10^6 */
			assert_true(k * 1000000 >= n * ppm);
			assert_true(k == 0 || (k - 1) * 1000000 < n * ppm);
		}
}

/* Draw i is ⌊x n / 2^64⌋ of the i-th 8 bytes of the stream. */
static void test_chaff_draws(void **state)
{
	enum { DRAWS = 3000 };
	static const uint64_t sizes[] = {1, 2, 10, 1000003, UINT32_MAX};
	static uint8_t s[DRAWS * 8];
	uint8_t key[32], iv[16];

	(void)state;
	fill(key, sizeof(key), 3);
	fill(iv, sizeof(iv), 4);
	keystream(key, iv, s, sizeof(s));
	for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
		struct lnds_link_chaff *c = lnds_link_chaff_new(key, iv);

		for (size_t i = 0; i < DRAWS; i++) {
			uint64_t high = 0, low = 0;

			/* long multiplication of two halves */
			for (unsigned j = 4; j-- > 0;) {
				low = low << 8 | s[8 * i + j];
				high = high << 8 | s[8 * i + 4 + j];
			}
			assert_int_equal(lnds_link_chaff_next(c, sizes[k]),
				(high * sizes[k] + (low * sizes[k] >> 32)) >> 32);
		}
		lnds_link_chaff_free(c);
	}
	lnds_link_chaff_free(NULL);
}

/* χ² of 100 equal classes over 10^5 draws: 99 ± 4 √198. */
static void test_chaff_uniform(void **state)
{
	enum { CLASSES = 100, DRAWS = 100000 };
	unsigned count[CLASSES] = {0};
	uint8_t key[32], iv[16] = {0};
	struct lnds_link_chaff *c;
	double chi = 0;

	(void)state;
	fill(key, sizeof(key), 5);
	c = lnds_link_chaff_new(key, iv);
	for (unsigned i = 0; i < DRAWS; i++)
		count[lnds_link_chaff_next(c, CLASSES)]++;
	lnds_link_chaff_free(c);
	for (unsigned i = 0; i < CLASSES; i++) {
		const double d = (double)count[i] - DRAWS / CLASSES;

		chi += d * d * CLASSES / DRAWS;
	}
	assert_true(chi > 99 - 56.3 && chi < 99 + 56.3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule90),
		cmocka_unit_test(test_blip),
		cmocka_unit_test(test_blip_rate),
		cmocka_unit_test(test_chaff_count),
		cmocka_unit_test(test_chaff_draws),
		cmocka_unit_test(test_chaff_uniform),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

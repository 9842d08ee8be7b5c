/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bech32: BIP 173's strings (those that are whole bytes), its bad ones, round trips. */
#include "unit/crypto/vec.h"

#include <ctype.h>
#include <stdio.h>

#include "base/rng.h"
#include "crypto/age.h"

static void check(const char *text, const char *hrp, const char *hex)
{
	struct lnds_buf b = {0};
	uint8_t bytes[80], want[80];
	const size_t len = vec(hex, want);
	size_t n;

	assert_true(lnds_unbech32(lnds_sv(text), hrp, bytes, sizeof(bytes), &n));
	assert_int_equal(n, len);
	assert_memory_equal(bytes, want, len);
	assert_false(n && lnds_unbech32(lnds_sv(text), hrp, bytes, n - 1, &n));

	assert_int_equal(lnds_bech32_len(hrp, len), strlen(text));
	lnds_bech32(&b, hrp, want, len, isupper((unsigned char)text[0]));
	assert_int_equal(b.n, strlen(text));
	assert_memory_equal(b.p, text, b.n);
	lnds_buf_free(&b);
}

static void test_bip173(void **state)
{
	static const char *const bad[][2] = {
		{"A1G7SGD8", "a"},	    /* checksum over the upper case prefix */
		{"x1b4n0q5v", "x"},	    /* b is no symbol */
		{"li1dgmt3", "li"},	    /* checksum too short */
		{"de1lg7wt\xff", "de"},	    /* foreign byte */
		{"a12ueL5l", "a"},	    /* mixed case */
		{"A12uel5l", "a"},	    /* mixed case */
		{"a12uel5m", "a"},	    /* wrong checksum */
		{"a12uel5l", "b"},	    /* other prefix */
		{"pzry9x0s0muk", "pzry9x"}, /* no divider */
		{"", "a"},
		{"a1", "a"},
	};
	uint8_t out[80];
	size_t n;

	(void)state;
	check("A12UEL5L", "a", "");
	check("a12uel5l", "a", "");
	check("?1ezyfcl", "?", "");
	check("an83characterlonghumanreadablepartthatcontainsthenumber1"
	      "andtheexcludedcharactersbio1tt5tgs",
		"an83characterlonghumanreadablepartthatcontainsthenumber1"
		"andtheexcludedcharactersbio",
		"");
	check("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef",
		"00443214c74254b635cf84653a56d7c675be77df");
	check("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split",
		"c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d");
	check("11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
	      "qqqqqqqqqqqqqqqqqqqqqqc8247j",
		"1",
		"000000000000000000000000000000000000000000000000000000000000000000"
		"000000000000000000000000000000000000");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(out, 0x55, sizeof(out));
		assert_false(lnds_unbech32(
			lnds_sv(bad[i][0]), bad[i][1], out, sizeof(out), &n));
	}
}

/* A right checksum does not save bits left over that are not zero, or too many. */
static void test_padding(void **state)
{
	uint8_t out[8];
	size_t n;

	(void)state;
	assert_true(lnds_unbech32(LNDS_SV("age1qqpexly5"), "age", out, 8, &n));
	assert_int_equal(n, 1);
	assert_false(lnds_unbech32(LNDS_SV("age1qpu0j2ex"), "age", out, 8, &n));
	assert_false(lnds_unbech32(LNDS_SV("age1qdd35qf"), "age", out, 8, &n));
	assert_false(lnds_unbech32(LNDS_SV("age1qqqyst3gn"), "age", out, 8, &n));
}

static void test_round_trip(void **state)
{
	uint8_t bytes[64], back[64];

	(void)state;
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		struct lnds_buf t = {0};
		size_t len;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)lnds_mix(n * 100 + i);
		lnds_bech32(&t, "age-secret-key-", bytes, n, true);
		assert_true(lnds_unbech32(
			lnds_buf_view(&t), "age-secret-key-", back, sizeof(back), &len));
		assert_int_equal(len, n);
		assert_memory_equal(back, bytes, n);
		/* Each symbol changed: the checksum finds it. */
		for (size_t i = 16; i < t.n; i++) {
			const char old = t.p[i];

			t.p[i] = old == 'Q' ? 'P' : 'Q';
			memset(back, 0x55, sizeof(back));
			assert_false(lnds_unbech32(lnds_buf_view(&t), "age-secret-key-",
				back, sizeof(back), &len));
			for (size_t j = 0; j < n; j++)
				assert_int_equal(back[j], 0);
			t.p[i] = old;
		}
		lnds_buf_free(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bip173),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

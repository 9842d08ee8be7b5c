/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HKDF against RFC 5869 appendix A, scrypt against RFC 7914 section 12; HKDF-SHA512. */
#include "unit/crypto/vec.h"

#include "crypto/digest.h"
#include "crypto/kdf.h"

static void check(const char *ikm, const char *salt, const char *info, const char *prk,
	const char *okm)
{
	uint8_t in[80], s[80], i[80], k[32], out[82];
	const size_t nin = vec(ikm, in), ns = vec(salt, s), ni = vec(info, i);
	const size_t n = strlen(okm) / 2;

	lnds_hkdf_extract((struct lnds_sv){(char *)s, ns}, in, nin, k);
	assert_hex(k, prk);
	for (size_t len = 1; len <= n; len++) {
		memset(out, 0, sizeof(out));
		lnds_hkdf_expand(k, (struct lnds_sv){(char *)i, ni}, out, len);
		if (len == n)
			assert_hex(out, okm);
		else
			assert_int_equal(out[len], 0);
	}
}

static void test_hkdf(void **state)
{
	(void)state;
	check("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		"000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
		"077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
		"34007208d5b887185865");
	check("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	      "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
	      "404142434445464748494a4b4c4d4e4f",
		"606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
		"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
		"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
		"b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
		"d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef"
		"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
		"06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
		"b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
		"59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
		"cc30c58179ec3e87c14c01d5c1f3434f1d87");
	check("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
		"19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
		"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
		"9d201395faa4b61a96c8");
}

/* RFC 5869 has no vectors for SHA-512: `openssl kdf` on the input of A.1; and Python's
 * hmac for the longest outputs, of which the hash stands here. */
static void test_both(void **state)
{
	static uint8_t ikm[22], out[16320], hash[32];
	uint8_t salt[13], info[10];

	(void)state;
	(void)vec("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", ikm);
	(void)vec("000102030405060708090a0b0c", salt);
	(void)vec("f0f1f2f3f4f5f6f7f8f9", info);
	lnds_hkdf(512, (struct lnds_sv){(char *)salt, 13}, ikm, sizeof(ikm),
		(struct lnds_sv){(char *)info, 10}, out, 42);
	assert_hex(out, "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c14815793"
			"38da362cb8d9f925d7cb");
	lnds_hkdf(256, (struct lnds_sv){(char *)salt, 13}, ikm, sizeof(ikm),
		(struct lnds_sv){(char *)info, 10}, out, 42);
	assert_hex(out, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
			"34007208d5b887185865");
	lnds_hkdf(512, (struct lnds_sv){NULL, 0}, (const uint8_t *)"secret", 6,
		(struct lnds_sv){NULL, 0}, out, 16320);
	lnds_sha256(out, 16320, hash);
	assert_hex(
		hash, "c5618ee0e8187fc9efbf4769bd22cf2e0aa28ef5b35ff74367744b628c12765b");
	lnds_hkdf(256, LNDS_SV(""), (const uint8_t *)"secret", 6, LNDS_SV(""), out, 8160);
	lnds_sha256(out, 8160, hash);
	assert_hex(
		hash, "d6bf92bddf4fc9c1c47842f6ede55ee30641bb40533fad6aa9dcd5927a78df17");
}

static void test_scrypt(void **state)
{
	struct lnds_err err;
	uint8_t out[64];

	(void)state;
	assert_true(lnds_scrypt(LNDS_SV(""), LNDS_SV(""), 4, 1, 1, out, 64, &err));
	assert_hex(out,
		"77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
		"fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
	assert_true(lnds_scrypt((struct lnds_sv){NULL, 0}, (struct lnds_sv){NULL, 0}, 4,
		1, 1, out, 64, &err));
	assert_hex(out, "77d6576238657b20");
	assert_true(lnds_scrypt(
		LNDS_SV("password"), LNDS_SV("NaCl"), 10, 8, 16, out, 64, &err));
	assert_hex(out,
		"fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
		"2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
	assert_true(lnds_scrypt(LNDS_SV("pleaseletmein"), LNDS_SV("SodiumChloride"), 14,
		8, 1, out, 64, &err));
	assert_hex(out,
		"7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
		"d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hkdf),
		cmocka_unit_test(test_both),
		cmocka_unit_test(test_scrypt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

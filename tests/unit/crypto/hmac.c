/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HMAC-MD5 and -SHA1 against RFC 2202, HMAC-SHA512 against RFC 4231; a policy without
 * them.
 */
#include "unit/crypto/vec.h"

#include <openssl/evp.h>

#include "crypto/hmac.h"

static void check(
	enum lnds_hmac_digest d, const char *key, struct lnds_sv data, const char *hex)
{
	uint8_t k[131], out[LNDS_HMAC_SHA512_LEN];
	struct lnds_err err;
	struct lnds_hmac_key *m = lnds_hmac_key_new(d, k, vec(key, k), &err);

	assert_non_null(m);
	for (int i = 0; i < 2; i++) { /* the object is not used up */
		lnds_hmac_key_mac(m, data, out);
		assert_hex(out, hex);
	}
	lnds_hmac_key_free(m);
}

#define AA16 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define AA80 AA16 AA16 AA16 AA16 AA16

static void test_md5(void **state)
{
	(void)state;
	check(LNDS_HMAC_MD5, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", LNDS_SV("Hi There"),
		"9294727a3638bb1c13f48ef8158bfc9d");
	check(LNDS_HMAC_MD5, "4a656665", LNDS_SV("what do ya want for nothing?"),
		"750c783e6ab0b503eaa86e310a5db738");
	check(LNDS_HMAC_MD5, AA80,
		LNDS_SV("Test Using Larger Than Block-Size Key - Hash Key First"),
		"6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
	check(LNDS_HMAC_MD5, "", (struct lnds_sv){NULL, 0},
		"74e6f7298a9c2d168935f58c001bad88");
}

static void test_sha1(void **state)
{
	(void)state;
	check(LNDS_HMAC_SHA1, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		LNDS_SV("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
	check(LNDS_HMAC_SHA1, "4a656665", LNDS_SV("what do ya want for nothing?"),
		"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	check(LNDS_HMAC_SHA1, AA80,
		LNDS_SV("Test Using Larger Than Block-Size Key - Hash Key First"),
		"aa4ae5e15272d00e95705637ce8a3b55ed402112");
	check(LNDS_HMAC_SHA1, "", LNDS_SV(""),
		"fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

static void test_sha512(void **state)
{
	(void)state;
	check(LNDS_HMAC_SHA512, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
		LNDS_SV("Hi There"),
		"87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
		"daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
	check(LNDS_HMAC_SHA512, "4a656665", LNDS_SV("what do ya want for nothing?"),
		"164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
		"9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

/* What a machine does whose provider lacks them (FIPS): no fetch succeeds. */
static void test_lacking(void **state)
{
	static const uint8_t key[4];
	struct lnds_err err;

	(void)state;
	assert_int_equal(EVP_set_default_properties(NULL, "provider=none"), 1);
	assert_null(lnds_hmac_key_new(LNDS_HMAC_MD5, key, sizeof(key), &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_string_equal(err.msg, "the OpenSSL of this machine has no HMAC-MD5");
	assert_non_null(strstr(err.hint, "leaves MD5 out"));
	assert_null(lnds_hmac_key_new(LNDS_HMAC_SHA1, key, sizeof(key), &err));
	assert_non_null(strstr(err.msg, "SHA1"));
	assert_int_equal(EVP_set_default_properties(NULL, ""), 1);
	test_md5(NULL);
	lnds_hmac_key_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_md5),
		cmocka_unit_test(test_sha1),
		cmocka_unit_test(test_sha512),
		cmocka_unit_test(test_lacking),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

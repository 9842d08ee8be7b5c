/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ed25519 against RFC 8032; key files both ways with the openssl program. */
#include "unit/crypto/scratch.h"

#include <sys/stat.h>

#include "crypto/pem.h"
#include "crypto/sign.h"
#include "os/file.h"

static struct lnds_err err;

/* RFC 8032 §7.1, tests 1 to 3. */
static const char *const samples[][4] = {
	{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88215"
		"90a3"
		"3bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
	{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
		"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e4"
		"3e15"
		"996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
	{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
		"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
		"af82",
		"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b53"
		"8d16"
		"f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void test_rfc8032(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		uint8_t seed[32], pub[32], msg[2], sig[64];
		size_t n;

		(void)vec(samples[i][0], seed);
		n = vec(samples[i][2], msg);
		lnds_ed25519_public(seed, pub);
		assert_hex(pub, samples[i][1]);
		lnds_ed25519_sign(seed, msg, n, sig);
		assert_hex(sig, samples[i][3]);
		assert_true(lnds_ed25519_verify(pub, msg, n, sig));
		for (size_t j = 0; j < 64; j++) {
			sig[j] ^= 0x10;
			assert_false(lnds_ed25519_verify(pub, msg, n, sig));
			sig[j] ^= 0x10;
		}
		assert_false(lnds_ed25519_verify(pub, "other", 5, sig));
		pub[3] ^= 1;
		assert_false(lnds_ed25519_verify(pub, msg, n, sig));
	}
}

/* S plus the group's order signs too, but for who does not check its range. */
static void test_malleable(void **state)
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
		0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	uint8_t pub[32], sig[64];
	unsigned carry = 0;

	(void)state;
	(void)vec(samples[1][1], pub);
	(void)vec(samples[1][3], sig);
	assert_true(lnds_ed25519_verify(pub, "\x72", 1, sig));
	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)sig[32 + i] + order[i];
		sig[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	assert_false(lnds_ed25519_verify(pub, "\x72", 1, sig));
}

static void test_files(void **state)
{
	const char *key = in_scratch("key"), *pub_path = in_scratch("pub");
	struct lnds_secret *seed = lnds_ed25519_make(&err), *back;
	uint8_t pub[32], got[32];
	struct stat st;

	(void)state;
	assert_non_null(seed);
	lnds_ed25519_public(seed->p, pub);
	assert_true(lnds_ed25519_write(key, seed->p, &err));
	assert_true(lnds_ed25519_write_public(pub_path, pub, &err));
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(pub_path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	back = lnds_ed25519_read(key, &err);
	assert_non_null(back);
	assert_int_equal(back->n, 32);
	assert_memory_equal(back->p, seed->p, 32);
	assert_true(lnds_ed25519_read_public(pub_path, got, &err));
	assert_memory_equal(got, pub, 32);
	lnds_secret_free(back);

	assert_false(lnds_ed25519_write(key, seed->p, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_int_equal(chmod(key, 0644), 0);
	assert_null(lnds_ed25519_read(key, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	/* One for the other. */
	assert_int_equal(chmod(pub_path, 0600), 0);
	assert_null(lnds_ed25519_read(pub_path, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_false(lnds_ed25519_read_public(key, got, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	lnds_secret_free(seed);
	assert_int_equal(unlink(key) | unlink(pub_path), 0);
}

static bool get(const char *text)
{
	uint8_t out[64];
	size_t n;

	return lnds_pem_get(lnds_sv(text), "PUBLIC KEY", out, sizeof(out), &n);
}

static void test_pem(void **state)
{
#define B "-----BEGIN PUBLIC KEY-----\n"
#define E "-----END PUBLIC KEY-----\n"
#define L "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
#define FULL "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	(void)state;
	assert_true(get(B L "\n" E));
	assert_true(get("\n " B L "\r\n" E "\n\n"));
	assert_true(get(B FULL "\nAAAA\n" E));
	assert_true(get(B FULL "\n" E));
	assert_true(get(B E));
	assert_false(get(""));
	assert_false(get(B));
	assert_false(get(B L "\n"));
	assert_false(get(B L E));
	assert_false(get("x\n" B L "\n" E));
	assert_false(get(B L "\n" E "x"));
	assert_false(get(B L "\n" E B L "\n" E));
	assert_false(get(B "AAAA\n" L "\n" E)); /* a short line inside */
	assert_false(get(B L "\n\n" E));
	assert_false(get(B "AAA\n" E));
	assert_false(get(B FULL "AAAA\n" E));	    /* too long a line */
	assert_false(get(B FULL "\n" FULL "\n" E)); /* more than out holds */
	assert_false(get("-----BEGIN PRIVATE KEY-----\n" L "\n" E));
}

static void test_interop(void **state)
{
	const char *key = in_scratch("key"), *pub_path = in_scratch("pub"),
		   *msg = in_scratch("msg"), *sig_path = in_scratch("sig");
	struct lnds_secret *seed;
	struct lnds_buf sig = {0};
	uint8_t pub[32], derived[32], mine[64];

	(void)state;
	if (!have("openssl version")) {
		skip();
		return;
	}
	assert_true(lnds_create(msg, 0600, "attack", 6, &err));

	/* Their keys: we read them, and sign alike. */
	run("umask 077; openssl genpkey -algorithm ed25519 -out %s", key);
	run("openssl pkey -in %s -pubout -out %s", key, pub_path);
	seed = lnds_ed25519_read(key, &err);
	assert_non_null(seed);
	assert_true(lnds_ed25519_read_public(pub_path, pub, &err));
	lnds_ed25519_public(seed->p, derived);
	assert_memory_equal(pub, derived, 32);
	run("openssl pkeyutl -sign -rawin -inkey %s -in %s -out %s", key, msg, sig_path);
	assert_true(lnds_slurp(sig_path, 64, &sig, &err));
	lnds_ed25519_sign(seed->p, "attack", 6, mine);
	assert_memory_equal(sig.p, mine, 64);
	lnds_buf_free(&sig);
	assert_int_equal(unlink(key) | unlink(pub_path), 0);
	lnds_secret_free(seed);

	/* Ours: byte for byte what openssl writes. */
	seed = lnds_ed25519_make(&err);
	assert_non_null(seed);
	lnds_ed25519_public(seed->p, pub);
	assert_true(lnds_ed25519_write(key, seed->p, &err));
	assert_true(lnds_ed25519_write_public(pub_path, pub, &err));
	run("openssl pkey -in %s | cmp - %s", key, key);
	run("openssl pkey -pubin -in %s | cmp - %s", pub_path, pub_path);
	run("openssl pkey -in %s -pubout | cmp - %s", key, pub_path);
	lnds_secret_free(seed);

	/* A key of another algorithm is refused. */
	run("umask 077; openssl genpkey -algorithm x25519 -out %s", key);
	assert_null(lnds_ed25519_read(key, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_int_equal(
		unlink(key) | unlink(pub_path) | unlink(msg) | unlink(sig_path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc8032),
		cmocka_unit_test(test_malleable),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_pem),
		cmocka_unit_test(test_interop),
	};

	return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenSSL's configuration has no say: with a file that takes all algorithms away, all of
 * ours still work.
 */
#include "unit/crypto/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/aead.h"
#include "crypto/age.h"
#include "crypto/blake.h"
#include "crypto/ctr.h"
#include "crypto/digest.h"
#include "crypto/hmac.h"
#include "crypto/kdf.h"
#include "crypto/sign.h"

/* Each in a process of its own: the first use of OpenSSL in a process decides. */
static bool use_scrypt(void)
{
	struct lnds_err err;
	uint8_t out[64];

	return lnds_scrypt(LNDS_SV("x"), LNDS_SV("y"), 4, 1, 1, out, 64, &err);
}

static bool use_aead(void)
{
	static const uint8_t key[32];
	uint8_t out[32];

	lnds_aead_seal(LNDS_AES256_GCM, key, key, LNDS_SV(""), key, 16, out);
	return lnds_aead_open(LNDS_AES256_GCM, key, key, LNDS_SV(""), out, 32, out);
}

static bool use_siv(void)
{
	static const uint8_t key[64];
	struct lnds_siv *siv = lnds_siv_new(key);
	uint8_t out[32];

	lnds_siv_seal(siv, key, 16, out);
	lnds_siv_free(siv);
	return true;
}

static bool use_x25519(void)
{
	static const uint8_t key[32] = {1};
	struct lnds_buf name = {0};

	lnds_age_recipient(key, &name);
	lnds_buf_free(&name);
	return true;
}

static bool use_sign(void)
{
	static const uint8_t key[32];
	uint8_t sig[64];

	lnds_ed25519_sign(key, "abc", 3, sig);
	return true;
}

static bool use_verify(void)
{
	static const uint8_t pub[32], sig[64];

	return !lnds_ed25519_verify(pub, "abc", 3, sig);
}

static bool use_digest(void)
{
	uint8_t out[LNDS_SHA256_LEN];

	lnds_sha256("abc", 3, out);
	return out[0] == 0xba;
}

static bool use_blake(void)
{
	static const uint8_t key[32];
	struct lnds_blake *b = lnds_blake_new(key, sizeof(key), 32);
	uint8_t out[32];

	lnds_blake(b, LNDS_SV("abc"), out);
	lnds_blake_free(b);
	return true;
}

static bool use_hmac(void)
{
	static const uint8_t key[32];
	struct lnds_err err;
	struct lnds_hmac_key *k =
		lnds_hmac_key_new(LNDS_HMAC_SHA512, key, sizeof(key), &err);

	lnds_hmac_key_free(k);
	return k != NULL;
}

static bool use_ctr(void)
{
	struct lnds_ctr *c = lnds_ctr_new();
	uint8_t out[16];

	lnds_ctr_next(c, out, sizeof(out));
	lnds_ctr_free(c);
	return out[0] == 0xdc; /* AES-256 of zeros under zeros: dc95c078… */
}

static void test_no_config(void **state)
{
	static bool (*const use[])(void) = {use_scrypt, use_aead, use_siv, use_x25519,
		use_sign, use_verify, use_digest, use_blake, use_hmac, use_ctr};

	(void)state;
	for (size_t i = 0; i < sizeof(use) / sizeof(*use); i++) {
		const pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(!use[i]());
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
	static const char text[] = "openssl_conf = a\n[a]\nproviders = b\n[b]\nnull = c\n"
				   "[c]\nactivate = 1\n";
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_config)};
	char path[] = "/tmp/lnds-config-XXXXXX";
	const int fd = mkstemp(path);
	int failed;

	if (fd < 0 || write(fd, text, sizeof(text) - 1) != (ssize_t)sizeof(text) - 1 ||
		setenv("OPENSSL_CONF", path, 1) != 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)close(fd);
	(void)unlink(path);
	return failed;
}

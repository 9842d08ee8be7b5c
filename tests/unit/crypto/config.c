/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenSSL's configuration has no say: with a file that takes all algorithms away, all of
 * ours still work.
 */
#include "unit/crypto/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/aead.h"
#include "crypto/age.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"
#include "crypto/sign.h"

static void test_no_config(void **state)
{
	static const uint8_t key[64] = {1};
	struct lnds_err err;
	struct lnds_secret *id, *text;
	struct lnds_buf name = {0}, file = {0};
	struct lnds_siv *siv = lnds_siv_new(key);
	uint8_t out[64], pub[32], sig[64];

	(void)state;
	lnds_sha256("abc", 3, out);
	assert_true(lnds_scrypt(LNDS_SV("x"), LNDS_SV("y"), 4, 1, 1, out, 64, &err));
	lnds_aead_seal(LNDS_AES256_GCM, key, key, LNDS_SV(""), key, 16, out);
	lnds_siv_seal(siv, key, 16, out);
	lnds_siv_free(siv);
	id = lnds_age_identity_make(&err);
	assert_non_null(id);
	lnds_age_recipient(id->p, &name);
	assert_true(lnds_age_recipient_parse(lnds_buf_view(&name), pub, &err));
	assert_true(lnds_age_seal(pub, "abc", 3, &file, &err));
	text = lnds_age_open(id->p, lnds_buf_view(&file), &err);
	assert_non_null(text);
	lnds_secret_free(text);
	lnds_secret_free(id);
	lnds_buf_free(&name);
	lnds_buf_free(&file);
	lnds_ed25519_public(key, pub);
	lnds_ed25519_sign(key, "abc", 3, sig);
	assert_true(lnds_ed25519_verify(pub, "abc", 3, sig));
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HMAC by OpenSSL's EVP interface, which asks the providers, and so keeps to their
 * policy.
 */
#include "crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <stdlib.h>

#include "crypto/evp.h"

struct lnds_hmac_key {
	EVP_MAC_CTX *ctx;
	size_t len;
};

static const struct {
	const char *name; /* as OpenSSL and people call it */
	size_t len;
} digests[] = {
	[LNDS_HMAC_MD5] = {"MD5", LNDS_HMAC_MD5_LEN},
	[LNDS_HMAC_SHA1] = {"SHA1", LNDS_HMAC_SHA1_LEN},
	[LNDS_HMAC_SHA512] = {"SHA512", LNDS_HMAC_SHA512_LEN},
};

static EVP_MAC_CTX *keyed(const char *digest, const uint8_t *key, size_t n)
{
	char name[8];
	OSSL_PARAM params[2];
	EVP_MAC *mac;
	EVP_MAC_CTX *ctx;

	lnds_evp_init();
	mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
	if (!mac)
		return NULL;
	ctx = EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac); /* the context has a reference of its own */
	lnds_evp_must(ctx != NULL);
	memcpy(name, digest, strlen(digest) + 1);
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0);
	params[1] = OSSL_PARAM_construct_end();
	/* An empty key is a key: the pointer must not be NULL. */
	if (EVP_MAC_init(ctx, n ? key : (const uint8_t *)"", n, params) == 1)
		return ctx;
	EVP_MAC_CTX_free(ctx);
	return NULL;
}

struct lnds_hmac_key *lnds_hmac_key_new(
	enum lnds_hmac_digest d, const uint8_t *key, size_t n, struct lnds_err *err)
{
	EVP_MAC_CTX *ctx = keyed(digests[d].name, key, n);
	struct lnds_hmac_key *k;

	if (!ctx) {
		(void)lnds_fail(err, LNDS_SYSTEM, NULL,
			"the OpenSSL of this machine has no HMAC-%s", digests[d].name);
		(void)lnds_hint(err,
			"its build or policy leaves %s out: use another "
			"machine, or \"blakeHash\" in the schema",
			digests[d].name);
		return NULL;
	}
	k = lnds_alloc(sizeof(*k));
	k->ctx = ctx;
	k->len = digests[d].len;
	return k;
}

void lnds_hmac_key_mac(struct lnds_hmac_key *k, struct lnds_sv message, uint8_t *out)
{
	size_t n;

	lnds_evp_must(EVP_MAC_init(k->ctx, NULL, 0, NULL));
	if (message.n)
		lnds_evp_must(
			EVP_MAC_update(k->ctx, (const uint8_t *)message.p, message.n));
	lnds_evp_must(EVP_MAC_final(k->ctx, out, &n, k->len));
}

void lnds_hmac_key_free(struct lnds_hmac_key *k)
{
	if (!k)
		return;
	EVP_MAC_CTX_free(k->ctx); /* zeroises */
	free(k);
}

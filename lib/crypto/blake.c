/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed BLAKE2b by OpenSSL's BLAKE2BMAC. */
#include "crypto/blake.h"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <stdlib.h>

#include "crypto/evp.h"

struct lnds_blake {
	EVP_MAC_CTX *ctx;
	size_t size;
	bool salted; /* `salt` is not yet in the context */
	uint8_t salt[LNDS_BLAKE_SALT];
};

struct lnds_blake *lnds_blake_new(const uint8_t *key, size_t key_n, size_t size)
{
	struct lnds_blake *b = lnds_calloc(1, sizeof(*b));
	EVP_MAC *mac;
	OSSL_PARAM params[2];

	lnds_evp_init();
	mac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_BLAKE2BMAC, NULL);
	lnds_evp_must(mac != NULL);
	b->ctx = EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac); /* the context has a reference of its own */
	lnds_evp_must(b->ctx != NULL);
	b->size = size;
	params[0] = OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &b->size);
	params[1] = OSSL_PARAM_construct_end();
	lnds_evp_must(EVP_MAC_init(b->ctx, key, key_n, params));
	return b;
}

void lnds_blake_salt(struct lnds_blake *b, const uint8_t salt[LNDS_BLAKE_SALT])
{
	if (memcmp(b->salt, salt, LNDS_BLAKE_SALT) == 0)
		return;
	memcpy(b->salt, salt, LNDS_BLAKE_SALT);
	b->salted = true;
}

void lnds_blake(struct lnds_blake *b, struct lnds_sv message, uint8_t *out)
{
	size_t n;

	if (b->salted) {
		OSSL_PARAM params[2];

		params[0] = OSSL_PARAM_construct_octet_string(
			OSSL_MAC_PARAM_SALT, b->salt, LNDS_BLAKE_SALT);
		params[1] = OSSL_PARAM_construct_end();
		lnds_evp_must(EVP_MAC_init(b->ctx, NULL, 0, params));
		b->salted = false;
	} else {
		lnds_evp_must(EVP_MAC_init(b->ctx, NULL, 0, NULL));
	}
	if (message.n)
		lnds_evp_must(
			EVP_MAC_update(b->ctx, (const uint8_t *)message.p, message.n));
	lnds_evp_must(EVP_MAC_final(b->ctx, out, &n, b->size));
}

void lnds_blake_free(struct lnds_blake *b)
{
	if (!b)
		return;
	EVP_MAC_CTX_free(b->ctx); /* zeroises */
	free(b);
}

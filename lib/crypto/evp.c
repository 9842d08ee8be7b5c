/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenSSL's algorithms, each fetched at its first use. */
#include "crypto/evp.h"

#include <openssl/crypto.h>
#include <stdatomic.h>

static _Atomic(EVP_CIPHER *) ciphers[LNDS_EVP_CIPHERS];

static const char *const cipher_names[LNDS_EVP_CIPHERS] = {
	[LNDS_EVP_GCM] = "AES-256-GCM",
	[LNDS_EVP_CHACHA] = "ChaCha20-Poly1305",
	[LNDS_EVP_SIV] = "AES-256-SIV",
	[LNDS_EVP_ECB128] = "AES-128-ECB",
	[LNDS_EVP_ECB192] = "AES-192-ECB",
	[LNDS_EVP_ECB256] = "AES-256-ECB",
	[LNDS_EVP_CTR256] = "AES-256-CTR",
};

void lnds_evp_init(void)
{
	/* Done once by OpenSSL itself; later calls are a look at a flag. */
	lnds_evp_must(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL));
	/* Where memory fails while OpenSSL makes its default context, its next call
	 * follows a null pointer; asking for the context first tells. */
	lnds_evp_must(OSSL_LIB_CTX_get0_global_default() != NULL);
}

const EVP_CIPHER *lnds_evp_cipher(enum lnds_evp_cipher c)
{
	EVP_CIPHER *cipher = atomic_load(&ciphers[c]), *first = NULL;

	if (cipher)
		return cipher;
	lnds_evp_init();
	cipher = EVP_CIPHER_fetch(NULL, cipher_names[c], NULL);
	lnds_evp_must(cipher != NULL);
	if (atomic_compare_exchange_strong(&ciphers[c], &first, cipher))
		return cipher;
	EVP_CIPHER_free(cipher);
	return first;
}

EVP_CIPHER_CTX *lnds_evp_cipher_ctx(void)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();

	lnds_evp_must(ctx != NULL);
	return ctx;
}

EVP_PKEY *lnds_evp_private(int type, const uint8_t key[32])
{
	EVP_PKEY *k;

	lnds_evp_init();
	k = EVP_PKEY_new_raw_private_key(type, NULL, key, 32);
	lnds_evp_must(k != NULL);
	return k;
}

EVP_PKEY *lnds_evp_public(int type, const uint8_t key[32])
{
	EVP_PKEY *k;

	lnds_evp_init();
	k = EVP_PKEY_new_raw_public_key(type, NULL, key, 32);
	lnds_evp_must(k != NULL);
	return k;
}

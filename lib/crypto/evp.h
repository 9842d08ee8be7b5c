/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the files of crypto/ alone: OpenSSL's algorithms, fetched once a process (a fetch
 * by name walks the providers and takes locks; done per record it would cost more than
 * the cipher). They are never freed. The three ways in which such a call can fail are
 * memory, a library without its default provider, and a mistake of ours: lnds_evp_must
 * ends the process as running out of memory does.
 */
#ifndef LNDS_CRYPTO_EVP_H
#define LNDS_CRYPTO_EVP_H

#include <openssl/evp.h>

#include "base/alloc.h"

/* Before anything of OpenSSL that is not fetched through here: keys, scrypt. */
void lnds_evp_init(void);
/* "AES-256-GCM", "ChaCha20-Poly1305", "AES-256-SIV", "AES-128-ECB", … in this order. */
enum lnds_evp_cipher {
	LNDS_EVP_GCM,
	LNDS_EVP_CHACHA,
	LNDS_EVP_SIV,
	LNDS_EVP_ECB128,
	LNDS_EVP_ECB192,
	LNDS_EVP_ECB256,
	LNDS_EVP_CTR256,
	LNDS_EVP_CIPHERS
};
const EVP_CIPHER *lnds_evp_cipher(enum lnds_evp_cipher c);
EVP_CIPHER_CTX *lnds_evp_cipher_ctx(void) __attribute__((returns_nonnull));
/* A raw key of EVP_PKEY_ED25519 or EVP_PKEY_X25519, for EVP_PKEY_free. */
EVP_PKEY *lnds_evp_private(int type, const uint8_t key[32])
	__attribute__((returns_nonnull));
EVP_PKEY *lnds_evp_public(int type, const uint8_t key[32])
	__attribute__((returns_nonnull));

static inline void lnds_evp_must(int rc)
{
	if (rc != 1)
		lnds_out_of_memory();
}

#endif

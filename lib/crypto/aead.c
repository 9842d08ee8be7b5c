/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ciphers by OpenSSL's EVP interface. A context is keyed once; a message sets the nonce
 * only. Failures other than a wrong tag cannot come from data (crypto/evp.h).
 */
#include "crypto/aead.h"

#include <stdlib.h>

#include "crypto/evp.h"
#include "os/secret.h"

#define NONCE_LEN 12
#define PIECE ((size_t)1 << 30) /* EVP counts in int */

struct lnds_aead_key {
	EVP_CIPHER_CTX *seal, *open;
};

struct lnds_aead_key *lnds_aead_key_new(enum lnds_aead alg, const uint8_t key[32])
{
	const EVP_CIPHER *c =
		lnds_evp_cipher(alg == LNDS_AES256_GCM ? LNDS_EVP_GCM : LNDS_EVP_CHACHA);
	struct lnds_aead_key *k = lnds_alloc(sizeof(*k));

	k->seal = lnds_evp_cipher_ctx();
	k->open = lnds_evp_cipher_ctx();
	lnds_evp_must(EVP_EncryptInit_ex2(k->seal, c, key, NULL, NULL));
	lnds_evp_must(EVP_DecryptInit_ex2(k->open, c, key, NULL, NULL));
	return k;
}

void lnds_aead_key_free(struct lnds_aead_key *k)
{
	if (!k)
		return;
	EVP_CIPHER_CTX_free(k->seal); /* zeroises */
	EVP_CIPHER_CTX_free(k->open);
	free(k);
}

/* EVP_CipherUpdate for any length; out NULL: associated data. */
static void update(EVP_CIPHER_CTX *ctx, uint8_t *out, const uint8_t *p, size_t n)
{
	while (n) {
		const size_t piece = n < PIECE ? n : PIECE;
		int done;

		lnds_evp_must(EVP_CipherUpdate(ctx, out, &done, p, (int)piece));
		p += piece;
		n -= piece;
		if (out)
			out += piece;
	}
}

void lnds_aead_key_seal(struct lnds_aead_key *k, const uint8_t nonce[NONCE_LEN],
	struct lnds_sv ad, const uint8_t *p, size_t n, uint8_t *out)
{
	int none;

	lnds_evp_must(EVP_EncryptInit_ex2(k->seal, NULL, NULL, nonce, NULL));
	update(k->seal, NULL, (const uint8_t *)ad.p, ad.n);
	update(k->seal, out, p, n);
	lnds_evp_must(EVP_EncryptFinal_ex(k->seal, out + n, &none));
	lnds_evp_must(EVP_CIPHER_CTX_ctrl(
		k->seal, EVP_CTRL_AEAD_GET_TAG, LNDS_TAG_LEN, out + n));
}

bool lnds_aead_key_open(struct lnds_aead_key *k, const uint8_t nonce[NONCE_LEN],
	struct lnds_sv ad, const uint8_t *p, size_t n, uint8_t *out)
{
	uint8_t tag[LNDS_TAG_LEN];
	int none;

	if (n < LNDS_TAG_LEN)
		return false;
	n -= LNDS_TAG_LEN;
	memcpy(tag, p + n, LNDS_TAG_LEN);
	lnds_evp_must(EVP_DecryptInit_ex2(k->open, NULL, NULL, nonce, NULL));
	lnds_evp_must(
		EVP_CIPHER_CTX_ctrl(k->open, EVP_CTRL_AEAD_SET_TAG, LNDS_TAG_LEN, tag));
	update(k->open, NULL, (const uint8_t *)ad.p, ad.n);
	update(k->open, out, p, n);
	if (EVP_DecryptFinal_ex(k->open, tag, &none) == 1)
		return true;
	lnds_wipe(out, n);
	return false;
}

void lnds_aead_seal(enum lnds_aead alg, const uint8_t key[32],
	const uint8_t nonce[NONCE_LEN], struct lnds_sv ad, const uint8_t *p, size_t n,
	uint8_t *out)
{
	struct lnds_aead_key *k = lnds_aead_key_new(alg, key);

	lnds_aead_key_seal(k, nonce, ad, p, n, out);
	lnds_aead_key_free(k);
}

bool lnds_aead_open(enum lnds_aead alg, const uint8_t key[32],
	const uint8_t nonce[NONCE_LEN], struct lnds_sv ad, const uint8_t *p, size_t n,
	uint8_t *out)
{
	struct lnds_aead_key *k = lnds_aead_key_new(alg, key);
	const bool ok = lnds_aead_key_open(k, nonce, ad, p, n, out);

	lnds_aead_key_free(k);
	return ok;
}

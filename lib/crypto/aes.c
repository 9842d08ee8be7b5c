/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AES over many blocks, and AES-SIV, by OpenSSL's EVP interface. */
#include <stdlib.h>

#include "crypto/aead.h"
#include "crypto/evp.h"
#include "os/secret.h"

struct lnds_aes {
	EVP_CIPHER_CTX *ctx;
};

struct lnds_aes *lnds_aes_new(const uint8_t *key, unsigned key_bits)
{
	const enum lnds_evp_cipher c = key_bits == 128	 ? LNDS_EVP_ECB128
				       : key_bits == 192 ? LNDS_EVP_ECB192
							 : LNDS_EVP_ECB256;
	struct lnds_aes *a = lnds_alloc(sizeof(*a));

	a->ctx = lnds_evp_cipher_ctx();
	lnds_evp_must(EVP_EncryptInit_ex2(a->ctx, lnds_evp_cipher(c), key, NULL, NULL));
	lnds_evp_must(EVP_CIPHER_CTX_set_padding(a->ctx, 0));
	return a;
}

void lnds_aes_blocks(struct lnds_aes *a, const uint8_t *in, uint8_t *out, size_t n)
{
	int done;

	lnds_evp_must(EVP_EncryptUpdate(a->ctx, out, &done, in, (int)n));
}

void lnds_aes_free(struct lnds_aes *a)
{
	if (!a)
		return;
	EVP_CIPHER_CTX_free(a->ctx);
	free(a);
}

/* OpenSSL's SIV takes one message per keying: each message works on a copy of the keyed
 * context. */
struct lnds_siv {
	EVP_CIPHER_CTX *seal, *open, *work;
};

struct lnds_siv *lnds_siv_new(const uint8_t key[64])
{
	const EVP_CIPHER *c = lnds_evp_cipher(LNDS_EVP_SIV);
	struct lnds_siv *s = lnds_alloc(sizeof(*s));

	s->seal = lnds_evp_cipher_ctx();
	s->open = lnds_evp_cipher_ctx();
	s->work = lnds_evp_cipher_ctx();
	lnds_evp_must(EVP_EncryptInit_ex2(s->seal, c, key, NULL, NULL));
	lnds_evp_must(EVP_DecryptInit_ex2(s->open, c, key, NULL, NULL));
	return s;
}

void lnds_siv_seal(struct lnds_siv *s, const uint8_t *p, size_t n, uint8_t *out)
{
	int done;

	lnds_evp_must(EVP_CIPHER_CTX_copy(s->work, s->seal));
	lnds_evp_must(EVP_EncryptUpdate(s->work, out + LNDS_TAG_LEN, &done, p, (int)n));
	lnds_evp_must(
		EVP_CIPHER_CTX_ctrl(s->work, EVP_CTRL_AEAD_GET_TAG, LNDS_TAG_LEN, out));
}

bool lnds_siv_open(struct lnds_siv *s, const uint8_t *p, size_t n, uint8_t *out)
{
	uint8_t tag[LNDS_TAG_LEN];
	int done;

	if (n <= LNDS_TAG_LEN)
		return false;
	n -= LNDS_TAG_LEN;
	memcpy(tag, p, LNDS_TAG_LEN);
	lnds_evp_must(EVP_CIPHER_CTX_copy(s->work, s->open));
	lnds_evp_must(
		EVP_CIPHER_CTX_ctrl(s->work, EVP_CTRL_AEAD_SET_TAG, LNDS_TAG_LEN, tag));
	if (EVP_DecryptUpdate(s->work, out, &done, p + LNDS_TAG_LEN, (int)n) == 1)
		return true;
	lnds_wipe(out, n);
	return false;
}

void lnds_siv_free(struct lnds_siv *s)
{
	if (!s)
		return;
	EVP_CIPHER_CTX_free(s->seal);
	EVP_CIPHER_CTX_free(s->open);
	EVP_CIPHER_CTX_free(s->work);
	free(s);
}

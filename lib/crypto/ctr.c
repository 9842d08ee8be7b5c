/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AES-256-CTR by OpenSSL's EVP interface: the keystream is the encryption of zeros. */
#include "crypto/ctr.h"

#include <stdlib.h>

#include "crypto/evp.h"

#define PIECE ((size_t)1 << 30) /* EVP counts in int */

struct lnds_ctr {
	EVP_CIPHER_CTX *ctx;
};

struct lnds_ctr *lnds_ctr_new(void)
{
	static const uint8_t zero[32];
	struct lnds_ctr *c = lnds_alloc(sizeof(*c));

	c->ctx = lnds_evp_cipher_ctx();
	lnds_evp_must(EVP_EncryptInit_ex2(
		c->ctx, lnds_evp_cipher(LNDS_EVP_CTR256), zero, zero, NULL));
	return c;
}

void lnds_ctr_key(struct lnds_ctr *c, const uint8_t key[32], const uint8_t iv[16])
{
	lnds_evp_must(EVP_EncryptInit_ex2(c->ctx, NULL, key, iv, NULL));
}

void lnds_ctr_iv(struct lnds_ctr *c, const uint8_t iv[16])
{
	lnds_evp_must(EVP_EncryptInit_ex2(c->ctx, NULL, NULL, iv, NULL));
}

void lnds_ctr_next(struct lnds_ctr *c, uint8_t *out, size_t n)
{
	memset(out, 0, n);
	while (n) {
		const size_t piece = n < PIECE ? n : PIECE;
		int done;

		lnds_evp_must(EVP_EncryptUpdate(c->ctx, out, &done, out, (int)piece));
		out += piece;
		n -= piece;
	}
}

void lnds_ctr_free(struct lnds_ctr *c)
{
	if (!c)
		return;
	EVP_CIPHER_CTX_free(c->ctx); /* zeroises */
	free(c);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 by OpenSSL's EVP interface. */
#include "crypto/digest.h"

#include <stdlib.h>

#include "crypto/evp.h"

struct lnds_sha256 {
	EVP_MD_CTX *ctx;
	EVP_MD_CTX *end; /* a copy to finish, so that ctx can go on */
};

void lnds_sha256(const void *p, size_t n, uint8_t out[LNDS_SHA256_LEN])
{
	lnds_evp_must(EVP_Digest(p, n, out, NULL, lnds_evp_sha256(), NULL));
}

struct lnds_sha256 *lnds_sha256_new(void)
{
	struct lnds_sha256 *h = lnds_alloc(sizeof(*h));

	h->ctx = EVP_MD_CTX_new();
	h->end = EVP_MD_CTX_new();
	lnds_evp_must(h->ctx && h->end);
	lnds_evp_must(EVP_DigestInit_ex(h->ctx, lnds_evp_sha256(), NULL));
	return h;
}

void lnds_sha256_add(struct lnds_sha256 *h, const void *p, size_t n)
{
	lnds_evp_must(EVP_DigestUpdate(h->ctx, p, n));
}

void lnds_sha256_end(const struct lnds_sha256 *h, uint8_t out[LNDS_SHA256_LEN])
{
	lnds_evp_must(EVP_MD_CTX_copy_ex(h->end, h->ctx));
	lnds_evp_must(EVP_DigestFinal_ex(h->end, out, NULL));
}

void lnds_sha256_free(struct lnds_sha256 *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->ctx);
	EVP_MD_CTX_free(h->end);
	free(h);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 by OpenSSL's low-level functions, which OpenSSL 3 calls deprecated: the first
 * fetch through EVP costs a start 1.2 ms, and a state that is a plain struct needs no
 * allocation to be copied and ended. The code underneath is the same.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/digest.h"

#include <openssl/sha.h>
#include <stdlib.h>

#include "base/alloc.h"

struct lnds_sha256 {
	SHA256_CTX ctx;
};

void lnds_sha256(const void *p, size_t n, uint8_t out[LNDS_SHA256_LEN])
{
	SHA256_CTX c;

	(void)SHA256_Init(&c);
	(void)SHA256_Update(&c, p, n);
	(void)SHA256_Final(out, &c);
}

struct lnds_sha256 *lnds_sha256_new(void)
{
	struct lnds_sha256 *h = lnds_alloc(sizeof(*h));

	(void)SHA256_Init(&h->ctx);
	return h;
}

void lnds_sha256_add(struct lnds_sha256 *h, const void *p, size_t n)
{
	(void)SHA256_Update(&h->ctx, p, n);
}

void lnds_sha256_end(const struct lnds_sha256 *h, uint8_t out[LNDS_SHA256_LEN])
{
	SHA256_CTX c = h->ctx;

	(void)SHA256_Final(out, &c);
}

void lnds_sha256_free(struct lnds_sha256 *h)
{
	free(h);
}

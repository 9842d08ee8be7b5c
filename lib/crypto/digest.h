/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 (FIPS 180-4), whole and incremental. */
#ifndef LNDS_CRYPTO_DIGEST_H
#define LNDS_CRYPTO_DIGEST_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

#define LNDS_SHA256_LEN 32

void lnds_sha256(const void *p, size_t n, uint8_t out[LNDS_SHA256_LEN]);

/* Incremental; _new never returns NULL, _end gives the digest of all bytes so far and may
 * be called again after further bytes. */
struct lnds_sha256;
struct lnds_sha256 *lnds_sha256_new(void);
void lnds_sha256_add(struct lnds_sha256 *h, const void *p, size_t n);
void lnds_sha256_end(const struct lnds_sha256 *h, uint8_t out[LNDS_SHA256_LEN]);
void lnds_sha256_free(struct lnds_sha256 *h);

#endif

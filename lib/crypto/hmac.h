/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HMAC (RFC 2104) over digests other than SHA-256, which has crypto/mac.h for itself:
 * SHA-512 for HKDF; MD5 and SHA-1 for codes of old linkage projects, and for nothing
 * else. Set up once, used for many messages; one object per thread.
 */
#ifndef LNDS_CRYPTO_HMAC_H
#define LNDS_CRYPTO_HMAC_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

enum lnds_hmac_digest { LNDS_HMAC_MD5, LNDS_HMAC_SHA1, LNDS_HMAC_SHA512 };
#define LNDS_HMAC_MD5_LEN 16u
#define LNDS_HMAC_SHA1_LEN 20u
#define LNDS_HMAC_SHA512_LEN 64u

struct lnds_hmac_key;
/* LNDS_SYSTEM where this OpenSSL has no such digest (builds and policies without MD5 or
 * SHA-1). key may be of any length, also empty. */
struct lnds_hmac_key *lnds_hmac_key_new(enum lnds_hmac_digest d, const uint8_t *key,
	size_t n, struct lnds_err *err) LNDS_MUST_CHECK;
/* out has the digest's length. */
void lnds_hmac_key_mac(struct lnds_hmac_key *k, struct lnds_sv message, uint8_t *out);
void lnds_hmac_key_free(struct lnds_hmac_key *k); /* zeroises; NULL allowed */

#endif

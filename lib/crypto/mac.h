/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1). A keyed object is set up once and used for many
 * messages; one object per thread.
 */
#ifndef LNDS_CRYPTO_MAC_H
#define LNDS_CRYPTO_MAC_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

#define LNDS_MAC_LEN 32

struct lnds_mac;
struct lnds_mac *lnds_mac_new(const uint8_t *key, size_t n);
void lnds_mac(struct lnds_mac *m, const void *p, size_t n, uint8_t out[LNDS_MAC_LEN]);
/* `count` messages at once, the i-th of n[i] bytes at p[i]; out is count × 32 bytes. */
void lnds_mac_many(struct lnds_mac *m, const void *const *p, const size_t *n,
	size_t count, uint8_t (*out)[LNDS_MAC_LEN]);
void lnds_mac_free(struct lnds_mac *m); /* zeroises; NULL allowed */

/* One message, one call. */
void lnds_hmac(const uint8_t *key, size_t key_n, const void *p, size_t n,
	uint8_t out[LNDS_MAC_LEN]);

#endif

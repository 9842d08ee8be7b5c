/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HKDF with SHA-256 and SHA-512 (RFC 5869), scrypt (RFC 7914). */
#ifndef LNDS_CRYPTO_KDF_H
#define LNDS_CRYPTO_KDF_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

void lnds_hkdf_extract(
	struct lnds_sv salt, const uint8_t *ikm, size_t n, uint8_t prk[32]);
/* n <= 8160. */
void lnds_hkdf_expand(const uint8_t prk[32], struct lnds_sv info, uint8_t *out, size_t n);
/* Extract and expand in one call; bits 256 or 512 (SHA-256, SHA-512); out_n at most 255
 * digests (8160, 16320). An empty salt is RFC 5869's absent one. */
void lnds_hkdf(unsigned bits, struct lnds_sv salt, const uint8_t *ikm, size_t n,
	struct lnds_sv info, uint8_t *out, size_t out_n);
/* N = 2^log_n; up to log_n 22. */
bool lnds_scrypt(struct lnds_sv pass, struct lnds_sv salt, unsigned log_n, unsigned r,
	unsigned p, uint8_t *out, size_t n, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

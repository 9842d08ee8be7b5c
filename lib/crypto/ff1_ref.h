/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FF1 (NIST SP 800-38G, algorithms 7 and 8) written for reading, not for speed: BIGNUM
 * arithmetic, any radix 2 to 65536, any length and tweak, one value a call. The judge of
 * the batch cipher in pseudo/ff1.h; no program uses it.
 */
#ifndef LNDS_CRYPTO_FF1_REF_H
#define LNDS_CRYPTO_FF1_REF_H

#include <stdint.h>

#include "base/err.h"

struct lnds_ff1_ref {
	const uint8_t *key;
	unsigned key_bits; /* 128, 192 or 256 */
	unsigned radix;
	const uint8_t *tweak;
	uint32_t tweak_n;
};

/* n >= 2 numerals, each below radix, most significant first; in == out allowed. False
 * where OpenSSL has no memory or radix and n are out of range. */
LNDS_MUST_CHECK bool lnds_ff1_ref(const struct lnds_ff1_ref *f, bool encipher,
	const uint16_t *in, uint32_t n, uint16_t *out);

#endif

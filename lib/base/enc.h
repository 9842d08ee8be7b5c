/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text forms of bytes: hex (lower case), base64 (RFC 4648 §4) and base64url (§5).
 * Decoders are canonical: wrong length, foreign byte, white space, non-zero trailing bits
 * or wrong padding are refused. Encoders write no NUL.
 */
#ifndef LNDS_BASE_ENC_H
#define LNDS_BASE_ENC_H

#include <stdint.h>

#include "base/buf.h"

enum lnds_b64 {
	LNDS_B64_PADDED, /* standard alphabet, '=' to a multiple of four */
	LNDS_B64_RAW,	 /* standard alphabet, no padding (age) */
	LNDS_B64_URL,	 /* URL alphabet, no padding (JOSE) */
};

void lnds_hex(char *out /* 2n */, const uint8_t *p, size_t n);
/* out has s.n / 2 bytes. Upper case is accepted only if `any_case`. */
LNDS_MUST_CHECK bool lnds_unhex(struct lnds_sv s, uint8_t *out, bool any_case);

void lnds_b64(struct lnds_buf *out, const uint8_t *p, size_t n, enum lnds_b64 form);
/* The same into memory of the caller (n / 3 · 4 + 4 bytes): secrets stay out of the heap.
 * Returns the end. */
char *lnds_b64_put(char *out, const uint8_t *p, size_t n, enum lnds_b64 form);
/* Appends the bytes to out (room for 3 · s.n / 4); *n is their number. */
LNDS_MUST_CHECK bool lnds_unb64(
	struct lnds_sv s, enum lnds_b64 form, uint8_t *out, size_t cap, size_t *n);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the files of crypto/: text encoding of one object, strict form of RFC 7468
 * ("-----BEGIN LABEL-----", base64 in lines of 64, "-----END LABEL-----"), in memory of
 * the caller since private keys pass through.
 */
#ifndef LNDS_CRYPTO_PEM_H
#define LNDS_CRYPTO_PEM_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

/* Bytes that n bytes take under this label. */
size_t lnds_pem_len(const char *label, size_t n);
void lnds_pem_put(char *out, const char *label, const uint8_t *p, size_t n);
/* Exactly one object under this label with white space around at most; lines end with LF
 * or CR LF. At most 48 bytes a line and `cap` in all go to out. */
LNDS_MUST_CHECK bool lnds_pem_get(
	struct lnds_sv text, const char *label, uint8_t *out, size_t cap, size_t *n);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8 (RFC 3629) and the two legacy encodings of office exports: ISO 8859-1 and
 * Windows-1252 (WHATWG index, but its five undefined bytes are refused).
 */
#ifndef LNDS_TEXT_UTF8_H
#define LNDS_TEXT_UTF8_H

#include <stdint.h>

#include "base/buf.h"

/* Offset of the first byte that is not part of valid UTF-8 (overlong, surrogate, above
 * 10FFFF, cut), or n. Fast on ASCII. */
size_t lnds_utf8_check(const char *p, size_t n);

/* Decodes one character at p (n >= 1, valid UTF-8); *len is its length in bytes. */
uint32_t lnds_utf8_get(const char *p, size_t n, unsigned *len);
/* Writes c (1 to 4 bytes) and returns the length. */
unsigned lnds_utf8_put(char *out, uint32_t c);
/* Characters in valid UTF-8. */
size_t lnds_utf8_len(struct lnds_sv s);

enum lnds_encoding { LNDS_UTF8, LNDS_LATIN1, LNDS_CP1252 };

/* Transcodes n bytes to UTF-8; out has room for 3n bytes. Returns the bytes written, and
 * in *bad the offset of the first byte without meaning (LATIN1: 80–9F, a sign of cp1252;
 * CP1252: 81 8D 8F 90 9D), or n. Stops there. */
size_t lnds_to_utf8(
	enum lnds_encoding enc, const char *p, size_t n, char *out, size_t *bad);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-16 and the single-byte encodings to UTF-8, as they stream in. What has no meaning
 * becomes the byte FF.
 */
#ifndef LNDS_STREAM_DECODE_H
#define LNDS_STREAM_DECODE_H

#include "text/utf8.h"

/* n bytes to out (room for 3n); returns the bytes written. */
size_t lnds_decode_bytes(enum lnds_encoding enc, const char *p, size_t n, char *out);

/* UTF-16 in pieces: zero-initialise, set big_endian. */
struct lnds_utf16 {
	bool big_endian;
	unsigned char odd; /* first half of a unit */
	bool has_odd;
	uint16_t high; /* a high surrogate that waits, or 0 */
};

/* n bytes to out (room for 3n + 4). `last`: the input ends here. */
size_t lnds_decode_utf16(
	struct lnds_utf16 *u, const char *p, size_t n, bool last, char *out);

#endif

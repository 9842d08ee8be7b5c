/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input encodings to UTF-8, piece by piece. */
#include "stream/decode.h"

#define MEANINGLESS ((char)0xff)

size_t lnds_decode_bytes(enum lnds_encoding enc, const char *p, size_t n, char *out)
{
	size_t made = 0;

	while (n) {
		size_t bad;

		made += lnds_to_utf8(enc, p, n, out + made, &bad);
		if (bad == n)
			break;
		out[made++] = MEANINGLESS;
		p += bad + 1;
		n -= bad + 1;
	}
	return made;
}

/* One unit; returns behind what it wrote. */
static char *put_unit(struct lnds_utf16 *u, uint16_t unit, char *out)
{
	const uint16_t high = u->high;

	u->high = 0;
	if (high && (unit & 0xfc00) == 0xdc00)
		return out + lnds_utf8_put(out,
				     0x10000 + ((high & 0x3ffu) << 10) + (unit & 0x3ffu));
	if (high)
		*out++ = MEANINGLESS;
	if ((unit & 0xfc00) == 0xd800)
		u->high = unit;
	else if ((unit & 0xfc00) == 0xdc00)
		*out++ = MEANINGLESS;
	else
		out += lnds_utf8_put(out, unit);
	return out;
}

size_t lnds_decode_utf16(
	struct lnds_utf16 *u, const char *p, size_t n, bool last, char *out)
{
	char *const start = out;

	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)p[i];

		if (u->has_odd)
			out = put_unit(u,
				(uint16_t)(u->big_endian ? u->odd << 8 | c
							 : c << 8 | u->odd),
				out);
		u->has_odd = !u->has_odd;
		u->odd = c;
	}
	if (last && (u->has_odd || u->high))
		*out++ = MEANINGLESS;
	if (last) {
		u->has_odd = false;
		u->high = 0;
	}
	return (size_t)(out - start);
}

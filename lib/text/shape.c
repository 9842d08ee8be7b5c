/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of a value. */
#include "text/shape.h"

#include "text/utf8.h"

#define SHOWN 24

static char shape_ascii(char c)
{
	if (c >= '0' && c <= '9')
		return '9';
	if (c >= 'a' && c <= 'z')
		return 'a';
	if (c >= 'A' && c <= 'Z')
		return 'A';
	return c >= ' ' && c < 0x7f ? c : '?';
}

/* Beyond ASCII. The case is told for Latin-1 and Latin Extended-A (capitals are mostly
 * the even ones); what else there is counts as a small letter. */
static char shape_wide(uint32_t c)
{
	bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);

	if (c < 0xa0)
		return '?';
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return 'A';
	if (c == 0x178)
		return 'A';
	if (c >= 0x100 && c <= 0x17e && c != 0x138 && c != 0x149)
		return (c & 1) == odd_capitals ? 'A' : 'a';
	return 'a';
}

const char *lnds_shape(struct lnds_sv value, char out[LNDS_SHAPE_MAX])
{
	size_t i = 0, at = 0;

	while (i < value.n && at < SHOWN) {
		size_t left = value.n - i < 4 ? value.n - i : 4;
		unsigned len = 1;

		if ((signed char)value.p[i] >= 0) {
			out[at++] = shape_ascii(value.p[i]);
		} else {
			uint32_t c = lnds_utf8_get(value.p + i, left, &len);
			bool valid = lnds_utf8_check(value.p + i, len) == len;

			out[at++] = valid ? shape_wide(c) : '?';
			len = valid ? len : 1;
		}
		i += len;
	}
	if (i < value.n)
		out[at++] = '~';
	out[at] = '\0';
	return out;
}

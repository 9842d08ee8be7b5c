/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hex and base64. Secrets pass through here (key files), so digits are computed, not
 * looked up: no table of ours is indexed by key material.
 */
#include "base/enc.h"

#include <endian.h>
#include <string.h>

/* Nibbles, one a byte, to digits. */
static uint64_t hex_digits(uint64_t nibbles)
{
	uint64_t letter = (nibbles + UINT64_C(0x0606060606060606)) >> 4 &
			  UINT64_C(0x0101010101010101);

	return nibbles + UINT64_C(0x3030303030303030) + letter * ('a' - '9' - 1);
}

void lnds_hex(char *out, const uint8_t *p, size_t n)
{
	uint32_t four;
	uint64_t v;
	size_t i;

	/* Four bytes become eight digits at once. */
	for (i = 0; i + 4 <= n; i += 4) {
		memcpy(&four, p + i, sizeof(four));
		v = le32toh(four);
		v = (v | v << 16) & UINT64_C(0x0000FFFF0000FFFF);
		v = (v | v << 8) & UINT64_C(0x00FF00FF00FF00FF);
		v = (v >> 4 & UINT64_C(0x000F000F000F000F)) |
		    (v & UINT64_C(0x000F000F000F000F)) << 8;
		v = htole64(hex_digits(v));
		memcpy(out + 2 * i, &v, sizeof(v));
	}
	for (; i < n; i++) {
		v = hex_digits((uint64_t)(p[i] & 15) << 8 | p[i] >> 4);
		out[2 * i] = (char)v;
		out[2 * i + 1] = (char)(v >> 8);
	}
}

/* All ones where lo <= c <= hi, else 0. */
static unsigned in_range(unsigned c, unsigned lo, unsigned hi)
{
	return (((c - lo) | (hi - c)) >> 31) - 1;
}

static int unhex_digit(unsigned c, bool any_case)
{
	unsigned v = (in_range(c, '0', '9') & (c - '0' + 1)) |
		     (in_range(c, 'a', 'f') & (c - 'a' + 11));

	if (any_case)
		v |= in_range(c, 'A', 'F') & (c - 'A' + 11);
	return (int)v - 1;
}

bool lnds_unhex(struct lnds_sv s, uint8_t *out, bool any_case)
{
	size_t i;
	int bad = 0;

	if (s.n % 2)
		return false;
	for (i = 0; i < s.n / 2; i++) {
		int hi = unhex_digit((unsigned char)s.p[2 * i], any_case);
		int lo = unhex_digit((unsigned char)s.p[2 * i + 1], any_case);

		bad |= hi | lo;
		out[i] = (uint8_t)((unsigned)hi << 4 | (unsigned)lo);
	}
	return bad >= 0;
}

static char b64_char(unsigned v, enum lnds_b64 form)
{
	unsigned c62 = form == LNDS_B64_URL ? '-' : '+';
	unsigned c63 = form == LNDS_B64_URL ? '_' : '/';

	return (char)((in_range(v, 0, 25) & ('A' + v)) |
		      (in_range(v, 26, 51) & ('a' + v - 26)) |
		      (in_range(v, 52, 61) & ('0' + v - 52)) |
		      (in_range(v, 62, 62) & c62) | (in_range(v, 63, 63) & c63));
}

char *lnds_b64_put(char *o, const uint8_t *p, size_t n, enum lnds_b64 form)
{
	size_t i;

	for (i = 0; i < n; i += 3) {
		size_t left = n - i < 3 ? n - i : 3;
		unsigned w = (unsigned)p[i] << 16;

		if (left > 1)
			w |= (unsigned)p[i + 1] << 8;
		if (left > 2)
			w |= p[i + 2];
		*o++ = b64_char(w >> 18, form);
		*o++ = b64_char(w >> 12 & 63, form);
		if (left > 1)
			*o++ = b64_char(w >> 6 & 63, form);
		else if (form == LNDS_B64_PADDED)
			*o++ = '=';
		if (left > 2)
			*o++ = b64_char(w & 63, form);
		else if (form == LNDS_B64_PADDED)
			*o++ = '=';
	}
	return o;
}

void lnds_b64(struct lnds_buf *out, const uint8_t *p, size_t n, enum lnds_b64 form)
{
	char *to = lnds_buf_room(out, n / 3 * 4 + 4);

	out->n += (size_t)(lnds_b64_put(to, p, n, form) - to);
}

static int unb64_digit(unsigned c, enum lnds_b64 form)
{
	unsigned c62 = form == LNDS_B64_URL ? '-' : '+';
	unsigned c63 = form == LNDS_B64_URL ? '_' : '/';
	unsigned v = (in_range(c, 'A', 'Z') & (c - 'A' + 1)) |
		     (in_range(c, 'a', 'z') & (c - 'a' + 27)) |
		     (in_range(c, '0', '9') & (c - '0' + 53)) |
		     (in_range(c, c62, c62) & 63) | (in_range(c, c63, c63) & 64);

	return (int)v - 1;
}

/* Without its padding, or false where that is not as the form wants it. */
static bool strip_padding(struct lnds_sv *s, enum lnds_b64 form)
{
	if (form == LNDS_B64_PADDED) {
		if (s->n % 4)
			return false;
		if (s->n && s->p[s->n - 1] == '=')
			s->n--;
		if (s->n % 4 == 3 && s->p[s->n - 1] == '=')
			s->n--;
	}
	return s->n % 4 != 1;
}

bool lnds_unb64(struct lnds_sv s, enum lnds_b64 form, uint8_t *out, size_t cap, size_t *n)
{
	size_t i, at = 0;
	unsigned w = 0, bits = 0;
	int bad = 0;

	if (!strip_padding(&s, form) || s.n / 4 * 3 + s.n % 4 * 3 / 4 > cap)
		return false;
	for (i = 0; i < s.n; i++) {
		int v = unb64_digit((unsigned char)s.p[i], form);

		bad |= v;
		w = (w << 6 | ((unsigned)v & 63)) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (uint8_t)(w >> bits);
		}
	}
	/* Bits left over must be zero, or two texts would mean the same bytes. */
	if (bad < 0 || w & ((1u << bits) - 1))
		return false;
	*n = at;
	return true;
}

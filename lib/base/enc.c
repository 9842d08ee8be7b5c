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

#define ONES UINT64_C(0x0101010101010101)

/* Of eight bytes below 128: one in those that are at least k. */
static uint64_t at_least(uint64_t v, unsigned k)
{
	return (v + (128 - k) * ONES) >> 7 & ONES;
}

/* Of eight bytes below 128: one in those from a to b. */
static uint64_t from_to(uint64_t v, unsigned a, unsigned b)
{
	return at_least(v, a) - at_least(v, b + 1);
}

static unsigned char_62(enum lnds_b64 form)
{
	return form == LNDS_B64_URL ? '-' : '+';
}

static unsigned char_63(enum lnds_b64 form)
{
	return form == LNDS_B64_URL ? '_' : '/';
}

/* Six bytes to eight digits, at once. */
static void b64_eight(char out[8], const uint8_t in[6], enum lnds_b64 form)
{
	uint64_t v = 0;

	memcpy(&v, in, 6);
	v = be64toh(v) >> 16;
	v = (v & UINT64_C(0x0000FFFFFF000000)) << 8 | (v & UINT64_C(0x0000000000FFFFFF));
	v = (v & UINT64_C(0x00FFF00000FFF000)) << 4 | (v & UINT64_C(0x00000FFF00000FFF));
	v = (v & UINT64_C(0x0FC00FC00FC00FC0)) << 2 | (v & UINT64_C(0x003F003F003F003F));
	/* From one range to the next the distance to the digit changes. */
	v += 'A' * ONES + at_least(v, 26) * ('a' - 'A' - 26) -
	     at_least(v, 52) * ('a' - 26 - '0' + 52) -
	     at_least(v, 62) * (62 - 52 + '0' - char_62(form)) +
	     at_least(v, 63) * (char_63(form) - char_62(form) - 1);
	v = htobe64(v);
	memcpy(out, &v, 8);
}

/* And back; false where one is no digit. */
static bool unb64_eight(uint8_t out[6], const char in[8], enum lnds_b64 form)
{
	uint64_t c, v, upper, lower, digit, plus, slash;
	bool ok;

	memcpy(&c, in, 8);
	c = be64toh(c);
	ok = (c & 128 * ONES) == 0;
	c &= 127 * ONES;
	upper = from_to(c, 'A', 'Z');
	lower = from_to(c, 'a', 'z');
	digit = from_to(c, '0', '9');
	plus = from_to(c, char_62(form), char_62(form));
	slash = from_to(c, char_63(form), char_63(form));
	ok &= (upper | lower | digit | plus | slash) == ONES;
	v = (c & (upper | lower | digit) * 255) - upper * 'A' - lower * ('a' - 26) +
	    digit * (52 - '0') + plus * 62 + slash * 63;
	v = (v >> 2 & UINT64_C(0x0FC00FC00FC00FC0)) | (v & UINT64_C(0x003F003F003F003F));
	v = (v >> 4 & UINT64_C(0x00FFF00000FFF000)) | (v & UINT64_C(0x00000FFF00000FFF));
	v = (v >> 8 & UINT64_C(0x0000FFFFFF000000)) | (v & UINT64_C(0x0000000000FFFFFF));
	v = htobe64(v << 16);
	memcpy(out, &v, 6);
	return ok;
}

static char b64_char(unsigned v, enum lnds_b64 form)
{
	return (char)((in_range(v, 0, 25) & ('A' + v)) |
		      (in_range(v, 26, 51) & ('a' + v - 26)) |
		      (in_range(v, 52, 61) & ('0' + v - 52)) |
		      (in_range(v, 62, 62) & char_62(form)) |
		      (in_range(v, 63, 63) & char_63(form)));
}

char *lnds_b64_put(char *o, const uint8_t *p, size_t n, enum lnds_b64 form)
{
	size_t i;

	for (i = 0; i + 6 <= n; i += 6, o += 8)
		b64_eight(o, p + i, form);
	for (; i < n; i += 3) {
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
	unsigned c62 = char_62(form), c63 = char_63(form);
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
	for (i = 0; i + 8 <= s.n; i += 8, at += 6)
		bad |= unb64_eight(out + at, s.p + i, form) - 1;
	for (; i < s.n; i++) {
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

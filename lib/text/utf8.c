/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8 checking, decoding, and the legacy encodings. ASCII runs are passed over in
 * blocks of 64 bytes by their sign bits.
 */
#include "text/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Are the 64 bytes at p all ASCII? */
static bool ascii64(const char *p)
{
#ifdef __SSE2__
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(p + 16));
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + 32));
	__m128i d = _mm_loadu_si128((const __m128i *)(const void *)(p + 48));

	a = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
	return _mm_movemask_epi8(a) == 0;
#else
	uint64_t w[8], any = 0;
	unsigned i;

	memcpy(w, p, sizeof(w));
	for (i = 0; i < 8; i++)
		any |= w[i];
	return !(any & UINT64_C(0x8080808080808080));
#endif
}

static bool ascii8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return !(w & UINT64_C(0x8080808080808080));
}

/* Offset of the first byte at or after i that is not ASCII, or n. */
static size_t skip_ascii(const char *p, size_t i, size_t n)
{
	while (n - i >= 64 && ascii64(p + i))
		i += 64;
	while (n - i >= 8 && ascii8(p + i))
		i += 8;
	while (i < n && (signed char)p[i] >= 0)
		i++;
	return i;
}

/* Length of the well-formed sequence at p (RFC 3629 section 4), or 0. */
static unsigned sequence(const unsigned char *p, size_t n)
{
	unsigned char lo = 0x80, hi = 0xbf;
	unsigned len, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (n < len)
		return 0;
	/* The second byte alone tells overlong forms, surrogates and too large ones. */
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	if (p[1] < lo || p[1] > hi)
		return 0;
	for (i = 2; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return len;
}

size_t lnds_utf8_check(const char *p, size_t n)
{
	size_t i = 0;
	unsigned len;

	while ((i = skip_ascii(p, i, n)) < n) {
		/* Letters with marks come in runs in some scripts: stay here for them. */
		do {
			len = sequence((const unsigned char *)p + i, n - i);
			if (!len)
				return i;
			i += len;
		} while (i < n && (signed char)p[i] < 0);
	}
	return n;
}

uint32_t lnds_utf8_get(const char *p, size_t n, unsigned *len)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t c = u[0];

	*len = c < 0x80 || n < 2 ? 1 : c < 0xe0 || n < 3 ? 2 : c < 0xf0 || n < 4 ? 3 : 4;
	switch (*len) {
	case 2:
		return (c & 0x1f) << 6 | (u[1] & 0x3f);
	case 3:
		return (c & 0x0f) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3f);
	case 4:
		return (c & 0x07) << 18 | (u[1] & 0x3fu) << 12 | (u[2] & 0x3fu) << 6 |
		       (u[3] & 0x3f);
	default:
		return c;
	}
}

unsigned lnds_utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t lnds_utf8_len(struct lnds_sv s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

/* Windows-1252, 80 to 9F; 0 where the byte has no meaning. */
static const uint16_t cp1252_high[32] = {
	/* clang-format off */
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
	/* clang-format on */
};

/* The character of a byte, or 0 (for a byte from 80 on) where it has none. */
static uint32_t legacy_char(enum lnds_encoding enc, unsigned char c)
{
	if (c < 0x80 || c > 0x9f)
		return c;
	return enc == LNDS_CP1252 ? cp1252_high[c - 0x80] : 0;
}

size_t lnds_to_utf8(
	enum lnds_encoding enc, const char *p, size_t n, char *out, size_t *bad)
{
	size_t i = 0, at = 0;

	if (enc == LNDS_UTF8) {
		*bad = lnds_utf8_check(p, n);
		if (*bad)
			memcpy(out, p, *bad);
		return *bad;
	}
	for (;;) {
		size_t end = skip_ascii(p, i, n);
		uint32_t c;

		if (end > i)
			memcpy(out + at, p + i, end - i);
		at += end - i;
		i = end;
		if (i == n)
			break;
		c = legacy_char(enc, (unsigned char)p[i]);
		if (!c)
			break;
		at += lnds_utf8_put(out + at, c);
		i++;
	}
	*bad = i;
	return at;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens: n-grams, the whole value, a number's neighbourhood. Numbers are exact in 128
 * bits: |v| stays below 2^62 before the neighbourhood is made.
 */
#include "link/encode/token.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "text/shape.h"
#include "text/utf8.h"

#define BOUND ((__int128)1 << 62)
#define LONGEST_NUMBER 400 /* characters of a decimal fraction */

static void put_le(struct lnds_buf *b, uint32_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		lnds_buf_c(b, (char)(v >> 8 * i & 255));
}

static void put_point(struct lnds_buf *b, enum lnds_link_charset charset, uint32_t c)
{
	char utf8[4];

	switch (charset) {
	case LNDS_LINK_UTF16:
		if (c >= 0x10000) {
			put_le(b, 0xD800 + ((c - 0x10000) >> 10), 2);
			c = 0xDC00 + (c & 0x3FF);
		}
		put_le(b, c, 2);
		break;
	case LNDS_LINK_UTF32:
		put_le(b, c, 4);
		break;
	default:
		lnds_buf_add(b, utf8, lnds_utf8_put(utf8, c));
	}
}

/* Text, in the feature's encoding. */
static void put_text(struct lnds_buf *b, enum lnds_link_charset charset, struct lnds_sv s)
{
	unsigned n;

	if (charset == LNDS_LINK_UTF8 || charset == LNDS_LINK_ASCII) {
		lnds_buf_sv(b, s);
		return;
	}
	for (size_t i = 0; i < s.n; i += n)
		put_point(b, charset, lnds_utf8_get(s.p + i, s.n - i, &n));
}

static void begin(struct lnds_link_tokens *t, enum lnds_link_charset charset)
{
	if (charset == LNDS_LINK_UTF16)
		put_le(&t->bytes, 0xFEFF, 2);
	else if (charset == LNDS_LINK_UTF32)
		put_le(&t->bytes, 0xFEFF, 4);
}

static void end(struct lnds_link_tokens *t)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 64;
		t->end = lnds_realloc(t->end, t->cap, sizeof(*t->end));
	}
	t->end[t->n++] = (uint32_t)t->bytes.n;
}

/* The bytes of the character at p. */
static size_t step(const char *p)
{
	const unsigned char c = (unsigned char)*p;

	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* n - 1 blanks on both sides; a window of n characters moves over it. */
static void grams(const struct lnds_link_feature *f, struct lnds_sv value,
	struct lnds_link_tokens *t)
{
	const size_t pad = f->n - 1;
	struct lnds_buf text = {0};
	size_t from = 0, to = 0;
	struct lnds_buf number = {0};

	memset(lnds_buf_room(&text, pad), ' ', pad);
	text.n += pad;
	lnds_buf_sv(&text, value);
	memset(lnds_buf_room(&text, pad), ' ', pad);
	text.n += pad;
	for (uint32_t i = 0; i < f->n && to < text.n; i++)
		to += step(text.p + to);
	for (uint32_t i = 1;; i++) {
		begin(t, f->charset);
		if (f->positional) {
			number.n = 0;
			lnds_buf_u64(&number, i);
			lnds_buf_c(&number, ' ');
			put_text(&t->bytes, f->charset, lnds_buf_view(&number));
		}
		put_text(&t->bytes, f->charset,
			(struct lnds_sv){text.p + from, to - from});
		end(t);
		if (to == text.n)
			break;
		from += step(text.p + from);
		to += step(text.p + to);
	}
	lnds_buf_free(&text);
	lnds_buf_free(&number);
}

static bool not_a_number(struct lnds_sv value, struct lnds_err *err)
{
	char shape[LNDS_SHAPE_MAX];

	return lnds_fail(err, LNDS_DATA, "number", "not a number (shape %s)",
		lnds_shape(value, shape));
}

static bool out_of_range(struct lnds_err *err)
{
	return lnds_fail(
		err, LNDS_DATA, "number", "a number too large for this comparison");
}

/* An integer's text times 10^precision, exactly. False: not an integer, or too large, as
 * *large says. */
static bool whole(struct lnds_sv v, uint32_t precision, __int128 *out, bool *large)
{
	const bool negative = v.n && v.p[0] == '-';
	__int128 x = 0;

	*large = false;
	if (v.n && (v.p[0] == '-' || v.p[0] == '+')) {
		v.p++;
		v.n--;
	}
	if (!v.n || !lnds_sv_digits(v))
		return false;
	*large = true;
	for (size_t i = 0; i < v.n + precision; i++) {
		x = 10 * x + (i < v.n ? v.p[i] - '0' : 0);
		if (x >= BOUND)
			return false;
	}
	*out = negative ? -x : x;
	return true;
}

/* A decimal fraction as a double, times 10^precision, rounded half to even (precision 0:
 * truncated). */
static bool fraction(struct lnds_sv v, uint32_t precision, __int128 *out, bool *large)
{
	char text[LONGEST_NUMBER + 1], *stop;
	double x, scale = 1;

	*large = false;
	if (!v.n || v.n > LONGEST_NUMBER)
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = '\0';
	/* What strtod takes beyond decimals (hex, nan, inf) is no number here. */
	if (strspn(text, "+-.0123456789eE") != v.n)
		return false;
	x = strtod(text, &stop);
	if (*stop || stop == text)
		return false;
	for (uint32_t i = 0; i < precision; i++)
		scale *= 10;
	x = precision ? rint(x * scale) : trunc(x);
	*large = true;
	if (!(fabs(x) < (double)BOUND))
		return false;
	*out = (__int128)x;
	return true;
}

static void put_decimal(
	struct lnds_link_tokens *t, enum lnds_link_charset charset, __int128 v)
{
	char text[48], *p = text + sizeof(text);
	unsigned __int128 u = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;

	do
		*--p = (char)('0' + (int)(u % 10));
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	begin(t, charset);
	put_text(&t->bytes, charset,
		(struct lnds_sv){p, (size_t)(text + sizeof(text) - p)});
	end(t);
}

static bool numeric(const struct lnds_link_feature *f, struct lnds_sv value,
	struct lnds_link_tokens *t, struct lnds_err *err)
{
	const struct lnds_sv text = lnds_sv_trim(value);
	const __int128 distance = f->distance;
	__int128 v, rest;
	bool large;

	if (!whole(text, f->precision, &v, &large) &&
		(large || !fraction(text, f->precision, &v, &large)))
		return large ? out_of_range(err) : not_a_number(value, err);
	v *= 2 * (__int128)f->resolution;
	if (v >= BOUND || v <= -BOUND)
		return out_of_range(err);
	rest = v % distance;
	if (rest < 0)
		rest += distance;
	if (2 * rest < distance)
		v -= rest;
	else
		v += distance - rest;
	for (__int128 i = -(__int128)f->resolution; i <= f->resolution; i++)
		put_decimal(t, f->charset, v + i * distance);
	return true;
}

bool lnds_link_tokens_make(const struct lnds_link_feature *f, struct lnds_sv value,
	struct lnds_link_tokens *t, struct lnds_err *err)
{
	t->n = 0;
	t->bytes.n = 0;
	if (!value.n)
		return true;
	switch (f->compare) {
	case LNDS_LINK_NUMERIC:
		return numeric(f, value, t, err);
	case LNDS_LINK_EXACT:
		begin(t, f->charset);
		put_text(&t->bytes, f->charset, value);
		end(t);
		return true;
	default:
		grams(f, value, t);
		return true;
	}
}

void lnds_link_tokens_free(struct lnds_link_tokens *t)
{
	lnds_buf_free(&t->bytes);
	free(t->end);
	*t = (struct lnds_link_tokens){0};
}

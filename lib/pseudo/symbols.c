/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Base conversion. Whole numbers go by division with a constant (two symbols a step),
 * fractions by multiplication: limbs times radix^c, and what overflows is the next c
 * symbols.
 */
#include "pseudo/symbols.h"

#include <string.h>

#include "text/check.h"

#define MAX_BYTES 512

unsigned lnds_radix(enum lnds_pseudo_format fmt)
{
	static const unsigned radix[] = {10, 26, 36};

	return radix[fmt];
}

void lnds_symbols_init(struct lnds_symbols *s, enum lnds_pseudo_format fmt)
{
	static const char *const alphabet[] = {"0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"};
	static const unsigned chunk[] = {19, 13, 12};
	const char *a = alphabet[fmt];
	unsigned i;

	memset(s, 0, sizeof(*s));
	memset(s->value, 255, sizeof(s->value));
	s->fmt = fmt;
	s->radix = lnds_radix(fmt);
	s->chunk = chunk[fmt];
	for (i = 0, s->power = 1; i < s->chunk; i++)
		s->power *= s->radix;
	lnds_divisor_init(&s->by, s->power);
	for (i = 0; i < s->radix * s->radix; i++) {
		s->pair[i][0] = a[i / s->radix];
		s->pair[i][1] = a[i % s->radix];
	}
	for (i = 0; i < s->radix; i++)
		s->value[(uint8_t)a[i]] = (uint8_t)i;
}

/* `radix` is a constant where these are inlined: division becomes multiplication. Six
 * symbols fit 32 bits, and pieces of six do not wait for one another. */
static inline __attribute__((always_inline)) void put_six(
	const struct lnds_symbols *s, unsigned radix, uint32_t x, unsigned n, char *out)
{
	while (n >= 2) {
		uint32_t q = x / (radix * radix);

		n -= 2;
		memcpy(out + n, s->pair[x - q * (radix * radix)], 2);
		x = q;
	}
	if (n)
		out[0] = s->pair[x][1];
}

static inline __attribute__((always_inline)) void put(
	const struct lnds_symbols *s, unsigned radix, uint64_t x, unsigned n, char *out)
{
	const uint64_t six = (uint64_t)radix * radix * radix * radix * radix * radix;

	while (n > 6) {
		uint64_t q = x / six;

		n -= 6;
		put_six(s, radix, (uint32_t)(x - q * six), 6, out + n);
		x = q;
	}
	put_six(s, radix, (uint32_t)x, n, out);
}

void lnds_symbols_put(const struct lnds_symbols *s, uint64_t x, unsigned n, char *out)
{
	switch (s->fmt) {
	case LNDS_PSEUDO_NUM:
		put(s, 10, x, n, out);
		break;
	case LNDS_PSEUDO_ALPHA:
		put(s, 26, x, n, out);
		break;
	case LNDS_PSEUDO_ALNUM:
		put(s, 36, x, n, out);
		break;
	}
}

void lnds_symbols_put128(const struct lnds_symbols *s, lnds_u128 x, unsigned n, char *out)
{
	uint64_t q, low;

	if (n <= s->chunk) {
		lnds_symbols_put(s, (uint64_t)x, n, out);
		return;
	}
	x <<= s->by.shift;
	low = lnds_div21(&s->by, (uint64_t)(x >> 64), (uint64_t)x, &q) >> s->by.shift;
	lnds_symbols_put(s, q, n - s->chunk, out);
	lnds_symbols_put(s, low, s->chunk, out + n - s->chunk);
}

lnds_u128 lnds_symbols_get(const struct lnds_symbols *s, const char *p, unsigned n)
{
	lnds_u128 x = 0;

	while (n--)
		x = x * s->radix + s->value[(uint8_t)*p++];
	return x;
}

/* x = fraction part of x·m; returns the whole part. */
static inline uint64_t overflow(uint64_t *x, unsigned limbs, uint64_t m)
{
	uint64_t carry = 0;
	unsigned i;

	for (i = 0; i < limbs; i++) {
		lnds_u128 t = (lnds_u128)x[i] * m + carry;

		x[i] = (uint64_t)t;
		carry = (uint64_t)(t >> 64);
	}
	return carry;
}

static uint64_t power(const struct lnds_symbols *s, unsigned n)
{
	uint64_t p = 1;

	if (n == s->chunk)
		return s->power;
	while (n--)
		p *= s->radix;
	return p;
}

void lnds_symbols_fraction(
	const struct lnds_symbols *s, uint64_t *x, unsigned limbs, unsigned n, char *out)
{
	while (n) {
		unsigned c = n < s->chunk ? n : s->chunk;

		lnds_symbols_put(s, overflow(x, limbs, power(s, c)), c, out);
		out += c;
		n -= c;
	}
}

void lnds_symbols_append(const struct lnds_symbols *s, uint64_t *x, unsigned limbs,
	unsigned n, struct lnds_wide *w)
{
	while (n) {
		unsigned c = n < s->chunk ? n : s->chunk;
		uint64_t p = power(s, c);

		lnds_wide_muladd(w, p, overflow(x, limbs, p));
		n -= c;
	}
}

void lnds_symbols_drop(const struct lnds_symbols *s, unsigned n, struct lnds_wide *w)
{
	while (n) {
		unsigned c = n < s->chunk ? n : s->chunk;
		struct lnds_divisor by;

		lnds_divisor_init(&by, power(s, c));
		(void)lnds_wide_divide(w, &by);
		n -= c;
	}
}

/* Big numbers as 32-bit limbs, least first: for AES-SIV, where a cell costs a cipher call
 * anyway. x = x·m + a over n limbs; returns the carry. */
static uint32_t big_muladd(uint32_t *x, size_t n, uint32_t m, uint32_t a)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint64_t t = (uint64_t)x[i] * m + a;

		x[i] = (uint32_t)t;
		a = (uint32_t)(t >> 32);
	}
	return a;
}

unsigned lnds_symbols_for_bytes(const struct lnds_symbols *s, size_t bytes)
{
	uint32_t x[MAX_BYTES / 4 + 1] = {1};
	unsigned n = 0;

	/* The least n with radix^n >= 2^(8·bytes): bytes is a multiple of 4 here. */
	while (x[bytes / 4] == 0) {
		big_muladd(x, bytes / 4 + 1, s->radix, 0);
		n++;
	}
	return n;
}

void lnds_symbols_put_bytes(
	const struct lnds_symbols *s, const uint8_t *p, size_t bytes, char *out)
{
	uint32_t x[MAX_BYTES / 4];
	size_t limbs = bytes / 4, i;
	unsigned n = lnds_symbols_for_bytes(s, bytes);

	for (i = 0; i < limbs; i++)
		x[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
		       (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3]; /* greatest first */
	while (n) {
		uint32_t rest = 0;

		for (i = 0; i < limbs; i++) {
			uint64_t t = (uint64_t)rest << 32 | x[i];

			x[i] = (uint32_t)(t / s->radix);
			rest = (uint32_t)(t % s->radix);
		}
		out[--n] = s->pair[rest][1];
	}
}

bool lnds_symbols_get_bytes(
	const struct lnds_symbols *s, const char *p, size_t n, uint8_t *out, size_t bytes)
{
	uint32_t x[MAX_BYTES / 4] = {0};
	size_t limbs = bytes / 4, i;

	for (i = 0; i < n; i++) {
		unsigned v = s->value[(uint8_t)p[i]];

		if (v == 255 || big_muladd(x, limbs, s->radix, v))
			return false;
	}
	for (i = 0; i < limbs; i++) {
		out[bytes - 1 - 4 * i] = (uint8_t)x[i];
		out[bytes - 2 - 4 * i] = (uint8_t)(x[i] >> 8);
		out[bytes - 3 - 4 * i] = (uint8_t)(x[i] >> 16);
		out[bytes - 4 - 4 * i] = (uint8_t)(x[i] >> 24);
	}
	return true;
}

char lnds_symbols_check(const struct lnds_symbols *s, const char *p, size_t n)
{
	uint8_t values[1024];
	size_t i;

	for (i = 0; i < n; i++)
		values[i] = s->value[(uint8_t)p[i]];
	return s->pair[lnds_iso7064(values, n, s->radix)][1];
}

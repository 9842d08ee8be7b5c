/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of up to 256 bits as four 64-bit limbs, least first, and division by a divisor
 * that is used many times: reciprocals of N. Möller and T. Granlund, Improved division by
 * invariant integers, IEEE Trans. Computers 60 (2011), algorithms 4 (2 by 1) and 5 (3 by
 * 2). Only what ranks, pseudonyms and FF1 need. Plain values, nothing to free.
 */
#ifndef LNDS_PSEUDO_WIDE_H
#define LNDS_PSEUDO_WIDE_H

#include <stdbool.h>
#include <stdint.h>

typedef unsigned __int128 lnds_u128;

struct lnds_wide {
	uint64_t w[4];
};

static inline uint64_t lnds_mulhi(uint64_t a, uint64_t b)
{
	return (uint64_t)((lnds_u128)a * b >> 64);
}

/* x = x·m + a; returns what overflows 256 bits. */
static inline uint64_t lnds_wide_muladd(struct lnds_wide *x, uint64_t m, uint64_t a)
{
	for (int i = 0; i < 4; i++) {
		lnds_u128 t = (lnds_u128)x->w[i] * m + a;

		x->w[i] = (uint64_t)t;
		a = (uint64_t)(t >> 64);
	}
	return a;
}

/* x += y; returns the carry. */
static inline unsigned lnds_wide_add(struct lnds_wide *x, const struct lnds_wide *y)
{
	unsigned c = 0;

	for (int i = 0; i < 4; i++) {
		lnds_u128 t = (lnds_u128)x->w[i] + y->w[i] + c;

		x->w[i] = (uint64_t)t;
		c = (unsigned)(t >> 64);
	}
	return c;
}

/* x -= y, where x >= y. */
static inline void lnds_wide_sub(struct lnds_wide *x, const struct lnds_wide *y)
{
	unsigned c = 0;

	for (int i = 0; i < 4; i++) {
		lnds_u128 t = (lnds_u128)x->w[i] - y->w[i] - c;

		x->w[i] = (uint64_t)t;
		c = (unsigned)(t >> 64) & 1;
	}
}

static inline int lnds_wide_cmp(const struct lnds_wide *x, const struct lnds_wide *y)
{
	for (int i = 3; i >= 0; i--) {
		if (x->w[i] != y->w[i])
			return x->w[i] < y->w[i] ? -1 : 1;
	}
	return 0;
}

/* The bits from `limb` on as 128; what is above must be known to be zero. */
static inline lnds_u128 lnds_wide_u128(const struct lnds_wide *x)
{
	return (lnds_u128)x->w[1] << 64 | x->w[0];
}

/* base^exp; false where it passes 256 bits (then *out is all ones). */
bool lnds_wide_pow(unsigned base, unsigned exp, struct lnds_wide *out);

/* A divisor d of 2 to 127 bits. `one` says that it fits one limb. */
struct lnds_divisor {
	lnds_u128 d;
	uint64_t n1, n0; /* d << shift: normalised to 64 (n1) or 128 bits */
	uint64_t v;	 /* reciprocal of the normalised divisor */
	uint64_t w;	 /* two limbs: floor(2^128 / d) */
	unsigned shift;	 /* of 64, or of 128 */
	bool one;
};

void lnds_divisor_init(struct lnds_divisor *dv, lnds_u128 d);

/* (u1, u0) by one normalised limb, u1 < n1; the remainder is still shifted. */
static inline uint64_t lnds_div21(
	const struct lnds_divisor *dv, uint64_t u1, uint64_t u0, uint64_t *q)
{
	lnds_u128 t = (lnds_u128)dv->v * u1 + ((lnds_u128)u1 << 64 | u0);
	uint64_t q1 = (uint64_t)(t >> 64) + 1;
	uint64_t r = u0 - q1 * dv->n1;
	uint64_t high = -(uint64_t)(r > (uint64_t)t); /* half of the time */

	q1 += high;
	r += dv->n1 & high;
	if (__builtin_expect(r >= dv->n1, 0)) {
		q1++;
		r -= dv->n1;
	}
	*q = q1;
	return r;
}

/* (u2, u1, u0) by two normalised limbs, (u2, u1) < (n1, n0). */
static inline lnds_u128 lnds_div32(
	const struct lnds_divisor *dv, uint64_t u2, uint64_t u1, uint64_t u0, uint64_t *q)
{
	lnds_u128 d = (lnds_u128)dv->n1 << 64 | dv->n0;
	lnds_u128 t = (lnds_u128)dv->v * u2 + ((lnds_u128)u2 << 64 | u1);
	uint64_t q1 = (uint64_t)(t >> 64);
	uint64_t r1 = u1 - q1 * dv->n1;
	lnds_u128 r = ((lnds_u128)r1 << 64 | u0) - (lnds_u128)dv->n0 * q1 - d;

	q1++;
	if ((uint64_t)(r >> 64) >= (uint64_t)t) {
		q1--;
		r += d;
	}
	if (__builtin_expect(r >= d, 0)) {
		q1++;
		r -= d;
	}
	*q = q1;
	return r;
}

/* x - y, and m more where that is below zero; all below 2^126. The sign becomes a mask:
 * which side a random number falls on is what a processor cannot predict, nor may time
 * tell. */
static inline lnds_u128 lnds_sub_mod(lnds_u128 x, lnds_u128 y, lnds_u128 m)
{
	lnds_u128 r = x - y;

	return r + (m & (lnds_u128)((__int128)r >> 127));
}

/* y mod d: y < d·2^64 for one limb, any y for two. Without conditions. */
static inline uint64_t lnds_mod_one(const struct lnds_divisor *dv, lnds_u128 y)
{
	uint64_t q;
	unsigned shift = dv->shift;

	if (shift > 63) /* so that it is one instruction */
		__builtin_unreachable();
	y <<= shift;
	return lnds_div21(dv, (uint64_t)(y >> 64), (uint64_t)y, &q) >> shift;
}

static inline lnds_u128 lnds_mod_two(const struct lnds_divisor *dv, lnds_u128 y)
{
	/* The quotient is below 2^64, and this at most two short of it. */
	lnds_u128 r = y - dv->d * lnds_mulhi((uint64_t)(y >> 64), dv->w);

	return lnds_sub_mod(lnds_sub_mod(r, dv->d, dv->d), dv->d, dv->d);
}

/* x / d and x mod d, where the quotient is below 2^128. */
lnds_u128 lnds_divide(
	const struct lnds_divisor *dv, const struct lnds_wide *x, lnds_u128 *rest);
/* x = x / d, any quotient; returns x mod d. One-limb divisors only. */
uint64_t lnds_wide_divide(struct lnds_wide *x, const struct lnds_divisor *dv);

#endif

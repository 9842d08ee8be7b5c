/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of a map as text: rounded once to whole units of 10^-e, half to even, and printed as
 * integers. No printf, no locale; tens of thousands of values cost less than a millisecond.
 */
#ifndef LNDS_MESH_FIELD_PUT_H
#define LNDS_MESH_FIELD_PUT_H

#include <math.h>
#include <string.h>

#include "base/buf.h"

#define LNDS_MESH_FIXED_MAX 24u /* bytes */

/* The whole number next to v, half to even. */
static inline int64_t lnds_mesh_whole(double v)
{
	/* Adding 1.5 * 2^52 leaves whole numbers in the low bits of the sum. */
	const double magic = 6755399441055744.0;
	int64_t bits, base;
	double sum;

	if (!(fabs(v) < 1e15))
		return v >= 9e18 ? INT64_MAX : v <= -9e18 ? -INT64_MAX : llrint(v);
	sum = v + magic;
	memcpy(&bits, &sum, sizeof(bits));
	memcpy(&base, &magic, sizeof(base));
	return bits - base;
}

/* m 10^-e with exactly e decimals, 0 <= e <= 9; returns the byte after it. Room for
 * LNDS_MESH_FIXED_MAX bytes. */
static inline char *lnds_mesh_fixed(char *out, int64_t m, int e)
{
	static const char pair[] = "00010203040506070809101112131415161718192021222324"
				   "25262728293031323334353637383940414243444546474849"
				   "50515253545556575859606162636465666768697071727374"
				   "75767778798081828384858687888990919293949596979899";
	uint64_t u = m < 0 ? -(uint64_t)m : (uint64_t)m, ten = 10;
	int digits = 1, left = e;
	char *p, *end;

	for (; digits < 19 && u >= ten; ten *= 10)
		digits++;
	digits = digits > e ? digits : e + 1;
	/* Backwards into place: no copy. */
	end = p = out + digits + (e > 0) + (m < 0);
	for (; left >= 2; left -= 2, u /= 100)
		memcpy(p -= 2, pair + 2 * (u % 100), 2);
	if (left) {
		*--p = (char)('0' + u % 10);
		u /= 10;
	}
	if (e)
		*--p = '.';
	for (; u >= 100; u /= 100)
		memcpy(p -= 2, pair + 2 * (u % 100), 2);
	if (u >= 10)
		memcpy(p -= 2, pair + 2 * u, 2);
	else
		*--p = (char)('0' + u);
	if (m < 0)
		*--p = '-';
	return end;
}

static inline double lnds_mesh_scale(int e)
{
	static const double ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

	return ten[e];
}

/* v with e decimals, or `null` where it is none. */
static inline void lnds_mesh_put_real(
	struct lnds_buf *out, double v, int e, const char *null)
{
	char *p = lnds_buf_room(out, LNDS_MESH_FIXED_MAX);

	if (isnan(v))
		lnds_buf_str(out, null);
	else
		out->n += (size_t)(lnds_mesh_fixed(p,
					   lnds_mesh_whole(v * lnds_mesh_scale(e)), e) -
				   p);
}

#endif

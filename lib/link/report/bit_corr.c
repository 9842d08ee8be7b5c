/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often each bit is set, counted 64 columns at a time by vertical counters: bit k of
 * the counts of 64 columns lies in one word, and adding a row is a ripple of carries, two
 * steps on average.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "link/report/report.h"

#define PLANES 8u
#define FLUSH ((1u << PLANES) - 1) /* rows until counters would overflow */

static void flush(uint64_t plane[PLANES], uint64_t count[64])
{
	unsigned k, bit;

	for (k = 0; k < PLANES; k++) {
		for (bit = 0; bit < 64; bit++)
			count[bit] += (plane[k] >> bit & 1) << k;
		plane[k] = 0;
	}
}

/* Counts of the 64 columns of word w, in some order that is the same for every file. */
static void count_word(const struct lnds_link_codes *c, uint32_t w, uint64_t count[64])
{
	uint64_t plane[PLANES] = {0}, carry, next;
	uint32_t row;
	unsigned k;

	memset(count, 0, 64 * sizeof(*count));
	for (row = 0; row < c->n; row++) {
		memcpy(&carry, c->code + (size_t)row * c->bytes + 8 * w, 8);
		for (k = 0; carry; k++) {
			next = plane[k] & carry;
			plane[k] ^= carry;
			carry = next;
		}
		if (row % FLUSH == FLUSH - 1)
			flush(plane, count);
	}
	flush(plane, count);
}

double lnds_link_bit_corr(
	const struct lnds_link_codes *a, const struct lnds_link_codes *b)
{
	double x, y, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, n = a->bits, vx, vy;
	uint64_t ca[64], cb[64];
	uint32_t w;
	unsigned i;

	if (a->manifest.encoding == LNDS_LINK_TMH || a->n == 0 || b->n == 0)
		return NAN;
	for (w = 0; w < a->bits / 64; w++) {
		count_word(a, w, ca);
		count_word(b, w, cb);
		for (i = 0; i < 64; i++) {
			x = (double)ca[i] / a->n;
			y = (double)cb[i] / b->n;
			sx += x;
			sy += y;
			sxx += x * x;
			syy += y * y;
			sxy += x * y;
		}
	}
	vx = n * sxx - sx * sx;
	vy = n * syy - sy * sy;
	/* Equal frequencies leave a trace of rounding, no correlation. */
	if (vx < 1e-12 || vy < 1e-12)
		return NAN;
	return (n * sxy - sx * sy) / sqrt(vx * vy);
}

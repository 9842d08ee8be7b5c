/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measured values as whole numbers: decimal text becomes mantissa and decimals without a
 * float, units convert in rationals of integers, half to even. Nothing is lost that the
 * text said; what does not fit is an error or asks for more decimals, never a guess.
 */
#ifndef LNDS_MESH_DECIMAL_H
#define LNDS_MESH_DECIMAL_H

#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/sv.h"

extern const int64_t lnds_mesh_power[19]; /* of ten */

/* value = m * 10^-e, 0 <= e <= 18. */
struct lnds_mesh_decimal {
	int64_t m;
	int8_t e;
};

/* [+-]digits[.digits][(e|E)[+-]digits], `point` '.' or ',' as the decimal sign (a leading or trailing one
 * is allowed: ".5", "5."), blanks around allowed. Trailing zeros after the point are dropped
 * ("1.50" is 15, 1). False for anything else, and beyond 18 digits. */
bool lnds_mesh_decimal(
	struct lnds_sv text, char point, struct lnds_mesh_decimal *out) LNDS_MUST_CHECK;
/* The same of plain text, [-]digits[.digits] in at most 8 bytes behind the sign, all at once: false says
 * nothing, lnds_mesh_decimal is to be asked. Trailing zeros count ("1.50" is 150, 2). The 8
 * bytes before p + n and the one at p are readable, whatever n is. */
static inline bool lnds_mesh_decimal_quick(const char *p, uint32_t n, int64_t *m, int *e)
{
	static const uint64_t last[9] = {0, UINT64_C(0xff) << 56, UINT64_C(0xffff) << 48,
		UINT64_C(0xffffff) << 40, UINT64_C(0xffffffff) << 32,
		UINT64_C(0xffffffffff) << 24, UINT64_C(0xffffffffffff) << 16,
		~UINT64_C(0xff), ~UINT64_C(0)};
	const uint64_t each = UINT64_C(0x0101010101010101), point = '.' ^ '0';
	const uint32_t minus = *p == '-', len = n - minus;
	uint64_t w, at, before;

	if (len - 1 > 7) /* nothing, or too much */
		return false;
	/* The text ends with the highest byte; digits become 0 to 9, with zeros before them. */
	memcpy(&w, p + n - sizeof(w), sizeof(w));
	w = (w ^ '0' * each) & last[len];
	*e = 0;
	if ((w >> 48 & 0xff) == point && len > 2) { /* the usual form */
		*e = 1;
		w = (w & last[1]) | (w & ~last[2]) << 8;
	} else {
		at = w ^ point * each;
		at = (at - each) & ~at & 0x80 * each;
		at &= -at; /* the lowest is right */
		if (at) {
			*e = __builtin_clzll(at) / 8;
			if (*e + 1 == (int)len)
				return false;
			before = (at >> 7) - 1;
			w = (w & before) << 8 | (w & ~(before << 8 | 0xff));
		}
	}
	if (((w + 0x76 * each) | w) & 0x80 * each)
		return false;
	w = (w * 10 + (w >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	w = (w * 100 + (w >> 16)) & UINT64_C(0x0000ffff0000ffff);
	w = (w * 10000 + (w >> 32)) & UINT32_MAX;
	*m = minus ? -(int64_t)w : (int64_t)w;
	return true;
}
/* The same number with `e` decimals, if that is exact (and fits): else false. */
bool lnds_mesh_rescale(struct lnds_mesh_decimal d, int e, int64_t *m) LNDS_MUST_CHECK;
/* With e decimals, half to even; *exact says whether nothing was rounded. False only if it
 * does not fit. */
bool lnds_mesh_round(
	struct lnds_mesh_decimal d, int e, int64_t *m, bool *exact) LNDS_MUST_CHECK;

/* A conversion to the parameter's unit: (value + add) * num / den. */
struct lnds_mesh_unit {
	struct lnds_mesh_decimal add;
	int64_t num, den;
	bool identity;
};
/* From `unit` (K, Pa, km/h, kt, mph, degF, inHg, in, mm, …, UCUM and spec names) to the unit of
 * a parameter; LNDS_USAGE with the nearest name. */
bool lnds_mesh_unit(struct lnds_sv from, struct lnds_sv to, struct lnds_mesh_unit *u,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* With e decimals, half to even; false if it does not fit. */
bool lnds_mesh_convert(const struct lnds_mesh_unit *u, struct lnds_mesh_decimal d, int e,
	int64_t *m, bool *exact) LNDS_MUST_CHECK;

/* m * 10^-e as text with exactly e decimals ("-0.05"); returns the length; out has 24 bytes. */
unsigned lnds_mesh_decimal_put(char *out, int64_t m, int e);

#endif

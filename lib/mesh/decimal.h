/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measured values as whole numbers: decimal text becomes mantissa and decimals without a
 * float, units convert in rationals of integers, half to even. Nothing is lost that the
 * text said; what does not fit is an error or asks for more decimals, never a guess.
 */
#ifndef LNDS_MESH_DECIMAL_H
#define LNDS_MESH_DECIMAL_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units of station files and what they are in the unit of the parameter, as exact rationals
 * (international knot, mile and foot; inch of mercury at 0 °C; BIPM).
 */
#include "mesh/measure/decimal.h"
#include "mesh/measure/ratio.h"
#include "text/edit.h"

/* Names of one unit; the first is that of the parameter table. */
struct unit {
	const char *name, *same; /* same: the parameter table's */
	int64_t add_m, num, den;
	int8_t add_e;
};

/* clang-format off */
static const struct unit known[] = {
	{"degC", "degC", 0, 1, 1, 0},	 {"C", "degC", 0, 1, 1, 0},
	{"Cel", "degC", 0, 1, 1, 0},	 {"\u00b0C", "degC", 0, 1, 1, 0},
	{"K", "degC", -27315, 1, 1, 2},	 {"degF", "degC", -32, 5, 9, 0},
	{"F", "degC", -32, 5, 9, 0},	 {"\u00b0F", "degC", -32, 5, 9, 0},
	{"%", "%", 0, 1, 1, 0},
	{"hPa", "hPa", 0, 1, 1, 0},	 {"mbar", "hPa", 0, 1, 1, 0},
	{"mb", "hPa", 0, 1, 1, 0},	 {"Pa", "hPa", 0, 1, 100, 0},
	{"kPa", "hPa", 0, 10, 1, 0},	 {"inHg", "hPa", 0, 33863886667, 1000000000, 0},
	{"m s-1", "m s-1", 0, 1, 1, 0},	 {"m/s", "m s-1", 0, 1, 1, 0},
	{"km/h", "m s-1", 0, 5, 18, 0},	 {"km h-1", "m s-1", 0, 5, 18, 0},
	{"kt", "m s-1", 0, 463, 900, 0}, {"kn", "m s-1", 0, 463, 900, 0},
	{"mph", "m s-1", 0, 1397, 3125, 0},
	{"degree", "degree", 0, 1, 1, 0},{"deg", "degree", 0, 1, 1, 0},
	{"\u00b0", "degree", 0, 1, 1, 0},
	{"mm", "mm", 0, 1, 1, 0},	 {"l/m2", "mm", 0, 1, 1, 0},
	{"kg m-2", "mm", 0, 1, 1, 0},	 {"in", "mm", 0, 127, 5, 0},
	{"W m-2", "W m-2", 0, 1, 1, 0},	 {"W/m2", "W m-2", 0, 1, 1, 0},
	{"W/m\u00b2", "W m-2", 0, 1, 1, 0},
};
/* clang-format on */
#define KNOWN (sizeof(known) / sizeof(known[0]))

static const struct unit *find(struct lnds_sv name)
{
	size_t i;

	for (i = 0; i < KNOWN; i++)
		if (lnds_sv_is(name, known[i].name))
			return &known[i];
	return NULL;
}

static bool unknown(struct lnds_sv name, struct lnds_err *err)
{
	struct lnds_sv names[KNOWN];
	size_t i;
	int at;

	for (i = 0; i < KNOWN; i++)
		names[i] = lnds_sv(known[i].name);
	at = lnds_nearest(name, names, KNOWN);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown unit '%.*s'", LNDS_SV_ARG(name));
	return at < 0 ? lnds_hint(
				err, "degC, %%, hPa, m/s, mm, W/m2, degree and the like")
		      : lnds_hint(err, "did you mean '%s'?", known[at].name);
}

bool lnds_mesh_unit(struct lnds_sv from, struct lnds_sv to, struct lnds_mesh_unit *u,
	struct lnds_err *err)
{
	const struct unit *f = find(from);

	*u = (struct lnds_mesh_unit){.num = 1, .den = 1, .identity = true};
	if (lnds_sv_eq(from, to))
		return true;
	if (!f)
		return unknown(from, err);
	if (!lnds_sv_is(to, f->same))
		return lnds_fail(err, LNDS_USAGE, NULL,
			"unit '%.*s' does not measure what '%.*s' does",
			LNDS_SV_ARG(from), LNDS_SV_ARG(to));
	u->add = (struct lnds_mesh_decimal){f->add_m, f->add_e};
	u->num = f->num;
	u->den = f->den;
	u->identity = f->add_m == 0 && f->num == f->den;
	return true;
}

bool lnds_mesh_convert(const struct lnds_mesh_unit *u, struct lnds_mesh_decimal d, int e,
	int64_t *m, bool *exact)
{
	__int128 v = d.m, add = u->add.m, den = u->den;
	int k, at = d.e > u->add.e ? d.e : u->add.e;

	*exact = true;
	if (u->identity)
		return lnds_mesh_round(d, e, m, exact);
	for (k = d.e; k < at; k++)
		v *= 10;
	for (k = u->add.e; k < at; k++)
		add *= 10;
	if (__builtin_add_overflow(v, add, &v) || __builtin_mul_overflow(v, u->num, &v))
		return false;
	for (k = at; k < e; k++)
		if (__builtin_mul_overflow(v, 10, &v))
			return false;
	for (k = e; k < at; k++)
		if (__builtin_mul_overflow(den, 10, &den))
			return false;
	v = lnds_mesh_half_even(v, den, exact);
	if (v > INT64_MAX || v < INT64_MIN)
		return false;
	*m = (int64_t)v;
	return true;
}

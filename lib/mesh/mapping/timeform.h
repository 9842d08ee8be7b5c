/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How station files write times: `iso` (8601, with or without offset), `epoch`, `epoch_ms`
 * (Unix seconds, milliseconds), `excel` (days since 30 December 1899), or strptime letters:
 *
 *	%Y four digits   %y two (69 to 99: 19xx)   %m %d %e one or two   %j day of the year
 *	%H 0 to 24 (24:00 is the next 00:00)   %I 1 to 12 with %p: AM, PM, a, p   %M   %S
 *
 * Letters side by side (%H%M) want all their digits. A blank stands for any blanks, %% for %,
 * other characters for themselves. Fractions of seconds are cut.
 */
#ifndef LNDS_MESH_TIMEFORM_H
#define LNDS_MESH_TIMEFORM_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

/* What a stamp says. */
struct lnds_mesh_moment {
	int64_t at; /* seconds: UTC if `utc`, else by the clock on the wall as if that were UTC;
		     * without year: since that day's midnight */
	bool utc;
	int year;	     /* 0: not said; then: */
	unsigned month, day; /* month 0: day is that of the year */
};

/* LNDS_USAGE for letters that are not known or come twice, or too few. */
bool lnds_mesh_timeform_check(
	struct lnds_sv form, bool *has_year, struct lnds_err *err) LNDS_MUST_CHECK;
/* form: one that passed. `decimal` is the decimal sign of epoch and excel. False: not in this
 * form, or no day of any calendar (a 29 February needs lnds_mesh_moment_year to tell). */
bool lnds_mesh_timeform_read(struct lnds_sv form, struct lnds_sv text, char decimal,
	struct lnds_mesh_moment *out) LNDS_MUST_CHECK;
/* Gives a moment without year its year. False: that year has no such day. */
bool lnds_mesh_moment_year(struct lnds_mesh_moment *m, int year) LNDS_MUST_CHECK;

#endif

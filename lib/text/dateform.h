/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates in the forms that people write: the part of strptime(3) that dates need, read as
 * Python's datetime.strptime reads it, without locale. %Y four digits; %m, %d one or two
 * (a blank may lead the day); %y two digits, 69 to 99 being 19xx; %b, %B English names in
 * any case; %H %M %S, which are read and forgotten; %%; white space stands for any white
 * space; other characters for themselves.
 */
#ifndef LNDS_TEXT_DATEFORM_H
#define LNDS_TEXT_DATEFORM_H

#include "base/buf.h"
#include "text/date.h"

/* Can the form be used: directives known, %Y, a month and %d once each? LNDS_USAGE. With
 * `loose`, two-digit years are allowed, and what is missing is 1900, January, the 1st. */
bool lnds_dateform_check(
	struct lnds_sv form, bool loose, struct lnds_err *err) LNDS_MUST_CHECK;
/* The whole value as a valid date of the years 1 to 9999. form: one that passed. */
LNDS_MUST_CHECK bool lnds_dateform_read(
	struct lnds_sv form, struct lnds_sv value, struct lnds_date *out);
/* Appends the date in this form: %Y with four digits, %m and %d with two, times as 00. */
void lnds_dateform_write(struct lnds_buf *out, struct lnds_sv form, struct lnds_date d);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A value after its profile: does it fit the feature's format, and its canonical form
 * (section 4.1, 2). Messages tell its shape.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/num.h"
#include "link/schema/schema.h"
#include "text/dateform.h"
#include "text/norm.h"
#include "text/shape.h"
#include "text/utf8.h"

#define STRICT_YEAR 1000

static bool bad(struct lnds_err *err, const char *id, const char *what, struct lnds_sv v)
{
	char shape[LNDS_SHAPE_MAX];

	return lnds_fail(err, LNDS_DATA, id, "%s (shape %s)", what, lnds_shape(v, shape));
}

static bool is_case(
	const struct lnds_link_feature *f, struct lnds_sv v, struct lnds_buf *work)
{
	const enum lnds_norm step =
		f->letter_case == LNDS_LINK_LOWER ? LNDS_NORM_LOWER : LNDS_NORM_UPPER;

	work->n = 0;
	return lnds_norm(step, v, work) && lnds_sv_eq(lnds_buf_view(work), v);
}

static bool string_ok(const struct lnds_link_feature *f, struct lnds_sv v,
	struct lnds_buf *work, struct lnds_err *err)
{
	size_t n;

	if (f->pattern)
		return lnds_pattern_match(f->pattern, v) ||
		       bad(err, "pattern", "does not match the schema's pattern", v);
	if (f->min_length || f->max_length) {
		n = lnds_utf8_len(v);
		if (n < f->min_length || (f->max_length && n > f->max_length))
			return lnds_fail(err, LNDS_DATA, "length",
				"%zu characters, %s than the schema allows", n,
				n < f->min_length ? "fewer" : "more");
	}
	if (f->letter_case != LNDS_LINK_MIXED && !is_case(f, v, work))
		return bad(err, "case",
			f->letter_case == LNDS_LINK_LOWER ? "not in lower case"
							  : "not in upper case",
			v);
	return true;
}

/* -1, 0, 1 as the canonical decimal is less than, equal to or greater than the bound. */
static int cmp_decimal(struct lnds_sv v, int64_t bound)
{
	char text[24];
	const int n = snprintf(text, sizeof(text), "%" PRId64, bound);
	struct lnds_sv b = {text, (size_t)n};
	const bool v_neg = v.p[0] == '-', b_neg = bound < 0;
	int c;

	if (v_neg != b_neg)
		return v_neg ? -1 : 1;
	c = v.n != b.n ? (v.n < b.n ? -1 : 1) : lnds_sv_cmp(v, b);
	return v_neg ? -c : c;
}

static bool integer(const struct lnds_link_feature *f, struct lnds_sv value,
	struct lnds_buf *work, struct lnds_sv *out, struct lnds_err *err)
{
	struct lnds_sv v = lnds_sv_trim(value);
	bool negative = false;

	if (v.n && (v.p[0] == '-' || v.p[0] == '+')) {
		negative = v.p[0] == '-';
		v.p++;
		v.n--;
	}
	if (!v.n || !lnds_sv_digits(v))
		return bad(err, "integer", "not an integer", value);
	while (v.n > 1 && v.p[0] == '0') {
		v.p++;
		v.n--;
	}
	work->n = 0;
	if (negative && !(v.n == 1 && v.p[0] == '0'))
		lnds_buf_c(work, '-');
	lnds_buf_sv(work, v);
	*out = lnds_buf_view(work);
	if ((f->has_minimum && cmp_decimal(*out, f->minimum) < 0) ||
		(f->has_maximum && cmp_decimal(*out, f->maximum) > 0))
		return bad(
			err, "range", "outside the schema's minimum and maximum", value);
	return true;
}

static bool date(const struct lnds_link_feature *f, bool compat, struct lnds_sv value,
	struct lnds_buf *work, struct lnds_sv *out, struct lnds_err *err)
{
	struct lnds_date d;

	if (!lnds_dateform_read(f->date_format, value, &d)) {
		bad(err, "date", "not a date in the schema's format", value);
		return lnds_hint(err, "the format is %.*s", LNDS_SV_ARG(f->date_format));
	}
	if (d.year < STRICT_YEAR && !compat)
		return bad(err, "date", "a year before 1000", value);
	work->n = 0;
	lnds_buf_printf(work, "%d%02u%02u", d.year, d.month, d.day);
	*out = lnds_buf_view(work);
	return true;
}

static bool enumerated(
	const struct lnds_link_feature *f, struct lnds_sv v, struct lnds_err *err)
{
	for (uint32_t i = 0; i < f->nvalue; i++)
		if (lnds_sv_eq(f->value[i], v))
			return true;
	return bad(err, "enum", "not one of the schema's values", v);
}

static bool encodes(
	const struct lnds_link_feature *f, struct lnds_sv v, struct lnds_err *err)
{
	size_t i = 0;

	if (f->charset != LNDS_LINK_ASCII)
		return lnds_utf8_check(v.p, v.n) == v.n ||
		       lnds_fail(err, LNDS_DATA, "utf-8", "not valid UTF-8");
	while (i < v.n && (unsigned char)v.p[i] < 0x80)
		i++;
	return i == v.n || bad(err, "ascii", "not ASCII, as the schema wants", v);
}

bool lnds_link_value(const struct lnds_link_feature *f, bool compat, struct lnds_sv value,
	struct lnds_buf *work, struct lnds_sv *out, struct lnds_err *err)
{
	const bool parsed = f->format == LNDS_LINK_INTEGER || f->format == LNDS_LINK_DATE;

	*out = value;
	if (f->has_sentinel && lnds_sv_eq(f->sentinel, value)) {
		/* clkhash hashes a sentinel that nothing replaces as it stands. */
		*out = !compat		? (struct lnds_sv){0}
		       : f->has_replace ? f->replace
					: value;
		return true;
	}
	if (value.n == 0)
		return !(compat && parsed) ||
		       lnds_fail(err, LNDS_DATA, "empty",
			       "empty, and the schema's sentinel is another");
	if (!encodes(f, value, err))
		return false;
	switch (f->format) {
	case LNDS_LINK_INTEGER:
		return integer(f, value, work, out, err);
	case LNDS_LINK_DATE:
		return date(f, compat, value, work, out, err);
	case LNDS_LINK_ENUM:
		return enumerated(f, value, err);
	default:
		return string_ok(f, value, work, err);
	}
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of station files; see timeform.h. */
#include "mesh/mapping/timeform.h"

#include "mesh/measure/decimal.h"
#include "mesh/measure/stamp.h"
#include "text/date.h"

#define DAY INT64_C(86400)
#define EXCEL_DAY -25569 /* 30 December 1899 in days since 1970 */

struct parts {
	int year, month, day, yday, hour, minute, second;
	bool noon; /* PM */
	bool any_year, any_yday, any_p;
};

static bool bad_form(struct lnds_err *err, const char *msg)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", msg);
	return lnds_hint(err, "iso, epoch, epoch_ms, excel, or letters such as "
			      "%%d.%%m.%%Y %%H:%%M (Y y m d e j H I M S p)");
}

static bool is_word(struct lnds_sv form)
{
	return lnds_sv_is(form, "iso") || lnds_sv_is(form, "epoch") ||
	       lnds_sv_is(form, "epoch_ms") || lnds_sv_is(form, "excel");
}

/* One of each kind: a letter and what it excludes. */
static bool letter_ok(char c, bool seen[128])
{
	static const char kinds[] = "YymdejHIMSp";
	const char same = c == 'y' ? 'Y' : c == 'e' ? 'd' : c == 'I' ? 'H' : c;

	if (!c || !strchr(kinds, c) || seen[(unsigned char)same])
		return false;
	seen[(unsigned char)same] = true;
	return true;
}

bool lnds_mesh_timeform_check(struct lnds_sv form, bool *has_year, struct lnds_err *err)
{
	bool seen[128] = {false}, half = false;
	size_t i;

	*has_year = true;
	if (is_word(form))
		return true;
	for (i = 0; i < form.n; i++) {
		if (form.p[i] != '%')
			continue;
		if (++i == form.n)
			return bad_form(err, "a time format that ends in %");
		if (form.p[i] == '%')
			continue;
		if ((unsigned char)form.p[i] > 127 || !letter_ok(form.p[i], seen))
			return bad_form(err, "a time format with a letter that is not "
					     "known, or twice");
		half |= form.p[i] == 'I';
	}
	*has_year = seen['Y'];
	if (seen['j'] ? seen['m'] || seen['d'] : !seen['m'] || !seen['d'])
		return bad_form(
			err, "a time format wants month and day, or day of the year");
	if (half != seen['p'])
		return bad_form(err, "a time format wants %I and %p together");
	return true;
}

/* Up to `most` digits, at least `least`; false for fewer. */
static bool digits(struct lnds_sv *v, size_t least, size_t most, int *out)
{
	size_t n = 0;

	*out = 0;
	while (n < most && n < v->n && lnds_is_digit(v->p[n]))
		*out = *out * 10 + (v->p[n++] - '0');
	*v = (struct lnds_sv){v->p + n, v->n - n};
	return n >= least;
}

/* AM, PM, a.m., p, … */
static bool half_of_day(struct lnds_sv *v, bool *noon)
{
	char c = v->n ? (char)(v->p[0] | 32) : 0;
	size_t n = 1;

	if (c != 'a' && c != 'p')
		return false;
	*noon = c == 'p';
	n += n < v->n && v->p[n] == '.';
	n += n < v->n && (v->p[n] | 32) == 'm';
	n += n < v->n && v->p[n] == '.' && v->p[n - 1] != '.';
	*v = (struct lnds_sv){v->p + n, v->n - n};
	return true;
}

/* Seconds, and a fraction that is cut unless the format goes on with a point. */
static bool seconds(struct lnds_sv *v, struct lnds_sv form, size_t least, int *out)
{
	int cut;

	if (!digits(v, least, 2, out))
		return false;
	if (v->n > 1 && (v->p[0] == '.' || v->p[0] == ',') && lnds_is_digit(v->p[1]) &&
		(!form.n || form.p[0] != v->p[0])) {
		*v = (struct lnds_sv){v->p + 1, v->n - 1};
		while (v->n && lnds_is_digit(v->p[0]))
			if (!digits(v, 1, 9, &cut))
				return false;
	}
	return true;
}

/* `least` digits of those that may have one or two. */
static bool letter(
	char c, struct lnds_sv *v, struct lnds_sv form, size_t least, struct parts *t)
{
	switch (c) {
	case 'Y':
		t->any_year = true;
		return digits(v, 4, 4, &t->year);
	case 'y':
		t->any_year = true;
		if (!digits(v, 2, 2, &t->year))
			return false;
		t->year += t->year < 69 ? 2000 : 1900;
		return true;
	case 'm':
		return digits(v, least, 2, &t->month);
	case 'd':
	case 'e':
		return digits(v, least, 2, &t->day);
	case 'j':
		t->any_yday = true;
		return digits(v, least == 2 ? 3 : 1, 3, &t->yday);
	case 'H':
		return digits(v, least, 2, &t->hour);
	case 'I':
		return digits(v, least, 2, &t->hour) && t->hour >= 1 && t->hour <= 12;
	case 'M':
		return digits(v, least, 2, &t->minute);
	case 'S':
		return seconds(v, form, least, &t->second);
	case 'p':
		t->any_p = true;
		return half_of_day(v, &t->noon);
	default: /* %% */
		if (!v->n || v->p[0] != '%')
			return false;
		*v = (struct lnds_sv){v->p + 1, v->n - 1};
		return true;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct lnds_sv past_blanks(struct lnds_sv v)
{
	while (v.n && is_blank(v.p[0]))
		v = (struct lnds_sv){v.p + 1, v.n - 1};
	return v;
}

/* Letters side by side, as in %H%M, leave no doubt only where each has all its digits. */
static bool packed(struct lnds_sv form)
{
	return form.n > 1 && form.p[0] == '%' && form.p[1] != 'p' && form.p[1] != '%';
}

static bool letters(struct lnds_sv form, struct lnds_sv v, struct parts *t)
{
	bool beside = false; /* another letter is just before */

	while (form.n) {
		const char c = form.p[0];

		form = (struct lnds_sv){form.p + 1, form.n - 1};
		if (is_blank(c)) {
			if (!v.n || !is_blank(v.p[0]))
				return false;
			v = past_blanks(v);
			form = past_blanks(form);
		} else if (c == '%') {
			const char what = form.p[0];

			form = (struct lnds_sv){form.p + 1, form.n - 1};
			if (!beside && (what == 'e' || what == 'H' || what == 'I'))
				v = past_blanks(v);
			if (!letter(what, &v, form, beside || packed(form) ? 2 : 1, t))
				return false;
			beside = true;
			continue;
		} else {
			if (!v.n || v.p[0] != c)
				return false;
			v = (struct lnds_sv){v.p + 1, v.n - 1};
		}
		beside = false;
	}
	return v.n == 0;
}

static bool from_parts(struct parts *t, struct lnds_mesh_moment *out)
{
	if (t->any_p)
		t->hour = t->hour % 12 + (t->noon ? 12 : 0);
	if (t->hour > 24 || t->minute > 59 || t->second > 59 ||
		(t->hour == 24 && (t->minute || t->second)))
		return false;
	*out = (struct lnds_mesh_moment){
		.at = t->hour * 3600 + t->minute * 60 + t->second,
		.month = t->any_yday ? 0 : (unsigned)t->month,
		.day = (unsigned)(t->any_yday ? t->yday : t->day)};
	if (t->any_year)
		return lnds_mesh_moment_year(out, t->year);
	return t->any_yday ? t->yday >= 1 && t->yday <= 366
			   : lnds_date_valid(2000, out->month, out->day);
}

bool lnds_mesh_moment_year(struct lnds_mesh_moment *m, int year)
{
	struct lnds_date first = {year, 1, 1};
	int32_t days;

	if (year < 1 || year > 9998)
		return false;
	if (!m->month) {
		days = lnds_date_days(first) + (int32_t)m->day - 1;
		if (m->day < 1 || m->day > 366 || lnds_date_of(days).year != year)
			return false;
	} else {
		if (!lnds_date_valid(year, m->month, m->day))
			return false;
		days = lnds_date_days(
			(struct lnds_date){year, (uint8_t)m->month, (uint8_t)m->day});
	}
	m->year = year;
	m->at += days * DAY;
	return true;
}

/* A number of seconds, milliseconds or days, as `den` to the second. */
static bool counted(
	struct lnds_sv text, char decimal, bool excel, int64_t den, int64_t *at)
{
	struct lnds_mesh_decimal d;
	__int128 v, unit = den;
	int e;

	if (!lnds_mesh_decimal(text, decimal, &d))
		return false;
	v = excel ? (__int128)d.m * DAY * 2 : d.m;
	for (e = 0; e < d.e; e++)
		unit *= 10;
	if (excel) /* to the nearest second */
		v = (v + unit) / (2 * unit) + EXCEL_DAY * DAY;
	else
		v = v >= 0 ? v / unit : -((-v + unit - 1) / unit);
	if (v < -INT64_C(62135596800) || v > INT64_C(253370764800))
		return false;
	*at = (int64_t)v;
	return true;
}

static bool iso(struct lnds_sv text, struct lnds_mesh_moment *out)
{
	const char last = text.n ? text.p[text.n - 1] : 0;

	out->utc = last == 'Z' ||
		   (text.n > 19 && (memchr(text.p + 16, '+', text.n - 16) ||
					   memchr(text.p + 16, '-', text.n - 16)));
	return lnds_mesh_stamp(text, &out->at);
}

bool lnds_mesh_timeform_read(struct lnds_sv form, struct lnds_sv text, char decimal,
	struct lnds_mesh_moment *out)
{
	struct parts t = {0};

	text = lnds_sv_trim(text);
	*out = (struct lnds_mesh_moment){.year = 1};
	if (lnds_sv_is(form, "iso"))
		return iso(text, out);
	if (lnds_sv_is(form, "excel"))
		return counted(text, decimal, true, 1, &out->at);
	out->utc = true;
	if (lnds_sv_is(form, "epoch"))
		return counted(text, decimal, false, 1, &out->at);
	if (lnds_sv_is(form, "epoch_ms"))
		return counted(text, decimal, false, 1000, &out->at);
	return letters(form, text, &t) && from_parts(&t, out);
}

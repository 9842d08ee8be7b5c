/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading by trying: a directive takes its longest text first and gives way where the
 * rest does not fit ("%Y%m%d" reads 1979111 as the 1st of November), as regular
 * expressions do.
 */
#include "text/dateform.h"

#include <stdio.h>

#define LONGEST 64 /* bytes: blanks in a row would be tried in many ways */

static const char *const month_name[12] = {"january", "february", "march", "april", "may",
	"june", "july", "august", "september", "october", "november", "december"};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
	return lnds_is_upper(c) ? (char)(c + 'a' - 'A') : c;
}

bool lnds_dateform_check(struct lnds_sv form, bool loose, struct lnds_err *err)
{
	unsigned year = 0, month = 0, day = 0, times = 0;

	for (size_t i = 0; i < form.n; i++) {
		if (form.p[i] != '%')
			continue;
		switch (++i < form.n ? form.p[i] : '\0') {
		case 'y':
			if (!loose) {
				lnds_fail(err, LNDS_USAGE, NULL,
					"a date without its century (%%y)");
				return lnds_hint(err, "dates of birth need %%Y");
			}
			year++;
			break;
		case 'Y':
			year++;
			break;
		case 'm':
		case 'b':
		case 'B':
			month++;
			break;
		case 'd':
			day++;
			break;
		case 'H':
		case 'M':
		case 'S':
			times++;
			break;
		case '%':
			break;
		default:
			lnds_fail(err, LNDS_USAGE, NULL,
				"a date format with an unknown directive");
			return lnds_hint(
				err, "known: %%Y %%m %%d %%b %%B %%H %%M %%S %%%%");
		}
	}
	if (year > 1 || month > 1 || day > 1 || times > 3 ||
		(!loose && year + month + day != 3)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a date format wants year, month and day once each");
		return lnds_hint(err, "such as %%Y-%%m-%%d or %%d.%%m.%%Y");
	}
	return true;
}

/* n digits at v as a number, or -1. */
static int number(struct lnds_sv v, size_t n)
{
	int x = 0;

	if (v.n < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!lnds_is_digit(v.p[i]))
			return -1;
		x = 10 * x + v.p[i] - '0';
	}
	return x;
}

static struct lnds_sv after(struct lnds_sv v, size_t n)
{
	return (struct lnds_sv){v.p + n, v.n - n};
}

static bool match(struct lnds_sv form, struct lnds_sv v, struct lnds_date *d);

/* One or two digits from `least` to `most` into *at, then the rest. */
static bool short_number(struct lnds_sv rest, struct lnds_sv v, int least, int most,
	uint8_t *at, struct lnds_date *d)
{
	for (size_t n = 2; n >= 1; n--) {
		const int x = number(v, n);

		if (x < least || x > most)
			continue;
		*at = (uint8_t)x;
		if (match(rest, after(v, n), d))
			return true;
	}
	return false;
}

static bool named_month(
	struct lnds_sv rest, struct lnds_sv v, bool whole, struct lnds_date *d)
{
	for (uint8_t m = 0; m < 12; m++) {
		const size_t n = whole ? strlen(month_name[m]) : 3;
		size_t i = 0;

		while (i < n && i < v.n && lower(v.p[i]) == month_name[m][i])
			i++;
		if (i < n)
			continue;
		d->month = (uint8_t)(m + 1);
		if (match(rest, after(v, n), d))
			return true;
	}
	return false;
}

static bool directive(char c, struct lnds_sv rest, struct lnds_sv v, struct lnds_date *d)
{
	uint8_t unused;
	int x;

	switch (c) {
	case 'Y':
		x = number(v, 4);
		d->year = x;
		return x >= 0 && match(rest, after(v, 4), d);
	case 'y':
		x = number(v, 2);
		d->year = x + (x < 69 ? 2000 : 1900);
		return x >= 0 && match(rest, after(v, 2), d);
	case 'm':
		return short_number(rest, v, 1, 12, &d->month, d);
	case 'd':
		if (v.n > 1 && v.p[0] == ' ' && v.p[1] > '0' && v.p[1] <= '9') {
			d->day = (uint8_t)(v.p[1] - '0');
			return match(rest, after(v, 2), d);
		}
		return short_number(rest, v, 1, 31, &d->day, d);
	case 'b':
	case 'B':
		return named_month(rest, v, c == 'B', d);
	case 'H':
		return short_number(rest, v, 0, 23, &unused, d);
	case 'M':
		return short_number(rest, v, 0, 59, &unused, d);
	case 'S':
		return short_number(rest, v, 0, 61, &unused, d);
	default: /* %% */
		return v.n && v.p[0] == '%' && match(rest, after(v, 1), d);
	}
}

static bool match(struct lnds_sv form, struct lnds_sv v, struct lnds_date *d)
{
	while (form.n) {
		if (form.p[0] == '%')
			return directive(form.p[1], after(form, 2), v, d);
		if (is_space(form.p[0])) {
			if (!v.n || !is_space(v.p[0]))
				return false;
			while (form.n && is_space(form.p[0]))
				form = after(form, 1);
			/* A blank may belong to the day behind it. */
			do {
				v = after(v, 1);
				if (match(form, v, d))
					return true;
			} while (v.n && is_space(v.p[0]));
			return false;
		}
		if (!v.n || lower(v.p[0]) != lower(form.p[0]))
			return false;
		form = after(form, 1);
		v = after(v, 1);
	}
	return v.n == 0;
}

bool lnds_dateform_read(struct lnds_sv form, struct lnds_sv value, struct lnds_date *out)
{
	struct lnds_date d = {1900, 1, 1};

	if (value.n > LONGEST || !match(form, value, &d) || d.year < 1 ||
		!lnds_date_valid(d.year, d.month, d.day))
		return false;
	*out = d;
	return true;
}

void lnds_dateform_write(struct lnds_buf *out, struct lnds_sv form, struct lnds_date d)
{
	for (size_t i = 0; i < form.n; i++) {
		if (form.p[i] != '%') {
			lnds_buf_c(out, form.p[i]);
			continue;
		}
		switch (form.p[++i]) {
		case 'Y':
			lnds_buf_printf(out, "%04d", d.year);
			break;
		case 'y':
			lnds_buf_printf(out, "%02d", d.year % 100);
			break;
		case 'm':
			lnds_buf_printf(out, "%02u", d.month);
			break;
		case 'd':
			lnds_buf_printf(out, "%02u", d.day);
			break;
		case 'b':
			lnds_buf_add(out, month_name[d.month - 1], 3);
			break;
		case 'B':
			lnds_buf_str(out, month_name[d.month - 1]);
			break;
		case '%':
			lnds_buf_c(out, '%');
			break;
		default:
			lnds_buf_str(out, "00");
		}
	}
}

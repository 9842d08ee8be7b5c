/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar arithmetic. Days are counted in years that begin in March, so that the leap
 * day is a year's last, and in eras of 400 years (146097 days), after H. Hinnant,
 * "chrono- compatible low-level date algorithms".
 */
#include "text/date.h"

#include "base/num.h"

#define ERA_DAYS 146097
#define LONGEST_DURATION 99999
#define EPOCH_FROM_MARCH_0 719468 /* days from 0000-03-01 to 1970-01-01 */

static bool is_leap(int32_t y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static unsigned month_days(int32_t year, unsigned month)
{
	static const uint8_t days[13] = {
		0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month];
}

bool lnds_date_valid(int32_t year, unsigned month, unsigned day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month);
}

int32_t lnds_date_days(struct lnds_date d)
{
	int32_t y = d.year - (d.month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t yoe = y - era * 400;
	int32_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	       EPOCH_FROM_MARCH_0;
}

struct lnds_date lnds_date_of(int32_t days)
{
	int32_t z = days + EPOCH_FROM_MARCH_0;
	int32_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	int32_t doe = z - era * ERA_DAYS;
	int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t mp = (5 * doy + 2) / 153;
	int32_t month = mp < 10 ? mp + 3 : mp - 9;

	return (struct lnds_date){
		.year = yoe + era * 400 + (month <= 2),
		.month = (uint8_t)month,
		.day = (uint8_t)(doy - (153 * mp + 2) / 5 + 1),
	};
}

/* Exactly n digits at p. */
static bool digits(const char *p, unsigned n, unsigned *out)
{
	unsigned i, v = 0;

	for (i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (unsigned)(p[i] - '0');
	}
	*out = v;
	return true;
}

static void put_digits(char *out, unsigned v, unsigned n)
{
	while (n) {
		out[--n] = (char)('0' + v % 10);
		v /= 10;
	}
}

bool lnds_date_parse(struct lnds_sv s, struct lnds_date *out)
{
	unsigned y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s.p, 4, &y) ||
		!digits(s.p + 5, 2, &m) || !digits(s.p + 8, 2, &d) || y < 1 ||
		!lnds_date_valid((int32_t)y, m, d))
		return false;
	*out = (struct lnds_date){(int32_t)y, (uint8_t)m, (uint8_t)d};
	return true;
}

void lnds_date_put(char *out, struct lnds_date d)
{
	put_digits(out, (unsigned)d.year, 4);
	out[4] = '-';
	put_digits(out + 5, d.month, 2);
	out[7] = '-';
	put_digits(out + 8, d.day, 2);
}

void lnds_time_put(char out[21], uint64_t unix_seconds)
{
	unsigned second = (unsigned)(unix_seconds % 86400);

	lnds_date_put(out, lnds_date_of((int32_t)(unix_seconds / 86400)));
	out[10] = 'T';
	put_digits(out + 11, second / 3600, 2);
	out[13] = ':';
	put_digits(out + 14, second / 60 % 60, 2);
	out[16] = ':';
	put_digits(out + 17, second % 60, 2);
	out[19] = 'Z';
	out[20] = '\0';
}

bool lnds_time_parse(struct lnds_sv s, uint64_t *unix_seconds)
{
	struct lnds_date day;
	unsigned h, m, sec;
	int32_t days;

	if (s.n != 20 || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
		s.p[19] != 'Z' || !lnds_date_parse((struct lnds_sv){s.p, 10}, &day) ||
		!digits(s.p + 11, 2, &h) || !digits(s.p + 14, 2, &m) ||
		!digits(s.p + 17, 2, &sec) || h > 23 || m > 59 || sec > 59)
		return false;
	days = lnds_date_days(day);
	if (days < 0)
		return false;
	*unix_seconds = (uint64_t)days * 86400 + h * 3600 + m * 60 + sec;
	return true;
}

bool lnds_duration_parse(struct lnds_sv s, struct lnds_duration *out)
{
	static const char unit[3] = {'Y', 'M', 'D'};
	uint32_t part[3] = {0};
	size_t i = 1, next = 0;

	if (s.n < 3 || s.p[0] != 'P')
		return false;
	while (i < s.n) {
		size_t from = i;
		uint64_t v;

		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (i == s.n || !lnds_u64((struct lnds_sv){s.p + from, i - from}, &v) ||
			v > LONGEST_DURATION)
			return false;
		while (next < 3 && unit[next] != s.p[i])
			next++;
		if (next == 3)
			return false;
		part[next++] = (uint32_t)v;
		i++;
	}
	*out = (struct lnds_duration){part[0], part[1], part[2]};
	return true;
}

uint64_t lnds_time_add(uint64_t unix_seconds, struct lnds_duration d)
{
	struct lnds_date day = lnds_date_of((int32_t)(unix_seconds / 86400));
	uint64_t months = (uint64_t)day.year * 12 + day.month - 1 +
			  (uint64_t)d.years * 12 + d.months;
	unsigned last;

	day.year = (int32_t)(months / 12);
	day.month = (uint8_t)(months % 12 + 1);
	last = month_days(day.year, day.month);
	if (day.day > last)
		day.day = (uint8_t)last;
	return ((uint64_t)lnds_date_days(day) + d.days) * 86400 + unix_seconds % 86400;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks of a calendar axis; see timeaxis.h. */
#include "page/timeaxis.h"

#include <stdio.h>

#include "text/date.h"

enum unit { SECONDS, DAYS, MONTHS, YEARS };

/* clang-format off */
static const struct step {
	enum unit unit;
	int n;
	int64_t length; /* s, about */
} steps[] = {
	{SECONDS, 1, 1}, {SECONDS, 10, 10}, {SECONDS, 60, 60}, {SECONDS, 300, 300},
	{SECONDS, 600, 600}, {SECONDS, 1800, 1800}, {SECONDS, 3600, 3600},
	{SECONDS, 7200, 7200}, {SECONDS, 10800, 10800}, {SECONDS, 21600, 21600},
	{SECONDS, 43200, 43200}, {DAYS, 1, 86400}, {DAYS, 2, 172800}, {DAYS, 5, 432000},
	{DAYS, 10, 864000}, {MONTHS, 1, 2629746}, {MONTHS, 2, 5259492},
	{MONTHS, 3, 7889238}, {MONTHS, 6, 15778476}, {YEARS, 1, 31556952},
	{YEARS, 2, 63113904}, {YEARS, 5, 157784760}, {YEARS, 10, 315569520},
	{YEARS, 50, 1577847600}, {YEARS, 100, 3155695200},
};
/* clang-format on */
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static int64_t floor_day(int64_t t)
{
	return (t >= 0 ? t : t - 86399) / 86400;
}

static int64_t midnight(int32_t year, unsigned month, unsigned day)
{
	return INT64_C(86400) *
	       lnds_date_days((struct lnds_date){year, (uint8_t)month, (uint8_t)day});
}

static int days_of(struct lnds_date month)
{
	unsigned day = 31;

	while (!lnds_date_valid(month.year, month.month, day))
		day--;
	return (int)day;
}

/* The first place of the step after t (its multiples begin anew with each day, month, year). */
static int64_t next(const struct step *s, int64_t t)
{
	const struct lnds_date d = lnds_date_of((int32_t)floor_day(t));
	const int month0 = (d.month - 1) / s->n * s->n + s->n;
	const int year0 = d.year / s->n * s->n + s->n;
	int day0;

	switch (s->unit) {
	case SECONDS:
		return t - ((t % s->n) + s->n) % s->n + s->n;
	case DAYS:
		day0 = (d.day - 1) / s->n * s->n + s->n + 1;
		/* The last of a month may stand too near to the 1st of the next. */
		if (10 * day0 + 9 * s->n <= 10 * days_of(d) + 10)
			return midnight(d.year, d.month, (unsigned)day0);
		return d.month == 12 ? midnight(d.year + 1, 1, 1)
				     : midnight(d.year, d.month + 1u, 1);
	case MONTHS:
		return month0 < 12 ? midnight(d.year, (unsigned)month0 + 1, 1)
				   : midnight(d.year + 1, 1, 1);
	case YEARS:
	default:
		return midnight(year0, 1, 1);
	}
}

static void put_date(char *out, struct lnds_date d)
{
	lnds_date_put(out, d);
	out[10] = '\0';
}

static void label(const struct step *s, struct lnds_time_tick *tick)
{
	const int64_t day = floor_day(tick->at), second = tick->at - 86400 * day;
	const struct lnds_date d = lnds_date_of((int32_t)day);

	tick->below[0] = '\0';
	put_date(tick->label, d);
	if (s->unit == YEARS)
		tick->label[4] = '\0';
	else if (s->unit == MONTHS)
		tick->label[7] = '\0';
	if (s->unit != SECONDS)
		return;
	if (second == 0)
		put_date(tick->below, d);
	snprintf(tick->label, sizeof(tick->label),
		s->n < 60 ? "%02u:%02u:%02u" : "%02u:%02u",
		(unsigned)(second / 3600) % 24, (unsigned)(second / 60) % 60,
		(unsigned)second % 60);
}

size_t lnds_time_ticks(int64_t start, int64_t end, unsigned want,
	struct lnds_time_tick *tick, size_t cap)
{
	size_t i = 0, n = 0;
	int64_t t;

	while (i + 1 < STEPS && (end - start) / steps[i].length > want)
		i++;
	for (t = next(&steps[i], start - 1); t <= end && n < cap;
		t = next(&steps[i], t)) {
		tick[n].at = t;
		label(&steps[i], &tick[n++]);
	}
	if (n && steps[i].unit == SECONDS)
		put_date(tick[0].below, lnds_date_of((int32_t)floor_day(tick[0].at)));
	return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts over time: calendar ticks, gaps, dots, reduction of long series, well-formed documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "page/timeaxis.h"
#include "page/timeline.h"
#include "unit/page/wellformed.h"

#define Y2023 INT64_C(1672531200)
#define DAY INT64_C(86400)

static void ticks_are(int64_t start, int64_t end, const char *expected)
{
	struct lnds_time_tick tick[24];
	struct lnds_buf b = {0};
	size_t n = lnds_time_ticks(start, end, 10, tick, 24), i;

	for (i = 0; i < n; i++)
		lnds_buf_printf(&b, "%s%s%s%s", i ? " " : "", tick[i].label,
			tick[i].below[0] ? "/" : "", tick[i].below);
	assert_string_equal(lnds_buf_cstr(&b), expected);
	lnds_buf_free(&b);
}

static void ticks(void **state)
{
	(void)state;
	ticks_are(Y2023, Y2023 + 365 * DAY,
		"2023-01 2023-03 2023-05 2023-07 2023-09 2023-11 2024-01");
	ticks_are(Y2023, Y2023 + 31 * DAY,
		"2023-01-01 2023-01-06 2023-01-11 2023-01-16 2023-01-21 2023-01-26 "
		"2023-02-01");
	/* The 21st of February would stand too near to the 1st of March. */
	ticks_are(Y2023 + 31 * DAY, Y2023 + 120 * DAY,
		"2023-02-01 2023-02-11 2023-03-01 2023-03-11 2023-03-21 2023-04-01 "
		"2023-04-11 2023-04-21 2023-05-01");
	ticks_are(Y2023, Y2023 + DAY,
		"00:00/2023-01-01 03:00 06:00 09:00 12:00 15:00 18:00 21:00 "
		"00:00/2023-01-02");
	ticks_are(Y2023 + 7200, Y2023 + 10800,
		"02:00/2023-01-01 02:10 02:20 02:30 02:40 02:50 03:00");
	ticks_are(Y2023 + 1, Y2023 + 9,
		"00:00:01/2023-01-01 00:00:02 00:00:03 00:00:04 00:00:05 00:00:06 "
		"00:00:07 00:00:08 00:00:09");
	ticks_are(Y2023 - 53 * 365 * DAY, Y2023,
		"1975 1980 1985 1990 1995 2000 2005 2010 2015 2020");
	ticks_are(-11 * DAY, 0,
		"1969-12-21 1969-12-23 1969-12-25 1969-12-27 1969-12-29 1970-01-01");
}

static void begin(
	struct lnds_timeline *t, struct lnds_buf *b, unsigned series, int64_t span)
{
	*t = (struct lnds_timeline){.title = "A <title> & more",
		.note = "note \"'<",
		.unit = "%",
		.start = Y2023,
		.end = Y2023 + span,
		.low = 0,
		.high = 10,
		.series = series};
	lnds_timeline_begin(t, b);
}

/* The parser is one of pages. */
static void holds(struct lnds_buf *b)
{
	struct lnds_buf page = {0};
	const char *at, *why;

	lnds_buf_str(&page, "<!DOCTYPE html>\n");
	lnds_buf_sv(&page, lnds_buf_view(b));
	why = wellformed(lnds_buf_cstr(&page), &at);
	if (why)
		fail_msg("%s at: %.60s", why, at);
	lnds_buf_free(&page);
	(void)lnds_buf_cstr(b);
}

/* The d of line k, which ends at its quote. */
static const char *path_of(struct lnds_buf *b, unsigned k)
{
	const char *p = lnds_buf_cstr(b);

	for (k++; k; k--) {
		p = strstr(p, "<path class=\"line\"");
		assert_non_null(p);
		p = strstr(p, " d=\"") + 4;
	}
	return p;
}

static unsigned count(const char *p, char c)
{
	unsigned n = 0;

	for (; *p != '"'; p++)
		n += *p == c;
	return n;
}

static void gaps(void **state)
{
	const int64_t time[] = {Y2023, Y2023 + 10, Y2023 + 20, Y2023 + 30, Y2023 + 40,
		Y2023 + 50, Y2023 + 60};
	const double y[] = {1, 2, NAN, 3, NAN, 4, 5};
	const int64_t edge[] = {Y2023, Y2023 + 50, Y2023 + 100};
	const double share[] = {0.5, NAN};
	struct lnds_timeline t;
	struct lnds_buf b = {0};
	const char *p;

	(void)state;
	begin(&t, &b, 2, 100);
	lnds_timeline_cover(&t, edge, share, 2);
	lnds_timeline_line(&t, "one <&>", time, y, 7);
	lnds_timeline_line(&t, "an é in a name that is too long", time, y, 0);
	lnds_timeline_end(&t);
	holds(&b);
	p = path_of(&b, 0);
	assert_int_equal(strncmp(p, "M0 0M64.0 370.0L151.2 336.0M325.6 302.0M", 40), 0);
	assert_int_equal(count(p, 'M'), 4);
	assert_int_equal(count(p, 'L'), 2);
	/* A value between gaps is a dot. */
	assert_int_equal(strncmp(path_of(&b, 1), "M325.6 302.0h0\"", 15), 0);
	assert_int_equal(count(path_of(&b, 2), 'L'), 0);
	/* The axis is 0 to 10 whole; half the cover. */
	assert_non_null(strstr(b.p, ">10</text>"));
	assert_non_null(
		strstr(b.p, "class=\"cover\" d=\"M0 0M64.00 480V457.0H500.00V480Z\""));
	assert_non_null(strstr(b.p, ">an é in a name that is…<"));
	assert_null(strstr(b.p, "<title>one <"));
	lnds_buf_free(&b);
}

/* 100,000 points: what is drawn is short, and holds the extremes; a hole of a tenth is open. */
static void reduction(void **state)
{
	enum { N = 100000 };
	int64_t *time = lnds_alloc(N * sizeof(*time));
	double *y = lnds_alloc(N * sizeof(*y));
	struct lnds_timeline t;
	struct lnds_buf b = {0};
	const char *p;
	size_t i;

	(void)state;
	for (i = 0; i < N; i++) {
		time[i] = Y2023 + (int64_t)i;
		y[i] = i == 12345 ? 10 : i == 54321 ? 0 : 5;
		if ((i >= 70000 && i < 80000) || i % 7 == 0)
			y[i] = NAN; /* small holes are not seen */
	}
	begin(&t, &b, 1, N);
	lnds_timeline_line(&t, "long", time, y, N);
	lnds_timeline_end(&t);
	holds(&b);
	p = path_of(&b, 0);
	assert_int_equal(count(p, 'M'), 3);
	assert_in_range(count(p, 'L'), 1500, 4 * 872);
	assert_non_null(strstr(p, " 64.0"));  /* the top */
	assert_non_null(strstr(p, " 404.0")); /* the bottom */
	assert_true(b.n < 60000);
	free(time);
	free(y);
	lnds_buf_free(&b);
}

/* Nothing, a constant, many lines: colours differ, the legend has them all. */
static void extremes(void **state)
{
	struct lnds_timeline t;
	struct lnds_buf b = {0};
	unsigned i;

	(void)state;
	t = (struct lnds_timeline){.title = "t",
		.unit = "u",
		.start = 0,
		.end = DAY,
		.low = NAN,
		.high = NAN};
	lnds_timeline_begin(&t, &b);
	lnds_timeline_end(&t);
	holds(&b);
	b.n = 0;
	t = (struct lnds_timeline){.title = "t",
		.unit = "u",
		.start = 0,
		.end = DAY,
		.low = 7,
		.high = 7,
		.series = 50};
	lnds_timeline_begin(&t, &b);
	for (i = 0; i < 50; i++)
		lnds_timeline_line(
			&t, "x", &(const int64_t){DAY / 2}, &(const double){7}, 1);
	lnds_timeline_end(&t);
	holds(&b);
	assert_non_null(strstr(b.p, "hsl(352,70%,55%)"));
	assert_int_equal(strncmp(path_of(&b, 0), "M0 0M500.0 234.0\"", 17), 0);
	(void)path_of(&b, 149); /* lines, their dots and swatches */
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks),
		cmocka_unit_test(gaps),
		cmocka_unit_test(reduction),
		cmocka_unit_test(extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

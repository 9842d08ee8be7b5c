/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates over leap years and centuries, times, durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/date.h"
#include <stdio.h>
#include <string.h>

/* A calendar kept by counting, day after day, against the formulas. */
static void every_day(void **state)
{
	static const unsigned char length[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct lnds_date d = {1, 1, 1}, back;
	int32_t days = lnds_date_days(d);
	char text[11] = "", want[40];

	(void)state;
	while (d.year < 2500) {
		bool leap = (d.year % 4 == 0 && d.year % 100) || d.year % 400 == 0;
		unsigned last = length[d.month - 1] + (leap && d.month == 2 ? 1u : 0u);

		assert_int_equal(lnds_date_days(d), days);
		back = lnds_date_of(days);
		assert_true(back.year == d.year && back.month == d.month &&
			    back.day == d.day);
		assert_true(lnds_date_valid(d.year, d.month, d.day));
		assert_int_equal(
			lnds_date_valid(d.year, d.month, d.day + 1u), d.day < last);
		if (d.day == 28) {
			lnds_date_put(text, d);
			snprintf(want, sizeof(want), "%04d-%02u-%02u", d.year, d.month,
				d.day);
			assert_string_equal(text, want);
			assert_true(lnds_date_parse(lnds_sv(text), &back));
			assert_int_equal(lnds_date_days(back), days);
		}
		days++;
		if (++d.day > last) {
			d.day = 1;
			if (++d.month > 12) {
				d.month = 1;
				d.year++;
			}
		}
	}
}

static void known(void **state)
{
	(void)state;
	assert_int_equal(lnds_date_days((struct lnds_date){1970, 1, 1}), 0);
	assert_int_equal(lnds_date_days((struct lnds_date){1969, 12, 31}), -1);
	assert_int_equal(lnds_date_days((struct lnds_date){2000, 2, 29}), 11016);
	assert_int_equal(lnds_date_days((struct lnds_date){2024, 1, 1}), 19723);
	assert_int_equal(lnds_date_days((struct lnds_date){1, 1, 1}), -719162);
}

static void refused(void **state)
{
	static const char *const bad[] = {"", "2023-02-29", "1900-02-29", "2024-13-01",
		"2024-00-01", "2024-01-00", "2024-04-31", "0000-01-01", "24-01-01",
		"2024/01/01", "2024-1-01", "2024-01-01 ", "20240101", "+024-01-01",
		"2024-01-0x"};
	struct lnds_date d = {7, 7, 7};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lnds_date_parse(lnds_sv(bad[i]), &d));
	assert_int_equal(d.year, 7);
	assert_false(lnds_date_valid(2024, 0, 1));
	assert_false(lnds_date_valid(2024, 13, 1));
}

static void times(void **state)
{
	static const char *const bad[] = {"", "2026-11-21T18:09:03",
		"2026-11-21 18:09:03Z", "2026-11-21T24:00:00Z", "2026-11-21T18:60:00Z",
		"2026-11-21T18:09:60Z", "2026-02-30T18:09:03Z", "1969-12-31T23:59:59Z",
		"2026-11-21T18:09:03+0"};
	char text[21];
	uint64_t t = 0;
	size_t i;

	(void)state;
	assert_true(lnds_time_parse(LNDS_SV("2026-11-21T18:09:03Z"), &t));
	assert_true(t == 1795284543);
	lnds_time_put(text, t);
	assert_string_equal(text, "2026-11-21T18:09:03Z");
	lnds_time_put(text, 0);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	lnds_time_put(text, UINT64_C(4102444799));
	assert_string_equal(text, "2099-12-31T23:59:59Z");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lnds_time_parse(lnds_sv(bad[i]), &t));
}

static void durations(void **state)
{
	static const char *const bad[] = {"", "P", "1Y", "P1", "PY", "P1Y1Y", "P1M1Y",
		"P1D1M", "PT1H", "P1W", "P-1D", "P1.5Y", "P100000D", "P1Y ", "p1y"};
	struct lnds_duration d;
	size_t i;

	(void)state;
	assert_true(lnds_duration_parse(LNDS_SV("P1Y6M"), &d));
	assert_true(d.years == 1 && d.months == 6 && d.days == 0);
	assert_true(lnds_duration_parse(LNDS_SV("P90D"), &d));
	assert_true(d.years == 0 && d.months == 0 && d.days == 90);
	assert_true(lnds_duration_parse(LNDS_SV("P2Y3M4D"), &d));
	assert_true(d.years == 2 && d.months == 3 && d.days == 4);
	assert_true(lnds_duration_parse(LNDS_SV("P1Y2D"), &d));
	assert_true(d.years == 1 && d.months == 0 && d.days == 2);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lnds_duration_parse(lnds_sv(bad[i]), &d));
}

static void sum(const char *from, const char *step, const char *to)
{
	struct lnds_duration d;
	uint64_t t;
	char text[21];

	assert_true(lnds_time_parse(lnds_sv(from), &t));
	assert_true(lnds_duration_parse(lnds_sv(step), &d));
	lnds_time_put(text, lnds_time_add(t, d));
	assert_string_equal(text, to);
}

static void adding(void **state)
{
	(void)state;
	sum("2024-02-29T10:00:00Z", "P1Y", "2025-02-28T10:00:00Z");
	sum("2024-01-31T00:00:00Z", "P1M", "2024-02-29T00:00:00Z");
	sum("2023-01-31T00:00:00Z", "P1M", "2023-02-28T00:00:00Z");
	sum("2024-11-30T23:59:59Z", "P3M", "2025-02-28T23:59:59Z");
	sum("2024-12-31T00:00:00Z", "P1D", "2025-01-01T00:00:00Z");
	sum("2026-11-21T18:09:03Z", "P90D", "2027-02-19T18:09:03Z");
	sum("2024-01-31T00:00:00Z", "P1M1D", "2024-03-01T00:00:00Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day),
		cmocka_unit_test(known),
		cmocka_unit_test(refused),
		cmocka_unit_test(times),
		cmocka_unit_test(durations),
		cmocka_unit_test(adding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

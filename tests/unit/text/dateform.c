/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them, against what Python's strptime makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "text/dateform.h"

static const char *reads(const char *form, const char *value)
{
	static char text[16];
	struct lnds_date d;

	if (!lnds_dateform_read(lnds_sv(form), lnds_sv(value), &d))
		return "no";
	snprintf(text, sizeof(text), "%d-%u-%u", d.year, d.month, d.day);
	return text;
}

static void readings(void **state)
{
	(void)state;
	assert_string_equal(reads("%Y-%m-%d", "1979-11-05"), "1979-11-5");
	assert_string_equal(reads("%d/%m/%Y", "5/1/1979"), "1979-1-5");
	assert_string_equal(reads("%d/%m/%Y", " 5/1/1979"), "1979-1-5");
	assert_string_equal(reads("%Y%m%d", "19791105"), "1979-11-5");
	assert_string_equal(reads("%Y%m%d", "1979111"), "1979-11-1");
	assert_string_equal(reads("%Y%m%d", "197911"), "1979-1-1");
	assert_string_equal(reads("%Y%m%d", "1979131"), "1979-1-31");
	assert_string_equal(reads("%d %B %Y", "05 November 1979"), "1979-11-5");
	assert_string_equal(reads("%d. %b  %Y", "5. NOV 1979"), "1979-11-5");
	assert_string_equal(reads("%d %m %Y", "1   2 1990"), "1990-2-1");
	assert_string_equal(reads("%d.%m.%y", "01.02.69"), "1969-2-1");
	assert_string_equal(reads("%d.%m.%y", "01.02.68"), "2068-2-1");
	assert_string_equal(
		reads("%Y-%m-%dT%H:%M:%S", "1990-01-02t23:59:60"), "1990-1-2");
	assert_string_equal(reads("%Y%%%m%%%d", "1990%1%2"), "1990-1-2");
	assert_string_equal(reads("%Y-%m-%d", "0123-01-12"), "123-1-12");
	assert_string_equal(reads("%Y", "1990"), "1990-1-1");
}

static void refusals(void **state)
{
	static const char *const no[] = {"", "1979", "1979-11", "1979-11-31",
		"1979-02-29", "1979-13-01", "1979-00-01", "1979-01-00", "0000-01-01",
		"979-01-01", "1979-01-01 ", " 1979-01-01", "1979-01-011", "1979/01/01",
		"١٩٧٩-01-01", "1979-1-x"};

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_string_equal(reads("%Y-%m-%d", no[i]), "no");
	assert_string_equal(reads("%d %m %Y", "1                                       "
					      "                        2 1990"),
		"no");
}

static void forms(void **state)
{
	static const char *const bad[] = {"", "%Y-%m", "%Y-%m-%d%d", "%q%Y%m%d",
		"%Y%m%d%", "%d.%m.%y", "%Y %m %b %d"};
	struct lnds_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(lnds_dateform_check(lnds_sv(bad[i]), false, &err));
		assert_int_equal(err.code, LNDS_USAGE);
		assert_true(err.hint[0] != '\0');
	}
	assert_true(lnds_dateform_check(LNDS_SV("%d.%m.%Y"), false, &err));
	assert_true(lnds_dateform_check(LNDS_SV("%d.%m.%y"), true, &err));
	assert_true(lnds_dateform_check(LNDS_SV("%Y"), true, &err));
	assert_false(lnds_dateform_check(LNDS_SV("%Y%Y"), true, &err));
}

/* What is written is read again, for all forms with a whole date. */
static void round_trips(void **state)
{
	static const char *const form[] = {"%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%B %d, %Y",
		"%d%b%Y", "%m/%d/%Y %H:%M:%S", "%%%Y %m %d"};
	struct lnds_buf b = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(form) / sizeof(*form); i++) {
		for (int32_t day = -300000; day < 60000; day += 997) {
			const struct lnds_date d = lnds_date_of(day);
			struct lnds_date back;

			b.n = 0;
			lnds_dateform_write(&b, lnds_sv(form[i]), d);
			assert_true(lnds_dateform_read(
				lnds_sv(form[i]), lnds_buf_view(&b), &back));
			assert_int_equal(lnds_date_days(back), day);
		}
	}
	lnds_buf_free(&b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(readings),
		cmocka_unit_test(refusals), cmocka_unit_test(forms),
		cmocka_unit_test(round_trips)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

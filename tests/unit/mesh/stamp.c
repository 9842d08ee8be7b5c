/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stamps: what is one and what is not; a clock that is told one after the other, against each by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/stamp.h"
#include "text/date.h"

static void texts(void **state)
{
	static const struct {
		const char *text;
		int64_t utc;
	} good[] = {{"2023-03-01T00:00Z", 1677628800}, {"2023-03-01 00:00", 1677628800},
		{"2023-03-01T01:00:00+01:00", 1677628800},
		{"2023-02-28T19:30-04:30", 1677628800},
		{"2023-02-28T24:00:00Z", 1677628800}, {"1969-12-31T23:59:59Z", -1}};
	static const char *const bad[] = {"", "2023-03-01", "2023-03-01T00",
		"2023-02-29T00:00Z", "2023-03-01T24:01Z", "2023-03-01T25:00Z",
		"2023-03-01T00:60Z", "2023-03-01T00:00:60Z", "2023-03-01T00:00:00z",
		"2023-03-01t00:00:00Z", "2023-03-01T00:00:00+15:00",
		"2023-03-01T00:00:00+01:60", "2023-03-01T00:00:0",
		"2023-03-01T00:00:00Z ", "0000-03-01T00:00Z", "2023-03-01T0a:00Z",
		"2023-03-01T00;00Z"};
	struct lnds_mesh_clock c = {0};
	int64_t utc = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(lnds_mesh_stamp(lnds_sv(good[i].text), &utc));
		assert_int_equal(utc, good[i].utc);
		assert_true(lnds_mesh_clock_tell(&c, lnds_sv(good[i].text)));
		assert_int_equal(c.t, good[i].utc);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (lnds_mesh_stamp(lnds_sv(bad[i]), &utc))
			fail_msg("accepted '%s'", bad[i]);
		assert_false(lnds_mesh_clock_tell(&c, lnds_sv(bad[i])));
	}
}

/* Any next stamp, whole or with a byte or two changed: quick says what the long way says, or nothing. */
static void one_after_the_other(void **state)
{
	static const char letters[] = "0123456789:TZ- +";
	struct lnds_mesh_clock c = {0};
	uint64_t i, draw, easy = 0;
	char text[24] = {0};
	int64_t t = 1677628800, utc;

	(void)state;
	for (i = 0; i < 400000; i++) {
		draw = lnds_mix(i);
		t += (int64_t)(draw % 3 ? draw % 5 * 300 : draw % 100000);
		lnds_time_put(text, (uint64_t)t);
		if (draw % 7 == 0)
			text[draw >> 8 & 15] = letters[draw >> 16 & 15];
		if (draw % 7 < 2)
			text[11 + (draw >> 24 & 7)] = letters[draw >> 32 & 15];
		if (lnds_mesh_clock_quick(&c, text)) {
			easy++;
			assert_true(lnds_mesh_stamp((struct lnds_sv){text, 20}, &utc));
			assert_int_equal(c.t, utc);
		} else if (lnds_mesh_clock_tell(&c, (struct lnds_sv){text, 20})) {
			assert_true(lnds_mesh_clock_quick(&c, text) || text[12] == '4');
			assert_true(lnds_mesh_stamp((struct lnds_sv){text, 20}, &utc));
			assert_int_equal(c.t, utc);
		}
	}
	assert_true(easy > 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables against the digit-by-digit rules: all dates, all serials, every damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/num.h"
#include "base/rng.h"
#include "text/check.h"
#include "text/matricule.h"

static struct lnds_matricules tables;

/* Both say the same of a text, and the number is that of its digits. */
static bool agree(const char p[13])
{
	uint64_t first = 0, want;
	bool valid = lnds_matricule_valid((struct lnds_sv){p, 13});

	assert_int_equal(lnds_matricules_plain(&tables, p, &first), valid);
	if (valid) {
		assert_true(lnds_u64((struct lnds_sv){p, 11}, &want));
		assert_true(first == want);
	}
	return valid;
}

static void every_date(void **state)
{
	unsigned year, day, valid = 0;
	char text[32];

	(void)state;
	for (year = 1790; year < 2110; year += 1) {
		for (day = 0; day < 1400; day++) {
			snprintf(text, sizeof(text), "%04u%04u%03u00", year, day,
				(year * 7 + day) % 1000);
			lnds_matricule_check(text, text + 11);
			valid += agree(text);
		}
	}
	/* 300 years of 365 or 366 days; a day, a month or both unknown: 12 + 31 + 1. */
	assert_int_equal(valid, 300 * (365 + 44) + 73);
}

static void every_serial(void **state)
{
	char text[32];
	unsigned i;

	(void)state;
	for (i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "19850723%05u", i);
		agree(text);
	}
}

static void damage(void **state)
{
	char text[32];
	unsigned i, at;

	(void)state;
	for (i = 0; i < 200; i++) {
		snprintf(text, sizeof(text), "%04u%04u%03u00", 1800 + i, 101 + i % 28,
			(unsigned)(lnds_mix(i) % 1000));
		lnds_matricule_check(text, text + 11);
		assert_true(agree(text));
		for (at = 0; at < 13; at++) {
			char was = text[at];

			for (unsigned c = 0; c < 256; c++) {
				text[at] = (char)c;
				assert_int_equal(agree(text), (char)c == was);
			}
			text[at] = was;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_date),
		cmocka_unit_test(every_serial),
		cmocka_unit_test(damage),
	};

	lnds_matricules_init(&tables);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

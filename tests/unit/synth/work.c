/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work: the form of the codes, wages within their bounds, skewed, rising to fifty. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "synth/work.h"

static void codes(void **state)
{
	struct lnds_work w;
	unsigned i, k;

	(void)state;
	lnds_work_init(&w);
	for (i = 0; i < LNDS_BRANCHES; i++) {
		assert_int_equal(strlen(w.nace[i]), 5);
		for (k = 0; k < 5; k++)
			assert_in_range(
				w.nace[i][k], k == 2 ? '.' : '0', k == 2 ? '.' : '9');
		for (k = 0; k < i; k++)
			assert_string_not_equal(w.nace[i], w.nace[k]);
	}
}

static void wages(void **state)
{
	struct lnds_work w;
	unsigned i, age;
	uint32_t least = UINT32_MAX, most = 0, wage;
	uint64_t sum = 0;

	(void)state;
	lnds_work_init(&w);
	for (i = 0; i < LNDS_BRANCHES; i++) {
		for (age = 16; age <= 70; age++) {
			wage = lnds_work_wage(&w, i, age, 0);
			least = wage < least ? wage : least;
			wage = lnds_work_wage(&w, i, age, LNDS_QUANTILES - 1);
			most = wage > most ? wage : most;
			wage = lnds_work_wage(&w, i, age, 900);
			assert_true(wage >= lnds_work_wage(&w, i, age - (age > 16), 900));
			if (age > 50)
				assert_int_equal(wage, lnds_work_wage(&w, i, 50, 900));
		}
	}
	assert_int_equal(least, 250000);
	assert_int_equal(most, 2500000);
	for (i = 1; i < LNDS_QUANTILES; i++)
		assert_true(w.quantile[i] >= w.quantile[i - 1]);
	/* Skewed to the right: the mean lies above the median. */
	for (i = 0; i < LNDS_QUANTILES; i++)
		sum += w.quantile[i];
	assert_true(sum / LNDS_QUANTILES > w.quantile[LNDS_QUANTILES / 2] * 105u / 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes),
		cmocka_unit_test(wages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

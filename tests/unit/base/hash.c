/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table hash: stable in a process, and spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"

static void stable(void **state)
{
	char a[] = "one two three four five six seven";
	size_t n, m;

	(void)state;
	for (n = 0; n < sizeof(a); n++) {
		assert_true(lnds_hash((struct lnds_sv){a, n}) ==
			    lnds_hash((struct lnds_sv){a, n}));
		for (m = 0; m < n; m++)
			assert_true(lnds_hash((struct lnds_sv){a, n}) !=
				    lnds_hash((struct lnds_sv){a, m}));
	}
	/* Zero bytes count. */
	assert_true(lnds_hash(LNDS_SV("\0")) != lnds_hash(LNDS_SV("")));
	assert_true(lnds_hash(LNDS_SV("\0\0")) != lnds_hash(LNDS_SV("\0")));
}

static void spread(void **state)
{
	unsigned bucket[256] = {0}, i;

	(void)state;
	for (i = 0; i < 256000; i++) {
		uint32_t key[2] = {i, 0};

		bucket[lnds_hash((struct lnds_sv){(char *)key, 8}) & 255]++;
	}
	/* 1000 each; six standard deviations are 190. */
	for (i = 0; i < 256; i++)
		assert_in_range(bucket[i], 810, 1190);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stable),
		cmocka_unit_test(spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash map against what it was told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/map.h"
#include <stdio.h>

static void adding(void **state)
{
	struct lnds_map m = {0};

	(void)state;
	assert_int_equal(lnds_map_get(&m, LNDS_SV("a")), LNDS_MAP_NONE);
	assert_int_equal(lnds_map_add(&m, LNDS_SV("a"), 7), LNDS_MAP_NONE);
	assert_int_equal(lnds_map_add(&m, LNDS_SV("a"), 8), 7);
	assert_int_equal(lnds_map_get(&m, LNDS_SV("a")), 7);
	assert_int_equal(lnds_map_add(&m, lnds_sv(NULL), 9), LNDS_MAP_NONE);
	assert_int_equal(lnds_map_get(&m, LNDS_SV("")), 9);
	assert_int_equal(m.n, 2);
	lnds_map_free(&m);
	assert_int_equal(m.n, 0);
	assert_int_equal(lnds_map_get(&m, LNDS_SV("a")), LNDS_MAP_NONE);
}

static void many(void **state)
{
	struct lnds_map m = {0};
	struct lnds_arena arena = {0};
	uint32_t i;
	char text[16];

	(void)state;
	for (i = 0; i < 50000; i++) {
		int n = snprintf(text, sizeof(text), "k%u", i);

		assert_int_equal(
			lnds_map_add(&m,
				lnds_arena_sv(&arena, (struct lnds_sv){text, (size_t)n}),
				i),
			LNDS_MAP_NONE);
	}
	assert_int_equal(m.n, 50000);
	for (i = 0; i < 60000; i++) {
		int n = snprintf(text, sizeof(text), "k%u", i);

		assert_int_equal(lnds_map_get(&m, (struct lnds_sv){text, (size_t)n}),
			i < 50000 ? i : LNDS_MAP_NONE);
	}
	lnds_map_free(&m);
	lnds_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adding),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

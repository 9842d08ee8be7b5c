/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arena: alignment, growth, copies, reuse after a reset. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include <string.h>

static void alignment(void **state)
{
	struct lnds_arena a = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 2000; i++) {
		void *p = lnds_arena_alloc(&a, i % 97);

		assert_int_equal((uintptr_t)p % 16, 0);
		memset(p, 0xee, i % 97);
		memset(lnds_arena_bytes(&a, 3), 0xdd, 3);
	}
	lnds_arena_free(&a);
	assert_null(a.head);
}

static void contents_stay(void **state)
{
	struct lnds_arena a = {0};
	unsigned char *p[300];
	size_t i, j;

	(void)state;
	for (i = 0; i < 300; i++) {
		p[i] = lnds_arena_alloc(&a, i * 7);
		memset(p[i], (int)(i & 0xff), i * 7);
	}
	for (i = 0; i < 300; i++) {
		for (j = 0; j < i * 7; j++)
			assert_int_equal(p[i][j], i & 0xff);
	}
	memset(lnds_arena_alloc(&a, 5u << 20), 1, 5u << 20);
	lnds_arena_free(&a);
}

static void copies(void **state)
{
	struct lnds_arena a = {0};
	char text[] = "Weyrich";
	struct lnds_sv v = lnds_arena_sv(&a, lnds_sv(text));
	struct lnds_sv none = lnds_arena_sv(&a, lnds_sv(NULL));

	(void)state;
	text[0] = 'X';
	assert_true(lnds_sv_is(v, "Weyrich"));
	assert_int_equal(v.p[v.n], 0);
	assert_int_equal(none.n, 0);
	assert_int_equal(none.p[0], 0);
	lnds_arena_free(&a);
}

static void reset(void **state)
{
	struct lnds_arena a = {0};
	const char *first;

	(void)state;
	lnds_arena_reset(&a);
	lnds_arena_bytes(&a, 100);
	lnds_arena_bytes(&a, 1 << 20);
	lnds_arena_reset(&a);
	first = lnds_arena_bytes(&a, 1 << 19);
	/* The largest chunk has stayed: the same bytes come back. */
	lnds_arena_reset(&a);
	assert_ptr_equal(lnds_arena_bytes(&a, 1 << 19), first);
	lnds_arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alignment),
		cmocka_unit_test(contents_stay),
		cmocka_unit_test(copies),
		cmocka_unit_test(reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

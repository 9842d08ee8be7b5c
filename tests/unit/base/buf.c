/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growable buffer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include <string.h>

static void appending(void **state)
{
	struct lnds_buf b = {0};
	size_t i;

	(void)state;
	lnds_buf_add(&b, NULL, 0);
	assert_int_equal(b.n, 0);
	for (i = 0; i < 10000; i++)
		lnds_buf_c(&b, (char)('a' + i % 26));
	lnds_buf_str(&b, "tail");
	lnds_buf_sv(&b, LNDS_SV("-end"));
	assert_int_equal(b.n, 10008);
	assert_int_equal(b.p[25], 'z');
	assert_memory_equal(b.p + 10000, "tail-end", 8);
	memcpy(lnds_buf_room(&b, 3), "xyz", 3);
	b.n += 3;
	assert_memory_equal(lnds_buf_view(&b).p + 10008, "xyz", 3);
	lnds_buf_free(&b);
	assert_null(b.p);
	assert_int_equal(b.cap, 0);
}

static void formatted(void **state)
{
	struct lnds_buf b = {0};
	char wide[1000];

	(void)state;
	lnds_buf_printf(&b, "%s:%d", "line", 17);
	assert_string_equal(lnds_buf_cstr(&b), "line:17");
	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	/* Longer than the room first tried. */
	lnds_buf_printf(&b, "%s!", wide);
	assert_int_equal(b.n, 7 + 999 + 1);
	assert_int_equal(b.p[b.n - 1], '!');
	lnds_buf_printf(&b, "%s", "");
	assert_int_equal(b.n, 1007);
	lnds_buf_free(&b);
}

static void numbers(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	lnds_buf_u64(&b, 0);
	lnds_buf_c(&b, ' ');
	lnds_buf_u64(&b, 1042);
	lnds_buf_c(&b, ' ');
	lnds_buf_u64(&b, UINT64_MAX);
	assert_string_equal(lnds_buf_cstr(&b), "0 1042 18446744073709551615");
	lnds_buf_free(&b);
}

static void terminated(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	assert_string_equal(lnds_buf_cstr(&b), "");
	assert_int_equal(b.n, 0);
	lnds_buf_str(&b, "abc");
	assert_string_equal(lnds_buf_cstr(&b), "abc");
	assert_int_equal(b.n, 3);
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appending),
		cmocka_unit_test(formatted),
		cmocka_unit_test(numbers),
		cmocka_unit_test(terminated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

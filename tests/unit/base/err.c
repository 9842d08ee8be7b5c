/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error object: what is filled, what is cleared, what is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include <errno.h>
#include <string.h>

static void fills(void **state)
{
	struct lnds_err err = {.line = 3, .hint = "old", .column = "old", .sys = 9};

	(void)state;
	assert_false(lnds_fail(&err, LNDS_DATA, "extra-cell", "%d cells, not %d", 9, 8));
	assert_int_equal(err.code, LNDS_DATA);
	assert_string_equal(err.id, "extra-cell");
	assert_string_equal(err.msg, "9 cells, not 8");
	assert_int_equal(err.line, 0);
	assert_int_equal(err.sys, 0);
	assert_string_equal(err.hint, "");
	assert_string_equal(err.column, "");
}

static void system_errors(void **state)
{
	struct lnds_err err = {0};

	(void)state;
	errno = ENOSPC;
	assert_false(lnds_fail_sys(&err, "%s: write", "out.csv"));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_int_equal(err.sys, ENOSPC);
	assert_string_equal(err.msg, "out.csv: write: No space left on device");
}

static void hints(void **state)
{
	struct lnds_err err = {0};

	(void)state;
	assert_false(
		lnds_fail(&err, LNDS_USAGE, NULL, "unknown column '%s'", "matricul"));
	assert_false(lnds_hint(&err, "did you mean '%s'?", "matricule"));
	assert_string_equal(err.msg, "unknown column 'matricul'");
	assert_string_equal(err.hint, "did you mean 'matricule'?");
	assert_null(err.id);
}

static void cuts(void **state)
{
	struct lnds_err err = {0};
	char wide[600];

	(void)state;
	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	errno = EIO;
	assert_false(lnds_fail_sys(&err, "%s", wide));
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
	assert_false(lnds_hint(&err, "%s", wide));
	assert_int_equal(strlen(err.hint), sizeof(err.hint) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills),
		cmocka_unit_test(system_errors),
		cmocka_unit_test(hints),
		cmocka_unit_test(cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

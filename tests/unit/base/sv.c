/* SPDX-License-Identifier: GPL-3.0-or-later */
/* String views: equality, order, prefixes, trimming, cutting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sv.h"

static void equality(void **state)
{
	(void)state;
	assert_true(lnds_sv_eq(LNDS_SV("abc"), lnds_sv("abc")));
	assert_false(lnds_sv_eq(LNDS_SV("abc"), lnds_sv("abd")));
	assert_false(lnds_sv_eq(LNDS_SV("abc"), lnds_sv("ab")));
	assert_true(lnds_sv_eq(lnds_sv(NULL), lnds_sv("")));
	assert_true(lnds_sv_is(LNDS_SV("x"), "x"));
}

static void order(void **state)
{
	(void)state;
	assert_int_equal(lnds_sv_cmp(lnds_sv("a"), lnds_sv("a")), 0);
	assert_true(lnds_sv_cmp(lnds_sv("a"), lnds_sv("ab")) < 0);
	assert_true(lnds_sv_cmp(lnds_sv("b"), lnds_sv("ab")) > 0);
	assert_true(lnds_sv_cmp(lnds_sv("a"), lnds_sv("\xc3\xa9")) < 0);
	assert_true(lnds_sv_cmp(lnds_sv(NULL), lnds_sv("a")) < 0);
}

static void starts(void **state)
{
	(void)state;
	assert_true(lnds_sv_starts(lnds_sv("column"), lnds_sv("col")));
	assert_true(lnds_sv_starts(lnds_sv("column"), lnds_sv("")));
	assert_false(lnds_sv_starts(lnds_sv("co"), lnds_sv("col")));
}

static void trim(void **state)
{
	(void)state;
	assert_true(lnds_sv_is(lnds_sv_trim(lnds_sv(" \t a b\r\n")), "a b"));
	assert_true(lnds_sv_is(lnds_sv_trim(lnds_sv("   ")), ""));
	/* A no-break space is no ASCII white space. */
	assert_true(lnds_sv_is(lnds_sv_trim(lnds_sv("\xc2\xa0")), "\xc2\xa0"));
}

static void cut(void **state)
{
	struct lnds_sv rest = lnds_sv("a=b=c");

	(void)state;
	assert_true(lnds_sv_is(lnds_sv_cut(rest, '=', &rest), "a"));
	assert_true(lnds_sv_is(lnds_sv_cut(rest, '=', &rest), "b"));
	assert_true(lnds_sv_is(lnds_sv_cut(rest, '=', &rest), "c"));
	assert_null(rest.p);
	rest = lnds_sv("x=");
	assert_true(lnds_sv_is(lnds_sv_cut(rest, '=', &rest), "x"));
	assert_non_null(rest.p);
	assert_int_equal(rest.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equality),
		cmocka_unit_test(order),
		cmocka_unit_test(starts),
		cmocka_unit_test(trim),
		cmocka_unit_test(cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

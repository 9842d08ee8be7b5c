/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of schemas: whole values, Unicode, wrong ones, hungry ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/pattern.h"

static bool matches(const char *pattern, const char *value)
{
	struct lnds_err err;
	struct lnds_pattern *p = lnds_pattern_new(lnds_sv(pattern), &err);
	bool is;

	assert_non_null(p);
	is = lnds_pattern_match(p, lnds_sv(value));
	lnds_pattern_free(p);
	return is;
}

static void whole_values(void **state)
{
	(void)state;
	assert_true(matches("[0-9]{4}", "1234"));
	assert_false(matches("[0-9]{4}", "12345"));
	assert_false(matches("[0-9]{4}", "x1234"));
	assert_false(matches("[0-9]{4}", "1234\n"));
	assert_true(matches("a|ab", "ab")); /* as fullmatch, not as a prefix */
	assert_true(matches("", ""));
	assert_false(matches("a", ""));
	assert_true(matches(".é.", "xéy"));
	assert_true(matches("\\w+", "Žižka"));
	assert_true(matches("..", "😀é"));
}

static void wrong_ones(void **state)
{
	struct lnds_err err;

	(void)state;
	assert_null(lnds_pattern_new(LNDS_SV("a(b"), &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_non_null(strstr(err.msg, "at character 4"));
	assert_null(lnds_pattern_new(LNDS_SV("\xff"), &err));
	assert_null(lnds_pattern_new(LNDS_SV("a\\C"), &err));
}

/* Catastrophic backtracking ends, and is no match. */
static void hungry(void **state)
{
	(void)state;
	assert_false(matches("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void found(const char *pattern, const char *text, const char *group)
{
	struct lnds_err err;
	struct lnds_pattern *p = lnds_pattern_search(lnds_sv(pattern), &err);
	struct lnds_sv got = {NULL, 0};

	assert_non_null(p);
	if (lnds_pattern_find(p, lnds_sv(text), &got) != (group != NULL))
		fail_msg("'%s' in '%s'", pattern, text);
	if (group && !lnds_sv_is(got, group))
		fail_msg("'%s' in '%s' takes '%.*s'", pattern, text, LNDS_SV_ARG(got));
	assert_int_equal(lnds_pattern_find(p, lnds_sv(text), NULL), group != NULL);
	lnds_pattern_free(p);
}

static void searches(void **state)
{
	(void)state;
	found("b+", "abbc", "bb");
	found("a(b+)c", "xabbcx", "bb");
	found("a(b)?c", "xac", "ac");
	found("(a)(b)(c)", "abc", "a");
	found("^site: (\\w+)$", "one\r\nsite: X2\r\nthree", "X2");
	found("^b", "ab", NULL);
	found("x*", "", "");
	found("M(ü+)", "xMüü", "üü");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(whole_values),
		cmocka_unit_test(wrong_ones), cmocka_unit_test(hungry),
		cmocka_unit_test(searches)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

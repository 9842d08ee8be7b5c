/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes: what a message shows instead of a value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/shape.h"
#include <string.h>

static void is(struct lnds_sv value, const char *shape)
{
	char out[LNDS_SHAPE_MAX];

	assert_string_equal(lnds_shape(value, out), shape);
}

static void shapes(void **state)
{
	(void)state;
	is(LNDS_SV("1985072304254"), "9999999999999");
	is(LNDS_SV("23/07/1985"), "99/99/9999");
	is(LNDS_SV("Weber-M\xc3\xbcller"), "Aaaaa-Aaaaaa");
	is(LNDS_SV("\xc3\x89mile \xc4\x8c\xc5\xa0 \xc5\xbd\xc5\xbe"), "Aaaaa AA Aa");
	is(LNDS_SV("a\tb\x01"), "a?a?");
	is(LNDS_SV(""), "");
	is(lnds_sv(NULL), "");
}

static void cut(void **state)
{
	char out[LNDS_SHAPE_MAX];

	(void)state;
	is(LNDS_SV("123456789012345678901234"), "999999999999999999999999");
	is(LNDS_SV("1234567890123456789012345"), "999999999999999999999999~");
	is(LNDS_SV("1234567890123456789012\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"),
		"9999999999999999999999aa~");
	/* Longest possible: 24 characters, the sign and the NUL. */
	assert_true(strlen(lnds_shape(LNDS_SV("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), out)) <
		    LNDS_SHAPE_MAX);
}

static void broken(void **state)
{
	(void)state;
	is(LNDS_SV("a\xff"
		   "b"),
		"a?a");
	is(LNDS_SV("ab\xc3"), "aa?");
	is(LNDS_SV("\xe2\x82"), "??");
	is(LNDS_SV("\xed\xa0\x80"), "???");
	is(LNDS_SV("\xc2\x85"), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes),
		cmocka_unit_test(cut),
		cmocka_unit_test(broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

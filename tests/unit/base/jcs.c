/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canonical JSON: the numbers and the sorted members of RFC 8785, and round trips. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "base/jcs.h"
#include "base/json.h"
#include "base/rng.h"

static void same(const char *json, const char *want)
{
	struct lnds_buf b = {0};
	json_t *j = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(j);
	lnds_jcs(&b, j);
	assert_string_equal(lnds_buf_cstr(&b), want);
	lnds_buf_free(&b);
	json_decref(j);
}

/* RFC 8785, appendix B, and ECMAScript's bounds. */
static void numbers(void **state)
{
	static const struct {
		uint64_t bits;
		const char *text;
	} known[] = {{0, "0"}, {0x8000000000000000, "0"}, {1, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"}};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct lnds_buf b = {0};
		double v;

		memcpy(&v, &known[i].bits, sizeof(v));
		lnds_jcs_number(&b, v);
		assert_string_equal(lnds_buf_cstr(&b), known[i].text);
		lnds_buf_free(&b);
	}
}

static void every_number_comes_back(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		const uint64_t bits = lnds_mix(i);
		struct lnds_buf b = {0};
		double v;

		memcpy(&v, &bits, sizeof(v));
		if (!isfinite(v))
			continue;
		lnds_jcs_number(&b, v);
		assert_true(strtod(lnds_buf_cstr(&b), NULL) == v);
		lnds_buf_free(&b);
	}
}

static void members(void **state)
{
	(void)state;
	same("{ \"b\" : 1.0, \"a\" : [ true, false, null, 1e3, \"x\\u0007\\\"\\/\" ] }",
		"{\"a\":[true,false,null,1000,\"x\\u0007\\\"/\"],\"b\":1}");
	/* RFC 8785, 3.2.3: sorted by UTF-16 code units. */
	same("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
	     "\"\\u0080\":6,\"\\u00f6\":7}",
		"{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,"
		"\"\xef\xac\xb3\":3}");
	same("{}", "{}");
	same("[]", "[]");
	same("[{}]", "[{}]");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(numbers),
		cmocka_unit_test(every_number_comes_back), cmocka_unit_test(members)};

	lnds_jansson_ready();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

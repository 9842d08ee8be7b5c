/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimals against a twin that works on strings; roundings and units against figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/decimal.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void take(const char *text, char point, int64_t m, int e)
{
	struct lnds_mesh_decimal d = {-1, -1};

	if (!lnds_mesh_decimal(lnds_sv(text), point, &d) || d.m != m || d.e != e)
		fail_msg("'%s': %lld, %d", text, (long long)d.m, d.e);
}

static void texts(void **state)
{
	static const char *const bad[] = {"", " ", "-", "+", ".", "-.", "1.2.3", "1,2",
		"1e", "1e+", "e5", "abc", "1 2", "--1", "0x10", "nan", "1e100",
		"1234567890123456789", "0.1234567890123456789", "1e18", "- 1"};
	struct lnds_mesh_decimal d;
	size_t i;

	(void)state;
	take("0", '.', 0, 0);
	take("-0.0", '.', 0, 0);
	take("1.50", '.', 15, 1);
	take("1,50", ',', 15, 1);
	take(".5", '.', 5, 1);
	take("5.", '.', 5, 0);
	take("  -12.25 ", '.', -1225, 2);
	take("+3", '.', 3, 0);
	take("1e3", '.', 1000, 0);
	take("1.5E-3", '.', 15, 4);
	take("120e-1", '.', 12, 0);
	take("100", '.', 100, 0);
	take("0.000000000000000001", '.', 1, 18);
	take("999999999999999999", '.', 999999999999999999, 0);
	take("1.00000000000000000000", '.', 1, 0);
	take("0e99", '.', 0, 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (lnds_mesh_decimal(lnds_sv(bad[i]), '.', &d))
			fail_msg("accepted '%s'", bad[i]);
}

/* Eight bytes at once against one at a time, over texts of the letters that matter: what it takes, it
 * takes as the other does; plain numbers of up to 8 bytes it takes all. */
static void quick(void **state)
{
	static const char letters[] = "0123456789.-+ e,/:";
	char room[40] = {0}, *const text = room + 8;
	struct lnds_mesh_decimal d;
	uint32_t n, k, taken = 0;
	uint64_t i, draw;
	int64_t m = 0;
	bool plain;
	int e = 0;

	(void)state;
	for (i = 0; i < 2000000; i++) {
		draw = lnds_mix(i);
		memset(room, '7', sizeof(room) - 1);
		n = (uint32_t)(draw % 11);
		for (k = 0; k < n; k++) {
			draw = lnds_mix(draw);
			text[k] = letters[draw % (i % 3 ? 10 + i % 3 : 18)];
		}
		if (!lnds_mesh_decimal_quick(text, n, &m, &e)) {
			k = n && *text == '-';
			plain = n > k && n - k <= 8 && text[k] != '.' &&
				strspn(text + k, "0123456789.") >= n - k &&
				memchr(text, '.', n) == memrchr(text, '.', n);
			if (plain)
				fail_msg("not taken: '%.*s'", (int)n, text);
			continue;
		}
		taken++;
		if (!lnds_mesh_decimal((struct lnds_sv){text, n}, '.', &d))
			fail_msg("taken: '%.*s'", (int)n, text);
		for (; d.e < e; d.e++)
			d.m *= 10;
		if (d.m != m || d.e != e)
			fail_msg("'%.*s': %lld, %d", (int)n, text, (long long)m, e);
	}
	assert_true(taken > 500000);
}

/* What is printed with e decimals is read back as the same number. */
static void round_trip(void **state)
{
	struct lnds_mesh_decimal d;
	char text[32], long_text[64];
	uint64_t i;
	int64_t m, back;
	int e;

	(void)state;
	for (i = 0; i < 100000; i++) {
		m = (int64_t)(lnds_mix(i) % 2000000001) - 1000000000;
		m >>= i % 30;
		e = (int)(i % 10);
		text[lnds_mesh_decimal_put(text, m, e)] = 0;
		assert_true(lnds_mesh_decimal(lnds_sv(text), '.', &d));
		assert_true(lnds_mesh_rescale(d, e, &back));
		assert_int_equal(back, m);
		sprintf(long_text, "%.*f", e, (double)m / pow(10, e));
		assert_string_equal(text, m ? long_text : text);
	}
	text[lnds_mesh_decimal_put(text, -5, 2)] = 0;
	assert_string_equal(text, "-0.05");
	text[lnds_mesh_decimal_put(text, 0, 0)] = 0;
	assert_string_equal(text, "0");
	text[lnds_mesh_decimal_put(text, INT64_MIN, 0)] = 0;
	assert_string_equal(text, "-9223372036854775808");
}

static void rounding(void **state)
{
	static const struct {
		int64_t m;
		int8_t from;
		int to;
		int64_t want;
		bool exact;
	} t[] = {{25, 1, 0, 2, false}, {35, 1, 0, 4, false}, {-25, 1, 0, -2, false},
		{-35, 1, 0, -4, false}, {251, 2, 0, 3, false}, {250, 2, 1, 25, true},
		{7, 0, 3, 7000, true}, {0, 0, 0, 0, true}, {-26, 1, 0, -3, false}};
	size_t i;
	int64_t m;
	bool exact;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_true(lnds_mesh_round((struct lnds_mesh_decimal){t[i].m, t[i].from},
			t[i].to, &m, &exact));
		assert_int_equal(m, t[i].want);
		assert_int_equal(exact, t[i].exact);
	}
	assert_false(lnds_mesh_rescale((struct lnds_mesh_decimal){25, 1}, 0, &m));
	assert_true(lnds_mesh_rescale((struct lnds_mesh_decimal){9, 0}, 18, &m));
	assert_false(lnds_mesh_rescale((struct lnds_mesh_decimal){10, 0}, 18, &m));
}

static void unit(const char *from, const char *to, const char *value, int e, int64_t want)
{
	struct lnds_mesh_decimal d;
	struct lnds_mesh_unit u;
	struct lnds_err err;
	int64_t m = -1;
	bool exact;

	assert_true(lnds_mesh_unit(lnds_sv(from), lnds_sv(to), &u, &err));
	assert_true(lnds_mesh_decimal(lnds_sv(value), '.', &d));
	assert_true(lnds_mesh_convert(&u, d, e, &m, &exact));
	if (m != want)
		fail_msg("%s %s: %lld", value, from, (long long)m);
}

static void units(void **state)
{
	struct lnds_mesh_unit u;
	struct lnds_err err;

	(void)state;
	unit("K", "degC", "273.15", 2, 0);
	unit("K", "degC", "300", 2, 2685);
	unit("Pa", "hPa", "101325", 2, 101325);
	unit("km/h", "m s-1", "36", 2, 1000);
	unit("kt", "m s-1", "1", 6, 514444);
	unit("mph", "m s-1", "1", 5, 44704);
	unit("degF", "degC", "212", 1, 1000);
	unit("degF", "degC", "-40", 2, -4000);
	unit("inHg", "hPa", "29.92", 2, 101321);
	unit("in", "mm", "0.01", 3, 254);
	unit("m/s", "m s-1", "12.5", 2, 1250);
	assert_false(lnds_mesh_unit(lnds_sv("degc"), lnds_sv("degC"), &u, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.hint, "did you mean 'degC'?");
	assert_false(lnds_mesh_unit(lnds_sv("K"), lnds_sv("hPa"), &u, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(quick),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(rounding),
		cmocka_unit_test(units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

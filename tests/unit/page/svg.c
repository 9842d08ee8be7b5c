/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: ticks and their labels, and where things lie in the drawing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "page/svg.h"

static void ticks_are(double lo, double hi, bool log, unsigned want, size_t n,
	double first, double second)
{
	const struct lnds_svg_axis a = {"x", lo, hi, log};
	double t[24];
	size_t got = lnds_svg_ticks(&a, want, t, 24);

	assert_int_equal(got, n);
	assert_true(fabs(t[0] - first) < 1e-9);
	assert_true(fabs(t[1] - second) < 1e-9);
	assert_true(t[got - 1] <= hi * (1 + 1e-9));
}

static void ticks(void **state)
{
	(void)state;
	ticks_are(0, 1, false, 10, 11, 0, 0.1);
	ticks_are(0.4375, 1, false, 10, 12, 0.45, 0.5);
	ticks_are(0, 7, false, 5, 8, 0, 1);
	ticks_are(-3, 3, false, 5, 7, -3, -2);
	ticks_are(0, 2500, false, 5, 6, 0, 500);
	ticks_are(0.5, 5200, true, 5, 4, 1, 10);
	ticks_are(1, 1e8, true, 5, 5, 1, 100);
}

static void label_is(double value, double step, const char *text)
{
	char label[24];

	lnds_svg_label(value, step, label);
	assert_string_equal(label, text);
}

static void labels(void **state)
{
	(void)state;
	label_is(0.3, 0.1, "0.3");
	label_is(0.45, 0.05, "0.45");
	label_is(0, 0.1, "0.0");
	label_is(-2, 1, "-2");
	label_is(2020, 5, "2020");
	label_is(10000, 10000, "10 k");
	label_is(12500, 2500, "12.5 k");
	label_is(3e6, 1e6, "3 M");
	label_is(0.001, 0.001, "0.001");
}

static bool has(struct lnds_buf *b, const char *text)
{
	return strstr(lnds_buf_cstr(b), text) != NULL;
}

/* The plot is 626 wide from 68 and 236 high from 48. */
static void drawing(void **state)
{
	const double x[] = {0, 1, 2, 3, 4}, y[] = {1, 10, 0, 100};
	const struct lnds_svg_series s[] = {{"bars", LNDS_SVG_BARS, x, y, 4},
		{"steps", LNDS_SVG_STEPS, x, y, 4}, {"line", LNDS_SVG_LINE, x, y, 4},
		{"points", LNDS_SVG_POINTS, x, y, 4}};
	const struct lnds_svg_rule rule[] = {{"down", 3, false}, {"across", 10, true}};
	const struct lnds_svg_chart c = {"title", "what is seen", {"x", 0, 4, false},
		{"y", 1, 100, true}, s, 4, rule, 2};
	struct lnds_buf b = {0};

	(void)state;
	lnds_svg_chart(&b, &c, 7);
	assert_true(has(&b, "aria-labelledby=\"chart7-title chart7-desc\""));
	assert_true(has(&b, "<title id=\"chart7-title\">title</title>"));
	assert_true(has(&b, "<desc id=\"chart7-desc\">what is seen</desc>"));
	/* Nothing where the count is 0: two figures, the second one a bar to the top. */
	assert_true(
		has(&b, "\"s1 bars\" d=\"M0 0M68.0 284.0V284.0H224.5V166.0H381.0V284.0Z"
			"M537.5 284.0V48.0H694.0V284.0Z\""));
	assert_true(has(&b, "\"s3 line\" d=\"M0 0M68.0 284.0L224.5 166.0M537.5 48.0\""));
	assert_true(has(&b, "\"s4 points\" d=\"M0 0M68.0 284.0h0M224.5 166.0h0"));
	assert_true(has(&b, "\"rule\" d=\"M537.5 30.0L537.5 284.0\""));
	assert_true(has(&b, "\"rule\" d=\"M68.0 166.0L694.0 166.0\""));
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ticks),
		cmocka_unit_test(labels),
		cmocka_unit_test(drawing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

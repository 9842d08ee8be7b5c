/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages: escaping, well-formedness of every element, numbers as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "page/html.h"
#include "unit/page/wellformed.h"

static void holds(struct lnds_buf *b)
{
	const char *at, *why = wellformed(lnds_buf_cstr(b), &at);

	if (why)
		fail_msg("%s at: %.60s", why, at);
}

/* Text that would break out of anything. */
#define EVIL "</p>\"'<script>&amp;\x01\x7f\t\xc3\xa9"

static void escaping(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	lnds_html_escape(&b, LNDS_SV(EVIL));
	assert_string_equal(lnds_buf_cstr(&b),
		"&lt;/p&gt;&quot;&#39;&lt;script&gt;&amp;amp;\xef\xbf\xbd\xef\xbf\xbd\t"
		"\xc3\xa9");
	lnds_buf_free(&b);
}

static void everything(struct lnds_page *p, struct lnds_buf *b, const char *text)
{
	const struct lnds_page_column head[] = {
		{text, LNDS_PAGE_WORDS}, {"n", LNDS_PAGE_NUMBERS}};
	const double x[] = {0, 1, 2}, y[] = {3, NAN};
	const struct lnds_svg_series s[] = {
		{text, LNDS_SVG_BARS, x, y, 2}, {text, LNDS_SVG_LINE, x, x, 3}};
	const struct lnds_svg_rule rule = {text, 1, false};
	const struct lnds_svg_chart c = {
		text, text, {text, 0, 2, false}, {text, 0, 3, false}, s, 2, &rule, 1};

	lnds_page_begin(p, b, text, text);
	lnds_page_figures_begin(p);
	lnds_page_figure(p, text, text, text);
	lnds_page_figure(p, "1", "x", NULL);
	lnds_page_figures_end(p);
	lnds_page_section(p, text);
	lnds_page_heading(p, "%s", text);
	lnds_page_text(p, "%s", text);
	lnds_page_list_begin(p);
	lnds_page_item(p, "%s", text);
	lnds_page_list_end(p);
	lnds_page_notice(p, LNDS_PAGE_WARNING, text, "%s", text);
	lnds_page_section(p, text);
	lnds_page_table_begin(p, text, head, 2);
	lnds_page_cell(p, "%s", text);
	lnds_page_bar(p, 0.5, "%s", text);
	lnds_page_table_end(p);
	lnds_page_chart(p, &c);
	lnds_page_chart(p, &c);
	lnds_page_end(p);
}

static void elements(void **state)
{
	struct lnds_buf b = {0}, again = {0};
	struct lnds_page p;

	(void)state;
	everything(&p, &b, EVIL);
	holds(&b);
	assert_null(strstr(b.p, "<script"));
	everything(&p, &again, EVIL);
	assert_int_equal(b.n, again.n);
	assert_memory_equal(b.p, again.p, b.n);
	lnds_buf_free(&b);
	lnds_buf_free(&again);
}

/* The checker itself finds what it is for. */
static void checker(void **state)
{
	static const char *const bad[] = {
		"<p>no doctype</p>",
		"<!DOCTYPE html>\n<p>open",
		"<!DOCTYPE html>\n<p><b></p></b>",
		"<!DOCTYPE html>\n<p class=x></p>",
		"<!DOCTYPE html>\n<p a=\"1\" a=\"2\"></p>",
		"<!DOCTYPE html>\n<p>a & b</p>",
		"<!DOCTYPE html>\n<p>\x02</p>",
		"<!DOCTYPE html>\n<p id=\"a\"></p><p id=\"a\"></p>",
		"<!DOCTYPE html>\n<p aria-labelledby=\"a b\" id=\"a\"></p>",
		"<!DOCTYPE html>\n<img src=\"x\"/>",
		"<!DOCTYPE html>\n<script></script>",
		"<!DOCTYPE html>\n<p onclick=\"x\"></p>",
	};
	const char *at;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!wellformed(bad[i], &at))
			fail_msg("passed: %s", bad[i]);
}

static void counts(void **state)
{
	char s[LNDS_PAGE_NUMBER];

	(void)state;
	assert_string_equal(lnds_page_count(s, 0), "0");
	assert_string_equal(lnds_page_count(s, 999), "999");
	assert_string_equal(lnds_page_count(s, 1000), "1\u202f000");
	assert_string_equal(lnds_page_count(s, UINT64_MAX),
		"18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f615");
}

static void percentages(void **state)
{
	static const struct {
		double share;
		const char *text;
	} t[] = {{0, "0\u202f%"}, {1, "100\u202f%"}, {0.945, "94.5\u202f%"},
		{0.0098, "0.98\u202f%"}, {0.00098, "0.098\u202f%"},
		{0.00009, "below 0.01\u202f%"}, {0.9996, "over 99.9\u202f%"},
		{0.01, "1.00\u202f%"}, {NAN, "not known"}, {-1, "0\u202f%"},
		{0.0139, "1.39\u202f%"}, {2, "100\u202f%"}};
	char s[LNDS_PAGE_NUMBER];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(lnds_page_percent(s, t[i].share), t[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escaping),
		cmocka_unit_test(elements),
		cmocka_unit_test(checker),
		cmocka_unit_test(counts),
		cmocka_unit_test(percentages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

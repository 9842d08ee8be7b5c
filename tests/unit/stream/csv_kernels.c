/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernels of the CSV scan: equal to each other bit for bit on any bytes, and they
 * prove regular text to its end (the judge would hide a scan that gives up too early:
 * it costs speed, not meaning).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "stream/csv_scan.h"

#define SIZE 9000
#define SPANS (2 * SIZE + LNDS_CSV_SPAN_SLACK)

struct result {
	struct lnds_csv_scan scan;
	enum lnds_csv_stop stop;
	struct lnds_span span[SPANS];
	uint32_t row_off[SPANS + 2];
};

static struct result results[LNDS_CPU_AVX512 + 1];
static char text[SIZE + 64];
static uint64_t draws;

static uint32_t draw(uint32_t n)
{
	return (uint32_t)lnds_below(lnds_mix(42 + ++draws * LNDS_GOLDEN), n);
}

static struct result *run(int level, size_t from, size_t to, uint32_t ncol, size_t cap)
{
	struct result *r = &results[level];

	r->scan = (struct lnds_csv_scan){.raw = text,
		.from = from,
		.to = to,
		.ncol = ncol,
		.delim = ',',
		.span = r->span,
		.span_cap = cap,
		.row_off = r->row_off};
	r->row_off[0] = (uint32_t)from;
	r->stop = lnds_csv_kernel_for((enum lnds_cpu)level)(&r->scan);
	return r;
}

static void assert_equal(const struct result *a, const struct result *b)
{
	assert_int_equal(a->stop, b->stop);
	assert_int_equal(a->scan.nrow, b->scan.nrow);
	assert_int_equal(a->scan.end, b->scan.end);
	assert_int_equal(a->scan.lines, b->scan.lines);
	assert_memory_equal(
		a->row_off, b->row_off, (a->scan.nrow + 1) * sizeof(a->row_off[0]));
	assert_memory_equal(a->span, b->span,
		(size_t)a->scan.nrow * a->scan.ncol * sizeof(a->span[0]));
}

static void run_all(size_t from, size_t to, uint32_t ncol, size_t cap)
{
	const struct result *plain = run(LNDS_CPU_SCALAR, from, to, ncol, cap);

	for (int level = 1; level <= (int)lnds_cpu_level(); level++)
		assert_equal(plain, run(level, from, to, ncol, cap));
}

static void random_bytes(void **state)
{
	static const char bytes[] = "aaaaaaaaab,,,,\"\"\n\r\n\xc3\xa9 ";

	(void)state;
	for (unsigned i = 0; i < 4000; i++) {
		const size_t n = 1 + draw(draw(4) ? 300 : SIZE);

		for (size_t k = 0; k < n; k++)
			text[k] = draw(2000) ? bytes[draw(sizeof(bytes) - 1)]
					     : (char)draw(256);
		run_all(0, n, 1 + draw(3), SPANS);
	}
}

/* Rows of three cells of all sorts, size bytes at most; returns their end. */
static size_t regular_text(size_t size, const char *eol, uint32_t *nrow)
{
	static const char *const cells[] = {"", "a", "12345678901234567890", "\"\"",
		"\"a,b\"", "\"two\r\nlines\"", "\"x\"\"y\"", "\"\"\"\"", "\xc3\xa9",
		"\xe2\x82\xac\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xef\xbf\xbf"};
	size_t n = 0;

	for (*nrow = 0; n + 80 < size; ++*nrow) {
		for (int c = 0; c < 3; c++) {
			const char *cell = cells[draw(sizeof(cells) / sizeof(cells[0]))];

			if (c)
				text[n++] = ',';
			memcpy(text + n, cell, strlen(cell));
			n += strlen(cell);
		}
		memcpy(text + n, eol, strlen(eol));
		n += strlen(eol);
	}
	return n;
}

static void proves_regular_text(void **state)
{
	static const char *const eols[] = {"\n", "\r\n", "\r"};

	(void)state;
	for (unsigned i = 0; i < 900; i++) {
		uint32_t nrow;
		const size_t n = regular_text(100 + draw(SIZE - 100), eols[i % 3], &nrow);

		run_all(0, n, 3, SPANS);
		assert_int_equal(results[0].stop, LNDS_CSV_TAIL);
		assert_int_equal(results[0].scan.nrow, nrow);
		assert_int_equal(results[0].scan.end, n);
	}
}

static void stops_where_memory_ends(void **state)
{
	uint32_t nrow, rows = 0;
	const size_t n = regular_text(SIZE, "\r\n", &nrow);
	size_t from = 0;

	(void)state;
	do {
		run_all(from, n, 3, LNDS_CSV_SPAN_SLACK + 30);
		from = results[0].scan.end;
		rows += results[0].scan.nrow;
	} while (results[0].stop == LNDS_CSV_FULL && results[0].scan.nrow);
	assert_int_equal(results[0].stop, LNDS_CSV_TAIL);
	assert_int_equal(rows, nrow);
}

static void refuses(void **state)
{
	static const struct {
		const char *text;
		uint32_t rows; /* proved before */
	} cases[] = {
		/* clang-format off */
		{"a,b\nc\"d,e\n", 1},		/* a quote inside an unquoted cell */
		{"a,b\n\"c\" ,d\n", 1},		/* text behind a closing quote */
		{"a,b\n \"c\",d\n", 1},		/* a blank before the quote */
		{"a,b\nc\n", 1},		/* too narrow */
		{"a,b\nc,d,e\nf,g\n", 1},	/* too wide */
		{"a,b\n\nc,d\n", 1},		/* a blank line */
		{"a,b\nc\n\n", 1},		/* narrow and blank line look like one row */
		{"a,b\n\xc3,c\n", 1},		/* cut UTF-8 */
		{"a,b\n\xc0\x80,c\n", 1},	/* overlong */
		{"a,b\n\xed\xa0\x80,c\n", 1},	/* a surrogate */
		{"a,b\n\xf4\x90\x80\x80,c\n", 1},	/* above 10FFFF */
		{"a,b\n\xa9,c\n", 1},		/* a lone continuation byte */
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t n = strlen(cases[i].text);

		memcpy(text, cases[i].text, n);
		run_all(0, n, 2, SPANS);
		assert_int_equal(results[0].stop, LNDS_CSV_ODD);
		assert_int_equal(results[0].scan.nrow, cases[i].rows);
		assert_int_equal(results[0].scan.end, 4);
		assert_int_equal(results[0].scan.lines, 1);
	}
	memcpy(text, "a,b\n\0,c\n", 8);
	run_all(0, 8, 2, SPANS);
	assert_int_equal(results[0].stop, LNDS_CSV_ODD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(proves_regular_text),
		cmocka_unit_test(stops_where_memory_ends),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

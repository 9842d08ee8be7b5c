/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CSV engine against libcsv (fuzz/csv_oracle.h) on invented texts: short ones of the
 * bytes that matter, long ones that are regular but for a few of these bytes, so that
 * blocks, chunks, and the turns of scan and judge are crossed. LNDS_LONG=1 runs twenty
 * times as many.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "fuzz/csv_oracle.h"

#define SEED 20261121

static const char *const alphabet[] = {
	"a", ",", "\"", "\n", "\r", " ", "", "\xc3\xa9", "\r\n", "\"\"", "a,a,a\n"};

static uint64_t draws;

static uint32_t draw(uint32_t n)
{
	return (uint32_t)lnds_below(lnds_mix(SEED + ++draws * LNDS_GOLDEN), n);
}

static unsigned rounds(unsigned n)
{
	return getenv("LNDS_LONG") ? 20 * n : n;
}

/* The NUL has no text of its own in the table. */
static void add_letter(struct lnds_buf *b)
{
	const char *s = alphabet[draw(sizeof(alphabet) / sizeof(alphabet[0]))];

	if (*s)
		lnds_buf_str(b, s);
	else if (draw(4) == 0)
		lnds_buf_c(b, '\0');
}

static void short_texts(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	for (unsigned i = 0; i < rounds(30000); i++) {
		b.n = 0;
		for (uint32_t n = draw(draw(8) ? 24 : 160); n; n--)
			add_letter(&b);
		oracle_text(b.p, b.n, 1 + draw(4), 1 + draw(draw(2) ? 8 : 200));
	}
	lnds_buf_free(&b);
}

static void add_cell(struct lnds_buf *b)
{
	static const char *const cells[] = {"", "a", "1985-07-23", "\"a,b\"", "\"\"",
		"\"say \"\"x\"\"\"", "\"two\nlines\"", "M\xc3\xbcller", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80", "\"two\r\nlines\"", "\"\"\"\"",
		"longer text in a cell"};

	lnds_buf_str(b, cells[draw(sizeof(cells) / sizeof(cells[0]))]);
}

static void long_texts(void **state)
{
	struct lnds_buf b = {0};

	(void)state;
	for (unsigned i = 0; i < rounds(300); i++) {
		const uint32_t ncol = 1 + draw(12), size = 200 + draw(12000);
		const char *eol = draw(3) ? "\n" : "\r\n";
		const uint32_t odd = draw(3) ? draw(6) : 0;

		b.n = 0;
		while (b.n < size) {
			for (uint32_t c = 0; c < ncol; c++) {
				if (c)
					lnds_buf_c(&b, ',');
				add_cell(&b);
			}
			lnds_buf_str(&b, eol);
		}
		for (uint32_t k = 0; k < odd; k++)
			b.p[draw((uint32_t)b.n)] = "a,\"\n\r \0\xc3"[draw(8)];
		oracle_text(b.p, b.n, ncol, 100 + draw(5000));
	}
	lnds_buf_free(&b);
}

/* A stray byte of each sort at each place around the borders of a block. */
static void block_borders(void **state)
{
	char text[260];

	(void)state;
	for (unsigned at = 0; at < 200; at++) {
		for (unsigned k = 0; k < 9; k++) {
			for (unsigned i = 0; i < sizeof(text); i++)
				text[i] = "ab,cd,ef\n"[i % 9];
			text[at] = "\"\r\n,\0\xc3\xff \xa9"[k];
			oracle_text(text, sizeof(text), 3, 64);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_texts),
		cmocka_unit_test(long_texts),
		cmocka_unit_test(block_borders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

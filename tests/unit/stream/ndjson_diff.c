/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine against jansson on lines made from a grammar and then damaged, at a
 * fixed seed: the same comparison that the fuzz target makes on any bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/rng.h"
#include "fuzz/ndjson_oracle.h"

static uint64_t draws;

static uint32_t below(uint32_t n)
{
	return (uint32_t)lnds_below(
		lnds_draw(lnds_draw_item(20261121, draws++), 1, 0), n);
}

#define PICK(list) (list)[below(sizeof(list) / sizeof((list)[0]))]

static void add_string(struct lnds_buf *b)
{
	static const char *const piece[] = {"a", "bc", " ", "0123456789", "\\n", "\\\"",
		"\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80", "{", "}", ",", ":", "abcdefghijklmnopqrstuvwxyz",
		"\x7f", "\\u001f", "\\t"};
	static const char *const odd[] = {"\\u0000", "\\ud83d", "\\ude00", "\\x", "\\u12",
		"\t", "\x01", "\xff", "\xc3", "\xed\xa0\x80", "\xc0\xaf", "\"", "\\"};

	lnds_buf_c(b, '"');
	for (uint32_t i = below(6); i > 0; i--)
		lnds_buf_str(b, below(60) ? PICK(piece) : PICK(odd));
	lnds_buf_c(b, '"');
}

static void add_value(struct lnds_buf *b, unsigned depth)
{
	static const char *const word[] = {"null", "true", "false", "0", "-0", "1",
		"12.50", "1e5", "-1.25E-3", "1e99", "123456789012345678901234567890",
		"0.0000000000000000000000000000000000000000000000000000000000000001"};
	static const char *const odd[] = {"1e400", "1e100", "01", "1.", ".5", "+1", "-",
		"1e", "nul", "True", "NaN", "1 2", "", "0x1",
		"12345678901234567890123456789012345"
		"678901234567890123456789012345678901234567890"};

	switch (below(depth < 3 ? 12 : 10)) {
	case 10:
		lnds_buf_str(b, below(2) ? "[1,[2]," : "[ ");
		add_value(b, depth + 1);
		lnds_buf_c(b, ']');
		return;
	case 11:
		lnds_buf_str(b, "{\"k\":");
		add_value(b, depth + 1);
		lnds_buf_c(b, '}');
		return;
	case 0:
	case 1:
	case 2:
	case 3:
		lnds_buf_str(b, below(30) ? PICK(word) : PICK(odd));
		return;
	default:
		add_string(b);
	}
}

/* Most lines have the same keys and blanks, as in life. */
static void add_line(struct lnds_buf *b)
{
	static const char *const key[] = {"a", "name", "x y", "\xc3\xa9t\xc3\xa9",
		"k\\u0065y", "",
		"a_rather_long_name_of_a_member_that_takes_more_than_32_bytes"};
	const bool alike = below(4) != 0;
	const char *const blank = alike ? "" : below(2) ? " " : "\t";
	const uint32_t n = alike ? 5 : below(8);
	uint32_t keys = alike ? 0 : below(6);

	lnds_buf_c(b, '{');
	for (uint32_t i = 0; i < n; i++) {
		lnds_buf_str(b, i ? "," : "");
		lnds_buf_str(b, blank);
		lnds_buf_c(b, '"');
		lnds_buf_str(b, key[(keys + i) % (below(40) ? 7 : 3)]);
		lnds_buf_str(b, "\"");
		lnds_buf_str(b, blank);
		lnds_buf_c(b, ':');
		lnds_buf_str(b, blank);
		add_value(b, 0);
	}
	lnds_buf_str(b, blank);
	lnds_buf_str(b, below(50) ? "}" : "},");
	if (!alike && !below(4))
		lnds_buf_c(b, '\r');
	lnds_buf_c(b, '\n');
}

static void damage(struct lnds_buf *b)
{
	static const char byte[] = "\"\\{}[]:,\n \0\xff"
				   "0a";

	if (b->n && !below(3))
		b->p[below((uint32_t)b->n)] = byte[below(sizeof(byte))];
	if (b->n && !below(6))
		b->n = below((uint32_t)b->n) + 1;
}

static void test_grammar(void **state)
{
	static const char *const levels[] = {"scalar", "sse2", "avx2"};
	struct lnds_buf text = {0};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		text.n = 0;
		for (uint32_t k = 1 + below(12); k > 0; k--)
			add_line(&text);
		damage(&text);
		(void)setenv("LNDS_CPU", levels[i % 3], 1);
		oracle_text(text.p, text.n, text.n);
		oracle_text(text.p, text.n, 1 + below(200));
	}
	lnds_buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_grammar)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

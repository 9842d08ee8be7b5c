/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 edges, block borders, and the legacy encodings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "text/utf8.h"
#include <stdlib.h>
#include <string.h>

static size_t check(const char *s)
{
	return lnds_utf8_check(s, strlen(s));
}

static void accepted(void **state)
{
	(void)state;
	assert_int_equal(lnds_utf8_check(NULL, 0), 0);
	assert_int_equal(check("Weyrich"), 7);
	assert_int_equal(check("\xc3\xa9\xe2\x82\xac\xf0\x9f\x99\x82"), 9);
	assert_int_equal(
		check("\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"), 13);
	assert_int_equal(check("\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), 11);
	assert_int_equal(lnds_utf8_check("a\0b", 3), 3);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf", /* stray, overlong two */
		"\xe0\x80\x80",
		"\xe0\x9f\xbf", /* overlong three */
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf", /* overlong four */
		"\xed\xa0\x80",
		"\xed\xbf\xbf", /* surrogates */
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff", /* above 10FFFF */
		"\xc3",
		"\xe2\x82",
		"\xf0\x9f\x99", /* cut */
		"\xc3"
		"a",
		"\xe2\x82"
		"a",
		"\xf0\x9f\x99"
		"a",
		"\xe2"
		"aa",
	};
	char text[80];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(check(bad[i]), 0);
		for (n = 1; n < 70; n++) {
			memset(text, 'x', n);
			strcpy(text + n, bad[i]);
			assert_int_equal(check(text), n);
		}
	}
}

/* A second opinion: decode by arithmetic and compare with the shortest form. */
static size_t naive(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n) {
		unsigned len = p[i] < 0x80	 ? 1
			       : p[i] >> 5 == 6	 ? 2
			       : p[i] >> 4 == 14 ? 3
			       : p[i] >> 3 == 30 ? 4
						 : 0;
		uint32_t c;
		unsigned k;

		if (!len || n - i < len)
			return i;
		c = len == 1 ? p[i] : p[i] & (0x7fu >> len);
		for (k = 1; k < len; k++) {
			if (p[i + k] >> 6 != 2)
				return i;
			c = c << 6 | (p[i + k] & 0x3f);
		}
		if ((len == 2 && c < 0x80) || (len == 3 && c < 0x800) ||
			(len == 4 && c < 0x10000) || c > 0x10ffff ||
			(c >= 0xd800 && c <= 0xdfff))
			return i;
		i += len;
	}
	return n;
}

static void every_sequence(void **state)
{
	static const unsigned char tail[] = {
		0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe0, 0xff};
	unsigned char t[4];
	unsigned a, b, c, d;

	(void)state;
	for (a = 0; a < 256; a++) {
		for (b = 0; b < 256; b++) {
			for (c = 0; c < sizeof(tail); c++) {
				for (d = 0; d < sizeof(tail); d++) {
					t[0] = (unsigned char)a;
					t[1] = (unsigned char)b;
					t[2] = tail[c];
					t[3] = tail[d];
					assert_true(lnds_utf8_check((char *)t, 4) ==
						    naive(t, 4));
				}
			}
		}
	}
}

static void block_borders(void **state)
{
	char text[300];
	size_t at, n;

	(void)state;
	for (n = 1; n < 200; n++) {
		for (at = 0; at < n; at++) {
			char *exact = lnds_alloc(n);

			memset(text, 'a', n);
			text[at] = '\xff';
			/* A copy of its own, so that a read past the end is seen. */
			memcpy(exact, text, n);
			assert_int_equal(lnds_utf8_check(exact, n), at);
			free(exact);
		}
		memset(text, 'a', n);
		assert_int_equal(lnds_utf8_check(text, n), n);
	}
}

static void characters(void **state)
{
	char text[4];
	unsigned len, put;
	uint32_t c;

	(void)state;
	for (c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 37) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		put = lnds_utf8_put(text, c);
		assert_int_equal(lnds_utf8_check(text, put), put);
		assert_int_equal(lnds_utf8_get(text, put, &len), c);
		assert_int_equal(len, put);
		assert_int_equal(lnds_utf8_len((struct lnds_sv){text, put}), 1);
	}
	assert_int_equal(lnds_utf8_len(LNDS_SV("M\xc3\xbcller")), 6);
}

static void legacy(void **state)
{
	static const char office[] = "M\xfcller \x80 5";
	char out[64], all[256], wide[768];
	size_t n, bad;
	int c;

	(void)state;
	n = lnds_to_utf8(LNDS_CP1252, office, sizeof(office) - 1, out, &bad);
	assert_int_equal(bad, sizeof(office) - 1);
	assert_memory_equal(out, "M\xc3\xbcller \xe2\x82\xac 5", n);
	n = lnds_to_utf8(LNDS_LATIN1, office, sizeof(office) - 1, out, &bad);
	assert_int_equal(bad, 7);
	assert_int_equal(n, 8);
	for (c = 0; c < 256; c++) {
		char byte = (char)c;
		bool hole = c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d;

		lnds_to_utf8(LNDS_CP1252, &byte, 1, out, &bad);
		assert_int_equal(bad, !hole);
		lnds_to_utf8(LNDS_LATIN1, &byte, 1, out, &bad);
		assert_int_equal(bad, !(c >= 0x80 && c <= 0x9f));
		all[c] = byte;
	}
	n = lnds_to_utf8(LNDS_LATIN1, all + 0xa0, 0x60, wide, &bad);
	assert_int_equal(n, 0xc0);
	assert_int_equal(lnds_utf8_check(wide, n), n);
	n = lnds_to_utf8(LNDS_UTF8, "ab\xff", 3, out, &bad);
	assert_int_equal(n, 2);
	assert_int_equal(bad, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted),
		cmocka_unit_test(refused),
		cmocka_unit_test(every_sequence),
		cmocka_unit_test(block_borders),
		cmocka_unit_test(characters),
		cmocka_unit_test(legacy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

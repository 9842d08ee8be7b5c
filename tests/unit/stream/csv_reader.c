/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV through the reader: values, bad records and where they stand, header lines, the
 * settings of the dialect, encodings, foreign files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/stream/dump.h"

/* The text, as CSV with this dialect, gives the dump. */
#define CHECK(text, want, ...)                                                           \
	do {                                                                             \
		const struct lnds_dialect d_ = {__VA_ARGS__};                            \
		assert_string_equal(dump(text, sizeof(text) - 1, &d_), want);            \
	} while (0)

static void values(void **state)
{
	(void)state;
	CHECK("a,b\n007,\"x\"\n,\"\"\n", "a|b\n007|'x'\n~|''\n", 0);
	CHECK("a,b\n\"say \"\"hi\"\"\",\"1,2\"\n", "a|b\n'say \"hi\"'|'1,2'\n", 0);
	CHECK("a,b\n\"two\nlines\",x\ny,z", "a|b\n'two\nlines'|x\ny|z\n", 0);
	CHECK("a,b\r\n1,2\r\n3,\r\n", "a|b\n1|2\n3|~\n", 0);
	CHECK("a,b\r1,2\r3,4", "a|b\n1|2\n3|4\n", 0);
	CHECK("a,b\n1,5\" pipe\n3,4\n", "a|b\n1|5\" pipe\n3|4\n", 0);
	CHECK("a,b\n x ,\t\n", "a|b\n x |\t\n", 0);
	CHECK("a;b\n1;2,5\n", "a|b\n1|2,5\n", .delimiter = ';');
	CHECK("a\tb\n1\t2\n", "a|b\n1|2\n", .format = LNDS_TSV);
	CHECK("a,b\n", "a|b\n", 0);
	CHECK("a,b", "a|b\n", 0);
	CHECK("\"a \"\"x\"\"\",b\n1,2\n", "a \"x\"|b\n1|2\n", 0);
}

static void blank_lines(void **state)
{
	(void)state;
	CHECK("a,b\n\n1,2\n\n\n3,4\n\n", "a|b\n1|2\n3|4\n", 0);
	CHECK("\n\na,b\r\n\r\n1,2\r\n", "a|b\n1|2\n", 0);
	CHECK("a\n1\n\n2\n\n", "a\n1\n~\n2\n~\n", 0);
	CHECK("a\r\n\r\n\r\n1\r\n", "a\n~\n~\n1\n", 0);
}

static void bad_records(void **state)
{
	(void)state;
	CHECK("a,b\n1\n1,2,3\n1,2\n", "a|b\n!2 missing-cell \n!3 extra-cell \n1|2\n", 0);
	CHECK("a,b\n\"x\ny\",1\n\n3\n", "a|b\n'x\ny'|1\n!5 missing-cell \n", 0);
	CHECK("a,b\n1,\"x\" y\n3,4\n", "a|b\n!2 quote-error \n3|4\n", 0);
	CHECK("a,b\n\"x\ny\"z,1\r\n3,4\n", "a|b\n!2 quote-error \n3|4\n", 0);
	CHECK("a,b\n1,\"x\n3,4\n5,6\n", "a|b\n!2 quote-error \n", 0);
	CHECK("a,b\n1,2\n3,\"", "a|b\n1|2\n!3 quote-error \n", 0);
	CHECK("a,b\n1,\xe9\n3,4\n", "a|b\n!2 encoding-error b\n3|4\n", 0);
	CHECK("a,b\n1,\0\n3,4\n", "a|b\n!2 encoding-error b\n3|4\n", 0);
	CHECK("a,b\n\xed\xa0\x80,4\n", "a|b\n!2 encoding-error a\n", 0);
	CHECK("a,b\r\n1,\"x\"\"\r\n", "a|b\n!2 quote-error \n", 0);
}

static void headers(void **state)
{
	const struct lnds_sv names[] = {LNDS_SV("x"), LNDS_SV("y")};

	(void)state;
	CHECK("a,a\n1,2\n", "FAIL 3 1 duplicate-label\n", 0);
	CHECK("a,,c\n1,2,3\n", "FAIL 3 1 blank-label\n", 0);
	CHECK("a,\"\"\n1,2\n", "FAIL 3 1 blank-label\n", 0);
	CHECK("\n\"a\"x,b\n1,2\n", "FAIL 3 2 quote-error\n", 0);
	CHECK("\xe9,b\n1,2\n", "FAIL 3 1 encoding-error\n", 0);
	CHECK("", "FAIL 3 0 \n", 0);
	CHECK("\n\n", "FAIL 3 3 \n", 0);
	CHECK("t,,t,t_2,\n1,2,3,4,5\n", "t|column_2|t_3|t_2|column_5\n1|2|3|4|5\n",
		.rename_duplicates = true);
	CHECK("1,2\n3,4\n", "x|y\n1|2\n3|4\n", .header = names, .nheader = 2);
	CHECK("a,b\nm,\n1,2\n", "a|b\n1|2\n", .two_header_lines = true);
	CHECK("a,b\nm,n,o\n1,2\n", "FAIL 3 2 extra-cell\n", .two_header_lines = true);
}

static void dialect_settings(void **state)
{
	(void)state;
	CHECK("a,b\nNA,\"NA\"\n-,x\n", "a|b\n~|'NA'\n~|x\n",
		.null_word = {LNDS_SV("NA"), LNDS_SV("-")}, .nnull = 2);
	CHECK("Title \"\n\nnote\na,b\n1\n", "a|b\n!5 missing-cell \n", .skip_lines = 3);
	CHECK("#,\"\na,b\n#,\"x\n1,2\n# 3,4\n5\n#", "a|b\n1|2\n!6 missing-cell \n",
		.comment = LNDS_SV("#"));
	CHECK("a,b\n1,2\nSource: x\n3,\"4\n", "a|b\n1|2\n", .footer = LNDS_SV("Source"));
	CHECK("a,b,c\n1\n1,2,3,4\n\n", "a|b|c\n1|-|-\n1|2|3\n", .ragged = true);
	CHECK(" a   b\tc \n  1 2\t 3\n\n4 5\n", "a|b|c\n1|2|3\n!4 missing-cell \n",
		.blank_runs = true);
	CHECK("a,b\nmin,max\n\"\n1,2\n3,4\n", "a|b\n1|2\n3|4\n", .after_header = 2);
	CHECK("a,b\nunits\n", "a|b\n", .after_header = 5);
	CHECK("1,2\n3,4\n5\n", "column_1|column_2\n1|2\n3|4\n!3 missing-cell \n",
		.no_header = true);
	CHECK("x\n#y,\n\n1,2\n", "column_1|column_2\n1|2\n", .no_header = true,
		.skip_lines = 1, .comment = LNDS_SV("#"));
	CHECK("\n", "FAIL 3 2 \n", .no_header = true);
}

/* The header line chooses between two delimiters. */
static void two_delimiters(void **state)
{
	(void)state;
	CHECK("a;b|c\n1;2|3\n", "a;b|c\n1;2|3\n", .delimiter = '|', .delimiter_or = ';');
	CHECK("title | x\na;b\n1;2\n", "a|b\n1|2\n", .delimiter = '|',
		.delimiter_or = ';', .skip_lines = 1);
	CHECK("a\n1\n", "a\n1\n", .delimiter = '|', .delimiter_or = ';');
}

static void stop_pattern(void **state)
{
	struct lnds_err err;
	struct lnds_pattern *p = lnds_pattern_search(LNDS_SV("^(Sum|Total)$|;;"), &err);

	(void)state;
	assert_non_null(p);
	CHECK("a,b\r\n1,2\r\nTotal 1,2\r\nTotal\r\n3,4\r\n", "a|b\n1|2\nTotal 1|2\n",
		.stop = p);
	CHECK("a,b\n1,2\n3,x;;\n\"", "a|b\n1|2\n", .stop = p);
	CHECK("Sum\na,b\n", "FAIL 3 1 \n", .stop = p);
	lnds_pattern_free(p);
}

/* What stands before the header is the source's, columns keep the labels that were renamed. */
static void preambles(void **state)
{
	const struct lnds_dialect d = {
		.skip_lines = 1, .comment = LNDS_SV("#"), .rename_duplicates = true};
	struct lnds_source source[2] = {{0}, {0}};
	static const char *const text[2] = {
		"site A\n# x\n\nt,t,\n1,2,3\n", "B\nt,t,\n4,5,6\n"};
	char path[2][32] = {"preamble.XXXXXX", "preamble.XXXXXX"};
	const struct lnds_columns *c;
	struct lnds_reader *r;
	struct lnds_batch *b;
	struct lnds_err err;
	int i, fd;

	(void)state;
	for (i = 0; i < 2; i++) {
		fd = mkstemp(path[i]);
		assert_int_equal(write(fd, text[i], strlen(text[i])), strlen(text[i]));
		close(fd);
		source[i].path = source[i].name = path[i];
	}
	r = lnds_reader_open(source, 2, &d, &err);
	assert_non_null(r);
	c = lnds_reader_columns(r);
	assert_true(lnds_sv_is(c->name[1], "t_2") && lnds_sv_is(c->label[1], "t"));
	assert_true(lnds_sv_is(c->name[2], "column_3") && c->label[2].n == 0);
	for (i = 0; i < 2; i++) {
		assert_int_equal(lnds_reader_next(r, &b, &err), 1);
		assert_int_equal(b->input, i);
		assert_true(
			lnds_sv_is(source[i].preamble, i ? "B\n" : "site A\n# x\n\n"));
		unlink(path[i]);
	}
	lnds_reader_close(r);
}

static void encodings(void **state)
{
	(void)state;
	CHECK("\xef\xbb\xbf"
	      "a,b\n1,2\n",
		"a|b\n1|2\n", 0);
	CHECK("n\xe4me,b\nM\xfcller,\n", "näme|b\nMüller|~\n", .encoding = LNDS_LATIN1);
	CHECK("a\n\x80\n", "a\n€\n", .encoding = LNDS_CP1252);
	CHECK("a\n\x80\n\xe9\n", "a\n!2 encoding-error a\né\n", .encoding = LNDS_LATIN1);
	CHECK("a\nx\x81\ny\n", "a\n!2 encoding-error a\ny\n", .encoding = LNDS_CP1252);
	CHECK("\xff\xfe"
	      "a\0,\0b\0\n\0\xe9\0,\0\x3d\xd8\0\xde\n\0",
		"a|b\né|😀\n", .utf16 = true);
	CHECK("\xff\xfe"
	      "a\0\n\0x\0\n\0",
		"a\nx\n", .utf16_bom = true);
	CHECK("a\nx\n", "a\nx\n", .utf16_bom = true);
	CHECK("\xfe\xff\0a\0\n\0x\0\n", "a\nx\n", .utf16 = true);
	CHECK("a\0\n\0\0\xdc\n\0x\0\n\0y",
		"a\n!2 encoding-error a\nx\n!4 encoding-error a\n", .utf16 = true);
}

static void foreign(void **state)
{
	static const struct {
		const char *p;
		size_t n;
		const char *msg, *hint;
	} cases[] = {
		/* clang-format off */
		{"\x1f\x8b\x08\0", 4, "gzip", "gzip -dc"},
		{"PK\x03\x04", 4, "zip", "Excel"},
		{"\xff\xfe" "a\0", 4, "UTF-16", "iconv"},
		{"\xfe\xff\0a", 4, "UTF-16", "iconv"},
		{"age-encryption.org/v1\n-> ", 25, "age", "age -d"},
		{"-----BEGIN AGE ENCRYPTED FILE-----\n", 35, "age", "age -d"},
		{"crypt4gh\1\0\0\0", 12, "Crypt4GH", "lnds-encrypt"},
		{" \n[{\"a\":1}]", 11, "JSON array", "jq"},
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct lnds_dialect d = {0};
		struct lnds_err e = {0};
		char path[32];
		const int fd = dump_file(cases[i].p, cases[i].n, path);
		struct lnds_source source = {.path = path, .name = "input"};

		assert_null(lnds_reader_open(&source, 1, &d, &e));
		assert_int_equal(e.code, LNDS_DATA);
		assert_string_equal(e.input, "input");
		assert_non_null(strstr(e.msg, cases[i].msg));
		assert_non_null(strstr(e.hint, cases[i].hint));
		(void)close(fd);
	}
	/* What only begins like one of them is text. */
	CHECK("age,b\n1,2\n", "age|b\n1|2\n", 0);
	CHECK("PK\n1\n", "PK\n1\n", 0);
	CHECK("[a],b\n1,2\n", "[a]|b\n1|2\n", .format = LNDS_CSV);
}

static void longest_record(void **state)
{
	(void)state;
	CHECK("a,b\n12345678,1\n1234567890,1\n1,2\n",
		"a|b\n12345678|1\nFAIL 3 3 record-too-long\n", .max_record = 10);
	CHECK("a,b\n12345678,1\r\n\"x\n3,4\n1234567890\n",
		"a|b\n12345678|1\nFAIL 3 3 record-too-long\n", .max_record = 10);
	CHECK("a,b\n12345678901234\n", "a|b\nFAIL 3 2 record-too-long\n",
		.max_record = 10);
	CHECK("a,b\n", "FAIL 2 0 \n", .max_record = UINT64_C(1) << 28);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(blank_lines),
		cmocka_unit_test(bad_records),
		cmocka_unit_test(headers),
		cmocka_unit_test(dialect_settings),
		cmocka_unit_test(two_delimiters),
		cmocka_unit_test(stop_pattern),
		cmocka_unit_test(preambles),
		cmocka_unit_test(encodings),
		cmocka_unit_test(foreign),
		cmocka_unit_test(longest_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

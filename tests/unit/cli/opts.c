/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Option parsing from tables: every type of value, defaults, order of operands, and the
 * message and hint of each refusal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "cli/opts.h"
#include "text/date.h"

struct ctx {
	bool flag;
	const char *str;
	uint64_t count, size;
	uint32_t share;
	int word, fd;
	struct lnds_list list;
	struct lnds_strs strs;
	struct lnds_date date;
	struct lnds_optional_u64 preview;
	bool stop;
};

#define AT(field) offsetof(struct ctx, field)
/* clang-format off */
static const struct lnds_opt own[] = {
	{'f', "flag", NULL, NULL, NULL, "", LNDS_OPT_FLAG, AT(flag), 0},
	{'o', "output", "FILE", NULL, NULL, "", LNDS_OPT_STR, AT(str), 0},
	{0, "out-delimiter", "C", NULL, NULL, "", LNDS_OPT_STR, AT(str), 0},
	{'n', "rows", "N", NULL, "1000", "", LNDS_OPT_U64, AT(count), 0},
	{0, "max-record", "SIZE", NULL, "16M", "", LNDS_OPT_SIZE, AT(size), 0},
	{0, "errors", "R", NULL, "0.20", "", LNDS_OPT_SHARE, AT(share), 0},
	{0, "from", "FORMAT", "auto|csv|tsv|ndjson", "auto", "", LNDS_OPT_ENUM, AT(word), 0},
	{0, "columns", "LIST", NULL, NULL, "", LNDS_OPT_LIST, AT(list), 0},
	{0, "null", "TEXT", NULL, NULL, "", LNDS_OPT_STRS, AT(strs), 0},
	{0, "key-fd", "N", NULL, NULL, "", LNDS_OPT_FD, AT(fd), 0},
	{0, "as-of", "DATE", NULL, "2024-01-01", "", LNDS_OPT_DATE, AT(date), 0},
	{0, "preview", "N", NULL, "5", "", LNDS_OPT_OPTU64, AT(preview), 0},
	{'h', "", NULL, NULL, NULL, "", LNDS_OPT_FLAG, AT(stop), LNDS_OPT_STOPS},
	{0},
};
static const struct lnds_opt foreign[] = {
	{'c', "column", "NAME", NULL, NULL, "", LNDS_OPT_STR, 0, 0},
	{'q', "quick", NULL, NULL, NULL, "", LNDS_OPT_FLAG, 0, 0},
	{0},
};
/* clang-format on */

static struct lnds_arena arena;
static struct lnds_operands operands;
static struct lnds_err err;
static struct ctx ctx;

/* Parses the words (ended by NULL) and returns what the parser did. */
static bool parse_with(unsigned flags, char **words)
{
	struct lnds_opt required = own[1];
	struct lnds_table t = {.owner = "verify"};
	char *argv[24] = {"prog"};
	int argc = 1;
	bool ok;

	for (; words[argc - 1]; argc++)
		argv[argc] = words[argc - 1];
	memset(&ctx, 0, sizeof(ctx));
	memset(&err, 0, sizeof(err));
	required.flags = flags;
	for (const struct lnds_opt *o = own; o->name; o++)
		lnds_table_add(
			&t, (struct lnds_table_entry){
				    .opt = o == &own[1] ? &required : o, .base = &ctx});
	for (const struct lnds_opt *o = foreign; o->name; o++)
		lnds_table_add(&t, (struct lnds_table_entry){.opt = o, .foreign = true});
	ok = lnds_opts_parse(&t, argc, argv, &arena, &operands, &err);
	lnds_table_free(&t);
	return ok;
}

#define PARSE(...) parse_with(0, (char *[]){__VA_ARGS__, NULL})
#define REFUSED(message, advice, ...)                                                    \
	do {                                                                             \
		assert_false(PARSE(__VA_ARGS__));                                        \
		assert_string_equal(err.msg, message);                                   \
		assert_string_equal(err.hint, advice);                                   \
		assert_int_equal(err.code, LNDS_USAGE);                                  \
	} while (0)

static void test_defaults(void **state)
{
	(void)state;
	assert_true(parse_with(0, (char *[]){NULL}));
	assert_int_equal(ctx.count, 1000);
	assert_int_equal(ctx.size, 16 << 20);
	assert_int_equal(ctx.share, 200000);
	assert_int_equal(ctx.word, 0);
	assert_int_equal(ctx.fd, -1);
	assert_int_equal(ctx.date.year, 2024);
	assert_false(ctx.preview.given);
	assert_null(ctx.str);
	assert_int_equal(operands.n, 0);
}

static void test_values(void **state)
{
	(void)state;
	assert_true(PARSE("-f", "--output=a=b", "-n", "1e3", "--max-record", "2K",
		"--errors", "0.5", "--from", "ndjson", "--key-fd", "7", "--as-of",
		"2000-02-29", "--preview=9"));
	assert_true(ctx.flag);
	assert_string_equal(ctx.str, "a=b");
	assert_int_equal(ctx.count, 1000);
	assert_int_equal(ctx.size, 2048);
	assert_int_equal(ctx.share, 500000);
	assert_int_equal(ctx.word, 3);
	assert_int_equal(ctx.fd, 7);
	assert_int_equal(ctx.date.day, 29);
	assert_int_equal(ctx.preview.value, 9);
	assert_true(PARSE("--preview"));
	assert_true(ctx.preview.given);
	assert_int_equal(ctx.preview.value, 5);
}

static void test_clusters_and_attached(void **state)
{
	(void)state;
	assert_true(PARSE("-fn7", "-ox"));
	assert_true(ctx.flag);
	assert_int_equal(ctx.count, 7);
	assert_string_equal(ctx.str, "x");
}

static void test_lists(void **state)
{
	(void)state;
	assert_true(PARSE(
		"--columns", "a,\"b, \"\"c\"\"\",d\"e", "--null", "NA", "--null", "-"));
	assert_int_equal(ctx.list.n, 3);
	assert_string_equal(ctx.list.item[1].p, "b, \"c\"");
	assert_string_equal(ctx.list.item[2].p, "d\"e");
	assert_int_equal(ctx.strs.n, 2);
	assert_string_equal(ctx.strs.item[0], "NA");
	assert_string_equal(ctx.strs.item[1], "-");
	REFUSED("--columns: an item is empty", "give names separated by single commas",
		"--columns", "a,,b");
	REFUSED("--columns: an item is empty", "give names separated by single commas",
		"--columns", "");
	REFUSED("--columns: the quoting is broken",
		"a LIST is one line of CSV: a,\"b, with comma\",c", "--columns", "a,\"b");
	REFUSED("--columns: the quoting is broken",
		"a LIST is one line of CSV: a,\"b, with comma\",c", "--columns",
		"\"b\"c");
}

static void test_operands_keep_their_order(void **state)
{
	(void)state;
	setenv("POSIXLY_CORRECT", "1", 1);
	assert_true(PARSE("b", "-f", "a", "-", "--", "-n", "--bad"));
	unsetenv("POSIXLY_CORRECT");
	assert_int_equal(operands.n, 5);
	assert_string_equal(operands.item[0], "b");
	assert_string_equal(operands.item[1], "a");
	assert_string_equal(operands.item[2], "-");
	assert_string_equal(operands.item[3], "-n");
	assert_string_equal(operands.item[4], "--bad");
	assert_null(operands.item[5]);
	assert_true(ctx.flag);
}

static void test_stops(void **state)
{
	(void)state;
	assert_true(PARSE("-h", "--nonsense"));
	assert_true(ctx.stop);
}

static void test_abbreviations(void **state)
{
	(void)state;
	REFUSED("option '--outp' is abbreviated", "write --output", "--outp", "x");
	REFUSED("option '--outp' is abbreviated", "write --output", "--outp=x");
	REFUSED("option '--outp' is abbreviated", "write --output", "--outp");
	REFUSED("option '--out' is abbreviated", "write --output or --out-delimiter",
		"--out", "x");
	REFUSED("option '--fla' is abbreviated", "write --flag", "--fla=3");
	REFUSED("option '--fla' is abbreviated", "write --flag", "--fla");
}

static void test_unknown(void **state)
{
	(void)state;
	REFUSED("unknown option '--ouptut'", "did you mean '--output'?", "--ouptut", "x");
	REFUSED("unknown option '--FROM'", "did you mean '--from'?", "--FROM=csv");
	REFUSED("unknown option '--zzz'", "-h lists the options", "--zzz");
	REFUSED("unknown option '-z'", "-h lists the options", "-fz");
	REFUSED("unknown option '--qui'", "-h lists the options", "--qui");
}

static void test_misused(void **state)
{
	(void)state;
	REFUSED("option '--output' needs a value", "write --output FILE", "--output");
	REFUSED("option '--output' needs a value", "write --output FILE", "-o");
	REFUSED("option '--flag' takes no value", "write --flag alone", "--flag=1");
	REFUSED("option '--rows' given twice", "keep one of them", "-n1", "--rows", "2");
	assert_false(parse_with(LNDS_OPT_REQUIRED, (char *[]){"-f", NULL}));
	assert_string_equal(err.msg, "option '--output' is missing");
	assert_string_equal(err.hint, "give --output FILE");
}

static void test_foreign(void **state)
{
	static const char *const advice = "-h lists the options that do";

	(void)state;
	REFUSED("option '--column' does not apply to 'verify'", advice, "--column", "x");
	REFUSED("option '--column' does not apply to 'verify'", advice, "--column=x");
	REFUSED("option '--column' does not apply to 'verify'", advice, "-c", "x");
	REFUSED("option '--quick' does not apply to 'verify'", advice, "-fq");
}

static void test_bad_values(void **state)
{
	(void)state;
	REFUSED("--rows: not a whole number: '1.5'", "write it like 1000", "-n", "1.5");
	REFUSED("--rows: not a whole number: '-1'", "write it like 1000", "-n", "-1");
	REFUSED("--max-record: not a size: '3Q'", "write it like 16M", "--max-record",
		"3Q");
	REFUSED("--errors: not a share from 0 to 1: '2'", "write it like 0.20",
		"--errors", "2");
	REFUSED("--key-fd: not a descriptor number: 'x'", "write it like 3", "--key-fd",
		"x");
	REFUSED("--as-of: not a date: '2023-02-29'", "write it like 2024-01-01",
		"--as-of", "2023-02-29");
	REFUSED("--preview: not a whole number: 'x'", "write it like 5", "--preview=x");
	REFUSED("--from: unknown word 'cvs'", "did you mean 'csv'?", "--from", "cvs");
	REFUSED("--from: unknown word 'excel'", "one of auto csv tsv ndjson", "--from",
		"excel");
	REFUSED("--from: unknown word ''", "one of auto csv tsv ndjson", "--from", "");
}

static int teardown(void **state)
{
	(void)state;
	lnds_arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_clusters_and_attached),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_operands_keep_their_order),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_abbreviations),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_misused),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_bad_values),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}

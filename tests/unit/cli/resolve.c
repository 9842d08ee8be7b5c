/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the common options mean together, and every contradiction among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/common.h"

static struct lnds_arena arena;
static struct lnds_err err;
static struct lnds_common c;

static bool resolve(char **words)
{
	struct lnds_table t = {.owner = "verify"};
	struct lnds_operands operands;
	char *argv[24] = {"prog"};
	int argc = 1;
	bool ok;

	for (; words[argc - 1]; argc++)
		argv[argc] = words[argc - 1];
	memset(&c, 0, sizeof(c));
	memset(&err, 0, sizeof(err));
	lnds_common_add(&t, ~0u, &c);
	ok = lnds_opts_parse(&t, argc, argv, &arena, &operands, &err) &&
	     lnds_common_resolve(&c, &t, &err) &&
	     lnds_files_distinct(&t, operands.item, operands.n, &err);
	lnds_table_free(&t);
	return ok;
}

#define OK(...) assert_true(resolve((char *[]){__VA_ARGS__, NULL}))
#define REFUSED(message, advice, ...)                                                    \
	do {                                                                             \
		assert_false(resolve((char *[]){__VA_ARGS__, NULL}));                    \
		assert_string_equal(err.msg, message);                                   \
		assert_string_equal(err.hint, advice);                                   \
		assert_int_equal(err.code, LNDS_USAGE);                                  \
	} while (0)

static void test_plain(void **state)
{
	(void)state;
	assert_true(resolve((char *[]){NULL}));
	assert_int_equal(c.dialect.delimiter, 0);
	assert_int_equal(c.out_delimiter_c, 0);
	assert_int_equal(c.dialect.max_record, 16 << 20);
	assert_int_equal(c.on_error, LNDS_ON_ERROR_FAIL);
	assert_true(c.max_errors == UINT64_MAX);
	assert_int_equal(c.max_errors_ppm, 1000000);
	assert_true(c.threads >= 1);
	assert_int_equal(c.seed, 1);
	assert_false(c.seed_given);
	assert_int_equal(c.shard_n, 0);
	assert_int_equal(c.key.key_fd, -1);
	assert_non_null(c.tmp);
}

static void test_delimiters(void **state)
{
	static const struct {
		char *word;
		char c;
	} known[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'},
		{";", ';'}, {" ", ' '}, {"\x1f", 0x1f}};
	static char *const bad[] = {"", "\"", "\n", "\r", "ab", "é", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		OK("-d", known[i].word, "--out-delimiter", known[i].word);
		assert_int_equal(c.dialect.delimiter, known[i].c);
		assert_int_equal(c.out_delimiter_c, known[i].c);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(resolve((char *[]){"-d", bad[i], NULL}));
		assert_false(resolve((char *[]){"--out-delimiter", bad[i], NULL}));
	}
	REFUSED("--delimiter: not a delimiter: '::'",
		"one ASCII byte but quote, CR, LF; or comma, semicolon, tab, pipe", "-d",
		"::");
	REFUSED("--delimiter contradicts --from tsv", "use --from csv with a delimiter",
		"-d", ";", "--from", "tsv");
	REFUSED("--out-delimiter contradicts --to tsv", "use --to csv with a delimiter",
		"--out-delimiter", ";", "--to", "tsv");
	OK("-d", "tab", "--from", "tsv");
}

static void test_dialect(void **state)
{
	(void)state;
	OK("--header", "a,b", "--null", "NA", "--null", "N/A", "--encoding", "cp1252",
		"--from", "ndjson");
	assert_int_equal(c.dialect.nheader, 2);
	assert_int_equal(c.dialect.nnull, 2);
	assert_true(lnds_sv_is(c.dialect.null_word[1], "N/A"));
	assert_int_equal(c.dialect.encoding, LNDS_CP1252);
	assert_int_equal(c.dialect.format, LNDS_NDJSON);
	REFUSED("--null given 9 times", "at most 8 words", "--null", "1", "--null", "2",
		"--null", "3", "--null", "4", "--null", "5", "--null", "6", "--null", "7",
		"--null", "8", "--null", "9");
}

static void test_policy(void **state)
{
	(void)state;
	OK("--quarantine", "q");
	assert_int_equal(c.on_error, LNDS_ON_ERROR_QUARANTINE);
	OK("--on-error", "skip", "--max-errors", "7");
	assert_int_equal(c.max_errors, 7);
	assert_int_equal(c.max_errors_ppm, 1000000);
	OK("--on-error", "skip", "--max-errors", "0.5%");
	assert_true(c.max_errors == UINT64_MAX);
	assert_int_equal(c.max_errors_ppm, 5000);
	OK("--on-error", "skip", "--max-errors", "100%");
	REFUSED("--max-errors: not a number or share: '101%'",
		"write it like 100 or 0.5%", "--on-error", "skip", "--max-errors",
		"101%");
	REFUSED("--max-errors: not a number or share: '100.1%'",
		"write it like 100 or 0.5%", "--on-error", "skip", "--max-errors",
		"100.1%");
	REFUSED("--max-errors: not a number or share: '1.%'", "write it like 100 or 0.5%",
		"--on-error", "skip", "--max-errors", "1.%");
	REFUSED("--max-errors: not a number or share: '%'", "write it like 100 or 0.5%",
		"--on-error", "skip", "--max-errors", "%");
	REFUSED("--max-errors means nothing with --on-error fail",
		"add --quarantine FILE, or --on-error skip", "--max-errors", "7");
	REFUSED("--quarantine contradicts --on-error skip", "leave out one of them",
		"--quarantine", "q", "--on-error", "skip");
	REFUSED("--quarantine contradicts --on-error fail", "leave out one of them",
		"--quarantine", "q", "--on-error", "fail");
	REFUSED("--on-error quarantine needs a file", "name it with --quarantine FILE",
		"--on-error", "quarantine");
}

static void test_shard(void **state)
{
	static char *const bad[] = {
		"", "/", "1", "1/", "/2", "a/b", "0/0", "1/2/3", "-1/2", "0/4294967296"};

	(void)state;
	OK("--shard", "2/3");
	assert_int_equal(c.shard_i, 2);
	assert_int_equal(c.shard_n, 3);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(resolve((char *[]){"--shard", bad[i], NULL}));
		assert_string_equal(err.hint, "write it like 0/4");
	}
	REFUSED("--shard: there is no part 3 of 3", "parts count from 0: 0/3 to 2/3",
		"--shard", "3/3");
}

static void test_keys(void **state)
{
	(void)state;
	OK("--key-file", "k", "--pass-fd", "3");
	REFUSED("two sources of the key", "give --key-file or --key-fd", "--key-file",
		"k", "--key-fd", "3");
	REFUSED("two sources of the passphrase",
		"give one of --pass-file, --pass-fd, --pass-cmd", "--pass-file", "k",
		"--pass-cmd", "c");
	REFUSED("two sources of the passphrase",
		"give one of --pass-file, --pass-fd, --pass-cmd", "--pass-fd", "0",
		"--pass-cmd", "c");
	REFUSED("--key-fd and --pass-fd name the same descriptor",
		"give each its own, as 3 and 4", "--key-fd", "3", "--pass-fd", "3");
}

static void test_run(void **state)
{
	(void)state;
	OK("-t", "7", "--seed", "18446744073709551615", "--memory", "1G", "--tmp", "/x");
	assert_int_equal(c.threads, 7);
	assert_true(c.seed == UINT64_MAX && c.seed_given);
	assert_int_equal(c.memory, 1 << 30);
	assert_string_equal(c.tmp, "/x");
	REFUSED("--threads: more than 256", "0 takes what the machine has", "-t", "257");
}

static void test_one_name_for_two_files(void **state)
{
	(void)state;
	REFUSED("--output and --report name the same file", "give each its own", "-o",
		"x", "--report", "x");
	REFUSED("--output and --quarantine name the same file", "give each its own", "-o",
		"x", "--quarantine", "x");
	REFUSED("--report and --audit name the same file", "give each its own", "--audit",
		"x", "--report", "x");
	REFUSED("--output and --report name the same file", "give each its own", "-o",
		"x", "--report", "./x");
	REFUSED("--key-file and --output name the same file", "give each its own",
		"--key-file", "k", "-o", "k");
	REFUSED("--report names an input", "give each its own", "--report", "in", "in");
	OK("-o", "in", "in");
	OK("-o", "a/x", "--report", "b/x");
	OK("-o", "/dev/null", "--report", "/dev/null");
}

/* A link is the file it leads to. */
static void test_links(void **state)
{
	char dir[] = "/tmp/lnds-resolve.XXXXXX", file[64], link[64];
	FILE *f;
	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(file, sizeof file, "%s/file", dir);
	(void)snprintf(link, sizeof link, "%s/link", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(symlink(file, link), 0);
	REFUSED("--output and --audit name the same file", "give each its own", "-o",
		link, "--audit", file);
	REFUSED("--quarantine names an input", "give each its own", "--quarantine", link,
		file);
	assert_int_equal(unlink(link) | unlink(file) | rmdir(dir), 0);
}

static void test_evidence_is_no_stdout(void **state)
{
	static const char *const advice = "name a file; ./- if it is called so";

	(void)state;
	REFUSED("--quarantine cannot be standard output", advice, "--quarantine", "-");
	REFUSED("--report cannot be standard output", advice, "--report", "-");
	REFUSED("--audit cannot be standard output", advice, "--audit", "-");
	OK("-o", "-");
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
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_dialect),
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_shard),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_run),
		cmocka_unit_test(test_evidence_is_no_stdout),
		cmocka_unit_test(test_one_name_for_two_files),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}

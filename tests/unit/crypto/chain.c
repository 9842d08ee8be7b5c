/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run log: its exact text, and that every change to it is found and located. */
#include "unit/crypto/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/chain.h"
#include "os/file.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static char dir[] = "/tmp/lnds-chain-XXXXXX";
static char path[64];

static struct lnds_chain_stream one_stream(void)
{
	struct lnds_chain_stream s = {.known = true, .bytes = 1042};

	lnds_sha256("abc", 3, s.sha256);
	return s;
}

static void append(uint64_t time, const char *extra, struct lnds_chain_head *head)
{
	const struct lnds_chain_stream in = one_stream(), out = {.bytes = 7};
	const struct lnds_chain_run run = {.time = time,
		.program = LNDS_SV("lnds-pseudo"),
		.version = LNDS_SV("0.1.0"),
		.command = LNDS_SV("run"),
		.in = &in,
		.nin = 1,
		.out = &out,
		.nout = 1,
		.read = 20000,
		.written = 19997,
		.rejected = 3,
		.exit = extra ? -1 : 0,
		.key = extra ? LNDS_SV("") : LNDS_SV("9f3c6a1b2d4e5f60"),
		.extra = lnds_sv(extra)};
	struct lnds_err err = {0};

	if (!lnds_chain_append(path, &run, head, &err))
		fail_msg("%s", err.msg);
}

static struct lnds_buf slurp(void)
{
	struct lnds_buf b = {0};
	struct lnds_err err;

	assert_true(lnds_slurp(path, 1 << 20, &b, &err));
	return b;
}

static void put(const char *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static int fresh(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "%s/audit.ndjson", dir);
	(void)unlink(path);
	return 0;
}

static void test_text(void **state)
{
	static const char tail[] =
		"\"time\":\"2026-11-21T18:09:03Z\",\"program\":\"lnds-pseudo\","
		"\"version\":\"0.1.0\",\"command\":\"run\",\"exit\":0,\"in\":[{"
		"\"sha256\":"
		"\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
		"\"bytes\":1042}],\"out\":[{\"sha256\":null,\"bytes\":7}],\"read\":20000,"
		"\"written\":19997,\"rejected\":3,\"key\":\"9f3c6a1b2d4e5f60\"}\n";
	char want[1024];
	struct lnds_chain_head head;
	struct lnds_buf b;
	struct stat st;
	uint8_t hash[LNDS_SHA256_LEN];

	(void)state;
	append(1795284543, NULL, &head);
	b = slurp();
	(void)snprintf(
		want, sizeof(want), "{\"v\":1,\"seq\":1,\"prev\":\"" ZEROS "\",%s", tail);
	assert_int_equal(b.n, strlen(want));
	assert_memory_equal(b.p, want, b.n);
	lnds_sha256(want, strlen(want) - 1, hash);
	assert_int_equal(head.seq, 1);
	assert_memory_equal(head.hash, hash, sizeof(hash));
	lnds_buf_free(&b);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);

	append(1795284543, "{\"ev\":\"run-begin\"}", NULL);
	b = slurp();
	assert_non_null(memmem(b.p, b.n, "\"exit\":null", 11));
	assert_non_null(
		memmem(b.p, b.n, "\"key\":null,\"x\":{\"ev\":\"run-begin\"}}\n", 35));
	lnds_buf_free(&b);
}

static bool count(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
	struct lnds_err *err)
{
	uint64_t *n = arg;
	uint8_t hash[LNDS_SHA256_LEN];

	(void)err;
	assert_int_equal(at->seq, ++*n);
	lnds_sha256(line.p, line.n, hash);
	assert_memory_equal(hash, at->hash, sizeof(hash));
	return true;
}

static bool stop_at_three(void *arg, const struct lnds_chain_head *at,
	struct lnds_sv line, struct lnds_err *err)
{
	(void)arg;
	(void)line;
	return at->seq < 3 || lnds_fail(err, LNDS_REFUSED, NULL, "three");
}

static void test_verify(void **state)
{
	struct lnds_chain_head head, at;
	struct lnds_err err = {0};
	uint64_t n = 0, warn;

	(void)state;
	assert_false(lnds_chain_verify(path, NULL, NULL, &at, &warn, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	put("", 0);
	assert_false(lnds_chain_verify(path, NULL, NULL, &at, &warn, &err));
	assert_int_equal(err.code, LNDS_DATA);

	for (uint64_t i = 0; i < 300; i++)
		append(1795284543 + (i == 150 ? 0 : i), i % 9 ? NULL : "{\"n\":[1,2]}",
			&head);
	assert_true(lnds_chain_verify(path, count, &n, &at, &warn, &err));
	assert_int_equal(n, 300);
	assert_int_equal(warn, 1);
	assert_int_equal(at.seq, head.seq);
	assert_memory_equal(at.hash, head.hash, sizeof(at.hash));
	assert_false(lnds_chain_verify(path, stop_at_three, NULL, &at, &warn, &err));
	assert_string_equal(err.msg, "three");
}

/* Verification of changed text must fail with 6 at one of two lines. */
static void expect_break(
	const char *p, size_t n, uint64_t line, uint64_t or_line, const char *msg)
{
	struct lnds_chain_head at;
	struct lnds_err err = {0};
	uint64_t warn;

	put(p, n);
	assert_false(lnds_chain_verify(path, NULL, NULL, &at, &warn, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_string_equal(err.input, path);
	if (err.line != line)
		assert_int_equal(err.line, or_line);
	if (msg)
		assert_string_equal(err.msg, msg);
}

/* Where line k (from 1) begins; k one past the last: the end. */
static size_t line_at(const struct lnds_buf *b, unsigned k)
{
	size_t at = 0;

	while (--k)
		at = (size_t)((char *)memchr(b->p + at, '\n', b->n - at) + 1 - b->p);
	return at;
}

static void test_every_byte(void **state)
{
	struct lnds_buf b;

	(void)state;
	for (int i = 0; i < 4; i++)
		append(1795284543, i == 1 ? "{\"a\":\"b\"}" : NULL, NULL);
	b = slurp();
	/* A changed byte shows in its line, or in the next one's prev; LF joins lines. */
	for (unsigned k = 1; k < 4; k++) {
		for (size_t i = line_at(&b, k); i < line_at(&b, k + 1); i++) {
			for (int bit = 0; bit < 8; bit += 3) {
				b.p[i] = (char)(b.p[i] ^ 1 << bit);
				expect_break(b.p, b.n, k, k + 1, NULL);
				b.p[i] = (char)(b.p[i] ^ 1 << bit);
			}
		}
	}
	lnds_buf_free(&b);
}

static void test_lines_moved(void **state)
{
	struct lnds_buf b, c = {0};
	size_t two, three, four;

	(void)state;
	for (int i = 0; i < 4; i++)
		append(1795284543, NULL, NULL);
	b = slurp();
	two = line_at(&b, 2);
	three = line_at(&b, 3);
	four = line_at(&b, 4);

	/* deleted, doubled, exchanged, inserted blank */
	lnds_buf_add(&c, b.p, two);
	lnds_buf_add(&c, b.p + three, b.n - three);
	expect_break(c.p, c.n, 2, 2, "line does not continue line 1");
	c.n = 0;
	lnds_buf_add(&c, b.p, three);
	lnds_buf_add(&c, b.p + two, b.n - two);
	expect_break(c.p, c.n, 3, 3, "line does not continue line 2");
	c.n = 0;
	lnds_buf_add(&c, b.p, two);
	lnds_buf_add(&c, b.p + three, four - three);
	lnds_buf_add(&c, b.p + two, three - two);
	expect_break(c.p, c.n, 2, 2, "line does not continue line 1");
	c.n = 0;
	lnds_buf_add(&c, b.p, two);
	lnds_buf_c(&c, '\n');
	lnds_buf_add(&c, b.p + two, b.n - two);
	expect_break(c.p, c.n, 2, 2, "not a JSON object");
	expect_break(b.p + two, b.n - two, 1, 1,
		"line does not begin a chain: seq 1 and 64 zeros do");
	/* cut within the last line */
	for (size_t n = four + 1; n < b.n; n += 13)
		expect_break(b.p, n, 4, 4, "line is torn: it has no line end");
	lnds_buf_free(&b);
	lnds_buf_free(&c);
}

/* A line as a careful forger would write it: the chain holds, the form does not. */
static void expect_form(const char *line, const char *msg)
{
	expect_break(line, strlen(line), 1, 1, msg);
}

static void test_form(void **state)
{
#define BEGIN "{\"v\":1,\"seq\":1,\"prev\":\"" ZEROS "\","
#define TIME "\"time\":\"2026-11-21T18:09:03Z\","
#define NAMES "\"program\":\"p\",\"version\":\"1\",\"command\":\"c\",\"exit\":0,"
#define COUNTS "\"read\":1,\"written\":1,\"rejected\":0,"
	struct lnds_chain_head at;
	struct lnds_err err = {0};
	uint64_t warn;
	char *long_line;

	(void)state;
	put(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS "\"key\":null}\n",
		strlen(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS
					"\"key\":null}\n"));
	assert_true(lnds_chain_verify(path, NULL, NULL, &at, &warn, &err));

	expect_form(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS
				     "\"key\":null,\"key\":null}\n",
		"a key stands twice");
	expect_form(BEGIN NAMES TIME "\"in\":[],\"out\":[]," COUNTS "\"key\":null}\n",
		"member 4 is not 'time'");
	expect_form(BEGIN TIME NAMES "\"in\":[]," COUNTS "\"key\":null}\n",
		"member 10 is not 'out'");
	expect_form(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS "\"key\":7}\n",
		"'key' is not of its form");
	expect_form(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS
				     "\"key\":null,\"y\":{}}\n",
		"member 15 is not 'x'");
	expect_form(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS
				     "\"key\":null,\"x\":{},\"y\":1}\n",
		"a member follows 'x'");
	expect_form(BEGIN TIME NAMES "\"in\":[],\"out\":[]," COUNTS
				     "\"key\":null,\"x\":[]}\n",
		"'x' is not of its form");
	expect_form(BEGIN TIME NAMES
		"\"in\":[{\"bytes\":1,\"sha256\":null}],\"out\":[]," COUNTS
		"\"key\":null}\n",
		"'in' is not of its form");
	expect_form(BEGIN TIME NAMES
		"\"in\":[],\"out\":[{\"sha256\":\"00\",\"bytes\":1}]," COUNTS
		"\"key\":null}\n",
		"'out' is not of its form");
	expect_form(BEGIN "\"time\":\"2026-13-21T18:09:03Z\"," NAMES
			  "\"in\":[],\"out\":[]," COUNTS "\"key\":null}\n",
		"'time' is not of its form");
	expect_form(BEGIN TIME " " NAMES "\"in\":[],\"out\":[]," COUNTS "\"key\":null}\n",
		"white space between members");
	expect_form("{\"v\":1,\"seq\":1}\n",
		"not a line of a run log: v, seq or prev is missing");
	expect_form("[]\n", "not a JSON object");
	expect_form("x\n", "not a JSON object");

	long_line = malloc(20000);
	assert_non_null(long_line);
	memset(long_line, ' ', 20000);
	expect_break(long_line, 20000, 1, 1, "line is longer than 8192 bytes");
	long_line[9000] = '\n';
	expect_break(long_line, 20000, 1, 1, "line is longer than 8192 bytes");
	free(long_line);
}

static bool try_append(const char *file, size_t extra, struct lnds_err *err)
{
	char *x = malloc(extra + 10);
	struct lnds_chain_run run = {.program = LNDS_SV("p"),
		.version = LNDS_SV("1"),
		.command = LNDS_SV("c")};
	bool ok;

	assert_non_null(x);
	if (extra) {
		memset(x, 'a', extra + 10);
		memcpy(x, "{\"a\":\"", 6);
		memcpy(x + extra, "\"}", 2);
		run.extra = (struct lnds_sv){x, extra + 2};
	}
	ok = lnds_chain_append(file, &run, NULL, err);
	free(x);
	return ok;
}

/* What could not be read back is not written. */
static void append_refuses_extra(const char *extra)
{
	const struct lnds_chain_run run = {.program = LNDS_SV("p"),
		.version = LNDS_SV("1"),
		.command = LNDS_SV("c"),
		.extra = lnds_sv(extra)};
	struct lnds_err err = {0};

	assert_false(lnds_chain_append(path, &run, NULL, &err));
	assert_int_equal(err.code, LNDS_USAGE);
}

static void test_append_refuses(void **state)
{
	struct lnds_err err = {0};
	struct lnds_buf b;

	(void)state;
	append(1795284543, NULL, NULL);
	append(1795284543, NULL, NULL);
	b = slurp();
	put(b.p, b.n - 1);
	assert_false(try_append(path, 0, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_int_equal(err.line, 2);
	assert_string_equal(err.msg, "line is torn: it has no line end");

	b.p[b.n - 3] = '}';
	put(b.p, b.n);
	assert_false(try_append(path, 0, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_int_equal(err.line, 2);
	lnds_buf_free(&b);

	fresh(NULL);
	assert_false(try_append(path, 8200, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_true(try_append(path, 7000, &err));
	assert_true(try_append(path, 7000, &err));
	append_refuses_extra("{\"n\":[1, 2]}");
	append_refuses_extra("{\"n\":1,\"n\":1}");
	append_refuses_extra("{\"n\":\"\xff\"}");
	append_refuses_extra("7");
	assert_false(try_append("/dev/full", 0, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(try_append("/no/such/dir/x", 0, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
}

/* Processes that append at once wait for each other. */
static void test_concurrent(void **state)
{
	struct lnds_chain_head at;
	struct lnds_err err = {0};
	uint64_t warn;

	(void)state;
	for (int p = 0; p < 4; p++) {
		if (fork() == 0) {
			for (int i = 0; i < 10; i++) {
				if (!try_append(path, 50, &err))
					_exit(1);
			}
			_exit(0);
		}
	}
	for (int p = 0; p < 4; p++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_true(lnds_chain_verify(path, NULL, NULL, &at, &warn, &err));
	assert_int_equal(at.seq, 40);
}

static int make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	(void)fresh(state);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_text, fresh),
		cmocka_unit_test_setup(test_verify, fresh),
		cmocka_unit_test_setup(test_every_byte, fresh),
		cmocka_unit_test_setup(test_lines_moved, fresh),
		cmocka_unit_test_setup(test_form, fresh),
		cmocka_unit_test_setup(test_append_refuses, fresh),
		cmocka_unit_test_setup(test_concurrent, fresh),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}

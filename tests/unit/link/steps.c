/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run remembers: a step counts as done while its inputs and its files are as they
 * were, and not a moment longer. */
#include "unit/crypto/scratch.h"

#include "link/steps.h"
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t in_a[32] = {1}, in_b[32] = {2};
static const char *const two[] = {"x.json", "y.csv"};

static struct lnds_link_steps *begin(void)
{
	struct lnds_err err = {0};
	struct lnds_link_steps *s = lnds_link_steps_open(in_scratch("out"), &err);

	if (!s)
		fail_msg("%s", err.msg);
	return s;
}

static int clean(void **state)
{
	(void)state;
	run("rm -rf %s", in_scratch("out"));
	return 0;
}

static void done_and_undone(void **state)
{
	struct lnds_link_steps *s = begin();
	struct lnds_err err = {0};
	struct stat st;
	uint8_t hash[32];

	(void)state;
	assert_int_equal(stat(in_scratch("out"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_false(lnds_link_steps_done(s, "plan", in_a, two, 2));
	run("printf x > %s; printf y > %s", in_scratch("out/x.json"),
		in_scratch("out/y.csv"));
	assert_true(lnds_link_steps_finish(s, "plan", in_a, two, 2, &err));
	assert_true(lnds_link_steps_done(s, "plan", in_a, two, 2));
	assert_false(lnds_link_steps_done(s, "plan", in_b, two, 2));
	assert_false(lnds_link_steps_done(s, "match", in_a, two, 2));
	assert_true(lnds_link_steps_hash(s, "plan", "x.json", hash));
	assert_int_equal(hash[0], 0x2d); /* sha256sum of x */
	assert_false(lnds_link_steps_hash(s, "plan", "z", hash));
	lnds_link_steps_close(s);

	s = begin();
	assert_true(lnds_link_steps_done(s, "plan", in_a, two, 2));
	run("printf z > %s", in_scratch("out/y.csv"));
	assert_false(lnds_link_steps_done(s, "plan", in_a, two, 2));
	assert_true(lnds_link_steps_done(s, "plan", in_a, two, 1));
	run("rm %s", in_scratch("out/x.json"));
	assert_false(lnds_link_steps_done(s, "plan", in_a, two, 1));
	assert_false(lnds_link_steps_finish(s, "plan", in_a, two, 2, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	lnds_link_steps_close(s);
}

static void refused(enum lnds_code code, const char *words)
{
	struct lnds_err err = {0};

	assert_null(lnds_link_steps_open(in_scratch("out"), &err));
	assert_int_equal(err.code, code);
	if (!strstr(err.msg, words))
		fail_msg("%s", err.msg);
}

static void refusals(void **state)
{
	struct lnds_link_steps *s = begin();

	(void)state;
	refused(LNDS_TEMPORARY, "locked");
	lnds_link_steps_close(s);
	run("mkdir %s; touch %s", in_scratch("out"), in_scratch("out/thesis"));
	refused(LNDS_USAGE, "holds something else");
	run("rm -r %s; touch %s", in_scratch("out"), in_scratch("out"));
	refused(LNDS_USAGE, "is no folder");
	run("rm %s; ln -s nowhere/at/all %s", in_scratch("out"), in_scratch("out"));
	refused(LNDS_USAGE, "is no folder");
}

/* What was refused before its first step leaves what it found, and what was killed there
 * does not hinder the next. */
static void nothing_stays(void **state)
{
	(void)state;
	lnds_link_steps_close(begin());
	assert_int_equal(access(in_scratch("out"), F_OK), -1);
	run("mkdir %s", in_scratch("out"));
	lnds_link_steps_close(begin());
	run("rmdir %s; mkdir %s; touch %s", in_scratch("out"), in_scratch("out"),
		in_scratch("out/steps.json"));
	lnds_link_steps_close(begin());
	assert_int_equal(access(in_scratch("out/steps.json"), F_OK), 0);
}

/* Whatever stands in steps.json, at worst everything is done again. */
static void nonsense(void **state)
{
	static const char *const text[] = {"", "[]", "{", "{\"plan\":1}",
		"{\"plan\":{\"in\":7,\"files\":{\"x.json\":8}}}",
		"{\"plan\":{\"in\":\"0100\",\"files\":[]}}",
		"{\"plan\":{\"in\":\"010000000000000000000000000000000000000000000000000"
		"000000"
		"0000000\",\"files\":{\"x.json\":\"ff\"}}}"};
	struct lnds_err err = {0};

	(void)state;
	run("mkdir %s", in_scratch("out"));
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		struct lnds_link_steps *s;
		uint8_t hash[32];

		run("printf '%%s' '%s' > %s; printf x > %s", text[i],
			in_scratch("out/steps.json"), in_scratch("out/x.json"));
		s = begin();
		assert_false(lnds_link_steps_done(s, "plan", in_a, two, 1));
		assert_false(lnds_link_steps_hash(s, "plan", "x.json", hash));
		assert_true(lnds_link_steps_finish(s, "plan", in_a, two, 1, &err));
		assert_true(lnds_link_steps_done(s, "plan", in_a, two, 1));
		lnds_link_steps_close(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(done_and_undone, clean),
		cmocka_unit_test_teardown(refusals, clean),
		cmocka_unit_test_teardown(nothing_stays, clean),
		cmocka_unit_test_teardown(nonsense, clean),
	};

	return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting beyond memory: the order, every record once, whatever the memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/rng.h"
#include "os/extsort.h"
#include "os/tmpfile.h"

/* Lengths 0 to 40, few values of the first bytes, so that prefixes and equals occur. */
static size_t record(uint64_t i, char out[40])
{
	const uint64_t item = lnds_draw_item(7, i);
	const size_t n = (size_t)lnds_below(lnds_draw(item, 0, 0), 41);
	size_t k;

	for (k = 0; k < n; k++)
		out[k] = (char)lnds_below(
			lnds_draw(item, 1, (uint32_t)k), k < 9 ? 2 : 256);
	return n;
}

static void fill(struct lnds_extsort *s, uint64_t n)
{
	struct lnds_err err;
	char r[40];
	uint64_t i;

	for (i = 0; i < n; i++)
		assert_true(lnds_extsort_add(s, r, record(i, r), &err));
	assert_true(lnds_extsort_count(s) == n);
	assert_true(lnds_extsort_begin(s, &err));
}

/* All records, each with its length, in the order given. */
static uint64_t drain(struct lnds_extsort *s, struct lnds_buf *out)
{
	struct lnds_buf last = {0};
	struct lnds_err err;
	struct lnds_sv v;
	uint64_t n = 0;
	int rc;

	while ((rc = lnds_extsort_next(s, &v, &err)) == 1) {
		if (n++)
			assert_true(lnds_sv_cmp(lnds_buf_view(&last), v) <= 0);
		last.n = 0;
		lnds_buf_sv(&last, v);
		lnds_buf_u64(out, v.n);
		lnds_buf_c(out, ':');
		lnds_buf_sv(out, v);
	}
	assert_int_equal(rc, 0);
	assert_int_equal(lnds_extsort_next(s, &v, &err), 0);
	lnds_buf_free(&last);
	return n;
}

static void sorted_whatever_the_memory(void **state)
{
	static const uint64_t memory[] = {0, (uint64_t)3 << 20, (uint64_t)1 << 30};
	const uint64_t n = 150000;
	struct lnds_buf want = {0}, got = {0};
	struct lnds_err err;
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct lnds_extsort *s = lnds_extsort_new(memory[i], NULL);

		fill(s, n);
		got.n = 0;
		assert_true(drain(s, &got) == n);
		if (!i)
			lnds_buf_sv(&want, lnds_buf_view(&got));
		assert_true(lnds_sv_eq(lnds_buf_view(&want), lnds_buf_view(&got)));
		got.n = 0;
		assert_true(lnds_extsort_rewind(s, &err));
		assert_true(drain(s, &got) == n);
		assert_true(lnds_sv_eq(lnds_buf_view(&want), lnds_buf_view(&got)));
		lnds_extsort_free(s);
	}
	lnds_buf_free(&want);
	lnds_buf_free(&got);
}

static void few(void **state)
{
	uint64_t n;

	(void)state;
	for (n = 0; n < 70; n++) {
		struct lnds_extsort *s = lnds_extsort_new(0, NULL);
		struct lnds_buf got = {0};

		fill(s, n);
		assert_true(drain(s, &got) == n);
		lnds_buf_free(&got);
		lnds_extsort_free(s);
	}
}

/* Records larger than a chunk, and than the piece of a run. */
static void large(void **state)
{
	const size_t n = (size_t)3 << 20;
	struct lnds_extsort *s = lnds_extsort_new(0, NULL);
	struct lnds_err err;
	struct lnds_sv v;
	unsigned i, k;

	(void)state;
	for (i = 0; i < 5; i++) {
		char *p = lnds_extsort_room(s, n + i, &err);

		assert_non_null(p);
		memset(p, 'e' - (int)i, n + i);
	}
	assert_true(lnds_extsort_begin(s, &err));
	for (k = 0; k < 5; k++) {
		assert_int_equal(lnds_extsort_next(s, &v, &err), 1);
		assert_true(v.n == n + 4 - k && v.p[0] == (char)('a' + k) &&
			    v.p[v.n - 1] == v.p[0]);
	}
	assert_int_equal(lnds_extsort_next(s, &v, &err), 0);
	lnds_extsort_free(s);
}

static void no_directory(void **state)
{
	struct lnds_extsort *s = lnds_extsort_new(0, "/nonexistent");
	const size_t n = (size_t)1 << 20;
	struct lnds_err err;

	(void)state;
	assert_non_null(memset(lnds_extsort_room(s, n, &err), 0, n));
	assert_null(lnds_extsort_room(s, n, &err));
	assert_int_equal(err.code, LNDS_SYSTEM);
	assert_non_null(strstr(err.hint, "--tmp"));
	lnds_extsort_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorted_whatever_the_memory),
		cmocka_unit_test(few),
		cmocka_unit_test(large),
		cmocka_unit_test(no_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

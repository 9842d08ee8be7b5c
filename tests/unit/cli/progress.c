/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line's text, from bytes to exabytes and from seconds to hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/progress.h"

#define S UINT64_C(1000000000)

static struct lnds_progress progress = {.prog = "lnds-pseudo"};

static void expect(const char *text, uint64_t done, uint64_t total, uint64_t ns)
{
	char line[160];

	assert_string_equal(
		lnds_progress_line(line, sizeof(line), &progress, done, total, ns), text);
}

static void test_line(void **state)
{
	(void)state;
	expect("lnds-pseudo  412 MB/s  3.1 GB / 7.9 GB  39%  ETA 12 s", 3100000000,
		7900000000, 3100 * S / 412);
	expect("lnds-pseudo  1.0 kB/s  1.0 kB", 1000, 0, S);
	expect("lnds-pseudo  10 B/s  10 B", 10, 5, S);
	expect("lnds-pseudo  0 B/s  0 B / 5 B  0%  ETA -", 0, 5, S);
	expect("lnds-pseudo  1 B/s  1 B / 101 B  0%  ETA 2 min", 1, 101, S);
	expect("lnds-pseudo  1 B/s  1 B / 36 kB  0%  ETA 10 h", 1, 36001, S);
	expect("lnds-pseudo  18 EB/s  18 EB / 18 EB  100%  ETA 0 s", UINT64_MAX,
		UINT64_MAX, S);
	expect("lnds-pseudo  0 B/s  0 B", 0, 0, 0);
	progress.unit = "pairs";
	expect("lnds-pseudo  2.0 G pairs/s  2.0 G pairs / 10 G pairs  20%  ETA 4 s",
		2000000000, 10000000000, S);
	expect("lnds-pseudo  7 pairs/s  7 pairs", 7, 0, S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_line)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

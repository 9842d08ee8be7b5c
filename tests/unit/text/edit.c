/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edit distance and the nearest name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "text/edit.h"
#include <string.h>

static size_t distance(const char *a, const char *b)
{
	return lnds_edit_distance(lnds_sv(a), lnds_sv(b));
}

static void distances(void **state)
{
	char wide[66];

	(void)state;
	assert_int_equal(distance("", ""), 0);
	assert_int_equal(distance("abc", ""), 3);
	assert_int_equal(distance("", "abc"), 3);
	assert_int_equal(distance("kitten", "sitting"), 3);
	assert_int_equal(distance("ab", "ba"), 1);
	/* Optimal string alignment: no edits inside a transposed pair. */
	assert_int_equal(distance("ca", "abc"), 3);
	memset(wide, 'x', 65);
	wide[65] = '\0';
	assert_true(distance(wide, "x") == SIZE_MAX);
	wide[64] = '\0';
	assert_int_equal(distance(wide, "x"), 63);
}

static void metric(void **state)
{
	char a[8], b[8];
	unsigned i, k;

	(void)state;
	for (i = 0; i < 20000; i++) {
		size_t na = lnds_mix(i) % 8, nb = lnds_mix(i + 1000000) % 8, d;
		struct lnds_sv va = {a, na}, vb = {b, nb};

		for (k = 0; k < 8; k++) {
			a[k] = (char)('a' + (lnds_mix(i * 8 + k) & 3));
			b[k] = (char)('a' + (lnds_mix(~(uint64_t)i * 8 + k) & 3));
		}
		d = lnds_edit_distance(va, vb);
		assert_int_equal(d, lnds_edit_distance(vb, va));
		assert_int_equal(d == 0, lnds_sv_eq(va, vb));
		assert_true(d <= (na > nb ? na : nb));
		assert_true(d >= (na > nb ? na - nb : nb - na));
	}
}

static void nearest(void **state)
{
	static const struct lnds_sv names[] = {{"output", 6}, {"Output", 6},
		{"quarantine", 10}, {"to", 2}, {"from", 4}, {"cat", 3}, {"bat", 3},
		{"header", 6}};
	static const struct {
		const char *word;
		int index;
	} want[] = {
		{"output", 0},
		{"OUTPUT", 1},
		{"ouptut", 0},
		{"quarantin", 2},
		{"quaratin", 2},
		{"quarat", -1},
		{"frm", 4},
		{"tp", -1},
		{"TO", 3},
		{"rat", 6},
		{"haeder", 7},
		{"xyz", -1},
		{"", -1},
		{"hexder", 7},
		{"hxedxr", -1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		assert_int_equal(
			lnds_nearest(lnds_sv(want[i].word), names, 8), want[i].index);
	assert_int_equal(lnds_nearest(LNDS_SV("x"), NULL, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(metric),
		cmocka_unit_test(nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

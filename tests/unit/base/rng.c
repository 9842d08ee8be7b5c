/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SplitMix64's published outputs; draws; the permutation is a bijection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include <stdlib.h>
#include <string.h>

static void splitmix(void **state)
{
	uint64_t s = 1234567;

	(void)state;
	assert_true(lnds_mix(s += LNDS_GOLDEN) == UINT64_C(6457827717110365317));
	assert_true(lnds_mix(s += LNDS_GOLDEN) == UINT64_C(3203168211198807973));
	assert_true(lnds_mix(s += LNDS_GOLDEN) == UINT64_C(9817491932198370423));
}

static void draws(void **state)
{
	uint64_t item = lnds_draw_item(42, 7);

	(void)state;
	assert_true(item == lnds_mix(42 ^ lnds_mix(7)));
	assert_true(lnds_draw(item, 3, 2) == lnds_mix(item + 771 * LNDS_GOLDEN));
	/* The last draw of one attribute and the first of the next differ. */
	assert_true(lnds_draw(item, 3, 255) != lnds_draw(item, 4, 0));
}

static void bijection(void **state)
{
	static const uint64_t sizes[] = {
		1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 4096, 4097, 65537, 300000};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint64_t n = sizes[i], x, moved = 0;
		unsigned char *seen = lnds_calloc(n, 1);

		for (x = 0; x < n; x++) {
			uint64_t y = lnds_perm(x, n, 99 + i);

			assert_true(y < n);
			assert_false(seen[y]);
			seen[y] = 1;
			moved += y != x;
		}
		if (n >= 1000)
			assert_true(moved > n - n / 50);
		free(seen);
	}
	/* Other keys, other orders. */
	assert_true(lnds_perm(5, 1000000, 1) != lnds_perm(5, 1000000, 2) ||
		    lnds_perm(6, 1000000, 1) != lnds_perm(6, 1000000, 2));
}

static void below(void **state)
{
	(void)state;
	assert_int_equal(lnds_below(0, 10), 0);
	assert_int_equal(lnds_below(UINT64_MAX, 10), 9);
	assert_int_equal(lnds_below(UINT64_C(1) << 63, 10), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splitmix),
		cmocka_unit_test(draws),
		cmocka_unit_test(bijection),
		cmocka_unit_test(below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

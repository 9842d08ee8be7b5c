/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of maps as text against printf, and rounding half to even. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>

#include "base/rng.h"
#include "mesh/draw/field_put.h"

static void whole(void **state)
{
	static const struct {
		double v;
		int64_t m;
	} pair[] = {{0, 0}, {0.5, 0}, {1.5, 2}, {2.5, 2}, {-0.5, 0}, {-1.5, -2},
		{-2.5, -2}, {0.49999999999999994, 0}, {1e14 + 0.5, 100000000000000},
		{1e17, INT64_C(100000000000000000)},
		{-1e17, -INT64_C(100000000000000000)}, {1e300, INT64_MAX},
		{-1e300, -INT64_MAX}};
	uint64_t seed = 3;
	unsigned i;
	double v;

	(void)state;
	for (i = 0; i < sizeof(pair) / sizeof(pair[0]); i++)
		assert_true(lnds_mesh_whole(pair[i].v) == pair[i].m);
	for (i = 0; i < 100000; i++) {
		v = (double)(int64_t)lnds_mix(seed += LNDS_GOLDEN) /
		    (double)(1 << i % 30) / 1e6;
		assert_true(lnds_mesh_whole(v) == llrint(v));
	}
}

/* Sign, whole part, point, decimals: as printf prints integers. */
static void fixed(void **state)
{
	static const int64_t m[] = {0, 1, -1, 9, 10, 99, 100, -100, 101, 999, 1000, 12345,
		-99999, 1234567890123, INT64_MAX, -INT64_MAX};
	static const int64_t ten[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000, 1000000000};
	char text[LNDS_MESH_FIXED_MAX + 1], want[64];
	uint64_t u;
	unsigned i;
	int e;

	(void)state;
	for (i = 0; i < sizeof(m) / sizeof(m[0]); i++)
		for (e = 0; e < 10; e++) {
			*lnds_mesh_fixed(text, m[i], e) = 0;
			u = (uint64_t)(m[i] < 0 ? -m[i] : m[i]);
			if (e)
				snprintf(want, sizeof(want), "%s%" PRIu64 ".%0*" PRIu64,
					m[i] < 0 ? "-" : "", u / (uint64_t)ten[e], e,
					u % (uint64_t)ten[e]);
			else
				snprintf(want, sizeof(want), "%" PRId64, m[i]);
			assert_string_equal(text, want);
		}
}

static void put(void **state)
{
	struct lnds_buf out = {0};

	(void)state;
	lnds_mesh_put_real(&out, 9.125, 2, "null");
	lnds_buf_c(&out, ' ');
	lnds_mesh_put_real(&out, -0.001, 2, "null");
	lnds_buf_c(&out, ' ');
	lnds_mesh_put_real(&out, NAN, 2, "null");
	lnds_buf_c(&out, ' ');
	lnds_mesh_put_real(&out, -12.3456, 0, "null");
	assert_string_equal(lnds_buf_cstr(&out), "9.12 0.00 null -12");
	lnds_buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(fixed),
		cmocka_unit_test(put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

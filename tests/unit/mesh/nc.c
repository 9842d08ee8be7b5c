/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NetCDF classic files: the example of the format's own description, byte by byte; refusal of what is too large. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/draw/nc.h"

/* "tiny" of the NetCDF classic format specification (its last two bytes, padding, aside),
 * written after another byte: offsets count from the file's own beginning. */
static void tiny(void **state)
{
	static const uint8_t expected[] = {'C', 'D', 'F', 1, 0, 0, 0, 0, 0, 0, 0, 10, 0,
		0, 0, 1, 0, 0, 0, 3, 'd', 'i', 'm', 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 11, 0, 0, 0, 1, 0, 0, 0, 2, 'v', 'x', 0, 0, 0, 0, 0, 1, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 12, 0, 0, 0, 80, 0, 3, 0,
		1, 0, 4, 0, 1, 0, 5, 0, 0};
	static const double v[] = {3, 1, 4, 1, 5};
	struct lnds_mesh_nc nc;
	struct lnds_buf b = {0};
	struct lnds_err err;
	unsigned i;

	(void)state;
	lnds_buf_c(&b, 'x');
	lnds_mesh_nc_init(&nc);
	lnds_mesh_nc_var(
		&nc, "vx", LNDS_MESH_NC_SHORT, 1, lnds_mesh_nc_dim(&nc, "dim", 5), 0);
	assert_true(lnds_mesh_nc_begin(&nc, &b, &err));
	for (i = 0; i < 5; i++)
		lnds_mesh_nc_put(&b, LNDS_MESH_NC_SHORT, v[i]);
	lnds_mesh_nc_end_var(&nc, &b);
	lnds_mesh_nc_free(&nc);
	assert_int_equal(b.n, 1 + sizeof(expected));
	assert_memory_equal(b.p + 1, expected, sizeof(expected));
	lnds_buf_free(&b);
}

static void types(void **state)
{
	static const uint8_t expected[] = {0x80, 0x80, 0x00, 0xff, 0xff, 0xff, 0xfe, 0xbf,
		0xc0, 0, 0, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0};
	struct lnds_buf b = {0};

	(void)state;
	lnds_mesh_nc_put(&b, LNDS_MESH_NC_BYTE, -128);
	lnds_mesh_nc_put(&b, LNDS_MESH_NC_SHORT, INT16_MIN);
	lnds_mesh_nc_put(&b, LNDS_MESH_NC_INT, -2);
	lnds_mesh_nc_put(&b, LNDS_MESH_NC_FLOAT, -1.5);
	lnds_mesh_nc_put(&b, LNDS_MESH_NC_DOUBLE, 1.5);
	assert_int_equal(b.n, sizeof(expected));
	assert_memory_equal(b.p, expected, sizeof(expected));
	lnds_buf_free(&b);
}

/* One byte less than 2 GiB is written (as far as the header), 2 GiB are not. */
static void size_is(uint32_t bytes, bool fits)
{
	struct lnds_mesh_nc nc;
	struct lnds_buf b = {0};
	struct lnds_err err;

	lnds_mesh_nc_init(&nc);
	lnds_mesh_nc_var(
		&nc, "v", LNDS_MESH_NC_BYTE, 1, lnds_mesh_nc_dim(&nc, "dim", bytes), 0);
	assert_true(lnds_mesh_nc_begin(&nc, &b, &err) == fits);
	if (!fits) {
		assert_int_equal(err.code, LNDS_USAGE);
		assert_int_equal(b.n, 0);
	}
	lnds_mesh_nc_free(&nc);
	lnds_buf_free(&b);
}

static void too_large(void **state)
{
	struct lnds_mesh_nc nc;
	struct lnds_buf b = {0};
	struct lnds_err err;
	unsigned big;

	(void)state;
	size_is(INT32_MAX - 100, true);
	size_is(INT32_MAX - 60, false); /* with its header of 80 bytes */
	size_is(INT32_MAX, false);
	size_is(UINT32_MAX, false);
	lnds_mesh_nc_init(&nc);
	big = lnds_mesh_nc_dim(&nc, "big", UINT32_MAX);
	lnds_mesh_nc_var(&nc, "v", LNDS_MESH_NC_DOUBLE, 2, big, big);
	assert_false(lnds_mesh_nc_begin(&nc, &b, &err));
	assert_string_equal(err.hint, "ask for a shorter period or fewer stations");
	lnds_mesh_nc_free(&nc);
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiny),
		cmocka_unit_test(types),
		cmocka_unit_test(too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks of scales, and the colours of palettes between their stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/draw/ladder.h"
#include "mesh/draw/palette.h"
#include <math.h>
#include <string.h>

#include "base/rng.h"

/* All labels, with blanks between. */
static void labels_are(struct lnds_mesh_ladder l, const char *expected)
{
	struct lnds_buf b = {0};
	int64_t k;

	for (k = l.from; k <= l.to; k++) {
		lnds_buf_str(&b, k == l.from ? "" : " ");
		lnds_mesh_ladder_label(&l, k, &b);
	}
	assert_string_equal(lnds_buf_cstr(&b), expected);
	lnds_buf_free(&b);
}

static void labels(void **state)
{
	(void)state;
	labels_are(lnds_mesh_ladder_around(8.02, 11.71, 2),
		"8.0 8.5 9.0 9.5 10.0 10.5 11.0 11.5 12.0");
	labels_are(lnds_mesh_ladder_around(0.3, 0.7, 2),
		"0.30 0.35 0.40 0.45 0.50 0.55 0.60 0.65 0.70");
	labels_are(lnds_mesh_ladder_around(-3, 3.1, 2), "-3 -2 -1 0 1 2 3 4");
	labels_are(lnds_mesh_ladder_around(0, 140000, 0),
		"0 20000 40000 60000 80000 100000 120000 140000");
	/* Nearly constant: four steps of the last decimal around it. */
	labels_are(lnds_mesh_ladder_around(9.42, 9.42, 2), "9.40 9.41 9.42 9.43 9.44");
	labels_are(lnds_mesh_ladder_around(0, 0, 0), "0 1 2 3 4");
	labels_are(lnds_mesh_ladder_within(-5, 25), "-5 0 5 10 15 20 25");
	labels_are(lnds_mesh_ladder_within(-4.5, 0.2), "-4 -3 -2 -1 0");
	labels_are(lnds_mesh_ladder_circle(), "0 N 90 E 180 S 270 W 360 N");
}

/* Whatever the range: both ends are ticks, five to nine of them, nothing wider than need be. */
static void any_range(void **state)
{
	struct lnds_mesh_ladder l;
	uint64_t seed = 3;
	double low, span;
	unsigned i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		span = pow(10, (double)lnds_below(lnds_mix(seed++), 700) / 100 - 2);
		low = ((double)lnds_below(lnds_mix(seed++), 2001) - 1000) * span / 97;
		l = lnds_mesh_ladder_around(low, low + span, 3);
		assert_in_range(l.to - l.from + 1, 5, 9);
		assert_true(l.low <= low + 1e-7 * span);
		assert_true(l.high >= low + span - 1e-7 * span);
		assert_true(l.low == lnds_mesh_ladder_value(&l, l.from));
		assert_true(l.high == lnds_mesh_ladder_value(&l, l.to));
		assert_true(l.high - l.low <= 2 * span);
		l = lnds_mesh_ladder_within(low, low + span);
		assert_in_range(l.to - l.from + 1, 5, 13);
		assert_true(l.low == low && l.high == low + span);
	}
}

static void colour_is(const char *palette, double part, uint32_t expected)
{
	struct lnds_err err;
	const struct lnds_mesh_palette *p = lnds_mesh_palette(palette, &err);
	struct lnds_mesh_rgb c;

	assert_non_null(p);
	c = lnds_mesh_palette_at(p, part);
	assert_int_equal(c.r << 16 | c.g << 8 | c.b, expected);
}

static void palettes(void **state)
{
	struct lnds_err err;

	(void)state;
	colour_is("heat", 0, 0x313695);
	colour_is("heat", -1, 0x313695);
	colour_is("heat", 0.5, 0xffffbf);
	colour_is("heat", 1, 0xa50026);
	colour_is("heat", 7, 0xa50026);
	colour_is("heat", 0.05, 0x3b56a5); /* halfway, half up */
	colour_is("rain", 0.25, 0xb5d7eb);
	colour_is("viridis", 0.5, 0x21918c);
	colour_is("wheel", 0.75, 0x404040);
	assert_null(lnds_mesh_palette("heet", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.hint, "did you mean 'heat'?");
	assert_null(lnds_mesh_palette("xx", &err));
	assert_string_equal(err.hint, "heat, viridis, rain or wheel");
}

static void default_is(const struct lnds_mesh_params *all, const char *id,
	enum lnds_mesh_stat stat, const char *expected)
{
	struct lnds_err err;
	uint32_t at;

	assert_true(lnds_mesh_param_find(all, lnds_sv(id), &at, &err));
	assert_string_equal(lnds_mesh_palette_of(&all->item[at], stat)->name, expected);
}

static void default_palettes(void **state)
{
	struct lnds_mesh_params all;

	(void)state;
	lnds_mesh_params_init(&all);
	default_is(&all, "temp", LNDS_MESH_STAT_MEAN, "heat");
	default_is(&all, "dewpoint", LNDS_MESH_STAT_MIN, "heat");
	default_is(&all, "temp", LNDS_MESH_STAT_COVER, "viridis");
	default_is(&all, "rh", LNDS_MESH_STAT_MEAN, "viridis");
	default_is(&all, "rain", LNDS_MESH_STAT_SUM, "rain");
	default_is(&all, "dir", LNDS_MESH_STAT_MEAN, "wheel");
	default_is(&all, "dir", LNDS_MESH_STAT_R, "viridis");
	lnds_mesh_params_free(&all);
}

static void options(void **state)
{
	static const char *const bad_size[] = {"900", "900x", "x900", "99x900",
		"10001x900", "-900x900", "900x900x900", "900X1000"};
	static const char *const bad_range[] = {
		"1", "1,", ",1", "2,1", "1,1", "a,b", "1;2"};
	struct lnds_mesh_png_opts o;
	struct lnds_err err;
	size_t i;

	(void)state;
	assert_true(lnds_mesh_png_opts(NULL, NULL, NULL, &o, &err));
	assert_int_equal(o.width, 900);
	assert_int_equal(o.height, 1000);
	assert_false(o.has_range);
	assert_true(lnds_mesh_png_opts("1200x800", "rain", "-5,2.5", &o, &err));
	assert_int_equal(o.width, 1200);
	assert_int_equal(o.height, 800);
	assert_true(o.has_range && o.low == -5 && o.high == 2.5);
	assert_string_equal(o.palette, "rain");
	for (i = 0; i < sizeof(bad_size) / sizeof(bad_size[0]); i++) {
		assert_false(lnds_mesh_png_opts(bad_size[i], NULL, NULL, &o, &err));
		assert_int_equal(err.code, LNDS_USAGE);
	}
	for (i = 0; i < sizeof(bad_range) / sizeof(bad_range[0]); i++) {
		assert_false(lnds_mesh_png_opts(NULL, NULL, bad_range[i], &o, &err));
		assert_int_equal(err.code, LNDS_USAGE);
	}
	assert_false(lnds_mesh_png_opts(NULL, "raim", NULL, &o, &err));
	assert_string_equal(err.msg, "unknown palette 'raim'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels),
		cmocka_unit_test(any_range),
		cmocka_unit_test(palettes),
		cmocka_unit_test(default_palettes),
		cmocka_unit_test(options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps as pictures: where things stand and what colour they have, letters, the bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <png.h>

#include "mesh/draw/canvas.h"
#include "mesh/draw/font.h"
#include "mesh/draw/words.h"
#include "unit/mesh/field_kit.h"

struct picture {
	uint32_t w, h;
	uint8_t *rgb;
};

static struct picture drawn(
	const struct kit *k, const char *size, const char *palette, const char *range)
{
	struct lnds_mesh_png_opts o;
	struct lnds_buf b = {0}, again = {0};
	png_image image = {.version = PNG_IMAGE_VERSION};
	struct picture p;
	struct lnds_err err;

	assert_true(lnds_mesh_png_opts(size, palette, range, &o, &err));
	assert_true(lnds_mesh_field_png(&k->f, &o, &b, &err));
	assert_true(lnds_mesh_field_png(&k->f, &o, &again, &err));
	assert_int_equal(b.n, again.n);
	assert_memory_equal(b.p, again.p, b.n);
	assert_null(memmem(b.p, b.n, "tIME", 4));
	assert_true(png_image_begin_read_from_memory(&image, b.p, b.n));
	assert_int_equal(image.format, PNG_FORMAT_RGB);
	p = (struct picture){
		image.width, image.height, lnds_alloc(PNG_IMAGE_SIZE(image))};
	assert_true(png_image_finish_read(&image, NULL, p.rgb, 0, NULL));
	lnds_buf_free(&b);
	lnds_buf_free(&again);
	return p;
}

static uint32_t at(const struct picture *p, uint32_t x, uint32_t y)
{
	const uint8_t *c = p->rgb + 3 * ((size_t)y * p->w + x);

	assert_true(x < p->w && y < p->h);
	return (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2];
}

/* The built-in grid: cells of 14 pixels, the map from 91, 78 on, 588 × 854. */
static void places(void **state)
{
	struct kit k;
	struct picture p;
	uint32_t i, col, row;

	(void)state;
	kit_store(&k, "EPSG:2169");
	kit_grid(&k, 1311, 48507, 56373, 42, 61, false);
	assert_int_equal(k.grid.n, 1524);
	for (i = 0; i < k.grid.n; i++)
		k.value[i] = i < 100 ? 0 : i < 1000 ? 4 : 8;
	k.value[1523] = NAN;
	col = k.cell[700].col;
	row = k.cell[700].row;
	kit_point(&k, k.cell[700].e, k.cell[700].n, 8);
	kit_point(&k, k.cell[300].e, k.cell[300].n, NAN);
	kit_point(&k, 0, 0, 5); /* beside the map */
	p = drawn(&k, NULL, NULL, NULL);
	assert_int_equal(p.w, 900);
	assert_int_equal(p.h, 1000);
	/* The first cell, its upper left corner and the rim beside it. */
	assert_int_equal(k.cell[0].row, 0);
	assert_int_equal(at(&p, 91 + 14u * k.cell[0].col, 78), 0x313695);
	assert_int_equal(at(&p, 91 + 14u * k.cell[0].col, 77), 0x404040);
	assert_int_equal(at(&p, 90 + 14u * k.cell[0].col, 78), 0x404040);
	assert_int_equal(at(&p, 91 + 14u * k.cell[0].col, 76), 0xffffff);
	/* A cell in the middle, the station on it, its ring. */
	assert_int_equal(at(&p, 91 + 14 * col, 78 + 14 * row), 0xffffbf);
	assert_int_equal(at(&p, 91 + 14 * col + 7, 78 + 14 * row + 7), 0xa50026);
	assert_int_equal(at(&p, 91 + 14 * col + 9, 78 + 14 * row + 8), 0xa50026);
	assert_int_equal(at(&p, 91 + 14 * col + 11, 78 + 14 * row + 6) & 0xf0f0f0, 0);
	assert_int_equal(at(&p, 91 + 14 * col + 13, 78 + 14 * row + 6), 0xffffbf);
	/* No value: a ring that holds nothing; an empty cell. */
	col = k.cell[300].col;
	row = k.cell[300].row;
	assert_int_equal(at(&p, 91 + 14 * col + 7, 78 + 14 * row + 7), 0xe6e6e6);
	assert_int_equal(at(&p, 91 + 14 * col + 11, 78 + 14 * row + 6) & 0xf0f0f0, 0);
	assert_int_equal(at(&p, 98 + 14u * k.cell[1523].col, 85 + 14u * k.cell[1523].row),
		0xe6e6e6);
	/* The colour bar, 24 wide, as high as the map. */
	assert_int_equal(at(&p, 774, 78), 0xa50026);
	assert_int_equal(at(&p, 797, 78 + 853), 0x313695);
	assert_int_equal(at(&p, 798, 500), 0x404040);
	/* Corners are white. */
	assert_int_equal(at(&p, 0, 0), 0xffffff);
	assert_int_equal(at(&p, 899, 999), 0xffffff);
	free(p.rgb);
	kit_free(&k);
}

/* Twice the size: everything twice as large. Another palette and range; too small. */
static void options(void **state)
{
	struct lnds_mesh_png_opts o;
	struct lnds_buf b = {0};
	struct lnds_err err;
	struct kit k;
	struct picture p;

	(void)state;
	kit_store(&k, "EPSG:32631");
	kit_grid(&k, 1000, 700000, 5480000, 10, 10, true);
	p = drawn(&k, "1800x2000", "rain", "0,1");
	/* Cells of 146 pixels, from 40, 280 on; a rim of two. */
	assert_int_equal(at(&p, 40, 280), 0xffffff);
	assert_int_equal(at(&p, 38, 280), 0x404040);
	assert_int_equal(at(&p, 37, 280), 0xffffff);
	assert_int_equal(at(&p, 1548, 280), 0x08306b);
	assert_int_equal(at(&p, 1548, 1739), 0xffffff);
	assert_int_equal(at(&p, 1548, 1740), 0x404040);
	free(p.rgb);
	assert_true(lnds_mesh_png_opts("179x1000", NULL, NULL, &o, &err));
	assert_false(lnds_mesh_field_png(&k.f, &o, &b, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg, "a picture of 179x1000 is too small for grid "
				     "'lux1524' of 10 by 10 cells");
	assert_string_equal(err.hint, "--size 180x120 or more");
	lnds_buf_free(&b);
	kit_free(&k);
}

/* Nothing has a value; one value; a name longer than the picture is wide. */
static void extremes(void **state)
{
	static char name[400];
	struct lnds_mesh_param param;
	struct kit k;
	struct picture p;
	uint32_t i;

	(void)state;
	kit_store(&k, "EPSG:2169");
	kit_grid(&k, 1000, 70000, 70000, 3, 2, true);
	for (i = 0; i < k.grid.n; i++)
		k.value[i] = NAN;
	p = drawn(&k, "300x300", NULL, NULL);
	assert_int_equal(at(&p, 80, 120), 0xe6e6e6);
	free(p.rgb);
	for (i = 0; i < sizeof(name) - 2; i += 2)
		memcpy(name + i, "\u00e9", 2);
	param = *k.f.param;
	strcpy(param.id, "own");
	param.standard_name = (struct lnds_sv){name, i};
	k.f.param = &param;
	k.value[0] = 1e6;
	p = drawn(&k, "300x300", NULL, NULL);
	/* Cut within the margin. */
	for (i = 0; i < 60; i++) {
		assert_int_equal(at(&p, 282, i), 0xffffff);
		assert_int_equal(at(&p, 299, i), 0xffffff);
	}
	free(p.rgb);
	kit_free(&k);
}

static void letters(void **state)
{
	struct lnds_mesh_canvas c;
	uint8_t row[LNDS_MESH_FONT_H], other[LNDS_MESH_FONT_H];
	uint32_t code;
	int32_t i;

	(void)state;
	for (code = 32; code < 127; code++) {
		assert_true(lnds_mesh_glyph(code, row));
		for (i = 0; i < (int32_t)LNDS_MESH_FONT_H; i++)
			assert_true(row[i] < 32);
	}
	/* All capitals and small letters of Latin-1 that have an accent. */
	assert_true(lnds_mesh_glyph(0xe9, row));
	assert_true(lnds_mesh_glyph('e', other));
	assert_memory_equal(row + 3, other + 3, 7);
	assert_true(row[0] && row[1] && !row[2]);
	assert_true(lnds_mesh_glyph(0xc9, row));
	assert_true(row[0] && !row[1] && row[2]);
	assert_false(lnds_mesh_glyph(0x4e2d, row));
	assert_true(lnds_mesh_glyph('?', other));
	assert_memory_equal(row, other, sizeof(row));
	/* Text that leaves the picture on all sides writes nothing outside it. */
	lnds_mesh_canvas_init(&c, 20, 12);
	for (i = -30; i < 30; i++)
		lnds_mesh_text(&c, i, i / 3, 2, LNDS_MESH_RGB(0), LNDS_SV("W\u00c9g"));
	lnds_mesh_ring(&c, 0, 0, 0, 400, LNDS_MESH_RGB(0x102030));
	assert_int_equal(c.rgb[0], 0x10);
	lnds_mesh_canvas_free(&c);
	assert_int_equal(lnds_mesh_text_width(LNDS_SV("W\u00c9g"), 2), 36);
}

static void period_is(int64_t start, int64_t end, const char *expected)
{
	struct lnds_buf b = {0};

	lnds_mesh_period_words((struct lnds_mesh_period){start, end}, &b);
	assert_string_equal(lnds_buf_cstr(&b), expected);
	lnds_buf_free(&b);
}

static void periods(void **state)
{
	const int64_t y = 1672531200, day = 86400; /* 2023 */

	(void)state;
	period_is(y, y + 365 * day, "2023");
	period_is(y - 730 * day, y + 365 * day, "2021 to 2023");
	period_is(y, y + 31 * day, "2023-01");
	period_is(y, y + 59 * day, "2023-01 to 2023-02");
	period_is(y, y + day, "2023-01-01");
	period_is(y, y + 7 * day, "2023-01-01 to 2023-01-07");
	period_is(y - 3600, y + day - 3600, "2022-12-31T23:00Z to 2023-01-01T23:00Z");
	period_is(y + 600, y + 605, "2023-01-01T00:10Z to 2023-01-01T00:10:05Z");
	period_is(-day, 0, "1969-12-31");
	period_is(-3601, -1, "1969-12-31T22:59:59Z to 1969-12-31T23:59:59Z");
}

static void ucum_is(const char *unit, const char *expected)
{
	struct lnds_buf b = {0};

	lnds_mesh_ucum(lnds_sv(unit), &b);
	assert_string_equal(lnds_buf_cstr(&b), expected);
	lnds_buf_free(&b);
}

static void words(void **state)
{
	struct lnds_buf b = {0};
	struct kit k;

	(void)state;
	ucum_is("degC", "Cel");
	ucum_is("degree", "deg");
	ucum_is("%", "%");
	ucum_is("hPa", "hPa");
	ucum_is("m s-1", "m/s");
	ucum_is("W m-2", "W/m2");
	ucum_is("kg m-2 s-1", "kg/m2/s");
	ucum_is("mm", "mm");
	kit_store(&k, "EPSG:2169");
	kit_grid(&k, 1000, 70000, 70000, 1, 1, true);
	lnds_mesh_title_words(k.f.param, k.f.stat, k.f.period, &b);
	assert_string_equal(lnds_buf_cstr(&b), "Air temperature, mean, 2023");
	b.n = 0;
	lnds_mesh_method_words(&k.f.how, &b);
	assert_string_equal(lnds_buf_cstr(&b),
		"inverse distance, 5 nearest stations, power 2, lapse rate 6.5 K/km");
	b.n = 0;
	kit_point(&k, 0, 0, 1);
	kit_point(&k, 0, 0, NAN);
	k.point[2] = k.point[1]; /* the same station at its next place */
	k.f.npoint = 3;
	lnds_mesh_foot_words(&k.f, &b);
	assert_string_equal(
		lnds_buf_cstr(&b), "1 of 2 stations, leave-one-out rmse 0.41 degC");
	b.n = 0;
	k.f.cv.n = 0;
	k.f.how = (struct lnds_mesh_interp){LNDS_MESH_BARY, 0, 0, 50000, 3, 0, false};
	lnds_mesh_foot_words(&k.f, &b);
	lnds_mesh_method_words(&k.f.how, &b);
	assert_string_equal(lnds_buf_cstr(&b), "1 of 2 stationslinear between stations "
					       "(Delaunay triangles), within 50 km, "
					       "at least 3 stations");
	lnds_buf_free(&b);
	kit_free(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(options),
		cmocka_unit_test(extremes),
		cmocka_unit_test(letters),
		cmocka_unit_test(periods),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

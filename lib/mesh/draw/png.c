/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG by libpng; see png.h. Its errors jump; nothing that must be kept lives in the frame that is jumped out of. */
#include "mesh/draw/png.h"

#include <png.h>

static void append(png_structp png, png_bytep bytes, size_t n)
{
	lnds_buf_add(png_get_io_ptr(png), bytes, n);
}

static void flush(png_structp png)
{
	(void)png;
}

static void complain(png_structp png, png_const_charp what)
{
	struct lnds_err *err = png_get_error_ptr(png);

	lnds_fail(err, LNDS_SYSTEM, NULL, "cannot make a picture: %s", what);
	png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp what)
{
	(void)png;
	(void)what;
}

static bool write_all(png_structp png, png_infop info, const struct lnds_mesh_canvas *c,
	struct lnds_buf *out)
{
	const uint32_t w = (uint32_t)c->w, h = (uint32_t)c->h;
	uint32_t y;

	if (setjmp(png_jmpbuf(png)))
		return false;
	png_set_write_fn(png, out, append, flush);
	png_set_IHDR(png, info, w, h, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
		PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
	png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
	png_set_compression_level(png, 6);
	png_write_info(png, info);
	for (y = 0; y < h; y++)
		png_write_row(png, c->rgb + (size_t)y * 3 * w);
	png_write_end(png, NULL);
	return true;
}

bool lnds_mesh_png_write(
	const struct lnds_mesh_canvas *c, struct lnds_buf *out, struct lnds_err *err)
{
	png_structp png =
		png_create_write_struct(PNG_LIBPNG_VER_STRING, err, complain, ignore);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	bool ok;

	if (!info) {
		png_destroy_write_struct(&png, &info);
		return lnds_fail(err, LNDS_SYSTEM, NULL, "cannot begin a picture");
	}
	ok = write_all(png, info, c, out);
	png_destroy_write_struct(&png, &info);
	return ok;
}

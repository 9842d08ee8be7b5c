/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of pictures from their texts: size, palette, range. */
#include "mesh/draw/palette.h"

#include "base/num.h"
#include "mesh/measure/real.h"

enum { LEAST = 100, MOST = 10000 };

static bool size_of(const char *text, struct lnds_mesh_png_opts *o, struct lnds_err *err)
{
	struct lnds_sv h, w = lnds_sv_cut(lnds_sv(text), 'x', &h);
	uint64_t width, height;

	if (!lnds_u64(w, &width) || !lnds_u64(h, &height) || width < LEAST ||
		width > MOST || height < LEAST || height > MOST) {
		lnds_fail(err, LNDS_USAGE, NULL, "bad size '%s'", text);
		return lnds_hint(err, "WIDTHxHEIGHT in pixels, %d to %d, as 900x1000",
			LEAST, MOST);
	}
	o->width = (uint32_t)width;
	o->height = (uint32_t)height;
	return true;
}

static bool range_of(const char *text, struct lnds_mesh_png_opts *o, struct lnds_err *err)
{
	struct lnds_sv high, low = lnds_sv_cut(lnds_sv(text), ',', &high);

	if (!high.p || !lnds_mesh_real(low, &o->low) || !lnds_mesh_real(high, &o->high) ||
		!(o->low < o->high)) {
		lnds_fail(err, LNDS_USAGE, NULL, "bad range '%s'", text);
		return lnds_hint(err, "LOW,HIGH in the unit of the map, as -5,25");
	}
	o->has_range = true;
	return true;
}

bool lnds_mesh_png_opts(const char *size, const char *palette, const char *range,
	struct lnds_mesh_png_opts *o, struct lnds_err *err)
{
	*o = (struct lnds_mesh_png_opts){900, 1000, palette, false, 0, 0};
	return (!size || size_of(size, o, err)) &&
	       (!palette || lnds_mesh_palette(palette, err)) &&
	       (!range || range_of(range, o, err));
}

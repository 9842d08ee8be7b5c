/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map as a picture: cells, the rim around them, stations on top, the colour bar at the right, a
 * title above, what it rests on below. Lengths are those of a picture of 900 × 1000; one of
 * twice the size or more is drawn with everything twice as large, and so on.
 */
#include "mesh/draw/field.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/ladder.h"
#include "mesh/draw/palette.h"
#include "mesh/draw/png.h"
#include "mesh/draw/words.h"
#include "text/utf8.h"

enum { LEFT = 20, RIGHT = 150, TOP = 60, BOTTOM = 50, BAR_X = 24, BAR_W = 24 };
enum { INK = 0x202020, SOFT = 0x404040, RIM = 0x404040, EMPTY = 0xe6e6e6 };

struct drawing {
	const struct lnds_mesh_field *f;
	struct lnds_mesh_canvas c;
	const struct lnds_mesh_palette *palette;
	struct lnds_mesh_ladder scale;
	int32_t u;		  /* pixels of a unit of length */
	int32_t x, y, w, h, cell; /* the map */
};

static struct lnds_mesh_rgb colour_of(const struct drawing *d, double value)
{
	return lnds_mesh_palette_at(
		d->palette, (value - d->scale.low) / (d->scale.high - d->scale.low));
}

static bool place(struct drawing *d, struct lnds_err *err)
{
	const struct lnds_mesh_grid *g = d->f->grid;
	const int32_t w = d->c.w - (LEFT + RIGHT) * d->u;
	const int32_t h = d->c.h - (TOP + BOTTOM) * d->u;
	const int32_t ncol = (int32_t)g->ncol, nrow = (int32_t)g->nrow;

	d->cell = w / ncol < h / nrow ? w / ncol : h / nrow;
	if (d->cell < 1) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a picture of %dx%d is too small for grid '%s' of %d by %d cells",
			d->c.w, d->c.h, g->name, ncol, nrow);
		return lnds_hint(err, "--size %dx%d or more", ncol + LEFT + RIGHT,
			nrow + TOP + BOTTOM);
	}
	d->w = d->cell * ncol;
	d->h = d->cell * nrow;
	d->x = LEFT * d->u + (w - d->w) / 2;
	d->y = TOP * d->u + (h - d->h) / 2;
	return true;
}

/* All that has a colour: cells and stations. */
static struct lnds_mesh_ladder scale_of(const struct lnds_mesh_field *f, bool *any)
{
	double low = INFINITY, high = -INFINITY;
	size_t i;

	for (i = 0; i < f->grid->n; i++) {
		low = fmin(low, f->value[i]);
		high = fmax(high, f->value[i]);
	}
	for (i = 0; i < f->npoint; i++) {
		low = fmin(low, f->point[i].value);
		high = fmax(high, f->point[i].value);
	}
	*any = low <= high;
	return lnds_mesh_ladder_around(*any ? low : 0, *any ? high : 0, f->e);
}

/* One pixel beside each side that is not another cell's, its corners included. */
static void draw_rim(struct drawing *d, const bool *there, int32_t row, int32_t col)
{
	const int32_t stride = (int32_t)d->f->grid->ncol + 2, cell = d->cell;
	const bool *at = there + (row + 1) * stride + col + 1;
	const int32_t x = d->x + col * cell, y = d->y + row * cell;
	const struct lnds_mesh_rgb rim = LNDS_MESH_RGB(RIM);
	const int32_t u = d->u;

	if (!at[-stride])
		lnds_mesh_fill(&d->c, x - u, y - u, cell + 2 * u, u, rim);
	if (!at[stride])
		lnds_mesh_fill(&d->c, x - u, y + cell, cell + 2 * u, u, rim);
	if (!at[-1])
		lnds_mesh_fill(&d->c, x - u, y - u, u, cell + 2 * u, rim);
	if (!at[1])
		lnds_mesh_fill(&d->c, x + cell, y - u, u, cell + 2 * u, rim);
}

static void draw_cells(struct drawing *d)
{
	const struct lnds_mesh_grid *g = d->f->grid;
	bool *there = lnds_calloc((size_t)(g->ncol + 2) * (g->nrow + 2), sizeof(*there));
	const struct lnds_mesh_cell *cell;
	uint32_t i;

	for (i = 0; i < g->n; i++) {
		cell = &g->cell[i];
		there[(size_t)(cell->row + 1) * (g->ncol + 2) + cell->col + 1] = true;
	}
	for (i = 0; i < g->n; i++)
		draw_rim(d, there, g->cell[i].row, g->cell[i].col);
	for (i = 0; i < g->n; i++)
		lnds_mesh_fill(&d->c, d->x + g->cell[i].col * d->cell,
			d->y + g->cell[i].row * d->cell, d->cell, d->cell,
			isnan(d->f->value[i]) ? LNDS_MESH_RGB(EMPTY)
					      : colour_of(d, d->f->value[i]));
	free(there);
}

/* Those without value first: they hide none that has one. */
static void draw_stations(struct drawing *d, bool with_value)
{
	const struct lnds_mesh_grid *g = d->f->grid;
	const double pixels = 16.0 * d->cell / g->s; /* sixteenths a metre */
	const double top = (double)g->n0 + (double)g->s * g->nrow;
	const int32_t radius = 16 * 4 * d->u, rim = radius + 16 * d->u;
	size_t i;

	for (i = 0; i < d->f->npoint; i++) {
		const struct lnds_mesh_point *p = &d->f->point[i];
		const double x = (p->e - (double)g->e0) * pixels;
		const double y = (top - p->n) * pixels;
		int32_t px, py;

		if (isnan(p->value) == with_value ||
			!(x >= 0 && y >= 0 && x <= 16 * d->w && y <= 16 * d->h))
			continue;
		px = 16 * d->x + (int32_t)lround(x);
		py = 16 * d->y + (int32_t)lround(y);
		lnds_mesh_ring(&d->c, px, py, 0, radius,
			with_value ? colour_of(d, p->value) : LNDS_MESH_RGB(EMPTY));
		lnds_mesh_ring(&d->c, px, py, radius, rim, LNDS_MESH_RGB(0));
	}
}

static void draw_bar(struct drawing *d)
{
	const int32_t u = d->u, x = d->c.w - (RIGHT - BAR_X) * u, w = BAR_W * u;
	const double span = d->scale.high - d->scale.low;
	const struct lnds_sv unit = lnds_mesh_stat_unit(d->f->param, d->f->stat);
	struct lnds_buf label = {0};
	int32_t i, y;
	int64_t k;

	lnds_mesh_fill(
		&d->c, x - u, d->y - u, w + 2 * u, d->h + 2 * u, LNDS_MESH_RGB(RIM));
	for (i = 0; i < d->h; i++)
		lnds_mesh_fill(&d->c, x, d->y + i, w, 1,
			lnds_mesh_palette_at(
				d->palette, d->h > 1 ? 1 - (double)i / (d->h - 1) : 0.5));
	for (k = d->scale.from; k <= d->scale.to; k++) {
		label.n = 0;
		lnds_mesh_ladder_label(&d->scale, k, &label);
		y = d->y + d->h - 1 -
		    (int32_t)lround(
			    (lnds_mesh_ladder_value(&d->scale, k) - d->scale.low) / span *
			    (d->h - 1));
		lnds_mesh_fill(&d->c, x + w + u, y, 5 * u, u, LNDS_MESH_RGB(RIM));
		lnds_mesh_text(&d->c, x + w + 10 * u, y - 9 * u, 2 * u,
			LNDS_MESH_RGB(INK), lnds_buf_view(&label));
	}
	if (!lnds_sv_is(unit, "1"))
		lnds_mesh_text(&d->c, x, d->y - 30 * u, 2 * u, LNDS_MESH_RGB(INK), unit);
	lnds_buf_free(&label);
}

/* In letters of `scale` if they fit, else in small ones, else cut. Adds to `text`. */
static void draw_line(struct drawing *d, int32_t x, int32_t y, int32_t width,
	int32_t scale, uint32_t colour, struct lnds_buf *text)
{
	const size_t most = (size_t)(width / (6 * d->u));
	const struct lnds_sv all = lnds_buf_view(text);
	size_t at, letters;
	unsigned len;

	if (lnds_mesh_text_width(all, scale * d->u) > width && scale > 1) {
		y += (scale - 1) * 5 * d->u;
		scale = 1;
	}
	if (lnds_mesh_text_width(all, scale * d->u) > width && most > 0) {
		for (at = 0, letters = 1; letters < most; at += len, letters++)
			(void)lnds_utf8_get(text->p + at, text->n - at, &len);
		text->n = at;
		lnds_buf_str(text, "\u2026");
	}
	lnds_mesh_text(
		&d->c, x, y, scale * d->u, LNDS_MESH_RGB(colour), lnds_buf_view(text));
}

static void draw_words(struct drawing *d)
{
	const struct lnds_mesh_field *f = d->f;
	const int32_t u = d->u, x = LEFT * u, wide = d->c.w - 2 * LEFT * u;
	struct lnds_buf text = {0};

	lnds_mesh_title_words(f->param, f->stat, f->period, &text);
	draw_line(d, x, 10 * u, wide, 2, INK, &text);
	text.n = 0;
	lnds_mesh_method_words(&f->how, &text);
	draw_line(d, x, 34 * u, wide - (RIGHT - LEFT) * u, 1, SOFT, &text);
	text.n = 0;
	lnds_mesh_foot_words(f, &text);
	draw_line(d, x, d->c.h - 34 * u, wide, 1, SOFT, &text);
	text.n = 0;
	lnds_buf_sv(&text, f->store->attribution);
	draw_line(d, x, d->c.h - 19 * u, wide, 1, SOFT, &text);
	lnds_buf_free(&text);
}

bool lnds_mesh_field_png(const struct lnds_mesh_field *f,
	const struct lnds_mesh_png_opts *o, struct lnds_buf *out, struct lnds_err *err)
{
	struct drawing d = {.f = f};
	const uint32_t larger =
		o->width / 900 < o->height / 1000 ? o->width / 900 : o->height / 1000;
	bool any, ok;

	d.palette = o->palette ? lnds_mesh_palette(o->palette, err)
			       : lnds_mesh_palette_of(f->param, f->stat);
	if (!d.palette)
		return false;
	d.scale = scale_of(f, &any);
	if (o->has_range)
		d.scale = lnds_mesh_ladder_within(o->low, o->high);
	else if (f->how.circular)
		d.scale = lnds_mesh_ladder_circle();
	d.u = larger ? (int32_t)larger : 1;
	d.c.w = (int32_t)o->width;
	d.c.h = (int32_t)o->height;
	if (!place(&d, err))
		return false;
	lnds_mesh_canvas_init(&d.c, d.c.w, d.c.h);
	draw_cells(&d);
	draw_stations(&d, false);
	draw_stations(&d, true);
	if (any)
		draw_bar(&d); /* nothing has a colour without */
	draw_words(&d);
	ok = lnds_mesh_png_write(&d.c, out, err);
	lnds_mesh_canvas_free(&d.c);
	return ok;
}

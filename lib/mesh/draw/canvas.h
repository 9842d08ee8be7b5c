/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture in memory, 8-bit sRGB, and what maps draw on it. Everything is integers: the
 * same calls give the same pixels everywhere. What lies outside the picture is not drawn.
 */
#ifndef LNDS_MESH_CANVAS_H
#define LNDS_MESH_CANVAS_H

#include <stdint.h>

#include "base/sv.h"

struct lnds_mesh_rgb {
	uint8_t r, g, b;
};
#define LNDS_MESH_RGB(hex)                                                               \
	((struct lnds_mesh_rgb){(uint8_t)((hex) >> 16), (uint8_t)((hex) >> 8 & 255),     \
		(uint8_t)((hex)&255)})

struct lnds_mesh_canvas {
	int32_t w, h;
	uint8_t *rgb; /* h rows of 3 w bytes */
};

/* White. */
void lnds_mesh_canvas_init(struct lnds_mesh_canvas *c, int32_t w, int32_t h);
void lnds_mesh_canvas_free(struct lnds_mesh_canvas *c);

/* A rectangle of w × h pixels from its upper left corner. */
void lnds_mesh_fill(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t w,
	int32_t h, struct lnds_mesh_rgb colour);

/* A ring around a centre, smooth: between the radii `in` and `out` (in = 0: a disc). All
 * in sixteenths of a pixel; the upper left pixel's corner is 0, 0. */
void lnds_mesh_ring(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t in,
	int32_t out, struct lnds_mesh_rgb colour);

/* UTF-8 in cells of 6 × 10 pixels times `scale` from an upper left corner. */
void lnds_mesh_text(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t scale,
	struct lnds_mesh_rgb colour, struct lnds_sv text);
/* Its width in pixels. */
int32_t lnds_mesh_text_width(struct lnds_sv text, int32_t scale);

#endif

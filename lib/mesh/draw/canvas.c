/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing on a picture in memory; see canvas.h. */
#include "mesh/draw/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mesh/draw/font.h"
#include "text/utf8.h"

void lnds_mesh_canvas_init(struct lnds_mesh_canvas *c, int32_t w, int32_t h)
{
	const size_t n = (size_t)w * (size_t)h * 3;

	*c = (struct lnds_mesh_canvas){w, h, lnds_alloc(n)};
	memset(c->rgb, 255, n);
}

void lnds_mesh_canvas_free(struct lnds_mesh_canvas *c)
{
	free(c->rgb);
	c->rgb = NULL;
}

static uint8_t *pixel(struct lnds_mesh_canvas *c, int32_t x, int32_t y)
{
	if (x < 0 || y < 0 || x >= c->w || y >= c->h)
		return NULL;
	return c->rgb + 3 * ((size_t)y * (size_t)c->w + (size_t)x);
}

static void put(uint8_t *p, struct lnds_mesh_rgb colour)
{
	p[0] = colour.r;
	p[1] = colour.g;
	p[2] = colour.b;
}

void lnds_mesh_fill(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t w,
	int32_t h, struct lnds_mesh_rgb colour)
{
	const int32_t left = x < 0 ? 0 : x, top = y < 0 ? 0 : y;
	const int32_t right = x + w > c->w ? c->w : x + w;
	const int32_t bottom = y + h > c->h ? c->h : y + h;
	int32_t i, k;

	for (k = top; k < bottom; k++)
		for (i = left; i < right; i++)
			put(pixel(c, i, k), colour);
}

/* Of the 8 × 8 points of a pixel, how many lie in the ring. */
static uint32_t covered(int32_t dx, int32_t dy, int32_t in, int32_t out)
{
	uint32_t n = 0;
	int32_t i, k, x, y, d2;

	for (k = 1; k < 16; k += 2)
		for (i = 1; i < 16; i += 2) {
			x = dx + i;
			y = dy + k;
			d2 = x * x + y * y;
			n += d2 <= out * out && d2 >= in * in;
		}
	return n;
}

static uint8_t blend(uint8_t under, uint8_t over, uint32_t part)
{
	return (uint8_t)((under * (64 - part) + over * part + 32) / 64);
}

void lnds_mesh_ring(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t in,
	int32_t out, struct lnds_mesh_rgb colour)
{
	const int32_t reach = out / 16 + 1, px = x >> 4, py = y >> 4;
	uint32_t part;
	uint8_t *p;
	int32_t i, k;

	for (k = py - reach; k <= py + reach; k++)
		for (i = px - reach; i <= px + reach; i++) {
			p = pixel(c, i, k);
			part = p ? covered(16 * i - x, 16 * k - y, in, out) : 0;
			if (part == 0)
				continue;
			p[0] = blend(p[0], colour.r, part);
			p[1] = blend(p[1], colour.g, part);
			p[2] = blend(p[2], colour.b, part);
		}
}

/* A glyph at twice its size, its stairs filled (EPX, Johnston 1992: a corner takes the value of two
 * neighbours that agree, where the other two do not). */
static void smooth(const uint8_t *row, uint16_t *out)
{
	int i, k;

	for (k = 0; k < (int)LNDS_MESH_FONT_H; k++)
		for (i = 0; i < 5; i++) {
			const int here = row[k] >> (4 - i) & 1;
			const int up = k ? row[k - 1] >> (4 - i) & 1 : 0;
			const int down = k + 1 < (int)LNDS_MESH_FONT_H
						 ? row[k + 1] >> (4 - i) & 1
						 : 0;
			const int left = i ? row[k] >> (5 - i) & 1 : 0;
			const int right = i < 4 ? row[k] >> (3 - i) & 1 : 0;
			const int shift = 8 - 2 * i;
			int a = here, b = here, c = here, d = here;

			if (up != down && left != right) {
				a = left == up ? up : here;
				b = up == right ? right : here;
				c = down == left ? left : here;
				d = right == down ? down : here;
			}
			out[2 * k] |= (uint16_t)((a << 1 | b) << shift);
			out[2 * k + 1] |= (uint16_t)((c << 1 | d) << shift);
		}
}

static void draw_glyph(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t scale,
	struct lnds_mesh_rgb colour, uint32_t code)
{
	uint8_t row[LNDS_MESH_FONT_H];
	uint16_t fine[2 * LNDS_MESH_FONT_H] = {0};
	const int32_t half = scale / 2;
	int32_t i, k;

	(void)lnds_mesh_glyph(code, row);
	if (scale % 2 == 0) {
		smooth(row, fine);
		for (k = 0; k < 2 * (int32_t)LNDS_MESH_FONT_H; k++)
			for (i = 0; i < 10; i++)
				if (fine[k] >> (9 - i) & 1)
					lnds_mesh_fill(c, x + i * half, y + k * half,
						half, half, colour);
		return;
	}
	for (k = 0; k < (int32_t)LNDS_MESH_FONT_H; k++)
		for (i = 0; i < 5; i++)
			if (row[k] >> (4 - i) & 1)
				lnds_mesh_fill(c, x + i * scale, y + k * scale, scale,
					scale, colour);
}

void lnds_mesh_text(struct lnds_mesh_canvas *c, int32_t x, int32_t y, int32_t scale,
	struct lnds_mesh_rgb colour, struct lnds_sv text)
{
	unsigned len;
	size_t at;

	for (at = 0; at < text.n; at += len) {
		draw_glyph(c, x, y, scale, colour,
			lnds_utf8_get(text.p + at, text.n - at, &len));
		x += (int32_t)LNDS_MESH_FONT_W * scale;
	}
}

int32_t lnds_mesh_text_width(struct lnds_sv text, int32_t scale)
{
	return (int32_t)(lnds_utf8_len(text) * LNDS_MESH_FONT_W) * scale;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Palettes; see palette.h. */
#include "mesh/draw/palette.h"

#include <math.h>
#include <string.h>

#include "text/edit.h"

/* clang-format off */
static const struct lnds_mesh_palette palettes[] = {
	{"heat", 11, {0x313695, 0x4575b4, 0x74add1, 0xabd9e9, 0xe0f3f8, 0xffffbf,
		0xfee090, 0xfdae61, 0xf46d43, 0xd73027, 0xa50026}},
	{"viridis", 9, {0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80,
		0x5ec962, 0xaddc30, 0xfde725}},
	{"rain", 3, {0xffffff, 0x6baed6, 0x08306b}},
	{"wheel", 5, {0xd73027, 0xffffbf, 0x4575b4, 0x404040, 0xd73027}},
};
/* clang-format on */
enum { HEAT, VIRIDIS, RAIN, WHEEL, PALETTES };

const struct lnds_mesh_palette *lnds_mesh_palette(const char *name, struct lnds_err *err)
{
	struct lnds_sv names[PALETTES];
	int near;
	unsigned i;

	for (i = 0; i < PALETTES; i++) {
		if (strcmp(palettes[i].name, name) == 0)
			return &palettes[i];
		names[i] = lnds_sv(palettes[i].name);
	}
	near = lnds_nearest(lnds_sv(name), names, PALETTES);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown palette '%s'", name);
	if (near >= 0)
		lnds_hint(err, "did you mean '%s'?", palettes[near].name);
	else
		lnds_hint(err, "heat, viridis, rain or wheel");
	return NULL;
}

static bool holds(struct lnds_sv text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

const struct lnds_mesh_palette *lnds_mesh_palette_of(
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat)
{
	if (stat == LNDS_MESH_STAT_N || stat == LNDS_MESH_STAT_COVER ||
		stat == LNDS_MESH_STAT_R)
		return &palettes[VIRIDIS];
	if (p->aggregate == LNDS_MESH_VECTOR)
		return &palettes[WHEEL];
	if (holds(p->standard_name, "temperature"))
		return &palettes[HEAT];
	if (holds(p->standard_name, "precipitation") || holds(p->standard_name, "rain"))
		return &palettes[RAIN];
	return &palettes[VIRIDIS];
}

static uint8_t between(uint32_t a, uint32_t b, unsigned shift, double part)
{
	const double from = a >> shift & 255, to = b >> shift & 255;

	return (uint8_t)lround(from + (to - from) * part);
}

struct lnds_mesh_rgb lnds_mesh_palette_at(const struct lnds_mesh_palette *p, double part)
{
	const double at = (part <= 0 ? 0 : part >= 1 ? 1 : part) * (p->n - 1);
	const unsigned k = at >= p->n - 1 ? p->n - 2 : (unsigned)at;
	const uint32_t a = p->stop[k], b = p->stop[k + 1];

	return (struct lnds_mesh_rgb){between(a, b, 16, at - k), between(a, b, 8, at - k),
		between(a, b, 0, at - k)};
}

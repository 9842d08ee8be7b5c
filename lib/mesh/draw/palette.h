/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Colours of values: palettes are stops between which sRGB values are interpolated linearly. heat and rain go
 * after ColorBrewer's RdYlBu and Blues (Brewer), viridis after Smith and van der Walt, wheel is
 * cyclic: north is red at both ends.
 */
#ifndef LNDS_MESH_PALETTE_H
#define LNDS_MESH_PALETTE_H

#include "mesh/draw/canvas.h"
#include "mesh/draw/field.h"

struct lnds_mesh_palette {
	const char *name;
	unsigned n;
	uint32_t stop[11]; /* 0xRRGGBB, lowest value first */
};

/* LNDS_USAGE with the nearest name. */
const struct lnds_mesh_palette *lnds_mesh_palette(
	const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
/* The one that fits what is shown: heat for temperatures, rain for precipitation, wheel for
 * directions, else viridis. */
const struct lnds_mesh_palette *lnds_mesh_palette_of(
	const struct lnds_mesh_param *p, enum lnds_mesh_stat stat);
/* part: 0 the lowest value, 1 the highest; beyond, the ends. */
struct lnds_mesh_rgb lnds_mesh_palette_at(const struct lnds_mesh_palette *p, double part);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of a country as polygons in planar metres, even-odd over all rings. */
#ifndef LNDS_MESH_OUTLINE_H
#define LNDS_MESH_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lnds_mesh_ring {
	const int64_t (*xy)[2]; /* e, n in metres; closed: the last point is the first */
	size_t n;
};
struct lnds_mesh_outline {
	struct lnds_mesh_ring *ring;
	size_t n;
};

/* Luxembourg (Natural Earth 1:50m, public domain), EPSG:2169. */
const struct lnds_mesh_outline *lnds_mesh_outline_lux(void);
/* Is the point inside, even-odd and half open? Coordinates in half metres (doubled). */
bool lnds_mesh_inside2(const struct lnds_mesh_outline *o, int64_t e2, int64_t n2);
/* Lowest and highest e and n, m. */
void lnds_mesh_outline_box(
	const struct lnds_mesh_outline *o, int64_t low[2], int64_t high[2]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids: square cells on multiples of s metres whose centre lies inside an outline (even-odd,
 * half open, in doubled integers), numbered by rows from the north-west; each cell with its elevation (mean of the DEM
 * pixels centred in it) and the 16 nearest stations by squared distance. File: .lmg. `lux1524` is
 * built in.
 */
#ifndef LNDS_MESH_GRID_H
#define LNDS_MESH_GRID_H

#include "mesh/outline.h"
#include "mesh/store.h"

#define LNDS_MESH_NEAREST_N 16u

struct lnds_mesh_cell {
	double e, n, lon, lat; /* centre: planar metres, WGS 84 */
	float elevation;       /* m; NAN: none */
	uint16_t row, col;     /* from the north-west */
	uint64_t zero;
};

struct lnds_mesh_grid {
	char name[32];
	uint32_t s, ncol, nrow, n;
	int64_t e0, n0; /* lower left corner, m */
	const struct lnds_mesh_cell *cell;
	/* n × 16: point numbers (station epochs, see points.h) by distance, then number; 0xFFFF past the last. */
	const uint16_t *near;
	const double *near_d2; /* m² */
	void *store;
};

/* Polygons of a GeoJSON file, projected. LNDS_DATA. */
bool lnds_mesh_outline_read(const char *path, const struct lnds_mesh_crs *crs,
	struct lnds_mesh_outline *o, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_outline_free(struct lnds_mesh_outline *o);

struct lnds_mesh_grid_opts {
	const struct lnds_mesh_outline *outline; /* or NULL with cells_from */
	uint32_t
		cells; /* target number: s = round(sqrt(area / N)), then nearby until exact */
	uint32_t res;		/* or s itself, m */
	const char *cells_from; /* CSV of lon,lat or e,n */
	const char *dem;	/* Esri ASCII, or NULL */
};
/* Builds; *inexact says that no s gives exactly `cells`. */
bool lnds_mesh_grid_make(const struct lnds_mesh_store *s, const char *name,
	const struct lnds_mesh_grid_opts *o, struct lnds_mesh_grid **out, bool *inexact,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Writes grid/<name>.lmg. The store is open for writing. */
bool lnds_mesh_grid_save(const struct lnds_mesh_store *s, const struct lnds_mesh_grid *g,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The stored grid, or the built-in one; neighbour lists are computed anew in memory where they hold for other stations.
 * name NULL: the first. LNDS_USAGE with the nearest name. */
struct lnds_mesh_grid *lnds_mesh_grid_open(const struct lnds_mesh_store *s,
	const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_grid_close(struct lnds_mesh_grid *g);

#endif

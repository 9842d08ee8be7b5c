/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids: square cells on multiples of s metres whose centre lies inside an outline (even-odd,
 * half open, in doubled integers), numbered by rows from the north-west; each cell with its elevation (mean of the DEM
 * pixels centred in it) and the 16 nearest stations by squared distance. File: .lmg. `lux1524` is
 * built in.
 */
#ifndef LNDS_MESH_GRID_H
#define LNDS_MESH_GRID_H

#include "mesh/grid/points.h"
#include "mesh/measure/outline.h"
#include "os/mapping.h"

#define LNDS_MESH_NEAREST_N 16u
#define LNDS_MESH_NO_POINT 0xFFFFu
#define LNDS_MESH_MAX_CELLS 1000000u
#define LNDS_MESH_LUX "lux1524" /* the built-in grid, of EPSG:2169 */

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
	/* n × 16: point numbers (station epochs, see points.h) by distance, then number;
	 * LNDS_MESH_NO_POINT past the last. */
	const uint16_t *near;
	const double *near_d2; /* m²; INFINITY past the last */
	uint32_t points;       /* that the lists are of */
	uint32_t points_crc;
	/* What holds the arrays: a mapped file, or memory of its own. */
	struct lnds_mapping map;
	void *own[3];
};

/* Polygons of a GeoJSON file (RFC 7946: lon, lat of WGS 84), projected, in whole metres; outer rings run
 * counter-clockwise, holes clockwise. LNDS_DATA. */
bool lnds_mesh_outline_read(const char *path, const struct lnds_mesh_crs *crs,
	struct lnds_mesh_outline *o, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_outline_free(struct lnds_mesh_outline *o);

/* One of outline and cells_from, or neither: the built-in grid. */
struct lnds_mesh_grid_opts {
	const struct lnds_mesh_outline *outline;
	uint32_t
		cells; /* target number: s = round(sqrt(area / N)), then nearby until exact */
	uint32_t res;		/* or s itself, m; with cells_from 0: found */
	const char *cells_from; /* CSV of lon,lat or e,n: centres of square cells */
};
/* Builds it, with lists of nearest points; *inexact says that no s gives exactly `cells`.
 * LNDS_USAGE for names, sizes; LNDS_DATA for files, located. */
bool lnds_mesh_grid_make(const struct lnds_mesh_store *s, const char *name,
	const struct lnds_mesh_grid_opts *o, struct lnds_mesh_grid **out, bool *inexact,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Cells without elevation. */
uint32_t lnds_mesh_grid_flat(const struct lnds_mesh_grid *g);
/* The mean of the pixels centred in each cell; cells become the grid's own. */
bool lnds_mesh_grid_dem(
	struct lnds_mesh_grid *g, const char *path, struct lnds_err *err) LNDS_MUST_CHECK;

/* Writes grid/<name>.lmg. The store is open for writing. */
bool lnds_mesh_grid_save(struct lnds_mesh_store *s, const struct lnds_mesh_grid *g,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Stored grids whose lists hold for other stations are written anew. The store is open for writing. */
bool lnds_mesh_grids_renew(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* Tells `fault` of each stored grid that is damaged. */
bool lnds_mesh_grids_verify(struct lnds_mesh_store *s,
	void (*fault)(void *arg, const struct lnds_err *fault), void *arg,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The stored grid, or the built-in one; lists of nearest points are computed anew in memory
 * where they hold for other stations. name NULL: the first by name, else the built-in one. LNDS_USAGE with the nearest name. */
struct lnds_mesh_grid *lnds_mesh_grid_open(struct lnds_mesh_store *s, const char *name,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_grid_close(struct lnds_mesh_grid *g); /* NULL allowed */

/* A file by itself, its lists as they are; checksums verified; `full`: also that cells and
 * lists are in order. LNDS_INTEGRITY naming the part. */
struct lnds_mesh_grid *lnds_mesh_grid_load(
	const char *path, bool full, struct lnds_err *err) LNDS_MUST_CHECK;
/* Every byte of a .lmg. */
bool lnds_mesh_grid_verify(const char *path, struct lnds_err *err) LNDS_MUST_CHECK;

/* Parts of the building. The cells of side s in an outline, rows from the north; *n of them, freed by the caller;
 * cell NULL counts only. */
bool lnds_mesh_cells_in(const struct lnds_mesh_outline *o, uint32_t s,
	struct lnds_mesh_cell **cell, uint32_t *n, struct lnds_err *err) LNDS_MUST_CHECK;
/* The side that gives `cells` cells, or the nearest number. */
bool lnds_mesh_cells_side(const struct lnds_mesh_outline *o, uint32_t cells, uint32_t *s,
	bool *inexact, struct lnds_err *err) LNDS_MUST_CHECK;
/* Centres (e, n) from a CSV or NDJSON file; *s 0: found. */
bool lnds_mesh_cells_read(const char *path, const struct lnds_mesh_crs *crs, uint32_t *s,
	struct lnds_mesh_cell **cell, uint32_t *n, struct lnds_err *err) LNDS_MUST_CHECK;
/* Lists of the nearest of p's points: g->near, near_d2, points, points_crc. */
void lnds_mesh_grid_near(
	struct lnds_mesh_grid *g, const struct lnds_mesh_points *p, uint32_t points_crc);

#endif

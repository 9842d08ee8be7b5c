/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpolation at the cells of a grid or at any points: inverse distance of the k nearest points with a
 * value (idw; Shepard, A two-dimensional interpolation function, 1968), nearest, and barycentric in a
 * Delaunay triangulation (bary.h); with a lapse rate: T = sum w (T_i + G z_i) / sum w - G z; directions by unit vectors.
 * Planar metres; summed by distance, then number; no contraction: the same bytes everywhere.
 */
#ifndef LNDS_MESH_INTERP_H
#define LNDS_MESH_INTERP_H

#include "mesh/grid.h"
#include "mesh/stat.h"

enum lnds_mesh_method { LNDS_MESH_IDW, LNDS_MESH_NEAREST_STATION, LNDS_MESH_BARY };

/* Points: an epoch of a station each; those without position are left out. Number of a point =
 * its place here; the order is (station, epoch). */
struct lnds_mesh_point {
	double e, n;
	double elevation; /* NAN: not known */
	double value;	  /* NAN: null */
	uint32_t station;
};

struct lnds_mesh_interp {
	enum lnds_mesh_method method;
	unsigned k;
	double power;
	double max_dist; /* m; INFINITY */
	unsigned min_n;
	double lapse;  /* K/m, resolved; 0 none */
	bool circular; /* directions in degrees */
};

/* auto: least squares of value on elevation, clamped to [-2, 10] K/km; 6.5 when fewer than 8 points or r² < 0.3. In K/m. */
double lnds_mesh_lapse_fit(const struct lnds_mesh_point *p, size_t n);
/* value[i], used[i] (points that took part) for each cell; NAN where null. */
bool lnds_mesh_interpolate(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_grid *g, const struct lnds_mesh_point *p, size_t n,
	double *value, uint8_t *used, struct lnds_err *err) LNDS_MUST_CHECK;

struct lnds_mesh_cv {
	size_t n;
	double rmse, mae, bias, max;
};
/* Leave-one-out: predicted[i] for each point with a value (NAN where it cannot be); nearest_m likewise. The lapse rate is not fitted anew. */
void lnds_mesh_leave_one_out(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_point *p, size_t n, double *predicted, double *nearest_m,
	struct lnds_mesh_cv *out);

#endif

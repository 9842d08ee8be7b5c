/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interpolation at the cells of a grid or at any points: inverse distance of the k nearest points with a
 * value (idw; Shepard, A two-dimensional interpolation function, 1968), nearest, and barycentric in a
 * Delaunay triangulation (bary.h); with a lapse rate: T = sum w (T_i + G z_i) / sum w - G z; directions by unit vectors.
 * Planar metres; summed by distance, then number; no contraction: the same bytes everywhere.
 */
#ifndef LNDS_MESH_INTERP_H
#define LNDS_MESH_INTERP_H

#include "mesh/grid/grid.h"

enum lnds_mesh_method { LNDS_MESH_IDW, LNDS_MESH_NEAREST_STATION, LNDS_MESH_BARY };
#define LNDS_MESH_METHODS 3u
extern const char
	*const lnds_mesh_method_name[LNDS_MESH_METHODS]; /* idw, nearest, bary */

#define LNDS_MESH_MAX_K 255u

struct lnds_mesh_interp {
	enum lnds_mesh_method method;
	unsigned k; /* 1 to LNDS_MESH_MAX_K */
	double power;
	double max_dist; /* m; INFINITY */
	unsigned min_n;	 /* fewer points than this: null */
	double lapse;	 /* K/m, resolved; 0 none */
	bool circular;	 /* directions in degrees */
};

/* auto: least squares of value on elevation, clamped to [-2, 10] K/km; 6.5 when fewer than 8 points or r² < 0.3. In K/m. */
double lnds_mesh_lapse_fit(const struct lnds_mesh_point *p, size_t n);
/* value[i], used[i] (points that took part) for each cell; NAN where null. p are all points of the
 * store, as the grid counts them. With a lapse rate, points without elevation do not count, and
 * cells without elevation are interpolated without it. */
void lnds_mesh_interpolate(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_grid *g, const struct lnds_mesh_point *p, size_t n,
	double *value, uint8_t *used);

struct lnds_mesh_cv {
	size_t n;		     /* points that could be predicted */
	double rmse, mae, bias, max; /* of predicted - measured; NAN when n is 0 */
};
/* Leave-one-out: predicted[i] for each point with a value (NAN where it cannot be), from the points
 * of all other stations; nearest_m[i] the nearest of these. The lapse rate is not fitted anew. */
void lnds_mesh_leave_one_out(const struct lnds_mesh_interp *m,
	const struct lnds_mesh_point *p, size_t n, double *predicted, double *nearest_m,
	struct lnds_mesh_cv *out);
/* predicted - measured; of directions the way around that is shorter. */
double lnds_mesh_cv_error(
	const struct lnds_mesh_interp *m, double predicted, double measured);

#endif

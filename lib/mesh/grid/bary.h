/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Delaunay triangulation of points and linear interpolation in it. Points are rounded to whole
 * centimetres, so that every decision is exact (integers of 128 bits): any input gives a
 * triangulation, the same on every machine. Method: insertion with cavities (Bowyer 1981, Watson 1981),
 * the outside closed by triangles with a vertex at infinity, so that the hull is the convex
 * hull exactly.
 *
 * Points without value, without position, or further than 5,000 km east or west or 10,000 km north
 * or south of the origin take no part; of points at the same centimetre the first does.
 * A triangulation owns its memory and is read by any number of threads.
 */
#ifndef LNDS_MESH_BARY_H
#define LNDS_MESH_BARY_H

#include "mesh/grid/interp.h"

struct lnds_mesh_bary;

/* Fewer than three points, or all on one line: a triangulation without triangles. */
struct lnds_mesh_bary *lnds_mesh_bary_new(const struct lnds_mesh_point *p, size_t n);
void lnds_mesh_bary_free(struct lnds_mesh_bary *b); /* NULL allowed */

/* The triangle that holds a place (planar metres; sides and corners belong): numbers of its
 * corners in `p` as given, and weights that sum to 1, each in [0, 1]. False outside the
 * hull. The answer depends on the place only, not on what was asked before. */
bool lnds_mesh_bary_at(const struct lnds_mesh_bary *b, double e, double n,
	uint32_t corner[3], double weight[3]);

/* The i-th triangle, counter-clockwise; false past the last. */
bool lnds_mesh_bary_triangle(
	const struct lnds_mesh_bary *b, size_t i, uint32_t corner[3]);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places of measurement as points of the plane. Each epoch of a station that has a position is
 * a point: a station that moved has several. A point's number is its place in this list, whatever
 * was selected; grids keep these numbers.
 */
#ifndef LNDS_MESH_POINTS_H
#define LNDS_MESH_POINTS_H

#include "mesh/view/stat.h"

#define LNDS_MESH_MAX_POINTS 65534u /* .lmg counts them in 16 bits */

struct lnds_mesh_point {
	double e, n;	  /* planar metres */
	double elevation; /* m; NAN: not known */
	double value;	  /* NAN: null */
	uint32_t station, epoch;
};

struct lnds_mesh_points {
	struct lnds_mesh_point *item; /* order of (station, epoch) */
	uint32_t n;
};

/* All places of a store, without values. LNDS_USAGE if there are more than a grid can count. Free
 * them in the end. */
bool lnds_mesh_points_of(const struct lnds_mesh_stations *s, struct lnds_mesh_points *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_points_free(struct lnds_mesh_points *p);
/* CRC-32C of ids and planar coordinates (whole mm) of all points, in order: for whom a list of
 * nearest points holds. */
uint32_t lnds_mesh_points_crc(
	const struct lnds_mesh_stations *s, const struct lnds_mesh_points *p);

struct lnds_mesh_fill_opts {
	const uint32_t *station; /* those that count, ascending */
	uint32_t nstation;
	int64_t start, end;
	enum lnds_mesh_stat stat;
	uint32_t cover_ppm;
};
/* The statistic of each selected station over the part of the period in which it stood at that
 * point, measured against what the whole period expects; all others become null. *placeless counts selected stations
 * with values but without any position. */
bool lnds_mesh_points_fill(struct lnds_mesh_points *p, const struct lnds_mesh_stations *s,
	const struct lnds_mesh_param *param, struct lnds_mesh_view *v,
	const struct lnds_mesh_fill_opts *o, uint32_t *placeless,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

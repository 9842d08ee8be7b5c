/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Projected coordinates: EPSG:2169 (LUREF / Luxembourg TM) and EPSG:326zz (UTM north, WGS 84), by the Krueger series
 * of order 4 (Karney, Transverse Mercator with an accuracy of a few nanometers, 2011) and, for
 * 2169, a position-vector Helmert transformation. Good to 1 cm. Plain values; any thread. Built without
 * contraction of floating-point operations: the same bytes everywhere.
 */
#ifndef LNDS_MESH_CRS_H
#define LNDS_MESH_CRS_H

#include "base/err.h"
#include "base/sv.h"

struct lnds_mesh_crs {
	int epsg;
	double a, inv_f, lat0, lon0, k0, e0, n0; /* degrees, metres */
	bool helmert;				 /* to WGS 84 */
	bool northing_first;			 /* axis order of the CRS itself */
	double alpha[5], beta[5], big_a;	 /* series, from 1 */
};

/* "EPSG:2169", "EPSG:32632"; LNDS_USAGE. */
bool lnds_mesh_crs(struct lnds_sv name, struct lnds_mesh_crs *c,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* From EPSG:2169 to WGS 84 by position vector: three metres, three arc seconds, parts per million. */
extern const double lnds_mesh_luref[7];
void lnds_mesh_project(
	const struct lnds_mesh_crs *c, double lat, double lon, double *e, double *n);
void lnds_mesh_unproject(
	const struct lnds_mesh_crs *c, double e, double n, double *lat, double *lon);

#endif

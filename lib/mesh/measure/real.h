/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal text as the double next to it, for coordinates and elevations (measured values stay whole
 * numbers: decimal.h). */
#ifndef LNDS_MESH_REAL_H
#define LNDS_MESH_REAL_H

#include "mesh/measure/decimal.h"

LNDS_MUST_CHECK static inline bool lnds_mesh_real(struct lnds_sv text, double *out)
{
	static const double ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
		1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
	struct lnds_mesh_decimal d;

	if (!lnds_mesh_decimal(text, '.', &d))
		return false;
	*out = (double)d.m / ten[d.e];
	return true;
}

#endif

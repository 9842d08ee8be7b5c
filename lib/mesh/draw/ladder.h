/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ticks of a scale: multiples of 1, 2 or 5 times a power of ten (of 90 for a full circle), five to nine of
 * them. A tick is a whole number times the step, so that its label is exact.
 */
#ifndef LNDS_MESH_LADDER_H
#define LNDS_MESH_LADDER_H

#include <stdint.h>

#include "base/buf.h"

struct lnds_mesh_ladder {
	double low, high; /* ends of the scale */
	int64_t from, to; /* the ticks k = from … to stand at k × unit × 10^power */
	int unit, power;
};

/* A scale over [low, high], widened to ticks at both ends; where these are (nearly) equal, four
 * steps of 10^-e around them, from 0 on where that would pass it. */
struct lnds_mesh_ladder lnds_mesh_ladder_around(double low, double high, int e);
/* A scale that ends where it is told. low < high. */
struct lnds_mesh_ladder lnds_mesh_ladder_within(double low, double high);
/* 0 to 360 degrees. */
struct lnds_mesh_ladder lnds_mesh_ladder_circle(void);

double lnds_mesh_ladder_value(const struct lnds_mesh_ladder *l, int64_t k);
/* With as many decimals as the step has; of a circle with the point of the compass. */
void lnds_mesh_ladder_label(
	const struct lnds_mesh_ladder *l, int64_t k, struct lnds_buf *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The quality test that looks at the neighbours: a station's hourly mean, reduced to sea
 * level by the parameter's lapse rate, against the median of the other stations within 30
 * km. A mean that is farther from it than the limit and than 7.4 times their median
 * absolute deviation (five standard deviations of a normal distribution) flags the values
 * of that hour.
 */
#ifndef LNDS_MESH_QC_BUDDY_H
#define LNDS_MESH_QC_BUDDY_H

#include "mesh/store/param.h"
#include "mesh/store/station.h"

#define LNDS_MESH_BUDDY_NEAR 30000.0 /* m */
#define LNDS_MESH_BUDDY_LEAST 3u     /* stations with a mean in that hour */
#define LNDS_MESH_BUDDY_MADS 7.4

/* Sums of all stations, hour by hour. Zero-initialise it. */
struct lnds_mesh_hours {
	int64_t start;	      /* UTC s, a full hour */
	uint32_t n, nstation; /* hours, stations */
	int64_t *sum;	      /* [hour][station], 10^-e */
	uint32_t *count;
	bool *out; /* of line, as lnds_mesh_buddies finds */
};

/* Empty, for the hours that [start, end) touches. */
void lnds_mesh_hours_begin(
	struct lnds_mesh_hours *h, uint32_t nstation, int64_t start, int64_t end);
/* A value that counts; t in one of the hours. */
void lnds_mesh_hours_add(
	struct lnds_mesh_hours *h, uint32_t station, int64_t t, int64_t value);
/* Fills h->out. limit: in 10^-e. Stations without position (where the parameter has a
 * lapse rate: without elevation) at that hour are neither tested nor neighbours. */
void lnds_mesh_buddies(struct lnds_mesh_hours *h, const struct lnds_mesh_stations *s,
	const struct lnds_mesh_param *p, int e);
bool lnds_mesh_hours_out(const struct lnds_mesh_hours *h, uint32_t station, int64_t t);
void lnds_mesh_hours_free(struct lnds_mesh_hours *h);

#endif

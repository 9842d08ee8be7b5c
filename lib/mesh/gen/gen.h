/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator: stations in Luxembourg, their measurements, a model of the terrain. All
 * in whole numbers, so the same seed gives the same bytes on every machine; values depend
 * on seed, station and time alone, not on where a run starts.
 */
#ifndef LNDS_MESH_GEN_H
#define LNDS_MESH_GEN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define LNDS_MESH_GEN_PARAMS 6u

struct lnds_mesh_gen_opts {
	uint64_t seed;
	uint32_t stations; /* 1 to 9999 */
	uint32_t params;   /* 1: station,time,temp; up to 6: station,time,param,value */
	uint32_t step;	   /* s, divides a day */
	int64_t start;	   /* UTC s */
	uint64_t days;
	uint32_t nulls; /* per 10,000 */
};

struct lnds_mesh_gen;

/* LNDS_USAGE for options out of bounds. */
struct lnds_mesh_gen *lnds_mesh_gen_new(
	const struct lnds_mesh_gen_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Appends about `bytes` of the data, the header line first; false at the end. */
bool lnds_mesh_gen_data(struct lnds_mesh_gen *g, size_t bytes, struct lnds_buf *out);
/* The stations as CSV that lnds-mesh stations --import reads. */
bool lnds_mesh_gen_stations(const struct lnds_mesh_gen *g, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_gen_free(struct lnds_mesh_gen *g); /* NULL allowed */

/* The terrain at a point of EPSG:2169, m. */
int64_t lnds_mesh_gen_terrain(int64_t e, int64_t n);
/* It as an Esri ASCII grid of 250 m over Luxembourg. */
void lnds_mesh_gen_dem(struct lnds_buf *out);

#endif

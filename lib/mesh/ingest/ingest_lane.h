/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the two lanes of ingest: what the general one (lane.h) puts its readings into. */
#ifndef LNDS_MESH_INGEST_LANE_H
#define LNDS_MESH_INGEST_LANE_H

#include "mesh/ingest/ingest.h"

/* A lane whose sink is the ingest: made with its options (the mapping among them). */
struct lnds_mesh_lane *lnds_mesh_ingest_lane(struct lnds_mesh_ingest *in,
	const struct lnds_mesh_lane_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;

/* Of ingest_rows.c. The number of a station, made where the options say so; false: the row was rejected. */
bool lnds_mesh_ingest_station(struct lnds_mesh_ingest *in, struct lnds_batch *b,
	uint32_t row, uint32_t col, struct lnds_sv id, uint32_t *station) LNDS_MUST_CHECK;
/* cadence 0: that of the station, else the store's step. */
struct lnds_mesh_series *lnds_mesh_ingest_series(
	struct lnds_mesh_ingest *in, uint32_t param, uint32_t station, uint32_t cadence);
uint32_t lnds_mesh_ingest_cadence(const struct lnds_mesh_ingest *in, uint32_t station);
/* What cannot be stored rejects the row; false only where the run must end. */
bool lnds_mesh_ingest_put(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	uint32_t col, struct lnds_mesh_series *series, int64_t t, int64_t m, int e,
	uint8_t flags, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

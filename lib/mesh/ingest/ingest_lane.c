/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings of the general lane, into the batch of an ingest. */
#include "mesh/ingest/ingest_lane.h"

static bool station(void *arg, struct lnds_batch *b, uint32_t row, uint32_t col,
	struct lnds_sv id, uint32_t *out)
{
	return lnds_mesh_ingest_station(arg, b, row, col, id, out);
}

static uint32_t cadence(void *arg, uint32_t of)
{
	return lnds_mesh_ingest_cadence(arg, of);
}

static bool put(void *arg, const struct lnds_mesh_given *g, struct lnds_err *err)
{
	struct lnds_mesh_series *r =
		lnds_mesh_ingest_series(arg, g->param, g->station, g->cadence);

	return lnds_mesh_ingest_put(
		arg, g->b, g->row, g->col, r, g->t, g->m, g->e, g->flags, err);
}

struct lnds_mesh_lane *lnds_mesh_ingest_lane(struct lnds_mesh_ingest *in,
	const struct lnds_mesh_lane_opts *o, struct lnds_err *err)
{
	const struct lnds_mesh_lane_sink sink = {in, station, cadence, put};

	return lnds_mesh_lane_new(o, &sink, err);
}

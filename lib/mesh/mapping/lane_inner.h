/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the general lane (lane.h): lane.c takes files and values, lane_place.c says of each row which
 * station and which time it is of. */
#ifndef LNDS_MESH_LANE_INNER_H
#define LNDS_MESH_LANE_INNER_H

#include "mesh/mapping/bind.h"
#include "mesh/mapping/lane.h"
#include "mesh/mapping/reading.h"
#include "mesh/mapping/wall.h"

#define LNDS_MESH_ID_MAX 31u

struct lnds_mesh_lane {
	struct lnds_mesh_lane_opts o;
	const struct lnds_mesh_mapping *m;
	struct lnds_mesh_lane_sink sink;
	struct lnds_mesh_lane_counts counts;
	const struct lnds_columns *columns;
	struct lnds_mesh_bound bound;

	uint32_t input;		/* of the file at hand, or NONE */
	struct lnds_sv file_id; /* its one station; empty: in each row */
	uint32_t file_station;	/* the same, once found */
	uint32_t *head_station; /* by value, where stations stand in the header line */
	bool heads_found;

	struct lnds_mesh_wall *wall; /* by station (long: and value) of this file */
	size_t nwall;
	struct lnds_mesh_gauge *gauge; /* by station and value, of the whole run */
	size_t ngauge;
	struct lnds_buf stamp;
	char id[LNDS_MESH_ID_MAX + 1];

	char last_id
		[LNDS_MESH_ID_MAX]; /* as it stood in the row before, and its number */
	size_t last_n;
	uint32_t last_station;
};

/* A cell; empty where there is no such column. */
struct lnds_sv lnds_mesh_lane_cell(struct lnds_batch *b, uint32_t row, uint32_t col);
/* The item `at` of a table that grows with zeros. */
void *lnds_mesh_lane_grown(void *table, size_t *n, size_t at, size_t size);

/* What the stamp of the row says. False: rejected, or dropped as one more header line. */
bool lnds_mesh_lane_moment(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_moment *out) LNDS_MUST_CHECK;
/* The station of the row (0 where stations stand in the header line), if the row also ends as it
 * should. False: rejected. */
bool lnds_mesh_lane_station(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	uint32_t *station) LNDS_MUST_CHECK;
/* From the wall to UTC by the clock of this number, and to the grid point nearby. False:
 * rejected. */
bool lnds_mesh_lane_instant(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_moment moment, size_t clock, uint32_t cadence,
	int64_t *t) LNDS_MUST_CHECK;

#endif

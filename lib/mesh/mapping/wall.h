/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the clock on a station's wall to UTC, stamp after stamp: which of October's two equal hours is
 * meant, and which year where stamps have none. One state a station and file, zeroed.
 */
#ifndef LNDS_MESH_WALL_H
#define LNDS_MESH_WALL_H

#include "mesh/mapping/mapping.h"
#include "mesh/mapping/timeform.h"

struct lnds_mesh_wall {
	int64_t local; /* of the last stamp */
	int64_t utc;
	bool seen;
	bool switched; /* in the repeated hour: the clock has gone through it once */
	bool down;     /* stamps go back in time */
	int year;      /* where stamps have none; 0: not begun */
	unsigned month;
};

enum lnds_mesh_wall_is {
	LNDS_MESH_WALL_OK,
	LNDS_MESH_WALL_HOLE,  /* the clock never showed that (spring) */
	LNDS_MESH_WALL_NO_DAY /* that year has no such day */
};

/* `year` is that of the first stamp, for those without; it advances when the month falls back.
 * step: seconds from stamp to stamp, or 0. */
enum lnds_mesh_wall_is lnds_mesh_wall_utc(const struct lnds_mesh_mapping *m,
	uint32_t step, int year, struct lnds_mesh_moment at, struct lnds_mesh_wall *w,
	int64_t *utc) LNDS_MUST_CHECK;

#endif

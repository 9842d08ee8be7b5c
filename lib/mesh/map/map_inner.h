/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What map.c and cv.c share: the values at all points for one period. */
#ifndef LNDS_MESH_MAP_INNER_H
#define LNDS_MESH_MAP_INNER_H

#include "mesh/map/map.h"

struct lnds_mesh_map_values {
	const struct lnds_mesh_point *point; /* the mapper's */
	uint32_t n, full;		     /* points; those with a value */
	struct lnds_mesh_interp how;	     /* with the lapse rate of this period */
	struct lnds_mesh_map_notes notes;
};

bool lnds_mesh_map_values(struct lnds_mesh_mapper *m,
	const struct lnds_mesh_map_plan *plan, struct lnds_mesh_period period,
	struct lnds_mesh_map_values *out, struct lnds_err *err) LNDS_MUST_CHECK;
/* The mapper's store. */
const struct lnds_mesh_store *lnds_mesh_mapper_store(const struct lnds_mesh_mapper *m);

#endif

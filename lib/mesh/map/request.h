/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request of a batch, read: which operation, and the texts of its question. */
#ifndef LNDS_MESH_REQUEST_H
#define LNDS_MESH_REQUEST_H

#include <jansson.h>

#include "mesh/map/map.h"

enum lnds_mesh_op { LNDS_MESH_OP_QUERY, LNDS_MESH_OP_MAP, LNDS_MESH_OP_CV };

struct lnds_mesh_request {
	enum lnds_mesh_op op;
	struct lnds_mesh_map_ask ask; /* texts in the arena */
	bool per_station;
};

/* LNDS_USAGE: no object, an unknown operation or member (nearest name as hint), a member of another
 * operation, a value that is no text, number, list of these, or true and false where that is
 * meant. null is as if it were not there. */
bool lnds_mesh_request_read(const json_t *o, struct lnds_arena *a,
	struct lnds_mesh_request *r, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

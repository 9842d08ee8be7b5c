/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mapping bound to the columns of a file: which column holds what. Columns are found by the name in the
 * header line without outer blanks; of two header lines by both with a blank between, by the first, or
 * by the second; by number where no name fits.
 */
#ifndef LNDS_MESH_BIND_H
#define LNDS_MESH_BIND_H

#include "mesh/mapping/mapping.h"
#include "stream/record.h"

#define LNDS_MESH_NO_COLUMN UINT32_MAX

struct lnds_mesh_bound_value {
	const struct lnds_mesh_value_map *map;
	uint32_t param;		  /* never LNDS_MESH_ANY */
	uint32_t col;		  /* of the value; of a code: not used */
	uint32_t qc, trace, flag; /* columns, or LNDS_MESH_NO_COLUMN */
	struct lnds_sv station;	  /* its id, where stations stand in the header line */
};

struct lnds_mesh_bound {
	uint32_t time[6];
	uint32_t station, end, qc, flag;
	uint32_t long_param, long_value, long_flag;
	struct lnds_mesh_bound_value *value; /* heap */
	uint32_t nvalue;
	struct lnds_map code; /* long: code to value */
	bool any_code;	      /* long: codes in no line are ids of parameters */
};

/* LNDS_DATA, with the nearest name, where a column is missing. Borrows mapping and columns. */
bool lnds_mesh_bind(struct lnds_mesh_bound *b, const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, const struct lnds_columns *columns,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_unbind(struct lnds_mesh_bound *b);

#endif

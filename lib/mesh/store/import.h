/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Station lists of CSV or NDJSON as the NDJSON rows that a store keeps. */
#ifndef LNDS_MESH_IMPORT_H
#define LNDS_MESH_IMPORT_H

#include "base/buf.h"
#include "stream/reader.h"

struct lnds_mesh_rename {
	struct lnds_sv name; /* id, name, lat, … */
	struct lnds_sv column;
};

/* Columns id, name, lat, lon (these must be there), elevation, operator, cadence,
 * valid_from, valid_to, or those that `rename` says instead; others are passed over. Appends
 * a line a record. LNDS_USAGE for a column that is not there, LNDS_DATA for a bad cell, located. */
bool lnds_mesh_stations_import(struct lnds_source *source,
	const struct lnds_dialect *dialect, const struct lnds_mesh_rename *rename,
	size_t nrename, struct lnds_buf *out, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

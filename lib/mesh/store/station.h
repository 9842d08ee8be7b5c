/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stations. Ids are text of at most 31 bytes: `00003` is not `3`. A station that moved has
 * several epochs with disjoint dates. The list is append only, and an id's index is the
 * place of its first row: segments and batches count stations by it.
 */
#ifndef LNDS_MESH_STATION_H
#define LNDS_MESH_STATION_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"

struct lnds_mesh_epoch {
	double lat, lon;  /* WGS 84 degrees; NAN: no position */
	double elevation; /* m; NAN */
	double e, n;	  /* planar metres in the store's CRS; NAN without position */
	int64_t from, to; /* UTC seconds, half open; INT64_MIN, INT64_MAX where open */
};

struct lnds_mesh_station {
	char id[32];
	struct lnds_sv name, operator_name;
	uint32_t cadence; /* s; 0: not known */
	struct lnds_mesh_epoch *epoch;
	uint32_t nepoch;
};

struct lnds_mesh_stations {
	struct lnds_mesh_station *item;
	uint32_t n, cap;
	struct lnds_map index;
	struct lnds_arena arena;
};

/* NDJSON as stored, one row a line; a later row of an id and valid_from replaces, another valid_from adds an
 * epoch. Overlapping epochs: LNDS_DATA. Planar coordinates are filled by the store. */
bool lnds_mesh_stations_add(struct lnds_mesh_stations *s, struct lnds_sv ndjson,
	const char *name, struct lnds_err *err) LNDS_MUST_CHECK;
/* id,name,lat,lon,elevation,operator,cadence,valid_from,valid_to with header, a line an epoch. */
void lnds_mesh_stations_csv(const struct lnds_mesh_stations *s, struct lnds_buf *out);
/* Appends a cell of CSV, quoted if it must be: ids and names are any text. */
void lnds_mesh_csv_cell(struct lnds_buf *out, struct lnds_sv s);
/* LNDS_MAP_NONE where it is not known. */
uint32_t lnds_mesh_station_find(const struct lnds_mesh_stations *s, struct lnds_sv id);
/* The epoch valid at t, or NULL. */
const struct lnds_mesh_epoch *lnds_mesh_epoch_at(
	const struct lnds_mesh_station *s, int64_t t);
void lnds_mesh_stations_free(struct lnds_mesh_stations *s);

#endif

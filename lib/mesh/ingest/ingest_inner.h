/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the fast lane (ingest.h): ingest.c begins and ends it, ingest_rows.c takes the rows of a batch. */
#ifndef LNDS_MESH_INGEST_INNER_H
#define LNDS_MESH_INGEST_INNER_H

#include "mesh/ingest/ingest.h"
#include "mesh/measure/stamp.h"
#include "mesh/store/series.h"

/* Ids of stations or parameters, and which one came after which. */
struct lnds_mesh_order {
	struct lnds_mesh_ordered {
		char id[32];	/* zero-padded */
		uint64_t mask;	/* of its first 8 bytes */
		uint32_t n;	/* its length, 0 where it is not known */
		uint32_t after; /* index */
	} * item;
	uint32_t n, last; /* at least one item; last: index of the last one met */
};

struct lnds_mesh_target { /* of a cell */
	uint32_t col, param;
	uint8_t flags;
};
struct lnds_mesh_by_station { /* series of a parameter, NULL where there is none yet */
	struct lnds_mesh_series **of;
	uint32_t n;
};

enum { /* columns of `long`; the first two those of `wide` too */
	LNDS_MESH_COL_STATION,
	LNDS_MESH_COL_TIME,
	LNDS_MESH_COL_PARAM,
	LNDS_MESH_COL_VALUE,
	LNDS_MESH_COL_FLAGS, /* LNDS_MAP_NONE where there is none */
	LNDS_MESH_COLS
};

struct lnds_mesh_ingest {
	struct lnds_mesh_store *s;
	struct lnds_mesh_ingest_opts o;
	struct lnds_mesh_writer *w;
	struct lnds_mesh_lane
		*lane; /* MAPPED: the other lane; what follows is not used */
	uint32_t col[LNDS_MESH_COLS];
	struct lnds_mesh_target *value; /* wide */
	uint32_t nvalue;
	struct lnds_mesh_by_station *series; /* by parameter */
	struct lnds_mesh_order stations, params;
	struct lnds_mesh_clock clock;
	struct lnds_buf added; /* stations, NDJSON */
	uint64_t rows, null, rounded;
	uint64_t taken; /* values of the batches before this one */
	int64_t since;	/* of the first row of the batch, s */
};

/* Takes the rows of a batch; bad ones are rejected in it. False only where the run must end. */
bool lnds_mesh_ingest_rows(struct lnds_mesh_ingest *in, struct lnds_batch *b,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

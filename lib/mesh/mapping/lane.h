/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The general lane: records of any mapped dialect to readings, which go to a sink (the batch of an
 * ingest, or a list for sniff). A bad cell rejects its row and its other cells are given; a bad time,
 * station or end of row rejects the row alone. One thread.
 */
#ifndef LNDS_MESH_LANE_H
#define LNDS_MESH_LANE_H

#include "mesh/mapping/mapping.h"
#include "stream/record.h"
#include "stream/sink.h"

/* One reading. */
struct lnds_mesh_given {
	struct lnds_batch *b;
	uint32_t row, col;
	uint32_t param, station; /* station: the sink's own number */
	uint32_t cadence;	 /* s */
	int64_t t;		 /* start of the interval, UTC */
	int64_t m;		 /* value m · 10^-e, in the parameter's unit */
	int e;
	uint8_t flags;
};

struct lnds_mesh_lane_sink {
	void *arg;
	/* The number of a station, small and dense. False: the sink rejected the row. */
	bool (*station)(void *arg, struct lnds_batch *b, uint32_t row, uint32_t col,
		struct lnds_sv id, uint32_t *station);
	/* Seconds from stamp to stamp, where the mapping says `step = station`. */
	uint32_t (*cadence)(void *arg, uint32_t station);
	/* False: the run ends with err. */
	bool (*put)(void *arg, const struct lnds_mesh_given *g, struct lnds_err *err);
};

struct lnds_mesh_lane_opts {
	const struct lnds_mesh_mapping *mapping;
	const struct lnds_mesh_params *params;
	const struct lnds_source *source; /* by the batches' `input` */
	const char *station;		  /* --station, or NULL */
	const char *name;		  /* --name: instead of a file's own, or NULL */
	int year;			  /* --year, or 0 */
	bool round;
};

/* What was read since the sink looked last; it may set them to zero. */
struct lnds_mesh_lane_counts {
	uint64_t rows, null, inexact;
};

struct lnds_mesh_lane;

/* LNDS_USAGE where the mapping lacks what an option must give, or the other way round. Borrows all. */
struct lnds_mesh_lane *lnds_mesh_lane_new(const struct lnds_mesh_lane_opts *o,
	const struct lnds_mesh_lane_sink *sink, struct lnds_err *err) LNDS_MUST_CHECK;
/* Binds the mapping to the columns. */
bool lnds_mesh_lane_plan(struct lnds_mesh_lane *l, const struct lnds_columns *columns,
	struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_mesh_lane_batch(struct lnds_mesh_lane *l, struct lnds_batch *b,
	struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_mesh_lane_counts *lnds_mesh_lane_counted(struct lnds_mesh_lane *l);
/* The (first) column of the time. */
uint32_t lnds_mesh_lane_time_column(const struct lnds_mesh_lane *l);
void lnds_mesh_lane_free(struct lnds_mesh_lane *l); /* NULL allowed */

/* A mapping tried on a sample of a file (its first bytes; the last line may be cut). */
struct lnds_mesh_trial {
	uint64_t rows, good; /* records; those without any fault */
	uint64_t values, null;
	struct lnds_err
		first; /* of the first bad row; code LNDS_DONE where there is none */
};
/* Rows that parsed are shown as `station,time,param,value,flags` lines, the readings of the first `show`
 * rows, appended to *shown (or NULL). False: the mapping does not go with the file at all. */
bool lnds_mesh_mapping_try(const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, struct lnds_sv sample, const char *name,
	unsigned show, struct lnds_mesh_trial *trial, struct lnds_buf *shown,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ingest: records of station files into a batch. Tables `long` (station,time,param,value; flags allowed) and
 * `wide` (station,time, a column a parameter), in UTC, take the fast lane, from the spans that the stream
 * engine proved; any other dialect takes the general one (lane.h), by its mapping. A filter without output: a bad
 * cell makes its row bad, the row's other cells are taken.
 */
#ifndef LNDS_MESH_INGEST_H
#define LNDS_MESH_INGEST_H

#include "mesh/mapping/lane.h"
#include "mesh/store/batchlog.h"
#include "stream/filter.h"

enum lnds_mesh_form { LNDS_MESH_LONG, LNDS_MESH_WIDE, LNDS_MESH_MAPPED };

struct lnds_mesh_ingest_opts {
	enum lnds_mesh_form form;
	struct lnds_mesh_lane_opts
		lane; /* MAPPED; params and round are those of the ingest */
	struct lnds_mesh_writer_opts writer;
	bool add_stations;     /* unknown ids become stations without position */
	bool round;	       /* to the parameter's decimals */
	uint64_t commit_every; /* s after the first row; 0: once, at the end */
	bool compact;	       /* after a commit before the end, where it is due */
	/* Told of each batch; seq 0: it held nothing new. */
	void (*committed)(void *arg, const struct lnds_mesh_ingested *counts);
	void *arg;
};

struct lnds_mesh_ingest;

/* The store is open for writing. */
struct lnds_mesh_ingest *lnds_mesh_ingest_new(struct lnds_mesh_store *s,
	const struct lnds_mesh_ingest_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* To be run with one thread, with the ingest as context. */
extern const struct lnds_filter lnds_mesh_ingest_filter;
/* For lnds_while_waiting, while input pauses: commits what was read where the time for it has come. */
bool lnds_mesh_ingest_pause(void *ingest, struct lnds_err *err) LNDS_MUST_CHECK;
/* Commits what was read. */
bool lnds_mesh_ingest_end(
	struct lnds_mesh_ingest *in, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_ingest_free(
	struct lnds_mesh_ingest *in); /* without end: nothing happened */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of a batch being written (batchlog.h): its series, each with one open run, and the file that
 * closed runs go to. Only series.c, batch_write.c and the fast lane of ingest look in here: the last, to put
 * a value that comes as expected without a call.
 */
#ifndef LNDS_MESH_SERIES_H
#define LNDS_MESH_SERIES_H

#include "mesh/measure/decimal.h"
#include "mesh/measure/layout.h"
#include "mesh/store/batchlog.h"
#include "mesh/store/out.h"
#include "mesh/store/pending.h"

#define LNDS_MESH_RUN_SLOTS 2048u

struct lnds_mesh_declared; /* phase and cadence of a series in a year */

struct lnds_mesh_series {
	/* What a value that comes as expected touches, one cache line. */
	int64_t due;	/* stamp of the next value of the run, or INT64_MIN: see put */
	int64_t offset; /* of the parameter, at e */
	union {
		int16_t *narrow; /* of LNDS_MESH_RUN_SLOTS; null from n on */
		int32_t *q;
	};
	uint32_t n, full;      /* slots of the open run, and where it must end */
	uint32_t stride, beat; /* from value to value, in slots and in seconds */
	int64_t low;	       /* the lowest q that is plausible and narrow, */
	uint32_t range;	       /* and by how much the highest is above it */
	int32_t e;
	bool wide, flagged;

	int64_t least, most; /* plausible range at e */
	uint32_t slot;	     /* of the open run */
	uint32_t param, station, cadence;
	struct lnds_mesh_declared *year;
	uint32_t nyear, at; /* at: the current one */
	int64_t from, to;   /* the current calendar year; from == to: none */
	int64_t begin;	    /* of its slots, phase added */
	uint8_t *flags;	    /* of LNDS_MESH_RUN_SLOTS, or NULL */
};

struct lnds_mesh_writer {
	struct lnds_mesh_store *s;
	struct lnds_mesh_writer_opts o;
	struct lnds_mesh_out out;
	const char *path;
	struct lnds_mesh_batch_header h;
	struct lnds_mesh_series **series; /* in order of first use */
	uint32_t nseries, cap;
	struct lnds_map index; /* of param and station */
	struct lnds_arena arena;
	struct lnds_mesh_pending pending; /* what stands; then the new runs too */
	struct lnds_mesh_ingested counts;
	struct {
		uint32_t param, station;
		int64_t t; /* start of the interval */
	} first_changed;   /* where counts.changed is not 0 */
	bool judged;
};

/* Puts m · 10^-e, |m| <= 10^9, at t if that is the next value of the open run and plain: plausible, narrow,
 * without more decimals than the run. False: nothing was done, lnds_mesh_put is to be asked. */
static inline bool lnds_mesh_put_due(
	struct lnds_mesh_series *r, int64_t t, int64_t m, int e)
{
	const uint32_t at = r->n - 1 + r->stride;
	int64_t q;

	if (t != r->due || e > r->e)
		return false;
	q = m * lnds_mesh_power[r->e - e] - r->offset;
	if ((uint64_t)(q - r->low) > r->range)
		return false;
	r->narrow[at] = (int16_t)q;
	r->n = at + 1;
	r->due = at + r->stride < r->full ? t + r->beat : INT64_MIN;
	return true;
}

/* The open run, if there is one, goes to the file. */
bool lnds_mesh_series_close(struct lnds_mesh_writer *w, struct lnds_mesh_series *r,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_series_free(struct lnds_mesh_series *r);

#endif

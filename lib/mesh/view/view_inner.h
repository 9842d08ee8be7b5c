/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a view: its years. Only view*.c look in here. */
#ifndef LNDS_MESH_VIEW_INNER_H
#define LNDS_MESH_VIEW_INNER_H

#include "mesh/store/pending.h"
#include "mesh/view/tally.h"
#include "mesh/view/view.h"

struct lnds_mesh_year_series {
	uint32_t phase, cadence; /* cadence 0: none in this year */
	bool dirty;		 /* some day is touched or flagged */
	bool had;		 /* as of the day asked for: something had come */
};

/* A year of the view's parameter. Slots count from 1 January 00:00 UTC, station by station. */
struct lnds_mesh_year {
	uint16_t year;
	bool open;
	int64_t t0, t1; /* 1 January 00:00 UTC of this year and the next */
	uint32_t step, ndays, per_day, nslots;

	/* Once open: */
	bool has_segment;
	struct lnds_mesh_segment g;
	int e;					 /* of segment and runs together */
	int64_t offset;				 /* in 10^-e */
	int64_t by;				 /* 10^(e - the segment's) */
	const struct lnds_mesh_pending_run *run; /* of this year, by station */
	size_t nrun;
	uint32_t nstations;
	struct lnds_mesh_year_series *series; /* nstations */
	uint32_t max_phase;
	uint32_t words;	   /* of a station's bits, one a day */
	uint64_t *touched; /* days that runs or history reach: only rows know them */
	uint64_t *flagged; /* days where qc counts other slots than the day table */
};

struct lnds_mesh_view {
	struct lnds_mesh_store *s;
	uint32_t param;
	struct lnds_mesh_view_opts o;
	bool vector;
	int e;
	uint64_t gen; /* of the manifest that years and pending are of */
	unsigned tries;
	struct lnds_mesh_pending pending;
	struct lnds_mesh_year *year; /* ascending */
	size_t nyear;
	struct lnds_mesh_row row; /* scratch */
	uint8_t *settled;	  /* scratch, as many as the row has */
	size_t nsettled;
	const struct lnds_mesh_tally_kernel *kernel;
};

/* Does a slot with these flags count? */
static inline bool lnds_mesh_counts(enum lnds_mesh_qc qc, uint8_t flags)
{
	return qc == LNDS_MESH_QC_RAW ||
	       (!lnds_mesh_rejected(flags) &&
		       !(qc == LNDS_MESH_QC_STRICT && lnds_mesh_suspect(flags)));
}

/* The years that manifest and pending runs know of; pending is sorted. */
void lnds_mesh_years_list(struct lnds_mesh_view *v);
bool lnds_mesh_year_open(struct lnds_mesh_view *v, struct lnds_mesh_year *y,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_year_close(struct lnds_mesh_year *y);

/* The slots [*low, *high) of a station that start in [start, end). */
void lnds_mesh_year_range(const struct lnds_mesh_year *y, uint32_t station, int64_t start,
	int64_t end, uint32_t *low, uint32_t *high);

/* The view's row becomes the slots [low, high) of a station as the reader sees them. */
bool lnds_mesh_view_row(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t low, uint32_t high,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* Adds the slots [low, high) to sums: of q in the year's decimals, without offset; min and max are there from
 * the start (INT64_MAX, INT64_MIN). */
bool lnds_mesh_year_sums(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t low, uint32_t high, struct lnds_mesh_sums *sums,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader sees of one parameter: segments, pending batches laid over them, the state
 * of a day in the past (as-of), and which flags count. One mechanism: days of a station
 * that pending batches touch, that history after the as-of day touches, or (strict, raw) that hold flagged slots are
 * dirty; clean days are answered from the day table, dirty and partial ones by a scan of the
 * view. With `scan` every day is dirty. A view belongs to one thread.
 */
#ifndef LNDS_MESH_VIEW_H
#define LNDS_MESH_VIEW_H

#include "mesh/batchlog.h"

enum lnds_mesh_qc { LNDS_MESH_QC_ACCEPTED, LNDS_MESH_QC_STRICT, LNDS_MESH_QC_RAW };

struct lnds_mesh_view_opts {
	enum lnds_mesh_qc qc;
	bool has_as_of;
	uint16_t as_of; /* day since 1970; the end of that UTC day */
	bool scan;
};

/* Sums of one station over [start, end): exact. */
struct lnds_mesh_sums {
	int64_t sum;		  /* of q + offset, scaled to the view's e; scalar */
	int64_t sum_sin, sum_cos; /* units of 2^-30; vector */
	uint64_t n, expected;	  /* accepted values; period / cadence */
	int64_t min, max;	  /* of q + offset at the view's e; where n > 0 */
	uint64_t suspects;
};

struct lnds_mesh_view;
struct lnds_mesh_view *lnds_mesh_view_new(struct lnds_mesh_store *s, uint32_t param,
	const struct lnds_mesh_view_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Decimals that hold every segment touched: sums and values are in 10^-e. */
int lnds_mesh_view_e(const struct lnds_mesh_view *v);
/* station[i] for i < n; out has n elements. Partial slots at the ends count as whole if they start in the period. */
bool lnds_mesh_view_sums(struct lnds_mesh_view *v, const uint32_t *station, uint32_t n,
	int64_t start, int64_t end, struct lnds_mesh_sums *out,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The slots of a station that start in [start, end): calls `slot` for each that holds a value, in order
 * of time. value in 10^-e. All flags are told, whatever qc says; `counts` whether it counts. */
bool lnds_mesh_view_slots(struct lnds_mesh_view *v, uint32_t station, int64_t start,
	int64_t end,
	bool (*slot)(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
		struct lnds_err *err),
	void *arg, struct lnds_err *err) LNDS_MUST_CHECK;
/* Phase and cadence of a station at t, in s; false where it has no data in that year. */
bool lnds_mesh_view_cadence(struct lnds_mesh_view *v, uint32_t station, int64_t t,
	uint32_t *phase, uint32_t *cadence);
/* Period of all data, half open; start == end where there are none. */
void lnds_mesh_view_extent(struct lnds_mesh_view *v, int64_t *start, int64_t *end);
void lnds_mesh_view_free(struct lnds_mesh_view *v);

#endif

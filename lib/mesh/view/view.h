/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader sees of one parameter: segments, pending batches laid over them, the state of a
 * day in the past (as-of), and which flags count. One mechanism: days of a station that
 * pending batches touch, that history after the as-of day touches, or (strict, raw) that
 * hold flagged slots are dirty; clean days are answered from the day table, dirty and partial ones by
 * a scan of the view. With `scan` every day is dirty.
 *
 * Years are opened when a period first needs them and stay open. A file that is gone means
 * that a compaction won: the manifest is read again and the view starts anew, five times at most, then
 * LNDS_INTEGRITY; so it does when another view of the same store has read it again. A view
 * belongs to one thread, and ends before its store.
 */
#ifndef LNDS_MESH_VIEW_H
#define LNDS_MESH_VIEW_H

#include "mesh/store/batchlog.h"

enum lnds_mesh_qc { LNDS_MESH_QC_ACCEPTED, LNDS_MESH_QC_STRICT, LNDS_MESH_QC_RAW };

struct lnds_mesh_view_opts {
	enum lnds_mesh_qc qc;
	bool has_as_of;
	uint16_t as_of; /* day since 1970; the end of that UTC day */
	bool scan;
	bool sums_only; /* nobody asks for min and max: a year is two rows of the day table */
};

/* Sums of one station over [start, end): exact. */
struct lnds_mesh_sums {
	int64_t sum;		  /* of q + offset, scaled to the view's e; scalar */
	int64_t sum_sin, sum_cos; /* units of 2^-30; vector */
	uint64_t n;		  /* values that count */
	uint64_t
		expected; /* moments of the station's cadence in the period; 0: not known */
	int64_t min,
		max; /* of q + offset at the view's e; where n > 0 and not sums_only */
	uint64_t suspects; /* of the n */
};

struct lnds_mesh_view;
struct lnds_mesh_view *lnds_mesh_view_new(struct lnds_mesh_store *s, uint32_t param,
	const struct lnds_mesh_view_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Opens what a period needs and fixes the decimals that answers within it have: those of the
 * parameter, or of its years if one has more. Before the first sums of a question. */
bool lnds_mesh_view_reach(struct lnds_mesh_view *v, int64_t start, int64_t end,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Decimals of sums and values: what the last reach fixed, more once a period beyond it
 * needed more. */
int lnds_mesh_view_e(const struct lnds_mesh_view *v);
/* station[i] for i < n; out has n elements. A slot counts if it starts in the period. LNDS_DATA:
 * sums beyond 64 bits. */
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
/* Phase and cadence of a station at t, in s; false where it has no data in that year. The year lies
 * in a period that was reached. */
bool lnds_mesh_view_cadence(const struct lnds_mesh_view *v, uint32_t station, int64_t t,
	uint32_t *phase, uint32_t *cadence);
/* Has the station a series in a year of this period (reached)? As of a day: had it. */
bool lnds_mesh_view_has(
	const struct lnds_mesh_view *v, uint32_t station, int64_t start, int64_t end);
/* The years that may hold something, as a period; start == end where there are none. */
void lnds_mesh_view_extent(const struct lnds_mesh_view *v, int64_t *start, int64_t *end);
void lnds_mesh_view_free(struct lnds_mesh_view *v); /* NULL allowed */

#endif

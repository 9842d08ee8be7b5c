/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The quality tests that look at one station alone: step and persistence, over its values
 * of one parameter in order of time. Rejected values are passed over as if they were not
 * there: what is impossible is no neighbour. Flags that qc itself set do not count
 * either, so that the tests say the same when they are run again.
 */
#ifndef LNDS_MESH_QC_SERIES_H
#define LNDS_MESH_QC_SERIES_H

#include "mesh/store/segment.h"

/* Zero-initialise it; use it again after n = 0; free it in the end. */
struct lnds_mesh_qc_series {
	size_t n, cap;
	int64_t *t;	   /* where the slot starts, UTC s, ascending */
	int64_t *value;	   /* in 10^-e */
	uint32_t *cadence; /* s, of the value's year */
	uint8_t *flags;	   /* that stand */
	uint8_t *found;	   /* what the tests say: LNDS_MESH_STEP, _PERSIST, _BUDDY */
};

void lnds_mesh_qc_add(struct lnds_mesh_qc_series *s, int64_t t, int64_t value,
	uint32_t cadence, uint8_t flags);
/* |v - the value before| over limit · max(1, cadence / 10 min); limit in 10^-e. Only
 * where the slot before has a value; a lone spike flags the value that sticks out, not
 * the way back. `circular`: values that go round (directions), the same again after so
 * many units; 0: not. */
void lnds_mesh_qc_step(struct lnds_mesh_qc_series *s, int64_t limit, int64_t circular);
/* Equal values for so many hours, at least three of them; gaps of up to an hour (of
 * two slots, where these are longer) do not end it. Values equal to `not_this` and
 * from `not_from` on may last (INT64_MIN, INT64_MAX: none). */
void lnds_mesh_qc_persist(struct lnds_mesh_qc_series *s, uint32_t hours, int64_t not_this,
	int64_t not_from);
void lnds_mesh_qc_series_free(struct lnds_mesh_qc_series *s);

#endif

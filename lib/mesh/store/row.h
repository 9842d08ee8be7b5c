/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One station's year of a parameter in memory: what its segment holds with batches laid over it,
 * slot by slot, and the history that results. Compaction writes rows, ingest counts what a
 * batch would change by them. A row is used again and again; zero-initialise it once.
 */
#ifndef LNDS_MESH_ROW_H
#define LNDS_MESH_ROW_H

#include "mesh/store/batchlog.h"

struct lnds_mesh_row {
	uint32_t low, high; /* slots [low, high): arrays begin at `low` */
	int e;		    /* of q */
	int32_t *q;	    /* LNDS_MESH_NULL: none */
	uint8_t *flags;
	uint16_t *filled;	 /* arrival day of the value that filled the slot */
	uint16_t *last;		 /* arrival day of what stands there now */
	uint32_t phase, cadence; /* cadence 0: nothing was ever given */
	struct lnds_mesh_change *change; /* as they came; station 0 */
	size_t nchange;

	/* Since begin, by runs: */
	uint64_t fresh, same, changed, flagged;
	uint32_t first_changed; /* slot; where changed is not 0 */

	size_t cap, change_cap;
};

/* Empty, with e decimals. */
void lnds_mesh_row_begin(struct lnds_mesh_row *r, uint32_t low, uint32_t high, int e);
/* Lays the segment's row under it; first of all. False: a value does not fit into e decimals. */
bool lnds_mesh_row_segment(struct lnds_mesh_row *r, const struct lnds_mesh_segment *g,
	uint32_t station) LNDS_MUST_CHECK;
/* Lays a run over it; flags: those that belong to a run of values, or NULL. Slots outside [low,
 * high) are passed over. False as above. */
bool lnds_mesh_row_run(struct lnds_mesh_row *r, const struct lnds_mesh_run *run,
	const uint8_t *flags, uint16_t arrival, enum lnds_mesh_dup dup) LNDS_MUST_CHECK;
void lnds_mesh_row_free(struct lnds_mesh_row *r);

/* 10^n, n from 0 to 9. */
int64_t lnds_mesh_ten(int n);

#endif

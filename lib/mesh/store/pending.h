/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The runs of the batches that wait for compaction, sorted by parameter, year and station
 * and then in the order in which they came. Owns the batches it opened.
 */
#ifndef LNDS_MESH_PENDING_H
#define LNDS_MESH_PENDING_H

#include "mesh/store/segment_write.h"

struct lnds_mesh_pending_run {
	struct lnds_mesh_run run;
	const uint8_t *flags; /* of a run of values, or NULL */
	uint32_t order;
	uint16_t arrival;
	uint8_t dup; /* enum lnds_mesh_dup */
};
struct lnds_mesh_pending {
	struct lnds_mesh_batch **batch;
	size_t nbatch;
	struct lnds_mesh_pending_run *run;
	size_t n, cap;
};

/* All batches of the manifest; `full` verifies payloads too. */
bool lnds_mesh_pending_open(struct lnds_mesh_store *s, bool full,
	struct lnds_mesh_pending *p, struct lnds_err *err) LNDS_MUST_CHECK;
/* The runs of one batch more (they come after all others); b stays the caller's. */
bool lnds_mesh_pending_add(struct lnds_mesh_pending *p, struct lnds_mesh_batch *b,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_pending_sort(struct lnds_mesh_pending *p);
void lnds_mesh_pending_close(struct lnds_mesh_pending *p);
/* Are the payloads of n runs as they were written? LNDS_INTEGRITY naming the file. */
bool lnds_mesh_pending_sound(const struct lnds_mesh_pending_run *run, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* The runs [from, *to) are of the parameter and year (and station) of run `from`. */
size_t lnds_mesh_pending_year(const struct lnds_mesh_pending *p, size_t from);
size_t lnds_mesh_pending_station(const struct lnds_mesh_pending *p, size_t from);

/* The manifest's segment of a parameter and year, or NULL. */
const struct lnds_mesh_seg_entry *lnds_mesh_seg_find(
	const struct lnds_mesh_store *s, uint32_t param, uint16_t year);
/* Decimals, width and stations of the segment that `g` (NULL: none) and these runs make. False: no
 * common number of decimals holds them all. */
bool lnds_mesh_plan(const struct lnds_mesh_store *s, const struct lnds_mesh_segment *g,
	uint32_t param, uint16_t year, const struct lnds_mesh_pending_run *run, size_t n,
	struct lnds_mesh_plan *plan) LNDS_MUST_CHECK;

#endif

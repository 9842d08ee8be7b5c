/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A segment being written, station after station, in one pass; it appears whole or not at all. */
#ifndef LNDS_MESH_SEGMENT_WRITE_H
#define LNDS_MESH_SEGMENT_WRITE_H

#include "mesh/store/row.h"

struct lnds_mesh_plan { /* what all rows of a segment share */
	uint32_t param;
	uint16_t year;
	uint8_t width; /* 2 or 4, wide enough for every row */
	int e;
	uint32_t nstations; /* at least 1 */
	uint32_t gen;
};
struct lnds_mesh_seg_writer;

struct lnds_mesh_seg_writer *lnds_mesh_seg_begin(struct lnds_mesh_store *s,
	const struct lnds_mesh_plan *plan, struct lnds_err *err) LNDS_MUST_CHECK;
/* The next station's row: all slots of the year, at the plan's e. */
bool lnds_mesh_seg_add(struct lnds_mesh_seg_writer *w, const struct lnds_mesh_row *row,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Once all stations were given. Frees w. */
bool lnds_mesh_seg_commit(struct lnds_mesh_seg_writer *w,
	struct lnds_mesh_seg_entry *entry, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_seg_abort(struct lnds_mesh_seg_writer *w); /* NULL allowed */

/* The day table's row of one station out of its year; `stride` elements from day to day,
 * ndays + 1 of them. */
void lnds_mesh_days(const struct lnds_mesh_row *row, uint32_t ndays,
	struct lnds_mesh_day *day, size_t stride);
void lnds_mesh_vector_days(const struct lnds_mesh_row *row, int64_t offset,
	uint32_t ndays, struct lnds_mesh_vector_day *day, size_t stride);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A segment, .lmx: one parameter, one UTC year, all stations; little-endian, immutable, mapped. Offsets as
 * man lnds-formats says. Open verifies length, header, section table and all sections but the large
 * ones, DATA and DAYS: these whoever answers from them asks for (days_sound, row_sound), or all with
 * `full`. Everything a segment gives lives until it is closed.
 */
#ifndef LNDS_MESH_SEGMENT_H
#define LNDS_MESH_SEGMENT_H

#include "mesh/store/store.h"

#define LNDS_MESH_NULL INT32_MIN /* a slot without value, whatever the width */

enum lnds_mesh_flag {
	LNDS_MESH_RANGE = 1,
	LNDS_MESH_STEP = 2,
	LNDS_MESH_PERSIST = 4,
	LNDS_MESH_BUDDY = 8,
	LNDS_MESH_SUSPECT = 16,
	LNDS_MESH_REJECTED = 32,
	LNDS_MESH_ACCEPTED = 64,
	LNDS_MESH_NOTE = 128,
};
static inline bool lnds_mesh_rejected(uint8_t f)
{
	return (f & (LNDS_MESH_RANGE | LNDS_MESH_REJECTED)) && !(f & LNDS_MESH_ACCEPTED);
}
static inline bool lnds_mesh_suspect(uint8_t f)
{
	return (f & (LNDS_MESH_STEP | LNDS_MESH_PERSIST | LNDS_MESH_BUDDY |
			    LNDS_MESH_SUSPECT)) &&
	       !(f & LNDS_MESH_ACCEPTED);
}

/* As in the file. */
struct lnds_mesh_dir {
	char id[32];
	uint32_t phase, cadence, first, last, values, qc_first, qc_runs, crc;
};
struct lnds_mesh_day { /* exclusive prefix over days of accepted values' q; min, max
			 of that day, both LNDS_MESH_NULL where it has none */
	int64_t sum;
	uint32_t n, suspects;
	int32_t min, max;
};
struct lnds_mesh_vector_day {
	int64_t sum_sin, sum_cos;
	uint32_t n, suspects;
};
struct lnds_mesh_qc_run {
	uint32_t slot;
	uint16_t n;
	uint8_t flags, zero;
};
struct lnds_mesh_fill {
	uint32_t station, slot, n;
	uint16_t arrival, zero;
};
struct lnds_mesh_change {
	uint32_t station, slot;
	int32_t old;
	uint16_t arrival;
	uint8_t flags, zero;
};

struct lnds_mesh_segment {
	uint16_t year;
	int64_t t0;
	uint32_t step, nslots, nstations, ndays;
	uint8_t width; /* 2 or 4 */
	int8_t e;
	bool vector;
	int64_t offset;
	const struct lnds_mesh_dir *dir;
	const void *data;		 /* int16_t or int32_t [station][slot] */
	const struct lnds_mesh_day *day; /* [ndays + 1][station], scalar */
	const struct lnds_mesh_vector_day *vector_day; /* or vector */
	const struct lnds_mesh_qc_run *qc;
	const struct lnds_mesh_fill *fill;
	const struct lnds_mesh_change *change;
	size_t nqc, nfill, nchange;
	const char *path; /* the store's */
	uint32_t days_crc;
	uint64_t *
		sound; /* stations whose row of DATA is verified, a bit each; NULL: all */
	void *map;
	size_t map_n;
};

/* LNDS_INTEGRITY naming file and section; err->sys is ENOENT where the file is gone (a
 * compaction won: lnds_mesh_store_refresh). */
bool lnds_mesh_segment_open(struct lnds_mesh_store *s,
	const struct lnds_mesh_seg_entry *entry, bool full, struct lnds_mesh_segment *seg,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_segment_close(struct lnds_mesh_segment *seg);
/* Is the day table as it was written? LNDS_INTEGRITY. */
bool lnds_mesh_segment_days_sound(
	const struct lnds_mesh_segment *g, struct lnds_err *err) LNDS_MUST_CHECK;
/* And a station's row of DATA? Looks once and remembers, so a segment is of one thread. A station
 * that the segment does not have is sound. */
bool lnds_mesh_segment_row_sound(const struct lnds_mesh_segment *g, uint32_t station,
	struct lnds_err *err) LNDS_MUST_CHECK;

/* Slot of a segment as q, LNDS_MESH_NULL where there is none. */
static inline int32_t lnds_mesh_q(
	const struct lnds_mesh_segment *g, uint32_t station, uint32_t slot)
{
	size_t at = (size_t)station * g->nslots + slot;
	int16_t narrow;

	if (g->width == 4)
		return ((const int32_t *)g->data)[at];
	narrow = ((const int16_t *)g->data)[at];
	return narrow == INT16_MIN ? LNDS_MESH_NULL : narrow;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch, .lmb: what one ingest run (or qc) brought, as runs of consecutive slots. The append log of
 * a store is the sequence of its batches; compact.h folds them into segments. The writer
 * keeps one open run a series (up to 2048 slots; closed by a gap over 16, a step back, or when full) and
 * commits the whole batch or nothing.
 */
#ifndef LNDS_MESH_BATCHLOG_H
#define LNDS_MESH_BATCHLOG_H

#include "mesh/store/segment.h"

enum lnds_mesh_dup { LNDS_MESH_LAST, LNDS_MESH_FIRST, LNDS_MESH_ERROR };
enum lnds_mesh_off_grid { LNDS_MESH_OFF_ERROR, LNDS_MESH_FLOOR, LNDS_MESH_NEAREST };

struct lnds_mesh_writer_opts {
	enum lnds_mesh_dup dup;
	enum lnds_mesh_off_grid off_grid;
	uint16_t arrival; /* day since 1970 */
};
struct lnds_mesh_ingested {
	uint64_t rows, values, fresh, same, changed, null, out_of_range;
	uint64_t flagged; /* values that stayed and got other flags */
	uint64_t
		seq; /* of the batch; 0: it would have changed nothing, and is not kept */
};

/* A series being written: (parameter, station). Borrowed from the writer until commit. */
struct lnds_mesh_series;
struct lnds_mesh_writer;

struct lnds_mesh_writer *lnds_mesh_writer_new(struct lnds_mesh_store *s,
	const struct lnds_mesh_writer_opts *o, struct lnds_err *err) LNDS_MUST_CHECK;
/* Made on first use. cadence: seconds, divides a day, a multiple of the step; 0: that which the store has
 * (flags alone). */
struct lnds_mesh_series *lnds_mesh_writer_series(
	struct lnds_mesh_writer *w, uint32_t param, uint32_t station, uint32_t cadence);
/* The value m · 10^-e of the interval that starts at t; flags are those of the source (range is
 * judged here). LNDS_DATA, without location: it cannot be stored, and where that is for its time the
 * error has an id (off-grid, bad-time). What dup policy ERROR forbids is told at commit. */
bool lnds_mesh_put(struct lnds_mesh_writer *w, struct lnds_mesh_series *series, int64_t t,
	int64_t m, int e, uint8_t flags, struct lnds_err *err) LNDS_MUST_CHECK;
/* Flags alone for n slots from t (qc). */
bool lnds_mesh_put_flags(struct lnds_mesh_writer *w, struct lnds_mesh_series *series,
	int64_t t, uint32_t n, uint8_t flags, struct lnds_err *err) LNDS_MUST_CHECK;
/* Judges duplicates against the store with its pending batches: after it nothing is put any more, and
 * only the system can still say no. What the batch alone needs is written then. */
bool lnds_mesh_writer_judge(
	struct lnds_mesh_writer *w, struct lnds_err *err) LNDS_MUST_CHECK;
/* Judges, unless that was done; writes the file, commits MANIFEST. */
bool lnds_mesh_writer_commit(struct lnds_mesh_writer *w,
	struct lnds_mesh_ingested *counts, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_writer_free(
	struct lnds_mesh_writer *w); /* without commit: nothing happened */

/* Reading: runs of one batch file, mapped. */
enum lnds_mesh_run_kind {
	LNDS_MESH_RUN_VALUES, /* replaces flags too; flags follow in a run of the same slots */
	LNDS_MESH_RUN_FLAGS,  /* alone (qc): added to those of its slots */
	LNDS_MESH_RUN_SERIES, /* phase and cadence, before the first run of a series */
};
struct lnds_mesh_batch;
struct lnds_mesh_run {
	uint32_t param, station;
	uint16_t year;
	uint8_t width, kind;
	int8_t e;
	uint32_t slot, n;
	const void *value; /* int16_t, int32_t: q, null the lowest; or uint8_t flags */
	uint32_t phase, cadence;	     /* of SERIES */
	const struct lnds_mesh_batch *batch; /* that it is mapped from */
};
struct lnds_mesh_batch *lnds_mesh_batch_open(struct lnds_mesh_store *s,
	const struct lnds_mesh_batch_entry *entry, bool full,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The same of a file that is not yet in place; fd stays the caller's. */
struct lnds_mesh_batch *lnds_mesh_batch_fd(struct lnds_mesh_store *s, int fd,
	const char *path, const struct lnds_mesh_batch_entry *entry,
	struct lnds_err *err) LNDS_MUST_CHECK;
uint16_t lnds_mesh_batch_arrival(const struct lnds_mesh_batch *b);
enum lnds_mesh_dup lnds_mesh_batch_dup(const struct lnds_mesh_batch *b);
/* Runs in file order, in bounds; 1, 0 at the end, -1 damage. */
int lnds_mesh_batch_next(struct lnds_mesh_batch *b, struct lnds_mesh_run *run,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Is this payload (`value` of a run that batch_next gave) as it was written? A batch opened
 * in full has been asked already. */
bool lnds_mesh_batch_sound(const struct lnds_mesh_batch *b, const void *value,
	struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_batch_close(struct lnds_mesh_batch *b); /* NULL allowed */

/* Value i of a run of values, LNDS_MESH_NULL where none is given. */
static inline int32_t lnds_mesh_run_q(const struct lnds_mesh_run *r, uint32_t i)
{
	int16_t narrow;

	if (r->width == 4)
		return ((const int32_t *)r->value)[i];
	narrow = ((const int16_t *)r->value)[i];
	return narrow == INT16_MIN ? LNDS_MESH_NULL : narrow;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store: a directory of immutable files and one MANIFEST that alone decides which of them exist
 * (man lnds-formats, MESH STORE). Readers take no lock and keep the generation they opened; a listed file that
 * is gone means that a compaction won: the manifest is read again, at most five times, then LNDS_INTEGRITY. One
 * writer at a time holds .lock (os/lock.h; LNDS_TEMPORARY after `wait` seconds) and first removes what a crash left.
 */
#ifndef LNDS_MESH_STORE_H
#define LNDS_MESH_STORE_H

#include <sys/stat.h>

#include "mesh/measure/crs.h"
#include "mesh/store/manifest.h"
#include "mesh/store/station.h"

struct lnds_mesh_store {
	const char *dir; /* as given, borrowed */
	uint32_t step;	 /* s, divides 86400 */
	char crs_name[16];
	struct lnds_mesh_crs crs;
	struct lnds_sv attribution; /* or empty */
	struct lnds_mesh_params params;
	struct lnds_mesh_stations stations; /* with planar coordinates */
	struct lnds_mesh_manifest manifest;
	struct stat manifest_seen; /* the file as it was just before it was read */
	struct lnds_arena arena;
	int lock_fd;			   /* -1: opened for reading */
	size_t params_read, stations_read; /* bytes of the tables that are known */
};

/* A new store in a directory that does not exist or is empty, or where an init was killed;
 * LNDS_USAGE else, and for an unknown reference system or a step that does not divide a day. */
bool lnds_mesh_store_init(const char *dir, const char *crs, uint32_t step,
	const char *attribution, struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_mesh_store *lnds_mesh_store_open(
	const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
/* With the lock, what a crash left removed. */
struct lnds_mesh_store *lnds_mesh_store_open_write(
	const char *dir, unsigned wait, struct lnds_err *err) LNDS_MUST_CHECK;
/* Reads MANIFEST again (a compaction won), and what was added to the tables: pointers to stations and
 * parameters are void, their numbers stay. */
bool lnds_mesh_store_refresh(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* Replaces MANIFEST by s->manifest, its gen counted up. On failure gen is as before. */
bool lnds_mesh_store_commit(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* Appends lines (NDJSON, each with its LF) to stations.ndjson, params.ndjson or
 * sources.ndjson, whole or not at all, and to the tables in memory. Lines that the table
 * refuses are not written. */
bool lnds_mesh_store_append(struct lnds_mesh_store *s, const char *file,
	struct lnds_sv lines, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_store_close(struct lnds_mesh_store *s); /* NULL allowed */

/* dir/rest, in the store's arena. */
const char *lnds_mesh_path(struct lnds_mesh_store *s, const char *fmt, ...)
	LNDS_PRINTF(2, 3);
const char *lnds_mesh_seg_path(
	struct lnds_mesh_store *s, const struct lnds_mesh_seg_entry *e);
const char *lnds_mesh_batch_path(struct lnds_mesh_store *s, uint64_t seq);

#endif

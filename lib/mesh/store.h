/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store: a directory of immutable files and one MANIFEST that alone decides which of them exist
 * (man lnds-formats, MESH STORE). Readers take no lock and keep the generation they opened; a listed file that
 * is gone means that a compaction won: the manifest is read again, at most five times, then LNDS_INTEGRITY. One
 * writer at a time holds .lock (os/lock.h; LNDS_TEMPORARY after `wait` seconds) and first removes what a crash left.
 */
#ifndef LNDS_MESH_STORE_H
#define LNDS_MESH_STORE_H

#include "mesh/crs.h"
#include "mesh/param.h"
#include "mesh/station.h"

struct lnds_mesh_seg_entry {
	uint32_t param; /* row of the parameter table */
	uint16_t year;
	uint32_t gen, crc; /* crc: of the file's header */
	uint64_t bytes;
};
struct lnds_mesh_batch_entry {
	uint64_t seq, bytes;
	uint32_t crc;
};
struct lnds_mesh_manifest {
	uint64_t gen;
	struct lnds_mesh_seg_entry *seg; /* ascending (param id, year) */
	size_t nseg;
	struct lnds_mesh_batch_entry *batch; /* ascending seq */
	size_t nbatch;
};

struct lnds_mesh_store {
	const char *dir; /* as given, borrowed */
	int dir_fd;
	uint32_t step; /* s, divides 86400 */
	char crs_name[16];
	struct lnds_mesh_crs crs;
	struct lnds_sv attribution;
	struct lnds_mesh_params params;
	struct lnds_mesh_stations stations;
	struct lnds_mesh_manifest manifest;
	struct lnds_arena arena;
	int lock_fd; /* -1: reader */
};

/* A new store in a directory that does not exist or is empty; LNDS_USAGE else. */
bool lnds_mesh_store_init(const char *dir, const char *crs, uint32_t step,
	const char *attribution, struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_mesh_store *lnds_mesh_store_open(
	const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
/* With the lock, orphans removed. */
struct lnds_mesh_store *lnds_mesh_store_open_write(
	const char *dir, uint32_t wait, struct lnds_err *err) LNDS_MUST_CHECK;
/* Reads MANIFEST again (a compaction won). */
bool lnds_mesh_store_refresh(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* Replaces MANIFEST by s->manifest with gen + 1: .tmp, fsync, rename, fsync of the directory. */
bool lnds_mesh_manifest_commit(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* Appends rows (NDJSON lines) to stations.ndjson, params.ndjson or sources.ndjson, whole or not at all. */
bool lnds_mesh_store_append(struct lnds_mesh_store *s, const char *file,
	struct lnds_sv lines, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_store_close(struct lnds_mesh_store *s);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MANIFEST of a store: read, checked by its CRC, and replaced whole (os/atomic.h). It
 * alone decides which segments and batches exist. Owned by whoever parsed it.
 */
#ifndef LNDS_MESH_MANIFEST_H
#define LNDS_MESH_MANIFEST_H

#include "mesh/store/param.h"

struct lnds_mesh_seg_entry {
	uint32_t param; /* row of the parameter table */
	uint16_t year;
	uint32_t gen, crc; /* crc: of the file's header and section table */
	uint64_t bytes;
};
struct lnds_mesh_batch_entry {
	uint64_t seq, bytes;
	uint32_t crc; /* of the file's header */
};
struct lnds_mesh_manifest {
	uint64_t gen;
	struct lnds_mesh_seg_entry *seg; /* ascending (param id, year) */
	size_t nseg;
	struct lnds_mesh_batch_entry *batch; /* ascending seq */
	size_t nbatch;
};

int lnds_mesh_seg_cmp(const struct lnds_mesh_params *params,
	const struct lnds_mesh_seg_entry *a, const struct lnds_mesh_seg_entry *b);
void lnds_mesh_manifest_text(const struct lnds_mesh_manifest *m,
	const struct lnds_mesh_params *params, struct lnds_buf *out);
/* LNDS_INTEGRITY for anything that lnds_mesh_manifest_text does not write. */
bool lnds_mesh_manifest_parse(struct lnds_sv text, const struct lnds_mesh_params *params,
	struct lnds_mesh_manifest *m, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_mesh_manifest_write(const char *path, const struct lnds_mesh_manifest *m,
	const struct lnds_mesh_params *params, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_manifest_free(struct lnds_mesh_manifest *m);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding batches into segments: new files first, then one MANIFEST, then the old ones go. */
#ifndef LNDS_MESH_COMPACT_H
#define LNDS_MESH_COMPACT_H

#include "mesh/store/store.h"

#define LNDS_MESH_MANY_BATCHES 64u
#define LNDS_MESH_MUCH_PENDING (UINT64_C(16) << 20)

/* Is more pending than should be? */
bool lnds_mesh_compact_due(const struct lnds_mesh_store *s);
/* The store is open for writing. `all`: every segment is written anew. Where it fails, the store
 * answers as before. */
bool lnds_mesh_compact(
	struct lnds_mesh_store *s, bool all, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

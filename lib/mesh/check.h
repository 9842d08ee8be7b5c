/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifying a store: every byte of every file that MANIFEST lists, and what they say together. */
#ifndef LNDS_MESH_CHECK_H
#define LNDS_MESH_CHECK_H

#include "mesh/store/store.h"

/* Appends one line a fault to `out` and counts them. False only where the check itself cannot
 * go on. Where a compaction wins meanwhile, it begins anew. */
bool lnds_mesh_check(struct lnds_mesh_store *s, struct lnds_buf *out, uint64_t *faults,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

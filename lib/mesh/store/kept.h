/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of a store as readers open them: whole, regular, without waiting. A folder or a pipe in
 * the place of a file is damage like any other, and so is a file that is not there
 * (err->sys ENOENT: perhaps a compaction won).
 */
#ifndef LNDS_MESH_KEPT_H
#define LNDS_MESH_KEPT_H

#include "base/buf.h"
#include "os/mapping.h"

/* LNDS_INTEGRITY where there is no such file, LNDS_SYSTEM where the system says no. */
bool lnds_mesh_kept_map(
	const char *path, struct lnds_mapping *m, struct lnds_err *err) LNDS_MUST_CHECK;
/* Appends the whole file, at most `limit` bytes (more: LNDS_INTEGRITY). */
bool lnds_mesh_kept_read(const char *path, size_t limit, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

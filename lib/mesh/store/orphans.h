/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a killed writer left: not in MANIFEST, so nobody reads them. */
#ifndef LNDS_MESH_ORPHANS_H
#define LNDS_MESH_ORPHANS_H

#include "mesh/store/store.h"

/* Removes them from log/, seg/ and the store's own folder. The caller holds the lock. */
bool lnds_mesh_orphans_remove(
	struct lnds_mesh_store *s, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

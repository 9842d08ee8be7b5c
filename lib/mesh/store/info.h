/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a store holds, a line a parameter and year. */
#ifndef LNDS_MESH_INFO_H
#define LNDS_MESH_INFO_H

#include "mesh/store/store.h"

/* CSV: param,year,stations,values,bytes,pending; pending values are those that batches bring, whether
 * new or not. Where a compaction wins meanwhile, it begins anew. */
bool lnds_mesh_info(struct lnds_mesh_store *s, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif

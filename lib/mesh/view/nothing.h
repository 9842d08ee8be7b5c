/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an answer has no line: in words, with what there is instead. */
#ifndef LNDS_MESH_NOTHING_H
#define LNDS_MESH_NOTHING_H

#include "base/buf.h"
#include "mesh/view/select.h"

/* Appends a sentence. view[i] is that of sel->param[i]. */
void lnds_mesh_nothing(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	struct lnds_buf *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which stations a question is about: named, in a box, near a point, or all. */
#ifndef LNDS_MESH_PICK_H
#define LNDS_MESH_PICK_H

#include "mesh/view/select.h"

/* Fills station and nstation by what ask says; period is filled. Where a station stands is judged by
 * its epochs within the period. LNDS_USAGE. */
bool lnds_mesh_pick(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *sel, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

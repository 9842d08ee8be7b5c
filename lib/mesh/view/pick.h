/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which stations a question is about: named, in a box, near a point, or all; and which of some
 * words is meant.
 */
#ifndef LNDS_MESH_PICK_H
#define LNDS_MESH_PICK_H

#include "mesh/view/select.h"

/* Fills station and nstation by what ask says; period is filled. Where a station stands is judged by
 * its epochs within the period. LNDS_USAGE. */
bool lnds_mesh_pick(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *sel, struct lnds_err *err) LNDS_MUST_CHECK;
/* Which of n words (at most LNDS_MESH_STATS) `text`, the value of `what`, is; LNDS_USAGE
 * with the nearest as hint, or all of them. */
bool lnds_mesh_word(struct lnds_sv text, const char *what, const char *const *name,
	unsigned n, unsigned *at, struct lnds_err *err) LNDS_MUST_CHECK;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Views of a store kept open from question to question (batch). A view is found again by parameter and
 * options; the longest unused one goes when there are too many. Before every question the
 * manifest is looked at: what was committed meanwhile is in the next answer.
 */
#ifndef LNDS_MESH_VIEWS_H
#define LNDS_MESH_VIEWS_H

#include "mesh/view/select.h"

struct lnds_mesh_views;
struct lnds_mesh_views *lnds_mesh_views_new(struct lnds_mesh_store *s);
/* Views of sel->param[i] for i < sel->nparam, at most LNDS_MESH_VIEWS_MOST, that have
 * reached the period; borrowed until the next call. */
#define LNDS_MESH_VIEWS_MOST 64u
bool lnds_mesh_views_of(struct lnds_mesh_views *c, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_view **view, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_views_free(struct lnds_mesh_views *c); /* NULL allowed */

#endif

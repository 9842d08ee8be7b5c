/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is missing when nothing was selected; see nothing.h. */
#include "mesh/view/nothing.h"

/* The years in which any of the parameters may have values. False: none. */
static bool years(const struct lnds_mesh_selection *sel,
	struct lnds_mesh_view *const *view, struct lnds_mesh_period *all)
{
	struct lnds_mesh_period one;
	bool any = false;
	uint32_t i;

	for (i = 0; i < sel->nparam; i++) {
		lnds_mesh_view_extent(view[i], &one.start, &one.end);
		if (one.start == one.end)
			continue;
		all->start = any && all->start < one.start ? all->start : one.start;
		all->end = any && all->end > one.end ? all->end : one.end;
		any = true;
	}
	return any;
}

void lnds_mesh_nothing(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	struct lnds_buf *out)
{
	struct lnds_mesh_period there;
	const char *where = "in that period";
	int first, last;
	uint32_t i;

	if (!sel->nstation) {
		lnds_buf_str(out, "no station is there (lnds-mesh stations lists all)");
		return;
	}
	if (!years(sel, view, &there))
		where = "in this store";
	else if (there.start < sel->period.end && sel->period.start < there.end)
		where = "of these stations in that period";
	lnds_buf_str(out, sel->by == LNDS_MESH_SLOT ? "no value of " : "no series of ");
	for (i = 0; i < sel->nparam; i++)
		lnds_buf_printf(
			out, "%s'%s'", i ? ", " : "", s->params.item[sel->param[i]].id);
	lnds_buf_printf(out, " %s", where);
	if (!years(sel, view, &there)) {
		lnds_buf_str(out, " (lnds-mesh info lists what it holds)");
		return;
	}
	first = lnds_mesh_year(there.start);
	last = lnds_mesh_year(there.end - 86400 - 1); /* slots may start a phase later */
	if (first == last)
		lnds_buf_printf(out, " (the store has the year %d)", first);
	else
		lnds_buf_printf(out, " (the store has %d to %d)", first, last);
}

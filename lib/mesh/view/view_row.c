/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of a view: segment and all pending runs, then, as of a day, history undone. Runs that arrived
 * after the day are laid and undone like compacted ones, so that compaction changes no answer.
 */
#include "base/alloc.h"
#include "mesh/view/view_inner.h"

/* The first run of a station. */
static size_t first_run(const struct lnds_mesh_year *y, uint32_t station)
{
	size_t low = 0, high = y->nrun, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (y->run[mid].run.station < station)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A slot is settled by the newest change that the day already knew: what stood before it no
 * longer matters, and the slot had a value. */
static void undo(struct lnds_mesh_view *v)
{
	struct lnds_mesh_row *r = &v->row;
	const uint32_t n = r->high - r->low;
	const struct lnds_mesh_change *c;
	uint32_t i;
	size_t k;

	if (n > v->nsettled) {
		v->nsettled = n;
		v->settled = lnds_realloc(v->settled, n, sizeof(*v->settled));
	}
	memset(v->settled, 0, n);
	for (k = r->nchange; k-- > 0;) {
		c = &r->change[k];
		i = c->slot - r->low;
		if (v->settled[i])
			continue;
		if (c->arrival <= v->o.as_of) {
			v->settled[i] = 1;
			continue;
		}
		r->q[i] = c->old;
		r->flags[i] = c->flags;
	}
	for (i = 0; i < n; i++)
		if (!v->settled[i] && r->filled[i] > v->o.as_of) {
			r->q[i] = LNDS_MESH_NULL;
			r->flags[i] = 0;
		}
}

static bool lay(
	struct lnds_mesh_view *v, const struct lnds_mesh_year *y, uint32_t station)
{
	size_t i;

	if (y->has_segment && !lnds_mesh_row_segment(&v->row, &y->g, station))
		return false;
	for (i = first_run(y, station); i < y->nrun; i++) {
		if (y->run[i].run.station != station)
			break;
		if (!lnds_mesh_row_run(&v->row, &y->run[i].run, y->run[i].flags,
			    y->run[i].arrival, (enum lnds_mesh_dup)y->run[i].dup))
			return false;
	}
	return true;
}

bool lnds_mesh_view_row(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t low, uint32_t high, struct lnds_err *err)
{
	if (y->has_segment && !lnds_mesh_segment_row_sound(&y->g, station, err))
		return false;
	lnds_mesh_row_begin(&v->row, low, high, y->e);
	if (!lay(v, y, station))
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"parameter '%s', year %u: values do not fit their decimals",
			v->s->params.item[v->param].id, y->year);
	if (v->o.has_as_of)
		undo(v);
	return true;
}

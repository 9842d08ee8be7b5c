/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of points: a statistic over the time for which a station stood there; see points.h. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/points.h"

static double value_of(const struct lnds_mesh_param *param, struct lnds_mesh_view *v,
	const struct lnds_mesh_fill_opts *o, const struct lnds_mesh_sums *sums)
{
	const struct lnds_mesh_answer a =
		lnds_mesh_stat(param, lnds_mesh_view_e(v), sums, o->stat, o->cover_ppm);

	return a.null ? NAN : lnds_mesh_double(a);
}

/* The value of a point whose epoch is not the whole period. */
static bool part(struct lnds_mesh_point *p, const struct lnds_mesh_epoch *e,
	const struct lnds_mesh_param *param, struct lnds_mesh_view *v,
	const struct lnds_mesh_fill_opts *o, uint64_t expected, struct lnds_err *err)
{
	const int64_t start = e->from > o->start ? e->from : o->start;
	const int64_t end = e->to < o->end ? e->to : o->end;
	struct lnds_mesh_sums sums;

	if (start >= end)
		return true;
	if (!lnds_mesh_view_sums(v, &p->station, 1, start, end, &sums, err))
		return false;
	sums.expected = expected;
	p->value = value_of(param, v, o, &sums);
	return true;
}

/* The points of one station, p[0, n). */
static bool station(struct lnds_mesh_point *p, uint32_t n,
	const struct lnds_mesh_station *st, const struct lnds_mesh_param *param,
	struct lnds_mesh_view *v, const struct lnds_mesh_fill_opts *o,
	const struct lnds_mesh_sums *whole, struct lnds_err *err)
{
	const struct lnds_mesh_epoch *e;
	uint32_t i;

	for (i = 0; i < n; i++) {
		e = &st->epoch[p[i].epoch];
		if (e->from <= o->start && e->to >= o->end)
			p[i].value = value_of(param, v, o, whole);
		else if (!part(&p[i], e, param, v, o, whole->expected, err))
			return false;
	}
	return true;
}

bool lnds_mesh_points_fill(struct lnds_mesh_points *p, const struct lnds_mesh_stations *s,
	const struct lnds_mesh_param *param, struct lnds_mesh_view *v,
	const struct lnds_mesh_fill_opts *o, uint32_t *placeless, struct lnds_err *err)
{
	struct lnds_mesh_sums *sums = lnds_calloc(o->nstation + 1, sizeof(*sums));
	uint32_t i, at = 0, from;
	bool ok;

	*placeless = 0;
	for (i = 0; i < p->n; i++)
		p->item[i].value = NAN;
	ok = lnds_mesh_view_sums(v, o->station, o->nstation, o->start, o->end, sums, err);
	for (i = 0; ok && i < o->nstation; i++) {
		while (at < p->n && p->item[at].station < o->station[i])
			at++;
		for (from = at; at < p->n && p->item[at].station == o->station[i]; at++)
			;
		*placeless += at == from && sums[i].n;
		ok = station(&p->item[from], at - from, &s->item[o->station[i]], param, v,
			o, &sums[i], err);
	}
	free(sums);
	return ok;
}

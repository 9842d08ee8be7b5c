/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations of a question; see pick.h. */
#include "mesh/view/pick.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/decimal.h"
#include "text/edit.h"

/* A decimal number of a list: "6.13". */
static bool number(struct lnds_sv text, double low, double high, double *out)
{
	struct lnds_mesh_decimal d;

	if (!lnds_mesh_decimal(text, '.', &d))
		return false;
	*out = (double)d.m / pow(10, d.e);
	return *out >= low && *out <= high;
}

static bool unknown(
	const struct lnds_mesh_store *s, struct lnds_sv id, struct lnds_err *err)
{
	struct lnds_sv *names = lnds_calloc(s->stations.n + 1, sizeof(*names));
	uint32_t i;
	int near;

	for (i = 0; i < s->stations.n; i++)
		names[i] = lnds_sv(s->stations.item[i].id);
	near = lnds_nearest(id, names, s->stations.n);
	free(names);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown station '%.*s'", LNDS_SV_ARG(id));
	return near >= 0 ? lnds_hint(err, "did you mean '%s'?", s->stations.item[near].id)
			 : lnds_hint(err, "lnds-mesh stations lists them");
}

static bool named(const struct lnds_mesh_store *s, struct lnds_sv list, bool *wanted,
	struct lnds_err *err)
{
	struct lnds_sv id;
	uint32_t at;

	while (list.p) {
		id = lnds_sv_trim(lnds_sv_cut(list, ',', &list));
		at = lnds_mesh_station_find(&s->stations, id);
		if (at == LNDS_MAP_NONE)
			return unknown(s, id, err);
		wanted[at] = true;
	}
	return true;
}

static bool stood(const struct lnds_mesh_epoch *e, const struct lnds_mesh_period *p)
{
	return !isnan(e->lat) && e->from < p->end && e->to > p->start;
}

static bool boxed(const struct lnds_mesh_store *s, struct lnds_sv text,
	const struct lnds_mesh_period *p, bool *wanted, struct lnds_err *err)
{
	static const double limit[4] = {180, 90, 180, 90};
	const struct lnds_mesh_epoch *e;
	double v[4] = {0};
	uint32_t i, k;

	for (i = 0; i < 4 && text.p; i++)
		if (!number(lnds_sv_cut(text, ',', &text), -limit[i], limit[i], &v[i]))
			break;
	if (i < 4 || text.p || v[0] > v[2] || v[1] > v[3]) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"bbox is west,south,east,north in degrees");
		return lnds_hint(err, "5.7,49.4,6.6,50.2, for instance");
	}
	for (i = 0; i < s->stations.n; i++)
		for (k = 0; k < s->stations.item[i].nepoch; k++) {
			e = &s->stations.item[i].epoch[k];
			wanted[i] |= stood(e, p) && e->lon >= v[0] && e->lon <= v[2] &&
				     e->lat >= v[1] && e->lat <= v[3];
		}
	return true;
}

struct distance {
	double d2;
	uint32_t station;
};

static int by_distance(const void *a, const void *b)
{
	const struct distance *x = a, *y = b;

	if (x->d2 != y->d2)
		return x->d2 < y->d2 ? -1 : 1;
	return (x->station > y->station) - (x->station < y->station);
}

static double away(const struct lnds_mesh_station *s, const struct lnds_mesh_period *p,
	double e, double n)
{
	double d2, least = INFINITY;
	uint32_t k;

	for (k = 0; k < s->nepoch; k++) {
		if (!stood(&s->epoch[k], p))
			continue;
		d2 = (s->epoch[k].e - e) * (s->epoch[k].e - e) +
		     (s->epoch[k].n - n) * (s->epoch[k].n - n);
		least = d2 < least ? d2 : least;
	}
	return least;
}

static bool nearest(const struct lnds_mesh_store *s, struct lnds_sv text,
	const struct lnds_mesh_period *p, bool *wanted, struct lnds_err *err)
{
	double lat, lon, count, e, n;
	struct distance *d;
	uint32_t i, k = 0;

	if (!number(lnds_sv_cut(text, ',', &text), -90, 90, &lat) || !text.p ||
		!number(lnds_sv_cut(text, ',', &text), -180, 180, &lon) || !text.p ||
		!number(lnds_sv_cut(text, ',', &text), 1, 1e6, &count) || text.p ||
		count != floor(count)) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"near is latitude,longitude,number of stations");
		return lnds_hint(err, "49.61,6.13,5, for instance");
	}
	lnds_mesh_project(&s->crs, lat, lon, &e, &n);
	d = lnds_calloc(s->stations.n + 1, sizeof(*d));
	for (i = 0; i < s->stations.n; i++) {
		d[k] = (struct distance){away(&s->stations.item[i], p, e, n), i};
		k += d[k].d2 < (double)INFINITY;
	}
	if (k)
		qsort(d, k, sizeof(*d), by_distance);
	for (i = 0; i < k && i < (uint32_t)count; i++)
		wanted[d[i].station] = true;
	free(d);
	return true;
}

bool lnds_mesh_pick(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *sel, struct lnds_err *err)
{
	const uint32_t all = s->stations.n;
	bool *wanted = lnds_calloc(all + 1, sizeof(*wanted));
	bool ok = true;
	uint32_t i;

	if (ask->station)
		ok = named(s, lnds_sv(ask->station), wanted, err);
	else if (ask->bbox)
		ok = boxed(s, lnds_sv(ask->bbox), &sel->period, wanted, err);
	else if (ask->near)
		ok = nearest(s, lnds_sv(ask->near), &sel->period, wanted, err);
	else
		memset(wanted, 1, all * sizeof(*wanted));
	sel->station = lnds_calloc(all + 1, sizeof(*sel->station));
	for (i = 0; ok && i < all; i++)
		if (wanted[i])
			sel->station[sel->nstation++] = i;
	free(wanted);
	return ok;
}

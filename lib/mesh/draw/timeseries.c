/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series out of a view; see timeseries.h. */
#include "mesh/draw/timeseries.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/words.h"
#include "text/date.h"

/* NetCDF of so many shorts would have 2 GiB. */
#define MOST_MOMENTS (UINT64_C(1) << 30)

/* The values of one station, as they come. */
struct heap {
	int64_t *t, *m;
	uint8_t *flags;
	size_t n, cap;
};

struct job {
	struct lnds_mesh_timeseries_set *set;
	const struct lnds_mesh_selection *sel;
	struct lnds_mesh_view *view;
	struct heap heap;
	struct lnds_mesh_period filled; /* the years of the period that hold something */
	int64_t *edge;			/* of parts, npart + 1 */
	size_t npart;
};

static bool keep(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
	struct lnds_err *err)
{
	struct heap *h = arg;

	(void)err;
	if (!counts)
		return true;
	if (h->n == h->cap) {
		h->cap = h->cap ? 2 * h->cap : 4096;
		h->t = lnds_realloc(h->t, h->cap, sizeof(*h->t));
		h->m = lnds_realloc(h->m, h->cap, sizeof(*h->m));
		h->flags = lnds_realloc(h->flags, h->cap, 1);
	}
	h->t[h->n] = t;
	h->m[h->n] = value;
	h->flags[h->n++] = flags;
	return true;
}

static struct lnds_mesh_timeseries *add(struct lnds_mesh_timeseries_set *set,
	uint32_t station, const struct lnds_mesh_epoch *place, int64_t since)
{
	struct lnds_mesh_timeseries *s;

	set->series = lnds_realloc(set->series, set->n + 1u, sizeof(*set->series));
	s = &set->series[set->n];
	*s = (struct lnds_mesh_timeseries){.station = station,
		.place = place && !isnan(place->lat) ? place : NULL,
		.since = since,
		.later = set->n && set->series[set->n - 1].station == station};
	set->n++;
	return s;
}

/* One grid of moments for the whole period? Its cadence, and a moment of it. */
static bool regular(
	const struct job *j, uint32_t station, int64_t *moment, uint32_t *cadence)
{
	const struct lnds_mesh_period *p = &j->sel->period;
	const struct heap *h = &j->heap;
	uint32_t phase, each;
	bool any = false;
	int64_t t;
	size_t i;
	int year;

	for (year = lnds_mesh_year(p->start); year <= lnds_mesh_year(p->end - 1);
		year++) {
		t = lnds_mesh_year_start(year);
		if (!lnds_mesh_view_cadence(j->view, station, t < p->start ? p->start : t,
			    &phase, &each) ||
			each == 0)
			continue;
		if (any && (each != *cadence || (t + phase - *moment) % each))
			return false;
		*cadence = each;
		*moment = t + phase;
		any = true;
	}
	for (i = 0; any && i < h->n; i++)
		if ((h->t[i] - *moment) % *cadence)
			return false;
	return any;
}

/* Moments of the cadence in the years that hold something, with or without a value. */
static void spread(const struct job *j, struct lnds_mesh_timeseries *s, int64_t moment)
{
	const struct lnds_mesh_period *p = &j->filled;
	const int64_t cadence = s->cadence, past = (p->start - moment) % cadence;
	int64_t first = p->start - past;
	size_t i;

	if (past > 0)
		first += cadence;
	s->start = first;
	s->n = first < p->end ? (size_t)((p->end - first + cadence - 1) / cadence) : 0;
	s->m = lnds_alloc(s->n * sizeof(*s->m) + 1);
	s->flags = lnds_calloc(s->n + 1, 1);
	for (i = 0; i < s->n; i++)
		s->m[i] = LNDS_MESH_TIMESERIES_NULL;
}

/* Where moments shift in the period, those with a value, and when they were. */
static void list(const struct job *j, struct lnds_mesh_timeseries *s, uint32_t step)
{
	const struct heap *h = &j->heap;
	size_t i;

	s->cadence = step;
	s->n = h->n;
	s->t = lnds_alloc((h->n + 1) * sizeof(*s->t));
	s->m = lnds_alloc(h->n * sizeof(*s->m) + 1);
	s->flags = lnds_calloc(h->n + 1, 1);
	for (i = 0; i < h->n; i++) {
		s->t[i] = h->t[i];
		s->m[i] = LNDS_MESH_TIMESERIES_NULL;
	}
	s->t[h->n] = h->n ? h->t[h->n - 1] + step : j->sel->period.end;
}

/* The values in [from, to) to where they belong; false if there are none. */
static bool place_values(
	const struct job *j, struct lnds_mesh_timeseries *s, int64_t from, int64_t to)
{
	const struct heap *h = &j->heap;
	bool any = false;
	size_t i, at;

	for (i = 0; i < h->n; i++) {
		if (h->t[i] < from || h->t[i] >= to)
			continue;
		at = s->t ? i : (size_t)((h->t[i] - s->start) / s->cadence);
		s->m[at] = h->m[i];
		s->flags[at] = h->flags[i];
		any = true;
	}
	return any;
}

static bool fetch(struct job *j, uint32_t station, struct lnds_err *err)
{
	const struct lnds_mesh_period *p = &j->sel->period;

	j->heap.n = 0;
	if (!lnds_mesh_view_slots(
		    j->view, station, p->start, p->end, keep, &j->heap, err))
		return false;
	j->set->values += j->heap.n;
	return true;
}

static bool slots(struct job *j, struct lnds_mesh_timeseries *s, int64_t from, int64_t to)
{
	int64_t moment = 0;

	if (regular(j, s->station, &moment, &s->cadence))
		spread(j, s, moment);
	else
		list(j, s, j->set->store->step);
	return place_values(j, s, from, to);
}

/* Before anything is made: how many moments, a year at a time. */
static bool affordable(const struct job *j, struct lnds_err *err)
{
	const struct lnds_mesh_period *f = &j->filled;
	uint32_t i, phase, cadence;
	uint64_t moments = 0;
	int64_t t, next;

	for (t = f->start; t < f->end; t = next) {
		next = lnds_mesh_year_start(lnds_mesh_year(t) + 1);
		next = next < f->end ? next : f->end;
		for (i = 0; i < j->sel->nstation; i++)
			if (lnds_mesh_view_cadence(
				    j->view, j->sel->station[i], t, &phase, &cadence) &&
				cadence)
				moments += (uint64_t)(next - t) / cadence;
	}
	if (moments <= MOST_MOMENTS)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL,
		"more than 2^30 values, with the empty ones, in one answer");
	return lnds_hint(err, "ask for a shorter period or fewer stations");
}

static void put_part(const struct job *j, struct lnds_mesh_timeseries *s, size_t i,
	const struct lnds_mesh_sums *sums)
{
	const struct lnds_mesh_answer a = lnds_mesh_stat(j->set->param,
		lnds_mesh_view_e(j->view), sums, j->set->stat, j->sel->cover_ppm);

	s->m[i] = a.null ? LNDS_MESH_TIMESERIES_NULL : a.m;
	s->counts[2 * i] = sums->n < UINT32_MAX ? (uint32_t)sums->n : UINT32_MAX;
	s->counts[2 * i + 1] =
		sums->expected < UINT32_MAX ? (uint32_t)sums->expected : UINT32_MAX;
}

/* Parts that begin in [from, to). */
static bool parts(struct job *j, struct lnds_mesh_timeseries *s, int64_t from, int64_t to,
	struct lnds_err *err)
{
	struct lnds_mesh_sums sums;
	size_t i;

	s->n = j->npart;
	s->t = lnds_alloc((j->npart + 1) * sizeof(*s->t));
	memcpy(s->t, j->edge, (j->npart + 1) * sizeof(*s->t));
	s->m = lnds_alloc(j->npart * sizeof(*s->m) + 1);
	s->counts = lnds_calloc(2 * j->npart + 1, sizeof(*s->counts));
	for (i = 0; i < j->npart; i++) {
		s->m[i] = LNDS_MESH_TIMESERIES_NULL;
		if (j->edge[i] < from || j->edge[i] >= to)
			continue;
		if (!lnds_mesh_view_sums(j->view, &s->station, 1, j->edge[i],
			    j->edge[i + 1], &sums, err))
			return false;
		put_part(j, s, i, &sums);
		j->set->values += sums.n;
	}
	return true;
}

static void drop(struct lnds_mesh_timeseries *s)
{
	free(s->t);
	free(s->m);
	free(s->flags);
	free(s->counts);
}

/* A series of a station at a place, over [from, to) of the period; none where the station has nothing
 * then, unless it is the only one. */
static bool one(struct job *j, uint32_t station, const struct lnds_mesh_epoch *place,
	int64_t from, int64_t to, bool only, struct lnds_err *err)
{
	struct lnds_mesh_timeseries *s = add(j->set, station, place, from);
	bool any = only;
	size_t i;

	if (!j->set->slots) {
		if (!parts(j, s, from, to, err))
			return false;
		for (i = 0; i < s->n; i++)
			any |= s->counts[2 * i] > 0;
	} else {
		any |= slots(j, s, from, to);
	}
	if (any && s->n)
		return true;
	drop(s);
	j->set->n--;
	return true;
}

/* The places of a station in the period, and the times when it had none. */
static bool station_series(struct job *j, uint32_t station, struct lnds_err *err)
{
	const struct lnds_mesh_station *st = &j->set->store->stations.item[station];
	const struct lnds_mesh_period *p = &j->sel->period;
	int64_t at = p->start, from, to;
	uint32_t i;

	if (j->set->slots && !fetch(j, station, err))
		return false;
	for (i = 0; i < st->nepoch && at < p->end; i++) {
		from = st->epoch[i].from > at ? st->epoch[i].from : at;
		to = st->epoch[i].to < p->end ? st->epoch[i].to : p->end;
		if (from >= to)
			continue;
		if (from > at && !one(j, station, NULL, at, from, false, err))
			return false;
		if (!one(j, station, &st->epoch[i], from, to,
			    from == p->start && to == p->end, err))
			return false;
		at = to;
	}
	return at >= p->end || one(j, station, NULL, at, p->end, at == p->start, err);
}

static bool same_times(const struct lnds_mesh_timeseries_set *set)
{
	const struct lnds_mesh_timeseries *a = set->series, *b;
	uint32_t i;

	for (i = 1; i < set->n; i++) {
		b = &set->series[i];
		if (a->n != b->n || !a->t != !b->t)
			return false;
		if (a->t ? memcmp(a->t, b->t, (a->n + 1) * sizeof(*a->t)) != 0
			 : a->start != b->start || a->cadence != b->cadence)
			return false;
	}
	return true;
}

static bool answerable(const struct lnds_mesh_selection *sel, struct lnds_err *err)
{
	if (sel->nparam != 1) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"this format holds one parameter, not %u", sel->nparam);
		return lnds_hint(err, "ask for each by itself, or --to csv");
	}
	if (sel->by != LNDS_MESH_SLOT && sel->nstat > 1) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"this format holds one statistic, not %u", sel->nstat);
		return lnds_hint(err, "ask for each by itself, or --to csv");
	}
	return true;
}

bool lnds_mesh_timeseries_collect(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *v,
	struct lnds_mesh_timeseries_set *out, struct lnds_err *err)
{
	struct job j = {.set = out, .sel = sel, .view = v};
	const struct lnds_mesh_period *p = &sel->period;
	bool ok;
	uint32_t i;

	*out = (struct lnds_mesh_timeseries_set){
		.store = s, .period = *p, .slots = sel->by == LNDS_MESH_SLOT};
	if (!answerable(sel, err) || !lnds_mesh_view_reach(v, p->start, p->end, err))
		return false;
	out->param = &s->params.item[sel->param[0]];
	out->stat = lnds_mesh_selected_stat(sel, out->param);
	out->e = out->slots ? lnds_mesh_view_e(v)
			    : lnds_mesh_stat_e(out->stat, lnds_mesh_view_e(v));
	lnds_mesh_view_extent(v, &j.filled.start, &j.filled.end);
	j.filled.start = j.filled.start < p->start ? p->start : j.filled.start;
	j.filled.end = j.filled.end > p->end ? p->end : j.filled.end;
	if (!out->slots)
		lnds_mesh_parts(sel, &j.edge, &j.npart);
	ok = !out->slots || affordable(&j, err);
	for (i = 0; ok && i < sel->nstation; i++)
		if (lnds_mesh_view_has(v, sel->station[i], p->start, p->end))
			ok = station_series(&j, sel->station[i], err);
	out->common = same_times(out);
	free(j.heap.t);
	free(j.heap.m);
	free(j.heap.flags);
	free(j.edge);
	return ok;
}

void lnds_mesh_timeseries_free(struct lnds_mesh_timeseries_set *s)
{
	uint32_t i;

	for (i = 0; i < s->n; i++)
		drop(&s->series[i]);
	free(s->series);
	*s = (struct lnds_mesh_timeseries_set){0};
}

void lnds_mesh_timeseries_id(const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s, struct lnds_buf *out)
{
	lnds_buf_str(out, set->store->stations.item[s->station].id);
	if (!s->later)
		return;
	lnds_buf_c(out, '@');
	lnds_date_put(lnds_buf_room(out, 10), lnds_date_of((int32_t)(s->since / 86400)));
	out->n += 10;
}

void lnds_mesh_timeseries_title(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out)
{
	if (!set->slots) {
		lnds_mesh_title_words(set->param, set->stat, set->period, out);
		return;
	}
	lnds_mesh_name_words(set->param, out);
	lnds_buf_str(out, ", ");
	lnds_mesh_period_words(set->period, out);
}

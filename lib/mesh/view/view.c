/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Views: opening, years when they are needed, sums over years, slots; see view.h. */
#include "mesh/view/view.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/time.h"
#include "mesh/view/view_inner.h"

#define TRIES 5

static void drop(struct lnds_mesh_view *v)
{
	size_t i;

	for (i = 0; i < v->nyear; i++)
		if (v->year[i].open)
			lnds_mesh_year_close(&v->year[i]);
	free(v->year);
	v->year = NULL;
	v->nyear = 0;
	lnds_mesh_pending_close(&v->pending);
}

/* A file is gone: the manifest anew, unless that was tried often enough. */
static bool again(struct lnds_mesh_view *v, struct lnds_err *err)
{
	return err->sys == ENOENT && v->tries++ < TRIES &&
	       lnds_mesh_store_refresh(v->s, err);
}

/* Takes the store's manifest as it stands now. */
static bool begin(struct lnds_mesh_view *v, struct lnds_err *err)
{
	do {
		drop(v);
		v->gen = v->s->manifest.gen;
		if (lnds_mesh_pending_open(v->s, false, &v->pending, err)) {
			lnds_mesh_pending_sort(&v->pending);
			lnds_mesh_years_list(v);
			return true;
		}
	} while (again(v, err));
	return false;
}

struct lnds_mesh_view *lnds_mesh_view_new(struct lnds_mesh_store *s, uint32_t param,
	const struct lnds_mesh_view_opts *o, struct lnds_err *err)
{
	const struct lnds_mesh_param *p = &s->params.item[param];
	struct lnds_mesh_view *v = lnds_calloc(1, sizeof(*v));

	v->s = s;
	v->param = param;
	v->o = *o;
	v->vector = p->aggregate == LNDS_MESH_VECTOR;
	v->e = p->e;
	v->kernel = lnds_mesh_tally_for(lnds_cpu_level());
	if (begin(v, err))
		return v;
	lnds_mesh_view_free(v);
	return NULL;
}

void lnds_mesh_view_free(struct lnds_mesh_view *v)
{
	if (!v)
		return;
	drop(v);
	lnds_mesh_row_free(&v->row);
	free(v->settled);
	free(v);
}

int lnds_mesh_view_e(const struct lnds_mesh_view *v)
{
	return v->e;
}

/* Can a slot of the year start in [start, end)? Before it is open its phases are not known, but
 * none is a day. */
static bool meets(const struct lnds_mesh_year *y, int64_t start, int64_t end)
{
	return y->t0 < end && start < y->t1 + (y->open ? y->max_phase : 86400);
}

/* Opens the years of a period. */
static bool ready(
	struct lnds_mesh_view *v, int64_t start, int64_t end, struct lnds_err *err)
{
	struct lnds_mesh_year *y;
	size_t i;

	if (v->gen != v->s->manifest.gen && !begin(v, err))
		return false;
	for (i = 0; i < v->nyear; i++) {
		y = &v->year[i];
		if (!y->open && meets(y, start, end) && !lnds_mesh_year_open(v, y, err)) {
			if (!again(v, err) || !begin(v, err))
				return false;
			i = (size_t)-1;
		}
	}
	v->tries = 0;
	for (i = 0; i < v->nyear; i++)
		if (meets(&v->year[i], start, end) && v->year[i].e > v->e)
			v->e = v->year[i].e;
	return true;
}

bool lnds_mesh_view_reach(
	struct lnds_mesh_view *v, int64_t start, int64_t end, struct lnds_err *err)
{
	v->e = v->s->params.item[v->param].e;
	return ready(v, start, end, err);
}

static const struct lnds_mesh_year_series *series_in(
	const struct lnds_mesh_year *y, uint32_t station)
{
	return y->open && station < y->nstations && y->series[station].cadence
		       ? &y->series[station]
		       : NULL;
}

/* Adds what one year has; scaled from its decimals to the view's. */
static bool add(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, int64_t start, int64_t end, struct lnds_mesh_sums *out,
	struct lnds_err *err)
{
	const int64_t by = lnds_mesh_ten(v->e - y->e);
	struct lnds_mesh_sums s = {.min = INT64_MAX, .max = INT64_MIN};
	uint32_t low, high;
	__int128 sum;

	lnds_mesh_year_range(y, station, start, end, &low, &high);
	if (low >= high)
		return true;
	if (!lnds_mesh_year_sums(v, y, station, low, high, &s, err))
		return false;
	sum = ((__int128)s.sum + (__int128)y->offset * (int64_t)s.n) * by + out->sum;
	if (sum != (int64_t)sum) {
		lnds_fail(err, LNDS_DATA, NULL,
			"parameter '%s': the sum of so many values is beyond 64 bits",
			v->s->params.item[v->param].id);
		return lnds_hint(err, "ask for shorter periods");
	}
	out->sum = (int64_t)sum;
	out->sum_sin = (int64_t)((uint64_t)out->sum_sin + (uint64_t)s.sum_sin);
	out->sum_cos = (int64_t)((uint64_t)out->sum_cos + (uint64_t)s.sum_cos);
	out->n += s.n;
	out->suspects += s.suspects;
	if (s.min <= s.max) {
		s.min = (s.min + y->offset) * by;
		s.max = (s.max + y->offset) * by;
		out->min = s.min < out->min ? s.min : out->min;
		out->max = s.max > out->max ? s.max : out->max;
	}
	return true;
}

/* Moments phase + k cadence in [start, end). */
static uint64_t moments(uint32_t phase, uint32_t cadence, int64_t start, int64_t end)
{
	const int64_t c = cadence, shift = INT64_C(86400) * 1000000;
	/* Ceilings; shifted by whole days, which cadences divide, into positive numbers. */
	const int64_t from = (start - phase + shift + c - 1) / c;
	const int64_t to = (end - phase + shift + c - 1) / c;

	return to > from ? (uint64_t)(to - from) : 0;
}

/* What a station measures by where a year does not tell: as its list says, else as in the
 * nearest year of the period that does. */
static struct lnds_mesh_year_series usual(const struct lnds_mesh_view *v,
	uint32_t station, int64_t t, int64_t start, int64_t end)
{
	struct lnds_mesh_year_series found = {
		.cadence = v->s->stations.item[station].cadence};
	const struct lnds_mesh_year_series *s;
	int64_t away, least = INT64_MAX;
	size_t i;

	if (found.cadence)
		return found;
	for (i = 0; i < v->nyear; i++) {
		s = series_in(&v->year[i], station);
		if (!s || !meets(&v->year[i], start, end))
			continue;
		away = t < v->year[i].t0 ? v->year[i].t0 - t : t - v->year[i].t0;
		if (away < least) {
			least = away;
			found = *s;
		}
	}
	return found;
}

/* Years by their own cadence, what lies between and around them by the usual one. */
static uint64_t expected(
	const struct lnds_mesh_view *v, uint32_t station, int64_t start, int64_t end)
{
	const struct lnds_mesh_year_series *s;
	struct lnds_mesh_year_series other;
	const struct lnds_mesh_year *y;
	int64_t at = start, to;
	uint64_t n = 0;
	size_t i = 0;

	while (at < end) {
		while (i < v->nyear && v->year[i].t1 <= at)
			i++;
		y = i < v->nyear && v->year[i].t0 < end ? &v->year[i] : NULL;
		to = !y ? end : y->t0 > at ? y->t0 : y->t1 < end ? y->t1 : end;
		s = y && y->t0 <= at ? series_in(y, station) : NULL;
		if (!s) {
			other = usual(v, station, at, start, end);
			s = &other;
		}
		if (s->cadence)
			n += moments(s->phase, s->cadence, at, to);
		at = to;
	}
	return n;
}

bool lnds_mesh_view_sums(struct lnds_mesh_view *v, const uint32_t *station, uint32_t n,
	int64_t start, int64_t end, struct lnds_mesh_sums *out, struct lnds_err *err)
{
	const struct lnds_mesh_year *y;
	uint32_t k;
	size_t i;

	if (!ready(v, start, end, err))
		return false;
	for (k = 0; k < n; k++) {
		out[k] = (struct lnds_mesh_sums){.min = INT64_MAX,
			.max = INT64_MIN,
			.expected = expected(v, station[k], start, end)};
		for (i = 0; i < v->nyear; i++) {
			y = &v->year[i];
			if (meets(y, start, end) && station[k] < y->nstations &&
				!add(v, y, station[k], start, end, &out[k], err))
				return false;
		}
	}
	return true;
}

bool lnds_mesh_view_slots(struct lnds_mesh_view *v, uint32_t station, int64_t start,
	int64_t end,
	bool (*slot)(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
		struct lnds_err *err),
	void *arg, struct lnds_err *err)
{
	const struct lnds_mesh_row *r = &v->row;
	const struct lnds_mesh_year *y;
	uint32_t low, high, k;
	int64_t by, t;
	size_t i;

	if (!ready(v, start, end, err))
		return false;
	for (i = 0; i < v->nyear; i++) {
		y = &v->year[i];
		if (!meets(y, start, end) || station >= y->nstations)
			continue;
		lnds_mesh_year_range(y, station, start, end, &low, &high);
		if (low >= high)
			continue;
		if (!lnds_mesh_view_row(v, y, station, low, high, err))
			return false;
		by = lnds_mesh_ten(v->e - y->e);
		for (k = low; k < high; k++) {
			if (r->q[k - low] == LNDS_MESH_NULL)
				continue;
			t = y->t0 + y->series[station].phase + (int64_t)k * y->step;
			if (!slot(arg, t, (r->q[k - low] + y->offset) * by,
				    r->flags[k - low],
				    lnds_mesh_counts(v->o.qc, r->flags[k - low]), err))
				return false;
		}
	}
	return true;
}

bool lnds_mesh_view_cadence(const struct lnds_mesh_view *v, uint32_t station, int64_t t,
	uint32_t *phase, uint32_t *cadence)
{
	const struct lnds_mesh_year_series *s;
	size_t i;

	for (i = 0; i < v->nyear; i++) {
		s = series_in(&v->year[i], station);
		if (!s || t < v->year[i].t0 || t >= v->year[i].t1)
			continue;
		*phase = s->phase;
		*cadence = s->cadence;
		return true;
	}
	return false;
}

bool lnds_mesh_view_has(
	const struct lnds_mesh_view *v, uint32_t station, int64_t start, int64_t end)
{
	size_t i;

	for (i = 0; i < v->nyear; i++)
		if (meets(&v->year[i], start, end) && series_in(&v->year[i], station) &&
			v->year[i].series[station].had)
			return true;
	return false;
}

void lnds_mesh_view_extent(const struct lnds_mesh_view *v, int64_t *start, int64_t *end)
{
	*start = v->nyear ? v->year[0].t0 : 0;
	/* Slots of a year start up to a phase, less than a day, after it. */
	*end = v->nyear ? v->year[v->nyear - 1].t1 + 86400 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series as a drawing: a line a station, and how much was measured (page/timeline.h). */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/draw/timeseries.h"
#include "mesh/draw/words.h"
#include "mesh/store/row.h"
#include "page/timeline.h"

#define BINS 200u /* of the cover of slots, at most */

/* Values and where each begins; of parts where each is halfway. */
struct line {
	int64_t *t;
	double *y;
	size_t n, cap;
};

static void add(struct line *l, int64_t t, double y)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->t = lnds_realloc(l->t, l->cap, sizeof(*l->t));
		l->y = lnds_realloc(l->y, l->cap, sizeof(*l->y));
	}
	l->t[l->n] = t;
	l->y[l->n++] = y;
}

/* A line stops where values are missing, and where a direction passes north. */
static void trace(const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s, struct line *l)
{
	const double unit = (double)lnds_mesh_ten(set->e);
	const bool circular = set->param->aggregate == LNDS_MESH_VECTOR &&
			      (set->slots || set->stat == LNDS_MESH_STAT_MEAN);
	int64_t t, end = 0;
	double y, before = NAN;
	size_t i;

	l->n = 0;
	for (i = 0; i < s->n; i++) {
		t = lnds_mesh_timeseries_time(s, i);
		y = s->m[i] == LNDS_MESH_TIMESERIES_NULL ? (double)NAN
							 : (double)s->m[i] / unit;
		if (l->n && ((circular && fabs(y - before) > 180) ||
				    (set->slots && t - end > s->cadence / 2)))
			add(l, t, NAN);
		end = set->slots ? t + s->cadence : lnds_mesh_timeseries_time(s, i + 1);
		add(l, set->slots ? t : t + (end - t) / 2, y);
		before = y;
	}
}

static void range(const struct lnds_mesh_timeseries_set *set, double *low, double *high)
{
	const double unit = (double)lnds_mesh_ten(set->e);
	int64_t least = INT64_MAX, most = INT64_MIN, m;
	uint32_t i;
	size_t k;

	for (i = 0; i < set->n; i++)
		for (k = 0; k < set->series[i].n; k++) {
			m = set->series[i].m[k];
			if (m == LNDS_MESH_TIMESERIES_NULL)
				continue;
			least = m < least ? m : least;
			most = m > most ? m : most;
		}
	*low = least > most ? (double)NAN : (double)least / unit;
	*high = least > most ? (double)NAN : (double)most / unit;
}

struct cover {
	int64_t *edge;
	double *have, *want;
	size_t n;
};

/* Bins of equal length for slots; the parts themselves else. */
static void divide(const struct lnds_mesh_timeseries_set *set, struct cover *c)
{
	const int64_t span = set->period.end - set->period.start;
	size_t i;

	c->n = set->slots ? (span / set->store->step < BINS
					    ? (size_t)(span / set->store->step)
					    : BINS)
	       : set->n	  ? set->series[0].n
			  : 0;
	c->n = c->n ? c->n : 1;
	c->edge = lnds_alloc((c->n + 1) * sizeof(*c->edge));
	c->have = lnds_calloc(c->n, sizeof(*c->have));
	c->want = lnds_calloc(c->n, sizeof(*c->want));
	for (i = 0; i <= c->n; i++)
		c->edge[i] =
			set->slots || set->n == 0
				? set->period.start + span * (int64_t)i / (int64_t)c->n
				: set->series[0].t[i];
}

static void count(const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s, struct cover *c)
{
	size_t i, bin = 0;
	int64_t t;

	for (i = 0; i < s->n; i++) {
		if (!set->slots) {
			c->have[i] += s->counts[2 * i];
			c->want[i] += s->counts[2 * i + 1];
			continue;
		}
		t = lnds_mesh_timeseries_time(s, i);
		while (bin + 1 < c->n && t >= c->edge[bin + 1])
			bin++;
		c->want[bin]++;
		c->have[bin] += s->m[i] != LNDS_MESH_TIMESERIES_NULL;
	}
}

static void draw_cover(
	const struct lnds_mesh_timeseries_set *set, struct lnds_timeline *t)
{
	struct cover c;
	uint32_t i;
	size_t k;

	divide(set, &c);
	for (i = 0; i < set->n; i++)
		count(set, &set->series[i], &c);
	for (k = 0; k < c.n; k++)
		c.have[k] = c.want[k] > 0 ? c.have[k] / c.want[k] : (double)NAN;
	lnds_timeline_cover(t, c.edge, c.have, c.n);
	free(c.edge);
	free(c.have);
	free(c.want);
}

static void put_name(const struct lnds_mesh_timeseries_set *set,
	const struct lnds_mesh_timeseries *s, struct lnds_buf *out)
{
	const struct lnds_sv name = set->store->stations.item[s->station].name;

	out->n = 0;
	lnds_mesh_timeseries_id(set, s, out);
	if (name.n)
		lnds_buf_printf(out, " %.*s", LNDS_SV_ARG(name));
}

void lnds_mesh_timeseries_svg(
	const struct lnds_mesh_timeseries_set *set, struct lnds_buf *out)
{
	struct lnds_buf title = {0}, note = {0}, unit = {0}, name = {0};
	struct lnds_timeline t = {
		.start = set->period.start, .end = set->period.end, .series = set->n};
	struct line l = {0};
	uint32_t i;

	lnds_mesh_timeseries_title(set, &title);
	lnds_buf_sv(&note, set->store->attribution);
	lnds_buf_sv(
		&unit, lnds_mesh_stat_unit(set->param,
			       set->slots ? lnds_mesh_stat_of(set->param) : set->stat));
	t.title = lnds_buf_cstr(&title);
	t.note = note.n ? lnds_buf_cstr(&note) : NULL;
	t.unit = lnds_buf_cstr(&unit);
	range(set, &t.low, &t.high);
	lnds_timeline_begin(&t, out);
	draw_cover(set, &t);
	for (i = 0; i < set->n; i++) {
		trace(set, &set->series[i], &l);
		put_name(set, &set->series[i], &name);
		lnds_timeline_line(&t, lnds_buf_cstr(&name), l.t, l.y, l.n);
	}
	lnds_timeline_end(&t);
	free(l.t);
	free(l.y);
	lnds_buf_free(&title);
	lnds_buf_free(&note);
	lnds_buf_free(&unit);
	lnds_buf_free(&name);
}

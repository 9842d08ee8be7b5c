/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years of a view: which there are, and which days of them the day table cannot answer. */
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/time.h"
#include "mesh/view/view_inner.h"

static void add_year(struct lnds_mesh_view *v, uint16_t year)
{
	size_t at = v->nyear;

	while (at && v->year[at - 1].year > year)
		at--;
	if (at && v->year[at - 1].year == year)
		return;
	v->year = lnds_realloc(v->year, v->nyear + 1, sizeof(*v->year));
	memmove(&v->year[at + 1], &v->year[at], (v->nyear - at) * sizeof(*v->year));
	v->year[at] = (struct lnds_mesh_year){.year = year,
		.t0 = lnds_mesh_year_start(year),
		.t1 = lnds_mesh_year_start(year + 1),
		.step = v->s->step,
		.per_day = 86400 / v->s->step};
	v->year[at].ndays = (uint32_t)((v->year[at].t1 - v->year[at].t0) / 86400);
	v->year[at].nslots = v->year[at].ndays * v->year[at].per_day;
	v->nyear++;
}

void lnds_mesh_years_list(struct lnds_mesh_view *v)
{
	const struct lnds_mesh_manifest *m = &v->s->manifest;
	size_t i;

	for (i = 0; i < m->nseg; i++)
		if (m->seg[i].param == v->param)
			add_year(v, m->seg[i].year);
	for (i = 0; i < v->pending.n; i = lnds_mesh_pending_year(&v->pending, i))
		if (v->pending.run[i].run.param == v->param)
			add_year(v, v->pending.run[i].run.year);
}

static void find_runs(const struct lnds_mesh_view *v, struct lnds_mesh_year *y)
{
	const struct lnds_mesh_pending *p = &v->pending;
	size_t i;

	y->run = NULL;
	y->nrun = 0;
	for (i = 0; i < p->n; i = lnds_mesh_pending_year(p, i)) {
		if (p->run[i].run.param != v->param || p->run[i].run.year != y->year)
			continue;
		y->run = &p->run[i];
		y->nrun = lnds_mesh_pending_year(p, i) - i;
		return;
	}
}

/* Marks the days of n slots. */
static void mark(struct lnds_mesh_year *y, uint64_t **bits, uint32_t station,
	uint32_t slot, uint32_t n)
{
	uint32_t day;

	if (!n)
		return;
	if (!*bits)
		*bits = lnds_calloc((size_t)y->nstations * y->words, sizeof(**bits));
	for (day = slot / y->per_day; day <= (slot + n - 1) / y->per_day; day++)
		(*bits)[(size_t)station * y->words + day / 64] |= UINT64_C(1)
								  << (day % 64);
	y->series[station].dirty = true;
}

static void take_run(const struct lnds_mesh_view *v, struct lnds_mesh_year *y,
	const struct lnds_mesh_pending_run *p)
{
	struct lnds_mesh_year_series *s = &y->series[p->run.station];

	if (p->run.kind != LNDS_MESH_RUN_SERIES) {
		mark(y, &y->touched, p->run.station, p->run.slot, p->run.n);
		s->had |= p->run.kind == LNDS_MESH_RUN_VALUES &&
			  (!v->o.has_as_of || p->arrival <= v->o.as_of);
		return;
	}
	if (!s->cadence)
		s->phase = p->run.phase;
	if (!s->cadence || p->run.cadence < s->cadence)
		s->cadence = p->run.cadence;
}

/* What came after the day asked for. */
static void take_history(const struct lnds_mesh_view *v, struct lnds_mesh_year *y)
{
	const struct lnds_mesh_segment *g = &y->g;
	size_t i;

	for (i = 0; i < g->nfill; i++) {
		if (g->fill[i].arrival > v->o.as_of)
			mark(y, &y->touched, g->fill[i].station, g->fill[i].slot,
				g->fill[i].n);
		else
			y->series[g->fill[i].station].had = true;
	}
	for (i = 0; i < g->nchange; i++) {
		if (g->change[i].arrival > v->o.as_of)
			mark(y, &y->touched, g->change[i].station, g->change[i].slot, 1);
		else
			y->series[g->change[i].station].had = true;
	}
}

static void take_flags(const struct lnds_mesh_view *v, struct lnds_mesh_year *y)
{
	const struct lnds_mesh_segment *g = &y->g;
	const struct lnds_mesh_qc_run *q;
	uint32_t i, k;

	for (i = 0; i < g->nstations; i++)
		for (k = 0; k < g->dir[i].qc_runs; k++) {
			q = &g->qc[g->dir[i].qc_first + k];
			if (lnds_mesh_counts(v->o.qc, q->flags) ==
				lnds_mesh_rejected(q->flags))
				mark(y, &y->flagged, i, q->slot, q->n);
		}
}

static bool open_segment(
	const struct lnds_mesh_view *v, struct lnds_mesh_year *y, struct lnds_err *err)
{
	const struct lnds_mesh_seg_entry *entry =
		lnds_mesh_seg_find(v->s, v->param, y->year);

	y->has_segment = entry != NULL;
	if (!entry)
		return true;
	if (!lnds_mesh_segment_open(v->s, entry, false, &y->g, err))
		return false;
	if (lnds_mesh_segment_days_sound(&y->g, err))
		return true;
	lnds_mesh_segment_close(&y->g);
	return false;
}

bool lnds_mesh_year_open(
	struct lnds_mesh_view *v, struct lnds_mesh_year *y, struct lnds_err *err)
{
	const struct lnds_mesh_param *p = &v->s->params.item[v->param];
	uint32_t k;
	size_t i;

	find_runs(v, y);
	/* What is answered from is verified first: of one parameter and year, so that damage to
	 * another leaves this one readable; rows of DATA once they are asked for. */
	if (!lnds_mesh_pending_sound(y->run, y->nrun, err) || !open_segment(v, y, err))
		return false;
	y->e = y->has_segment ? y->g.e : p->e;
	y->nstations = y->has_segment ? y->g.nstations : 0;
	for (i = 0; i < y->nrun; i++) {
		if (y->run[i].run.station >= y->nstations)
			y->nstations = y->run[i].run.station + 1;
		if (y->run[i].run.kind == LNDS_MESH_RUN_VALUES && y->run[i].run.e > y->e)
			y->e = y->run[i].run.e;
	}
	y->offset = p->offset * lnds_mesh_ten(y->e - p->e);
	y->by = y->has_segment ? lnds_mesh_ten(y->e - y->g.e) : 1;
	y->words = (y->ndays + 63) / 64;
	y->series = lnds_calloc(y->nstations + 1, sizeof(*y->series));
	for (k = 0; y->has_segment && k < y->g.nstations; k++)
		y->series[k] = (struct lnds_mesh_year_series){.phase = y->g.dir[k].phase,
			.cadence = y->g.dir[k].cadence,
			.had = !v->o.has_as_of && y->g.dir[k].values};
	for (i = 0; i < y->nrun; i++)
		take_run(v, y, &y->run[i]);
	if (y->has_segment && v->o.has_as_of)
		take_history(v, y);
	if (y->has_segment && v->o.qc != LNDS_MESH_QC_ACCEPTED)
		take_flags(v, y);
	for (k = 0; k < y->nstations; k++)
		if (y->series[k].phase > y->max_phase)
			y->max_phase = y->series[k].phase;
	y->open = true;
	return true;
}

void lnds_mesh_year_close(struct lnds_mesh_year *y)
{
	lnds_mesh_segment_close(&y->g);
	free(y->series);
	free(y->touched);
	free(y->flagged);
	y->series = NULL;
	y->touched = y->flagged = NULL;
	y->open = false;
}

/* The first slot that starts at t or later, within the year. */
static uint32_t slot_from(const struct lnds_mesh_year *y, uint32_t phase, int64_t t)
{
	const int64_t past = t - y->t0 - phase;
	uint64_t slot;

	if (past <= 0)
		return 0;
	slot = ((uint64_t)past + y->step - 1) / y->step;
	return slot > y->nslots ? y->nslots : (uint32_t)slot;
}

void lnds_mesh_year_range(const struct lnds_mesh_year *y, uint32_t station, int64_t start,
	int64_t end, uint32_t *low, uint32_t *high)
{
	const uint32_t phase = y->series[station].phase;

	*low = slot_from(y, phase, start);
	*high = slot_from(y, phase, end);
}

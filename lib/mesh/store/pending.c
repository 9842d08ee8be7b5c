/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that wait for compaction, in the order in which it takes them; see pending.h. */
#include "mesh/store/pending.h"

#include <stdlib.h>

#include "base/alloc.h"

bool lnds_mesh_pending_add(
	struct lnds_mesh_pending *p, struct lnds_mesh_batch *b, struct lnds_err *err)
{
	struct lnds_mesh_pending_run *last = NULL;
	struct lnds_mesh_run run;
	int rc;

	while ((rc = lnds_mesh_batch_next(b, &run, err)) > 0) {
		if (run.kind == LNDS_MESH_RUN_FLAGS && last &&
			last->run.kind == LNDS_MESH_RUN_VALUES && !last->flags &&
			last->run.param == run.param && last->run.year == run.year &&
			last->run.station == run.station && last->run.slot == run.slot &&
			last->run.n == run.n) {
			last->flags = run.value;
			continue;
		}
		if (p->n == p->cap) {
			p->cap = p->cap ? 2 * p->cap : 256;
			p->run = lnds_realloc(p->run, p->cap, sizeof(*p->run));
		}
		last = &p->run[p->n];
		*last = (struct lnds_mesh_pending_run){.run = run,
			.order = (uint32_t)p->n++,
			.arrival = lnds_mesh_batch_arrival(b),
			.dup = (uint8_t)lnds_mesh_batch_dup(b)};
	}
	return rc == 0;
}

bool lnds_mesh_pending_open(struct lnds_mesh_store *s, bool full,
	struct lnds_mesh_pending *p, struct lnds_err *err)
{
	const struct lnds_mesh_manifest *m = &s->manifest;
	size_t i;

	*p = (struct lnds_mesh_pending){0};
	p->batch = lnds_calloc(m->nbatch + 1, sizeof(struct lnds_mesh_batch *));
	for (i = 0; i < m->nbatch; i++) {
		p->batch[i] = lnds_mesh_batch_open(s, &m->batch[i], full, err);
		p->nbatch += p->batch[i] != NULL;
		if (!p->batch[i] || !lnds_mesh_pending_add(p, p->batch[i], err)) {
			lnds_mesh_pending_close(p);
			return false;
		}
	}
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct lnds_mesh_pending_run *x = a, *y = b;

	if (x->run.param != y->run.param)
		return x->run.param < y->run.param ? -1 : 1;
	if (x->run.year != y->run.year)
		return x->run.year < y->run.year ? -1 : 1;
	if (x->run.station != y->run.station)
		return x->run.station < y->run.station ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

void lnds_mesh_pending_sort(struct lnds_mesh_pending *p)
{
	if (p->n)
		qsort(p->run, p->n, sizeof(*p->run), by_place);
}

void lnds_mesh_pending_close(struct lnds_mesh_pending *p)
{
	size_t i;

	for (i = 0; i < p->nbatch; i++)
		lnds_mesh_batch_close(p->batch[i]);
	free(p->batch);
	free(p->run);
	*p = (struct lnds_mesh_pending){0};
}

bool lnds_mesh_pending_sound(
	const struct lnds_mesh_pending_run *run, size_t n, struct lnds_err *err)
{
	for (; n; n--, run++)
		if (!lnds_mesh_batch_sound(run->run.batch, run->run.value, err) ||
			(run->flags &&
				!lnds_mesh_batch_sound(run->run.batch, run->flags, err)))
			return false;
	return true;
}

size_t lnds_mesh_pending_year(const struct lnds_mesh_pending *p, size_t from)
{
	size_t to = from;

	while (to < p->n && p->run[to].run.param == p->run[from].run.param &&
		p->run[to].run.year == p->run[from].run.year)
		to++;
	return to;
}

size_t lnds_mesh_pending_station(const struct lnds_mesh_pending *p, size_t from)
{
	const size_t end = lnds_mesh_pending_year(p, from);
	size_t to = from;

	while (to < end && p->run[to].run.station == p->run[from].run.station)
		to++;
	return to;
}

const struct lnds_mesh_seg_entry *lnds_mesh_seg_find(
	const struct lnds_mesh_store *s, uint32_t param, uint16_t year)
{
	size_t i;

	for (i = 0; i < s->manifest.nseg; i++)
		if (s->manifest.seg[i].param == param && s->manifest.seg[i].year == year)
			return &s->manifest.seg[i];
	return NULL;
}

/* Lowest and highest value. */
struct bounds {
	int32_t low, high;
};

static void bound(struct bounds *b, int32_t q)
{
	if (q == LNDS_MESH_NULL)
		return;
	b->low = q < b->low ? q : b->low;
	b->high = q > b->high ? q : b->high;
}

/* Takes bounds at e decimals into the plan: do they fit, and into which width? */
static bool fits(struct lnds_mesh_plan *plan, const struct bounds *b, int e)
{
	const int64_t by = lnds_mesh_ten(plan->e - e);
	const int64_t low = b->low * by, high = b->high * by;

	if (low < -INT16_MAX || high > INT16_MAX)
		plan->width = 4;
	return low > INT32_MIN && high <= INT32_MAX;
}

bool lnds_mesh_plan(const struct lnds_mesh_store *s, const struct lnds_mesh_segment *g,
	uint32_t param, uint16_t year, const struct lnds_mesh_pending_run *run, size_t n,
	struct lnds_mesh_plan *plan)
{
	struct bounds b;
	size_t i, k;

	*plan = (struct lnds_mesh_plan){.param = param,
		.year = year,
		.width = g ? g->width : 2,
		.e = g ? g->e : s->params.item[param].e,
		.nstations = g ? g->nstations : 1};
	for (i = 0; i < n; i++) {
		if (run[i].run.station >= plan->nstations)
			plan->nstations = run[i].run.station + 1;
		if (run[i].run.kind != LNDS_MESH_RUN_VALUES)
			continue;
		plan->e = run[i].run.e > plan->e ? run[i].run.e : plan->e;
		plan->width = run[i].run.width == 4 ? 4 : plan->width;
	}
	b = (struct bounds){0};
	if (g && g->e < plan->e) {
		for (i = 0; i < g->nstations; i++)
			for (k = 0; k < g->nslots; k++)
				bound(&b, lnds_mesh_q(g, (uint32_t)i, (uint32_t)k));
		for (i = 0; i < g->nchange; i++)
			bound(&b, g->change[i].old);
		if (!fits(plan, &b, g->e))
			return false;
	}
	for (i = 0; i < n; i++) {
		if (run[i].run.kind != LNDS_MESH_RUN_VALUES || run[i].run.e == plan->e)
			continue;
		b = (struct bounds){0};
		for (k = 0; k < run[i].run.n; k++)
			bound(&b, lnds_mesh_run_q(&run[i].run, (uint32_t)k));
		if (!fits(plan, &b, run[i].run.e))
			return false;
	}
	return true;
}

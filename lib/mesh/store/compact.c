/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compaction, year by year of each parameter, station by station; see compact.h. */
#include "mesh/store/compact.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "mesh/measure/time.h"
#include "mesh/store/pending.h"

struct job {
	struct lnds_mesh_store *s;
	struct lnds_mesh_pending p;
	struct lnds_mesh_row row;
	struct lnds_mesh_seg_entry *made; /* of new segments */
	size_t nmade;
};

bool lnds_mesh_compact_due(const struct lnds_mesh_store *s)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < s->manifest.nbatch; i++)
		bytes += s->manifest.batch[i].bytes;
	return bytes > LNDS_MESH_MUCH_PENDING ||
	       s->manifest.nbatch > LNDS_MESH_MANY_BATCHES;
}

static bool too_wide(
	const struct job *j, const struct lnds_mesh_plan *plan, struct lnds_err *err)
{
	return lnds_fail(err, LNDS_INTEGRITY, NULL,
		"parameter '%s', year %u: values do not fit their decimals",
		j->s->params.item[plan->param].id, plan->year);
}

/* Rows of all stations; run[0, n) are those of this year. */
static bool rows(struct job *j, const struct lnds_mesh_segment *g,
	const struct lnds_mesh_plan *plan, uint32_t nslots,
	const struct lnds_mesh_pending_run *run, size_t n, struct lnds_mesh_seg_writer *w,
	struct lnds_err *err)
{
	uint32_t i;

	for (i = 0; i < plan->nstations; i++) {
		lnds_mesh_row_begin(&j->row, 0, nslots, plan->e);
		if (g && !lnds_mesh_row_segment(&j->row, g, i))
			return too_wide(j, plan, err);
		for (; n && run->run.station == i; run++, n--)
			if (!lnds_mesh_row_run(&j->row, &run->run, run->flags,
				    run->arrival, (enum lnds_mesh_dup)run->dup))
				return too_wide(j, plan, err);
		if (!lnds_mesh_seg_add(w, &j->row, err))
			return false;
	}
	return true;
}

/* The new segment of a year; old is what it replaces, or NULL. */
static bool year(struct job *j, const struct lnds_mesh_seg_entry *old, uint32_t param,
	uint16_t of_year, const struct lnds_mesh_pending_run *run, size_t n,
	struct lnds_err *err)
{
	const uint32_t days = (uint32_t)((lnds_mesh_year_start(of_year + 1) -
						 lnds_mesh_year_start(of_year)) /
					 86400);
	struct lnds_mesh_segment g = {0};
	struct lnds_mesh_seg_writer *w = NULL;
	struct lnds_mesh_plan plan;
	bool ok;

	if (old && !lnds_mesh_segment_open(j->s, old, true, &g, err))
		return false;
	ok = lnds_mesh_plan(j->s, old ? &g : NULL, param, of_year, run, n, &plan) ||
	     too_wide(j, &plan, err);
	plan.gen = (uint32_t)j->s->manifest.gen + 1;
	if (ok)
		w = lnds_mesh_seg_begin(j->s, &plan, err);
	ok = w &&
	     rows(j, old ? &g : NULL, &plan, days * (86400 / j->s->step), run, n, w, err);
	if (!ok)
		lnds_mesh_seg_abort(w);
	else
		ok = lnds_mesh_seg_commit(w, &j->made[j->nmade++], err);
	lnds_mesh_segment_close(&g);
	return ok;
}

static int by_entry(const void *a, const void *b, void *params)
{
	return lnds_mesh_seg_cmp(params, a, b);
}

/* Replaces the manifest; on failure it is as before. */
static bool commit(struct job *j, struct lnds_err *err)
{
	struct lnds_mesh_manifest *m = &j->s->manifest, old = *m;
	size_t i, k, n = j->nmade;

	m->seg = lnds_calloc(old.nseg + n + 1, sizeof(*m->seg));
	if (n)
		memcpy(m->seg, j->made, n * sizeof(*m->seg));
	for (i = 0; i < old.nseg; i++) {
		for (k = 0; k < j->nmade &&
			    lnds_mesh_seg_cmp(&j->s->params, &j->made[k], &old.seg[i]);
			k++)
			;
		if (k == j->nmade)
			m->seg[n++] = old.seg[i];
	}
	m->nseg = n;
	if (n)
		qsort_r(m->seg, n, sizeof(*m->seg), by_entry, &j->s->params);
	m->batch = NULL;
	m->nbatch = 0;
	if (!lnds_mesh_store_commit(j->s, err)) {
		free(m->seg);
		*m = old;
		return false;
	}
	/* From here on the old files are nobody's: what cannot be removed now, the next writer
	 * will. */
	for (i = 0; i < old.nbatch; i++)
		(void)unlink(lnds_mesh_batch_path(j->s, old.batch[i].seq));
	for (i = 0; i < old.nseg; i++) {
		for (k = 0; k < m->nseg && (m->seg[k].param != old.seg[i].param ||
						   m->seg[k].year != old.seg[i].year ||
						   m->seg[k].gen != old.seg[i].gen);
			k++)
			;
		if (k == m->nseg)
			(void)unlink(lnds_mesh_seg_path(j->s, &old.seg[i]));
	}
	free(old.seg);
	free(old.batch);
	return true;
}

/* Segments that no batch touches. */
static bool untouched(struct job *j, struct lnds_err *err)
{
	const size_t n = j->nmade;
	const struct lnds_mesh_seg_entry *e;
	size_t i, k;

	for (i = 0; i < j->s->manifest.nseg; i++) {
		e = &j->s->manifest.seg[i];
		for (k = 0; k < n && lnds_mesh_seg_cmp(&j->s->params, &j->made[k], e);
			k++)
			;
		if (k == n && !year(j, e, e->param, e->year, NULL, 0, err))
			return false;
	}
	return true;
}

bool lnds_mesh_compact(struct lnds_mesh_store *s, bool all, struct lnds_err *err)
{
	struct job j = {.s = s};
	const struct lnds_mesh_run *r;
	size_t at, to;
	bool ok;

	if (!s->manifest.nbatch && !all)
		return true;
	if (!lnds_mesh_pending_open(s, true, &j.p, err))
		return false;
	lnds_mesh_pending_sort(&j.p);
	j.made = lnds_calloc(s->manifest.nseg + j.p.n + 1, sizeof(*j.made));
	for (ok = true, at = 0; ok && at < j.p.n; at = to) {
		r = &j.p.run[at].run;
		to = lnds_mesh_pending_year(&j.p, at);
		ok = year(&j, lnds_mesh_seg_find(s, r->param, r->year), r->param, r->year,
			&j.p.run[at], to - at, err);
	}
	ok = ok && (!all || untouched(&j, err)) && commit(&j, err);
	lnds_mesh_row_free(&j.row);
	lnds_mesh_pending_close(&j.p);
	free(j.made);
	return ok;
}

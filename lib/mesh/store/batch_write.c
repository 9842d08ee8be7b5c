/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a batch: closed runs of its series (series.h) stream to a temporary file, which is read back
 * once to judge duplicates and only then given its name.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/stamp.h"
#include "mesh/measure/time.h"
#include "mesh/store/series.h"

struct lnds_mesh_writer *lnds_mesh_writer_new(struct lnds_mesh_store *s,
	const struct lnds_mesh_writer_opts *o, struct lnds_err *err)
{
	struct lnds_mesh_writer *w = lnds_calloc(1, sizeof(*w));

	w->s = s;
	w->o = *o;
	memcpy(w->h.magic, LNDS_MESH_BATCH_MAGIC, 8);
	w->h.version = LNDS_MESH_FORMAT;
	w->h.arrival = o->arrival;
	w->h.seq = s->manifest.gen + 1;
	w->h.dup = (uint8_t)o->dup;
	w->path = lnds_mesh_batch_path(s, w->h.seq);
	if (lnds_mesh_pending_open(s, false, &w->pending, err)) {
		lnds_mesh_pending_sort(&w->pending);
		if (lnds_mesh_out_open(&w->out, w->path, err) &&
			lnds_mesh_out_add(&w->out, &w->h, sizeof(w->h), err))
			return w;
	}
	lnds_mesh_writer_free(w);
	return NULL;
}

/* Do these runs fill empty slots alone, each slot once? Then *values is how many. */
static bool only_fill(const struct lnds_mesh_segment *g,
	const struct lnds_mesh_pending_run *run, size_t n, uint32_t first_new,
	uint64_t *values)
{
	const uint32_t station = run->run.station;
	uint32_t end = 0, k;
	size_t i;

	*values = 0;
	if (g && station < g->nstations && g->dir[station].values)
		return false;
	for (i = 0; i < n; i++) {
		const struct lnds_mesh_run *r = &run[i].run;

		if (run[i].order < first_new || r->kind == LNDS_MESH_RUN_FLAGS)
			return false;
		if (r->kind == LNDS_MESH_RUN_SERIES)
			continue;
		if (r->slot < end)
			return false;
		end = r->slot + r->n;
		if (r->width == 4) {
			for (k = 0; k < r->n; k++)
				*values +=
					((const int32_t *)r->value)[k] != LNDS_MESH_NULL;
		} else {
			for (k = 0; k < r->n; k++)
				*values += ((const int16_t *)r->value)[k] != INT16_MIN;
		}
	}
	return true;
}

/* Counts what the new runs [from, to) of one station and year change. All runs of that year are
 * run[0, n). */
static bool judge_station(struct lnds_mesh_writer *w, struct lnds_mesh_row *row,
	const struct lnds_mesh_segment *g, int e, const struct lnds_mesh_pending_run *run,
	size_t n, uint32_t first_new)
{
	uint32_t low = UINT32_MAX, high = 0;
	uint64_t values;
	size_t i;

	if (only_fill(g, run, n, first_new, &values)) {
		w->counts.fresh += values;
		return true;
	}
	for (i = 0; i < n; i++) {
		if (run[i].order < first_new || run[i].run.kind == LNDS_MESH_RUN_SERIES)
			continue;
		low = run[i].run.slot < low ? run[i].run.slot : low;
		high = run[i].run.slot + run[i].run.n > high
			       ? run[i].run.slot + run[i].run.n
			       : high;
	}
	if (low >= high)
		return true;
	lnds_mesh_row_begin(row, low, high, e);
	if (g && !lnds_mesh_row_segment(row, g, run->run.station))
		return false;
	for (i = 0; i < n; i++) {
		if (run[i].order >= first_new && (i == 0 || run[i - 1].order < first_new))
			row->fresh = row->same = row->changed = row->flagged = 0;
		if (!lnds_mesh_row_run(row, &run[i].run, run[i].flags, run[i].arrival,
			    (enum lnds_mesh_dup)run[i].dup))
			return false;
	}
	if (row->changed && !w->counts.changed) {
		w->first_changed.param = run->run.param;
		w->first_changed.station = run->run.station;
		w->first_changed.t = lnds_mesh_year_start(run->run.year) + row->phase +
				     (int64_t)row->first_changed * w->s->step;
	}
	w->counts.fresh += row->fresh;
	w->counts.same += row->same;
	w->counts.changed += row->changed;
	w->counts.flagged += row->flagged;
	return true;
}

/* Nothing is judged by what is damaged: runs that wait, and rows of DATA that new runs meet; all rows
 * where more decimals ask what range they have. */
static bool stands_sound(const struct lnds_mesh_segment *g,
	const struct lnds_mesh_pending_run *run, size_t n, uint32_t first_new,
	struct lnds_err *err)
{
	bool all = false;
	uint32_t k;
	size_t i;

	for (i = 0; i < n; i++) {
		if (run[i].order < first_new) {
			if (!lnds_mesh_pending_sound(&run[i], 1, err))
				return false;
		} else if (g && run[i].run.kind != LNDS_MESH_RUN_SERIES &&
			   !lnds_mesh_segment_row_sound(g, run[i].run.station, err)) {
			return false;
		}
		all |= g && run[i].run.kind == LNDS_MESH_RUN_VALUES &&
		       run[i].run.e > g->e;
	}
	for (k = 0; all && k < g->nstations; k++)
		if (!lnds_mesh_segment_row_sound(g, k, err))
			return false;
	return true;
}

static bool judge_year(struct lnds_mesh_writer *w, struct lnds_mesh_row *row, size_t at,
	size_t end, uint32_t first_new, struct lnds_err *err)
{
	const struct lnds_mesh_pending *p = &w->pending;
	const struct lnds_mesh_run *r = &p->run[at].run;
	const struct lnds_mesh_seg_entry *e = lnds_mesh_seg_find(w->s, r->param, r->year);
	struct lnds_mesh_segment g;
	struct lnds_mesh_plan plan;
	bool ok;
	size_t to;

	if (e && !lnds_mesh_segment_open(w->s, e, false, &g, err))
		return false;
	if (!stands_sound(e ? &g : NULL, &p->run[at], end - at, first_new, err)) {
		if (e)
			lnds_mesh_segment_close(&g);
		return false;
	}
	ok = lnds_mesh_plan(
		w->s, e ? &g : NULL, r->param, r->year, &p->run[at], end - at, &plan);
	for (; ok && at < end; at = to) {
		to = lnds_mesh_pending_station(p, at);
		ok = judge_station(
			w, row, e ? &g : NULL, plan.e, &p->run[at], to - at, first_new);
	}
	if (e)
		lnds_mesh_segment_close(&g);
	if (ok)
		return true;
	lnds_fail(err, LNDS_DATA, NULL,
		"parameter '%s', year %u: %d decimals are too many for the values that "
		"stand",
		w->s->params.item[r->param].id, r->year, plan.e);
	return lnds_hint(err, "--round keeps the decimals of the parameter");
}

/* What policy ERROR forbids: told with parameter, station and interval of the first one. */
static bool contradicts(const struct lnds_mesh_writer *w, struct lnds_err *err)
{
	char start[24] = "";

	lnds_mesh_stamp_put(start, w->first_changed.t);
	lnds_fail(err, LNDS_DATA, NULL,
		w->counts.changed == 1
			? "%llu value differs from the one that stands: parameter '%s', "
			  "station '%s', interval from %s"
			: "%llu values differ from those that stand, the first: "
			  "parameter '%s', station '%s', interval from %s",
		(unsigned long long)w->counts.changed,
		w->s->params.item[w->first_changed.param].id,
		w->s->stations.item[w->first_changed.station].id, start);
	return lnds_hint(err, "--on-dup last replaces them, first keeps them");
}

/* Against the store with its pending batches. */
static bool judge(struct lnds_mesh_writer *w, struct lnds_err *err)
{
	const uint32_t first_new = (uint32_t)w->pending.n;
	const struct lnds_mesh_batch_entry entry = {
		.seq = w->h.seq, .bytes = w->h.length, .crc = w->h.crc};
	struct lnds_mesh_batch *b;
	struct lnds_mesh_row row = {0};
	size_t at, to, i;
	bool ok, touched;

	b = lnds_mesh_batch_fd(w->s, lnds_atomic_fd(w->out.file), w->path, &entry, err);
	ok = b && lnds_mesh_pending_add(&w->pending, b, err);
	lnds_mesh_pending_sort(&w->pending);
	for (at = 0; ok && at < w->pending.n; at = to) {
		to = lnds_mesh_pending_year(&w->pending, at);
		for (touched = false, i = at; i < to; i++)
			touched |= w->pending.run[i].order >= first_new;
		ok = !touched || judge_year(w, &row, at, to, first_new, err);
	}
	lnds_mesh_row_free(&row);
	lnds_mesh_batch_close(b);
	if (ok && w->counts.changed && w->o.dup == LNDS_MESH_ERROR)
		ok = contradicts(w, err);
	return ok;
}

static bool list(struct lnds_mesh_writer *w, struct lnds_err *err)
{
	struct lnds_mesh_manifest *m = &w->s->manifest;

	m->batch = lnds_realloc(m->batch, m->nbatch + 1, sizeof(*m->batch));
	m->batch[m->nbatch++] = (struct lnds_mesh_batch_entry){
		.seq = w->h.seq, .bytes = w->h.length, .crc = w->h.crc};
	if (lnds_mesh_store_commit(w->s, err))
		return true;
	m->nbatch--;
	return false;
}

bool lnds_mesh_writer_judge(struct lnds_mesh_writer *w, struct lnds_err *err)
{
	uint32_t i;

	for (i = 0; i < w->nseries; i++)
		if (!lnds_mesh_series_close(w, w->series[i], err))
			return false;
	w->h.length = w->out.at;
	w->h.crc = lnds_mesh_crc32c(0, &w->h, sizeof(w->h) - 4);
	w->judged =
		lnds_mesh_out_head(&w->out, &w->h, sizeof(w->h), err) && judge(w, err);
	return w->judged;
}

bool lnds_mesh_writer_commit(struct lnds_mesh_writer *w,
	struct lnds_mesh_ingested *counts, struct lnds_err *err)
{
	bool new;

	if (!w->judged && !lnds_mesh_writer_judge(w, err))
		return false;
	new = w->counts.fresh || w->counts.flagged ||
	      (w->counts.changed && w->o.dup != LNDS_MESH_FIRST);
	if (new && (!lnds_mesh_out_commit(&w->out, err) || !list(w, err)))
		return false;
	*counts = w->counts;
	counts->seq = new ? w->h.seq : 0;
	return true;
}

void lnds_mesh_writer_free(struct lnds_mesh_writer *w)
{
	uint32_t i;

	if (!w)
		return;
	lnds_mesh_out_abort(&w->out);
	for (i = 0; i < w->nseries; i++)
		lnds_mesh_series_free(w->series[i]);
	free(w->series);
	lnds_map_free(&w->index);
	lnds_arena_free(&w->arena);
	lnds_mesh_pending_close(&w->pending);
	free(w);
}

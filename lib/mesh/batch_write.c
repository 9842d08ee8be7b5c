/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a batch. Values of a series gather in one open run; closed runs stream to a temporary
 * file, which is read back once to judge duplicates and only then given its name.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/batchlog.h"
#include "mesh/crc32c.h"
#include "mesh/layout.h"
#include "mesh/out.h"
#include "mesh/pending.h"
#include "mesh/time.h"

#define RUN_SLOTS 2048u
#define RUN_GAP 16u /* slots without value that a run may span */
#define MOST_DECIMALS 9

struct declared { /* phase and cadence of a series in a year */
	uint16_t year;
	uint32_t phase, cadence;
	bool written; /* in this batch */
};

struct lnds_mesh_series {
	uint32_t param, station, cadence;
	struct declared *year;
	uint32_t nyear, at; /* at: the current one */
	int64_t begin, end; /* of the current year, phase added; begin == end: none */
	int64_t next;	    /* the stamp that follows the last one */
	uint32_t next_slot;

	uint32_t slot, n; /* the open run */
	int e;
	int64_t offset, low, high; /* of the parameter, at e; plausible range */
	bool wide, flagged;
	union {
		int16_t *narrow;
		int32_t *q;
	};
	uint8_t *flags;
};

struct lnds_mesh_writer {
	struct lnds_mesh_store *s;
	struct lnds_mesh_writer_opts o;
	struct lnds_mesh_out out;
	const char *path;
	struct lnds_mesh_batch_header h;
	struct lnds_mesh_series **series; /* in order of first use */
	uint32_t nseries, cap;
	struct lnds_map index; /* of param and station */
	struct lnds_arena arena;
	struct lnds_mesh_pending pending; /* what stands; then the new runs too */
	struct lnds_mesh_ingested counts;
};

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

static void scale(const struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int e)
{
	const struct lnds_mesh_param *p = &w->s->params.item[r->param];
	const int64_t by = lnds_mesh_ten(e - p->e);

	r->e = e;
	r->offset = p->offset * by;
	r->low = p->low * by;
	r->high = p->high * by;
}

struct lnds_mesh_series *lnds_mesh_writer_series(
	struct lnds_mesh_writer *w, uint32_t param, uint32_t station, uint32_t cadence)
{
	const uint32_t name[2] = {param, station};
	struct lnds_sv key = {(const char *)name, sizeof(name)};
	struct lnds_mesh_series *r;
	uint32_t at = lnds_map_get(&w->index, key);

	if (at != LNDS_MAP_NONE)
		return w->series[at];
	if (w->nseries == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 64;
		w->series = lnds_realloc(
			w->series, w->cap, sizeof(struct lnds_mesh_series *));
	}
	r = lnds_calloc(1, sizeof(*r));
	r->param = param;
	r->station = station;
	r->cadence = cadence;
	r->narrow = lnds_calloc(RUN_SLOTS, sizeof(*r->narrow));
	r->next = INT64_MIN;
	scale(w, r, w->s->params.item[param].e);
	lnds_map_add(&w->index, lnds_arena_sv(&w->arena, key), w->nseries);
	w->series[w->nseries++] = r;
	return r;
}

static bool put_run(struct lnds_mesh_writer *w, struct lnds_mesh_run_header *h,
	const void *p, size_t n, struct lnds_err *err)
{
	h->bytes = (uint32_t)n;
	h->payload_crc = lnds_mesh_crc32c(0, p, n);
	h->crc = lnds_mesh_crc32c(0, h, sizeof(*h) - 4);
	w->h.runs++;
	return lnds_mesh_out_add(&w->out, h, sizeof(*h), err) &&
	       lnds_mesh_out_add(&w->out, p, n, err) &&
	       lnds_mesh_out_align(&w->out, 8, err);
}

/* Tells phase and cadence once a series, year and batch. */
static bool declare(
	struct lnds_mesh_writer *w, struct lnds_mesh_series *r, struct lnds_err *err)
{
	struct declared *d = &r->year[r->at];
	const uint32_t both[2] = {d->phase, d->cadence};
	struct lnds_mesh_run_header h = {.param = (uint16_t)r->param,
		.width = 4,
		.kind = LNDS_MESH_RUN_SERIES,
		.station = r->station,
		.year = d->year};

	if (d->written)
		return true;
	d->written = true;
	return put_run(w, &h, both, sizeof(both), err);
}

static bool close_run(
	struct lnds_mesh_writer *w, struct lnds_mesh_series *r, struct lnds_err *err)
{
	struct lnds_mesh_run_header h = {.param = (uint16_t)r->param,
		.width = r->wide ? 4 : 2,
		.kind = LNDS_MESH_RUN_VALUES,
		.station = r->station,
		.e = (int8_t)r->e,
		.slot = r->slot,
		.n = r->n};
	bool ok;

	if (!r->n)
		return true;
	h.year = r->year[r->at].year;
	ok = declare(w, r, err) && put_run(w, &h, r->narrow, (size_t)r->n * h.width, err);
	if (ok && r->flagged) {
		h.kind = LNDS_MESH_RUN_FLAGS;
		h.width = 1;
		ok = put_run(w, &h, r->flags, r->n, err);
		memset(r->flags, 0, RUN_SLOTS);
	}
	r->n = 0;
	r->flagged = false;
	if (r->wide)
		r->narrow = lnds_realloc(r->narrow, RUN_SLOTS, sizeof(*r->narrow));
	r->wide = false;
	return ok;
}

/* What the store knows of the series in that year; cadence 0: nothing. */
static bool stored(struct lnds_mesh_writer *w, const struct lnds_mesh_series *r,
	uint16_t year, struct declared *d, struct lnds_err *err)
{
	const struct lnds_mesh_seg_entry *e = lnds_mesh_seg_find(w->s, r->param, year);
	const struct lnds_mesh_pending_run *p;
	struct lnds_mesh_segment g;
	size_t low = 0, high = w->pending.n, mid;

	*d = (struct declared){.year = year};
	if (e) {
		if (!lnds_mesh_segment_open(w->s, e, false, &g, err))
			return false;
		if (r->station < g.nstations) {
			d->phase = g.dir[r->station].phase;
			d->cadence = g.dir[r->station].cadence;
		}
		lnds_mesh_segment_close(&g);
	}
	while (low < high) {
		mid = low + (high - low) / 2;
		p = &w->pending.run[mid];
		if (p->run.param < r->param ||
			(p->run.param == r->param &&
				(p->run.year < year ||
					(p->run.year == year &&
						p->run.station < r->station))))
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < w->pending.n; low++) {
		p = &w->pending.run[low];
		if (p->run.param != r->param || p->run.year != year ||
			p->run.station != r->station)
			break;
		if (p->run.kind != LNDS_MESH_RUN_SERIES)
			continue;
		if (!d->cadence)
			d->phase = p->run.phase;
		if (!d->cadence || p->run.cadence < d->cadence)
			d->cadence = p->run.cadence;
	}
	return true;
}

static bool cadence_ok(const struct lnds_mesh_writer *w, const struct lnds_mesh_series *r,
	uint32_t known, struct lnds_err *err)
{
	const uint32_t c = r->cadence;

	if (!c && known)
		return true;
	if (!c || 86400 % c || c % w->s->step) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a cadence of %u s does not go with the store's step of %u s", c,
			w->s->step);
		return lnds_hint(err, "a multiple of the step that divides a day; "
				      "lnds-mesh init --step makes a finer store");
	}
	if (!known || c % known == 0 || known % c == 0)
		return true;
	lnds_fail(err, LNDS_DATA, NULL,
		"a cadence of %u s where the store has %u s in this year", c, known);
	return lnds_hint(err, "one must divide the other");
}

/* Makes the year that t is in the current one. */
static bool enter_year(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	struct lnds_err *err)
{
	const int64_t into =
		r->cadence ? ((t % r->cadence) + r->cadence) % r->cadence : 0;
	const int year = lnds_mesh_year(t - into);
	struct declared d;
	uint32_t i;

	if (year < 1 || year > 9998)
		return lnds_fail(err, LNDS_DATA, NULL, "a time beyond all calendars");
	for (i = 0; i < r->nyear && r->year[i].year != year; i++)
		;
	if (i == r->nyear) {
		if (!stored(w, r, (uint16_t)year, &d, err) ||
			!cadence_ok(w, r, d.cadence, err))
			return false;
		if (!d.cadence)
			d.phase = (uint32_t)into;
		if (!d.cadence || (r->cadence && r->cadence < d.cadence))
			d.cadence = r->cadence;
		r->year = lnds_realloc(r->year, r->nyear + 1, sizeof(*r->year));
		r->year[r->nyear++] = d;
	}
	r->at = i;
	r->begin = lnds_mesh_year_start(year) + r->year[i].phase;
	r->end = lnds_mesh_year_start(year + 1) + r->year[i].phase;
	return true;
}

static bool off_grid(const struct lnds_mesh_series *r, int64_t into, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, NULL,
		"a time that is %lld s off this station's grid of %u s",
		(long long)(into < 0 ? -into : into), r->year[r->at].cadence);
	return lnds_hint(err, "--off-grid floor or nearest puts it on the grid");
}

/* The slot of the interval that starts at t. */
static bool slot_of(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	uint32_t *slot, struct lnds_err *err)
{
	int64_t c, into, last;

	if (t < r->begin || t >= r->end) {
		if (!close_run(w, r, err) || !enter_year(w, r, t, err))
			return false;
	}
	c = r->year[r->at].cadence;
	into = (t - r->begin) % c;
	if (into || t < r->begin) {
		if (w->o.off_grid == LNDS_MESH_OFF_ERROR)
			return off_grid(r, into, err);
		t -= into;
		if (w->o.off_grid == LNDS_MESH_NEAREST && 2 * into >= c)
			t += c;
		last = r->end - c;
		t = t < r->begin ? r->begin : t > last ? last : t;
	}
	*slot = (uint32_t)((t - r->begin) / w->s->step);
	r->next = t + c;
	r->next_slot = *slot + (uint32_t)(c / w->s->step);
	if (r->next >= r->end)
		r->next = INT64_MIN;
	return true;
}

static void widen(struct lnds_mesh_series *r)
{
	int32_t *q = lnds_alloc(RUN_SLOTS * sizeof(*q));
	uint32_t i;

	for (i = 0; i < r->n; i++)
		q[i] = r->narrow[i] == INT16_MIN ? LNDS_MESH_NULL : r->narrow[i];
	free(r->narrow);
	r->q = q;
	r->wide = true;
}

/* Makes `slot` the next one of the open run, or of a new one. */
static bool make_room(struct lnds_mesh_writer *w, struct lnds_mesh_series *r,
	uint32_t slot, struct lnds_err *err)
{
	const uint32_t end = r->slot + r->n;

	if (r->n && (slot < end || slot - end > RUN_GAP || slot - r->slot >= RUN_SLOTS) &&
		!close_run(w, r, err))
		return false;
	if (!r->n)
		r->slot = slot;
	for (; r->slot + r->n < slot; r->n++) {
		if (r->wide)
			r->q[r->n] = LNDS_MESH_NULL;
		else
			r->narrow[r->n] = INT16_MIN;
	}
	return true;
}

/* m · 10^-e at the decimals of the series, which may have to grow. */
static bool fit(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t m, int e,
	int64_t *v, struct lnds_err *err)
{
	const int least = w->s->params.item[r->param].e;
	__int128 wide;

	if (e > MOST_DECIMALS) {
		lnds_fail(err, LNDS_DATA, NULL, "a value with more than 9 decimals");
		return lnds_hint(err, "--round keeps those of the parameter");
	}
	wide = e <= r->e ? (__int128)m * lnds_mesh_ten(r->e - e) - r->offset : INT64_MAX;
	if (wide <= INT32_MIN || wide > INT32_MAX) {
		if (!close_run(w, r, err))
			return false;
		scale(w, r, e > least ? e : least);
		wide = (__int128)m * lnds_mesh_ten(r->e - e) - r->offset;
	}
	if (wide > INT32_MIN && wide <= INT32_MAX) {
		*v = (int64_t)wide;
		return true;
	}
	return lnds_fail(err, LNDS_DATA, NULL, "a value beyond all measures");
}

bool lnds_mesh_put(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	int64_t m, int e, uint8_t flags, struct lnds_err *err)
{
	uint32_t slot = r->next_slot;
	int64_t v = 0;

	if (t == r->next) {
		r->next += r->year[r->at].cadence;
		r->next_slot += r->year[r->at].cadence / w->s->step;
		if (r->next >= r->end)
			r->next = INT64_MIN;
	} else if (!slot_of(w, r, t, &slot, err)) {
		return false;
	}
	if (!fit(w, r, m, e, &v, err) || !make_room(w, r, slot, err))
		return false;
	if (!r->wide && (v < -INT16_MAX || v > INT16_MAX))
		widen(r);
	if (v + r->offset < r->low || v + r->offset > r->high) {
		flags |= LNDS_MESH_RANGE;
		w->counts.out_of_range++;
	}
	if (flags) {
		if (!r->flags)
			r->flags = lnds_calloc(RUN_SLOTS, 1);
		r->flags[r->n] = flags;
		r->flagged = true;
	}
	if (r->wide)
		r->q[r->n++] = (int32_t)v;
	else
		r->narrow[r->n++] = (int16_t)v;
	w->counts.values++;
	return true;
}

bool lnds_mesh_put_flags(struct lnds_mesh_writer *w, struct lnds_mesh_series *r,
	int64_t t, uint32_t n, uint8_t flags, struct lnds_err *err)
{
	uint8_t bytes[RUN_SLOTS];
	struct lnds_mesh_run_header h = {.param = (uint16_t)r->param,
		.width = 1,
		.kind = LNDS_MESH_RUN_FLAGS,
		.station = r->station};
	uint32_t slot;

	memset(bytes, flags, sizeof(bytes));
	if (!slot_of(w, r, t, &slot, err) || !close_run(w, r, err) || !declare(w, r, err))
		return false;
	h.year = r->year[r->at].year;
	r->next = INT64_MIN;
	for (h.slot = slot; n; h.slot += h.n, n -= h.n) {
		h.n = n < RUN_SLOTS ? n : RUN_SLOTS;
		if (!put_run(w, &h, bytes, h.n, err))
			return false;
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
	size_t i;

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
	w->counts.fresh += row->fresh;
	w->counts.same += row->same;
	w->counts.changed += row->changed;
	w->counts.flagged += row->flagged;
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
	bool ok = true;
	size_t to;

	if (e && !lnds_mesh_segment_open(w->s, e, false, &g, err))
		return false;
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
	if (ok && w->counts.changed && w->o.dup == LNDS_MESH_ERROR) {
		lnds_fail(err, LNDS_DATA, NULL,
			"%llu values differ from those that stand",
			(unsigned long long)w->counts.changed);
		lnds_hint(err, "--on-dup last replaces them, first keeps them");
		ok = false;
	}
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

bool lnds_mesh_writer_commit(struct lnds_mesh_writer *w,
	struct lnds_mesh_ingested *counts, struct lnds_err *err)
{
	uint32_t i;
	bool ok = true, new;

	for (i = 0; ok && i < w->nseries; i++)
		ok = close_run(w, w->series[i], err);
	w->h.length = w->out.at;
	w->h.crc = lnds_mesh_crc32c(0, &w->h, sizeof(w->h) - 4);
	ok = ok && lnds_mesh_out_head(&w->out, &w->h, sizeof(w->h), err) && judge(w, err);
	if (!ok)
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
	for (i = 0; i < w->nseries; i++) {
		free(w->series[i]->narrow);
		free(w->series[i]->flags);
		free(w->series[i]->year);
		free(w->series[i]);
	}
	free(w->series);
	lnds_map_free(&w->index);
	lnds_arena_free(&w->arena);
	lnds_mesh_pending_close(&w->pending);
	free(w);
}

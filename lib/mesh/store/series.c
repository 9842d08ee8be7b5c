/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Series of a batch being written. Values of a series gather in one open run, which spans small gaps
 * and is closed by a large one, a step back, another year, more decimals, or when it is full.
 */
#include "mesh/store/series.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/time.h"

#define RUN_SLOTS LNDS_MESH_RUN_SLOTS
#define RUN_GAP 16u /* slots without value that a run may span */
#define MOST_DECIMALS 9
#define SMALL INT64_C(1000000000) /* what lnds_mesh_put_due takes */

struct lnds_mesh_declared {
	uint16_t year;
	uint32_t phase, cadence;
	bool written; /* in this batch */
};

static int64_t clamp(__int128 v)
{
	return v < INT64_MIN ? INT64_MIN : v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

static void scale(const struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int e)
{
	const struct lnds_mesh_param *p = &w->s->params.item[r->param];
	const int64_t by = lnds_mesh_ten(e - p->e);
	__int128 low, high;

	r->e = e;
	r->offset = p->offset * by;
	r->least = clamp((__int128)p->low * by);
	r->most = clamp((__int128)p->high * by);
	low = (__int128)r->least - r->offset;
	high = (__int128)r->most - r->offset;
	low = low < -INT16_MAX ? -INT16_MAX : low;
	high = high > INT16_MAX ? INT16_MAX : high;
	r->low = low > high ? INT64_MAX : (int64_t)low;
	r->range = low > high ? 0 : (uint32_t)(high - low);
}

/* n slots without value. */
static void no_values(int16_t *narrow, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		narrow[i] = INT16_MIN;
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
	no_values(r->narrow, RUN_SLOTS);
	r->due = INT64_MIN;
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
	struct lnds_mesh_declared *d = &r->year[r->at];
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

/* Makes the open run an empty one. */
static void empty(struct lnds_mesh_series *r)
{
	if (r->wide)
		r->narrow = lnds_realloc(r->narrow, RUN_SLOTS, sizeof(*r->narrow));
	no_values(r->narrow, r->wide ? RUN_SLOTS : r->n);
	if (r->flagged)
		memset(r->flags, 0, RUN_SLOTS);
	r->n = 0;
	r->wide = r->flagged = false;
	r->due = INT64_MIN;
}

bool lnds_mesh_series_close(
	struct lnds_mesh_writer *w, struct lnds_mesh_series *r, struct lnds_err *err)
{
	struct lnds_mesh_run_header h = {.param = (uint16_t)r->param,
		.width = r->wide ? 4 : 2,
		.kind = LNDS_MESH_RUN_VALUES,
		.station = r->station,
		.e = (int8_t)r->e,
		.slot = r->slot,
		.n = r->n};
	int least;
	bool ok;

	if (!r->n)
		return true;
	h.year = r->year[r->at].year;
	ok = declare(w, r, err) && put_run(w, &h, r->narrow, (size_t)r->n * h.width, err);
	if (ok && r->flagged) {
		h.kind = LNDS_MESH_RUN_FLAGS;
		h.width = 1;
		ok = put_run(w, &h, r->flags, r->n, err);
	}
	empty(r);
	/* Each run has the decimals that its own values need: what a segment is must not depend on
	 * the order in which they came. */
	least = w->s->params.item[r->param].e;
	if (r->e != least)
		scale(w, r, least);
	return ok;
}

void lnds_mesh_series_free(struct lnds_mesh_series *r)
{
	free(r->narrow);
	free(r->flags);
	free(r->year);
	free(r);
}

/* What the pending runs know of the series in that year; cadence 0: nothing. */
static void pending(const struct lnds_mesh_pending *all, const struct lnds_mesh_series *r,
	struct lnds_mesh_declared *d)
{
	const struct lnds_mesh_pending_run *p;
	size_t low = 0, high = all->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		p = &all->run[mid];
		if (p->run.param < r->param ||
			(p->run.param == r->param &&
				(p->run.year < d->year ||
					(p->run.year == d->year &&
						p->run.station < r->station))))
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < all->n; low++) {
		p = &all->run[low];
		if (p->run.param != r->param || p->run.year != d->year ||
			p->run.station != r->station)
			break;
		if (p->run.kind != LNDS_MESH_RUN_SERIES)
			continue;
		if (!d->cadence)
			d->phase = p->run.phase;
		if (!d->cadence || p->run.cadence < d->cadence)
			d->cadence = p->run.cadence;
	}
}

/* What the store knows of the series in that year; cadence 0: nothing. */
static bool stored(struct lnds_mesh_writer *w, const struct lnds_mesh_series *r,
	uint16_t year, struct lnds_mesh_declared *d, struct lnds_err *err)
{
	const struct lnds_mesh_seg_entry *e = lnds_mesh_seg_find(w->s, r->param, year);
	struct lnds_mesh_segment g;

	*d = (struct lnds_mesh_declared){.year = year};
	if (e) {
		if (!lnds_mesh_segment_open(w->s, e, false, &g, err))
			return false;
		if (r->station < g.nstations) {
			d->phase = g.dir[r->station].phase;
			d->cadence = g.dir[r->station].cadence;
		}
		lnds_mesh_segment_close(&g);
	}
	pending(&w->pending, r, d);
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

static int64_t modulo(int64_t t, int64_t c)
{
	const int64_t r = t % c;

	return r < 0 ? r + c : r;
}

/* Makes a year the current one. `phase`: where nothing is known of it. */
static bool enter_year(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int year,
	uint32_t phase, struct lnds_err *err)
{
	struct lnds_mesh_declared d;
	uint32_t i;

	if (year < 1 || year > 9998)
		return lnds_fail(
			err, LNDS_DATA, "bad-time", "a time beyond all calendars");
	if (!lnds_mesh_series_close(w, r, err))
		return false;
	for (i = 0; i < r->nyear && r->year[i].year != year; i++)
		;
	if (i == r->nyear) {
		if (!stored(w, r, (uint16_t)year, &d, err) ||
			!cadence_ok(w, r, d.cadence, err))
			return false;
		if (!d.cadence)
			d.phase = phase;
		if (!d.cadence || (r->cadence && r->cadence < d.cadence))
			d.cadence = r->cadence;
		r->year = lnds_realloc(r->year, r->nyear + 1, sizeof(*r->year));
		r->year[r->nyear++] = d;
	}
	r->at = i;
	r->from = lnds_mesh_year_start(year);
	r->to = lnds_mesh_year_start(year + 1);
	r->begin = r->from + r->year[i].phase;
	r->beat = r->year[i].cadence;
	r->stride = r->beat / w->s->step;
	return true;
}

static bool off_grid(const struct lnds_mesh_series *r, int64_t into, struct lnds_err *err)
{
	if (into)
		lnds_fail(err, LNDS_DATA, "off-grid",
			"a time that is %lld s off this station's grid of %u s",
			(long long)into, r->beat);
	else
		lnds_fail(err, LNDS_DATA, "off-grid",
			"a time between this station's grids of two years");
	return lnds_hint(err, "--off-grid floor or nearest puts it on the grid, or snap "
			      "under [time] of its mapping");
}

/* Makes the year that t belongs to the current one; *at is how far into its grid t is. That is the
 * calendar year, but for what comes before its first slot: where the cadence was made finer, the
 * year before goes on until then (slots of a year start at its phase, which may be more than
 * the new cadence). */
static bool place(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	int64_t *at, struct lnds_err *err)
{
	const int64_t c = r->cadence ? r->cadence : 1;
	uint32_t phase;

	if ((t < r->from || t >= r->to) &&
		!enter_year(w, r, lnds_mesh_year(t), (uint32_t)modulo(t, c), err))
		return false;
	*at = t - r->begin;
	if (*at >= 0 || (w->o.off_grid == LNDS_MESH_OFF_ERROR && modulo(*at, r->beat)))
		return true;
	phase = r->year[r->at].phase;
	if (!enter_year(w, r, r->year[r->at].year - 1, phase, err))
		return false;
	*at = t - r->begin;
	return true;
}

/* The slot of the interval that starts at t; the run that is open then is of its year. */
static bool slot_of(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	uint32_t *slot, struct lnds_err *err)
{
	int64_t at, into, last;

	if (!place(w, r, t, &at, err))
		return false;
	into = modulo(at, r->beat);
	last = r->to - r->from - r->beat;
	if (into || at < 0 || at > last) {
		if (w->o.off_grid == LNDS_MESH_OFF_ERROR)
			return off_grid(r, into, err);
		t -= into;
		if (w->o.off_grid == LNDS_MESH_NEAREST && 2 * into >= r->beat)
			t += r->beat;
		if (!place(w, r, t, &at, err))
			return false;
		last = r->to - r->from - r->beat;
		at -= modulo(at, r->beat);
		at = at < 0 ? 0 : at > last ? last : at;
	}
	*slot = (uint32_t)(at / w->s->step);
	return true;
}

static void widen(struct lnds_mesh_series *r)
{
	int32_t *q = lnds_alloc(RUN_SLOTS * sizeof(*q));
	uint32_t i;

	for (i = 0; i < RUN_SLOTS; i++)
		q[i] = r->narrow[i] == INT16_MIN ? LNDS_MESH_NULL : r->narrow[i];
	free(r->narrow);
	r->q = q;
	r->wide = true;
}

/* Must the open run end before a value in this slot? */
static bool run_ends(const struct lnds_mesh_series *r, uint32_t slot)
{
	const uint32_t end = r->slot + r->n;

	return r->n &&
	       (slot < end || slot - end > RUN_GAP || slot - r->slot >= RUN_SLOTS);
}

/* Makes `slot` the next one of the open run, or of a new one. */
static void make_room(
	const struct lnds_mesh_writer *w, struct lnds_mesh_series *r, uint32_t slot)
{
	const int64_t step = w->s->step;
	/* Slots that start within the calendar year: what comes behind them must ask for its year. */
	const uint32_t slots = (uint32_t)((r->to - r->begin + step - 1) / step);
	uint32_t left;

	if (!r->n) {
		r->slot = slot;
		left = slot < slots ? slots - slot : 1;
		r->full = left < RUN_SLOTS ? left : RUN_SLOTS;
	}
	r->n = slot - r->slot;
}

/* m · 10^-e at the decimals of the series, which may have to grow. */
static bool fit(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t m, int e,
	int32_t *q, struct lnds_err *err)
{
	const int least = w->s->params.item[r->param].e;
	__int128 v;

	if (e > MOST_DECIMALS) {
		lnds_fail(err, LNDS_DATA, NULL, "a value with more than 9 decimals");
		return lnds_hint(err, "--round keeps those of the parameter");
	}
	v = e <= r->e ? (__int128)m * lnds_mesh_power[r->e - e] - r->offset : INT64_MAX;
	if (v <= INT32_MIN || v > INT32_MAX) {
		if (!lnds_mesh_series_close(w, r, err))
			return false;
		scale(w, r, e > least ? e : least);
		v = (__int128)m * lnds_mesh_power[r->e - e] - r->offset;
	}
	if (v > INT32_MIN && v <= INT32_MAX) {
		*q = (int32_t)v;
		return true;
	}
	if (!r->n)
		scale(w, r, least);
	return lnds_fail(err, LNDS_DATA, NULL, "a value beyond all measures");
}

/* Flags of the slot behind the run. */
static void put_flag(struct lnds_mesh_series *r, uint8_t flags)
{
	if (!r->flags)
		r->flags = lnds_calloc(RUN_SLOTS, 1);
	r->flags[r->n] = flags;
	r->flagged = true;
}

/* The stamp that lnds_mesh_put_due waits for. */
static void expect(struct lnds_mesh_series *r, uint32_t step)
{
	r->due = INT64_MIN;
	if (!r->wide && r->n - 1 + r->stride < r->full)
		r->due = r->begin + (int64_t)(r->slot + r->n - 1 + r->stride) * step;
}

bool lnds_mesh_put(struct lnds_mesh_writer *w, struct lnds_mesh_series *r, int64_t t,
	int64_t m, int e, uint8_t flags, struct lnds_err *err)
{
	uint32_t slot;
	int32_t q = 0;

	if (!flags && m <= SMALL && m >= -SMALL && lnds_mesh_put_due(r, t, m, e)) {
		w->counts.values++;
		return true;
	}
	if (!slot_of(w, r, t, &slot, err) ||
		(run_ends(r, slot) && !lnds_mesh_series_close(w, r, err)) ||
		!fit(w, r, m, e, &q, err))
		return false;
	make_room(w, r, slot);
	if (!r->wide && (q < -INT16_MAX || q > INT16_MAX))
		widen(r);
	if (q + r->offset < r->least || q + r->offset > r->most) {
		flags |= LNDS_MESH_RANGE;
		w->counts.out_of_range++;
	}
	if (flags)
		put_flag(r, flags);
	if (r->wide)
		r->q[r->n++] = q;
	else
		r->narrow[r->n++] = (int16_t)q;
	expect(r, w->s->step);
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
	if (!slot_of(w, r, t, &slot, err) || !lnds_mesh_series_close(w, r, err) ||
		!declare(w, r, err))
		return false;
	h.year = r->year[r->at].year;
	for (h.slot = slot; n; h.slot += h.n, n -= h.n) {
		h.n = n < RUN_SLOTS ? n : RUN_SLOTS;
		if (!put_run(w, &h, bytes, h.n, err))
			return false;
	}
	return true;
}

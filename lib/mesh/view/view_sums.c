/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums of a station over slots of one year, from the cheapest place that is right: two rows of the
 * day table, the segment's values, or a row of the view.
 */
#include "mesh/measure/wave.h"
#include "mesh/view/view_inner.h"

enum from { TABLE, VALUES, ROW };

/* Sums of q in the segment's decimals, to those of the year. */
static void extremes(struct lnds_mesh_sums *s, int64_t min, int64_t max, int64_t by)
{
	if (min * by < s->min)
		s->min = min * by;
	if (max * by > s->max)
		s->max = max * by;
}

static void take(struct lnds_mesh_sums *s, const struct lnds_mesh_tally *t, int64_t by)
{
	s->sum += t->sum * by;
	s->n += t->n;
	if (t->n)
		extremes(s, t->min, t->max, by);
}

static void one(struct lnds_mesh_sums *s, int32_t q)
{
	s->sum += q;
	s->n++;
	extremes(s, q, q, 1);
}

static void turn(struct lnds_mesh_sums *s, int64_t m, int e)
{
	const int32_t *sine = lnds_mesh_sines();
	const uint32_t at = lnds_mesh_hundredths(m, e);

	s->sum_sin += sine[at];
	s->sum_cos += sine[at + LNDS_MESH_QUARTER];
	s->n++;
}

/* Adds what two prefix sums differ by. Of a table that lies anything can come; it wraps. */
static void between(int64_t *sum, int64_t from, int64_t to, int64_t by)
{
	*sum = (int64_t)((uint64_t)*sum + ((uint64_t)to - (uint64_t)from) * (uint64_t)by);
}

/* Whole days [from, to) out of the day table. */
static void days(const struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t from, uint32_t to, struct lnds_mesh_sums *s)
{
	const size_t stride = y->g.nstations;
	const struct lnds_mesh_vector_day *va, *vb;
	const struct lnds_mesh_day *a, *b;
	uint32_t day;

	if (v->vector) {
		va = &y->g.vector_day[from * stride + station];
		vb = &y->g.vector_day[to * stride + station];
		between(&s->sum_sin, va->sum_sin, vb->sum_sin, 1);
		between(&s->sum_cos, va->sum_cos, vb->sum_cos, 1);
		s->n += vb->n - va->n;
		s->suspects += vb->suspects - va->suspects;
		return;
	}
	a = &y->g.day[from * stride + station];
	b = &y->g.day[to * stride + station];
	between(&s->sum, a->sum, b->sum, y->by);
	s->n += b->n - a->n;
	s->suspects += b->suspects - a->suspects;
	for (day = from; !v->o.sums_only && day < to; day++, a += stride)
		if (a->min != LNDS_MESH_NULL)
			extremes(s, a->min, a->max, y->by);
}

/* Slots [from, to) of the segment, whose flags all count or do not matter. */
static void values(const struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t from, uint32_t to, struct lnds_mesh_sums *s)
{
	const size_t at = (size_t)station * y->g.nslots + from;
	struct lnds_mesh_tally t = LNDS_MESH_TALLY_NONE;
	uint32_t i;
	int32_t q;

	if (v->vector) {
		for (i = from; i < to; i++) {
			q = lnds_mesh_q(&y->g, station, i);
			if (q != LNDS_MESH_NULL)
				turn(s, q + y->g.offset, y->g.e);
		}
		return;
	}
	if (y->g.width == 4)
		lnds_mesh_tally32((const int32_t *)y->g.data + at, to - from, &t);
	else
		lnds_mesh_tally16(v->kernel, (const int16_t *)y->g.data + at, to - from,
			!v->o.sums_only, &t);
	take(s, &t, y->by);
}

static uint32_t given(
	const struct lnds_mesh_year *y, uint32_t station, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	for (; from < to; from++)
		n += lnds_mesh_q(&y->g, station, from) != LNDS_MESH_NULL;
	return n;
}

/* Of a station's runs of flags the first that ends after a slot. */
static uint32_t first_flags(
	const struct lnds_mesh_segment *g, uint32_t station, uint32_t slot)
{
	const struct lnds_mesh_qc_run *run = &g->qc[g->dir[station].qc_first];
	uint32_t low = 0, high = g->dir[station].qc_runs, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (run[mid].slot + run[mid].n <= slot)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Slots [low, high) of the segment without those that do not count. */
static void counted(const struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t low, uint32_t high, struct lnds_mesh_sums *s)
{
	const struct lnds_mesh_dir *d = &y->g.dir[station];
	const struct lnds_mesh_qc_run *run;
	uint32_t from, to, i;

	for (i = first_flags(&y->g, station, low); i < d->qc_runs; i++) {
		run = &y->g.qc[d->qc_first + i];
		from = run->slot > low ? run->slot : low;
		to = run->slot + run->n < high ? run->slot + run->n : high;
		if (from >= to)
			break;
		if (!lnds_mesh_counts(v->o.qc, run->flags)) {
			values(v, y, station, low, from, s);
			low = to;
		} else if (lnds_mesh_suspect(run->flags)) {
			s->suspects += given(y, station, from, to);
		}
	}
	values(v, y, station, low, high, s);
}

static void row(const struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	struct lnds_mesh_sums *s)
{
	const struct lnds_mesh_row *r = &v->row;
	uint32_t i;

	for (i = 0; i < r->high - r->low; i++) {
		if (r->q[i] == LNDS_MESH_NULL || !lnds_mesh_counts(v->o.qc, r->flags[i]))
			continue;
		s->suspects += lnds_mesh_suspect(r->flags[i]);
		if (v->vector)
			turn(s, r->q[i] + y->offset, y->e);
		else
			one(s, r->q[i]);
	}
}

static bool bit(const struct lnds_mesh_year *y, const uint64_t *bits, uint32_t station,
	uint32_t day)
{
	return bits &&
	       (bits[(size_t)station * y->words + day / 64] >> (day % 64) & 1) != 0;
}

/* Where the slots of a day from `at` on, `low` being the first wanted and `high` past the last, come
 * from. */
static enum from place(const struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t at, uint32_t high)
{
	const uint32_t day = at / y->per_day;

	if (bit(y, y->touched, station, day))
		return ROW;
	if (v->o.scan || at % y->per_day || (day + 1) * y->per_day > high ||
		bit(y, y->flagged, station, day))
		return VALUES;
	return TABLE;
}

static bool add(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t from, uint32_t to, enum from place_of,
	struct lnds_mesh_sums *s, struct lnds_err *err)
{
	if (place_of == ROW) {
		if (!lnds_mesh_view_row(v, y, station, from, to, err))
			return false;
		row(v, y, s);
	} else if (y->has_segment && station < y->g.nstations) {
		if (place_of == TABLE)
			days(v, y, station, from / y->per_day, to / y->per_day, s);
		else if (lnds_mesh_segment_row_sound(&y->g, station, err))
			counted(v, y, station, from, to, s);
		else
			return false;
	}
	return true;
}

bool lnds_mesh_year_sums(struct lnds_mesh_view *v, const struct lnds_mesh_year *y,
	uint32_t station, uint32_t low, uint32_t high, struct lnds_mesh_sums *s,
	struct lnds_err *err)
{
	const bool clean = !y->series[station].dirty;
	uint32_t at, to, last;
	enum from now;

	for (at = low; at < high; at = to) {
		now = place(v, y, station, at, high);
		last = high / y->per_day * y->per_day;
		if (clean && now == TABLE)
			to = last;
		else if (clean && v->o.scan)
			to = high;
		else
			for (to = at; to < high && place(v, y, station, to, high) == now;)
				to = (to / y->per_day + 1) * y->per_day;
		if (to > high)
			to = high;
		if (!add(v, y, station, at, to, now, s, err))
			return false;
	}
	return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A station's year with batches laid over it; see row.h. */
#include "mesh/store/row.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Flags that come with a value from its source, and go when it comes again without. */
#define OF_SOURCE                                                                        \
	(LNDS_MESH_RANGE | LNDS_MESH_SUSPECT | LNDS_MESH_REJECTED | LNDS_MESH_NOTE)

int64_t lnds_mesh_ten(int n)
{
	int64_t v = 1;

	while (n-- > 0)
		v *= 10;
	return v;
}

void lnds_mesh_row_begin(struct lnds_mesh_row *r, uint32_t low, uint32_t high, int e)
{
	const size_t n = high - low;
	size_t i;

	if (n > r->cap) {
		r->cap = n;
		r->q = lnds_realloc(r->q, n, sizeof(*r->q));
		r->flags = lnds_realloc(r->flags, n, sizeof(*r->flags));
		r->filled = lnds_realloc(r->filled, n, sizeof(*r->filled));
		r->last = lnds_realloc(r->last, n, sizeof(*r->last));
	}
	for (i = 0; i < n; i++)
		r->q[i] = LNDS_MESH_NULL;
	if (n) {
		memset(r->flags, 0, n * sizeof(*r->flags));
		memset(r->filled, 0, n * sizeof(*r->filled));
		memset(r->last, 0, n * sizeof(*r->last));
	}
	r->low = low;
	r->high = high;
	r->e = e;
	r->phase = r->cadence = 0;
	r->nchange = 0;
	r->fresh = r->same = r->changed = r->flagged = 0;
}

static void put_change(struct lnds_mesh_row *r, uint32_t slot, int32_t old, uint8_t flags,
	uint16_t arrival)
{
	if (r->nchange == r->change_cap) {
		r->change_cap = r->change_cap ? 2 * r->change_cap : 64;
		r->change = lnds_realloc(r->change, r->change_cap, sizeof(*r->change));
	}
	r->change[r->nchange++] = (struct lnds_mesh_change){
		.slot = slot, .old = old, .arrival = arrival, .flags = flags};
}

/* q with more decimals; false where it does not fit. */
static bool scaled(int32_t q, int64_t by, int32_t *out)
{
	const int64_t v = q * by;

	*out = q == LNDS_MESH_NULL ? LNDS_MESH_NULL : (int32_t)v;
	return q == LNDS_MESH_NULL || (v > INT32_MIN && v <= INT32_MAX);
}

/* The part [*from, *to) of n slots from `slot` that lies in the row. */
static void within(const struct lnds_mesh_row *r, uint32_t slot, uint32_t n,
	uint32_t *from, uint32_t *to)
{
	*from = slot < r->low ? r->low : slot;
	*to = slot + n > r->high ? r->high : slot + n;
}

/* The first element of a section sorted by station that is of this one. */
#define FIRST_OF(section, n, wanted)                                                     \
	({                                                                               \
		size_t low_ = 0, high_ = (n), mid_;                                      \
		while (low_ < high_) {                                                   \
			mid_ = low_ + (high_ - low_) / 2;                                \
			if ((section)[mid_].station < (wanted))                          \
				low_ = mid_ + 1;                                         \
			else                                                             \
				high_ = mid_;                                            \
		}                                                                        \
		low_;                                                                    \
	})

static bool load_history(struct lnds_mesh_row *r, const struct lnds_mesh_segment *g,
	uint32_t station, int64_t by)
{
	const struct lnds_mesh_change *c;
	const struct lnds_mesh_fill *f;
	uint32_t from, to, i;
	int32_t old;
	size_t k;

	for (k = FIRST_OF(g->fill, g->nfill, station); k < g->nfill; k++) {
		f = &g->fill[k];
		if (f->station != station)
			break;
		within(r, f->slot, f->n, &from, &to);
		for (i = from; i < to; i++)
			r->filled[i - r->low] = r->last[i - r->low] = f->arrival;
	}
	for (k = FIRST_OF(g->change, g->nchange, station); k < g->nchange; k++) {
		c = &g->change[k];
		if (c->station != station)
			break;
		if (c->slot < r->low || c->slot >= r->high)
			continue;
		if (!scaled(c->old, by, &old))
			return false;
		put_change(r, c->slot, old, c->flags, c->arrival);
		r->last[c->slot - r->low] = c->arrival;
	}
	return true;
}

bool lnds_mesh_row_segment(
	struct lnds_mesh_row *r, const struct lnds_mesh_segment *g, uint32_t station)
{
	const int64_t by = lnds_mesh_ten(r->e - g->e);
	const struct lnds_mesh_qc_run *qc;
	const struct lnds_mesh_dir *d;
	uint32_t from, to, i, k;

	if (station >= g->nstations)
		return true;
	d = &g->dir[station];
	r->phase = d->phase;
	r->cadence = d->cadence;
	if (!d->cadence)
		return true;
	for (i = r->low; i < r->high && i < g->nslots; i++)
		if (!scaled(lnds_mesh_q(g, station, i), by, &r->q[i - r->low]))
			return false;
	for (k = 0; k < d->qc_runs; k++) {
		qc = &g->qc[d->qc_first + k];
		within(r, qc->slot, qc->n, &from, &to);
		for (i = from; i < to; i++)
			r->flags[i - r->low] = qc->flags;
	}
	return load_history(r, g, station, by);
}

/* Replaces value and flags of a slot that has a value; what stood there goes to history unless the
 * same day brought it. */
static void replace(
	struct lnds_mesh_row *r, uint32_t i, int32_t q, uint8_t flags, uint16_t arrival)
{
	if (r->last[i] != arrival)
		put_change(r, i + r->low, r->q[i], r->flags[i], arrival);
	r->q[i] = q;
	r->flags[i] = flags;
	r->last[i] = arrival;
}

static void put_value(struct lnds_mesh_row *r, uint32_t i, int32_t q, uint8_t flags,
	uint16_t arrival, enum lnds_mesh_dup dup)
{
	if (r->q[i] == LNDS_MESH_NULL) {
		r->q[i] = q;
		r->flags[i] = flags;
		r->filled[i] = r->last[i] = arrival;
		r->fresh++;
		return;
	}
	if (r->q[i] != q) {
		if (!r->changed++)
			r->first_changed = i + r->low;
		if (dup != LNDS_MESH_FIRST)
			replace(r, i, q, flags, arrival);
		return;
	}
	r->same++;
	flags |= r->flags[i] & (uint8_t)~OF_SOURCE;
	if (flags != r->flags[i] && dup != LNDS_MESH_FIRST) {
		replace(r, i, q, flags, arrival);
		r->flagged++;
	}
}

static void put_flags(
	struct lnds_mesh_row *r, uint32_t i, uint8_t flags, uint16_t arrival)
{
	flags |= r->flags[i];
	if (r->q[i] == LNDS_MESH_NULL || flags == r->flags[i])
		return;
	replace(r, i, r->q[i], flags, arrival);
	r->flagged++;
}

bool lnds_mesh_row_run(struct lnds_mesh_row *r, const struct lnds_mesh_run *run,
	const uint8_t *flags, uint16_t arrival, enum lnds_mesh_dup dup)
{
	const uint8_t *given = run->value;
	uint32_t from, to, i;
	int64_t by;
	int32_t q;

	if (run->kind == LNDS_MESH_RUN_SERIES) {
		if (!r->cadence)
			r->phase = run->phase;
		if (!r->cadence || run->cadence < r->cadence)
			r->cadence = run->cadence;
		return true;
	}
	within(r, run->slot, run->n, &from, &to);
	if (run->kind == LNDS_MESH_RUN_FLAGS) {
		for (i = from; i < to; i++)
			put_flags(r, i - r->low, given[i - run->slot], arrival);
		return true;
	}
	by = lnds_mesh_ten(r->e - run->e);
	for (i = from; i < to; i++) {
		if (!scaled(lnds_mesh_run_q(run, i - run->slot), by, &q))
			return false;
		if (q != LNDS_MESH_NULL)
			put_value(r, i - r->low, q, flags ? flags[i - run->slot] : 0,
				arrival, dup);
	}
	return true;
}

void lnds_mesh_row_free(struct lnds_mesh_row *r)
{
	free(r->q);
	free(r->flags);
	free(r->filled);
	free(r->last);
	free(r->change);
	*r = (struct lnds_mesh_row){0};
}

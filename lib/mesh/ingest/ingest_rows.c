/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of the fast lane. Stations, parameters and stamps mostly follow each other in the order in which
 * they did before, and a value is mostly the next of its series: each cell is first compared with what is
 * expected there, eight bytes at a time. What comes otherwise, and whatever is bad, goes the long way.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/num.h"
#include "mesh/ingest/ingest_inner.h"
#include "mesh/ingest/ingest_lane.h"
#include "text/shape.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NONE LNDS_MAP_NONE
#define STATION LNDS_MESH_COL_STATION
#define TIME LNDS_MESH_COL_TIME
#define PARAM LNDS_MESH_COL_PARAM
#define VALUE LNDS_MESH_COL_VALUE
#define FLAGS LNDS_MESH_COL_FLAGS

/* Is the span of the cell its value? Then bytes behind it are readable. */
ALWAYS_INLINE bool plain(struct lnds_span s)
{
	return (1u << LNDS_TEXT | 1u << LNDS_QUOTED | 1u << LNDS_NUMBER) >>
		       lnds_span_kind(s) &
	       1;
}

static struct lnds_sv cell(struct lnds_batch *b, uint32_t row, uint32_t col)
{
	const struct lnds_span s = b->span[(size_t)row * b->ncol + col];
	enum lnds_kind kind;

	if (plain(s))
		return (struct lnds_sv){b->raw + s.off, lnds_span_len(s)};
	return lnds_cell(b, row, col, &kind);
}

ALWAYS_INLINE bool is(const struct lnds_mesh_ordered *k, const char *p, uint32_t n)
{
	uint64_t given, id;

	memcpy(&given, p, sizeof(given));
	memcpy(&id, k->id, sizeof(id));
	return n == k->n && (given & k->mask) == id && n &&
	       (n <= 8 || memcmp(p + 8, k->id + 8, n - 8) == 0);
}

/* Is this the one that came after the last one, or that itself? Then it is the last one now. */
ALWAYS_INLINE bool expected(struct lnds_mesh_order *o, const char *p, uint32_t n)
{
	const uint32_t next = o->item[o->last].after;

	if (!is(&o->item[next], p, n))
		return is(&o->item[o->last], p, n);
	o->last = next;
	return true;
}

/* Number `next` has come, whose id this is. */
static void learn(struct lnds_mesh_order *o, uint32_t next, const char *id)
{
	const uint32_t n = o->n;
	struct lnds_mesh_ordered *k;

	if (next >= n) {
		o->n = 2 * next + 64;
		o->item = lnds_realloc(o->item, o->n, sizeof(*o->item));
		memset(o->item + n, 0, (o->n - n) * sizeof(*o->item));
	}
	k = &o->item[next];
	memcpy(k->id, id, sizeof(k->id));
	k->n = (uint32_t)strlen(id);
	k->mask = k->n < 8 ? (UINT64_C(1) << 8 * k->n) - 1 : ~UINT64_C(0);
	o->item[o->last].after = next;
	o->last = next;
}

/* An unknown station, without position. */
static uint32_t add_station(
	struct lnds_mesh_ingest *in, struct lnds_sv id, struct lnds_err *err)
{
	const size_t from = in->added.n;
	struct lnds_sv line;

	lnds_buf_str(&in->added, "{\"id\":");
	lnds_json_str(&in->added, id);
	lnds_buf_str(&in->added, "}\n");
	line = (struct lnds_sv){in->added.p + from, in->added.n - from};
	if (lnds_mesh_stations_add(&in->s->stations, line, "stations", err))
		return lnds_mesh_station_find(&in->s->stations, id);
	in->added.n = from;
	return NONE;
}

bool lnds_mesh_ingest_station(struct lnds_mesh_ingest *in, struct lnds_batch *b,
	uint32_t row, uint32_t col, struct lnds_sv id, uint32_t *station)
{
	struct lnds_err err;

	*station = lnds_mesh_station_find(&in->s->stations, id);
	if (*station == NONE && in->o.add_stations) {
		*station = add_station(in, id, &err);
		if (*station == NONE) {
			lnds_reject(b, row, col, "bad-station", "%s", err.msg);
			return false;
		}
	}
	if (*station == NONE) {
		lnds_reject(
			b, row, col, "unknown-station", "the store has no such station");
		lnds_reject_hint(b, row,
			"import it with lnds-mesh stations, or give --add-stations");
		return false;
	}
	return true;
}

static bool find_station(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row)
{
	const uint32_t col = in->col[STATION];
	uint32_t at;

	if (!lnds_mesh_ingest_station(in, b, row, col, cell(b, row, col), &at))
		return false;
	learn(&in->stations, at, in->s->stations.item[at].id);
	return true;
}

static bool find_param(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row)
{
	const struct lnds_mesh_params *all = &in->s->params;
	struct lnds_err err;
	uint32_t at;

	if (lnds_mesh_param_find(all, cell(b, row, in->col[PARAM]), &at, &err)) {
		learn(&in->params, at, all->item[at].id);
		return true;
	}
	lnds_reject(b, row, in->col[PARAM], "unknown-parameter",
		"the store has no such parameter");
	lnds_reject_hint(b, row, err.hint); /* the nearest one */
	return false;
}

static bool find_time(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row)
{
	const struct lnds_sv s = cell(b, row, in->col[TIME]);
	char shape[LNDS_SHAPE_MAX];

	if (lnds_mesh_clock_tell(&in->clock, s))
		return true;
	lnds_reject(b, row, in->col[TIME], "bad-time", "not an ISO 8601 time (shape %s)",
		lnds_shape(s, shape));
	lnds_reject_hint(b, row,
		"--map says how the file is built; lnds-mesh sniff FILE finds out");
	return false;
}

uint32_t lnds_mesh_ingest_cadence(const struct lnds_mesh_ingest *in, uint32_t station)
{
	const uint32_t cadence = in->s->stations.item[station].cadence;

	return cadence ? cadence : in->s->step;
}

struct lnds_mesh_series *lnds_mesh_ingest_series(
	struct lnds_mesh_ingest *in, uint32_t param, uint32_t station, uint32_t cadence)
{
	struct lnds_mesh_by_station *all = &in->series[param];
	const uint32_t n = all->n;

	if (station >= n) {
		all->n = in->s->stations.n;
		all->of =
			lnds_realloc(all->of, all->n, sizeof(struct lnds_mesh_series *));
		memset(all->of + n, 0, (all->n - n) * sizeof(struct lnds_mesh_series *));
	}
	if (!all->of[station])
		all->of[station] = lnds_mesh_writer_series(in->w, param, station,
			cadence ? cadence : lnds_mesh_ingest_cadence(in, station));
	return all->of[station];
}

static bool number(
	struct lnds_mesh_ingest *in, struct lnds_sv s, int most, int64_t *m, int *e)
{
	struct lnds_mesh_decimal d;
	bool exact;

	if (!lnds_mesh_decimal(s, '.', &d))
		return false;
	if (d.e > most && in->o.round) {
		if (!lnds_mesh_round(d, most, m, &exact))
			return false;
		in->rounded += !exact;
		*e = most;
		return true;
	}
	*m = d.m;
	*e = d.e;
	return true;
}

bool lnds_mesh_ingest_put(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	uint32_t col, struct lnds_mesh_series *series, int64_t t, int64_t m, int e,
	uint8_t flags, struct lnds_err *err)
{
	if (lnds_mesh_put(in->w, series, t, m, e, flags, err))
		return true;
	if (err->code != LNDS_DATA)
		return false;
	if (err->id) /* the time is to blame */
		col = in->lane ? lnds_mesh_lane_time_column(in->lane) : in->col[TIME];
	lnds_reject(b, row, col, err->id ? err->id : "not-storable", "%s", err->msg);
	if (err->hint[0])
		lnds_reject_hint(b, row, err->hint);
	return true;
}

/* One measurement. False only where the run must end. */
static bool put(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_target to, int64_t m, int e, struct lnds_err *err)
{
	return lnds_mesh_ingest_put(in, b, row, to.col,
		lnds_mesh_ingest_series(in, to.param, in->stations.last, 0), in->clock.t,
		m, e, to.flags, err);
}

/* A cell the long way. False only where the run must end. */
static bool take(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	struct lnds_mesh_target to, struct lnds_err *err)
{
	const struct lnds_sv s = cell(b, row, to.col);
	char shape[LNDS_SHAPE_MAX];
	int64_t m;
	int e;

	if (s.n == 0) {
		in->null++;
		return true;
	}
	if (number(in, s, in->s->params.item[to.param].e, &m, &e))
		return put(in, b, row, to, m, e, err);
	lnds_reject(b, row, to.col, "bad-value", "not a number (shape %s)",
		lnds_shape(s, shape));
	return true;
}

/* A cell: plain values that their series wait for are counted in *n and need no call. */
ALWAYS_INLINE bool value(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	struct lnds_span s, struct lnds_mesh_target to, uint64_t *n, struct lnds_err *err)
{
	const struct lnds_mesh_by_station *all = &in->series[to.param];
	const uint32_t station = in->stations.last;
	int64_t m;
	int e;

	if (!plain(s) || s.off < 8 ||
		!lnds_mesh_decimal_quick(b->raw + s.off, lnds_span_len(s), &m, &e))
		return take(in, b, row, to, err);
	if (!to.flags && station < all->n && all->of[station] &&
		lnds_mesh_put_due(all->of[station], in->clock.t, m, e)) {
		++*n;
		return true;
	}
	if (e > in->s->params.item[to.param].e)
		return take(in, b, row, to, err);
	return put(in, b, row, to, m, e, err);
}

/* Parameter and flags of a row of `long`; false if it is bad. */
ALWAYS_INLINE bool param_and_flags(struct lnds_mesh_ingest *in, struct lnds_batch *b,
	uint32_t row, const struct lnds_span *s, uint64_t *flags)
{
	const struct lnds_span id = s[in->col[PARAM]];
	struct lnds_sv text = {0};

	if ((!plain(id) || !expected(&in->params, b->raw + id.off, lnds_span_len(id))) &&
		!find_param(in, b, row))
		return false;
	if (in->col[FLAGS] != NONE)
		text = cell(b, row, in->col[FLAGS]);
	if (!text.n || (lnds_u64(text, flags) && *flags <= 255))
		return true;
	lnds_reject(b, row, in->col[FLAGS], "bad-flags",
		"flags are a whole number from 0 to 255");
	return false;
}

/* Station and time of a row; false if it is bad. */
ALWAYS_INLINE bool station_and_time(struct lnds_mesh_ingest *in, struct lnds_batch *b,
	uint32_t row, const struct lnds_span *s)
{
	const struct lnds_span id = s[in->col[STATION]], time = s[in->col[TIME]];

	if ((!plain(id) ||
		    !expected(&in->stations, b->raw + id.off, lnds_span_len(id))) &&
		!find_station(in, b, row))
		return false;
	return (plain(time) && lnds_span_len(time) == 20 &&
		       lnds_mesh_clock_quick(&in->clock, b->raw + time.off)) ||
	       find_time(in, b, row);
}

static bool long_rows(
	struct lnds_mesh_ingest *in, struct lnds_batch *b, struct lnds_err *err)
{
	const bool some_gone = !lnds_none_gone(b);
	const struct lnds_span *s = b->span;
	struct lnds_mesh_target to = {.col = in->col[VALUE]};
	uint64_t flags, n = 0;
	uint32_t i;

	for (i = 0; i < b->nrow; i++, s += b->ncol) {
		flags = 0;
		if ((some_gone && lnds_gone(b, i)) || !station_and_time(in, b, i, s) ||
			!param_and_flags(in, b, i, s, &flags))
			continue;
		to.param = in->params.last;
		to.flags = (uint8_t)flags;
		if (!value(in, b, i, s[to.col], to, &n, err))
			return false;
	}
	in->w->counts.values += n;
	return true;
}

static bool wide_rows(
	struct lnds_mesh_ingest *in, struct lnds_batch *b, struct lnds_err *err)
{
	const bool some_gone = !lnds_none_gone(b);
	const struct lnds_mesh_target *to, *const end = in->value + in->nvalue;
	const struct lnds_span *s = b->span;
	uint64_t n = 0;
	uint32_t i;

	for (i = 0; i < b->nrow; i++, s += b->ncol) {
		if ((some_gone && lnds_gone(b, i)) || !station_and_time(in, b, i, s))
			continue;
		for (to = in->value; to < end; to++)
			if (!value(in, b, i, s[to->col], *to, &n, err))
				return false;
	}
	in->w->counts.values += n;
	return true;
}

bool lnds_mesh_ingest_rows(
	struct lnds_mesh_ingest *in, struct lnds_batch *b, struct lnds_err *err)
{
	uint32_t i;

	in->rows += b->nrow;
	for (i = 0; !lnds_none_gone(b) && i < b->nrow; i++)
		in->rows -= lnds_gone(b, i);
	return in->o.form == LNDS_MESH_WIDE ? wide_rows(in, b, err)
					    : long_rows(in, b, err);
}

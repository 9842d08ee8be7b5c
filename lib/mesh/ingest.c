/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fast lane of ingest. Stations, parameters and stamps mostly follow each other in the order in which
 * they did before, so each is first compared with what came after its predecessor last time.
 */
#include "mesh/ingest.h"

#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/num.h"
#include "mesh/compact.h"
#include "mesh/decimal.h"
#include "mesh/stamp.h"
#include "text/shape.h"

#define NONE LNDS_MAP_NONE
#define STATION 0u
#define TIME 1u
#define PARAM 2u
#define VALUE 3u
#define FLAGS 4u

struct guess { /* which one came after which */
	uint32_t *after;
	uint32_t cap, last;
};

struct lnds_mesh_ingest {
	struct lnds_mesh_store *s;
	struct lnds_mesh_ingest_opts o;
	struct lnds_mesh_writer *w;
	uint32_t col[5];		   /* long: all; wide: the first two */
	uint32_t *param;		   /* wide: of each column, or NONE */
	struct lnds_mesh_series ***series; /* by parameter, then station */
	uint32_t *nseries;		   /* stations that there is room for */
	struct guess stations, params;
	char stamp[32];
	size_t stamp_n;
	int64_t t;
	struct lnds_buf added; /* stations, NDJSON */
	uint64_t rows, null, rounded;
	int64_t since; /* of the first row of the batch, s */
};

static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Series belong to a writer: forget those of the last one. */
static bool begin(struct lnds_mesh_ingest *in, struct lnds_err *err)
{
	uint32_t i;

	for (i = 0; i < in->s->params.n; i++)
		if (in->nseries[i])
			memset(in->series[i], 0,
				in->nseries[i] * sizeof(struct lnds_mesh_series *));
	in->rows = in->null = 0;
	in->w = lnds_mesh_writer_new(in->s, &in->o.writer, err);
	return in->w != NULL;
}

struct lnds_mesh_ingest *lnds_mesh_ingest_new(struct lnds_mesh_store *s,
	const struct lnds_mesh_ingest_opts *o, struct lnds_err *err)
{
	struct lnds_mesh_ingest *in = lnds_calloc(1, sizeof(*in));

	in->s = s;
	in->o = *o;
	in->series = lnds_calloc(s->params.n, sizeof(struct lnds_mesh_series **));
	in->nseries = lnds_calloc(s->params.n, sizeof(*in->nseries));
	in->stations.last = in->params.last = NONE;
	if (begin(in, err))
		return in;
	lnds_mesh_ingest_free(in);
	return NULL;
}

static bool no_column(
	const struct lnds_mesh_ingest *in, const char *name, struct lnds_err *err)
{
	lnds_fail(err, LNDS_DATA, NULL, "there is no column '%s'", name);
	return lnds_hint(
		err, in->o.form == LNDS_MESH_LONG
			     ? "--map long reads station,time,param,value"
			     : "--map wide reads station,time and a column a parameter");
}

/* Where station, time and the rest stand. */
static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	static const char *const name[5] = {"station", "time", "param", "value", "flags"};
	struct lnds_mesh_ingest *in = ctx;
	const uint32_t known = in->o.form == LNDS_MESH_LONG ? 5 : 2;
	uint32_t i;

	*out = NULL;
	*nout = 0;
	for (i = 0; i < known; i++) {
		in->col[i] = lnds_map_get(&columns->index, lnds_sv(name[i]));
		if (in->col[i] == NONE && i != FLAGS)
			return no_column(in, name[i], err);
	}
	if (in->o.form == LNDS_MESH_LONG)
		return true;
	in->param = lnds_realloc(in->param, columns->n, sizeof(*in->param));
	for (i = 0; i < columns->n; i++) {
		in->param[i] = NONE;
		if (i != in->col[STATION] && i != in->col[TIME] &&
			!lnds_mesh_param_find(
				&in->s->params, columns->name[i], &in->param[i], err))
			return false;
	}
	return true;
}

static struct lnds_sv cell(struct lnds_batch *b, uint32_t row, uint32_t col)
{
	const struct lnds_span s = b->span[(size_t)row * b->ncol + col];
	enum lnds_kind kind = lnds_span_kind(s);

	if (kind == LNDS_TEXT || kind == LNDS_QUOTED || kind == LNDS_NUMBER)
		return (struct lnds_sv){b->raw + s.off, lnds_span_len(s)};
	if (kind == LNDS_NULL || kind == LNDS_ABSENT)
		return (struct lnds_sv){b->raw, 0};
	return lnds_cell(b, row, col, &kind);
}

/* The one that came after the last one, if it has this id. */
static bool guessed(const struct guess *g, const char *id, struct lnds_sv text)
{
	return text.n < 32 && memcmp(id, text.p, text.n) == 0 && !id[text.n] &&
	       g->last != NONE;
}

static void learn(struct guess *g, uint32_t next)
{
	uint32_t i;

	if (g->last != NONE) {
		if (g->last >= g->cap) {
			i = g->cap;
			g->cap = 2 * g->last + 64;
			g->after = lnds_realloc(g->after, g->cap, sizeof(*g->after));
			for (; i < g->cap; i++)
				g->after[i] = 0;
		}
		g->after[g->last] = next;
	}
	g->last = next;
}

static uint32_t expected(const struct guess *g)
{
	return g->last != NONE && g->last < g->cap ? g->after[g->last] : 0;
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

static bool station_of(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	uint32_t *station)
{
	const struct lnds_sv id = cell(b, row, in->col[STATION]);
	const struct lnds_mesh_stations *all = &in->s->stations;
	struct lnds_err err;

	*station = expected(&in->stations);
	if (*station < all->n && guessed(&in->stations, all->item[*station].id, id)) {
		in->stations.last = *station;
		return true;
	}
	*station = lnds_mesh_station_find(all, id);
	if (*station == NONE && in->o.add_stations) {
		*station = add_station(in, id, &err);
		if (*station == NONE) {
			lnds_reject(
				b, row, in->col[STATION], "bad-station", "%s", err.msg);
			return false;
		}
	}
	if (*station == NONE) {
		lnds_reject(b, row, in->col[STATION], "unknown-station",
			"the store has no such station");
		lnds_reject_hint(b, row,
			"import it with lnds-mesh stations, or give --add-stations");
		return false;
	}
	learn(&in->stations, *station);
	return true;
}

static bool stamp_of(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row)
{
	const struct lnds_sv s = cell(b, row, in->col[TIME]);
	char shape[LNDS_SHAPE_MAX];

	if (s.n == in->stamp_n && memcmp(s.p, in->stamp, s.n) == 0 && s.n)
		return true;
	in->stamp_n = 0;
	if (!lnds_mesh_stamp(s, &in->t)) {
		lnds_reject(b, row, in->col[TIME], "bad-time",
			"not an ISO 8601 time (shape %s)", lnds_shape(s, shape));
		return false;
	}
	if (s.n <= sizeof(in->stamp)) {
		memcpy(in->stamp, s.p, s.n);
		in->stamp_n = s.n;
	}
	return true;
}

static struct lnds_mesh_series *series_of(
	struct lnds_mesh_ingest *in, uint32_t param, uint32_t station)
{
	struct lnds_mesh_series **at;
	uint32_t n = in->nseries[param], cadence;

	if (station >= n) {
		in->nseries[param] = in->s->stations.n;
		at = lnds_realloc(in->series[param], in->nseries[param],
			sizeof(struct lnds_mesh_series *));
		memset(at + n, 0, (in->nseries[param] - n) * sizeof(*at));
		in->series[param] = at;
	}
	at = &in->series[param][station];
	if (!*at) {
		cadence = in->s->stations.item[station].cadence;
		*at = lnds_mesh_writer_series(
			in->w, param, station, cadence ? cadence : in->s->step);
	}
	return *at;
}

/* -ddd.dd of at most 15 characters; false for anything else. */
static inline bool quick(struct lnds_sv s, int64_t *m, int *e)
{
	const char *p = s.p, *const end = p + s.n, *point = NULL;
	const bool minus = s.n && *p == '-';
	int64_t v = 0;

	if (s.n > 15 || s.n <= minus)
		return false;
	for (p += minus; p < end; p++) {
		if (*p == '.' && !point && p > s.p + minus)
			point = p;
		else if (!lnds_is_digit(*p))
			return false;
		else
			v = v * 10 + (*p - '0');
	}
	*e = point ? (int)(end - point - 1) : 0;
	*m = minus ? -v : v;
	return true;
}

static bool number(
	struct lnds_mesh_ingest *in, struct lnds_sv s, int most, int64_t *m, int *e)
{
	struct lnds_mesh_decimal d;
	bool exact;

	if (quick(s, m, e) && *e <= most)
		return true;
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

/* One measurement. False only where the run must end. */
static bool take(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	uint32_t col, uint32_t param, uint32_t station, uint8_t flags,
	struct lnds_err *err)
{
	const struct lnds_sv s = cell(b, row, col);
	char shape[LNDS_SHAPE_MAX];
	int64_t m;
	int e;

	if (s.n == 0) {
		in->null++;
		return true;
	}
	if (!number(in, s, in->s->params.item[param].e, &m, &e)) {
		lnds_reject(b, row, col, "bad-value", "not a number (shape %s)",
			lnds_shape(s, shape));
		return true;
	}
	if (lnds_mesh_put(in->w, series_of(in, param, station), in->t, m, e, flags, err))
		return true;
	if (err->code != LNDS_DATA)
		return false;
	lnds_reject(b, row, col, "not-storable", "%s", err->msg);
	if (err->hint[0])
		lnds_reject_hint(b, row, lnds_arena_sv(b->arena, lnds_sv(err->hint)).p);
	return true;
}

static bool long_row(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	uint32_t station, struct lnds_err *err)
{
	const struct lnds_mesh_params *all = &in->s->params;
	const struct lnds_sv id = cell(b, row, in->col[PARAM]);
	uint32_t param = expected(&in->params);
	struct lnds_sv text;
	struct lnds_err why;
	uint64_t flags = 0;

	if (guessed(&in->params, all->item[param].id, id)) {
		in->params.last = param;
	} else if (lnds_mesh_param_find(all, id, &param, &why)) {
		learn(&in->params, param);
	} else {
		lnds_reject(b, row, in->col[PARAM], "unknown-parameter",
			"the store has no such parameter");
		lnds_reject_hint(b, row, "lnds-mesh params lists them, and adds some");
		return true;
	}
	if (in->col[FLAGS] != NONE) {
		text = cell(b, row, in->col[FLAGS]);
		if (text.n && (!lnds_u64(text, &flags) || flags > 255)) {
			lnds_reject(b, row, in->col[FLAGS], "bad-flags",
				"flags are a whole number from 0 to 255");
			return true;
		}
	}
	return take(in, b, row, in->col[VALUE], param, station, (uint8_t)flags, err);
}

static bool one_row(struct lnds_mesh_ingest *in, struct lnds_batch *b, uint32_t row,
	struct lnds_err *err)
{
	uint32_t station, c;

	in->rows++;
	if (!station_of(in, b, row, &station) || !stamp_of(in, b, row))
		return true;
	if (in->o.form == LNDS_MESH_LONG)
		return long_row(in, b, row, station, err);
	for (c = 0; c < b->ncol; c++)
		if (in->param[c] != NONE &&
			!take(in, b, row, c, in->param[c], station, 0, err))
			return false;
	return true;
}

/* Stations first: a batch counts on them. What was rounded is noted once it stands. */
static bool commit(struct lnds_mesh_ingest *in, struct lnds_err *err)
{
	struct lnds_mesh_ingested counts;
	struct lnds_buf note = {0};
	bool ok = true;

	if (in->added.n)
		ok = lnds_mesh_store_append(
			in->s, "stations.ndjson", lnds_buf_view(&in->added), err);
	in->added.n = 0;
	ok = ok && lnds_mesh_writer_commit(in->w, &counts, err);
	lnds_mesh_writer_free(in->w);
	in->w = NULL;
	if (!ok)
		return false;
	if (in->rounded && counts.seq) {
		lnds_buf_printf(&note, "{\"batch\":%llu,\"rounded\":%llu}\n",
			(unsigned long long)counts.seq, (unsigned long long)in->rounded);
		ok = lnds_mesh_store_append(
			in->s, "sources.ndjson", lnds_buf_view(&note), err);
		lnds_buf_free(&note);
	}
	in->rounded = 0;
	counts.rows = in->rows;
	counts.null = in->null;
	if (ok && in->o.committed)
		in->o.committed(in->o.arg, &counts);
	return ok;
}

bool lnds_mesh_ingest_pause(void *ingest, struct lnds_err *err)
{
	struct lnds_mesh_ingest *in = ingest;

	if (!in->o.commit_every || !in->rows ||
		now() - in->since < (int64_t)in->o.commit_every)
		return true;
	return commit(in, err) &&
	       (!in->o.compact || !lnds_mesh_compact_due(in->s) ||
		       lnds_mesh_compact(in->s, false, err)) &&
	       begin(in, err);
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_mesh_ingest *in = ctx;
	uint32_t i;

	(void)worker;
	if (!lnds_mesh_ingest_pause(in, err))
		return false;
	if (!in->rows)
		in->since = now();
	for (i = 0; i < b->nrow; i++)
		if (!lnds_gone(b, i) && !one_row(in, b, i, err))
			return false;
	return true;
}

const struct lnds_filter lnds_mesh_ingest_filter = {
	.plan = plan, .batch = batch, .closed_plan = true};

bool lnds_mesh_ingest_end(struct lnds_mesh_ingest *in, struct lnds_err *err)
{
	return commit(in, err);
}

void lnds_mesh_ingest_free(struct lnds_mesh_ingest *in)
{
	uint32_t i;

	if (!in)
		return;
	lnds_mesh_writer_free(in->w);
	for (i = 0; i < in->s->params.n; i++)
		free(in->series[i]);
	free(in->series);
	free(in->nseries);
	free(in->param);
	free(in->stations.after);
	free(in->params.after);
	lnds_buf_free(&in->added);
	free(in);
}

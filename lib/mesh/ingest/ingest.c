/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast lane of ingest: its beginning, its columns, its commits; the rows are in ingest_rows.c. */
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/ingest/ingest_inner.h"
#include "mesh/ingest/ingest_lane.h"
#include "mesh/store/compact.h"

#define NONE LNDS_MAP_NONE

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
		if (in->series[i].n)
			memset(in->series[i].of, 0,
				in->series[i].n * sizeof(struct lnds_mesh_series *));
	in->rows = in->null = 0;
	in->w = lnds_mesh_writer_new(in->s, &in->o.writer, err);
	return in->w != NULL;
}

static struct lnds_mesh_order one_unknown(void)
{
	return (struct lnds_mesh_order){
		.item = lnds_calloc(1, sizeof(struct lnds_mesh_ordered)), .n = 1};
}

struct lnds_mesh_ingest *lnds_mesh_ingest_new(struct lnds_mesh_store *s,
	const struct lnds_mesh_ingest_opts *o, struct lnds_err *err)
{
	struct lnds_mesh_ingest *in = lnds_calloc(1, sizeof(*in));

	in->s = s;
	in->o = *o;
	in->series = lnds_calloc(s->params.n, sizeof(*in->series));
	in->stations = one_unknown();
	in->params = one_unknown();
	in->o.lane.params = &s->params;
	in->o.lane.round = o->round;
	if (o->form == LNDS_MESH_MAPPED)
		in->lane = lnds_mesh_ingest_lane(in, &in->o.lane, err);
	if ((in->lane || o->form != LNDS_MESH_MAPPED) && begin(in, err))
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
	static const char *const name[LNDS_MESH_COLS] = {
		"station", "time", "param", "value", "flags"};
	struct lnds_mesh_ingest *in = ctx;
	const uint32_t known = in->o.form == LNDS_MESH_LONG ? LNDS_MESH_COLS : 2;
	uint32_t i;

	*out = NULL;
	*nout = 0;
	if (in->lane)
		return lnds_mesh_lane_plan(in->lane, columns, err);
	for (i = 0; i < known; i++) {
		in->col[i] = lnds_map_get(&columns->index, lnds_sv(name[i]));
		if (in->col[i] == NONE && i != LNDS_MESH_COL_FLAGS)
			return no_column(in, name[i], err);
	}
	if (in->o.form == LNDS_MESH_LONG)
		return true;
	in->value = lnds_realloc(in->value, columns->n, sizeof(*in->value));
	for (in->nvalue = 0, i = 0; i < columns->n; i++) {
		if (i == in->col[LNDS_MESH_COL_STATION] ||
			i == in->col[LNDS_MESH_COL_TIME])
			continue;
		in->value[in->nvalue] = (struct lnds_mesh_target){.col = i};
		if (!lnds_mesh_param_find(&in->s->params, columns->name[i],
			    &in->value[in->nvalue++].param, err))
			return false;
	}
	return true;
}

/* Stations before the batch that counts on them, but only if it will stand. What was rounded is
 * noted once it does. */
static bool commit(struct lnds_mesh_ingest *in, struct lnds_err *err)
{
	struct lnds_mesh_ingested counts;
	struct lnds_buf note = {0};
	bool ok = lnds_mesh_writer_judge(in->w, err);

	if (ok && in->added.n)
		ok = lnds_mesh_store_append(
			in->s, "stations.ndjson", lnds_buf_view(&in->added), err);
	in->added.n = 0;
	ok = ok && lnds_mesh_writer_commit(in->w, &counts, err);
	in->taken += in->w->counts.values;
	lnds_mesh_writer_free(in->w);
	in->w = NULL;
	if (!ok)
		return false;
	if (in->rounded && counts.seq) {
		lnds_buf_printf(
			&note, "{\"batch\":%llu,", (unsigned long long)counts.seq);
		if (in->lane) {
			lnds_buf_str(&note, "\"map\":");
			lnds_json_str(&note, lnds_mesh_mapping_short(in->o.lane.mapping));
			lnds_buf_c(&note, ',');
		}
		lnds_buf_printf(
			&note, "\"rounded\":%llu}\n", (unsigned long long)in->rounded);
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

static bool lane_rows(
	struct lnds_mesh_ingest *in, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_mesh_lane_counts *c = lnds_mesh_lane_counted(in->lane);
	const bool ok = lnds_mesh_lane_batch(in->lane, b, err);

	in->rows += c->rows;
	in->null += c->null;
	in->rounded += c->inexact;
	*c = (struct lnds_mesh_lane_counts){0};
	return ok;
}

static bool batch(void *ctx, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct lnds_mesh_ingest *in = ctx;

	(void)worker;
	if (!lnds_mesh_ingest_pause(in, err))
		return false;
	if (!in->rows)
		in->since = now();
	return in->lane ? lane_rows(in, b, err) : lnds_mesh_ingest_rows(in, b, err);
}

/* A station with one dead sensor sends bad rows alone, whose other cells are data. */
static bool took(const void *ctx)
{
	const struct lnds_mesh_ingest *in = ctx;

	return in->taken + in->w->counts.values > 0;
}

const struct lnds_filter lnds_mesh_ingest_filter = {
	.plan = plan, .batch = batch, .closed_plan = true, .took = took};

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
	lnds_mesh_lane_free(in->lane);
	for (i = 0; i < in->s->params.n; i++)
		free(in->series[i].of);
	free(in->series);
	free(in->value);
	free(in->stations.item);
	free(in->params.item);
	lnds_buf_free(&in->added);
	free(in);
}

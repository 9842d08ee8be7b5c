/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Row by row: time, station, end of the row, then the values; see lane.h. */
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/mapping/lane_inner.h"
#include "mesh/store/segment.h"
#include "text/shape.h"

#define NONE LNDS_MESH_NO_COLUMN

static bool usage(struct lnds_err *err, const char *msg, const char *hint)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", msg);
	return lnds_hint(err, "%s", hint);
}

static bool options_ok(const struct lnds_mesh_lane_opts *o, struct lnds_err *err)
{
	const struct lnds_mesh_mapping *m = o->mapping;
	const bool in_rows = m->station.nth || m->station_header;

	if (o->station && in_rows)
		return usage(err, "--station, where the file itself names stations",
			"leave it out, or give a mapping without a column of the "
			"station");
	if (!o->station && !in_rows && !m->station_const.n && !m->filename &&
		!m->preamble)
		return usage(err, "the mapping does not say which station the file is of",
			"--station ID, or [station] in the mapping");
	if (m->year_required && !o->year)
		return usage(err, "no year anywhere: the times of this mapping have none",
			"--year Y is that of the first time in each file");
	if (!m->year_required && o->year)
		return usage(err, "--year, where times have their year",
			"leave it out; [time] year = required is for times without");
	return true;
}

struct lnds_mesh_lane *lnds_mesh_lane_new(const struct lnds_mesh_lane_opts *o,
	const struct lnds_mesh_lane_sink *sink, struct lnds_err *err)
{
	struct lnds_mesh_lane *l;

	if (!options_ok(o, err))
		return NULL;
	l = lnds_calloc(1, sizeof(*l));
	l->o = *o;
	l->m = o->mapping;
	l->sink = *sink;
	l->input = NONE;
	return l;
}

bool lnds_mesh_lane_plan(struct lnds_mesh_lane *l, const struct lnds_columns *columns,
	struct lnds_err *err)
{
	l->columns = columns;
	if (!lnds_mesh_bind(&l->bound, l->m, l->o.params, columns, err)) {
		err->input = l->o.source->name;
		return false;
	}
	l->head_station =
		lnds_realloc(l->head_station, l->bound.nvalue, sizeof(*l->head_station));
	l->heads_found = false;
	return true;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool not_found(const struct lnds_source *src, enum lnds_code code, const char *msg,
	const char *hint, struct lnds_err *err)
{
	lnds_fail(err, code, NULL, "%s", msg);
	lnds_hint(err, "%s", hint);
	err->input = src->name;
	return false;
}

/* A new file: its station, and clocks that begin again. */
static bool begin_file(struct lnds_mesh_lane *l, uint32_t input, struct lnds_err *err)
{
	const struct lnds_source *src = &l->o.source[input];
	const struct lnds_mesh_mapping *m = l->m;
	struct lnds_sv id = m->station_const;

	l->input = input;
	if (l->nwall)
		memset(l->wall, 0, l->nwall * sizeof(*l->wall));
	if (l->o.station)
		id = lnds_sv(l->o.station);
	else if (m->filename &&
		 !lnds_pattern_find(m->filename,
			 lnds_sv(l->o.name ? l->o.name : base_name(src->name)), &id))
		return not_found(src, LNDS_USAGE,
			"the name of the file does not hold its station",
			"--name gives the name of what comes from stdin, --station the "
			"station itself",
			err);
	else if (m->preamble && !lnds_pattern_find(m->preamble, src->preamble, &id))
		return not_found(src, LNDS_DATA,
			"the lines before the header do not hold the station",
			"look at [station] preamble of the mapping, or give --station",
			err);
	l->file_id = id;
	l->file_station = NONE;
	return true;
}

static void bad_cell(struct lnds_mesh_lane *l, const struct lnds_mesh_given *g,
	enum lnds_mesh_reading_is is, struct lnds_sv text)
{
	char shape[LNDS_SHAPE_MAX];

	if (is == LNDS_MESH_READ_PARTS) {
		lnds_reject(g->b, g->row, g->col, "bad-value",
			"the cell has too few parts (shape %s)", lnds_shape(text, shape));
		return;
	}
	lnds_reject(g->b, g->row, g->col, "bad-value", "not a number (shape %s)",
		lnds_shape(text, shape));
	if (memchr(text.p, l->m->decimal == '.' ? ',' : '.', text.n))
		lnds_reject_hint(g->b, g->row,
			l->m->decimal == '.' ? "decimal = , in the mapping?"
					     : "decimal = . in the mapping?");
	else
		lnds_reject_hint(g->b, g->row,
			"if it says that there is no value, list it in null of the "
			"mapping");
}

/* What stands beside the value: quality of the row, its own, and the flag next to it. */
static uint8_t flags_of(struct lnds_mesh_lane *l, const struct lnds_mesh_bound_value *v,
	struct lnds_batch *b, uint32_t row, uint32_t flag_col)
{
	const struct lnds_mesh_mapping *m = l->m;
	const struct lnds_mesh_quality *own = m->qc.given ? &m->qc : &m->flag;
	uint8_t flags = 0;

	if (v->qc != NONE)
		flags |= lnds_mesh_quality_flags(own, lnds_mesh_lane_cell(b, row, v->qc));
	else if (l->bound.qc != NONE)
		flags |= lnds_mesh_quality_flags(
			&m->qc, lnds_mesh_lane_cell(b, row, l->bound.qc));
	if (l->bound.flag != NONE)
		flags |= lnds_mesh_quality_flags(
			&m->flag, lnds_mesh_lane_cell(b, row, l->bound.flag));
	if (flag_col != NONE)
		flags |= lnds_mesh_quality_flags(m->flag.position ? &m->flag : &m->qc,
			lnds_mesh_lane_cell(b, row, flag_col));
	return flags;
}

/* Differences of a gauge that counts up. False: no amount. */
static bool amount(struct lnds_mesh_lane *l, const struct lnds_mesh_bound_value *v,
	const struct lnds_mesh_given *g, struct lnds_mesh_decimal *d, uint8_t *flags)
{
	const size_t at =
		(size_t)g->station * l->m->nvalue + (size_t)(v->map - l->m->value);
	bool note;

	l->gauge = lnds_mesh_lane_grown(l->gauge, &l->ngauge, at, sizeof(*l->gauge));
	if (!lnds_mesh_gauge_amount(
		    &l->gauge[at], l->m, v->map, g->t, g->cadence, d, &note))
		return false;
	if (note)
		*flags |= LNDS_MESH_NOTE;
	return true;
}

/* One value; g has row, station, cadence and the stamp as t. */
static bool take(struct lnds_mesh_lane *l, const struct lnds_mesh_bound_value *v,
	struct lnds_mesh_given g, uint32_t flag_col, struct lnds_err *err)
{
	const struct lnds_sv text = lnds_mesh_lane_cell(g.b, g.row, g.col);
	const int label = v->map->label < 0 ? (int)l->m->label : v->map->label;
	struct lnds_mesh_decimal d;
	enum lnds_mesh_reading_is is;
	bool exact;

	is = lnds_mesh_reading(l->m, v->map, text,
		lnds_mesh_lane_cell(g.b, g.row, v->trace), &d, &g.flags);
	if (is == LNDS_MESH_READ && v->map->cumulative && !amount(l, v, &g, &d, &g.flags))
		is = LNDS_MESH_READ_NULL;
	if (is == LNDS_MESH_READ_NULL) {
		l->counts.null++;
		return true;
	}
	if (is == LNDS_MESH_READ &&
		!lnds_mesh_reading_convert(v->map, &l->o.params->item[g.param], d,
			l->o.round, &g.m, &g.e, &exact))
		is = LNDS_MESH_READ_BAD;
	if (is != LNDS_MESH_READ) {
		bad_cell(l, &g, is, text);
		return true;
	}
	l->counts.inexact += !exact;
	g.flags |= flags_of(l, v, g.b, g.row, flag_col);
	if (label == LNDS_MESH_LABEL_END)
		g.t -= g.cadence;
	return l->sink.put(l->sink.arg, &g, err);
}

static uint32_t cadence_of(struct lnds_mesh_lane *l, uint32_t station)
{
	return l->m->step ? l->m->step : l->sink.cadence(l->sink.arg, station);
}

/* A row of a long file. */
static bool long_row(struct lnds_mesh_lane *l, struct lnds_mesh_given g,
	struct lnds_mesh_moment moment, struct lnds_err *err)
{
	struct lnds_mesh_bound *bound = &l->bound;
	const struct lnds_sv code =
		lnds_sv_trim(lnds_mesh_lane_cell(g.b, g.row, bound->long_param));
	const uint32_t at = lnds_map_get(&bound->code, code);
	struct lnds_mesh_bound_value any = {.qc = NONE, .trace = NONE, .flag = NONE};
	const struct lnds_mesh_bound_value *v = &any;
	struct lnds_err why;
	uint32_t i;

	if (at != LNDS_MAP_NONE) {
		v = &bound->value[at];
		any.param = v->param;
	} else if (!bound->any_code) {
		return true; /* as a column that the mapping does not name */
	} else if (!lnds_mesh_param_find(l->o.params, code, &any.param, &why)) {
		lnds_reject(g.b, g.row, bound->long_param, "unknown-parameter",
			"the store has no such parameter");
		lnds_reject_hint(g.b, g.row, why.hint); /* the nearest one */
		return true;
	} else {
		for (i = 0; l->m->value[i].param != LNDS_MESH_ANY; i++)
			;
		any.map = &l->m->value[i];
	}
	g.param = any.param;
	g.col = bound->long_value;
	if (!lnds_mesh_lane_instant(l, g.b, g.row, moment,
		    (size_t)g.station * (l->o.params->n + 1) + g.param, g.cadence, &g.t))
		return true;
	return take(l, v, g, bound->long_flag, err);
}

static bool one_row(struct lnds_mesh_lane *l, struct lnds_batch *b, uint32_t row,
	struct lnds_err *err)
{
	struct lnds_mesh_given g = {.b = b, .row = row};
	struct lnds_mesh_moment moment;
	uint32_t i;
	int64_t t;

	if (!lnds_mesh_lane_moment(l, b, row, &moment) ||
		!lnds_mesh_lane_station(l, b, row, &g.station))
		return true;
	/* Stations in the header line may each have their own. */
	g.cadence = l->m->station_header ? l->m->step : cadence_of(l, g.station);
	if (l->m->is_long)
		return long_row(l, g, moment, err);
	if (!lnds_mesh_lane_instant(l, b, row, moment, g.station, g.cadence, &t))
		return true;
	for (i = 0; i < l->bound.nvalue; i++) {
		const struct lnds_mesh_bound_value *v = &l->bound.value[i];

		g.col = v->col;
		g.param = v->param;
		g.t = t;
		if (l->m->station_header) {
			g.station = l->head_station[i];
			if (g.station == NONE) {
				l->counts.null +=
					!lnds_sv_trim(lnds_mesh_lane_cell(b, row, v->col))
						 .n;
				continue;
			}
			g.cadence = cadence_of(l, g.station);
		}
		if (!take(l, v, g, v->flag, err))
			return false;
	}
	return true;
}

bool lnds_mesh_lane_batch(
	struct lnds_mesh_lane *l, struct lnds_batch *b, struct lnds_err *err)
{
	uint32_t i;

	if (b->input != l->input && !begin_file(l, b->input, err))
		return false;
	for (i = 0; i < b->nrow; i++) {
		if (lnds_gone(b, i))
			continue;
		l->counts.rows++;
		if (!one_row(l, b, i, err))
			return false;
	}
	return true;
}

struct lnds_mesh_lane_counts *lnds_mesh_lane_counted(struct lnds_mesh_lane *l)
{
	return &l->counts;
}

uint32_t lnds_mesh_lane_time_column(const struct lnds_mesh_lane *l)
{
	return l->bound.time[0];
}

void lnds_mesh_lane_free(struct lnds_mesh_lane *l)
{
	if (!l)
		return;
	lnds_mesh_unbind(&l->bound);
	free(l->head_station);
	free(l->wall);
	free(l->gauge);
	lnds_buf_free(&l->stamp);
	free(l);
}

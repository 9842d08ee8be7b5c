/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as lines of text; see query.h. */
#include "mesh/view/query.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "mesh/measure/decimal.h"
#include "mesh/measure/stamp.h"

struct job {
	const struct lnds_mesh_store *s;
	const struct lnds_mesh_selection *sel;
	enum lnds_mesh_text form;
	const char *between; /* of rows: "\n" ends each, "," stands between them */
	struct lnds_buf *out;
	bool (*flush)(void *arg, struct lnds_buf *out, struct lnds_err *err);
	void *arg;
	struct lnds_mesh_told *told;

	int64_t *edge; /* of parts: npart + 1 */
	size_t npart;
	enum lnds_mesh_stat stat[LNDS_MESH_STATS]; /* columns of their own */
	uint32_t nstat;

	/* Of the series being told. */
	const struct lnds_mesh_param *param;
	const char *station;
	int e;
};

static void put_time(struct lnds_buf *out, int64_t t)
{
	lnds_mesh_stamp_put(lnds_buf_room(out, 20), t);
	out->n += 20;
}

static void put_decimal(struct lnds_buf *out, int64_t m, int e)
{
	out->n += lnds_mesh_decimal_put(lnds_buf_room(out, 24), m, e);
}

/* The columns that this question has: what is asked for, or each parameter's own; n and cover are
 * there anyway. */
static void columns(struct job *j)
{
	const struct lnds_mesh_selection *sel = j->sel;
	const uint32_t n = sel->nstat ? sel->nstat : sel->nparam;
	enum lnds_mesh_stat stat;
	uint32_t i, k;

	for (i = 0; i < n; i++) {
		stat = sel->nstat ? sel->stat[i]
				  : lnds_mesh_stat_of(&j->s->params.item[sel->param[i]]);
		if (stat == LNDS_MESH_STAT_N || stat == LNDS_MESH_STAT_COVER)
			continue;
		for (k = 0; k < j->nstat && j->stat[k] != stat; k++)
			;
		if (k == j->nstat)
			j->stat[j->nstat++] = stat;
	}
}

static void header(struct job *j)
{
	uint32_t i;

	if (j->form != LNDS_MESH_CSV)
		return;
	if (j->sel->by == LNDS_MESH_SLOT) {
		lnds_buf_str(j->out, "station,param,time,value,flags\n");
		return;
	}
	lnds_buf_str(j->out, "station,param,start,end,n,expected,cover");
	for (i = 0; i < j->nstat; i++)
		lnds_buf_printf(j->out, ",%s", lnds_mesh_stat_name[j->stat[i]]);
	lnds_buf_c(j->out, '\n');
}

/* A row is there: what follows it, and the buffer on its way. */
static bool end_row(struct job *j, struct lnds_err *err)
{
	j->told->rows++;
	lnds_buf_c(j->out, j->between[0]);
	return !j->flush || j->out->n < LNDS_MESH_QUERY_FLUSH ||
	       j->flush(j->arg, j->out, err);
}

/* The parts of a row up to its statistics. */
static void begin_row(struct job *j, int64_t start, int64_t end,
	const struct lnds_mesh_sums *s, struct lnds_mesh_answer cover)
{
	const bool csv = j->form == LNDS_MESH_CSV;
	struct lnds_buf *out = j->out;

	lnds_buf_str(out, csv ? "" : "{\"station\":");
	if (csv)
		lnds_buf_str(out, j->station);
	else
		lnds_json_str(out, lnds_sv(j->station));
	lnds_buf_str(out, csv ? "," : ",\"param\":\"");
	lnds_buf_str(out, j->param->id);
	lnds_buf_str(out, csv ? "," : "\",\"start\":\"");
	put_time(out, start);
	lnds_buf_str(out, csv ? "," : "\",\"end\":\"");
	put_time(out, end);
	lnds_buf_str(out, csv ? "," : "\",\"n\":");
	lnds_buf_u64(out, s->n);
	lnds_buf_str(out, csv ? "," : ",\"expected\":");
	lnds_buf_u64(out, s->expected);
	lnds_buf_str(out, csv ? "," : ",\"cover\":");
	if (!cover.null)
		put_decimal(out, cover.m, cover.e);
	else if (!csv)
		lnds_buf_str(out, "null");
}

/* Is this a statistic that the row's parameter has, of those that all rows have columns for? */
static bool applies(const struct job *j, enum lnds_mesh_stat stat)
{
	return j->sel->nstat || stat == lnds_mesh_stat_of(j->param);
}

static bool part(struct job *j, int64_t start, int64_t end,
	const struct lnds_mesh_sums *s, struct lnds_err *err)
{
	const bool csv = j->form == LNDS_MESH_CSV;
	struct lnds_mesh_answer a;
	uint32_t i;

	begin_row(j, start, end, s,
		lnds_mesh_stat(j->param, j->e, s, LNDS_MESH_STAT_COVER, 0));
	j->told->values += s->n;
	for (i = 0; i < j->nstat; i++) {
		if (csv)
			lnds_buf_c(j->out, ',');
		if (!applies(j, j->stat[i]))
			continue;
		a = lnds_mesh_stat(j->param, j->e, s, j->stat[i], j->sel->cover_ppm);
		j->told->full += !a.null;
		j->told->thin += a.null && s->n;
		if (!csv)
			lnds_buf_printf(
				j->out, ",\"%s\":", lnds_mesh_stat_name[j->stat[i]]);
		if (!a.null)
			put_decimal(j->out, a.m, a.e);
		else if (!csv)
			lnds_buf_str(j->out, "null");
	}
	if (!csv)
		lnds_buf_c(j->out, '}');
	return end_row(j, err);
}

static bool slot(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
	struct lnds_err *err)
{
	struct job *j = arg;
	const bool csv = j->form == LNDS_MESH_CSV;
	struct lnds_buf *out = j->out;

	if (!counts)
		return true;
	if (csv) {
		lnds_buf_str(out, j->station);
	} else {
		lnds_buf_str(out, "{\"station\":");
		lnds_json_str(out, lnds_sv(j->station));
	}
	lnds_buf_str(out, csv ? "," : ",\"param\":\"");
	lnds_buf_str(out, j->param->id);
	lnds_buf_str(out, csv ? "," : "\",\"time\":\"");
	put_time(out, t);
	lnds_buf_str(out, csv ? "," : "\",\"value\":");
	put_decimal(out, value, j->e);
	lnds_buf_str(out, csv ? "," : ",\"flags\":");
	lnds_buf_u64(out, flags);
	if (!csv)
		lnds_buf_c(out, '}');
	j->told->values++;
	j->told->full++;
	return end_row(j, err);
}

static bool series(
	struct job *j, struct lnds_mesh_view *v, uint32_t station, struct lnds_err *err)
{
	const struct lnds_mesh_period *p = &j->sel->period;
	struct lnds_mesh_sums s;
	size_t i;

	if (!lnds_mesh_view_has(v, station, p->start, p->end))
		return true;
	j->station = j->s->stations.item[station].id;
	if (j->sel->by == LNDS_MESH_SLOT)
		return lnds_mesh_view_slots(v, station, p->start, p->end, slot, j, err);
	for (i = 0; i < j->npart; i++)
		if (!lnds_mesh_view_sums(
			    v, &station, 1, j->edge[i], j->edge[i + 1], &s, err) ||
			!part(j, j->edge[i], j->edge[i + 1], &s, err))
			return false;
	return true;
}

static bool all(struct job *j, struct lnds_mesh_view *const *view, struct lnds_err *err)
{
	const struct lnds_mesh_period *p = &j->sel->period;
	uint32_t i, k;

	*j->told = (struct lnds_mesh_told){0};
	columns(j);
	header(j);
	if (j->sel->by != LNDS_MESH_SLOT)
		lnds_mesh_parts(j->sel, &j->edge, &j->npart);
	for (i = 0; i < j->sel->nparam; i++)
		if (!lnds_mesh_view_reach(view[i], p->start, p->end, err))
			return false;
	for (i = 0; i < j->sel->nparam; i++) {
		j->param = &j->s->params.item[j->sel->param[i]];
		j->e = lnds_mesh_view_e(view[i]);
		for (k = 0; k < j->sel->nstation; k++)
			if (!series(j, view[i], j->sel->station[k], err))
				return false;
	}
	return true;
}

bool lnds_mesh_query(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	enum lnds_mesh_text form, struct lnds_buf *out,
	bool (*flush)(void *arg, struct lnds_buf *out, struct lnds_err *err), void *arg,
	struct lnds_mesh_told *told, struct lnds_err *err)
{
	struct job j = {.s = s,
		.sel = sel,
		.form = form,
		.between = "\n",
		.out = out,
		.flush = flush,
		.arg = arg,
		.told = told};
	const bool ok = all(&j, view, err) && (!flush || flush(arg, out, err));

	free(j.edge);
	return ok;
}

static bool too_long(struct lnds_err *err)
{
	lnds_fail(err, LNDS_USAGE, NULL, "an answer of more than 64 MiB");
	return lnds_hint(
		err, "ask for less at a time; query writes answers of any length");
}

static bool held(void *before, struct lnds_buf *out, struct lnds_err *err)
{
	return out->n - *(const size_t *)before <= LNDS_MESH_ANSWER_MOST || too_long(err);
}

bool lnds_mesh_query_answer(const struct lnds_mesh_store *s,
	const struct lnds_mesh_selection *sel, struct lnds_mesh_view *const *view,
	struct lnds_buf *out, struct lnds_err *err)
{
	struct lnds_mesh_told told;
	struct job j = {.s = s,
		.sel = sel,
		.form = LNDS_MESH_NDJSON,
		.between = ",",
		.out = out,
		.flush = held,
		.told = &told};
	size_t before = out->n;
	bool ok;

	/* Of an hour each, parts alone are more than that. */
	if (sel->by == LNDS_MESH_HOUR &&
		sel->period.end - sel->period.start > INT64_C(3600) * 1000000)
		return too_long(err);
	j.arg = &before;
	lnds_buf_str(out, "\"rows\":[");
	ok = all(&j, view, err);
	free(j.edge);
	if (!ok) {
		out->n = before;
		return false;
	}
	if (told.rows)
		out->n--; /* the comma after the last */
	lnds_buf_c(out, ']');
	return true;
}

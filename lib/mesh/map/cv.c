/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leave-one-out as text, part by part of a period; see map.h. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/jcs.h"
#include "base/json.h"
#include "mesh/draw/field_put.h"
#include "mesh/map/map_inner.h"
#include "mesh/measure/stamp.h"
#include "mesh/view/nothing.h"

struct job {
	const struct lnds_mesh_store *s;
	const struct lnds_mesh_map_plan *plan;
	bool per_station, csv;
	const char *between;
	struct lnds_buf *out;
	struct lnds_mesh_cv_told *told;
	double *predicted, *nearest_m;
	bool begun; /* a member of this row is there */
};

static void member(struct job *j, const char *name)
{
	if (j->begun)
		lnds_buf_c(j->out, ',');
	j->begun = true;
	if (!j->csv)
		lnds_buf_printf(j->out, "\"%s\":", name);
}

static void begin(struct job *j)
{
	j->begun = false;
	if (!j->csv)
		lnds_buf_c(j->out, '{');
}

static void end(struct job *j)
{
	if (!j->csv)
		lnds_buf_c(j->out, '}');
	lnds_buf_str(j->out, j->between);
	j->told->rows++;
}

static void put_time(struct job *j, const char *name, int64_t t)
{
	member(j, name);
	lnds_buf_str(j->out, j->csv ? "" : "\"");
	lnds_mesh_stamp_put(lnds_buf_room(j->out, 20), t);
	j->out->n += 20;
	lnds_buf_str(j->out, j->csv ? "" : "\"");
}

static void put_text(struct job *j, const char *name, const char *text)
{
	member(j, name);
	if (j->csv)
		lnds_buf_str(j->out, text);
	else
		lnds_json_str(j->out, lnds_sv(text));
}

static void put_real(struct job *j, const char *name, double v, int e)
{
	member(j, name);
	lnds_mesh_put_real(j->out, v, e, j->csv ? "" : "null");
}

/* A setting, as short as it is. */
static void put_setting(struct job *j, const char *name, double v)
{
	member(j, name);
	lnds_jcs_number(j->out, v);
}

static void whole(struct job *j, struct lnds_mesh_period period,
	const struct lnds_mesh_map_values *v, const struct lnds_mesh_cv *cv)
{
	const int e = j->plan->e + 2;

	begin(j);
	put_time(j, "start", period.start);
	put_time(j, "end", period.end);
	put_text(j, "method", lnds_mesh_method_name[v->how.method]);
	put_setting(j, "k", v->how.k);
	put_setting(j, "power", v->how.power);
	put_setting(j, "lapse", (double)lnds_mesh_whole(v->how.lapse * 1e6) / 1000);
	put_setting(j, "n", (double)cv->n);
	put_real(j, "rmse", cv->rmse, e);
	put_real(j, "mae", cv->mae, e);
	put_real(j, "bias", cv->bias, e);
	put_real(j, "max", cv->max, e);
	end(j);
}

static void stations(struct job *j, struct lnds_mesh_period period,
	const struct lnds_mesh_map_values *v)
{
	const struct lnds_mesh_point *p = v->point;
	const int e = j->plan->e;
	uint32_t i;

	for (i = 0; i < v->n; i++, p++) {
		if (isnan(p->value))
			continue;
		begin(j);
		put_text(j, "station", j->s->stations.item[p->station].id);
		put_time(j, "start", period.start);
		put_real(j, "observed", p->value, e);
		put_real(j, "predicted", j->predicted[i], e);
		put_real(j, "error",
			lnds_mesh_cv_error(&v->how, j->predicted[i], p->value), e);
		put_real(j, "nearest_m", j->nearest_m[i], 0);
		end(j);
	}
}

static bool part(struct job *j, struct lnds_mesh_mapper *m,
	struct lnds_mesh_period period, struct lnds_err *err)
{
	struct lnds_mesh_map_values v;
	struct lnds_mesh_cv cv;

	if (!lnds_mesh_map_values(m, j->plan, period, &v, err))
		return false;
	if (!j->predicted) {
		j->predicted = lnds_calloc(2 * (size_t)v.n + 1, sizeof(*j->predicted));
		j->nearest_m = j->predicted + v.n;
	}
	lnds_mesh_leave_one_out(&v.how, v.point, v.n, j->predicted, j->nearest_m, &cv);
	j->told->predicted += cv.n;
	j->told->notes = v.notes;
	if (j->per_station)
		stations(j, period, &v);
	else if (v.full)
		whole(j, period, &v, &cv);
	return true;
}

static bool parts(struct job *j, struct lnds_mesh_mapper *m, struct lnds_err *err)
{
	const struct lnds_mesh_selection *sel = &j->plan->sel;
	struct lnds_mesh_period period = {sel->period.start, sel->period.start};

	while (period.start < sel->period.end) {
		period.end = lnds_mesh_part_end(sel, period.start);
		if (!part(j, m, period, err))
			return false;
		period.start = period.end;
	}
	return true;
}

static bool say_nothing(struct job *j, struct lnds_mesh_mapper *m, struct lnds_err *err)
{
	const struct lnds_mesh_selection *sel = &j->plan->sel;
	struct lnds_buf why = {0};
	struct lnds_mesh_view *view;

	if (!lnds_mesh_views_of(lnds_mesh_mapper_views(m), sel, &view, err))
		return false;
	lnds_mesh_nothing(j->s, sel, &view, &why);
	snprintf(j->told->nothing, sizeof(j->told->nothing), "%s", lnds_buf_cstr(&why));
	lnds_buf_free(&why);
	return true;
}

bool lnds_mesh_cv(struct lnds_mesh_mapper *m, const struct lnds_mesh_map_ask *ask,
	bool per_station, enum lnds_mesh_cv_form form, struct lnds_buf *out,
	struct lnds_mesh_cv_told *told, struct lnds_err *err)
{
	const bool members = form == LNDS_MESH_CV_MEMBERS;
	struct lnds_mesh_map_plan plan;
	struct job j = {.s = lnds_mesh_mapper_store(m),
		.plan = &plan,
		.per_station = per_station,
		.csv = form == LNDS_MESH_CV_CSV,
		.between = members ? "," : "\n",
		.out = out,
		.told = told};
	bool ok;

	*told = (struct lnds_mesh_cv_told){0};
	if (!lnds_mesh_map_plan(j.s, ask, &plan, err))
		return false;
	if (plan.sel.by == LNDS_MESH_SLOT) {
		lnds_mesh_selection_free(&plan.sel);
		lnds_fail(err, LNDS_USAGE, NULL, "by: slots are too short to be judged");
		return lnds_hint(err, "hour is the shortest");
	}
	if (j.csv)
		lnds_buf_str(out,
			per_station
				? "station,start,observed,predicted,error,nearest_m\n"
				: "start,end,method,k,power,lapse,n,rmse,mae,bias,max\n");
	if (members)
		lnds_buf_str(out, "\"rows\":[");
	ok = parts(&j, m, err) && (told->rows || say_nothing(&j, m, err));
	if (members && told->rows)
		out->n--; /* the comma after the last */
	if (members)
		lnds_buf_c(out, ']');
	free(j.predicted);
	lnds_mesh_selection_free(&plan.sel);
	return ok;
}

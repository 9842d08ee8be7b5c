/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions from texts to numbers; see select.h. */
#include "mesh/view/select.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "mesh/view/pick.h"
#include "text/date.h"
#include "text/edit.h"

static const char *const by_name[] = {"all", "year", "month", "day", "hour", "slot"};
static const char *const qc_name[] = {"accepted", "strict", "raw"};

bool lnds_mesh_word(struct lnds_sv text, const char *what, const char *const *name,
	unsigned n, unsigned *at, struct lnds_err *err)
{
	struct lnds_sv names[LNDS_MESH_STATS];
	struct lnds_buf all = {0};
	unsigned i;
	int near;

	for (i = 0; i < n; i++) {
		if (lnds_sv_is(text, name[i])) {
			*at = i;
			lnds_buf_free(&all);
			return true;
		}
		names[i] = lnds_sv(name[i]);
		lnds_buf_printf(&all, "%s%s", i ? ", " : "", name[i]);
	}
	near = lnds_nearest(text, names, n);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown value '%.*s' of %s", LNDS_SV_ARG(text),
		what);
	if (near >= 0)
		lnds_hint(err, "did you mean '%s'?", name[near]);
	else
		lnds_hint(err, "one of %s", lnds_buf_cstr(&all));
	lnds_buf_free(&all);
	return false;
}

static bool params(const struct lnds_mesh_store *s, struct lnds_sv list,
	struct lnds_mesh_selection *out, struct lnds_err *err)
{
	struct lnds_sv id;
	uint32_t at, i;

	while (list.p) {
		id = lnds_sv_trim(lnds_sv_cut(list, ',', &list));
		if (!lnds_mesh_param_find(&s->params, id, &at, err))
			return false;
		for (i = 0; i < out->nparam && out->param[i] != at; i++)
			;
		if (i < out->nparam)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"parameter '%.*s' is asked for twice", LNDS_SV_ARG(id));
		out->param =
			lnds_realloc(out->param, out->nparam + 1, sizeof(*out->param));
		out->param[out->nparam++] = at;
	}
	return true;
}

static bool stats(const struct lnds_mesh_store *s, struct lnds_sv list,
	struct lnds_mesh_selection *out, struct lnds_err *err)
{
	struct lnds_sv name;
	unsigned at;
	uint32_t i;

	while (list.p) {
		name = lnds_sv_trim(lnds_sv_cut(list, ',', &list));
		if (!lnds_mesh_word(
			    name, "stat", lnds_mesh_stat_name, LNDS_MESH_STATS, &at, err))
			return false;
		for (i = 0; i < out->nstat && out->stat[i] != at; i++)
			;
		if (i < out->nstat)
			return lnds_fail(err, LNDS_USAGE, NULL,
				"statistic '%.*s' is asked for twice", LNDS_SV_ARG(name));
		out->stat[out->nstat++] = (enum lnds_mesh_stat)at;
		for (i = 0; i < out->nparam; i++)
			if (!lnds_mesh_stat_ok(&s->params.item[out->param[i]],
				    (enum lnds_mesh_stat)at, err))
				return false;
	}
	return true;
}

/* Two rows of the day table are enough unless somebody asks for extremes. */
static bool sums_only(
	const struct lnds_mesh_store *s, const struct lnds_mesh_selection *sel)
{
	uint32_t i;

	for (i = 0; i < sel->nstat; i++)
		if (lnds_mesh_stat_extreme(sel->stat[i]))
			return false;
	for (i = 0; !sel->nstat && i < sel->nparam; i++)
		if (lnds_mesh_stat_extreme(
			    lnds_mesh_stat_of(&s->params.item[sel->param[i]])))
			return false;
	return true;
}

static bool times(const struct lnds_mesh_ask *ask, struct lnds_mesh_selection *out,
	struct lnds_err *err)
{
	struct lnds_date date;
	int32_t day;

	out->zone = lnds_mesh_zone_new(ask->tz ? lnds_sv(ask->tz) : LNDS_SV("UTC"), err);
	if (!out->zone ||
		!lnds_mesh_range(ask->start, ask->end, out->zone, &out->period, err))
		return false;
	if (!ask->as_of)
		return true;
	if (!lnds_date_parse(lnds_sv(ask->as_of), &date)) {
		lnds_fail(err, LNDS_USAGE, NULL, "as of: '%.40s' is no date", ask->as_of);
		return lnds_hint(
			err, "2023-04-05, for instance: the end of that day, UTC");
	}
	day = lnds_date_days(date);
	out->view.has_as_of = day < UINT16_MAX; /* nothing arrives after that */
	if (day < 0)
		return lnds_fail(
			err, LNDS_USAGE, NULL, "as of: nothing arrived before 1970");
	out->view.as_of = (uint16_t)(day < UINT16_MAX ? day : 0);
	return true;
}

static bool details(const struct lnds_mesh_ask *ask, struct lnds_mesh_selection *out,
	struct lnds_err *err)
{
	unsigned at = 0;

	if (ask->by && !lnds_mesh_word(lnds_sv(ask->by), "by", by_name, 6, &at, err))
		return false;
	out->by = (enum lnds_mesh_by)at;
	at = 0;
	if (ask->qc && !lnds_mesh_word(lnds_sv(ask->qc), "qc", qc_name, 3, &at, err))
		return false;
	out->view.qc = (enum lnds_mesh_qc)at;
	out->view.scan = ask->scan;
	if (lnds_share(lnds_sv(ask->min_cover ? ask->min_cover : LNDS_MESH_MIN_COVER),
		    &out->cover_ppm))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "min-cover: '%.40s' is no share from 0 to 1",
		ask->min_cover);
	return lnds_hint(err, "0.8, for instance");
}

static bool required(const struct lnds_mesh_ask *ask, struct lnds_err *err)
{
	const int ways =
		(ask->station != NULL) + (ask->bbox != NULL) + (ask->near != NULL);

	if (!ask->param) {
		lnds_fail(err, LNDS_USAGE, NULL, "no parameter is asked for");
		return lnds_hint(err, "temp, for instance; lnds-mesh params lists them");
	}
	if (!ask->start) {
		lnds_fail(err, LNDS_USAGE, NULL, "no period is asked for");
		return lnds_hint(err, "start: 2023, 2023-04 or 2023-04-05, for instance");
	}
	if (ways < 2)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL,
		"station, bbox and near choose stations: one of them at a time");
	return lnds_hint(err, "without any of them it is all stations");
}

bool lnds_mesh_select(const struct lnds_mesh_store *s, const struct lnds_mesh_ask *ask,
	struct lnds_mesh_selection *out, struct lnds_err *err)
{
	*out = (struct lnds_mesh_selection){0};
	if (required(ask, err) && params(s, lnds_sv(ask->param), out, err) &&
		stats(s, lnds_sv(ask->stat), out, err) && times(ask, out, err) &&
		details(ask, out, err) && lnds_mesh_pick(s, ask, out, err)) {
		out->view.sums_only = sums_only(s, out);
		return true;
	}
	lnds_mesh_selection_free(out);
	return false;
}

void lnds_mesh_selection_free(struct lnds_mesh_selection *sel)
{
	free(sel->param);
	free(sel->station);
	lnds_mesh_zone_free(sel->zone);
	*sel = (struct lnds_mesh_selection){0};
}

void lnds_mesh_parts(const struct lnds_mesh_selection *sel, int64_t **edge, size_t *n)
{
	int64_t t = sel->period.start;
	size_t cap = 64;

	*n = 0;
	*edge = lnds_alloc(cap * sizeof(**edge));
	(*edge)[0] = t;
	while (t < sel->period.end) {
		t = lnds_mesh_part_end(sel, t);
		if (++*n == cap) {
			cap *= 2;
			*edge = lnds_realloc(*edge, cap, sizeof(**edge));
		}
		(*edge)[*n] = t;
	}
}

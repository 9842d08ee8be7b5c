/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests over a store, piece by piece of the period, and their flags as runs; see
 * qc.h. */
#include "mesh/qc/qc.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/qc/qc_buddy.h"
#include "mesh/qc/qc_series.h"
#include "mesh/store/row.h"

#define DAY INT64_C(86400)
#define PIECE (32 * DAY) /* memory is that of a piece */

const char *const lnds_mesh_qc_name[LNDS_MESH_QC_TESTS] = {"step", "persist", "buddy"};
const uint8_t lnds_mesh_qc_flag[LNDS_MESH_QC_TESTS] = {
	LNDS_MESH_STEP, LNDS_MESH_PERSIST, LNDS_MESH_BUDDY};

struct job {
	struct lnds_mesh_store *s;
	const struct lnds_mesh_qc_ask *ask;
	const struct lnds_mesh_param *p;
	struct lnds_mesh_writer *w;
	struct lnds_mesh_qc_found *found;
	struct lnds_mesh_view *view;
	int e;			       /* of the view's values */
	struct lnds_mesh_period piece; /* that is flagged now */
	struct lnds_mesh_hours hours;
	struct lnds_mesh_qc_series series;
	uint32_t station; /* being read */
	int64_t year_end; /* until when its cadence holds */
	uint32_t cadence;
};

uint8_t lnds_mesh_qc_of(const struct lnds_mesh_param *p)
{
	return (uint8_t)((p->step >= 0 ? LNDS_MESH_STEP : 0) |
			 (p->persist_hours ? LNDS_MESH_PERSIST : 0) |
			 (p->buddy >= 0 && p->aggregate != LNDS_MESH_VECTOR
					 ? LNDS_MESH_BUDDY
					 : 0));
}

static bool take_hour(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
	struct lnds_err *err)
{
	struct job *j = arg;

	(void)counts;
	(void)err;
	if (!lnds_mesh_rejected(flags))
		lnds_mesh_hours_add(&j->hours, j->station, t, value);
	return true;
}

/* Which stations stand apart from their neighbours in the hours of the piece. */
static bool meet(struct job *j, struct lnds_err *err)
{
	const struct lnds_mesh_period *p = &j->piece;
	uint32_t i;

	lnds_mesh_hours_begin(&j->hours, j->s->stations.n, p->start, p->end);
	for (i = 0; i < j->s->stations.n; i++) {
		j->station = i;
		if (!lnds_mesh_view_slots(j->view, i, j->hours.start,
			    j->hours.start + INT64_C(3600) * j->hours.n, take_hour, j,
			    err))
			return false;
	}
	lnds_mesh_buddies(&j->hours, &j->s->stations, j->p, j->e);
	return true;
}

static bool take_value(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
	struct lnds_err *err)
{
	struct job *j = arg;
	uint32_t phase;

	(void)counts;
	(void)err;
	if (t >= j->year_end) {
		if (!lnds_mesh_view_cadence(j->view, j->station, t, &phase, &j->cadence))
			j->cadence = j->s->step;
		j->year_end = lnds_mesh_year_start(lnds_mesh_year(t) + 1);
	}
	lnds_mesh_qc_add(&j->series, t, value, j->cadence, flags);
	return true;
}

/* The flags of value i that are new, and to be set now; counts what fails. */
static uint8_t fresh(struct job *j, size_t i)
{
	const struct lnds_mesh_qc_series *v = &j->series;
	uint8_t found = v->found[i];
	unsigned k;

	if (v->t[i] < j->piece.start || v->t[i] >= j->piece.end ||
		lnds_mesh_rejected(v->flags[i]))
		return 0;
	j->found->tested++;
	if ((j->ask->tests & LNDS_MESH_BUDDY) &&
		lnds_mesh_hours_out(&j->hours, j->station, v->t[i]))
		found |= LNDS_MESH_BUDDY;
	if (!found || (v->flags[i] & LNDS_MESH_ACCEPTED))
		return 0;
	j->found->flagged++;
	for (k = 0; k < LNDS_MESH_QC_TESTS; k++)
		j->found->by[j->station][k] += (found & lnds_mesh_qc_flag[k]) != 0;
	return found & (uint8_t)~v->flags[i];
}

/* A run of slots is one call: values that follow each other in one year and get the
 * same flags. */
static bool put(struct job *j, struct lnds_err *err)
{
	const struct lnds_mesh_qc_series *v = &j->series;
	struct lnds_mesh_series *out = NULL;
	uint8_t flags = 0, next;
	size_t from = 0, i;
	uint64_t slots;

	for (i = 0; i <= v->n; i++) {
		next = i < v->n ? fresh(j, i) : 0;
		if (flags && i < v->n && next == flags &&
			lnds_mesh_year(v->t[i]) == lnds_mesh_year(v->t[from]))
			continue;
		if (flags) {
			if (!out)
				out = lnds_mesh_writer_series(
					j->w, j->ask->param, j->station, 0);
			slots = (uint64_t)(v->t[i - 1] - v->t[from]) / j->s->step + 1;
			if (!lnds_mesh_put_flags(
				    j->w, out, v->t[from], (uint32_t)slots, flags, err))
				return false;
		}
		flags = next;
		from = i;
	}
	return true;
}

/* What persistence must see around a piece. */
static int64_t margin_of(const struct lnds_mesh_param *p)
{
	return INT64_C(3600) * p->persist_hours + DAY;
}

/* One station, with as much around the piece as persistence must see. */
static bool station(struct job *j, struct lnds_err *err)
{
	const struct lnds_mesh_param *p = j->p;
	const int64_t margin = margin_of(p);
	const int64_t by = lnds_mesh_ten(j->e - p->e);
	const int64_t circle =
		p->aggregate == LNDS_MESH_VECTOR ? 360 * lnds_mesh_ten(j->e) : 0;

	j->series.n = 0;
	j->year_end = INT64_MIN;
	if (!lnds_mesh_view_slots(j->view, j->station, j->piece.start - margin,
		    j->piece.end + margin, take_value, j, err))
		return false;
	if (j->ask->tests & LNDS_MESH_STEP)
		lnds_mesh_qc_step(&j->series, p->step * by, circle);
	if (j->ask->tests & LNDS_MESH_PERSIST)
		lnds_mesh_qc_persist(&j->series, p->persist_hours,
			p->persist_not == INT64_MIN ? INT64_MIN : p->persist_not * by,
			p->persist_from == INT64_MAX ? INT64_MAX : p->persist_from * by);
	return put(j, err);
}

static bool pieces(struct job *j, struct lnds_err *err)
{
	struct lnds_mesh_period all = j->ask->period, extent;

	lnds_mesh_view_extent(j->view, &extent.start, &extent.end);
	all.start = all.start > extent.start ? all.start : extent.start;
	all.end = all.end < extent.end ? all.end : extent.end;
	for (j->piece.start = all.start; j->piece.start < all.end;
		j->piece.start = j->piece.end) {
		j->piece.end = j->piece.start + PIECE;
		if (j->piece.end > all.end)
			j->piece.end = all.end;
		if ((j->ask->tests & LNDS_MESH_BUDDY) && !meet(j, err))
			return false;
		for (j->station = 0; j->station < j->s->stations.n; j->station++)
			if (!station(j, err))
				return false;
	}
	return true;
}

bool lnds_mesh_qc_run(struct lnds_mesh_store *s, const struct lnds_mesh_qc_ask *ask,
	struct lnds_mesh_writer *w, struct lnds_mesh_qc_found *found,
	struct lnds_err *err)
{
	static const struct lnds_mesh_view_opts raw = {.qc = LNDS_MESH_QC_RAW};
	struct job j = {.s = s,
		.ask = ask,
		.p = &s->params.item[ask->param],
		.w = w,
		.found = found};
	bool ok;

	found->nstation = s->stations.n;
	found->by = lnds_calloc((size_t)s->stations.n + 1, sizeof(*found->by));
	j.view = lnds_mesh_view_new(s, ask->param, &raw, err);
	if (!j.view)
		return false;
	ok = lnds_mesh_view_reach(j.view, ask->period.start - margin_of(j.p),
		ask->period.end + margin_of(j.p), err);
	j.e = lnds_mesh_view_e(j.view);
	ok = ok && pieces(&j, err);
	lnds_mesh_hours_free(&j.hours);
	lnds_mesh_qc_series_free(&j.series);
	lnds_mesh_view_free(j.view);
	return ok;
}

void lnds_mesh_qc_csv(const struct lnds_mesh_store *s, uint32_t param,
	const struct lnds_mesh_qc_found *found, struct lnds_buf *out)
{
	uint32_t i, k;

	for (i = 0; i < found->nstation; i++)
		for (k = 0; k < LNDS_MESH_QC_TESTS; k++) {
			if (!found->by[i][k])
				continue;
			lnds_buf_printf(out, "%s,", s->params.item[param].id);
			lnds_mesh_csv_cell(out, lnds_sv(s->stations.item[i].id));
			lnds_buf_printf(out, ",%s,%llu\n", lnds_mesh_qc_name[k],
				(unsigned long long)found->by[i][k]);
		}
}

void lnds_mesh_qc_found_free(struct lnds_mesh_qc_found *found)
{
	free(found->by);
	*found = (struct lnds_mesh_qc_found){0};
}

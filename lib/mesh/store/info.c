/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a store holds; see info.h. */
#include "mesh/store/info.h"

#include <errno.h>

#include "mesh/store/pending.h"

#define TRIES 5

struct line {
	uint32_t param;
	uint16_t year;
	uint32_t stations;
	uint64_t values, bytes, pending;
};

static void put(
	const struct lnds_mesh_store *s, const struct line *l, struct lnds_buf *out)
{
	lnds_buf_printf(out, "%s,%u,%u,%llu,%llu,%llu\n", s->params.item[l->param].id,
		l->year, l->stations, (unsigned long long)l->values,
		(unsigned long long)l->bytes, (unsigned long long)l->pending);
}

static bool segment(struct lnds_mesh_store *s, const struct lnds_mesh_seg_entry *e,
	struct line *l, struct lnds_err *err)
{
	struct lnds_mesh_segment g;
	uint32_t i;

	if (!lnds_mesh_segment_open(s, e, false, &g, err))
		return false;
	for (i = 0; i < g.nstations; i++) {
		l->stations += g.dir[i].values > 0;
		l->values += g.dir[i].values;
	}
	l->bytes = e->bytes;
	lnds_mesh_segment_close(&g);
	return true;
}

static uint64_t values_of(const struct lnds_mesh_run *r)
{
	uint64_t n = 0;
	uint32_t i;

	for (i = 0; r->kind == LNDS_MESH_RUN_VALUES && i < r->n; i++)
		n += lnds_mesh_run_q(r, i) != LNDS_MESH_NULL;
	return n;
}

static uint32_t least(uint32_t now, uint32_t year, uint32_t after)
{
	return year > after && year < now ? year : now;
}

/* The first year after `after` that holds something of the parameter, or UINT32_MAX. */
static uint32_t next_year(const struct lnds_mesh_store *s,
	const struct lnds_mesh_pending *p, uint32_t param, uint32_t after)
{
	uint32_t year = UINT32_MAX;
	size_t i;

	for (i = 0; i < s->manifest.nseg; i++)
		if (s->manifest.seg[i].param == param)
			year = least(year, s->manifest.seg[i].year, after);
	for (i = 0; i < p->n; i++)
		if (p->run[i].run.param == param)
			year = least(year, p->run[i].run.year, after);
	return year;
}

static bool one(struct lnds_mesh_store *s, const struct lnds_mesh_pending *p,
	struct line *l, struct lnds_err *err)
{
	const struct lnds_mesh_seg_entry *e = lnds_mesh_seg_find(s, l->param, l->year);
	size_t i;

	if (e && !segment(s, e, l, err))
		return false;
	for (i = 0; i < p->n; i++)
		if (p->run[i].run.param == l->param && p->run[i].run.year == l->year)
			l->pending += values_of(&p->run[i].run);
	return true;
}

static bool lines(struct lnds_mesh_store *s, const struct lnds_mesh_pending *p,
	struct lnds_buf *out, struct lnds_err *err)
{
	uint32_t param, year;
	struct line l;

	for (param = 0; param < s->params.n; param++)
		for (year = 0; (year = next_year(s, p, param, year)) != UINT32_MAX;) {
			l = (struct line){.param = param, .year = (uint16_t)year};
			if (!one(s, p, &l, err))
				return false;
			put(s, &l, out);
		}
	return true;
}

bool lnds_mesh_info(struct lnds_mesh_store *s, struct lnds_buf *out, struct lnds_err *err)
{
	const size_t from = out->n;
	struct lnds_mesh_pending p;
	unsigned tries;
	bool ok = false;

	for (tries = 0; !ok && tries < TRIES; tries++) {
		out->n = from;
		lnds_buf_str(out, "param,year,stations,values,bytes,pending\n");
		if (lnds_mesh_pending_open(s, true, &p, err)) {
			ok = lines(s, &p, out, err);
			lnds_mesh_pending_close(&p);
		}
		if (!ok && (err->sys != ENOENT || !lnds_mesh_store_refresh(s, err)))
			return false;
	}
	return ok;
}

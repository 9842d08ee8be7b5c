/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings meet headers; see bind.h. */
#include "mesh/mapping/bind.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "text/edit.h"

#define NONE LNDS_MESH_NO_COLUMN

struct binding {
	struct lnds_mesh_bound *b;
	const struct lnds_mesh_mapping *m;
	const struct lnds_mesh_params *params;
	const struct lnds_columns *c;
	bool *used;
	struct lnds_err *err;
};

static struct lnds_sv label(const struct lnds_columns *c, uint32_t i)
{
	return lnds_sv_trim(c->label ? c->label[i] : c->name[i]);
}

static struct lnds_sv unit(const struct lnds_columns *c, uint32_t i)
{
	return c->unit ? lnds_sv_trim(c->unit[i]) : (struct lnds_sv){NULL, 0};
}

/* "a b" of the two header lines. */
static bool is_joined(struct lnds_sv name, struct lnds_sv a, struct lnds_sv b)
{
	return a.n && b.n && name.n == a.n + 1 + b.n && memcmp(name.p, a.p, a.n) == 0 &&
	       name.p[a.n] == ' ' && memcmp(name.p + a.n + 1, b.p, b.n) == 0;
}

/* The nth column whose name it is, in one of the three ways. */
static uint32_t by_name(
	const struct lnds_columns *c, struct lnds_sv name, uint32_t nth, int way)
{
	uint32_t i, n = 0;
	bool is;

	for (i = 0; i < c->n; i++) {
		if (way == 0)
			is = is_joined(name, label(c, i), unit(c, i));
		else
			is = lnds_sv_eq(name, way == 1 ? label(c, i) : unit(c, i));
		if (is && ++n == nth)
			return i;
	}
	return NONE;
}

static uint32_t find(const struct lnds_columns *c, const struct lnds_mesh_column *col)
{
	uint32_t at = col->whole.n ? by_name(c, col->whole, 1, 1) : NONE;
	int way;

	for (way = 0; way < 3 && at == NONE; way++)
		at = by_name(c, col->name, col->nth, way);
	if (at == NONE && col->number && col->number <= c->n)
		at = col->number - 1;
	return at;
}

static bool wrong_file(struct binding *g)
{
	return lnds_hint(g->err,
		"is %.*s the mapping of this file? lnds-mesh sniff proposes one",
		(int)(g->m->name.n < 60 ? g->m->name.n : 60), g->m->name.p);
}

static bool missing(struct binding *g, struct lnds_sv name)
{
	struct lnds_sv *names = lnds_alloc((g->c->n + 1) * sizeof(*names));
	uint32_t i;
	int at;

	for (i = 0; i < g->c->n; i++)
		names[i] = label(g->c, i);
	at = lnds_nearest(name, names, g->c->n);
	lnds_fail(g->err, LNDS_DATA, NULL, "there is no column '%.*s'",
		(int)(name.n < 100 ? name.n : 100), name.p);
	if (at >= 0)
		lnds_hint(g->err, "did the mapping mean '%.*s'?",
			(int)(names[at].n < 100 ? names[at].n : 100), names[at].p);
	else
		wrong_file(g);
	free(names);
	return false;
}

/* nth 0: no column, and none is asked for. */
static bool want(struct binding *g, const struct lnds_mesh_column *col, uint32_t *at)
{
	*at = NONE;
	if (!col->nth)
		return true;
	*at = find(g->c, col);
	if (*at == NONE)
		return missing(g, col->name);
	g->used[*at] = true;
	return true;
}

/* The same, where a missing one is nothing under `missing = skip`. */
static bool wish(struct binding *g, const struct lnds_mesh_column *col, uint32_t *at)
{
	if (g->m->missing_skip) {
		*at = col->nth ? find(g->c, col) : NONE;
		if (*at != NONE)
			g->used[*at] = true;
		return true;
	}
	return want(g, col, at);
}

/* The column of flags beside a value; none at the edge. */
static uint32_t beside(const struct binding *g, uint32_t col)
{
	const int position =
		g->m->flag.position ? g->m->flag.position : g->m->qc.position;

	if (position == LNDS_MESH_FLAG_BEFORE && col)
		return col - 1;
	if (position == LNDS_MESH_FLAG_AFTER && col + 1 < g->c->n)
		return col + 1;
	return NONE;
}

static bool add(struct binding *g, const struct lnds_mesh_value_map *map, uint32_t param,
	uint32_t col, struct lnds_sv station)
{
	struct lnds_mesh_bound *b = g->b;
	struct lnds_mesh_bound_value *v = &b->value[b->nvalue++];

	*v = (struct lnds_mesh_bound_value){
		.map = map, .param = param, .col = col, .station = station};
	v->flag = col == NONE ? NONE : beside(g, col);
	if (v->flag != NONE)
		g->used[v->flag] = true;
	return wish(g, &map->qc, &v->qc) && wish(g, &map->trace_column, &v->trace);
}

/* Every column that nothing else took: a parameter by its id, or a station. */
static bool add_rest(struct binding *g, const struct lnds_mesh_value_map *map)
{
	const struct lnds_sv none = {NULL, 0};
	uint32_t i, param = map->param;

	for (i = 0; i < g->c->n; i++) {
		if (g->used[i] || !label(g->c, i).n)
			continue;
		if (!g->m->station_header && !lnds_mesh_param_find(g->params,
						     label(g->c, i), &param, g->err)) {
			g->err->code = LNDS_DATA;
			return false;
		}
		if (!add(g, map, param, i, g->m->station_header ? label(g->c, i) : none))
			return false;
	}
	return true;
}

static bool bind_values(struct binding *g)
{
	const struct lnds_mesh_mapping *m = g->m;
	const struct lnds_sv none = {NULL, 0};
	const struct lnds_mesh_value_map *rest = NULL;
	uint32_t i, *col = lnds_alloc(m->nvalue * sizeof(*col));
	bool ok = true;

	/* All columns are known before those beside them are taken for flags. */
	for (i = 0; ok && i < m->nvalue; i++) {
		col[i] = NONE;
		if (m->station_header || m->value[i].param == LNDS_MESH_ANY)
			rest = &m->value[i];
		else
			ok = wish(g, &m->value[i].column, &col[i]);
	}
	for (i = 0; ok && i < m->nvalue; i++)
		ok = col[i] == NONE ||
		     add(g, &m->value[i], m->value[i].param, col[i], none);
	ok = ok && (!rest || add_rest(g, rest));
	free(col);
	if (!ok || g->b->nvalue)
		return ok;
	lnds_fail(g->err, LNDS_DATA, NULL,
		"none of the mapping's columns of values is there");
	return wrong_file(g);
}

static bool bind_codes(struct binding *g)
{
	const struct lnds_mesh_mapping *m = g->m;
	const struct lnds_sv none = {NULL, 0};
	uint32_t i;

	if (!want(g, &m->long_param, &g->b->long_param) ||
		!want(g, &m->long_value, &g->b->long_value))
		return false;
	g->b->long_flag = beside(g, g->b->long_value);
	for (i = 0; i < m->nvalue; i++) {
		if (m->value[i].param == LNDS_MESH_ANY)
			g->b->any_code = true;
		else
			(void)lnds_map_add(
				&g->b->code, m->value[i].column.name, g->b->nvalue);
		if (!add(g, &m->value[i], m->value[i].param, NONE, none))
			return false;
	}
	return true;
}

bool lnds_mesh_bind(struct lnds_mesh_bound *b, const struct lnds_mesh_mapping *m,
	const struct lnds_mesh_params *params, const struct lnds_columns *columns,
	struct lnds_err *err)
{
	struct binding g = {b, m, params, columns, NULL, err};
	const struct lnds_mesh_column end = {
		.name = m->end_column, .nth = m->end_column.n != 0};
	bool ok = true;
	unsigned i;

	lnds_mesh_unbind(b);
	b->value = lnds_calloc((size_t)m->nvalue + columns->n, sizeof(*b->value));
	g.used = lnds_calloc(columns->n + 1, sizeof(*g.used));
	for (i = 0; ok && i < m->ntime; i++)
		ok = want(&g, &m->time[i], &b->time[i]);
	ok = ok && want(&g, &m->station, &b->station) && wish(&g, &end, &b->end) &&
	     wish(&g, &m->qc.column, &b->qc) && wish(&g, &m->flag.column, &b->flag) &&
	     (m->is_long ? bind_codes(&g) : bind_values(&g));
	free(g.used);
	return ok;
}

void lnds_mesh_unbind(struct lnds_mesh_bound *b)
{
	free(b->value);
	lnds_map_free(&b->code);
	memset(b, 0, sizeof(*b));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of maps and leave-one-out; see map.h. */
#include "mesh/map/map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "mesh/map/map_inner.h"

struct seen { /* of a file or folder: who it is */
	struct timespec changed;
	ino_t inode;
	off_t size;
};
#define WATCHED 3u
static const char *const watched[WATCHED] = {"stations.ndjson", "params.ndjson", "grid"};

struct open_grid {
	char *name; /* as asked for; NULL for the first */
	struct lnds_mesh_grid *grid;
	uint32_t flat;
};

struct lnds_mesh_mapper {
	struct lnds_mesh_store *s;
	struct lnds_mesh_views *views;
	struct lnds_mesh_points points;
	struct open_grid *grid;
	size_t ngrid;
	const char *watched[WATCHED]; /* paths */
	struct seen seen[WATCHED];
};

static void look(const struct lnds_mesh_mapper *m, struct seen out[WATCHED])
{
	struct stat st;
	unsigned i;

	for (i = 0; i < WATCHED; i++) {
		out[i] = (struct seen){0};
		if (stat(m->watched[i], &st) == 0)
			out[i] = (struct seen){st.st_mtim, st.st_ino, st.st_size};
	}
}

struct lnds_mesh_mapper *lnds_mesh_mapper_new(
	struct lnds_mesh_store *s, struct lnds_err *err)
{
	struct lnds_mesh_mapper *m = lnds_calloc(1, sizeof(*m));
	unsigned i;

	m->s = s;
	for (i = 0; i < WATCHED; i++)
		m->watched[i] = lnds_mesh_path(s, "%s", watched[i]);
	look(m, m->seen);
	if (lnds_mesh_points_of(&s->stations, &m->points, err)) {
		m->views = lnds_mesh_views_new(s);
		return m;
	}
	lnds_mesh_mapper_free(m);
	return NULL;
}

void lnds_mesh_mapper_free(struct lnds_mesh_mapper *m)
{
	size_t i;

	if (!m)
		return;
	for (i = 0; i < m->ngrid; i++) {
		lnds_mesh_grid_close(m->grid[i].grid);
		free(m->grid[i].name);
	}
	free(m->grid);
	lnds_mesh_views_free(m->views);
	lnds_mesh_points_free(&m->points);
	free(m);
}

bool lnds_mesh_mapper_stale(const struct lnds_mesh_mapper *m)
{
	struct seen now[WATCHED];
	unsigned i;

	look(m, now);
	for (i = 0; i < WATCHED; i++)
		if (now[i].inode != m->seen[i].inode || now[i].size != m->seen[i].size ||
			now[i].changed.tv_sec != m->seen[i].changed.tv_sec ||
			now[i].changed.tv_nsec != m->seen[i].changed.tv_nsec)
			return true;
	return false;
}

struct lnds_mesh_views *lnds_mesh_mapper_views(struct lnds_mesh_mapper *m)
{
	return m->views;
}

const struct lnds_mesh_store *lnds_mesh_mapper_store(const struct lnds_mesh_mapper *m)
{
	return m->s;
}

static const struct open_grid *grid_of(
	struct lnds_mesh_mapper *m, const char *name, struct lnds_err *err)
{
	struct open_grid *g;
	size_t i;

	for (i = 0; i < m->ngrid; i++)
		if (name && m->grid[i].name ? !strcmp(m->grid[i].name, name)
					    : name == m->grid[i].name)
			return &m->grid[i];
	m->grid = lnds_realloc(m->grid, m->ngrid + 1, sizeof(*m->grid));
	g = &m->grid[m->ngrid];
	g->grid = lnds_mesh_grid_open(m->s, name, err);
	if (!g->grid)
		return NULL;
	g->name = name ? lnds_strdup(lnds_sv(name)) : NULL;
	g->flat = lnds_mesh_grid_flat(g->grid);
	m->ngrid++;
	return g;
}

/* These have no elevations: goes without a lapse rate, and notes it. */
static void go_plainly(struct lnds_mesh_map_values *v, unsigned whose)
{
	v->how.lapse = 0;
	v->notes.unlevelled = 0;
	if (v->full)
		v->notes.no_lapse |= whose;
}

bool lnds_mesh_map_values(struct lnds_mesh_mapper *m,
	const struct lnds_mesh_map_plan *plan, struct lnds_mesh_period period,
	struct lnds_mesh_map_values *out, struct lnds_err *err)
{
	const struct lnds_mesh_fill_opts o = {.station = plan->sel.station,
		.nstation = plan->sel.nstation,
		.start = period.start,
		.end = period.end,
		.stat = plan->stat,
		.cover_ppm = plan->sel.cover_ppm};
	const struct lnds_mesh_point *p = m->points.item;
	struct lnds_mesh_view *view;
	uint32_t i, levelled = 0;

	*out = (struct lnds_mesh_map_values){.point = p, .n = m->points.n};
	if (!lnds_mesh_views_of(m->views, &plan->sel, &view, err) ||
		!lnds_mesh_points_fill(&m->points, &m->s->stations, plan->param, view, &o,
			&out->notes.placeless, err))
		return false;
	for (i = 0; i < out->n; i++) {
		out->full += isnan(p[i].value) ? 0 : 1;
		levelled += isnan(p[i].value) || isnan(p[i].elevation) ? 0 : 1;
	}
	out->how = plan->how;
	out->how.lapse = plan->lapse;
	out->notes.unlevelled = plan->lapse != 0 ? out->full - levelled : 0;
	if (plan->lapse != 0 && !levelled)
		go_plainly(out, LNDS_MESH_NO_STATION);
	else if (plan->lapse_auto)
		out->how.lapse = lnds_mesh_lapse_fit(p, out->n);
	return true;
}

static void interpolate(struct lnds_mesh_mapper *m, const struct open_grid *g,
	struct lnds_mesh_map_values *v, struct lnds_mesh_map *out)
{
	struct lnds_mesh_cv cv;
	uint32_t i;

	if (out->plan.lapse != 0 && g->flat == g->grid->n)
		go_plainly(v, LNDS_MESH_NO_CELL);
	else if (v->how.lapse != 0)
		v->notes.flat = g->flat;
	out->value = lnds_calloc(g->grid->n, sizeof(*out->value));
	out->used = lnds_calloc(g->grid->n, sizeof(*out->used));
	out->predicted = lnds_calloc(2 * (size_t)v->n + 1, sizeof(*out->predicted));
	out->nearest_m = out->predicted + v->n;
	lnds_mesh_interpolate(&v->how, g->grid, v->point, v->n, out->value, out->used);
	lnds_mesh_leave_one_out(
		&v->how, v->point, v->n, out->predicted, out->nearest_m, &cv);
	for (i = 0; i < g->grid->n; i++)
		out->full += isnan(out->value[i]) ? 0 : 1;
	out->notes = v->notes;
	out->field = (struct lnds_mesh_field){.store = m->s,
		.param = out->plan.param,
		.grid = g->grid,
		.period = out->plan.sel.period,
		.stat = out->plan.stat,
		.how = v->how,
		.point = v->point,
		.npoint = v->n,
		.stations = v->full,
		.cv = cv,
		.value = out->value,
		.used = out->used,
		.e = out->plan.e};
}

bool lnds_mesh_map(struct lnds_mesh_mapper *m, const struct lnds_mesh_map_ask *ask,
	struct lnds_mesh_map *out, struct lnds_err *err)
{
	struct lnds_mesh_map_values v;
	const struct open_grid *g;

	*out = (struct lnds_mesh_map){0};
	if (!lnds_mesh_map_plan(m->s, ask, &out->plan, err))
		return false;
	g = grid_of(m, ask->grid, err);
	if (!g || !lnds_mesh_map_values(m, &out->plan, out->plan.sel.period, &v, err)) {
		lnds_mesh_map_free(out);
		return false;
	}
	interpolate(m, g, &v, out);
	return true;
}

void lnds_mesh_map_free(struct lnds_mesh_map *map)
{
	lnds_mesh_selection_free(&map->plan.sel);
	free(map->value);
	free(map->used);
	free(map->predicted);
	*map = (struct lnds_mesh_map){0};
}

void lnds_mesh_map_say(const struct lnds_mesh_map_notes *n,
	void (*say)(void *arg, const char *text), void *arg)
{
	static const char *const without[4][2] = {{"", ""},
		{"no station with a value has an elevation", "stations --import"},
		{"no cell has an elevation", "grid --dem"},
		{"neither cells nor stations with a value have elevations",
			"grid --dem, stations --import"}};
	char text[160];

	if (n->placeless) {
		snprintf(text, sizeof(text),
			"%u stations without position are left out (stations --import)",
			n->placeless);
		say(arg, text);
	}
	if (n->unlevelled) {
		snprintf(text, sizeof(text),
			"%u stations without elevation are left out (--lapse 0 takes "
			"them)",
			n->unlevelled);
		say(arg, text);
	}
	if (n->flat) {
		snprintf(text, sizeof(text),
			"%u cells have no elevation: the lapse rate does not reach them",
			n->flat);
		say(arg, text);
	}
	if (n->no_lapse) {
		snprintf(text, sizeof(text), "%s: interpolated without a lapse rate (%s)",
			without[n->no_lapse][0], without[n->no_lapse][1]);
		say(arg, text);
	}
}

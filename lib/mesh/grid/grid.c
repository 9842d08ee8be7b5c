/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids of a store: which there are, opening one, lists of nearest points. */
#include "mesh/grid/grid.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "text/edit.h"

#define NEAR LNDS_MESH_NEAREST_N
#define END ".lmg"

struct names {
	struct lnds_sv *item; /* ascending */
	size_t n, cap;
	struct lnds_arena arena;
};

static int by_name(const void *a, const void *b)
{
	return lnds_sv_cmp(*(const struct lnds_sv *)a, *(const struct lnds_sv *)b);
}

/* Names of the files in grid/. */
static bool list(struct lnds_mesh_store *s, struct names *out, struct lnds_err *err)
{
	const char *folder = lnds_mesh_path(s, "grid");
	const struct dirent *e;
	DIR *d = opendir(folder);
	size_t n;

	*out = (struct names){0};
	if (!d)
		return errno == ENOENT || lnds_fail_sys(err, "cannot list %s", folder);
	while ((e = readdir(d))) {
		n = strlen(e->d_name);
		if (n <= 4 || e->d_name[0] == '.' || strcmp(e->d_name + n - 4, END) != 0)
			continue;
		if (out->n == out->cap) {
			out->cap = out->cap ? 2 * out->cap : 16;
			out->item = lnds_realloc(out->item, out->cap, sizeof(*out->item));
		}
		out->item[out->n++] =
			lnds_arena_sv(&out->arena, (struct lnds_sv){e->d_name, n - 4});
	}
	closedir(d);
	if (out->n)
		qsort(out->item, out->n, sizeof(*out->item), by_name);
	return true;
}

static void names_free(struct names *n)
{
	free(n->item);
	lnds_arena_free(&n->arena);
}

/* One cell's list: 16 nearest by squared distance, then number. d2 of all points is given. */
static void nearest(const double *d2, uint32_t n, uint16_t *near, double *near_d2)
{
	uint32_t i, k, m = 0;

	for (i = 0; i < n; i++) {
		if (m == NEAR && !(d2[i] < near_d2[NEAR - 1]))
			continue;
		m += m < NEAR;
		for (k = m - 1; k > 0 && d2[i] < near_d2[k - 1]; k--) {
			near[k] = near[k - 1];
			near_d2[k] = near_d2[k - 1];
		}
		near[k] = (uint16_t)i;
		near_d2[k] = d2[i];
	}
	for (; m < NEAR; m++) {
		near[m] = LNDS_MESH_NO_POINT;
		near_d2[m] = INFINITY;
	}
}

void lnds_mesh_grid_near(
	struct lnds_mesh_grid *g, const struct lnds_mesh_points *p, uint32_t points_crc)
{
	double *x = lnds_calloc(3 * (size_t)p->n + 1, sizeof(*x)), *y = x + p->n,
	       *d2 = y + p->n, dx, dy;
	uint32_t i, k;

	free(g->own[1]);
	free(g->own[2]);
	g->own[1] = lnds_calloc(g->n + 1u, NEAR * sizeof(*g->near));
	g->own[2] = lnds_calloc(g->n + 1u, NEAR * sizeof(*g->near_d2));
	g->near = g->own[1];
	g->near_d2 = g->own[2];
	g->points = p->n;
	g->points_crc = points_crc;
	for (k = 0; k < p->n; k++) {
		x[k] = p->item[k].e;
		y[k] = p->item[k].n;
	}
	for (i = 0; i < g->n; i++) {
		for (k = 0; k < p->n; k++) {
			dx = g->cell[i].e - x[k];
			dy = g->cell[i].n - y[k];
			d2[k] = dx * dx + dy * dy;
		}
		nearest(d2, p->n, (uint16_t *)g->own[1] + (size_t)i * NEAR,
			(double *)g->own[2] + (size_t)i * NEAR);
	}
	free(x);
}

/* Lists of other stations than the store's give way to new ones; *renewed tells. */
static bool renew(const struct lnds_mesh_store *s, struct lnds_mesh_grid *g,
	bool *renewed, struct lnds_err *err)
{
	struct lnds_mesh_points p;
	uint32_t crc;

	if (!lnds_mesh_points_of(&s->stations, &p, err))
		return false;
	crc = lnds_mesh_points_crc(&s->stations, &p);
	*renewed = crc != g->points_crc || p.n != g->points;
	if (*renewed)
		lnds_mesh_grid_near(g, &p, crc);
	lnds_mesh_points_free(&p);
	return true;
}

static struct lnds_mesh_grid *load(
	struct lnds_mesh_store *s, const char *name, struct lnds_err *err)
{
	return lnds_mesh_grid_load(lnds_mesh_path(s, "grid/%s" END, name), false, err);
}

static struct lnds_mesh_grid *built_in(
	const struct lnds_mesh_store *s, struct lnds_err *err)
{
	const struct lnds_mesh_grid_opts o = {0};
	struct lnds_mesh_grid *g = NULL;
	bool inexact;

	return lnds_mesh_grid_make(s, LNDS_MESH_LUX, &o, &g, &inexact, err) ? g : NULL;
}

static void unknown(const struct names *all, const char *name, struct lnds_err *err)
{
	const int near = lnds_nearest(lnds_sv(name), all->item, all->n);

	lnds_fail(err, LNDS_USAGE, NULL, "unknown grid '%.40s'", name);
	if (near >= 0)
		lnds_hint(err, "did you mean '%.*s'?", LNDS_SV_ARG(all->item[near]));
	else
		lnds_hint(err, "lnds-mesh grid makes it; %s is built in", LNDS_MESH_LUX);
}

struct lnds_mesh_grid *lnds_mesh_grid_open(
	struct lnds_mesh_store *s, const char *name, struct lnds_err *err)
{
	struct lnds_mesh_grid *g = NULL;
	struct names all = {0};
	bool renewed;

	if (name && !strchr(name, '/') && strlen(name) < 32)
		g = load(s, name, err);
	if (name && !g && !strchr(name, '/') && err->sys != ENOENT)
		return NULL;
	if (!g && !list(s, &all, err))
		return NULL;
	if (!g && !name && all.n)
		g = load(s, all.item[0].p, err);
	else if (!g && (!name || !strcmp(name, LNDS_MESH_LUX)))
		g = built_in(s, err);
	else if (!g)
		unknown(&all, name, err);
	names_free(&all);
	if (!g || renew(s, g, &renewed, err))
		return g;
	lnds_mesh_grid_close(g);
	return NULL;
}

bool lnds_mesh_grids_renew(struct lnds_mesh_store *s, struct lnds_err *err)
{
	struct lnds_mesh_grid *g;
	struct names all;
	bool ok = list(s, &all, err), renewed = false;
	size_t i;

	for (i = 0; ok && i < all.n; i++) {
		g = load(s, all.item[i].p, err);
		ok = g && renew(s, g, &renewed, err) &&
		     (!renewed || lnds_mesh_grid_save(s, g, err));
		lnds_mesh_grid_close(g);
	}
	names_free(&all);
	return ok;
}

bool lnds_mesh_grids_verify(struct lnds_mesh_store *s,
	void (*fault)(void *arg, const struct lnds_err *fault), void *arg,
	struct lnds_err *err)
{
	struct names all;
	struct lnds_err why;
	size_t i;

	if (!list(s, &all, err))
		return false;
	for (i = 0; i < all.n; i++)
		if (!lnds_mesh_grid_verify(
			    lnds_mesh_path(s, "grid/%s" END, all.item[i].p), &why))
			fault(arg, &why);
	names_free(&all);
	return true;
}

void lnds_mesh_grid_close(struct lnds_mesh_grid *g)
{
	if (!g)
		return;
	lnds_mapping_close(&g->map);
	free(g->own[0]);
	free(g->own[1]);
	free(g->own[2]);
	free(g);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .lmg, a grid in a file (man lnds-formats, MESH STORE): written whole, mapped, verified. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/grid/grid.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/store/kept.h"
#include "mesh/store/out.h"

#define NEAR LNDS_MESH_NEAREST_N
#define CELL_BYTES sizeof(struct lnds_mesh_cell)
#define NEAR_BYTES (NEAR * sizeof(uint16_t))
#define D2_BYTES (NEAR * sizeof(double))

static_assert(CELL_BYTES == 48, "man lnds-formats");

static bool damaged(const char *path, const char *what, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: %s", path, what);
	return lnds_hint(err, "remove the file and make the grid again: lnds-mesh grid");
}

bool lnds_mesh_grid_save(
	struct lnds_mesh_store *s, const struct lnds_mesh_grid *g, struct lnds_err *err)
{
	struct lnds_mesh_grid_header h = {.magic = LNDS_MESH_GRID_MAGIC,
		.version = LNDS_MESH_FORMAT,
		.cells = g->n,
		.length = sizeof(h) + g->n * (CELL_BYTES + NEAR_BYTES + D2_BYTES),
		.s = g->s,
		.ncol = g->ncol,
		.nrow = g->nrow,
		.points = g->points,
		.e0 = g->e0,
		.n0 = g->n0,
		.points_crc = g->points_crc};
	const char *path = lnds_mesh_path(s, "grid/%s.lmg", g->name);
	struct lnds_mesh_out out;

	memcpy(h.name, g->name, sizeof(h.name));
	h.cell_crc = lnds_mesh_crc32c(0, g->cell, g->n * CELL_BYTES);
	h.near_crc = lnds_mesh_crc32c(0, g->near, g->n * NEAR_BYTES);
	h.d2_crc = lnds_mesh_crc32c(0, g->near_d2, g->n * D2_BYTES);
	h.crc = lnds_mesh_crc32c(0, &h, sizeof(h) - 4);
	if (!lnds_mesh_out_open(&out, path, err))
		return false;
	if (lnds_mesh_out_add(&out, &h, sizeof(h), err) &&
		lnds_mesh_out_add(&out, g->cell, g->n * CELL_BYTES, err) &&
		lnds_mesh_out_add(&out, g->near, g->n * NEAR_BYTES, err) &&
		lnds_mesh_out_add(&out, g->near_d2, g->n * D2_BYTES, err) &&
		lnds_mesh_out_head(&out, &h, sizeof(h), err))
		return lnds_mesh_out_commit(&out, err);
	lnds_mesh_out_abort(&out);
	return false;
}

/* Does the file bear the name of its grid? */
static bool name_ok(const struct lnds_mesh_grid *g, const char *path)
{
	const char *base = strrchr(path, '/');
	const size_t n = strlen(g->name);

	base = base ? base + 1 : path;
	return strncmp(base, g->name, n) == 0 && strcmp(base + n, ".lmg") == 0;
}

static bool header_ok(const struct lnds_mesh_grid_header *h, size_t n)
{
	static const char zeros[32];
	const size_t name = strnlen(h->name, sizeof(h->name));

	return memcmp(h->magic, LNDS_MESH_GRID_MAGIC, 8) == 0 &&
	       lnds_mesh_crc32c(0, h, sizeof(*h) - 4) == h->crc &&
	       h->version == LNDS_MESH_FORMAT && h->cells >= 1 &&
	       h->cells <= LNDS_MESH_MAX_CELLS && h->length == n &&
	       n == sizeof(*h) + h->cells * (CELL_BYTES + NEAR_BYTES + D2_BYTES) &&
	       h->s >= 1 && h->s <= 10000000 && h->ncol >= 1 && h->ncol <= 65535 &&
	       h->nrow >= 1 && h->nrow <= 65535 && h->points <= LNDS_MESH_MAX_POINTS &&
	       llabs(h->e0) < 100000000 && llabs(h->n0) < 100000000 && name >= 1 &&
	       name < sizeof(h->name) &&
	       memcmp(h->name + name, zeros, sizeof(h->name) - name) == 0 &&
	       memcmp(h->zeros, zeros, sizeof(h->zeros)) == 0;
}

/* In order, on the raster, of finite numbers. */
static bool cells_ok(const struct lnds_mesh_grid *g)
{
	const struct lnds_mesh_cell *c = g->cell;
	uint32_t i;

	for (i = 0; i < g->n; i++, c++)
		if (c->row >= g->nrow || c->col >= g->ncol || c->zero ||
			!isfinite(c->e) || !isfinite(c->n) || !(fabs(c->lat) <= 90) ||
			!(fabs(c->lon) <= 180) || isinf(c->elevation) ||
			(i && (c[-1].row > c->row ||
				      (c[-1].row == c->row && c[-1].col >= c->col))))
			return false;
	return true;
}

static bool lists_ok(const struct lnds_mesh_grid *g)
{
	const uint32_t filled = g->points < NEAR ? g->points : NEAR;
	const uint16_t *near = g->near;
	const double *d2 = g->near_d2;
	uint32_t i, k;

	for (i = 0; i < g->n; i++, near += NEAR, d2 += NEAR)
		for (k = 0; k < NEAR; k++)
			if (k < filled ? near[k] >= g->points || !(d2[k] >= 0) ||
						 isinf(d2[k]) ||
						 (k && (d2[k - 1] > d2[k] ||
							       (d2[k - 1] == d2[k] &&
								       near[k - 1] >=
									       near[k])))
				       : near[k] != LNDS_MESH_NO_POINT || !isinf(d2[k]))
				return false;
	return true;
}

static bool sound(const struct lnds_mesh_grid *g, const struct lnds_mesh_grid_header *h,
	const char *path, struct lnds_err *err)
{
	if (lnds_mesh_crc32c(0, g->cell, g->n * CELL_BYTES) != h->cell_crc)
		return damaged(path, "the cells are damaged", err);
	if (lnds_mesh_crc32c(0, g->near, g->n * NEAR_BYTES) != h->near_crc ||
		lnds_mesh_crc32c(0, g->near_d2, g->n * D2_BYTES) != h->d2_crc)
		return damaged(path, "the lists of nearest stations are damaged", err);
	return true;
}

static bool orderly(
	const struct lnds_mesh_grid *g, const char *path, struct lnds_err *err)
{
	if (!cells_ok(g))
		return damaged(path, "the cells are out of order", err);
	return lists_ok(g) ||
	       damaged(path, "the lists of nearest stations are out of order", err);
}

struct lnds_mesh_grid *lnds_mesh_grid_load(
	const char *path, bool full, struct lnds_err *err)
{
	const struct lnds_mesh_grid_header *h;
	struct lnds_mesh_grid *g = lnds_calloc(1, sizeof(*g));
	bool ok = lnds_mesh_kept_map(path, &g->map, err);

	h = (const void *)g->map.p;
	if (ok && (g->map.n < sizeof(*h) || !header_ok(h, g->map.n)))
		ok = damaged(path, "the header is damaged, or the file is cut", err);
	if (ok) {
		memcpy(g->name, h->name, sizeof(g->name));
		g->s = h->s;
		g->ncol = h->ncol;
		g->nrow = h->nrow;
		g->n = h->cells;
		g->e0 = h->e0;
		g->n0 = h->n0;
		g->points = h->points;
		g->points_crc = h->points_crc;
		g->cell = (const void *)(h + 1);
		g->near = (const void *)(g->cell + g->n);
		g->near_d2 = (const void *)(g->near + (size_t)g->n * NEAR);
		ok = (name_ok(g, path) ||
			     damaged(path, "the grid in it has another name", err)) &&
		     sound(g, h, path, err) && (!full || orderly(g, path, err));
	}
	if (ok)
		return g;
	lnds_mesh_grid_close(g);
	return NULL;
}

bool lnds_mesh_grid_verify(const char *path, struct lnds_err *err)
{
	struct lnds_mesh_grid *g = lnds_mesh_grid_load(path, true, err);

	lnds_mesh_grid_close(g);
	return g != NULL;
}

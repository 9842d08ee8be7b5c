/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids of a store with all checksums and the length put right: what opens is interpolated
 * without harm, whatever its lists say; only verifying looks at these.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/mesh_store.h"
#include "mesh/grid/interp.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"

#define HEAD sizeof(struct lnds_mesh_grid_header)
#define POINTS 3u

static char dir[64];

static void tidy(void)
{
	static const char *const name[] = {"/grid/g.lmg", "/grid", ""};
	char path[96];
	unsigned i;

	for (i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s%s", dir, name[i]);
		(void)remove(path);
	}
}

static const char *folder(void)
{
	char path[80];

	if (!dir[0]) {
		strcpy(dir, "/tmp/lnds-fuzz-XXXXXX");
		must(mkdtemp(dir) != NULL && atexit(tidy) == 0);
		(void)snprintf(path, sizeof(path), "%s/grid", dir);
		must(mkdir(path, 0700) == 0);
	}
	return dir;
}

static void mend(uint8_t *p, size_t n)
{
	struct lnds_mesh_grid_header *h = (void *)p;
	const size_t cells = (n - HEAD) / 208;

	memcpy(h->magic, LNDS_MESH_GRID_MAGIC, 8);
	h->version = LNDS_MESH_FORMAT;
	h->length = n;
	h->cells = (uint32_t)cells;
	memset(h->name, 0, sizeof(h->name));
	h->name[0] = 'g';
	memset(h->zeros, 0, sizeof(h->zeros));
	h->cell_crc = lnds_mesh_crc32c(0, p + HEAD, 48 * cells);
	h->near_crc = lnds_mesh_crc32c(0, p + HEAD + 48 * cells, 32 * cells);
	h->d2_crc = lnds_mesh_crc32c(0, p + HEAD + 80 * cells, 128 * cells);
	h->crc = lnds_mesh_crc32c(0, h, HEAD - 4);
}

static void look(const struct lnds_mesh_grid *g)
{
	static const struct lnds_mesh_point p[POINTS] = {
		{0, 0, 100, 1, 0, 0}, {1000, 0, 200, 2, 1, 0}, {0, 1000, 300, 3, 2, 0}};
	struct lnds_mesh_interp m = {.k = 5, .power = 2, .max_dist = 1e6, .min_n = 1};
	double *value = malloc((g->n + 1) * sizeof(*value));
	uint8_t *used = malloc(g->n + 1);
	unsigned i;

	must(value && used);
	for (i = 0; i < 2 * LNDS_MESH_METHODS; i++) {
		m.method = (enum lnds_mesh_method)(i / 2);
		m.lapse = i % 2 ? 6.5e-3 : 0;
		lnds_mesh_interpolate(&m, g, p, POINTS, value, used);
	}
	free(value);
	free(used);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_mesh_store *s = fuzz_store(folder());
	const char *path = lnds_mesh_path(s, "grid/g.lmg");
	struct lnds_err err = {0};
	struct lnds_mesh_grid *g;
	uint8_t *copy = malloc(n + 1);
	FILE *f;

	must(copy != NULL);
	memcpy(copy, p, n);
	if (n >= HEAD)
		mend(copy, n);
	f = fopen(path, "w");
	must(f && fwrite(copy, 1, n, f) == n && fclose(f) == 0);
	free(copy);
	g = lnds_mesh_grid_load(path, false, &err);
	if (g)
		look(g);
	else
		must(err.code == LNDS_INTEGRITY);
	lnds_mesh_grid_close(g);
	g = lnds_mesh_grid_load(path, true, &err);
	must(g || err.code == LNDS_INTEGRITY);
	lnds_mesh_grid_close(g);
	lnds_arena_free(&s->arena);
	return 0;
}

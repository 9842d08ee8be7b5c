/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids: the figures of lux1524, cells against the even-odd test one by one, nearest stations
 * against a sort, files that open as they were saved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mesh/gen/gen.h"
#include "mesh/grid/grid.h"

static char dir[64];

/* A store with invented stations. */
static struct lnds_mesh_store *store(uint32_t stations)
{
	const struct lnds_mesh_gen_opts want = {
		.seed = 1, .stations = stations, .params = 1, .step = 300, .days = 1};
	struct lnds_mesh_store *s;
	struct lnds_buf csv = {0}, rows = {0};
	struct lnds_sv line, rest, cell;
	struct lnds_err err;
	struct lnds_mesh_gen *g = lnds_mesh_gen_new(&want, &err);

	strcpy(dir, "/tmp/lnds-grid-XXXXXX");
	assert_non_null(mkdtemp(dir));
	assert_true(lnds_mesh_store_init(dir, "EPSG:2169", 300, NULL, &err));
	s = lnds_mesh_store_open_write(dir, 0, &err);
	assert_non_null(s);
	assert_true(lnds_mesh_gen_stations(g, &csv, &err));
	lnds_mesh_gen_free(g);
	lnds_sv_cut(lnds_buf_view(&csv), '\n', &rest);
	while (rest.n) { /* id,name,lat,lon,elevation,cadence */
		line = lnds_sv_cut(rest, '\n', &rest);
		cell = lnds_sv_cut(line, ',', &line);
		lnds_buf_printf(&rows, "{\"id\":\"%.*s\"", LNDS_SV_ARG(cell));
		lnds_sv_cut(line, ',', &line);
		cell = lnds_sv_cut(line, ',', &line);
		lnds_buf_printf(&rows, ",\"lat\":%.*s", LNDS_SV_ARG(cell));
		cell = lnds_sv_cut(line, ',', &line);
		lnds_buf_printf(&rows, ",\"lon\":%.*s}\n", LNDS_SV_ARG(cell));
	}
	assert_true(
		lnds_mesh_store_append(s, "stations.ndjson", lnds_buf_view(&rows), &err));
	lnds_buf_free(&csv);
	lnds_buf_free(&rows);
	return s;
}

static void end(struct lnds_mesh_store *s)
{
	char command[96];

	lnds_mesh_store_close(s);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

static struct lnds_mesh_grid *lux(struct lnds_mesh_store *s)
{
	const struct lnds_mesh_grid_opts o = {0};
	struct lnds_mesh_grid *g;
	struct lnds_err err;
	bool inexact;

	assert_true(lnds_mesh_grid_make(s, "lux1524", &o, &g, &inexact, &err));
	assert_false(inexact);
	return g;
}

static void lux1524(void **state)
{
	struct lnds_mesh_store *s = store(5);
	struct lnds_mesh_grid *g = lux(s);
	double lat, lon;
	uint32_t i;

	(void)state;
	assert_int_equal(g->n, 1524);
	assert_int_equal(g->s, 1311);
	assert_int_equal(g->ncol, 42);
	assert_int_equal(g->nrow, 61);
	assert_int_equal(g->e0, 48507);
	assert_int_equal(g->n0, 56373);
	assert_true(g->cell[0].e == 66205.5 && g->cell[0].n == 135688.5);
	assert_true(g->cell[1523].e == 68827.5 && g->cell[1523].n == 57028.5);
	for (i = 0; i < g->n; i++) {
		assert_true(
			g->cell[i].e == (double)g->e0 + (g->cell[i].col + 0.5) * g->s);
		assert_true(g->cell[i].n ==
			    (double)g->n0 + (g->nrow - g->cell[i].row - 0.5) * g->s);
		lnds_mesh_unproject(&s->crs, g->cell[i].e, g->cell[i].n, &lat, &lon);
		assert_true(g->cell[i].lat == lat && g->cell[i].lon == lon);
		assert_true(isnan(g->cell[i].elevation));
	}
	assert_int_equal(lnds_mesh_grid_flat(g), 1524);
	lnds_mesh_grid_close(g);
	end(s);
}

/* Corners on centre lines, horizontal edges, a hole: cell by cell as lnds_mesh_inside2 says. */
static void as_inside2(void **state)
{
	static const int64_t a[][2] = {{-95, -40}, {105, -40}, {105, 15}, {45, 95},
		{35, 15}, {-5, 85}, {-95, 85}, {-95, -40}};
	static const int64_t hole[][2] = {
		{-75, -15}, {-75, 35}, {-15, 35}, {-25, -15}, {-75, -15}};
	struct lnds_mesh_ring ring[2] = {{a, 8}, {hole, 5}};
	const struct lnds_mesh_outline o = {ring, 2};
	struct lnds_mesh_cell *cell = malloc(4096 * sizeof(*cell));
	struct lnds_err err;
	uint32_t n, counted, at, s;
	int64_t e, nn;

	(void)state;
	for (s = 1; s < 40; s++) {
		counted = 0;
		assert_true(lnds_mesh_cells_in(&o, s, NULL, &n, &err));
		if (n > 4096)
			continue;
		assert_true(lnds_mesh_cells_in(&o, s, &cell, &n, &err));
		for (at = 0, nn = 120; nn >= -120; nn--)
			for (e = -120; e <= 120; e++) {
				if (!lnds_mesh_inside2(
					    &o, (2 * e + 1) * s, (2 * nn + 1) * s))
					continue;
				assert_true(at < n);
				assert_true(cell[at].e == ((double)e + 0.5) * s);
				assert_true(cell[at++].n == ((double)nn + 0.5) * s);
				counted++;
			}
		assert_int_equal(counted, n);
	}
	free(cell);
}

/* 100 cells of a square kilometre; a number that no side gives. */
static void sides(void **state)
{
	static const int64_t square[][2] = {
		{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}};
	struct lnds_mesh_ring ring = {square, 5};
	const struct lnds_mesh_outline o = {&ring, 1};
	struct lnds_err err;
	bool inexact;
	uint32_t s;

	(void)state;
	assert_true(lnds_mesh_cells_side(&o, 100, &s, &inexact, &err));
	assert_int_equal(s, 100);
	assert_false(inexact);
	assert_true(lnds_mesh_cells_side(&o, 3, &s, &inexact, &err));
	assert_true(inexact);
	assert_false(lnds_mesh_cells_side(&o, 0, &s, &inexact, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(lnds_mesh_cells_side(&o, 2000000, &s, &inexact, &err));
}

static const struct lnds_mesh_points *sorted_points;
static double sorted_e, sorted_n;

static double d2_of(uint32_t i)
{
	const double x = sorted_e - sorted_points->item[i].e;
	const double y = sorted_n - sorted_points->item[i].n;

	return x * x + y * y;
}

static int by_distance(const void *a, const void *b)
{
	const uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
	const double x = d2_of(i), y = d2_of(k);

	return x < y ? -1 : x > y ? 1 : (int)i - (int)k;
}

static void nearest(void **state)
{
	static const uint32_t count[] = {5, 16, 17, 50};
	struct lnds_mesh_points p;
	struct lnds_mesh_store *s;
	struct lnds_mesh_grid *g;
	struct lnds_err err;
	uint32_t order[50], c, i, k;

	(void)state;
	for (c = 0; c < 4; c++) {
		s = store(count[c]);
		g = lux(s);
		assert_true(lnds_mesh_points_of(&s->stations, &p, &err));
		assert_int_equal(p.n, count[c]);
		sorted_points = &p;
		for (i = 0; i < g->n; i += 37) {
			sorted_e = g->cell[i].e;
			sorted_n = g->cell[i].n;
			for (k = 0; k < p.n; k++)
				order[k] = k;
			qsort(order, p.n, sizeof(*order), by_distance);
			for (k = 0; k < 16 && k < p.n; k++) {
				assert_int_equal(g->near[16 * i + k], order[k]);
				assert_true(g->near_d2[16 * i + k] == d2_of(order[k]));
			}
			for (; k < 16; k++)
				assert_int_equal(g->near[16 * i + k], 0xFFFF);
		}
		lnds_mesh_points_free(&p);
		lnds_mesh_grid_close(g);
		end(s);
	}
}

/* What is saved is what opens; other stations get lists of their own, and the next renewal keeps
 * them. */
static void files(void **state)
{
	static const char more[] = "{\"id\":\"new\",\"lat\":49.8,\"lon\":6.1}\n";
	struct lnds_mesh_store *s = store(20);
	struct lnds_mesh_grid *g = lux(s), *h;
	const char *path = lnds_mesh_path(s, "grid/lux1524.lmg");
	struct lnds_err err;
	FILE *f;

	(void)state;
	assert_true(lnds_mesh_grid_save(s, g, &err));
	assert_true(lnds_mesh_grid_verify(path, &err));
	h = lnds_mesh_grid_open(s, NULL, &err);
	assert_non_null(h);
	assert_null(h->own[1]);
	assert_memory_equal(h->cell, g->cell, g->n * sizeof(*g->cell));
	assert_memory_equal(h->near, g->near, g->n * 32);
	assert_memory_equal(h->near_d2, g->near_d2, g->n * 128);
	lnds_mesh_grid_close(h);
	assert_true(lnds_mesh_store_append(s, "stations.ndjson", lnds_sv(more), &err));
	h = lnds_mesh_grid_open(s, "lux1524", &err);
	assert_non_null(h->own[1]);
	assert_int_equal(h->points, 21);
	lnds_mesh_grid_close(h);
	assert_true(lnds_mesh_grids_renew(s, &err));
	h = lnds_mesh_grid_open(s, "lux1524", &err);
	assert_null(h->own[1]);
	assert_int_equal(h->points, 21);
	lnds_mesh_grid_close(h);
	assert_null(lnds_mesh_grid_open(s, "lux1523", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.hint, "did you mean 'lux1524'?");
	assert_null(lnds_mesh_grid_open(s, "../grid/lux1524", &err));
	assert_int_equal(err.code, LNDS_USAGE);
	f = fopen(path, "r+");
	assert_int_equal(fseek(f, 128 + 48 * 700, SEEK_SET), 0);
	assert_int_equal(fputc(1, f), 1);
	fclose(f);
	assert_false(lnds_mesh_grid_verify(path, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	lnds_mesh_grid_close(g);
	end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lux1524),
		cmocka_unit_test(as_inside2),
		cmocka_unit_test(sides),
		cmocka_unit_test(nearest),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

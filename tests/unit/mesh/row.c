/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows with batches laid over them, their day tables, segments and back; directions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "mesh/measure/time.h"
#include "mesh/measure/wave.h"
#include "mesh/store/compact.h"
#include "mesh/store/info.h"
#include "mesh/store/pending.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY(n) (lnds_mesh_year_start(2023) + (n)*INT64_C(86400))

static char folder[64];
static struct lnds_mesh_store *store;

static int setup(void **state)
{
	static const char rows[] = "{\"id\":\"A\"}\n{\"id\":\"B\",\"cadence\":7200}\n";
	struct lnds_err err;

	(void)state;
	strcpy(folder, "/tmp/lnds-mesh-XXXXXX");
	if (!mkdtemp(folder) ||
		!lnds_mesh_store_init(folder, "EPSG:2169", 3600, NULL, &err))
		return -1;
	store = lnds_mesh_store_open_write(folder, 0, &err);
	return store && lnds_mesh_store_append(
				store, "stations.ndjson", lnds_sv(rows), &err)
		       ? 0
		       : -1;
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	lnds_mesh_store_close(store);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

/* One value of `temp` (parameter 0), committed. */
static struct lnds_mesh_ingested put(uint32_t param, uint32_t station, int64_t t,
	int64_t m, int e, uint8_t flags, uint16_t arrival)
{
	const struct lnds_mesh_writer_opts o = {.arrival = arrival};
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_writer *w;
	struct lnds_mesh_series *s;
	struct lnds_err err;

	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	s = lnds_mesh_writer_series(w, param, station, station ? 7200 : 3600);
	assert_true(lnds_mesh_put(w, s, t, m, e, flags, &err));
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
	return counts;
}

static void open_segment(uint32_t param, struct lnds_mesh_segment *g)
{
	const struct lnds_mesh_seg_entry *e = lnds_mesh_seg_find(store, param, 2023);
	struct lnds_err err;

	assert_non_null(e);
	assert_true(lnds_mesh_segment_open(store, e, true, g, &err));
}

static void history(void **state)
{
	struct lnds_mesh_segment g;
	struct lnds_err err;

	(void)state;
	assert_int_equal(put(0, 0, DAY(1), 55, 1, 0, 100).fresh, 1);
	assert_int_equal(put(0, 0, DAY(1) + 7200, 60, 1, 0, 100).fresh, 1);
	assert_int_equal(put(0, 0, DAY(1) + 3600, 65, 1, 0, 101).fresh, 1);
	assert_true(lnds_mesh_compact(store, false, &err));
	assert_int_equal(put(0, 0, DAY(1), 56, 1, LNDS_MESH_SUSPECT, 102).changed, 1);
	assert_int_equal(put(0, 0, DAY(1), 57, 1, 0, 102).changed, 1);
	assert_int_equal(put(0, 0, DAY(1), 570, 2, 0, 103).seq, 0); /* the same */
	assert_int_equal(put(0, 0, DAY(1), 57, 1, LNDS_MESH_REJECTED, 104).flagged, 1);
	assert_true(lnds_mesh_compact(store, false, &err));
	open_segment(0, &g);
	assert_int_equal(g.nfill, 3); /* days 100, 101, 100 */
	assert_int_equal(g.fill[1].arrival, 101);
	assert_int_equal(g.nchange, 2); /* of day 102 only what stood before it */
	assert_int_equal(g.change[0].old, 550);
	assert_int_equal(g.change[0].arrival, 102);
	assert_int_equal(g.change[1].old, 570);
	assert_int_equal(g.change[1].flags, 0);
	assert_int_equal(g.change[1].arrival, 104);
	assert_int_equal(lnds_mesh_q(&g, 0, 24), 570);
	assert_int_equal(g.nqc, 1);
	assert_int_equal(g.qc[0].flags, LNDS_MESH_REJECTED);
	/* The rejected value is in no sum. */
	assert_int_equal(g.day[1].n, 0);
	assert_int_equal(g.day[2].n, 2);
	assert_int_equal(g.day[2].sum, 1250);
	assert_int_equal(g.day[1].min, 600);
	assert_int_equal(g.day[1].max, 650);
	assert_int_equal(g.day[2].min, LNDS_MESH_NULL);
	assert_int_equal(g.day[365].sum, 1250);
	lnds_mesh_segment_close(&g);
}

static void growth(void **state)
{
	struct lnds_mesh_segment g;
	struct lnds_err err;

	(void)state;
	put(0, 0, DAY(0), -12, 1, 0, 100);
	put(0, 1, DAY(0) + 7200, 123456, 5, 0, 100);
	assert_true(lnds_mesh_compact(store, false, &err));
	open_segment(0, &g);
	assert_int_equal(g.e, 5);
	assert_int_equal(g.width, 4);
	assert_int_equal(g.nstations, 2);
	assert_int_equal(g.dir[0].cadence, 3600);
	assert_int_equal(g.dir[1].cadence, 7200);
	assert_int_equal(lnds_mesh_q(&g, 0, 0), -120000);
	assert_int_equal(lnds_mesh_q(&g, 1, 2), 123456);
	lnds_mesh_segment_close(&g);
}

static void flags_alone(void **state)
{
	const struct lnds_mesh_writer_opts o = {.arrival = 101};
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_segment g;
	struct lnds_mesh_writer *w;
	struct lnds_err err;
	int i;

	(void)state;
	put(0, 0, DAY(0), 10, 0, 0, 100);
	for (i = 0; i < 2; i++) {
		w = lnds_mesh_writer_new(store, &o, &err);
		assert_non_null(w);
		assert_true(lnds_mesh_put_flags(w, lnds_mesh_writer_series(w, 0, 0, 3600),
			DAY(0), 3, LNDS_MESH_BUDDY, &err));
		assert_true(lnds_mesh_writer_commit(w, &counts, &err));
		lnds_mesh_writer_free(w);
		assert_int_equal(counts.flagged, i == 0); /* again: nothing new */
		assert_int_equal(counts.seq != 0, i == 0);
	}
	assert_true(lnds_mesh_compact(store, true, &err));
	open_segment(0, &g);
	assert_int_equal(g.nqc, 1);
	assert_int_equal(g.qc[0].n, 1);
	assert_int_equal(g.day[1].suspects, 1);
	assert_int_equal(g.day[1].n, 1);
	lnds_mesh_segment_close(&g);
}

static void vectors(void **state)
{
	struct lnds_mesh_segment g;
	struct lnds_err err;
	uint32_t dir, i;

	(void)state;
	for (i = 0; i < 36000; i++) {
		assert_int_equal(lnds_mesh_sin(i),
			lround(1073741824.0 * sin(2 * M_PI * i / 36000)));
		assert_int_equal(lnds_mesh_cos(i), lnds_mesh_sin((i + 9000) % 36000));
	}
	assert_int_equal(lnds_mesh_hundredths(360, 0), 0);
	assert_int_equal(lnds_mesh_hundredths(-9000, 2), 27000);
	assert_int_equal(lnds_mesh_hundredths(12345, 3), 1234); /* half to even */
	assert_true(lnds_mesh_param_find(&store->params, LNDS_SV("dir"), &dir, &err));
	put(dir, 0, DAY(0), 350, 0, 0, 100);
	put(dir, 0, DAY(0) + 3600, 10, 0, 0, 100);
	assert_true(lnds_mesh_compact(store, false, &err));
	open_segment(dir, &g);
	assert_true(g.vector);
	assert_int_equal(g.offset, 18000);
	assert_int_equal(g.vector_day[1].n, 2);
	assert_int_equal(g.vector_day[1].sum_sin, 0);
	assert_int_equal(g.vector_day[1].sum_cos, 2 * (int64_t)lnds_mesh_cos(1000));
	lnds_mesh_segment_close(&g);
}

/* Random walks through two years, with gaps, steps back, values of all sizes and decimals, and flags: what
 * stands in the end is what an array of the last values holds. */
static void walks(void **state)
{
	enum { SLOTS = 2 * 365 * 24 + 24 };
	const struct lnds_mesh_writer_opts o = {.arrival = 100};
	static int64_t model[SLOTS]; /* 10^-6 hPa; 0: none */
	static uint8_t flags[SLOTS], found[SLOTS];
	uint64_t i, draw, fresh = 0, outside = 0, range;
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_segment g;
	struct lnds_mesh_series *s;
	struct lnds_mesh_writer *w;
	uint32_t at = 0, k, j, pres;
	struct lnds_err err;
	int64_t m;
	int e;

	(void)state;
	assert_true(lnds_mesh_param_find(&store->params, LNDS_SV("pres"), &pres, &err));
	w = lnds_mesh_writer_new(store, &o, &err);
	assert_non_null(w);
	s = lnds_mesh_writer_series(w, pres, 0, 3600);
	for (i = 0; i < 60000; i++) {
		draw = lnds_mix(i);
		at += draw % 50 ? 1 : (uint32_t)(draw >> 8) % (i % 3 ? 40 : SLOTS);
		at %= SLOTS;
		e = draw >> 32 & 15 ? 1 : (int)(draw >> 40 & 7) % 7;
		m = (draw >> 48 & 255 ? 900 : 1) + (int64_t)(lnds_mix(draw) % 200);
		for (k = 0; k < (uint32_t)e; k++)
			m = m * 10 + (int64_t)(draw >> k & 7);
		fresh += model[at] == 0;
		for (model[at] = m; k < 6; k++)
			model[at] *= 10;
		range = model[at] < 500000000 || model[at] > 1080000000;
		outside += range;
		flags[at] = (draw >> 56) ? 0 : LNDS_MESH_SUSPECT;
		assert_true(lnds_mesh_put(
			w, s, DAY(0) + at * INT64_C(3600), m, e, flags[at], &err));
		flags[at] |= (uint8_t)range;
	}
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
	assert_int_equal(counts.values, i);
	assert_int_equal(counts.fresh, fresh);
	assert_int_equal(counts.out_of_range, outside);
	assert_true(lnds_mesh_compact(store, false, &err));
	for (j = 0; j < 2; j++) {
		const struct lnds_mesh_seg_entry *entry =
			lnds_mesh_seg_find(store, pres, (uint16_t)(2023 + j));

		assert_non_null(entry);
		assert_true(lnds_mesh_segment_open(store, entry, true, &g, &err));
		assert_int_equal(g.e, 6);
		for (k = 0; k < g.nslots; k++) {
			m = lnds_mesh_q(&g, 0, k);
			m = m == LNDS_MESH_NULL ? 0 : m + g.offset;
			if (m != model[j * 8760 + k])
				fail_msg("year %u, slot %u", j, k);
		}
		for (k = 0; k < g.nqc; k++)
			memset(found + j * 8760 + g.qc[k].slot, g.qc[k].flags, g.qc[k].n);
		lnds_mesh_segment_close(&g);
	}
	assert_memory_equal(found, flags, SLOTS);
}

/* A reader that opened the store before a station, its values and a compaction came. */
static void behind(void **state)
{
	struct lnds_mesh_store *reader;
	struct lnds_buf out = {0};
	struct lnds_err err;

	(void)state;
	put(0, 0, DAY(0), 10, 0, 0, 100);
	reader = lnds_mesh_store_open(folder, &err);
	assert_non_null(reader);
	assert_true(lnds_mesh_store_append(
		store, "stations.ndjson", lnds_sv("{\"id\":\"C\"}\n"), &err));
	put(0, 2, DAY(0), 10, 0, 0, 100);
	assert_true(lnds_mesh_compact(store, false, &err));
	put(0, 2, DAY(1), 10, 0, 0, 100);
	assert_true(lnds_mesh_info(reader, &out, &err));
	assert_non_null(strstr(lnds_buf_cstr(&out), "temp,2023,2,2,"));
	lnds_buf_free(&out);
	lnds_mesh_store_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(history, setup, teardown),
		cmocka_unit_test_setup_teardown(growth, setup, teardown),
		cmocka_unit_test_setup_teardown(flags_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(vectors, setup, teardown),
		cmocka_unit_test_setup_teardown(walks, setup, teardown),
		cmocka_unit_test_setup_teardown(behind, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

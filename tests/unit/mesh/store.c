/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores and their tables: init, stations with epochs, manifest, lock, orphans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/measure/crc32c.h"
#include "mesh/store/store.h"
#include "os/file.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static int setup(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/lnds-mesh-XXXXXX");
	return mkdtemp(folder) ? 0 : -1; /* empty: init takes it */
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static void crc(void **state)
{
	static uint8_t bytes[9000]; /* two rounds of three lanes, and more */
	size_t i, n;

	(void)state;
	assert_int_equal(lnds_mesh_crc32c(0, "123456789", 9), 0xE3069283);
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 37 + i / 7);
	for (n = 0; n < sizeof(bytes); n += n < 300 ? 1 : 97) {
		assert_int_equal(lnds_mesh_crc32c(7, bytes, n),
			lnds_mesh_crc32c_plain(7, bytes, n));
		assert_int_equal(lnds_mesh_crc32c(lnds_mesh_crc32c(0, bytes, n / 3),
					 bytes + n / 3, n - n / 3),
			lnds_mesh_crc32c_plain(0, bytes, n));
	}
}

static void init(void **state)
{
	struct lnds_mesh_store *s;
	struct lnds_err err;

	(void)state;
	assert_null(lnds_mesh_store_open(folder, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_false(lnds_mesh_store_init(folder, "EPSG:2169", 7, NULL, &err));
	assert_false(lnds_mesh_store_init(folder, "EPSG:4326", 300, NULL, &err));
	assert_true(lnds_mesh_store_init(folder, "EPSG:2169", 300, "credit \"x\"", &err));
	assert_false(lnds_mesh_store_init(folder, "EPSG:2169", 300, NULL, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	s = lnds_mesh_store_open(folder, &err);
	assert_non_null(s);
	assert_int_equal(s->step, 300);
	assert_true(lnds_sv_is(s->attribution, "credit \"x\""));
	assert_int_equal(s->manifest.nseg + s->manifest.nbatch, 0);
	lnds_mesh_store_close(s);
}

static void stations(void **state)
{
	static const char rows[] =
		"{\"id\":\"00003\",\"name\":\"Aachen, "
		"Stadt\",\"lat\":49.6116,\"lon\":6.1319,"
		"\"elevation\":202.5,\"cadence\":600,\"valid_to\":\"2011-04-01\"}\n"
		"{\"id\":\"3\",\"name\":\"other\",\"lat\":50,\"lon\":6,\"elevation\":"
		"null}\n"
		"{\"id\":\"00003\",\"name\":\"Aachen-Orsbach\",\"lat\":49.7,\"lon\":6.2,"
		"\"elevation\":231,\"cadence\":600,\"valid_from\":\"2011-04-01\"}\n"
		"{\"id\":\"bare\"}\n";
	static const char *const bad[] = {
		"{\"id\":\"00003\",\"lat\":1,\"lon\":2,\"valid_from\":\"2010-01-01\"}\n",
		"{\"id\":\"\"}\n", "{\"id\":\"x\",\"lat\":91,\"lon\":0}\n",
		"{\"id\":\"x\",\"lat\":1}\n", "{\"id\":\"x\",\"cadence\":7}\n",
		"nonsense\n", "{\"id\":\"12345678901234567890123456789012\"}\n",
		"{\"id\":\"a,b\"}\n",
		"{\"id\":\"x\",\"valid_from\":\"2020-01-01\",\"valid_to\":\"2020-01-01\"}"
		"\n"};
	struct lnds_mesh_store *s;
	struct lnds_buf csv = {0};
	struct lnds_err err;
	size_t i;

	(void)state;
	assert_true(lnds_mesh_store_init(folder, "EPSG:2169", 300, NULL, &err));
	s = lnds_mesh_store_open_write(folder, 0, &err);
	assert_non_null(s);
	assert_true(lnds_mesh_store_append(s, "stations.ndjson", lnds_sv(rows), &err));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (lnds_mesh_store_append(s, "stations.ndjson", lnds_sv(bad[i]), &err))
			fail_msg("accepted %s", bad[i]);
		assert_int_equal(err.code, LNDS_DATA);
		assert_int_equal(err.line, 1);
	}
	lnds_mesh_store_close(s);

	s = lnds_mesh_store_open(folder, &err);
	assert_non_null(s);
	assert_int_equal(s->stations.n, 3);
	assert_int_equal(lnds_mesh_station_find(&s->stations, LNDS_SV("3")), 1);
	assert_int_equal(s->stations.item[0].nepoch, 2);
	assert_true(fabs(s->stations.item[0].epoch[0].e - 77382.10) < 0.01);
	assert_ptr_equal(lnds_mesh_epoch_at(&s->stations.item[0], 1301616000),
		&s->stations.item[0].epoch[1]); /* 2011-04-01 */
	assert_ptr_equal(lnds_mesh_epoch_at(&s->stations.item[0], 1301615999),
		&s->stations.item[0].epoch[0]);
	assert_true(isnan(s->stations.item[2].epoch[0].e));
	lnds_mesh_stations_csv(&s->stations, &csv);
	assert_string_equal(lnds_buf_cstr(&csv),
		"id,name,lat,lon,elevation,operator,cadence,valid_from,valid_to\n"
		"00003,Aachen-Orsbach,49.6116,6.1319,202.5,,600,,2011-04-01\n"
		"00003,Aachen-Orsbach,49.7,6.2,231,,600,2011-04-01,\n"
		"3,other,50,6,,,,,\n"
		"bare,,,,,,,,\n");
	lnds_buf_free(&csv);
	lnds_mesh_store_close(s);
}

/* Every flipped byte of a manifest is seen. */
static void manifest(void **state)
{
	struct lnds_mesh_seg_entry seg[2] = {
		{.param = 0, .year = 2023, .gen = 4, .crc = 0xdeadbeef, .bytes = 123},
		{.param = 0, .year = 2024, .gen = 5, .crc = 1, .bytes = 456}};
	struct lnds_mesh_batch_entry batch[2] = {{7, 100, 9}, {9, 200, 10}};
	struct lnds_mesh_manifest m = {77, seg, 2, batch, 2}, back;
	struct lnds_mesh_params params;
	struct lnds_buf text = {0}, again = {0};
	struct lnds_err err;
	size_t i;

	(void)state;
	lnds_mesh_params_init(&params);
	lnds_mesh_manifest_text(&m, &params, &text);
	assert_true(lnds_mesh_manifest_parse(lnds_buf_view(&text), &params, &back, &err));
	lnds_mesh_manifest_text(&back, &params, &again);
	assert_true(lnds_sv_eq(lnds_buf_view(&text), lnds_buf_view(&again)));
	lnds_mesh_manifest_free(&back);
	for (i = 0; i < text.n; i++) {
		text.p[i] ^= 1;
		assert_false(lnds_mesh_manifest_parse(
			lnds_buf_view(&text), &params, &back, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
		text.p[i] ^= 1;
	}
	for (i = 0; i < text.n; i++)
		assert_false(lnds_mesh_manifest_parse(
			(struct lnds_sv){text.p, i}, &params, &back, &err));
	lnds_buf_free(&text);
	lnds_buf_free(&again);
	lnds_mesh_params_free(&params);
}

/* A second writer waits in vain; a writer removes what no manifest names, a reader does not. */
static void writers(void **state)
{
	struct lnds_mesh_store *s, *other;
	struct lnds_err err;
	char orphan[100];

	(void)state;
	assert_true(lnds_mesh_store_init(folder, "EPSG:32632", 600, NULL, &err));
	snprintf(orphan, sizeof(orphan), "%s/log/3.lmb", folder);
	assert_true(lnds_create(orphan, 0666, "x", 1, &err));
	s = lnds_mesh_store_open(folder, &err);
	assert_int_equal(access(orphan, F_OK), 0);
	lnds_mesh_store_close(s);
	s = lnds_mesh_store_open_write(folder, 0, &err);
	assert_non_null(s);
	assert_int_not_equal(access(orphan, F_OK), 0);
	other = lnds_mesh_store_open_write(folder, 0, &err);
	assert_null(other);
	assert_int_equal(err.code, LNDS_TEMPORARY);
	assert_true(lnds_mesh_store_commit(s, &err));
	lnds_mesh_store_close(s);
	s = lnds_mesh_store_open_write(folder, 0, &err);
	assert_non_null(s);
	assert_int_equal(s->manifest.gen, 1);
	lnds_mesh_store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc),
		cmocka_unit_test_setup_teardown(init, setup, teardown),
		cmocka_unit_test_setup_teardown(stations, setup, teardown),
		cmocka_unit_test(manifest),
		cmocka_unit_test_setup_teardown(writers, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

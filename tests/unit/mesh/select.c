/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions as texts: what they mean, and what is refused with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/view/select.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];
static struct lnds_mesh_store *store;

static int setup(void **state)
{
	static const char rows[] =
		"{\"id\":\"L01\",\"lat\":49.6,\"lon\":6.1}\n"
		"{\"id\":\"L02\",\"lat\":49.7,\"lon\":6.2}\n"
		"{\"id\":\"L03\",\"lat\":50.0,\"lon\":6.0,\"valid_to\":\"2022-01-01\"}\n"
		"{\"id\":\"L03\",\"lat\":49.5,\"lon\":6.1,\"valid_from\":\"2022-01-01\"}"
		"\n"
		"{\"id\":\"bare\"}\n";
	struct lnds_err err;

	(void)state;
	strcpy(folder, "/tmp/lnds-mesh-XXXXXX");
	if (!mkdtemp(folder) ||
		!lnds_mesh_store_init(folder, "EPSG:2169", 300, NULL, &err))
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

/* The stations chosen, a digit each. */
static void chosen(struct lnds_mesh_ask ask, const char *wanted)
{
	struct lnds_mesh_selection sel;
	struct lnds_err err;
	char found[8] = "";
	uint32_t i;

	ask.param = "temp";
	if (!lnds_mesh_select(store, &ask, &sel, &err))
		fail_msg("%s", err.msg);
	for (i = 0; i < sel.nstation; i++)
		found[i] = (char)('0' + sel.station[i]);
	assert_string_equal(found, wanted);
	lnds_mesh_selection_free(&sel);
}

static void stations(void **state)
{
	(void)state;
	chosen((struct lnds_mesh_ask){.start = "2023"}, "0123");
	chosen((struct lnds_mesh_ask){.start = "2023", .station = "L03, L01"}, "02");
	chosen((struct lnds_mesh_ask){.start = "2023", .bbox = "6.05,49.4,6.15,49.65"},
		"02");
	chosen((struct lnds_mesh_ask){.start = "2021", .bbox = "6.05,49.4,6.15,49.65"},
		"0");
	chosen((struct lnds_mesh_ask){.start = "2021", .bbox = "0,0,1,1"}, "");
	chosen((struct lnds_mesh_ask){.start = "2023", .near = "49.5,6.1,1"}, "2");
	chosen((struct lnds_mesh_ask){.start = "2021", .near = "49.5,6.1,1"}, "0");
	chosen((struct lnds_mesh_ask){.start = "2023", .near = "49.5,6.1,9"}, "012");
	chosen(
		(struct lnds_mesh_ask){
			.start = "2021-12", .end = "2022-02", .near = "50,6,1"},
		"2");
}

static void numbers(void **state)
{
	struct lnds_mesh_ask ask = {.param = "temp,rain", .start = "2023-04-05"};
	struct lnds_mesh_selection sel;
	struct lnds_err err;

	(void)state;
	assert_true(lnds_mesh_select(store, &ask, &sel, &err));
	assert_int_equal(sel.nparam, 2);
	assert_int_equal(sel.nstat, 0);
	assert_int_equal(sel.cover_ppm, 800000);
	assert_int_equal(sel.by, LNDS_MESH_ALL);
	assert_int_equal(sel.period.end - sel.period.start, 86400);
	assert_false(sel.view.has_as_of);
	assert_true(sel.view.sums_only);
	lnds_mesh_selection_free(&sel);

	ask = (struct lnds_mesh_ask){.param = "gust",
		.start = "2023-10-29",
		.tz = "Europe/Luxembourg",
		.by = "hour",
		.qc = "strict",
		.as_of = "2023-11-01",
		.min_cover = "0.5",
		.scan = true};
	assert_true(lnds_mesh_select(store, &ask, &sel, &err));
	assert_int_equal(sel.period.end - sel.period.start, 25 * 3600);
	assert_int_equal(sel.by, LNDS_MESH_HOUR);
	assert_int_equal(sel.view.qc, LNDS_MESH_QC_STRICT);
	assert_true(sel.view.has_as_of);
	assert_int_equal(sel.view.as_of, 19662);
	assert_int_equal(sel.cover_ppm, 500000);
	assert_true(sel.view.scan);
	assert_false(sel.view.sums_only); /* its own statistic is the maximum */
	assert_int_equal(
		lnds_mesh_part_end(&sel, sel.period.start), sel.period.start + 3600);
	assert_int_equal(lnds_mesh_part_end(&sel, sel.period.end - 60), sel.period.end);
	lnds_mesh_selection_free(&sel);
}

static void refused(struct lnds_mesh_ask ask, const char *message, const char *hint)
{
	struct lnds_mesh_selection sel;
	struct lnds_err err = {0};

	if (lnds_mesh_select(store, &ask, &sel, &err))
		fail_msg("taken; expected: %s", message);
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.msg, message);
	assert_string_equal(err.hint, hint);
}

#define ASK(...) ((struct lnds_mesh_ask){.param = "temp", .start = "2023", __VA_ARGS__})

static void bad(void **state)
{
	(void)state;
	refused((struct lnds_mesh_ask){.start = "2023"}, "no parameter is asked for",
		"temp, for instance; lnds-mesh params lists them");
	refused((struct lnds_mesh_ask){.param = "temp"}, "no period is asked for",
		"start: 2023, 2023-04 or 2023-04-05, for instance");
	refused((struct lnds_mesh_ask){.param = "tmep", .start = "2023"},
		"unknown parameter 'tmep'", "did you mean 'temp'?");
	refused((struct lnds_mesh_ask){.param = "temp,rain,temp", .start = "2023"},
		"parameter 'temp' is asked for twice", "");
	refused(ASK(.station = "L1"), "unknown station 'L1'",
		"lnds-mesh stations lists them");
	refused(ASK(.station = "L01,l02"), "unknown station 'l02'",
		"did you mean 'L02'?");
	refused(ASK(.station = "L01", .bbox = "0,0,1,1"),
		"station, bbox and near choose stations: one of them at a time",
		"without any of them it is all stations");
	refused(ASK(.bbox = "1,2,3"), "bbox is west,south,east,north in degrees",
		"5.7,49.4,6.6,50.2, for instance");
	refused(ASK(.bbox = "6,49,5,50"), "bbox is west,south,east,north in degrees",
		"5.7,49.4,6.6,50.2, for instance");
	refused(ASK(.near = "49.6,6.1"), "near is latitude,longitude,number of stations",
		"49.61,6.13,5, for instance");
	refused(ASK(.near = "49.6,6.1,2.5"),
		"near is latitude,longitude,number of stations",
		"49.61,6.13,5, for instance");
	refused(ASK(.by = "monht"), "unknown value 'monht' of by",
		"did you mean 'month'?");
	refused(ASK(.qc = "loose"), "unknown value 'loose' of qc",
		"one of accepted, strict, raw");
	refused(ASK(.stat = "maen"), "unknown value 'maen' of stat",
		"did you mean 'mean'?");
	refused(ASK(.stat = "mean,sum"), "the sum of 'temp' makes no sense",
		"it adds up as mean: its own statistic is mean");
	refused(ASK(.stat = "mean,mean"), "statistic 'mean' is asked for twice", "");
	refused(ASK(.min_cover = "80%"), "min-cover: '80%' is no share from 0 to 1",
		"0.8, for instance");
	refused(ASK(.as_of = "2023-13-01"), "as of: '2023-13-01' is no date",
		"2023-04-05, for instance: the end of that day, UTC");
	refused(ASK(.end = "2022"), "the period ends before it starts",
		"--end is the first moment after the period");
	refused(ASK(.tz = "Europe/Luxemburg"), "unknown time zone 'Europe/Luxemburg'",
		"UTC, UTC+1, or a name such as Europe/Luxembourg (package tzdata)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stations),
		cmocka_unit_test(numbers),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

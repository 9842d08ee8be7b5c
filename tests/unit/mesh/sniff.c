/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sniff makes of names, of texts and of times, piece by piece. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mesh/sniff/sniff_columns.h"

static const struct {
	const char *name, *param, *unit;
} names[] = {
	{"T", "temp", NULL},
	{"Temperatur [°C]", "temp", "degC"},
	{"Lufttemperatur in °C", "temp", "degC"},
	{"Temp - F", "temp", "degF"},
	{"temp_C", "temp", "degC"},
	{"temperature", "temp", NULL},
	{"Température de l'air (°C)", "temp", "degC"},
	{"Temperatura dell'aria", "temp", NULL},
	{"Lofttemperatur", "temp", NULL},
	{"tre200s0", "temp", NULL},
	{"Taupunkt", "dewpoint", NULL},
	{"Point de rosée", "dewpoint", NULL},
	{"Rel. Feuchte [%]", "rh", "%"},
	{"rh_pct", "rh", "%"},
	{"Umidità relativa", "rh", NULL},
	{"Humidité", "rh", NULL},
	{"Luftdruck in hPa", "pres", "hPa"},
	{"Pressure (inHg)", "pres", "inHg"},
	{"Luftdruck reduziert auf Meereshöhe", "pmsl", NULL},
	{"pression au niveau de la mer", "pmsl", NULL},
	{"wind_kmh", "wind", "km/h"},
	{"Windgeschwindigkeit", "wind", NULL},
	{"vitesse du vent", "wind", NULL},
	{"Böe in m/s", "gust", "m/s"},
	{"Wind gust", "gust", NULL},
	{"raffica", "gust", NULL},
	{"Windrichtung", "dir", NULL},
	{"direzione del vento [°]", "dir", "degree"},
	{"Niederschlag [mm]", "rain", "mm"},
	{"précipitations", "rain", NULL},
	{"Globalstrahlung (W/m²)", "rad", "W/m2"},
	/* Of another place, or another statistic: */
	{"Bodentemperatur 20cm", NULL, NULL},
	{"soil temperature", NULL, NULL},
	{"t20", NULL, NULL},
	{"Temp max", NULL, NULL},
	{"Indoor humidity inside", NULL, NULL},
	{"leaf wetness", NULL, NULL},
	{"", NULL, NULL},
	{"42", NULL, NULL},
};

static void dictionary(void **state)
{
	struct lnds_mesh_sniff_name n;
	const struct lnds_sv none = {NULL, 0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		lnds_mesh_sniff_name(lnds_sv(names[i].name), none, &n);
		if (strcmp(n.param ? n.param : "-",
			    names[i].param ? names[i].param : "-"))
			fail_msg("'%s' is %s", names[i].name,
				n.param ? n.param : "nothing");
		if (names[i].param && strcmp(n.unit ? n.unit : "-",
					      names[i].unit ? names[i].unit : "-"))
			fail_msg(
				"'%s' in %s", names[i].name, n.unit ? n.unit : "nothing");
	}
	lnds_mesh_sniff_name(LNDS_SV("AirT"), LNDS_SV("deg C"), &n);
	assert_string_equal(n.unit, "degC");
	lnds_mesh_sniff_name(LNDS_SV("t_tenths"), none, &n);
	assert_string_equal(n.param, "temp");
	assert_true(n.tenths);
	lnds_mesh_sniff_name(LNDS_SV("STATIONS_ID"), none, &n);
	assert_int_equal(n.role, LNDS_MESH_SNIFF_STATION);
	lnds_mesh_sniff_name(LNDS_SV("Messwert"), none, &n);
	assert_int_equal(n.role, LNDS_MESH_SNIFF_VALUE);
}

static struct lnds_arena arena;
static struct lnds_mesh_sniff_text text;

static bool table(const char *s, struct lnds_mesh_sniff_table *t)
{
	struct lnds_err err;

	lnds_arena_free(&arena);
	lnds_mesh_sniff_text_free(&text);
	text = (struct lnds_mesh_sniff_text){0};
	assert_true(lnds_mesh_sniff_take(
		lnds_sv(s), (struct lnds_sv){"", 0}, true, "text", &text, &err));
	return lnds_mesh_sniff_table_find(&text, &arena, t);
}

static void tables(void **state)
{
	struct lnds_mesh_sniff_table t;

	(void)state;
	assert_true(table("time,temp\n2024-01-01 00:00,1\n2024-01-01 00:10,2\n", &t));
	assert_int_equal(t.form.delimiter, ',');
	assert_int_equal(t.ncol, 2);
	assert_int_equal(t.nrow, 2);
	assert_true(lnds_sv_is(t.name[1], "temp"));
	/* A comma between digits loses to a semicolon. */
	assert_true(table("a;b;c\n1,5;2,5;3,5\n1,6;2,6;3,6\n", &t));
	assert_int_equal(t.form.delimiter, ';');
	assert_int_equal(t.decimal, ',');
	/* But not to blanks in the time. */
	assert_true(table("t,a,b\n2024-01-01 00:00,1,5\n2024-01-01 00:10,2,6\n", &t));
	assert_int_equal(t.form.delimiter, ',');
	assert_true(table("  a   b  c\n 1   2 3\n 4 5   6\n", &t));
	assert_true(t.form.blanks);
	assert_int_equal(t.ncol, 3);
	/* What stands above, between and below. */
	assert_true(table("Export of today\n\ntime;temp\nUTC;degC\n-;-\n"
			  "1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n"
			  "1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n"
			  "1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n"
			  "1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n1.1.2024;5\n"
			  "time;temp\n2.1.2024;6;x\n3.1.2024\n4.1.2024;7\n\nTotal;3\n",
		&t));
	assert_int_equal(t.form.skip, 2);
	assert_int_equal(t.form.header, 2);
	assert_int_equal(t.form.after, 1);
	assert_true(lnds_sv_is(t.unit[1], "degC"));
	assert_true(t.form.repeat && t.form.ragged);
	assert_true(lnds_sv_is(t.form.stop, "Total"));
	assert_int_equal(t.nrow, 23);
	assert_true(table("# said\n# so\n1;2\n3;4\n5;6\n", &t));
	assert_true(t.form.comment && t.form.header == 0 && t.form.skip == 0);
	assert_false(table("some words\nand others, too\n", &t));
	assert_false(table("one\n1\n2\n", &t));
}

static void times_are(const char *s, const char *format, const char *other, uint32_t step)
{
	struct lnds_mesh_sniff_table t;
	struct lnds_mesh_sniff_time time;

	assert_true(table(s, &t));
	assert_true(lnds_mesh_sniff_time_find(&t, &arena, &time));
	assert_string_equal(time.format, format);
	if (other)
		assert_string_equal(time.other, other);
	else
		assert_null(time.other);
	assert_int_equal(time.step, step);
}

static void times(void **state)
{
	struct lnds_mesh_sniff_table t;
	struct lnds_mesh_sniff_time time;

	(void)state;
	times_are("time;v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n2024-01-01 00:20;3\n",
		"iso", NULL, 600);
	times_are("d;v\n01/02/2024 00:00;1\n01/02/2024 01:00;2\n01/02/2024 02:00;3\n",
		"%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", 3600);
	times_are("d;v\n01/13/2024 00:00;1\n01/13/2024 01:00;2\n01/13/2024 02:00;3\n",
		"%m/%d/%Y %H:%M", NULL, 3600);
	times_are(
		"d;time;v\n13/01/2024;00:00;1\n13/01/2024;01:00;2\n13/01/2024;02:00;3\n",
		"%d/%m/%Y %H:%M", NULL, 3600);
	times_are("d;v\n202401010000;1\n202401010030;2\n202401010100;3\n", "%Y%m%d%H%M",
		NULL, 1800);
	times_are("d;v\n1735689600;1\n1735693200;2\n1735696800;3\n", "epoch", NULL, 3600);
	times_are("d;v\n45320;1\n45320,25;2\n45320,5;3\n45320,75;9\n", "excel", NULL,
		21600);
	times_are("y;m;d;h;mi;v\n2024;12;30;0;0;1.5\n2024;12;30;0;20;2\n2024;12;30;0;40;"
		  "3\n",
		"%Y %m %d %H %M", NULL, 1200);
	times_are("2024 12 30 00 15\n2024 12 30 01 16\n2024 12 30 02 17\n2024 12 30 03 "
		  "18\n",
		"%Y %m %d %H", NULL, 3600);
	times_are("n,Time,v\n1,06/13/24 10:00:00 AM,1\n2,06/13/24 11:00:00 AM,2\n"
		  "3,06/13/24 12:00:00 PM,3\n",
		"%m/%d/%y %I:%M:%S %p", NULL, 3600);
	/* One moment shows no step. */
	times_are("stn;time;v\nA;202401010000;1\nB;202401010000;2\n", "%Y%m%d%H%M", NULL,
		0);
	/* A clock that is not quite on the grid. */
	assert_true(table(
		"d;v\n1735689601;1\n1735689899;2\n1735690203;3\n1735690500;4\n", &t));
	assert_true(lnds_mesh_sniff_time_find(&t, &arena, &time));
	assert_int_equal(time.step, 300);
	assert_int_equal(time.snap, 30);
	/* Numbers that are no times. */
	assert_true(table("a;b\n1;2.5\n4;3.5\n2;1.5\n", &t));
	assert_false(lnds_mesh_sniff_time_find(&t, &arena, &time));
}

static void zone_is(const char *s, const char *zone)
{
	struct lnds_mesh_sniff_table t;
	struct lnds_mesh_sniff_time time;

	assert_true(table(s, &t));
	assert_true(lnds_mesh_sniff_time_find(&t, &arena, &time));
	assert_string_equal(time.zone, zone);
	assert_int_equal(time.zone_why == NULL, *zone == '\0');
}

static void zones(void **state)
{
	(void)state;
	zone_is("time;v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n", "");
	zone_is("time (UTC);v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n", "UTC");
	zone_is("# zone: UTC+1 all year\ntime;v\n2024-01-01 00:00;1\n2024-01-01 "
		"00:10;2\n",
		"UTC+1");
	zone_is("# GMT-03:30\ntime;v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n",
		"UTC-03:30");
	zone_is("# Zeit in MEZ\ntime;v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n",
		"UTC+1");
	zone_is("# SMUTCH\ntime;v\n2024-01-01 00:00;1\n2024-01-01 00:10;2\n", "");
	/* The clocks change on 31 March and 27 October 2024. */
	zone_is("time;v\n2024-03-31 01:20;0\n2024-03-31 01:40;1\n2024-03-31 "
		"03:00;1\n2024-03-31 03:20;1\n"
		"2024-03-31 03:40;1\n2024-03-31 04:00;1\n2024-03-31 04:20;1\n",
		"Europe/Luxembourg");
	zone_is("time;v\n2024-10-27 02:00;1\n2024-10-27 02:30;2\n2024-10-27 "
		"02:00;1\n2024-10-27 02:30;1\n",
		"Europe/Luxembourg");
	zone_is("time;v\n2024-03-30 01:20;0\n2024-03-30 01:40;1\n2024-03-30 "
		"03:00;1\n2024-03-30 03:20;1\n"
		"2024-03-30 03:40;1\n2024-03-30 04:00;1\n2024-03-30 04:20;1\n",
		"");
}

static int done(void **state)
{
	(void)state;
	lnds_arena_free(&arena);
	lnds_mesh_sniff_text_free(&text);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dictionary),
		cmocka_unit_test(tables),
		cmocka_unit_test(times),
		cmocka_unit_test(zones),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of station files: numbers, sentinels, composites, units, quality, gauges that count up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/mapping/reading.h"
#include "mesh/store/segment.h"

static struct lnds_mesh_params params;

/* A mapping with these lines of [file], [qc], [flag] and this one value of column x. */
static struct lnds_mesh_mapping *mapping(const char *sections, const char *value)
{
	struct lnds_mesh_mapping *m;
	struct lnds_buf text = {0};
	struct lnds_err err;

	lnds_buf_printf(&text,
		"[time]\ncolumn=t\nstep=600\n[station]\nconst=A\n%s\n[values]\nx = %s\n",
		sections, value);
	m = lnds_mesh_mapping_parse(lnds_buf_view(&text), "test", &params, &err);
	if (!m)
		fail_msg("%s: %s", value, err.msg);
	lnds_buf_free(&text);
	return m;
}

/* The cell is m·10^-e with these flags. */
static void gives(const char *sections, const char *value, const char *cell, int64_t want,
	int want_e, unsigned want_flags, bool want_exact)
{
	struct lnds_mesh_mapping *m = mapping(sections, value);
	struct lnds_mesh_decimal d;
	uint8_t flags;
	int64_t v;
	bool exact;
	int e;

	if (lnds_mesh_reading(m, &m->value[0], lnds_sv(cell), (struct lnds_sv){NULL, 0},
		    &d, &flags) != LNDS_MESH_READ)
		fail_msg("%s: '%s' is not read", value, cell);
	assert_true(lnds_mesh_reading_convert(
		&m->value[0], &params.item[m->value[0].param], d, false, &v, &e, &exact));
	if (v != want || e != want_e || flags != want_flags || exact != want_exact)
		fail_msg("%s: '%s' is %lld, %d, flags %u", value, cell, (long long)v, e,
			flags);
	lnds_mesh_mapping_free(m);
}

static void is(const char *sections, const char *value, const char *cell,
	enum lnds_mesh_reading_is want)
{
	struct lnds_mesh_mapping *m = mapping(sections, value);
	struct lnds_mesh_decimal d;
	uint8_t flags;

	if (lnds_mesh_reading(m, &m->value[0], lnds_sv(cell), (struct lnds_sv){NULL, 0},
		    &d, &flags) != want)
		fail_msg("%s: '%s' is something else", value, cell);
	lnds_mesh_mapping_free(m);
}

static void numbers(void **state)
{
	(void)state;
	gives("", "temp", " -1.5 ", -15, 1, 0, true);
	gives("[file]\ndecimal=,", "temp", "-1,25", -125, 2, 0, true);
	gives("", "temp factor=0.1", "-37", -37, 1, 0, true);
	gives("", "temp factor=0.1", "100", 10, 0, 0, true);
	gives("", "temp unit=K", "272.450000", -7, 1, 0, true);
	gives("", "temp unit=K", "272.4567", -6933, 4, 0, true);
	gives("", "pmsl unit=Pa", "97870", 9787, 1, 0, true);
	gives("", "pres unit=kPa", "97.87", 9787, 1, 0, true);
	gives("", "wind unit=km/h", "7.2", 200, 2, 0, true);
	gives("", "wind unit=km/h", "7.3", 203, 2, 0, false);
	gives("", "temp unit=F", "54.5", 1250, 2, 0, true);
	gives("", "temp unit=F", "53.1", 1172, 2, 0, false);
	gives("", "pres unit=inHg", "29.190", 98849, 2, 0, false);
	gives("", "dir compass=yes", "NNE", 225, 1, 0, true);
	gives("", "dir compass=yes calm=0", "N", 0, 0, 0, true);
	gives("", "dir compass=yes", "350", 350, 0, 0, true);
	is("", "temp", "warm", LNDS_MESH_READ_BAD);
	is("", "temp", "1,5", LNDS_MESH_READ_BAD);
	is("", "dir compass=yes", "NNNE", LNDS_MESH_READ_BAD);
}

static void nothing(void **state)
{
	static const char file[] = "[file]\nnull = -999|NaN|32767|---";

	(void)state;
	is(file, "temp", "", LNDS_MESH_READ_NULL);
	is(file, "temp", "   ", LNDS_MESH_READ_NULL);
	is(file, "temp", " -999 ", LNDS_MESH_READ_NULL);
	is(file, "temp", "-999.00", LNDS_MESH_READ_NULL);
	is(file, "temp", "NaN", LNDS_MESH_READ_NULL);
	is(file, "temp", "---", LNDS_MESH_READ_NULL);
	is(file, "temp null=-249.9", "-249.90", LNDS_MESH_READ_NULL);
	is(file, "temp null=\"a b|\"\"c|d\"\"\"", "c|d", LNDS_MESH_READ_NULL);
	is(file, "dir calm=0", "0.0", LNDS_MESH_READ_NULL);
	gives(file, "temp", "-99.9", -999, 1, 0, true);
	is(file, "temp", "nan", LNDS_MESH_READ_BAD);
}

static void composites(void **state)
{
	static const char qc[] = "[qc]\ngood = 1,5\nsuspect = 2\nreject = 3";

	(void)state;
	gives(qc, "temp part=1 factor=0.1 flagpart=2 null=9999", "+0050,5", 5, 0, 0,
		true);
	gives(qc, "temp part=1 factor=0.1 flagpart=2", "-0009,2", -9, 1,
		LNDS_MESH_SUSPECT, true);
	gives(qc, "wind part=4 factor=0.1 flagpart=5", "090,5,N,0021,3", 21, 1,
		LNDS_MESH_REJECTED, true);
	gives(qc, "wind part=4 flagpart=5", "090,5,N,21,7", 21, 0, LNDS_MESH_SUSPECT,
		true);
	is(qc, "temp part=1 null=9999", "+9999,9", LNDS_MESH_READ_NULL);
	is(qc, "temp part=2", "5,,", LNDS_MESH_READ_NULL);
	is(qc, "wind part=4", "090,5,N", LNDS_MESH_READ_PARTS);
}

static void codes(void **state)
{
	static const char suffix[] = "[flag]\nposition = suffix\ngood = E\nreject = *";
	const struct lnds_sv t = LNDS_SV(" T "), none = {NULL, 0};
	struct lnds_mesh_mapping *m;
	struct lnds_mesh_decimal d;
	uint8_t flags;

	(void)state;
	gives(suffix, "rain", "1.2", 12, 1, 0, true);
	gives(suffix, "rain", "1.2E", 12, 1, 0, true);
	gives(suffix, "rain", "1.2 *", 12, 1, LNDS_MESH_REJECTED, true);
	gives(suffix, "rain", "-1.2?", -12, 1, LNDS_MESH_SUSPECT, true);
	is(suffix, "rain", "?", LNDS_MESH_READ_BAD);
	gives("", "rain trace=-0.1", "-0.100000", 0, 0, LNDS_MESH_NOTE, true);
	gives("", "rain trace=T", "T", 0, 0, LNDS_MESH_NOTE, true);
	gives("", "rain trace=T", "0.2", 2, 1, 0, true);
	m = mapping("", "rain trace=code:T");
	assert_int_equal(
		lnds_mesh_reading(m, &m->value[0], none, t, &d, &flags), LNDS_MESH_READ);
	assert_int_equal(d.m, 0);
	assert_int_equal(flags, LNDS_MESH_NOTE);
	assert_int_equal(lnds_mesh_reading(m, &m->value[0], none, none, &d, &flags),
		LNDS_MESH_READ_NULL);
	lnds_mesh_mapping_free(m);
	m = mapping("[qc]\nbits=yes\ngood=ok", "rain");
	assert_int_equal(lnds_mesh_quality_flags(&m->qc, LNDS_SV("")), 0);
	assert_int_equal(lnds_mesh_quality_flags(&m->qc, LNDS_SV("ok")), 0);
	assert_int_equal(lnds_mesh_quality_flags(&m->qc, LNDS_SV("20")), 20);
	assert_int_equal(
		lnds_mesh_quality_flags(&m->qc, LNDS_SV("256")), LNDS_MESH_SUSPECT);
	lnds_mesh_mapping_free(m);
}

/* Readings in tenths at minutes of a day, and what fell: -1 not known, +1000 with a note. */
static void gauge(const char *value, const int (*row)[3])
{
	struct lnds_mesh_mapping *m = mapping("", value);
	struct lnds_mesh_gauge g = {0};
	struct lnds_mesh_decimal d;
	int64_t got;
	bool note;

	for (; (*row)[0] >= 0; row++) {
		d = (struct lnds_mesh_decimal){(*row)[1], 1};
		got = -1;
		if (lnds_mesh_gauge_amount(
			    &g, m, &m->value[0], (*row)[0] * 60, 600, &d, &note)) {
			assert_true(lnds_mesh_rescale(d, 1, &got));
			got += note ? 1000 : 0;
		}
		if (got != (*row)[2])
			fail_msg("%s: minute %d gives %lld", value, (*row)[0],
				(long long)got);
	}
	lnds_mesh_mapping_free(m);
}

static void gauges(void **state)
{
	static const int counter[][3] = {{0, 8000, -1}, {10, 8002, 2}, {20, 8002, 0},
		{20, 8002, -1}, {50, 8005, 1003}, {60, 1, 1}, {70, 1, 0}, {30, 1, -1},
		{-1, 0, 0}};
	/* Read at six sharp, before it begins again; the next reading is higher at once. */
	static const int day[][3] = {{340, 0, 0}, {350, 4, 4}, {360, 5, 1}, {370, 9, 9},
		{380, 9, 0}, {1800, 11, 1002}, {1810, 2, 2}, {3250, 3, 1003}, {-1, 0, 0}};
	/* Read at six sharp, having begun again. */
	static const int begun[][3] = {
		{350, 4, -1}, {360, 1, 1}, {370, 3, 2}, {-1, 0, 0}};
	/* Across the reset, nothing fell in the reading. */
	static const int across[][3] = {{300, 4, -1}, {420, 6, 1006}, {-1, 0, 0}};

	(void)state;
	gauge("rain cumulative=reset", counter);
	gauge("rain cumulative=06:00", day);
	gauge("rain cumulative=06:00", begun);
	gauge("rain cumulative=06:00", across);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(nothing),
		cmocka_unit_test(composites),
		cmocka_unit_test(codes),
		cmocka_unit_test(gauges),
	};

	lnds_mesh_params_init(&params);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mapping files: what is built in is read and written back, what is wrong is told with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/mapping/lane.h"

static struct lnds_mesh_params params;

static struct lnds_mesh_mapping *parse(struct lnds_sv text)
{
	struct lnds_err err = {0};
	struct lnds_mesh_mapping *m =
		lnds_mesh_mapping_parse(text, "m.ini", &params, &err);

	if (!m)
		fail_msg("line %d: %s (%s)", (int)err.line, err.msg, err.hint);
	return m;
}

static void built_in(void **state)
{
	struct lnds_mesh_mapping *m, *twin;
	struct lnds_buf text, again;
	size_t i;

	(void)state;
	for (i = 0; lnds_mesh_builtin_name[i]; i++) {
		text = again = (struct lnds_buf){0};
		m = parse(lnds_sv(lnds_mesh_builtin(lnds_mesh_builtin_name[i])));
		lnds_mesh_mapping_text(m, &params, &text);
		twin = parse(lnds_buf_view(&text));
		lnds_mesh_mapping_text(twin, &params, &again);
		assert_string_equal(lnds_buf_cstr(&text), lnds_buf_cstr(&again));
		assert_int_equal(m->nvalue, twin->nvalue);
		lnds_mesh_mapping_free(m);
		lnds_mesh_mapping_free(twin);
		lnds_buf_free(&text);
		lnds_buf_free(&again);
	}
	assert_int_equal(i, 12);
	assert_null(lnds_mesh_builtin("dwd"));
}

/* Every key, through parser and writer. */
static void every_key(void **state)
{
	static const char all[] =
		"[file]\ndelimiter = |;\nencoding = cp1252\nskip = 2\nheader = 2\n"
		"after_header = 1\ncomment = //\nnull = -999|\"a|b\"\ndecimal = "
		",\nragged = pad\n"
		"end_column = eor\nrepeat_header = skip\nstop = ^\"\"?Total\nmissing = "
		"skip\n"
		"\n[time]\ncolumns = day#2, \"a,b\"\nformat = %d/%m %H:%M\nzone = UTC+1\n"
		"zone_before = 2000-01-01 UTC\nlabel = end\nstep = 600\nsnap = 5\n"
		"year = required\n"
		"\n[station]\npreamble = station (\\d+)\npad = 5\n"
		"\n[qc]\ncolumn = QN\ngood = 2,3\nsuspect = 1\nreject = \",\"\nbits = "
		"yes\n"
		"\n[flag]\nposition = before\nreject = $\n"
		"\n[long]\nparam = code\nvalue = x\n"
		"\n[values]\n"
		"\"#1=\" = temp unit=\xc2\xb0\x43 label=instant factor=0.1 part=1 "
		"null=\"- -|9\" qc=\"q c\" flagpart=2\n"
		"r = rain cumulative=06:10 trace=\"c d:T\"\n"
		"c = rain cumulative=reset\n"
		"d = dir compass=yes calm=-0.5\n";
	struct lnds_mesh_mapping *m = parse(lnds_sv(all));
	struct lnds_buf text = {0};

	(void)state;
	assert_int_equal(m->value[1].reset, 22200);
	assert_int_equal(m->time[0].nth, 2);
	assert_true(lnds_sv_is(m->value[1].trace_column.name, "c d"));
	lnds_mesh_mapping_text(m, &params, &text);
	assert_true(strstr(lnds_buf_cstr(&text), "stop = \"^\"\"\"\"?Total\"\n") != NULL);
	lnds_mesh_mapping_free(m);
	m = parse(lnds_buf_view(&text));
	lnds_mesh_mapping_free(m);
	text.n = 0;
	m = parse(lnds_sv(all));
	lnds_mesh_mapping_text(m, &params, &text);
	/* Only how the one pattern is quoted differs. */
	assert_true(lnds_sv_starts(lnds_buf_view(&text),
		LNDS_SV("[file]\ndelimiter = |;\nencoding = cp1252\nskip = 2\nheader = "
			"2\n"
			"after_header = 1\ncomment = //\nnull = -999|\"a|b\"\ndecimal = "
			",\n"
			"ragged = pad\nend_column = eor\nrepeat_header = skip\n")));
	assert_string_equal(
		strstr(lnds_buf_cstr(&text), "missing"), strstr(all, "missing"));
	lnds_mesh_mapping_free(m);
	lnds_buf_free(&text);
}

static void refused(const char *text, uint64_t line, const char *msg, const char *hint)
{
	struct lnds_err err = {0};

	if (lnds_mesh_mapping_parse(lnds_sv(text), "m.ini", &params, &err))
		fail_msg("accepted: %s", text);
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.input, "m.ini");
	assert_string_equal(err.msg, msg);
	if (hint)
		assert_string_equal(err.hint, hint);
	assert_int_equal(err.line, line);
}

#define T "[time]\ncolumn=t\nstep=600\n"
#define V "[values]\nx = temp\n"

static void wrong(void **state)
{
	(void)state;
	refused("[file]\nskpi = 1\n", 2, "unknown key 'skpi'", "did you mean 'skip'?");
	refused("[flie]\nskip = 1\n", 2, "unknown section 'flie'",
		"did you mean 'file'?");
	refused("[file]\nskip = -1\n", 2, "not a whole number from 0 to 10000", NULL);
	refused("[file]\nskip = 1\nskip = 1\n", 3, "a key for the second time", NULL);
	refused("skip = 1\n", 1, "a key before the first section", NULL);
	refused("[file]\nskip\n", 2, "neither a section nor key = value", NULL);
	refused("[file\n", 1, "a section without its bracket", NULL);
	refused("[file]\n\"skip = 1\n", 2, "a quote that is never closed", NULL);
	refused("[file]\nnull = \xff\n", 2, "not UTF-8 text", NULL);
	refused("[file]\nencoding = latin\n", 2, "unknown encoding 'latin'",
		"did you mean 'latin1'?");
	refused("[file]\ndelimiter = abc\n", 2, "not a delimiter", NULL);
	refused("[file]\nstop = (\n", 2,
		"a pattern that cannot be read, at character 2: missing closing "
		"parenthesis",
		NULL);
	refused("[time]\nzone = Europe/Luxemburg\n", 2,
		"unknown time zone 'Europe/Luxemburg'", NULL);
	refused("[time]\nstep = 7000\n", 2, "a step that does not divide a day", NULL);
	refused("[values]\nx = tmep\n", 2, "unknown parameter 'tmep'",
		"did you mean 'temp'?");
	refused("[values]\nx = temp unti=K\n", 2, "unknown key 'unti'",
		"did you mean 'unit'?");
	refused("[values]\nx = temp unit=hPa\n", 2,
		"unit 'hPa' does not measure what 'degC' does", NULL);
	refused("[values]\nx = temp unit=K unit=K\n", 2, "unit= for the second time",
		NULL);
	refused("[values]\nx = rain cumulative=25:00\n", 2,
		"cumulative is reset or HH:MM", NULL);
	refused("[values]\nx = *\n", 2, "any parameter for one column", NULL);
	refused("[time]\nstep=600\n" V, 0, "no column of the time", NULL);
	refused("[time]\ncolumn=t\n" V, 0, "no step", NULL);
	refused(T, 0, "a mapping without values", NULL);
	refused(T "format=%d %m\n" V, 0, "the format of the time has no year", NULL);
	refused(T "year=required\n" V, 0, "the format of the time has a year", NULL);
	refused(T V "y = temp\n", 0, "two columns for parameter 'temp'", NULL);
	refused(T "[file]\nheader=0\n" V, 0, "column 't' in a file without header", NULL);
	refused(T "[station]\ncolumn=a\nconst=b\n" V, 0,
		"[station] says twice where the station stands", NULL);
	refused(T "[station]\nheader=yes\n" V "y = rh\n", 0,
		"stations in the header line go with one parameter", NULL);
	refused(T "[long]\nparam=p\n" V, 0, "[long] says only half of where values stand",
		NULL);
}

static void tried(void **state)
{
	static const char sample[] =
		"station,time,param,value\nA,2024-01-01 00:00,temp,1.5\n"
		"A,2024-01-01 00:10,temp,warm\nB,2024-01-01 00:10,rh,80\nA,2024";
	struct lnds_mesh_mapping *m = parse(lnds_sv(lnds_mesh_builtin("long")));
	struct lnds_mesh_trial trial;
	struct lnds_buf shown = {0};
	struct lnds_err err;

	(void)state;
	assert_true(lnds_mesh_mapping_try(
		m, &params, lnds_sv(sample), "sample", 5, &trial, &shown, &err));
	assert_int_equal(trial.rows, 3);
	assert_int_equal(trial.good, 2);
	assert_int_equal(trial.values, 2);
	assert_string_equal(trial.first.id, "bad-value");
	assert_int_equal(trial.first.line, 3);
	assert_string_equal(lnds_buf_cstr(&shown),
		"A,2024-01-01T00:00:00Z,temp,1.5,0\nB,2024-01-01T00:10:00Z,rh,80,0\n");
	assert_false(lnds_mesh_mapping_try(
		m, &params, LNDS_SV("a,b\n1,2\n"), "sample", 5, &trial, NULL, &err));
	assert_int_equal(err.code, LNDS_DATA);
	lnds_mesh_mapping_free(m);
	lnds_buf_free(&shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(built_in),
		cmocka_unit_test(every_key),
		cmocka_unit_test(wrong),
		cmocka_unit_test(tried),
	};

	lnds_mesh_params_init(&params);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

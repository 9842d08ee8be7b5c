/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv-spectrum (github.com/max-mapper/csv-spectrum): twelve files and the same content as
 * JSON. Found by LNDS_SHARED; skipped, and said so, where the folder is not there. Their
 * location_coordinates.json is the bare object, with another telephone number; the files
 * called crlf came out of git with LF, so that CR LF in their JSON stands for LF.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "stream/reader.h"

static const char *const names[] = {"comma_in_quotes", "empty", "empty_crlf",
	"escaped_quotes", "json", "location_coordinates", "newlines", "newlines_crlf",
	"quotes_and_newlines", "simple", "simple_crlf", "utf8"};

static const char *shared(void)
{
	const char *s = getenv("LNDS_SHARED");

	return s ? s : "../shared";
}

/* Equal but for CR. */
static bool same(struct lnds_sv v, const char *want)
{
	size_t i = 0;

	for (; *want; want++) {
		if (*want == '\r')
			continue;
		if (i == v.n || v.p[i++] != *want)
			return false;
	}
	return i == v.n;
}

static void assert_row(
	struct lnds_batch *b, uint32_t row, const json_t *want, const char *name)
{
	for (uint32_t c = 0; c < b->ncol; c++) {
		char key[64];
		enum lnds_kind kind;
		const struct lnds_sv v = lnds_cell(b, row, c, &kind);
		const json_t *j;

		snprintf(key, sizeof(key), "%.*s", LNDS_SV_ARG(b->columns->name[c]));
		if (strcmp(key, "Contact Phone Number") == 0)
			continue;
		j = json_object_get(want, key);
		if (!json_is_string(j) || !same(v, json_string_value(j)))
			fail_msg("%s: row %u, column %s", name, row, key);
	}
}

static void one_file(const char *name, json_t *want)
{
	const struct lnds_dialect d = {0};
	char path[1024];
	struct lnds_source source = {.path = path, .name = name};
	struct lnds_reader *r;
	struct lnds_batch *b;
	struct lnds_err e;
	size_t rows = 0;

	snprintf(path, sizeof(path), "%s/data/quality/csv-spectrum/csvs/%s.csv", shared(),
		name);
	r = lnds_reader_open(&source, 1, &d, &e);
	assert_non_null(r);
	while (lnds_reader_next(r, &b, &e) > 0) {
		for (uint32_t row = 0; row < b->nrow; row++, rows++)
			assert_row(b, row, json_array_get(want, rows), name);
	}
	assert_int_equal(rows, json_array_size(want));
	lnds_reader_close(r);
}

static void spectrum(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[1024];
		json_t *want, *rows = json_array();

		snprintf(path, sizeof(path), "%s/data/quality/csv-spectrum/json/%s.json",
			shared(), names[i]);
		want = json_load_file(path, 0, NULL);
		if (!want && i == 0) {
			json_decref(rows);
			fprintf(stderr, "%s: no csv-spectrum: NOT tested\n", shared());
			skip();
		}
		assert_non_null(want);
		if (json_is_array(want))
			json_array_extend(rows, want);
		else
			json_array_append(rows, want);
		one_file(names[i], rows);
		json_decref(want);
		json_decref(rows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(spectrum)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

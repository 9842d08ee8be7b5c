/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells, columns, edits and rejects of a batch, and where its rows stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stream/batch.h"
#include "unit/stream/run.h"

struct fixture {
	struct lnds_reader *reader;
	struct lnds_store *s;
	struct lnds_source source;
	struct lnds_dialect dialect;
	char path[32];
};

static struct fixture filled(const char *text)
{
	static struct fixture f;
	const struct lnds_reader_want want = {0};
	struct lnds_err err;

	f = (struct fixture){0};
	(void)close(run_file(text, f.path));
	f.source = (struct lnds_source){.path = f.path, .name = "in"};
	f.reader = lnds_reader_open_want(&f.source, 1, &f.dialect, &want, &err);
	assert_non_null(f.reader);
	f.s = lnds_store_new();
	assert_int_equal(lnds_reader_fill(f.reader, f.s, &err), 1);
	return f;
}

static void done(struct fixture *f)
{
	lnds_store_free(f->s);
	lnds_reader_close(f->reader);
	(void)unlink(f->path);
}

static void assert_cell(struct lnds_batch *b, uint32_t row, uint32_t col,
	enum lnds_kind kind, const char *v)
{
	struct lnds_sv column[64];
	uint8_t kinds[64];
	enum lnds_kind k;
	struct lnds_sv got = lnds_cell(b, row, col, &k);

	assert_int_equal(k, kind);
	assert_int_equal(got.n, strlen(v));
	assert_memory_equal(got.p, v, got.n);
	assert_in_range(b->nrow, 1, 64);
	lnds_column(b, col, column, kinds);
	assert_int_equal(kinds[row], kind);
	assert_true(lnds_sv_is(column[row], v));
}

static void test_csv_cells(void **state)
{
	struct fixture f = filled(
		"a,b,c\n1,\"x\",\n\"\",\"say \"\"hi\"\"\",\"\"\"\"\n5\" pipe,,3\n");
	struct lnds_batch *b = &f.s->b;

	(void)state;
	assert_int_equal(b->nrow, 3);
	assert_int_equal(b->ncol, 3);
	assert_cell(b, 0, 0, LNDS_TEXT, "1");
	assert_cell(b, 0, 1, LNDS_QUOTED, "x");
	assert_cell(b, 0, 2, LNDS_NULL, "");
	assert_cell(b, 1, 0, LNDS_QUOTED, "");
	assert_cell(b, 1, 1, LNDS_QUOTED, "say \"hi\"");
	assert_cell(b, 1, 2, LNDS_QUOTED, "\"");
	assert_cell(b, 2, 0, LNDS_TEXT, "5\" pipe");
	done(&f);
}

static void test_json_cells(void **state)
{
	struct fixture f = filled(
		"{\"s\":\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\uD83D\\uDE00\","
		"\"n\":-1.50e2,\"b\":true,\"z\":null,\"o\":{\"k\":[1, 2]}}\n"
		"{\"n\":0}\n");
	struct lnds_batch *b = &f.s->b;

	(void)state;
	assert_int_equal(b->nrow, 2);
	assert_cell(b, 0, 0, LNDS_QUOTED,
		"a\"\\/\b\f\n\r\t\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	assert_cell(b, 0, 1, LNDS_NUMBER, "-1.50e2");
	assert_cell(b, 0, 2, LNDS_BOOL, "true");
	assert_cell(b, 0, 3, LNDS_NULL, "");
	assert_cell(b, 0, 4, LNDS_NESTED, "{\"k\":[1, 2]}");
	assert_cell(b, 1, 0, LNDS_ABSENT, "");
	assert_cell(b, 1, 1, LNDS_NUMBER, "0");
	done(&f);
}

static void test_first_reject_stands(void **state)
{
	struct fixture f = filled("a\n1\n2\n3\n4\n");
	struct lnds_batch *b = &f.s->b;
	struct lnds_err err;

	(void)state;
	lnds_drop(b, 2);
	lnds_drop(b, 2);
	lnds_reject(b, 1, 0, "type-error", "not a %s", "date");
	lnds_reject_hint(b, 1, "look");
	lnds_reject_hint(b, 1, "again");
	lnds_reject(b, 1, LNDS_NO_COLUMN, "extra-cell", "another");
	lnds_drop(b, 1);
	assert_int_equal(b->edits->ndropped, 1);
	assert_int_equal(b->edits->nbad, 1);
	assert_false(lnds_gone(b, 0));
	assert_true(lnds_gone(b, 1));
	assert_true(lnds_gone(b, 2));
	assert_false(lnds_gone(b, 3));
	/* What was dropped and is then found bad is bad. */
	lnds_reject(b, 2, LNDS_NO_COLUMN, "type-error", "late");
	assert_int_equal(b->edits->ndropped, 0);
	assert_int_equal(b->edits->nbad, 2);
	assert_false(lnds_store_fail(f.s, &b->edits->bad[0], &err));
	assert_int_equal(err.code, LNDS_DATA);
	assert_string_equal(err.id, "type-error");
	assert_string_equal(err.msg, "not a date");
	assert_string_equal(err.hint, "look");
	assert_string_equal(err.column, "a");
	assert_string_equal(err.input, "in");
	assert_int_equal(err.record, 2);
	assert_int_equal(err.line, 3);
	done(&f);
}

static void test_rows_and_lines(void **state)
{
	struct fixture f = filled("a,b\n\n\n1,\"x\ny\"\n\r\n\n2,3\r\n4,5");
	struct lnds_store *s = f.s;

	(void)state;
	assert_int_equal(s->b.nrow, 3);
	assert_int_equal(s->nblank, 4);
	/* Any order: the count goes on from the row asked for last, or begins anew. */
	assert_int_equal(lnds_store_line(s, 2), 9);
	assert_int_equal(lnds_store_line(s, 0), 4);
	assert_int_equal(lnds_store_line(s, 1), 8);
	assert_true(lnds_sv_is(lnds_store_record(s, 0), "1,\"x\ny\""));
	assert_true(lnds_sv_is(lnds_store_record(s, 1), "2,3"));
	assert_true(lnds_sv_is(lnds_store_record(s, 2), "4,5"));
	done(&f);
}

static void test_edits_begin_unset(void **state)
{
	struct fixture f = filled("a\n1\n2\n");
	struct lnds_batch *b = &f.s->b;

	(void)state;
	for (int again = 0; again < 2; again++) {
		lnds_store_reset(f.s);
		b->nrow = 2;
		b->edits->nset = 2;
		lnds_set(b, 1, 1, LNDS_SV("x"), LNDS_TEXT);
		assert_int_equal(b->edits->set[0].kind, LNDS_NULL);
		assert_int_equal(b->edits->set[1].kind, LNDS_NULL);
		assert_int_equal(b->edits->set[2].kind, LNDS_NULL);
		assert_int_equal(b->edits->set[3].kind, LNDS_TEXT);
	}
	done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_cells),
		cmocka_unit_test(test_json_cells),
		cmocka_unit_test(test_first_reject_stands),
		cmocka_unit_test(test_rows_and_lines),
		cmocka_unit_test(test_edits_begin_unset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

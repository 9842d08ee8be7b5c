/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NDJSON engine: how columns come up and are counted, where batches end, lines and
 * gaps, fixed columns, limits. Values are held against jansson in ndjson_diff.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "stream/ndjson.h"

struct engine {
	struct lnds_ndjson *e;
	struct lnds_store *s;
	struct lnds_buf text;
	size_t at;
	struct lnds_err err;
};

static struct engine engine(const struct lnds_dialect *d, bool table, const char *text)
{
	const struct lnds_reader_want want = {.table = table};
	struct engine g = {.e = lnds_ndjson_new(d, &want), .s = lnds_store_new()};

	lnds_buf_str(&g.text, text);
	return g;
}

/* Scans what is left. Returns the number of rows, or -1. */
static int next(struct engine *g)
{
	const size_t n = g->text.n - g->at;
	size_t used;

	lnds_store_reset(g->s);
	memcpy(lnds_store_raw(g->s, n), g->text.p + g->at, n);
	g->s->b.first_line = 1;
	g->s->input = "in";
	if (!lnds_ndjson_scan(g->e, g->s, n, &used, &g->err))
		return -1;
	g->at += used;
	return (int)g->s->b.nrow;
}

static void done(struct engine *g)
{
	lnds_store_free(g->s);
	lnds_ndjson_free(g->e);
	lnds_buf_free(&g->text);
}

static const struct lnds_dialect plain;

static enum lnds_kind kind_at(const struct engine *g, uint32_t row, uint32_t col)
{
	return lnds_span_kind(g->s->b.span[(size_t)row * g->s->b.ncol + col]);
}

static void test_a_new_key_ends_the_batch(void **state)
{
	struct engine g = engine(&plain, false,
		"{\"a\":1}\n{\"a\":2}\n{\"c\":4,\"a\":3,\"b\":5}\n{\"a\":6}\n{\"d\":7}"
		"\n");
	const struct lnds_columns *first;

	(void)state;
	assert_int_equal(next(&g), 2);
	first = g.s->b.columns;
	assert_int_equal(first->n, 1);
	assert_int_equal(next(&g), 2);
	assert_int_equal(g.s->b.ncol, 3);
	assert_true(lnds_sv_is(g.s->b.columns->name[1], "c"));
	assert_int_equal(lnds_map_get(&g.s->b.columns->index, LNDS_SV("b")), 2);
	assert_int_equal(kind_at(&g, 0, 0), LNDS_NUMBER);
	assert_int_equal(kind_at(&g, 1, 2), LNDS_ABSENT);
	assert_int_equal(next(&g), 1);
	assert_int_equal(g.s->b.ncol, 4);
	assert_int_equal(kind_at(&g, 0, 3), LNDS_NUMBER);
	assert_int_equal(g.at, g.text.n);
	done(&g);
}

/* A batch on its way keeps its columns while another one brings new ones. */
static void test_columns_are_kept(void **state)
{
	struct engine g =
		engine(&plain, false, "{\"a\":1}\n{\"b\":1}\n{\"c\":1}\n{\"d\":1}\n");
	struct lnds_store *held = g.s;

	(void)state;
	assert_int_equal(next(&g), 1);
	g.s = lnds_store_new();
	for (uint32_t n = 2; n <= 4; n++) {
		assert_int_equal(next(&g), 1);
		assert_int_equal(g.s->b.columns->n, n);
		assert_int_equal(held->b.columns->n, 1);
		assert_true(lnds_sv_is(held->b.columns->name[0], "a"));
	}
	lnds_store_free(held);
	done(&g);
}

/* The new column comes by the judge, who teaches no shape: the old one must not stand. */
static void test_a_judged_key_is_missing_later(void **state)
{
	struct engine g =
		engine(&plain, false, "{\"a\":1}\n{\"\\u0062\":[2]}\n{\"a\":3}\n");

	(void)state;
	assert_int_equal(next(&g), 1);
	memset(lnds_store_spans(g.s, 0, 64), 0xff, 64 * sizeof(struct lnds_span));
	assert_int_equal(next(&g), 2);
	assert_int_equal(kind_at(&g, 0, 1), LNDS_NESTED);
	assert_int_equal(kind_at(&g, 1, 0), LNDS_NUMBER);
	assert_int_equal(kind_at(&g, 1, 1), LNDS_ABSENT);
	done(&g);
}

static void test_keys_of_a_bad_record_are_no_columns(void **state)
{
	struct engine g = engine(
		&plain, false, "{\"a\":1}\n{\"b\":1,\"b\":2}\n{\"c\":1\n{\"a\":2}\n");

	(void)state;
	assert_int_equal(next(&g), 4);
	assert_int_equal(g.s->b.ncol, 1);
	assert_int_equal(g.s->b.edits->nbad, 2);
	assert_string_equal(g.s->b.edits->bad[0].id, "duplicate-key");
	assert_string_equal(g.s->b.edits->bad[1].id, "json-error");
	assert_false(lnds_gone(&g.s->b, 3));
	done(&g);
}

static void test_lines_and_gaps(void **state)
{
	struct engine g = engine(
		&plain, false, "\n \t\r\n{\"a\":1}\n\n{\"a\":2}\r\n  {\"a\":3}\n\n\n");

	(void)state;
	assert_int_equal(next(&g), 3);
	assert_int_equal(g.s->nblank, 5);
	assert_int_equal(g.s->b.first_line, 3);
	assert_int_equal(lnds_store_line(g.s, 1), 5);
	assert_int_equal(lnds_store_line(g.s, 2), 6);
	assert_true(lnds_sv_is(lnds_store_record(g.s, 1), "{\"a\":2}"));
	assert_true(lnds_sv_is(lnds_store_record(g.s, 2), "  {\"a\":3}"));
	assert_int_equal(g.at, g.text.n);
	done(&g);
}

static void test_fixed_columns(void **state)
{
	const struct lnds_sv names[] = {LNDS_SV("b"), LNDS_SV("a")};
	const struct lnds_dialect named = {.header = names, .nheader = 2};
	struct engine g = engine(&plain, true, "{}\n{\"a\":1}\n{\"b\":1}\n{\"a\":2}\n");

	(void)state;
	assert_int_equal(next(&g), 1);
	assert_string_equal(g.s->b.edits->bad[0].id, "missing-cell");
	assert_int_equal(next(&g), 3);
	assert_int_equal(g.s->b.edits->nbad, 1);
	assert_string_equal(g.s->b.edits->bad[0].id, "extra-label");
	done(&g);
	g = engine(&named, true, "{\"a\":1}\n{\"c\":1}\n{}\n");
	assert_int_equal(lnds_ndjson_columns(g.e)->n, 2);
	assert_int_equal(next(&g), 3);
	assert_int_equal(kind_at(&g, 0, 1), LNDS_NUMBER);
	assert_int_equal(g.s->b.edits->nbad, 1);
	assert_int_equal(g.s->b.edits->bad[0].row, 1);
	done(&g);
	/* Not fixed: names are the first columns, others may follow. */
	g = engine(&named, false, "{\"c\":1}\n");
	assert_int_equal(next(&g), 1);
	assert_int_equal(g.s->b.ncol, 3);
	done(&g);
}

static void test_too_many_columns(void **state)
{
	struct engine g = engine(&plain, false, "");

	(void)state;
	for (int i = 0; i < 4097; i++)
		lnds_buf_printf(&g.text, "{\"k%d\":1}\n", i);
	for (int i = 0; i < 4095; i++)
		assert_int_equal(next(&g), 1);
	assert_int_equal(next(&g), 2);
	assert_int_equal(g.s->b.ncol, 4096);
	assert_int_equal(g.s->b.edits->nbad, 1);
	assert_string_equal(g.s->b.edits->bad[0].id, "extra-label");
	done(&g);
	g = engine(&plain, false, "{");
	for (int i = 0; i < 4097; i++)
		lnds_buf_printf(&g.text, "%s\"k%d\":[]", i ? "," : "", i);
	lnds_buf_str(&g.text, "}\n");
	assert_int_equal(next(&g), 1);
	assert_string_equal(g.s->b.edits->bad[0].id, "extra-label");
	done(&g);
}

static void test_long_records(void **state)
{
	const struct lnds_dialect d = {.max_record = 20};
	struct engine g = engine(&d, false,
		"{\"a\":1}\n{\"a\":2}\n\n{\"a\":\"12345678901234567890\"}\n{\"a\":3}\n");

	(void)state;
	assert_int_equal(next(&g), 2);
	assert_int_equal(next(&g), -1);
	assert_int_equal(g.err.code, LNDS_DATA);
	assert_string_equal(g.err.id, "record-too-long");
	done(&g);
	g = engine(&d, false, "{\"a\":\"no line end yet, and far too long");
	assert_int_equal(next(&g), -1);
	done(&g);
	g = engine(&d, false, "{\"a\":1");
	assert_int_equal(next(&g), 0);
	assert_int_equal(g.at, 0);
	done(&g);
}

/* Records of one shape, of alternating ones, and with texts too long to be learned. */
static void test_shapes(void **state)
{
	struct engine g = engine(&plain, false, "");
	const char *const key =
		"a_key_of_more_than_sixty_four_bytes_which_is_rare_but_can_be_"
		"met_with";

	(void)state;
	lnds_buf_printf(&g.text, "{\"%s\":0,\"b\":0,\"c\":0}\n", key);
	for (int i = 0; i < 600; i++) {
		if (i % 3)
			lnds_buf_printf(&g.text, "{\"c\":%d,\"b\":\"x\"}\n", i);
		else
			lnds_buf_printf(&g.text, "{\"%s\":%d}\n", key, i);
	}
	assert_int_equal(next(&g), 601);
	assert_int_equal(g.s->b.edits->nbad, 0);
	for (uint32_t i = 0; i < 600; i++) {
		assert_int_equal(
			kind_at(&g, i + 1, 1), i % 3 ? LNDS_QUOTED : LNDS_ABSENT);
		assert_int_equal(
			kind_at(&g, i + 1, 2), i % 3 ? LNDS_NUMBER : LNDS_ABSENT);
	}
	done(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_new_key_ends_the_batch),
		cmocka_unit_test(test_columns_are_kept),
		cmocka_unit_test(test_a_judged_key_is_missing_later),
		cmocka_unit_test(test_keys_of_a_bad_record_are_no_columns),
		cmocka_unit_test(test_lines_and_gaps),
		cmocka_unit_test(test_fixed_columns),
		cmocka_unit_test(test_too_many_columns),
		cmocka_unit_test(test_long_records),
		cmocka_unit_test(test_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
